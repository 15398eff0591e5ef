"""Input for importing a workbook: the file, and who is meant by its unsure names."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import UploadField
from gugus.core.views import PlainForm
from rad.selectors import agency_choices


class ImportForm(PlainForm):
    file = UploadField(label=_("Berkas matriks RAD"), accept=(".xlsx", ".csv"), max_mb=20)
    plan_code = forms.SlugField(
        label=_("Kode RAD"),
        max_length=40,
        help_text=_(
            "Kode baru membuat RAD baru; kode yang sudah ada dibandingkan dengan isinya. Contoh: "
            "RAD-2025-2027"
        ),
    )


class ImportAnswerForm(PlainForm):
    """Who is meant by each unsure name, and which columns are left out."""

    def __init__(self, *args: Any, preview: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        agencies = [("", _("– pilih instansi –"))] + [
            (str(a.pk), a.short_name) for a in agency_choices(self.user)
        ]
        for number, question in enumerate(preview.questions):
            choices = [
                *question.choices,
                ("lain", _("sama dengan instansi yang saya pilih di bawah")),
                ("unit", _("unit baru di bawah instansi yang saya pilih di bawah")),
            ]
            self.fields[f"q{number}"] = forms.ChoiceField(
                label=question.name,
                choices=choices,
                widget=forms.RadioSelect,
                initial=question.suggested,
                help_text=_("Dipakai di %(codes)s.") % {"codes": ", ".join(question.codes[:8])},
                error_messages={
                    "required": _("Pilih siapa yang dimaksud dengan “%(name)s”.") % {"name": question.name}
                },
            )
            self.fields[f"a{number}"] = forms.ChoiceField(
                label=_("Instansi untuk “%(name)s”") % {"name": question.name},
                choices=agencies,
                required=False,
            )
        for number, column in enumerate(preview.open_columns):
            self.fields[f"c{number}"] = forms.BooleanField(
                label=_("Abaikan kolom %(letter)s “%(label)s”")
                % {"letter": column.letter, "label": column.label},
                error_messages={
                    "required": _("Centang agar kolom ini diabaikan, atau ubah judulnya lalu unggah lagi.")
                },
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number, question in enumerate(self.preview.questions):
            if data.get(f"q{number}") in ("lain", "unit") and not data.get(f"a{number}"):
                self.add_error(f"a{number}", _("Pilih instansi untuk “%(name)s”.") % {"name": question.name})
        return data

    @property
    def answers(self) -> dict[str, str]:
        found = {}
        for number, question in enumerate(self.preview.questions):
            answer, agency = self.cleaned_data[f"q{number}"], self.cleaned_data[f"a{number}"]
            prefix = {"lain": "instansi", "unit": "unit"}.get(answer)
            found[question.key] = f"{prefix}:{agency}" if prefix else answer
        return found

    @property
    def ignored(self) -> list[str]:
        return [column.key for column in self.preview.open_columns]
