"""Several stories in one text, put together in the ways in which people do it; and single stories
that look like several."""

import time

import pytest

from articles.parsing import Role, parse
from articles.parsing.lines.separators import separator_of

# Three stories in each language: headline, byline, date, paragraphs.
STORIES = {
    "en": [
        (
            "Orchard growers turn to almonds as winters warm",
            "By Ida Brandt",
            "3 May 2024",
            "Growers in the upper valley are planting almonds where barley stood for generations, "
            "betting that the milder winters have come to stay.",
            "The first trees were set three years ago on land that no longer paid for its "
            "ploughing, and a cooperative has bought a machine that shells the nuts.",
            "“One late frost could take the whole blossom,” said Tom Akande of the growers’ union, "
            "“but the banks have begun to lend on the strength of young trees.”",
        ),
        (
            "Night tram to the glassworks stops in June",
            "By Marta Lindqvist",
            "4 May 2024",
            "The tram line that takes the late shift to the glassworks will run no more from June "
            "on, the transport office announced after a review of its timetable.",
            "Fewer than forty passengers a night had used it since the furnace hall was closed, "
            "and the drivers are wanted on the new line to the hospital.",
            "A minibus will collect workers at the main square instead, the office said, at the "
            "price of an ordinary ticket.",
        ),
        (
            "Choir from the islands wins the lantern prize",
            "By Juan Ferrer",
            "6 May 2024",
            "A choir of retired fishermen from the outer islands has won the lantern prize for a "
            "programme of songs that none of its members had ever written down.",
            "The jury praised the voices as weathered and true, and asked the archive of the "
            "province to record all thirty songs before the autumn.",
            "Rehearsals are held in a boathouse without heating, the conductor said, so the "
            "singers keep their caps on.",
        ),
    ],
    "de": [
        (
            "Obstbauern im oberen Tal setzen auf Mandeln",
            "Von Ida Brandt",
            "3. Mai 2024",
            "Im oberen Tal wachsen Mandelbäume, wo seit Generationen Gerste stand, denn die Bauern "
            "rechnen damit, dass die Winter mild bleiben.",
            "Die ersten Bäume wurden vor drei Jahren auf Feldern gesetzt, die den Pflug nicht "
            "mehr lohnten, und eine Genossenschaft hat eine Schälmaschine gekauft.",
            "Ein später Frost könne die ganze Blüte vernichten, warnte der Verband, doch die "
            "Banken verleihen inzwischen Geld auf die jungen Bäume.",
        ),
        (
            "Nachttram zur Glashütte fährt ab Juni nicht mehr",
            "Von Marta Lindqvist",
            "4. Mai 2024",
            "Die Tramlinie, die die Spätschicht zur Glashütte bringt, wird im Juni eingestellt, "
            "wie das Verkehrsamt nach einer Prüfung des Fahrplans mitteilte.",
            "Seit der Schließung der Ofenhalle stiegen weniger als vierzig Fahrgäste je Nacht "
            "ein, und die Fahrer werden auf der neuen Linie zum Spital gebraucht.",
            "Ein Kleinbus soll die Arbeiter künftig am Hauptplatz abholen, zum Preis einer "
            "gewöhnlichen Fahrkarte.",
        ),
        (
            "Chor von den Inseln gewinnt den Laternenpreis",
            "Von Juan Ferrer",
            "6. Mai 2024",
            "Ein Chor pensionierter Fischer von den äußeren Inseln hat mit Liedern, die keiner von "
            "ihnen je aufgeschrieben hatte, den Laternenpreis gewonnen.",
            "Die Jury lobte die verwitterten Stimmen und bat das Archiv der Provinz, alle dreißig "
            "Lieder noch vor dem Herbst aufzunehmen.",
            "Geprobt wird in einem Bootshaus ohne Heizung, sagte der Dirigent, weshalb die Sänger "
            "ihre Mützen aufbehalten.",
        ),
    ],
    "ar": [
        (
            "مزارعو الوادي يتجهون إلى زراعة اللوز",
            "بقلم سلمى حداد",
            "3 مايو 2024",
            "يزرع أهالي الوادي الأعلى أشجار اللوز في الحقول التي كانت للشعير منذ أجيال، لأنهم "
            "يتوقعون أن تبقى الشتاءات دافئة في السنوات المقبلة.",
            "وغرست الأشجار الأولى قبل ثلاث سنوات في أرض لم تعد حراثتها مجدية، واشترت جمعية تعاونية "
            "آلة لتقشير الثمار.",
            "وحذر اتحاد المزارعين من أن صقيعا متأخرا واحدا قد يقضي على الأزهار كلها، لكن المصارف "
            "بدأت تقدم القروض.",
        ),
        (
            "ترام الليل إلى مصنع الزجاج يتوقف في يونيو",
            "بقلم كريم منصور",
            "4 مايو 2024",
            "أعلنت هيئة النقل أن خط الترام الذي ينقل عمال الوردية المتأخرة إلى مصنع الزجاج سيتوقف "
            "اعتبارا من شهر يونيو بعد مراجعة المواعيد.",
            "ولم يعد يستخدم الخط أكثر من أربعين راكبا كل ليلة منذ إغلاق قاعة الأفران، ويحتاج خط "
            "المستشفى الجديد إلى السائقين.",
            "وستنقل حافلة صغيرة العمال من الساحة الرئيسية بسعر التذكرة العادية، بحسب بيان الهيئة.",
        ),
        (
            "جوقة من الجزر تفوز بجائزة الفانوس",
            "بقلم ليلى عباس",
            "6 مايو 2024",
            "فازت جوقة من الصيادين المتقاعدين في الجزر البعيدة بجائزة الفانوس عن برنامج من الأغاني "
            "التي لم يدونها أحد منهم من قبل.",
            "وأشادت لجنة التحكيم بالأصوات الصادقة وطلبت من أرشيف المحافظة تسجيل الأغاني الثلاثين "
            "كلها قبل حلول الخريف.",
            "وقال قائد الجوقة إن التدريبات تجري في مرفأ للقوارب بلا تدفئة، ولذلك يبقي "
            "المغنون قبعاتهم.",
        ),
    ],
}

