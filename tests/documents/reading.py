"""Reading a made PDF back: text as pdftotext sees it, and the tag tree."""

import io
import subprocess
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pikepdf
from pdfua import Validator


def words_of(pdf: bytes) -> str:
    """The text in reading order, white space folded."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return " ".join(done.stdout.decode().split())


def findings(pdf: bytes) -> list[str]:
    """Errors and warnings of the PDF/UA checker."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as stored:
        Path(stored.name).write_bytes(pdf)
        outcomes = Validator().validate(stored.name).outcomes
    return [f"{outcome.rule_id}: {finding.message}" for outcome in outcomes for finding in outcome.findings]


@cache
def open_pdf(pdf: bytes) -> pikepdf.Pdf:
    """Opened once and kept: pikepdf's objects die with their file."""
    return pikepdf.open(io.BytesIO(pdf))


def walk(element: pikepdf.Object) -> Iterator[pikepdf.Dictionary]:
    """Structure elements below `element`, depth first: the order a screen reader takes."""
    for kid in element.get("/K", []):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield kid
            yield from walk(kid)


def elements(document: pikepdf.Pdf, role: str = "") -> list[pikepdf.Dictionary]:
    """All structure elements, or those of one role such as `/TH`."""
    found = list(walk(document.Root.StructTreeRoot))
    return [element for element in found if not role or str(element.S) == role]


def marked_ids(element: pikepdf.Dictionary) -> list[int]:
    """Marked-content ids under an element."""
    own = [int(kid) for kid in element.get("/K", []) if not isinstance(kid, pikepdf.Object)]
    return own + [
        int(kid) for below in walk(element) for kid in below.K if not isinstance(kid, pikepdf.Object)
    ]
