"""What a task force decided about being public: nothing, until it decides otherwise."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from gugus.core.permissions import VisibleQuerySet
from members.enums import Role


class SettingsQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        mine = user.authority
        if not mine.has_role(Role.SECRETARIAT, Role.LEADER):
            return self.none()
        return self.filter(task_force=mine.task_force_id)


class PublicationSettings(models.Model):
    """The public page of one task force; a task force without a row has none.

    `address` is the last part of /terbuka/…/. `sections` are what releases may hold, as codes of `Section`.
    `licence` are the terms of re-use the region chose; empty while it chose none. `indexed`: whether search
    engines are welcome.
    """

    task_force = models.OneToOneField(
        "members.TaskForce", on_delete=models.CASCADE, related_name="publication_settings"
    )
    enabled = models.BooleanField(_("halaman publik menyala"), default=False)
    address = models.SlugField(
        _("alamat publik"),
        max_length=40,
        unique=True,
        error_messages={"unique": _("Alamat ini sudah dipakai gugus tugas lain.")},
    )
    contact = models.CharField(_("kontak"), max_length=200, blank=True)
    licence = models.CharField(_("ketentuan pemakaian ulang"), max_length=300, blank=True)
    sections = models.JSONField(_("bagian yang boleh dirilis"), default=list, blank=True)
    indexed = models.BooleanField(_("boleh ditemukan mesin pencari"), default=False)
    updated_at = models.DateTimeField(auto_now=True)

    objects = SettingsQuerySet.as_manager()

    class Meta:
        verbose_name = _("pengaturan publikasi")
        constraints = [
            models.CheckConstraint(
                name="publication_contact",
                condition=Q(enabled=False) | ~Q(contact=""),
                violation_error_message=_("Isi kontak sebelum menyalakan halaman publik."),
            )
        ]

    def __str__(self) -> str:
        return str(self.task_force)