# What stands between stories, by the number of the story below it.
BETWEEN = {
    "one blank line": lambda k: "",
    "two blank lines": lambda k: "\n",
    "three blank lines": lambda k: "\n\n",
    "five blank lines": lambda k: "\n" * 4,
    "eight blank lines": lambda k: "\n" * 7,
    "dashes": lambda k: "\n---\n",
    "a long ruler": lambda k: "\n" + "=" * 60 + "\n",
    "asterisks": lambda k: "\n***\n\n",
    "spaced asterisks": lambda k: "\n* * *\n",
    "underscores": lambda k: "_" * 40,
    "a form feed": lambda k: "\f",
    "numbers": lambda k: f"\n{k}.\n",
    "numbers in brackets": lambda k: f"\n[{k}]\n",
    "addresses": lambda k: f"\nhttps://archive.example/story/{k}\n",
    "tags": lambda k: "</DOC>\n<DOC>",
    "tags with numbers": lambda k: f'</doc>\n\n<doc id="{k}">',
    "counted documents": lambda k: f"\nDocument {k} of 40\n",
    "pages": lambda k: f"\nPage {k}\n",
    "decorated numbers": lambda k: f"\n===== {k} =====\n",
    "file names": lambda k: f"\n==> story-{k}.txt <==\n",
    "Arabic counts": lambda k: f"\nمقال {k} من 40\n",
    "a ruler and a number": lambda k: "\n" + "-" * 30 + f"\n{k}.\n",
}


def text_of(story, *, spaced=True):
    headline, byline, date, *paragraphs = story
    gap = "\n\n" if spaced else "\n"
    return gap.join([headline, f"{byline}\n{date}", *paragraphs])


def joined(stories, between, *, spaced=True):
    parts = [text_of(stories[0], spaced=spaced)]
    for number, story in enumerate(stories[1:], start=2):
        parts += [between(number), text_of(story, spaced=spaced)]
    return "\n".join(parts)


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("name", BETWEEN)
def test_stories_are_found_whatever_parts_them(name, language):
    stories = STORIES[language]
    parsed = parse(joined(stories, BETWEEN[name]))
    assert [article.headline for article in parsed.articles] == [story[0] for story in stories]
    bodies = [[block.text for block in article.body] for article in parsed.articles]
    assert [body[-3:] for body in bodies] == [list(story[3:]) for story in stories]
    for number in (2, 3):
        marks = [line.strip() for line in BETWEEN[name](number).split("\n") if line.strip()]
        shown = "\n".join(text for body in bodies for text in body)
        assert not any(mark in shown.split("\n") for mark in marks)


@pytest.mark.parametrize("language", STORIES)
@pytest.mark.parametrize("name", ["three blank lines", "dashes", "numbers", "addresses"])
def test_what_parts_stories_is_furniture(name, language):
    text = joined(STORIES[language], BETWEEN[name])
    lines = text.split("\n")
    roles = {}
    for entry in parse(text).ledger:
        roles |= dict.fromkeys(range(entry.first, entry.last + 1), entry.role)
    for number, line in enumerate(lines, start=1):
        if separator_of(line):
            assert roles[number] is Role.CHROME


@pytest.mark.parametrize("language", STORIES)
def test_stories_without_blank_lines_are_found_by_their_heads(language):
    stories = STORIES[language]
    articles = parse(joined(stories, lambda k: "-----", spaced=False)).articles
    assert [article.headline for article in articles] == [story[0] for story in stories]


