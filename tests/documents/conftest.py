"""What the tests of documents share."""

from collections.abc import Callable

import pytest

from gugus.documents.models import TrustAnchor
from gugus.documents.services import anchor_add
from tests.factories import World


@pytest.fixture
def trust(world: World) -> Callable[[bytes], TrustAnchor]:
    """Make the office trust a certificate."""

    def add(pem: bytes) -> TrustAnchor:
        return anchor_add(name="Penerbit Contoh", content=pem, by=world.people["sekretariat"])

    return add
