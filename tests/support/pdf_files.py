"""PDFs in the layouts that people hold, drawn from invented stories."""

from __future__ import annotations

import io
import random
from collections.abc import Callable, Iterable, Sequence

from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

WIDTH, HEIGHT = A4
_SUBJECTS = [
    "The harbour office",
    "A spokesman for the yard",
    "The town's engineer",
    "Her neighbour",
    "The pilot",
    "The council of the islands",
    "An inspector from the capital",
    "The owner of the cannery",
    "The choir",
    "A retired teacher",
    "The union of dockers",
    "The weather service",
]
_VERBS = [
    "said",
    "reported",
    "denied",
    "confirmed",
    "announced",
    "repeated",
    "explained",
    "complained",
    "promised",
]
_CLAUSES = [
    "that the ferry would sail again before the autumn storms",
    "that nobody had asked the islanders",
    "that the new quay is longer than the ships it was built for",
    "that four hundred crates of herring had been lost in one night",
    "that the school roof must be mended by volunteers",
    "that the bridge carries twice its load",
    "that the old lighthouse is to become a library",
    "that rents had doubled within three winters",
    "that the money for the wall had been spent on fireworks",
    "that a museum of nets and anchors opens in the former customs house",
]
_ENDS = [
    "after a meeting that lasted until midnight",
    "in a letter to the ministry",
    "on Thursday evening",
    "although the papers are not yet signed",
    "while rain fell on the market square",
    "to the applause of some two hundred people",
    "without naming the price",
]


def prose(seed: int, paragraphs: int = 4, sentences: int = 3) -> list[str]:
    """Paragraphs of invented news, other ones for each seed."""
    choose = random.Random(seed).choice  # noqa: S311 - the same text each time
    return [
        " ".join(
            f"{choose(_SUBJECTS)} {choose(_VERBS)} {choose(_CLAUSES)}, {choose(_ENDS)}."
            for _ in range(sentences)
        )
        for _ in range(paragraphs)
    ]


