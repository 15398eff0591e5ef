"""Lists of the structure; `value_*` is what an export writes where the page draws a shape."""

from typing import Any

import django_tables2 as tables
from django.utils.translation import gettext_lazy as _

from gugus.core.templatetags.gugus import status_word, tanggal
from members.enums import AgencyKind, AppointmentStatus, Certainty, DecreeStatus
from members.models import Agency, Appointment, Decree, LegalBasis, Position, Region, Sop, SubTaskForce

DECREE_TONES = {
    DecreeStatus.DRAFT: "draft",
    DecreeStatus.REVIEW: "note",
    DecreeStatus.SIGNED: "note",
    DecreeStatus.IN_FORCE: "good",
    DecreeStatus.AMENDED: "locked",
    DecreeStatus.REPLACED: "locked",
    DecreeStatus.REVOKED: "locked",
}
# Short words for a narrow column; the full ones stand on the agency's page.
KINDS = {
    AgencyKind.OPD: _("OPD"),
    AgencyKind.VERTICAL: _("vertikal"),
    AgencyKind.JUDICIAL: _("peradilan"),
    AgencyKind.COMMUNITY: _("masyarakat"),
}
APPOINTMENT_TONES = {
    AppointmentStatus.PROPOSED: "note",
    AppointmentStatus.CONFIRMED: "good",
    AppointmentStatus.SUSPENDED: "warn",
    AppointmentStatus.REJECTED: "locked",
    AppointmentStatus.ENDED: "locked",
}


def seat_state(agency: Any) -> tuple[Any, str]:
    """Words and tone for how an agency stands in the SK in force."""
    if not agency.in_sk:
        return _("belum ada kursi"), "draft"
    if agency.vacant:
        return _("kursi kosong"), "warn"
    return _("kursi terisi"), "good"


def appointment_state(appointment: Any) -> tuple[Any, str]:
    """Words and tone; a confirmed one whose basis or term has run out says so."""
    status = AppointmentStatus(appointment.status)
    if status == AppointmentStatus.CONFIRMED and not appointment.holds:
        return _("tidak memberi hak hari ini"), "warn"
    return status.label, APPOINTMENT_TONES[status]


class AgencyTable(tables.Table):
    short_name = tables.Column(verbose_name=_("Instansi"), linkify=True)
    name = tables.Column(verbose_name=_("Nama lengkap"))
    kind = tables.Column(verbose_name=_("Jenis instansi"))
    sub = tables.Column(
        verbose_name=_("Sub-gugus tugas"), accessor="sub_name", order_by="sub_number", default="–"
    )
    seat = tables.Column(verbose_name=_("Kursi SK"), accessor="in_sk", order_by=("in_sk", "vacant"))
    served = tables.Column(verbose_name=_("Penghubung"))

    class Meta:
        model = Agency
        fields = ("short_name", "name", "kind", "sub", "seat", "served")
        order_by = ("short_name",)
        attrs = {"caption": _("Instansi anggota")}

    def render_kind(self, record: Any) -> str:
        return str(KINDS[AgencyKind(record.kind)])

    def render_seat(self, record: Any) -> Any:
        return status_word(*seat_state(record))

    def value_seat(self, record: Any) -> str:
        return str(seat_state(record)[0])

    def render_served(self, value: bool) -> str:
        return str(_("ada") if value else _("belum ada"))


class AppointmentTable(tables.Table):
    user = tables.Column(verbose_name=_("Nama"), linkify=("members:appointment-detail", [tables.A("pk")]))
    role = tables.Column(verbose_name=_("Peran"))
    agency = tables.Column(verbose_name=_("Instansi"), default="–")
    basis = tables.Column(verbose_name=_("Dasar"))
    valid_from = tables.Column(verbose_name=_("Mulai"))
    valid_until = tables.Column(verbose_name=_("Sampai"), default="–")
    status = tables.Column(verbose_name=_("Status"))

    class Meta:
        model = Appointment
        fields = ("user", "role", "agency", "basis", "valid_from", "valid_until", "status")
        order_by = ("-valid_from",)
        attrs = {"caption": _("Penetapan peran")}

    def render_valid_from(self, value: Any) -> str:
        return tanggal(value)

    def render_valid_until(self, value: Any) -> str:
        return tanggal(value)

    def render_status(self, record: Any) -> Any:
        return status_word(*appointment_state(record))

    def value_status(self, record: Any) -> str:
        return str(appointment_state(record)[0])


