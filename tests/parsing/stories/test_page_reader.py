"""Pages of publishers whose furniture nobody has listed."""

import json
from datetime import date
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.parsing import NO_SOURCES, BlockKind, Role, parse
from articles.parsing.line_kinds import hint
from articles.parsing.lines.lines import split_lines
from articles.parsing.lines.vocabulary import PAGE_BYLINE
from articles.parsing.model.classifier import choose_body, read_pages
from articles.parsing.model.features import looks_of, places_in_doubt
from tests.support.sample_pages import page, paragraphs, parse_one, spaced

MENU = ("  • Home", "  • Politics", "  • Business", "  • Sport", "  • Podcasts", "Log in", "Search")
LEAD = (
    "The harbour council voted on Tuesday to rebuild the old pilot station, ending a dispute that "
    "had divided the town for the better part of a decade."
)
TEXT = (
    LEAD,
    "Work on the foundations will begin in spring, the harbour master said, once the tides allow "
    "divers to inspect the timber piles that have carried the house since it was built.",
    "“We have waited long enough,” said Marta Lindqvist, who runs the chandlery next door and "
    "remembers the last pilot leaving. “People here want to see a light in that window again.”",
    "The council will pay for two thirds of the work and expects a fund for coastal monuments to "
    "cover the rest. An appeal among the boat owners brought in more than anyone had hoped.",
    "Opponents had argued that the money would be better spent on the breakwater, which lost "
    "several metres in the storms of last winter and is closed to walkers.",
)
HEADLINE = "Harbour council votes to rebuild the old pilot station"
FOOT = (
    *("Share this article", "Facebook", "Twitter", "WhatsApp", "Sign up for our newsletter"),
    *("Most read", "Ferry fares to rise", "Ten gardens to visit", "Who won the regatta?"),
    *("Terms and conditions", "Privacy policy", "© 2024 Coast Tribune. All rights reserved."),
)
OTHER_TEXT = (
    "Farmers in the upper valley are planting almonds where barley grew for generations, betting "
    "that warmer winters have come to stay and that the frost will not return.",
    "The first orchards were set three years ago on land that no longer paid for its ploughing, "
    "and a cooperative has bought a machine that shells the nuts.",
    "Agronomists are cautious, saying that a single late frost could take the whole blossom, but "
    "banks have begun to lend on the strength of the young trees.",
)


def unknown_page(*, headline=HEADLINE, head=("By Ida Brandt",), text=TEXT):
    return page(*MENU, "", headline, "", *head, "", *spaced(*text), "", *FOOT)


def test_the_body_is_found_between_menu_and_foot():
    article = parse_one(unknown_page())
    assert article.headline == HEADLINE
    assert paragraphs(article) == list(TEXT)


def test_a_text_that_is_cut_short_is_one():
    opened = "The harbour council voted to rebuild the pilot station. Work begins in spring. "
    text = f"{opened * 3}The harbour master, who has waited for this day since he was a boy, said"
    article = parse_one(page(HEADLINE, "", text))
    assert (article.headline, paragraphs(article)) == (HEADLINE, [text])


def test_what_is_no_text_is_chrome_with_a_reason():
    parsed = parse(unknown_page())
    chrome = [entry for entry in parsed.ledger if entry.role is Role.CHROME]
    assert {"menu", "share button", "newsletter box"} <= {entry.reason for entry in chrome}
    assert all(entry.reason for entry in chrome)


def test_byline_and_date_are_read_above_the_text():
    head = ("By Ida Brandt", "Published November 20th, 2019 - 07:29 GMT")
    article = parse_one(unknown_page(head=head))
    assert article.byline == "Ida Brandt"
    assert article.updated.on.isoformat() == "2019-11-20"


@pytest.mark.parametrize(
    "printed", ["vor 2 Stunden", "il y a 2 heures", "hace 3 horas", "قبل ساعتين", "2 hours ago"]
)
def test_a_relative_date_without_a_label_is_the_storys(printed):
    [article] = parse(unknown_page(head=(printed,)), captured_at=date(2025, 3, 18)).articles
    assert (article.updated.text, article.updated.on) == (printed, date(2025, 3, 18))
    assert paragraphs(article) == list(TEXT)


def test_what_a_writer_is_does_not_belong_to_the_name():
    article = parse_one(unknown_page(head=("By Ida Brandt, News Reporter",)))
    assert article.byline == "Ida Brandt"


