"""Services, needs, notes and links: who may change which."""

from typing import Any

from django.utils.translation import gettext as _

from cases.enums import HANDLE
from cases.models import CaseLink, ServiceNeed, ServiceRecord
from cases.rules.cases import check_handle, rights_of
from gugus.core.permissions import Denied


def check_need_change(user: Any, need: ServiceNeed) -> None:
    check_handle(user, need.case)
    if need.met_at is not None:
        raise Denied(_("Kebutuhan ini sudah ditandai terpenuhi."))


def check_record_change(user: Any, record: ServiceRecord) -> None:
    """A service is corrected by the agency that gave it, while it still handles the case."""
    if record.group_id not in user.authority.group_ids:
        raise Denied(_("Layanan ini dicatat oleh instansi lain; hanya instansi itu yang dapat mengubahnya."))
    check_handle(user, record.case)


def check_link_remove(user: Any, link: CaseLink) -> None:
    """Whoever handles both cases, closed ones too: a link changes neither."""
    for case in (link.first, link.second):
        if HANDLE not in rights_of(user, case):
            raise Denied(_("Kaitan dilepas oleh penangan yang menangani kedua kasus."))
