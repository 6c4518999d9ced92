"""Whether the site can do its work: for whatever watches it. It says nothing about what is inside."""

from importlib.metadata import version

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from goldenthread.web.access import Access, access


@access(Access.PUBLIC)
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 where the database answers and its tables are those of this version, else 503 and which it is."""
    try:
        executor = MigrationExecutor(connection)
        behind = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    except DatabaseError:
        found = {"database": "does not answer", "tables": "not known"}
    else:
        found = {"database": "answers", "tables": "of an older version" if behind else "up to date"}
    well = found == {"database": "answers", "tables": "up to date"}
    return JsonResponse(
        {"well": well, "version": version("goldenthread"), **found}, status=200 if well else 503
    )
