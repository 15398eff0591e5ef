"""Minutes: written during the meeting, kept in every version, agreed on, then frozen."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.models import UUIDModel
from gugus.core.permissions import VisibleQuerySet
from meetings.enums import MinutesStatus, Verdict
from meetings.models.meetings import AgendaItem, Meeting, OfMeetingQuerySet
from members.enums import Role


class MinutesQuerySet(OfMeetingQuerySet):
    def _visible_to(self, user: Any) -> Self:
        """While they are written: sekretariat and the notulis; afterwards who knows the meeting."""
        rows = super()._visible_to(user)
        if user.authority.has_role(Role.SECRETARIAT):
            return rows
        return rows.filter(~Q(status=MinutesStatus.WRITING) | Q(meeting__minute_taker=user))


class Minutes(UUIDModel):
    """The notula of one meeting. `round` counts the times it was circulated; answers belong to a round.

    `release` is the text for the press, made from public parts only.
    """

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    status = models.CharField(
        _("status"), max_length=12, choices=MinutesStatus, default=MinutesStatus.WRITING
    )
    round = models.PositiveSmallIntegerField(default=0)
    agree_until = models.DateTimeField(_("batas persetujuan"), null=True, blank=True)
    release = models.TextField(_("siaran pers"), max_length=8000, blank=True)
    frozen_at = models.DateTimeField(null=True, blank=True)
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MinutesQuerySet.as_manager()

    class Meta:
        verbose_name = _("notula")
        constraints = [
            models.CheckConstraint(
                name="minutes_frozen",
                condition=Q(status="final", frozen_at__isnull=False, frozen_by__isnull=False)
                | Q(~Q(status="final"), frozen_at__isnull=True, frozen_by__isnull=True),
            ),
            models.CheckConstraint(
                name="minutes_round",
                condition=Q(status="disusun") | Q(agree_until__isnull=False, round__gte=1),
            ),
        ]

    def __str__(self) -> str:
        return f"Notula {self.meeting}"

    def get_absolute_url(self) -> str:
        from django.urls import reverse

        return reverse("meetings:minutes", args=[self.meeting_id])


class OfMinutesQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(minutes__in=Minutes.objects.visible_to(user))


class MinutesPart(UUIDModel):
    """What was said and decided on one point of the agenda; without `item`: how the meeting was closed.

    `version` rises with every save; a writer who started from an older one is merged, never overwritten.
    `decision_public` lets the decision stand in the press release.
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="parts")
    item = models.ForeignKey(
        AgendaItem, null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    version = models.PositiveIntegerField(default=0)
    discussion = models.TextField(_("pembahasan"), max_length=40000, blank=True)
    decision = models.TextField(_("keputusan"), max_length=20000, blank=True)
    obstacles = models.TextField(_("kendala dan solusi"), max_length=20000, blank=True)
    decision_public = models.BooleanField(_("keputusan boleh diumumkan"), default=False)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    updated_at = models.DateTimeField(default=timezone.now)

    objects = OfMinutesQuerySet.as_manager()

    class Meta:
        ordering = [F("item__order").asc(nulls_last=True)]
        verbose_name = _("bagian notula")
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "item"], name="minutes_part_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return str(self.item or _("Penutup"))


class OfPartQuerySet(VisibleQuerySet):
    def _visible_to(self, user: Any) -> Self:
        return self.filter(part__in=MinutesPart.objects.visible_to(user))


class PartRevision(UUIDModel):
    """A part as it stood at one version: by whom, when, and why (typed, merged, or restored from another).

    Every save is a row, so that a writer who started from it can be merged to the letter; pages show the
    last of a run (selectors.minutes.history). `page` names the open page that sent the text: what it sent
    last is what its next text builds on, even where the answer never reached it.
    """

    part = models.ForeignKey(MinutesPart, on_delete=models.CASCADE, related_name="revisions")
    version = models.PositiveIntegerField()
    discussion = models.TextField(blank=True)
    decision = models.TextField(blank=True)
    obstacles = models.TextField(blank=True)
    decision_public = models.BooleanField(default=False)
    merged = models.BooleanField(default=False)
    restored_from = models.PositiveIntegerField(null=True, blank=True)
    page = models.CharField(max_length=32, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = OfPartQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        verbose_name = _("versi notula")
        constraints = [models.UniqueConstraint(fields=["part", "version"], name="part_version_once")]

    def __str__(self) -> str:
        return f"{self.part} v{self.version}"


class MinutesAnswer(UUIDModel):
    """A participant agency's word on circulated minutes, in one round."""

    minutes = models.ForeignKey(Minutes, on_delete=models.CASCADE, related_name="answers")
    round = models.PositiveSmallIntegerField()
    agency = models.ForeignKey(
        "members.Agency", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verdict = models.CharField(_("jawaban"), max_length=10, choices=Verdict)
    text = models.TextField(_("usul perbaikan"), max_length=4000, blank=True)
    settled_note = models.CharField(_("tanggapan penyusun"), max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now)

    objects = OfMinutesQuerySet.as_manager()

    class Meta:
        ordering = ["at"]
        verbose_name = _("persetujuan notula")
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "round", "agency"], name="minutes_answer_once", nulls_distinct=True
            ),
            models.CheckConstraint(
                name="minutes_objection_says_what",
                condition=Q(verdict="setuju") | ~Q(text=""),
                violation_error_message=_("Tuliskan bagian mana yang perlu diperbaiki dan bunyi usulnya."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by}: {self.verdict}"
