"""/dasbor/daerah/: a province reads its regencies' figures; aggregates only, no row of a regency opens."""

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.templatetags.gugus import angka
from gugus.core.views import ListPage
from gugus.dashboard import wording
from gugus.dashboard.filters.regional import RegencyFilter
from gugus.dashboard.rules import check_board_read
from gugus.dashboard.selectors import regional as selectors
from gugus.dashboard.selectors.regional import Whole
from gugus.dashboard.tables.regional import RegencyTable
from rad.wording import percent_text, rounded


class RegionsPage(ListPage):
    """The task forces below one's own: ranked, summed, five years; the figures are those of last night."""

    rule = check_board_read
    table_class = RegencyTable
    filterset_class = RegencyFilter
    template_name = "dashboard/regions.html"
    title = gettext_lazy("Kabupaten dan kota")
    export_name = "kabupaten-kota"
    empty = {
        "title": gettext_lazy("Tidak ada kabupaten atau kota di bawah gugus tugas ini"),
        "text": gettext_lazy(
            "Halaman ini untuk gugus tugas provinsi. Gugus tugas kabupaten dan kota di provinsi itu tampil "
            "di sini sejak mereka memakai portal."
        ),
    }

    def selector(self, user: Any) -> Any:
        return selectors.regency_list(user, year=self.year)

    @cached_property
    def years(self) -> list[int]:
        return selectors.regency_years(self.request.user)

    @cached_property
    def year(self) -> int:
        asked = self.request.GET.get("tahun", "")
        return next((year for year in self.years if str(year) == asked), self.years[0])

    @property
    def is_now(self) -> bool:
        """Overdue follow-ups are those of today: an earlier year says none."""
        return self.year == self.years[0]

    def get_table_kwargs(self) -> dict[str, Any]:
        ranks = selectors.regency_ranks(self.request.user, year=self.year)
        more = {"ranks": ranks, "years": self.years, "this_year": self.is_now}
        return super().get_table_kwargs() | more | ({} if self.is_now else {"exclude": ("overdue",)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        context = super().get_context_data(**kwargs)
        table = context["table"]
        keys = [row.record.pk for row in table.paginated_rows]
        table.trends = selectors.regency_trends(user, keys) if keys else {}
        wholes = selectors.regency_wholes(user, self.object_list) if keys else {}
        return context | {
            "crumbs": [{"label": _("Dasbor"), "url": reverse("dashboard:dashboard")}],
            "place": user.authority.task_force_name,
            "lead": heard_text(*selectors.regencies_heard(user, year=self.year), self.year) if keys else "",
            "tiles": tiles(wholes, self.year, self.years),
        }


def heard_text(heard: int, whole: int, year: int) -> str:
    """`12 dari 38 kabupaten/kota sudah melapor tahun 2026`; nothing where there is none below."""
    if not whole:
        return ""
    words = _("%(n)s dari %(whole)s kabupaten/kota sudah melapor tahun %(year)s")
    return words % {"n": angka(heard), "whole": angka(whole), "year": year}


def tiles(wholes: dict[int, Whole], year: int, years: list[int]) -> list[dict[str, Any]]:
    """The listed regencies together: medians of what is in per cent, sums of what is counted."""
    whole = wholes.get(year)
    if whole is None:
        return []
    points = [
        (str(each), rounded(wholes[each].score) if each in wholes else None) for each in reversed(years)
    ]
    middle = _("median; batang: lima tahun")
    overdue = tile(_("Tindak lanjut lewat"), angka(whole.overdue), _("jumlah; lewat batas waktunya"))
    return [
        tile(_("Capaian RAD %(year)s") % {"year": year}, percent_text(whole.score), middle)
        | {"points": points},
        tile(
            _("Indikator dilaporkan"),
            wording.out_of_text(whole.reported, whole.total),
            _("jumlah; %(n)s daerah sudah melapor") % {"n": angka(whole.heard)},
        ),
        tile(_("Instansi terlambat"), angka(whole.late), _("jumlah; belum atau terlambat melapor")),
        *([overdue] if year == years[0] else []),
        tile(
            _("Desa/kelurahan terjangkau"),
            wording.out_of_text(whole.reached, whole.units),
            _("jumlah; median %(share)s") % {"share": percent_text(whole.coverage)},
        ),
        tile(
            _("Anggaran terealisasi"),
            wording.money_text(whole.spent),
            _("jumlah; dari pagu %(budget)s") % {"budget": wording.money_text(whole.budget)},
        ),
    ]


def tile(label: str, value: str, note: str) -> dict[str, Any]:
    return {"label": label, "value": value, "note": note}
