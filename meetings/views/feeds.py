"""One's calendar in another program: its secret address, shown once, and the file behind it."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import generic
from django.views.decorators.http import require_safe

from gugus.core.components import Button
from gugus.core.context import acting_as
from gugus.core.permissions import allowed
from gugus.core.views import Page
from gugus.documents.throttle import throttled
from meetings.calendar_file import calendar_file
from meetings.models import CalendarFeed
from meetings.rules.feeds import check_feed
from meetings.selectors.calendar import entries
from meetings.selectors.feeds import feed_for_guest, feed_of
from meetings.services.feeds import feed_make, feed_revoke, feed_used
from meetings.views.frame import crumbs

PAST, FUTURE = timedelta(days=92), timedelta(days=400)


class FeedPage(Page, generic.TemplateView):
    """Make, replace or end the address; the address itself is in no answer but the one to its making."""

    template_name = "meetings/feed.html"
    title = gettext_lazy("Langganan kalender")
    http_method_names = ["get", "head", "post", "options"]

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_feed(request.user)
        return super().dispatch(request, *args, **kwargs)

    def post(self, request: HttpRequest) -> HttpResponseBase:
        if "cabut" in request.POST:
            feed_revoke(by=request.user)
            messages.success(request, _("Alamat kalender dicabut. Kalender yang memakainya berhenti terisi."))
            return redirect("meetings:feed")
        path = reverse("meetings:feed-file", args=[feed_make(by=request.user)])
        address = f"{settings.SITE_URL.rstrip('/')}{path}"
        extra = {"address": address, "phone_address": f"webcal://{address.partition('://')[2]}"}
        return render(request, self.template_name, self.get_context_data() | extra)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        feed, url = feed_of(self.request.user), reverse("meetings:feed")
        make = _("Ganti alamat") if feed else _("Buat alamat kalender")
        return super().get_context_data(**kwargs) | {
            "crumbs": [*crumbs(), {"label": _("Kalender"), "url": reverse("meetings:calendar")}],
            "feed": feed,
            "make": Button(label=make, url=url, method="post", kind="secondary" if feed else "primary"),
            "revoke": Button(
                label=_("Cabut alamat"), url=url, method="post", kind="danger", fields=(("cabut", "1"),)
            ),
        }


@login_not_required
@require_safe
@throttled(limit=120, seconds=60)
def feed_file(request: HttpRequest, key: str) -> HttpResponse:
    """The calendar of whoever made the key, with the rights they hold at this moment.

    A key revoked or never made, an account disabled or without a role here: all the same 404.
    """
    feed = feed_for_guest(key)
    body = feed_bytes(feed) if feed else None
    if feed is None or body is None:
        raise Http404
    feed_used(feed=feed)
    response = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="gugus-tugas.ics"'
    response["Cache-Control"] = "private, no-store"
    response["X-Robots-Tag"] = "noindex"
    return response


def feed_bytes(feed: CalendarFeed) -> bytes | None:
    """None when the person holds nothing in that task force any more."""
    with acting_as(feed.user, task_force_id=feed.task_force_id, channel="kalender") as now:
        if now.user is None or now.task_force_id != feed.task_force_id or not allowed(check_feed, now.user):
            return None
        today = now.user.authority.today
        with timezone.override(now.user.timezone):
            found = entries(now.user, today - PAST, today + FUTURE)
            return calendar_file(found, name=now.user.authority.task_force_name)
