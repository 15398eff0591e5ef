"""/publikasi/: preparing, previewing, deciding and withdrawing what the public reads."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.core.components import Button
from gugus.core.permissions import allowed, reason_against
from gugus.core.templatetags.gugus import waktu
from gugus.core.views import (
    CreatePage,
    DetailPage,
    FormPage,
    ListPage,
    ObjectFormPage,
    PlainForm,
    TransitionPage,
)
from gugus.publication import rules
from gugus.publication.enums import ReleaseStatus
from gugus.publication.forms import ReasonForm, SectionsForm, SettingsForm
from gugus.publication.models import PublicationSettings, Release
from gugus.publication.open_data import from_json
from gugus.publication.selectors.releases import release_changes, release_list, tables_of
from gugus.publication.selectors.settings import settings_for
from gugus.publication.selectors.sources import release_data
from gugus.publication.services import releases as services
from gugus.publication.services.settings import settings_update
from gugus.publication.tables import TONES, ReleaseTable, sections_text
from gugus.publication.views.shown import shown_tables
from rad.paper.codec import fingerprint

PLACE = gettext_lazy("Publikasi")
LIST = reverse_lazy("publication:release-list")
FIELDS = ("enabled", "address", "contact", "licence", "sections", "indexed")


def crumbs(*more: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"label": PLACE, "url": LIST}, *more]


class ReleaseList(ListPage):
    """What was released, asked or prepared, and whether the public page is on."""

    title = PLACE
    selector = release_list
    rule = rules.check_read
    table_class = ReleaseTable
    template_name = "publication/release_list.html"
    export_name = "rilis-data-terbuka"
    empty = {
        "title": gettext_lazy("Belum ada rilis"),
        "text": gettext_lazy(
            "Rilis berisi angka yang boleh dibaca siapa pun. Satu orang menyiapkannya, orang kedua "
            "merilisnya."
        ),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, row = self.request.user, settings_for(self.request.user)
        manages = allowed(rules.check_manage, user)
        prepare = Button(label=_("Siapkan rilis"), url=reverse("publication:release-prepare"), kind="primary")
        change = Button(label=_("Pengaturan"), url=reverse("publication:settings"))
        return super().get_context_data(**kwargs) | {
            "place": user.authority.task_force_name,
            "lead": _("Yang ada di sini dibaca siapa pun setelah dirilis oleh dua orang yang berbeda."),
            "button": prepare if manages and row.sections else None,
            "secondary": [change] if manages else [],
            "settings": row,
            "public_url": public_url(row),
        }


def public_url(row: PublicationSettings) -> str:
    return reverse("publication:open-page", args=[row.address]) if row.enabled else ""


class SettingsPage(FormPage):
    """Whether there is a public page, where, and what may stand on it."""

    title = gettext_lazy("Pengaturan publikasi")
    rule = rules.check_manage
    form_class = SettingsForm
    service = settings_update
    template_name = "publication/form.html"
    success_url = LIST
    cancel_url = LIST
    success_message = gettext_lazy("Pengaturan publikasi disimpan.")
    submit_label = gettext_lazy("Simpan pengaturan")

    def get_initial(self) -> dict[str, Any]:
        row = settings_for(self.request.user)
        return {name: getattr(row, name) for name in FIELDS}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Bawaannya mati. Menyalakannya belum menampilkan apa pun: yang tampil hanya rilis.")
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(), "lead": lead}


class SectionsPage(FormPage):
    """A form that chooses sections of a release."""

    form_class = SectionsForm
    template_name = "publication/form.html"
    cancel_url = LIST

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"allowed": settings_for(self.request.user).sections}

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"crumbs": crumbs()}


class ReleasePrepare(SectionsPage, CreatePage):
    title = gettext_lazy("Siapkan rilis")
    rule = rules.check_manage
    service = services.release_prepare
    submit_label = gettext_lazy("Lihat pratinjau")

    def get_initial(self) -> dict[str, Any]:
        return {"sections": settings_for(self.request.user).sections}


class ReleaseUpdate(SectionsPage, ObjectFormPage):
    title = gettext_lazy("Pilih bagian rilis")
    selector = release_list
    rule = rules.check_change
    submit_label = gettext_lazy("Simpan dan lihat pratinjau")

    def get_initial(self) -> dict[str, Any]:
        return {"sections": self.object.sections}

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()

    def perform(self, form: Any) -> Any:
        return services.release_update(release=self.object, by=self.request.user, **form.cleaned_data)


class ReleaseDetail(DetailPage):
    """Exactly what the public reads or would read, what it changes, and who did what."""

    selector = release_list
    template_name = "publication/release_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, release = self.request.user, self.object
        draft = release.status == ReleaseStatus.DRAFT
        data = release_data(user, release.sections) if draft else None
        tables = from_json(data["tabel"]) if data else tables_of(release)
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(),
            "place": user.authority.task_force_name,
            "status": release.get_status_display(),
            "tone": TONES[ReleaseStatus(release.status)],
            "facts": facts(release),
            "buttons": buttons(user, release, fingerprint(data) if data else ""),
            "draft": draft,
            "tables": shown_tables(tables),
            "changes": release_changes(user, release, tables),
            "licence": (data or release.data)["ketentuan"],
            "public_url": self.public_url(),
        }

    def public_url(self) -> str:
        row = settings_for(self.request.user)
        if self.object.status != ReleaseStatus.RELEASED or not row.enabled:
            return ""
        return reverse("publication:open-release", args=[row.address, self.object.number])


def facts(release: Release) -> list[dict[str, Any]]:
    """Who did what, in what office, when."""
    acts = [
        (_("Disiapkan"), release.prepared_by, "", release.prepared_at),
        (_("Diajukan"), release.proposed_by, release.proposed_role, release.proposed_at),
        (_("Diputuskan"), release.decided_by, release.decided_role, release.decided_at),
        (_("Ditarik"), release.withdrawn_by, release.withdrawn_role, release.withdrawn_at),
    ]
    rows = [{"label": _("Bagian"), "value": sections_text(release)}]
    if release.as_of:
        rows.append({"label": _("Keadaan per"), "value": waktu(release.as_of)})
    for label, who, role, at in acts:
        if who:
            office = f" ({role})" if role else ""
            rows.append({"label": label, "value": f"{who}{office}, {waktu(at)}"})
    return rows + ([{"label": _("Alasan"), "value": release.reason}] if release.reason else [])


def buttons(user: Any, release: Release, seen: str) -> list[Button]:
    """The acts of this state; one who may not do it reads why."""
    if release.status == ReleaseStatus.DRAFT:
        return _draft_buttons(user, release, seen)
    if release.status == ReleaseStatus.PROPOSED:
        return [
            _act(user, release, "release", _("Rilis untuk umum"), rules.check_release, kind="primary"),
            _act(user, release, "refuse", _("Tolak"), rules.check_refuse),
        ]
    if release.status == ReleaseStatus.RELEASED:
        return [_act(user, release, "withdraw", _("Tarik dari publik"), rules.check_withdraw, kind="danger")]
    return []


def _draft_buttons(user: Any, release: Release, seen: str) -> list[Button]:
    propose = _act(
        user, release, "propose", _("Ajukan rilis"), rules.check_propose, kind="primary", method="post",
        fields=(("seen", seen),),
    )  # fmt: skip
    if not allowed(rules.check_change, user, release):
        return [propose]
    return [
        propose,
        _act(user, release, "update", _("Pilih bagian lain"), rules.check_change),
        _act(user, release, "discard", _("Hapus draf"), rules.check_change),
    ]


def _act(user: Any, release: Release, name: str, label: str, rule: Any, **more: Any) -> Button:
    url = reverse(f"publication:release-{name}", args=[release.pk])
    return Button(label=label, url=url, reason=reason_against(rule, user, release), **more)


class ReleasePropose(View):
    """Freeze what the preview showed; when figures have moved since, the new preview is shown."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        release = get_object_or_404(release_list(request.user), pk=pk)
        try:
            services.release_propose(release=release, by=request.user, seen=request.POST.get("seen", ""))
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
        else:
            messages.success(request, _("Rilis diajukan. Orang kedua memutuskannya di halaman ini."))
        return redirect(release.get_absolute_url())


