"""Markdown: pages as site generators, note programs and people write them.

detection     whether a text is Markdown          front_matter  what stands above the text
dialects      what programs add to CommonMark     pages         all of it as HTML
"""

from .detection import is_markdown, is_markdown_name
from .pages import read_markdown

__all__ = ["is_markdown", "is_markdown_name", "read_markdown"]
