"""Page furniture, agencies and the words that give a line away, each with an example beside it."""

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

# `Updated 11 February 2020`, `Published: March 18, 2025`, `Aktualisiert am 18. März 2025`,
# `Publié le 18 mars 2025`, `Actualizado: 18 de marzo de 2025`, `تم التحديث: 18 مارس 2025`
UPDATED: Final = re.compile(
    r"(?P<label>(?:last )?updated(?: on| at)?|published(?: on| at)?|posted(?: on| at)?|"
    r"(?:zuletzt )?aktualisiert(?: am)?|veröffentlicht(?: am)?|stand|"
    r"(?:publié|mis à jour)(?: le)?|(?:publicado|actualizado)(?: el)?|"
    r"(?:آخر |تم ال)تحديث|نشر(?: في)?|تاريخ النشر)\s*:?\s+"
    r"(?P<when>\S.*)",
    re.IGNORECASE,
)
UPDATED_INITIALS: Final = frozenset("UuLlPpZzAaVvSsMmآتن")

# `READ MORE: Night trains return`, `READ ALSO – …`, `RELATED: …`
RELATED_LINK: Final = re.compile(
    r"(?:READ (?:MORE|ALSO|NEXT)|ALSO READ|RELATED(?: STORY| ARTICLE)?|Read (?:more|also)|"
    r"Also read|Related)\s*[:–—-]\s*(?P<text>\S.*)"
)
RELATED_LABELS: Final = frozenset({"read more", "read also", "also read"})

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

# `BAGHDAD:`, `TYRE, Lebanon:There`, `WASHINGTON (AP) —`, `LONDON, March 3 (Reuters) -`
DATELINE: Final = re.compile(
    r"(?P<dateline>"
    r"(?P<place>[^\W\d_a-z][^\Wa-z\d_]+\.?(?:[ ’'.\-/]{1,2}[^\Wa-z\d_]+\.?){0,4})"
    r"(?:, (?!\d)[^\W\d_][\w.’'-]*(?: (?!\d)[^\W\d_][\w.’'-]*){0,3})?)"
    r"(?:, (?:\w{3,9}\.? \d{1,2}|\d{1,2} \w{3,9}))?"
    r"(?: ?\((?P<agency>[A-Z][\w /.-]{1,30})\))?"
    r"(?:\s*:|\s+(?:—|–|--|-))\s*(?=\S)"
)
# `Paris (AFP) –`: a place in small letters needs an agency to be a dateline
AGENCY_DATELINE: Final = re.compile(
    r"(?P<dateline>(?P<place>[^\W\d_][\w’'.-]+(?: [^\W\d_][\w’'.-]+){0,3}))"
    r" ?\((?P<agency>[A-Z][\w /.-]{1,30})\)\s*(?::|—|–|--|-)\s*(?=\S)"
)
# `DEAR ABBY: my sister …` looks like a dateline and is none
NO_PLACES: Final = frozenset(
    {
        *("ANALYSIS", "ANSWER", "BREAKING", "BREAKING NEWS", "CORRECTION", "DEAR ABBY"),
        *("DEAR EDITOR", "DEAR READER", "EDITOR'S NOTE", "EDITOR’S NOTE", "EXCLUSIVE"),
        *("FASTFACT", "LIVE", "NOTE", "OPINION", "PHOTOS", "PS", "QUESTION", "READ MORE"),
        *("RELATED", "TOPICS", "UPDATE", "VIDEO", "WARNING", "WATCH"),
    }
)

SENTENCE_END: Final = re.compile(r"[.!?…؟。][\"'”’“»)\]]*$")

# `Two of three networks down since 7 a.m.` may end no sentence at all
ABBREVIATION_END: Final = re.compile(r"\b(?:[ap]\.m|[A-Z]\.[A-Z]|Jr|Sr|Inc|Ltd|Co|St|etc)\.$")

# A line that ends so goes on: `Officials with the transport ministry and`
GOES_ON: Final = re.compile(
    r"(?:,|\b(?:a|an|and|are|as|at|because|but|by|for|from|had|has|have|if|into|is|its|of|or|than|"
    r"that|the|their|to|was|were|when|where|which|while|who|whose|will|with|would))$"
)

# Agencies and papers by full name -> the short names they are printed under.
# The first list is safe to find in running text; names as ambiguous as `SPA` only in a credit.
AGENCIES: Final[dict[str, tuple[str, ...]]] = {
    "Reuters": ("REUTERS", "Thomson Reuters", "Reuters News"),
    "Associated Press": ("AP", "The Associated Press", "A.P."),
    "Agence France-Presse": ("AFP", "Agence France Presse"),
    "Deutsche Presse-Agentur": ("dpa", "DPA"),
    "European Pressphoto Agency": ("EPA", "EPA-EFE"),
    "EFE": ("Agencia EFE",),
    "ANSA": (),
    "TASS": ("Tass", "Itar-Tass", "ITAR-TASS"),
    "Interfax": (),
    "Xinhua": ("Xinhua News Agency", "XINHUA"),
    "Kyodo News": ("Kyodo",),
    "Yonhap News Agency": ("Yonhap",),
    "Press Trust of India": ("PTI",),
    "Asian News International": ("ANI",),
    "Press Association": ("PA", "PA Media", "PA Wire"),
    "Anadolu Agency": ("Anadolu", "AA", "Anadolu Ajansi"),
    "Saudi Press Agency": ("SPA",),
    "Emirates News Agency": ("WAM",),
    "Bahrain News Agency": ("BNA",),
    "Kuwait News Agency": ("KUNA",),
    "Qatar News Agency": ("QNA",),
    "Oman News Agency": ("ONA",),
    "Jordan News Agency": ("Petra",),
    "National News Agency": ("NNA",),
    "Syrian Arab News Agency": ("SANA",),
    "Iraqi News Agency": ("INA",),
    "Middle East News Agency": ("MENA",),
    "Tunis Afrique Presse": ("TAP",),
    "Islamic Republic News Agency": ("IRNA",),
    "Tasnim News Agency": ("Tasnim",),
    "Fars News Agency": ("Fars",),
    "Palestinian News and Information Agency": ("WAFA", "Wafa"),
    "Getty Images": ("Getty", "GETTY IMAGES", "Getty Image"),
    "Shutterstock": ("SHUTTERSTOCK",),
    "Alamy": (),
    "Bloomberg": ("Bloomberg News",),
    "Arab News": ("AN", "ARAB NEWS"),
    "Al Arabiya": ("Al-Arabiya",),
    "Al Jazeera": ("Al-Jazeera",),
    "BBC": ("BBC News",),
    "CNN": (),
    "The New York Times": ("New York Times", "NYT"),
    "The Guardian": (),
    "The Washington Post": ("Washington Post",),
    "Financial Times": (),
}

# Short names too ambiguous for running text: `PA` may be Pennsylvania, `AA` a battery.
CREDIT_ONLY: Final = frozenset(
    {"SPA", "PA", "AA", "AN", "EPA", "ANI", "INA", "MENA", "TAP", "ONA", "NNA", "Petra", "Fars"}
)

# `the Oman News Agency`, `Andes Press Agency`
GENERIC_AGENCY: Final = (
    r"(?:[A-Z][\w’'-]{1,30}+ ){1,4}(?:News|Press|Information|Telegraph) (?:Agency|Service)"
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
