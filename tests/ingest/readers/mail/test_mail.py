"""Mail: messages, mailboxes, newsletters, and what is attached to them."""

from __future__ import annotations

import gzip
import time
from typing import Any

import pytest

from articles.ingest.readers import read_records
from articles.ingest.readers.mail.headers import bare_subject, sender_named
from articles.ingest.readers.reading import read_kept
from articles.ingest.readers.records import Picture, Record, Unreadable
from articles.ingest.readers.text import read_text
from articles.parsing import ParsedArticle, parse
from tests.support.mail_files import (
    COST,
    FERRIES,
    LEAD,
    NEWSLETTER,
    PICTURE,
    SEALS,
    TEXT,
    mailbox,
    message,
)

HEAD = b"From: a@post.example\nTo: b@post.example\nMessage-ID: <1@p>\nSubject: Ferry\n"
JAPANESE = "港湾評議会は木曜日、防潮堤を建設することを決めた。"


@pytest.fixture
def reading(tmp_path):
    """Reads a file: its records, what was not read, and its pictures. Each record's bytes are read
    to the same record again."""

    def read(name: str, raw: Any) -> tuple[list[Record], list[Unreadable], list[Picture]]:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw if isinstance(raw, bytes) else bytes(raw))
        pictures: list[Picture] = []
        found = list(read_records([str(tmp_path)], on_picture=pictures.append))
        records = [each for each in found if isinstance(each, Record)]
        for record in records:
            again = read_kept(record.raw, record.name)
            assert again is not None
            assert (again.page, again.hints) == (record.page, record.hints)
        return records, [each for each in found if isinstance(each, Unreadable)], pictures

    return read


def article(record: Record) -> ParsedArticle:
    read = read_text(record)
    [found] = parse(read.characters.text, marks=read.marks, hints=read.hints).articles
    return found


def texts(record: Record) -> list[str]:
    return [block.text for block in article(record).body]


def test_a_newsletter_is_its_html_with_the_head_as_what_it_states(reading):
    newsletter = message(html=NEWSLETTER, List_Unsubscribe="<https://post.example/u>")
    newsletter.get_payload()[1].add_related(
        PICTURE, "image", "png", cid="<wall@post>", filename="wall.png"
    )

    [record], problems, [picture] = reading("a.eml", newsletter)

    found = article(record)
    assert not problems
    assert record.format == "mail message"
    assert (found.headline, found.byline) == ("Council backs flood wall", "Mira Oldfield")
    assert texts(record) == [LEAD, COST]
    assert found.published.at.isoformat() == "2024-03-14T16:05:00+01:00"
    assert [source.name for source in found.sources] == ["The Harbour Gazette"]
    assert found.origins["published"] == "header Date"
    assert (picture.address, picture.raw) == ("cid:wall@post", PICTURE)
    assert picture.name == f"{record.name}/wall.png"


def test_a_text_is_unwrapped_and_who_is_quoted_or_signs_is_no_part_of_it(reading):
    wrapped = (
        "The harbour council voted on Thursday to build a flood wall of two\nkilometres along the "
        "eastern quay, ending a dispute that has divided\nthe town for years.\n"
    )
    below = "On Thu, 14 Mar 2024 at 12:00, Bob Jones <b@p.example>\nwrote:\n\n> Not again.\n> No."
    sent = message(
        f"{wrapped}\n{COST}\n\n{below}\n\n-- \nMira Oldfield, press office\n",
        From="Mira Oldfield <mira@gmail.com>",
        Subject="Re: [harbour-l] Council backs flood wall",
        List_Id="Harbour news <harbour-l.lists.example>",
        List_Post="<mailto:harbour-l@lists.example>",
    )
    flowed = bytes(message("X")).replace(b'"utf-8"', b'"utf-8"; format=flowed; delsp=yes')
    flowed = flowed.replace(
        b"\nX\n", b"\n" + LEAD.replace(" quay", "  \nquay").encode() + b"\n\n-- \nAnn\n"
    )

    [record], _, _ = reading("a.eml", sent)
    [_, soft], _, _ = reading("b.eml", flowed)

    found = article(record)
    assert texts(record) == [LEAD, COST]
    assert (found.headline, found.byline) == ("Council backs flood wall", "Mira Oldfield")
    assert found.published.at.day == 14
    assert [source.name for source in found.sources] == ["Harbour news"]
    assert found.address == ""
    assert texts(soft) == [LEAD]


def test_of_a_message_that_was_passed_on_the_inner_one_is_the_page(reading):
    head = (
        "From: The Harbour Gazette <news@post.example>\nDate: Wed, Mar 13, 2024 at 4:05 PM\n"
        "Subject: Council backs flood wall\nTo: Ann\n\n"
    )
    mark = "---------- Forwarded message ---------\n"
    marked = f"<div>Look<br>{(mark + head).replace(chr(10), '<br>')}</div>{NEWSLETTER}"
    by = {"From": "Ann Smith <ann@gmail.com>", "Subject": "Fwd: Council backs flood wall"}

    for sent in (message(f"Look\n\n{mark}{head}{TEXT}", **by), message(None, marked, **by)):
        [record], _, _ = reading("a.eml", sent)
        found = article(record)
        assert found.headline == "Council backs flood wall"
        assert texts(record) == [LEAD, COST]
        assert [source.name for source in found.sources] == ["The Harbour Gazette"]
        assert found.published.on.day == 13
        assert "Ann" not in found.byline


