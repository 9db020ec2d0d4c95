"""The article form as data: the values that it would post for the stored article, and the posted
ones.

Both sides of a conflict are converted to this one format, part by part, so that they can be
compared, shown and combined into one post again, whatever fields the forms have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any, Final

from django import forms
from django.contrib.admin import ModelAdmin
from django.core.files.uploadedfile import UploadedFile
from django.db.models.fields.files import FieldFile
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from articles.admin.forms import RowFormSet
from articles.models import Article

Row = dict[str, str]

# Fields that editors regard as one.
TOGETHER: Final = {
    "date_precision": "published_at",
    "place": "dateline",
    "slug": "headline",
}
_OWN: Final = frozenset({"id", "article", "DELETE"})  # of a row, not of what it says


@dataclass(frozen=True, slots=True)
class Rows:
    """A formset's rows in order; `keys` are their primary keys, empty for new rows."""

    rows: list[Row]
    keys: list[str]


@dataclass(frozen=True, slots=True)
class Posted:
    """Values of the form by part and input, and rows by formset prefix."""

    fields: dict[str, Row]
    rows: dict[str, Rows]

    def digests(self) -> dict[str, str]:
        """A short digest of each part."""
        parts: dict[str, Any] = self.fields | {name: kept.rows for name, kept in self.rows.items()}
        return {name: _digest(value) for name, value in parts.items()}


@dataclass(frozen=True, slots=True)
class Forms:
    """The unbound forms of the request's user, for the stored article."""

    form: forms.ModelForm
    formsets: dict[str, RowFormSet]

    @classmethod
    def of(cls, admin: ModelAdmin, request: HttpRequest, article: Article) -> Forms:
        """The parts that this user may change; each formset costs a query."""
        form = admin.get_form(request, article, change=True)(instance=article)
        formsets: dict[str, Any] = {}
        for formset_class, inline in admin.get_formsets_with_inlines(request, article):
            if inline.has_change_permission(request, article):
                prefix = formset_class.get_default_prefix()
                rows = inline.get_queryset(request)
                formsets[prefix] = formset_class(instance=article, prefix=prefix, queryset=rows)
        return cls(form, formsets)

    def stored(self) -> Posted:
        """The values that the untouched forms would post."""
        fields: dict[str, Row] = {}
        for name in self.form.fields:
            if name != "seen":
                fields.setdefault(TOGETHER.get(name, name), {}).update(
                    _untouched_values(self.form[name])
                )
        return Posted(fields, {name: _stored(formset) for name, formset in self.formsets.items()})

    def read(self, data: QueryDict, files: MultiValueDict[str, UploadedFile]) -> Posted:
        """The posted values, in the same format."""
        stored = self.stored()
        fields = {
            part: {name: _text(data, files, name, was) for name, was in row.items()}
            for part, row in stored.fields.items()
        }
        rows = {
            prefix: _read(formset, data, files, stored.rows[prefix])
            for prefix, formset in self.formsets.items()
        }
        return Posted(fields, rows)


def rows_written(prefix: str, rows: Rows, stored: Rows) -> Row:
    """The inputs that post these rows over the stored ones: a row that was deleted is posted as
    new, and a stored row that is not among these as deleted."""
    known = set(stored.keys)
    kept = [(key, row) for key, row in zip(rows.keys, rows.rows, strict=True) if key in known]
    new = [row for key, row in zip(rows.keys, rows.rows, strict=True) if key not in known]
    deleted = known - {key for key, _ in kept}
    lost = [(key, row) for key, row in zip(stored.keys, stored.rows, strict=True) if key in deleted]
    inputs = {
        f"{prefix}-TOTAL_FORMS": str(len(kept) + len(lost) + len(new)),
        f"{prefix}-INITIAL_FORMS": str(len(kept) + len(lost)),
    }
    for at, (key, row) in enumerate([*kept, *lost, *(("", row) for row in new)]):
        inputs |= {f"{prefix}-{at}-{name}": value for name, value in row.items()}
        inputs[f"{prefix}-{at}-id"] = key
        if key in deleted:
            inputs[f"{prefix}-{at}-DELETE"] = "on"
    return inputs


