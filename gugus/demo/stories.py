"""The third part: the cases an article tells of, opened and referred by their handlers through the services.

All people and details are invented. What lies years back is opened with its own date; what time has done to
it since (a limit that passed) follows from that.
"""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db.models import QuerySet
from django.utils import timezone

from cases.enums import ReferralBasis
from cases.models import Case, Consent, Referral
from cases.selectors.cases import case_list, desks_of
from cases.selectors.offers import Receiver
from cases.selectors.referrals import referral_list
from cases.services import (
    breakglass,
    cases,
    consents,
    evaluation,
    figures,
    identity,
    needs,
    records,
    recusal,
    referrals,
)
from cases.services.screening import screening_save
from gugus.accounts.models import User
from gugus.demo.acting import as_person
from gugus.demo.regions import DemoCase, DemoReferral, DemoRegion
from members.models import Agency

ELEMENTS = {"process": ["perekrutan"], "means": ["penipuan"], "purpose": ["pemanfaatan_tenaga"]}
CHILD = ("0_5", "6_12", "13_17", "anak")
MOVES = {
    "diterima": ("accept",),
    "layanan": ("accept", "start"),
    "selesai": ("accept", "start", "finish"),
    "ditolak": ("refuse",),
    "ditarik": ("withdraw",),
}


def build(region: DemoRegion) -> None:
    """Every case of a region, then its figures; only called for a region that is not there yet."""
    opened: list[Case] = []
    for told in region.cases:
        opened.append(open_case(region, told, opened))
        for referral in told.referrals:
            refer(region, told, opened[-1], referral)
        _afterwards(region, told, opened[-1])
    for told, case in zip(region.cases, opened, strict=True):
        _close(region, told, case)
    with as_person(region, "sekretariat") as by:
        figures.figures_request(by=by)
        for said in region.evaluations:
            first, last = said.years
            evaluation.remark_write(
                first_year=first, last_year=last, remarks=said.remarks, conclusions=said.conclusions, by=by
            )


def _moment(told: DemoCase) -> datetime:
    if told.opened is not None:
        return datetime.combine(told.opened, time(9, 20), ZoneInfo("Asia/Jakarta"))
    return timezone.now() - timedelta(days=told.days_ago)


def open_case(region: DemoRegion, told: DemoCase, before: list[Case]) -> Case:
    """One victim's file with its identity, screening and first services; `before` are the region's own."""
    moment = _moment(told)
    with as_person(region, told.by) as by:
        beside = case_list(by).get(pk=before[told.beside].pk) if told.beside is not None else None
        case = cases.case_open(
            desk=desks_of(by)[0],
            by=by,
            beside=beside,
            incident={
                "occurred_on": moment.date() - timedelta(days=9),
                "region_id": told.place,
                "modus": [told.modus],
                "account": f"Uraian peristiwa contoh tentang {told.name}.",
            },
            region_id=told.place,
            kind=told.kind,
            sex=told.sex,
            age_group=told.age,
            risk=told.risk,
            source="desa",
            created_at=moment,
            followed_up_at=moment + timedelta(hours=5),
        )
        identity.identity_save(case=case, by=by, name=told.name, address="Jalan Contoh Nomor 9")
        elements = ELEMENTS if told.kind == "tppo" else {}
        note = "Penapisan contoh: hasil ini keputusan petugas."
        strong = "kuat" if elements else "tidak"
        screening_save(case=case, indication=strong, note=note, by=by, **elements)
        for service in told.services:
            needs.need_add(case=case, service=service, by=by)
            started = min(moment.date() + timedelta(days=1), by.authority.today)
            records.service_record_save(case=case, service=service, started_on=started, by=by)
        return case


def _consent(case: Case, told: DemoCase, by: User) -> Consent:
    guardian = told.age in CHILD
    return consents.consent_record(
        case=case,
        kind="berbagi",
        given=True,
        scope="identitas",
        given_on=by.authority.today,
        by_guardian=guardian,
        guardian_relation="Wali Contoh, bibi" if guardian else "",
        by=by,
    )


def refer(region: DemoRegion, told: DemoCase, case: Case, plan: DemoReferral) -> None:
    """A referral as far as it is told to have come."""
    receiver = _receiver(region, plan.to)
    with as_person(region, told.by) as by:
        consent = _consent(case, told, by) if plan.basis == ReferralBasis.CONSENT else None
        row = referrals.referral_draft_save(
            case=case,
            receiver=receiver,
            by=by,
            basis=plan.basis,
            consent=consent,
            safeguarded=plan.basis == ReferralBasis.CHILD,
            services=list(plan.services),
            urgency=plan.urgency,
            risk=told.risk,
            summary="Kebutuhan layanan contoh.",
        )
        if plan.state == "draf":
            return
        if plan.state == "lewat":
            _send_late(row, by)
            return
        referrals.referral_send(referral=row, by=by)
    for move in MOVES.get(plan.state, ()):
        _move(region, told.by if move == "withdraw" else plan.to, row, move)


def _receiver(region: DemoRegion, local: str) -> Receiver:
    with as_person(region, local) as by:
        desk = desks_of(by)[0]
        return Receiver(Agency.objects.visible_to(by).get(pk=desk.agency_id), desk)


def _send_late(row: Referral, by: User) -> None:
    """Sent with a limit that has passed: the demo cannot wait a day for somebody to be late."""
    row.number = referrals.number_next(row, by)
    row.save(update_fields=["number"])
    referrals._move(row, "send", by, due=timezone.now() - timedelta(hours=3))


def _move(region: DemoRegion, local: str, row: Referral, move: str) -> None:
    with as_person(region, local) as by:
        rows: QuerySet = referral_list(by)
        thing = rows.filter(pk=row.pk).first() or _offer(by, row)
        if move == "accept":
            referrals.referral_accept(thing=thing, by=by)
        elif move == "refuse":
            reason = "Daya tampung pendampingan bulan ini penuh (contoh)."
            referrals.referral_refuse(thing=thing, refusal="penuh", reason=reason, by=by)
        elif move == "withdraw":
            reason = "Korban memilih layanan di tempat lain (contoh)."
            referrals.referral_withdraw(thing=thing, reason=reason, by=by)
        else:
            {"start": referrals.referral_start, "finish": referrals.referral_finish}[move](thing=thing, by=by)


def _offer(by: User, row: Referral) -> referrals.Thing:
    return referrals.ReferralOffer.objects.visible_to(by).get(referral=row.pk)


def _afterwards(region: DemoRegion, told: DemoCase, case: Case) -> None:
    if told.recused:
        with as_person(region, told.recused) as by:
            mine = case_list(by).get(pk=case.pk)
            reason = "Korban adalah kerabat jauh saya (contoh)."
            recusal.recusal_record(case=mine, user=by, reason=reason, by=by)
    if told.emergency:
        with as_person(region, told.emergency) as by:
            reason = "Korban datang sendiri malam hari dan butuh tempat aman (contoh)."
            breakglass.breakglass_open(code=case.code, reason=reason, hours=4, by=by)


def _close(region: DemoRegion, told: DemoCase, case: Case) -> None:
    if told.closure:
        with as_person(region, told.by) as by:
            note = "Terminasi contoh setelah kebutuhan korban terpenuhi."
            cases.case_close(case=case_list(by).get(pk=case.pk), closure=told.closure, note=note, by=by)
