"""The agenda as rows of one form; whoever has no JavaScript adds and moves rows all the same."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from gugus.core.views import PlainForm
from meetings.enums import AgendaKind
from meetings.models import AgendaItem
from meetings.selectors.meetings import agency_choices

MOST = 30
SPARE = 2
PARTS = ("pk", "order", "title", "speaker", "speaker_agency", "minutes", "is_public", "note", "remove")


class AgendaForm(PlainForm):
    """Points as rows; a new row without a title is left out, and `order` moves a row.

    `points` are the rows as they are stored; `typed`, rows somebody typed and did not yet save, with `more`
    empty ones. `cleaned_data["items"]` is what is wanted, in order, as mappings of a point's fields.
    """

    rows_count = forms.IntegerField(widget=forms.HiddenInput, required=False, localize=False)

    def __init__(
        self,
        *args: Any,
        points: Sequence[AgendaItem],
        typed: Mapping[str, Any] | None = None,
        more: int = 0,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.points = {str(item.pk): item for item in points}
        self.first = next((key for key, item in self.points.items() if item.kind != AgendaKind.TOPIC), "")
        self.agencies = agency_choices(self.user)
        source = self.data if self.is_bound else typed
        asked = str((source or {}).get("rows_count", ""))
        known = asked.isascii() and asked.isdigit() and len(asked) < 5
        size = int(asked) + more if known else len(points) + SPARE
        self.size = min(max(size, len(points)), MOST)
        self.initial["rows_count"] = self.size
        for number, values in enumerate(self._values(list(points), typed)):
            self._add(number, values)

    def _values(self, points: list[AgendaItem], typed: Mapping[str, Any] | None) -> list[dict[str, Any]]:
        if typed is not None:
            return [{part: typed.get(f"{part}_{n}", "") for part in PARTS} for n in range(self.size)]
        rows = [_row(item, n) for n, item in enumerate(points, start=1)]
        return rows + [{"order": n} for n in range(len(rows) + 1, self.size + 1)]

    def _add(self, number: int, values: dict[str, Any]) -> None:
        for part, field in boxes(self.agencies).items():
            field.required, field.initial = False, values.get(part)
            words = _("%(box)s, baris %(row)s") % {"box": field.label, "row": number + 1}
            field.short, field.label = field.label, words
            self.fields[f"{part}_{number}"] = field

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each row's boxes by name; `fixed` is the one every agenda begins with."""
        rows: list[dict[str, Any]] = [
            {part: self[f"{part}_{n}"] for part in PARTS} | {"number": n + 1} for n in range(self.size)
        ]
        for row in rows:
            item = self.points.get(str(row["pk"].value() or ""))
            row["fixed"] = item if item and str(item.pk) == self.first else None
        return rows

    def clean(self) -> dict[str, Any]:
        wanted = []
        for number in range(self.size):
            row = {part: self.cleaned_data.get(f"{part}_{number}") for part in PARTS}
            item = self.points.get(str(row.pop("pk") or ""))
            fixed = item is not None and str(item.pk) == self.first
            if row.pop("remove") and not fixed:
                continue
            if not row["title"] and not fixed:
                self._check_empty(number, row, item)
                continue
            order = 0 if fixed else row["order"] or MOST + number
            wanted.append((order, number, row | {"pk": item.pk if item else None}))
        items = [
            {k: v for k, v in row.items() if k != "order"}
            for _o, _n, row in sorted(wanted, key=lambda w: w[:2])
        ]
        return {"items": items}

    def _check_empty(self, number: int, row: dict[str, Any], item: AgendaItem | None) -> None:
        """A row without a title may only be one nobody wrote in."""
        written = any(row[part] for part in ("speaker", "speaker_agency", "minutes", "note"))
        if (item or written) and f"title_{number}" not in self.errors:
            self.add_error(
                f"title_{number}",
                _("Tulis mata acara baris %(row)s, atau centang “Hapus baris ini”.") % {"row": number + 1},
            )


def _row(item: AgendaItem, number: int) -> dict[str, Any]:
    names = ("pk", "title", "speaker", "speaker_agency", "minutes", "is_public", "note")
    return {name: getattr(item, name) for name in names} | {"order": number}


def boxes(agencies: Any) -> dict[str, Any]:
    """The fields of one row, their labels still short."""
    return {
        "pk": forms.CharField(widget=forms.HiddenInput),
        "order": forms.IntegerField(label=_("Urutan"), min_value=1, localize=False),
        "title": forms.CharField(label=_("Mata acara"), max_length=200),
        "speaker": forms.CharField(label=_("Penyaji (jabatan)"), max_length=160),
        "speaker_agency": forms.ModelChoiceField(
            agencies, label=_("Instansi penyaji"), empty_label=_("tanpa instansi")
        ),
        "minutes": forms.IntegerField(label=_("Lama (menit)"), min_value=1, max_value=600, localize=False),
        "is_public": forms.BooleanField(label=_("Boleh diumumkan")),
        "note": forms.CharField(
            label=_("Catatan internal"), max_length=2000, widget=forms.Textarea({"rows": 2})
        ),
        "remove": forms.BooleanField(label=_("Hapus baris ini")),
    }
