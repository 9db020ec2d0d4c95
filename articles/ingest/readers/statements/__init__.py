"""What a page states about itself: headline, authors, dates, publisher, topics, addresses.

In the order in which it counts: JSON-LD, microdata and RDFa, `<meta>` (OpenGraph, Dublin Core and
others), links, `<time>`, and classes named after authors and dates.
"""

from __future__ import annotations

from articles.parsing.lines.people import people_in

from .addresses import host_of, public_address
from .page import statements_of
from .page_hints import hints_of
from .statement import Statement, Statements

__all__ = [
    "Statement",
    "Statements",
    "hints_of",
    "host_of",
    "people_in",
    "public_address",
    "statements_of",
]
