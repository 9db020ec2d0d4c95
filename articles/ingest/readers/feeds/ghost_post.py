"""A post of Ghost as a story: its HTML, or else what its editors store (Lexical, Mobiledoc)."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from .feed_html import plain
from .given_story import GivenCaption, GivenStory, PassedOver

GHOST: Final = "Ghost"

_DEEPEST: Final = 50
_HOST: Final = "__GHOST_URL__"
"""What stands for the site's address in an export."""
_SPANS: Final = frozenset({"a", "b", "strong", "em", "i", "code", "s", "u", "sub", "sup"})
_SECTIONS: Final = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "aside", "pre"}
)


def story_of(values: Mapping[str, Any]) -> GivenStory | PassedOver:
    """The story of a post with its authors and tags; what it is instead where it is a page."""
    post = values.get("post")
    post = post if isinstance(post, dict) else {}
    if post.get("type") == "page" or post.get("page") in (1, True):
        return PassedOver("a page")
    body = _text(post, "html") or _of_editor(post)
    picture = _text(post, "feature_image")
    caption = GivenCaption(
        plain(_text(post, "feature_image_caption")),
        picture=picture.replace(_HOST, ""),
        alt=_text(post, "feature_image_alt"),
    )
    status = _text(post, "status")
    return GivenStory(
        headline=plain(_text(post, "title")),
        html=body.replace(_HOST, ""),
        text="" if body else _text(post, "plaintext"),
        standfirst=plain(_text(post, "custom_excerpt")),
        captions=[caption],
        fields={
            "author": values.get("authors"),
            "published": post.get("published_at") or post.get("created_at"),
            "modified": post.get("updated_at"),
            "url": _text(post, "canonical_url"),
            "publisher": values.get("site"),
            "language": values.get("language"),
            "tags": values.get("tags"),
        },
        note="" if status in ("published", "sent", "") else f"it was not published there: {status}",
    )


def _text(values: Mapping[str, Any], name: str) -> str:
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def _of_editor(post: Mapping[str, Any]) -> str:
    for name, read in (("lexical", _lexical), ("mobiledoc", _mobiledoc)):
        if stored := _text(post, name):
            try:
                document = json.loads(stored)
            except (ValueError, RecursionError):
                continue
            if isinstance(document, dict) and (body := read(document)):
                return body
    return ""


# --- Lexical


def _lexical(document: Mapping[str, Any]) -> str:
    return "".join(_nodes(document.get("root"), 0))


def _nodes(node: Any, depth: int) -> Iterator[str]:
    if not isinstance(node, dict) or depth > _DEEPEST:
        return
    children = node.get("children")
    inner = "".join(
        part
        for child in (children if isinstance(children, list) else ())
        for part in _nodes(child, depth + 1)
    )
    match node.get("type"):
        case "text" | "extended-text":
            yield html.escape(_text(node, "text") and str(node["text"]), quote=False)
        case "linebreak":
            yield "<br>"
        case "link" | "autolink":
            yield f'<a href="{html.escape(_text(node, "url"))}">{inner}</a>'
        case "heading" | "extended-heading":
            tag = node.get("tag") if node.get("tag") in _SECTIONS else "h2"
            yield f"<{tag}>{inner}</{tag}>"
        case "list":
            yield f"<ul>{inner}</ul>"
        case "listitem":
            yield f"<li>{inner}</li>"
        case "quote" | "extended-quote":
            yield f"<blockquote>{inner}</blockquote>"
        case "root":
            yield inner
        case "paragraph":
            yield f"<p>{inner}</p>"
        case kind:
            yield _card(str(kind), node) or inner


def _card(kind: str, card: Mapping[str, Any]) -> str:
    """The HTML of a card of either editor; those of machines (embeds, buttons) have none."""
    match kind.removeprefix("card-"):
        case "html":
            return _text(card, "html")
        case "markdown":
            return _of_markdown(_text(card, "markdown"))
        case "image":
            return _figure(_text(card, "src"), _text(card, "alt"), _text(card, "caption"))
        case "gallery":
            images = card.get("images")
            shown = [
                _figure(_text(one, "src"), _text(one, "alt"), _text(one, "caption"))
                for one in (images if isinstance(images, list) else ())
                if isinstance(one, dict)
            ]
            caption = _text(card, "caption")
            return "".join(shown) + (
                f"<figure><figcaption>{caption}</figcaption></figure>" if caption else ""
            )
        case "callout":
            return f"<aside><p>{_text(card, 'calloutText')}</p></aside>"
        case "toggle":
            return f"<h3>{_text(card, 'heading')}</h3>{_text(card, 'content')}"
    return ""


def _figure(address: str, alt: str, caption: str) -> str:
    if not address:
        return ""
    shown = f'<img src="{html.escape(address)}" alt="{html.escape(alt)}">'
    below = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f"<figure>{shown}{below}</figure>"


def _of_markdown(text: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").render(text))


# --- Mobiledoc: https://github.com/bustle/mobiledoc-kit/blob/master/MOBILEDOC.md


def _mobiledoc(document: Mapping[str, Any]) -> str:
    lists = {name: document.get(name) for name in ("markups", "cards", "sections", "atoms")}
    known = {name: value if isinstance(value, list) else [] for name, value in lists.items()}
    return "\n".join(filter(None, (_section(one, known) for one in known["sections"])))


def _section(section: Any, known: Mapping[str, list[Any]]) -> str:
    match section:
        case [1, str(tag), list(markers), *_]:
            tag = tag.lower() if tag.lower() in _SECTIONS else "p"
            return f"<{tag}>{_markers(markers, known)}</{tag}>"
        case [2, str(address), *_]:
            return _figure(address, "", "")
        case [3, str(tag), list(items), *_]:
            texts = (_markers(one, known) for one in items if isinstance(one, list))
            return "<ul>" + "".join(f"<li>{text}</li>" for text in texts) + "</ul>"
        case [10, int(number), *_] if 0 <= number < len(known["cards"]):
            match known["cards"][number]:
                case [str(name), dict(payload), *_]:
                    return _card(name, payload)
    return ""


def _markers(markers: list[Any], known: Mapping[str, list[Any]]) -> str:
    parts: list[str] = []
    opened: list[str] = []
    for marker in markers:
        match marker:
            case [int(kind), list(starts), int(closed), value]:
                for number in starts:
                    parts.append(_opening(number, known["markups"], opened))
                if kind == 0:
                    parts.append(html.escape(str(value), quote=False))
                else:
                    parts.append(_atom(value, known["atoms"]))
                for _ in range(min(closed, len(opened))):
                    parts.append(f"</{tag}>" if (tag := opened.pop()) else "")
    return "".join(parts)


def _opening(number: Any, markups: list[Any], opened: list[str]) -> str:
    tag, attributes = "", ""
    if isinstance(number, int) and 0 <= number < len(markups):
        match markups[number]:
            case [str(name), ["href", str(address), *_], *_] if name.lower() == "a":
                tag, attributes = "a", f' href="{html.escape(address)}"'
            case [str(name), *_] if name.lower() in _SPANS:
                tag = name.lower()
    opened.append(tag)
    return f"<{tag}{attributes}>" if tag else ""


def _atom(number: Any, atoms: list[Any]) -> str:
    if isinstance(number, int) and 0 <= number < len(atoms):
        match atoms[number]:
            case ["soft-return", *_]:
                return "<br>"
            case [_, str(text), *_]:
                return html.escape(text, quote=False)
    return ""
