"""How the house is, for load balancers and for those who watch it."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import CONTENT_TYPE_LATEST

from tabard.plant.upkeep import access
from tabard.plant.upkeep.metrics import exposition


@require_safe
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """200 when this process can reach its database, else 503."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError):
        return JsonResponse({"healthy": False, "database": "away"}, status=503)
    return JsonResponse({"healthy": True, "database": "here"})


@require_safe
@never_cache
def metrics(request: HttpRequest) -> HttpResponse:
    access.may_read_metrics(request)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE_LATEST)
