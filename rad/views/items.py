"""An item's page: what was promised, what was reported, with what proof."""

from typing import Any

from django.utils.translation import gettext as _

from gugus.core.templatetags.gugus import rupiah
from gugus.core.views import DetailPage
from rad import rules, selectors, wording
from rad.enums import PlanStatus
from rad.models import ActionItem
from rad.views.comments import comment_context
from rad.views.common import crumbs, manages


class ItemPage(DetailPage):
    """An item: what was promised, what was reported, with what proof."""

    selector = selectors.item_page_list
    template_name = "rad/item_detail.html"

    def get_title(self) -> str:
        return self.object.name

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, user = self.object, self.request.user
        plan = item.program.strategy.plan
        own = rules.reports_own(user, item)
        history = selectors.item_history(user, item, own=own)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(plan),
            "place": f"{item.code} · {item.program.strategy.name} · {item.program.name}",
            "plan": plan,
            "facts": item_facts(item),
            "indicators": [indicator_facts(row, plan) for row in item.indicators.all()],
            "history": history_rows(item, history),
            "evidence": selectors.evidence_list(user).filter(report__item__lineage=item.lineage),
            "open_periods": self._open(user, item, plan) if own or manages(user) else [],
            **comment_context(user, item),
            "editable": manages(user) and plan.status == PlanStatus.DRAFT,
        }

    @staticmethod
    def _open(user: Any, item: ActionItem, plan: Any) -> list[Any]:
        return list(selectors.open_periods(user).filter(plan=plan))


def item_facts(item: ActionItem) -> list[dict[str, Any]]:
    supporting = wording.party_text(item, "terkait")
    rows = [
        (_("Penanggung jawab"), wording.party_text(item) or "–"),
        (_("Instansi terkait"), supporting or "–"),
        (_("Sumber dana"), item.funding or "–"),
        (_("Pagu"), rupiah(item.budget)),
    ]
    rows += [
        (label, value)
        for label, value in ((_("Kode SIPD"), item.sipd_code), (_("Lokasi"), item.places))
        if value
    ]
    return [{"label": label, "value": value} for label, value in rows]


def indicator_facts(row: Any, plan: Any) -> dict[str, Any]:
    """An indicator with baseline and a target per year; quarterly ones after it."""
    targets = {(t.year, t.quarter): t.value for t in row.targets.all()}
    baseline = "N/A" if row.baseline_na else wording.target_text(row.baseline, ratio=row.is_ratio)
    return {
        "row": row,
        "baseline": baseline,
        "targets": [
            (year, wording.target_text(targets.get((year, None)), ratio=row.is_ratio)) for year in plan.years
        ],
        "marks": marks(row),
    }


def marks(row: Any) -> list[str]:
    """What is special about an indicator, in words."""
    found = [row.get_aggregation_display(), row.get_direction_display()]
    found += [_("kumulatif sejak Januari")] if row.cumulative else []
    found += [_("tidak dinilai")] if not row.graded else []
    found += [_("boleh N/A bila tidak ada kasus")] if row.na_allowed else []
    found += [_("menyangkut korban: rincian dibatasi")] if row.about_victims else []
    return [str(each) for each in found]


def history_rows(item: ActionItem, history: list[Any]) -> list[dict[str, Any]]:
    indicators = list(item.indicators.all())
    return [
        {
            "report": row.report,
            "period": row.period,
            "tone": wording.REPORT_TONES[row.report.status],
            "values": [(each.name, row.values.get(each.lineage, "–")) for each in indicators],
        }
        for row in history
    ]
