"""Form fields, widgets and formsets of the admin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import time as clock
from typing import Any, Final
from urllib.parse import urlencode

from django import forms
from django.contrib.admin.widgets import (
    AdminSplitDateTime,
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
)
from django.db import models
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.text import capfirst, format_lazy, get_text_list, slugify
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from taggit.forms import TagField
from taggit.managers import TaggableManager

from articles.admin.scripts import ARTICLE_FORM, COMPLETE
from articles.editing import merging
from articles.models import Article, Source, Topic
from articles.templatetags.newsroom import direction


class TextField(forms.CharField):
    """Text of several lines. Browsers send CRLF; without the conversion every save would be a
    change."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        return text.replace("\r\n", "\n").replace("\r", "\n") if isinstance(text, str) else text


# One topic: "oil, crude" in quotes, or everything up to the next comma: gas market; the "Free"
# press.
_TOPIC: Final = re.compile(r'\s*(?:"((?:[^"]|"")*)"\s*(?=,|\Z)|([^,]*))(?:,|\Z)')
LONGEST_TOPIC: Final = 100  # of a name and of its slug
SLUG_RESERVE: Final = 5  # for the number that tells two topics of one slug apart: _1000


def read_topics(text: str) -> list[str]:
    """The names in a text that `write_topics` wrote, each once."""
    names = (
        quoted.replace('""', '"') if quoted else plain for quoted, plain in _TOPIC.findall(text)
    )
    return list(dict.fromkeys(filter(None, (name.strip() for name in names))))


def write_topics(names: Iterable[str]) -> str:
    """The names separated by commas; names that could not be read back otherwise are in quotes."""
    return ", ".join(
        '"{}"'.format(name.replace('"', '""')) if "," in name or name[:1] == '"' else name
        for name in sorted(names)
    )


def completes(model: str, field: str) -> dict[str, Any]:
    """Attributes of an input whose text `complete.js` completes from the choices of a foreign
    key."""
    parameters = urlencode({"app_label": "articles", "model_name": model, "field_name": field})
    return {
        "data-complete": format_lazy("{}?{}", reverse_lazy("admin:autocomplete"), parameters),
        "data-complete-label": _("Suggestions"),
    }


class TopicsWidget(AdminTextInputWidget):
    """Topics in one line; the one that is being typed is completed."""

    class Media:
        css = {"all": ["articles/desk/complete.css"]}
        js = COMPLETE

    def build_attrs(self, base_attrs: Any, extra_attrs: Any = None) -> dict[str, Any]:
        """Adds the address from which the script loads topics."""
        attrs: dict[str, Any] = super().build_attrs(base_attrs, extra_attrs)
        return attrs | completes("articletag", "tag") | {"data-complete-many": "yes"}

    def format_value(self, value: Any) -> str | None:
        if value is None or isinstance(value, str):
            return value
        return write_topics(topic.name for topic in value)


