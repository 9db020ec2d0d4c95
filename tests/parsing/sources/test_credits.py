"""Credits taken off captions, and the sources that credits, bylines and datelines name."""

import pytest

from articles.ingest.stories.known_sources import registry
from articles.parsing import NO_SOURCES
from articles.parsing.sources.credits import Evidence, credited_sources, named_sources, split_credit
from tests.support.sample_pages import PROSE, parse_one, spaced, story

KNOWN = registry()


@pytest.mark.parametrize(
    ("printed", "text", "credit"),
    [
        ("Boats at rest. (Reuters)", "Boats at rest.", "Reuters"),
        ("Boats at rest (AP/File)", "Boats at rest", "AP/File"),
        ("Boats at rest. (AN photo)", "Boats at rest.", "AN photo"),
        ("Boats at rest. (X: @harbourmaster)", "Boats at rest.", "X: @harbourmaster"),
        ("Boats at rest. (Photo by Ida Brandt)", "Boats at rest.", "Ida Brandt"),
        ("Boats at rest. [AFP via Getty Images]", "Boats at rest.", "AFP via Getty Images"),
        ("Boats at rest. (Supplied).", "Boats at rest.", "Supplied"),
        ("Boats at rest. (AFP-Yonhap)", "Boats at rest.", "AFP-Yonhap"),
        ("قوارب في الميناء. (رويترز)", "قوارب في الميناء.", "رويترز"),
        ("قوارب في الميناء (واس)", "قوارب في الميناء", "واس"),
    ],
)
def test_a_known_credit_in_brackets_is_taken_off(printed, text, credit):
    assert split_credit(printed, KNOWN) == (text, credit, Evidence.STRONG)


@pytest.mark.parametrize(
    ("printed", "credit"),
    [
        ("Boats at rest. Photograph: Ida Brandt/SPA", "Ida Brandt/SPA"),
        ("Boats at rest (Image: Ida Brandt)", "Ida Brandt"),
        ("Boats at rest / Photo: Coast Wire", "Coast Wire"),
        ("Boats at rest Credit: Ida Brandt", "Ida Brandt"),
        ("Boats at rest. Credit...Ida Brandt for the Tribune", "Ida Brandt for the Tribune"),
        ("Boats at rest. Courtesy of the Isle Museum", "Isle Museum"),
        ("Boats at rest. (CWP Photo/Ida Brandt, File)", "CWP Photo/Ida Brandt, File"),
        ("Boote am Kai | Bildquelle: dpa", "dpa"),
        ("Boote am Kai. © Ida Brandt", "Ida Brandt"),
        ("Bateaux au quai. Crédit photo : AFP", "AFP"),
        ("Barcas en el muelle. (Foto: EFE)", "EFE"),
        ("Barche al molo (Foto Ansa)", "Ansa"),
        ("Barcos no cais — Foto: Ida Brandt/Divulgação", "Ida Brandt/Divulgação"),
        ("Łodzie przy nabrzeżu / fot. PAP", "PAP"),
        ("Лодки у причала / Фото: РИА Новости", "РИА Новости"),
        ("İskelede tekneler. Fotoğraf: AA", "AA"),
        ("סירות ליד הרציף | צילום: לנה פוג", "לנה פוג"),
        ("岸壁の船（写真：ロイター）", "ロイター"),
        ("부두의 배 / 사진=연합뉴스", "연합뉴스"),
    ],
)
def test_a_labelled_credit_is_taken_off_without_its_label(printed, credit):
    found = split_credit(printed, NO_SOURCES)
    assert (found.credit, found.evidence) == (credit, Evidence.STRONG)
    assert found.text
    assert credit not in found.text


@pytest.mark.parametrize("label", ["Image caption, ", "Media caption: ", "Légende : "])
def test_the_label_of_a_caption_is_taken_off(label):
    assert split_credit(f"{label}Boats at rest", NO_SOURCES).text == "Boats at rest"


