"""Search and filters of the list of accounts."""

from datetime import timedelta
from typing import Any

import django_filters as filters
from django.conf import settings
from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.accounts.enums import UserState
from gugus.accounts.models import User

# Django marks a password that cannot be used by this first sign.
UNUSABLE = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX)


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(method="search", label=_("Cari nama atau surel"))
    state = filters.ChoiceFilter(
        method="in_state", label=_("Status"), choices=UserState.choices, empty_label=_("Semua status")
    )

    class Meta:
        model = User
        fields: list[str] = []

    def search(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return rows.filter(Q(full_name__icontains=value) | Q(email__icontains=value))

    def in_state(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return rows.filter(_state(value))


def _state(value: str) -> Any:
    """The same four states as `User.state`, for the database."""
    sent_since = timezone.now() - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    waiting = Q(is_active=True) & UNUSABLE
    return {
        UserState.DISABLED: Q(is_active=False),
        UserState.ACTIVE: Q(is_active=True) & ~UNUSABLE,
        UserState.INVITED: waiting & Q(invited_at__gt=sent_since),
        UserState.EXPIRED: waiting & (Q(invited_at__isnull=True) | Q(invited_at__lte=sent_since)),
    }[UserState(value)]
