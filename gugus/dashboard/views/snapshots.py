"""Boards as they were: the list, one of them beside today, and the way there from the code on paper."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import DetailPage, FormPage, ListPage, Page
from gugus.dashboard import wording
from gugus.dashboard.board import Board
from gugus.dashboard.enums import Occasion
from gugus.dashboard.forms.snapshots import CodeForm
from gugus.dashboard.models import Snapshot
from gugus.dashboard.rules import audience_of, check_board_read, check_brief_make, check_rules_update
from gugus.dashboard.selectors.board import board_for
from gugus.dashboard.selectors.snapshots import snapshot_board, snapshot_by_code, snapshot_list
from gugus.dashboard.services.snapshots import snapshot_take
from gugus.dashboard.tables.snapshots import SnapshotTable, about_text
from gugus.dashboard.views.board import tile
from gugus.dashboard.views.briefs import crumbs
from gugus.dashboard.views.multiples import sections
from members.selectors import task_force_of


class SnapshotList(ListPage):
    selector = snapshot_list
    rule = check_board_read
    table_class = SnapshotTable
    title = gettext_lazy("Potret angka")
    template_name = "dashboard/snapshot_list.html"
    export_name = "potret-angka"
    empty = {
        "title": gettext_lazy("Belum ada potret"),
        "text": gettext_lazy(
            "Potret menyimpan angka dasbor seperti adanya pada satu saat. Portal mengambilnya sebelum rapat "
            "koordinasi, saat periode lapor ditutup, dan setiap minggu."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra: dict[str, Any] = {
            "crumbs": crumbs(),
            "lead": _("Angka dasbor seperti adanya pada satu saat; tidak berubah sesudahnya."),
            "secondary": [Button(label=_("Buka dengan kode"), url=reverse("dashboard:snapshot-code"))],
        }
        if allowed(check_brief_make, self.request.user):
            url = reverse("dashboard:snapshot-take")
            extra["button"] = Button(label=_("Ambil potret"), url=url, method="post", kind="primary")
        if allowed(check_rules_update, self.request.user):
            extra["secondary"].append(Button(label=_("Aturan dasbor"), url=reverse("dashboard:rules")))
        return super().get_context_data(**kwargs) | extra


class SnapshotTake(Page, View):
    """Ambil potret: freezes the figures now and shows them."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        check_brief_make(request.user)
        task_force: Any = task_force_of(request.user)
        taken = snapshot_take(task_force=task_force, occasion=Occasion.DEMAND, by=request.user)
        return redirect(taken)


class SnapshotPage(DetailPage):
    """The board of the reader's audience as it was, and what is different today."""

    selector = snapshot_list
    template_name = "dashboard/snapshot_detail.html"
    slug_field = slug_url_kwarg = "number"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, snapshot = self.request.user, self.object
        then = snapshot_board(snapshot, audience_of(user))
        today = board_for(user, year=then.year)
        here = {"label": _("Potret angka"), "url": reverse("dashboard:snapshot-list")}
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(here),
            "place": then.task_force,
            "was": _("%(name)s, keadaan per %(at)s, bukan keadaan hari ini.")
            % {"name": snapshot, "at": waktu(then.as_of)},
            "tiles": [tile(figure, then) | {"url": ""} for figure in then.figures.values()],
            "sections": frozen(sections(then)),
            "facts": facts(snapshot, then),
            "changes": changes(then, today),
        }


def frozen(parts: dict[str, Any]) -> dict[str, Any]:
    """The parts of a board without their links, which would lead to the rows of today."""
    strategies = [each | {"url": ""} for each in parts.pop("strategies")]
    return {"strategies": strategies} | {name: part | {"url": ""} for name, part in parts.items()}


def facts(snapshot: Snapshot, board: Board) -> list[dict[str, Any]]:
    """Where a snapshot comes from and how it is known again."""
    rows = [
        (_("Diambil"), snapshot.get_occasion_display()),
        (_("Rapat atau periode"), about_text(snapshot)),
        (_("Kode"), snapshot.code),
        (_("Sidik jari SHA-256"), snapshot.sha256),
        (_("Definisi angka"), _("versi %(n)s") % {"n": board.version}),
    ]
    return [{"label": label, "value": value} for label, value in rows if value]


def changes(then: Board, today: Board) -> list[dict[str, str]]:
    """Each number then and today; `same` is said where nothing moved."""
    rows = []
    for code, figure in then.figures.items():
        before, now = wording.value_text(figure), wording.value_text(today.figures[code])
        rows.append(
            {
                "label": wording.label_text(figure, then),
                "before": before,
                "after": now if now != before else "",
                "same": now == before,
            }
        )
    return rows


class SnapshotCode(FormPage):
    """The code on paper opens its snapshot; a foreign one is as unknown as one that never was."""

    rule = check_board_read
    form_class = CodeForm
    template_name = "dashboard/snapshot_code.html"
    title = gettext_lazy("Buka angka dari kode")
    submit_label = gettext_lazy("Buka")
    cancel_url = reverse_lazy("dashboard:snapshot-list")

    def get_initial(self) -> dict[str, Any]:
        return {"code": self.request.GET.get("kode", "")[:40]}

    def perform(self, form: forms.Form) -> Snapshot:
        found = snapshot_by_code(self.request.user, form.cleaned_data["code"])
        if found is None:
            raise ValidationError({"code": _("Kode ini tidak dikenal. Periksa lagi di kaki lembar.")})
        return found

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"label": _("Potret angka"), "url": reverse("dashboard:snapshot-list")}
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(here)}
