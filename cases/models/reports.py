"""The data subject's report: what was held back from it, and why."""

from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.cases import OfCaseQuerySet
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

    class AccessReportQuerySet(OfCaseQuerySet):
        def _visible_to(self, user: Any) -> Self:
            """The owner's handlers, who answer the data subject."""
            return super()._visible_to(user).filter(case__owner__in=user.authority.group_ids)

    objects = AccessReportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(OfCase.Meta):
        verbose_name = _("laporan akses data pribadi")
