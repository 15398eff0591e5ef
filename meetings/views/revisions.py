"""Earlier versions of a part of minutes: listed, compared in words, brought back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views import View

from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.views import SelectorPage
from meetings.merging import compare
from meetings.models import MinutesPart
from meetings.rules.minutes import check_write, check_writer
from meetings.selectors.minutes import history, part_list, revisions_of
from meetings.services.minutes import TEXTS, part_restore
from meetings.views.frame import MeetingPage, address


class PartPage(MeetingPage):
    """A page about one part; its writers alone read what it said before."""

    selector = part_list
    object: MinutesPart

    def get_object(self, queryset: Any = None) -> MinutesPart:
        rows = self.get_queryset().filter(minutes__meeting=self.kwargs["pk"])
        self.object = get_object_or_404(rows, pk=self.kwargs["part"])
        check_writer(self.request.user, self.meeting)
        return self.object

    @property
    def meeting(self) -> Any:
        return self.object.minutes.meeting

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"part": self.object, "minutes_url": address("meetings:minutes", self.meeting)}


class RevisionList(PartPage):
    """Who wrote when."""

    template_name = "meetings/revision_list.html"

    def get_title(self) -> str:
        return _("Riwayat: %(part)s") % {"part": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = history(revisions_of(self.object).defer(*TEXTS))
        return super().get_context_data(**kwargs) | {"revisions": rows}


class RevisionDetail(PartPage):
    """One version against the one before it, or against another (`?lawan=`)."""

    template_name = "meetings/revision_detail.html"

    def get_title(self) -> str:
        return _("Versi %(version)s: %(part)s") % {"version": self.kwargs["version"], "part": self.object}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = history(revisions_of(self.object))
        row = next((each for each in rows if each.version == self.kwargs["version"]), None)
        if row is None:
            raise Http404
        other = self._other(rows, row)
        return super().get_context_data(**kwargs) | {
            "row": row,
            "other": other,
            "others": [each for each in rows if each.pk != row.pk],
            "fields": [
                {
                    "label": MinutesPart._meta.get_field(name).verbose_name,
                    "name": name,
                    "pieces": compare(getattr(other, name, ""), getattr(row, name)),
                }
                for name in TEXTS
            ],
            "restore": self._restore(row),
        }

    def _other(self, rows: list[Any], row: Any) -> Any:
        wanted = self.request.GET.get("lawan", "")
        if wanted:
            return next((each for each in rows if str(each.version) == wanted), None)
        return next((each for each in rows if each.version < row.version), None)

    def _restore(self, row: Any) -> Button | None:
        if row.version == self.object.version:
            return None
        return Button(
            label=_("Pulihkan versi ini"),
            url=f"{self.request.path}pulihkan/",
            method="post",
            reason=reason_against(check_write, self.request.user, self.object.minutes),
        )


class PartRestore(SelectorPage, View):
    """Brings a version back as a new one."""

    selector = part_list
    http_method_names = ["post"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        rows = self.get_queryset().filter(minutes__meeting=kwargs["pk"])
        part = get_object_or_404(rows, pk=kwargs["part"])
        if not part.revisions.filter(version=kwargs["version"]).exists():
            check_write(request.user, part.minutes)
            raise Http404
        part_restore(part=part, version=kwargs["version"], by=request.user)
        return redirect(f"{part.minutes.get_absolute_url()}#bagian-{part.pk}")
