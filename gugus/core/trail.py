"""The audit trail as people read it: words for codes, the table, and its filters."""

from collections.abc import Mapping
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

APPS: dict[str, Any] = {
    "accounts": _("Akun"),
    "cases": _("Kasus"),
    "core": _("Portal"),
    "documents": _("Dokumen"),
    "meetings": _("Rapat"),
    "members": _("Keanggotaan dan SK"),
    "rad": _("RAD"),
}
# Words for action codes; the apps register their own when they are ready.
WORDS: dict[str, Any] = {
    "core.denied": _("permintaan ditolak: tidak berwenang"),
    "core.task_force_switch": _("berganti gugus tugas"),
    "core.job_retry": _("mengulang pekerjaan yang gagal"),
}


def register(words: Mapping[str, Any]) -> None:
    """Give words to an app's action codes; called from `AppConfig.ready`."""
    WORDS.update(words)


def action_words(code: str) -> str:
    """What was done, in words; a code nobody gave words to is shown as it is."""
    return str(WORDS.get(code, code))


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
    actor = tables.Column(verbose_name=_("Pelaku"), default=_("tidak dikenal"), orderable=False)
    role = tables.Column(verbose_name=_("Peran saat itu"), default="–", orderable=False)
    action = tables.Column(verbose_name=_("Perbuatan"), orderable=False)
    object_label = tables.Column(verbose_name=_("Yang dikenai"), default="–", orderable=False)
    ip = tables.Column(verbose_name=_("Dari alamat"), default="–", orderable=False)

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
    action = filters.ChoiceFilter(
        label=_("Perbuatan"), choices=lambda: action_choices(), empty_label=_("Semua perbuatan")
    )
    actor = filters.ModelChoiceFilter(
        label=_("Pelaku"), queryset=lambda request: people(request), empty_label=_("Semua orang")
    )
    since = DayFilter(method="not_before", label=_("Sejak tanggal"))
    until = DayFilter(method="not_after", label=_("Sampai tanggal"))

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


def action_choices() -> list[tuple[Any, list[tuple[str, Any]]]]:
    """Every act that has words, grouped by the app it belongs to."""
    codes = sorted(WORDS, key=lambda code: (_app(code), str(WORDS[code])))
    return [
        (APPS.get(app, app), [(code, WORDS[code]) for code in group])
        for app, group in groupby(codes, key=_app)
    ]


def people(request: HttpRequest | None) -> QuerySet[Any]:
    """Who may have acted in the task force: all who hold or held something there or were invited."""
    here = request.user.authority.task_force_id if request else None  # type: ignore[union-attr]
    of_here = Q(appointments__task_force_id=here) | Q(invited_in=here)
    return get_user_model().objects.filter(of_here).distinct() if here else get_user_model().objects.none()


def _app(code: str) -> str:
    return code.partition(".")[0]
