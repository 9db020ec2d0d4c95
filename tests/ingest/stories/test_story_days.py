"""Stories of one template on different days, captures of one address, and the dates of both."""

from datetime import date
from itertools import permutations

import pytest

from articles.ingest.readers.canonical_url import story_address
from articles.ingest.stories.identity import identity_of
from articles.models import Article, Clipping
from articles.parsing import parse
from tests.support.importing import importing
from tests.support.sample_pages import HEADLINE, PROSE, page, spaced

# A headline, a lead and a close that stand every day, and between them what the day brings.
TEMPLATES = {
    "lottery": ("Winning numbers drawn in the evening game",
                "The winning numbers in the evening drawing of the county lottery were these:",
                "{}, {}, {}, fireball {}",
                "A part of the proceeds goes to the schools of the whole county each year."),
    "weather": ("Wetter für die Inseln",
                "Die Wetterwarte gibt für die Inseln und die Küste die folgende Vorhersage:",
                "Höchstwerte bei {} Grad, Tiefstwerte bei {} Grad, Wind {} bis {}.",
                "Die Warte ist rund um die Uhr besetzt und gibt im Notfall weitere Hinweise."),
    "rates": ("أسعار الصرف اليوم في البنك المركزي",
              "أعلن البنك المركزي اليوم أسعار صرف العملات مقابل العملة المحلية كما يلي.",
              "الدولار {} واليورو {} والجنيه {} والين {}.",
              "ويحدد البنك هذه الأسعار كل صباح بعد مشاورات مع المصارف الكبرى في البلاد."),
    "stars": ("Horóscopo de hoy para todos los signos",
              "Esto es lo que dicen hoy los astros a quienes nacieron bajo los doce signos.",
              "Número de la suerte {}, hora {}, color {}, piedra {}.",
              "El horóscopo se publica todas las mañanas antes de la salida del sol en la isla."),
    "prayer": ("Prayer times for the harbour district",
               "The prayer times for the harbour district and the villages along the coast are:",
               "Dawn {}, noon {}, afternoon {}, sunset {}.",
               "The times are reckoned by the council of the mosque at the old harbour gate."),
}  # fmt: skip
MONTHS = {"weather": "März", "rates": "مارس", "stars": "de marzo de"}


def edition(name, day, *, label="", address="", values=None):
    """One day's edition of a template."""
    headline, lead, data, close = TEMPLATES[name]
    line = data.format(*(values or (day, day + 3, day + 5, day + 9)))
    month = MONTHS.get(name, "March")
    printed = f"{label}{day}{'.' if name == 'weather' else ''} {month} 2024"
    return page(headline, "", printed, "", *spaced(lead, line, close))


@pytest.fixture
def take(tmp_path):
    """Imports texts, each from a file of its own, in this order; gives the stories' count."""

    def import_texts(*texts, **options):
        for text in texts:
            suffix = ".html" if text.startswith("<!doctype") else ".txt"
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}{suffix}"
            path.write_text(text, encoding="utf-8")
            assert not importing(path, **options).failed
        return Article.objects.count()

    return import_texts


def forget():
    for model in (Article, Clipping):
        model.objects.all().delete()


@pytest.mark.django_db
@pytest.mark.parametrize("name", TEMPLATES)
def test_each_days_edition_of_a_template_is_a_story(take, name):
    assert take(*(edition(name, day) for day in (14, 15, 16))) == 3
    days = Article.objects.order_by("published_at").values_list("published_at__day", flat=True)
    assert list(days) == [14, 15, 16]
    assert take(*(edition(name, day) for day in (14, 15, 16))) == 3


@pytest.mark.django_db
@pytest.mark.parametrize("order", [*permutations((14, 15, 16))])
def test_editions_are_as_many_in_whatever_order_they_come(take, order):
    assert take(*(edition("lottery", day) for day in order)) == 3


@pytest.mark.django_db
def test_editions_of_one_batch_are_stories_too(tmp_path):
    for day in (14, 15, 16):
        (tmp_path / f"{day}.txt").write_text(edition("lottery", day), encoding="utf-8")
    importing(tmp_path)
    assert Article.objects.count() == 3
    importing(tmp_path)
    assert (Article.objects.count(), Clipping.objects.filter(kind="story").count()) == (3, 3)


