"""PDF documents with a text layer: their lines, with places and type, become a marked page."""

from .reading import read_pdf

__all__ = ["read_pdf"]
