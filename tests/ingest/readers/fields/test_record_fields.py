"""What records of corpora, tools and services state of a page, by the names that they use."""

import gzip
import io
import json
from datetime import UTC, date, datetime

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from articles.ingest.readers import Fields, read_records
from articles.ingest.readers.fields.field_names import ROLES
from articles.ingest.readers.text import read_text
from articles.parsing import parse
from articles.parsing.lines.language_codes import language_code

ONE = "The port council voted on Monday to dredge the north channel before the winter storms come."
TWO = "The work costs nine million crowns, said its engineer, Ida Holm, and takes until late May."
BODY = f"{ONE}\n\n{TWO}"
HTML = f"<p>{ONE}</p>\n<p>{TWO}</p>"
TITLE = "Council votes to dredge channel"
URL = "https://post.example/2024/03/dredge"
AT = "2024-03-14T16:05:00Z"
MOMENT = datetime(2024, 3, 14, 16, 5, tzinfo=UTC)
DAY = date(2024, 3, 14)

RECORDS = {
    "news-please": (
        {
            **{"authors": ["Ida Holm", "Ole Berg"], "date_download": "2024-03-15 02:10:11+00:00"},
            **{"date_modify": "2024-03-14 18:00:00", "date_publish": "2024-03-14 16:05:00"},
            **{"description": "A vote.", "image_url": "https://post.example/a.jpg"},
            **{"language": "en", "localpath": None, "maintext": BODY, "title": TITLE, "url": URL},
            **{"source_domain": "www.post.example", "title_page": None, "title_rss": None},
        },
        {
            **{"authors": ("Ida Holm", "Ole Berg"), "publisher": "post.example", "language": "en"},
            **{"published_at": DAY, "modified_at": DAY, "description": "A vote."},
        },
        {"published_at": "date_publish", "authors": "authors", "publisher": "source_domain"},
    ),
    "cc_news": (
        {
            **{"title": TITLE, "text": BODY, "domain": "www.post.example", "url": URL},
            **{"date": "2024-03-14 16:05:00", "description": "A vote.", "image_url": None},
        },
        {"publisher": "post.example", "published_at": DAY, "description": "A vote."},
        {"published_at": "date", "publisher": "domain"},
    ),
    "newspaper3k": (
        {
            **{"url": URL, "source_url": "https://www.post.example", "title": TITLE, "text": BODY},
            **{"authors": ["Ida Holm"], "publish_date": "2024-03-14T16:05:00+00:00"},
            **{"keywords": ["vote", "said"], "meta_keywords": ["Ports", "Storms"], "tags": []},
            **{"meta_lang": "sv", "meta_description": "A vote.", "canonical_link": URL},
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "post.example", "published_at": MOMENT},
            **{"keywords": ("Ports", "Storms"), "language": "sv", "description": "A vote."},
        },
        {"keywords": "meta_keywords", "publisher": "source_url", "language": "meta_lang"},
    ),
    "trafilatura": (
        {
            **{"title": TITLE, "author": "Ida Holm; Ole Berg", "hostname": "post.example"},
            **{"date": "2024-03-14", "categories": "Local;Sea", "tags": "ports;storms"},
            **{"fingerprint": "a", "id": None, "source": URL, "source-hostname": "Island Post"},
            **{"excerpt": "A vote.", "text": BODY, "raw_text": BODY, "filedate": "2024-05-01"},
        },
        {
            **{"authors": ("Ida Holm", "Ole Berg"), "publisher": "Island Post"},
            **{"published_at": DAY, "section": "Local", "keywords": ("ports", "storms")},
            "description": "A vote.",
        },
        {"address": "source", "publisher": "source-hostname", "section": "categories"},
    ),
    "fundus": (
        {
            **{"title": TITLE, "authors": ["Ida Holm"], "topics": ["Ports"], "url": URL},
            **{"publishing_date": "2024-03-14 17:05:00+01:00", "publisher": "IslandPost"},
            "body": {
                "summary": [ONE],
                "sections": [{"headline": ["The cost"], "paragraphs": [TWO]}],
            },
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "IslandPost", "published_at": MOMENT},
            "keywords": ("Ports",),
        },
        {"published_at": "publishing_date", "keywords": "topics"},
    ),
    "Signal-1M": (
        {
            **{"id": "f7ca322d", "content": BODY, "title": TITLE, "media-type": "News"},
            **{"source": "Island Post", "published": AT},
        },
        {"publisher": "Island Post", "published_at": MOMENT, "address": ""},
        {"publisher": "source", "published_at": "published"},
    ),
    "Webz.io": (
        {
            "thread": {
                **{"site_full": "www.post.example", "site": "post.example", "url": URL},
                **{"section_title": "Sea", "published": "2024-03-14T18:05:00.000+02:00"},
            },
            **{"uuid": "a", "url": URL, "author": "Ida Holm", "title": TITLE, "text": BODY},
            **{"published": "2024-03-14T18:05:00.000+02:00", "language": "english"},
            "crawled": "2024-03-14T20:05:00.000+02:00",
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "post.example", "published_at": MOMENT},
            **{"section": "Sea", "language": "en"},
        },
        {"publisher": "thread.site_full", "section": "thread.section_title"},
    ),
    "NewsAPI": (
        {
            **{"source": {"id": None, "name": "Island Post"}, "author": "Ida Holm, Ole Berg"},
            **{"title": TITLE, "description": "A vote.", "url": URL, "publishedAt": AT},
            "content": f"{BODY}… [+1234 chars]",
        },
        {
            **{"authors": ("Ida Holm", "Ole Berg"), "publisher": "Island Post"},
            **{"published_at": MOMENT, "description": "A vote."},
        },
        {"publisher": "source.name", "published_at": "publishedAt"},
    ),
    "Media Cloud": (
        {
            **{"stories_id": 1, "title": TITLE, "url": URL, "publish_date": "2024-03-14"},
            **{"language": "en", "media_name": "Island Post", "media_url": "https://post.example/"},
            **{"text": BODY, "story_tags": [{"tag": "ports"}]},
        },
        {"publisher": "Island Post", "published_at": DAY, "keywords": ("ports",)},
        {"publisher": "media_name", "keywords": "story_tags"},
    ),
    "The Guardian": (
        {
            **{"id": "sea/2024/dredge", "type": "article", "sectionName": "Sea", "webUrl": URL},
            **{"webPublicationDate": AT, "webTitle": TITLE},
            "fields": {
                **{"trailText": "A <strong>vote</strong>.", "byline": "Ida Holm in Malmö"},
                **{"body": HTML, "bodyText": f"{ONE} {TWO}", "publication": "Island Post"},
                "lastModified": "2024-03-15T09:00:00Z",
            },
            "tags": [
                {"type": "keyword", "webTitle": "Ports"},
                {"type": "contributor", "webTitle": "Ida Holm"},
                {"type": "tone", "webTitle": "News"},
            ],
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Island Post", "published_at": MOMENT},
            **{"section": "Sea", "keywords": ("Ports",), "description": "A vote."},
            "modified_at": datetime(2024, 3, 15, 9, tzinfo=UTC),
        },
        {"headline": "webTitle", "publisher": "fields.publication"},
    ),
    "The New York Times": (
        {
            **{"web_url": URL, "snippet": ONE, "lead_paragraph": BODY, "abstract": "A vote."},
            **{"source": "The Island Times", "pub_date": "2024-03-14T16:05:00+0000"},
            **{"headline": {"main": TITLE, "kicker": None}, "section_name": "World"},
            "byline": {"original": "By Ida Holm and Ole Berg", "organization": None},
            "keywords": [{"name": "subject", "value": "Ports", "rank": 1}],
        },
        {
            **{"authors": ("Ida Holm", "Ole Berg"), "publisher": "The Island Times"},
            **{"published_at": MOMENT, "section": "World", "keywords": ("Ports",)},
            "description": "A vote.",
        },
        {"publisher": "source", "published_at": "pub_date"},
    ),
    "WordPress": (
        {
            **{"id": 12, "date": "2024-03-14T18:05:00", "date_gmt": "2024-03-14T16:05:00"},
            **{"link": URL, "title": {"rendered": "Council votes to dredge channel"}},
            **{"content": {"rendered": HTML, "protected": False}, "author": 3, "tags": [4]},
            **{"excerpt": {"rendered": "<p>A vote.</p>\n"}, "categories": [5]},
            "yoast_head_json": {"author": "Ida Holm", "og_site_name": "Island Post"},
            "_embedded": {
                "wp:term": [
                    [{"taxonomy": "category", "name": "Sea &amp; land"}],
                    [{"taxonomy": "post_tag", "name": "Ports"}],
                ]
            },
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Island Post", "published_at": MOMENT},
            **{"section": "Sea & land", "keywords": ("Ports",), "description": "A vote."},
        },
        {"published_at": "date_gmt", "authors": "yoast_head_json.author"},
    ),
    "WordPress without its plugins": (
        {
            **{"date": "2024-03-14T16:05:00", "link": URL, "title": {"rendered": TITLE}},
            **{"content": {"rendered": HTML}, "author": 3},
            "class_list": ["post-12", "category-deep-sea", "tag-north-channel", "tag-ports"],
            "_embedded": {"author": [{"id": 3, "name": "Ida Holm"}]},
        },
        {
            **{"authors": ("Ida Holm",), "published_at": DAY, "section": "deep sea"},
            "keywords": ("north channel", "ports"),
        },
        {"authors": "_embedded.author[].name", "keywords": "class_list"},
    ),
    "Zyte": (
        {
            "url": URL,
            "article": {
                **{"headline": TITLE, "datePublished": AT, "articleBody": BODY, "inLanguage": "en"},
                **{"authors": [{"name": "Ida Holm", "nameRaw": "By Ida"}], "canonicalUrl": URL},
                "breadcrumbs": [{"name": "Home", "url": "https://a.example/"}, {"name": "Sea"}],
            },
        },
        {
            **{"authors": ("Ida Holm",), "published_at": MOMENT, "section": "Sea"},
            "language": "en",
        },
        {"headline": "article.headline", "authors": "article.authors[].name"},
    ),
    "Diffbot": (
        {
            "request": {"pageUrl": "https://other.example/"},
            "objects": [
                {
                    **{"title": TITLE, "author": "Ida Holm", "siteName": "Island Post"},
                    **{"date": "Thu, 14 Mar 2024 16:05:00 GMT", "text": BODY, "pageUrl": URL},
                    **{"tags": [{"label": "Ports"}, {"label": "Storms"}], "humanLanguage": "en"},
                }
            ],
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Island Post", "published_at": MOMENT},
            "keywords": ("Ports", "Storms"),
        },
        {"published_at": "objects[].date", "keywords": "objects[].tags[].label"},
    ),
    "Readability": (
        {
            **{"title": TITLE, "byline": "By Ida Holm", "lang": "en", "siteName": "Island Post"},
            **{"content": f'<div class="page">{HTML}</div>', "textContent": BODY, "url": URL},
            **{"publishedTime": "2024-03-14T17:05:00+01:00", "excerpt": "A vote."},
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Island Post", "published_at": MOMENT},
            "description": "A vote.",
        },
        {"authors": "byline", "published_at": "publishedTime"},
    ),
    "JSON Feed": (
        {
            **{"id": "1", "url": URL, "title": TITLE, "content_html": HTML, "date_published": AT},
            **{"authors": [{"name": "Ida Holm", "url": "https://a.example/"}], "tags": ["Ports"]},
            **{"summary": "A vote.", "language": "en-US"},
        },
        {
            **{"authors": ("Ida Holm",), "published_at": MOMENT, "keywords": ("Ports",)},
            **{"description": "A vote.", "language": "en-US"},
        },
        {"published_at": "date_published"},
    ),
    "Schema.org": (
        {
            **{"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE},
            "author": [
                {"@type": "Person", "name": "Ida Holm"},
                {"@type": "Organization", "name": "Island Post"},
            ],
            "publisher": {"@type": "NewsMediaOrganization", "name": "Island Post"},
            **{"datePublished": AT, "articleBody": BODY, "keywords": "ports, storms"},
            **{"articleSection": ["Sea"], "inLanguage": "en", "mainEntityOfPage": {"@id": URL}},
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Island Post", "published_at": MOMENT},
            **{"section": "Sea", "keywords": ("ports", "storms")},
        },
        {"address": "mainEntityOfPage.@id"},
    ),
    "ninjs": (
        {
            **{"uri": URL, "headline": TITLE, "byline": "Ida Holm", "body_html": HTML},
            **{"firstcreated": AT, "versioncreated": "2024-03-15T09:00:00Z", "language": "da"},
            "subject": [{"code": "1", "name": "Ports"}],
        },
        {
            **{"authors": ("Ida Holm",), "published_at": MOMENT, "keywords": ("Ports",)},
            "modified_at": datetime(2024, 3, 15, 9, tzinfo=UTC),
        },
        {"published_at": "firstcreated"},
    ),
    "a Scrapy project": (
        {
            **{"Headline": TITLE, "Writer": "بقلم سارة الخطيب", "pubDate": "14 مارس 2024"},
            **{"newspaper": "جريدة الميناء", "article_text": BODY, "Link": URL, "lang": "Arabic"},
            "Keywords": "الموانئ، البحر",
        },
        {
            **{"authors": ("سارة الخطيب",), "publisher": "جريدة الميناء", "published_at": DAY},
            **{"language": "ar", "keywords": ("الموانئ", "البحر")},
        },
        {"headline": "Headline", "authors": "Writer"},
    ),
    "Event Registry": (
        {
            **{"uri": "123", "lang": "eng", "date": "2024-03-14", "time": "16:05:00", "url": URL},
            **{"dateTime": "2024-03-14T16:07:00Z", "dateTimePub": AT, "title": TITLE, "body": BODY},
            "source": {"uri": "post.example", "dataType": "news", "title": "Island Post"},
            "authors": [{"uri": "ida@post.example", "name": "Ida Holm", "type": "author"}],
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Island Post", "published_at": MOMENT},
            "language": "en",
        },
        {"publisher": "source.title", "published_at": "dateTimePub"},
    ),
    "a table in French": (
        {
            **{"Titre": TITLE, "Auteur": "Ida Holm", "Journal": "Poste de l’Île", "URL": URL},
            **{"Contenu": BODY, "Date_publication": "14 mars 2024", "Rubrique": "Mer"},
        },
        {
            **{"authors": ("Ida Holm",), "publisher": "Poste de l’Île", "published_at": DAY},
            "section": "Mer",
        },
        {"authors": "Auteur"},
    ),
    "a table in German": (
        {
            **{"Titel": TITLE, "Autor": "Ida Holm", "Quelle": "Inselpost", "url": URL},
            **{"Inhalt": BODY, "Datum": "14.03.2024", "Ressort": "Meer", "Sprache": "deutsch"},
        },
        {"authors": ("Ida Holm",), "publisher": "Inselpost", "published_at": DAY},
        {"published_at": "Datum"},
    ),
    "a MongoDB export": (
        {
            **{"_id": {"$oid": "65f31c"}, "titulo": "x", "title": TITLE, "text": BODY},
            **{"date": {"$date": {"$numberLong": "1710432300000"}}, "url": URL},
            **{"author": "['Ida Holm', 'Ole Berg']", "language": "Spanish"},
        },
        {"authors": ("Ida Holm", "Ole Berg"), "published_at": MOMENT, "language": "es"},
        {"published_at": "date"},
    ),
}


