"""What a page declares of its encoding, and what its bytes say: UTF-8 wins where they are that."""

import pytest

from articles.ingest.readers import decode, encoding_of_page, read_records
from articles.ingest.readers.records import Record
from articles.ingest.readers.text import read_text
from tests.support.foreign_files import ARABIC, CHINESE, JAPANESE, KOREAN, RUSSIAN, THAI

FRENCH = "Le conseil du port a voté la digue, achevée l’été prochain – enfin.\n" * 4
GERMAN = "Die Fähre fährt wieder, sagt das Büro; verletzt wurde niemand größer.\n" * 4
GREEK = "Το πλοίο ξεκινά πάλι τη Δευτέρα, είπε το λιμάνι.\n" * 4

DECLARED = {
    "iso-8859-1": FRENCH,
    "iso-8859-15": GERMAN,
    "us-ascii": FRENCH,
    "windows-1252": FRENCH,
    "windows-1251": RUSSIAN,
    "koi8-r": RUSSIAN,
    "windows-1253": GREEK,
    "windows-1256": ARABIC,
    "tis-620": THAI,
    "gb2312": CHINESE,
    "gbk": CHINESE,
    "gb18030": CHINESE,
    "big5": CHINESE.replace("渡轮", "渡輪"),
    "euc-kr": KOREAN,
    "euc-jp": JAPANESE,
    "shift_jis": JAPANESE,
    "iso-2022-jp": JAPANESE,
}
HEADS = {
    "meta": '<!doctype html><meta charset="{}">',
    "http-equiv": (
        '<html><head><META content="text/html; charset={}" http-equiv=Content-Type>'
        "<title>Ferry</title></head>"
    ),
    "XML": '<?xml version="1.0" encoding="{}"?><html><head><title>Ferry</title></head>',
    "server": "<!doctype html>",
}


def page(head: str, name: str, text: str) -> str:
    story = "".join(f"<p>{line}</p>\n" for line in text.splitlines())
    return HEADS[head].format(name) + f"<body><article>{story}</article></body></html>"


def reported(raw: bytes, head: str, name: str) -> str:
    return encoding_of_page(raw, name if head == "server" else "")[0]


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", DECLARED)
def test_a_page_that_is_utf_8_is_read_as_that_whatever_it_declares(head, name):
    raw = page(head, name, DECLARED[name]).encode()
    assert reported(raw, head, name) == "utf-8"
    encoding = name if head == "server" else ""
    text = read_text(Record("a.html", raw, encoding=encoding))
    assert DECLARED[name].splitlines()[0] in text.characters.text
    assert text.characters.note == f"it declares {name}, but its bytes are UTF-8"


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("name", [name for name in DECLARED if name != "us-ascii"])
@pytest.mark.parametrize("lines", [1, 4])
def test_a_page_that_is_what_it_declares_is_read_as_that(head, name, lines):
    text = DECLARED[name].replace("’", "'").replace("–", "-")
    text = "".join(text.splitlines(keepends=True)[:lines])
    raw = page(head, name, text).encode(name, "ignore")
    expected = text.encode(name, "ignore").decode(name).splitlines()[0]
    encoding = name if head == "server" else ""
    assert expected in read_text(Record("a.html", raw, encoding=encoding)).characters.text


@pytest.mark.parametrize(
    ("name", "text"),
    [
        *(("gb2312", word) for word in ("联通", "港口", "渡轮", "中国新闻")),
        *(("euc-kr", word) for word in ("항구", "뉴스", "배")),
        *(("shift_jis", word) for word in ("港", "船が出る", "ニュース")),
        *(("big5", word) for word in ("港口", "新聞")),
        *(("windows-1251", word) for word in ("Порт", "ёж", "Я")),
        *(("iso-8859-1", word) for word in ("é", "Fähre", "À la une")),
    ],
)
def test_a_few_characters_are_read_as_declared(name, text):
    raw = page("meta", name, text).encode(name)
    assert text in raw.decode(reported(raw, "meta", name))


@pytest.mark.parametrize("name", ["gb2312", "euc-kr", "shift_jis", "iso-8859-1", "windows-1251"])
@pytest.mark.parametrize("text", ["© 2024 The Post", "Ferry – again", "“Ferry”", "Café", "渡"])
def test_a_single_character_of_utf_8_is_enough_where_it_is_a_usual_one(name, text):
    assert reported(page("meta", name, text).encode(), "meta", name) == "utf-8"


def test_bytes_of_ascii_are_as_declared():
    raw = page("meta", "iso-2022-jp", JAPANESE).encode("iso-2022-jp")
    assert raw.isascii()
    assert reported(raw, "meta", "iso-2022-jp") == "iso2022_jp"


def test_a_page_that_is_utf_8_but_for_a_few_bytes_is_read_as_that_and_reported():
    raw = page("meta", "iso-8859-1", FRENCH * 20).encode()
    for odd in (raw.replace(b"enfin", b"enf\xffin", 1), raw[:-1] + "é".encode()[:1]):
        encoding, note = encoding_of_page(odd)
        assert encoding == "utf-8"
        assert note == (
            "it declares iso-8859-1, but its bytes are UTF-8; "
            "1 bytes are not UTF-8 and show as \ufffd"
        )


