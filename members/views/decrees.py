"""/sk/: drafting an SK and walking it through its life."""

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.components import Button
from gugus.core.permissions import allowed, reason_against
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import CreatePage, DetailPage, ListPage, ObjectFormPage, PlainForm, TransitionPage
from members import rules, selectors, services
from members.enums import Certainty, ClauseKind, DecreeKind, DecreeStatus
from members.filters import DecreeFilter
from members.forms import DecreeTextForm, GroundsForm, ReviewForm, RevokeForm, SignForm
from members.models import Decree
from members.tables import DECREE_TONES, DecreeTable
from members.views.agencies import button

CRUMBS = [{"label": gettext_lazy("SK"), "url": reverse_lazy("members:decree-list")}]


class DecreeListPage(ListPage):
    title = gettext_lazy("Surat Keputusan")
    selector = selectors.decree_list
    table_class = DecreeTable
    filterset_class = DecreeFilter
    export_name = "sk"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        keeps = allowed(rules.check_secretariat, user)
        new = button(user, _("Susun SK"), "decree-create", kind="primary") if keeps else None
        more = {
            "lead": _("SK menempatkan instansi dalam gugus tugas dan menjadi dasar hak di portal."),
            "button": new,
            "secondary": [button(user, _("Pustaka dasar hukum"), "legal-basis-list")],
            "empty": {
                "title": _("Belum ada SK"),
                "text": _(
                    "Draf baru sudah berisi Menimbang, Mengingat, dan diktum lazim; tinggal disesuaikan."
                ),
            },
        }
        return super().get_context_data(**kwargs) | more


class DecreeCreatePage(CreatePage):
    """One button: the draft is born full of defaults, with a seat for each agency if wished."""

    title = gettext_lazy("Susun SK gugus tugas")
    form_class = PlainForm
    rule = rules.check_secretariat
    service = services.decree_create
    submit_label = gettext_lazy("Buat draf")
    success_message = gettext_lazy(
        "Draf dibuat dengan isi lazim. Berikutnya: buat kursi, lalu periksa naskahnya."
    )
    cancel_url = reverse_lazy("members:decree-list")
    extra_context = {
        "intro": gettext_lazy(
            "Portal mengisi Menimbang, Mengingat dari dasar hukum yang sudah diperiksa, diktum, dan "
            "tembusan. Semuanya dapat Anda ubah selama SK berstatus draf."
        )
    }

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


# (url name, label, rule, kind of button) for every act a decree may offer, by the state it starts from.
ACTS: dict[str, list[tuple[str, Any, Any, str]]] = {
    DecreeStatus.DRAFT: [
        ("decree-submit", gettext_lazy("Ajukan ke Bagian Hukum"), rules.check_decree_submit, "primary"),
        ("decree-delete", gettext_lazy("Hapus draf"), rules.check_decree_delete, "danger"),
    ],
    DecreeStatus.REVIEW: [
        ("decree-review", gettext_lazy("Catat telaah"), rules.check_decree_review, "secondary"),
        ("decree-sign", gettext_lazy("Catat penandatanganan"), rules.check_decree_sign, "primary"),
        ("decree-return", gettext_lazy("Tarik kembali ke draf"), rules.check_decree_return, "quiet"),
    ],
    DecreeStatus.SIGNED: [
        ("decree-enforce", gettext_lazy("Berlakukan SK"), rules.check_decree_enforce, "primary"),
    ],
    DecreeStatus.IN_FORCE: [
        ("decree-amend", gettext_lazy("Susun SK perubahan"), rules.check_decree_amend, "primary"),
        ("decree-copy", gettext_lazy("Salin ke masa baru"), rules.check_decree_copy, "secondary"),
        ("decree-revoke", gettext_lazy("Cabut"), rules.check_decree_revoke, "danger"),
    ],
}
ENDED = [("decree-copy", gettext_lazy("Salin ke masa baru"), rules.check_decree_copy, "secondary")]


