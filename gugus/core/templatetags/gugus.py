"""How dates, times, numbers and status words are written, the same on every page.

Pure: no database, no request (except `csrf_field`). Format rules are those of the pages' brief:
`21 November 2026`, `22 Nov 2026, 14.30 WIB`, `1.234,5`. Numbers keep Indonesian signs in every
interface language, because page, PDF and workbook must print one figure alike.
"""

import datetime
from collections.abc import Iterable, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField, Field
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.dateformat import format as date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

register = template.Library()

NOTHING = "–"
NBSP = "\N{NO-BREAK SPACE}"
SECOND = datetime.timedelta(seconds=1)

ZONE_NAMES = {7: "WIB", 8: "WITA", 9: "WIT"}
"""Hours east of Greenwich → the name people use (Keputusan Presiden 41/1987)."""

SHAPES = {
    "good": '<circle cx="6" cy="6" r="5" fill="currentColor"/>',
    "note": '<circle cx="6" cy="6" r="4.5" fill="none" stroke="currentColor"/>'
    '<path d="M6 1.5a4.5 4.5 0 0 0 0 9z" fill="currentColor"/>',
    "draft": '<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "warn": '<path d="M6 1.6 11 10.5H1z" fill="none" stroke="currentColor" stroke-width="1.5"/>',
    "bad": '<path d="M6 .8 11.6 11H.4z" fill="currentColor"/>',
    "locked": '<path d="M1.5 1.5h9v9h-9z" fill="currentColor"/>',
}
"""Tone → shape, so that no status is told by colour alone: ● good ◐ note ○ draft △ warn ▲ bad ■ locked."""


class ErrorLink(NamedTuple):
    """One line of the error summary: the message and the id of the control that cures it ("" if none)."""

    message: str
    anchor: str


class SmallBar(NamedTuple):
    """One bar of a small multiple in a drawing of 100 × 40; text, so that no locale turns its points."""

    x: str
    y: str
    width: str
    height: str
    label: str
    text: str
    missing: bool


def to_decimal(value: Any) -> Decimal | None:
    """The number in `value`, or None when there is none (empty, not a number, NaN, infinite)."""
    if value is None or isinstance(value, bool):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


@register.filter
def tanggal(value: Any) -> str:
    """`21 November 2026`, the month in the language of the page; a date and time is first made local."""
    if not isinstance(value, datetime.date):
        return NOTHING
    return date_format(_local(value), "j F Y")


@register.filter
def waktu(value: Any) -> str:
    """`22 Nov 2026, 14.30 WIB`: the region's clock, named, because three are in use."""
    if not isinstance(value, datetime.datetime):
        return tanggal(value)
    local = _local(value)
    return f"{date_format(local, 'j M Y, H.i')}{NBSP}{zone_name(local)}"


@register.filter
def jam(value: Any) -> str:
    """`14.30 WIB`, for a moment whose day is written beside it."""
    if not isinstance(value, datetime.datetime):
        return NOTHING
    local = _local(value)
    return f"{date_format(local, 'H.i')}{NBSP}{zone_name(local)}"


def zone_name(moment: datetime.datetime) -> str:
    """WIB, WITA or WIT; elsewhere the offset, as `UTC+3`."""
    offset = moment.utcoffset() or datetime.timedelta()
    hours = offset / datetime.timedelta(hours=1)
    return ZONE_NAMES.get(int(hours), f"UTC{hours:+g}") if hours == int(hours) else f"UTC{hours:+g}"


@register.filter
def angka(value: Any, places: int | None = None) -> str:
    """`1.234,5`. Without `places`, as many decimals as the number has; text such as `N/A` is left alone."""
    number = to_decimal(value)
    if number is None:
        return NOTHING if value in (None, "") else str(value)
    if places is not None:
        text = f"{number:,.{int(places)}f}"
    else:
        text = f"{number:,f}"
        text = text.rstrip("0").rstrip(".") if "." in text else text
    text = "0" if text.strip("-0.") == "" and places is None else text
    return text.translate(str.maketrans(",.", ".,"))


@register.filter
def persen(value: Any, places: int | None = None) -> str:
    """`78 %` for 78 (not for 0,78)."""
    text = angka(value, places)
    return text if to_decimal(value) is None else f"{text}{NBSP}%"


@register.filter
def rupiah(value: Any) -> str:
    """`Rp1.250.000`; cents are shown only when there are any."""
    number = to_decimal(value)
    if number is None:
        return NOTHING if value in (None, "") else str(value)
    whole = number == number.to_integral_value()
    return f"{'-' if number < 0 else ''}Rp{angka(abs(number), 0 if whole else 2)}"


@register.simple_tag
def sisa_hari(due: datetime.date | None, today: datetime.date | None = None) -> str:
    """`sisa 2 hari`, `hari ini`, `lewat 3 hari`, counted in local days; nothing without a due date."""
    if not isinstance(due, datetime.date):
        return ""
    due = _local(due).date() if isinstance(due, datetime.datetime) else due
    days = (due - (today or timezone.localdate())).days
    if days == 0:
        return _("hari ini")
    if days > 0:
        return ngettext("sisa %(days)s hari", "sisa %(days)s hari", days) % {"days": angka(days)}
    return ngettext("lewat %(days)s hari", "lewat %(days)s hari", -days) % {"days": angka(-days)}


@register.simple_tag
def status_word(label: Any, tone: str = "draft") -> SafeString:
    """A status as shape and word. `tone` is a key of SHAPES; an unknown one is a programming error."""
    return format_html(
        '<span class="status tone-{}">{}{}</span>',
        tone,
        shape(tone),
        format_html("<span>{}</span>", label),
    )