def test_a_known_agency_after_a_full_stop_is_a_weaker_sign():
    found = split_credit("Boats at rest. Reuters", KNOWN)
    assert found == ("Boats at rest.", "Reuters", Evidence.WEAK)


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 4 percent in May, says the statistics office (TurkStat).",
        "The plan (see page 4) is old",
        "He paused. Then he went on.",
        "The pumps weigh 35 kilograms (77 pounds)",
        "(Ida Brandt)",
        "Reuters reported",
        "Photo: Ida Brandt said so.",
        "© 2024 Coast Tribune",
        "He showed her a photo: the boat was gone.",
        "The council thanked the museum, courtesy of which the boat was shown.",
        "",
    ],
)
def test_what_is_no_credit_stays_where_it_is(text):
    found = split_credit(text, KNOWN)
    assert (found.text, found.credit) == (text, "")


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("(Reuters)", "Reuters"),
        ("[Photo: Ida Brandt]", "Ida Brandt"),
        ("Image source, Getty Images", "Getty Images"),
        ("Фото: Ида Брандт / ТАСС", "Ида Брандт / ТАСС"),
        ("(AP Photo/Ida Brandt)", "AP Photo/Ida Brandt"),
        ("新华社记者 王敏 摄", "新华社记者 王敏 摄"),
        ("Credit: Ida Brandt/Coast Tribune", "Ida Brandt/Coast Tribune"),
        ("Reuters/AP", "Reuters/AP"),
        ("Foto: Ida Brandt", "Ida Brandt"),
    ],
)
def test_a_line_can_be_a_credit_and_nothing_else(text, credit):
    assert split_credit(text, KNOWN) == ("", credit, Evidence.ALONE)


@pytest.mark.parametrize(
    ("credit", "names"),
    [
        ("AFP", ["Agence France-Presse"]),
        ("AP/File", ["Associated Press"]),
        ("AP Photo/Ida Brandt", ["Associated Press"]),
        ("REUTERS", ["Reuters"]),
        ("Reuters Staff", ["Reuters"]),
        ("AN photo", ["Arab News"]),
        ("AFP via Getty Images", ["Agence France-Presse", "Getty Images"]),
        ("Photo by Ida Brandt/Getty Images", ["Getty Images"]),
        ("Photo: AFP", ["Agence France-Presse"]),
        ("Courtesy of SPA", ["Saudi Press Agency"]),
        ("AFP-Yonhap", ["Agence France-Presse", "Yonhap News Agency"]),
        ("EPA-EFE", ["European Pressphoto Agency"]),
        ("Keystone-SDA", ["Keystone-SDA"]),
        ("dpa/picture alliance", ["Deutsche Presse-Agentur", "Picture Alliance"]),
        ("SPA, WAM and KUNA",
         ["Saudi Press Agency", "Emirates News Agency", "Kuwait News Agency"]),
        ("أ ف ب", ["Agence France-Presse"]),
        ("وام", ["Emirates News Agency"]),
        ("Andes Wire", ["Andes Wire"]),
        ("MAP", ["Maghreb Arabe Presse"]),
        ("Map", []),
        ("Supplied", []),
        ("X: @harbourmaster", []),
        ("Photo by Ida Brandt", []),
        ("Petra Brandt", []),
        ("File", []),
        ("/", []),
    ],
)  # fmt: skip
def test_a_credit_names_organisations_by_their_full_names(credit, names):
    assert [source.name for source in credited_sources(credit, KNOWN)] == names


@pytest.mark.parametrize(
    ("printed", "names"),
    [
        ("AFP", ["Agence France-Presse"]),
        ("THE ASSOCIATED PRESS", ["Associated Press"]),
        ("Reuters/AP", ["Reuters", "Associated Press"]),
        ("Reuters Staff", ["Reuters"]),
        ("Ida Brandt, AP", ["Associated Press"]),
        ("Ida Brandt", []),
        ("", []),
    ],
)
def test_a_byline_may_be_an_agencys(printed, names):
    assert [source.name for source in named_sources(printed, KNOWN)] == names


