"""From content to PDF bytes: one function per kind of document."""

from collections.abc import Iterable
from decimal import Decimal

import qrcode
from django.utils.html import format_html
from django.utils.safestring import SafeString

from gugus.documents import text
from gugus.documents.charts import Bar, bar_chart
from gugus.documents.content import DecreeContent, ReportContent, StrategySection, Verification
from gugus.documents.pdf import render_pdf


def decree_pdf(content: DecreeContent, *, draft: bool, verification: Verification | None = None) -> bytes:
    """The SK as PDF/UA-1. A final one raises `NotReady` while anything is missing or unsure."""
    if not draft:
        content.check_final()
    context = {"decree": content, "emblem": content.emblem, **_proof(verification, draft=draft)}
    return render_pdf("documents/decree.html", context, draft=draft)


def report_pdf(content: ReportContent, *, draft: bool, verification: Verification | None = None) -> bytes:
    """The progress report as PDF/UA-1. A final one raises `NotReady` when its counts disagree."""
    if not draft:
        content.check_final()
    context = {
        "report": content,
        "emblem": content.letterhead.emblem,
        "chart": strategy_chart(content.strategies, title=f"Capaian per strategi, {content.period}"),
        **_proof(verification, draft=draft),
    }
    return render_pdf("documents/progress_report.html", context, draft=draft)


def strategy_chart(strategies: Iterable[StrategySection], *, title: str) -> SafeString:
    """Mean achievement per strategy in per cent, against 100."""
    sections = tuple(strategies)
    bars = tuple(
        Bar(section.name, section.achievement, text.percent(section.achievement, places=1))
        for section in sections
    )
    desc = "; ".join(f"{bar.label} {bar.shown}" for bar in bars)
    return bar_chart(bars, title=title, desc=desc, mark=Decimal(100), top=Decimal(100))


def _proof(verification: Verification | None, *, draft: bool) -> dict[str, object]:
    """A QR only on a final version: a draft must not look checkable."""
    if draft or verification is None:
        return {}
    return {"verification": verification, "qr": qr_svg(verification)}


def qr_svg(verification: Verification) -> SafeString:
    """The verification address as an SVG figure with its alternative text."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=1)
    code.add_data(verification.url)
    matrix = code.get_matrix()
    dark = "".join(
        f"M{x},{y}h1v1h-1z" for y, row in enumerate(matrix) for x, module in enumerate(row) if module
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {0} {0}" width="84" height="84">'
        '<title>Kode QR menuju {1}</title><path d="{2}"/></svg>',
        len(matrix),
        verification.url,
        dark,
    )
