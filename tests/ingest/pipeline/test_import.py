"""An import from files to rows: what is made, what repeating it does, what accidents do."""

import threading
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from articles import markup
from articles.models import UNDATED, Article, Clipping, Dump, ImportRun, Source, Topic
from tests.support.importing import importing
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced, story

FULL_STORY = story(
    f"LISBON: {PROSE[0]}", "", PROSE[1], "", "", "", "The furnace. (AFP)", "",
    "COLD FOR NINE YEARS", PROSE[2], "", "FASTFACT", "", "The depot", "", "It held 40 trams.", "",
    "READ MORE: Ferry timetable shrinks", "", "It is warm, a baker told Reuters.", "",
    "Topics: Crafts, Cities",
    head=("The first bubble. (AP/File)", "Short Url", "Updated 3 May 2021", "Follow"),
    top=("  • Bench full", "  • Gallery open", ""),
)  # fmt: skip
SECOND = story(
    *spaced("MADEIRA: The ferry will sail three times a day, the harbour office said.", *PROSE[1:]),
    headline="Ferry timetable shrinks",
    head=("Updated 14 sec ago", "Follow"),
)


@pytest.fixture
def write(write):
    """Dumps of this module are called by a day, which they were captured on."""
    return lambda text, name="gazette-2021-05-04.txt": write(text, name)


def counts(result):
    return str(result.counts)


def row_versions():
    """Each row's version as PostgreSQL counts it; any write to a row changes it."""
    tables = ("article", "bullet", "caption", "attribution", "clipping", "dump", "source")
    with connection.cursor() as cursor:
        found = {}
        for table in (*tables, "articletag"):
            cursor.execute(f"SELECT id, xmin::text FROM articles_{table} ORDER BY id")  # noqa: S608
            found[table] = cursor.fetchall()
        return found


def as_rows():
    """All that an import makes, ids and times of the import aside."""
    return [
        (
            article.headline, article.body, article.published_at, article.dateline, article.status,
            [bullet.text for bullet in article.bullets.all()],
            [(caption.number, caption.text, caption.credit) for caption in article.captions.all()],
            sorted(str(attribution) for attribution in article.attributions.all()),
            sorted(article.tags.names()),
            sorted(clipping.dump.sha256 for clipping in article.clippings.all()),
        )
        for article in Article.objects.order_by("headline", "body")
    ]  # fmt: skip


# What is made


@pytest.mark.django_db
def test_a_story_becomes_an_article_with_all_its_parts(write):
    result = importing(write(FULL_STORY), publisher="The Tram Gazette", tags=("Glass",))
    assert counts(result) == "created 1, updated 0, unchanged 0, kept 0, quarantined 0"
    article = Article.objects.get()
    assert article.headline == HEADLINE
    assert article.slug == "glass-workshop-reopens-in-old-tram-depot"
    assert (article.dateline, article.place, article.place_slug) == ("LISBON", "Lisbon", "lisbon")
    assert article.status == Article.Status.IN_REVIEW
    assert [bullet.text for bullet in article.bullets.all()] == ["Bench full", "Gallery open"]
    assert [(c.number, c.text, c.credit, str(c.source)) for c in article.captions.all()] == [
        (1, "The first bubble.", "AP/File", "Associated Press"),
        (2, "The furnace.", "AFP", "Agence France-Presse"),
    ]
    assert sorted(map(str, article.attributions.all())) == [
        "Agence France-Presse (photo)",
        "Associated Press (photo)",
        "Reuters (reporting)",
        "The Tram Gazette (publisher)",
    ]
    assert set(article.tags.names()) == {"Crafts", "Cities", "Glass"}
    assert [block.kind.value for block in markup.to_blocks(article.body)] == [
        *("caption", "paragraph", "paragraph", "caption", "crosshead", "paragraph"),
        *("fact_box", "related_link", "paragraph"),
    ]


