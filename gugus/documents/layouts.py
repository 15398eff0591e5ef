"""From content to PDF bytes: one function per kind of document."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from django.utils.safestring import SafeString

from gugus.documents.charts import Bar, bar_chart, column_chart, course_chart, share_bar
from gugus.documents.content import (
    AttendanceContent,
    BriefContent,
    DecreeContent,
    Dossier,
    EvaluationChapter,
    EvaluationContent,
    InvitationContent,
    MinutesContent,
    Proof,
    ReportContent,
    SecretLetter,
    StrategySection,
    TrendPoint,
    Verification,
)
from gugus.documents.content.brief import DENSITIES
from gugus.documents.pdf import EMBLEM, Step, html_to_pdf, one_page_pdf, render_html, render_pdf
from gugus.documents.qr import qr_svg


def decree_pdf(content: DecreeContent, *, draft: bool, verification: Verification | None = None) -> bytes:
    """The SK as PDF/UA-1. A final one raises `NotReady` while anything is missing or unsure."""
    if not draft:
        content.check_final()
    context = {"decree": content, "emblem": content.emblem, **_proof(verification, draft=draft)}
    return render_pdf("documents/decree.html", context, draft=draft)


def secret_pdf(paper: SecretLetter | Dossier) -> bytes:
    """A paper about a case as PDF/UA-1: marked RAHASIA, with its reader on each page and no QR."""
    template = "secret_letter" if isinstance(paper, SecretLetter) else "dossier"
    context = {"paper": paper, "emblem": paper.letterhead.emblem}
    return render_pdf(f"documents/{template}.html", context, draft=False)


def attendance_pdf(
    content: AttendanceContent, *, draft: bool = False, verification: Verification | None = None
) -> bytes:
    """Daftar hadir as PDF/UA-1: empty for signing, or with who came."""
    emblem = content.letterhead.emblem
    context = {"sheet": content, "emblem": emblem, **_proof(verification, draft=draft)}
    return render_pdf("documents/attendance.html", context, draft=draft)


def invitation_pdf(
    content: InvitationContent, *, draft: bool, verification: Verification | None = None
) -> bytes:
    """A surat undangan as PDF/UA-1. A final one raises `NotReady` without number, date or invitees."""
    if not draft:
        content.check_final()
    emblem = content.letterhead.emblem
    context = {"letter": content, "emblem": emblem, **_proof(verification, draft=draft)}
    return render_pdf("documents/invitation.html", context, draft=draft)


def minutes_pdf(content: MinutesContent, *, draft: bool, verification: Verification | None = None) -> bytes:
    """The notula as PDF/UA-1; a draft until the minutes are final."""
    context = {"notes": content, "emblem": content.letterhead.emblem, **_proof(verification, draft=draft)}
    return render_pdf("documents/minutes.html", context, draft=draft)


def brief_pdf(content: BriefContent) -> bytes:
    """The lembar ringkas as PDF/UA-1: one A4 page always, with fewer rows where names are long."""
    images = {EMBLEM: content.emblem} if content.emblem else {}
    return one_page_pdf((brief_html(content, level) for level in range(len(DENSITIES))), images=images)


def brief_html(content: BriefContent, level: int = 0) -> str:
    """The sheet as it is laid out at one density, 0 the roomiest."""
    sheet = content.at(DENSITIES[level])
    course = tuple(Bar(*point) for point in sheet.figures[0].course) if sheet.figures else ()
    context = {
        "sheet": sheet,
        "emblem": content.emblem,
        "type": DENSITIES[level].type,
        "course": course_chart(course, title=f"Capaian per triwulan: {_said(course)}") if course else "",
        "bars": [(each, share_bar(each.share, title=f"Capaian {each.value}")) for each in sheet.strategies],
        "qr": qr_svg(content.address),
    }
    return render_html("documents/brief.html", context, draft=False)


def report_pdf(
    content: ReportContent,
    *,
    draft: bool,
    verification: Verification | None = None,
    step: Step | None = None,
) -> bytes:
    """The progress report as PDF/UA-1. A final one raises `NotReady` when its counts disagree.

    `step` is told "charts", "pages" and "tags" as the work gets there.
    """
    if not draft:
        content.check_final()
    if step:
        step("charts")
    emblem = content.letterhead.emblem
    images = {url: proof.picture for url, proof in picture_addresses(content).items() if proof.picture}
    html = report_html(content, draft=draft, verification=verification)
    return html_to_pdf(html, images=images | ({EMBLEM: emblem} if emblem else {}), step=step)


def report_html(content: ReportContent, *, draft: bool, verification: Verification | None = None) -> str:
    """The report as the page that is laid out."""
    context = {
        "report": content,
        "emblem": content.letterhead.emblem,
        "chart": strategy_chart(content.strategies, title=f"Capaian per strategi, {content.period}"),
        "trend": trend_chart(content.trend, title=f"Capaian RAD sampai tiap triwulan, {content.period}"),
        "pictures": picture_addresses(content),
        **_proof(verification, draft=draft),
    }
    return render_html("documents/progress_report.html", context, draft=draft)


def picture_addresses(content: ReportContent) -> dict[str, Proof]:
    """The photographs under the addresses the page shows them by."""
    return {f"office:picture-{n}": proof for n, proof in enumerate(content.pictures, start=1)}


def evaluation_pdf(content: EvaluationContent) -> bytes:
    """The yearly evaluation of cases as PDF/UA-1, from figures that may leave; it names no case."""
    context = {
        "paper": content,
        "emblem": content.letterhead.emblem,
        "chart": evaluation_chart(content.chapter),
    }
    return render_pdf("documents/evaluation.html", context, draft=False)


def evaluation_chart(chapter: EvaluationChapter) -> SafeString:
    """Victims by year, for `documents/_evaluation_chapter.html`; nothing where no year may be told."""
    bars = tuple(Bar(each.label, each.value, each.shown) for each in chapter.years)
    if not any(bar.value for bar in bars):
        return SafeString()
    return bar_chart(bars, title=f"Korban per tahun, {chapter.period}", desc=_said(bars))


def strategy_chart(strategies: Iterable[StrategySection], *, title: str) -> SafeString:
    """Mean achievement per strategy in per cent, against 100."""
    bars = tuple(Bar(each.name, each.achievement, each.achievement_text) for each in strategies)
    return bar_chart(bars, title=title, desc=_said(bars), mark=Decimal(100), top=Decimal(100))


def trend_chart(points: Sequence[TrendPoint], *, title: str) -> SafeString:
    """The plan's achievement up to each quarter in per cent, against 100; nothing without a course."""
    if not points:
        return SafeString()
    columns = tuple(Bar(each.label, each.value, each.shown) for each in points)
    return column_chart(columns, title=title, desc=_said(columns), mark=Decimal(100), top=Decimal(110))


def _said(bars: Iterable[Bar]) -> str:
    """The values as a screen reader speaks them."""
    return "; ".join(f"{bar.label} {bar.shown}" for bar in bars)


def _proof(verification: Verification | None, *, draft: bool) -> dict[str, object]:
    """A QR only on a final version: a draft must not look checkable."""
    if draft or verification is None:
        return {}
    return {"verification": verification, "qr": qr_svg(verification.url)}
