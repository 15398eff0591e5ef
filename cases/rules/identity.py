"""Who reads and writes identity, shelter and files of a case, and what a NIK must look like."""

import re
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from lokal import parse_nik

from cases.enums import IDENTITY, SHELTER, MatchStatus
from cases.models import Attachment, Case, PossibleMatch
from cases.rules.cases import check_handle
from gugus.core.permissions import Denied

GAPS = re.compile(r"[\s.\-]")
OLDEST_BIRTH = date(1900, 1, 1)


def may(user: Any, case: Case, right: str) -> bool:
    """Whether one of the person's groups holds a right on a case now, and they are not recused."""
    return Case.objects.allowed_to(user, right).filter(pk=case.pk).exists()


def check_identity_read(user: Any, case: Case) -> None:
    """Identity opens by ownership, by consent and service together, or by break-glass."""
    if not may(user, case, IDENTITY):
        raise Denied(
            _("Identitas korban tidak termasuk yang dibuka untuk instansi Anda oleh persetujuan dan layanan.")
        )


def check_identity_edit(user: Any, case: Case) -> None:
    """Raises Denied unless the person both reads the identity and handles the case, which is open."""
    check_identity_read(user, case)
    check_handle(user, case)


def check_shelter_read(user: Any, case: Case) -> None:
    """The address of a shelter is its own right: whoever knows it can find the victim."""
    if not may(user, case, SHELTER):
        raise Denied(
            _("Tempat aman tidak termasuk yang dibuka untuk instansi Anda oleh persetujuan dan layanan.")
        )


def check_shelter_edit(user: Any, case: Case) -> None:
    check_shelter_read(user, case)
    check_handle(user, case)


def check_attachment_change(user: Any, attachment: Attachment) -> None:
    """Only the desk that attached a file shares it or takes it away."""
    check_handle(user, attachment.case)
    if attachment.group_id not in user.authority.group_ids:
        raise Denied(_("Lampiran hanya dapat diubah oleh instansi yang mengunggahnya."))


def check_matches_read(user: Any) -> None:
    """Possible matches are the koordinator kasus's alone."""
    if not user.authority.coordinates:
        raise Denied(_("Halaman ini hanya untuk koordinator kasus."))


def check_match_decide(user: Any, match: PossibleMatch) -> None:
    check_matches_read(user)


def check_overreads_read(user: Any) -> None:
    """Who opened more identities in a day than the budget is read by those who supervise handlers."""
    if not (user.authority.coordinates or user.authority.has_role("pengawas")):
        raise Denied(_("Halaman ini hanya untuk pengawas dan koordinator kasus."))


def check_match_status(status: str) -> None:
    """Raises ValidationError beside `status` for an unknown word."""
    if status not in MatchStatus.values:
        raise ValidationError({"status": _("Pilih hasil pemeriksaan.")})


def clean_nik(typed: str) -> str:
    """The sixteen digits of a NIK, however spaced; "" stays "". Raises ValidationError beside `nik`.

    The structure alone is checked (region, date of birth, serial): whether it is registered, only Dukcapil
    knows.
    """
    digits = GAPS.sub("", typed)
    if not digits:
        return ""
    if not (digits.isascii() and digits.isdigit() and len(digits) == 16):
        raise ValidationError(
            {
                "nik": _("NIK terdiri atas 16 angka; yang diketik %(n)s. Contoh 3571015708010001.")
                % {"n": len(digits)}
            }
        )
    faults = parse_nik(digits).errors
    if faults:
        raise ValidationError(
            {
                "nik": _("%(fault)s Cocokkan lagi dengan KTP atau KK; kosongkan bila belum pasti.")
                % {"fault": faults[0].message}
            }
        )
    return digits


def check_birth_date(day: date | None, today: date) -> None:
    """Raises ValidationError beside `birth_date` for a day that cannot be one."""
    if day is not None and not OLDEST_BIRTH <= day <= today:
        raise ValidationError(
            {"birth_date": _("Tanggal lahir tidak mungkin setelah hari ini atau sebelum tahun 1900.")}
        )