@pytest.fixture
def read(tmp_path):
    def read(record, **options):
        path = tmp_path / "a.jsonl"
        path.write_text(json.dumps(record, ensure_ascii=False))
        [found] = read_records([str(path)], **options)
        return found

    return read


@pytest.mark.parametrize("tool", RECORDS)
def test_what_a_tools_record_states_is_read(read, tool):
    record, stated, origins = RECORDS[tool]
    found = read(record)
    hints = found.hints
    assert {name: getattr(hints, name) for name in stated} == stated
    assert hints.headline == TITLE
    assert hints.address == stated.get("address", URL)
    for name, field in origins.items():
        assert hints.origins[name] == f"field {field}"
    assert set(hints.origins) == {
        name
        for name in type(hints).__dataclass_fields__
        if name != "origins" and getattr(hints, name)
    }


@pytest.mark.parametrize("tool", RECORDS)
def test_a_tools_record_is_a_story_with_its_headline_and_paragraphs(read, tool):
    source = read_text(read(RECORDS[tool][0]))
    [article] = parse(source.characters.text, hints=source.hints).articles
    assert article.headline == TITLE
    paragraphs = [block.text for block in article.body if block.kind == "paragraph"]
    assert [text.rstrip("… ") for text in paragraphs] == [ONE, TWO]


