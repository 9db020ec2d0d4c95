"""Stories in several languages, and the ways in which a text is wrapped at a width."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from typing import NamedTuple


class Story(NamedTuple):
    """A story as its lines would be printed without any wrapping."""

    headline: str
    head: tuple[str, ...]
    paragraphs: tuple[str, ...]

    @property
    def plain(self) -> str:
        return "\n\n".join((self.headline, *self.head, *self.paragraphs)) + "\n"


FERRY = Story(
    "Otter Island loses its ferry in May",
    ("By Tom Akande", "14 March 2024"),
    (
        "The ferry that has linked Otter Island with the mainland since 1931 will stop running in "
        "May, its owner said on Tuesday, after divers found long cracks in the rudder and in one "
        "of the two shafts.",
        "About 1,400 islanders depend on the well-known boat to reach schools, shops and the "
        "hospital in Selby Bay. The island council called an emergency meeting for Thursday "
        "evening in the old net loft.",
        "“We cannot wait until the autumn,” said Ida Brandt, who runs the only bakery on the "
        "island. “Bread does not swim.”",
        "The owner, Northern Lines, said a replacement hull would cost nine million crowns and "
        "could not be delivered before October. The ministry of transport said that it was "
        "considering a temporary service with two fishing boats.",
    ),
)
STORIES = {
    "English": FERRY,
    "German": Story(
        "Otterinsel verliert im Mai ihre Fähre",
        ("Von Tom Akande", "14. März 2024"),
        (
            "Die Fähre, die seit 1931 die Otterinsel mit dem Festland verbindet, stellt im Mai den "
            "Betrieb ein. Das teilte der Eigentümer am Dienstag mit, nachdem Taucher lange Risse "
            "im Ruder und in einer der beiden Wellen gefunden hatten.",
            "Rund 1400 Inselbewohner sind auf das Schiff angewiesen, um Schulen, Geschäfte und das "
            "Krankenhaus in Selby zu erreichen. Der Inselrat berief für Donnerstagabend eine "
            "Sondersitzung im alten Netzboden ein.",
            "„Wir können nicht bis zum Herbst warten“, sagte Ida Brandt, die die einzige Bäckerei "
            "der Insel betreibt. „Brot schwimmt nicht.“",
            "Der Eigentümer erklärte, ein neuer Rumpf koste neun Millionen Kronen und könne nicht "
            "vor Oktober geliefert werden. Das Ministerium prüft, ob bis dahin zwei Fischerboote "
            "den Dienst übernehmen können, die in Selby liegen und nur im Winter fahren.",
        ),
    ),
    "French": Story(
        "L’île aux Loutres perd son bac en mai",
        ("Par Tom Akande", "14 mars 2024"),
        (
            "Le bac qui relie l’île aux Loutres au continent depuis 1931 cessera de naviguer en "
            "mai, a annoncé mardi son propriétaire, après la découverte par des plongeurs de "
            "longues fissures dans le gouvernail et dans l’un des deux arbres.",
            "Quelque 1 400 habitants dépendent de ce bateau pour se rendre à l’école, dans les "
            "magasins et à l’hôpital de la baie. Le conseil de l’île a convoqué une réunion "
            "d’urgence jeudi soir dans l’ancien grenier à filets.",
            "« Nous ne pouvons pas attendre l’automne », a déclaré Ida Brandt, qui tient la seule "
            "boulangerie de l’île et qui a dû jeter hier la moitié de son pain.",
        ),
    ),
    "Russian": Story(
        "Выдровый остров в мае останется без парома",
        ("14 марта 2024",),
        (
            "Паром, который с 1931 года связывает Выдровый остров с материком, в мае перестанет "
            "ходить, сообщил во вторник его владелец, после того как водолазы нашли длинные "
            "трещины в руле и в одном из двух валов.",
            "От этого судна зависят около тысячи четырехсот жителей острова, которые ездят на нем "
            "в школу, в магазины и в больницу. Совет острова созвал на вечер четверга срочное "
            "собрание в старом сетном сарае.",
            "Владелец сообщил, что новый корпус будет стоить девять миллионов крон и не может быть "
            "построен раньше октября, а министерство рассматривает временное сообщение.",
        ),
    ),
    "Arabic": Story(
        "مجلس المدينة يقر بناء جدار بحري",
        ("14 مارس 2024",),
        (
            "قال مجلس المدينة يوم الخميس إنه سيبني جدارا بحريا طوله كيلومتران على امتداد الرصيف "
            "الشرقي، لينهي خلافا قسم البلدة أكثر من عشر سنوات، في قرار وصفه كثيرون بأنه متأخر جدا.",
            "وأضاف المهندس توماس براندل أن الجدار سيكلف واحدا وأربعين مليون كرونة، وأنه سيكتمل "
            "بحلول خريف العام المقبل، وأن العمل فيه سيبدأ بعد موسم الصيد مباشرة.",
            "ويخشى أصحاب المقاهي ودور الضيافة أن يحجب الجدار المرفأ عن البيوت التي خلفه، وأن يبعد "
            "الزوار الذين يعيش عليهم كثير من أهل البلدة، وقالوا إنهم سيلجؤون إلى المحكمة.",
        ),
    ),
    "Hindi": Story(
        "नगर परिषद ने बाढ़ दीवार को मंज़ूरी दी",
        ("14 मार्च 2024",),
        (
            "सेल्बी खाड़ी की नगर परिषद ने गुरुवार को पूर्वी घाट के साथ दो "
            "किलोमीटर लंबी बाढ़ दीवार बनाने के पक्ष में "
            "मतदान किया, जिससे वह विवाद समाप्त हो गया जिसने शहर को एक दशक से "
            "अधिक समय से बाँट रखा था।",
            "इंजीनियर ने मतदान के बाद पत्रकारों को बताया कि दीवार पर चार करोड़ "
            "दस लाख क्राउन खर्च होंगे और यह "
            "मौजूदा घाट से तीन मीटर ऊँची होगी तथा अगले वर्ष की शरद ऋतु तक पूरी हो जाएगी।",
            "विरोधियों का कहना है कि दीवार पीछे के घरों से बंदरगाह को छिपा देगी "
            "और उन पर्यटकों को दूर कर देगी जिन "
            "पर शहर के कई भोजनालय और अतिथि गृह निर्भर हैं।",
        ),
    ),
    "Japanese": Story(
        "セルビー湾市議会、防潮壁の建設を承認",
        ("2024年3月14日",),
        (
            "港町セルビー湾の市議会は木曜日、東埠頭に沿って全長二キロの防潮壁を建設することを決め、十年以上に"
            "わたって町を二分してきた論争に終止符を打った。",
            "技師は採決の後、記者団に対し、壁の建設費は四千百万クローネで、現在の埠頭より三メートル高くなり、"
            "二〇二七年の秋までに完成する見通しだと述べた。",
            "反対派の住民は、壁が港の眺めを遮り、町の多くの喫茶店や宿が頼りにしている観光客を遠ざけると主張して"
            "おり、裁判に訴える構えだ。町はこれまで可動式の柵で水を防いできた。",
        ),
    ),
    "Chinese": Story(
        "塞尔比湾市议会批准修建防洪墙",
        ("2024年3月14日",),
        (
            "港口城市塞尔比湾的市议会星期四投票决定在东码头修建一道两公里长的防洪墙，结束了使这座小城分裂"
            "十多年的争论。议会工程师在投票后对记者说，这道墙将耗资四千一百万克朗，高出现有码头三米，预计"
            "在二零二七年秋天完工。",
            "“我们已经等得够久了，”他说。“每年冬天水都会涨得更高一些，每年冬天我们都要把同样的家具搬上"
            "同样的楼梯。”反对者说，这道墙会挡住墙后的房屋，并赶走小城许多咖啡馆和旅店赖以为生的游客。他们"
            "打算把议会告上法庭。",
            "上一次大洪水发生在二零一九年一月，淹没了二百三十栋房屋，造成两人死亡。此后小城每年花费三十万"
            "克朗架设移动屏障，以便在涨潮时保护低处的街道和仓库。",
        ),
    ),
}


def filled(text: str, width: int, *, first: str = "", rest: str = "") -> str:
    """A paragraph wrapped at a width; one without spaces is cut there."""
    if " " not in text:
        return "\n".join(text[at : at + width] for at in range(0, len(text), width))
    return textwrap.fill(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False
    )


def wrapped(story: Story, width: int) -> str:
    """The story with blank lines between its paragraphs, every line at most so wide."""
    texts = (story.headline, *story.head, *story.paragraphs)
    return "\n\n".join(filled(text, width) for text in texts) + "\n"


def hyphenated(text: str, width: int, *, first: str = "") -> str:
    """A paragraph in which long words are divided to fill the lines, as in a newspaper's column."""
    lines, line = [], first
    for word in text.split():
        room = width - len(line) - 2
        if len(line) + len(word) + 1 <= width or not line.strip():
            line += f" {word}" if line.strip() else word
        elif room >= 3 and len(word) - room >= 3 and word.isalpha():
            lines.append(f"{line} {word[:room]}-")
            line = word[room:]
        else:
            lines.append(line)
            line = word
    return "\n".join([*lines, line])


def paged(lines: Sequence[str], length: int, *, foot: Sequence[str], head: Sequence[str]) -> str:
    """The lines on pages of so many, with a foot and a head between, in which `%d` is the page's
    number."""
    pages = [lines[at : at + length] for at in range(0, len(lines), length)]
    found: list[str] = []
    for number, page in enumerate(pages, start=1):
        found += page
        if number < len(pages):
            found += _numbered(foot, number) + _numbered(head, number + 1)
    return "\n".join(found) + "\n"


def _numbered(lines: Iterable[str], number: int) -> list[str]:
    return [line.replace("%d", str(number)) for line in lines]
