"""Words are found however they are written: accents, ligatures, writings without spaces."""

import re

import pytest
from django.db import connection
from hypothesis import example, given
from hypothesis import strategies as st

from articles import search
from articles.models import Article
from articles.search import folding
from tests.support.builders import make_article

pytestmark = pytest.mark.django_db

PIECES = [
    *"aeO19 -&'.#+éÉüßœÆøıİñ’…ёйЙمآئ東京都のカｶＡﬁ서울กʼ\n",
    *("ที่", "น้ำ", "e\u0301", "C++", ".NET", "AT&T", "O’Brien", "covid-19", "e-mail", "កំពង់", "हिन्दी"),
]


def found(words: str, language: str = "en") -> bool:
    return search.matching(Article.objects.published(), words, language).exists()


TEXTS = {
    ("fr", "Les élus de l’Île-de-France à l’œuvre au café"): (
        "elus", "élus", "Élus", "ile-de-france", "Île-de-France", "oeuvre", "œuvre", "cafe",
        '"a l\'oeuvre"',
    ),
    ("en", "Zoë Núñez and Máire O’Brien ﬁnd the ﬂood"): (
        "zoe nunez", "Zoë", "Nuñez", "O'Brien", "obrien", "o’brien", "find flood",
        '"Maire O\'Brien"',
    ),
    ("en", "AT&T shops shut by COVID-19 rules; the S&P 500 and an e-mail"): (
        "AT&T", "at&t", "att", "covid-19", "covid19", "covid 19", "COVID-19", "S&P 500", "email",
        "e-mail", '"covid-19 rules"', "covid-19 -covid-20",
    ),
    ("en", "The coordinator wrote C++ and .NET on 2025-03-18 for the F-35"): (
        "C++", "c++", ".net", "C++ .NET", "2025-03-18", "f-35", "F35",
    ),
    ("de", "Die Straße am Fluß wird größer"): ("strasse", "Straße", "groesser or grosser"),
    ("tr", "Işık İstanbul’da ılık"): ("isik", "ışık", "istanbul", "ilik"),
    ("pl", "Łódź buduje"): ("lodz", "łódź"),
    ("ru", "Самолёт прилетел"): ("самолет", "самолёт"),
    ("vi", "Thủ tướng Việt Nam"): ("viet nam", "thu tuong"),
    ("zh", "東京都知事在港口発表新聞AI计划"): (
        "東京", "知事", "東京都知事", "港口", "新聞", "京", "計" + " or 计", '"東京都"', "AI",
    ),
    ("ja", "首相はフェリーの運航を再開した"): ("首相", "フェリー", "運航 再開", "再"),
    ("ko", "서울에서 여객선이 다시 운항했다"): ("서울", "여객선", "운항"),
    ("th", "สภาเมืองลงมติสร้างกำแพงกันน้ำท่วมริมท่าเรือ"): ("กำแพง", "น้ำท่วม", "ท่าเรือ"),
    ("km", "ក្រុមប្រឹក្សាកំពង់ផែ"): ("កំពង់ផែ",),
    ("ar", "صوّت مجلس الميناء"): ("الميناء", "مجلس"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "text", "words"),
    [(language, text, word) for (language, text), words in TEXTS.items() for word in words],
)
def test_words_are_found_as_they_are_typed(language, text, words):
    make_article(headline="Found", body=text, language=language)
    assert found(words, language)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("東京の知事", "東知"),
        ("東京の知事", '"京知事"'),
        ("東京の知事", "東京 -知事"),
        ("กำแพงกันน้ำท่วม", "น้ำแพง"),
        ("AT&T shops", "AT&U"),
        ("The covid-19 rules", "covid-20"),
        ("The covid-19 rules", '"covid rules"'),
        ("It is a C++ book", "C#"),
    ],
)
def test_what_is_not_written_is_not_found(text, words):
    make_article(headline="Other", body=text)
    assert not found(words)


@given(st.lists(st.sampled_from(PIECES)).map("".join))
@example("e\u0301a-19-20 AT&T's O'Briens’C++ a#. .NET東京A都9")
@example("\u0301é́ \u1100\u1161 ｶﾞ 서울에서-ab-cde")
def test_the_database_folds_as_we_do(text):
    text = text.replace("\0", "").encode(errors="ignore").decode()
    if not any("\u1100" <= letter <= "\u11ff" for letter in text):
        with connection.cursor() as cursor:
            cursor.execute("SELECT articles_search_text(%s)", [text])
            assert cursor.fetchone()[0] == folding.fold(text)
    folded = folding.folded(text)
    assert len(folded.text) == len(folded.places)


@pytest.mark.parametrize(
    ("text", "words", "marked"),
    [
        ("Ein Café für Zoë", "cafe zoe", "Ein <mark>Café</mark> für <mark>Zoë</mark>"),
        ("Le cœur de l’Île", "coeur ile", "Le <mark>cœur</mark> de l’<mark>Île</mark>"),
        ("New COVID-19 rules", "covid19", "New <mark>COVID-19</mark> rules"),
        ("The AT&T shop", "att", "The <mark>AT&amp;T</mark> shop"),
        ("東京都知事の新聞", "東京都", "<mark>東京都</mark>知事の新聞"),
        ("港口新聞", "新聞", "港口<mark>新聞</mark>"),
        ("กำแพงกันน้ำท่วม", "น้ำท่วม", "กำแพงกัน<mark>น้ำท่วม</mark>"),
        ("서울에서 만난", "서울", "<mark>서울</mark>에서 만난"),
        ("Plain café and harbour", "harbour", "Plain café and <mark>harbour</mark>"),
        ("Cafe\u0301 au lait", "café", "<mark>Cafe\u0301</mark> au lait"),
    ],
)
def test_the_printed_words_are_marked(client, text, words, marked):
    make_article(headline=text, body=f"{text}.")
    page = client.get("/articles/", {"q": words}).content.decode()
    assert f">{marked}</a>" in page  # the headline
    for word in re.findall("<mark>.*?</mark>", marked):
        assert page.count(word) >= 2  # and the passage
