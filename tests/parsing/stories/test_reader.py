"""A story split into its parts."""

from datetime import date

import pytest

from articles.parsing import Block, BlockKind, SourceMention, SourceRole, Span, parse
from tests.support.sample_pages import (
    HEADLINE,
    PROSE,
    kinds,
    page,
    paragraphs,
    parse_one,
    roles,
    spaced,
    story,
)


def test_page_furniture_is_chrome_with_its_reason():
    parsed = parse(story())
    reasons = [entry.reason for entry in parsed.ledger if entry.role == "chrome"]
    assert reasons == ["short address", "follow button"]


def test_marked_bullets_are_the_summary():
    article = parse_one(story(top=("  • Four apprentices signed on", "  • Gallery open", "")))
    assert [bullet.text for bullet in article.bullets] == [
        "Four apprentices signed on",
        "Gallery open",
    ]
    assert paragraphs(article) == list(PROSE)


def test_short_lines_above_the_text_are_bullets_without_marks():
    article = parse_one(story(top=("Four apprentices signed on", "Gallery open from 9 a.m.", "")))
    assert [bullet.text for bullet in article.bullets] == [
        "Four apprentices signed on",
        "Gallery open from 9 a.m.",
    ]


def test_whole_sentences_above_a_dateline_are_bullets_too():
    body = spaced(f"LISBON: {PROSE[0]}", PROSE[1])
    article = parse_one(story(*body, top=("The bench is full.", "The gallery is open.", "")))
    assert len(article.bullets) == 2


def test_a_story_without_bullets_begins_with_its_text():
    article = parse_one(story())
    assert article.bullets == ()
    assert paragraphs(article) == list(PROSE)


@pytest.mark.parametrize(
    ("opening", "dateline"),
    [
        ("BAGHDAD: ", "BAGHDAD"),
        ("TYRE, Lebanon: ", "TYRE, Lebanon"),
        ("LONDON:", "LONDON"),
        ("NEW YORK CITY: ", "NEW YORK CITY"),
        ("BURTON-UPON-TRENT, England: ", "BURTON-UPON-TRENT, England"),
        ("JAÉN, Spain: ", "JAÉN, Spain"),
        ("WASHINGTON (AP) — ", "WASHINGTON"),
        ("BERLIN -- ", "BERLIN"),
        ("Paris (AFP) – ", "Paris"),
        ("PARIS, 3 mars (AFP) - ", "PARIS"),
        ("ST. JOHN’S, Newfoundland: ", "ST. JOHN’S, Newfoundland"),
        ("KUWAIT CITY/DUBAI: ", "KUWAIT CITY/DUBAI"),
        ("L’AQUILA, Italy: ", "L’AQUILA, Italy"),
        ("O'FALLON, Missouri: ", "O'FALLON, Missouri"),
        ("ABU DHABI, 18th March, 2025 (WAM) -- ", "ABU DHABI"),
        ("Berlin (dpa) - ", "Berlin"),
        ("Frankfurt/Main (dpa/tmn) - ", "Frankfurt/Main"),
        ("Madrid, 18 mar (EFE).- ", "Madrid"),
        ("Bogotá, 18 de marzo (EFE).- ", "Bogotá"),
        ("رام الله (رويترز) - ", "رام الله"),
        ("الرياض (واس) ـ ", "الرياض"),
        ("RIYADH, SPA -- ", "RIYADH"),
        ("MANAMA, 18 March, BNA -- ", "MANAMA"),
        ("القاهرة: ", "القاهرة"),
        ("بيروت – ", "بيروت"),
        ("الرياض - واس: ", "الرياض"),
        ("لندن: ", "لندن"),
    ],
)
def test_the_dateline_is_taken_off_the_first_paragraph(opening, dateline):
    article = parse_one(story(*spaced(f"{opening}{PROSE[0]}", PROSE[1])))
    assert article.dateline == dateline
    assert paragraphs(article)[0] == PROSE[0]


@pytest.mark.parametrize(
    "opening",
    [
        *("DEAR ABBY: ", "DEAR PRUDENCE: ", "NOTE: ", "FACT CHECK: ", "Q: ", "Furnaces: "),
        *("Lisbon – ", "Brandt (left) - ", "NASA: ", "WINNERS: ", "RESULTS: "),
        *("ملاحظة: ", "قال المتحدث: ", "القاهرة الكبرى: "),
    ],
)
def test_not_everything_before_a_colon_is_a_place(opening):
    article = parse_one(story(*spaced(f"{opening}{PROSE[0]}", PROSE[1])))
    assert article.dateline == ""
    assert paragraphs(article)[0] == f"{opening}{PROSE[0]}"


