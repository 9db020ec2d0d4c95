"""An editor without a mouse: goes by keys alone, and only looks at the page.

hands = Keyboard(page)
hands.tab_to("#id_files")
hands.press("Enter")
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from playwright.sync_api import Page

FARTHEST: Final = 120
"""Presses of a key on the way to something; a place that takes more counts as out of reach."""


class Keyboard:
    """Keys pressed on a page, never a click, and nothing that a script focuses or fills."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def press(self, *keys: str) -> None:
        """One key or chord after another, wherever the focus is."""
        for key in keys:
            self._page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Types at the cursor."""
        self._page.keyboard.type(text)

    def retype(self, text: str) -> None:
        """Types over all that the field in focus holds."""
        self.press("Control+a")
        self.type(text)

    def tab_to(self, selector: str, *, back: bool = False) -> None:
        """Goes on, or back, by the Tab key until an element of the selector has the focus."""
        for _ in range(FARTHEST):
            self.press("Shift+Tab" if back else "Tab")
            script = "selector => document.activeElement?.matches(selector)"
            if self._page.evaluate(script, selector):
                return
        raise AssertionError(f"{selector} is not reached by Tab")

    def to_line(self, text: str) -> None:
        """To the raw line that holds the text, from wherever in a story's form."""
        self.press("Escape", "e")
        chosen = self._page.locator(".evidence-lines tr.chosen")
        for key in ("ArrowDown", "ArrowUp"):
            before = ""
            while (at := chosen.get_attribute("data-line") or "") != before:
                if text in chosen.locator(".text").inner_text():
                    return
                before = at
                self.press(key)
        raise AssertionError(f"no line with “{text}” is reached")

    def to_part(self, text: str) -> None:
        """Into the field of what a raw line became."""
        self.to_line(text)
        self.press("Enter")

    def follow(self, *keys: str) -> None:
        """Presses keys of which the last leads to another page, and waits for that."""
        self.press(*keys[:-1])
        with self._page.expect_navigation():
            self.press(keys[-1])

    def save(self) -> None:
        """Saves a story's form, and stays there."""
        self.follow("Escape", "s")