def test_a_credited_caption_is_a_caption():
    caption = "The old pilot station at low tide. (Photo: Ida Brandt/Coast Tribune)"
    article = parse_one(unknown_page(text=(*TEXT[:2], caption, *TEXT[2:])))
    assert caption not in paragraphs(article)
    found = [(block.text, block.credit) for block in article.captions]
    assert found == [("The old pilot station at low tide.", "Ida Brandt/Coast Tribune")]


def test_a_caption_with_its_credit_on_the_line_below_is_a_caption():
    shot = "The old pilot station at low tide, seen from the breakwater."
    pair = page(shot, "Photo: Ida Brandt/Reuters")
    article = parse_one(unknown_page(text=(*TEXT[:2], pair, *TEXT[2:])))
    found = [(block.text, block.credit) for block in article.captions]
    assert found == [(shot, "Ida Brandt/Reuters")]
    assert paragraphs(article) == list(TEXT)


def test_a_kicker_above_the_headline_is_reported_from_the_menu():
    assert parse_one(unknown_page(headline=page("EXCLUSIVE", HEADLINE))).kicker == "EXCLUSIVE"


@pytest.mark.parametrize(
    "below",
    [
        (),
        ("3 May 2021",),
        ("3 May 2021", "Share this article"),
        ("By Ida Brandt", "May 3, 2021"),
    ],
)
def test_a_page_may_open_with_its_text_and_end_with_its_headline(below):
    article = parse_one(page(*spaced(*TEXT), "", HEADLINE, *below))
    assert article.headline == HEADLINE
    assert paragraphs(article) == list(TEXT)


def test_two_pages_in_one_dump_are_two_articles():
    other = unknown_page(headline="Almond orchards climb the upper valley", text=OTHER_TEXT)
    text = page(unknown_page(), "", "", other)
    parsed = parse(text)
    assert [article.headline for article in parsed.articles] == [
        HEADLINE,
        "Almond orchards climb the upper valley",
    ]
    assert parsed.articles[1].lines.first == unknown_page().count("\n") + 4


def test_a_page_that_opens_with_its_text_gets_its_opening_as_headline_and_an_issue():
    article = parse_one(page(*spaced(*TEXT)))
    assert article.headline.endswith("…")
    assert LEAD.startswith(article.headline.rstrip("…"))
    assert "no-headline" in [issue.code for issue in article.issues]
    assert paragraphs(article)[0] == LEAD


def test_a_list_of_headlines_is_no_article():
    listing = [f"{HEADLINE}, part {n}" for n in range(30)]
    parsed = parse(page(*MENU, "", *spaced(*listing), "", *FOOT))
    assert parsed.articles == ()
    assert {entry.role for entry in parsed.ledger} <= {Role.BLANK, Role.CHROME, Role.QUARANTINE}


def test_items_with_marks_among_the_text_are_list_items():
    items = ("  • The slipway is to be widened by two metres.", "  • The crane stays where it is.")
    article = parse_one(unknown_page(text=(*TEXT[:3], *items, *TEXT[3:])))
    kinds = {block.kind for block in article.body}
    assert kinds <= {BlockKind.PARAGRAPH, BlockKind.LIST_ITEM, BlockKind.CROSSHEAD}


@pytest.mark.parametrize("mark", ["- ", "• ", "* "])
def test_marked_lines_between_headline_and_text_are_bullets(mark):
    points = ("Divers look at the piles in spring", "Boat owners gave more than was hoped")
    lines = [f"{mark}{point}" for point in points]
    article = parse_one(page(HEADLINE, "", "By Ida Brandt", "", *lines, "", *spaced(*TEXT)))
    assert [bullet.text for bullet in article.bullets] == list(points)
    assert paragraphs(article) == list(TEXT)


def test_a_standfirst_is_a_bullet_though_it_names_a_day():
    standfirst = (
        "The council has found two thirds of the money for it, and the rest is asked for on Monday"
    )
    article = parse_one(unknown_page(head=(standfirst, "", "By Ida Brandt")))
    assert [bullet.text for bullet in article.bullets] == [standfirst]
    assert article.byline == "Ida Brandt"


def test_a_caption_may_end_in_a_known_credit_without_brackets():
    shot = "Le port et la station des pilotes. JO LINDQVIST / AFP"
    article = parse_one(unknown_page(head=("By Ida Brandt", "", shot)))
    assert [(block.text, block.credit) for block in article.captions] == [
        ("Le port et la station des pilotes.", "JO LINDQVIST / AFP")
    ]
    assert paragraphs(article) == list(TEXT)


