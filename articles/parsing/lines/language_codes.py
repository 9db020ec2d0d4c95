"""Languages by the names and codes that records give them: `english`, `eng`, `en_GB`."""

from __future__ import annotations

import re
from typing import Final

_LANGUAGES: Final = """
af afr afrikaans|sq sqi alb albanian shqip|am amh amharic|ar ara arb arabic العربية
hy hye arm armenian|az aze azj azerbaijani|eu eus baq basque|be bel belarusian|bn ben bengali bangla
bs bos bosnian|bg bul bulgarian български|ca cat catalan català|zh zho chi cmn chinese mandarin 中文
hr hrv croatian hrvatski|cs ces cze czech čeština|da dan danish dansk|nl nld dut dutch nederlands
en eng english|et est ekk estonian eesti|fi fin finnish suomi|fr fra fre french français francais
gl glg galician|ka kat geo georgian|de deu ger german deutsch|el ell gre greek ελληνικά
gu guj gujarati|ha hau hausa|he heb hebrew iw עברית|hi hin hindi हिन्दी|hu hun hungarian magyar
is isl ice icelandic|id ind indonesian in|ga gle irish|it ita italian italiano|ja jpn japanese 日本語
kn kan kannada|kk kaz kazakh|km khm khmer|ko kor korean 한국어|ku kur kurdish|ky kir kyrgyz|lo lao
lv lav lvs latvian|lt lit lithuanian|lb ltz luxembourgish|mk mkd mac macedonian|ms msa may zsm malay
ml mal malayalam|mt mlt maltese|mr mar marathi|mn mon mongolian|my mya bur burmese|ne nep npi nepali
nb nob bokmal bokmål|nn nno nynorsk|no nor norwegian norsk|ps pus pashto|fa fas per pes persian farsi فارسی
pl pol polish polski|pt por portuguese português portugues|pa pan punjabi|ro ron rum romanian română
ru rus russian русский|sr srp serbian srpski|si sin sinhala sinhalese|sk slk slo slovak slovenčina
sl slv slovenian slovene|so som somali|es spa spanish castilian español espanol|sw swa swh swahili
sv swe swedish svenska|tl tgl tagalog|fil filipino|ta tam tamil|te tel telugu|th tha thai ไทย
tr tur turkish türkçe turkce|tk tuk turkmen|uk ukr ukrainian українська|ur urd urdu اردو
uz uzb uzn uzbek|vi vie vietnamese|cy cym wel welsh|xh xho xhosa|yi yid yiddish|yo yor yoruba
zu zul zulu
"""  # noqa: E501 - a line end is a separator
_CODES: Final = {
    name: names[0]
    for names in map(str.split, re.split(r"[|\n]", _LANGUAGES.strip()))
    for name in names
}
_CODE: Final = re.compile(r"([A-Za-z]{2,3})((?:[-_][A-Za-z0-9]{1,8})*)")
_NO_LANGUAGES: Final = frozenset({"und", "mul", "zxx", "mis", "nan", "non", "unk", "na"})
_LONGEST: Final = 10


def language_code(text: str) -> str:
    """The code of a language, two letters where it has such: of its name in English or in itself,
    of its code of three letters, with a region as given; empty for what is none.

    >>> language_code("English"), language_code("deu"), language_code("pt_BR")
    ('en', 'de', 'pt-BR')
    """
    text = text.strip().removeprefix("__label__")
    if known := _CODES.get(text.casefold()):
        return known
    code = _CODE.fullmatch(text)
    if code is None:
        return _CODES.get(re.split(r"[\s(,;/]", text.casefold(), maxsplit=1)[0], "")
    language = code[1].casefold()
    if language in _NO_LANGUAGES:
        return ""
    return (_CODES.get(language, language) + code[2].replace("_", "-"))[:_LONGEST].rstrip("-")
