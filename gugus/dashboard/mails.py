"""The text of the weekly letter: the seven numbers in the words of the pages, and what to ask of whom."""

from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation

from gugus.core.templatetags.gugus import NBSP, tanggal, waktu
from gugus.dashboard import wording
from gugus.dashboard.board import Board, Figure
from gugus.dashboard.enums import Audience
from gugus.dashboard.models import WeeklyLetter
from gugus.dashboard.points import NOTHING_TO_ASK, talking_points
from gugus.dashboard.selectors.settings import limits_of
from gugus.dashboard.selectors.snapshots import snapshot_board

SUBJECT = "[Portal Gugus Tugas TPPO] Ringkasan mingguan {place}, {day}"
SHOWN = 5
"""Questions in a letter; the page and the paper have the rest."""


def weekly_message(letter: WeeklyLetter) -> EmailMessage:
    """The letter of one leader; the same each time, for it comes from a frozen board."""
    snapshot = letter.snapshot
    board = snapshot_board(snapshot, Audience.LEADERS)
    address = settings.SITE_URL.rstrip("/")
    with translation.override("id"), timezone.override(ZoneInfo(board.zone)):
        context = {
            "person": letter.recipient,
            "board": board,
            "snapshot": snapshot,
            "as_of": waktu(board.as_of),
            "lines": [figure_line(figure, board) for figure in board.figures.values()],
            "points": talking_points(board, limits_of(snapshot.task_force_id))[:SHOWN],
            "nothing": NOTHING_TO_ASK,
            "url": address + snapshot.get_absolute_url(),
            "choice_url": address + reverse("notices:mail-choice"),
            "site_url": address,
        }
        text = render_to_string("dashboard/mail/weekly.txt", context).replace(NBSP, " ")
        subject = SUBJECT.format(place=board.place, day=tanggal(board.as_of))
    return EmailMessage(
        subject, text.strip() + "\n", to=[letter.recipient.email], headers={"Message-ID": letter.message_id}
    )


def figure_line(figure: Figure, board: Board) -> tuple[str, str, str]:
    """Name, value with its predikat, note."""
    value = wording.value_text(figure)
    mark = wording.mark_text(figure)
    shown = f"{value} ({mark})" if mark else value
    return wording.label_text(figure, board), shown, wording.note_text(figure, board)