class DecreeDetailPage(DetailPage):
    selector = selectors.decree_list
    template_name = "members/decree_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, decree = self.request.user, self.object
        status = DecreeStatus(decree.status)
        keeps = allowed(rules.check_manage, user, decree)
        more = {
            "status": decree.get_status_display(),
            "tone": DECREE_TONES[status],
            "place": decree.number and f"{_('Nomor')} {decree.number}",
            "title": decree.title,
            "steps": selectors.decree_steps(decree),
            "buttons": decree_buttons(user, decree),
            "facts": decree_facts(decree),
            "editable": allowed(rules.check_decree_edit, user, decree),
            "keeps": keeps,
            "structure": selectors.structure_of(user, decree),
            "clauses": clause_groups(decree),
            "grounds": [row.legal_basis for row in decree.grounds.select_related("legal_basis")],
            "unsure": decree.grounds.filter(legal_basis__certainty=Certainty.UNSURE).count(),
            "changes": selectors.change_lines(decree) if decree.kind == DecreeKind.AMENDMENT else [],
            "reviews": decree.reviews.select_related("recorded_by"),
            "documents": selectors.decree_document_list(user).filter(decree=decree),
            "render": button(
                user,
                _("Buat PDF"),
                "document-create",
                decree.pk,
                rule=rules.check_decree_render,
                on=decree,
                method="post",
            )
            if keeps
            else None,
            "seat_all": button(
                user,
                _("Buat kursi untuk semua instansi"),
                "seat-all",
                decree.pk,
                rule=rules.check_decree_edit,
                on=decree,
                method="post",
                kind="primary",
            ),
            "crumbs": CRUMBS,
        }
        return super().get_context_data(**kwargs) | more


def decree_buttons(user: Any, decree: Decree) -> list[Button]:
    """The acts of this state; those of somebody else's office are not drawn at all."""
    acts = ACTS.get(decree.status, ENDED)
    drawn = []
    for name, label, rule, kind in acts:
        reason = reason_against(rule, user, decree)
        if reason and not allowed(rules.check_manage, user, decree):
            continue
        url = reverse(f"members:{name}", args=[decree.pk])
        drawn.append(Button(label=str(label), url=url, reason=reason, kind=kind))  # type: ignore[arg-type]
    return drawn


def decree_facts(decree: Decree) -> list[dict[str, Any]]:
    """Number, term and signer; what is not yet known is left out."""
    follows = decree.follows
    term = tanggal(decree.valid_from) if decree.valid_from else ""
    last = tanggal(decree.last_day) if decree.last_day else _("tidak dibatasi")
    rows = [
        (_("Jenis"), decree.get_kind_display(), ""),
        (_("Nomor"), decree.number, ""),
        (
            _("Ditetapkan"),
            f"{decree.signed_place}, {tanggal(decree.signed_on)}" if decree.signed_on else "",
            "",
        ),
        (_("Berlaku"), f"{term} – {last}" if term else "", ""),
        (_("Penanda tangan"), ", ".join(filter(None, [decree.signer_name, decree.signer_office])), ""),
        (_("Mengubah atau menggantikan"), follows, follows.get_absolute_url() if follows else ""),
        (_("Alasan dicabut"), decree.end_note, ""),
    ]
    return [{"label": label, "value": value, "url": url} for label, value, url in rows if value]


def clause_groups(decree: Decree) -> list[dict[str, Any]]:
    """Clauses by kind, in the order of the paper."""
    rows = list(decree.clauses.all())
    return [
        {"label": kind.label, "texts": [row.text for row in rows if row.kind == kind]}
        for kind in ClauseKind
        if any(row.kind == kind for row in rows)
    ]


class DecreeFormPage(ObjectFormPage):
    """A form about one decree, with its place named above."""

    selector = selectors.decree_list

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        place = str(self.object)
        return super().get_context_data(**kwargs) | {"place": place, "guard": True}


