"""The worker's side of the planner's page."""

from __future__ import annotations

from django_tasks import task


@task()
def count(query: str, user_id: int) -> None:
    """Answer the question in a page's address, on today's snapshot."""
    # Only the worker loads DuckDB and ibis: they take more than a second, and the web server starts without them.
    from madang.core.services.planning.counting import answer_question

    answer_question(query, user_id)
