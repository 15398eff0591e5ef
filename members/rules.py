"""Who may do what with the task force's structure, and when; each refusal says why.

The rule that matters most: nobody alone gives anybody rights over cases. A penangan is proposed by one person
and confirmed by a second, and one of the two is the agency's head seat or one of its acting penangan. What
that would be worth nothing without also needs two: the account of a seat's holder, and every sekretariat or
admin after the first (docs: tests/members/test_two_people.py walks the ways around it).
"""

from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext as _

from gugus.core.permissions import Denied
from gugus.core.workflow import check_transition
from members.enums import (
    APPOINTMENT_TRANSITIONS,
    DECREE_TRANSITIONS,
    GIVES_AUTHORITY,
    AppointmentStatus,
    DecreeStatus,
    Role,
)
from members.models import (
    Agency,
    Appointment,
    Decree,
    DecreeDocument,
    LegalBasis,
    Seat,
    SeatHolder,
    Sop,
    TaskForce,
)

if TYPE_CHECKING:
    from gugus.accounts.models import User

# Roles whose holders could help each other to case rights if one person could make both.
TRUSTED_ROLES = frozenset({Role.SECRETARIAT, Role.ADMIN})


def check_secretariat(user: "User") -> None:
    """The secretariat keeps the structure (design.md "Who may see what")."""
    if not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(_("Hanya sekretariat gugus tugas yang dapat melakukan ini."))


def check_manage(user: "User", obj: "TaskForce | Decree | Appointment | SeatHolder | object") -> None:
    """Sekretariat, on a thing of the task force it now acts in."""
    check_secretariat(user)
    here = obj.pk if isinstance(obj, TaskForce) else getattr(obj, "task_force_id", None)
    if here != user.authority.task_force_id:
        raise Denied(_("Data ini milik gugus tugas lain. Pilih gugus tugas itu di kepala halaman."))


def check_agency_edit(user: "User", agency: Agency) -> None:
    """Sekretariat, for agencies that work with its task force."""
    check_secretariat(user)
    if not agency.task_forces.filter(pk__in=[user.authority.task_force_id]).exists():
        raise Denied(_("Instansi ini bukan anggota gugus tugas Anda."))


def check_library_edit(user: "User", entry: LegalBasis | Sop) -> None:
    """A correction starts from the newest version, so that the chain of versions never forks.

    What every task force reads may be corrected by each, for itself; another's own entry may not.
    """
    check_secretariat(user)
    if entry.task_force_id is not None:
        check_manage(user, entry)
    here = user.authority.task_force_id
    if not type(entry).objects.filter(pk=entry.pk).current(here).exists():
        raise Denied(_("Sudah ada versi yang lebih baru. Ubah versi itu."))


# --- SK ---------------------------------------------------------------------------------------------------


def check_decree_edit(user: "User", decree: Decree) -> None:
    """Text, grounds and seats change in a draft only: what was reviewed is what is signed."""
    check_manage(user, decree)
    if decree.status != DecreeStatus.DRAFT:
        raise Denied(
            _("Naskah hanya dapat diubah selama berstatus draf; status sekarang: %(state)s.")
            % {"state": decree.get_status_display()}
        )


def _check_move(user: "User", decree: Decree, name: str) -> None:
    check_manage(user, decree)
    check_transition(decree, DECREE_TRANSITIONS, name)


def check_decree_submit(user: "User", decree: Decree) -> None:
    """A draft with seats and dictums goes to Bagian Hukum."""
    _check_move(user, decree, "submit")
    if not decree.seats.exists():
        raise Denied(_("Lampiran masih kosong. Buat kursi dahulu."))


def check_decree_review(user: "User", decree: Decree) -> None:
    """Bagian Hukum's own account, or the secretariat recording its officer, date and note."""
    mine = user.authority
    if mine.task_force_id != decree.task_force_id or not mine.has_role(Role.LEGAL, Role.SECRETARIAT):
        raise Denied(_("Telaah dicatat oleh Bagian Hukum atau sekretariat."))
    if decree.status != DecreeStatus.REVIEW:
        raise Denied(_("SK ini tidak sedang ditelaah."))


def check_decree_return(user: "User", decree: Decree) -> None:
    check_decree_review(user, decree)


def check_decree_sign(user: "User", decree: Decree) -> None:
    """The signature of the head of the region is recorded after an approving review."""
    _check_move(user, decree, "sign")
    review = decree.reviews.order_by("-created_at").first()
    stale = review and decree.submitted_at and review.created_at < decree.submitted_at
    if review is None or not review.approved or stale:
        raise Denied(_("Belum ada telaah Bagian Hukum yang menyetujui naskah ini."))


def check_decree_enforce(user: "User", decree: Decree) -> None:
    _check_move(user, decree, "enforce")