@pytest.mark.django_db
def test_a_story_is_dated_by_its_page_and_never_by_the_import(write):
    importing(write(page(FULL_STORY, "", "", SECOND)), captured_at=date(2021, 5, 4))
    stated, relative = Article.objects.order_by("published_at")
    assert stated.published_at == datetime(2021, 5, 3, tzinfo=UTC)
    assert (stated.date_text, stated.date_precision, stated.date_method) == (
        *("3 May 2021", "day", "stated"),
    )
    assert relative.published_at == datetime(2021, 5, 4, tzinfo=UTC)
    assert (relative.date_text, relative.date_precision) == ("14 sec ago", "estimated")


@pytest.mark.django_db
def test_an_undated_story_stands_at_its_capture_time_or_last_of_all(write):
    text = page(HEADLINE, "", *spaced(*PROSE))
    importing(write(text, "a-2021-05-04.txt"))
    importing(write(SECOND, "b.txt"))
    dated_by_name, undated = Article.objects.order_by("-published_at")
    assert dated_by_name.published_at == datetime(2021, 5, 4, tzinfo=UTC)
    assert undated.published_at == UNDATED
    assert not dated_by_name.is_dated
    assert not undated.is_dated


@pytest.mark.django_db
def test_the_text_can_be_searched_at_once(write):
    importing(write(FULL_STORY))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM articles_article "
            "WHERE search @@ to_tsquery('english', 'apprentice & bubble & reuters & lisbon')"
        )
        assert cursor.fetchone() == (1,)


@pytest.mark.django_db
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_the_clippings_hold_the_dumps_bytes_exactly(write, encoding, line_end):
    text = page("was said – to be content.", "", FULL_STORY, "", "", SECOND, "").replace(
        "\n", line_end
    )
    raw = text.encode(encoding)
    importing(write(raw))
    dump = Dump.objects.get()
    clippings = list(dump.clippings.order_by("position"))
    assert b"".join(bytes(clipping.raw) for clipping in clippings) == raw
    assert [clipping.kind for clipping in clippings] == [
        *("quarantine", "story", "between", "story"),
    ]
    ledger = [entry for clipping in clippings for entry in clipping.ledger]
    placed = [line for first, last, *_ in ledger for line in range(first, last + 1)]
    assert placed == list(range(1, dump.line_count + 1))


@pytest.mark.django_db
def test_an_agency_has_one_row_however_it_is_named(write):
    Source.objects.create(name="AFP Paris", slug="afp-paris", aliases=["agence france-presse"])
    importing(write(FULL_STORY))
    assert not Source.objects.filter(name="Agence France-Presse").exists()
    assert Article.objects.get().captions.get(number=2).source.name == "AFP Paris"


@pytest.mark.django_db
def test_topics_are_the_same_whatever_their_case(write):
    Topic.objects.create(name="CRAFTS")
    importing(write(FULL_STORY))
    assert set(Article.objects.get().tags.names()) == {"CRAFTS", "Cities"}


# Repeating


@pytest.mark.django_db(transaction=True)
def test_a_second_run_writes_no_row(write):
    path = write(page(FULL_STORY, "", "", SECOND))
    importing(path)
    before = row_versions()
    result = importing(path)
    assert counts(result) == "created 0, updated 0, unchanged 2, kept 0, quarantined 0"
    assert row_versions() == before


@pytest.mark.django_db
def test_the_same_story_in_two_dumps_is_one_article_with_two_clippings(write):
    first = write(FULL_STORY, "one.txt")
    second = write(page(SECOND, "", "", FULL_STORY), "two.txt")
    result = importing(first, second)
    assert counts(result) == "created 2, updated 0, unchanged 1, kept 0, quarantined 0"
    assert Article.objects.get(headline=HEADLINE).clippings.count() == 2


@pytest.mark.django_db
def test_a_syndicated_copy_names_both_publishers(write):
    importing(write(FULL_STORY, "one.txt"), publisher="The Tram Gazette")
    copy = FULL_STORY.replace(HEADLINE, "Furnace lit in Lisbon")
    importing(write(copy, "two.txt"), publisher="The Island Post")
    publishers = Article.objects.get().attributions.filter(role="publisher")
    assert {str(publisher.source) for publisher in publishers} == {
        *("The Tram Gazette", "The Island Post"),
    }


