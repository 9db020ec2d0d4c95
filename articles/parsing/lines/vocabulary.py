"""Page furniture and the words that give a line or a source away, each with an example."""

from __future__ import annotations

import re
from typing import Final

# Whole lines, case folded, that belong to the page and not to the story -> the ledger's reason.
FURNITURE: Final[dict[str, str]] = {
    "short url": "short address",
    "follow": "follow button",
    "share": "share button",
    "share this": "share button",
    "share this article": "share button",
    "tweet": "share button",
    "print": "print button",
    "email": "share button",
    "copy link": "share button",
    "advertisement": "advertisement",
    "ad": "advertisement",
    "sponsored": "advertisement",
    "you are here": "page path",
    "skip to main content": "page path",
    "most popular": "list of other stories",
    "recommended": "list of other stories",
}

# Furniture that stands in a story's head and so marks the place of one.
HEAD_FURNITURE: Final = frozenset({"short address", "follow button"})

RULE_CHARACTERS: Final = frozenset("-–—_=*~·. ")
"""`--------`: a line of nothing but these, three or more, is a rule."""

BULLET_MARKS: Final = "•‣▪●◦·*-–"

# ` date 2022-05-25 You are here`
CRAWL_PREFIX: Final = re.compile(r"date \d{4}-\d\d-\d\d you are here", re.IGNORECASE)

# `2 / 3` above a gallery's picture
GALLERY_COUNTER: Final = re.compile(r"\d{1,3} ?(?:/|of) ?\d{1,3}", re.IGNORECASE)

# A line above the words of a picture: `Image caption`
CAPTION_LABELS: Final = frozenset(
    {"image caption", "photo caption", "picture caption", "media caption", "caption", "légende"}
    | {"bildunterschrift", "bildtext", "pie de foto", "didascalia", "legenda", "onderschrift"}
    | {"billedtekst", "подпись к фото", "fotoğraf altı", "تعليق الصورة", "כיתוב תמונה", "图片说明"}
)

# `Updated 11 February 2020`, `Published - March 18, 2025`, `Aktualisiert am 18. März 2025`,
# `Publié le 18 mars 2025`, `Actualizado: 18 de marzo de 2025`, `تم التحديث: 18 مارس 2025`,
# `Опубликовано: 18 марта 2025`, `更新 2025年3月18日`
UPDATED: Final = re.compile(
    r"(?:(?P<label>(?:last )?(?:updated|modified)(?: on| at)?|"
    r"(?:(?:first|originally) )?published(?: on| at)?|posted(?: on| at)?|"
    r"(?:zuletzt )?aktualisiert(?: am)?|veröffentlicht(?: am)?|stand|"
    r"(?:publiée?|mise? à jour)(?: le)?|(?:publicad|actualizad|atualizad)[oa](?: (?:el|em))?|"
    r"(?:pubblicat|aggiornat)o(?: il)?|(?:gepubliceerd|bijgewerkt)(?: op)?|"
    r"опубликован[оа]|обновлен[оа]|"
    r"(?:آخر |تم ال)تحديث|(?:تم ال)?نُ?شر(?: في)?|تاريخ (?:النشر|التحديث))"
    r"(?:\s*:\s*|\s+(?:[|–—-]\s+)?)"
    r"|(?:公開|更新|最終更新|掲載|配信|发布|發布|입력|등록|수정)(?:日時|日|時間|时间)?\s*[:：]?\s*)"
    r"(?P<when>\S.*)",
    re.IGNORECASE,
)
# What those labels begin with, two letters each, in small ones
UPDATED_OPENINGS: Final = (
    *("up", "la", "mo", "pu", "po", "fi", "or", "zu", "ak", "ve", "st", "mi", "ac", "at", "ag"),
    *("ge", "bi", "оп", "об", "آخ", "تم", "نش", "نُ", "تا", "公開", "更新", "最終", "掲載", "配信"),
    *("发布", "發布", "입력", "등록", "수정"),
)