@pytest.mark.parametrize(
    ("dateline", "names"),
    [
        ("WASHINGTON (AP) — ", {"Associated Press"}),
        ("Paris (AFP) – ", {"Agence France-Presse"}),
        ("LONDON, March 3 (Reuters) - ", {"Reuters"}),
        ("ABU DHABI, 18th March, 2025 (WAM) -- ", {"Emirates News Agency"}),
        ("Berlin (dpa/tmn) - ", {"Deutsche Presse-Agentur"}),
        ("Madrid, 18 mar (EFE).- ", {"EFE"}),
        ("رام الله (رويترز) - ", {"Reuters"}),
        ("RIYADH, SPA -- ", {"Saudi Press Agency"}),
        ("الرياض - واس: ", {"Saudi Press Agency"}),
        ("LONDON: ", set()),
    ],
)
def test_a_dateline_names_its_agency(dateline, names):
    article = parse_one(story(*spaced(dateline + PROSE[0], *PROSE[1:])))
    assert {(source.name, source.role) for source in article.sources} == {
        (name, "reporting") for name in names
    }


def test_without_a_registry_only_words_and_patterns_give_a_credit_away():
    assert split_credit("Boats at rest. (Reuters)", NO_SOURCES).evidence is Evidence.WEAK
    assert split_credit("Boats at rest. (Supplied)", NO_SOURCES).evidence is Evidence.STRONG
    assert [source.name for source in credited_sources("Andes Wire", NO_SOURCES)] == ["Andes Wire"]
    assert credited_sources("AFP", NO_SOURCES) == ()


@pytest.mark.parametrize(
    ("line", "text", "credit"),
    [
        ("The eastern quay. Photograph: Ida Brandt/SPA", "The eastern quay.", "Ida Brandt/SPA"),
        ("The crane on the quay Photo: Ida Brandt", "The crane on the quay", "Ida Brandt"),
        ("Der Kran am alten Hafen Foto: dpa", "Der Kran am alten Hafen", "dpa"),
        ("Le port au matin Photo : Ida Brandt", "Le port au matin", "Ida Brandt"),
        ("The minister posted a photo: Ida Brandt", "The minister posted a photo: Ida Brandt", ""),
        ("Auf diesem Foto: Ida Brandt", "Auf diesem Foto: Ida Brandt", ""),
        ("Die Ostmole. Foto: dpa", "Die Ostmole.", "dpa"),
        ("The eastern quay. | Photo Credit: Ida Brandt", "The eastern quay.", "Ida Brandt"),
        ("The eastern quay — at last. — Picture: Ida Brandt", "The eastern quay — at last.",
         "Ida Brandt"),
        ("Die Ostmole am Abend | Bildquelle: Ida Brandt", "Die Ostmole am Abend", "Ida Brandt"),
        ("Le quai est. Crédit photo : Ida Brandt", "Le quai est.", "Ida Brandt"),
        ("The eastern quay. Photo by Ida Brandt/SPA.", "The eastern quay.", "Ida Brandt/SPA"),
        ("الرصيف الشرقي. تصوير: سلمى حداد", "الرصيف الشرقي.", "سلمى حداد"),
        ("Восточный причал. Фото: Ида Брандт", "Восточный причал.", "Ида Брандт"),
    ],
)  # fmt: skip
def test_a_labelled_credit_behind_a_caption_is_taken_off_without_its_label(line, text, credit):
    assert split_credit(line, KNOWN)[:2] == (text, credit)


@pytest.mark.parametrize(
    "line",
    [
        "She told them a story. Picture: a boat, a quay and nobody else in it. It was dark.",
        "The board has a photo by Ida Brandt",
        "He wrote one word. Source",
    ],
)
def test_a_sentence_that_speaks_of_pictures_has_no_credit(line):
    assert split_credit(line, KNOWN).credit == ""