class TopicsField(TagField):
    """Topics separated by commas, and by commas only: `gas market` is one topic."""

    def clean(self, value: Any) -> list[str]:
        """The topics' names; the error message names those that are too long."""
        names = read_topics(forms.CharField.clean(self, value) or "")
        too_long = [name for name in names if len(name) > LONGEST_TOPIC]
        # A slug can be longer than its name: transliteration expands ligatures, ﷺ to 18 characters.
        odd = [name for name in names if len(Topic().slugify(name)) > LONGEST_TOPIC - SLUG_RESERVE]
        if odd:
            known = set(Topic.objects.filter(name__in=odd).values_list("name", flat=True))
            too_long += [name for name in odd if name not in known and name not in too_long]
        if too_long:
            shown = "; ".join(f"{name[:40]}…" for name in too_long)
            raise forms.ValidationError(
                gettext("Too long for a topic: %(names)s") % {"names": shown}
            )
        return merging.topics.meant(names)

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the names differ, in any order."""
        before = sorted(topic.name for topic in initial or ())
        return not self.disabled and before != sorted(read_topics(data or ""))


# `dir="auto"`: the direction follows the text, Arabic or English.
TEXT_OVERRIDES: dict[Any, dict[str, Any]] = {
    models.CharField: {"widget": AdminTextInputWidget(attrs={"dir": "auto"})},
    models.TextField: {
        "form_class": TextField,
        "widget": AdminTextareaWidget(attrs={"dir": "auto"}),
    },
    TaggableManager: {
        "form_class": TopicsField,
        "widget": TopicsWidget(attrs={"dir": "auto"}),
        "help_text": _(
            'Separate with commas; put a topic containing a comma in quotes: "oil, crude".'
        ),
    },
}


class StoryDateField(forms.SplitDateTimeField):
    """A day, and a time if it is known; without a time, the start of the day."""

    widget = AdminSplitDateTime

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(require_all_fields=False, **kwargs)
        day, time = self.fields
        day.required, time.required = True, False
        day.error_messages["incomplete"] = _("Enter a day.")

    def compress(self, data_list: Any) -> Any:
        """The day and the time as one datetime."""
        day, time = data_list or (None, None)
        return super().compress((day, time or clock())) if day else None


MOST_LINES_BY_THEMSELVES: Final = 2000
"""Most lines of a text area with automatic direction by line: in Chromium the layout time of
`dir="auto"` grows with the square of the lines, to more than 30 seconds for 30,000."""


class SeenField(forms.CharField):
    """The digests of what an editor saw on opening a form; not a part of the article."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """False, so that it never appears in the history."""
        return False


class ArticleForm(forms.ModelForm):
    """The fields of an article without its status, which buttons change (see `publishing`).

    `seen` is what the editor saw on opening the form, as digests of its parts. An editor who
    would overwrite a newer change chooses first (see `conflicts`).
    """

    class Media:
        js = ARTICLE_FORM

    seen = SeenField(required=False, widget=forms.HiddenInput)
    published_at = StoryDateField(label=capfirst(_("publication date")))

    class Meta:
        model = Article
        exclude = ["status", "place_slug"]  # noqa: DJ006 - the admin names the fields
        # A text area, since headlines are often longer than a line; line breaks are removed.
        widgets = {
            "headline": AdminTextareaWidget(attrs={"dir": "auto", "rows": 1}),
            # No check box: an empty one posts nothing, and a conflict page could not distinguish
            # "no" from "not in the form".
            "hides_headline": forms.Select(
                choices=[(False, _("headline and notice")), (True, _("notice alone"))]
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        moment = self.fields.get("published_at")
        if isinstance(moment, StoryDateField):
            names = (gettext("Publication date: day"), gettext("Publication date: time"))
            for widget, name in zip(moment.widget.widgets, names, strict=True):
                widget.attrs["aria-label"] = name
            moment.help_text = gettext(
                "When the story was first published. Leave the time empty if only the day is "
                "known. The time zone is %(zone)s."
            ) % {"zone": timezone.get_current_timezone_name()}
            if self.instance.pk and self.instance.date_precision != Article.DatePrecision.MINUTE:
                day = timezone.localtime(self.instance.published_at).date()
                self.initial["published_at"] = [day, None]
        if isinstance(live := self.fields.get("live_from"), forms.SplitDateTimeField):
            names = (gettext("Live from: day"), gettext("Live from: time"))
            for widget, name in zip(live.widget.widgets, names, strict=True):
                widget.attrs["aria-label"] = name
        body = self.fields.get("body")
        text = self.data.get("body", "") if self.is_bound else self.instance.body
        if body and text.count("\n") > MOST_LINES_BY_THEMSELVES:
            body.widget.attrs["dir"] = direction(self.instance.language)

    def _get_validation_exclusions(self) -> set[str]:
        """Adds the headline: its form field already makes sure that it is not empty, and the
        constraint would cost a query."""
        return {*super()._get_validation_exclusions(), "headline"}  # type: ignore[misc]

    def clean_headline(self) -> str:
        """The headline in one line."""
        return re.sub(r"\s*[\r\n]+\s*", " ", self.cleaned_data["headline"])

    def clean(self) -> dict[str, Any]:
        """Sets what follows from a change: the slug of the place, and who stated the date."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        self.instance.place_slug = slugify(cleaned.get("place", ""), allow_unicode=True)[:100]
        if isinstance(self.fields.get("published_at"), StoryDateField) and cleaned.get(
            "published_at"
        ):
            self._settle_date(cleaned)
        return cleaned

    def _settle_date(self, cleaned: dict[str, Any]) -> None:
        """Derives the precision of a date from what was typed: a day alone is exact to the day.
        A precision that was chosen in the form wins. An untouched date keeps its seconds."""
        precisions = Article.DatePrecision
        is_typed = "published_at" in self.changed_data or not self.instance.pk
        is_chosen = "date_precision" in self.changed_data
        if not is_typed and not is_chosen:
            cleaned["published_at"] = self.instance.published_at
            return
        self.instance.date_method = Article.DateMethod.EDITOR
        _day, time = self["published_at"].data or ("", "")
        if not is_chosen:
            cleaned["date_precision"] = precisions.MINUTE if time else precisions.DAY
            return
        if cleaned["date_precision"] == precisions.MINUTE and not time:
            message = gettext("Enter the time, or choose a precision that needs none.")
            self.add_error("published_at", message)
        elif cleaned["date_precision"] == precisions.DAY:
            local = timezone.localtime(cleaned["published_at"])
            cleaned["published_at"] = local.replace(hour=0, minute=0, second=0, microsecond=0)
        elif not is_typed:
            cleaned["published_at"] = self.instance.published_at


