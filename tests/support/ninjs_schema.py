"""The parts of IPTC's ninjs 3.1 that we use, as a JSON Schema.

Written for these tests after the standard's own schema (https://www.iptc.org/std/ninjs/, version
3.1): the same names, types, values and required properties. As there, a property that is not listed
is an error; so what we say by a wrong name, or leave out, fails.
"""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from jsonschema import Draft202012Validator, FormatChecker

TEXT = {"type": "string"}
COUNT = {"type": "integer"}
URI = {"type": "string", "format": "uri"}
MOMENT = {"type": "string", "format": "date-time"}


def closed(*required: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(required),
        "properties": properties,
    }


def several(item: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": item}


VALUE = closed("value", role=TEXT, contentType=TEXT, value=TEXT)
BODY = closed("value", role=TEXT, contentType=TEXT, charCount=COUNT, wordCount=COUNT, value=TEXT)
NAMED = closed(name=TEXT, rel=TEXT, uri=URI, literal=TEXT)
SOURCE = closed(name=TEXT, role=TEXT, uri=URI, literal=TEXT)
RENDITION = closed(
    "name",
    name=TEXT,
    href=URI,
    contentType=TEXT,
    title=TEXT,
    width=COUNT,
    height=COUNT,
    sizeInBytes=COUNT,
)
PROPERTIES = {
    "uri": URI,
    "type": {"enum": ["text", "picture", "composite"]},
    "representationType": {"enum": ["full", "partial"]},
    "version": TEXT,
    "firstCreated": MOMENT,
    "versionCreated": MOMENT,
    "contentCreated": MOMENT,
    "embargoedUntil": MOMENT,
    "pubStatus": {"enum": ["usable", "withheld", "canceled"]},
    "language": TEXT,
    "descriptions": several(VALUE),
    "bodies": several(BODY),
    "headlines": several(VALUE),
    "places": several(NAMED),
    "subjects": several(NAMED),
    "infoSources": several(SOURCE),
    "title": TEXT,
    "by": TEXT,
    "slugline": TEXT,
    "located": TEXT,
    "renditions": several(RENDITION),
    "associations": several({"$ref": "#/$defs/association"}),
    "altIds": several(closed(role=TEXT, value=TEXT)),
    "standard": closed(name=TEXT, version=TEXT, schema=URI),
}
ASSOCIATION = closed("name", "uri", **PROPERTIES, name=TEXT, rel=TEXT)
SCHEMA = closed("uri", **PROPERTIES) | {"$defs": {"association": ASSOCIATION}}

FORMATS = FormatChecker(formats=())


@FormatChecker.checks(FORMATS, "uri")
def is_uri(value: object) -> bool:
    parts = urlsplit(str(value))
    return bool(parts.scheme and parts.netloc) and str(value).isascii() and " " not in str(value)


@FormatChecker.checks(FORMATS, "date-time", raises=ValueError)
def is_moment(value: object) -> bool:
    return "T" in str(value) and datetime.fromisoformat(str(value)).tzinfo is not None


VALIDATOR = Draft202012Validator(SCHEMA, format_checker=FORMATS)


def complaints(item: object) -> list[str]:
    """What is not as the standard has it."""
    return [f"{error.json_path}: {error.message}" for error in VALIDATOR.iter_errors(item)]
