"""Charts as SVG, drawn on the server, for papers; the caller prints their values as a table under them."""

from dataclasses import dataclass
from decimal import Decimal
from textwrap import wrap

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

WIDTH = 680
LABEL_WIDTH = 236
VALUE_WIDTH = 84
ROW_HEIGHT = 34
BAR_HEIGHT = 14
LABEL_CHARACTERS = 36
COLUMNS = 4
COLUMN_WIDTH = 56
COLUMN_STEP = 150
COLUMN_TOP = 24
COLUMN_HEIGHT = 150
COURSE_WIDTH, COURSE_HEIGHT, COURSE_GROUND = 176, 34, 46
SHARE_WIDTH = 120


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: `value` in the chart's unit (None is shown as no bar), `shown` its text."""

    label: str
    value: Decimal | None
    shown: str


def bar_chart(
    bars: tuple[Bar, ...],
    *,
    title: str,
    desc: str,
    mark: Decimal | None = None,
    top: Decimal | None = None,
) -> SafeString:
    """Horizontal bars from zero on one scale, `top` at the right edge, a line at `mark` (the target).

    A bar longer than the scale is cut at its end; the number beside it stays the true one. The
    caller prints the values as a table under it.
    """
    scale_top = top or max([bar.value for bar in bars if bar.value] + [mark or Decimal(1)])
    rows = [_row(place, bar, scale_top) for place, bar in enumerate(bars)]
    context = {
        "title": title,
        "desc": desc,
        "rows": rows,
        "width": WIDTH,
        "height": len(bars) * ROW_HEIGHT + 8,
        "bar_left": LABEL_WIDTH,
        "track": WIDTH - LABEL_WIDTH - VALUE_WIDTH,
        "bar_height": BAR_HEIGHT,
        "mark": _x(mark, scale_top) if mark is not None else None,
    }
    return render_to_string("documents/bar_chart.svg", context)


def _row(place: int, bar: Bar, top: Decimal) -> dict[str, object]:
    lines = wrap(bar.label, LABEL_CHARACTERS, max_lines=2, placeholder=" …")
    middle = place * ROW_HEIGHT + ROW_HEIGHT // 2 + 4
    first = middle + 4 - 6 * (len(lines) - 1)
    return {
        "lines": [(first + 12 * number, line) for number, line in enumerate(lines)],
        "bar_top": middle - BAR_HEIGHT // 2,
        "width": _x(bar.value, top) - LABEL_WIDTH if bar.value is not None else 0,
        "shown": bar.shown,
        "baseline": middle + 4,
        "value_left": WIDTH - VALUE_WIDTH + 8,
    }


def column_chart(
    columns: tuple[Bar, ...], *, title: str, desc: str, mark: Decimal, top: Decimal
) -> SafeString:
    """Upright columns from zero on one scale, as a course of time reads; a line at `mark` with its word."""
    ground = COLUMN_TOP + COLUMN_HEIGHT
    context = {
        "title": title,
        "desc": desc,
        "columns": [_column(place, each, top) for place, each in enumerate(columns)],
        "width": max(len(columns), COLUMNS) * COLUMN_STEP,
        "height": ground + 26,
        "ground": ground,
        "column_width": COLUMN_WIDTH,
        "mark": ground - _height(mark, top),
        "mark_word": f"{mark} %",
    }
    return render_to_string("documents/column_chart.svg", context)


def _column(place: int, bar: Bar, top: Decimal) -> dict[str, object]:
    height = _height(bar.value, top) if bar.value is not None else 0
    middle = place * COLUMN_STEP + COLUMN_STEP // 2
    ground = COLUMN_TOP + COLUMN_HEIGHT
    return {
        "label": bar.label,
        "shown": bar.shown,
        "middle": middle,
        "left": middle - COLUMN_WIDTH // 2,
        "top": ground - height,
        "height": height,
        "above": ground - height - 7,
        "below": ground + 18,
    }


def course_chart(columns: tuple[Bar, ...], *, title: str) -> SafeString:
    """A year's course in the space of a thumb: a column a quarter from 0 to 100 with its value above."""
    step = COURSE_WIDTH // max(len(columns), 1)
    rows = []
    for place, bar in enumerate(columns):
        height = round(COURSE_HEIGHT * _share(bar.value, Decimal(100))) if bar.value is not None else 0
        rows.append(
            {
                "label": bar.label,
                "shown": bar.shown,
                "middle": place * step + step // 2,
                "left": place * step + step // 8,
                "width": step - step // 4,
                "top": COURSE_GROUND - height,
                "height": height,
                "above": COURSE_GROUND - height - 4,
            }
        )
    context = {"columns": rows, "title": title, "width": COURSE_WIDTH, "ground": COURSE_GROUND}
    return render_to_string("documents/course_chart.svg", context)


def share_bar(share: Decimal | None, *, title: str) -> SafeString:
    """One bar from 0 to 100 for a cell of a table; an empty track where there is no value."""
    width = round(SHARE_WIDTH * _share(share, Decimal(100))) if share is not None else 0
    return render_to_string("documents/share_bar.svg", {"title": title, "full": SHARE_WIDTH, "width": width})


def _share(value: Decimal, top: Decimal) -> Decimal:
    return min(max(value / top, Decimal(0)), Decimal(1))


def _height(value: Decimal, top: Decimal) -> int:
    return round(COLUMN_HEIGHT * _share(value, top))


def _x(value: Decimal, top: Decimal) -> int:
    """Pixels from the left for a value, kept inside the scale."""
    return LABEL_WIDTH + round((WIDTH - LABEL_WIDTH - VALUE_WIDTH) * _share(value, top))
