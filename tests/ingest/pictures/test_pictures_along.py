"""Pictures that lie beside pages come along to their captions, once, and stay as editors leave
them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from articles.ingest.maintenance.undo_import import undo
from articles.ingest.pictures.storing import Storing
from articles.models import Article, Caption, ImportRun, StoryPicture
from articles.models.image_files import missing, sweep
from tests.support.builders import NOON
from tests.support.importing import importing
from tests.support.pictured_pages import (
    archived,
    empty_picture,
    figure,
    page,
    picture,
    unpacked,
    zipped,
)

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("media")]

PIER = figure("ferry_files/pier-300x200.jpg", "The pier from the air. (Reuters)", alt="A pier")


def shown(article: Article | None = None) -> list[tuple[int, str, str, bool]]:
    """Number, text, alternative text of each caption, and whether it has a picture."""
    rows = Caption.objects.filter(article=article or Article.objects.get()).order_by("number")
    return [(row.number, row.text, row.alt_text, bool(row.image)) for row in rows]


def files(media: Path) -> list[Path]:
    return sorted(path for path in media.rglob("*") if path.is_file())


def states() -> dict[str, str]:
    return {row.address.rpartition("/")[2]: row.state for row in StoryPicture.objects.all()}


def test_a_saved_page_brings_its_pictures_and_an_editor_has_the_last_word(
    tmp_path: Path, media: Path
) -> None:
    members = {
        "saved/ferry.html": page(
            PIER,
            figure("ferry_files/tugs.jpg", alt="Two tugs"),
            figure("ferry_files/gone.jpg", "The coast guard at work."),
            figure("ferry_files/icon.png", "Follow us."),
        ),
        "saved/ferry_files/pier.jpg": picture(1),  # the large one alone was saved
        "saved/ferry_files/tugs.jpg": picture(2),
        "saved/ferry_files/icon.png": picture(3, size=(40, 40), kind="PNG"),
        "saved/ferry_files/style.css": "p { color: red }",
    }
    source = zipped(tmp_path / "pages.zip", members)
    result = importing(source, status="published")
    assert result.pictures == {"stored": 2, "missing": 1, "refused": 1}
    assert not result.failed
    assert result.counts.created == 1
    first, *_, added = shown()
    assert first == (1, "The pier from the air.", "A pier", True)
    assert added == (4, "", "Two tugs", True)
    stored = files(media)
    assert len(stored) > 4  # each in smaller versions, too

    # Again, and with editors at work in between: nothing twice, nothing back.
    again = importing(source, status="published")
    assert str(again.counts) == "created 0, updated 0, unchanged 1, kept 0, quarantined 0"
    assert (files(media), len(shown())) == (stored, 4)
    Caption.objects.filter(number=1).update(image="", alt_text="")
    Caption.objects.filter(number=4).delete()
    importing(source, update_published=True)
    assert [row[3] for row in shown()] == [False] * 3
    assert importing(source, pictures=False).pictures == {}


def test_a_web_archive_has_them_before_or_after_the_page(tmp_path: Path) -> None:
    base = "https://post.example"
    large, small = f"{base}/img/pier.jpg?w=1280", f"{base}/img/pier.jpg?w=320"
    wanted = figure(
        "/img/pier.jpg?w=320",
        "The pier.",
        more='srcset="/img/pier.jpg?w=320 320w, /img/pier.jpg?w=1280 1280w"',
    )
    lead = f'<meta property="og:image" content="{base}/img/lead.jpg">'
    source = archived(
        tmp_path / "crawl.warc",
        {
            small: picture(1, size=(320, 210)),
            f"{base}/ferry": page(wanted),
            large: picture(1, size=(1280, 840)),
            f"{base}/tram": page(headline="Trams stand still in the old town", head=lead),
            f"{base}/img/lead.jpg": picture(2),
            # a lazy picture, and one of another story
            f"{base}/bus": page(
                '<p><img data-src="/img/bus.jpg" src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">'
                '</p><p><a href="/tram"><img src="/img/lead.jpg"></a></p>',
                headline="Buses run late on all lines",
            ),
            f"{base}/img/bus.jpg": picture(3),
        },
    )
    assert importing(source).pictures == {"stored": 3}
    sizes = Caption.objects.order_by("article__headline").values_list("image_width", flat=True)
    assert list(sizes) == [640, 1280, 640]  # bus, ferry, tram


def test_folders_and_addresses_that_hold_the_picture_itself(tmp_path: Path) -> None:
    inner = base64.b64encode(picture(4)).decode()
    members = {
        "one.html": page(
            figure("media/Fähre%20am%20Pier.jpg", "The ferry."),
            figure(f"data:image/jpeg;base64,{inner}", "The captain."),
            figure("https://post.example/up/2025/tug-1024x683.jpg", "A tug."),
        ),
        "media/Fa\u0308hre am Pier.jpg": picture(5),  # decomposed, as on a Mac
        "media/2025/tug.jpg": picture(6),
    }
    folder = unpacked(tmp_path / "saved", members)
    result = importing(folder)
    assert (result.pictures, result.notices) == ({"stored": 3}, ())
    assert all(row[3] for row in shown())


def test_what_is_no_photograph_of_the_story_is_left_out(tmp_path: Path, media: Path) -> None:
    cut = picture(1)[:4000]
    lying = b"\xff\xd8\xff" + b"no picture at all" * 100
    bomb = empty_picture(9000, 9000)
    members: dict[str, str | bytes] = {
        f"{number}.html": page(figure("x_files/seal.jpg"), headline=f"Council meets, day {number}")
        for number in "1234"
    }
    members |= {
        "5.html": page(
            figure("x_files/cut.jpg", "One."),
            figure("x_files/lying.jpg", "Two."),
            figure("x_files/bomb.png", "Three."),
            figure("x_files/rule.png", "Four."),
            figure("x_files/good.jpg", "Five."),
            figure("x_files/copy.jpg", "Six."),
            headline="Fishermen mend their nets",
        ),
        "x_files/seal.jpg": picture(7),  # stands on page after page
        "x_files/cut.jpg": cut,
        "x_files/lying.jpg": lying,
        "x_files/bomb.png": bomb,
        "x_files/rule.png": picture(8, size=(900, 90), kind="PNG"),
        "x_files/good.jpg": picture(9),
        "x_files/copy.jpg": picture(9),
    }
    result = importing(zipped(tmp_path / "pages.zip", members))
    assert result.pictures == {"stored": 1, "refused": 9}
    told = {notice.name.rpartition("/")[2]: notice.message for notice in result.notices}
    assert {"cut.jpg", "lying.jpg", "bomb.png"} <= set(told)
    assert not result.failed
    assert Caption.objects.exclude(image="").count() == 1
    assert not missing(Caption.objects.all())
    assert not sweep(now=NOON, dry_run=True)


def test_readers_see_no_picture_that_nobody_asked_for(tmp_path: Path) -> None:
    members = {"a.html": page(PIER)}
    importing(zipped(tmp_path / "a.zip", members), status="published")
    whole = zipped(tmp_path / "b.zip", members | {"ferry_files/pier.jpg": picture(1)})
    assert importing(whole).pictures == {"kept": 1}
    assert not Caption.objects.exclude(image="").exists()
    run = importing(whole, update_published=True)
    assert run.pictures == {"stored": 1}
    undo(ImportRun.objects.get(pk=run.run), now=NOON)
    assert not Caption.objects.exclude(image="").exists()
    assert Caption.objects.exists()


def test_a_picture_moves_with_its_caption(tmp_path: Path) -> None:
    pictures = {f"ferry_files/{name}.jpg": picture(n) for n, name in enumerate(("pier", "tugs"))}
    tugs = figure("ferry_files/tugs.jpg", "Two tugs.")
    importing(
        zipped(tmp_path / "a.zip", {"a-2025-03-01.html": page(tugs), **pictures}), status="draft"
    )
    importing(zipped(tmp_path / "b.zip", {"a-2025-03-02.html": page(PIER, tugs), **pictures}))
    rows = Caption.objects.order_by("number")
    by_address = {row.address.rpartition("/")[2]: row.image for row in StoryPicture.objects.all()}
    assert [row.text for row in rows] == ["The pier from the air.", "Two tugs."]
    assert rows[1].image.name == by_address["tugs.jpg"]
    assert rows[0].image
    run = ImportRun.objects.order_by("pk").first()
    assert run is not None


def test_an_undone_import_takes_its_pictures_back(tmp_path: Path, media: Path) -> None:
    members = {"a.html": page(PIER), "ferry_files/pier.jpg": picture(1)}
    result = importing(zipped(tmp_path / "a.zip", members))
    assert files(media)
    undo(ImportRun.objects.get(pk=result.run), now=NOON)
    assert not Article.objects.exists()
    assert not files(media)


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """The import dies where it is about to show the first picture."""
    from articles.ingest.pictures import storing

    with monkeypatch.context() as patch:
        patch.setattr(storing, "hang", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        yield patch


def test_an_import_that_died_is_ended_by_the_next(tmp_path: Path, media: Path, dying: Any) -> None:
    members = {"a.html": page(PIER), "ferry_files/pier.jpg": picture(1)}
    source = zipped(tmp_path / "a.zip", members)
    with pytest.raises(KeyboardInterrupt):
        importing(source, status="published")
    assert states() == {"pier-300x200.jpg": "wanted"}
    dying.undo()
    assert importing(source, status="published").pictures == {"stored": 1}
    digest = hashlib.sha256(picture(1)).hexdigest()[:24]
    assert [path.name for path in files(media) if path.suffix == ".jpg"] == [f"{digest}.jpg"]


def test_a_dry_run_counts_them_and_writes_none(tmp_path: Path, media: Path) -> None:
    members = {"a.html": page(PIER), "ferry_files/pier.jpg": picture(1)}
    result = importing(zipped(tmp_path / "a.zip", members), dry_run=True)
    assert result.pictures == {"stored": 1}
    assert not StoryPicture.objects.exists()
    assert not files(media)


def test_odd_addresses_and_words_cost_no_story(tmp_path: Path) -> None:
    odd = ["a%00b.jpg", "&#xD800;.jpg", "javascript:alert(1)", "//[", "http://[::1"]
    odd += ["data:image/png;base64,%%%", "https://u:p@post.example/x.jpg", "file:///etc/passwd"]
    odd += ["../../../../etc/passwd"]
    figures = [figure(source, f"The pier, view {n}.") for n, source in enumerate(odd)]
    figures.append(figure("x.jpg", "The last view.", alt="A&#0; pier \x00" + "x" * 900))
    figures.append(f'<p><img srcset="{"a.jpg 1w, " * 50_000}" src="y.jpg"></p>')
    figures.append("<p>" + "<img src=z.jpg>" * 20_000 + "</p>")
    result = importing(zipped(tmp_path / "a.zip", {"a.html": page(*figures), "x.jpg": picture(1)}))
    assert (result.failed, result.counts.created) == (False, 1)
    assert result.pictures["stored"] == 1


def test_two_imports_at_once_show_each_picture_once(
    tmp_path: Path, media: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One has just looked at a picture when the other stores all of them."""
    members = {
        "saved/ferry.html": page(
            PIER,
            figure("ferry_files/tugs.jpg", alt="Two tugs"),
            figure("ferry_files/crew.jpg", alt="The crew"),
        ),
        "saved/ferry_files/pier.jpg": picture(1),
        "saved/ferry_files/tugs.jpg": picture(2),
        "saved/ferry_files/crew.jpg": picture(3),
    }
    place = Storing._place

    def place_late(self: Storing, row: StoryPicture, prepared: Any) -> Any:
        monkeypatch.setattr(Storing, "_place", place)
        Storing(self.run, self.spool, self.options).go()
        return place(self, row, prepared)

    monkeypatch.setattr(Storing, "_place", place_late)
    source = zipped(tmp_path / "pages.zip", members)
    importing(source, status="published")
    alone = [(1, "The pier from the air.", "A pier", True)]
    assert shown() == [*alone, (2, "", "Two tugs", True), (3, "", "The crew", True)]
    assert set(states().values()) == {"stored"}
    importing(source, status="published")
    assert len(shown()) == 3
    assert not missing(Caption.objects.all())
