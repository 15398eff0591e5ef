"""A region's own terms beside the shipped ones; what was chosen once stays readable."""

from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cases.models import Term
from cases.rules.settings import check_settings_manage
from gugus.core import audit
from gugus.core.services import kept


@transaction.atomic
def term_add(*, kind: str, label: str, by: Any, htcds: str = "") -> Term:
    """Add a term to one vocabulary of the actor's task force, from today.

    Raises ValidationError when the vocabulary has the same words already.
    """
    check_settings_manage(by)
    rows = Term.objects.visible_to(by).filter(kind=kind)
    code = slugify(label).replace("-", "_")[:40]
    today = by.authority.today
    if rows.on(today).filter(label__iexact=label).exists() or not code or rows.filter(code=code).exists():
        raise ValidationError({"label": _("Kosakata ini sudah punya istilah itu. Tulis istilah yang lain.")})
    term = Term(
        task_force_id=by.authority.task_force_id,
        kind=kind,
        code=code,
        label=label,
        htcds=htcds,
        order=rows.count() + 1,
        valid_from=today,
    )
    kept(term)
    audit.record(by=by, action="cases.term_add", label=label, kind=kind)
    return term


@transaction.atomic
def term_end(*, term: Term, by: Any) -> Term:
    """Take one of the region's own terms out of the choices from tomorrow; cases that carry it keep it."""
    check_settings_manage(by)
    if term.task_force_id is None:
        raise ValidationError(_("Istilah bawaan tidak dapat diakhiri."))
    term.valid_until = max(by.authority.today - timedelta(days=1), term.valid_from or by.authority.today)
    kept(term)
    audit.record(by=by, action="cases.term_end", label=term.label, kind=term.kind)
    return term