class DecreeTextPage(DecreeFormPage):
    title = gettext_lazy("Naskah SK")
    form_class = DecreeTextForm
    rule = rules.check_decree_edit
    submit_label = gettext_lazy("Simpan naskah")
    success_message = gettext_lazy("Naskah disimpan.")

    def get_initial(self) -> dict[str, Any]:
        decree = self.object
        texts = {
            name: [row.text for row in decree.clauses.all() if row.kind == kind]
            for name, kind in (
                ("considerations", ClauseKind.CONSIDERATION),
                ("regards", ClauseKind.REGARD),
                ("dictums", ClauseKind.DICTUM),
                ("copies", ClauseKind.COPY),
            )
        }
        return texts | {name: getattr(decree, name) for name in ("title", "signer_office", "signed_place")}

    def perform(self, form: forms.Form) -> Decree:
        return services.decree_update(decree=self.object, by=self.request.user, **form.cleaned_data)


class DecreeGroundsPage(DecreeFormPage):
    title = gettext_lazy("Dasar hukum dalam Mengingat")
    form_class = GroundsForm
    rule = rules.check_decree_edit
    submit_label = gettext_lazy("Simpan pilihan")
    success_message = gettext_lazy("Dasar hukum disimpan.")

    def get_form_kwargs(self) -> dict[str, Any]:
        return super().get_form_kwargs() | {"decree": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"grounds": list(self.object.legal_bases.values_list("pk", flat=True))}

    def perform(self, form: forms.Form) -> Decree:
        return services.decree_grounds_set(decree=self.object, by=self.request.user, **form.cleaned_data)


class DecreeReviewPage(DecreeFormPage):
    title = gettext_lazy("Telaah Bagian Hukum")
    form_class = ReviewForm
    rule = rules.check_decree_review
    submit_label = gettext_lazy("Simpan telaah")
    success_message = gettext_lazy("Telaah dicatat.")

    def get_initial(self) -> dict[str, Any]:
        user = self.request.user
        officer = user.full_name if user.authority.roles == {"bagian_hukum"} else ""
        return {"reviewed_on": user.authority.today, "officer": officer}

    def perform(self, form: forms.Form) -> Any:
        values = form.cleaned_data | {"scan": form.cleaned_data["scan"] or None}
        return services.decree_review_record(decree=self.object, by=self.request.user, **values)

    def get_success_url(self) -> str:
        gone = not selectors.decree_list(self.request.user).filter(pk=self.object.pk).exists()
        return reverse("members:decree-list") if gone else super().get_success_url()


class DecreeSignPage(DecreeFormPage):
    title = gettext_lazy("Catat penandatanganan")
    form_class = SignForm
    rule = rules.check_decree_sign
    submit_label = gettext_lazy("Simpan penandatanganan")
    success_message = gettext_lazy(
        "Penandatanganan dicatat. Buat PDF final, unggah berkas bertanda tangan, lalu berlakukan."
    )

    def get_initial(self) -> dict[str, Any]:
        today = self.request.user.authority.today
        return {"signer_office": self.object.signer_office, "signed_on": today, "valid_from": today}

    def perform(self, form: forms.Form) -> Decree:
        return services.decree_sign(decree=self.object, by=self.request.user, **form.cleaned_data)


class DecreeMovePage(TransitionPage):
    """A move without words of its own."""

    selector = selectors.decree_list
    form_class = PlainForm
    extra_context = {"kind": "primary"}
    act: Any = None

    def perform(self, form: forms.Form) -> Any:
        return type(self).act(decree=self.object, by=self.request.user, **form.cleaned_data)


class DecreeSubmitPage(DecreeMovePage):
    title = gettext_lazy("Ajukan naskah ke Bagian Hukum?")
    rule = rules.check_decree_submit
    act = services.decree_submit
    note = gettext_lazy("Selama ditelaah, naskah, dasar hukum, dan kursi tidak dapat diubah.")
    submit_label = gettext_lazy("Ajukan")
    success_message = gettext_lazy("Naskah diajukan. Catat telaahnya setelah Bagian Hukum menjawab.")