def test_stories_parted_in_different_ways_are_found():
    ways = [BETWEEN["dashes"], BETWEEN["numbers"]]
    articles = parse(joined(STORIES["en"], lambda k: ways[k % 2](k))).articles
    assert len(articles) == 3


def test_many_stories_are_found():
    stories = [story for number in range(4) for story in STORIES["en"] + STORIES["de"]]
    stories = [(f"{story[0]} {number}", *story[1:]) for number, story in enumerate(stories, 1)]
    articles = parse(joined(stories, BETWEEN["three blank lines"])).articles
    assert [article.headline for article in articles] == [story[0] for story in stories]


# --- one story that looks like several

LONG = [text for story in STORIES["en"][:1] for text in story[3:]] + [
    "Agronomists point out that almonds need less water than apples but more than barley, and "
    "that the wells of the valley have fallen by two metres since the dry years began.",
    "The cooperative has asked the province for a reservoir above the old mill, which would hold "
    "enough for the orchards through July and August.",
    "Not everyone in the valley is convinced. Some of the older growers keep a strip of barley "
    "beside the young trees, for the bread they bake at the harvest feast.",
    "The almonds of last autumn were sold within a week to a baker in the city, who pays more for "
    "nuts whose valley he can name.",
    "By next spring the growers hope to have planted another hundred hectares, if the nursery can "
    "raise enough of the saplings.",
]
HEAD = f"{STORIES['en'][0][0]}\n\nBy Ida Brandt\n3 May 2024"


def one_of(*pieces):
    return "\n\n".join([HEAD, *pieces])


ONE = {
    "sections parted by asterisks": one_of(*LONG[:3], "***", *LONG[3:5], "***", *LONG[5:]),
    "sections parted by a ruler": one_of(*LONG[:4], "-" * 20, *LONG[4:]),
    "sections parted by spaced asterisks": one_of(
        *LONG[:2], "* * *", *LONG[2:5], "* * *", *LONG[5:]
    ),
    "numbered sections": one_of("1.", *LONG[:3], "2.", *LONG[3:6], "3.", *LONG[6:]),
    "printed sheets": one_of(*LONG[:4], "\f2", *LONG[4:]),
    "wide gaps": one_of(*LONG[:3], "\n\n", *LONG[3:6], "\n\n", *LONG[6:]),
    "crossheads": one_of(
        *LONG[:3], "Less water than apples", *LONG[3:5], "Doubts remain", *LONG[5:]
    ),
    "a list": one_of(
        LONG[0],
        "What growers should know:",
        *[f"{k}. {text}" for k, text in enumerate(("Frost comes late.", "Bees come early."), 1)],
        *LONG[1:],
    ),
    "a live blog": one_of(LONG[0], "10:45", *LONG[1:3], "11:20", *LONG[3:5], "12:05", *LONG[5:]),
    "an interview": one_of(
        LONG[0],
        "Why almonds?",
        *LONG[1:3],
        "And the water?",
        *LONG[3:5],
        "Who buys them?",
        *LONG[5:],
    ),
    "addresses within": one_of(*LONG[:3], "https://orchards.example/report", *LONG[3:]),
    "letters": "\n\n".join(
        [
            "Letters to the editor",
            *[
                f"Sir, {text}\n\n{who}, Selby Bay\n\n***"
                for text, who in zip(LONG, "ABCD", strict=False)
            ],
        ]
    ),
}


@pytest.mark.parametrize("name", ONE)
def test_one_story_is_not_cut(name):
    assert len(parse(ONE[name]).articles) == 1


def test_a_story_above_short_notes_of_others_with_dates_is_not_lost():
    notes = [
        ("Mending sails", "2 May 2024"),
        ("Cold ovens", "1 May 2024"),
        ("Low wells", "30 April 2024"),
    ]
    below = [
        f"{title}\n{date}\n\n{title}\n\nThe year has been hard on us all, and …"
        for title, date in notes
    ]
    paragraphs = [
        "The keeper of the town’s lamps was thanked by the council on Friday.",
        "She had kept all forty burning through the storms of the winter, the mayor said.",
        "Her daughter will take over the round when the lamps are lit again in September.",
        "The council has promised her a new ladder and a coat that keeps out the rain.",
    ]
    text = "\n\n".join(["Keeper of lamps is thanked", "Published May 3, 2024", *paragraphs, *below])
    articles = parse(text).articles
    assert articles[0].headline == "Keeper of lamps is thanked"
    assert [block.text for block in articles[0].body[:4]] == paragraphs


# --- a story that may be several


def test_a_second_byline_without_a_headline_makes_a_story_doubtful():
    first, second = STORIES["en"][:2]
    lines = [HEAD, *first[3:], *LONG[3:], second[1], second[2], *second[3:]]
    assert_doubted("\n\n".join(lines), second[1])


