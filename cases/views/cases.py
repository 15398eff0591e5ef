"""/kasus/: the list, and one case."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import Case
from cases.rules.cases import check_handler
from cases.selectors.cases import case_list
from cases.tables.cases import CaseTable
from gugus.core.views import DetailPage, ListPage


class CaseListPage(ListPage):
    selector = case_list
    rule = check_handler
    table_class = CaseTable
    title = gettext_lazy("Kasus")
    export_name = "kasus"
    empty = {
        "title": gettext_lazy("Belum ada kasus"),
        "text": gettext_lazy("Di sini instansi Anda mencatat korban yang ditangani. Tidak ada berarti baik."),
    }


class CaseDetailPage(DetailPage):
    selector = case_list
    template_name = "cases/case_detail.html"

    @property
    def case(self) -> Case:
        return self.object

    def get_title(self) -> str:
        return _("Kasus %(code)s") % {"code": self.object.code}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        case = self.object
        facts = [
            {"label": _("Jenis kasus (indikasi)"), "value": case.get_kind_display()},
            {"label": _("Jenis kelamin"), "value": case.get_sex_display()},
            {"label": _("Kelompok usia"), "value": case.get_age_group_display()},
        ]
        return super().get_context_data(**kwargs) | {"facts": facts}
