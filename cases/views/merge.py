"""Two people change one row: the second sees what the first saved, and nothing is lost silently.

The form carries, signed, what its row said when it was read. When the row has changed since, nothing is
saved: what only the other changed is taken over, what this person typed stays, and both are shown.
"""

from datetime import date
from typing import Any

from django.core import signing
from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases.rules.cases import Stale
from cases.views.common import CaseFormPage
from gugus.core.templatetags.gugus import NOTHING, tanggal

SALT = "cases.seen"


class MergePage(CaseFormPage):
    """Subclasses say which row (`row`), its version (`version`) and how it is saved (`save`)."""

    template_name = "cases/case_form.html"
    stale = False

    def row(self) -> Any:
        """The row as it is stored now; the case itself unless said otherwise."""
        return self.get_queryset().get(pk=self.object.pk)

    def version(self, row: Any) -> Any:
        return row.version

    def save(self, form: Any, version: Any) -> Any:
        """Call the service; it raises Stale when the row's version is another."""
        raise NotImplementedError

    def values(self, row: Any) -> dict[str, Any]:
        names = [name for name in self.get_form_class().base_fields if name != "seen"]
        return {name: getattr(row, name) for name in names if hasattr(row, name)}

    def get_initial(self) -> dict[str, Any]:
        row = self.row()
        return super().get_initial() | self._read(row)

    def _read(self, row: Any) -> dict[str, Any]:
        values = self.values(row)
        plain_values = {name: plain(value) for name, value in values.items()}
        seen = {"version": str(self.version(row)), "fields": plain_values}
        return values | {"seen": signing.dumps(seen, salt=SALT, compress=True)}

    def perform(self, form: Any) -> Any:
        self.seen = unsigned(form.cleaned_data.pop("seen", ""))
        try:
            return self.save(form, self.seen["version"])
        except Stale:
            self.stale = True
            raise

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.conflict(form) if self.stale else super().form_invalid(form)

    def conflict(self, form: Any) -> HttpResponse:
        """409: what was saved meanwhile beside what was typed, and a form that holds both."""
        stored, typed, read = self._read(self.row()), form.cleaned_data, self.seen["fields"]
        merged, differences = dict(stored), []
        for name, mine in typed.items():
            kept = plain(mine) != read.get(name)
            if kept:
                merged[name] = mine
            if plain(stored[name]) != read.get(name) and plain(stored[name]) != plain(mine):
                differences.append(
                    {
                        "label": form.fields[name].label,
                        "theirs": shown(form.fields[name], stored[name]),
                        "mine": shown(form.fields[name], mine) if kept else "",
                    }
                )
        fresh = form.__class__(**(self.get_form_kwargs() | {"data": None, "files": None, "initial": merged}))
        context = self.get_context_data(form=fresh) | {"differences": differences, "conflict": True}
        return self.render_to_response(context, status=409)


def plain(value: Any) -> Any:
    """A value as it is compared and signed: text, or texts in order."""
    if isinstance(value, list | tuple | set):
        return sorted(str(each) for each in value)
    if isinstance(value, Model):
        return str(value.pk)
    return "" if value is None else str(value).replace("\r\n", "\n").strip()


def unsigned(text: str) -> dict[str, Any]:
    """What the person had read; of a form without it, or with another's, nothing is believed."""
    try:
        return signing.loads(text, salt=SALT)
    except signing.BadSignature:
        return {"version": None, "fields": {}}


def shown(field: Any, value: Any) -> str:
    """A value in the words of its field."""
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if isinstance(value, date):
        return tanggal(value)
    words = {str(code): str(label) for code, label in getattr(field, "choices", ()) if isinstance(label, str)}
    given = value if isinstance(value, list | tuple | set) else [value]
    texts = [words.get(str(each), str(each)) for each in given if each not in (None, "")]
    return ", ".join(texts) or NOTHING
