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
from rad.enums import ImportStatus
from rad.views.common import crumbs

SHOWN_CHANGES = 200


class ImportCreate(CreatePage):
    rule = rules.check_manage
    form_class = forms.ImportForm
    template_name = "rad/import_form.html"
    title = gettext_lazy("Impor RAD dari Excel")
    submit_label = gettext_lazy("Baca berkas")

    def perform(self, form: Any) -> Any:
        upload = form.cleaned_data["file"]
        return services.import_preview(
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
        runs = selectors.import_list(self.request.user).filter(status=ImportStatus.PREVIEW)[:5]
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(), "runs": runs}


class ImportPage(ObjectFormPage):
    """What the file would do; its answers and its one button."""

    selector = selectors.import_list
    rule = rules.check_manage
    form_class = forms.ImportAnswerForm
    template_name = "rad/import_detail.html"
    title = gettext_lazy("Pratinjau impor RAD")

    def setup_objects(self) -> None:
        super().setup_objects()
        self.preview = None
        if self.object.status == ImportStatus.PREVIEW:
            self.preview = selectors.import_preview_data(self.object)

    def get_form(self, form_class: Any = None) -> Any:
        return super().get_form(form_class) if self.preview else None

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"preview": self.preview}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        if self.preview is None:
            rules.check_import_open(self.object)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        """Answers are kept even when something else still stops the import."""
        try:
            services.import_answer(
                run=self.object, answers=form.answers, ignored=form.ignored, by=self.request.user
            )
            self.result = services.import_commit(run=self.object, by=self.request.user)
        except ValidationError as error:
            form.add_error(None, error)
            return self.form_invalid(form)
        result = self.result.result
        done = (
            _("%(strategies)s strategi, %(programs)s program, %(items)s kegiatan, %(indicators)s indikator.")
            % result
        )
        words = done if result["changes"] else _("Tidak ada perubahan: RAD sudah sama dengan isi berkas.")
        messages.success(self.request, words)
        return redirect(self.get_success_url())

    def get_success_url(self) -> str:
        return self.result.plan.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("rad:import-create")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        extra = {"crumbs": crumbs(), "run": self.object, "preview": self.preview}
        return (
            super().get_context_data(**kwargs)
            | extra
            | (preview_context(self.preview) if self.preview else {})
        )


def preview_context(preview: Any) -> dict[str, Any]:
    """The preview in words and rows."""
    matrix = preview.matrix
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
        "faults": matrix.faults,
        "blocked": preview.blocked,
        "changes": preview.changes[:SHOWN_CHANGES],
        "more_changes": max(len(preview.changes) - SHOWN_CHANGES, 0),
        "unchanged": preview.unchanged,
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
