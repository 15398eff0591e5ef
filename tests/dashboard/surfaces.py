"""Where a board is told besides the page: snapshot, paper, weekly letter, the province's rows."""

from fractions import Fraction
from typing import Any

from gugus.dashboard.board import from_json
from gugus.dashboard.documents.brief import brief_content
from gugus.dashboard.enums import Audience, FigureCode, Occasion
from gugus.dashboard.mails import weekly_message
from gugus.dashboard.models import RegionalFigures, Snapshot, WeeklyLetter
from gugus.dashboard.points import talking_points
from gugus.dashboard.selectors.snapshots import snapshot_board
from gugus.dashboard.services.regional import regional_fill
from gugus.dashboard.services.snapshots import snapshot_take
from tests.dashboard.chance import Chance
from tests.dashboard.hearing import agrees
from tests.dashboard.reference_forms import differences, shown

Reckoned = dict[str, dict[str, Any]]


def wrong_in_snapshot(snapshot: Snapshot, reckoned: Reckoned) -> list[str]:
    """Each audience's board, as it was frozen."""
    return [
        line
        for audience in Audience
        for line in differences(shown(snapshot_board(snapshot, audience)), reckoned[audience.value])
    ]


def wrong_on_paper(snapshot: Snapshot, reckoned: Reckoned) -> list[str]:
    """The words of the lembar ringkas, heard as numbers."""
    board = snapshot_board(snapshot, Audience.LEADERS)
    content = brief_content(board, talking_points(board), snapshot)
    return _misheard([each.value for each in content.figures], reckoned)


def wrong_in_letter(snapshot: Snapshot, reckoned: Reckoned, chance: Chance) -> list[str]:
    """The weekly letter's lines, `- Capaian RAD 2026: 78,3 % (Tinggi)`."""
    letter = WeeklyLetter(recipient=chance.world.people["sekda"], snapshot=snapshot, message_id="<contoh>")
    lines = [line for line in weekly_message(letter).body.splitlines() if line.startswith("- ")]
    return _misheard([line.partition(": ")[2].partition(" (")[0] for line in lines], reckoned)


def _misheard(texts: list[str], reckoned: Reckoned) -> list[str]:
    wanted = reckoned[Audience.LEADERS.value]["figures"]
    pairs = zip(FigureCode.values, texts, strict=True)
    return [f"{code}: {text}" for code, text in pairs if not agrees(code, text, wanted[code])]


def wrong_in_province(chance: Chance, reckoned: Reckoned) -> list[str]:
    """This year's row, its board and the columns lists sort by."""
    regional_fill(task_force_id=chance.task_force.pk)
    row = RegionalFigures.objects.get(task_force=chance.task_force, year=chance.today.year)
    wanted = reckoned[Audience.OUTSIDE.value]
    told = wanted["figures"]
    columns = {
        "late": told["pelaporan"]["value"] or 0,
        "overdue": told["tindak-lanjut"]["value"] or 0,
        "reached": told["cakupan"]["value"] or 0,
        "units": told["cakupan"]["whole"] or 0,
        "reported": told["capaian"]["reported"] or 0,
        "total": told["capaian"]["total"] or 0,
        "spent": told["anggaran"]["value"],
        "budget": told["anggaran"]["whole"],
    }
    got = {name: getattr(row, name) for name in columns}
    score, value = row.score, told["capaian"]["value"]
    close = (score is None) is (value is None)
    close = close and (value is None or abs(Fraction(score) - value) <= Fraction(1, 20000))
    return [
        *differences(shown(from_json(row.data)), wanted),
        *differences(got, columns),
        *([] if close else [f"score: {score} instead of {value}"]),
    ]


def wrong_on_surfaces(chance: Chance, reckoned: Reckoned) -> list[str]:
    snapshot = snapshot_take(task_force=chance.task_force, occasion=Occasion.DEMAND)
    return [
        *wrong_in_snapshot(snapshot, reckoned),
        *wrong_on_paper(snapshot, reckoned),
        *wrong_in_letter(snapshot, reckoned, chance),
        *wrong_in_province(chance, reckoned),
    ]
