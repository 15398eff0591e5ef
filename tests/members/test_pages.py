"""Every page of the structure opens for those who may, and is refused with a reason to those who may not."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gugus.accounts.models import User
from gugus.core.sheets import read_sheets
from members import services
from members.models import Decree, LegalBasis, Seat, Sop
from tests.factories import World
from tests.members.handlers import head_of, propose

pytestmark = pytest.mark.django_db

SignIn = Callable[[User], Client]

PLAIN = [
    "agency-list",
    "structure",
    "region-list",
    "sub-list",
    "position-list",
    "appointment-list",
    "decree-list",
    "legal-basis-list",
    "sop-list",
]
SECRETARIAT = [
    "agency-create",
    "agency-import",
    "agency-export",
    "settings",
    "sub-create",
    "position-create",
    "decree-create",
    "legal-basis-create",
    "sop-create",
]


def url(name: str, *args: object) -> str:
    return reverse(f"members:{name}", args=args)


@pytest.fixture(autouse=True)
def _one_factor(settings: Any) -> None:
    """The second factor has tests of its own."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.mark.parametrize("person", ["sekretariat", "sekda", "dinsos", "pengawas", "dinsos_kasus"])
def test_everybody_of_the_task_force_reads(world: World, sign_in: SignIn, person: str) -> None:
    client = sign_in(world.people[person])
    for name in PLAIN:
        assert client.get(url(name)).status_code == 200, name


def test_only_the_secretariat_keeps(world: World, sign_in: SignIn) -> None:
    keeper, others = sign_in(world.people["sekretariat"]), ("dinsos", "sekda", "pengawas", "admin")
    for name in SECRETARIAT:
        assert keeper.get(url(name)).status_code == 200, name
        for key in others:
            assert sign_in(world.people[key]).get(url(name)).status_code == 403, (name, key)


@pytest.fixture
def draft(world: World) -> Decree:
    decree = services.decree_create(by=world.people["sekretariat"])
    services.seats_create_for_agencies(decree=decree, by=world.people["sekretariat"])
    return decree


def test_every_page_of_a_draft_opens_for_the_secretariat_and_is_hidden_from_others(
    world: World, sign_in: SignIn, draft: Decree
) -> None:
    seat = draft.seats.first()
    assert seat is not None
    pages = [
        *(
            url(name, draft.pk)
            for name in (
                "decree-detail",
                "decree-text",
                "decree-grounds",
                "decree-submit",
                "decree-delete",
                "seat-create",
            )
        ),
        *(url(name, seat.pk) for name in ("seat-update", "seat-delete", "holder-set")),
    ]
    keeper, other = sign_in(world.people["sekretariat"]), sign_in(world.people["dinsos"])
    for page in pages:
        assert keeper.get(page).status_code == 200, page
        assert other.get(page).status_code == 404, page


def test_pages_of_a_decree_in_force(world: World, sign_in: SignIn) -> None:
    keeper, other = sign_in(world.people["sekretariat"]), sign_in(world.people["dinsos"])
    assert other.get(url("decree-detail", world.decree.pk)).status_code == 200
    for name in ("decree-amend", "decree-copy", "decree-revoke"):
        assert keeper.get(url(name, world.decree.pk)).status_code == 200, name
        assert other.get(url(name, world.decree.pk)).status_code == 403, name
    for name in ("decree-text", "decree-grounds", "decree-submit", "decree-sign", "decree-enforce"):
        assert keeper.get(url(name, world.decree.pk)).status_code == 403, name


def test_agency_and_library_pages(world: World, sign_in: SignIn) -> None:
    agency = world.agencies["Dinas Sosial"]
    law = LegalBasis.objects.create(level=2, kind="Undang-Undang", number="1", year=2020, title="Contoh")
    sop = Sop.objects.create(code="SOP-01", title="Contoh")
    keeper, other = sign_in(world.people["sekretariat"]), sign_in(world.people["dinsos"])
    for page in (
        url("agency-detail", agency.pk),
        url("legal-basis-detail", law.pk),
        url("sop-detail", sop.pk),
    ):
        assert keeper.get(page).status_code == 200, page
        assert other.get(page).status_code == 200, page
    for page in (
        url("agency-update", agency.pk),
        url("legal-basis-update", law.pk),
        url("sop-update", sop.pk),
        url("sub-update", world.task_force.sub_task_forces.first().pk),
        url("position-update", world.task_force.positions.first().pk),
        url("sub-delete", world.task_force.sub_task_forces.first().pk),
        url("position-delete", world.task_force.positions.first().pk),
    ):
        assert keeper.get(page).status_code == 200, page
        assert other.get(page).status_code == 403, page


