"""Input for the papers of a period: which report to make, and the words around its figures."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.nik import check_no_nik
from gugus.core.views import PlainForm
from rad.models import ReportingPeriod
from rad.paper import kind_words
from rad.rules import report_kinds
from rad.wording import slot_of


class DocumentForm(PlainForm):
    """Which report of the period; asked only where it ends more than one span of time."""

    kind = forms.ChoiceField(label=_("Jenis laporan"), widget=forms.RadioSelect)
    pictures = forms.BooleanField(
        label=_("Muat foto bukti"),
        required=False,
        help_text=_("Hanya foto yang dibagikan pemiliknya, paling banyak 24. Tanpa centang: judulnya saja."),
    )
    final = forms.BooleanField(
        label=_("Naskah final, siap ditandatangani"),
        required=False,
        help_text=_("Tanpa centang: draf bertanda DRAF, tanpa kode QR."),
    )

    def __init__(self, *args: Any, period: ReportingPeriod, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, slot = report_kinds(period), slot_of(period.kind, period.ordinal)
        if len(kinds) == 1:
            del self.fields["kind"]
            return
        named = [(each.value, f"{each.label} · {kind_words(each, slot, period.year)}") for each in kinds]
        self.fields["kind"].choices = named  # type: ignore[attr-defined]
        self.initial.setdefault("kind", kinds[0].value)


class ChapterForm(PlainForm):
    introduction = forms.CharField(
        label=_("Bab I. Pendahuluan"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 14}),
        help_text=_(
            "Sudah disiapkan dari data RAD; ubah seperlunya. Baris kosong memulai alinea baru. Bila "
            "dikosongkan, teks yang disiapkan portal dipakai lagi."
        ),
    )
    recommendations = forms.CharField(
        label=_("Bab V. Rekomendasi"),
        required=False,
        max_length=8000,
        widget=forms.Textarea({"rows": 10}),
        help_text=_(
            "Apa yang sebaiknya diputuskan pimpinan, siapa yang mengerjakan, sampai kapan. Tanpa nama korban."
        ),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        try:
            check_no_nik(**{name: str(data.get(name) or "") for name in ("introduction", "recommendations")})
        except ValidationError as error:
            self.add_error(None, error)
        return data
