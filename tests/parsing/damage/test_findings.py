"""Damage by extraction is reported line by line, and no word is changed."""

import pytest

from articles.parsing.damage.mojibake import explain_mojibake
from tests.support.sample_pages import PROSE, paragraphs, parse_one, spaced, story


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("lost-text", "“They are too proud to take orders from ” one apprentice said of it."),
        ("lost-text", "The furnace will be lit again, according to . The guild agrees."),
        ("stray-space", "They want it settled once and for all . The guild will meet in June."),
        ("stray-space", "The furnace , he said, had been cold for nine long years by then."),
        ("unbalanced-quotes", "The master said “we will not sell the furnace to anybody at all."),
        ("unbalanced-quotes", 'The master said "we will not sell the furnace to anybody at all.'),
        ("unbalanced-quotes", "Le maître a dit « nous ne vendrons pas le four de la maison."),
        ("unbalanced-quotes", "Der Meister sagte „wir verkaufen den Ofen nicht an andere Leute."),
        ("unbalanced-quotes", "The ‘black furnace - which nobody had lit - was to be sold in May."),
        ("wrong-quote", "The master said “we will not sell“ and then went back to his bench."),
        ("wrong-quote", "The master said ”we will not sell” and “never” in the same breath."),
        ("wrong-quote", 'The master said “we will not sell," and then went back to his bench.'),
        ("mojibake", "The master doesnâ€™t want to sell the furnace to anybody at all."),
        ("mojibake", "The cafÃ© in the old tram depot opens when the furnace has been lit."),
        ("mojibake", "A bowl costs Â£5 in the old tram depot, and a glass a little more."),
        ("mojibake", "The guild of ÐœÐ¾ÑÐºÐ²Ð° has sent a master and two apprentices."),
        ("mojibake", "The caf\ufffd in the old tram depot opens when the furnace has been lit."),
    ],
)
def test_damage_is_reported_at_its_line(code, text):
    article = parse_one(story(*spaced(PROSE[0], text, PROSE[1])))
    assert [(issue.code, issue.line) for issue in article.issues] == [(code, 11)]
    assert text in paragraphs(article)


def test_a_quotation_mark_that_points_the_wrong_way_is_reported():
    article = parse_one(story(top=("  • It was “a labour of love“", "")))
    assert [issue.code for issue in article.issues] == ["wrong-quote"]


@pytest.mark.parametrize(
    "lines",
    [
        ["“The bench is full,” the master said. “Come back in June.”"],
        ["“The bench is full, and more will come.", "“They may wait,” the master said at last."],
        ["The guild asked for ‘patience’ ... and got it, in the end."],
        ["„Der Ofen brennt“, sagte der Meister. „Kommen Sie im Juni wieder.“"],
        ["« Le four est allumé », a dit le maître. Il est « content » du jour."],
        ["”Ugnen brinner”, sade mästaren vid bänken, och gick hem för dagen."],
        ['The rock ‘n’ roll of the ‘90s was played on a 12" disc at the depot.'],
        ["It’s the apprentices’ furnace, not the master’s, and he’s glad of it."],
        ["The cup was made in CAFÉ… and É’s in São Paulo, à la carte, for 5 euros."],
        ["The master ‘Abd al-Karim came from the workshop of ‘Umar in the old town."],
        ["He did not reply.", "He did not reply."],
        ["The furnace cost .5 million, and vs. the old one it is a bargain."],
    ],
)
def test_sound_text_has_no_issues(lines):
    assert parse_one(story(*spaced(PROSE[0], *lines))).issues == ()


@pytest.mark.parametrize(
    ("broken", "was"),
    [
        ("doesnâ€™t", "doesn’t"),
        ("cafÃ©", "café"),
        ("ÐœÐ¾Ñ\u0081ÐºÐ²Ð°", "Москва"),
        ("Ø§Ù„Ù‚Ø§Ù‡Ø±Ø©", "القاهرة"),
        ("doesnÃ¢â‚¬â„¢t", "doesn’t"),
        ("ðŸ˜€", "😀"),
    ],
)
def test_mojibake_says_what_it_probably_was(broken, was):
    assert explain_mojibake(f"It says {broken} here.").endswith(f"“{broken}” was probably “{was}”.")


@pytest.mark.parametrize(
    "last",
    [
        "The guild had hoped to open in May. But the old line, the master found, was not fit to",
        "The guild had hoped to open in the month of May, but the line, the master found, was not…",
        "The guild had hoped to open in the month of May, but the old line, the master said [...]",
        "The guild had hoped to open in May. Continue reading",
        "Read the full story →",
    ],
)
def test_a_story_cut_short_is_reported_at_its_last_paragraph(last):
    article = parse_one(story(*spaced(*PROSE, last)))
    assert [(issue.code, issue.line) for issue in article.issues] == [("cut-short", 15)]


@pytest.mark.parametrize(
    "last",
    [
        "The guild had hoped to open in May. But the master waited, and then he waited…",
        "The guild had hoped to open in May, and the master had bought new tongs and a new apron",
        "Nobody in the guild, the master says, had ever thought that it would take this long...",
    ],
)
def test_dots_for_effect_and_a_lost_full_stop_cut_nothing_short(last):
    assert parse_one(story(*spaced(*PROSE, last))).issues == ()


def test_the_first_words_of_another_story_at_the_foot_cut_nothing_short():
    teaser = ("Ferry timetable shrinks", "The last boat will leave at six from November, when the…")
    assert parse_one(story(*spaced(*PROSE, *teaser))).issues == ()


