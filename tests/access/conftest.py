"""One scene for a whole walk; every request is rolled back."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import override_settings

from tests.access.walker import Walker
from tests.factories import make_world
from tests.scene import make_scene


@pytest.fixture(scope="module")
def walker(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[Walker]:
    """One scene for the whole walk; every request is rolled back, so sessions never move on."""
    kept = override_settings(SECOND_FACTOR_REQUIRED=False, SESSION_COOKIE_AGE=12 * 3600)
    with django_db_blocker.unblock(), transaction.atomic(), kept:
        foreigner = make_world("16.09", "OKU Selatan").people["sekretariat"]
        yield Walker(make_scene(), foreigner)
        transaction.set_rollback(True)
