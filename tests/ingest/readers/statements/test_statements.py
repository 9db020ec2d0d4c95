"""What a page states about itself, mark by mark: the value that counts, and where it was read."""

import json
from datetime import date, datetime

import pytest

from articles.ingest.readers.html import read_html

HEADLINE = "Ferry timetable shrinks for the winter"
PROSE = (
    "The ferry will sail three times a day from November, the harbour office said on Monday.",
    "Islanders had asked for four, and for a boat with a heated cabin.",
    "A decision on the cabin is expected in spring, when the accounts are in.",
)
ARABIC = "يقلص جدول العبارات في الشتاء إلى ثلاث رحلات يوميا، وفق مكتب الميناء. "
TAMIL = "குளிர்காலத்தில் படகு அட்டவணை குறைகிறது என்று துறைமுகம் கூறியது. "
AT = datetime.fromisoformat("2021-10-30T23:05:00+01:00")
DAY = date(2021, 10, 30)


def hints(head="", top="", foot="", *, lang="en", title="", prose=PROSE, around="", tag="html"):
    """The hints of a page with this in its head, under its headline and below its text."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in prose)
    page = f"""<!DOCTYPE html><{tag} lang="{lang}"><head><meta charset="utf-8">
    <title>{title or HEADLINE}</title>{head}</head><body><nav><a href="/">Home</a></nav>
    <main><article><header><h1>{HEADLINE}</h1>{top}</header>{text}{foot}</article></main>
    {around}</body></html>"""
    return read_html(page.encode()).hints


def ld(thing):
    stated = thing if isinstance(thing, str) else json.dumps(thing, ensure_ascii=False)
    return f'<script type="application/ld+json">{stated}</script>'


def article(**stated):
    return ld({"@context": "https://schema.org", "@type": "NewsArticle", **stated})


def meta(name, content):
    return f'<meta name="{name}" content="{content}">'


def og(name, content):
    return f'<meta property="{name}" content="{content}">'


IDA = {"@type": "Person", "name": "Ida Brandt"}
TOM = {"@type": "Person", "name": "Tom Akande"}


@pytest.mark.parametrize(
    ("head", "top", "names", "origin"),
    [
        (article(author=IDA), "", ["Ida Brandt"], "JSON-LD author"),
        (article(author=[IDA, TOM]), "", ["Ida Brandt", "Tom Akande"], "JSON-LD author"),
        (article(author="Ida Brandt, Tom Akande"), "", ["Ida Brandt", "Tom Akande"],
         "JSON-LD author"),
        (article(author={"@type": "Person", "name": ["Ida Brandt", "Tom Akande"]}), "",
         ["Ida Brandt", "Tom Akande"], "JSON-LD author"),
        (article(creator="Ida Brandt"), "", ["Ida Brandt"], "JSON-LD creator"),
        (ld({"@graph": [{"@type": "NewsArticle", "author": {"@id": "#ida"}},
                        {"@id": "#ida", **IDA}]}), "", ["Ida Brandt"], "JSON-LD author"),
        (ld([{"@type": "WebSite"}, {"@type": ["Article", "Report"], "author": IDA}]), "",
         ["Ida Brandt"], "JSON-LD author"),
        (meta("author", "By Ida Brandt"), "", ["Ida Brandt"], "meta author"),
        (meta("parsely-author", "Ida Brandt"), "", ["Ida Brandt"], "meta parsely-author"),
        (meta("DC.creator", "Brandt, Ida"), "", ["Ida Brandt"], "meta dc.creator"),
        (meta("twitter:label1", "Verfasst von") + meta("twitter:data1", "Ida Brandt"), "",
         ["Ida Brandt"], "meta twitter:data1"),
        (og("article:author", "https://facebook.example/ida") + meta("author", "Ida Brandt"), "",
         ["Ida Brandt"], "meta author"),
        ("", '<span itemprop="author" itemscope><b itemprop="name">Ida Brandt</b></span>',
         ["Ida Brandt"], "microdata author"),
        ("", '<span property="schema:author">Ida Brandt</span>', ["Ida Brandt"], "RDFa author"),
        ("", '<a rel="author" href="/ida">Ida Brandt</a>', ["Ida Brandt"], "rel=author"),
        ("", '<p class="byline">By Ida Brandt</p>', ["Ida Brandt"], "class byline"),
        ("", '<div class="post-author"><a>Ida Brandt</a><span>Editor</span></div>',
         ["Ida Brandt"], "class post-author"),
        ("", 'By <a href="/authors/ida">Ida Brandt</a>', ["Ida Brandt"], "link to author"),
        ("", '<p class="autor">Von Jörg Müller und Anna Weiß</p>', ["Jörg Müller", "Anna Weiß"],
         "class autor"),
        ("", '<p class="author">بقلم: سلمى حداد</p>', ["سلمى حداد"], "class author"),
        (article(author={"@type": "Person", "name": "山田太郎"}), "", ["山田太郎"],
         "JSON-LD author"),
    ],
)  # fmt: skip
def test_whoever_wrote_the_page_is_found_in_every_mark(head, top, names, origin):
    found = hints(head, top)
    assert list(found.authors) == names
    assert found.origins["authors"] == origin


def test_an_author_is_no_paper_and_no_agency():
    paper = article(author="Island Post", publisher={"name": "Island Post"})
    assert hints(paper).authors == ()
    assert hints(og("og:site_name", "Island Post") + meta("author", "Island Post")).authors == ()
    found = hints(article(author={"@type": "Organization", "name": "Reuters"}))
    assert (found.authors, found.agencies) == ((), ("Reuters",))


def test_a_person_may_be_the_publisher_of_an_own_site():
    own = article(author=IDA, publisher=IDA)
    assert hints(own).authors == ("Ida Brandt",)


@pytest.mark.parametrize(
    "around",
    [
        '<aside class="related"><a rel="author">Tom Akande</a></aside>',
        '<div id="comments"><p class="author">Tom Akande</p></div>',
        '<footer><p class="byline">By Tom Akande</p></footer>',
        '<section class="read-more"><article><p class="author">Tom Akande</p></article></section>',
    ],
)
def test_the_writer_of_another_story_or_of_a_comment_is_none(around):
    assert hints(around=around).authors == ()
    assert hints(top='<p class="byline">By Ida Brandt</p>', around=around).authors == (
        "Ida Brandt",
    )


@pytest.mark.parametrize(
    ("head", "top", "published", "origin"),
    [
        (article(datePublished="2021-10-30T23:05:00+01:00"), "", AT, "JSON-LD datePublished"),
        (article(datePublished="Oct 30, 2021"), "", DAY, "JSON-LD datePublished"),
        (article(datePublished="2021-10-30T23:05:00"), "", DAY, "JSON-LD datePublished"),
        (article(datePublished="2021-10-30") + og("article:published_time",
         "2021-10-30T23:05:00+01:00"), "", AT, "meta article:published_time"),
        (meta("pubdate", "20211030"), "", DAY, "meta pubdate"),
        (meta("DC.date.issued", "2021-10-30"), "", DAY, "meta dc.date.issued"),
        ("", '<time itemprop="datePublished" datetime="2021-10-30">Saturday</time>', DAY,
         "microdata datepublished"),
        ("", '<time datetime="2021-10-30T22:05:00Z">30 October</time>', AT, "time"),
        ("", "<time>30 October 2021</time>", DAY, "time"),
        ("", '<span class="post-date">30. Oktober 2021</span>', DAY, "class date"),
        ("", '<span class="date">2021年10月30日</span>', DAY, "class date"),
        ("<link rel='canonical' href='https://post.example/2021/10/30/ferry'>", "", DAY,
         "address"),
    ],
)  # fmt: skip
def test_the_day_of_publication_is_found_in_every_mark(head, top, published, origin):
    found = hints(head, top)
    assert found.published_at == published
    assert isinstance(found.published_at, datetime) is isinstance(published, datetime)
    assert found.origins["published_at"] == origin


@pytest.mark.parametrize(
    ("head", "top"),
    [
        (article(dateModified="2021-10-30"), ""),
        (og("article:modified_time", "2021-10-30"), ""),
        (og("og:updated_time", "2021-10-30"), ""),
        ("", 'Updated <time datetime="2021-10-30">yesterday</time>'),
        ("", '<time class="updated" datetime="2021-10-30">30 October</time>'),
        ("", '<p class="date">Aktualisiert am 30. Oktober 2021</p>'),
    ],
)
def test_an_update_is_never_the_publication(head, top):
    found = hints(head, top)
    assert (found.published_at, found.modified_at) == (None, DAY)


def test_a_time_of_another_story_is_not_this_ones():
    time = '<time datetime="2019-01-01">1 January</time>'
    assert hints(around=f'<aside class="latest">{time}</aside>').published_at is None
    own = '<time datetime="2021-10-30">30 October</time>'
    assert hints(top=own, around=f"<div class='teaser'>{time}</div>").published_at == DAY


@pytest.mark.parametrize(
    ("head", "title", "name", "origin"),
    [
        (article(publisher={"@type": "Organization", "name": "Island Post"}), "", "Island Post",
         "JSON-LD publisher"),
        (og("og:site_name", "Island Post | News from the islands"), "", "Island Post",
         "meta og:site_name"),
        (og("og:site_name", "@islandpost") + meta("application-name", "Island Post"), "",
         "Island Post", "meta application-name"),
        (og("og:site_name", "https://www.post.example/"), "", "post.example",
         "meta og:site_name"),
        (ld({"@type": "WebSite", "name": "صحيفة الجزر"}), "", "صحيفة الجزر", "JSON-LD WebSite"),
        ("<link rel='canonical' href='https://www.post.example/1'>", f"{HEADLINE} - Island Post",
         "Island Post", "title"),
        ("", f"{HEADLINE} | Island Post", "Island Post", "title"),
        ("<link rel='canonical' href='https://www.post.example/1'>", "", "post.example",
         "address"),
        ("<link rel='alternate' type='application/rss+xml' href='/f' title='Island Post RSS'>",
         "", "Island Post", "link alternate"),
    ],
)  # fmt: skip
def test_whose_page_it_is_is_found_in_every_mark(head, title, name, origin):
    found = hints(head, title=title)
    assert (found.publisher, found.origins["publisher"]) == (name, origin)


def test_the_foot_names_the_owner_of_a_page_that_states_no_publisher():
    found = hints(around="<footer>© 2021 Island Post Ltd. All rights reserved</footer>")
    assert found.publisher == "Island Post"


@pytest.mark.parametrize(
    ("head", "foot", "topics"),
    [
        (article(keywords=["Ferries", "Islands"]), "", ["Ferries", "Islands"]),
        (article(keywords="Ferries, Islands; ferries"), "", ["Ferries", "Islands"]),
        (article(about=[{"@type": "Thing", "name": "Ferries"}]), "", ["Ferries"]),
        (og("article:tag", "Ferries") + og("article:tag", "Islands"), "", ["Ferries", "Islands"]),
        (meta("news_keywords", "العبارات، الجزر"), "", ["العبارات", "الجزر"]),
        (meta("keywords", "フェリー、離島"), "", ["フェリー", "離島"]),
        (meta("keywords", "Fähren|Inseln"), "", ["Fähren", "Inseln"]),
        ("", '<a rel="tag" href="/tag/f">Ferries</a>', ["Ferries"]),
        ("", '<ul class="tags"><li><a href="/topics/ferries">Ferries</a></li></ul>', ["Ferries"]),
        (meta("keywords", "Page Type: Article, webType:story, Post ID:2696644, Subject: Ferries, https://a.example"),
         "", ["Ferries"]),
        (og("og:site_name", "Island Post") + meta("keywords", f"Island Post, {HEADLINE}, Boats"),
         "", ["Boats"]),
    ],
)  # fmt: skip
def test_topics_are_found_in_every_mark(head, foot, topics):
    assert list(hints(head, foot=foot).keywords) == topics


def test_topics_end_and_those_of_a_menu_are_not_the_storys():
    assert len(hints(meta("keywords", ",".join(f"topic {n}" for n in range(300)))).keywords) == 30
    menu = '<nav><a rel="tag" href="/tag/x">Sport</a></nav>'
    assert hints(around=menu).keywords == ()


@pytest.mark.parametrize(
    ("head", "title", "named"),
    [
        (article(headline=HEADLINE), "x", HEADLINE),
        (og("og:title", f"{HEADLINE} | Island Post"), "x", HEADLINE),
        ("", f"{HEADLINE} - Island Post", HEADLINE),
        (article(headline="Three sailings a day, not four"), "x", HEADLINE),
    ],
)
def test_of_the_headlines_the_one_counts_that_is_printed(head, title, named):
    assert hints(head, title=title).headline == named


def test_the_sites_name_in_a_heading_is_no_headline():
    page = f"""<html><head><title>{HEADLINE} – Island Post</title></head><body>
    <h1>Island Post</h1><main><h2>{HEADLINE}</h2>{"".join(f"<p>{p}</p>" for p in PROSE)}</main>"""
    assert read_html(page.encode()).hints.headline == HEADLINE


def test_a_teasers_article_is_not_the_pages():
    teaser = {"@type": "NewsArticle", "headline": "Another boat", "datePublished": "2019-01-01"}
    listed = ld({"@type": "ItemList", "itemListElement": [{"@type": "ListItem", "item": teaser}]})
    assert hints(listed).published_at is None
    own = article(headline=HEADLINE, datePublished="2021-10-30")
    assert hints(listed + own).published_at == DAY
    assert hints(ld({"@graph": [teaser, {**teaser, "headline": HEADLINE, "datePublished":
                     "2021-10-30"}]}) + og("og:title", HEADLINE)).published_at == DAY  # fmt: skip


@pytest.mark.parametrize(
    ("head", "lang", "prose", "language"),
    [
        ("", "de", PROSE, "de"),
        ("", "en_US", PROSE, "en-US"),
        ("", "", PROSE, ""),
        (og("og:locale", "fr_CA"), "", PROSE, "fr-CA"),
        (article(inLanguage="pt-BR"), "", PROSE, "pt-BR"),
        ("", "en", (ARABIC * 3,), ""),
        (og("og:locale", "ar_AR"), "en",
         (ARABIC * 3,), "ar-AR"),
        ("", "en", (TAMIL * 3,), "ta"),
        ("", "ar", PROSE, ""),
        ("", "not a language", PROSE, ""),
    ],
)  # fmt: skip
def test_a_language_counts_where_the_text_can_be_in_it(head, lang, prose, language):
    assert hints(head, lang=lang, prose=prose).language == language


@pytest.mark.parametrize(
    "broken",
    [
        '// ads\n{"@type": "NewsArticle", "author": "Ida Brandt",}',
        '<![CDATA[{"@type": "NewsArticle", "author": "Ida Brandt"}]]>',
        '{"@type": "NewsArticle", "description": "a\nb", "author": "Ida Brandt"};',
        '{"@type": "NewsArticle", "author": ["Ida Brandt",]}',
        '{"@type": "NewsArticle", "author": "Ida Brandt"}{"@type": "WebPage"}',
    ],
)
def test_json_that_is_only_a_little_broken_is_mended(broken):
    assert hints(ld(broken)).authors == ("Ida Brandt",)


def test_section_and_description_are_kept():
    found = hints(article(articleSection=["Transport", "Islands"], description="Fewer boats."))
    assert (found.section, found.description) == ("Transport", "Fewer boats.")


@pytest.mark.parametrize(
    "name",
    [
        *(
            "w-published-date",
            "published",
            "publish_time",
            "article-date",
            "bbc:originalPublishTime",
        ),
        *("post_published_on", "firstPublishedAt", "created-date", "issued", "pub-date", "fecha"),
        *("page.publishdate", "release-date", "news:publication_date", "datum"),
    ],
)
def test_a_meta_element_whose_name_speaks_of_publication_states_it(name):
    read = hints(meta(name, "2021-10-30T23:05:00+01:00"))
    assert (read.published_at, read.origins["published_at"]) == (AT, f"meta {name.casefold()}")


@pytest.mark.parametrize(
    "name", ["publisher", "unpublished", "expiry-date", "republishing", "birthdate", "update-rate"]
)
def test_a_meta_element_that_speaks_of_something_else_states_no_date(name):
    read = hints(meta(name, "2021-10-30"))
    assert (read.published_at, read.modified_at) == (None, None)


@pytest.mark.parametrize("name", ["lastUpdated", "last-modified-date", "page_updated", "revised"])
def test_a_meta_element_whose_name_speaks_of_an_update_states_it(name):
    assert hints(meta(name, "2021-10-30")).modified_at == DAY


def test_a_day_of_publication_counts_before_a_time_of_it():
    head = meta("published-time", "2024-03-09T08:45:32Z") + meta("published-date", "2021-10-30")
    assert hints(head).published_at == DAY


def test_json_ld_may_stand_in_a_meta_element():
    stated = json.dumps({"@type": "Article", "headline": HEADLINE, "datePublished": "2021-10-30"})
    escaped = stated.replace('"', "&quot;")
    assert hints(meta("script:ld+json", escaped)).published_at == DAY


def test_the_foot_of_the_article_itself_states_its_date():
    foot = '<footer><time datetime="2021-10-30">30 October</time></footer>'
    assert hints(foot=foot).published_at == DAY
    assert hints(around=foot).published_at is None
