"""What axe-core finds wrong with a page: https://github.com/dequelabs/axe-core.

For any page of ours, the desk's too; of the one that is open, or of the one at an address:

    assert not violations(page, f"{live_server.url}/articles/")

The page is loaded once and looked at in light and dark, on a phone and on a desktop.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from axe_playwright_python.base import AXE_SCRIPT

if TYPE_CHECKING:
    from playwright.sync_api import Page

# WCAG 2.2 at levels A and AA, and what axe-core holds to be good practice.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# What can be different where only the colours are.
RULES_OF_COLOURS = ["color-contrast", "link-in-text-block"]

SCHEMES = ("light", "dark")
SIZES = ((390, 844), (1280, 900))  # a phone's and a desktop's


def violations(
    page: Page,
    address: str = "",
    *,
    schemes: Sequence[Any] = SCHEMES,
    sizes: Sequence[tuple[int, int]] = SIZES,
    but: Sequence[str] = (),
    context: Mapping[str, Any] | None = None,
) -> list[str]:
    """What is wrong with the page: a line each, with the forms it was seen in, the rule, the
    element, and what to do.

    `but` are rules that are not asked; `context` is axe-core's own: what of the page to look at,
    such as `{"exclude": [".of-a-library"]}`.
    """
    page.emulate_media(color_scheme=schemes[0], reduced_motion="reduce")
    page.set_viewport_size(_size(sizes[0]))
    if address:
        page.goto(address)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    seen: dict[str, list[str]] = {}
    for size in sizes:
        page.set_viewport_size(_size(size))
        for scheme in schemes:
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            asked = _options(but, only_colours=scheme != schemes[0])
            for line in _found(page, asked, context):
                seen.setdefault(line, []).append(f"{scheme} {size[0]} px")
    return [f"{page.url} ({', '.join(forms)}): {line}" for line, forms in seen.items()]


def _size(size: tuple[int, int]) -> Any:
    return {"width": size[0], "height": size[1]}


def _options(but: Sequence[str], *, only_colours: bool) -> dict[str, Any]:
    # Off unless asked for by name: targets of 24 by 24 px (WCAG 2.2, 2.5.8).
    rules = {"target-size": {"enabled": True}} | {rule: {"enabled": False} for rule in but}
    only: dict[str, Any] = {"type": "tag", "values": TAGS}
    if only_colours:
        values = [rule for rule in RULES_OF_COLOURS if rule not in but]
        rules, only = {}, {"type": "rule", "values": values}
    # Style sheets that import others it would write into the page, which the policy forbids.
    return {
        "resultTypes": ["violations"],
        "runOnly": only,
        "rules": rules,
        "preload": False,
    }


def _found(page: Page, options: dict[str, Any], context: Mapping[str, Any] | None) -> list[str]:
    result = page.evaluate(
        "([context, options]) => axe.run(context || document, options)", [context, options]
    )
    return [
        f"{rule['id']}: {' '.join(map(str, node['target']))}: "
        + " ".join(node["failureSummary"].split())
        for rule in result["violations"]
        for node in rule["nodes"]
    ]
