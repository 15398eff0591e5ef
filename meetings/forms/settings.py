"""Input for the rules of meetings and their types."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DaysField
from gugus.core.views import PlainForm


class RulesForm(PlainForm):
    quorum_percent = forms.IntegerField(
        label=_("Kuorum (%)"),
        min_value=1,
        max_value=100,
        localize=False,
        help_text=_("Bagian kursi yang diundang yang harus hadir atau diwakili. Lazimnya 50."),
    )
    code_minutes = forms.IntegerField(
        label=_("Umur kode kehadiran (menit)"),
        min_value=1,
        max_value=120,
        localize=False,
        help_text=_("Kode di dinding berganti setelah waktu ini, sehingga foto lama tidak berlaku."),
    )
    agreement_days = forms.IntegerField(
        label=_("Masa persetujuan notula (hari)"), min_value=1, max_value=30, localize=False
    )
    before = DaysField(
        label=_("Tindak lanjut diingatkan berapa hari sebelum batas"),
        required=False,
        help_text=_("Pisahkan dengan koma; 0 berarti pada hari batasnya. Contoh 7, 1."),
    )
    after = DaysField(
        label=_("Tindak lanjut diingatkan berapa hari sesudah batas"),
        required=False,
        help_text=_("Sesudah batas, kepala instansi dan sekretariat ikut diberi tahu. Contoh 1, 7."),
    )
    number_unit = forms.CharField(label=_("Kode unit dalam nomor surat"), max_length=30)
    number_pattern = forms.CharField(
        label=_("Pola nomor surat"),
        max_length=60,
        help_text=_(
            "Memuat {urut}; boleh memakai {unit}, {tahun}, dan {bulan}. Contoh 400.2/{urut}/{unit}/{tahun}"
        ),
    )

    def clean_before(self) -> list[int]:
        return self._whole("before", 0)

    def clean_after(self) -> list[int]:
        return self._whole("after", 1)

    def _whole(self, name: str, least: int) -> list[int]:
        days: list[int] = self.cleaned_data[name]
        if any(not least <= day <= 365 for day in days):
            raise ValidationError(_("Isi angka %(least)s sampai 365.") % {"least": least})
        return days


class TypeForm(PlainForm):
    name = forms.CharField(
        label=_("Nama jenis kegiatan"), max_length=80, help_text=_("Contoh Rapat kerja triwulan")
    )


class TypeAddForm(TypeForm):
    is_outreach = forms.BooleanField(
        label=_("Kegiatan sosialisasi"),
        required=False,
        help_text=_("Tempat dan jumlah pesertanya dicatat dan masuk cakupan wilayah."),
    )


class TypeUpdateForm(TypeForm):
    is_active = forms.BooleanField(
        label=_("Dipakai untuk rapat baru"),
        required=False,
        help_text=_("Bila tidak dicentang, rapat lama tetap memilikinya."),
    )
