"""The form in which a reckoned board and a board of the portal are held against each other."""

from typing import Any

from gugus.dashboard.board import Board, Row

KNOWN, NONE, MISSING, HIDDEN = "ada", "nihil", "belum", "disembunyikan"
FACTS = {
    "capaian": ("slot", "reported", "total", "waiting"),
    "anggaran": (),
    "pelaporan": ("silent",),
    "tindak-lanjut": ("high",),
    "rujukan": ("cases",),
    "cakupan": ("areas_reached", "areas", "planned", "people", "events", "level"),
    "sk": ("number", "ends_on", "seats", "empty"),
}
ROW_FACTS = {
    "strategi": ("reported", "total"),
    "anggaran": (),
    "instansi": ("late", "silent"),
    "tindak-lanjut": ("high", "done", "on_time"),
    "wilayah": ("people", "planned", "events"),
    "kursi": (),
}


def shown(board: Board) -> dict[str, Any]:
    """What a board says, in the form of `expected`."""
    return {
        "figures": {
            str(code.value): {
                "state": str(figure.state.value),
                "value": figure.value,
                "whole": figure.whole,
                **({"grade": (figure.grade, figure.tone)} if code.value == "capaian" else {}),
                **({"trend": [value for _label, value in figure.trend]} if code.value == "capaian" else {}),
                **{name: figure.facts.get(name) for name in FACTS[code.value]},
            }
            for code, figure in board.figures.items()
        },
        "series": {str(code.value): _rows(code.value, rows) for code, rows in board.series.items() if rows},
    }


def _rows(code: str, rows: tuple[Row, ...]) -> dict[str, Any]:
    return {
        each.key: {
            "state": str(each.state.value),
            "value": each.value,
            "whole": each.whole,
            "late": each.late,
            "grade": (each.grade, each.tone),
            "points": [value for _label, value in each.points],
            **{name: each.facts.get(name) for name in ROW_FACTS[code]},
        }
        for each in rows
    }


def figure(state: str, value: Any = None, whole: Any = None, **facts: Any) -> dict[str, Any]:
    return {"state": state, "value": value, "whole": whole, **facts}


def row(
    state: str,
    value: Any = None,
    whole: Any = None,
    *,
    late: bool = False,
    points: Any = (),
    grade: tuple[str, str] = ("", ""),
    **facts: Any,
) -> dict[str, Any]:
    found = {"state": state, "value": value, "whole": whole, "late": late, "grade": grade}
    return found | {"points": list(points), **facts}


def differences(got: Any, wanted: Any, path: str = "") -> list[str]:
    """Where two forms say otherwise, leaf by leaf."""
    if not (isinstance(got, dict) and isinstance(wanted, dict)):
        return [] if got == wanted else [f"{path}: {got!r} instead of {wanted!r}"]
    keys = [*got, *(key for key in wanted if key not in got)]
    return [
        line
        for key in keys
        for line in differences(got.get(key, "nothing"), wanted.get(key, "nothing"), f"{path}/{key}")
    ]
