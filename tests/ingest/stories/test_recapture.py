"""A story that comes again: newer, older, elsewhere; its namesake; and an editor between."""

from datetime import UTC, date, datetime

import pytest

from articles.ingest.options import ImportOptions
from articles.ingest.pipeline.run import run_import
from articles.models import Article, ArticleTag, Attribution, Caption, Clipping, Source, Topic
from tests.support.sample_pages import HEADLINE, PROSE, spaced, story


def capture(*, headline, byline, dateline, day, bullet, caption, topic, agency, paragraph):
    return story(
        f"{dateline}: {PROSE[0]}", "", PROSE[1], "", PROSE[2], "", paragraph, "",
        f"It is warm, a baker told {agency}.", "", f"Topics: {topic}",
        headline=headline,
        head=(f"{caption} (AP/File)", "Short Url", f"Updated {day}", byline, "Follow"),
        top=(f"  • {bullet}", ""),
    )  # fmt: skip


EARLY = capture(
    headline=HEADLINE, byline="ANA FONSECA", dateline="LISBON", day="3 May 2021",
    bullet="Bench full to May", caption="The first bubble.", topic="Crafts", agency="Reuters",
    paragraph="The depot once held forty trams and a canteen.",
)  # fmt: skip
LATE = capture(
    headline="Glass workshop reopens at last", byline="RUI TAVARES", dateline="SINTRA",
    day="9 May 2021", bullet="Bench full to June", caption="The second bubble.", topic="Cities",
    agency="AFP", paragraph="The canteen has been let to a printer since.",
)  # fmt: skip


def edit_headline(article):
    Article.objects.filter(pk=article.pk).update(headline="Furnace lit")


def edit_byline(article):
    Article.objects.filter(pk=article.pk).update(byline="The desk")


def edit_dateline(article):
    Article.objects.filter(pk=article.pk).update(dateline="PORTO", place="Porto")


def edit_dates(article):
    moment = datetime(2021, 5, 2, 8, tzinfo=UTC)
    Article.objects.filter(pk=article.pk).update(published_at=moment, date_method="editor")


def edit_body(article):
    Article.objects.filter(pk=article.pk).update(body=f"{article.body}\n\nThe desk adds this.")


def edit_bullets(article):
    article.bullets.update(text="The desk's point.")


def edit_captions(article):
    article.captions.update(text="The desk's caption.")


def edit_sources(article):
    article.attributions.filter(source__name="Reuters").delete()


def edit_tags(article):
    ArticleTag.objects.filter(content_object=article).delete()
    ArticleTag.objects.create(content_object=article, tag=Topic.objects.create(name="Heat"))


EDITS = {
    "headline": edit_headline,
    "byline": edit_byline,
    "dateline": edit_dateline,
    "dates": edit_dates,
    "body": edit_body,
    "bullets": edit_bullets,
    "captions": edit_captions,
    "sources": edit_sources,
    "tags": edit_tags,
}
TOGETHER = {"body": {"body", "captions"}, "captions": {"body", "captions"}}
"""The body places captions by number: who edits one keeps the other as well."""


def parts(article):
    """What each part of an article holds."""
    article = Article.objects.get(pk=article.pk)
    return {
        "headline": article.headline,
        "byline": article.byline,
        "dateline": (article.dateline, article.place),
        "dates": (article.published_at, article.date_method),
        "body": article.body,
        "bullets": [bullet.text for bullet in article.bullets.all()],
        "captions": [(caption.text, caption.credit) for caption in article.captions.all()],
        "sources": sorted(map(str, article.attributions.all())),
        "tags": sorted(article.tags.names()),
    }


def beginning(article):
    """What an article keeps of its first capture."""
    return article.slug, article.language, article.confidence


@pytest.fixture
def take(tmp_path):
    """Imports a text, saved on a day of May 2021."""

    def import_text(text, day, **options):
        path = tmp_path / f"{len(list(tmp_path.iterdir()))}.txt"
        path.write_text(text, encoding="utf-8")
        request = ImportOptions(captured_at=date(2021, 5, day), **options)
        return str(run_import([str(path)], request).counts)

    return import_text