def check_decree_revoke(user: "User", decree: Decree) -> None:
    _check_move(user, decree, "revoke")


def check_decree_amend(user: "User", decree: Decree) -> None:
    """Only what is in force can be amended."""
    check_manage(user, decree)
    if decree.status != DecreeStatus.IN_FORCE:
        raise Denied(_("Hanya SK yang berlaku yang dapat diubah dengan SK perubahan."))


def check_decree_copy(user: "User", decree: Decree) -> None:
    """A new period starts from any SK that once gave authority."""
    check_manage(user, decree)
    if decree.status not in GIVES_AUTHORITY:
        raise Denied(_("Yang dapat disalin ke masa baru hanya SK yang pernah berlaku."))


def check_decree_delete(user: "User", decree: Decree) -> None:
    """A draft nobody has made a document of may be thrown away."""
    check_decree_edit(user, decree)
    if decree.documents.exists() or decree.reviews.exists():
        raise Denied(_("Draf ini sudah punya dokumen atau telaah, jadi tetap disimpan."))


def check_decree_render(user: "User", decree: Decree) -> None:
    check_manage(user, decree)


def check_signed_file(user: "User", document: DecreeDocument) -> None:
    check_manage(user, document)


# --- seats and who holds them -----------------------------------------------------------------------------


def check_holder_set(user: "User", seat: Seat) -> None:
    check_manage(user, seat.decree)


def check_holder_confirm(user: "User", holder: SeatHolder) -> None:
    """The account behind a seat is confirmed by another sekretariat or admin than the one who named it."""
    mine = user.authority
    if mine.task_force_id != holder.task_force_id or not mine.has_role(*TRUSTED_ROLES):
        raise Denied(_("Akun pejabat dikukuhkan oleh sekretariat atau admin."))
    if holder.user_id is None or holder.confirmed_by_id:
        raise Denied(_("Tidak ada akun yang menunggu pengukuhan pada kursi ini."))
    if user.pk in (holder.set_by_id, holder.user_id):
        raise Denied(_("Pengukuhan dilakukan oleh orang kedua, bukan oleh yang mencatat atau pejabatnya."))


def is_head(user: "User", agency: Agency, task_force_id: UUID | None) -> bool:
    """Whether `user` sits today in the head seat of `agency` or of the agency it is a unit of.

    The account must have been confirmed by a second person. The seat counts in the SK in force; while none
    is, in the last one that was, so that handlers can be renewed between two SK.
    """
    offices = [pk for pk in (agency.pk, agency.parent_id) if pk]
    return Seat.objects.headed_by(user, task_force_id).filter(agency__in=offices).exists()


def handles_for(user: "User", agency: Agency, task_force_id: UUID | None) -> bool:
    """Whether `user` is an acting penangan of exactly this agency today."""
    acting = Appointment.objects.in_force().filter(
        user=user, agency=agency, task_force=task_force_id, role=Role.HANDLER
    )
    return acting.exists()


def vouches(user: "User", agency: Agency, task_force_id: UUID | None) -> bool:
    """Whether `user` may stand for an agency when its penangan are named."""
    return is_head(user, agency, task_force_id) or handles_for(user, agency, task_force_id)


# --- appointments -----------------------------------------------------------------------------------------


def needs_second(role: str, task_force_id: UUID | None, by: "User") -> bool:
    """Whether an appointment to `role` waits for a second person.

    Handlers always; sekretariat and admin except for the very first besides the founder. The exception asks
    who *ever* held such a role: else somebody could end the others' appointments and then be "alone".
    """
    if role == Role.HANDLER:
        return True
    if role not in TRUSTED_ROLES:
        return False
    ever = Appointment.objects.filter(task_force=task_force_id, role__in=TRUSTED_ROLES).exclude(
        status__in=[AppointmentStatus.PROPOSED, AppointmentStatus.REJECTED]
    )
    return ever.exclude(user=by).exists()


def check_appointment_propose(
    user: "User", *, person: "User | None", role: str, agency: Agency | None
) -> None:
    """Who may name whom for what; nobody names themselves."""
    if person is not None and person.pk == user.pk:
        raise Denied(_("Anda tidak dapat menetapkan diri sendiri. Minta orang lain mengusulkan."))
    mine = user.authority
    if mine.has_role(Role.SECRETARIAT) or (role in TRUSTED_ROLES and mine.has_role(Role.ADMIN)):
        return
    if role == Role.HANDLER and agency is not None and vouches(user, agency, mine.task_force_id):
        return
    raise Denied(
        _(
            "Penetapan diusulkan oleh sekretariat; penangan juga oleh kepala instansi "
            "atau penangan yang aktif."
        )
    )