def test_what_a_page_tells_of_its_writer_below_the_story_is_no_text():
    box = "Ida Brandt covers harbours for the Coast Tribune. Before that she was a deckhand."
    parsed = parse(unknown_page(text=(*TEXT, box)))
    [article] = parsed.articles
    assert paragraphs(article) == list(TEXT)
    assert "author box" in {entry.reason for entry in parsed.ledger}


def test_text_above_a_story_that_furniture_frames_is_read_when_it_has_a_headline():
    framed = page("Ferry fares rise", "", "Short Url", "Updated 3 May 2021", "Follow", "")
    framed = page(framed, "Ferry fares rise", "", *spaced(*OTHER_TEXT))
    parsed = parse(page(unknown_page(), "", "", framed))
    assert [article.headline for article in parsed.articles][-1] == "Ferry fares rise"
    assert parsed.articles[0].headline == HEADLINE


COOKIES = (
    "This site stores cookies on your device so that pages load faster and signing in is needed "
    "only once. Some of these cookies are set by partners of ours.",
    "Cookies that measure how often a page is read are kept for a year. You may refuse all cookies "
    "that are not needed to show the page.",
)


def test_a_notice_about_cookies_is_no_text():
    article = parse_one(page(HEADLINE, "", *spaced(*TEXT), "", *spaced(*COOKIES)))
    assert paragraphs(article) == list(TEXT)


def test_a_story_about_cookies_keeps_its_text():
    about = (
        "Most readers refuse cookies when a page asks them, a study of forty news sites has found, "
        "and those who accept all cookies seldom know what they agreed to, its author said.",
    )
    article = parse_one(unknown_page(text=(*TEXT[:2], *about, *TEXT[2:])))
    assert about[0] in paragraphs(article)


def test_the_headline_printed_again_above_the_text_is_no_paragraph():
    article = parse_one(unknown_page(head=("By Ida Brandt", "", HEADLINE)))
    assert article.headline == HEADLINE
    assert paragraphs(article) == list(TEXT)


def test_lines_in_doubt_are_text_where_all_are_in_doubt():
    looks = looks_of([hint(line, NO_SOURCES) for line in split_lines(page(*TEXT))], 0, len(TEXT))
    assert choose_body(looks, [-0.6, -0.4, -0.7, -0.6, -0.5]) == [0, 1, 2, 3, 4]
    assert choose_body(looks, [2.9, 3.5, -0.7, 2.8, 3.1]) == [0, 1, 3, 4]
    assert choose_body(looks, [-4.0, -4.2, -5.0, -4.1, -4.6]) == []


def test_a_few_words_far_from_any_prose_are_not_measured():
    lines = [hint(line, NO_SOURCES) for line in split_lines(page(*["Log in"] * 30, *TEXT[:2]))]
    looks = looks_of(lines, 0, len(lines))
    assert places_in_doubt(looks) == list(range(22, 32))
    lines = [hint(line, NO_SOURCES) for line in split_lines(page(*TEXT[:2], *["Log in"] * 30))]
    looks = looks_of(lines, 0, len(lines))
    assert places_in_doubt(looks) == list(range(6))


def test_a_headline_of_few_words_is_measured_above_a_head():
    head = ("Old station returns", "By Ida Brandt", "3 May 2024", "Share", "Save", "Print")
    lines = [hint(line, NO_SOURCES) for line in split_lines(page(*head, *TEXT))]
    assert 0 in places_in_doubt(looks_of(lines, 0, len(lines)))


def test_a_reading_gives_the_odds_of_every_line_with_text():
    lines = [hint(line, NO_SOURCES) for line in split_lines(unknown_page())]
    (found,) = read_pages(lines, 0, len(lines))
    assert set(found.odds) == {k for k, line in enumerate(lines) if line.text}
    odds_of_text = [found.odds[k] for k in found.body]
    others = [found.odds[k] for k in found.odds if k not in found.body]
    assert min(odds_of_text) > max(others)
    assert found.headline_odds > 0


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("By Ida Brandt", "Ida Brandt"),
        ("BY IDA BRANDT", "IDA BRANDT"),
        ("By Ida Brandt and Juan de la Cruz", "Ida Brandt and Juan de la Cruz"),
        ("Von Ida Brandt", "Ida Brandt"),
        ("Par Ida Brandt", "Ida Brandt"),
        ("Por Ida Brandt y Juan Prado", "Ida Brandt y Juan Prado"),
        ("بقلم: سلمى حداد", "سلمى حداد"),
    ],
)
def test_a_byline_names_the_writer(line, name):
    assert PAGE_BYLINE.match(line)["name"] == name