# `READ MORE: Night trains return`, `READ ALSO – …`, `RELATED: …`, `Lesen Sie auch: …`,
# `Lire aussi : …`, `Lea también: …`, `اقرأ أيضا: …`
RELATED_LINK: Final = re.compile(
    r"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|RELATED(?: STORY| ARTICLE)?|Read (?:more|also)|"
    r"Also read|Related|(?i:lesen sie (?:auch|mehr|dazu|hierzu)|mehr (?:dazu|zum thema)|"
    r"(?:à )?lire (?:aussi|également)|le[ae] (?:también|más)|leggi anche|"
    r"lees (?:ook|meer|verder)|le[iu]a (?:também|mais)|läs (?:också|mer|även)|"
    r"læs (?:også|mere)|les (?:også|mer)|(?:czytaj|zobacz) (?:też|także|również|więcej)|"
    r"(?:читайте|смотрите) также|קראו (?:גם|עוד)|"
    r"관련 ?기사|関連記事|相关(?:阅读|新闻|报道)|延伸阅读|"
    r"اقرأ (?:أيضا|أيضًا|أيضاً|المزيد)))"
    r"\s*[:：–—-]\s*(?P<text>\S.*)"
)
RELATED_LABELS: Final = frozenset(
    {"read more", "read also", "also read", "lesen sie auch", "mehr zum thema", "lire aussi"}
    | {"à lire aussi", "lea también", "lee también", "leggi anche", "اقرأ أيضا", "اقرأ أيضًا"}
    | {"lees ook", "lees meer", "leia também", "leia mais", "läs också", "läs även"}
    | {"læs også", "les også", "czytaj też", "czytaj także", "czytaj również", "zobacz też"}
    | {"zobacz także", "читайте также", "смотрите также", "קראו גם"}
)
# What those begin with, two letters each, in small ones
RELATED_OPENINGS: Final = (
    *("re", "al", "le", "me", "li", "à ", "اق", "lä", "læ", "cz", "zo", "чи", "см", "קר"),
    *("관련", "関連", "相关", "延伸"),
)

# What stands in one or two words above a headline: `Opinion`, `Reportage`, `تحليل`
KICKERS: Final = frozenset(
    {
        *("analysis", "breaking", "breaking news", "column", "comment", "commentary", "editorial"),
        *("essay", "exclusive", "explainer", "fact check", "feature", "in depth", "in pictures"),
        *("interview", "investigation", "letters", "live", "obituary", "opinion", "profile"),
        *("q&a", "review", "special report", "the big read", "viewpoint", "world exclusive"),
        *("analyse", "exklusiv", "hintergrund", "kolumne", "kommentar", "leitartikel", "meinung"),
        *("nachruf", "porträt", "reportage", "décryptage", "éditorial", "enquête", "entretien"),
        *("exclusif", "point de vue", "tribune", "análisis", "columna", "entrevista", "exclusiva"),
        *("opinión", "reportaje", "تحليل", "تقرير", "حصري", "حوار", "خاص", "رأي", "عاجل", "مقال"),
    }
)

# `FASTFACT` on a line of its own opens a fact box
FACT_BOX_LABELS: Final = frozenset(
    {"fastfact", "fastfacts", "fast fact", "fast facts", "factbox", "fact box", "who’s who"}
)

# `Topics: Innovation, Water`
TOPICS: Final = re.compile(r"(?:Topics?|Tags?|Keywords)\s*:\s*(?P<names>\S.*)")

# `By Nada Halabi`, `Von NADA HALABI`, `Par Nada Halabi`, `Por Nada de la Halabi`,
# `بقلم ندى حلبي`, `كتب: ندى حلبي`
BYLINE: Final = re.compile(
    r"(?:(?:By|BY) |(?:Von|Par|Por|VON|PAR|POR) (?=[^\W\d_a-z])|(?:بقلم|كتبت?)\s?:?\s)"
    r"(?P<name>[^\W\d_][\w.’'-]*+(?: [\w.’'&,-]++){0,7})"
)

# The same on a page of unknown furniture, where a name must look like one:
# `By Ida Brandt and Juan de la Cruz`, `Von Ida Brandt`, `Par Ida Brandt`, `بقلم: سلمى حداد`
_NAME_WORD: Final = r"(?!\d)[^\Wa-z_][\w.’'-]*"
PAGE_BYLINE: Final = re.compile(
    r"(?:(?:[Ww]ritten )?[Bb]y|BY|Von|VON|Par|PAR|Por|POR|بقلم|كتب|كتبت):?\s+"
    rf"(?P<name>{_NAME_WORD}"
    rf"(?:,? (?:(?:and|und|et|y|e|&|de|la|del|van|von|der|den|bin|al) ){{0,3}}{_NAME_WORD}){{1,7}})"
    r"(?=$|\s*[,|•·/–—-]|\s+(?:The|For|Staff)\b)"
)

