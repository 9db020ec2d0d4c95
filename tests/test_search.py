"""Search: what is found, by which words, and what can be asked without harm."""

import pytest
from django.db import connection

from articles import search
from articles.models import Article
from tests.builders import make_article

pytestmark = pytest.mark.django_db


def found(words: str, language: str = "en") -> set[str]:
    """The headlines of what is found."""
    return {a.headline for a in search.matching(Article.objects.published(), words, language)}


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("headline", "Ferries collide"),
        ("body", "Nobody was hurt when the ferries collided."),
        ("byline", "Ferris Ferries"),
        ("dateline", "FERRIES, Nova Scotia"),
    ],
)
def test_a_word_is_found_in_every_part_and_in_any_of_its_forms(field, text):
    article = make_article(**{field: text})
    make_article(headline="Something else")
    assert found("ferry") == {article.headline}


def test_bullets_captions_credits_and_sources_are_found():
    make_article(
        headline="Found",
        bullets=["A heron"],
        captions=[{"text": "An egret", "credit": "Ines Corkum"}],
        attributions=[("Reuters", "reporting")],
    )
    for words in ("heron", "egret", "corkum", "reuters"):
        assert found(words) == {"Found"}, words


def test_parts_weigh_by_where_they_stand():
    article = make_article(
        headline="apple", bullets=["banana"], dateline="CHERRY", body="damson", byline=""
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT search::text FROM articles_article WHERE id = %s", [article.pk])
        vector = cursor.fetchone()[0]
    assert vector == "'appl':1A 'banana':2B 'cherri':3C 'damson':4"


def test_phrases_alternatives_and_exclusions_work_as_on_the_web():
    make_article(headline="Both", body="The harbour master spoke.")
    make_article(headline="Apart", body="The master of the harbour spoke.")
    assert found('"harbour master"') == {"Both"}
    assert found("harbour -of") == {"Both", "Apart"}  # a word too common to be kept
    assert found("harbour -apart") == {"Both"}
    assert found("nothing or spoke") == {"Both", "Apart"}


def test_marks_of_markdown_are_no_words_and_do_not_part_words():
    make_article(
        headline="Marked",
        body="![](caption:1)\n\n::: fact Heading\n"
        "A [link](https://secret.example/way) and 2\\*3.\n:::",
    )
    assert found("link heading") == {"Marked"}
    for words in ("caption", "fact", "secret.example", "way"):
        assert not found(words), words


def test_words_are_stemmed_by_the_language_of_the_article():
    make_article(headline="كتب الصيادون الكتاب", language="ar")
    assert found("صيادون", search.language_of("صيادون"))
    make_article(headline="Die Häuser", language="de-AT")
    assert found("Haus", "de") == {"Die Häuser"}


def test_an_unknown_language_is_taken_as_it_stands():
    make_article(headline="Kissoja", language="xx")
    assert found("kissoja", "xx") == {"Kissoja"}


@pytest.mark.parametrize(
    "words",
    [
        "\0",
        "har\0bour",
        "x" * 10_000,
        "harbour " * 2_000,
        "'; DROP TABLE articles_article; --",
        "&&& ||| !!! <-> :* () \\",
        '"',
        '"unclosed or - (',
        "\ud800",
        "the of and",
        "😀" * 500,
        "%s %(a)s",
        "",
    ],
)
def test_no_words_whatever_raise(words):
    make_article()
    found(words)


def test_words_are_cut_and_nul_is_a_space():
    assert search.clean("har\0bour") == "har bour"
    assert len(search.clean("x" * 10_000)) == search.LONGEST_QUERY


def test_a_story_of_a_million_different_words_is_indexed_as_far_as_a_vector_goes():
    article = make_article(headline="Long", body=" ".join(f"w{n:x}" for n in range(200_000)))
    assert found("w1") == {"Long"}
    assert article.pk


@pytest.mark.parametrize(
    ("first_letter", "mark"),
    [("а", " "), ("а", "-"), ("क", "-"), ("𐌰", "-")],  # 2, 2, 3 and 4 bytes a letter
)
def test_all_parts_together_stay_below_what_a_vector_holds(first_letter, mark):
    def text(prefix):
        digits = str.maketrans("0123456789", "".join(chr(ord(first_letter) + n) for n in range(10)))
        words = [f"{prefix}{n:06}".translate(digits) for n in range(70_000)]
        return " ".join(mark.join(pair) for pair in zip(words[::2], words[1::2], strict=True))

    article = make_article(body=text(1), captions=[text(2)], bullets=[text(3)])
    with connection.cursor() as cursor:
        cursor.execute("SELECT length(search) FROM articles_article WHERE id = %s", [article.pk])
        assert cursor.fetchone()[0] > 10_000


def test_refresh_is_one_statement_and_says_how_many(django_assert_num_queries):
    articles = [make_article() for _ in range(3)]
    Article.objects.update(search=None)
    with django_assert_num_queries(1):
        assert search.refresh(article.pk for article in articles) == 3
    assert not Article.objects.filter(search=None).exists()


def test_a_headline_is_found_whatever_the_language_of_who_asks():
    wanted = make_article(headline="Lobster boats carry thermometers")
    make_article(headline="Lobster boats stay in port")
    candidates = search.holding_headlines(
        Article.objects.published(), ["LOBSTER boats carry thermometers"], "ar"
    )
    assert list(candidates) == [wanted]
    assert not search.holding_headlines(Article.objects.all(), ["", "\0"], "en")
