"""Input for papers about a case and for taking a copy of it out of the portal."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.views import PlainForm


class LetterForm(PlainForm):
    """Whether the name is printed; asked only where the consent covers it."""

    with_identity = forms.BooleanField(
        label=_("Cantumkan nama, alamat, dan kontak korban"),
        required=False,
        help_text=_("Tanpa centang, surat hanya memuat kode korban. Pembukaan identitas tercatat."),
    )

    def __init__(self, *args: Any, may_name: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_name:
            del self.fields["with_identity"]


class ExportForm(PlainForm):
    """What the copy is for, and whether it says who the victim is."""

    purpose = forms.ChoiceField(
        label=_("Keperluan"), error_messages={"required": _("Pilih keperluan dari daftar.")}
    )
    with_identity = forms.BooleanField(
        label=_("Sertakan identitas korban"),
        required=False,
        help_text=_(
            "Hanya bila keperluannya tidak dapat dipenuhi dengan kode. Pembukaan identitas tercatat."
        ),
    )

    def __init__(self, *args: Any, purposes: list[tuple[str, str]], may_open: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = [("", _("Pilih keperluan")), *purposes]  # type: ignore[attr-defined]
        if not may_open:
            del self.fields["with_identity"]