@pytest.mark.django_db
def test_an_undated_edition_ties_no_two_days_together(take):
    undated = edition("lottery", 15).replace("15 March 2024\n\n", "")
    first, second = edition("lottery", 14), edition("lottery", 15)
    for texts in permutations((first, undated, second)):
        forget()
        assert take(*texts) == 2


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Published 1 March 2024", "Updated 3 March 2024"),
        ("Updated 1 March 2024", "Updated 3 March 2024"),
        ("Published 1 March 2024", "Published 1 March 2024; updated 3 March 2024"),
        ("1 March 2024", "Updated 3 March 2024"),
        ("Published 2 hours ago", "Published 3 March 2024"),
        ("Published 1 March 2024 23:50 ET", "Published 1 March 2024"),
    ],
)
def test_an_update_or_a_reckoned_day_keeps_no_captures_apart(take, one, other):
    captures = [page(HEADLINE, "", printed, "", *spaced(*PROSE)) for printed in (one, other)]
    captures[1] += "\n\nThe canteen has been let to a printer since."
    assert take(*captures, captured_at=date(2024, 3, 9)) == 1
    forget()
    assert take(*reversed(captures), captured_at=date(2024, 3, 9)) == 1


@pytest.mark.django_db
def test_the_same_words_under_two_days_that_nothing_calls_published_are_one_story(take):
    """The day on which a page is read may stand beside its story."""
    early, late = (page(HEADLINE, "", f"{day} March 2024", "", *spaced(*PROSE)) for day in (1, 9))
    assert take(late, early) == 1
    assert Article.objects.get().published_at.day == 1
    forget()
    assert take(*(text.replace("\n\n", "\n\nPublished ", 1) for text in (early, late))) == 2


@pytest.mark.django_db
def test_other_numbers_in_a_list_are_other_words(take):
    def rates(day, rate):
        head = page(HEADLINE, "", f"{day} March 2024", "", *spaced(*PROSE))
        return f"{head}\n\n• Crown: {rate} to the pound\n\n• Mark: 2.{day} to the pound\n"

    assert take(rates(14, "7.41"), rates(15, "7.43")) == 2


PUBLISHED, UPDATED, PLAIN = "Published 1 March 2024", "Updated 3 March 2024", "1 March 2024"


@pytest.mark.django_db
@pytest.mark.parametrize("first_day", [PUBLISHED, PLAIN])
@pytest.mark.parametrize("captured", [(2, 4), (4, 2)])
def test_a_captures_update_never_replaces_the_day_of_publication(take, first_day, captured):
    days = dict(zip((first_day, UPDATED), captured, strict=True))
    for order in permutations(days):
        forget()
        for printed in order:
            more = f"\n\nThe bench was oiled on the day of {printed}, as it is each month."
            text = page(HEADLINE, "", printed, "", *spaced(*PROSE)) + more
            take(text, captured_at=date(2024, 3, days[printed]))
        article = Article.objects.get()
        assert (article.published_at.day, article.date_precision) == (1, "day")


FERRY = "https://www.post.example/news/ferry-aground"
LATER = (
    "All 120 people aboard a steamer were brought ashore by Thursday afternoon, the guard said.",
    "The boats took them off in groups of ten, and three were treated for shock at the quay.",
    "The steamer, built in 1998, had left Selby Bay at eight in the morning for the islands.",
)


def captured(headline, paragraphs, *, day="March 14, 2024", address=FERRY, markup="canonical"):
    """A page at an address that its markup states."""
    stated = {
        "canonical": f'<link rel="canonical" href="{address}">',
        "og": f'<meta property="og:url" content="{address}">',
        "json-ld": '<script type="application/ld+json">{"@type": "NewsArticle", '
        f'"mainEntityOfPage": {{"@id": "{address}"}}}}</script>',
    }[markup]
    text = "".join(f"<p>{paragraph}</p>" for paragraph in (day, *paragraphs) if paragraph)
    return (
        f"<!doctype html><html><head><title>{headline}</title>{stated}</head><body><article>"
        f"<h1>{headline}</h1>{text}</article></body></html>"
    )


EARLY_PAGE, LATE_PAGE = (HEADLINE, PROSE), ("All aboard the stranded ferry are safe", LATER)


@pytest.mark.django_db
@pytest.mark.parametrize("markup", ["canonical", "og", "json-ld"])
@pytest.mark.parametrize(
    "again",
    [
        FERRY,
        "http://post.example/news/ferry-aground/",
        f"{FERRY}?utm_source=feed&fbclid=3#top",
        "https://POST.example/news/ferry-aground/amp",
    ],
)
def test_one_address_is_one_story_whatever_its_page_says(take, markup, again):
    pages = (captured(*EARLY_PAGE, markup=markup), captured(*LATE_PAGE, address=again))
    assert take(*pages) == 1
    assert Article.objects.get().clippings.count() == 2
    forget()
    assert take(*reversed(pages)) == 1
    assert take(*pages) == 1


