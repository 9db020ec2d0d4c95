"""`url:` finds stories by the page that they were saved from."""

import pytest
from django.db import connection

from articles import search
from articles.models import Article, Clipping
from articles.search import page_addresses
from tests.support.builders import make_article, make_capture

pytestmark = pytest.mark.django_db

# By headline, the addresses of its captures.
PAGES = {
    "Ferry aground": ["https://www.post.example/news/ferry-aground"],
    "Ferry afloat": ["https://m.post.example/news/ferry-afloat/?id=4", "https://wire.example/a/1"],
    "Lighthouse": ["https://post.example/sport/50%_off"],
    "Gull": ["https://apost.example/news/gull"],
    "Ferry unknown": [],
}

# What is typed, which stories are found.
FOUND = {
    "url:post.example": "Ferry aground, Ferry afloat, Lighthouse",
    "url:www.post.example": "Ferry aground, Ferry afloat, Lighthouse",
    "url:m.post.example": "Ferry afloat",
    "url:post.example/news": "Ferry aground",
    "url:post.example/ne": "Ferry aground",
    'url:"http://post.example/news/ferry-aground/?utm_source=x"': "Ferry aground",
    "url:https://post.example/news": "",
    "url:https://m.post.example/news/ferry-afloat?id=4": "Ferry afloat",
    "url:https://m.post.example/news/ferry-afloat": "",
    "url:wire.example": "Ferry afloat",
    "url:post.example/sport/50%_o": "Lighthouse",
    "url:post.example/sport/50__o": "",
    "url:elsewhere.example": "",
    "ferry url:post.example": "Ferry aground, Ferry afloat",
    "url:post.example -ferry": "Lighthouse",
    "ferry -url:post.example": "Ferry unknown",
    "-url:post.example": "Gull, Ferry unknown",
    "url:post.example/news -url:post.example/sport -url:m.post.example": "Ferry aground",
    "url:apost.example url:wire.example": "Ferry afloat, Gull",
    "رابط:apost.example": "Gull",
}


@pytest.fixture
def pages():
    for headline, addresses in PAGES.items():
        article = make_article(headline=headline)
        for address in addresses:
            make_capture(article, address)
    in_review = make_article(headline="Ferry in review", status="in_review")
    make_capture(in_review, "https://post.example/a-b-c")


@pytest.mark.parametrize("typed", FOUND)
def test_readers_find(client, pages, typed):
    page = client.get("/articles/", {"q": typed}).context["page"]
    assert ", ".join(article.headline for article in page.articles) == FOUND[typed]


@pytest.mark.parametrize(
    "typed", ["url:post.example", "ferry url:post.example", "-url:post.example"]
)
def test_readers_find_by_relevance_and_further_on(client, pages, typed):
    page = client.get("/articles/", {"q": typed, "sort": "relevance"}).context["page"]
    assert {a.headline for a in page.articles} == set(FOUND[typed].split(", "))


# What only the desk finds.
IN_REVIEW = {"url:post.example", "url:www.post.example", "ferry url:post.example"}


@pytest.mark.parametrize("typed", FOUND)
def test_the_desk_finds_the_same_and_what_is_in_review(admin_client, pages, typed):
    response = admin_client.get("/admin/articles/article/", {"q": typed})
    found = {article.headline for article in response.context["cl"].result_list}
    in_review = {"Ferry in review"} if typed in IN_REVIEW else set()
    assert found == set(FOUND[typed].split(", ")) - {""} | in_review


@pytest.mark.parametrize("fetched", [0, 1, 100])
def test_whether_few_or_many_are_found_makes_no_difference(monkeypatch, pages, fetched):
    monkeypatch.setattr(page_addresses, "FETCHED", fetched)
    articles = Article.objects.order_by("-published_at")
    found = search.at_addresses(articles, "post.example -post.example/sport")
    assert [a.headline for a in found] == ["Ferry aground", "Ferry afloat", "Ferry in review"]


def test_programs_find_and_are_told_what_is_no_address(client, pages):
    found = client.get("/api/articles/", {"url": "post.example -m.post.example"}).json()
    assert [item["title"] for item in found] == ["Ferry aground", "Lighthouse"]
    response = client.get("/api/articles/", {"url": "harbour"})
    assert response.status_code == 400
    assert response.json() == {
        "errors": {"url": ["Enter a host or an address, such as example.org or example.org/news."]}
    }


def test_the_list_says_by_which_address_it_is_narrowed(client, pages):
    response = client.get("/articles/", {"q": "ferry url:post.example/news"})
    chips = {chip.name: (chip.value, chip.without) for chip in response.context["chips"]}
    assert chips["url"] == ("post.example/news", "/articles/?q=ferry")
    assert '<input type="hidden" name="url" value="post.example/news">' in response.text
    assert "Original address: Enter a host" in client.get("/articles/", {"url": "x"}).text


def test_an_index_answers(pages):
    tests = search.address_tests("post.example/news https://wire.example/a/1")
    articles = Article.objects.published().filter(*[test.whole for test in tests])
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        plan = articles.values("pk").explain()
    assert "clipping_address_key_idx" in plan
    assert "Seq Scan on articles_clipping" not in plan
    assert Clipping.objects.exclude(address_key="").count() == 6
