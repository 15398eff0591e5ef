"""Pages about oneself, and the keeping of other people's accounts."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from gugus.accounts import rules, selectors, services
from gugus.accounts.filters import UserFilter
from gugus.accounts.forms import ConfirmForm, UserForm
from gugus.accounts.models import User
from gugus.accounts.tables import STATE_TONES, UserTable
from gugus.core.components import Button
from gugus.core.permissions import reason_against
from gugus.core.views import CreatePage, DetailPage, ListPage, TransitionPage, UpdatePage


class AccountPage(DetailPage):
    """One's own data, roles of today, and what protects the account."""

    selector = selectors.user_get_self
    template_name = "accounts/account.html"
    title = gettext_lazy("Akun saya")

    def get_object(self, queryset: Any = None) -> User:
        return self.get_queryset().get()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.object
        return super().get_context_data(**kwargs) | {
            "appointments": selectors.appointments_of(user, seen_by=user),
            "has_factor": selectors.has_second_factor(user),
            "needs_factor": rules.needs_second_factor(selectors.signed_in(self.request)),
            "session_count": len(selectors.user_sessions(user)),
        }


class SessionEndView(View):
    """Ends one of one's own sessions; anybody else's does not exist here."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = selectors.signed_in(request)
        session = next((each for each in selectors.user_sessions(user) if each.pk == pk), None)
        if session is None:
            raise Http404
        services.user_session_end(by=user, session=session)
        messages.success(request, _("Sesi diakhiri. Perangkat itu harus masuk lagi."))
        return redirect("usersessions_list")


class UserListPage(ListPage):
    selector = selectors.user_list
    rule = rules.check_users_keep
    table_class = UserTable
    filterset_class = UserFilter
    title = gettext_lazy("Akun pengguna")
    export_name = "akun"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        invite = Button(label=_("Undang pengguna"), url=reverse("accounts:user-invite"), kind="primary")
        lead = _("Siapa yang dapat masuk ke portal. Peran diberikan lewat penetapan, bukan di sini.")
        return super().get_context_data(**kwargs) | {"button": invite, "lead": lead}


class UserDetailPage(DetailPage):
    selector = selectors.user_list
    rule = rules.check_user_view
    template_name = "accounts/user_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person: User = self.object
        return super().get_context_data(**kwargs) | {
            "place": _("Akun pengguna"),
            "status": person.state.label,
            "tone": STATE_TONES[person.state],
            "appointments": selectors.appointments_of(person, seen_by=selectors.signed_in(self.request)),
            "buttons": self._buttons(person),
        }

    def _buttons(self, person: User) -> list[Button]:
        """Every act, the impossible ones with their reason; of opposite acts only the one that fits."""
        acts: list[tuple[Any, str, Any, Any]] = [
            (_("Ubah data"), "user-update", rules.check_user_update, "secondary"),
            (
                _("Setel ulang verifikasi dua langkah"),
                "user-reset-factor",
                rules.check_user_reset_second_factor,
                "secondary",
            ),
        ]
        if not person.is_activated and person.is_active:
            again = (_("Kirim ulang undangan"), "user-invite-again", rules.check_user_invite_again, "primary")
            acts.insert(0, again)
        if person.is_active:
            acts.append((_("Nonaktifkan akun"), "user-disable", rules.check_user_disable, "danger"))
        else:
            acts.append((_("Aktifkan kembali"), "user-enable", rules.check_user_enable, "primary"))
        user = selectors.signed_in(self.request)
        return [
            Button(
                label=label,
                url=reverse(f"accounts:{name}", args=[person.pk]),
                kind=kind,
                reason=reason_against(rule, user, person),
            )
            for label, name, rule, kind in acts
        ]


class UserInvitePage(CreatePage):
    rule = rules.check_users_keep
    form_class = UserForm
    service = services.user_invite
    title = gettext_lazy("Undang pengguna")
    submit_label = gettext_lazy("Kirim undangan")
    success_message = gettext_lazy(
        "Undangan dikirim. Tautannya berlaku tiga hari; sesudah itu kirim ulang dari halaman ini."
    )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _(
            "Orang ini menerima surel berisi tautan untuk membuat kata sandi. Peran ditetapkan sesudahnya."
        )
        return super().get_context_data(**kwargs) | {"lead": lead, "guard": True}

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()

    def get_cancel_url(self) -> str:
        return reverse("accounts:user-list")


class UserPage:
    """What pages about one account share: the service's argument is `person`."""

    def perform(self, form: Any) -> Any:
        return self.service(by=self.request.user, person=self.object, **form.cleaned_data)  # type: ignore[attr-defined]