@pytest.mark.django_db
def test_a_newer_capture_brings_every_part_up_to_date(take):
    take(EARLY, 4)
    article = Article.objects.get()
    early = parts(article)
    assert take(LATE, 10) == "created 0, updated 1, unchanged 0, kept 0, quarantined 0"
    late = parts(article)
    assert {part for part in early if early[part] == late[part]} == set()
    assert late["headline"] == "Glass workshop reopens at last"
    assert late["tags"] == ["Cities", "Crafts"]
    assert Article.objects.filter(search="canteen printer").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("part", EDITS)
def test_the_part_that_an_editor_changed_stands_and_the_others_are_new(take, part):
    take(EARLY, 4)
    article = Article.objects.get()
    EDITS[part](article)
    edited = parts(article)
    kept = TOGETHER.get(part, {part})
    assert take(LATE, 10) == (f"created 0, updated 1, unchanged 0, kept {len(kept)}, quarantined 0")
    now = parts(article)
    assert {name for name in now if now[name] == edited[name]} == kept


@pytest.mark.django_db
def test_an_article_edited_in_every_part_stands_as_it_is_and_the_capture_is_kept(take):
    take(EARLY, 4)
    article = Article.objects.get()
    for edit in EDITS.values():
        edit(article)
    edited = parts(article)
    assert take(LATE, 10) == (
        f"created 0, updated 0, unchanged 1, kept {len(EDITS)}, quarantined 0"
    )
    assert parts(article) == edited
    assert article.clippings.count() == 2


@pytest.mark.django_db
def test_an_older_capture_is_kept_as_a_clipping_and_changes_nothing(take):
    take(LATE, 10)
    article = Article.objects.get()
    late = parts(article)
    assert take(EARLY, 4) == "created 0, updated 0, unchanged 1, kept 0, quarantined 0"
    assert parts(article) == late
    assert article.clippings.count() == 2


@pytest.mark.django_db
def test_a_capture_cut_short_is_kept_as_a_clipping_and_changes_nothing(take):
    take(EARLY, 4)
    article = Article.objects.get()
    whole = parts(article)
    short = EARLY[: EARLY.index(PROSE[2])].rstrip() + "\n"
    assert take(short, 10) == "created 0, updated 0, unchanged 1, kept 0, quarantined 0"
    assert parts(article) == whole
    assert article.clippings.count() == 2


@pytest.mark.django_db
def test_a_syndicated_copy_is_one_article_with_two_clippings_and_both_publishers(take):
    take(EARLY, 4, publisher="The Tram Gazette")
    copy = EARLY.replace(HEADLINE, "Furnace lit in Lisbon")
    take(copy, 5, publisher="The Island Post")
    article = Article.objects.get()
    assert article.clippings.count() == 2
    publishers = article.attributions.filter(role=Attribution.Role.PUBLISHER)
    assert sorted(str(one.source) for one in publishers) == ["The Island Post", "The Tram Gazette"]


@pytest.mark.django_db
def test_two_stories_under_one_headline_stay_two(take):
    reading = "What we are reading today"
    take(story(*spaced(*PROSE), headline=reading), 4)
    other = (
        "A novel about a lighthouse keeper who counts the birds that strike the lamp each night.",
        "Its author kept a lamp himself for eleven winters.",
        "The birds are named, and so are the ships.",
    )
    assert take(story(*spaced(*other), headline=reading), 11).startswith("created 1,")
    assert [article.headline for article in Article.objects.all()] == [reading, reading]
    assert [article.clippings.count() for article in Article.objects.all()] == [1, 1]


@pytest.mark.django_db
def test_captures_come_to_the_same_whether_in_one_batch_or_in_two(take, tmp_path):
    take(EARLY, 4)
    take(LATE, 10)
    apart = parts(Article.objects.get()), beginning(Article.objects.get())
    for model in (Article, Clipping, Caption, Source):
        model.objects.all().delete()
    Clipping.objects.all().delete()
    folder = tmp_path / "both"
    folder.mkdir()
    for day, text in ((4, EARLY), (10, LATE)):
        (folder / f"gazette-2021-05-{day:02}.txt").write_text(f"{text}\n", encoding="utf-8")
    run_import([str(folder)], ImportOptions())
    assert (parts(Article.objects.get()), beginning(Article.objects.get())) == apart