def check_appointment_start(user: "User") -> None:
    """Whether the page for a new appointment is of use to this person at all."""
    mine = user.authority
    if mine.has_role(Role.SECRETARIAT, Role.ADMIN, Role.HANDLER) or heads_of(user):
        return
    raise Denied(_("Penetapan diusulkan oleh sekretariat, admin, kepala instansi, atau penangan yang aktif."))


def heads_of(user: "User") -> list[UUID]:
    """Agencies whose head seat the person holds today, as `is_head` says, without their units."""
    seats = Seat.objects.headed_by(user, user.authority.task_force_id).filter(agency__isnull=False)
    return list(seats.values_list("agency_id", flat=True))


def check_appointment_confirm(user: "User", appointment: Appointment) -> None:
    """The second person's yes, to a proposal or to the return of a suspended handler."""
    waiting = appointment.status == AppointmentStatus.PROPOSED or (
        appointment.status == AppointmentStatus.SUSPENDED and appointment.decided_at is None
    )
    if not waiting:
        raise Denied(_("Tidak ada usulan yang menunggu pengukuhan."))
    _check_second_person(user, appointment)


def _check_second_person(user: "User", appointment: Appointment) -> None:
    if user.authority.task_force_id != appointment.task_force_id:
        raise Denied(_("Penetapan ini milik gugus tugas lain."))
    if user.pk in (appointment.proposed_by_id, appointment.user_id):
        raise Denied(_("Pengukuhan dilakukan oleh orang kedua: bukan pengusul dan bukan yang ditetapkan."))
    if appointment.role == Role.HANDLER:
        _check_handler_pair(user, appointment)
    elif not user.authority.has_role(*TRUSTED_ROLES):
        raise Denied(_("Penetapan ini dikukuhkan oleh sekretariat atau admin."))


def _check_handler_pair(user: "User", appointment: Appointment) -> None:
    """One of the two stands for the agency today; the other is that too, or the secretariat."""
    agency, here = appointment.agency, appointment.task_force_id
    if agency is None:
        raise Denied(_("Penangan selalu milik satu instansi."))
    own = vouches(user, agency, here)
    if not own and not user.authority.has_role(Role.SECRETARIAT):
        raise Denied(
            _(
                "Penangan dikukuhkan oleh kepala instansi, penangan yang aktif di instansi itu, "
                "atau sekretariat."
            )
        )
    if not own and not _proposer_vouches(appointment, agency):
        raise Denied(
            _(
                "Salah satu dari pengusul dan pengukuh harus kepala instansi itu atau penangannya "
                "yang aktif; sekretariat saja tidak cukup."
            )
        )


def _proposer_vouches(appointment: Appointment, agency: Agency) -> bool:
    from gugus.accounts.models import User

    proposer = User.objects.get(pk=appointment.proposed_by_id)
    proposer.acting_in(appointment.task_force_id)
    return proposer.is_active and vouches(proposer, agency, appointment.task_force_id)


def check_appointment_reject(user: "User", appointment: Appointment) -> None:
    """Whoever could say yes may say no; the proposer may withdraw."""
    check_transition(appointment, APPOINTMENT_TRANSITIONS, "reject")
    if user.pk != appointment.proposed_by_id:
        _check_keeper(user, appointment)


def check_appointment_end(user: "User", appointment: Appointment) -> None:
    check_transition(appointment, APPOINTMENT_TRANSITIONS, "end")
    _check_keeper(user, appointment)


def check_appointment_suspend(user: "User", appointment: Appointment) -> None:
    check_transition(appointment, APPOINTMENT_TRANSITIONS, "suspend")
    _check_keeper(user, appointment)


def _check_keeper(user: "User", appointment: Appointment) -> None:
    """Taking rights away needs one person: sekretariat, admin (of office roles), or the agency itself."""
    mine = user.authority
    if mine.task_force_id != appointment.task_force_id:
        raise Denied(_("Penetapan ini milik gugus tugas lain."))
    if mine.has_role(Role.SECRETARIAT) or (appointment.role in TRUSTED_ROLES and mine.has_role(Role.ADMIN)):
        return
    if appointment.agency is not None and vouches(user, appointment.agency, mine.task_force_id):
        return
    raise Denied(_("Penetapan ini diurus sekretariat atau kepala instansinya."))


def check_appointment_restore(user: "User", appointment: Appointment) -> None:
    """Asking for a suspended appointment back; a second person then confirms as for a new one."""
    check_transition(appointment, APPOINTMENT_TRANSITIONS, "restore")
    if appointment.decided_at is None:
        raise Denied(_("Pemulihan sudah diusulkan dan menunggu orang kedua."))
    if user.authority.task_force_id != appointment.task_force_id:
        raise Denied(_("Penetapan ini milik gugus tugas lain."))
    check_appointment_propose(user, person=appointment.user, role=appointment.role, agency=appointment.agency)


def check_task_force_edit(user: "User", task_force: TaskForce) -> None:
    check_manage(user, task_force)
