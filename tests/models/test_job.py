"""A job's states: it changes them only in the ways that the table of its model allows."""

from __future__ import annotations

import pytest
from django.utils import timezone

from articles.models import Job

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", Job.State)
def test_a_job_reaches_a_state_only_from_those_before_it(state: Job.State) -> None:
    for before in Job.State:
        job = Job.objects.create(kind=Job.Kind.UPLOAD, state=before, message="old")
        is_allowed = before in Job.BEFORE[state]
        assert Job.objects.move(job.pk, state, message="new") is is_allowed
        job.refresh_from_db()
        assert (job.state, job.message) == ((state, "new") if is_allowed else (before, "old"))


@pytest.mark.parametrize("state", [Job.State.RECEIVED, Job.State.LOOKING, Job.State.AT_WORK])
def test_a_job_that_somebody_has_asked_to_stop_begins_nothing(state: Job.State) -> None:
    for before in Job.BEFORE[state]:
        job = Job.objects.create(kind=Job.Kind.UPLOAD, state=before, stop_asked_at=timezone.now())
        assert not Job.objects.move(job.pk, state)


def test_what_ended_well_or_was_cancelled_does_not_begin_again() -> None:
    ends = {Job.State.DONE, Job.State.CANCELLED}
    assert all(ends.isdisjoint(before) for before in Job.BEFORE.values())