def test_only_the_first_paragraph_has_a_dateline():
    article = parse_one(story(*spaced(*PROSE[:2], f"LISBON: {PROSE[2]}")))
    assert article.dateline == ""


def test_an_agency_in_the_dateline_reported_the_story():
    article = parse_one(story(*spaced(f"WASHINGTON (AP) — {PROSE[0]}", PROSE[1])))
    assert article.sources == (SourceMention("Associated Press", SourceRole.REPORTING),)


def test_captions_stand_where_they_were_printed():
    text = story(
        *(PROSE[0], "", "", "", "The furnace at night. (Reuters)", "", *spaced(*PROSE[1:])),
        *("", "", "The depot in 1931. (AP/File)"),
        head=("The first bubble in nine years. (AFP)", "Short Url", "Updated 3 May 2021"),
    )
    article = parse_one(text)
    assert kinds(article) == [
        *("caption", "paragraph", "caption", "paragraph", "paragraph", "caption"),
    ]
    assert [block.credit for block in article.captions] == ["AFP", "Reuters", "AP/File"]


def test_a_gallery_that_repeats_its_caption_has_one():
    shot = "The furnace at night. (Reuters)"
    head = ("1 / 3", shot, "2 / 3", shot, "3 / 3", shot, "Short Url", "Updated 3 May 2021")
    article = parse_one(story(head=head))
    assert article.captions == (
        Block(
            BlockKind.CAPTION, "The furnace at night.", "Reuters",
            spans=(Span(4, 4), Span(6, 6), Span(8, 8)),
        ),
    )  # fmt: skip


def test_a_paragraph_that_ends_in_brackets_and_a_full_stop_is_no_caption():
    text = "Glass imports fell by a third last year, the institute found (INE)."
    assert kinds(parse_one(story(*spaced(PROSE[0], text, PROSE[1])))) == ["paragraph"] * 3


SHOT = "The furnace at night."


@pytest.mark.parametrize(
    ("printed", "credit"),
    [("(Reuters)", "Reuters"), ("Reuters", "Reuters"), ("Photo: Ida Brandt", "Ida Brandt")],
)
def test_a_credit_may_stand_on_the_line_below_its_caption(printed, credit):
    head = ("1 / 2", SHOT, printed, "2 / 2", SHOT, printed, "Short Url", "Updated 3 May 2021")
    inside = (PROSE[0], "", SHOT, printed, "", *spaced(*PROSE[1:]))
    for text in (story(head=head), story(*inside)):
        article = parse_one(text)
        assert [(block.text, block.credit) for block in article.captions] == [(SHOT, credit)]
        assert paragraphs(article) == list(PROSE)


def test_an_agencys_name_below_the_last_paragraph_makes_no_caption_of_it():
    assert parse_one(story(*spaced(*PROSE), "(Reuters)")).captions == ()


PULLED = "“We will never let it go cold again”"


def test_words_of_the_text_shown_once_more_are_a_pull_quote():
    said = "“We will never let it go cold again,” said the master, who is 71."
    parsed = parse(story(*spaced(PROSE[0], PULLED, PROSE[1], said)))
    assert kinds(parsed.articles[0]) == ["paragraph", "pull_quote", "paragraph", "paragraph"]
    assert roles(parsed)[10] == "pull_quote"


@pytest.mark.parametrize("speaker", ["Marta Lindqvist", "– Marta Lindqvist, master of the furnace"])
def test_the_speakers_name_below_a_pull_quote_is_a_part_of_it(speaker):
    said = "“We will never let it go cold again,” said Marta Lindqvist, who is 71."
    parsed = parse(story(*spaced(PROSE[0], PULLED, speaker, PROSE[1], said)))
    quote = parsed.articles[0].body[1]
    assert (quote.kind, quote.text) == ("pull_quote", f"{PULLED} {speaker.removeprefix('– ')}")
    assert kinds(parsed.articles[0]) == ["paragraph", "pull_quote", "paragraph", "paragraph"]
    assert roles(parsed)[10] == roles(parsed)[12] == "pull_quote"