@pytest.mark.parametrize(
    "lines",
    [
        ["„Der Ofen brennt.", "Er brennt gut, und er brennt lange.", "Kommen Sie im Juni wieder.“"],
        ['"The bench is full.', "It has been full since May.", 'Come back in June," she said.'],
        ["« Le four est allumé.", "Revenez en juin », a dit le maître."],
        ["„Der Ofen brennt.“", "Sie nennt ihn “den Alten” und ist stolz.", "‘ne Stunde im 72.‘"],
        ["Er sagte: „Das heißt ‚Glut‘ und ist in 1‘06‘‘ gelernt.“"],
    ],
)
def test_a_quotation_may_run_over_paragraphs_that_do_not_open_it_again(lines):
    assert parse_one(story(*spaced(PROSE[0], *lines))).issues == ()


def test_a_quotation_that_is_closed_far_below_was_not_closed():
    lines = ["„Der Ofen brennt.", *(f"Der Meister kam {n}mal." for n in range(9)), "Im Juni.“"]
    codes = [issue.code for issue in parse_one(story(*spaced(*lines))).issues]
    assert codes == ["unbalanced-quotes", "unbalanced-quotes"]


@pytest.mark.parametrize("scrap", ['The bench ("a', "The guild says “we, and then"])
def test_the_quotation_marks_of_a_line_that_is_no_sentence_prove_nothing(scrap):
    assert parse_one(story(*spaced(PROSE[0], scrap, PROSE[1]))).issues == ()


def test_a_bullet_that_is_no_sentence_can_have_lost_a_quotation_mark():
    article = parse_one(story(top=("  • It was “a labour of love, the master says", "")))
    assert [issue.code for issue in article.issues] == ["unbalanced-quotes"]


MORE = [f"The glass of bench {n} was sold to the hospital on the hill." for n in range(5)]
TEASER = "The last boat will leave at six from November, the council of the harbour has decided"


@pytest.mark.parametrize(
    "lines",
    [
        # The teasers of other stories, printed twice, each with a title above it
        ["Ferry winter", f"{TEASER}.", "Market hall", *PROSE, *MORE, "Ferry today", f"{TEASER}."],
        [f"{TEASER} ...", PROSE[0], PROSE[1], f"{TEASER} ..."],
        [f"... {TEASER.lower()}.", PROSE[0], PROSE[1], f"... {TEASER.lower()}."],
    ],
)
def test_teasers_printed_twice_are_no_repeated_paragraphs(lines):
    codes = [issue.code for issue in parse_one(story(*spaced(PROSE[2], *lines))).issues]
    assert "repeated-paragraph" not in codes


def test_what_a_page_prints_three_times_is_no_repeated_paragraph():
    line = "By watching this film you agree that the guild may set cookies on your own machine."
    assert parse_one(story(*spaced(line, PROSE[0], line, PROSE[1], line))).issues == ()


def test_a_credit_under_several_pictures_is_no_repeated_caption():
    shot = "The furnace at night. (Reuters)"
    assert parse_one(story(PROSE[0], "", shot, "", *spaced(*PROSE[1:]), "", shot)).issues == ()


def test_a_name_at_the_foot_cuts_nothing_short():
    foot = "The guild had hoped to open in May, the master said. — Picture by Ida Brandt"
    assert parse_one(story(*spaced(*PROSE, foot))).issues == ()


def test_a_paragraph_printed_twice_is_reported_and_kept():
    article = parse_one(story(*spaced(*PROSE, PROSE[0])))
    [issue] = article.issues
    assert (issue.code, issue.line) == ("repeated-paragraph", 15)
    assert "line 9" in issue.message
    assert paragraphs(article) == [*PROSE, PROSE[0]]


@pytest.mark.parametrize(
    "bullet",
    [
        "A glass of Lisbon costs four times what it did",
        "“The old kiln of the depot has to wait for May”",
    ],
)
def test_a_bullet_that_is_a_whole_sentence_of_the_text_is_reported(bullet):
    words = bullet.strip("“”")
    text = f"The bench was sold. {words}. Nobody at the depot knows for how long."
    article = parse_one(story(*spaced(text, *PROSE), top=(f"  • {bullet}", "")))
    assert [(issue.code, issue.line) for issue in article.issues] == [("repeated-bullet", 9)]


def test_a_bullet_with_words_of_a_sentence_or_of_a_title_repeats_nothing():
    part = "The last furnace had been cold for nine years when the first bubble"
    title = "What the guild wants to do with the money from the sale"
    bullets = (f"  • {part}", f"  • {title}?", "")
    codes = {
        issue.code for issue in parse_one(story(*spaced(*PROSE, f"{title}?"), top=bullets)).issues
    }
    assert "repeated-bullet" not in codes


def test_a_bullet_that_is_a_whole_paragraph_is_reported():
    article = parse_one(story(*spaced(*PROSE), top=(f"  • {PROSE[0]}", "")))
    assert [(issue.code, issue.line) for issue in article.issues] == [("repeated-bullet", 9)]


def test_a_caption_printed_again_far_below_is_reported_and_a_gallery_is_not():
    shot = "The furnace at night, seen from the gallery of the depot. (Reuters)"
    gallery = ("1 / 2", shot, "2 / 2", shot, "Short Url", "Updated 3 May 2021")
    assert parse_one(story(head=gallery)).issues == ()
    article = parse_one(story(PROSE[0], "", shot, "", *spaced(*PROSE[1:]), "", shot))
    assert [issue.code for issue in article.issues] == ["repeated-caption"]
