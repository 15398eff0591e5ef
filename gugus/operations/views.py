"""Pages for machines: whether the portal can work, and its measures. To anybody else they do not exist."""

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.views.decorators.cache import never_cache
from prometheus_client import CONTENT_TYPE_LATEST

from gugus.operations import measures
from gugus.operations.rules import may_monitor
from gugus.operations.selectors.readiness import readiness
from gugus.operations.selectors.stock import gauges

Answer = Callable[[HttpRequest], HttpResponse]


def for_machines(view: Answer) -> Answer:
    """Only the machine itself or a token's holder; to others the same 404 as an address that is not."""

    @login_not_required
    @wraps(view)
    def gate(request: HttpRequest) -> HttpResponse:
        if not may_monitor(request):
            raise Http404
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return never_cache(view)(request)

    return gate


@for_machines
def ready(request: HttpRequest) -> HttpResponse:
    """200 when every part works, else 503, and which part does not (`null`: nobody can tell)."""
    parts = readiness()
    works = all(parts.values())
    return JsonResponse({"siap": works, "periksa": parts}, status=200 if works else 503)


@for_machines
def metrics(request: HttpRequest) -> HttpResponse:
    """Counters and gauges in the form of Prometheus."""
    return HttpResponse(measures.page(gauges()), content_type=CONTENT_TYPE_LATEST)
