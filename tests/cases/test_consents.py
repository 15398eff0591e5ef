"""Consents: two questions, guardians of children, and what a no or a withdrawal closes."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.models import Case, Consent
from cases.rules.consents import is_live
from cases.services.consents import consent_record, consent_withdraw
from gugus.core.permissions import Denied
from tests.cases.builders import acting, draft_referral, move, open_case
from tests.factories import World

TODAY = timezone.localdate()


@given(
    given_=st.booleans(),
    withdrawn=st.booleans(),
    days=st.none() | st.integers(min_value=-400, max_value=400),
)
@settings(deadline=None)
def test_a_consent_holds_only_as_a_yes_not_withdrawn_and_not_over(
    given_: bool, withdrawn: bool, days: int | None
) -> None:
    until = None if days is None else TODAY + timedelta(days=days)
    row = Consent(given=given_, valid_until=until, withdrawn_at=timezone.now() if withdrawn else None)
    assert is_live(row, TODAY) == (given_ and not withdrawn and (days is None or days >= 0))


@pytest.mark.django_db
def test_a_child_is_spoken_for_by_a_named_guardian(world: World) -> None:
    case = open_case(world, "polres_ppa", "Polres", age_group="13_17")
    yes = {"case": case, "kind": "berbagi", "given": True, "scope": "identitas", "given_on": TODAY}
    with acting(world, "polres_ppa") as now:
        with pytest.raises(ValidationError, match="dinyatakan walinya"):
            consent_record(by=now.user, **yes)
        with pytest.raises(ValidationError, match="Tulis nama wali"):
            consent_record(by=now.user, by_guardian=True, **yes)
        consent_record(by=now.user, by_guardian=True, guardian_relation="Siti Contoh, bibi", **yes)
        consent_record(by=now.user, case=case, kind="berbagi", given=False, given_on=TODAY)


@pytest.mark.django_db
def test_a_no_closes_what_the_yes_opened(world: World) -> None:
    case = open_case(world, "polres_ppa", "Polres")
    about = {"case": case, "kind": "berbagi", "given_on": TODAY}
    with acting(world, "polres_ppa") as now:
        yes = consent_record(by=now.user, given=True, scope="identitas", **about)
        consent_record(by=now.user, case=case, kind="layanan", given=True, given_on=TODAY)
    referral = draft_referral(world, "polres_ppa", case, "Polres", "Dinas Sosial", consent=yes)
    move(world, "polres_ppa", referral, "send")
    assert move(world, "dinsos_kasus", referral, "accept") == (True, "diterima")
    with acting(world, "dinsos_kasus"):
        assert Case.objects.filter(pk=case.pk).exists()
    with acting(world, "polres_ppa") as now:
        consent_record(by=now.user, given=False, **about)
        held = Consent.objects.filter(case=case, withdrawn_at=None, given=True)
        assert list(held.values_list("kind", flat=True)) == ["layanan"], "the other question stands"
    with acting(world, "dinsos_kasus"):
        assert not Case.objects.filter(pk=case.pk).exists()


@pytest.mark.django_db
def test_a_yes_is_withdrawn_once(world: World) -> None:
    case = open_case(world, "polres_ppa", "Polres")
    with acting(world, "polres_ppa") as now:
        row = consent_record(by=now.user, case=case, kind="layanan", given=True, given_on=TODAY)
        with pytest.raises(ValidationError, match="sesudah hari ini"):
            consent_record(
                by=now.user, case=case, kind="layanan", given=True, given_on=TODAY + timedelta(days=1)
            )
        consent_withdraw(consent=row, by=now.user)
        with pytest.raises(Denied, match="sudah ditarik"):
            consent_withdraw(consent=row, by=now.user)