class ReleaseMove(TransitionPage):
    """A decision about a release."""

    selector = release_list
    template_name = "publication/confirm.html"
    form_class: Any = ReasonForm
    kind = "danger"

    def perform(self, form: Any) -> Any:
        return self.service(release=self.object, by=self.request.user, **form.cleaned_data)  # type: ignore[misc]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        here = {"label": str(self.object), "url": self.object.get_absolute_url()}
        return super().get_context_data(**kwargs) | {"crumbs": crumbs(here), "kind": self.kind}


class ReleaseRelease(ReleaseMove):
    rule = rules.check_release
    service = services.release_release
    form_class = PlainForm
    kind = "primary"
    title = gettext_lazy("Rilis untuk umum")
    note = gettext_lazy(
        "Isinya persis seperti pratinjau, dan tidak dapat diubah lagi. Siapa pun dapat membaca, menyalin, "
        "dan menyebarkannya, juga setelah ditarik."
    )
    submit_label = gettext_lazy("Rilis untuk umum")
    success_message = gettext_lazy("Rilis dapat dibaca umum.")


class ReleaseRefuse(ReleaseMove):
    rule = rules.check_refuse
    service = services.release_refuse
    title = gettext_lazy("Tolak rilis")
    note = gettext_lazy("Tidak ada yang tampil. Rilis baru dapat disiapkan kapan saja.")
    submit_label = gettext_lazy("Tolak rilis")
    success_message = gettext_lazy("Rilis ditolak.")


class ReleaseWithdraw(ReleaseMove):
    rule = rules.check_withdraw
    service = services.release_withdraw
    title = gettext_lazy("Tarik dari publik")
    note = gettext_lazy(
        "Alamatnya langsung tidak ada lagi; rilis sebelumnya, bila ada, tampil kembali. Salinan yang sudah "
        "diunduh orang tidak dapat ditarik."
    )
    submit_label = gettext_lazy("Tarik dari publik")
    success_message = gettext_lazy("Rilis ditarik.")


class ReleaseDiscard(ReleaseMove):
    rule = rules.check_change
    service = services.release_discard
    form_class = PlainForm
    title = gettext_lazy("Hapus draf rilis")
    note = gettext_lazy("Draf ini belum dibaca umum dan tidak disimpan.")
    submit_label = gettext_lazy("Hapus draf")
    success_message = gettext_lazy("Draf rilis dihapus.")
    success_url = LIST
