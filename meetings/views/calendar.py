"""The calendar of a task force: a month as a grid that is a list on a phone, or a list everywhere."""

import re
from calendar import Calendar
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import generic

from gugus.core.components import Button
from gugus.core.views import Page
from meetings.forms.calendar import GRID, LIST, CalendarForm
from meetings.rules.common import check_read
from meetings.selectors.calendar import Entry, entries
from meetings.views.frame import crumbs

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")


@dataclass(frozen=True)
class Day:
    """A square of the grid; `other` belongs to the month before or after and stays empty."""

    date: date
    entries: list[Entry]
    other: bool
    today: bool


class CalendarPage(Page, generic.TemplateView):
    template_name = "meetings/calendar.html"
    title = gettext_lazy("Kalender")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        check_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def first(self) -> date:
        """The first day of the month asked for; this month's where none or nonsense is asked for."""
        asked = MONTH.fullmatch(self.request.GET.get("bulan", ""))
        today = self.request.user.authority.today
        return date(int(asked[1]), int(asked[2]), 1) if asked else today.replace(day=1)

    @cached_property
    def form(self) -> CalendarForm:
        return CalendarForm(self.request.GET, user=self.request.user)

    @property
    def view(self) -> str:
        return LIST if self.request.GET.get("tampilan") == LIST else GRID

    @cached_property
    def found(self) -> list[Entry]:
        chosen = self.form.cleaned_data if self.form.is_valid() else {}
        district, kind = chosen.get("kecamatan"), chosen.get("jenis")
        return entries(
            self.request.user,
            self.first,
            after(self.first) - timedelta(days=1),
            kinds=[kind] if kind else (),
            district=district.code if district else "",
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        words = date_format(self.first, "F Y")
        return super().get_context_data(**kwargs) | {
            "title": f"{_('Kalender')} {words}",
            "month": words,
            "crumbs": crumbs(),
            "form": self.form,
            "active": sum(bool(self.request.GET.get(name)) for name in ("jenis", "kecamatan")),
            "reset_url": self.address(jenis="", kecamatan=""),
            "grid": self.view == GRID,
            "weeks": weeks_of(self.first, self.found, self.request.user.authority.today),
            "entries": self.found,
            "previous": self.address(bulan=f"{self.first - timedelta(days=1):%Y-%m}"),
            "next": self.address(bulan=f"{after(self.first):%Y-%m}"),
            "now": self.address(bulan=""),
            "other_view": self.address(tampilan=LIST if self.view == GRID else ""),
            "button": Button(label=_("Langganan kalender"), url=reverse("meetings:feed")),
        }

    def address(self, **changed: str) -> str:
        """This calendar with something else chosen."""
        now = {name: self.request.GET.get(name, "") for name in ("bulan", "tampilan", "jenis", "kecamatan")}
        query = urlencode({name: value for name, value in (now | changed).items() if value})
        return f"{self.request.path}?{query}" if query else self.request.path


def after(first: date) -> date:
    """The first day of the month after."""
    return (first + timedelta(days=31)).replace(day=1)


def weeks_of(first: date, found: list[Entry], today: date) -> list[list[Day]]:
    """The month in weeks from Monday; a thing of several days stands on each of them."""
    by_day: dict[date, list[Entry]] = defaultdict(list)
    for entry in found:
        for n in range((entry.last - entry.day).days + 1):
            by_day[entry.day + timedelta(days=n)].append(entry)
    weeks = Calendar(0).monthdatescalendar(first.year, first.month)
    return [[_day(day, first, by_day, today) for day in week] for week in weeks]


def _day(day: date, first: date, by_day: dict[date, list[Entry]], today: date) -> Day:
    other = day.month != first.month
    return Day(day, [] if other else by_day[day], other, day == today)
