"""People who sign in. Rights are not here: they follow from appointments (settings.AUTHORITY)."""

import uuid
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import Group
from django.db import models
from django.db.models import F
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from gugus.accounts.enums import MailKind, UserState
from gugus.core.models import Job
from gugus.core.permissions import VisibleQuerySet

if TYPE_CHECKING:
    from members.selectors import Authority


class UserQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> "UserQuerySet":
        """One's own account; sekretariat and admin see the accounts of their task force."""
        if user.authority.has_role("sekretariat", "admin"):
            here = user.authority.task_force_id
            return self.filter(
                models.Q(pk=user.pk) | models.Q(appointments__task_force_id=here) | models.Q(invited_in=here)
            ).distinct()
        return self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


class User(AbstractBaseUser):
    """A person with an e-mail address. There are no superusers and no stored groups.

    `groups` and `authority` answer from the appointments held today in the task force the person has chosen;
    both are read once per request and never stored.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(
        _("alamat surel"),
        unique=True,
        error_messages={
            "unique": _("Alamat surel ini sudah punya akun. Cari di daftar akun, atau pakai alamat lain.")
        },
    )
    full_name = models.CharField(_("nama lengkap"), max_length=120)
    phone = models.CharField(_("nomor telepon"), max_length=20, blank=True)
    is_active = models.BooleanField(_("akun aktif"), default=True)
    invited_in = models.UUIDField(null=True, editable=False)
    invited_at = models.DateTimeField(null=True, editable=False)
    disabled_at = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = _("akun")
        ordering = ["full_name", "email"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="accounts_email_ci",
                violation_error_message=_("Alamat surel ini sudah dipakai."),
            )
        ]

    def __str__(self) -> str:
        return self.full_name

    def get_absolute_url(self) -> str:
        return reverse("accounts:user-detail", args=[self.pk])

    def clean(self) -> None:
        """Addresses are kept in small letters: sign-in compares them so."""
        self.email = self.email.strip().lower()
        self.full_name = " ".join(self.full_name.split())
        super().clean()

    @property
    def is_activated(self) -> bool:
        """Whether the invitation was taken up: a password of one's own exists."""
        return self.has_usable_password()

    @property
    def invitation_ends_at(self) -> datetime | None:
        """When the link of the last invitation stops working; None when it was taken up or never sent."""
        if self.invited_at is None or self.is_activated:
            return None
        return self.invited_at + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)

    @property
    def state(self) -> UserState:
        ends_at = self.invitation_ends_at
        if not self.is_active:
            return UserState.DISABLED
        if self.is_activated:
            return UserState.ACTIVE
        return UserState.INVITED if ends_at and ends_at > timezone.now() else UserState.EXPIRED

    def get_full_name(self) -> str:
        return self.full_name

    # guardian and Django ask these; here nobody is above the rules.
    is_staff = False
    is_superuser = False

    _task_force_id: UUID | None = None

    def acting_in(self, task_force_id: UUID | None) -> "Authority":
        """Choose the task force to act in (None: the first one held) and read today's authority anew."""
        self._task_force_id = task_force_id
        self.__dict__.pop("authority", None)
        return self.authority

    @cached_property
    def authority(self) -> "Authority":
        """What this person may be today, from `settings.AUTHORITY`."""
        return import_string(settings.AUTHORITY)(self, self._task_force_id)

    @property
    def groups(self) -> models.QuerySet[Group]:
        """Groups of today's appointments; guardian, the Django filter and the database context read this."""
        return Group.objects.filter(pk__in=self.authority.group_ids).order_by(F("pk"))

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.authority.timezone)

    @property
    def task_force_choices(self) -> list[tuple[UUID, str]]:
        """Task forces in which the person holds something today, for the switch in the header."""
        return self.authority.choices

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Only object rights exist: `app.codename` on an object, held by a group of today."""
        from gugus.core.permissions import holds

        return obj is not None and holds(self, perm.split(".")[-1], obj)

    def has_perms(self, perms: list[str], obj: Any = None) -> bool:
        return all(self.has_perm(perm, obj) for perm in perms)


class AccountMail(Job):
    """A letter to an account, sent by the worker: a slow mail server never holds a page up, and the link in
    it is made only while sending, so that no queue or table keeps a key.

    `recipient` is empty when a password reset was asked for an address nobody has: the same work is done
    for both, so that neither answer nor time tells whether an account exists. `address` is set when the
    letter must go elsewhere than to the account's present address (a notice to the former one).
    """

    # Who asks for a reset is not signed in and stands in no task force.
    requested_by = models.ForeignKey(  # type: ignore[assignment]
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )
    task_force_id = models.UUIDField(null=True)  # type: ignore[assignment]
    recipient = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="mails")
    address = models.EmailField(blank=True)
    kind = models.CharField(max_length=32, choices=MailKind)

    class Meta(Job.Meta):
        verbose_name = _("surat akun")
