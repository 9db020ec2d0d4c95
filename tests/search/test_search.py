"""Search: what is found, by which words, and what can be asked without harm."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from articles import search
from articles.models import Article, LexiconWord
from tests.support.builders import NOON, make_article, make_source

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_cached():
    cache.clear()


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


# --- in every language of the archive


def searched(client, words, **options):
    """The headlines of what a reader finds."""
    page = client.get("/articles/", {"q": words, **options}).context["page"]
    return {article.headline for article in page.articles}


def test_readers_search_in_every_language_of_the_archive(client):
    make_article(headline="Die Häuser am Hafen", language="de")
    make_article(headline="Les chevaux du port", language="fr-FR")
    make_article(headline="كتب الصيادون", language="ar")
    make_article(headline="Kissoja satamassa", language="xx")
    for words, headline in (
        ("haus", "Die Häuser am Hafen"),
        ("cheval", "Les chevaux du port"),
        ("صيادون", "كتب الصيادون"),
        ("satamassa", "Kissoja satamassa"),
    ):
        assert searched(client, words) == {headline}, words


def test_what_is_excluded_is_excluded_in_every_language(client):
    make_article(headline="Running boats", language="en")
    make_article(headline="Boats", language="en")
    make_article(headline="Les boats", language="fr")
    assert searched(client, "boats -runs") == {"Boats", "Les boats"}
    assert searched(client, '-"running boats" boats') == {"Boats", "Les boats"}
    assert searched(client, "-boats") == set()


def test_the_languages_are_those_of_published_stories_and_are_kept(django_assert_num_queries):
    for language in ("en", "ar", "en", "de"):
        make_article(language=language)
    make_article(language="fr", status="draft")
    assert search.known_languages() is None
    with django_assert_num_queries(1):
        assert search.ask_languages() == ["ar", "de", "en"]
    with django_assert_num_queries(0):
        assert search.known_languages() == ["ar", "de", "en"]


def test_an_archive_without_stories_has_no_languages():
    assert search.ask_languages() == []


# --- the newest, two ways


def words_tests(words):
    return [search.words_test(search.query_for(words, ["english"]))]


def newest(tests, **options):
    ids = search.newest_ids(Article.objects.published(), tests, **options)
    found = Article.objects.filter(pk__in=ids).order_by("-published_at", "-id")
    return [article.headline for article in found]


@pytest.mark.parametrize("is_rare", [True, False])
@pytest.mark.parametrize("walked", [0, 3, 1000])
def test_both_ways_find_the_same(is_rare, walked, monkeypatch):
    monkeypatch.setattr("articles.search.newest_first.WALKED", walked)
    for number in range(30):
        make_article(headline=f"{number}", body="boat" if number % 4 == 0 else "car")
    wanted = [f"{number}" for number in range(0, 30, 4)]
    tests = words_tests("boats")
    assert newest(tests, limit=5, is_rare=is_rare) == wanted[:5]
    assert newest(tests, limit=50, is_rare=is_rare) == wanted
    assert newest(tests, limit=3, is_rare=is_rare, backwards=True) == wanted[-3:]
    assert newest([], limit=2) == ["0", "1"]


def test_the_second_way_is_not_gone_where_the_first_found_enough():
    for _ in range(10):
        make_article(body="boat")
    ids = search.newest_ids(Article.objects.published(), words_tests("boat"), limit=5)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT TEXT) {ids.sql}", ids.params)
        plan = "\n".join(line for (line,) in cursor.fetchall())
    found = plan[plan.index("CTE found") :]
    assert "One-Time Filter" in found
    assert "never executed" in found


def test_the_estimate_tells_the_rare_from_the_common(django_assert_num_queries):
    for number in range(300):
        make_article(body="common" if number else "common rare")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE articles_article")
    published = Article.objects.published()
    with django_assert_num_queries(2):
        rare = search.estimate(search.whole(published, words_tests("rare")))
        common = search.estimate(search.whole(published, words_tests("common")))
    assert rare < 30
    assert common > 200


# --- where the words stand


def test_matches_are_marked_in_headline_and_text(client):
    make_article(headline="Ferries collide", body="Two *ferries* met.\n\n## Later\n\nA ferry sank.")
    page = client.get("/articles/?q=ferry").content.decode()
    assert "<mark>Ferries</mark> collide" in page
    assert "<mark>ferries</mark> met." in page
    assert "Later\n\nA <mark>ferry</mark> sank" in page


def test_what_came_in_is_never_markup_in_a_snippet(client):
    evil = "<mark>ferry</mark> <img src=x onerror=alert(1)> \x02ferry\x03 & \x04"
    make_article(headline=evil, slug="evil", bullets=[evil], body=evil)
    page = client.get("/articles/?q=ferry").content.decode()
    assert "<img src=x" not in page
    assert "&lt;mark&gt;<mark>ferry</mark>&lt;/mark&gt;" in page
    assert "\x02" not in page
    assert "\x03" not in page


def test_a_match_that_is_in_no_text_shown_leaves_the_summary(client):
    make_article(bullets=["A point"], attributions=[("Reuters", "photo")])
    page = client.get("/articles/?q=reuters").content.decode()
    assert "A point" in page
    assert "<mark>" not in page


def test_marks_of_markdown_are_not_shown():
    article = make_article(
        body="# Boats\n\n> **Boats** [out](https://example.org/boats)\n\n- 2\\*3 boats"
    )
    query = search.query_for("boats", ["english"])
    shown = search.with_snippets(Article.objects.filter(pk=article.pk), query).get()
    text = str(search.marked(shown.marked_passage))
    assert " ".join(text.split()) == (
        "<mark>Boats</mark> <mark>Boats</mark> [out] 2*3 <mark>boats</mark>"
    )


# --- did you mean


def build_lexicon(*words):
    for word in words:
        for _ in range(2):
            make_article(body=word)
    search.gather_words()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("harbuor", "harbour"),  # two letters change places
        ("harbor", "harbour"),
        ("Harbourrs glacier", "harbour glacier"),
        ("glacer -harbuor", "glacier -harbuor"),  # what is excluded is left as it is
        ('"glacier harbuor"', '"glacier harbour"'),
    ],
)
def test_a_word_that_occurs_nowhere_is_asked_about(client, typed, meant):
    build_lexicon("harbour", "glacier")
    make_article(headline="Both", body="harbour glacier")
    response = client.get("/articles/", {"q": typed})
    assert response.context["meant"] == meant
    assert "Did you mean" in response.content.decode()


def test_what_occurs_or_is_like_nothing_is_not_asked_about(client):
    build_lexicon("harbour", "glacier")
    make_article(body="harbors")  # one story has it, so it occurs
    for words in ("harbour glacier", "harbors glacier", "xyzzy", "harb", "", "12345"):
        assert not client.get("/articles/", {"q": words}).context["meant"], words


def test_of_words_equally_near_the_more_frequent_is_meant():
    rows = [("boats", "boasts", 3), ("boast", "boasts", 2), ("beasts", "boasts", 9)]
    assert search.corrections(rows) == [search.Correction("boasts", "beasts")]


def test_drafts_and_embargoed_stories_teach_no_words():
    for what_matters in ({"status": "draft"}, {"published_at": timezone.now() + timedelta(days=1)}):
        for _ in range(2):
            make_article(headline="Xylophone", body="xylophone", **what_matters)
    assert search.gather_words() == LexiconWord.objects.count()
    assert not LexiconWord.objects.filter(word="xylophone").exists()


def test_the_command_gathers_the_words():
    for _ in range(2):
        make_article(body="harbour")
    out = StringIO()
    call_command("gather_words", stdout=out)
    assert out.getvalue() == f"words {LexiconWord.objects.count()}\n"
    assert LexiconWord.objects.get(word="harbour").article_count == 2


# --- suggestions


def suggested(client, typed):
    answer = client.get("/suggest", {"q": typed})
    assert answer.status_code == 200
    return [(item["kind"], item["text"]) for item in answer.json()["suggestions"]]


def test_topics_sources_places_and_headlines_are_suggested_by_their_beginning(client):
    make_article(
        headline="Nobody counts the portents",
        tags=["Ports", "Airports"],
        attributions=[("Portline", "photo")],
        place="Porto",
        slug="nobody",
    )
    assert suggested(client, "port") == [
        ("topic", "Ports"),
        ("source", "Portline"),
        ("place", "Porto"),
        ("story", "Nobody counts the portents"),
    ]


def test_a_suggestion_has_the_address_of_its_page(client):
    article = make_article(headline="Ports open", tags=["Ports"])
    items = client.get("/suggest?q=ports").json()["suggestions"]
    assert [item["url"] for item in items] == ["/topics/ports/", article.get_absolute_url()]


def test_suggestions_ask_once_and_a_letter_asks_nothing(client, django_assert_num_queries):
    make_article()
    with django_assert_num_queries(1):
        client.get("/suggest?q=he")
    for typed in ("", "h", " ", "\0"):
        with django_assert_num_queries(0):
            assert suggested(client, typed) == []


def test_what_is_not_published_is_not_suggested(client):
    for what_matters in ({"status": "draft"}, {"published_at": timezone.now() + timedelta(days=1)}):
        make_article(
            headline="Secret",
            tags=["Secret"],
            attributions=[("Secret", "photo")],
            place="Secret",
            **what_matters,
        )
    make_source("Secret Service")
    assert suggested(client, "secret") == []


def test_places_are_suggested_in_every_script_and_no_more_than_four(client):
    for number in range(9):
        for _ in range(3):
            make_article(place=f"Port {number}")
    make_article(place="بيروت")
    assert suggested(client, "port") == [("place", f"Port {number}") for number in range(4)]
    assert suggested(client, "بير") == [("place", "بيروت")]


@pytest.mark.parametrize(
    "typed", ["%%", "__", "\\\\", "(*", "[a", "***:x", "x" * 10_000, "😀😀", "a\0b"]
)
def test_no_letters_whatever_break_the_suggestions(client, typed):
    make_article(headline="Plain")
    assert suggested(client, typed) == []


def test_a_story_without_a_slug_is_suggested_with_its_address(client):
    article = make_article(headline="Slugless", slug="", published_at=NOON)
    items = client.get("/suggest?q=slugless").json()["suggestions"]
    assert [item["url"] for item in items] == [article.get_absolute_url()]


def test_a_passage_from_within_a_sentence_says_so():
    assert search.passage("the \x02ferry\x03 sank") == "… the <mark>ferry</mark> sank …"
    assert search.passage("The \x02ferry\x03 sank.") == "The <mark>ferry</mark> sank."
