"""The words of cases: vocabularies with the region's own terms, and what each service and scope opens."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from cases.enums import CaseRight, TermKind
from cases.forms.words import TermForm
from cases.models import Term
from cases.rules.settings import check_settings_manage, check_settings_read
from cases.selectors.vocabulary import own_terms, scopes, services, terms
from cases.services import words
from cases.views.settings import SettingsForm, crumbs, here
from gugus.core.components import Button
from gugus.core.permissions import allowed
from gugus.core.views import Page, PlainForm, TransitionPage


def back() -> str:
    return reverse("cases:word-list")


class WordsPage(Page, TemplateView):
    """Every vocabulary with its terms of today, then the services and scopes with the rights they open."""

    template_name = "cases/word_list.html"
    title = gettext_lazy("Istilah, layanan, dan cakupan")

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        check_settings_read(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        manages = allowed(check_settings_manage, user)
        add = Button(label=_("Tambah istilah"), url=reverse("cases:term-add"), kind="primary")
        opened = [(_("Layanan"), services(user)), (_("Cakupan persetujuan"), scopes(user))]
        return super().get_context_data(**kwargs) | {
            "crumbs": crumbs(user, here()),
            "lead": _("Hak yang terbuka saat rujukan diterima adalah yang ada pada layanan dan cakupan."),
            "button": add if manages else None,
            "manages": manages,
            "kinds": [(kind.label, terms(user, kind)) for kind in TermKind],
            "opened": [(label, [rights_row(row) for row in rows]) for label, rows in opened],
        }


def rights_row(row: Any) -> dict[str, str]:
    """A service or scope, with its rights in words."""
    return {"label": row.label, "rights": ", ".join(str(CaseRight(right).label) for right in row.rights)}


class TermAdd(SettingsForm):
    """A term of the region's own."""

    form_class = TermForm
    service = words.term_add
    title = gettext_lazy("Tambah istilah")
    success_message = gettext_lazy("Istilah ditambahkan.")

    def get_success_url(self) -> str:
        return back()

    get_cancel_url = get_success_url


class TermEnd(TransitionPage):
    """Takes one of the region's own terms out of the choices."""

    selector = own_terms
    form_class = PlainForm
    submit_label = gettext_lazy("Akhiri istilah")
    success_message = gettext_lazy("Istilah tidak lagi ditawarkan.")
    note = gettext_lazy("Kasus yang sudah memakainya tetap menampilkannya.")
    object: Term

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        check_settings_manage(request.user)
        return super().dispatch(request, *args, **kwargs)

    def get_title(self) -> str:
        return _("Akhiri istilah “%(label)s”") % {"label": self.object.label}

    def perform(self, form: Any) -> Any:
        return words.term_end(term=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return back()

    get_cancel_url = get_success_url
