"""The data subject's report: what was held back from it, and why."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.content import OfCase
from cases.models.papers import CaseDocument, CaseJob
from gugus.core.crypto import EncryptedTextField


class AccessReport(OfCase):
    """One answer to a data subject (UU 27/2022 Pasal 32): who processed their data, until it was asked for.

    `withheld` are people whose entries are left out because naming them would endanger somebody (Pasal 33),
    for the reason kept with it.
    """

    document = models.OneToOneField(CaseDocument, on_delete=models.CASCADE, related_name="access_report")
    withheld = ArrayField(models.UUIDField(), verbose_name=_("yang ditahan"), default=list, blank=True)
    withheld_reason = EncryptedTextField(_("alasan menahan"), max_length=1000, blank=True)

    job: CaseJob | None  # set by selectors.access_report

    class Meta(OfCase.Meta):
        verbose_name = _("laporan akses data pribadi")