def test_a_crosshead_below_a_pull_quote_stays_one():
    said = "“We will never let it go cold again,” said Marta Lindqvist, who is 71."
    article = parse_one(story(*spaced(PROSE[0], PULLED, "Looking Ahead", PROSE[1], said)))
    assert kinds(article) == ["paragraph", "pull_quote", "crosshead", "paragraph", "paragraph"]


@pytest.mark.parametrize("line", [PULLED, "“The bench is full.”", "COLD FOR NINE YEARS"])
def test_words_that_the_text_does_not_say_again_are_no_pull_quote(line):
    article = parse_one(story(*spaced(PROSE[0], line, *PROSE[1:])))
    assert "pull_quote" not in kinds(article)


def test_paragraphs_need_no_blank_line_between_them():
    assert paragraphs(parse_one(story(*PROSE))) == list(PROSE)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Officials of the guild and", "Mayor Ruiz declined to say what it cost."),
        ("The furnace, which is fed with", "gas from the old line, burns day and night."),
        ("Among the visitors were a baker,", "Two firemen and a judge."),
    ],
)
def test_a_sentence_broken_by_a_blank_line_is_joined_and_noted(first, second):
    article = parse_one(story(*spaced(PROSE[0], first, second)))
    assert paragraphs(article) == [PROSE[0], f"{first} {second}"]
    [issue] = article.issues
    assert (issue.code, issue.line) == ("joined-paragraph", 11)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Contributors to this page from the guild:", "ida Brandt"),
        ("Glasses of the year in the guild's own shop", "iGlass and others"),
        ("Opened by", "her"),
        ("1. the furnace of the old depot in Lisbon,", "2. The bench"),
        ("12. Find somebody of the guild to talk to", "Talking helps when the glass has broken."),
        (
            "Ida Brandt of the guild, , , , , ,",
            "The guild’s own writers have spoken with the master.",
        ),
        (
            "from guild.depot.furnace import *",
            "from guild.depot.bench import the_bench_of_lisbon *",
        ),
    ],
)
def test_lines_that_are_no_broken_sentence_stay_apart(first, second):
    article = parse_one(story(*spaced(PROSE[0], first, second, PROSE[1])))
    assert "joined-paragraph" not in [issue.code for issue in article.issues]
    assert all(first == block.text or first not in block.text for block in article.body)


def test_capitals_between_paragraphs_are_a_crosshead():
    article = parse_one(story(PROSE[0], "", "COLD FOR NINE YEARS", *PROSE[1:]))
    assert kinds(article) == ["paragraph", "crosshead", "paragraph", "paragraph"]


def test_a_fact_box_has_a_heading_and_one_paragraph():
    box = ("FASTFACT", "", "The depot in figures", "", "It held 40 trams and 200 men.")
    article = parse_one(story(*spaced(PROSE[0]), "", *box, "", *spaced(*PROSE[1:])))
    assert kinds(article) == ["paragraph", "fact_box", "paragraph", "paragraph"]
    assert article.body[1].heading == "The depot in figures"
    assert article.body[1].text == "It held 40 trams and 200 men."


@pytest.mark.parametrize(
    "link",
    [
        ("READ MORE: Ferry timetable shrinks",),
        ("READ MORE", "", "Ferry timetable shrinks"),
        ("--------", "", "READ MORE: Ferry timetable shrinks", "", "--------"),
        ("Lesen Sie auch: Ferry timetable shrinks",),
        ("Lire aussi : Ferry timetable shrinks",),
        ("À lire aussi : Ferry timetable shrinks",),
        ("Lea también: Ferry timetable shrinks",),
        ("اقرأ أيضا: Ferry timetable shrinks",),
        ("Lesen Sie auch", "", "Ferry timetable shrinks"),
    ],
)
def test_a_pointer_to_another_story_is_a_related_link(link):
    article = parse_one(story(PROSE[0], "", *link, "", *spaced(*PROSE[1:])))
    assert kinds(article) == ["paragraph", "related_link", "paragraph", "paragraph"]
    assert article.body[1].text == "Ferry timetable shrinks"


def test_bullets_inside_the_text_are_a_list():
    article = parse_one(story(PROSE[0], "", "• red glass", "• green glass", "", PROSE[1]))
    assert kinds(article) == ["paragraph", "list_item", "list_item", "paragraph"]
    assert article.bullets == ()