@pytest.mark.django_db
def test_one_address_on_different_days_is_a_story_each_day(take):
    address = "https://post.example/weather-for-the-islands"
    assert take(
        captured(*EARLY_PAGE, address=address), captured(*LATE_PAGE, address=address,
                                                         day="March 15, 2024")
    ) == 2  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "day", "stories"),
    [
        ("https://post.example/", "March 14, 2024", 2),
        ("https://post.example/index.html", "March 14, 2024", 2),
        ("https://post.example/world/europe", "March 14, 2024", 2),
        ("https://post.example/tag/ferries-and-their-boats", "March 14, 2024", 2),
        ("https://post.example/news/middle-east", "", 2),
        ("https://post.example/news/ferry-aground-off-island", "", 1),
        ("https://post.example/story?id=120", "", 1),
        ("/news/ferry-aground-off-island", "March 14, 2024", 2),
    ],
)
def test_an_address_that_may_be_a_lists_ties_no_stories_together(take, address, day, stories):
    first, second = (captured(*one, address=address, day=day) for one in (EARLY_PAGE, LATE_PAGE))
    assert take(first, second) == stories


@pytest.mark.parametrize(
    ("stated", "address"),
    [
        ("https://post.example:443/a-b?b=2&a=1&utm_medium=x", "post.example/a-b?a=1&b=2"),
        ("https://post.example:8443/a-b", "post.example:8443/a-b"),
        ("https://post.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1-1", "post.example/أخبار-1"),
        ("https://post.example/2024/03/14/", ""),
        ("https://post.example/12345", "post.example/12345"),
        ("mailto:desk@post.example", ""),
        ("https://[broken/a-b", ""),
        ("https://post.example:99999/a-b", ""),
        ("", ""),
    ],
)
def test_an_address_is_compared_without_what_tells_no_pages_apart(stated, address):
    assert story_address(stated).address == address


@pytest.mark.django_db
def test_the_address_of_a_record_counts(tmp_path):
    path = tmp_path / "pages.jsonl"
    path.write_text(
        "\n".join(
            f'{{"title": "{title}", "text": "{" ".join(text)}", "url": "{FERRY}-7731",'
            f' "date": "2024-03-14", "modified": "2024-03-1{day}"}}'
            for day, (title, text) in enumerate((EARLY_PAGE, LATE_PAGE), start=4)
        )
    )
    assert not importing(path).failed
    article = Article.objects.get()
    assert (article.clippings.count(), article.date_method) == (2, "page_metadata")
    assert (article.published_at.day, article.date_precision) == (14, "day")


def test_of_a_page_with_several_stories_the_address_is_nobodys(tmp_path):
    one = identity_of(parse(page(HEADLINE, "", *spaced(*PROSE))).articles[0])
    assert one.address == ""


@pytest.mark.django_db
def test_clippings_from_before_their_days_were_kept_get_them_when_parsed_again(take):
    from articles.ingest.maintenance.reparse import reparse
    from articles.models import Dump

    take(edition("lottery", 14), captured(*EARLY_PAGE))
    columns = ("text_digest", "address_digest", "published_on", "is_published_labelled")
    kept = list(Clipping.objects.filter(kind="story").values_list(*columns))
    Clipping.objects.update(
        text_digest="", address_digest="", published_on=None, is_published_labelled=False
    )
    reparse(Dump.objects.all(), dry_run=False)
    assert list(Clipping.objects.filter(kind="story").values_list(*columns)) == kept
    assert Article.objects.count() == 2


@pytest.mark.django_db
def test_briefs_of_one_form_are_a_story_for_each_day(take):
    """As a wire prints them: a date, a dateline with the agency, numbers on a line of their own."""
    briefs = [
        page("Winning numbers drawn in the evening game", "", f"March {day}, 2024", "",
             "OTTER ISLE (AP) — The winning numbers in the evening drawing were:", "",
             f"{day}, {day + 2}, {day + 5}, fireball: {day % 9}", "",
             "(four, five, seven; fireball: six)", "",
             "A part of the proceeds goes to the schools of the whole county each year.")
        for day in (14, 15, 16)
    ]  # fmt: skip
    assert take(*briefs) == 3
    assert take(*briefs) == 3
