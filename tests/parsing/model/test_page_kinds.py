"""What a page is told to be, and what becomes of one that is no article."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from articles.ingest.readers.html import read_html
from articles.parsing import PageKind, ParsedDump, Role, article_as_json, parse
from tests.support import judged_pages

OTHERS = {
    PageKind.LISTING: judged_pages.listing,
    PageKind.FORUM: judged_pages.forum,
    PageKind.PRODUCT: judged_pages.product,
    PageKind.COLLECTION: judged_pages.collection,
    PageKind.SERVICE: judged_pages.service,
    PageKind.DOCUMENTATION: judged_pages.documentation,
}
LOOKALIKES = (
    *(judged_pages.listicle, judged_pages.review, judged_pages.questions_article),
    *(judged_pages.interview, judged_pages.commented),
)
STORIES = {
    PageKind.LIVE_BLOG: judged_pages.live_blog,
    PageKind.GALLERY: judged_pages.gallery,
    PageKind.VIDEO: judged_pages.video,
}


def parsed(html: str, *, all_pages: bool = False) -> ParsedDump:
    page = read_html(html.encode(), encoding="utf-8")
    return parse(page.text, marks=page.marks, hints=page.hints, all_pages=all_pages)


@pytest.mark.parametrize(("kind", "made"), OTHERS.items(), ids=OTHERS)
def test_a_page_that_is_no_article_gives_none_and_says_why(
    kind: PageKind, made: Callable[[], str]
) -> None:
    dump = parsed(made())
    assert dump.page_kind == kind
    assert dump.articles == ()
    assert [issue.code for issue in dump.issues] == ["not-an-article"]
    assert dump.issues[0].message.startswith("The page ")


@pytest.mark.parametrize("made", OTHERS.values(), ids=lambda made: made.__name__)
def test_each_of_its_lines_is_in_the_ledger_once(made: Callable[[], str]) -> None:
    dump = parsed(made())
    numbers = [n for entry in dump.ledger for n in range(entry.first, entry.last + 1)]
    assert numbers == list(range(1, dump.line_count + 1))
    assert {entry.role for entry in dump.ledger} <= {Role.QUARANTINE, Role.CHROME, Role.BLANK}
    assert all(entry.article is None for entry in dump.ledger)


@pytest.mark.parametrize("made", OTHERS.values(), ids=lambda made: made.__name__)
def test_all_pages_takes_every_page_for_an_article(made: Callable[[], str]) -> None:
    dump = parsed(made(), all_pages=True)
    assert dump.page_kind == PageKind.ARTICLE
    assert len(dump.articles) >= 1
    assert not dump.issues


@pytest.mark.parametrize("made", LOOKALIKES, ids=lambda made: made.__name__)
def test_an_article_that_looks_like_another_kind_stays_one(made: Callable[[], str]) -> None:
    dump = parsed(made())
    assert dump.page_kind == PageKind.ARTICLE
    assert len(dump.articles) == 1


@pytest.mark.parametrize(("kind", "made"), STORIES.items(), ids=STORIES)
def test_stories_of_other_kinds_remain_stories(kind: PageKind, made: Callable[[], str]) -> None:
    dump = parsed(made())
    assert dump.page_kind == kind
    assert [article.page_kind for article in dump.articles] == [kind]
    assert article_as_json(dump.articles[0], "a.html")["page_kind"] == kind.value


def test_an_article_states_nothing_and_is_one_all_the_same() -> None:
    html = judged_pages.article(
        "Ferry stays through the winter", judged_pages.paragraphs(judged_pages.PROSE), stated=False
    )
    assert parsed(html).page_kind == PageKind.ARTICLE


def test_a_plain_text_is_not_judged() -> None:
    page = read_html(judged_pages.product().encode(), encoding="utf-8")
    assert parse(page.text).page_kind == PageKind.ARTICLE


SMALL = {
    "news": (
        "en",
        "Ferry stays through the winter",
        "<p>The council voted on Tuesday to keep the old ferry running until the bridge opens.</p>"
        "<p>“We are relieved,” said Marta Voss, who lives on the island with her family.</p>",
    ),
    "blog": (
        "en",
        "What I learned from a week without bread",
        "<p>I did not plan to write about this. But after seven days I could think of nothing else"
        " than the smell of my mother's kitchen.</p>",
    ),
    "opinion": (
        "de",
        "Die Fähre muss bleiben",
        "<p>Wer auf einer Insel lebt, der weiß, was ein Fahrplan wert ist. Der Rat hat es"
        " am Dienstag begriffen, wenn auch sehr spät in der Nacht.</p>",
    ),
    "recipe": (
        "fr",
        "Tarte aux pommes de l'île",
        "<p>Cette tarte se mange tiède, au retour de la mer, avec un peu de crème.</p><ul><li>4"
        " pommes</li><li>200 g de farine</li><li>100 g de beurre</li></ul><p>Faites cuire la tarte"
        " pendant quarante minutes, puis laissez-la reposer sous un linge.</p>",
    ),
    "press release": (
        "en",
        "Sound Marine opens new dock",
        "<p>LINDHOLM, 4 March 2025 - Sound Marine today announced that its new dock will open in"
        " June. The company invested four million crowns.</p><p>Contact: press@marine.example</p>",
    ),
    "obituary": (
        "sv",
        "Kapten Per Lund har avlidit",
        "<p>Per Lund, som förde färjan i mer än trettio år, har avlidit i sitt hem vid hamnen. Han"
        " blev åttioen år gammal och sörjs av sin familj.</p>",
    ),
    "match report": (
        "es",
        "El Norby gana en el último minuto",
        "<p>El equipo de la isla venció por dos goles a uno en un partido que se decidió en el"
        " último minuto, ante más de tres mil espectadores.</p>",
    ),
    "interview": (
        "en",
        "“I never wanted to be a captain”",
        "<p><b>Why did you stay?</b></p><p>Because somebody had to bring the bread across, and my"
        " brother was afraid of the water.</p><p><b>And now?</b></p><p>Now I sleep.</p>",
    ),
    "legal notice": (
        "en",
        "Notice of a hearing on the harbour plan",
        "<p>Notice is hereby given that the council will hold a public hearing on the plan for the"
        " northern quay on the ninth of April at seven in the evening.</p>",
    ),
    "Arabic": (
        "ar",
        "العبارة تبقى حتى الربيع",
        "<p>صوت المجلس يوم الثلاثاء على إبقاء العبارة القديمة في الخدمة حتى افتتاح الجسر، بعد نقاش"
        " استمر حتى منتصف الليل.</p>",
    ),
    "Japanese": (
        "ja",
        "フェリーは冬も運航",
        "<p>島の議会は火曜日、橋が開通するまで古いフェリーの運航を続けることを決めた。議論は深夜まで"
        "続き、住民からは拍手が起こった。</p>",
    ),
    "long read": (
        "en",
        "The last captain of the sound",
        judged_pages.paragraphs(judged_pages.PROSE * 9),
    ),
}


@pytest.mark.parametrize(("language", "headline", "text"), SMALL.values(), ids=SMALL)
@pytest.mark.parametrize("frame", ["<article>{}</article>", "<div class='text'>{}</div>", "{}"])
def test_a_piece_of_a_page_with_a_headline_and_a_text_is_an_article(
    language: str, headline: str, text: str, frame: str
) -> None:
    content = frame.format(f"<h1>{headline}</h1>{text}")
    html = f"<!DOCTYPE html><html lang='{language}'><title>{headline}</title><body>{content}"
    dump = parsed(html)
    assert dump.page_kind == PageKind.ARTICLE
    assert [article.headline for article in dump.articles] == [headline]


@pytest.mark.parametrize(("language", "headline", "text"), SMALL.values(), ids=SMALL)
def test_a_short_story_in_a_sites_frame_is_an_article(
    language: str, headline: str, text: str
) -> None:
    html = judged_pages.page(
        f"<h1>{headline}</h1><time>2025-03-04</time>{text}",
        title=headline,
        address="https://lindholm.example/2025/03/04/story",
        language=language,
    )
    assert parsed(html).page_kind == PageKind.ARTICLE