@pytest.mark.django_db
def test_a_later_capture_updates_and_an_older_one_does_not(write):
    early = FULL_STORY
    late = FULL_STORY.replace("Bench full", "Bench full to June")
    importing(write(early, "a.txt"), captured_at=date(2021, 5, 4))
    result = importing(write(late, "b.txt"), captured_at=date(2021, 5, 9))
    assert counts(result) == "created 0, updated 1, unchanged 0, kept 0, quarantined 0"
    result = importing(write(early + "\n", "c.txt"), captured_at=date(2021, 5, 1))
    assert counts(result) == "created 0, updated 0, unchanged 1, kept 0, quarantined 0"
    assert Article.objects.get().bullets.first().text == "Bench full to June"
    assert Article.objects.get().clippings.count() == 3


@pytest.mark.django_db
def test_two_captures_without_times_do_not_take_turns(write):
    early = write(FULL_STORY, "a.txt")
    late = write(FULL_STORY.replace("Bench full", "Bench full to June"), "b.txt")
    assert importing(early, late).counts.updated == 1
    again = importing(early, late)
    assert counts(again) == "created 0, updated 0, unchanged 2, kept 0, quarantined 0"
    assert Article.objects.get().bullets.first().text == "Bench full to June"


@pytest.mark.django_db
def test_a_capture_cut_short_changes_nothing(write):
    importing(write(story(), "a.txt"))
    result = importing(write(story(*spaced(*PROSE[:2])), "b.txt"))
    assert result.counts.unchanged == 1
    assert PROSE[2] in Article.objects.get().body


@pytest.mark.django_db
def test_what_an_editor_changed_is_kept(write):
    path = write(FULL_STORY)
    importing(path)
    article = Article.objects.get()
    Article.objects.filter(pk=article.pk).update(
        headline="Furnace lit", status=Article.Status.PUBLISHED
    )
    article.bullets.all().delete()
    result = importing(path)
    assert counts(result) == "created 0, updated 0, unchanged 1, kept 2, quarantined 0"
    article.refresh_from_db()
    assert (article.headline, article.status) == ("Furnace lit", "published")
    assert not article.bullets.exists()


@pytest.mark.django_db
def test_an_article_that_an_editor_deleted_stays_deleted(write):
    path = write(FULL_STORY)
    importing(path)
    Article.objects.all().delete()
    result = importing(path, write(page(FULL_STORY, ""), "again.txt"))
    assert counts(result) == "created 0, updated 0, unchanged 0, kept 2, quarantined 0"
    assert not Article.objects.exists()


@pytest.mark.django_db
def test_status_is_for_new_articles_only(write):
    path = write(FULL_STORY)
    importing(path, status="published")
    importing(path, status="draft")
    assert Article.objects.get().status == Article.Status.PUBLISHED


@pytest.mark.django_db
def test_a_dry_run_reports_the_same_counts_and_writes_nothing(write):
    paths = write(page(FULL_STORY, "", "", SECOND)), write("Nothing here", "menu.txt")
    dry = importing(*paths, dry_run=True)
    assert not any(
        model.objects.exists() for model in (Article, Dump, Clipping, Source, ImportRun, Topic)
    )
    assert dry.run is None
    assert dry.counts == importing(*paths).counts


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_leave_one_article_not_two(write):
    paths = [write(FULL_STORY + "\n" * n, f"{n}.txt") for n in range(6)]
    start = threading.Barrier(2)
    outcomes = []

    def run(order):
        start.wait()
        outcomes.append(importing(*order))
        connections.close_all()

    threads = [threading.Thread(target=run, args=(order,)) for order in (paths, paths[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(outcome.counts.created for outcome in outcomes) == 1
    assert Article.objects.count() == 1
    assert Dump.objects.count() == 6


@pytest.mark.django_db
def test_two_orders_end_in_the_same_rows(write):
    paths = write(FULL_STORY, "a.txt"), write(page(SECOND, "", "", story()), "b.txt")
    importing(*paths)
    rows = as_rows()
    Article.objects.all().delete()
    Dump.objects.all().delete()
    importing(*paths)
    assert as_rows() == rows


# Accidents


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "holds no text"),
        (b"\n\n  \n", "holds no text"),
        (b"\0" * 5000, "holds no text"),
        (b"World\nSport\nContact us\n", "No story was found"),
        (b"x" * 2_000_000, "No story was found"),
    ],
)
def test_a_dump_without_a_story_is_quarantined_and_the_others_imported(write, raw, words):
    result = importing(write(raw, "bad.txt"), write(FULL_STORY, "good.txt"))
    assert not result.failed
    assert result.counts.created == 1
    assert result.counts.quarantined == (1 if raw else 0)
    assert any(words in notice.message for notice in result.notices)
    held = Clipping.objects.filter(kind=Clipping.Kind.QUARANTINE)
    assert b"".join(bytes(clipping.raw) for clipping in held) == raw


