"""The secretariat's list of cases: what runs late, without anything of the victim."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.filters.headers import HeaderFilter
from cases.rules.settings import check_headers_read
from cases.selectors import headers
from cases.tables.headers import HeaderTable
from gugus.core.components import Button
from gugus.core.views import ListPage


class HeaderListPage(ListPage):
    """Open cases by their nearest limit."""

    selector = headers.header_list
    rule = check_headers_read
    table_class = HeaderTable
    filterset_class = HeaderFilter
    template_name = "cases/header_list.html"
    title = gettext_lazy("Ringkasan kasus")
    export_name = "ringkasan-kasus"
    empty = {
        "title": gettext_lazy("Belum ada kasus aktif"),
        "text": gettext_lazy(
            "Kasus yang dibuka penangan tampil di sini dengan kode, tahap, dan batas waktunya saja."
        ),
    }

    def get_table_kwargs(self) -> dict[str, Any]:
        return super().get_table_kwargs() | {"warn": headers.header_warning(self.request.user)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        late = headers.overdue_count(user)
        words = ngettext("%(n)s kasus melewati batas waktu", "%(n)s kasus melewati batas waktu", late)
        return super().get_context_data(**kwargs) | {
            "place": user.authority.task_force_name,
            "lead": _(
                "Hanya kode, tahap, rujukan, dan batas waktu; isi kasus tidak tampak bagi sekretariat."
            ),
            "status": words % {"n": late} if late else _("semua dalam batas waktu"),
            "tone": "bad" if late else "good",
            "secondary": [Button(label=_("Aturan kasus"), url=reverse("cases:settings"))],
        }
