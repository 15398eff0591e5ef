"""Text, grounds, seats and the life of an SK."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.accounts.models import User
from gugus.core.forms import DateBoxesField, UploadField
from gugus.core.views import PlainForm
from members import selectors
from members.enums import Certainty
from members.forms.people import PersonField
from members.models import Agency, LegalBasis, Position, SubTaskForce

BLANK_LINE = re.compile(r"\n\s*\n")


class ParagraphsField(forms.CharField):
    """Paragraphs divided by an empty line; each becomes a letter or dictum of its own."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea({"rows": 10}), "required": False, **kwargs})

    def to_python(self, value: Any) -> Any:
        text = (value or "").replace("\r\n", "\n")
        return [" ".join(part.split()) for part in BLANK_LINE.split(text) if part.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n\n".join(value) if isinstance(value, list) else value


class DecreeTextForm(PlainForm):
    """The words of an SK; letters and KESATU, KEDUA are numbered by the portal."""

    title = forms.CharField(
        label=_("Tentang"), max_length=300, help_text=_("Contoh Pembentukan Gugus Tugas …, tanpa titik.")
    )
    considerations = ParagraphsField(
        label=_("Menimbang"),
        help_text=_(
            "Pisahkan tiap pertimbangan dengan satu baris kosong. Pertimbangan penutup ditambah otomatis."
        ),
    )
    regards = ParagraphsField(
        label=_("Memperhatikan"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Boleh kosong. Pisahkan dengan satu baris kosong."),
    )
    dictums = ParagraphsField(
        label=_("Diktum"),
        widget=forms.Textarea({"rows": 16}),
        help_text=_("Pisahkan dengan satu baris kosong; KESATU, KEDUA, dan seterusnya diberi otomatis."),
    )
    copies = ParagraphsField(
        label=_("Tembusan"),
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Pisahkan tiap penerima dengan satu baris kosong."),
    )
    signer_office = forms.CharField(
        label=_("Jabatan penanda tangan"), max_length=120, help_text=_("Contoh Wali Kota Kediri.")
    )
    signed_place = forms.CharField(label=_("Tempat penetapan"), max_length=60, help_text=_("Contoh Kediri."))


class GroundField(forms.ModelMultipleChoiceField):
    """Legal instruments with their doubt said in words."""

    def label_from_instance(self, obj: Any) -> str:
        doubt = _(" [perlu diperiksa]") if obj.certainty == Certainty.UNSURE else ""
        return f"{obj.citation}{doubt}"


class GroundsForm(PlainForm):
    """What Mengingat cites."""

    grounds = GroundField(
        LegalBasis.objects.none(),
        label=_("Dasar hukum"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Urutan dalam naskah mengikuti jenjang lalu tahun, bukan menurut urutan Anda memilih."),
    )

    def __init__(self, *args: Any, decree: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["grounds"].queryset = selectors.legal_basis_choices(self.user, decree)


class SeatForm(PlainForm):
    """One jabatan of the lampiran."""

    title = forms.CharField(
        label=_("Jabatan dalam dinas"),
        max_length=160,
        help_text=_("Jabatan, bukan nama orang, contoh Kepala Dinas Sosial Kota Kediri."),
    )
    agency = forms.ModelChoiceField(
        Agency.objects.none(), label=_("Instansi"), required=False, empty_label=_("tanpa instansi")
    )
    position = forms.ModelChoiceField(
        Position.objects.none(), label=_("Kedudukan dalam tim"), empty_label=_("Pilih kedudukan")
    )
    sub_task_force = forms.ModelChoiceField(
        SubTaskForce.objects.none(),
        label=_("Sub-gugus tugas"),
        required=False,
        empty_label=_("pimpinan, di luar sub-gugus tugas"),
    )
    is_head = forms.BooleanField(
        label=_("Kursi kepala instansi"),
        required=False,
        help_text=_("Pejabat kursi ini ikut mengukuhkan penangan kasus instansinya."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, rows in (
            ("agency", selectors.agency_list(self.user)),
            ("position", selectors.position_list(self.user)),
            ("sub_task_force", selectors.sub_task_force_list(self.user)),
        ):
            self.fields[name].queryset = rows  # type: ignore[attr-defined]


class HolderForm(PlainForm):
    """Who holds a seat from a day on."""

    name = forms.CharField(
        label=_("Nama pejabat"),
        max_length=120,
        help_text=_("Dengan gelar bila perlu, contoh Budi Contoh, S.H."),
    )
    valid_from = DateBoxesField(label=_("Menjabat sejak"))
    user = PersonField(
        User.objects.none(),
        label=_("Akun di portal"),
        required=False,
        empty_label=_("tidak punya akun"),
        help_text=_("Akun ini baru berlaku setelah dikukuhkan orang kedua."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["user"].queryset = selectors.people_to_appoint(self.user)  # type: ignore[attr-defined]


class HolderEndForm(PlainForm):
    valid_until = DateBoxesField(label=_("Hari terakhir menjabat"))


class ReviewForm(PlainForm):
    """Bagian Hukum's finding."""

    officer = forms.CharField(label=_("Petugas Bagian Hukum"), max_length=120)
    reviewed_on = DateBoxesField(label=_("Tanggal telaah"))
    approved = forms.TypedChoiceField(
        label=_("Hasil"),
        choices=[("ya", _("Disetujui")), ("tidak", _("Dikembalikan untuk diperbaiki"))],
        widget=forms.RadioSelect,
        coerce=lambda value: value == "ya",
        empty_value=None,
    )
    note = forms.CharField(label=_("Catatan"), required=False, widget=forms.Textarea({"rows": 4}))
    scan = UploadField(
        label=_("Pindaian lembar telaah"), accept=(".pdf", ".jpg", ".png"), max_mb=10, required=False
    )


class SignForm(PlainForm):
    """What Bagian Hukum's register says of a signed SK."""

    number = forms.CharField(
        label=_("Nomor"),
        max_length=60,
        help_text=_("Seperti di register Bagian Hukum, contoh 188.45/123/419.033/2026."),
    )
    signed_on = DateBoxesField(label=_("Tanggal ditetapkan"))
    valid_from = DateBoxesField(label=_("Berlaku sejak"))
    valid_until = DateBoxesField(
        label=_("Berlaku sampai"), required=False, help_text=_("Kosongkan bila tidak dibatasi.")
    )
    signer_office = forms.CharField(label=_("Jabatan penanda tangan"), max_length=120)
    signer_name = forms.CharField(
        label=_("Nama penanda tangan"), max_length=120, help_text=_("Tanpa gelar, pangkat, dan NIP.")
    )


class RevokeForm(PlainForm):
    revoked_on = DateBoxesField(
        label=_("Tidak berlaku sejak"), help_text=_("Hari pertama SK ini tidak berlaku lagi.")
    )
    reason = forms.CharField(label=_("Alasan"), max_length=300, widget=forms.Textarea({"rows": 3}))


class SignedUploadForm(PlainForm):
    upload = UploadField(
        label=_("Berkas bertanda tangan"),
        accept=(".pdf",),
        max_mb=20,
        help_text=_("Hasil pindai atau PDF bertanda tangan elektronik. Tanda tangannya diperiksa."),
    )
