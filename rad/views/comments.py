"""Remarks on an item."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gugus.core.templatetags.gugus import waktu
from gugus.core.views import ObjectFormPage, TransitionPage
from rad import forms, rules, selectors, services
from rad.models import ActionItem, ItemComment
from rad.views.common import crumbs


class CommentCreate(ObjectFormPage):
    """Write a remark; the form stands on the item's page and on its reports, and here when it was refused."""

    selector = selectors.item_list
    rule = rules.check_comment
    form_class = forms.CommentForm
    title = gettext_lazy("Tulis komentar")
    submit_label = gettext_lazy("Kirim komentar")
    success_message = gettext_lazy("Komentar dikirim.")

    def perform(self, form: Any) -> Any:
        self.period = self._period(form.cleaned_data["period"])
        return services.comment_add(
            item=self.object, period=self.period, text=form.cleaned_data["text"], by=self.request.user
        )

    def _period(self, key: Any) -> Any:
        """The period remarked on; of another plan or unknown: none."""
        plan = self.object.program.strategy.plan_id
        return selectors.period_list(self.request.user).filter(pk=key, plan=plan).first() if key else None

    def get_success_url(self) -> str:
        reports = selectors.report_list(self.request.user).filter(item=self.object, period=self.period)
        report = reports.first() if self.period else None
        return f"{(report or self.object).get_absolute_url()}#komentar"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item = self.object
        return super().get_context_data(**kwargs) | {
            "place": str(item),
            "crumbs": crumbs(item.program.strategy.plan),
        }


class CommentWithdraw(TransitionPage):
    selector = selectors.comment_list
    rule = rules.check_comment_withdraw
    form_class = forms.ConfirmForm
    title = gettext_lazy("Tarik komentar")
    submit_label = gettext_lazy("Tarik komentar")
    note = gettext_lazy("Isinya tidak tampil lagi. Bahwa Anda pernah menulis dan menariknya tetap tercatat.")
    success_message = gettext_lazy("Komentar ditarik.")

    def perform(self, form: Any) -> Any:
        return services.comment_withdraw(comment=self.object, by=self.request.user)

    def get_success_url(self) -> str:
        return f"{self.object.item.get_absolute_url()}#komentar"

    get_cancel_url = get_success_url

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**kwargs) | {"facts": [str(self.object.item), self.object.text]}


def comment_context(user: Any, item: ActionItem, period: Any = None) -> dict[str, Any]:
    """What `rad/_comments.html` shows."""
    rows = selectors.comments_on(user, item, period)
    form = forms.CommentForm(user=user, initial={"period": period.pk if period else None})
    return {"comments": [comment_row(user, row) for row in rows], "comment_form": form, "item": item}


def comment_row(user: Any, row: ItemComment) -> dict[str, Any]:
    gone = row.withdrawn_at is not None
    return {
        "at": waktu(row.made_at),
        "who": row.author,
        "seat": row.author_as,
        "text": _("Komentar ini ditarik penulisnya.") if gone else row.text,
        "gone": gone,
        "period": row.period,
        "pk": row.pk if row.author_id == user.pk and not gone else None,
    }
