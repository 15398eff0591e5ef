"""A workbook in: upload, preview with every fault and every unsure name, then all or nothing."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.views import CreatePage, ObjectFormPage, TransitionPage
from rad import forms, rules, selectors, services
from rad.enums import Aggregation, Direction, ImportStatus
from rad.views.common import crumbs
from rad.workbook import IGNORE, StaleData

SHOWN_CHANGES = 200
SHOWN_FAULTS = 200


class ImportCreate(CreatePage):
    rule = rules.check_manage
    form_class = forms.ImportForm
    template_name = "rad/import_form.html"
    title = gettext_lazy("Impor RAD dari Excel")
    submit_label = gettext_lazy("Baca berkas")

    def perform(self, form: Any) -> Any:
        upload = form.cleaned_data["file"]
        return services.import_start(
            data=upload.read(services.MAX_BYTES + 1),
            file_name=upload.name,
            plan_code=form.cleaned_data["plan_code"],
            by=self.request.user,
        )

    def get_success_url(self) -> str:
        return reverse("rad:import-detail", args=[self.result.pk])

    def get_cancel_url(self) -> str:
        return reverse("rad:plan-list")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = selectors.import_list(self.request.user).defer("rows", "faults")
        runs = rows.filter(status__in=[ImportStatus.PREVIEW, ImportStatus.READING])[:5]
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(), "runs": runs}


class OfRun(ObjectFormPage):
    """A page about one run; `preview` is None unless the run waits for a person."""

    selector = selectors.import_list
    rule = rules.check_manage

    def setup_objects(self) -> None:
        super().setup_objects()
        self.preview, self.stale = None, False
        if self.object.status == ImportStatus.PREVIEW:
            try:
                self.preview = selectors.import_preview_data(self.object)
            except StaleData:
                self.stale = True

    def get_form(self, form_class: Any = None) -> Any:
        return super().get_form(form_class) if self.preview else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"preview": self.preview}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.preview is None:
            rules.check_import_open(self.object)
            return redirect("rad:import-detail", self.object.pk)
        return super().post(request, *args, **kwargs)

    def get_success_url(self) -> str:
        return reverse("rad:import-detail", args=[self.object.pk])

    def get_cancel_url(self) -> str:
        return reverse("rad:import-create")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"crumbs": crumbs(), "run": self.object, "preview": self.preview, "stale": self.stale}
        return super().get_context_data(**kwargs) | extra


class ImportColumns(OfRun):
    """What each column means: the same content is read again with the answers."""

    form_class = forms.ImportColumnsForm
    template_name = "rad/import_columns.html"
    title = gettext_lazy("Arti kolom")
    submit_label = gettext_lazy("Baca lagi dengan arti ini")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.preview is None:
            return redirect(self.get_success_url())
        return super().get(request, *args, **kwargs)

    def perform(self, form: Any) -> Any:
        return services.import_columns(run=self.object, columns=form.columns, by=self.request.user)


class ImportPage(OfRun):
    """What the file would do; its answers and its one button."""

    form_class = forms.ImportAnswerForm
    template_name = "rad/import_detail.html"
    title = gettext_lazy("Pratinjau impor RAD")

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.preview and self.preview.asks_columns:
            return redirect("rad:import-columns", self.object.pk)
        return super().get(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Answers are kept even when something else still stops the import."""
        by = self.request.user
        try:
            services.import_answer(run=self.object, answers=form.answers, by=by)
            done = services.import_commit(run=self.object, victims=form.victims, by=by)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        result = done.result
        words = (
            _("%(strategies)s strategi, %(programs)s program, %(items)s kegiatan, %(indicators)s indikator.")
            % result
        )
        same = _("Tidak ada perubahan: RAD sudah sama dengan isi berkas.")
        messages.success(self.request, words if result["changes"] else same)
        unasked = (
            result["changes"] and form.victims is None and selectors.victims_unconfirmed(done.plan).exists()
        )
        return redirect("rad:victims-confirm" if unasked else "rad:plan-detail", done.plan.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        if self.preview:
            return found | preview_context(self.preview, found["form"])
        job = selectors.import_job(self.object) if self.object.status == ImportStatus.READING else None
        return found | {"job": job, "here": self.get_success_url(), "reading": job is not None}


def preview_context(preview: Any, form: Any) -> dict[str, Any]:
    """The preview in words and rows."""
    matrix = preview.matrix
    proposed: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    for each in preview.fresh[: forms.MOST_ASKED]:
        row = fresh_row(each, form.ticked)
        (proposed if each.about_victims else others).append(row)
    return {
        "matrix": matrix,
        "counts": matrix.counts,
        "strategies": [
            {
                "code": strategy.code,
                "name": strategy.name,
                "programs": [(p.code, p.name.value, len(p.items)) for p in strategy.programs],
                "items": sum(len(p.items) for p in strategy.programs),
                "indicators": sum(len(i.indicators) for p in strategy.programs for i in p.items),
            }
            for strategy in matrix.strategies
        ],
        "faults": matrix.faults[:SHOWN_FAULTS],
        "fault_count": len(matrix.faults),
        "blocked": preview.blocked,
        "changes": preview.changes[:SHOWN_CHANGES],
        "more_changes": max(len(preview.changes) - SHOWN_CHANGES, 0),
        "unchanged": preview.unchanged,
        "meanings": [
            (use, "" if use.field == IGNORE else forms.meaning(use.answer)) for use in matrix.columns
        ],
        "proposed": proposed,
        "others": others,
        "many": len(preview.fresh) > forms.MOST_ASKED,
    }


def fresh_row(each: Any, ticked: set[str]) -> dict[str, Any]:
    """A new indicator as the preview shows it, with how it will be counted."""
    planned = each.planned
    return {
        "place": planned.place,
        "code": each.code,
        "name": planned.name,
        "unit": planned.stated["unit"],
        "aggregation": Aggregation(planned.proposed["aggregation"]).label,
        "direction": Direction(planned.proposed["direction"]).label,
        "graded": planned.proposed["graded"],
        "ticked": planned.place in ticked,
    }


class VictimsConfirm(ObjectFormPage):
    """A plan's indicators of which nobody has said whether they concern victims, all on one page."""

    selector = selectors.plan_list
    rule = rules.check_manage_plan
    form_class = forms.VictimsForm
    template_name = "rad/victims_form.html"
    title = gettext_lazy("Pastikan indikator korban")
    submit_label = gettext_lazy("Pastikan")
    success_message = gettext_lazy("Sudah dipastikan. Angka rincinya dijaga sesuai pilihan Anda.")

    def setup_objects(self) -> None:
        super().setup_objects()
        rows = selectors.victims_unconfirmed(self.object)
        self.rows = list(rows[: forms.MOST_ASKED])

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"rows": self.rows}

    def perform(self, form: Any) -> Any:
        asked, about = (
            [row.pk for row in self.rows if str(row.pk) in form.cleaned_data[name]]
            for name in ("asked", "about")
        )
        return services.victims_confirm(plan=self.object, asked=asked, about=about, by=self.request.user)

    def get_success_url(self) -> str:
        if selectors.victims_unconfirmed(self.object).exists():
            return reverse("rad:victims-confirm", args=[self.object.pk])
        return self.object.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found = super().get_context_data(**kwargs)
        ticked = found["form"].ticked
        rows = [
            {
                "place": str(row.pk),
                "code": row.item.code,
                "name": row.name,
                "unit": row.unit,
                "ticked": str(row.pk) in ticked,
                "proposed": row.about_victims,
            }
            for row in self.rows
        ]
        return found | {
            "crumbs": crumbs(self.object),
            "place": self.object.title,
            "proposed": [row for row in rows if row["proposed"]],
            "others": [row for row in rows if not row["proposed"]],
        }


class ImportCancel(TransitionPage):
    selector = selectors.import_list
    rule = rules.check_import_cancel
    form_class = forms.ConfirmForm
    title = gettext_lazy("Batalkan impor")
    submit_label = gettext_lazy("Batalkan impor")
    note = gettext_lazy("Pratinjau dihapus. RAD tidak berubah.")
    success_message = gettext_lazy("Impor dibatalkan. Tidak ada yang disimpan.")

    def perform(self, form: Any) -> Any:
        return services.import_cancel(run=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("rad:import-create")

    def get_cancel_url(self) -> str:
        return reverse("rad:import-detail", args=[self.object.pk])