@register.simple_tag
def shape(tone: str) -> SafeString:
    """The shape of a tone alone, hidden from screen readers: a word must stand beside it."""
    return format_html(
        '<svg class="shape" viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">'
        "{}</svg>",
        SafeString(SHAPES[tone]),
    )


@register.simple_tag(takes_context=True)
def csrf_field(context: template.Context) -> SafeString:
    """The CSRF field also inside `{% include … only %}`, where the context processors' token is lost."""
    request = getattr(context, "request", None) or context.get("request")
    if request is None:
        return SafeString()  # no request, nothing to protect (mail, tests of a fragment)
    return format_html(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">',
        get_token(request),
    )


@register.filter
def error_links(form: BaseForm) -> list[ErrorLink]:
    """Every error of a bound form with the id of its first control, in the order of the fields."""
    links = [ErrorLink(str(message), "") for message in form.non_field_errors()]
    for field in form.hidden_fields():
        links += [ErrorLink(f"{field.label}: {message}", "") for message in field_errors(field)]
    for field in form.visible_fields():
        links += [ErrorLink(str(message), first_control_id(field)) for message in field_errors(field)]
    return links


@register.filter
def field_errors(field: BoundField) -> list[str]:
    """A field's messages; Django's one sentence for every empty field becomes one that names the field."""
    return [
        _name_the_cure(field) if error.message is Field.default_error_messages["required"] else str(message)
        for error, message in zip(field.errors.as_data(), field.errors, strict=True)
    ]


def _name_the_cure(field: BoundField) -> str:
    params = {"label": field.label}
    if is_checkbox(field):
        return _("Centang “%(label)s”.") % params
    if getattr(field.field, "choices", None) is not None:
        return _("Pilih “%(label)s”.") % params
    return _("Isi “%(label)s”.") % params


@register.filter
def first_control_id(field: BoundField) -> str:
    """The id a link must name to focus the field: the first box or choice where there are several."""
    if field.use_fieldset:
        return f"{field.auto_id}_0" if field.auto_id else ""
    return field.id_for_label or field.auto_id


@register.filter
def is_checkbox(field: BoundField) -> bool:
    """A single tick box: its label stands after it, not above it."""
    return getattr(field.field.widget, "input_type", "") == "checkbox" and not field.use_fieldset


@register.filter
def accepted_types(field: BoundField) -> str:
    """`PDF atau XLSX` from a file field's `accept=".pdf,.xlsx"`; "" when any file will do."""
    accept = str(field.field.widget.attrs.get("accept", ""))
    names = [part.strip().lstrip(".").upper() for part in accept.split(",") if part.strip().startswith(".")]
    if len(names) < 2:
        return "".join(names)
    return _("%(first)s atau %(last)s") % {
        "first": ", ".join(names[:-1]),
        "last": names[-1],
    }


@register.filter
def max_megabytes(field: BoundField) -> str:
    """The largest upload a field says it takes (see UploadField); "" when it says nothing."""
    return str(field.field.widget.attrs.get("data-max-mb", ""))


@register.filter
def percent_of(value: Any, scale: Any) -> str:
    """`value` as a share of `scale`, 0 to 100, as an SVG length such as `62.5%`; "0%" when there is none."""
    number, whole = to_decimal(value), to_decimal(scale)
    if number is None or not whole or whole < 0:
        return "0%"
    share = min(max(number / whole, Decimal(0)), Decimal(1)) * 100
    return f"{share.quantize(Decimal('0.01')).normalize():f}%"


@register.simple_tag
def small_bars(points: Iterable[Sequence[Any]], scale: Any = 100) -> list[SmallBar]:
    """Bars of a small multiple from (label, value) pairs, all on one `scale` so that charts compare."""
    points = list(points)
    step = Decimal(100) / max(len(points), 1)
    whole = to_decimal(scale) or Decimal(100)
    return [
        _small_bar(index, step, label, value, whole) for index, (label, value, *_rest) in enumerate(points)
    ]


def _small_bar(index: int, step: Decimal, label: str, value: Any, whole: Decimal) -> SmallBar:
    number = to_decimal(value)
    share = Decimal(0) if number is None else min(max(number / whole, Decimal(0)), Decimal(1))
    height = max(share * 38, Decimal(1))
    sizes = (index * step + step / 10, 40 - height, step * Decimal("0.8"), height)
    x, y, width, height_text = (f"{size:.1f}" for size in sizes)
    return SmallBar(x, y, width, height_text, str(label), angka(value), number is None)


def _local(value: Any) -> Any:
    """A moment in the active time zone; a plain date or naive moment as it is."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


@register.simple_tag(takes_context=True)
def page_query(context: template.Context, number: int, param: str = "page") -> str:
    """The query of another page of a list, every other part of the address kept."""
    request = getattr(context, "request", None) or context["request"]
    query = request.GET.copy()
    query[param or "page"] = number
    return f"?{query.urlencode()}"


@register.filter
def page_numbers(page: Page) -> list[int]:
    """The page numbers worth a link, 0 where some are left out: 1 … 4 5 6 … 20."""
    return [
        n if isinstance(n, int) else 0
        for n in page.paginator.get_elided_page_range(page.number, on_each_side=1)
    ]


@register.simple_tag(takes_context=True)
def export_query(context: template.Context, kind: str) -> str:
    """The address of the same list, filters kept, as a file (`kind`: xlsx or csv)."""
    request = getattr(context, "request", None) or context["request"]
    query = request.GET.copy()
    query["_export"] = kind
    return f"?{query.urlencode()}"


@register.filter
def active_filters(filterset: Any) -> int:
    """How many filters of a FilterSet are set in the address; 0 when there is no FilterSet."""
    if not filterset:
        return 0
    return sum(1 for name in filterset.form.fields if str(filterset.data.get(name) or "").strip())