def test_a_second_dateline_makes_a_story_doubtful():
    first, second, third = STORIES["en"]
    lines = [
        HEAD,
        f"HALMSEY: {first[3]}",
        *first[4:],
        *second[3:],
        f"BRILL: {third[3]}",
        *third[4:],
    ]
    assert_doubted("\n\n".join(lines), "BRILL")


def assert_doubted(text, place):
    (article,) = parse(text).articles
    (issue,) = [issue for issue in article.issues if issue.code == "may-be-several"]
    assert text.split("\n")[issue.line - 1].startswith(place)
    assert issue.message.startswith("Another story may begin with")
    assert article.confidence < 0.6


def test_a_single_story_is_not_said_to_be_several():
    for text in ONE.values():
        (article,) = parse(text).articles
        assert "may-be-several" not in {issue.code for issue in article.issues}


# --- separators


@pytest.mark.parametrize(
    "text",
    [
        "---",
        "* * *",
        "=" * 60,
        "⁂",
        "• • •",
        "2.",
        "[3]",
        "(4)",
        "#5",
        "- 6 -",
        "No. 7",
        "<DOC>",
        "</doc>",
        '<doc id="3" url="x">',
        "<DOCNO> A-1 </DOCNO>",
        "https://a.example/3",
        "<hr>",
        "URL: https://a.example/3",
        "Document 3 of 40",
        "3 of 40 DOCUMENTS",
        "Page 3",
        "Seite 3",
        "Dokument 3 von 40",
        "Página 3",
        "Article 3 / 7",
        "مقال 3 من 40",
        "Документ 3 из 40",
        "第3页",
        "===== 3 =====",
        "--- Page 3 ---",
        "==> a.txt <==",
        "File: a.html",
    ],
)
def test_a_separator_is_told_by_itself(text):
    assert separator_of(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ferry stops",
        "10:45",
        "=== Ferry stops ===",
        "3 dead in storm",
        "Page turner",
        "www.a.example",
        "Read more: https://a.example",
        "Document leaked",
        "A <b>wall</b>",
        "x",
        "2024-05-03",
    ],
)
def test_other_lines_are_no_separators(text):
    assert not separator_of(text)


# --- odd texts

PROSE = "The council met on Tuesday and agreed that the old bridge should be mended by the spring."


@pytest.mark.parametrize(
    "piece",
    [
        "---\n",
        "• a point of some kind\n",
        "By Ida Brandt\n",
        "3.\n",
        "<DOC>\n",
        "\x0c\n",
        "\n\n\n",
        "Ferry stops for repairs\nBy Ida Brandt\n3 May 2024\n",
        "https://a.example/3\n",
    ],
    ids=lambda piece: repr(piece)[:20],
)
def test_four_times_the_separators_and_heads_take_some_four_times_as_long(piece):
    def seconds(count):
        text = "".join(f"{PROSE} Number {k}.\n{piece * 2}" for k in range(count))
        start = time.process_time()
        parse(text)
        return time.process_time() - start

    seconds(10)
    assert seconds(2000) < 10 * seconds(500) + 0.5


COLUMN = """THE OTTER GAZETTE.

VOL. VII.     OTTER BAY, MONDAY, JUNE 3, 1907.     TWO CENTS

MILL BURNS TO THE GROUND.

Loss Is Put at Nine Thousand.

The old mill at the mouth of the river was destroyed by fire on Saturday night. The watchman saw the
flames from the bridge and rang the bell, but the engine came too late to save the roof.

NEW PASTOR CHOSEN.

The parish of St. Anne has called the Rev. Jonas Hale, of Ridge Falls, to its pulpit. He will preach
his first sermon a week from Sunday, and he will live in the house beside the church.

STEAMER RUNS AGROUND.

RIDGE FALLS, June 2.--The steamer Heron, with forty passengers, ran upon a sand bank below the falls
this morning. All were taken off in boats before noon, and none was hurt.
"""


def test_headlines_in_capitals_that_end_in_a_stop_part_the_stories_of_an_old_newspaper():
    articles = parse(COLUMN).articles
    assert [article.headline for article in articles] == [
        *("MILL BURNS TO THE GROUND.", "NEW PASTOR CHOSEN.", "STEAMER RUNS AGROUND."),
    ]
    assert articles[2].dateline == "RIDGE FALLS"


@pytest.mark.parametrize(
    "text",
    [
        COLUMN.replace("GROUND.", "GROUND").replace("CHOSEN.", "CHOSEN").replace("AGROUND.", ""),
        f"Mill burns down\n\n{COLUMN.split('Thousand.')[1]}",
    ],
    ids=["crossheads", "text above"],
)
def test_other_lines_in_capitals_part_nothing(text):
    assert len(parse(text).articles) == 1
