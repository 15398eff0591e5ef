"""Deciding what may be public."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from gugus.core import audit
from gugus.core.services import kept, put
from gugus.publication.enums import Section
from gugus.publication.models import PublicationSettings
from gugus.publication.rules import check_manage
from gugus.publication.selectors.settings import settings_for
from members.models import TaskForce


@transaction.atomic
def settings_update(*, by: Any, **values: Any) -> PublicationSettings:
    """Keep the settings of the task force the person acts in; what is not given stays.

    Raises Denied, and ValidationError beside the field: an address another uses, no contact while on.
    """
    check_manage(by)
    TaskForce.objects.select_for_update().get(pk=by.authority.task_force_id)
    row = settings_for(by)
    changed = put(row, values)
    if set(row.sections) - set(Section.values):
        raise ValidationError({"sections": _("Pilih bagian dari daftar.")})
    if row.enabled and not row.contact:
        raise ValidationError({"contact": _("Isi kontak sebelum menyalakan halaman publik.")})
    if changed or row.pk is None:
        kept(row)
        audit.record(
            by=by,
            action="publication.settings_update",
            obj=row,
            fields=changed,
            enabled=row.enabled,
            sections=row.sections,
        )
    return row
