"""State machines as tables: one helper moves, `manage.py state_diagrams` draws (style.md "Workflow")."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from gugus.core.permissions import Denied


@dataclass(frozen=True)
class Transition:
    """One allowed move: from any of `sources` to `target`; `label` is the button's word."""

    sources: Set[Any]
    target: Any
    label: Any


Transitions = Mapping[str, Transition]


def check_transition(obj: models.Model, transitions: Transitions, name: str, field: str = "status") -> None:
    """Raise Denied when `obj` is not in a state that `name` starts from."""
    if getattr(obj, field) not in transitions[name].sources:
        raise Denied(
            _("“%(act)s” tidak dapat dilakukan karena statusnya %(state)s.")
            % {"act": transitions[name].label, "state": getattr(obj, f"get_{field}_display")()}
        )


def move(obj: models.Model, transitions: Transitions, name: str, field: str = "status") -> None:
    """Set the new state on a row its caller holds locked; the caller saves. Raises Denied as above."""
    check_transition(obj, transitions, name, field)
    setattr(obj, field, transitions[name].target)


def mermaid(transitions: Transitions) -> str:
    """The table as a Mermaid state diagram, in a stable order."""
    lines = [
        f"    {source} --> {move.target}: {move.label}"
        for move in transitions.values()
        for source in sorted(move.sources)
    ]
    return "stateDiagram-v2\n" + "\n".join(lines) + "\n"
