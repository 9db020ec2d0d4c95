"""Rows by COPY: what is sent in PostgreSQL's own binary form arrives as it was meant."""

import json

import pytest
from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st

from articles.ingest.storage.copy import copy_rows

NUMBERS = st.lists(st.integers(-(2**63), 2**63 - 1), max_size=40)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**9), 10**9)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcé“"), inner),
    max_leaves=12,
)  # fmt: skip


@pytest.mark.django_db
@settings(deadline=None, max_examples=40)
@given(rows=st.lists(st.tuples(NUMBERS, VALUES, st.booleans()), max_size=5))
def test_lists_of_numbers_and_json_arrive_as_they_were_sent(rows):
    written = [
        (number, digests, json.dumps(value, ensure_ascii=is_ascii))
        for number, (digests, value, is_ascii) in enumerate(rows)
    ]
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE sent (n int4, digests int8[], value jsonb)")
        copy_rows(cursor, "sent", {"n": "int4", "digests": "int8[]", "value": "jsonb"}, written)
        cursor.execute("SELECT digests, value::text FROM sent ORDER BY n")
        found = cursor.fetchall()
        cursor.execute("DROP TABLE sent")
    assert [(digests, json.loads(value)) for digests, value in found] == [
        (digests, value) for digests, value, _ in rows
    ]
