"""Agencies, settings and library entries."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField, UploadField
from gugus.core.views import PlainForm
from gugus.documents.images import ImageRefused, read_image
from members import selectors
from members.enums import AgencyKind, Certainty, LawLevel, Stage
from members.models import Agency


class LinesField(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"widget": forms.Textarea({"rows": 3}), **kwargs})

    def to_python(self, value: Any) -> Any:
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class AgencyForm(PlainForm):
    """One agency's facts."""

    short_name = forms.CharField(
        label=_("Nama singkat"),
        max_length=80,
        help_text=_("Seperti disebut sehari-hari, contoh Dinas Sosial."),
    )
    name = forms.CharField(
        label=_("Nama lengkap"), max_length=200, help_text=_("Contoh Dinas Sosial Kota Kediri.")
    )
    kind = forms.ChoiceField(label=_("Jenis"), choices=[("", _("Pilih jenis")), *AgencyKind.choices])
    parent = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Bagian dari"),
        required=False,
        empty_label=_("bukan unit instansi lain"),
        help_text=_("Untuk unit, contoh UPTD PPA di bawah DP3AP2KB."),
    )
    head_office = forms.CharField(
        label=_("Jabatan kepala"),
        max_length=120,
        required=False,
        help_text=_("Dipakai pada lampiran SK, contoh Kepala Dinas Sosial Kota Kediri."),
    )
    superior = forms.CharField(
        label=_("Induk di tingkat pusat atau daerah"),
        max_length=200,
        required=False,
        help_text=_("Contoh Pemerintah Kota Kediri atau Kepolisian Negara Republik Indonesia."),
    )
    field = forms.CharField(
        label=_("Bidang"), max_length=200, required=False, help_text=_("Contoh rehabilitasi sosial.")
    )
    usual_sub = forms.CharField(
        label=_("Sub-gugus tugas lazim"),
        max_length=200,
        required=False,
        help_text=_("Diawali angka Romawi, contoh III. Rehabilitasi Sosial."),
    )
    duties = forms.CharField(label=_("Peran dan tugas"), required=False, widget=forms.Textarea({"rows": 4}))
    aliases = LinesField(
        label=_("Sebutan lain"),
        required=False,
        help_text=_("Satu sebutan per baris, contoh Dinsos. Dipakai mencocokkan nama di berkas Excel."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offices = selectors.agency_list(self.user).filter(parent__isnull=True)
        self.fields["parent"].queryset = offices  # type: ignore[attr-defined]


class AgencyImportForm(PlainForm):
    """A list of agencies as a workbook or CSV."""

    upload = UploadField(
        label=_("Berkas daftar instansi"),
        accept=(".xlsx", ".csv"),
        max_mb=20,
        help_text=_("Baris pertama memuat judul kolom; yang wajib: instansi, nama_lengkap, jenis."),
    )


class SubTaskForceForm(PlainForm):
    number = forms.IntegerField(label=_("Nomor"), min_value=1, max_value=30, help_text=_("Contoh 3."))
    name = forms.CharField(label=_("Nama"), max_length=120, help_text=_("Contoh Rehabilitasi Kesehatan."))


class PositionForm(PlainForm):
    name = forms.CharField(label=_("Kedudukan"), max_length=80, help_text=_("Contoh Ketua Harian."))
    rank = forms.IntegerField(
        label=_("Urutan"),
        min_value=1,
        max_value=999,
        help_text=_("Angka yang lebih kecil ditempatkan lebih atas pada lampiran, contoh 30."),
    )
    in_sub = forms.BooleanField(label=_("Kedudukan ini berada di dalam sub-gugus tugas"), required=False)


class TaskForceForm(PlainForm):
    """How this region names itself on its papers."""

    name = forms.CharField(label=_("Nama gugus tugas"), max_length=200)
    short_name = forms.CharField(label=_("Nama singkat"), max_length=60)
    head_office = forms.CharField(
        label=_("Jabatan kepala daerah"), max_length=80, help_text=_("Contoh Wali Kota Kediri.")
    )
    province_line = forms.CharField(
        label=_("Baris provinsi"), max_length=80, required=False, help_text=_("Contoh Provinsi Jawa Timur.")
    )
    place = forms.CharField(label=_("Tempat penetapan"), max_length=60, help_text=_("Contoh Kediri."))
    secretariat_agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label=_("Instansi sekretariat"),
        required=False,
        empty_label=_("belum ditentukan"),
    )
    government = forms.CharField(
        label=_("Kop: pemerintah"),
        max_length=120,
        required=False,
        help_text=_("Contoh Pemerintah Kota Kediri."),
    )
    office = forms.CharField(label=_("Kop: perangkat daerah"), max_length=200, required=False)
    address = forms.CharField(label=_("Kop: alamat"), max_length=200, required=False)
    contact = forms.CharField(label=_("Kop: telepon, laman, pos-el"), max_length=200, required=False)
    paper_width = forms.IntegerField(
        label=_("Lebar kertas (mm)"), min_value=148, max_value=420, help_text=_("F4: 215.")
    )
    paper_height = forms.IntegerField(
        label=_("Tinggi kertas (mm)"), min_value=148, max_value=420, help_text=_("F4: 330.")
    )
    emblem = UploadField(
        label=_("Lambang negara untuk SK"),
        accept=(".png", ".jpg", ".jpeg", ".svg"),
        max_mb=1,
        required=False,
        help_text=_("Kosongkan bila tidak diganti."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["secretariat_agency"].queryset = selectors.agency_list(self.user)  # type: ignore[attr-defined]

    def clean_emblem(self) -> Any:
        """Judged by content: a picture that cannot be printed is refused here, not in the worker."""
        upload = self.cleaned_data["emblem"]
        if upload:
            try:
                read_image(upload.read(), alt="")
            except ImageRefused as refused:
                raise forms.ValidationError(str(refused)) from refused
            upload.seek(0)
        return upload


class LegalBasisForm(PlainForm):
    level = forms.TypedChoiceField(label=_("Jenjang"), choices=LawLevel.choices, coerce=int)
    kind = forms.CharField(label=_("Jenis"), max_length=80, help_text=_("Contoh Peraturan Presiden."))
    number = forms.CharField(label=_("Nomor"), max_length=40, help_text=_("Contoh 49."))
    year = forms.IntegerField(label=_("Tahun"), min_value=1945, max_value=2100, localize=False)
    title = forms.CharField(label=_("Tentang"), max_length=400, widget=forms.Textarea({"rows": 2}))
    gazette = forms.CharField(
        label=_("LN dan TLN"),
        max_length=300,
        required=False,
        help_text=_("Seperti dicetak di Mengingat, tanpa kurung."),
    )
    certainty = forms.ChoiceField(
        label=_("Kepastian"),
        choices=Certainty.choices,
        widget=forms.RadioSelect,
        help_text=_("Yang perlu diperiksa tidak dapat dicetak pada naskah final."),
    )
    note = forms.CharField(label=_("Catatan"), max_length=300, required=False)
    valid_from = DateBoxesField(label=_("Berlaku sejak"), required=False)
    valid_until = DateBoxesField(label=_("Berlaku sampai"), required=False)


class SopForm(PlainForm):
    code = forms.CharField(label=_("Kode"), max_length=40, help_text=_("Contoh SOP-06."))
    title = forms.CharField(label=_("Judul"), max_length=200)
    summary = forms.CharField(label=_("Ringkasan"), required=False, widget=forms.Textarea({"rows": 3}))
    steps = forms.CharField(
        label=_("Langkah"),
        required=False,
        widget=forms.Textarea({"rows": 8}),
        help_text=_("Satu langkah per baris."),
    )
    stage = forms.ChoiceField(
        label=_("Tahap penanganan kasus"),
        choices=[("", _("bukan SOP penanganan kasus")), *Stage.choices],
        required=False,
        help_text=_("Langkahnya menjadi daftar periksa pada kasus di tahap itu."),
    )
    in_force_from = DateBoxesField(label=_("Berlaku sejak"), required=False)
