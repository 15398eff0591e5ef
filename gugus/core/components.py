"""What the shared templates are given: plain values decided in Python, never worked out in a template."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, kw_only=True)
class Button:
    """One act on a page, drawn by `components/action_button.html`.

    A `reason` greys the button and is printed beside it, so that nobody wonders why an act is missing;
    it is the text of the `Denied` that a rule raised. `fields` are hidden (name, value) pairs of a POST.
    """

    label: str
    url: str = ""
    method: Literal["get", "post"] = "get"
    kind: Literal["primary", "secondary", "danger", "quiet"] = "secondary"
    reason: str = ""
    fields: tuple[tuple[str, str], ...] = ()
