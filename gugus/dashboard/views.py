"""The dashboard: one page, two minutes, on a phone."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView

from cases.figure_words import count_text, span_text
from cases.rules.settings import check_headers_read, check_punctuality_read
from cases.selectors.figures import Figures
from cases.selectors.punctuality import punctuality_for
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import Page
from gugus.dashboard.selectors import DecreeState, PlanState, case_figures, decree_state, plan_state
from rad import wording
from rad.rules import check_read
from rad.views.plans import strategy_bars

HEAT_ROWS = 12
SOON = 60


class DashboardPage(Page, TemplateView):
    """The plan in force, who is late, the SK: at most seven numbers, each opening its list."""

    template_name = "dashboard/dashboard.html"
    title = gettext_lazy("Dasbor")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        check_read(user)
        today = user.authority.today
        state = plan_state(user)
        return super().get_context_data(**kwargs) | {
            "place": user.authority.task_force_name,
            "lead": _("Keadaan per %(day)s") % {"day": tanggal(today)},
            "tiles": [
                *plan_tiles(state),
                decree_tile(decree_state(user)),
                *punctuality_tiles(user),
                case_tile(case_figures(user)),
            ],
            "state": state,
            "bars": bars(state) if state else [],
            "heat": heat(state, today) if state else None,
            "rule": wording.rule_text(state.figures.scale) if state else "",
        }


def plan_tiles(state: PlanState | None) -> list[dict[str, Any]]:
    """Achievement, what it stands on, who is late, what waits."""
    if state is None:
        note = _("Capaian tampil setelah RAD ditetapkan dan laporan pertama diterima.")
        return [{"label": _("RAD"), "value": _("belum ada"), "note": note, "url": reverse("rad:plan-list")}]
    plan_url = f"{state.plan.get_absolute_url()}?tahun={state.figures.year}"
    period_url = reverse("rad:period-detail", args=[state.period.pk]) if state.period else plan_url
    score, grade = state.figures.score, state.figures.grade
    until = wording.slot_label(state.figures.slot)
    late = len(state.late)
    words = _("sampai %(slot)s") if grade else _("sampai %(slot)s; predikat diberikan pada akhir tahun")
    return [
        {
            "label": _("Capaian RAD %(year)s") % {"year": state.figures.year},
            "value": wording.score_text(score, _("belum ada")),
            "grade": wording.grade_word(grade),
            "tone": grade.tone if grade else "",
            "note": f"{words % {'slot': until}} · {wording.reported_text(score)}",
            "points": trend(state),
            "url": plan_url,
        },
        {
            "label": _("Indikator dilaporkan"),
            "value": f"{score.reported} dari {score.total}",
            "note": _("laporan %(slot)s yang sudah diterima") % {"slot": until},
            "url": period_url,
        },
        {
            "label": _("Terlambat melapor"),
            "value": ngettext("%(n)s pihak", "%(n)s pihak", late) % {"n": late},
            "note": _("melewati batas waktu pelaporan %(year)s") % {"year": state.figures.year}
            if late
            else _("semua tepat waktu"),
            "url": heat_url(state) if state.periods else plan_url,
        },
        {
            "label": _("Menunggu pemeriksaan"),
            "value": ngettext("%(n)s laporan", "%(n)s laporan", state.waiting) % {"n": state.waiting},
            "note": _("diajukan, belum diputuskan sekretariat"),
            "url": period_url,
        },
    ]


def trend(state: PlanState) -> list[tuple[str, Any]]:
    """The plan's achievement at TW I to IV."""
    return [
        (wording.slot_label(slot), wording.rounded(score.value) if score else None)
        for slot, score in state.data.trend(state.sight)
    ]


