"""Input of the verification page and of the list of trusted issuers."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import UploadField
from gugus.core.views import PlainForm
from gugus.documents.codes import normalise_code
from gugus.documents.uploads import HashedUpload


class CodeForm(forms.Form):
    """The code as printed beside the QR; spaces, hyphens and letter case do not matter."""

    kode = forms.CharField(
        label=_("Kode verifikasi"),
        help_text=_("Delapan huruf dan angka di samping kode QR, contoh K7QX-94TR."),
        max_length=40,
    )

    def clean_kode(self) -> str:
        code = normalise_code(self.cleaned_data["kode"])
        if not code:
            raise ValidationError(
                _("Kode verifikasi terdiri atas delapan huruf atau angka, contoh K7QX-94TR.")
            )
        return code


class CompareForm(forms.Form):
    """A visitor's PDF; it arrives as a hash (`HashedUpload`) and is never kept."""

    berkas = forms.FileField(
        label=_("Berkas PDF Anda"),
        help_text=_("PDF sampai 20 MB. Berkas hanya dibandingkan, tidak disimpan."),
        widget=forms.ClearableFileInput(attrs={"accept": "application/pdf,.pdf"}),
    )

    def clean_berkas(self) -> HashedUpload:
        upload: HashedUpload = self.cleaned_data["berkas"]
        if upload.too_large:
            raise ValidationError(_("Berkas terlalu besar. Batasnya 20 MB."))
        if not upload.is_pdf:
            raise ValidationError(_("Berkas bukan PDF. Pilih berkas PDF, contoh keputusan.pdf."))
        return upload


class AnchorForm(PlainForm):
    """The certificate of an issuer of electronic signatures, got from the issuer itself."""

    name = forms.CharField(
        label=_("Nama penerbit"),
        max_length=200,
        help_text=_("Contoh: Balai Besar Sertifikasi Elektronik, BSSN"),
    )
    upload = UploadField(
        label=_("Berkas sertifikat penerbit"),
        accept=(".cer", ".crt", ".der", ".pem"),
        max_mb=1,
        help_text=_("Unduh dari laman resmi penerbit, lalu cocokkan sidik jarinya sebelum mengunggah."),
    )
