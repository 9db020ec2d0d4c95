"""Pictures that are kept aside are found by what pages call them."""

from __future__ import annotations

import hashlib

from articles.ingest.pictures.spool import Spool, spooling
from articles.ingest.readers.records import Picture
from tests.support.pictured_pages import picture


def found(spool: Spool, *addresses: str) -> int | None:
    """Which of the pictures 1 to 3 is found."""
    known = {hashlib.sha256(picture(n)).hexdigest(): n for n in (1, 2, 3)}
    spooled = spool.find(list(addresses))
    return known[spooled.digest] if spooled else None


def test_pictures_that_messages_call_the_same_are_told_apart() -> None:
    with spooling() as spool:
        for number in (1, 2):
            name = f"news.mbox, message {number}/pier.jpg"
            spool.add(Picture(name, picture(number), "cid:pier"))
            spool.add(Picture(f"{number}.mhtml, part 3", picture(number), f"cid:frame{number}"))
        assert found(spool, "cid:pier|news.mbox, message 1", "cid:pier") == 1
        assert found(spool, "cid:pier|news.mbox, message 2", "cid:pier") == 2
        assert found(spool, "cid:frame2|2.mhtml", "cid:frame2") == 2
        assert found(spool, "cid:pier|other.eml", "cid:pier") is None  # it may be either
        assert found(spool, "cid:frame1|other.eml", "cid:frame1") == 1


def test_the_nearest_name_counts_and_the_largest_of_several_sizes() -> None:
    with spooling() as spool:
        spool.add(Picture("", picture(1, size=(320, 200)), "https://a.example/p-320x200.jpg"))
        spool.add(Picture("", picture(1), "https://a.example/p-640x420.jpg"))
        spool.add(Picture("", picture(2), "s.zip/one/pier.jpg"))
        spool.add(Picture("", picture(3), "s.zip/two/tugs.jpg"))
        spool.add(Picture("", b"no picture", "s.zip/two/text.jpg"))
        assert found(spool, "https://a.example/p.jpg?w=9") == 1
        assert found(spool, "s.zip/**/tugs-300x200.jpg", "https://x.example/tugs.jpg") == 3
        assert found(spool, "other.zip/**/tugs.jpg") is None
        spool.add(Picture("", picture(1), "s.zip/three/tugs.jpg"))
        assert found(spool, "s.zip/**/tugs.jpg") is None  # two of that name
        assert found(spool, "s.zip/two/text.jpg") is None
