"""The few lines every rule and every move stands on."""

import pytest

from cases.models import Case, CaseGrant
from gugus.core.permissions import Denied, allowed, grant_model, grants_of, reason_against
from gugus.core.workflow import Transition, move
from members.models import Agency, Decree
from rad.models import ActionItem

TABLE = {"sign": Transition({"telaah"}, "ditandatangani", "Tandatangani")}


def refuse() -> None:
    raise Denied("Contoh alasan")


def test_a_refusal_says_why() -> None:
    assert reason_against(refuse) == "Contoh alasan"
    assert str(Denied("Contoh alasan")) == "Contoh alasan"
    assert not allowed(refuse)
    assert allowed(lambda: None)


def test_rights_stand_in_the_table_of_their_model() -> None:
    assert grant_model(Case) is CaseGrant
    assert grant_model(ActionItem).__name__ == "ActionItemGrant"
    with pytest.raises(LookupError):
        grant_model(Agency)


def test_a_right_nobody_knows_is_no_right() -> None:
    with pytest.raises(LookupError):
        grants_of(Case, "delete_everything", [])


def test_a_move_starts_from_its_state() -> None:
    decree = Decree(status="telaah")
    move(decree, TABLE, "sign")
    assert decree.status == "ditandatangani"
    with pytest.raises(Denied):
        move(decree, TABLE, "sign")
