"""How much of the region sosialisasi reached, area by area."""

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

NUMBER = {"td": {"class": "number"}, "th": {"class": "number"}}


class CoverageTable(tables.Table):
    """One line an area, in the order of their codes; the last line of all is their sum. A file tells more."""

    area = tables.Column(verbose_name=_("Wilayah"), orderable=False)
    units = tables.Column(verbose_name=_("Desa/kelurahan"), attrs=NUMBER, orderable=False)
    reached = tables.Column(verbose_name=_("Terjangkau"), attrs=NUMBER, orderable=False)
    planned = tables.Column(verbose_name=_("Direncanakan"), attrs=NUMBER, orderable=False)
    events = tables.Column(verbose_name=_("Kegiatan"), attrs=NUMBER, orderable=False)
    coming = tables.Column(verbose_name=_("Kegiatan direncanakan"), visible=False)
    men = tables.Column(verbose_name=_("Laki-laki"), attrs=NUMBER, orderable=False)
    women = tables.Column(verbose_name=_("Perempuan"), attrs=NUMBER, orderable=False)
    people = tables.Column(verbose_name=_("Peserta"), visible=False)
    uncounted = tables.Column(verbose_name=_("Tanpa hitungan"), attrs=NUMBER, orderable=False)

    class Meta:
        attrs = {"caption": _("Cakupan sosialisasi menurut wilayah")}
        empty_text = ""
