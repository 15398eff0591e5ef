"""Input of the yearly evaluation of cases."""

from django import forms
from django.utils.translation import gettext_lazy

from gugus.core.views import PlainForm


class RemarkForm(PlainForm):
    """General words on the year; they are printed and leave the task force."""

    remarks = forms.CharField(
        label=gettext_lazy("Catatan"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 8}),
        help_text=gettext_lazy(
            "Apa yang berjalan dan apa yang terhambat dalam penanganan, contoh “Rujukan malam hari terlambat "
            "karena belum ada piket”. Jangan menulis tentang seseorang atau satu kasus, dan jangan menyebut "
            "jumlah: naskahnya keluar."
        ),
    )
    conclusions = forms.CharField(
        label=gettext_lazy("Kesimpulan"),
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 6}),
        help_text=gettext_lazy(
            "Apa yang diubah tahun depan dan oleh siapa. Pisahkan alinea dengan satu baris kosong."
        ),
    )
