"""What the elements of trafficking found so far suggest. A person decides, and legally the investigator."""

from collections.abc import Collection
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases.enums import Indication


@dataclass(frozen=True)
class Proposal:
    """An indication and, in words, what it follows from."""

    indication: Indication
    reason: str


def propose(
    *, process: Collection[str], means: Collection[str], purpose: Collection[str], child: bool
) -> Proposal:
    """UU 21/2007 Pasal 1 angka 1: at least one proses, one cara and one tujuan; for a child no cara is needed
    (Palermo Protocol, Article 3(c)). Anything less asks for more work: only a person says "not indicated".
    """
    missing = [
        word
        for word, found in (
            (_("proses"), bool(process)),
            (_("cara"), bool(means) or child),
            (_("tujuan eksploitasi"), bool(purpose)),
        )
        if not found
    ]
    if missing:
        return Proposal(
            Indication.DEEPEN,
            _("Unsur yang belum ditemukan: %(missing)s. Dalami dahulu sebelum menyimpulkan.")
            % {"missing": ", ".join(missing)},
        )
    if child:
        return Proposal(
            Indication.STRONG,
            _("Ada proses dan tujuan eksploitasi. Untuk anak, cara tidak perlu dibuktikan."),
        )
    return Proposal(Indication.STRONG, _("Ada proses, cara, dan tujuan eksploitasi."))
