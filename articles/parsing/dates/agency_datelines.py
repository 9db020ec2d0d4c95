"""Datelines in the forms of single agencies and languages: brackets around place and agency, the
agency before the place, or the agency alone.

The agencies are named, for in these forms nothing else tells a dateline from a label.
"""

from __future__ import annotations

import re
from typing import Final

# Those that sign stories on their own: `(CNN) --`, `(Reuters) -`
_WORLD: Final = (
    r"AFP|AP|UPI|CNN|CNN Business|CNN Brasil|BBC|Reuters|Bloomberg|DPA|dpa|EFE|ANSA|AGI|ANP"
    r"|BELGA|Belga|ATS|APA|PAP|CTK|ČTK|MTI|TASS|Interfax|Xinhua|Yonhap|Kyodo|Jiji|PTI|ANI|IANS"
    r"|UNI|ANTARA|Bernama|VNA|PNA|NAN|GNA|APS|MAP|TAP|SPA|WAM|QNA|KUNA|BNA|ONA|MENA|SANA|INA"
    r"|NINA|IRNA|AA|İHA|DHA|IHA|Adnkronos|LaPresse|Dire|Askanews|askanews|Lusa|Agência Brasil"
    r"|Télam|NTB|TT|STT|Ritzau|RITZAU|THE CANADIAN PRESS|The Canadian Press|AAP|NZPA|SAPA|JTA"
    r"|CNA|UCAN|رويترز|أ ف ب|ا ف ب|د ب أ|وكالات|واس|وام|كونا|قنا|سانا|واج|الأناضول"
)
_DASH: Final = r"\s*(?:--|—|–|-|\.-|:)\s*"
# `(CNN) --`; with the place after the agency: `(ANSA) - ROMA, 14 MAR -`
_AGENCY_FIRST: Final = re.compile(
    rf"\((?P<agency>{_WORLD})\)"
    r"(?:\s*[-–—]{1,2}\s*(?P<dateline>(?P<place>[^\W\d_a-z][^\W\d_]+(?:[ ’'][^\W\d_]+){0,3}?))"
    r"(?:, (?P<day>\d{1,2} [^\W\d_]{3,9}\.?(?: \d{4})?))(?=\s*[-–—.])"
    rf"\s*[-–—.]{{1,2}}\s*|{_DASH})(?=\S)"
)
# `MOSCOW, March 14. /TASS/.`, `МОСКВА, 14 мар — РИА Новости.`, `Киев. 14 марта. УНИАН.`
_EAST: Final = (
    r"TASS|ТАСС|РИА Новости|RIA Novosti|Интерфакс|Interfax|INTERFAX(?:\.RU)?|УНИАН|УНІАН|Укринформ"
    r"|Укрінформ|Sputnik|БЕЛТА|BelTA|БелТА|Казинформ|KAZINFORM|Kazinform|АПА|APA|AZERTAC|АЗЕРТАДЖ"
    r"|REGNUM|РБК|Росбалт|ANSA"
)
_AGENCY_LAST: Final = re.compile(
    r"(?P<dateline>(?P<place>[^\W\d_a-z][^\W\d_]+(?:[ -][^\W\d_]+){0,2}))[,.] "
    r"(?P<day>(?:\d{1,2} [^\W\d_]{3,9}|[^\W\d_]{3,9} \d{1,2})(?: \d{4})?)\.?"
    rf"\s*[-–—]?\s*/?(?P<agency>{_EAST})(?:/|(?=[\s.,]))\.?\s*[-–—]*\s*(?=\S)"
)
# `[서울=뉴시스] 홍길동 기자 =`, `(서울=연합뉴스) 홍길동 기자 =`
_KOREAN: Final = re.compile(
    r"[\[(](?!사진|자료|그래픽|출처|제공)(?P<dateline>(?P<place>[가-힣A-Z·/ ]{2,12}))\s*=\s*"
    r"(?P<agency>[가-힣A-Z]{0,6}(?:뉴스|뉴시스|뉴스1|뉴스핌|일보|신문|경제|통신|투데이|데일리|TV))[\])]"
    r"\s*(?:[가-힣· ,]{2,30}(?:기자|특파원|통신원|선임기자)\s*=\s*)?(?=\S)"
)
_JAPANESE: Final = (
    r"共同|共同通信|時事|時事通信|ロイター|ＡＦＰ|AFP|ＡＰ|AP|ブルームバーグ|新華社|聯合"
)
# `【ワシントン共同】`, `【カイロ=三田太郎】`, `[東京 14日 ロイター] -`, `東京(共同)`
_IN_JAPANESE: Final = re.compile(
    rf"[【\[［](?P<dateline>(?P<place>[^\W\d_]{{2,10}}?))(?:[\s・]*(?P<agency>{_JAPANESE})"
    rf"|\s+(?P<day>(?:\d{{1,2}}月)?\d{{1,2}}日)\s+(?P<beside>{_JAPANESE})|\s*[=＝]\s*(?![가-힣])[^\W\d_\s]{{2,12}})"
    r"[】\]］]\s*[-–—ー]?\s*(?=\S)"
)
_JAPANESE_PLACE: Final = re.compile(
    rf"(?P<dateline>(?P<place>[^\W\d_a-zA-Z]{{2,10}}))[（(](?P<agency>{_JAPANESE})[）)]\s*[-–—]?\s*(?=\S)"
)
# `新华社北京3月14日电（记者张三）`, `(中央社台北14日電)`, `【中新网北京3月14日电】`
_CHINESE: Final = re.compile(
    r"[（(【\[]?(?P<agency>新华社|新華社|中新社|中新网|中新網|中央社|人民网|央视网|法新社|路透社|美联社|美聯社"
    r"|共同社|韩联社|韓聯社|塔斯社|财联社|澎湃新闻)\s*(?P<dateline>(?P<place>[\u4e00-\u9fff／/]{2,8}?))\s*"
    r"(?P<day>(?:\d{1,2}月)?\d{1,2}日)(?:综合|專|专)?[电電讯訊][）)】\]]?[:：]?\s*"
    r"(?:[（(]記?记?者[^）)]{1,30}[）)])?\s*(?=\S)"
)
# `नई दिल्ली: …`, `मुंबई, 14 मार्च (भाषा)`: letters without capitals, so the places are named
_INDIAN: Final = re.compile(
    r"(?P<dateline>(?P<place>नई दिल्ली|नयी दिल्ली|मुंबई|कोलकाता|चेन्नई|बेंगलुरु|हैदराबाद|अहमदाबाद|लखनऊ|पटना"
    r"|भोपाल|इंदौर|जयपुर|रांची|रायपुर|देहरादून|शिमला|चंडीगढ़|श्रीनगर|जम्मू|वाराणसी|प्रयागराज|कानपुर"
    r"|गुवाहाटी|भुवनेश्वर|तिरुवनंतपुरम|इस्लामाबाद|काठमांडू|ढाका|कोलंबो|वाशिंगटन|लंदन|मॉस्को|बीजिंग))"
    r"(?:, (?P<day>\d{1,2} [^\W\d_][\w\u0900-\u097f]{2,9}))?"
    r"(?:\s*[(/](?P<agency>[^\s()/]{2,20})[)/])?\s*(?:[:।—–]|--|\s-)\s*(?=\S)"
)

_BRACKETS: Final = "([（【［"


def match_agency_dateline(text: str) -> re.Match[str] | None:
    """The dateline that a text begins with in one of these forms; its groups are those of
    `match_dateline`, and `dateline` is None where the agency stands alone.

    >>> match_agency_dateline("(CNN) -- The council met.")["agency"]
    'CNN'
    >>> match_agency_dateline("【ワシントン共同】港湾評議会は承認した。")["dateline"]
    'ワシントン'
    """
    first = text[:1]
    if first in _BRACKETS:
        forms: tuple[re.Pattern[str], ...] = (_AGENCY_FIRST, _KOREAN, _IN_JAPANESE, _CHINESE)
    elif first >= "\u3040":
        forms = (_CHINESE, _JAPANESE_PLACE)
    elif "\u0900" <= first <= "\u097f":
        forms = (_INDIAN,)
    elif first.isupper() and any(map(text[:60].__contains__, ". /")):
        forms = (_AGENCY_LAST,)
    else:
        return None
    return next(filter(None, (form.match(text) for form in forms)), None)