def test_subjects_and_senders_are_read_without_what_programs_put_to_them():
    names = "Harbour news <harbour-l.lists.example>"
    for subject, bare in {
        "Re: AW: Fwd: Ferry sails": "Ferry sails",
        "[harbour-l] Re[2]: Ferry sails": "Ferry sails",
        "[Update] Ferry sails": "[Update] Ferry sails",
        "[EXTERNAL] رد: العبارة تبحر": "العبارة تبحر",
        "转发：渡轮启航": "渡轮启航",
        "Re:": "Re:",
    }.items():
        assert bare_subject(subject, list_names=names) == bare
    for sender, (person, publisher) in {
        "The Harbour Gazette <news@post.example>": ("", "The Harbour Gazette"),
        "Mira Oldfield from Harbour Notes <n@p.example>": ("Mira Oldfield", "Harbour Notes"),
        "Mira Oldfield <mira@news.harbour.example>": ("Mira Oldfield", "harbour.example"),
        "Mira Oldfield <mira@gmail.com>": ("Mira Oldfield", ""),
        "newsletter@mail.harbour.example": ("", "harbour.example"),
        "mira@post.example (Mira Oldfield)": ("Mira Oldfield", "post.example"),
    }.items():
        found = sender_named(sender, is_bulk=True)
        assert (found.person, found.publisher) == (person, publisher)


def test_characters_are_read_whatever_the_head_says_of_them(reading):
    words = b"Subject: =?UTF-8?B?2YXYrNmE2LMg2KfZhNmF2Yo=?= =?UTF-8?B?2YbYp9ih?=\n"
    lying = bytes(message(TEXT.replace("wall", "Mauer für"))).replace(b"utf-8", b"us-ascii")
    unknown = bytes(message("X")).replace(b'"utf-8"', b'"x-unknown"')
    unknown = unknown.replace(b"\nX\n", b"\n" + TEXT.replace("flood", "café").encode("cp1252"))
    switched = message(None)
    switched.set_content(JAPANESE * 3, "plain", "iso-2022-jp")
    for name, raw in {
        "1.eml": bytes(message()).replace(b"Subject: Council backs flood wall\n", words),
        "2.eml": lying,
        "3.eml": unknown,
        "4.eml": bytes(switched),
    }.items():
        records, problems, _ = reading(name, raw)
        assert not problems
    assert article(records[0]).headline == "مجلس الميناء"
    assert "Mauer für" in texts(records[1])[0]
    assert "a café wall" in texts(records[2])[0]
    assert texts(records[3])[0].startswith(JAPANESE)


def test_a_mailbox_gives_its_messages_one_by_one_in_each_dialect(reading):
    quoting = f"{LEAD}\n\n>From the quay one sees it.\n\n>>From there, too.\n"
    from_line = f"{LEAD}\n\nFrom ann@post.example Thu Mar 14 16:05:00 2024\nX: a beginning.\n"
    bare = b"From: Ann\nSubject: No more than this\n\n" + TEXT.encode()
    list_line = b"From news at post.example  Thu Mar 14 16:05:00 2024\n"
    boxes = {
        "mboxrd.mbox": mailbox([message(quoting), message(FERRIES), bare]),
        "mboxcl2.mbox": mailbox([message(from_line), message(FERRIES)], states_length=True),
        "list.mbox.gz": gzip.compress(
            mailbox([message(), message(FERRIES)]).replace(
                b"From news@post.example Thu Mar 14 16:05:00 2024\n", list_line
            )
        ),
    }
    found: dict[str, list[Record]] = {}
    for name, raw in boxes.items():
        records, problems, _ = reading(name, raw)
        assert not problems
        found[name] = [each for each in records if each.name.rpartition("/")[2].startswith(name)]

    first, _, last = found["mboxrd.mbox"]
    assert first.name.endswith("mboxrd.mbox, message 1")
    assert b"\nFrom the quay" in first.raw
    assert b"\n>From there" in first.raw
    assert article(last).headline == "No more than this"
    assert len(found["mboxcl2.mbox"]) == 2
    assert b"From ann@post" in found["mboxcl2.mbox"][0].raw
    assert len(found["list.mbox.gz"]) == 2
    assert {each.format for each in found["mboxrd.mbox"]} == {"mailbox (mbox)"}


