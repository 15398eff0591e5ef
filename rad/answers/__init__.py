"""The Excel round trip of reports, apart from the database: make a workbook, read it back, merge three ways.

`write_book` puts rows and a signed stamp of their baseline into a workbook; `read_answers` finds what
somebody edited since; `merge` weighs that against what the portal says now.
"""

from rad.answers.book import BookFacts, Remark, write_book
from rad.answers.merge import FILE, PORTAL, Change, Conflict, Fault, Merged, Note, Standing, merge
from rad.answers.reading import Reading, faults_data, read_answers, reading_from
from rad.answers.stamp import Refused, Stamp, StampRow, mark_of
from rad.answers.table import FIGURES, FILLED, ITEM_WORDS, AnswerRow, shown
from rad.answers.values import EMPTY, NA, number_value, text_value

__all__ = [
    "EMPTY",
    "FIGURES",
    "FILE",
    "FILLED",
    "ITEM_WORDS",
    "NA",
    "PORTAL",
    "AnswerRow",
    "BookFacts",
    "Change",
    "Conflict",
    "Fault",
    "Merged",
    "Note",
    "Reading",
    "Refused",
    "Remark",
    "Stamp",
    "StampRow",
    "Standing",
    "faults_data",
    "mark_of",
    "merge",
    "number_value",
    "read_answers",
    "reading_from",
    "shown",
    "text_value",
    "write_book",
]  # fmt: skip