class DecreeReturnPage(DecreeMovePage):
    title = gettext_lazy("Tarik naskah kembali ke draf?")
    rule = rules.check_decree_return
    act = services.decree_return
    note = gettext_lazy("Setelah diubah, naskah diajukan dan ditelaah lagi.")
    submit_label = gettext_lazy("Kembalikan ke draf")
    success_message = gettext_lazy("Naskah kembali menjadi draf.")

    def get_success_url(self) -> str:
        gone = not selectors.decree_list(self.request.user).filter(pk=self.object.pk).exists()
        return reverse("members:decree-list") if gone else super().get_success_url()


class DecreeEnforcePage(DecreeMovePage):
    title = gettext_lazy("Berlakukan SK ini?")
    rule = rules.check_decree_enforce
    act = services.decree_enforce
    submit_label = gettext_lazy("Berlakukan")
    success_message = gettext_lazy(
        "SK berlaku. Berikutnya: catat pejabat tiap kursi dan tetapkan penghubung."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        decree = self.object
        facts = [_("SK ini memberi hak sejak %(day)s.") % {"day": tanggal(decree.valid_from)}]
        earlier = selectors.decree_in_force(self.request.user)
        if earlier is not None and earlier.pk != decree.pk:
            facts.append(_("%(earlier)s berakhir sehari sebelumnya.") % {"earlier": earlier})
        facts.append(_("Penangan yang haknya sempat terputus perlu dikukuhkan ulang oleh dua orang."))
        return super().get_context_data(**kwargs) | {"facts": facts}


class DecreeRevokePage(DecreeMovePage):
    title = gettext_lazy("Cabut SK ini?")
    form_class = RevokeForm
    rule = rules.check_decree_revoke
    act = services.decree_revoke
    extra_context = {"kind": "danger"}
    note = gettext_lazy("Hak penghubung dan penangan yang bersandar pada SK ini berakhir bersamanya.")
    submit_label = gettext_lazy("Cabut SK")
    success_message = gettext_lazy("SK dicabut. Sekretariat tetap dapat menyusun SK baru.")

    def get_initial(self) -> dict[str, Any]:
        return {"revoked_on": self.request.user.authority.today}


class DecreeBranchPage(DecreeMovePage):
    """A move that ends in a new draft, which is then opened."""

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()


class DecreeAmendPage(DecreeBranchPage):
    title = gettext_lazy("Susun SK perubahan?")
    rule = rules.check_decree_amend
    act = services.decree_amend
    note = gettext_lazy("Draf baru memuat semua kursi SK ini; yang Anda ubah disebut di naskah perubahannya.")
    submit_label = gettext_lazy("Buat draf perubahan")
    success_message = gettext_lazy("Draf SK perubahan dibuat.")


class DecreeCopyPage(DecreeBranchPage):
    title = gettext_lazy("Salin ke masa baru?")
    rule = rules.check_decree_copy
    act = services.period_copy_forward
    note = gettext_lazy("Draf SK baru memuat naskah, dasar hukum, dan kursi SK ini.")
    submit_label = gettext_lazy("Buat draf masa baru")
    success_message = gettext_lazy("Draf SK masa baru dibuat.")


class DecreeDeletePage(DecreeMovePage):
    title = gettext_lazy("Hapus draf SK?")
    rule = rules.check_decree_delete
    act = services.decree_delete
    extra_context = {"kind": "danger"}
    note = gettext_lazy("Draf beserta kursinya dihapus dan tidak dapat dikembalikan.")
    submit_label = gettext_lazy("Hapus draf")
    success_message = gettext_lazy("Draf dihapus.")
    success_url = reverse_lazy("members:decree-list")


def tell(request: Any, words: Any) -> None:
    """A message about what happened, for acts without a page of their own."""
    messages.success(request, str(words))