def test_apples_files_maildir_folders_and_postings_to_usenet_are_mail(reading):
    raw = bytes(message())
    posting = (
        b"Path: news.post.example!not-for-mail\nFrom: ann@post.example (Ann Smith)\n"
        b"Newsgroups: misc.ferries\nSubject: Ferry sails\nDate: 14 Mar 1994 16:05:00 GMT\n\n"
    )
    reading("a.emlx", b"%d\n" % len(raw) + raw + b"<?xml version='1.0'?><plist><dict/></plist>")
    reading("box/cur/1710432000.M1P2.host,S=9:2,S", message(FERRIES))
    reading("box/new/1710432001.2137_0.host", message(SEALS))
    records, problems, _ = reading("news.eml", posting + TEXT.encode())

    assert not problems
    assert [texts(record)[0] for record in records] == [LEAD, LEAD, FERRIES, SEALS]
    found = article(records[1])
    assert (found.headline, found.byline, found.topics) == (
        ("Ferry sails", "Ann Smith", ("misc.ferries",))
    )


def test_what_is_attached_is_read_or_counted(reading):
    sent = message()
    sent.add_attachment(message(FERRIES, Subject="Ferries go to the dock"))
    sent.add_attachment(NEWSLETTER, subtype="html", filename="story.html")
    sent.add_attachment(b"\0\1", "application", "octet-stream", filename="a.bin")
    only = message(None)
    only.add_attachment(message(SEALS))

    records, [notice], _ = reading("a.eml", sent)
    assert [record.name.rpartition("a.eml")[2] for record in records] == [
        *("", ", attached message 1", "/story.html")
    ]
    assert article(records[1]).headline == "Ferries go to the dock"
    assert not notice.is_failure
    assert notice.message == "1 attachment was not read: .bin (1)"
    records, _, _ = reading("b.eml", only)
    assert records[-1].name.endswith("b.eml, attached message 1")


def test_what_is_no_page_is_refused_by_a_sentence_or_counted_in_a_mailbox(reading, tmp_path):
    def of(kind: bytes, inside: bytes) -> bytes:
        return (
            HEAD
            + b"Content-Type: multipart/"
            + kind
            + b'; boundary="x"\n\n--x\n'
            + inside
            + b"\n--x--\n"
        )

    refused = {
        "encrypted": of(b"encrypted", b"Content-Type: application/pgp-encrypted\n\nVersion: 1"),
        "invitation": of(
            b"alternative", b"Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR"
        ),
        "report": of(b"report", b"\nSorry"),
        "no text": HEAD + b"\n\n",
        "is encrypted": HEAD + b"\n-----BEGIN PGP MESSAGE-----\nxyz\n",
    }
    for words, raw in refused.items():
        records, [problem], _ = reading("a.eml", raw)
        assert not records
        assert problem.is_failure
        assert words in problem.message
    (tmp_path / "a.eml").unlink()
    records, [notice], _ = reading("a.mbox", mailbox([*refused.values(), message()]))
    assert len(records) == 1
    assert not notice.is_failure
    assert notice.message.startswith("5 messages were passed over: it is encrypted (2), ")


def test_mail_made_to_exhaust_a_machine_ends_in_a_sentence_soon(reading):
    def multipart(number: int) -> bytes:
        return b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number)

    attached = b"Content-Type: application/x\nContent-Disposition: attachment; filename=a.eml\n\n"
    bombs = {
        "20 deep": HEAD + b"".join(map(multipart, range(10_000))),
        "2000 headers": HEAD + b"X-A: 1\n" * 100_000 + b"\nFerry",
        "head has more": HEAD + b"X-A: " + b"a" * 30_000_000 + b"\n\nFerry",
        "64 MiB": HEAD + b"X-A: " + b"a" * 70_000_000 + b"\n\nFerry",
        "1000 parts": HEAD + multipart(1) + b"--b1\n\nx\n" * 100_000,
        "4 deep": b"".join(HEAD + multipart(k) + attached for k in range(4000)),
        "lie more than 4": (HEAD + b"Content-Type: message/rfc822\n\n") * 5000 + HEAD + b"\nFerry",
    }
    for words, raw in bombs.items():
        started = time.monotonic()
        _, problems, _ = reading("a.eml", raw)
        assert time.monotonic() - started < 5
        assert words in problems[-1].message
    slow = HEAD + b"".join(map(multipart, range(15))) + b"\n" * 3_000_000
    started = time.monotonic()
    reading("a.eml", slow)
    assert time.monotonic() - started < 5


def test_a_damaged_mailbox_loses_no_more_than_what_is_damaged(reading):
    packed = gzip.compress(mailbox([message(), message(FERRIES)]))
    records, [problem], _ = reading("a.mbox.gz", packed[: len(packed) // 2])
    assert problem.is_failure
    assert "fetch the mailbox again" in problem.message
    assert len(records) <= 1


def test_the_messages_of_a_mailbox_are_held_one_at_a_time(tmp_path):
    """Six megabytes in all."""
    import tracemalloc

    (tmp_path / "a.mbox").write_bytes(mailbox([message(TEXT + "word " * 20_000)] * 60))
    tracemalloc.start()
    count = sum(1 for _ in read_records([str(tmp_path / "a.mbox")]))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 60
    assert peak < 3_000_000