# `Title: Ferry stops until May`, case folded
HEADLINE_LABELS: Final = frozenset(
    {"title", "headline", "heading", "subject", "titel", "überschrift", "schlagzeile", "titre"}
    | {"título", "titular", "titolo", "tytuł", "заголовок", "название", "العنوان", "عنوان", "标题"}
    | {"タイトル", "제목"}
)

# A sentence ends in one of these stops, with any of the marks behind it: of Latin, Arabic, Urdu,
# Chinese, Hindi, Armenian, Amharic, Khmer, Burmese, Tibetan
SENTENCE_STOPS: Final = frozenset(".!?…؟۔。！？｡．।॥։።፧៕។။།")
CLOSING_MARKS: Final = "\"'”’“»)]›」』）】》〉"

# In Thai and Lao no sign ends a sentence; a line of prose is told by its length.
UNSTOPPED: Final = re.compile("[\u0e01-\u0e4e\u0e80-\u0ec6\u0ec8-\u0ecd]")
LEAST_UNSTOPPED: Final = 90

# `Two of three networks down since 7 a.m.` may end no sentence at all
ABBREVIATION_END: Final = re.compile(r"\b(?:[ap]\.m|[A-Z]\.[A-Z]|Jr|Sr|Inc|Ltd|Co|St|etc)\.$")

# A line that ends so goes on: `Officials with the transport ministry and`
GOES_ON: Final = re.compile(
    r"(?:,|\b(?:a|an|and|are|as|at|because|but|by|for|from|had|has|have|if|into|is|its|of|or|than|"
    r"that|the|their|to|was|were|when|where|which|while|who|whose|will|with|would))$"
)

# `the Oman News Agency`, `Andes Press Agency`
GENERIC_AGENCY_ENDS: Final = ("Agency", "Service")
GENERIC_AGENCY: Final = (
    r"(?:[A-Z][\w’'-]{1,30}+ ){1,4}(?:News|Press|Information|Telegraph) "
    rf"(?:{'|'.join(GENERIC_AGENCY_ENDS)})"
)

# What may open a sentence that begins with an agency: `The Oman News Agency reported`
OPENING_WORDS: Final = frozenset({"A", "According", "And", "As", "But", "The", "When", "While"})

WEEKDAY: Final = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"

_MEDIUM: Final = (
    r"(?:news|press|wire|media|agency|service|broadcaster|channel|newspaper|daily|weekly|magazine|"
    r"television|TV|radio|station|website|site|outlet|network|paper|tabloid)"
)
_MEDIUM_QUALITY: Final = (
    r"(?:state|state-run|state-owned|state-controlled|state-funded|state-affiliated|state-linked|"
    r"semi-official|official|private|privately-owned|independent|local|regional|public|national|"
    r"international|pro-government|opposition|business|financial|sports|sister|partner)"
)

# Words beside a name that may mean something else: `state news agency SPA`, `Time magazine`
MARKED_BEFORE: Final = (
    r"(?:(?<=gency )|(?<=ewspaper )|(?<=aily )|(?<=agazine )|(?<=roadcaster )|(?<=hannel ))"
)
MARKED_AFTER: Final = r" (?:(?:[Nn]ews|[Pp]ress) [Aa]gency|newspaper|magazine|daily)\b"

