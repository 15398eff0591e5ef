"""The paper of a period: figures and words frozen into a snapshot, and what PDF and workbook say of them.

Pure: rows and figures in, plain data out. `freeze` makes the JSON a `Snapshot` keeps, `content` reads it back
as `ReportContent`, `codec.differences` calculates its figures anew.
"""

from rad.paper.codec import SCHEMA, differences, fingerprint
from rad.paper.content import report_content
from rad.paper.freeze import Facts, ItemFacts, frozen
from rad.paper.words import CASES, file_word, kind_words, prepared_introduction

__all__ = [
    "CASES",
    "SCHEMA",
    "Facts",
    "ItemFacts",
    "differences",
    "file_word",
    "fingerprint",
    "frozen",
    "kind_words",
    "prepared_introduction",
    "report_content",
]
