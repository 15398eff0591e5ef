"""Input for a region's own terms."""

from django import forms
from django.utils.translation import gettext_lazy

from cases.enums import TermKind
from gugus.core.views import PlainForm


class TermForm(PlainForm):
    """A term the region adds to one vocabulary."""

    kind = forms.ChoiceField(label=gettext_lazy("Kosakata"), choices=TermKind.choices)
    label = forms.CharField(
        label=gettext_lazy("Istilah"),
        max_length=160,
        help_text=gettext_lazy("Seperti akan tampil pada pilihan. Contoh: Diantar pendamping desa."),
    )
    htcds = forms.CharField(
        label=gettext_lazy("Padanan HTCDS, bila ada"),
        max_length=120,
        required=False,
        help_text=gettext_lazy("Istilah Human Trafficking Case Data Standard, agar data dapat dibandingkan."),
    )
