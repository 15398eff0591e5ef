"""What a reader understands from the words of a board, as numbers again: to hold against the reference."""

import re
from fractions import Fraction
from typing import Any

NUMBER = re.compile(r"\d[\d.]*(?:,\d+)?")
STEPS = {"triliun": 10**12, "miliar": 10**9, "juta": 10**6}
SHORT = 2  # places of `Rp1,25 miliar`, zeros at the end left out


def numbers(text: str) -> list[tuple[Fraction, Fraction]]:
    """Every number said, with how far the true one may lie from it by rounding half up."""
    found = []
    for match in NUMBER.finditer(text):
        whole, _comma, part = match[0].rstrip(".").replace(".", "").partition(",")
        step = next((size for word, size in STEPS.items() if text[match.end() :].strip().startswith(word)), 1)
        value = Fraction(f"{whole}.{part or 0}") * step
        places = SHORT if step > 1 else len(part)
        found.append((value, Fraction(step, 2 * 10**places) if places else Fraction(0)))
    return found


def agrees(code: str, text: str, wanted: dict[str, Any]) -> bool:
    """Whether the words of a figure say its value, and nothing else where there is none."""
    said = numbers(text)
    if wanted["state"] != "ada" or wanted["value"] is None:
        return said == []
    parts = [wanted["value"]]
    if code in ("pelaporan", "tindak-lanjut", "rujukan", "cakupan"):
        parts.append(wanted["whole"])
    return len(said) == len(parts) and all(
        abs(Fraction(part) - value) <= slack for part, (value, slack) in zip(parts, said, strict=True)
    )
