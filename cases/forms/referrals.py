"""Input for referrals: whom, for what, on which ground; and the words an answer needs."""

from typing import Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from cases.enums import ReferralBasis, ReferralKind, Risk, TermKind, Urgency
from cases.models import Case, Consent
from cases.rules.referrals import SAFEGUARDS, child_path, live_consents
from cases.selectors.offers import Receiver, receivers
from cases.selectors.vocabulary import SCOPE, choices, label_of, services, terms
from gugus.core.templatetags.gugus import tanggal
from gugus.core.views import PlainForm


class ReceiverForm(PlainForm):
    """To whom: a desk of one's own task force, one found elsewhere, or an agency that gets a letter."""

    receiver = forms.ChoiceField(
        label=_("Instansi tujuan"),
        error_messages={"invalid_choice": _("Instansi ini tidak ada dalam daftar. Pilih lagi, atau cari.")},
    )
    search = forms.CharField(
        label=_("Cari di gugus tugas lain"),
        required=False,
        max_length=80,
        help_text=_(
            "Nama instansi atau wilayah, contoh “UPTD Tangerang”. Hasilnya masuk ke pilihan di atas."
        ),
    )
    paper = True

    def __init__(self, *args: Any, without: set[int], keep: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        words = str(self.data.get("search", "")) if self.is_bound else ""
        found = receivers(self.user, without=without, search=words, keep=keep, paper=self.paper)
        self.found = {row.key: row for _label, rows in found for row in rows}
        here = self.user.authority.task_force_id
        self.fields["receiver"].choices = [  # type: ignore[attr-defined]
            ("", _("Pilih instansi")),
            *[(label, [(row.key, row.label_for(here)) for row in rows]) for label, rows in found],
        ]

    def clean_receiver(self) -> Receiver:
        return self.found[self.cleaned_data["receiver"]]

    @property
    def searched(self) -> bool:
        """Whether this was asked only to look for agencies elsewhere."""
        return "cari" in self.data and bool(str(self.data.get("search", "")).strip())

    def shown_again(self) -> Self:
        """What was typed stays, and nothing is wrong yet."""
        self._errors, self.cleaned_data = ErrorDict(), {}
        return self

    @property
    def nothing_found(self) -> bool:
        here = self.user.authority.task_force_id
        return self.searched and not any(
            row.desk and row.desk.task_force_id != here for row in self.found.values()
        )


class GroundForm(ReceiverForm):
    """Why data may be shared: a consent that stands, the child path, or nothing but a notice."""

    basis = forms.ChoiceField(
        label=_("Dasar berbagi data"),
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Dasar ini sudah tidak berlaku. Pilih salah satu yang tampil.")},
    )
    safeguards = forms.MultipleChoiceField(
        label=_("Pemeriksaan keselamatan anak"),
        required=False,
        choices=list(SAFEGUARDS.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Hanya untuk jalur anak: keempatnya harus terpenuhi. Nama Anda dan waktunya dicatat."),
    )
    safeguard_note = forms.CharField(
        label=_("Catatan pemeriksaan"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    kind = ReferralKind.REFERRAL

    def __init__(self, *args: Any, case: Case, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.consents = {f"{ReferralBasis.CONSENT}:{row.pk}": row for row in live_consents(self.user, case)}
        grounds = [(key, self._consent_words(row)) for key, row in self.consents.items()]
        if child_path(case):
            words = _("Korban anak: dirujuk tanpa menunggu persetujuan, setelah pemeriksaan keselamatan")
            grounds.append((ReferralBasis.CHILD.value, words))
        else:
            del self.fields["safeguards"], self.fields["safeguard_note"]
        if self.kind == ReferralKind.REFERRAL:
            words = _("Tanpa persetujuan: instansi tujuan hanya menerima pemberitahuan tanpa identitas")
            grounds.append((ReferralBasis.NONE.value, words))
        self.fields["basis"].choices = grounds  # type: ignore[attr-defined]
        if grounds:
            self.initial.setdefault("basis", grounds[0][0])

    def _consent_words(self, row: Consent) -> str:
        return _("Persetujuan %(day)s: %(scope)s") % {
            "day": tanggal(row.given_on),
            "scope": label_of(self.user, SCOPE, row.scope).lower(),
        }

    def clean_safeguards(self) -> list[str]:
        ticked = self.cleaned_data["safeguards"]
        if self.data.get("basis") == ReferralBasis.CHILD and set(ticked) != set(SAFEGUARDS):
            raise ValidationError(
                _("Jalur anak memerlukan keempat pemeriksaan. Centang semuanya, atau pilih dasar yang lain.")
            )
        return ticked

    def given(self) -> dict[str, Any]:
        """What the service wants, of a valid form."""
        values = {
            name: value for name, value in self.cleaned_data.items() if name not in ("search", "safeguards")
        }
        consent = self.consents.get(values["basis"])
        ticked = self.cleaned_data.get("safeguards", [])
        if consent:
            values["basis"] = ReferralBasis.CONSENT
        return values | {"consent": consent, "safeguarded": bool(ticked)}


class ReferralForm(GroundForm):
    """One page from an open case to the check page."""

    services = forms.MultipleChoiceField(label=_("Layanan yang diminta"), widget=forms.CheckboxSelectMultiple)
    urgency = forms.ChoiceField(
        label=_("Kemendesakan"), choices=Urgency.choices, widget=forms.RadioSelect, initial=Urgency.NORMAL
    )
    risk = forms.ChoiceField(label=_("Risiko bagi korban"), choices=Risk.choices, widget=forms.RadioSelect)
    summary = forms.CharField(
        label=_("Ringkasan kebutuhan"),
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_(
            "Apa yang dibutuhkan korban, bukan kronologi dan tanpa nama. Terbaca setelah rujukan diterima."
        ),
    )
    safety_note = forms.CharField(
        label=_("Catatan keselamatan"),
        required=False,
        max_length=1000,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Yang harus dihindari penerima, contoh “jangan menelepon ke rumah”."),
    )
    field_order = (
        "receiver", "search", "services", "urgency", "risk", "basis", "safeguards", "safeguard_note",
        "summary", "safety_note",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["services"].choices = choices(services(self.user))  # type: ignore[attr-defined]


class TransferForm(GroundForm):
    """Another agency becomes the lead: it needs handlers, and the victim's word or the child path."""

    paper = False
    kind = ReferralKind.TRANSFER
    summary = forms.CharField(
        label=_("Alasan pengalihan"),
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("Dibaca instansi tujuan setelah menerima, dan tersimpan dalam riwayat kasus."),
    )
    field_order = ("receiver", "search", "summary", "basis", "safeguards", "safeguard_note")


class MoveForm(PlainForm):
    """Only asks to confirm."""


class RefuseForm(PlainForm):
    refusal = forms.ChoiceField(label=_("Alasan menolak"), widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Penjelasan"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Dibaca pengirim, agar korban cepat dirujuk ke tempat yang tepat."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["refusal"].choices = choices(terms(self.user, TermKind.REFUSAL))  # type: ignore[attr-defined]


class WithdrawForm(PlainForm):
    reason = forms.CharField(
        label=_("Alasan menarik"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Tersimpan dalam riwayat rujukan."),
    )


class ForwardForm(ReceiverForm):
    paper = False
    reason = forms.CharField(
        label=_("Alasan meneruskan"),
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Dibaca pengirim. Tanpa nama korban."),
    )
    field_order = ("receiver", "search", "reason")
