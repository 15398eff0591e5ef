"""Follow-ups: over all meetings, of one meeting, one at a time with its story and the acts of its life."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import ListPage, PlainForm
from meetings.filters.follow_ups import FollowUpFilter
from meetings.forms import follow_ups as forms
from meetings.models import FollowUp
from meetings.rules import follow_ups as rules
from meetings.selectors.follow_ups import (
    carried,
    counts_by_agency,
    follow_up_list,
    of_meeting,
    seat_choices,
)
from meetings.services import follow_ups as services
from meetings.tables.follow_ups import CountTable, FollowUpTable
from meetings.views.frame import MeetingFormPage, MeetingMove, MeetingPage, act


class Listed(ListPage):
    """Follow-ups as rows, told by today's day of the region."""

    rule = rules.check_read
    table_class = FollowUpTable
    export_name = "tindak-lanjut"

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"today": self.request.user.authority.today}


class FollowUpList(Listed):
    """Everything promised in any meeting, the nearest day first."""

    selector = follow_up_list
    filterset_class = FollowUpFilter
    template_name = "meetings/follow_up_list.html"
    title = gettext_lazy("Tindak lanjut rapat")
    empty = {
        "title": gettext_lazy("Belum ada tindak lanjut"),
        "text": gettext_lazy(
            "Yang disepakati dalam rapat tampil di sini sampai selesai, menurut batas waktunya."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "lead": _("Yang mengerjakan mengajukan selesai; orang lain yang memeriksanya."),
            "counts": allowed(rules.check_count, self.request.user),
        }


class AgencyCounts(ListPage):
    """How each agency stands, the most late first."""

    selector = counts_by_agency
    rule = rules.check_count
    table_class = CountTable
    table_pagination = {"per_page": 200}
    title = gettext_lazy("Tindak lanjut per instansi")
    template_name = "meetings/follow_up_counts.html"
    export_name = "tindak-lanjut-instansi"
    empty = {"title": gettext_lazy("Belum ada tindak lanjut")}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {
            "crumbs": [{"label": _("Tindak lanjut rapat"), "url": reverse("meetings:follow-up-list")}],
            "place": tanggal(self.request.user.authority.today),
        }


class MeetingFollowUps(MeetingPage):
    """What one meeting decided, and what it took over from those before."""

    template_name = "meetings/meeting_follow_ups.html"
    title = gettext_lazy("Tindak lanjut")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, meeting = self.request.user, self.object
        known = carried(meeting).values("pk")
        table = {"today": user.authority.today, "orderable": False, "exclude": ("meeting",)}
        return super().get_context_data(**kwargs) | {
            "table": FollowUpTable(of_meeting(user, meeting), **table),
            "earlier": FollowUpTable(follow_up_list(user).filter(pk__in=known), **table | {"exclude": ()}),
            **self.acts(user),
        }

    def acts(self, user: Any) -> dict[str, Any]:
        """What the writers may do; others need no greyed buttons."""
        if not (user.authority.has_role("sekretariat") or self.object.minute_taker_id == user.pk):
            return {}
        meeting, words = self.object, _("Tambah tindak lanjut")
        waiting = of_meeting(user, meeting).filter(announced_at=None).exists()
        tell = act(user, _("Beri tahu instansi"), "follow-up-announce", rules.check_announce, meeting)
        add = act(user, words, "follow-up-create", rules.check_write, meeting, kind="primary")
        return {"button": add, "secondary": [tell] if waiting else []}


class FollowUpCreate(MeetingFormPage):
    """From a meeting or, with `?acara=`, from one point of its agenda."""

    rule = rules.check_write
    form_class = forms.FollowUpForm
    title = gettext_lazy("Tambah tindak lanjut")
    submit_label = gettext_lazy("Simpan tindak lanjut")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"agenda_item": self.request.GET.get("acara")}

    def perform(self, form: Any) -> FollowUp:
        return services.follow_up_add(meeting=self.meeting, by=self.request.user, **form.given)

    def get_success_url(self) -> str:
        return reverse("meetings:meeting-follow-ups", args=[self.meeting.pk])


class OfFollowUp:
    """A page about one follow-up, within the frame of its meeting."""

    selector = staticmethod(follow_up_list)
    object: FollowUp

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    get_cancel_url = get_success_url


