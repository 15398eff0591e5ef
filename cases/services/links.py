"""Cases that belong together, for those who handle both."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from cases.models import Case, CaseLink
from cases.rules.cases import check_handle, check_handles
from cases.rules.records import check_link_remove
from cases.selectors.cases import case_by_code
from cases.services import trail
from gugus.core.services import kept


def case_find(*, code: str, by: Any) -> Case:
    """The case of a typed register code, the search recorded whatever it finds.

    Raises ValidationError, the same for an unknown code and one that may not be seen.
    """
    found = case_by_code(by, code)
    if found is None:
        trail.denied(by=by, action="cases.case_find", label=code.strip().upper()[:12])
        raise ValidationError({"code": _("Tidak ada kasus dengan kode ini yang dapat Anda buka.")})
    trail.record(by=by, action="cases.case_find", case=found)
    return found


@transaction.atomic
def link_add(*, case: Case, code: str, by: Any, note: str = "") -> CaseLink:
    """Link a case with another one handled by the same person, named by its typed register code.

    Raises Denied, and ValidationError as `case_find`.
    """
    check_handle(by, case)
    other = case_find(code=code, by=by)
    if other.pk == case.pk:
        raise ValidationError({"code": _("Ini kode kasus ini sendiri. Isi kode kasus yang lain.")})
    check_handles(by, other)
    first, second = sorted((case, other), key=lambda row: row.pk)
    if CaseLink.objects.filter(first=first, second=second).exists():
        raise ValidationError({"code": _("Kedua kasus ini sudah dikaitkan.")})
    row = kept(CaseLink(first=first, second=second, note=note, made_by=by))
    for one, another in ((case, other), (other, case)):
        trail.record(by=by, action="cases.link_add", case=one, other=another.code)
    return row


@transaction.atomic
def link_remove(*, link: CaseLink, by: Any) -> None:
    """Take a link away. Raises Denied."""
    check_link_remove(by, link)
    for one, another in ((link.first, link.second), (link.second, link.first)):
        trail.record(by=by, action="cases.link_remove", case=one, other=another.code)
    link.delete()
