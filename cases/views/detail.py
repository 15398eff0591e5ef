"""One case on one page: where it stands, what is needed and given, and the way to everything else."""

from typing import Any

from django.utils.translation import gettext as _

from cases import wording
from cases.enums import HANDLE, IDENTITY, CaseStatus, ConsentKind, Indication, TermKind
from cases.models import Case
from cases.rules.cases import (
    check_case_close,
    check_case_reopen,
    check_case_update,
    check_handle,
    rights_of,
)
from cases.rules.consents import is_live
from cases.rules.recusal import check_recusal_record
from cases.selectors import records
from cases.selectors.breakglass import breakglass_live
from cases.selectors.cases import case_whole, links_of
from cases.selectors.sla import case_due, own_book
from cases.selectors.vocabulary import SCOPE, SERVICE, label_of, labels_of
from cases.views.common import CasePage
from cases.views.disposal import disposal_acts, disposed_context
from cases.views.frame import act
from cases.views.shown import of_case as referral_context
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import NOTHING, tanggal, waktu


class CaseDetailPage(CasePage):
    selector = case_whole
    template_name = "cases/case_detail.html"

    def get_title(self) -> str:
        return _("Kasus %(code)s") % {"code": self.object.code}

    def get_template_names(self) -> list[str]:
        return ["cases/case_disposed.html"] if self.is_disposed else super().get_template_names()

    @property
    def is_disposed(self) -> bool:
        return self.object.status == CaseStatus.DISPOSED

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, case = self.request.user, self.object
        if self.is_disposed:
            return super().get_context_data(**kwargs) | {
                "place": case.lead_agency.name,
                "status": case.get_status_display(),
                "tone": wording.STATUS_TONES[CaseStatus.DISPOSED],
                "closing": closing_facts(user, case),
                **disposed_context(user, case),
            }
        owner = allowed(check_case_update, user, case)
        handles = allowed(check_handle, user, case)
        services = records.records_of(user, case)
        return super().get_context_data(**kwargs) | {
            "place": case.lead_agency.name,
            "lead": wording.lead(case),
            "status": case.get_status_display(),
            "tone": wording.STATUS_TONES[CaseStatus(case.status)],
            "secondary": case_acts(user, case, owner=owner),
            "owner": owner,
            "handles": handles,
            "clocks": case_due(case, book=own_book(user)),
            "breakglass": None if HANDLE in rights_of(user, case) else breakglass_live(user, case),
            "identity": IDENTITY in rights_of(user, case),
            "stages": stage_rows(case),
            "needs": need_rows(user, case, handles=handles),
            "services": [service_row(user, row, handles=handles) for row in services],
            "screening": screening_facts(user, case),
            "consents": consent_facts(user, case),
            "facts": case_facts(user, case),
            "incident": incident_facts(user, case),
            "links": links_of(user, case),
            "closing": closing_facts(user, case),
            **referral_context(user, case),
        }


def case_acts(user: Any, case: Case, *, owner: bool) -> list[Any]:
    """What the responsible agency does with the whole case; nobody else is shown greyed buttons."""
    stop = act(user, _("Berhenti menangani"), "recusal-create", check_recusal_record, case, kind="quiet")
    if case.owner_id not in user.authority.group_ids:
        return [stop]
    if case.status == CaseStatus.OPEN:
        return [stop, *([act(user, _("Tutup kasus"), "case-close", check_case_close, case)] if owner else [])]
    return [
        stop,
        act(user, _("Buka kembali"), "case-reopen", check_case_reopen, case),
        *disposal_acts(user, case),
    ]


def stage_rows(case: Case) -> list[dict[str, Any]]:
    found = records.stages_of(case)
    return [
        {"stage": stage.label, "label": status.label, "tone": wording.STAGE_TONES[status]}
        for stage, status in found.items()
    ]


def need_rows(user: Any, case: Case, *, handles: bool) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "service": label_of(user, SERVICE, row.service),
            "label": _("terpenuhi %(day)s") % {"day": tanggal(row.met_at)} if row.met_at else _("belum"),
            "tone": "good" if row.met_at else "draft",
            "open": handles and row.met_at is None,
        }
        for row in records.needs_of(user, case)
    ]


