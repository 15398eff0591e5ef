"""Pages of the kernel: the audit trail, a job's progress, the choice of task force, health, and faults."""

import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.template import loader
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import requires_csrf_token
from psycopg.errors import IdleInTransactionSessionTimeout

from gugus.core import audit, jobs, seal
from gugus.core.components import Button
from gugus.core.crypto import is_full
from gugus.core.middleware import TASK_FORCE_KEY
from gugus.core.models import Job
from gugus.core.permissions import Denied
from gugus.core.trail import TrailFilter, TrailTable, trail_list
from gugus.core.views import ListPage, Page

# Pages that say something while the database is away: the middleware meets that before any view does.
WITHOUT_DATABASE: dict[str, Callable[[HttpRequest], HttpResponse]] = {}


def check_trail_read(user: Any) -> None:
    """The trail is read by pengawas and sekretariat (design.md "Who may see what")."""
    if not user.authority.has_role("pengawas", "sekretariat"):
        raise Denied(_("Jejak audit dibaca oleh pengawas dan sekretariat."))


class TrailPage(ListPage):
    selector = trail_list
    rule = check_trail_read
    table_class = TrailTable
    filterset_class = TrailFilter
    title = gettext_lazy("Jejak audit")
    export_name = "jejak-audit"
    template_name = "core/trail.html"
    empty = {
        "title": gettext_lazy("Belum ada kejadian"),
        "text": gettext_lazy("Setiap tindakan di portal tercatat di sini begitu terjadi."),
    }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        lead = _("Siapa melakukan apa, kapan, dan dari mana. Catatan ini tidak dapat diubah atau dihapus.")
        return super().get_context_data(**kwargs) | {"lead": lead, "seal": seal.state()}


class TaskForceSwitchView(View):
    """Choose in which of one's task forces to act; kept in the session, told in every audit event."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        task_force_switch(request, request.POST.get("task_force", ""))
        return redirect("home")


def task_force_switch(request: HttpRequest, wanted: str) -> None:
    """Act in another of one's task forces from the next request on. Raises Http404 for one that is not."""
    choices = {str(pk): name for pk, name in request.user.task_force_choices}  # type: ignore[union-attr]
    if wanted not in choices:
        raise Http404
    request.session[TASK_FORCE_KEY] = wanted
    audit.record(by=request.user, action="core.task_force_switch", label=choices[wanted], to=wanted)
    messages.success(request, _("Anda sekarang bertugas di %(name)s.") % {"name": choices[wanted]})


class JobPage(Page, View):
    """How far one's own work is; the whole page, or its moving part when htmx asks.

    A concrete job may say more about itself: `title` (what is made), `result_url` and `result_label` (where
    the result is, once done).
    """

    def get(self, request: HttpRequest, model: str, pk: UUID) -> HttpResponse:
        job = own_job(request.user, model, pk)
        template = "core/job.html#progress" if request.headers.get("HX-Request") else "core/job.html"
        return render(request, template, job_context(job))

    def post(self, request: HttpRequest, model: str, pk: UUID) -> HttpResponse:
        """Ask for failed work again."""
        job = own_job(request.user, model, pk)
        jobs.retry(job)
        audit.record(by=request.user, action="core.job_retry", obj=job, label=job.task)
        return redirect(job_url(job))


def own_job(user: Any, label: str, pk: UUID) -> Job:
    """One of the user's own jobs; another's, and what is no job at all, does not exist. Raises Http404."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if not issubclass(model, Job):
        raise Http404
    return get_object_or_404(model.objects.visible_to(user), pk=pk)


def job_url(job: Job) -> str:
    """Where a person watches a job."""
    return reverse("core:job", kwargs={"model": job._meta.label_lower, "pk": job.pk})


def job_context(job: Job) -> dict[str, Any]:
    """What `components/job_progress.html` draws."""
    url = job_url(job)
    return {
        "title": getattr(job, "title", "") or _("Pekerjaan di latar belakang"),
        "job_id": job.pk,
        "state": job.status,
        "label": getattr(job, "title", "") or _("Pekerjaan"),
        "poll_url": url,
        "percent": job.progress,
        "message": job.message,
        "error": job.error,
        "result_url": getattr(job, "result_url", ""),
        "result_label": getattr(job, "result_label", "") or _("Buka hasilnya"),
        "retry": Button(label=_("Coba lagi"), url=url, method="post"),
    }


@login_not_required
@never_cache
def health(request: HttpRequest) -> HttpResponse:
    """200 when the database answers, else 503; nothing else, for anybody may ask."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse(status=503, content_type="text/plain")
    return HttpResponse(content_type="text/plain")


def _is_away(error: BaseException | None) -> bool:
    """The database cannot be reached, or ended a session that was left waiting too long."""
    ended = isinstance(getattr(error, "__cause__", None), IdleInTransactionSessionTimeout)
    return ended or isinstance(error, OperationalError | InterfaceError)


@requires_csrf_token
def server_error(request: HttpRequest) -> HttpResponseBase:
    """500; 503 when the database is away; 507 when the disk is full, which may be met while the request is
    still being read. With the number the log knows the request by."""
    error = sys.exc_info()[1]
    if is_full(error):
        return fault_page(request, 507)
    if not _is_away(error):
        return fault_page(request, 500)
    if request.path in WITHOUT_DATABASE:
        with suppress(Http404):
            return WITHOUT_DATABASE[request.path](request)
    response = fault_page(request, 503)
    response.headers["Retry-After"] = "30"
    return response


def fault_page(request: HttpRequest, status: int) -> HttpResponse:
    """A page that stands without session and database."""
    template = loader.get_template(f"{status}.html")
    return HttpResponse(template.render({"number": getattr(request, "number", "")}), status=status)


WITHOUT_DATABASE["/sehat/"] = health
