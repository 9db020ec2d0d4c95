"""The rows in an article's form: bullets, captions, sources, corrections."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import admin
from django.db.models import Prefetch
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.forms import (
    TEXT_OVERRIDES,
    BulletFormSet,
    CaptionFormSet,
    KnownAutocomplete,
    KnownChoiceField,
    RowForm,
    RowFormSet,
)
from articles.models import Attribution, Bullet, Caption, Correction
from articles.models.image_field import CaptionPictureField

from .image_input import PictureInput, PictureUploadField

ROW_PREFETCHES: Final = (
    *("bullets", "corrections"),
    Prefetch("captions", Caption.objects.select_related("source")),
    Prefetch("attributions", Attribution.objects.select_related("source")),
)
"""The relations to prefetch for the inlines."""


class RowInline(admin.TabularInline):
    """Rows of an article: no empty extra rows, named inputs, text direction by content."""

    extra = 0
    max_num = 10_000  # Django's 1,000 refuses to save what an import of a long gallery made
    template = "admin/articles/article/rows.html"
    form = RowForm
    formset = RowFormSet
    formfield_overrides = TEXT_OVERRIDES

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Keeps only the button that adds a source; the others would crowd the row."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field and db_field.name == "source":
            field.widget.can_change_related = False
            field.widget.can_delete_related = False
            field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Sources are completed by a script, and no query is needed to show the current one."""
        if db_field.name == "source":
            kwargs["widget"] = KnownAutocomplete(db_field, self.admin_site)
            kwargs["form_class"] = KnownChoiceField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class BulletInline(RowInline):
    model = Bullet
    formset = BulletFormSet
    fields = ["position", "text"]


class CaptionInline(RowInline):
    """Captions; the body refers to them by number."""

    model = Caption
    formset = CaptionFormSet
    fields = ["number", "text", "credit", "source", "image", "alt_text"]
    formfield_overrides = TEXT_OVERRIDES | {
        CaptionPictureField: {"form_class": PictureUploadField, "widget": PictureInput}
    }


class AttributionInline(RowInline):
    model = Attribution
    fields = ["source", "role"]
    verbose_name_plural = _("sources")


class CorrectionInline(RowInline):
    model = Correction
    fields = ["kind", "text", "made_at"]
