"""Stories turned upside down: the text first and the head after it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .reader import StoryReader


@dataclass(slots=True)
class InvertedReader(StoryReader):
    """Reads a story whose headline stands below its text."""

    def read(self) -> None:
        """Reads the text above the headline, the head, and what is left below it."""
        whole = self.story
        headline = whole.last if whole.headline is None else whole.headline
        self.headline = self.lines[headline].text
        self.position = whole.first
        self.story = replace(whole, last=headline - 1)
        while self.position < headline:
            self._read_body_line()
        self.story = whole
        while self.position <= whole.head_last:
            self._read_head_line()
        while self.position <= whole.last and self._read_top_line():
            pass
        while self.position <= whole.last:
            self._read_body_line()
        self._finish()
