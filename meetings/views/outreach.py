"""Sosialisasi: what one reached, and how much of the region all of them did."""

from typing import Any

from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from gugus.core.components import Button
from gugus.core.templatetags.gugus import angka
from gugus.core.views import ListPage
from meetings.forms.outreach import OutreachForm
from meetings.models import Outreach
from meetings.rules.outreach import check_coverage_read, check_outreach
from meetings.selectors.outreach import AreaCover, Coverage, coverage, coverage_years, outreach_of
from meetings.services.outreach import outreach_set
from meetings.tables.outreach import CoverageTable
from meetings.views.frame import MeetingFormPage, crumbs

NAMES = ("audience", "partner", "materials", "men", "women")


class OutreachPage(MeetingFormPage):
    rule = check_outreach
    form_class = OutreachForm
    title = gettext_lazy("Data sosialisasi")
    submit_label = gettext_lazy("Simpan data sosialisasi")
    success_message = gettext_lazy("Data sosialisasi disimpan.")

    def get_initial(self) -> dict[str, Any]:
        row = outreach_of(self.request.user, self.meeting)
        known = {name: getattr(row, name) for name in NAMES} if row else {}
        return super().get_initial() | known | {"region": self.meeting.region}

    def perform(self, form: Any) -> Outreach:
        return outreach_set(meeting=self.meeting, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        note = _("Foto kegiatan disimpan di tab Berkas. Tulis jumlah saja, tanpa nama peserta.")
        return super().get_context_data(**kwargs) | {"note": note}


class CoveragePage(ListPage):
    """Kecamatan and desa reached and planned in a year, as bars and as a table."""

    rule = check_coverage_read
    table_class = CoverageTable
    table_pagination = {"per_page": 1000}
    template_name = "meetings/coverage.html"
    title = gettext_lazy("Cakupan sosialisasi")
    export_name = "cakupan-sosialisasi"
    empty = {
        "title": gettext_lazy("Belum ada wilayah"),
        "text": gettext_lazy("Daftar kecamatan dan desa gugus tugas ini belum dimuat."),
    }

    def selector(self, user: Any) -> list[Any]:
        return lines(self.found)

    @cached_property
    def years(self) -> list[int]:
        return coverage_years(self.request.user)

    @cached_property
    def found(self) -> Coverage:
        asked = self.request.GET.get("tahun", "")
        year = int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else 0
        return coverage(self.request.user, year if year in self.years else self.years[0])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = self.found
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "place": self.request.user.authority.task_force_name,
            "lead": lead(found),
            "year": found.year,
            "years": self.years,
            "whole": found.whole,
            "bars": [bar(area) for area in found.areas if area.area is not None],
            "undated": undated_words(found.undated),
            "secondary": [Button(label=_("Daftar kegiatan"), url=f"{crumbs()[0]['url']}?tahun={found.year}")],
        }


def lines(found: Coverage) -> list[dict[str, Any]]:
    """The table's rows: areas, then all together."""
    rows = [
        (str(each.area) if each.area else _("Seluruh wilayah atau tanpa wilayah"), each)
        for each in found.areas
    ]
    rows.append((_("Jumlah"), found.whole))
    names = ("units", "reached", "planned", "events", "coming", "men", "women", "people", "uncounted")
    return [{"area": label} | {name: getattr(each, name) for name in names} for label, each in rows]


def lead(found: Coverage) -> str:
    whole = found.whole
    words = _("%(reached)s dari %(units)s desa dan kelurahan terjangkau, %(planned)s lagi direncanakan.")
    return words % {name: angka(getattr(whole, name)) for name in ("reached", "units", "planned")}


def bar(area: AreaCover) -> dict[str, Any]:
    """Share of an area's desa reached; the mark stands where the plans would bring it."""
    return {
        "label": str(area.area),
        "value": share(area.reached, area.units),
        "text": f"{angka(area.reached)}/{angka(area.units)}",
        "target": share(area.reached + area.planned, area.units),
        "target_text": f"{angka(area.reached + area.planned)}/{angka(area.units)}",
        "url": "",
        "tone": "",
        "note": events_words(area),
    }


def share(part: int, whole: int) -> int | None:
    return round(100 * part / whole) if whole else None


def events_words(area: AreaCover) -> str:
    """`3 kegiatan, 120 peserta`; nothing where there was none."""
    if not area.events:
        return ""
    held = ngettext("%(n)s kegiatan", "%(n)s kegiatan", area.events) % {"n": angka(area.events)}
    people = ngettext("%(n)s peserta", "%(n)s peserta", area.people) % {"n": angka(area.people)}
    return f"{held}, {people}" if area.people else held


def undated_words(count: int) -> str:
    if not count:
        return ""
    words = ngettext(
        "%(n)s rencana belum bertanggal, jadi tidak terhitung di tahun mana pun.",
        "%(n)s rencana belum bertanggal, jadi tidak terhitung di tahun mana pun.",
        count,
    )
    return words % {"n": angka(count)}