def test_a_text_that_is_cut_says_so(read):
    record = read(RECORDS["NewsAPI"][0])
    assert record.note == "its text is cut: 1234 characters are missing"
    assert "chars]" not in record.page
    gnews = read({"title": TITLE, "content": f"{BODY}... [1234 chars]"})
    assert gnews.note == record.note
    assert gnews.page.endswith(f"{TWO}...")
    opening = read(RECORDS["The New York Times"][0])
    assert opening.note == "only the opening of the text is there (field lead_paragraph)"


def test_neither_case_nor_what_divides_words_matters(read, tmp_path):
    spelled = ("publish_date", "publishDate", "Publish Date", "PUBLISH-DATE", "publishdate")
    for name in spelled:
        record = read({"Body Text": BODY, name: AT, "Article": {"Canonical-URL": URL}})
        assert record.hints.published_at == MOMENT
        assert record.hints.origins["published_at"] == f"field {name}"
        assert record.hints.address == URL
        path = tmp_path / "a.parquet"
        pq.write_table(pa.table({"Body Text": [BODY], name: [AT]}), path)
        [row] = read_records([str(path)])
        assert row.hints.published_at == MOMENT


def test_a_field_that_is_named_is_that_very_one(read):
    record = {"text": BODY, "whoWrote": "Ole Berg", "who_wrote": "Ida Holm"}
    found = read(record, fields=Fields.with_named({"author": "who_wrote"}))
    assert found.hints.authors == ("Ida Holm",)


