"""An export of a press database in the database: articles with their papers, and nothing twice."""

import pytest

from articles.models import Article, Clipping, Source
from tests.support import press_exports as exports
from tests.support.importing import importing

pytestmark = pytest.mark.django_db


def publishers(article):
    return [
        attribution.source.name
        for attribution in article.attributions.filter(role="publisher").select_related("source")
    ]


@pytest.mark.parametrize(
    ("name", "export"),
    [("post.txt", exports.LEXISNEXIS), ("post.html", exports.FACTIVA_TABLES)],
)
def test_each_document_is_an_article_of_its_paper_and_a_second_import_changes_nothing(
    write, name, export
):
    path = write(export, name)
    assert str(importing(path).counts) == (
        "created 2, updated 0, unchanged 0, kept 0, quarantined 0"
    )
    first, second = Article.objects.order_by("published_at")
    assert first.byline == "Tom Akande, Ida Lund"
    assert first.published_at.date().isoformat() == "2024-03-19"
    assert first.language == "en"
    assert "Trams" in first.tags.names()
    assert exports.LAST in first.body
    assert publishers(first) == publishers(second)
    assert publishers(first)[0].startswith("The Norhaven Post")
    assert Source.objects.filter(attributions__role="publisher").distinct().count() == 1
    assert str(importing(path).counts) == (
        "created 0, updated 0, unchanged 2, kept 0, quarantined 0"
    )


def test_each_document_keeps_its_own_paper_and_language(write):
    several = exports.PROQUEST.replace(
        "Norhaven Post ; Norhaven [Norhaven]20 Mar", "Strait Echo ; Norhaven [Norhaven]20 Mar"
    )
    several = several.replace(
        "Language of publication: English\n\nProQuest document ID: 2954001113",
        "Language of publication: German\n\nProQuest document ID: 2954001113",
    )
    importing(write(several))
    first, second = Article.objects.order_by("published_at")
    assert (publishers(first), publishers(second)) == (["Norhaven Post"], ["Strait Echo"])
    assert (first.language, second.language) == ("en", "de")


def test_a_document_without_text_waits_in_quarantine_with_the_reason(write):
    export = exports.NEXIS_UNI.replace(exports.SECOND_LEAD, "").replace(exports.SECOND_LAST, "")
    assert importing(write(export)).counts.created == 1
    held = Clipping.objects.get(kind=Clipping.Kind.QUARANTINE)
    assert held.reason == "the export holds no text of this document"
