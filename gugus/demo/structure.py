"""The first half of the chain: task force, agencies, seats, the SK in force, and who holds which role."""

from datetime import timedelta

from gugus.accounts.models import User
from gugus.demo.acting import account, as_person, person
from gugus.demo.regions import Account, DemoDecree, DemoRegion, Leader, Office
from members import services
from members.models import Agency, Decree, Position, Seat, SeatHolder, TaskForce
from members.resources import agency_import_read, agency_import_write


def build(region: DemoRegion) -> TaskForce:
    """Everything up to appointed people. Only called for a region that is not there yet."""
    admin = account(region, "admin", "Adi Contoh")
    task_force = services.task_force_start(region=region.code, admin=admin)
    _secretariat(region)
    _face(region, task_force)
    _agencies(region, task_force)
    for told in region.decrees:
        decree = _decree(region, told)
    _people(region, decree)
    return task_force


def _secretariat(region: DemoRegion) -> None:
    """The admin names the first secretary alone; a second one takes two people."""
    first, second = (
        account(region, "sekretariat", "Sekar Contoh"),
        account(region, "sekretariat2", "Seno Contoh"),
    )
    start = region.decree.signed - timedelta(days=30)
    with as_person(region, "admin") as admin:
        services.appointment_propose(
            by=admin, user=first, role="sekretariat", basis="dinas", valid_from=start
        )
        waiting = services.appointment_propose(
            by=admin, user=second, role="sekretariat", basis="dinas", valid_from=start
        )
    with as_person(region, "sekretariat") as sekretariat:
        services.appointment_confirm(appointment=waiting, by=sekretariat)


def _face(region: DemoRegion, task_force: TaskForce) -> None:
    with as_person(region, "sekretariat") as by:
        services.task_force_update(
            task_force=task_force,
            by=by,
            name=region.name,
            short_name=region.short_name,
            head_office=region.office,
            letterhead=region.letterhead,
        )


def _agencies(region: DemoRegion, task_force: TaskForce) -> None:
    with as_person(region, "sekretariat") as by:
        if region.members_file:
            run = agency_import_read(content=region.members_file.read_bytes(), by=by)
            agency_import_write(run=run, by=by)
        for office in region.offices:
            _agency(office, by)
        home = Agency.objects.in_task_force(task_force.pk).get(short_name=region.secretariat)
        services.task_force_update(task_force=task_force, by=by, secretariat_agency=home)


def _agency(office: Office, by: User) -> None:
    parent = Agency.objects.visible_to(by).filter(short_name=office.parent).first() if office.parent else None
    services.agency_create(
        by=by,
        short_name=office.short_name,
        name=office.name,
        kind=office.kind,
        usual_sub=office.sub,
        superior=office.superior,
        parent=parent,
        aliases=list(office.aliases),
        head_office=office.head,
    )


def _decree(region: DemoRegion, told: DemoDecree) -> Decree:
    """Draft, seats, review, signature, in force: as the secretariat records it."""
    with as_person(region, "sekretariat") as by:
        decree = services.decree_create(by=by)
        services.seats_create_for_agencies(decree=decree, by=by)
        for leader in region.leaders:
            _leader_seat(decree, leader, by)
        services.decree_submit(decree=decree, by=by)
        services.decree_review_record(
            decree=decree,
            by=by,
            officer="Hukma Contoh",
            reviewed_on=told.signed - timedelta(days=7),
            approved=True,
            note="Naskah sesuai tata naskah dinas.",
        )
        services.decree_sign(
            decree=decree,
            by=by,
            number=told.number,
            signed_on=told.signed,
            valid_from=told.signed,
            valid_until=told.until,
            signer_office=region.office,
            signer_name=region.leaders[0].holder.upper(),
        )
        services.decree_enforce(decree=decree, by=by)
        decree.refresh_from_db()
        services.decree_render(decree=decree, by=by)
        return decree


def _leader_seat(decree: Decree, leader: Leader, by: User) -> None:
    services.seat_create(
        decree=decree,
        by=by,
        title=leader.title,
        agency=Agency.objects.visible_to(by).filter(short_name=leader.agency).first()
        if leader.agency
        else None,
        position=Position.objects.get(task_force=decree.task_force_id, name=leader.position),
    )


def _people(region: DemoRegion, decree: Decree) -> None:
    seats = {seat.title: seat for seat in decree.seats.select_related("agency", "decree__task_force")}
    heads = {seat.agency.short_name: seat for seat in seats.values() if seat.is_head and seat.agency}
    for each in region.accounts:
        account(region, each.local, each.name)
    _holders(region, seats, heads)
    leaders = {leader.account: seats[leader.title] for leader in region.leaders if leader.account}
    for each in region.accounts:
        if each.role == "penangan":
            handler_appoint(region, each)
        else:
            appoint(region, each, leaders.get(each.local) or heads[each.agency])


def _holders(region: DemoRegion, seats: dict[str, Seat], heads: dict[str, Seat]) -> None:
    """Invented people in every seat; those with an account wait for the second secretary's word."""
    leaders = {leader.title: leader for leader in region.leaders}
    chiefs = {heads[a.agency].title: a for a in region.accounts if a.local.startswith("kepala.")}
    waiting: list[SeatHolder] = []
    with as_person(region, "sekretariat") as by:
        for number, (title, seat) in enumerate(sorted(seats.items()), start=1):
            chief, leader = chiefs.get(title), leaders.get(title)
            local = chief.local if chief else leader.account if leader else ""
            name = chief.name if chief else leader.holder if leader else f"Pejabat Contoh {number}"
            holder = services.seat_holder_set(
                seat=seat,
                by=by,
                name=name,
                valid_from=region.decree.signed,
                user=person(region, local) if local else None,
            )
            waiting += [holder] if local else []
    with as_person(region, "sekretariat2") as second:
        for holder in waiting:
            services.seat_holder_confirm(holder=holder, by=second)


def appoint(region: DemoRegion, each: Account, seat: Seat) -> None:
    """Who sits in the SK by the seat, an agency's liaison by its head's letter."""
    seated = not each.agency or each.local.startswith("kepala.")
    letter = {
        "letter_number": f"ST/{each.local}/{region.decree.signed.year}",
        "letter_on": region.decree.signed,
    }
    with as_person(region, "sekretariat") as by:
        services.appointment_propose(
            by=by,
            user=person(region, each.local),
            role=each.role,
            basis="sk" if seated else "surat_tugas",
            agency=seat.agency if each.agency else None,
            valid_from=region.decree.signed,
            **({"seat": seat} if seated else letter),
        )


def handler_appoint(region: DemoRegion, each: Account) -> None:
    """Proposed by the agency's head, confirmed by the secretariat: two people, one of the agency."""
    with as_person(region, "sekretariat") as by:
        agency = Agency.objects.visible_to(by).select_related("parent").get(short_name=each.agency)
    office = (agency.parent or agency).short_name
    head = next(a for a in region.accounts if a.local.startswith("kepala.") and a.agency == office)
    with as_person(region, head.local) as by:
        proposal = services.appointment_propose(
            by=by,
            user=person(region, each.local),
            role=each.role,
            basis="surat_tugas",
            agency=agency,
            letter_number=f"ST/{each.local}/{region.decree.signed.year}",
            letter_on=region.decree.signed,
            valid_from=region.decree.signed,
            is_coordinator=each.coordinator,
        )
    with as_person(region, "sekretariat") as by:
        services.appointment_confirm(appointment=proposal, by=by)
