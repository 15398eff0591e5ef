"""Behind our own proxy: the visitor's address is the one the proxy saw, whatever the visitor claims."""

import pytest
from django.test import Client, RequestFactory, override_settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from gugus.core.middleware import client_ip
from gugus.core.models import AuditEvent
from tests.accounts.conftest import _empty_cache
from tests.factories import World

__all__ = ["_empty_cache"]
SEEN = "203.0.113.9"


@pytest.mark.django_db
def test_a_visitor_cannot_choose_the_address_that_is_counted(world: World) -> None:
    """Each failed attempt claims another address; all are counted as one, and locked."""
    data = {"login": world.people["dinsos"].email, "password": "salah-salah-salah"}
    with override_settings(TRUSTED_PROXIES=1):
        for number in range(7):
            claim = f"10.0.0.{number}, {SEEN}"
            answer = Client().post(reverse("account_login"), data, HTTP_X_FORWARDED_FOR=claim)
    assert "Coba lagi dalam 30 menit" in answer.content.decode()
    assert set(AuditEvent.objects.values_list("ip", flat=True)) == {SEEN}


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=60))
def test_only_what_the_proxy_wrote_counts(claim: str) -> None:
    request = RequestFactory().get("/", HTTP_X_FORWARDED_FOR=f"{claim}, {SEEN}", REMOTE_ADDR="172.18.0.5")
    with override_settings(TRUSTED_PROXIES=1):
        assert client_ip(request) == SEEN
    with override_settings(TRUSTED_PROXIES=0):
        assert client_ip(request) == "172.18.0.5"