@pytest.mark.parametrize(
    "source", ["common-crawl", "c4", "wiki", "cc_en_head", "https://a.example/2024/x", "", "42", 7]
)
def test_a_source_that_is_a_corpus_or_a_page_is_no_publisher(read, source):
    assert read({"text": BODY, "source": source}).hints.publisher == ""


@pytest.mark.parametrize(
    ("value", "publisher"),
    [
        ("Reuters", "Reuters"),
        ("bbc", "bbc"),
        ("www.Post.example", "post.example"),
        ("https://www.post.example/", "post.example"),
        ({"name": "Island Post", "url": "https://a.example/x"}, "Island Post"),
        ([{"_type": "Organization", "name": "Island Post"}], "Island Post"),
        ("Post &amp; Tribune", "Post & Tribune"),
        ("人民日报", "人民日报"),
    ],
)
def test_a_publisher_is_a_name_or_a_domain(read, value, publisher):
    assert read({"text": BODY, "source": value}).hints.publisher == publisher


@pytest.mark.parametrize(
    ("value", "authors"),
    [
        ("Ida Holm", ("Ida Holm",)),
        ("Ida Holm;Ole Berg", ("Ida Holm", "Ole Berg")),
        (["Ida Holm", "Ole Berg", "Ida Holm"], ("Ida Holm", "Ole Berg")),
        ([{"first_name": "Ida", "last_name": "Holm"}], ("Ida Holm",)),
        ({"displayName": "Ida Holm"}, ("Ida Holm",)),
        ("<a href='/ida'>Zo&euml; Holm</a>", ("Zoë Holm",)),
        ([3, None, True], ()),
        (["https://post.example/ida"], ()),
        ({"@type": "Organization", "name": "Island Post"}, ()),
        ([["Ida Holm"], ["Ole Berg"]], ("Ida Holm", "Ole Berg")),
        ("[" * 500, ()),
    ],
)
def test_people_are_read_in_whatever_form(read, value, authors):
    assert read({"text": BODY, "author": value}).hints.authors == authors