class FollowUpUpdate(OfFollowUp, MeetingFormPage):
    rule = rules.check_edit
    form_class = forms.FollowUpForm
    title = gettext_lazy("Ubah tindak lanjut")
    submit_label = gettext_lazy("Simpan perubahan")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"meeting": self.meeting}

    def get_initial(self) -> dict[str, Any]:
        row = self.object
        names = ("text", "agency", "office", "due", "priority", "agenda_item", "action_item")
        seats = seat_choices(self.request.user).filter(lineage=row.seat_lineage)
        seat = seats.first() if row.seat_lineage else None
        found = {name: getattr(row, name) for name in names} | {"seat": seat}
        return super().get_initial() | found | ({"office": ""} if seat else {})

    def perform(self, form: Any) -> FollowUp:
        return services.follow_up_update(follow_up=self.object, by=self.request.user, **form.given)


class FollowUpMove(OfFollowUp, MeetingMove):
    """A move that asks once."""

    form_class: type[PlainForm] = forms.ConfirmForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"facts": facts_in_short(self.object)}


def facts_in_short(row: FollowUp) -> list[str]:
    due = _("batas %(day)s") % {"day": tanggal(row.due)}
    return [row.text, f"{row.agency}, {due}"]


class FollowUpRemove(FollowUpMove):
    rule = rules.check_edit
    title = gettext_lazy("Hapus tindak lanjut")
    submit_label = gettext_lazy("Hapus")
    note = gettext_lazy("Belum ada instansi yang diberi tahu, jadi tindak lanjut ini masih dapat dihapus.")
    success_message = gettext_lazy("Tindak lanjut dihapus.")

    def perform(self, form: Any) -> None:
        services.follow_up_remove(follow_up=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return reverse("meetings:meeting-follow-ups", args=[self.meeting.pk])


class Announce(MeetingMove):
    rule = rules.check_announce
    form_class = forms.ConfirmForm
    title = gettext_lazy("Beri tahu instansi")
    submit_label = gettext_lazy("Beri tahu instansi")
    note = gettext_lazy(
        "Setelah ini instansi melihat tindak lanjutnya dan diingatkan. Isinya tidak diubah lagi; batas "
        "waktu hanya bergeser lewat permintaan yang disetujui."
    )
    success_message = gettext_lazy("Instansi sudah diberi tahu.")

    def perform(self, form: Any) -> int:
        return services.follow_ups_announce(meeting=self.object, by=self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = of_meeting(self.request.user, self.object).filter(announced_at=None)
        facts = [f"{row.agency}: {row.text}" for row in rows]
        return super().get_context_data(**kwargs) | {"facts": facts, "kind": "primary"}

    def get_success_url(self) -> str:
        return reverse("meetings:meeting-follow-ups", args=[self.object.pk])

    get_cancel_url = get_success_url


class FollowUpNews(OfFollowUp, MeetingFormPage):
    rule = rules.check_work
    form_class: type[PlainForm] = forms.NewsForm
    title = gettext_lazy("Tulis kabar")
    submit_label = gettext_lazy("Simpan kabar")
    success_message = gettext_lazy("Kabar disimpan.")

    def perform(self, form: Any) -> Any:
        return services.follow_up_note(follow_up=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"note": self.object.text}


class FollowUpSubmit(FollowUpNews):
    form_class = forms.SubmitForm
    title = gettext_lazy("Ajukan selesai")
    submit_label = gettext_lazy("Ajukan selesai")
    success_message = gettext_lazy("Diajukan. Sekretariat atau pimpinan akan memeriksanya.")

    def get_initial(self) -> dict[str, Any]:
        return super().get_initial() | {"action_taken": self.object.action_taken}

    def perform(self, form: Any) -> FollowUp:
        return services.follow_up_submit(follow_up=self.object, by=self.request.user, **form.cleaned_data)


class FollowUpReturn(FollowUpMove):
    rule = rules.check_return
    form_class = forms.ReturnForm
    title = gettext_lazy("Kembalikan")
    submit_label = gettext_lazy("Kembalikan")
    note = gettext_lazy("Tindak lanjut kembali berjalan dengan batas waktu yang sama.")
    success_message = gettext_lazy("Dikembalikan kepada instansi.")

    def perform(self, form: Any) -> FollowUp:
        return services.follow_up_return(follow_up=self.object, by=self.request.user, **form.cleaned_data)


class FollowUpVerify(FollowUpMove):
    rule = rules.check_verify
    form_class = forms.VerifyForm
    title = gettext_lazy("Nyatakan memadai")
    submit_label = gettext_lazy("Nyatakan memadai")
    note = gettext_lazy("Tindak lanjut ini selesai dan tidak dapat dibuka lagi.")
    success_message = gettext_lazy("Tindak lanjut selesai.")

    def perform(self, form: Any) -> FollowUp:
        return services.follow_up_verify(follow_up=self.object, by=self.request.user, **form.cleaned_data)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        facts = [*facts_in_short(self.object), self.object.action_taken]
        return super().get_context_data(**kwargs) | {"kind": "primary", "facts": facts}
