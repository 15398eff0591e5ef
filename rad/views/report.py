"""One report with its values, words, proof and life."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.permissions import reason_against
from gugus.core.templatetags.gugus import rupiah, waktu
from gugus.core.views import DetailPage
from rad import rules, selectors, wording
from rad.enums import ReportStatus
from rad.views.comments import comment_context
from rad.views.common import act, crumbs, manages
from rad.views.corrections import earlier_values

EVENTS = {
    "rad.report_save": (gettext_lazy("Draf disimpan"), "draft"),
    "rad.report_submit": (gettext_lazy("Diajukan kepada sekretariat"), "note"),
    "rad.report_withdraw": (gettext_lazy("Ditarik kembali"), "draft"),
    "rad.report_return": (gettext_lazy("Dikembalikan untuk diperbaiki"), "warn"),
    "rad.report_accept": (gettext_lazy("Diterima; angkanya dihitung"), "good"),
    "rad.report_lock": (gettext_lazy("Dikunci"), "locked"),
    "rad.report_unlock": (gettext_lazy("Dibuka untuk koreksi"), "warn"),
}


class ReportPage(DetailPage):
    """A report with its values, words, proof, and everything that happened to it."""

    selector = selectors.report_list
    template_name = "rad/report_detail.html"

    def get_title(self) -> str:
        return _("Laporan %(code)s, %(period)s") % {
            "code": self.object.item.code,
            "period": self.object.period,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        report, user = self.object, self.request.user
        own = rules.reports_own(user, report.item)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(report.period.plan, report.period),
            "place": report.item.name,
            "item": report.item,
            "status": report.get_status_display(),
            "tone": wording.REPORT_TONES[report.status],
            "facts": report_facts(user, report, own=own),
            "earlier": earlier_values(user, report, own=own),
            "evidence": evidence_rows(user, report),
            "events": timeline(report),
            **lock_words(report),
            **comment_context(user, report.item, report.period),
            "editable": not reason_against(rules.check_report_edit, user, report),
            **report_acts(user, report, own=own),
        }


def lock_words(report: Any) -> dict[str, str]:
    """Who locked a report and who may open it; empty words for one that is not locked."""
    if report.status != ReportStatus.LOCKED:
        return {"locked": "", "locked_text": ""}
    event = next((e for e in selectors.report_timeline(report) if e.action == "rad.report_lock"), None)
    by = {"who": event.actor, "at": waktu(event.at)} if event else None
    return {
        "locked": _("Dikunci oleh %(who)s, %(at)s.") % by if by else _("Dikunci oleh sekretariat."),
        "locked_text": _("Dibuka oleh sekretariat, dengan alasan, lewat “Buka untuk koreksi”."),
    }


def report_facts(user: Any, report: Any, *, own: bool) -> list[dict[str, Any]]:
    """Values with the seat that accepted them, then words and money."""
    values = {v.indicator_id: v for v in selectors.report_values(report)}
    rows = []
    for indicator in report.item.indicators.all():
        value = values.get(indicator.pk)
        text = selectors.shown(user, value, own=own) if value else "–"
        rows.append((f"{indicator.name} ({indicator.unit})", text))
    rows += [
        (_("Uraian pelaksanaan"), report.narrative),
        (_("Kendala"), report.obstacles),
        (_("Tindak lanjut"), report.follow_up),
        (_("Realisasi anggaran"), rupiah(report.realised_budget)),
    ]
    if report.on_behalf:
        rows.append((_("Atas nama, berdasarkan"), report.proof_note))
    if report.decided_as and report.status in ("diterima", "dikunci"):
        rows.append((_("Diterima oleh"), f"{report.decided_by}, {report.decided_as}"))
    return [{"label": label, "value": value or "–"} for label, value in rows]


def evidence_rows(user: Any, report: Any) -> list[dict[str, Any]]:
    rows = selectors.evidence_list(user).filter(report=report)
    return [
        {
            "row": each,
            "change": not reason_against(rules.check_evidence_change, user, each),
            "share": not reason_against(rules.check_evidence_share, user, each),
        }
        for each in rows
    ]


def timeline(report: Any) -> list[dict[str, Any]]:
    events = []
    for event in selectors.report_timeline(report):
        if event.action in EVENTS:
            what, tone = EVENTS[event.action]
            events.append(
                {
                    "at": waktu(event.at),
                    "who": event.actor,
                    "seat": event.role,
                    "what": what,
                    "tone": tone,
                    "note": "",
                }
            )
    if report.return_reason and report.status == "dikembalikan" and events:
        events[0]["note"] = report.return_reason
    return events


def report_acts(user: Any, report: Any, *, own: bool) -> dict[str, Any]:
    """What this person may do now; the secretariat also sees why not."""
    buttons = []
    if own or (manages(user) and report.on_behalf):
        if report.status in ("draf", "dikembalikan"):
            args = [report.period_id, report.item_id]
            buttons.append(
                act(user, _("Ubah isian"), "rad:report-form", rules.check_report_edit, report, args=args)
            )
            buttons.append(
                act(
                    user,
                    _("Ajukan laporan"),
                    "rad:report-submit",
                    rules.check_report_submit,
                    report,
                    kind="primary",
                )
            )
        if report.status == "diajukan":
            buttons.append(
                act(user, _("Tarik kembali"), "rad:report-withdraw", rules.check_report_withdraw, report)
            )
    if manages(user):
        if report.status == "diajukan":
            buttons.append(act(user, _("Kembalikan"), "rad:report-return", rules.check_report_return, report))
            buttons.append(
                act(user, _("Terima"), "rad:report-accept", rules.check_report_accept, report, kind="primary")
            )
        if report.status == "diterima":
            buttons.append(act(user, _("Kunci"), "rad:report-lock", rules.check_report_lock, report))
        if report.status in ("diterima", "dikunci"):
            buttons.append(
                act(user, _("Buka untuk koreksi"), "rad:report-unlock", rules.check_report_unlock, report)
            )
    return {
        "secondary": [b for b in buttons if b.kind != "primary"],
        "button": next((b for b in buttons if b.kind == "primary"), None),
    }