@pytest.mark.parametrize("line", ["By noon the guild had met", "Von der Leyen reist", "By Monday"])
def test_what_begins_like_a_byline_may_be_none(line):
    assert PAGE_BYLINE.match(line) is None


@given(st.lists(st.sampled_from([*MENU, *TEXT, *FOOT, *OTHER_TEXT, HEADLINE, "", "", ""])))
def test_pages_do_not_overlap_and_hold_their_lines(texts):
    lines = [hint(line, NO_SOURCES) for line in split_lines("\n".join(texts))]
    end = -1
    for found in read_pages(lines, 0, len(lines)):
        assert end < found.first <= found.last < len(lines)
        assert found.body
        assert all(found.first <= k <= found.last for k in found.body)
        assert found.headline is None or found.first <= found.headline < min(found.body)
        end = found.last


@pytest.mark.parametrize(
    ("name", "trees"),
    [
        ("labeller.json", ["body", "headline"]),
        ("page_breaks.json", ["may begin", "begins", "parted"]),
    ],
)
def test_the_labeller_holds_numbers_only(name, trees):
    kept = json.loads(files("articles.parsing.model").joinpath(name).read_text("ascii"))

    def numbers(tree):
        return all(map(numbers, tree)) if isinstance(tree, list) else isinstance(tree, int | float)

    assert list(kept) == trees
    assert all(map(numbers, kept.values()))


def test_a_list_of_other_stories_at_the_foot_is_no_text() -> None:
    others = [
        line
        for number in range(1, 7)
        for line in (
            f"The {number} ferries of the northern line sail again from Monday, the port says.",
            f"Ferry {number} returns to the northern line",
        )
    ]
    article = parse_one(unknown_page(text=(*TEXT, "More Harbour Gazette", *others)))
    printed = " ".join(block.text for block in article.body)
    assert TEXT[-1] in printed
    assert "ferries of the northern line" not in printed


def test_entries_by_date_below_the_text_are_the_storys() -> None:
    days = [f"June {day} – Porto, at the tram depot of line {day}" for day in range(10, 17)]
    article = parse_one(unknown_page(text=(*TEXT, "The workshop goes on tour:", *days)))
    assert [block.text for block in article.body][-7:] == days


def test_dated_titles_of_other_stories_are_not_the_storys() -> None:
    days = [f"June {day} – Ferry {day} returns to the line, 2019" for day in range(10, 17)]
    article = parse_one(unknown_page(text=(*TEXT, *days)))
    assert not any("Ferry" in block.text for block in article.body)


def test_boxes_inside_a_text_are_furniture() -> None:
    boxes = (
        *("View this post on Instagram", "A post shared by Pilot Friends (@pilots)"),
        *("VIDEO | The lamp is lit again", "— Pilot Friends (@pilots) March 14, 2024"),
        *("This video can not be played", "Sign up for our newsletter"),
        "Get the best of the coast in your inbox every morning.",
    )
    mixed = (*TEXT[:2], *boxes[:2], TEXT[2], *boxes[2:4], TEXT[3], *boxes[4:], TEXT[4])
    parsed = parse(page(HEADLINE, "", "By Ida Brandt", "", *spaced(*mixed)))
    article = parsed.articles[0]
    assert [block.text for block in article.body] == list(TEXT)
    assert {"embedded post", "player", "newsletter box"} <= {
        entry.reason for entry in parsed.ledger
    }


def test_who_wrote_a_quoted_post_stays_below_it() -> None:
    post = ("“The lamp was lit last night, and half of the town stood on the quay to see it.”",)
    signature = "— Pilot Friends (@pilots) March 14, 2024"
    article = parse_one(unknown_page(text=(*TEXT[:3], *post, signature, *TEXT[3:])))
    assert signature in paragraphs(article)


