"""The words of cases: terms, services and scopes, a region's own before the shipped ones."""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db.models import CharField, F, Value

from cases.enums import TermKind
from cases.models import ConsentScope, ServiceType, Term
from cases.models.vocabulary import Vocabulary

V = TypeVar("V", bound=Vocabulary)
SERVICE, SCOPE = "layanan", "cakupan"
WORDS = (
    (Term, F("kind")),
    (ServiceType, Value(SERVICE, CharField())),
    (ConsentScope, Value(SCOPE, CharField())),
)


def terms(user: Any, kind: TermKind | str) -> list[Term]:
    """The terms of one vocabulary a person may choose today."""
    return [row for row in _today(user, Term) if row.kind == kind]


def own_terms(user: Any) -> Any:
    """The region's own terms that are still offered."""
    here = user.authority.task_force_id
    return Term.objects.visible_to(user).on(user.authority.today).filter(task_force=here)


def services(user: Any) -> list[ServiceType]:
    """The kinds of service a person may choose today, in the order of the stages."""
    return _today(user, ServiceType)


def scopes(user: Any) -> list[ConsentScope]:
    """The scopes a sharing consent may have today."""
    return _today(user, ConsentScope)


def choices(rows: Iterable[Any]) -> list[tuple[str, str]]:
    """Codes and labels for a form."""
    return [(row.code, row.label) for row in rows]


def label_of(user: Any, kind: TermKind | str, code: str) -> str:
    """The label of a code; of one that ended too. `kind` is a TermKind, SERVICE or SCOPE.

    A code no row explains is shown as it is: what was once chosen stays readable.
    """
    return _labels(user).get((str(kind), code), code)


def labels_of(user: Any, kind: TermKind | str, codes: Iterable[str]) -> str:
    """Labels of several codes, in one line."""
    return ", ".join(label_of(user, kind, code) for code in codes)


def _today(user: Any, model: type[V]) -> list[V]:
    day = user.authority.today
    return [
        row
        for row in _own_first(_rows(user, model))
        if (row.valid_from or day) <= day <= (row.valid_until or day)
    ]


def _own_first(rows: list[V]) -> list[V]:
    """A region's row takes the place of the shipped one of the same code."""
    own = {_key(row) for row in rows if row.task_force_id}
    return [row for row in rows if row.task_force_id or _key(row) not in own]


def _key(row: Any) -> tuple[str, str]:
    kinds = {ServiceType: SERVICE, ConsentScope: SCOPE}
    return kinds.get(type(row)) or str(row.kind), row.code


def _labels(user: Any) -> dict[tuple[str, str], str]:
    """All words in one query, read once per request; a region's own label over the shipped one."""
    kept = user.__dict__.setdefault("_case_labels", {})
    here = user.authority.task_force_id
    if here not in kept:
        columns = ("word", "code", "label", "task_force_id")
        terms, *others = (
            model.objects.visible_to(user).order_by().annotate(word=word).values_list(*columns)  # type: ignore[attr-defined]
            for model, word in WORDS
        )
        rows = sorted(terms.union(*others), key=lambda row: row[3] is not None)
        kept[here] = {(word, code): label for word, code, label, _own in rows}
    return kept[here]


def _rows(user: Any, model: type[V]) -> list[V]:
    """All rows of one vocabulary, read once per request: `user` lives as long."""
    kept = user.__dict__.setdefault("_case_words", {})
    key = model, user.authority.task_force_id
    if key not in kept:
        kept[key] = list(model.objects.visible_to(user))  # type: ignore[attr-defined]
    return kept[key]