class SourceForm(forms.ModelForm):
    """A source. Aliases are stored in lower case, as the importer looks them up."""

    class Meta:
        model = Source
        fields = ["name", "slug", "kind", "aliases", "home_page"]

    def clean_aliases(self) -> list[str]:
        aliases = (" ".join(alias.lower().split()) for alias in self.cleaned_data["aliases"])
        return list(dict.fromkeys(filter(None, aliases)))

    def clean(self) -> dict[str, Any]:
        """Keeps a source's previous name as an alias; the next import would create it again
        otherwise."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        old = " ".join(self.initial.get("name", "").casefold().split())
        aliases = cleaned.get("aliases")
        is_renamed = old and old != cleaned.get("name", "").casefold()
        if is_renamed and aliases is not None and old not in aliases:
            cleaned["aliases"] = [*aliases, old]
        return cleaned


class KnownChoiceField(forms.ModelChoiceField):
    """A choice of a row that finds the current one without a query."""

    known: models.Model | None = None

    def to_python(self, value: Any) -> Any:
        if self.known is not None and str(value) == str(self.known.pk):
            return self.known
        return super().to_python(value)


class RowForm(forms.ModelForm):
    """A row of an article. Only the formset looks for duplicates, because it sees all rows: row
    by row, swapping the numbers of two captions would be refused."""

    def _post_clean(self) -> None:
        """An unchanged row is stored already and is not validated again."""
        if not self.instance.pk or self.has_changed():
            super()._post_clean()  # type: ignore[misc]

    def validate_unique(self) -> None:
        """Does nothing; the formset looks for duplicates."""


class RowFormSet(forms.models.BaseInlineFormSet):
    """An article's rows: each input has a label, and a row without a number goes to the end."""

    order_field = ""

    def get_queryset(self) -> Any:
        """Copies of the article's rows, which are read once for all formsets of a request; none
        for a new article or for a user who may not see them."""
        if not hasattr(self, "_queryset"):
            allowed: Any = self.queryset
            stored = getattr(self.instance, self.get_default_prefix())
            self._queryset: Any = (
                [] if allowed.query.is_empty() else [copy(row) for row in stored.all()]
            )
        return self._queryset

    def add_fields(self, form: forms.ModelForm, index: int | None) -> None:
        """Labels each input for users who do not see the column header, and passes known rows to
        the fields."""
        super().add_fields(form, index)
        if form.instance.pk:
            rows = type(form.instance)._default_manager.all()
            key = KnownChoiceField(
                rows, initial=form.instance.pk, required=False, widget=forms.HiddenInput
            )
            key.known = form.instance
            form.fields["id"] = key
        name = str(form._meta.model._meta.verbose_name)
        row = f"{name} {index + 1}" if index is not None else gettext("new %(row)s") % {"row": name}
        for field_name, field in form.fields.items():
            if not field.widget.is_hidden:
                what = (
                    gettext("delete") if field_name == "DELETE" else str(field.label or field_name)
                )
                # Rows share the `attrs` of the wrapper around a source's input.
                widget: Any = getattr(field.widget, "widget", field.widget)
                widget.attrs["aria-label"] = f"{row}: {what.lower()}"
        if self.order_field and self.order_field in form.fields:
            form.fields[self.order_field].required = False
            if not form.instance.pk:
                form.initial.setdefault(self.order_field, None)
        source: Any = form.fields.get("source")
        if source and form.instance.source_id:
            source.known = form.instance.source
            source.widget.widget.known = {str(form.instance.source_id): str(form.instance.source)}

    def clean(self) -> None:
        """Numbers the rows that have no number."""
        super().clean()
        if not self.order_field or any(self.errors):
            return
        deleted = set(self.deleted_forms)  # asked once: each time it goes through all forms
        kept = [form for form in self.forms if form.cleaned_data and form not in deleted]
        numbers = [form.cleaned_data[self.order_field] for form in kept]
        last = max((number for number in numbers if number is not None), default=0)
        for form, number in zip(kept, numbers, strict=True):
            if number is None:
                last += 1
                form.cleaned_data[self.order_field] = last
                setattr(form.instance, self.order_field, last)

    def get_unique_error_message(self, unique_check: Sequence[str]) -> str:
        """The error message for duplicates, without the article that they share."""
        plural = self.empty_form._meta.model._meta.verbose_name_plural
        names = get_text_list([name for name in unique_check if name != "article"], gettext("and"))
        return gettext("Two %(rows)s have the same %(names)s.") % {"rows": plural, "names": names}


class BulletFormSet(RowFormSet):
    order_field = "position"


class CaptionFormSet(RowFormSet):
    """The body refers to captions by their numbers."""

    order_field = "number"


class KnownAutocomplete(AutocompleteSelect):
    """An autocomplete that shows a known object without a query."""

    known: dict[str, str] | None = None

    def optgroups(self, name: str, value: Sequence[str], attr: Any = None) -> list[Any]:
        """The selected option, and the empty one if the field may be empty."""
        if not self.known or set(value) != set(self.known):
            return super().optgroups(name, value, attr)
        options = (
            [] if self.is_required else [self.create_option(name, "", "", selected=False, index=0)]
        )
        for pk, label in self.known.items():
            options.append(self.create_option(name, pk, label, selected=True, index=len(options)))
        return [(None, options, 0)]