TEASERS = (
    *(
        "Mending nets",
        "30 Aug, 2025",
        "",
        "Mending nets",
        "",
        "The herring is late again, and…",
        "",
    ),
    *("Empty shelves", "30 Aug, 2025", "", "Empty shelves", "", "The chemists raise the alarm."),
    *("", "Quiet streets", "Updated 29 Aug, 2025", "", "Quiet streets", ""),
    "The closing of the cinema has played a part in the silence of the town.",
)


def test_teasers_of_other_stories_below_a_story_are_furniture() -> None:
    parsed = parse(page(HEADLINE, "", "30 August 2025", "", *spaced(*TEXT), "", *TEASERS))
    assert [article.headline for article in parsed.articles] == [HEADLINE]
    assert paragraphs(parsed.articles[0]) == list(TEXT)
    assert parsed.ledger[-1].reason == "list of other stories"


def test_stories_of_one_paragraph_are_no_teasers() -> None:
    briefs = [line.replace("and…", "and few boats sail.") for line in TEASERS]
    parsed = parse(page(HEADLINE, "", "30 August 2025", "", *spaced(*TEXT), "", *briefs))
    assert "list of other stories" not in {entry.reason for entry in parsed.ledger}


CAPTION = "Boats lie at the pilot station on the morning after the vote"


@pytest.mark.parametrize(
    "head",
    [
        (CAPTION, "(CWP Photo/Ida Brandt)"),
        (f"{CAPTION}. Photograph: Ida Brandt/CWP",),
        ("Image source, Ida Brandt", f"Image caption, {CAPTION}"),
        ("Image caption", CAPTION),
        ("1 of 3", CAPTION),
    ],
)
def test_a_caption_between_headline_and_text_is_no_key_point(head: tuple[str, ...]) -> None:
    article = parse_one(page(HEADLINE, "", "3 May 2021", "", *head, "", *spaced(*TEXT)))
    assert [block.text.rstrip(".") for block in article.captions] == [CAPTION]
    assert (article.bullets, paragraphs(article)) == ((), list(TEXT))


def test_a_caption_above_the_headline_is_one() -> None:
    shot = f"{CAPTION}. Photograph: Ida Brandt/CWP"
    article = parse_one(page(shot, shot, "", HEADLINE, "", "3 May 2021", "", *spaced(*TEXT)))
    assert article.headline == HEADLINE
    assert [(block.credit, len(block.spans)) for block in article.captions] == [
        ("Ida Brandt/CWP", 2)
    ]


def test_pictures_listed_below_a_text_are_captions() -> None:
    shots = (
        "  • The old lamp, Otter Island.",
        "    The old lamp, Otter Island.",
        "  • The new lamp",
    )
    article = parse_one(page(HEADLINE, "", *spaced(*TEXT), "", *shots))
    assert [block.text for block in article.captions] == [
        "The old lamp, Otter Island.",
        "The new lamp",
    ]


@pytest.mark.parametrize(
    "headline",
    [
        f"{HEADLINE} | The Otter Gazette",
        f"{HEADLINE} - Otter-Zeitung",
        "“People here want to see a light in that window again.”",
        f"VIDEO: {HEADLINE}",
    ],
)
def test_a_headline_that_reads_as_another_line_of_the_page_is_doubted(headline: str) -> None:
    article = parse_one(page(headline, "", "3 May 2021", "", *spaced(*TEXT)))
    codes = {issue.code for issue in article.issues}
    assert article.headline != headline or "doubtful-headline" in codes


@pytest.mark.parametrize(
    "headline",
    [
        HEADLINE,
        "Harbour council votes to rebuild the station – and the town rejoices",
        "‘We have waited’: Harbour council votes to rebuild the old station",
        "Rebuild of the pilot station: the harbour council votes on Tuesday",
    ],
)
def test_a_plain_headline_is_not_doubted(headline: str) -> None:
    article = parse_one(page(headline, "", "3 May 2021", "", *spaced(*TEXT)))
    assert article.headline == headline
    assert "doubtful-headline" not in {issue.code for issue in article.issues}


def test_the_title_of_a_video_above_the_headline_is_not_the_headline() -> None:
    head = ("VIDEO: The pilots speak", "", HEADLINE, "", "3 May 2021", "")
    assert parse_one(page(*head, *spaced(*TEXT))).headline == HEADLINE


def test_a_last_line_that_was_cut_off_is_no_headline() -> None:
    article = parse_one(page(*spaced(*TEXT, "The harbour master, who has")))
    assert "no-headline" in {issue.code for issue in article.issues}
