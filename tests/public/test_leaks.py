"""No public address shows what readers may not see yet, or no longer."""

from datetime import UTC, datetime
from itertools import chain

import pytest
from django.core.cache import cache

from articles import search
from articles.models import Article, LexiconWord, Pin
from tests.support.builders import NOON, make_article

pytestmark = pytest.mark.django_db

# A word of its own for every part of a hidden story, none of which begins like another.
HIDDEN = ("Qzheadline", "Qzkicker", "Qzbyline", "Qzdateline", "Qzplace", "Qzbody", "Qzbullet",
          "Qzcaption", "Qzcredit", "Qztopic", "Qzsource", "Qzprinted")  # fmt: skip

STATES = {
    "draft": {"status": "draft"},
    "in review": {"status": "in_review"},
    "withdrawn": {"status": "withdrawn"},
    "withdrawn, without its headline": {"status": "withdrawn", "hides_headline": True},
    "under embargo": {"published_at": datetime(2999, 1, 1, tzinfo=UTC)},
}

KINDS = ("rss", "atom", "json")
SEEN = ["/topics/seen/", "/sources/seen/", "/places/seen/"]
LISTS = [
    *("/", "/articles/", "/articles/?photo=1", "/articles/?sort=relevance", "/archive/"),
    *("/archive/2025/", "/archive/2025/03/", "/archive/2025/03/18/"),
    *SEEN,
    "/articles/?tag=seen&source=seen&place=seen",
    *(f"{part}latest.{kind}" for part in ("/feeds/", *SEEN) for kind in KINDS),
    *("/api/articles/", "/sitemap.xml", "/sitemap-0.xml", "/news-sitemap.xml", "/robots.txt"),
]
OF_ITSELF = [
    f"/{part}/{{}}/{page}"
    for part in ("topics", "sources", "places")
    for page in ("", *(f"latest.{kind}" for kind in KINDS))
]


@pytest.fixture(params=STATES)
def hidden(request, media):
    """A story that readers may not see, which shares all it can with one they may see."""
    cache.clear()
    seen = {"tags": ["Seen"], "place": "Seen", "attributions": [("Seen", "reporting")]}
    for _ in range(3):
        make_article(headline="Seen boats", body="::: related\nPointed to\n:::", **seen)
    story = make_article(
        headline="Qzheadline goes",
        kicker="Qzkicker",
        byline="Qzbyline",
        dateline="Qzdateline",
        place="Qzplace",
        body="Qzbody went. Seen boats.",
        date_text="Qzprinted",
        date_precision="estimated",
        bullets=["Qzbullet"],
        captions=[{"text": "Qzcaption", "credit": "Qzcredit"}],
        tags=["Qztopic", "Seen"],
        attributions=[("Qzsource", "publisher"), ("Seen", "reporting")],
        **{"published_at": NOON} | STATES[request.param],
    )
    # Two have each word, so that it is none that only one story slipped in.
    make_article(headline=" ".join(HIDDEN), **STATES[request.param])
    make_article(headline="Pointed to", **STATES[request.param])
    Pin.objects.create(article=story)
    search.gather_words()
    return story


def reported(client, address):
    """What an address answers, in small letters; nothing of what the address itself says."""
    return client.get(address).content.decode().casefold()


def test_no_list_feed_or_sitemap_tells_of_it(client, hidden):
    for address in LISTS:
        answer = reported(client, address)
        assert "qz" not in answer, address
        assert f"/articles/{hidden.pk}" not in answer, address


def test_its_topic_source_and_place_have_no_page_and_no_feed(client, hidden):
    for pattern, name in ((pattern, name) for pattern in OF_ITSELF for name in HIDDEN):
        address = pattern.format(name.casefold())
        assert client.get(address).status_code == 404, address


