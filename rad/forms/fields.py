"""The RAD's own input: a number as people write it, or N/A."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import angka
from rad.workbook import number_in_text
from rad.workbook.faults import Unreadable
from rad.workbook.texts import absent

NA = "N/A"
TEXT = forms.Textarea({"rows": 4})


class FigureField(forms.CharField):
    """A number as people write it (`1.250`, `20,5`), or N/A where allowed; gives Decimal, NA or None."""

    def __init__(self, *, na: bool = False, unit: str = "", **kwargs: Any) -> None:
        self.na, self.unit = na, unit
        widget = forms.TextInput({"autocomplete": "off"} | ({} if na else {"inputmode": "decimal"}))
        super().__init__(required=kwargs.pop("required", False), widget=widget, max_length=40, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return angka(value) if isinstance(value, Decimal) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "").strip() != str(data or "").strip()

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if not text:
            return None
        if absent(text):
            return self._absent(text)
        try:
            number = number_in_text(text)
        except Unreadable:
            raise self._unreadable(text) from None
        if number.value < 0 or number.suffix or number.comparator:
            raise self._unreadable(text)
        return number.value

    def _absent(self, text: str) -> str:
        if self.na:
            return NA
        raise ValidationError(
            _("Di sini tidak dapat ditulis “%(text)s”. Isi angkanya, tulis 0 bila memang tidak ada."),
            params={"text": text},
        )

    def _unreadable(self, text: str) -> ValidationError:
        example = _("Isi satu angka; titik untuk ribuan, koma untuk desimal, contoh 1.250 atau 20,5.")
        return ValidationError(
            _("“%(text)s” tidak terbaca sebagai angka. %(example)s"),
            params={"text": text, "example": example},
        )
