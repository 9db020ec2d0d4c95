"""Formats of files in the user's language; the importer names them in English, and so does the
report of a job that was stored."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from .issues import listed

FORMAT_NAMES: Final = {
    "plain text": _("plain text"),
    "HTML page": _("HTML page"),
    "Markdown": _("Markdown"),
    "reStructuredText": _("reStructuredText"),
    "JSON": _("JSON"),
    "JSON Lines": _("JSON Lines"),
    "Parquet table": _("Parquet table"),
    "table (CSV or the like)": _("table (CSV or the like)"),
    "Excel workbook (.xlsx)": _("Excel workbook (.xlsx)"),
    "web archive (WARC)": _("web archive (WARC)"),
    "web archive (WACZ)": _("web archive (WACZ)"),
    "old web archive (ARC)": _("old web archive (ARC)"),
    "web page saved as one file (MHTML)": _("web page saved as one file (MHTML)"),
    "mail message": _("mail message"),
    "mail message (.emlx)": _("mail message (.emlx)"),
    "mailbox (mbox)": _("mailbox (mbox)"),
    "RSS feed": _("RSS feed"),
    "Atom feed": _("Atom feed"),
    "RDF or RSS 1.0 file": _("RDF or RSS 1.0 file"),
    "WordPress export (WXR)": _("WordPress export (WXR)"),
    "NITF document": _("NITF document"),
    "NewsML document": _("NewsML document"),
    "NewsML-G2 message": _("NewsML-G2 message"),
    "NewsML-G2 item": _("NewsML-G2 item"),
    "NewsML-G2 package": _("NewsML-G2 package"),
    "PDF document": _("PDF document"),
    "RTF document": _("RTF document"),
    "Word document (.docx)": _("Word document (.docx)"),
    "OpenDocument text (.odt)": _("OpenDocument text (.odt)"),
    "e-book (EPUB)": _("e-book (EPUB)"),
    "Excel workbook (.xls)": _("Excel workbook (.xls)"),
    "OpenDocument spreadsheet (.ods)": _("OpenDocument spreadsheet (.ods)"),
    "SGML collection (TREC)": _("SGML collection (TREC)"),
    "story with highlights (.story)": _("story with highlights (.story)"),
    "Movable Type export": _("Movable Type export"),
    "wire message (IPTC 7901 or ANPA 1312)": _("wire message (IPTC 7901 or ANPA 1312)"),
    "ALTO page": _("ALTO page"),
    "METS document": _("METS document"),
    "PAGE-XML page": _("PAGE-XML page"),
    "hOCR page": _("hOCR page"),
    "METS package": _("METS package"),
    "Substack export": _("Substack export"),
    "SGML collection of news": _("SGML collection of news"),
}
"""By the names that the importer gives them (see `ingest/readers/formats.py`)."""


def format_in_words(name: str) -> str:
    """A format's name; one that has no translation as it is."""
    return str(FORMAT_NAMES.get(name, name))


def formats_in_words(formats: Mapping[str, int]) -> str:
    """How many records are of which format: `mailbox (mbox), 12 records`; of several
    formats `3 × HTML page, mail message`."""
    if len(formats) == 1 and (count := sum(formats.values())) > 1:
        text = ngettext("%(name)s, %(number)s record", "%(name)s, %(number)s records", count)
        return text % {"name": format_in_words(next(iter(formats))), "number": f"{count:,}"}
    return listed(
        gettext("%(number)s × %(name)s") % {"number": f"{count:,}", "name": format_in_words(name)}
        if count > 1
        else format_in_words(name)
        for name, count in formats.items()
    )