@pytest.mark.django_db
def test_a_missing_path_is_reported_and_the_others_imported(write, tmp_path):
    result = importing(tmp_path / "none.txt", write(FULL_STORY))
    assert result.failed
    assert result.counts.created == 1
    run = ImportRun.objects.get()
    assert (run.state, run.failed_count, run.created_count) == ("failed", 1, 1)
    assert run.failures[0]["input"].endswith("none.txt")


@pytest.mark.django_db(transaction=True)
def test_one_dump_that_the_database_refuses_does_not_stop_the_others(write):
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE articles_article ADD CONSTRAINT no_ferries "
            "CHECK (headline NOT LIKE 'Ferry%%')"
        )
    try:
        result = importing(write(SECOND, "a.txt"), write(FULL_STORY, "b.txt"))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE articles_article DROP CONSTRAINT no_ferries")
    assert result.failed
    [notice] = [notice for notice in result.notices if notice.is_failure]
    assert notice.name.endswith("a.txt")
    assert "no_ferries" in notice.message
    assert [article.headline for article in Article.objects.all()] == [HEADLINE]


# The commands


def run(command, *args, **options):
    out, err = StringIO(), StringIO()
    code = 0
    try:
        call_command(command, *args, stdout=out, stderr=err, **options)
    except SystemExit as stop:
        code = stop.code
    return out.getvalue(), err.getvalue(), code


@pytest.mark.django_db
def test_import_dump_ends_with_one_line_of_counts(write):
    out, err, code = run("import_dump", write(FULL_STORY), "--tag", "Glass", "--tag", "Craft")
    assert out == "created 1, updated 0, unchanged 0, kept 0, quarantined 0\n"
    assert code == 0
    assert "1 article in 1 dump" in err
    assert {"Glass", "Craft"} <= set(Article.objects.get().tags.names())


@pytest.mark.django_db
def test_import_dump_exits_with_1_when_an_input_could_not_be_read(write, tmp_path):
    out, err, code = run("import_dump", str(tmp_path / "none.txt"), write(FULL_STORY))
    assert out.startswith("created 1,")
    assert "none.txt: there is no such file" in err
    assert code == 1


@pytest.mark.parametrize(
    "args",
    [[], ["--captured-at", "soon", "a.txt"], ["--status", "withdrawn", "a.txt"]],
)
def test_wrong_usage_is_refused(args):
    with pytest.raises(CommandError):
        call_command("import_dump", *args)


def test_parse_dump_needs_no_database(write):
    out, err, code = run("parse_dump", write(FULL_STORY), "--ledger")
    article, ledger = out.splitlines()
    assert f'"headline": "{HEADLINE}"' in article
    assert '"line_count": 34' in ledger
    assert (err, code) == ("", 0)


def test_parse_dump_exits_with_1_when_an_input_could_not_be_read(tmp_path):
    out, err, code = run("parse_dump", str(tmp_path / "none.txt"))
    assert (out, code) == ("", 1)
    assert "no such file" in err
