"""What programs add to Markdown: links of Obsidian, tags of Hugo, Jekyll and Hexo."""

from __future__ import annotations

import html
import re
from typing import Final

_COMMENT: Final = re.compile(
    r"<!--.*?-->|%%.{0,5000}?%%|\{% comment %\}.*?\{% endcomment %\}", re.DOTALL
)
# `![[wall.jpg|Tomas Brandl on the quay]]`, `[[Selby Bay|the bay]]`
_EMBED: Final = re.compile(r"!\[\[([^\]|\n]{1,300})(?:\|([^\]\n]{0,500}))?\]\]")
_NOTE_LINK: Final = re.compile(r"\[\[([^\]|\n]{1,300})(?:\|([^\]\n]{1,500}))?\]\]")
_PICTURE_NAME: Final = re.compile(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|tiff?)$", re.IGNORECASE)
_SIZE: Final = re.compile(r"\d+(?:x\d+)?")
# `{{< figure src="wall.jpg" caption="Tomas Brandl" >}}`, `{% include figure.html src="…" %}`
_FIGURE: Final = re.compile(
    r"\{\{[<%]\s*(?:figure|img|image)\s+([^{}]{1,2000}?)\s*/?[>%]\}\}"
    r"|\{%\s*(?:include(?:_relative)?\s+\S*(?:figure|image|img|photo)\S*"
    r"|figure|picture|img|image)\s+([^{}]{1,2000}?)\s*%\}"
)
# `{% asset_img wall.jpg Tomas Brandl on the quay %}`
_ASSET: Final = re.compile(
    r"\{%\s*asset_img\s+(?:[\w-]+\s+)?(\S+\.\w{3,4})\s*([^{}%]{0,500}?)\s*%\}"
)
_SOURCES: Final = ("src", "url", "path", "image_path", "image")
_ATTRIBUTE: Final = re.compile(r"([\w-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|(\S+))")
_TAG: Final = re.compile(r"\{\{[<%].{0,2000}?[>%]\}\}|\{%.{0,2000}?%\}", re.DOTALL)
_OUTPUT: Final = re.compile(r"\{\{\s*(?:site|page|post)\.[\w.]+\s*\}\}")
_ADDED_ATTRIBUTES: Final = re.compile(
    r"[ \t]*\{:?\s*[.#][\w-][^{}\n]{0,300}\}|\{:\s*[^{}\n]{0,300}\}"
)
_HIGHLIGHT: Final = re.compile(r"==(?=\S)([^=\n]{1,500}?)(?<=\S)==")
# `> [!note] Rings`
_CALLOUT: Final = re.compile(r"^> ?\[!\w{1,30}\][+-]?[ \t]*([^\n]*)$", re.MULTILINE)
_BLOCK_NAME: Final = re.compile(r"[ \t]+\^[\w-]{1,40}$", re.MULTILINE)
_FOOTNOTE: Final = re.compile(r"\[\^[\w-]{1,40}\](?!:)")
_FOOTNOTE_TEXT: Final = re.compile(r"^\[\^([\w-]{1,40})\]:[ \t]*", re.MULTILINE)
_FENCED_DIV: Final = re.compile(r"^:{3,}[^\n]{0,200}$", re.MULTILINE)


def as_commonmark(text: str) -> str:
    """The text with what programs add to Markdown written as CommonMark and HTML have it; what only
    a site's templates read is left out."""
    text = _COMMENT.sub("", text)
    if "[[" in text:
        text = _NOTE_LINK.sub(_linked_words, _EMBED.sub(_embedded, text))
    if "{" in text:
        text = _FIGURE.sub(_figure, text)
        text = _ASSET.sub(lambda tag: _picture(tag[1], tag[2].strip("\"' "), ""), text)
        text = _ADDED_ATTRIBUTES.sub("", _OUTPUT.sub("", _TAG.sub("", text)))
    if "==" in text:
        text = _HIGHLIGHT.sub(r"\1", text)
    if "[^" in text:
        text = _FOOTNOTE_TEXT.sub("", _FOOTNOTE.sub("", text))
    text = _CALLOUT.sub(_titled_quote, _BLOCK_NAME.sub("", text))
    return _FENCED_DIV.sub("", text)


def _embedded(tag: re.Match[str]) -> str:
    words = tag[2] or ""
    if not _PICTURE_NAME.search(tag[1]):
        return ""  # another note's text, which is not here
    return _picture(tag[1].strip(), "" if _SIZE.fullmatch(words) else words, "")


def _linked_words(tag: re.Match[str]) -> str:
    return tag[2] or tag[1].rpartition("#")[2]


def _titled_quote(tag: re.Match[str]) -> str:
    return f"> **{tag[1].strip()}**\n>" if tag[1].strip() else ">"


def _figure(tag: re.Match[str]) -> str:
    given = {
        name.lower(): double or single or bare
        for name, double, single, bare in _ATTRIBUTE.findall(tag[1] or tag[2])
    }
    source = next(
        (given[key] for key in ("src", "url", "path", "image_path", "image") if key in given), ""
    )
    if not source:
        return ""
    caption = given.get("caption") or given.get("title") or ""
    return _picture(
        source, given.get("alt", ""), caption, given.get("attr") or given.get("credit") or ""
    )


def _picture(source: str, words: str, caption: str, credit: str = "") -> str:
    """A figure, as a block of HTML."""
    below = " ".join(filter(None, (caption or words, f"({credit})" if credit else "")))
    written = f"<figcaption>{html.escape(below)}</figcaption>" if below else ""
    return (
        f'\n\n<figure><img src="{html.escape(source)}" alt="{html.escape(words)}">'
        f"{written}</figure>\n\n"
    )