@pytest.mark.parametrize("name", ["windows-1251", "koi8-r", "windows-1256", "gb2312", "euc-kr"])
def test_a_text_that_its_server_names_the_encoding_of_is_read_as_that(name):
    text = DECLARED[name]
    raw = text.encode(name, "ignore")
    read = read_text(Record("a.txt", raw, encoding=name))
    assert read.characters.text == raw.decode(name)
    assert not read.characters.note


@pytest.mark.parametrize("name", ["windows-1251", "gb2312", "utf-8", "no-such-encoding", ""])
def test_a_text_in_utf_8_is_that_whatever_its_server_says(name):
    read = read_text(Record("a.txt", CHINESE.encode(), encoding=name))
    assert (read.characters.text, read.characters.note) == (CHINESE, "")


def test_a_mark_wins_over_all(tmp_path):
    raw = b"\xef\xbb\xbf" + page("meta", "gb2312", FRENCH).encode()
    assert encoding_of_page(raw, "shift_jis") == ("utf-8", "")
    (tmp_path / "a.html").write_bytes(raw)
    [record] = read_records([str(tmp_path / "a.html")])
    assert isinstance(record, Record)
    assert "é" in read_text(record).characters.text


GERMAN_STORY = (
    "Der Gemeinderat beschließt eine höhere Gebühr für die Fähre.\n\n"
    "Das Büro am Südkai öffnet später, sagte die Bürgermeisterin über den Plan.\n"
)
FRENCH_STORY = (
    "La mairie a voté l'été dernier une aide aux pêcheurs, à près de mille euros.\n\n"
    "Le préfet espère que la décision, très attendue, sera appliquée dès février.\n"
)
POLISH_STORY = "Rada portu przegłosowała budowę nowej ściany, która będzie stać w mieście.\n" * 2
CZECH_STORY = (
    "Přístavní rada schválila stavbu nové zdi, která bude stát na nábřeží řeky.\n\n"
    "Starosta řekl, že práce začnou už příští měsíc a že město může být šťastné.\n"
)
TURKISH_STORY = "Belediye meclisi yeni duvarı onayladı; işçiler çalışmaya şimdiden başladı.\n" * 2
OLD_PAGES = {
    **{(name, "German"): GERMAN_STORY for name in ("cp850", "mac_roman", "cp1252")},
    **{(name, "French"): FRENCH_STORY for name in ("cp850", "cp437", "mac_roman", "cp1252")},
    **{(name, "Polish"): POLISH_STORY for name in ("cp852", "cp1250", "iso8859_2")},
    **{(name, "Czech"): CZECH_STORY for name in ("cp852", "cp1250", "iso8859_2")},
    **{(name, "Turkish"): TURKISH_STORY for name in ("cp1254", "iso8859_9")},
    **{(name, "Russian"): RUSSIAN for name in ("cp866", "koi8_r", "iso8859_5", "cp1251")},
    **{(name, "English"): "The council’s “new” ferry, it’s said.\n" * 4 for name in ("mac_roman",)},
}


@pytest.mark.parametrize(("name", "language"), OLD_PAGES)
def test_the_encoding_of_a_text_that_states_none_is_told_from_its_letters(name, language):
    text = OLD_PAGES[name, language]
    characters = decode(text.encode(name))
    assert characters.text == text
    assert characters.note.startswith("not UTF-8; its bytes look like ")


@pytest.mark.parametrize(
    "text",
    [
        "Zoë said that the wall was done.",
        "The price is €41 million, he said – and we don’t know.",
        "£41 million; 30° and ½ cup. © 2024 The Post",
        "Órla Ó Dálaigh of Éire—and nobody else—was heard.",
        "Les cœurs des Français, de Saint-Étienne à l’Île-de-France",
    ],
)
def test_few_letters_beyond_ascii_are_those_of_western_windows(text):
    assert decode(text.encode("cp1252")).text == text


@pytest.mark.parametrize("odd", ["Le café fermé", "Совет порта"])
def test_one_line_of_another_encoding_leaves_the_others_as_they_are(odd):
    raw = FRENCH.encode() + odd.encode("cp1252" if odd.startswith("Le") else "cp1251") + b"\n"
    characters = decode(raw + FRENCH.encode())
    assert characters.encoding == "utf-8"
    assert characters.text.startswith(FRENCH)
    assert characters.text.endswith(FRENCH)
    assert (odd in characters.text) == odd.startswith("Le")
    assert characters.bytes_between(0, len(characters.text)) == raw + FRENCH.encode()
    assert "bytes are not UTF-8" in characters.note


def test_half_a_character_is_no_letter():
    for odd in (b"caf\xc3 noir", b"d\xe2\x80t", b"n\xc3", b"a\xffb"):
        assert "\ufffd" in decode(FRENCH.encode() + odd).text
