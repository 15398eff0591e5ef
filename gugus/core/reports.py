"""What a fault leaves for builders: where it broke, and nothing of what was in it."""

from typing import Any

from django.views.debug import ExceptionReporter

# Of the request and the process: what was typed and sent, who was signed in, and how the portal is set.
SILENT = (
    "request_GET_items",
    "filtered_POST_items",
    "request_FILES_items",
    "request_COOKIES_items",
    "request_meta",
    "settings",
    "user_str",
    "request_insecure_uri",
    "raising_view_name",
)


class QuietReporter(ExceptionReporter):
    """Files and lines only, for a mail to admins or a page: variables and messages of a fault quote people.

    Django hides what it knows by name (`SECRET_KEY`, `password`); a victim's name stands in `note` and `row`.
    """

    def get_traceback_data(self) -> dict[str, Any]:
        data = super().get_traceback_data()
        frames = [self._bare(frame) for frame in data.get("frames", [])]
        silent = {name: None for name in SILENT if name in data}
        return data | silent | {"frames": frames, "lastframe": frames[-1] if frames else None} | self._words()

    def _bare(self, frame: dict[str, Any]) -> dict[str, Any]:
        cause = frame.get("exc_cause")
        return frame | {"vars": [], "exc_cause": type(cause).__name__ if cause else None}

    def _words(self) -> dict[str, Any]:
        return {"exception_value": "", "exception_notes": "", "unicode_hint": "", "template_info": None}