def test_a_clerk_goes_from_agencies_to_a_draft_with_seats(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekretariat"])
    made = client.post(url("decree-create"), follow=True)
    decree = Decree.objects.get(status="draf")
    assert made.redirect_chain[-1][0] == decree.get_absolute_url()
    client.post(url("seat-all", decree.pk))
    assert decree.seats.count() == 4
    seat: Seat = decree.seats.get(agency=world.agencies["Polres"])
    client.post(url("seat-move", seat.pk), {"arah": "naik"})
    client.post(url("decree-submit", decree.pk))
    client.post(
        url("decree-review", decree.pk),
        {"officer": "Budi Contoh", "reviewed_on": "2026-11-20", "approved": "ya", "note": ""},
    )
    tomorrow = timezone.localdate() + timedelta(days=1)
    client.post(
        url("decree-sign", decree.pk),
        {
            "number": "188.45/99/2026",
            "signed_on": str(timezone.localdate()),
            "valid_from": str(tomorrow),
            "valid_until": "",
            "signer_office": "Wali Kota Kediri",
            "signer_name": "BUDI CONTOH",
        },
    )
    client.post(url("decree-enforce", decree.pk))
    decree.refresh_from_db()
    assert decree.status == "berlaku"
    world.decree.refresh_from_db()
    assert (world.decree.status, world.decree.ended_on) == ("diganti", timezone.localdate())


def test_the_form_keeps_what_was_typed_and_names_the_cure(world: World, sign_in: SignIn) -> None:
    client = sign_in(world.people["sekretariat"])
    response = client.post(
        url("agency-create"), {"short_name": "Dinas Sosial", "name": "Ketikan saya", "kind": "opd"}
    )
    assert response.status_code == 200
    page = response.content.decode()
    assert "sudah ada. Pakai nama lain" in page
    assert "Ketikan saya" in page


def test_a_person_without_appointment_sees_no_agency(world: World, sign_in: SignIn) -> None:
    page = sign_in(world.people["pengusul"]).get(url("agency-list")).content.decode()
    assert "Dinas Sosial" not in page


def test_rows_of_another_task_force_are_absent(world: World, sign_in: SignIn) -> None:
    from tests.factories import make_world

    other = make_world("16.09", "OKU Selatan")
    client = sign_in(world.people["sekretariat"])
    assert client.get(url("decree-detail", other.decree.pk)).status_code == 404
    assert client.get(url("agency-detail", other.agencies["Polres"].pk)).status_code == 404
    assert client.post(url("seat-all", other.decree.pk)).status_code == 404


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_shows_what_the_list_shows_and_runs_no_formula(
    world: World, sign_in: SignIn, kind: str
) -> None:
    services.agency_create(
        by=world.people["sekretariat"], short_name="=1+1", name="Lembaga Contoh", kind="masyarakat"
    )
    client = sign_in(world.people["sekretariat"])
    response = client.get(url("agency-list"), {"kind": "masyarakat", "_export": kind})
    rows = read_sheets(response.content).sheets[0].rows
    assert [cell.text for cell in rows[1]][:2] == ["'=1+1", "Lembaga Contoh"]
    assert not any(cell.is_formula for row in rows for cell in row)
    assert len(rows) == 2


def test_a_head_confirms_on_the_page(world: World, sign_in: SignIn) -> None:
    """The head seat's holder sees the proposal of the own agency's unit and answers it."""
    head = head_of(world, "Dinas Sosial")
    unit = world.agency("UPTD PPA", member=False, parent=world.agencies["Dinas Sosial"])
    row = propose(world.people["sekretariat"], world.people["pengusul"], unit)
    client = sign_in(head)
    assert "Kukuhkan penangan kasus UPTD PPA" in client.get(url("appointment-list")).content.decode()
    client.post(url("appointment-confirm", row.pk))
    row.refresh_from_db()
    assert row.status == "dikukuhkan"
    form = client.get(url("appointment-propose")).context["form"]
    assert [value for value, _label in form.fields["role"].choices] == ["", "penangan"]
    assert {agency.short_name for agency in form.fields["agency"].queryset} == {"Dinas Sosial", "UPTD PPA"}
    assert sign_in(world.people["dinkes"]).get(url("appointment-detail", row.pk)).status_code == 404
    assert sign_in(world.people["dinkes"]).get(url("appointment-propose")).status_code == 403
