"""Input for importing a workbook: the file, its columns, its names, and what concerns victims."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import UploadField
from gugus.core.views import PlainForm
from rad.selectors import agency_choices
from rad.workbook import FIELD_NAMES, IGNORE
from rad.workbook.labels import REQUIRED, YEARLY

# More choices than this are no page: they are confirmed after the import, step by step.
MOST_ASKED = 400


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


class ImportColumnsForm(PlainForm):
    """What each column of the file means: those nobody knows, then those that were recognised."""

    def __init__(self, *args: Any, preview: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        matrix = preview.matrix
        self.open = [(f"k{n}", column) for n, column in enumerate(matrix.unknown_columns)]
        self.known = [(f"d{n}", column) for n, column in enumerate(matrix.columns)]
        self.missing = {f.facts[0][1] for f in matrix.faults if f.code == "column_missing"}
        choices = column_choices(preview)
        for name, column in self.open:
            self.fields[name] = self._field(column, choices, column.proposed)
        for name, column in self.known:
            self.fields[name] = self._field(column, choices, column.answer)

    def _field(self, column: Any, choices: list[tuple[str, str]], initial: str) -> forms.ChoiceField:
        words = {"letter": column.letter, "label": column.label or _("tanpa judul")}
        return forms.ChoiceField(
            label=_("Arti kolom %(letter)s “%(label)s”") % words,
            choices=choices,
            initial=initial,
            error_messages={"required": _("Pilih arti kolom %(letter)s, atau abaikan.") % words},
        )

    def clean(self) -> dict[str, Any]:
        """One column per meaning and sheet, and none that no matrix can do without is missing."""
        data = super().clean() or {}
        chosen: dict[tuple[str, str], Any] = {}
        for name, column in (*self.open, *self.known):
            answer = data.get(name)
            if not answer or answer == IGNORE:
                continue
            before = chosen.setdefault((column.sheet, answer), column)
            if before is not column:
                words = {"meaning": meaning(answer), "first": before.letter, "second": column.letter}
                self.add_error(
                    name,
                    _(
                        "%(meaning)s dipilih untuk kolom %(first)s dan %(second)s. Pilih satu saja, dan "
                        "abaikan yang lain."
                    )
                    % words,
                )
        self._check_required({answer.partition(":")[0] for _sheet, answer in chosen})
        return data

    def _check_required(self, chosen: set[str]) -> None:
        for field in REQUIRED:
            if field not in chosen:
                self.add_error(
                    None,
                    _(
                        "Belum ada kolom untuk %(field)s. Pilih kolom yang memuatnya; bila memang tidak ada, "
                        "tambahkan di berkas lalu unggah lagi."
                    )
                    % {"field": FIELD_NAMES[field]},
                )

    @property
    def columns(self) -> dict[str, str]:
        """What was asked, and what a person changed of the rest."""
        asked = {column.key: self.cleaned_data[name] for name, column in self.open}
        changed = {
            column.key: self.cleaned_data[name]
            for name, column in self.known
            if self.cleaned_data[name] != column.answer
        }
        return asked | changed

    @property
    def open_fields(self) -> list[tuple[Any, Any]]:
        return [(self[name], column) for name, column in self.open]

    @property
    def known_fields(self) -> list[Any]:
        return [self[name] for name, _column in self.known]


def meaning(answer: str) -> str:
    """An answer in words: "Target 2026"."""
    name, _colon, year = answer.partition(":")
    return f"{FIELD_NAMES[name]} {year}".strip()


def column_choices(preview: Any) -> list[tuple[str, str]]:
    """Every field; yearly ones for each year that may be meant."""
    years = _years(preview)
    choices = [("", _("– pilih arti kolom –")), (IGNORE, _("Abaikan kolom ini"))]
    for name, words in FIELD_NAMES.items():
        if name != "target":
            choices.append((name, words))
        if name in YEARLY:
            choices += [(f"{name}:{year}", f"{words} {year}") for year in years]
    return choices


def _years(preview: Any) -> Iterable[int]:
    """The plan's years as far as the file tells, with room on both sides."""
    matrix = preview.matrix
    told = [*matrix.years, *matrix.title_years, *(use.year for use in matrix.columns if use.year)]
    told += [
        int(column.proposed[-4:])
        for column in matrix.unknown_columns
        if column.proposed.startswith("target:")
    ]
    told = told or [preview.run.created_at.year]
    return range(max(min(told) - 2, 2000), min(max(told) + 6, 2100))


class ImportAnswerForm(PlainForm):
    """Who is meant by each unsure name, and which new indicators concern victims."""

    def __init__(self, *args: Any, preview: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.preview = preview
        agencies = [("", _("– pilih instansi –"))] + [
            (str(a.pk), a.short_name) for a in agency_choices(self.user)
        ]
        for number, question in enumerate(preview.questions):
            self._ask(number, question, agencies)
        self.asks_victims = 0 < len(preview.fresh) <= MOST_ASKED
        if self.asks_victims:
            places = [each.planned.place for each in preview.fresh]
            self.fields["victims"] = forms.MultipleChoiceField(
                label=_("Menyangkut korban"), choices=[(place, place) for place in places], required=False
            )

    def _ask(self, number: int, question: Any, agencies: list[tuple[str, Any]]) -> None:
        words = {"name": question.name}
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
            error_messages={"required": _("Pilih siapa yang dimaksud dengan “%(name)s”.") % words},
        )
        self.fields[f"a{number}"] = forms.ChoiceField(
            label=_("Instansi untuk “%(name)s”") % words, choices=agencies, required=False
        )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number, question in enumerate(self.preview.questions):
            if data.get(f"q{number}") in ("lain", "unit") and not data.get(f"a{number}"):
                self.add_error(f"a{number}", _("Pilih instansi untuk “%(name)s”.") % {"name": question.name})
        return data

    @property
    def question_fields(self) -> list[Any]:
        return [self[name] for name in self.fields if name != "victims"]

    @property
    def ticked(self) -> set[str]:
        """Places now ticked: as sent, else as proposed."""
        return set(self.data.getlist("victims")) if self.is_bound else self.preview.victims_proposed

    @property
    def answers(self) -> dict[str, str]:
        found = {}
        for number, question in enumerate(self.preview.questions):
            answer, agency = self.cleaned_data[f"q{number}"], self.cleaned_data[f"a{number}"]
            prefix = {"lain": "instansi", "unit": "unit"}.get(answer)
            found[question.key] = f"{prefix}:{agency}" if prefix else answer
        return found

    @property
    def victims(self) -> set[str] | None:
        """What this person confirms; None where it was not asked."""
        return set(self.cleaned_data["victims"]) if self.asks_victims else None


class VictimsForm(PlainForm):
    """Which of the listed indicators concern victims."""

    def __init__(self, *args: Any, rows: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = rows
        choices = [(str(row.pk), row.name) for row in rows]
        self.fields["asked"] = forms.MultipleChoiceField(choices=choices, widget=forms.MultipleHiddenInput)
        self.fields["about"] = forms.MultipleChoiceField(choices=choices, required=False)

    @property
    def ticked(self) -> set[str]:
        if self.is_bound:
            return set(self.data.getlist("about"))
        return {str(row.pk) for row in self.rows if row.about_victims}
