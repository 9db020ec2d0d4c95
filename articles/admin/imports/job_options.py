"""The options of an upload or a re-parse, chosen before it is carried out."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.forms import TopicsField, TopicsWidget, write_topics
from articles.admin.permissions import may_publish
from articles.models import Job, Source

MOST_OFFERED: Final = 200
"""Most publishers that the form suggests."""


class UpdateForm(forms.Form):
    """Whether published stories are updated, too; only for users who may publish."""

    update_published = forms.BooleanField(
        required=False,
        label=_("Update published stories"),
        help_text=_(
            "Readers see the changes at once. Each story keeps what it was as a version in its "
            "history. Without this, published and withdrawn stories stay as they are."
        ),
    )

    def __init__(self, *args: Any, may_update: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_update:
            del self.fields["update_published"]

    def as_options(self, *, by: Any) -> dict[str, Any]:
        """The options as a job stores them, with the user who wants published stories updated."""
        return {"update_published_by": by.pk if self.cleaned_data.get("update_published") else None}


class OptionsForm(UpdateForm):
    """The options of an upload, for all its files."""

    field_order = ["captured_at", "publisher", "topics", "update_published"]

    captured_at = forms.DateField(
        required=False,
        label=_("Captured on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "When the pages were saved; “14 sec ago” is counted from it. If empty, the day "
            "in a file’s name is used."
        ),
    )
    publisher = forms.CharField(
        required=False,
        max_length=200,
        label=_("Publisher"),
        widget=forms.TextInput(attrs={"list": "publishers", "dir": "auto"}),
        help_text=_("The paper; it becomes a source of every story."),
    )
    topics = TopicsField(
        required=False,
        label=_("Topics"),
        widget=TopicsWidget(attrs={"dir": "auto"}),
        help_text=_("For every story, separated by commas."),
    )

    def as_options(self, *, by: Any) -> dict[str, Any]:
        """The options as a job stores them."""
        captured = self.cleaned_data["captured_at"]
        return {
            "captured_at": captured.isoformat() if captured else "",
            "publisher": " ".join(self.cleaned_data["publisher"].split()),
            "topics": self.cleaned_data["topics"],
            **super().as_options(by=by),
        }


def options_form(request: HttpRequest, job: Job, *, is_posted: bool = False) -> UpdateForm:
    """The form with a job's options, or with the posted ones."""
    form_class = OptionsForm if job.kind == Job.Kind.UPLOAD else UpdateForm
    may_update = may_publish(request)
    if is_posted:
        return form_class(request.POST, may_update=may_update)
    topics = write_topics(job.options.get("topics", []))
    updates = bool(job.options.get("update_published_by"))
    initial = {**job.options, "topics": topics, "update_published": updates}
    return form_class(initial=initial, may_update=may_update)


def take_options(request: HttpRequest, job: Job) -> UpdateForm | None:
    """Stores the options that were posted with a confirmation; returns the form if it has
    errors. A user who may not publish cannot confirm an update of published stories that
    somebody else chose."""
    if job.options.get("update_published_by") and not may_publish(request):
        _store_options(job, {**job.options, "update_published_by": None})
    if job.state != Job.State.ASKING:  # resumed, as it was confirmed
        return None
    if job.kind == Job.Kind.UPLOAD and "publisher" not in request.POST:
        return None
    return take_new_options(request, job)


def take_new_options(request: HttpRequest, job: Job) -> UpdateForm | None:
    """Stores the posted options; returns the form if it has errors."""
    form = options_form(request, job, is_posted=True)
    if not form.is_valid():
        return form
    _store_options(job, form.as_options(by=request.user))
    return None


def _store_options(job: Job, options: dict[str, Any]) -> None:
    job.options = options
    job.save(update_fields=["options"])


def publishers() -> QuerySet[Source, str]:
    """The publishers that the form suggests."""
    sources = Source.objects.filter(kind=Source.Kind.PUBLISHER).order_by("name")
    return sources.values_list("name", flat=True)[:MOST_OFFERED]