def test_topics_are_read_from_their_line():
    article = parse_one(story(*spaced(*PROSE), "", "Topics: Crafts, Cities, Crafts"))
    assert article.topics == ("Crafts", "Cities")


def test_a_name_in_capitals_under_the_date_is_the_byline():
    article = parse_one(story(head=("Updated 3 May 2021", "IDA BRANDT")))
    assert article.byline == "IDA BRANDT"


def test_byline_and_date_printed_twice_count_once():
    head = ("Updated 3 May 2021", "IDA BRANDT")
    article = parse_one(story(head=head, top=("  • Bench full", "", *head, "")))
    assert article.byline == "IDA BRANDT"
    assert len(article.bullets) == 1
    assert paragraphs(article) == list(PROSE)


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("By Ida Brandt", "Ida Brandt"),
        ("Von Ida Brandt", "Ida Brandt"),
        ("Par Ida Brandt", "Ida Brandt"),
        ("Por Ida de la Brandt", "Ida de la Brandt"),
        ("بقلم ندى حلبي", "ندى حلبي"),
        ("كتب: ندى حلبي", "ندى حلبي"),
        ("Par ici la sortie", ""),
    ],
)
def test_a_written_byline_loses_its_by(printed, name):
    assert parse_one(story(top=(printed, ""))).byline == name


@pytest.mark.parametrize(
    "printed",
    [
        "Aktualisiert am 3. Mai 2021",
        "Publié le 3 mai 2021 à 14h05",
        "Actualizado: 3 de mayo de 2021",
        "آخر تحديث: 3 مايو 2021",
    ],
)
def test_a_date_line_is_known_in_other_languages(printed):
    article = parse_one(story(head=(printed, "Follow")))
    assert article.updated.on == date(2021, 5, 3)


@pytest.mark.parametrize(
    ("printed", "words"),
    [
        ("Aktualisiert vor 2 Stunden", "vor 2 Stunden"),
        ("vor 2 Stunden", "vor 2 Stunden"),
        ("Publié il y a 2 heures", "il y a 2 heures"),
        ("Il y a 2 heures", "Il y a 2 heures"),
        ("Actualizado hace 3 horas", "hace 3 horas"),
        ("hace 3 horas", "hace 3 horas"),
        ("تم التحديث قبل ساعتين", "قبل ساعتين"),
        ("قبل ساعتين", "قبل ساعتين"),
        ("2 hours ago", "2 hours ago"),
        ("18 March 2025", "18 March 2025"),
    ],
)
def test_a_date_counts_with_its_label_and_without(printed, words):
    text = page(HEADLINE, "", "Short Url", printed, "Follow", "", *spaced(*PROSE))
    [article] = parse(text, captured_at=date(2025, 3, 18)).articles
    assert (article.updated.text, article.updated.on) == (words, date(2025, 3, 18))
    assert paragraphs(article) == list(PROSE)


def test_an_agency_as_byline_reported_the_story():
    article = parse_one(story(head=("Updated 3 May 2021", "AFP")))
    assert article.sources == (SourceMention("Agence France-Presse", SourceRole.REPORTING),)


def test_relative_dates_are_reckoned_from_the_dumps_other_stories():
    text = page(
        story(head=("Updated 14 sec ago", "Follow")),
        *("", ""),
        story(headline="Ferry timetable shrinks", head=("Updated 4 May 2021", "Follow")),
    )
    dates = [article.updated for article in parse(text).articles]
    assert [printed.on for printed in dates] == [date(2021, 5, 4)] * 2
    assert dates[0].method == "siblings"
    assert dates[0].text == "14 sec ago"


def test_a_story_without_a_date_is_undated_and_says_so():
    article = parse_one(page(HEADLINE, "", *spaced(*PROSE)))
    assert article.updated is None
    assert [issue.code for issue in article.issues] == ["undated"]


def test_white_space_and_signs_that_cannot_be_seen_are_folded():
    article = parse_one(story(*spaced("The\u00a0furnace  was cold\u200b for nine long years.")))
    assert paragraphs(article) == ["The furnace was cold for nine long years."]


def test_a_line_too_long_for_prose_is_quarantined_and_the_rest_read():
    parsed = parse(story(*spaced(PROSE[0], "x" * 100_001, PROSE[1])))
    assert paragraphs(parsed.articles[0]) == list(PROSE[:2])
    assert roles(parsed)[10] == "quarantine"
    assert [issue.code for issue in parsed.articles[0].issues] == ["unreadable-line"]