# `told Reuters`, `quoted by AFP`, `in an interview with the BBC`, `a report in The Guardian`
TOLD: Final = (
    r"\b(?:told|tell|tells|telling|[Aa]ccording to|[Aa]s per|[Cc]iting|[Qq]uoting|quoted|cited|"
    r"(?:spoke|spoken|speaking|talking|talked)(?: exclusively)? (?:to|with)|"
    r"(?:said|confirmed|explained|revealed|admitted) to|"
    r"(?:carried|reported|quoted|cited|published|confirmed|aired|broadcast|released|issued|"
    r"obtained|seen|reviewed|interviewed) by|"
    r"(?:published|aired|broadcast|reported|carried|wrote|written|writing) (?:in|on)|"
    r"interviews? (?:with|to|for|on|by|published (?:by|in)|carried by|broadcast (?:by|on))|"
    r"(?:statements?|comments?|remarks|dispatch) (?:to|made to|given to|published (?:by|in)|for)|"
    r"(?:reports?|articles?|investigation|analysis|story|dispatch|poll|tally|survey) "
    r"(?:in|by|from|on|published (?:by|in)|carried by))"
    r"|[,”\"] (?:reports|reported|writes|says)"
)
# Between those words and the name: `told Turkey’s state-run Anadolu`, `told French newspaper …`
INTRODUCED: Final = (
    r"(?: (?:the|a|an|its|their|our))?(?: [A-Z][\w.-]*[’']s?)?"
    rf"(?: (?:[A-Z][\w.-]+ )?{_MEDIUM_QUALITY}| (?:[A-Z][\w.-]+ )?{_MEDIUM}){{0,5}}"
)
# `بحسب رويترز`, `نقلت وكالة فرانس برس`, `قال المتحدث لوكالة فرانس برس`
ARABIC_TOLD: Final = (
    r"\b(?:(?:و?(?:قالت|ذكرت|أفادت|أوردت|نقلت)|و?نقل(?:ا|اً) عن|بحسب|وفق)(?: وكالة)?|لوكالة)\s"
)
# `sagte der dpa`, `laut AFP`, `a dit à l’AFP`, `selon Reuters`, `dijo a EFE`,
# `según la agencia EFE`
EUROPEAN_TOLD: Final = (
    r"\b(?:(?i:laut|zufolge|gegenüber|berichtete?n?|meldete?n?|selon|d[’']après|según|secondo)"
    r"(?: (?:die|der|das|den|dem|la|le|el|una?))?"
    r"|sagten?(?: (?!Sprecher|Chef)[\w-]+){0,3} (?:der|dem)"
    r"|(?:dit|dire|déclaré|affirmé|indiqué|précisé|expliqué|confié|assuré)"
    r"(?: [\w’'-]+){0,3} (?:à|au)(?: la)?"
    r"|(?:dijo|declaró|afirmó|explicó|aseguró|señaló|dijeron|declaraciones|entrevista)(?: \w+){0,3}"
    r" (?:a|al|con)(?: la)?"
    r"|(?:disse|dichiarato|detto)(?: \w+){0,3} (?:a|à|all[’'])(?: la)?)"
    r"(?: (?:l[’'])?(?:Nachrichtenagentur|Agentur|Zeitung|agence|journal|quotidien|chaîne|agencia|"
    r"diario|periódico|cadena|agenzia|quotidiano)(?: (?:de presse|de noticias|di stampa))?)?"
)

# Right after a name: `Xinhua news agency`, `the Oman News Agency (ONA)`, `an AFP reporter in Tyre`
APPOSED: Final = (
    rf"(?: (?:[Nn]ews|[Pp]ress|[Ww]ire) (?:[Aa]gency|[Ss]ervice)| {_MEDIUM})?"
    r"(?: \([^()]{2,12}\)|, [A-Z]{2,6},)?"
    r"(?: (?:correspondents?|reporters?|journalists?|witness(?:es)?)"
    r"(?: (?:in|at|on) (?:the )?[\w-]+(?: [\w-]+)?)?)?"
)
# `Reuters has reported`, `the Kuwait News Agency said`; a house's own statement is no reporting
REPORTED: Final = (
    rf"(?: (?:has|had|have|also|earlier|later|first|previously|meanwhile|(?:on )?{WEEKDAY}))*"
    r" (?:reported|reports|said|says|quoted|quotes|cited|cites|wrote|writes|learned|learnt|"
    r"understands|interviewed|(?:spoke|spoken) (?:to|with))\b(?! in an? (?:statement|e-?mail))"
)
# Someone of the house itself is no reporting: `told CNN founder Ted Turner`
OFFICER: Final = (
    r"(?:[’']s?)? (?:co-)?(?:founder|chief executive|CEO|owner|chairman|chairwoman|director|board|"
    r"spokes\w+|boss|executives?|staff|employees?|shareholders|viewers|readers)\b"
)

# An unknown credit that ends so is an organisation: `Andes Wire`, `Coast Tribune`
ORGANISATION_WORDS: Final = frozenset(
    {
        *("agence", "agency", "agentur", "broadcasting", "chronicle", "courier", "gazette"),
        *("herald", "images", "journal", "media", "news", "observatory", "pictures", "post"),
        *("press", "radio", "service", "telegraph", "television", "times", "tribune", "tv"),
        "wire",
    }
)

# `Supplied`, `File`, `Courtesy of the museum`: credits, but nobody's name
CREDIT_WORDS: Final = re.compile(
    r"(?i)(?:supplied|file|archive|handout|courtesy|photos?|pictures?|images?|screengrab|screenshot|"
    r"illustration|graphic|map|social media|twitter|instagram|facebook|x: ?@\w+|@\w+|"
    r"photo(?:graph)? by .+|credit:? .+|reproduced .+|via .+)"
)