@pytest.mark.parametrize(
    ("value", "topics"),
    [
        ("ports, storms; sea", ("ports", "storms", "sea")),
        (["Ports", "#Storms", "Ports"], ("Ports", "Storms")),
        (["Malmö, Sweden", "Ports"], ("Malmö, Sweden", "Ports")),
        (["ports, storms"], ("ports", "storms")),
        ([{"label": "Ports"}, {"term": "Storms"}, {"webTitle": "Sea"}], ("Ports", "Storms", "Sea")),
        ("['ports', 'storms']", ("ports", "storms")),
        ("港口、海洋", ("港口", "海洋")),
        ([4, 12], ()),
        (["https://a.example/ports", "7", "x" * 200], ()),
    ],
)
def test_topics_are_read_in_whatever_form(read, value, topics):
    assert read({"text": BODY, "keywords": value}).hints.keywords == topics


@pytest.mark.parametrize(
    ("name", "code"),
    [
        *(("english", "en"), ("English", "en"), ("eng", "en"), ("en_US", "en-US"), ("EN", "en")),
        *(("Deutsch", "de"), ("deu", "de"), ("português", "pt"), ("zh-Hans-CN", "zh-Hans-CN")),
        *(("العربية", "ar"), ("arb_Arab", "ar-Arab"), ("中文", "zh"), ("iw", "he")),
        *(("__label__fr", "fr"), ("Spanish; Castilian", "es"), ("English (US)", "en")),
        *(("und", ""), ("unknown", ""), ("", ""), ("N/A", ""), ("12", "")),
    ],
)
def test_languages_go_by_names_and_codes(name, code):
    assert language_code(name) == code


