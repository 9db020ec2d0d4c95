"""The server and the browser divide a body into the same blocks: tests/bodies.json says which."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from django.urls import reverse

from articles.markup import Block, Kind, to_blocks, to_markdown

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from pytest_django.live_server_helper import LiveServer

BODIES = json.loads(Path(__file__).with_name("bodies.json").read_text())


def blocks_of(case: dict[str, Any]) -> list[Block]:
    return [Block(**{**block, "kind": Kind(block["kind"])}) for block in case["blocks"]]


@pytest.mark.parametrize("case", BODIES, ids=lambda case: case["name"])
def test_the_server_divides_a_body_so(case: dict[str, Any]) -> None:
    assert to_blocks(case["body"]) == blocks_of(case)


def test_every_kind_of_block_is_among_them() -> None:
    assert {block.kind for case in BODIES for block in blocks_of(case)} == set(Kind)


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_browser_divides_every_body_so_and_writes_it_as_the_server_does(
    live_server: LiveServer, page: Page
) -> None:
    page.goto(live_server.url + reverse("admin:login"))
    divided = page.evaluate(
        """async (bodies) => {
            const { read, write } = await import("/static/articles/desk/blocks.js");
            return bodies.map((body) => ({ blocks: read(body), written: write(read(body)) }));
        }""",
        [case["body"] for case in BODIES],
    )

    for case, found in zip(BODIES, divided, strict=True):
        assert found["blocks"] == [asdict(block) for block in blocks_of(case)], case["name"]
        assert found["written"] == to_markdown(blocks_of(case)), case["name"]
