"""The admin's scripts, JavaScript modules, in the form in which pages list them."""

from __future__ import annotations

from typing import Any, Final

from django.forms.widgets import MediaAsset, Script


class ModulePreload(MediaAsset):
    """A module that another one imports; a preload lets the browser fetch it at once."""

    element_template = '<link rel="modulepreload" href="{path}"{attributes}>'


def module(path: str, *imports: str) -> list[Any]:  # of MediaAsset; Django's stubs know str only
    """A script of the folder `articles/` and its imports, as a list for a page's media."""
    preloads = [ModulePreload(f"articles/{name}") for name in imports]
    return [*preloads, Script(f"articles/{path}", type="module")]


COMPLETE: Final = module("desk/complete.js", "combobox.js")
"""Completes names in inputs that have the attributes of `forms.completes`."""

ARTICLE_FORM: Final = module(
    "desk/article_form.js",
    "desk/autosave.js",
    "desk/block_kinds.js",
    "desk/blocks.js",
    "desk/body.js",
    "desk/body_cards.js",
    "desk/buttons.js",
    "desk/card.js",
    "desk/card_moves.js",
    "desk/changes.js",
    "desk/commonmark.js",
    "desk/drafts.js",
    "desk/keys.js",
    "desk/line_choice.js",
    "desk/line_issues.js",
    "desk/line_remedies.js",
    "desk/line_texts.js",
    "desk/line_ties.js",
    "desk/pictures.js",
    "desk/presence.js",
    "desk/raw_lines.js",
    "desk/reading.js",
    "desk/rows.js",
    "desk/single_keys.js",
    "desk/stated.js",
    "desk/white_space.js",
)
"""The form of an article. Every admin page preloads `desk/kept_drafts.js`."""
