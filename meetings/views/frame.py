"""What every page about one meeting shares: its tabs, the way back, and buttons with their reasons."""

from collections.abc import Callable
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.views import DetailPage, ObjectFormPage, TransitionPage
from meetings.enums import MeetingStatus
from meetings.models import Meeting
from meetings.selectors.meetings import meeting_list
from meetings.wording import MEETING_TONES, span_text

# (label, url name, rule that opens it, or None where whoever knows the meeting may). A tab that somebody may
# not open, or that has no address, is not there.
TABS: list[tuple[Any, str, Callable[..., None] | None]] = [
    (gettext_lazy("Acara"), "meetings:meeting-detail", None),
    (gettext_lazy("Undangan"), "meetings:invitation-list", None),
    (gettext_lazy("Kehadiran"), "meetings:attendance", None),
    (gettext_lazy("Notula"), "meetings:minutes", None),
    (gettext_lazy("Tindak lanjut"), "meetings:meeting-follow-ups", None),
    (gettext_lazy("Berkas"), "meetings:attachment-list", None),
]


class Framed:
    """A page about one meeting, or about something of it; templates extend `meetings/_frame.html`."""

    selector: Any = staticmethod(meeting_list)
    request: Any
    object: Any

    @property
    def meeting(self) -> Meeting:
        return self.object if isinstance(self.object, Meeting) else self.object.meeting

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        meeting = self.meeting
        return super().get_context_data(**kwargs) | {  # type: ignore[misc]
            "meeting": meeting,
            "tabs": tabs_of(self.request, meeting),
            "place": f"{meeting.type} · {span_text(meeting)}",
            "meeting_status": meeting.get_status_display(),
            "meeting_tone": MEETING_TONES[MeetingStatus(meeting.status)],
        }


class MeetingPage(Framed, DetailPage):
    """A page to read."""


class MeetingFormPage(Framed, ObjectFormPage):
    """A page that is one form."""

    template_name = "meetings/meeting_form.html"

    def get_success_url(self) -> str:
        return str(self.success_url or self.meeting.get_absolute_url())

    def get_cancel_url(self) -> str:
        return str(self.cancel_url or self.get_success_url())


class MeetingMove(Framed, TransitionPage):
    """A move of a meeting or of something of it: GET asks, POST does."""

    template_name = "meetings/meeting_confirm.html"

    def get_success_url(self) -> str:
        return str(self.success_url or self.meeting.get_absolute_url())

    get_cancel_url = get_success_url


def tabs_of(request: Any, meeting: Meeting) -> list[dict[str, Any]]:
    """The pages of a meeting this person may open, the one shown marked."""
    tabs = [
        {"label": label, "url": address(name, meeting)}
        for label, name, rule in TABS
        if rule is None or not reason_against(rule, request.user, meeting)
    ]
    tabs = [tab for tab in tabs if tab["url"]]
    here = max((tab["url"] for tab in tabs if request.path.startswith(tab["url"])), key=len, default="")
    return [tab | {"current": tab["url"] == here} for tab in tabs]


def address(name: str, meeting: Meeting) -> str:
    """The page of a meeting by the name of its address; "" where there is none."""
    try:
        return reverse(name, args=[meeting.pk])
    except NoReverseMatch:
        return ""


def act(
    user: Any, label: Any, name: str, check: Callable[..., None], obj: Any, *, kind: str = "secondary"
) -> Button:
    """A link to an act, greyed with the rule's reason when it may not be done now."""
    url = reverse(f"meetings:{name}", args=[obj.pk])
    return Button(label=str(label), url=url, kind=kind, reason=reason_against(check, user, obj))  # type: ignore[arg-type]


def crumbs(*more: dict[str, Any]) -> list[dict[str, Any]]:
    """Where a page lies that is about no single meeting."""
    return [{"label": _("Rapat"), "url": reverse("meetings:meeting-list")}, *more]


def manages(user: Any) -> bool:
    """Whether acts of the secretariat are shown at all: others need no greyed buttons."""
    return user.authority.has_role("sekretariat")
