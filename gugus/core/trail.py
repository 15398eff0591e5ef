"""The audit trail as people read it: the rows one may see, the table, and its filters."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Any

import django_filters as filters
import django_tables2 as tables
from django.contrib.auth import get_user_model
from django.db.models import Case, OuterRef, Q, QuerySet, Subquery, UUIDField, When
from django.db.models.functions import Cast
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gugus.core.forms import DateBoxesField
from gugus.core.models import AuditEvent
from gugus.core.templatetags.gugus import waktu
from gugus.core.trail_words import action_words, app_words


def trail_list(user: Any) -> QuerySet[AuditEvent]:
    """The events `user` may read, each with `person_name` where it happened to an account: the trail itself
    keeps no names."""
    names = (
        get_user_model().objects.filter(pk=Cast(OuterRef("object_id"), UUIDField())).values("full_name")[:1]
    )
    of_account = Case(When(object_type="accounts.user", then=Subquery(names)))
    return AuditEvent.objects.visible_to(user).select_related("actor").annotate(person_name=of_account)


class TrailTable(tables.Table):
    at = tables.Column(verbose_name=_("Waktu"))
    actor = tables.Column(verbose_name=_("Pengguna"), default=_("tidak dikenal"), orderable=False)
    role = tables.Column(verbose_name=_("Peran saat itu"), default="–", orderable=False)
    action = tables.Column(verbose_name=_("Tindakan"), orderable=False)
    object_label = tables.Column(verbose_name=_("Objek"), default="–", orderable=False)
    ip = tables.Column(verbose_name=_("Alamat IP"), default="–", orderable=False)

    class Meta:
        model = AuditEvent
        fields = ("at", "actor", "role", "action", "object_label", "ip")
        attrs = {"caption": _("Jejak audit gugus tugas")}

    def render_at(self, value: datetime) -> str:
        return waktu(value)

    def render_role(self, value: str) -> str:
        return value.replace("_", " ")

    def render_action(self, value: str) -> str:
        return action_words(value)

    def render_object_label(self, value: str, record: Any) -> str:
        return record.person_name or value


class DayFilter(filters.Filter):
    """A day typed in three boxes."""

    field_class = DateBoxesField


class TrailFilter(filters.FilterSet):
    action = filters.ChoiceFilter(label=_("Tindakan"), empty_label=_("Semua tindakan"))
    actor = filters.ModelChoiceFilter(
        label=_("Pengguna"), queryset=lambda request: people(request), empty_label=_("Semua orang")
    )
    since = DayFilter(method="not_before", label=_("Sejak tanggal"))
    until = DayFilter(method="not_after", label=_("Sampai tanggal"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.filters["action"].extra["choices"] = action_choices(self.queryset)

    class Meta:
        model = AuditEvent
        fields: list[str] = []

    def not_before(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        return rows.filter(at__gte=midnight(value))

    def not_after(self, rows: QuerySet, name: str, value: date) -> QuerySet:
        """The day itself is still in."""
        return rows.filter(at__lt=midnight(value + timedelta(days=1)))


def midnight(day: date) -> datetime:
    """The beginning of a calendar day of the reader's region (the middleware sets its zone)."""
    return timezone.make_aware(datetime.combine(day, time.min))


def action_choices(rows: QuerySet[AuditEvent]) -> list[tuple[Any, list[tuple[str, str]]]]:
    """The acts that occur in `rows`, in words, grouped by the part of the portal."""
    found = rows.order_by().values_list("action", flat=True).distinct()
    codes = sorted(found, key=lambda code: (str(app_words(code)), action_words(code)))
    return [
        (app, [(code, action_words(code)) for code in group])
        for app, group in groupby(codes, key=lambda code: str(app_words(code)))
    ]


def people(request: HttpRequest | None) -> QuerySet[Any]:
    """Who may have acted in the task force: all who hold or held something there or were invited."""
    here = request.user.authority.task_force_id if request else None  # type: ignore[union-attr]
    of_here = Q(appointments__task_force_id=here) | Q(invited_in=here)
    return get_user_model().objects.filter(of_here).distinct() if here else get_user_model().objects.none()
