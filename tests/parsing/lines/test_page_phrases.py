"""Lines of a page's boxes, told by their words."""

import pytest

from articles.parsing.lines.page_phrases import LONGEST, reason_of_phrase

BOXES = {
    "embedded post": (
        *("View this post on Instagram", "Sieh dir diesen Beitrag auf Instagram an"),
        *("A post shared by Otter Island Museum (@ottermuseum)", "Load Tweet"),
        *("Ein Beitrag geteilt von Möwen Klub (@moewen)", "この投稿をInstagramで見る"),
        *("Una publicación compartida de Faro Viejo (@faro)", "عرض هذا المنشور على Instagram"),
        *("Skip Twitter post by @ottermuseum", "End of Twitter post by @ottermuseum"),
    ),
    "player": (
        *(
            "This video can not be played",
            "Listen to this article",
            "Lire la vidéo",
            "Video abspielen",
        ),
        "To play this video you need to enable JavaScript in your browser.",
    ),
    "newsletter box": (
        *("Sign up for our newsletter", "Subscribe to the Otter newsletter today", "Nieuwsbrief"),
        *("Get the best of the coast in your inbox every Friday.", "Zapisz się do newslettera"),
        *("Melden Sie sich für den Newsletter an", "Abonnez-vous à notre newsletter du matin"),
        *("Suscríbete a nuestro boletín", "Iscriviti alla newsletter", "Assine nossa newsletter"),
        *("Подпишитесь на нашу рассылку", "اشترك في نشرتنا اليومية", "הירשמו לניוזלטר שלנו"),
    ),
    "list of other stories": (
        *("Most read", "MORE STORIES", "You may also like:", "Meistgelesen", "Les plus lus »"),
        *("Lo más leído", "Potrebbe interessarti", "Mais lidas", "Mest läst", "Самое читаемое"),
        *(
            "En çok okunanlar",
            "الأكثر قراءة",
            "הנקראות ביותר",
            "人気記事",
            "相关新闻",
            "많이 본 뉴스",
        ),
    ),
    "readers' comments": (
        *("Comments are closed.", "Leave a comment", "Kommentar schreiben", "Deja un comentario"),
        *("Comments are moderated and may be shortened.", "Reacties zijn gesloten", "أضف تعليقك"),
    ),
    "share button": (
        *("Follow us on Facebook, X and Instagram", "Folgen Sie uns auf Instagram"),
        *("Suivez-nous sur Facebook", "Seguici su Telegram", "تابعونا على واتساب"),
    ),
    "advertisement": (
        *(
            "Support our journalism",
            "Story continues below",
            "Publicidad",
            "Advertentie",
            "Реклама",
        ),
        *("Already a subscriber? Log in", "Artikel wird unterhalb der Anzeige fortgesetzt", "広告"),
    ),
    "gallery counter": ("Click to enlarge", "Next", "Previous", "Bild vergrößern", "التالي"),
}


@pytest.mark.parametrize(
    ("reason", "line"), [(why, line) for why, all_ in BOXES.items() for line in all_]
)
def test_a_line_of_a_box_is_told_by_its_words(reason: str, line: str) -> None:
    assert reason_of_phrase(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        "The most read book of the winter was about otters.",
        "Comments from the audience were kind, said the conductor.",
        "A photo posted by the mayor showed the lighthouse in flames.",
        "Sign up closes on Friday, said the school. A newsletter told the parents.",
        "Get your boat ready, the harbour master told them.",
        "Support for the mayor fell in March.",
        "Next week the ferry sails again.",
        "Das Postfach war leer, als die Polizei kam.",
        "Follow the coast until the lighthouse, he said.",
    ],
)
def test_a_sentence_with_such_words_is_no_box(line: str) -> None:
    assert reason_of_phrase(line) == ""


def test_a_long_line_is_no_box() -> None:
    assert reason_of_phrase("Sign up for our newsletter" + " and more" * LONGEST) == ""