def jpeg(width: int = 300, height: int = 200) -> bytes:
    """A picture of two colours."""
    out = io.BytesIO()
    picture = Image.new("RGB", (width, height), (30, 90, 140))
    picture.paste((220, 200, 40), (0, 0, width // 2, height // 2))
    picture.save(out, "JPEG")
    return out.getvalue()


class Sheet:
    """A PDF that is drawn from top to bottom."""

    def __init__(self, size: tuple[float, float] = A4, **information: str) -> None:
        self._out = io.BytesIO()
        self.canvas = Canvas(self._out, pagesize=size, invariant=True, initialFontSize=10)
        for name, value in information.items():
            getattr(self.canvas, f"set{name.capitalize()}")(value)

    def text(
        self,
        text: str,
        x: float,
        y: float,
        width: float,
        *,
        size: float = 10,
        font: str = "Times-Roman",
        indent: float = 0,
        leading: float = 1.2,
        split: Callable[[str], list[str]] | None = None,
    ) -> float:
        """Draws a text wrapped to a width; returns where the next line would stand."""
        lines = (
            split(text)
            if split
            else simpleSplit(" " * round(indent / 2.5) + text, font, size, width)
        )
        for number, line in enumerate(lines):
            self.canvas.setFont(font, size)
            self.canvas.drawString(x + (indent if not number else 0), y, line.strip())
            y -= leading * size
        return y

    def column(
        self,
        texts: Iterable[str],
        x: float,
        y: float,
        width: float,
        *,
        size: float = 10,
        indent: float = 0,
        gap: float = 0,
    ) -> float:
        """Draws paragraphs one below another."""
        for text in texts:
            y = self.text(text, x, y, width, size=size, indent=indent) - gap
        return y

    def picture(self, x: float, y: float, width: float, height: float, raw: bytes = b"") -> None:
        """Draws a picture above a place."""
        self.canvas.drawImage(ImageReader(io.BytesIO(raw or jpeg())), x, y, width, height)

    def turn_page(self) -> None:
        """Goes on with the next page."""
        self.canvas.showPage()

    def raw(self) -> bytes:
        """The PDF."""
        self.canvas.save()
        return self._out.getvalue()


def newspaper_page() -> bytes:
    """Three columns: a masthead, a head across all, a picture with a caption over two columns, a
    second story in the third column below."""
    sheet = Sheet()
    sheet.text("The Selby Herald", 180, 800, 400, size=40, font="Times-Bold")
    sheet.text("Thursday, 14 March 2024 · No. 61", 40, 775, 300, size=8)
    y = sheet.text(
        "Harbour wall approved after night of shouting", 40, 740, 515, size=30, font="Times-Bold"
    )
    sheet.text("By Mira Oldfield", 40, y, 200, size=9)
    top = y - 20
    first = prose(1, 9)
    columns = _divided(first, (165, 165), 9, (330, 520))
    sheet.column(columns[0], 40, top, 165, size=9, indent=9)
    sheet.picture(220, top - 180, 335, 180)
    sheet.text(
        "Dockers wait for the vote outside the town hall. (Photo: Lena Voss)",
        220,
        top - 192,
        335,
        size=7.5,
        font="Times-Italic",
    )
    sheet.column(columns[1], 220, top - 215, 160, size=9, indent=9)
    y = sheet.text(
        "Choir sings for the lighthouse", 395, top - 218, 160, size=18, font="Times-Bold"
    )
    y = sheet.text("By Jonas Petri", 395, y, 160, size=9)
    sheet.column(prose(2, 4), 395, y - 6, 160, size=9, indent=9)
    sheet.turn_page()
    return sheet.raw()


def _divided(
    paragraphs: Sequence[str], widths: Sequence[float], size: float, heights: Sequence[float]
) -> list[list[str]]:
    """Paragraphs over columns; that at a column's end is divided between two lines."""
    columns: list[list[str]] = [[]]
    left = heights[0]
    for text in paragraphs:
        lines = simpleSplit(text, "Times-Roman", size, widths[len(columns) - 1])
        need = 1.2 * size * len(lines)
        if need > left and len(columns) < len(widths):
            fits = int(left / (1.2 * size))
            columns[-1].append(" ".join(lines[:fits]))
            columns.append([])
            left = heights[len(columns) - 1]
            lines = lines[fits:]
        columns[-1].append(" ".join(lines))
        left -= 1.2 * size * len(lines)
    return columns


def paper_in_two_columns() -> bytes:
    """As LaTeX sets it: a title in the middle, two columns, numbered sections, page numbers."""
    sheet = Sheet(title="On the drift of nets in shallow bays", author="Ada Lind")
    title = "On the drift of nets in shallow bays"
    sheet.canvas.setFont("Times-Roman", 17)
    sheet.canvas.drawCentredString(WIDTH / 2, 780, title)
    sheet.canvas.setFont("Times-Roman", 12)
    sheet.canvas.drawCentredString(WIDTH / 2, 755, "Ada Lind")
    sections = ["1 Introduction", "2 The bay", "3 Results", "4 Conclusion"]
    place = 0
    for page in range(2):
        for column in range(2):
            x, y = (54, 720 if not page else 790) if not column else (306, 720 if not page else 790)
            y = sheet.text(sections[place], x, y, 236, size=12, font="Times-Bold") - 4
            sheet.column(prose(20 + place, 5), x, y, 236, indent=12)
            place += 1
        sheet.canvas.setFont("Times-Roman", 10)
        sheet.canvas.drawCentredString(WIDTH / 2, 40, str(page + 1))
        sheet.turn_page()
    return sheet.raw()


PRESS_REVIEW = (
    ("Ferry line sold to investor from the capital", "Selby Herald, 12 March 2024"),
    ("Cannery hires forty for the herring season", "Bay Tribune, 13 March 2024"),
    ("School roof to be mended in summer", "Island Post, 13 March 2024"),
    ("Lighthouse becomes a library", "Selby Herald, 14 March 2024"),
    ("Storm warning for the outer islands", "Coast Courier, 14 March 2024"),
)


def press_review() -> bytes:
    """A cover with a table of contents, then five stories, each on a page of its own."""
    sheet = Sheet(title="Microsoft Word - press_review.doc", author="admin")
    sheet.text("Press review", 60, 780, 400, size=28, font="Helvetica-Bold")
    y = 720.0
    for number, (headline, _) in enumerate(PRESS_REVIEW, start=2):
        y = sheet.text(f"{headline} {'.' * 40} {number}", 60, y, 480, font="Helvetica") - 6
    for number, (headline, source) in enumerate(PRESS_REVIEW, start=2):
        sheet.turn_page()
        sheet.text("Press review 14 March 2024", 60, 815, 300, size=8, font="Helvetica")
        sheet.text(f"Page {number} of 6", 480, 30, 100, size=8, font="Helvetica")
        y = sheet.text(headline, 60, 770, 480, size=18, font="Helvetica-Bold")
        y = sheet.text(source, 60, y, 480, size=9, font="Helvetica-Oblique") - 8
        sheet.column(prose(40 + number, 4), 60, y, 480, size=11, gap=8)
    sheet.turn_page()
    return sheet.raw()


GERMAN = (
    "Der Hafen von Selby bekommt eine neue Mauer, sagte die Bürger-",
    "meisterin am Donnerstag. Die Kosten von 41 Millionen Kronen über-",
    "nimmt zur Hälfte das Land. Der Nord-Ostsee-Kanal bleibt davon un-",
    "berührt, wie die Schifffahrtsverwaltung mitteilte. Ob der Fischerei-",
    "verein klagt, ist offen; er will zunächst den Baubeginn im Septem-",
    "ber abwarten. Die Kleinstadt-Idylle sei vorbei, klagte ein Anwohner.",
)


def german_with_hyphens() -> bytes:
    """A narrow column in which words are divided, under a ligature."""
    sheet = Sheet()
    y = sheet.text("Neue Mauer für den Hafen", 60, 780, 400, size=20, font="Times-Bold")
    y = sheet.text("Von Jana Brandt", 60, y, 200)
    y = sheet.text("14. März 2024", 60, y, 200) - 8
    for _ in range(2):
        y = sheet.text("", 60, y, 300, split=lambda _: list(GERMAN)) - 10
    sheet.turn_page()
    return sheet.raw()


def scan(*, pages: int = 2, texts: Sequence[int] = ()) -> bytes:
    """Pages that are pictures; those numbered in `texts` have text."""
    sheet = Sheet()
    for number in range(1, pages + 1):
        if number in texts:
            y = sheet.text("Harbour wall approved", 60, 780, 400, size=20, font="Times-Bold")
            sheet.column(prose(number, 4), 60, y, 450)
        else:
            sheet.picture(0, 0, WIDTH, HEIGHT, jpeg(120, 170))
        sheet.turn_page()
    return sheet.raw()


def form() -> bytes:
    """Labels and values side by side, as tables without lines."""
    sheet = Sheet()
    sheet.text("Application for a berth", 60, 780, 400, size=18, font="Helvetica-Bold")
    y = 740.0
    rows = (("Name", "Mira Oldfield"), ("Boat", "Aurora"), ("Length", "14 m"), ("Berth", "B 12"))
    for label, value in rows:
        sheet.text(label, 60, y, 100, font="Helvetica-Bold")
        y = sheet.text(value, 220, y, 200, font="Helvetica") - 6
    sheet.column(prose(60, 2), 60, y - 20, 450)
    sheet.turn_page()
    return sheet.raw()


def slides() -> bytes:
    """Three slides, each with a title and a few items."""
    sheet = Sheet(landscape(A4))
    for number, title in enumerate(("A year of the ferry", "What went well", "What it cost"), 1):
        sheet.text(title, 60, 500, 700, size=32, font="Helvetica-Bold")
        y = 430.0
        for sentence in prose(70 + number, 1, 3)[0].split(". "):
            y = sheet.text(f"• {sentence.rstrip('.')}", 80, y, 680, size=18, font="Helvetica") - 14
        sheet.text(str(number), 780, 30, 40, size=10)
        sheet.turn_page()
    return sheet.raw()


def turned() -> bytes:
    """A landscape page that is stored upright, with /Rotate; and one whose text runs upwards."""
    sheet = Sheet()
    for is_stored_turned in (True, False):
        canvas = sheet.canvas
        if is_stored_turned:
            canvas.setPageRotation(90)
        else:
            canvas.setPageRotation(0)
        canvas.saveState()
        canvas.translate(WIDTH, 0)
        canvas.rotate(90)
        y = sheet.text("Harbour wall approved", 60, 540, 600, size=20, font="Times-Bold")
        sheet.column(prose(80 + is_stored_turned, 3), 60, y, 700, gap=6)
        canvas.restoreState()
        sheet.turn_page()
    return sheet.raw()


LAYOUTS: dict[str, Callable[[], bytes]] = {
    "newspaper": newspaper_page,
    "paper": paper_in_two_columns,
    "review": press_review,
    "german": german_with_hyphens,
    "scan": scan,
    "form": form,
    "slides": slides,
    "turned": turned,
}
