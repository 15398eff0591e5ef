"""At the door, on one's own phone and without signing in: open, pick who you are, hadir."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from gugus.core.components import Button
from gugus.core.views import add_errors
from gugus.documents.throttle import throttled
from meetings.forms.attendance import CheckInForm, ShortCodeForm, office_of
from meetings.models import CheckInCode, Meeting
from meetings.selectors.attendance import Self, code_for_guest, recorded_of, recorded_under, selves
from meetings.services.attendance import DEAD, check_in
from meetings.wording import span_text

TYPED = "lewat"
ROOM = {"limit": 600, "seconds": 60}
"""A whole room behind one address checks in at once; guessing one of 2^30 codes at this rate is hopeless."""


@login_not_required
@never_cache
@require_safe
@throttled(**ROOM)
def check_in_start(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the wall; a typed one leads to its page."""
    form = ShortCodeForm(request.GET if "kode" in request.GET else None)
    if form.is_valid():
        return redirect(f"{reverse('meetings:check-in', args=[form.cleaned_data['kode']])}?{TYPED}=kode")
    status = 400 if form.is_bound else 200
    return render(request, "meetings/check_in_start.html", {"form": form, "said": ""}, status=status)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@throttled(**ROOM)
def check_in_page(request: HttpRequest, code: str) -> HttpResponse:
    """Who is here; reading writes nothing. A dead code and one that never was get the same answer."""
    again = recorded_under(code, _key(request))
    if again is not None:
        return done(request, again.meeting, again)
    found = code_for_guest(code)
    if found is None:
        context = {"form": ShortCodeForm(), "said": str(DEAD)}
        return render(request, "meetings/check_in_start.html", context, status=404)
    mine = recorded_of(found.meeting, request.user)
    if mine is not None and request.method != "POST":
        return done(request, found.meeting, mine)
    return posted(request, found) if request.method == "POST" else asked(request, found)


def _key(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("key", ""))
    except ValueError:
        return None


def asked(request: HttpRequest, code: CheckInCode, form: CheckInForm | None = None) -> HttpResponse:
    """The page with one tap for whom the portal knows, and the list of offices for everybody."""
    first = {"key": uuid4(), "typed": TYPED in request.GET}
    form = form or CheckInForm(meeting=code.meeting, initial=first)
    context = {
        "meeting": code.meeting,
        "when": span_text(code.meeting),
        "form": form,
        "me": one_tap(request, code),
        "details": [form[name] for name in CheckInForm.DETAILS],
    }
    return render(request, "meetings/check_in.html", context, status=400 if form.errors else 200)


def one_tap(request: HttpRequest, code: CheckInCode) -> list[Button]:
    """A button for each place a signed-in person can stand for; without one, they come as a guest."""
    user: Any = request.user
    if not user.is_authenticated:
        return []
    kept = (("key", str(uuid4())), ("saya", "1"), *((("typed", "1"),) if TYPED in request.GET else ()))
    places = selves(code.meeting, user)
    return [_tap(each, kept) for each in places] or [
        Button(label=_("Saya hadir"), method="post", kind="primary", fields=kept)
    ]


def _tap(place: Self, kept: tuple[tuple[str, str], ...]) -> Button:
    words = _("Saya hadir mewakili %(office)s") if place.represents else _("Saya hadir sebagai %(office)s")
    return Button(
        label=words % {"office": office_of(place.invitation)},
        method="post",
        kind="primary",
        fields=(*kept, ("invitation", str(place.invitation.pk))),
    )


def posted(request: HttpRequest, code: CheckInCode) -> HttpResponse:
    """Record, and say so; what is refused is said beside its field and what was typed stays."""
    if request.user.is_authenticated and "saya" in request.POST:
        return posted_self(request, code)
    form = CheckInForm(request.POST, meeting=code.meeting)
    if not form.is_valid():
        return asked(request, code, form)
    try:
        row = check_in(code=code.code, by=_who(request), **form.cleaned_data)
    except ValidationError as error:
        add_errors(form, error)
        return asked(request, code, form)
    return done(request, code.meeting, row)


def posted_self(request: HttpRequest, code: CheckInCode) -> HttpResponse:
    """A known person's one tap: only a place that is theirs to stand for."""
    mine = recorded_of(code.meeting, request.user)
    if mine is not None:
        return done(request, code.meeting, mine)
    wanted = request.POST.get("invitation", "")
    place = next((s for s in selves(code.meeting, request.user) if str(s.invitation.pk) == wanted), None)
    if wanted and place is None:
        return asked(request, code)
    try:
        row = check_in(
            code=code.code,
            by=request.user,
            key=_key(request),
            invitation=place and place.invitation,
            represents=bool(place and place.represents),
            as_self=True,
            typed="typed" in request.POST,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return asked(request, code)
    return done(request, code.meeting, row)


def _who(request: HttpRequest) -> Any:
    return request.user if request.user.is_authenticated else None


def done(request: HttpRequest, meeting: Meeting, row: Any) -> HttpResponse:
    """What was recorded, once more in words."""
    context = {"meeting": meeting, "when": span_text(meeting), "row": row}
    return render(request, "meetings/check_in_done.html", context)