@pytest.mark.parametrize("value", [f"<div>{HTML}</div>", HTML, f"<!-- wp:paragraph -->\n{HTML}"])
def test_a_title_beside_a_piece_of_html_is_its_heading(read, value):
    for record in ({"title": TITLE, "content": value}, {"headline": TITLE, "html": value}):
        source = read_text(read(record))
        assert source.characters.text.split("\n") == [TITLE, ONE, TWO]


def test_lines_without_elements_in_a_field_of_html_stay_apart(read):
    source = read_text(
        read({"title": TITLE, "content_html": f"{ONE}\n\n<b>{TWO[:9]}</b>{TWO[9:]}"})
    )
    assert source.characters.text.split("\n") == [TITLE, ONE, TWO]


def test_a_whole_page_keeps_the_headline_that_it_has(read):
    page = f"<!doctype html><title>{TITLE}</title><body><h1>Dredging to start</h1>{HTML}"
    for name in ("html", "content"):
        found = read({"title": TITLE, name: page})
        assert found.page == page
        assert found.hints.headline == TITLE


def test_a_title_that_the_html_prints_is_not_repeated(read):
    html = f"<div><h2>Council votes to <em>dredge</em> channel</h2>{HTML}</div>"
    source = read_text(read({"title": TITLE, "content": html}))
    assert source.characters.text.count("Council votes") == 1


def test_a_title_is_text_whatever_it_holds(read):
    title = "Ports &amp; <em>ships</em>: 5 &lt; 6"
    found = read({"title": title, "content": HTML})
    assert found.hints.headline == "Ports & ships: 5 < 6"
    assert read_text(found).characters.text.startswith("Ports & ships: 5 < 6\n")


