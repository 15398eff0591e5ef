"""The base views: forgetting is a crash, hidden is 404, forbidden is 403 with its reason."""

from typing import Any

import pytest
from django import forms
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import Http404, HttpRequest
from django.test import RequestFactory

from gugus.core import permissions, views
from gugus.core.enums import JOB_TRANSITIONS, JobStatus
from gugus.core.permissions import Denied, VisibleQuerySet, allowed, reason_against
from gugus.core.workflow import check_transition, mermaid
from members.models import Agency, MemberJob
from tests.factories import World, make_world

pytestmark = pytest.mark.django_db


def refuse(user: Any, obj: Any = None) -> None:
    raise Denied("Hanya contoh.")


def accept(user: Any, obj: Any = None) -> None:
    return None


class Shown(views.DetailPage):
    selector = Agency.objects.visible_to
    template_name = "404.html"


class Refused(Shown):
    rule = refuse


def get(user: Any, path: str = "/") -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = user
    return request


@pytest.mark.parametrize(
    "base", [views.ListPage, views.DetailPage, views.UpdatePage, views.TransitionPage, views.ObjectFormPage]
)
def test_a_page_without_a_selector_cannot_be_routed(base: type) -> None:
    class Forgetful(base):  # type: ignore[misc, valid-type]
        pass

    with pytest.raises(ImproperlyConfigured, match="selector"):
        Forgetful.as_view()


def test_hidden_and_absent_are_both_404(world: World) -> None:
    foreign = make_world("16.09", "OKU Selatan").agencies["Polres"]
    own = world.agencies["Polres"]
    person = world.people["dinsos"]
    assert Shown.as_view()(get(person), pk=own.pk).status_code == 200
    for pk in (foreign.pk, world.decree.pk):
        with pytest.raises(Http404):
            Shown.as_view()(get(person), pk=pk)


def test_visible_but_forbidden_says_why(world: World) -> None:
    with pytest.raises(Denied) as caught:
        Refused.as_view()(get(world.people["dinsos"]), pk=world.agencies["Polres"].pk)
    assert caught.value.reason == "Hanya contoh."


def test_a_refused_rule_beats_a_hidden_row_never(world: World) -> None:
    """A rule is asked only about rows one may see: a hidden row stays 404 where the rule would refuse."""
    foreign = make_world("16.09", "OKU Selatan").agencies["Polres"]
    with pytest.raises(Http404):
        Refused.as_view()(get(world.people["dinsos"]), pk=foreign.pk)


def test_a_queryset_without_a_rule_crashes() -> None:
    class Anyone:
        is_authenticated = is_active = True

    with pytest.raises(NotImplementedError):
        VisibleQuerySet(Agency).visible_to(Anyone())


def test_nobody_sees_nothing(world: World) -> None:
    class Nobody:
        is_authenticated = False
        is_active = True

    inactive = world.people["sekretariat"]
    inactive.is_active = False
    assert not Agency.objects.visible_to(Nobody()).exists()
    assert not Agency.objects.visible_to(inactive).exists()


def test_one_rule_gives_boolean_and_reason() -> None:
    assert not allowed(refuse, None)
    assert reason_against(refuse, None) == "Hanya contoh."
    assert allowed(accept, None)
    assert reason_against(accept, None) == ""


def test_an_unknown_right_is_an_error_not_a_no(world: World) -> None:
    with pytest.raises(LookupError):
        permissions.holds(world.people["dinsos"], "view_agency", world.agencies["Polres"])


def test_transitions_refuse_with_state_and_act(world: World) -> None:
    job = MemberJob(status=JobStatus.DONE)
    with pytest.raises(Denied, match="selesai"):
        check_transition(job, JOB_TRANSITIONS, "start")
    assert "pending --> running: Mulai" in mermaid(JOB_TRANSITIONS)


def test_a_services_refusal_stands_beside_its_field(world: World) -> None:
    class Form(views.PlainForm):
        name = forms.CharField()

    form = Form({"name": "x"}, user=world.people["dinsos"])
    assert form.is_valid()
    views.add_errors(form, ValidationError({"name": ["Sudah dipakai."], "other": ["Salah."]}))
    assert form.errors == {"name": ["Sudah dipakai."], "__all__": ["Salah."]}