def test_its_own_addresses_tell_nothing(client, hidden):
    """A withdrawn story keeps its page, which says that it was withdrawn, and which one, unless an
    editor took the headline off."""
    is_withdrawn = hidden.status == "withdrawn"
    assert is_withdrawn or client.get(hidden.get_absolute_url()).status_code == 404
    addresses = [f"/articles/{hidden.pk}/", f"/articles/{hidden.pk}/another-slug/"]
    if is_withdrawn and not hidden.hides_headline:
        addresses.append(hidden.get_absolute_url())
    addresses += [f"/ar{address}" for address in addresses]
    addresses += [f"/articles/{hidden.pk}.json", f"/articles/{hidden.pk}.txt"]
    may_be_reported = {"Qzheadline"} if is_withdrawn and not hidden.hides_headline else set()
    for address in addresses:
        response = client.get(address)
        assert response.status_code in ((301, 410) if is_withdrawn else (404,)), address
        answer = f"{response.headers}{response.content.decode()}".casefold()
        for word in {*HIDDEN} - may_be_reported:
            assert word.casefold() not in answer, (address, word)


@pytest.mark.parametrize("prefix", ["", "/ar"])
@pytest.mark.parametrize("hides_headline", [False, True])
def test_the_notice_of_a_withdrawn_story_is_all_that_its_page_says(client, prefix, hides_headline):
    story = make_article(
        headline="Qzheadline goes",
        slug="qzheadline-goes",
        status="withdrawn",
        withdrawal_notice="It was <wrong>.\n\nWe are sorry.",
        hides_headline=hides_headline,
    )
    response = client.get(f"{prefix}/articles/{story.pk}/", follow=True)
    page = response.content.decode()
    assert response.status_code == 410
    assert "It was &lt;wrong&gt;.<br><br>We are sorry." in page
    assert ("Qzheadline" in page) == (not hides_headline)
    assert ("qzheadline" in page) == (not hides_headline)
    assert bool(response.redirect_chain) == (not hides_headline)
    main = page.partition("<main")[2].partition("</main>")[0]
    assert "<time" not in main
    assert main.count("<h1") == 1


@pytest.mark.parametrize("address", ["/articles/?q={}", "/articles/?q={}&sort=relevance"])
def test_no_search_finds_it(client, hidden, address):
    for word in HIDDEN:
        response = client.get(address.format(word))
        assert not response.context["page"].articles, word
        assert client.get("/api/articles/", {"q": word}).json() == []


def test_no_filter_counts_it(client, hidden):
    for name in ("tag", "source", "place"):
        for word in HIDDEN:
            response = client.get("/articles/", {name: word.casefold()})
            assert not response.context["page"].articles, word
    counted = client.get("/articles/?tag=seen").context["counted"]
    assert counted.total == 3
    for row in chain(counted.topics, counted.sources, counted.places):
        assert (row["name"], row["count"]) == ("Seen", 3)


def test_nothing_is_suggested_and_nothing_was_meant_from_it(client, hidden):
    for word in HIDDEN:
        suggested = client.get("/suggest", {"q": word[:5]}).json()["suggestions"]
        assert suggested == [], word
        assert "did you mean" not in reported(client, f"/articles/?q={word[:-1]}x")
    assert not LexiconWord.objects.filter(word__startswith="qz").exists()


def test_no_story_points_to_it(client, hidden):
    (seen,) = {story.headline: story for story in Article.objects.published()}.values()
    page = reported(client, seen.get_absolute_url())
    assert "<span>pointed to</span>" in page
    assert "qz" not in page
    assert page.count("/articles/") > 0
    assert not any(f"/articles/{story.pk}/" in page for story in unseen())


def unseen():
    return Article.objects.exclude(pk__in=Article.objects.published())


def test_the_calendar_counts_only_what_is_seen(client, hidden):
    rows = client.get("/archive/").context["rows"]
    assert [(first.year, total) for first, total, _ in rows] == [(2025, 3)]
    assert client.get("/archive/2999/").status_code == 404
    assert client.get("/archive/2999/01/01/").status_code == 404