@pytest.mark.parametrize(
    ("role", "name", "record", "hint", "value"),
    [
        ("author", "who", {"who": "Ida Holm", "author": "Ole Berg"}, "authors", ("Ida Holm",)),
        ("author", "made.by", {"made": {"By": ["Ida Holm"]}}, "authors", ("Ida Holm",)),
        ("author", "made[].by", {"made": [{"by": "Ida Holm"}]}, "authors", ("Ida Holm",)),
        ("author", "made.by", {"made.by": "Ida Holm"}, "authors", ("Ida Holm",)),
        ("publisher", "paper", {"Paper": "Island Post"}, "publisher", "Island Post"),
        ("section", "ressort", {"ressort": "Meer"}, "section", "Meer"),
        ("tags", "themen", {"themen": "Hafen, Meer"}, "keywords", ("Hafen", "Meer")),
        ("description", "teaser.text", {"teaser": {"text": "Kurz."}}, "description", "Kurz."),
        ("published", "info.wann", {"info": {"wann": AT}}, "published_at", MOMENT),
        ("published", "info.wann", {"info": json.dumps({"wann": AT})}, "published_at", MOMENT),
    ],
)
def test_every_role_may_be_named(read, role, name, record, hint, value):
    found = read({"text": BODY, **record}, fields=Fields.with_named({role: name}))
    assert getattr(found.hints, hint) == value
    assert found.hints.origins[hint].casefold().replace("[]", "") == (
        f"field {name}".casefold().replace("[]", "")
    )


def test_a_field_that_says_nothing_leaves_its_role_to_the_next(read):
    record = {
        "text": BODY,
        "publish_date": "unknown",
        "date": AT,
        "author": 3,
        "byline": "Ida Holm",
    }
    hints = read(record).hints
    assert hints.published_at == MOMENT
    assert hints.authors == ("Ida Holm",)
    assert hints.origins == {"published_at": "field date", "authors": "field byline"}


def test_a_date_of_capture_is_none_of_publication(read):
    record = read({"text": BODY, "date_download": AT, "timestamp": AT, "crawled": AT})
    assert record.captured_at == MOMENT
    assert record.hints.published_at is None
    assert "captured_at" not in record.hints.origins


@pytest.mark.parametrize("encoding", ["iso-8859-1", "windows-1251", "gb2312"])
def test_html_of_bytes_is_read_as_it_is_and_not_as_it_declares(tmp_path, encoding):
    page = f"<html><head><meta charset={encoding}></head><body><p>L’été à Malmö – enfin</p>"
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"html": [page.encode()], "url": [URL]}), path)
    [record] = read_records([str(path)])
    assert "L’été à Malmö – enfin" in record.page
    assert record.note == f"it declares {encoding}, but its bytes are UTF-8"


def test_a_tables_columns_may_be_lists_and_structures(tmp_path):
    file = io.BytesIO()
    pq.write_table(
        pa.table(
            {
                "text": [BODY],
                "Authors": [[{"name": "Ida Holm"}, {"name": "Ole Berg"}]],
                "tags": [["Ports", "Storms"]],
                "metadata": [{"site_name": "Island Post", "date": "2024-03-14"}],
                "published_at": [datetime(2024, 3, 14, 16, 5, tzinfo=UTC)],
                "embedding": [[0.5]],
            }
        ),
        file,
    )
    path = tmp_path / "a.parquet.gz"
    path.write_bytes(gzip.compress(file.getvalue()))
    [record] = read_records([str(path)])
    assert record.hints.authors == ("Ida Holm", "Ole Berg")
    assert record.hints.keywords == ("Ports", "Storms")
    assert record.hints.publisher == "Island Post"
    assert record.hints.published_at == MOMENT
    assert record.hints.origins["publisher"] == "field metadata.site_name"
    assert "embedding" not in json.loads(record.raw)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "value", [0, -1.5, True, [], {}, [[[[]]]], [None], {"a": {"b": []}}, "\0", "<", "&#;", "[", "{"]
)
def test_no_value_of_any_field_makes_reading_fail(read, role, value):
    for name in ROLES[role]:
        first, _, rest = name.replace("[]", "").partition(".")
        record = {"content": BODY, first: {rest: value} if rest else value}
        found = read(record)
        assert found.name
