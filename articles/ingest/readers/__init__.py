"""Bytes in: what the paths hold, one record a saved page, and the characters of each.

Nothing here knows the parser's rules or the models. Reading never fails as a whole: what cannot be
read comes back as an `Unreadable` that says why, and the rest goes on.

    inputs        files, folders, patterns, standard input, addresses
    streams       bytes in order, and the places where some are missing
    packing       gzip, Zstandard, bzip2 and xz            archives   ZIP and tar
    kinds         what a stream is, by its content         limits     where reading refuses
    json_records, tables, web_archives, mail               formats with many records
    markdown, restructured_text                            markup for people
    fields        which of a record's fields is the page   characters bytes to text and back
    reading       all of it together
"""

from .encodings import Characters, decode, encoding_of_page, errors_for, readable
from .field_names import ROLES, USUAL_FIELDS, Fields
from .inputs import Input, captured_on, find_inputs, total_bytes
from .reading import read_records
from .sniffing import DUMP_SUFFIXES

__all__ = [
    "DUMP_SUFFIXES",
    "ROLES",
    "USUAL_FIELDS",
    "Characters",
    "Fields",
    "Input",
    "captured_on",
    "decode",
    "encoding_of_page",
    "errors_for",
    "find_inputs",
    "read_records",
    "readable",
    "total_bytes",
]
