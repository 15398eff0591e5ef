"""How much of the region sosialisasi reached, area by area."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class CoverageTable(tables.Table):
    """One line an area, in the order of their codes; the last line of all is their sum."""

    area = tables.Column(verbose_name=_("Wilayah"), orderable=False)
    units = tables.Column(verbose_name=_("Desa dan kelurahan"), attrs=NUMBER)
    reached = tables.Column(verbose_name=_("Terjangkau"), attrs=NUMBER)
    planned = tables.Column(verbose_name=_("Baru direncanakan"), attrs=NUMBER)
    events = tables.Column(verbose_name=_("Kegiatan terlaksana"), attrs=NUMBER)
    coming = tables.Column(verbose_name=_("Kegiatan direncanakan"), attrs=NUMBER)
    men = tables.Column(verbose_name=_("Peserta laki-laki"), attrs=NUMBER)
    women = tables.Column(verbose_name=_("Peserta perempuan"), attrs=NUMBER)
    people = tables.Column(verbose_name=_("Peserta"), attrs=NUMBER)
    uncounted = tables.Column(verbose_name=_("Tanpa hitungan peserta"), attrs=NUMBER)

    class Meta:
        attrs = {"caption": _("Cakupan sosialisasi menurut wilayah")}
        empty_text = ""
