"""What to look at before a story is published: no check refuses anything, each says what and where.

findings_of(article)    of one story, with its rows, in words
counts_of(articles)     how many of several have which finding, and the first of them
"""

from .several import Kind, counts_of
from .story import Finding, Mend, findings_of, mend

__all__ = ["Finding", "Kind", "Mend", "counts_of", "findings_of", "mend"]