def service_row(user: Any, row: Any, *, handles: bool) -> dict[str, Any]:
    until = tanggal(row.ended_on) if row.ended_on else _("masih berjalan")
    return {
        "row": row,
        "service": label_of(user, SERVICE, row.service),
        "dates": f"{tanggal(row.started_on)} – {until}",
        "own": handles and row.group_id in user.authority.group_ids,
    }


def screening_facts(user: Any, case: Case) -> dict[str, Any] | None:
    row = getattr(case, "screening", None)
    if row is None:
        return None
    words = [
        (_("Proses"), labels_of(user, TermKind.PROCESS, row.process)),
        (_("Cara"), labels_of(user, TermKind.MEANS, row.means)),
        (_("Tujuan"), labels_of(user, TermKind.PURPOSE, row.purpose)),
        (_("Hubungan pelaku"), label_of(user, TermKind.RELATION, row.relation) if row.relation else ""),
        (_("Dipaksa melakukan tindak pidana"), _("ya") if row.criminalised else ""),
        (_("Catatan"), row.note),
    ]
    return {
        "label": row.get_indication_display(),
        "tone": wording.INDICATION_TONES[Indication(row.indication)],
        "at": waktu(row.screened_at),
        "facts": facts(words),
    }


def consent_facts(user: Any, case: Case) -> list[dict[str, Any]]:
    """Of both questions the answer that holds now."""
    rows, today = records.consents_of(user, case), user.authority.today
    found = []
    for kind in ConsentKind:
        answers = [row for row in rows if row.kind == kind]
        live = next((row for row in answers if is_live(row, today)), None)
        if live:
            scope = label_of(user, SCOPE, live.scope) if live.scope else ""
            state = (_("ya, sejak %(day)s") % {"day": tanggal(live.given_on)}, "good")
        else:
            scope, state = "", ((_("tidak ada") if answers else _("belum ditanyakan")), "warn")
        found.append({"kind": kind.label, "label": state[0], "tone": state[1], "scope": scope})
    return found


def case_facts(user: Any, case: Case) -> list[dict[str, Any]]:
    citizen = _("warga negara asing") if case.foreign_citizen else _("warga negara Indonesia")
    return facts(
        [
            (_("Jenis kasus (indikasi)"), case.get_kind_display()),
            (_("Jenis kelamin dan usia"), wording.about(case)),
            (_("Kewarganegaraan dan bahasa"), ", ".join(filter(None, (citizen, case.language)))),
            (_("Disabilitas dan kebutuhan khusus"), case.accessibility),
            (_("Asal laporan"), label_of(user, TermKind.SOURCE, case.source) if case.source else ""),
            (_("Wilayah penanganan"), str(case.region or "")),
            (_("Penanggung jawab kasus"), case.lead_agency.name),
            (_("Nomor SIMFONI-PPA"), case.simfoni_number or NOTHING),
            (_("Dibuka"), f"{waktu(case.created_at)}, {case.opened_by}"),
        ]
    )


def incident_facts(user: Any, case: Case) -> list[dict[str, Any]]:
    row = case.incident
    return facts(
        [
            (_("Tanggal peristiwa"), tanggal(row.occurred_on) if row.occurred_on else ""),
            (_("Wilayah kejadian"), str(row.region or "")),
            (_("Jenis tempat"), label_of(user, TermKind.PLACE, row.place_kind) if row.place_kind else ""),
            (_("Modus"), labels_of(user, TermKind.MODUS, row.modus)),
            (_("Alat transportasi"), labels_of(user, TermKind.TRANSPORT, row.transport)),
            (_("Pasal disangkakan"), labels_of(user, TermKind.ARTICLE, row.articles)),
            (_("Rute"), row.route),
            (_("Uraian"), row.account),
        ]
    )


def closing_facts(user: Any, case: Case) -> list[dict[str, Any]]:
    if case.status == CaseStatus.OPEN:
        return []
    return facts(
        [
            (_("Ditutup"), waktu(case.closed_at)),
            (_("Alasan terminasi"), label_of(user, TermKind.CLOSURE, case.closure)),
            (_("Catatan terminasi"), case.closure_note),
        ]
    )


def facts(rows: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """Labels and values of a summary list; what is not known is left out."""
    return [{"label": label, "value": value} for label, value in rows if value]