def decree_tile(state: DecreeState) -> dict[str, Any]:
    """The SK in force and its days left."""
    tile: dict[str, Any] = {"label": _("SK gugus tugas"), "url": reverse("members:decree-list")}
    if state.decree is None:
        return tile | {
            "value": _("tidak ada yang berlaku"),
            "note": _("Tanpa SK yang berlaku, penugasan anggota terhenti."),
        }
    tile["url"] = state.decree.get_absolute_url()
    if state.days_left is None:
        return tile | {"value": _("berlaku"), "note": _("tanpa batas akhir")}
    days = ngettext("%(n)s hari lagi", "%(n)s hari lagi", state.days_left) % {"n": state.days_left}
    note = _("berlaku sampai %(day)s") % {"day": tanggal(state.decree.last_day)}
    soon = {"trend": _("siapkan SK pengganti"), "trend_tone": "warn"} if state.days_left <= SOON else {}
    return tile | {"value": days, "note": note} | soon


def punctuality_tiles(user: Any) -> list[dict[str, Any]]:
    """Referrals answered in time, this year; nothing for those who may not read the counter."""
    if not allowed(check_punctuality_read, user):
        return []
    found = punctuality_for(user)
    tile: dict[str, Any] = {"label": _("Rujukan dalam batas")}
    here = f"{reverse('cases:header-list')}?batas=lewat"
    tile["url"] = here if allowed(check_headers_read, user) else reverse("cases:figures")
    if found is None:
        return [tile | {"value": _("belum ada"), "note": _("belum ada rujukan yang jatuh tempo tahun ini")}]
    in_time, total = found
    late = total - in_time
    note = ngettext("%(n)s lewat batas jawaban", "%(n)s lewat batas jawaban", late)
    words = note % {"n": late} if late else _("semua dijawab dalam batas waktu")
    return [tile | {"value": _("%(n)s dari %(total)s") % {"n": in_time, "total": total}, "note": words}]


def case_tile(figures: Figures) -> dict[str, Any]:
    """Cases of the newest years as this reader may know them; none is good news, not an error."""
    tile: dict[str, Any] = {"label": _("Kasus"), "url": reverse("cases:figures")}
    if not figures.counted:
        return tile | {"value": _("belum dihitung"), "note": _("dihitung portal setiap malam")}
    if figures.none_ever:
        return tile | {"value": _("belum ada ✓"), "note": _("tidak ada kasus yang tercatat")}
    note = _("%(n)s korban; %(years)s") % {
        "n": count_text(figures.total("korban")),
        "years": span_text(figures.span),
    }
    return tile | {"value": count_text(figures.total("kasus")), "note": note}


def bars(state: PlanState) -> list[dict[str, Any]]:
    """Each strategy's bar, opening its part of the plan."""
    base = f"{state.plan.get_absolute_url()}?tahun={state.figures.year}"
    return [row | {"url": f"{base}{row['url']}"} for row in strategy_bars(state.figures)]


def heat(state: PlanState, today: Any) -> dict[str, Any]:
    """Responsible party × period, the latest first; the rest is on the period's page."""
    return {
        "columns": [str(period) for period in state.periods],
        "rows": [
            {
                "label": row.label,
                "url": part_url(state, row),
                "cells": [cell(row, period, today) for period in state.periods],
            }
            for row in state.rows[:HEAT_ROWS]
        ],
        "url": heat_url(state),
        "more": max(len(state.rows) - HEAT_ROWS, 0),
        "legend": [
            {"step": 0, "label": _("belum ada yang masuk")},
            {"step": 2, "label": _("sebagian masuk")},
            {"step": 4, "label": _("lengkap")},
        ],
    }


def heat_url(state: PlanState) -> str:
    """Who handed in what, all parties and periods of the year."""
    return f"{reverse('rad:plan-reporting', args=[state.plan.pk])}?tahun={state.figures.year}"


def part_url(state: PlanState, row: Any) -> str:
    """The part of the plan a party answers for; nothing for one that is no agency."""
    base = f"{state.plan.get_absolute_url()}?tahun={state.figures.year}"
    return f"{base}&instansi={row.agency_id}" if row.agency_id else ""


def cell(row: Any, period: Any, today: Any) -> dict[str, Any]:
    """`3/5`, with ▲ once the deadline has passed and something is missing."""
    done, total = row.cells[period.pk]
    late = period.deadline < today and done < total
    step = 4 if done == total else 2 if done else 0
    return {"text": f"{'▲ ' if late else ''}{done}/{total}", "step": step}
