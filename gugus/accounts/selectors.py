"""Reads about accounts, each from what the asking person may see."""

from datetime import timedelta
from typing import Any, cast

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone

from gugus.accounts.models import User

MAIN_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)


def signed_in(request: HttpRequest) -> User:
    """Who asks, on pages that only open to somebody signed in."""
    return cast(User, request.user)


def user_list(user: User) -> QuerySet[User]:
    """Accounts `user` may know of, each with `has_factor`: whether a second factor is set up."""
    factors = Authenticator.objects.filter(user=OuterRef("pk"), type__in=MAIN_FACTORS)
    return User.objects.visible_to(user).annotate(has_factor=Exists(factors))


def user_get_self(user: User) -> QuerySet[User]:
    """One's own account as a queryset, for pages about oneself."""
    return User.objects.visible_to(user).filter(pk=user.pk)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator app or a passkey is set up; recovery codes alone do not count."""
    return bool(factor_types(user))


def factor_types(user: User) -> set[str]:
    """The kinds of second factor a person has set up; recovery codes alone do not count."""
    return set(Authenticator.objects.filter(user=user, type__in=MAIN_FACTORS).values_list("type", flat=True))


def appointments_of(person: User, *, seen_by: User) -> list[Any]:
    """Appointments that give `person` a role today or wait for confirmation, as far as `seen_by` may know.

    Reached through the relation, so that accounts need not import the domain above them. Each row carries
    `holds_today`.
    """
    own = seen_by.pk == person.pk
    rows = person.appointments.all() if own else person.appointments.visible_to(seen_by)
    rows = rows.exclude(status__in=["ditolak", "berakhir"])
    today = set(person.appointments.in_force().values_list("pk", flat=True))
    listed: list[Any] = list(rows.select_related("task_force", "agency").order_by("task_force__name", "role"))
    for row in listed:
        row.holds_today = row.pk in today
    return [row for row in listed if row.holds_today or row.status != "dikukuhkan"]


def user_sessions(user: User) -> list[UserSession]:
    """One's own sessions that still live, the last used first; dead rows are removed on the way."""
    sessions = UserSession.objects.purge_and_list(user)
    limit = timezone.now() - timedelta(seconds=settings.SESSION_COOKIE_AGE)
    return sorted(
        (s for s in sessions if s.last_seen_at >= limit), key=lambda s: s.last_seen_at, reverse=True
    )


def user_by_address(address: str) -> User | None:
    """The active, activated account of an address; for letters only, never for a page."""
    user = User.objects.filter(email=address.strip().lower(), is_active=True).first()
    return user if user is not None and user.is_activated else None
