"""Bytes in: what the paths hold, one record a saved page, and the characters of each.

Nothing here knows the parser's rules or the models. Reading never fails as a whole: what cannot be
read comes back as an `Unreadable` that says why, and the rest goes on.

    inputs       files, folders, patterns, standard input, addresses
    reading      a file's records: unpacked, detected, handed to the reader of its format
    formats      which reader that is; a room each: web_archives, saved, tables, json_files, mail,
                 feeds, markdown, documents, pdf, scans
    detection    what a file is, by its content, and what is refused
    fields       which of a record's fields is the page, and what the others say
    text         a record's text; of HTML with its marks, and statements of the page
    encodings    bytes to characters and back
    limits       where reading refuses
"""

from .detection.sniffing import DUMP_SUFFIXES
from .encodings import Characters, decode, encoding_of_page, errors_for, readable
from .fields.field_names import ROLES, USUAL_FIELDS, Fields
from .inputs import Input, captured_on, find_inputs, total_bytes
from .reading import read_records

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
