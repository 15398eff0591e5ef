"""The words of cases: terms, services and scopes, a region's own before the shipped ones."""

from collections.abc import Iterable
from typing import Any, TypeVar

from cases.enums import TermKind
from cases.models import ConsentScope, ServiceType, Term
from cases.models.vocabulary import Vocabulary

V = TypeVar("V", bound=Vocabulary)
SERVICE, SCOPE = "layanan", "cakupan"


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
    found: dict[tuple[str, str], str] = {}
    for model in (Term, ServiceType, ConsentScope):
        rows: list[Any] = _own_first(_rows(user, model))
        found |= {_key(row): row.label for row in rows}
    return found


def _rows(user: Any, model: type[V]) -> list[V]:
    """All rows of one vocabulary, read once per request: `user` lives as long."""
    kept = user.__dict__.setdefault("_case_words", {})
    key = model, user.authority.task_force_id
    if key not in kept:
        kept[key] = list(model.objects.visible_to(user))  # type: ignore[attr-defined]
    return kept[key]
