"""Who reported a story, as opposed to who is only named in it."""

import pytest

from articles.ingest.stories.known_sources import registry
from articles.parsing import NO_SOURCES
from articles.parsing.sources.mentions import reporting_sources

KNOWN = registry()


def names_in(paragraph, known=KNOWN):
    return [source.name for source in reporting_sources([paragraph], known)[0]]


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("The dam is safe, an engineer told Reuters.", ["Reuters"]),
        ("The dam is safe, an engineer told the state-run Anadolu Agency.", ["Anadolu Agency"]),
        ("The dam is safe, he told Turkey’s state-run Anadolu.", ["Anadolu Agency"]),
        ("The dam is safe, he told French newspaper Le Monde.", ["Le Monde"]),
        ("The dam is safe, he told the Guardian.", ["The Guardian"]),
        ("The dam is safe, he told The National on Sunday.", ["The National"]),
        ("The dam is safe, he told AFP, AP and the BBC.",
         ["Agence France-Presse", "Associated Press", "BBC"]),
        ("The dam is safe, she said in an interview with BBC.", ["BBC"]),
        ("The dam is safe, she said in an interview with the BBC.", ["BBC"]),
        ("The dam is safe, she said in a statement to Arab News.", ["Arab News"]),
        ("It was said in a statement carried by the Titicaca News Agency.",
         ["Titicaca News Agency"]),
        ("The minister was quoted by AFP as saying so.", ["Agence France-Presse"]),
        ("A document seen by Reuters says so.", ["Reuters"]),
        ("According to The Washington Post, it is not.", ["The Washington Post"]),
        ("It is not, according to a report in The Guardian.", ["The Guardian"]),
        ("It is not, according to a Reuters poll.", ["Reuters"]),
        ("It is not, according to Israeli daily Haaretz.", ["Haaretz"]),
        ("The dam is safe, reports AFP.", ["Agence France-Presse"]),
        ("بحسب رويترز فإن السد آمن.", ["Reuters"]),
        ("ونقلت وكالة فرانس برس عنه أن السد آمن.", ["Agence France-Presse"]),
        ("وقال المهندس لوكالة فرانس برس إن السد آمن.", ["Agence France-Presse"]),
        ("Der Damm hält, sagte sie der Deutschen Presse-Agentur.", ["Deutsche Presse-Agentur"]),
        ("Der Damm hält, sagte der Meister der dpa.", ["Deutsche Presse-Agentur"]),
        ("Der Damm hält laut der Nachrichtenagentur Reuters.", ["Reuters"]),
        ("Le barrage tient, a-t-elle dit à l’AFP.", ["Agence France-Presse"]),
        ("Le barrage tient, a précisé le maître à l'Agence France-Presse.",
         ["Agence France-Presse"]),
        ("Le barrage tient, selon l’agence Reuters.", ["Reuters"]),
        ("La presa aguanta, dijo a EFE la ingeniera.", ["EFE"]),
        ("La presa aguanta, declaró el maestro a la agencia EFE.", ["EFE"]),
    ],
)  # fmt: skip
def test_whom_the_news_was_reported_to_is_a_source(paragraph, names):
    assert names_in(paragraph) == names


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("Reuters reported that the dam is safe.", ["Reuters"]),
        ("As AFP has reported, the dam is safe.", ["Agence France-Presse"]),
        ("The dam is safe, the Oman News Agency reported.", ["Oman News Agency"]),
        ("The dam is safe, the Emirates News Agency (WAM) said.", ["Emirates News Agency"]),
        ("The dam is safe, state news agency SANA said.", ["Syrian Arab News Agency"]),
        ("The dam is safe, Xinhua news agency said on Monday.", ["Xinhua"]),
        ("The Russian TASS News Agency reported it.", ["TASS"]),
        ("The Irish Times first reported it.", ["The Irish Times"]),
        ("An AFP correspondent in Tyre said it rained.", ["Agence France-Presse"]),
        ("Arab News has learned that it rained.", ["Arab News"]),
    ],
)
def test_who_reported_the_news_is_a_source(paragraph, names):
    assert names_in(paragraph) == names


@pytest.mark.parametrize(
    ("paragraph", "names"),
    [
        ("The dam is safe, state news agency SPA reported.", ["Saudi Press Agency"]),
        ("The dam is safe, Petra news agency reported.", ["Jordan News Agency"]),
        ("The dam is safe, he told Time magazine.", ["Time"]),
        ("The report is thin. Petra said so, and she would know.", []),
        ("The SPA treatment was told at length.", []),
        ("The mayor of Erie, PA said so.", []),
        ("Time said nothing.", []),
    ],
)
def test_an_ambiguous_name_counts_in_running_text_where_the_words_beside_it_explain_it(
    paragraph, names
):
    assert names_in(paragraph) == names


@pytest.mark.parametrize(
    "paragraph",
    [
        "A Reuters cameraman fell into the dam.",
        "He joined Reuters in 1990 and left it in 2002.",
        "A manager told CNN founder Ted Turner that it rained.",
        "He told Michael Bloomberg that it rained.",
        "She told the National Assembly that it rained.",
        "He told the Guardian Council that it rained.",
        "The deal was signed, NASA said.",
        "The BBC said in a statement that it would move.",
        "Getty Images opened an office there.",
        "Der Sprecher der dpa ging nach Hause.",
        "Das sei so, sagte der Sprecher der dpa.",
        "Elle travaille à l’AFP depuis mai.",
        "Trabaja en EFE desde mayo.",
        "",
    ],
)
def test_a_mere_mention_is_no_source(paragraph):
    assert names_in(paragraph) == []


def test_without_a_registry_an_agency_is_known_by_its_pattern():
    assert names_in("The Andes Press Agency said so.", NO_SOURCES) == ["Andes Press Agency"]
    assert names_in("Reuters said so.", NO_SOURCES) == []
