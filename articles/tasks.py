"""What the worker does (`manage.py work`): each task is a thin face over `articles.ingest.jobs`."""

from __future__ import annotations

from django_tasks import task

from articles.ingest import jobs


@task()
def look(job: int) -> None:
    """Does the dry run of a job."""
    jobs.look(job)


@task()
def carry_out(job: int) -> None:
    """Carries a confirmed job out."""
    jobs.carry_out(job)