def _stored(formset: RowFormSet) -> Rows:
    rows, keys = [], []
    for form in formset.initial_forms:
        row: Row = {}
        for name in form.fields:
            if name not in _OWN:
                row |= {
                    key.removeprefix(f"{form.prefix}-"): text
                    for key, text in _untouched_values(form[name]).items()
                }
        rows.append(row)
        keys.append(str(form.instance.pk))
    return Rows(_numbered(rows), keys)


def _read(
    formset: RowFormSet,
    data: QueryDict,
    files: MultiValueDict[str, UploadedFile],
    stored: Rows,
) -> Rows:
    """The posted rows, without those marked as deleted and without empty new ones."""
    empty = [name for name in formset.empty_form.fields if name not in _OWN]
    inputs = {key for name in empty for key in _inputs(formset.empty_form, name)}
    known = dict(zip(stored.keys, stored.rows, strict=True))
    total = data.get(f"{formset.prefix}-TOTAL_FORMS", "0")
    rows: list[tuple[str, Row]] = []
    for at in range(min(int(total) if total.isdecimal() else 0, formset.absolute_max)):
        stem = f"{formset.prefix}-{at}-"
        key = data.get(f"{stem}id", "")
        if data.get(f"{stem}DELETE") or not any(f"{stem}{name}" in data for name in inputs):
            continue
        was = known.get(key, {})
        row = {
            name: _text(data, files, f"{stem}{name}", was.get(name, "")) for name in sorted(inputs)
        }
        row |= {f"{name}-clear": "on" for name in inputs if data.get(f"{stem}{name}-clear")}
        if key or any(row[name] for name in row if name != formset.order_field):
            rows.append((key, row))
    return _in_order(formset, rows)


def _in_order(formset: RowFormSet, pairs: list[tuple[str, Row]]) -> Rows:
    """The rows as the article will order them: by number, those without a number last."""
    if name := formset.order_field:

        def place(row: Row) -> tuple[bool, int]:
            text = row[name].strip()
            return (False, int(text)) if text.isdecimal() and len(text) < 19 else (True, 0)

        pairs.sort(key=lambda pair: place(pair[1]))
    return Rows(_numbered([row for _, row in pairs]), [key for key, _ in pairs])


def _numbered(rows: list[Row]) -> list[Row]:
    """Replaces positions by the order alone; numbers of captions stay, as the body refers to
    them."""
    return [
        row | {"position": str(at)} if "position" in row else row
        for at, row in enumerate(rows, start=1)
    ]


def _inputs(form: forms.BaseForm, name: str) -> list[str]:
    """The names of a field's inputs, without the form's prefix."""
    widget: Any = form.fields[name].widget
    if hasattr(widget, "widgets_names"):
        return [f"{name}{suffix}" for suffix in widget.widgets_names]
    return [name]


def _untouched_values(bound: forms.BoundField) -> Row:
    """The values that a browser posts for an untouched input."""
    value = bound.value()
    if isinstance(value, FieldFile):
        return {bound.html_name: value.name or ""}
    widget: Any = bound.field.widget
    widget = getattr(widget, "widget", widget)  # what is around a source's input has no values
    if hasattr(widget, "widgets_names"):  # a date's day and hour
        values: Any = value if isinstance(value, list) else widget.decompress(value)
        pairs = zip(widget.widgets_names, widget.widgets, values, strict=True)
        return {f"{bound.html_name}{suffix}": _format(each, text) for suffix, each, text in pairs}
    return {bound.html_name: _format(widget, value)}


def _format(widget: Any, value: Any) -> str:
    formatted = widget.format_value(value)
    if isinstance(formatted, (list, tuple)):
        return str(formatted[0]) if formatted and formatted[0] is not None else ""
    return "" if formatted is None else _lines(str(formatted))


def _text(
    data: Mapping[str, Any],
    files: MultiValueDict[str, UploadedFile],
    name: str,
    was: str,
) -> str:
    """The posted text of an input. For a picture: the chosen file's name, or else the stored
    one, as browsers post only new files."""
    if (chosen := files.get(name)) is not None:
        return str(chosen.name)
    if data.get(f"{name}-clear"):
        return ""
    return _lines(str(data[name])) if name in data else was


def _lines(text: str) -> str:
    """Text normalised for comparison: browsers send CRLF, and the form strips surrounding
    blanks."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=9).hexdigest()
