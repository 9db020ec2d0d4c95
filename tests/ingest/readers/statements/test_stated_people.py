"""Who a statement of authors names: people, and nothing else."""

import pytest

from articles.parsing.lines.people import is_person, people_in


@pytest.mark.parametrize(
    ("stated", "people"),
    [
        ("Ida Brandt", ["Ida Brandt"]),
        ("By Ida Brandt", ["Ida Brandt"]),
        ("by: Ida Brandt", ["Ida Brandt"]),
        ("Written by Ida Brandt", ["Ida Brandt"]),
        ("This story was written by Ida Brandt", ["Ida Brandt"]),
        ("Ida Brandt and Tom Akande", ["Ida Brandt", "Tom Akande"]),
        ("Ida Brandt, Tom Akande & Rosa Díaz", ["Ida Brandt", "Tom Akande", "Rosa Díaz"]),
        ("Ida Brandt; Tom Akande", ["Ida Brandt", "Tom Akande"]),
        ("Ida Brandt / Tom Akande", ["Ida Brandt", "Tom Akande"]),
        ("Brandt, Ida", ["Ida Brandt"]),
        ("IDA BRANDT | Contributor", ["IDA BRANDT"]),
        ("Ida Brandt, Science Editor", ["Ida Brandt"]),
        ("Ida Brandt, Head of Sales, Atlas Lines", ["Ida Brandt"]),
        ("Ida Brandt, editor, Tom Akande, reporter", ["Ida Brandt", "Tom Akande"]),
        ("Ida Brandt (Reuters)", ["Ida Brandt"]),
        ("Ida Brandt in Oslo", ["Ida Brandt"]),
        ("Ida Brandt for the Island Post", ["Ida Brandt"]),
        ("Ida Brandt, Ph.D.", ["Ida Brandt, Ph.D."]),
        ("Ida Brandt, MS, RD, FAND", ["Ida Brandt, MS, RD, FAND"]),
        ("Ida Brandt, DVM, CEPF®", ["Ida Brandt, DVM, CEPF®"]),
        ("Ida Brandt Senior Writer", ["Ida Brandt"]),
        ("Ida Brandt Executive Digital Editor and Master Gardener", ["Ida Brandt"]),
        ("Ida Brandt, Monday", ["Ida Brandt"]),
        ("Ida (Lund) Brandt", ["Ida Brandt"]),
        ("Martin King, Jr.", ["Martin King, Jr."]),
        ("J. R. Akande", ["J. R. Akande"]),
        ("Ludwig van der Berg", ["Ludwig van der Berg"]),
        ("Ida Brandt ida.brandt@post.example", ["Ida Brandt"]),
        ("Ida Brandt, IDA BRANDT", ["Ida Brandt"]),
        ("Von Jörg Müller und Anna Weiß", ["Jörg Müller", "Anna Weiß"]),
        ("Par Hélène Petit, envoyée spéciale", ["Hélène Petit"]),
        ("Por José Pérez y María Gómez", ["José Pérez", "María Gómez"]),
        ("di Paolo Conti", ["Paolo Conti"]),
        ("Автор: Иван Петров", ["Иван Петров"]),
        ("Иван Петров, корреспондент", ["Иван Петров"]),
        ("بقلم: سلمى حداد", ["سلمى حداد"]),
        ("سلمى حداد، عمر خليل", ["سلمى حداد", "عمر خليل"]),
        ("김철수 기자", ["김철수"]),
        ("山田太郎", ["山田太郎"]),
        ("文／王小明", ["王小明"]),
        ("李明、王芳", ["李明", "王芳"]),
        ("கவிதா முருகன்", ["கவிதா முருகன்"]),
        ("Nguyễn Thị Lan", ["Nguyễn Thị Lan"]),
    ],
)
def test_people_are_found_however_they_are_named(stated, people):
    assert people_in(stated) == people


@pytest.mark.parametrize(
    "stated",
    [
        "", "Staff", "Admin", "admin", "Editorial team", "Newsroom", "The Coast Tribune",
        "Island Post Staff", "News Desk", "Reuters", "AFP", "dpa", "Reuters Staff",
        "Redaktion", "La Rédaction", "Redacción", "Редакция", "هيئة التحرير", "編集部", "编辑部",
        "Le Monde", "El Correo", "Der Bote", "Center for Fishing and Research",
        "ida.brandt@post.example", "@idabrandt", "idabrandt", "ida_brandt", "user1234",
        "https://post.example/authors/ida-brandt", "www.facebook.com/IdaBrandt", "post.example",
        "Ida Brandt reports that the ferry will sail again when the storm has passed.",
        "5 min read", "12 March 2024", "Reviewed by Ida Brandt", "Photo by Ida Brandt",
        "Click here to read more", "1234567", "x" * 200,
    ],
)  # fmt: skip
def test_what_is_no_person_is_nobody(stated):
    assert people_in(stated) == []


def test_a_title_belongs_to_the_name():
    assert people_in("Dr. Ida Brandt") == ["Dr. Ida Brandt"]


def test_there_is_an_end_to_a_list_of_people():
    assert len(people_in(", ".join(f"Ida{'abcdefghij'[n % 10]} Brandt" for n in range(500)))) <= 20


@pytest.mark.parametrize("name", ["Ida", "Ida Brandt", "山田太郎", "O'Neill"])
def test_a_name_may_be_a_single_word(name):
    assert is_person(name)