class DecreeTable(tables.Table):
    title = tables.Column(verbose_name=_("Tentang"), linkify=True)
    number = tables.Column(verbose_name=_("Nomor"))
    valid_from = tables.Column(verbose_name=_("Berlaku sejak"))
    ends_on = tables.Column(verbose_name=_("Sampai"), accessor="last_day", order_by="ends_on")
    status = tables.Column(verbose_name=_("Status"))

    class Meta:
        model = Decree
        fields = ("title", "number", "valid_from", "ends_on", "status")
        order_by = ("-valid_from",)
        attrs = {"caption": _("Keputusan pembentukan dan perubahan gugus tugas")}

    def render_valid_from(self, value: Any) -> str:
        return tanggal(value)

    def render_ends_on(self, value: Any) -> str:
        return tanggal(value)

    def render_status(self, record: Any) -> Any:
        return status_word(record.get_status_display(), DECREE_TONES[DecreeStatus(record.status)])

    def value_status(self, record: Any) -> str:
        return str(record.get_status_display())


class LegalBasisTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Dasar hukum"),
        accessor="pk",
        order_by=("level", "year", "number"),
        linkify=("members:legal-basis-detail", [tables.A("pk")]),
    )
    title = tables.Column(verbose_name=_("Tentang"))
    level = tables.Column(verbose_name=_("Jenjang"))
    certainty = tables.Column(verbose_name=_("Kepastian"))
    version = tables.Column(verbose_name=_("Versi"))

    class Meta:
        model = LegalBasis
        fields = ("name", "title", "level", "certainty", "version")
        attrs = {"caption": _("Dasar hukum")}

    def render_name(self, record: Any) -> str:
        return str(record)

    def value_name(self, record: Any) -> str:
        return str(record)

    def render_certainty(self, record: Any) -> Any:
        sure = record.certainty == Certainty.SURE
        return status_word(record.get_certainty_display(), "good" if sure else "warn")

    def value_certainty(self, record: Any) -> str:
        return str(record.get_certainty_display())


class SopTable(tables.Table):
    code = tables.Column(verbose_name=_("Kode"))
    title = tables.Column(verbose_name=_("Judul"), linkify=("members:sop-detail", [tables.A("pk")]))
    in_force_from = tables.Column(verbose_name=_("Berlaku sejak"))
    version = tables.Column(verbose_name=_("Versi"))

    class Meta:
        model = Sop
        fields = ("title", "code", "in_force_from", "version")
        attrs = {"caption": _("Prosedur kerja (SOP)")}

    def render_in_force_from(self, value: Any) -> str:
        return tanggal(value)


class SubTaskForceTable(tables.Table):
    name = tables.Column(
        verbose_name=_("Sub-gugus tugas"),
        accessor="pk",
        order_by="number",
        linkify=("members:sub-update", [tables.A("pk")]),
    )

    class Meta:
        model = SubTaskForce
        fields = ("name",)
        attrs = {"caption": _("Sub-gugus tugas")}

    def render_name(self, record: Any) -> str:
        return str(record)


class PositionTable(tables.Table):
    name = tables.Column(verbose_name=_("Kedudukan"), linkify=("members:position-update", [tables.A("pk")]))
    rank = tables.Column(verbose_name=_("Urutan"))
    in_sub = tables.Column(verbose_name=_("Di dalam sub-gugus tugas"))

    class Meta:
        model = Position
        fields = ("name", "rank", "in_sub")
        attrs = {"caption": _("Kedudukan dalam tim")}

    def render_in_sub(self, value: bool) -> str:
        return str(_("ya") if value else _("tidak"))


class RegionTable(tables.Table):
    name = tables.Column(verbose_name=_("Nama"))
    code = tables.Column(verbose_name=_("Kode Kemendagri"))
    kind = tables.Column(verbose_name=_("Jenis"))
    parent = tables.Column(verbose_name=_("Bagian dari"), default="–")

    class Meta:
        model = Region
        fields = ("name", "code", "kind", "parent")
        order_by = ("code",)
        attrs = {"caption": _("Wilayah menurut Kemendagri")}
