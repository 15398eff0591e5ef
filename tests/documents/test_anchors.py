"""Issuers the office trusts: who may name them, what counts as one."""

from collections.abc import Callable
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gugus.core.models import AuditEvent
from gugus.documents.models import TrustAnchor
from gugus.documents.selectors import trust_anchors
from gugus.documents.services import CertificateRefused, anchor_add, anchor_withdraw
from tests.documents.signing import issue, official, root
from tests.factories import World

pytestmark = pytest.mark.django_db
LIST, CREATE = "documents:anchor-list", "documents:anchor-create"


def send(client: Any, content: bytes, name: str = "penerbit.pem") -> Any:
    return client.post(
        reverse(CREATE), {"name": "Penerbit Contoh", "upload": SimpleUploadedFile(name, content)}
    )


def test_none_is_trusted_at_first() -> None:
    assert trust_anchors() == []


@pytest.mark.parametrize("encoding", [Encoding.PEM, Encoding.DER])
def test_a_certificate_is_trusted_from_its_upload_until_it_is_withdrawn(
    world: World, encoding: Encoding
) -> None:
    by = world.people["sekretariat"]
    anchor = anchor_add(name="Contoh", content=root().certificate.public_bytes(encoding), by=by)
    assert [certificate.sha256 for certificate in trust_anchors()] == [bytes.fromhex(anchor.sha256)]
    anchor_withdraw(anchor=anchor, by=by)
    assert trust_anchors() == []
    again = anchor_add(name="Contoh", content=root().pem, by=by)
    assert again.pk == anchor.pk
    assert len(trust_anchors()) == 1
    trail = AuditEvent.objects.filter(object_type="documents.trustanchor").order_by("id")
    assert [event.action.removeprefix("documents.anchor_") for event in trail] == ["add", "withdraw", "add"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"bukan sertifikat", "bukan sertifikat"),
        (official().pem, "milik orang"),
        (issue("Lama Contoh", ca=True, days=-1).pem, "sudah habis"),
    ],
    ids=["text", "person", "expired"],
)
def test_what_is_no_issuer_is_refused(world: World, content: bytes, words: str) -> None:
    with pytest.raises(CertificateRefused, match=words):
        anchor_add(name="Contoh", content=content, by=world.people["sekretariat"])
    assert not TrustAnchor.objects.exists()


def test_the_same_issuer_twice_is_refused(world: World, trust: Callable) -> None:
    trust(root().pem)
    with pytest.raises(CertificateRefused, match="sudah dipercaya"):
        trust(root().pem)


def test_secretariat_adds_and_withdraws_on_the_page(world: World, sign_in: Callable) -> None:
    client = sign_in(world.people["sekretariat"])
    assert "Belum ada penerbit" in client.get(reverse(LIST)).content.decode()
    assert send(client, root().pem).url == reverse(LIST)
    anchor = TrustAnchor.objects.get()
    withdraw = reverse("documents:anchor-withdraw", args=[anchor.pk])
    assert withdraw in client.get(reverse(LIST)).content.decode()
    assert client.get(withdraw).status_code == 200
    assert client.post(withdraw).url == reverse(LIST)
    assert client.post(withdraw).status_code == 403
    assert trust_anchors() == []


def test_refusal_stands_on_the_page_and_keeps_what_was_typed(world: World, sign_in: Callable) -> None:
    response = send(sign_in(world.people["sekretariat"]), official().pem)
    assert response.status_code == 200
    page = response.content.decode()
    assert "milik orang, bukan penerbit" in page
    assert 'value="Penerbit Contoh"' in page


@pytest.mark.parametrize("key", ["sekda", "pengawas", "admin", "dinsos", "dinsos_kasus"])
def test_others_may_not(world: World, sign_in: Callable, trust: Callable, settings: Any, key: str) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    anchor = trust(root().pem)
    client = sign_in(world.people[key])
    assert client.get(reverse(LIST)).status_code == 403
    assert send(client, issue("Lain", ca=True).pem).status_code == 403
    withdrawn = client.post(reverse("documents:anchor-withdraw", args=[anchor.pk]))
    assert withdrawn.status_code == (403 if key == "pengawas" else 404)
    assert len(trust_anchors()) == 1


def test_signed_out_visitors_are_sent_to_log_in(client: Any) -> None:
    response = client.get(reverse(LIST))
    assert response.status_code == 302
    assert "next=" in response.url