class UserUpdatePage(UserPage, UpdatePage):
    selector = selectors.user_list
    rule = rules.check_user_update
    form_class = UserForm
    service = services.user_update
    title = gettext_lazy("Ubah data akun")
    submit_label = gettext_lazy("Simpan perubahan")
    success_message = gettext_lazy("Data akun disimpan.")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _(
            "Bila alamat surel berubah, semua sesi orang ini berakhir, dan akses kasus seorang penangan "
            "ditangguhkan sampai dua orang mengukuhkannya lagi."
        )
        return super().get_context_data(**kwargs) | {"lead": lead, "place": str(self.object), "guard": True}


class UserTransitionPage(UserPage, TransitionPage):
    selector = selectors.user_list
    form_class = ConfirmForm
    kind = "primary"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"kind": self.kind}

    def get_title(self) -> str:
        return str(self.title) % {"name": self.object}


class UserInviteAgainPage(UserTransitionPage):
    rule = rules.check_user_invite_again
    service = services.user_invite_again
    title = gettext_lazy("Kirim ulang undangan kepada %(name)s?")
    note = gettext_lazy("Tautan yang lama tidak berlaku lagi; tautan baru berlaku tiga hari.")
    submit_label = gettext_lazy("Kirim ulang undangan")
    success_message = gettext_lazy("Undangan dikirim ulang.")


class UserDisablePage(UserTransitionPage):
    rule = rules.check_user_disable
    service = services.user_disable
    kind = "danger"
    title = gettext_lazy("Nonaktifkan akun %(name)s?")
    note = gettext_lazy(
        "Semua sesinya berakhir sekarang juga dan ia tidak dapat masuk lagi. Perannya tetap tercatat, tetapi "
        "penetapan penangan menunggu dikukuhkan lagi. Akun dapat diaktifkan kembali."
    )
    submit_label = gettext_lazy("Nonaktifkan akun")
    success_message = gettext_lazy("Akun dinonaktifkan dan semua sesinya diakhiri.")


class UserEnablePage(UserTransitionPage):
    rule = rules.check_user_enable
    service = services.user_enable
    title = gettext_lazy("Aktifkan kembali akun %(name)s?")
    note = gettext_lazy("Ia dapat masuk lagi, dengan hak dari penetapan yang masih berlaku.")
    submit_label = gettext_lazy("Aktifkan kembali")
    success_message = gettext_lazy("Akun aktif kembali.")


class UserResetFactorPage(UserTransitionPage):
    rule = rules.check_user_reset_second_factor
    service = services.user_reset_second_factor
    kind = "danger"
    title = gettext_lazy("Setel ulang verifikasi dua langkah %(name)s?")
    note = gettext_lazy(
        "Lakukan hanya setelah Anda memastikan sendiri bahwa orang itu yang memintanya. Aplikasi "
        "autentikator, kunci sandi, dan kode pemulihannya dihapus dan semua sesinya berakhir. Akses kasus "
        "seorang penangan ditangguhkan sampai dua orang mengukuhkannya lagi."
    )
    submit_label = gettext_lazy("Setel ulang")
    success_message = gettext_lazy("Verifikasi dua langkah disetel ulang; orang itu diberi tahu lewat surel.")
