"""Input for the rules of cases: limits of time, holidays, thresholds."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.enums import ClockUnit
from cases.selectors.vocabulary import choices, scopes
from gugus.core.forms import MONTHS, WHOLE_DATE, DateBoxesField
from gugus.core.views import PlainForm
from members.enums import Certainty

MOST_HOURS = 720
ISO_DATE = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
SEPARATORS = " \t;,:|–-"
FURTHEST_YEARS = 6


class SlaRuleForm(PlainForm):
    """How long a step may take, and when people are told."""

    amount = forms.IntegerField(label=gettext_lazy("Paling lama"), min_value=1, max_value=999, localize=False)
    unit = forms.ChoiceField(
        label=gettext_lazy("Satuan"),
        choices=ClockUnit.choices,
        help_text=gettext_lazy(
            "Jam dihitung terus, termasuk malam dan hari libur. Hari dan hari kerja berakhir pukul 23.59; "
            "hari diajukan tidak dihitung."
        ),
    )
    warn_hours = forms.IntegerField(
        label=gettext_lazy("Ingatkan berapa jam sebelum batas"),
        min_value=0,
        max_value=MOST_HOURS,
        localize=False,
        help_text=gettext_lazy("Kepada penangan di instansi penerima. Contoh 6."),
    )
    escalate_hours = forms.IntegerField(
        label=gettext_lazy("Naikkan ke koordinator berapa jam sesudah batas"),
        min_value=0,
        max_value=MOST_HOURS,
        localize=False,
        help_text=gettext_lazy(
            "Pada saat batas lewat, kepala instansi penerima diberi tahu; sesudah ini koordinator kasus. "
            "Contoh 24."
        ),
    )
    source = forms.CharField(
        label=gettext_lazy("Sumber"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Contoh: UU 12/2022 Pasal 41, atau SOP dinas nomor berapa."),
    )
    certainty = forms.ChoiceField(
        label=gettext_lazy("Sumbernya"),
        choices=Certainty.choices,
        initial=Certainty.UNSURE,
        help_text=gettext_lazy("Hanya sumber yang sudah diperiksa dicetak sebagai dasar hukum."),
    )
    valid_from = DateBoxesField(
        label=gettext_lazy("Berlaku sejak"),
        help_text=gettext_lazy("Jam yang sudah berjalan tidak berubah."),
    )


class CaseSettingsForm(PlainForm):
    """Thresholds, the daily budget of identities, the child path, letters' numbers, retention."""

    identity_budget = forms.IntegerField(
        label=gettext_lazy("Batas harian membuka identitas, per penangan"),
        min_value=1,
        max_value=1000,
        localize=False,
        help_text=gettext_lazy(
            "Lebih dari ini, kepala instansi dan pengawas diberi tahu dan alasannya ditanyakan. Lazimnya 30."
        ),
    )
    child_path = forms.BooleanField(
        label=gettext_lazy("Anak dapat dirujuk tanpa menunggu persetujuan, sesudah keselamatannya diperiksa"),
        required=False,
    )
    child_scope = forms.ChoiceField(label=gettext_lazy("Cakupan data pada jalur anak"))
    referral_pattern = forms.CharField(
        label=gettext_lazy("Pola nomor surat rujukan"),
        max_length=60,
        help_text=gettext_lazy(
            "Portal mengisi {nomor}, {instansi}, {bulan} (angka Romawi), dan {tahun}, contoh "
            "R-{nomor}/{instansi}/{bulan}/{tahun}. Nomor berjalan per instansi dan tahun."
        ),
    )
    retention_years = forms.IntegerField(
        label=gettext_lazy("Berkas kasus disimpan berapa tahun sesudah ditutup"),
        min_value=1,
        max_value=100,
        localize=False,
        help_text=gettext_lazy("Menurut jadwal retensi arsip (JRA) daerah; tanyakan pada bagian arsip."),
    )
    inside_cell = forms.IntegerField(
        label=gettext_lazy("Angka terkecil yang tampil di dalam gugus tugas"),
        min_value=2,
        max_value=50,
        localize=False,
        help_text=gettext_lazy("Berlaku bila dirinci menurut tempat, orang, atau instansi. Lazimnya 5."),
    )
    outside_cell = forms.IntegerField(
        label=gettext_lazy("Angka terkecil yang tampil di luar gugus tugas"),
        min_value=2,
        max_value=100,
        localize=False,
        help_text=gettext_lazy("Untuk provinsi, publik, dan laporan cetak. Lazimnya 11."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["child_scope"].choices = choices(scopes(self.user))


class HolidaysForm(PlainForm):
    """A pasted list of holidays; `cleaned_data["rows"]` are (day, name) pairs in the order of the days."""

    lines = forms.CharField(
        label=gettext_lazy("Hari libur, satu baris satu hari"),
        widget=forms.Textarea({"rows": 10, "spellcheck": "false"}),
        max_length=20000,
        help_text=gettext_lazy("Tanggal lalu namanya, contoh: 20 Maret 2026 Hari Raya Idulfitri 1447 H."),
    )

    def clean_lines(self) -> list[tuple[date, str]]:
        found: dict[date, str] = {}
        faults: list[str] = []
        for number, line in enumerate(self.cleaned_data["lines"].splitlines(), start=1):
            if not line.strip():
                continue
            try:
                day, name = read_line(line.strip(), self.user.authority.today)
                found.setdefault(day, name)
            except ValueError as error:
                faults.append(_("Baris %(n)s: %(why)s") % {"n": number, "why": error})
        if faults:
            raise ValidationError(faults)
        return sorted(found.items())

    def clean(self) -> dict[str, Any]:
        return {"rows": self.cleaned_data.get("lines", [])}


def read_line(line: str, today: date) -> tuple[date, str]:
    """`20 Maret 2026 Idulfitri`, `20/3/2026;Idulfitri` or `2026-03-20 Idulfitri` as day and name.

    Raises ValueError whose text tells a person what is wrong and how to write it.
    """
    day, rest = _read_day(line)
    name = rest.strip(SEPARATORS)
    if not name:
        raise ValueError(_("tulis juga nama hari liburnya sesudah tanggal."))
    if len(name) > 120:
        raise ValueError(_("namanya terlalu panjang; paling banyak 120 huruf."))
    if abs(day - today) > FURTHEST_YEARS * timedelta(days=366):
        raise ValueError(_("tahun %(year)s terlalu jauh; periksa tahunnya.") % {"year": day.year})
    return day, name


def _read_day(line: str) -> tuple[date, str]:
    if iso := ISO_DATE.match(line):
        year, month, day = iso.groups()
        rest = line[iso.end() :]
    elif local := WHOLE_DATE.match(line):
        day, month, year = local.groups()
        month = str(MONTHS.get(month.lower(), month))
        rest = line[local.end() :]
    else:
        raise ValueError(_("mulai dengan tanggal, contoh 20 Maret 2026 Hari Raya Idulfitri."))
    try:
        return date(int(year), int(month), int(day)), rest
    except ValueError:
        raise ValueError(_("tanggal “%(text)s” tidak ada.") % {"text": line.removesuffix(rest)}) from None
