"""The list of who is invited, with answers; for the secretariat also where each letter stands."""

from typing import Any

import django_tables2 as tables
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from gugus.core.permissions import allowed
from gugus.core.templatetags.gugus import NOTHING, status_word
from meetings.enums import InviteeKind, LetterStatus
from meetings.models import Invitation
from meetings.rules.answers import check_answer
from meetings.rules.invitations import check_message, check_withdraw
from meetings.wording import ANSWER_TONES, LETTER_TONES, invitee_text


class InvitationTable(tables.Table):
    """`acts` (the secretariat's) shows letters and what may be done with each invitation."""

    order = tables.Column(verbose_name=_("Diundang"), empty_values=())
    agency = tables.Column(verbose_name=_("Instansi atau lembaga"), empty_values=(), orderable=False)
    answer = tables.Column(verbose_name=_("Jawaban"))
    letter = tables.Column(
        verbose_name=_("Surel"), empty_values=(), orderable=False, attrs={"td": {"class": "address"}}
    )
    act = tables.Column(verbose_name=_("Langkah"), empty_values=(), orderable=False, exclude_from_export=True)

    class Meta:
        model = Invitation
        fields = ("order", "agency", "answer", "letter", "act")
        order_by = "order"
        attrs = {"caption": _("Daftar undangan")}

    def __init__(self, *args: Any, user: Any, acts: bool, **kwargs: Any) -> None:
        self.reader, self.acts = user, acts
        super().__init__(*args, exclude=() if acts else ("letter",), **kwargs)

    def render_order(self, record: Invitation) -> Any:
        return format_html("{}", invitee_text(record))

    value_order = render_order

    def render_agency(self, record: Invitation) -> str:
        if record.kind == InviteeKind.GUEST:
            return record.organisation or str(_("tamu"))
        return record.agency.name if record.agency else NOTHING

    def render_answer(self, record: Invitation) -> Any:
        if record.withdrawn_at:
            return status_word(_("ditarik"), "locked")
        word = status_word(record.get_answer_display(), ANSWER_TONES[record.answer])
        return (
            format_html('{}<br><span class="muted">{}</span>', word, more)
            if (more := self._more(record))
            else word
        )

    def value_answer(self, record: Invitation) -> str:
        said = str(_("ditarik")) if record.withdrawn_at else str(record.get_answer_display())
        return ": ".join(filter(None, [said, self._more(record)]))

    def _more(self, record: Invitation) -> str:
        """By whom; why not is for those who asked."""
        return record.representative or (record.reason if self.acts else "")

    def render_letter(self, record: Invitation) -> Any:
        letters = self._latest(record)
        if not letters:
            return format_html('<span class="muted">{}</span>', _("belum ada"))
        return format_html_join(
            "",
            "<div>{}{}</div>",
            (
                (
                    status_word(
                        f"{letter.get_purpose_display()} {letter.get_status_display()}",
                        LETTER_TONES[letter.status],
                    ),
                    format_html(' <span class="muted">{}{}</span>', letter.address, _note(letter)),
                )
                for letter in letters
            ),
        )

    def value_letter(self, record: Invitation) -> str:
        rows = self._latest(record)
        return "; ".join(
            f"{row.address}: {row.get_purpose_display()} {row.get_status_display()}" for row in rows
        )

    def _latest(self, record: Invitation) -> list[Any]:
        """The newest letter to each address."""
        latest: dict[str, Any] = {}
        for letter in record.letters.all():
            latest.setdefault(letter.address, letter)
        return list(latest.values())

    def render_act(self, record: Invitation) -> Any:
        links = [
            (reverse(f"meetings:{name}", args=[record.pk]), label)
            for name, label, check in (
                ("invitation-answer", _("Jawab"), check_answer),
                ("invitation-message", _("Pesan WhatsApp"), check_message),
                ("invitation-withdraw", _("Tarik"), check_withdraw),
            )
            if allowed(check, self.reader, record)
        ]
        again = [
            (reverse("meetings:letter-again", args=[letter.pk]), _("Kirim lagi"))
            for letter in (self._latest(record) if self.acts else ())
            if letter.status == LetterStatus.DROPPED
        ]
        return format_html_join(" · ", '<a href="{}">{}</a>', [*links, *again]) or NOTHING


def _note(letter: Any) -> str:
    return f", {letter.error}" if letter.error else ""
