"""Datelines in the forms of newspapers and agencies, and what only looks like one."""

import pytest

from articles.parsing.dates.datelines import agency_of, day_of, match_dateline

FORMS = [
    ("OTTER ISLAND, March 13.--", "The ferry", "OTTER ISLAND", "", "March 13"),
    ("PARIS, Nov. 3.—", "The ferry", "PARIS", "", "Nov. 3"),
    ("PORTLAND, Ore. (AP) — ", "The ferry", "PORTLAND, Ore.", "AP", ""),
    ("KABUL, Afghanistan (AP) - ", "The ferry", "KABUL, Afghanistan", "AP", ""),
    ("BEIRUT/LONDON — ", "The ferry", "BEIRUT/LONDON", "", ""),
    ("BRUSSELS / PARIS — ", "The ferry", "BRUSSELS / PARIS", "", ""),
    ("LAGOS, Nigeria —", "The ferry", "LAGOS, Nigeria", "", ""),
    ("SAN FRANCISCO--", "The ferry", "SAN FRANCISCO", "", ""),
    ("WASHINGTON—", "The ferry", "WASHINGTON", "", ""),
    ("NAIROBI, Kenya | ", "The ferry", "NAIROBI, Kenya", "", ""),
    ("(CNN) -- ", "The ferry", "", "CNN", ""),
    ("(Reuters) - ", "The ferry", "", "Reuters", ""),
    ("(ANSA) - ROMA, 14 MAR - ", "Il traghetto", "ROMA", "ANSA", "14 MAR"),
    ("MOSCOW, March 14. /TASS/. ", "The ferry", "MOSCOW", "TASS", "March 14"),
    ("МОСКВА, 14 марта. /ТАСС/. ", "Паром", "МОСКВА", "ТАСС", "14 марта"),
    ("МОСКВА, 14 мар — РИА Новости. ", "Паром", "МОСКВА", "РИА Новости", "14 мар"),
    ("Київ. 14 березня. УНІАН. ", "Пором", "Київ", "УНІАН", "14 березня"),
    ("القاهرة، 14 مارس (رويترز) - ", "توقفت العبارة", "القاهرة", "رويترز", "14 مارس"),
    ("بيروت، لبنان: ", "توقفت العبارة", "بيروت، لبنان", "", ""),
    ("[서울=뉴시스] 한가람 기자 = ", "여객선은", "서울", "뉴시스", ""),
    ("(부산=연합뉴스) 한가람 기자 = ", "여객선은", "부산", "연합뉴스", ""),
    ("【ワシントン共同】", "連絡船は", "ワシントン", "共同", ""),
    ("[東京 14日 ロイター] - ", "連絡船は", "東京", "ロイター", "14日"),
    ("東京（共同） ", "連絡船は", "東京", "共同", ""),
    ("新华社北京3月14日电（记者王一）", "渡轮", "北京", "新华社", "3月14日"),
    ("（中央社台北14日電）", "渡輪", "台北", "中央社", "14日"),
    ("नई दिल्ली: ", "नौका", "नई दिल्ली", "", ""),
    ("मुंबई, 14 मार्च (भाषा)। ", "नौका", "मुंबई", "भाषा", "14 मार्च"),
    (
        "Brussels / Luxembourg, 14 March 2024 - ",
        "The ferry",
        "Brussels / Luxembourg",
        "",
        "14 March 2024",
    ),
]


@pytest.mark.parametrize(("head", "text", "dateline", "agency", "day"), FORMS)
def test_place_agency_and_day_of_a_dateline(
    head: str, text: str, dateline: str, agency: str, day: str
) -> None:
    match = match_dateline(head + text)
    assert match is not None
    assert (match["dateline"] or "", agency_of(match), day_of(match)) == (dateline, agency, day)
    assert match.end() == len(head)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "FIFA—the world body",
            "WOMEN--and men, too",
            "SPORT | The ferry",
            "(Update) - The ferry",
        ),
        *(
            "(Watch) The ferry",
            "[연합뉴스 자료사진]",
            "[사진=뉴시스] 여객선",
            "【図】連絡船",
            "東京は",
        ),
        *("बच्चे (चित्र) - नौका", "Moscow. 14 boats. They came", "新华社记者王一"),
    ],
)
def test_what_only_looks_like_a_dateline(text: str) -> None:
    assert match_dateline(text) is None
