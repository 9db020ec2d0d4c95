"""Texts of WordPress: its shortcodes, and the paragraphs that its blank lines stand for."""

from __future__ import annotations

import html
import re
from typing import Final

from .feed_html import plain, with_spans, without_comments

# `[caption id="a" caption="The wall"]<img/> The wall[/caption]`
_CAPTION: Final = re.compile(r"\[((?:wp_)?caption)\b(?P<attributes>[^\[\]]*)\]", re.IGNORECASE)
_ENDS_OF_CAPTION: Final = {
    name: re.compile(rf"\[/{name}\]", re.IGNORECASE) for name in ("caption", "wp_caption")
}
_CAPTION_ATTRIBUTE: Final = re.compile(r"\bcaption\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PICTURE: Final = re.compile(r"\s*((?:<a\b[^<>]*>\s*)?<img\b[^<>]*>(?:\s*</a>)?)", re.IGNORECASE)
# `[gallery ids="1,2"]`, `[/vc_column]`, `[[kept]]`; not `[sic]`, `[1]`
_SHORTCODE: Final = re.compile(
    r"\[(?P<kept>\[)?(?P<end>/)?(?P<name>[A-Za-z][\w-]{1,40})"
    r"(?P<attributes>(?:[^\[\]\"']|\"[^\"\[\]]*\"|'[^'\[\]]*'){0,2000})(?P<closed>/)?\](?P<kept_end>\])?"
)
_OF_ADDRESSES: Final = re.compile(
    r"\[(embed|video|audio|youtube|vimeo|twitter|facebook|instagram)\b[^\[\]]*\]\s*https?://[^\s\[\]]*"
    r"\s*\[/\1\]",
    re.IGNORECASE,
)
_KNOWN: Final = frozenset(
    {"gallery", "audio", "video", "embed", "playlist", "more", "ad", "ads", "adsense", "toc"}
    | {"youtube", "vimeo", "twitter", "facebook", "instagram", "soundcloud", "slideshow", "poll"}
    | {"dropcap", "pullquote", "quote", "blockquote", "button", "divider", "spacer", "tweet"}
    | {"column", "row", "one_half", "one_third", "two_third", "related", "newsletter", "map"}
)
_BLOCK: Final = (
    r"table|thead|tfoot|caption|col|colgroup|tbody|tr|td|th|div|dl|dd|dt|ul|ol|li|pre|form|map|area"
    r"|blockquote|address|style|p|h[1-6]|hr|fieldset|legend|section|article|aside|hgroup|header"
    r"|footer|nav|figure|figcaption|details|menu|summary|script"
)
_OPENS: Final = re.compile(rf"(<(?:{_BLOCK})\b[^<>]*>)", re.IGNORECASE)
_CLOSES: Final = re.compile(rf"(</(?:{_BLOCK})>)", re.IGNORECASE)
_IS_BLOCK: Final = re.compile(rf"</?(?:{_BLOCK})\b", re.IGNORECASE)
_BLANK_LINES: Final = re.compile(r"\n\s*\n")
_AS_IS: Final = re.compile(r"<(pre|script|style|table|figure)\b", re.IGNORECASE)
_ENDS_AS_IS: Final = {
    name: re.compile(f"</{name}>", re.IGNORECASE)
    for name in ("pre", "script", "style", "table", "figure")
}
_HELD: Final = "\ue000%d\ue001"
_HOLDER: Final = re.compile("\ue000(\\d+)\ue001")


def as_html(text: str) -> str:
    """A text of WordPress as the HTML that readers get, its pictures with their captions; marks of
    other shortcodes are left out, the text between them stays."""
    text = without_comments(text.replace("\r\n", "\n").replace("\r", "\n"))
    text = _HOLDER.sub("", text)
    if "[" in text:
        text = without_shortcodes(
            with_spans(_OF_ADDRESSES.sub("", text), _CAPTION, _ENDS_OF_CAPTION, _figure)
        )
    return with_paragraphs(text)


def _figure(found: re.Match[str], inner: str) -> str:
    inner = inner.strip()
    picture = _PICTURE.match(inner)
    shown, caption = (picture[1], inner[picture.end() :]) if picture else ("", inner)
    stated = _CAPTION_ATTRIBUTE.search(found["attributes"])
    if not plain(caption) and stated:
        caption = html.unescape(stated[1] or stated[2] or "")
    return f"\n\n<figure>{shown}<figcaption>{caption.strip()}</figcaption></figure>\n\n"


def without_shortcodes(text: str) -> str:
    """A text without the marks of shortcodes; other words in brackets stay."""
    closed = {name.lower() for name in re.findall(r"\[/([A-Za-z][\w-]{1,40})\]", text)}

    def replaced(found: re.Match[str]) -> str:
        name = found["name"].lower()
        if found["kept"] and found["kept_end"]:
            return found[0][1:-1]
        is_shortcode = name in closed | _KNOWN or "=" in found["attributes"] or found["closed"]
        return "" if is_shortcode else found[0]

    return _SHORTCODE.sub(replaced, text)


def with_paragraphs(text: str) -> str:
    """Blank lines as paragraphs and single line ends as `<br>`, where no elements divide the text,
    as WordPress does when it shows a text."""
    held: list[str] = []

    def hold(start: re.Match[str], inner: str) -> str:
        held.append(f"{start[0]}{inner}</{start[1]}>")
        return "\n\n" + _HELD % (len(held) - 1) + "\n\n"

    text = with_spans(text, _AS_IS, _ENDS_AS_IS, hold)
    text = _CLOSES.sub(r"\1\n\n", _OPENS.sub(r"\n\n\1", text))
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    blocks = "\n".join(
        part if _IS_BLOCK.match(part) or _HOLDER.fullmatch(part) else _paragraph(part)
        for part in parts
        if part
    )
    return _HOLDER.sub(lambda found: held[int(found[1])], blocks)


def _paragraph(part: str) -> str:
    return "<p>" + part.replace("\n", "<br>\n") + "</p>"
