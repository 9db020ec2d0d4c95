"""Exports of press databases in the shapes that they have, with sentences of our own.

Each is of two documents of one paper: the first long, by two people, the second short.
"""

LEAD = (
    "The town council of Norhaven decided on Tuesday to lend its oldest tram to the island museum, "
    "which had asked for it three times since the spring."
)
MORE = (
    "The tram, built in 1911, will be taken apart and carried over the strait on two barges, the "
    "museum's director, Ida Brandt, said after the meeting."
)
LAST = "Nobody knows yet who will drive it."
SECOND_LEAD = (
    "A bakery on Lantern Street has given up its oven of two hundred years, because no mason can "
    "be found who still knows how to mend it."
)
SECOND_LAST = "Bread will come from the mainland."


def wrapped(text: str, width: int = 76) -> str:
    """A paragraph in lines of at most that many characters."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) + 1 > width:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def _centred(*lines: str) -> str:
    return "\n".join(" " * 30 + line for line in lines)


LEXISNEXIS_COVER = """



Download Request: Selected Items: 1-2
Time Of Request: Friday, March 22, 2024  16:51:31

Send To:

UNIVERSITY OF NORHAVEN LIBRARY
NORHAVEN, GBR

Terms: (HEADLINE(tram) and date(geq(01/01/2024)))

Source: The Norhaven Post
Project ID: None

"""

LEXISNEXIS = (
    LEXISNEXIS_COVER
    + f"""

{_centred("1 of 2 DOCUMENTS")}


{_centred("The Norhaven Post (England)")}

{_centred("March 19, 2024 Tuesday", "Edition 1;", "National Edition")}

Old tram goes over the strait;
Museum waits for it

BYLINE: Tom Akande and Ida Lund

SECTION: CITY LIFE; Pg. 6

LENGTH: 212 words

HIGHLIGHT: A tram of 1911 finds a new home.

DATELINE: NORHAVEN


{wrapped(LEAD)}

{wrapped(MORE)}

{LAST}

LOAD-DATE: March 20, 2024

LANGUAGE: ENGLISH

SUBJECT: MUSEUMS & GALLERIES (91%); TRAMS (88%); CITY GOVERNMENT (61%)

GRAPHIC: The tram of 1911 in its shed

PUBLICATION-TYPE: Newspaper

JOURNAL-CODE: NP


{_centred("Copyright 2024 Norhaven Newspapers Ltd.", "All Rights Reserved")}


{_centred("2 of 2 DOCUMENTS")}


{_centred("The Norhaven Post (England)")}

{_centred("March 20, 2024 Wednesday")}

Oven goes cold

LENGTH: 60 words

{wrapped(SECOND_LEAD)}

{SECOND_LAST}

LOAD-DATE: March 21, 2024

LANGUAGE: ENGLISH

{_centred("Copyright 2024 Norhaven Newspapers Ltd.", "All Rights Reserved")}
"""
)


def lexisnexis_in(names: dict[str, str], dates: tuple[str, str], opening: str) -> str:
    """The old layout with the field names of another language, the headline in a field if there is
    a name for it."""
    documents = []
    for number, (date, title, text) in enumerate(
        zip(dates, ("Old tram goes over the strait", "Oven goes cold"), _BODIES, strict=True), 1
    ):
        headline = f"{names['headline']}: {title}" if "headline" in names else title
        documents.append(
            f"""
{_centred(opening.format(number, 2))}

{_centred("Nordhafener Post")}

{_centred(date)}

{headline}

{names["byline"]}: Tom Akande

{names["section"]}: KULTUR; S. 6

{names["length"]}: 212 {names["words"]}

{names.get("text", "")}
{text}

{names["loaded"]}: {date}

{names["language"]}: {names["tongue"]}

{_centred("Copyright 2024 Nordhafener Verlag", names["rights"])}
"""
        )
    return "\n".join(documents)


_BODIES = (
    "\n\n".join((wrapped(LEAD), wrapped(MORE), LAST)),
    "\n\n".join((wrapped(SECOND_LEAD), SECOND_LAST)),
)


def _block(name: str, *paragraphs: str) -> str:
    inner = "".join(
        f'<P CLASS="{name}"><SPAN CLASS="c2">{text}</SPAN></P>\n' for text in paragraphs
    )
    return f'<BR><DIV CLASS="c5">{inner}</DIV>\n'


def _lexisnexis_field(name: str, value: str) -> str:
    return _block("c6", f'</SPAN><SPAN CLASS="c8">{name}: </SPAN><SPAN CLASS="c2">{value}')


LEXISNEXIS_HTML = (
    "<HTML><HEAD><TITLE>&nbsp;</TITLE></HEAD><BODY>"
    + _block("c1", "1 of 2 DOCUMENTS")
    + _block("c1", "The Norhaven Post")
    + _block("c1", "March</SPAN><SPAN> 19, 2024, Tuesday, Late Edition<BR>Correction Appended")
    + _block("c6", "Old tram goes over the strait;<BR>Museum waits for it")
    + _lexisnexis_field("BYLINE", "By TOM AKANDE and IDA LUND")
    + _lexisnexis_field("SECTION", "Section B; Page 2; City Desk")
    + _lexisnexis_field("LENGTH", "212 words")
    + _block("c9", LEAD, MORE, LAST)
    + _lexisnexis_field("LOAD-DATE", "March 19, 2024")
    + _lexisnexis_field("LANGUAGE", "ENGLISH")
    + _block("c6", "CORRECTION:<BR>")
    + _block("c9", "The tram was built in 1911, not in 1912 as an earlier edition said.")
    + _block("c1", "Copyright 2024 Norhaven Newspapers")
    + '<DIV CLASS="c10"/>'
    + _block("c1", "2 of 2 DOCUMENTS")
    + _block("c1", "The Norhaven Post")
    + _block("c1", "March 20, 2024, Wednesday")
    + _block("c6", "Oven goes cold")
    + _lexisnexis_field("LENGTH", "60 words")
    + _block("c9", SECOND_LEAD, SECOND_LAST)
    + _lexisnexis_field("LANGUAGE", "ENGLISH")
    + _block("c1", "Copyright 2024 Norhaven Newspapers")
    + "</BODY></HTML>"
)

NEXIS_UNI = f"""Date and Time: Friday, March 22, 2024 10:11:00 AM CET
Job Number: 219455821
Documents (2)
1. Old tram goes over the strait
Client/Matter: -None-
Search Terms: tram and norhaven
Search Type: Terms and Connectors
Narrowed by:
Content Type
News
2. Oven goes cold
Client/Matter: -None-
Search Terms: tram and norhaven

Old tram goes over the strait
The Norhaven Post (England)
March 19, 2024 Tuesday
Edition 1, National Edition


Copyright 2024 Norhaven Newspapers Ltd. All Rights Reserved
Section: CITY LIFE; Pg. 6
Length: 212 words
Byline: Tom Akande and Ida Lund
Dateline: NORHAVEN
Highlight: A tram of 1911 finds a new home.

Body


{LEAD}
{MORE}

{LAST}

Graphic

The tram of 1911 in its shed

Classification


Language: ENGLISH
Publication-Type: Newspaper
Journal Code: NP
Subject: MUSEUMS & GALLERIES (91%); TRAMS (88%); CITY GOVERNMENT (61%)
Industry: MUSEUMS & GALLERIES (91%)
Geographic: NORHAVEN (79%)
Load-Date: March 20, 2024

End of Document

Oven goes cold
The Norhaven Post (England)
March 20, 2024 Wednesday

Copyright 2024 Norhaven Newspapers Ltd. All Rights Reserved
Length: 60 words

Body

{SECOND_LEAD}

{SECOND_LAST}

Load-Date: March 21, 2024

End of Document
"""

FACTIVA_CODED = f"""HD   Old tram goes over the strait
BY   By Tom Akande and Ida Lund
WC   212 words
PD   19 March 2024
ET   05:30
SN   The Norhaven Post
SC   NORPST
PG   6
LA   English
CY   (c) 2024 Norhaven Newspapers Ltd.

LP
{LEAD}

TD
{MORE}

IN THE END, the director said, the museum will pay for the barges.

{LAST}

CO   nhvmus : Norhaven Museum
IN   i7 : Transport | i97 : Museums
NS   gtram : Trams | gcat : Political/General News | ncat : Content Types
RE   uk : United Kingdom
PUB  Norhaven Newspapers Ltd.
AN   Document NORPST0020240319ek3j0001f

SE   Town
HD   Oven goes cold
WC   60 words
PD   20 March 2024
SN   The Norhaven Post
SC   NORPST
LA   English
CY   (c) 2024 Norhaven Newspapers Ltd.
LP   {SECOND_LEAD}

{SECOND_LAST}

AN   Document NORPST0020240320ek3k00002

Search Summary
Text    tram and norhaven
Date    All Dates
© 2024 Factiva, Inc. All rights reserved.
"""


def _row(code: str, value: str) -> str:
    return (
        f'<tr><td align="right" valign="top" class="index"><b>{code}</b>&nbsp;</td>'
        f"<td>{value}</td></tr>"
    )


def _text_row(code: str, *paragraphs: str) -> str:
    inner = "\n".join(
        f'<p class="articleParagraph enarticleParagraph">{text}</p>' for text in paragraphs
    )
    return (
        f'<tr><td align="right" class="index"><p><b>{code}</b>&nbsp;</p></td><td>{inner}</td></tr>'
    )


FACTIVA_TABLES = f"""<html><head><title>Factiva</title></head><body>
<table><tr><td><h1>Factiva</h1></td><td><span>Dow Jones</span></td></tr></table>
<div class="article enArticle"><table>
{_row("HD", "<b class='enHeadline'>Old tram goes over the strait</b>")}
{_row("BY", "By Tom Akande and Ida Lund")}
{_row("WC", "212 words")}{_row("PD", "19 March 2024")}{_row("ET", "15:32")}
{_row("SN", "The Norhaven Post")}{_row("SC", "NORPST")}{_row("PG", "6")}{_row("LA", "English")}
{_row("CY", "Norhaven Newspapers 2024.")}
{_text_row("LP", LEAD)}{_text_row("TD", MORE, LAST)}
<tr><td class="index"><br/><b>NS</b>&nbsp;</td><td><br/>gtram : Trams | gcat : News</td></tr>
<tr><td class="index"><br/><b>AN</b>&nbsp;</td>
<td><br/>Document NORPST0020240319ek3j0001f</td></tr></table><br/></div>
<div class="article enArticle"><table>
{_row("SE", "Town")}{_row("HD", "<b class='enHeadline'>Oven goes cold</b>")}
{_row("WC", "60 words")}{_row("PD", "20 March 2024")}
{_row("SN", "The Norhaven Post")}{_row("SC", "NORPST")}{_row("LA", "English")}
{_row("CY", "(c) 2024 Norhaven Newspapers.")}
{_text_row("LP", SECOND_LEAD, SECOND_LAST)}
<tr><td class="index"><br/><b>AN</b>&nbsp;</td>
<td><br/>Document NORPST0020240320ek3k00002</td></tr></table><br/></div>
<div id="pageFooter"><span class="copyright">&copy; 2024 Factiva, Inc. All rights reserved.</span>
</div></body></html>"""

FACTIVA_PLAIN = f"""Kultur
Old tram goes over the strait

Tom Akande und Ida Lund
212 Wörter
19. März 2024
05:30
The Norhaven Post
NORPST
National
6
Deutsch
Copyright 2024 Norhaven Newspapers Ltd.  Alle Rechte vorbehalten

{LEAD}

{MORE}

{LAST}

Dokument NORPST0020240319ek3j0001f


Oven goes cold

60 Wörter
20. März 2024
The Norhaven Post
NORPST
Deutsch
(c) 2024 Norhaven Newspapers Ltd.

{SECOND_LEAD}

{SECOND_LAST}

Dokument NORPST0020240320ek3k00002
"""

FACTIVA_ARTICLES = f"""<html><head><title>Factiva</title></head><body><h1>Factiva</h1>
<div class="article enArticle"><div>City</div>
<div id="hd"><span class="enHeadline">Old tram goes over the strait</span></div>
<div class="author">Tom Akande and Ida Lund </div><div>212 words</div><div>19 March 2024</div>
<div>The Norhaven Post</div><div>NORPST</div><div>6</div><div>English</div>
<div>Copyright 2024. Norhaven Newspapers Ltd. </div>
<p class="articleParagraph enarticleParagraph">{LEAD}</p>
<p class="articleParagraph enarticleParagraph">{MORE}</p>
<p class="articleParagraph enarticleParagraph">{LAST}</p>
<p>Document NORPST0020240319ek3j0001f</p></div>
<div class="article enArticle">
<div id="hd"><span class="enHeadline">Oven goes cold</span></div>
<div>60 words</div><div>20 March 2024</div>
<div>The Norhaven Post</div><div>NORPST</div><div>English</div>
<div>(c) 2024 Norhaven Newspapers Ltd. </div>
<p class="articleParagraph enarticleParagraph">{SECOND_LEAD}</p>
<p class="articleParagraph enarticleParagraph">{SECOND_LAST}</p>
<p>Document NORPST0020240320ek3k00002</p></div></body></html>"""

_RULER = "_" * 60

PROQUEST = f"""{_RULER}

Report Information from ProQuest

March 22 2024 10:12

{_RULER}

Table of contents

1. Old tram goes over the strait
2. Oven goes cold

{_RULER}

Document 1 of 2

Old tram goes over the strait

Author: Akande, Tom; Lund, Ida

Publication info: Norhaven Post ; Norhaven [Norhaven]19 Mar 2024: A.6.

ProQuest document link

Abstract: A tram of 1911 finds a new home on the island.

Full text: {LEAD}

{MORE}

{LAST}

Subject: Trams; Museums

Title: Old tram goes over the strait

Publication title: Norhaven Post; Norhaven

Pages: A.6

Publication year: 2024

Publication date: Mar 19, 2024

Section: City life

Publisher: Norhaven Newspapers

Language of publication: English

Document type: News

ProQuest document ID: 2954001112

Copyright: Copyright Norhaven Newspapers Mar 19, 2024

Last updated: 2024-03-20

Database: ProQuest Central

{_RULER}

Document 2 of 2

Oven goes cold

Publication info: Norhaven Post ; Norhaven [Norhaven]20 Mar 2024: A.3.

Full text: {SECOND_LEAD}

{SECOND_LAST}

Publication title: Norhaven Post

Publication date: Mar 20, 2024

Language of publication: English

ProQuest document ID: 2954001113

{_RULER}

Contact ProQuest

© 2024 ProQuest LLC. All rights reserved.
"""


def _field(name: str, value: str) -> str:
    return f"<p style='margin-bottom:5pt'><strong>{name}: </strong>{value}</p>"


PROQUEST_HTML = f"""<div style="margin-bottom:20px;border-bottom:2px solid #ccc"><p>Document 1 of
2</p></div><p style="font-weight:bold">Old tram goes over the strait</p>
{_field("Author", "Akande, Tom; Lund, Ida")}
{_field("Publication info", "Norhaven Post ; Norhaven [Norhaven]19 Mar 2024: A.6.")}
{_field("Abstract", "None available.")}
<p><strong>Full text: </strong></p><p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>
{_field("Subject", "Trams; Museums")}{_field("Publication title", "Norhaven Post")}
{_field("Publication date", "Mar 19, 2024")}{_field("Language of publication", "English")}
{_field("ProQuest document ID", "2954001112")}{_field("Database", "ProQuest Central")}
<div style="border-bottom:2px solid #ccc"><p>Document 2 of 2</p></div>
<p style="font-weight:bold">Oven goes cold</p>
{_field("Publication info", "Norhaven Post ; Norhaven [Norhaven]20 Mar 2024: A.3.")}
<p><strong>Full text: </strong>{SECOND_LEAD}</p><p>{SECOND_LAST}</p>
{_field("Publication title", "Norhaven Post")}{_field("Publication date", "Mar 20, 2024")}
{_field("Language of publication", "English")}{_field("ProQuest document ID", "2954001113")}"""

EUROPRESSE = f"""Sommaire
Documents sauvegardés • 2 documents

La Poste de Norhaven
Culture, mardi 19 mars 2024, p. 6

MUSÉES
Old tram goes over the strait
Tom Akande

{LEAD}

{MORE}

{LAST}

Illustration(s) :
Le tram de 1911

© 2024 La Poste de Norhaven. Tous droits réservés.
Numéro de document : news·20240319·NP·0q1403_1255263

Ce certificat est émis à Bibliothèque de Norhaven à des fins de visualisation personnelle.
Date d'émission : 2024-03-22

La Poste de Norhaven
Ville, mercredi 20 mars 2024, p. 3

Oven goes cold

{SECOND_LEAD}

{SECOND_LAST}

© 2024 La Poste de Norhaven. Tous droits réservés.
Numéro de document : news·20240320·NP·0q1403_1255299

Ce certificat est émis à Bibliothèque de Norhaven à des fins de visualisation personnelle.
Date d'émission : 2024-03-22
"""


def _europresse_article(header: str, title: str, below: str, paragraphs: str, number: str) -> str:
    return f"""<article><header><img src="np.gif" />
<div><span class="DocPublicationName">La Poste de Norhaven (site web) </span></div>
<div><span class="DocHeader">{header}</span></div>
<div class="titreArticle"><p class="titreArticleVisu rdp__articletitle">{title}</p></div>{below}
</header>
<section><div class="DocText"><div class="docOcurrContainer">{paragraphs}</div></div></section>
<aside><div><p><b>Illustration(s) : </b></p><div><p>Le tram de 1911</p></div></div>
<div><b>Note(s) : </b></div></aside>
<footer><small>© 2024 La Poste de Norhaven. Tous droits réservés.</small>
<p>Numéro de document : news·{number}</p><div id="divPubliC"><div><span>news·{number}</span></div>
<div><span>Ce certificat est émis à <b> </b> à des fins de visualisation personnelle.</span></div>
<div><span class="txtCertificat">Le présent document est protégé par les lois et conventions
internationales sur le droit d'auteur et son utilisation est régie par ces lois.</span></div></div>
</footer></article>"""


EUROPRESSE_HTML = (
    "<!DOCTYPE html><html><head><title></title></head><body>"
    + _europresse_article(
        "Culture, mardi 19 mars 2024, p. 6",
        "Old tram goes over the strait",
        "<div>Tom Akande; Ida Lund</div>",
        f"<p>{LEAD}</p><p>{MORE}</p><p>{LAST}</p>",
        "20240319·NP·0q1403_1255263",
    )
    + _europresse_article(
        "Ville, mercredi 20 mars 2024, p. 3",
        "Oven goes cold",
        "",
        f"<p>{SECOND_LEAD}</p><p>{SECOND_LAST}</p>",
        "20240320·NP·0q1403_1255299",
    )
    + "</body></html>"
)

MEDIARGUS = f"""1. Old tram goes over the strait

De Havenpost, dinsdag 19 maart 2024, p. 6, 212w.

De oudste tram van de stad gaat naar het museum op het eiland.


2. Oven goes cold

De Havenpost, woensdag 20 maart 2024, p. 3, 60w.

Een bakker geeft zijn oven van tweehonderd jaar op.






19-03-2024, p.6
Tom Akande
Old tram goes over the strait

{LEAD}

{MORE}

{LAST}

 © Havenpers






20-03-2024, p.3

Oven goes cold

{SECOND_LEAD}

{SECOND_LAST}

 © Havenpers
"""

NEWSBANK = f"""Old tram goes over the strait
Norhaven Post, The (MD) - March 19, 2024
Author/Byline: Tom Akande, Ida Lund
Edition: Final
Section: City life
Page: A6
Readability: 9-12 grade level (Lexile: 1210)

{LEAD}

{MORE}

{LAST}

Caption: The tram of 1911 in its shed
Index terms: Trams; Museums
Dateline: NORHAVEN
Record Number: 15A2F6C2D5E9
Copyright: Copyright (c) 2024 The Norhaven Post

Oven goes cold
Norhaven Post, The (MD) - March 20, 2024
Section: News
Page: A3

{SECOND_LEAD}

{SECOND_LAST}

Record Number: 15A2F6C2D5F0
Copyright: Copyright (c) 2024 The Norhaven Post
"""

WISO = f"""Old tram goes over the strait

{LEAD}

{MORE}

{LAST}

Quelle:          Nordhafener Post vom 19.03.2024, S. 6
Ressort:         Kultur
Autor:           Tom Akande
Dokumentnummer:  NHP_20240319_1234
Dauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/NHP__20240319_1234
Alle Rechte vorbehalten: (c) Nordhafener Verlag
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH

Oven goes cold

{SECOND_LEAD}

{SECOND_LAST}

Quelle:          Nordhafener Post vom 20.03.2024, S. 3
Ressort:         Stadt
Dokumentnummer:  NHP_20240320_0007
Dauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/NHP__20240320_0007
Alle Rechte vorbehalten: (c) Nordhafener Verlag
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH
"""

WISO_SOURCE_FIRST = f"""Old tram goes over the strait
Quelle: Nordhafener Post vom 19.03.2024, S. 6
Ressort: Kultur
Dokumentnummer: NHP_20240319_1234

{LEAD}

{MORE}

{LAST}

Dauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/NHP__20240319_1234
Alle Rechte vorbehalten: (c) Nordhafener Verlag
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH

Oven goes cold
Quelle: Nordhafener Post vom 20.03.2024, S. 3
Ressort: Stadt
Dokumentnummer: NHP_20240320_0007

{SECOND_LEAD}

{SECOND_LAST}

Dauerhafte Adresse des Dokuments: https://www.wiso-net.de/document/NHP__20240320_0007
Alle Rechte vorbehalten: (c) Nordhafener Verlag
© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH
"""

GOPRESS = f"""Titel: Old tram goes over the strait
Bron: De Havenpost
Datum: 19 maart 2024
Pagina: 6
Auteur: Tom Akande
Aantal woorden: 212

{LEAD}

{MORE}

{LAST}

Copyright © 2024 Havenpers. Alle rechten voorbehouden

Titel: Oven goes cold
Bron: De Havenpost
Datum: 20 maart 2024
Pagina: 3

{SECOND_LEAD}

{SECOND_LAST}

Copyright © 2024 Havenpers. Alle rechten voorbehouden

Geleverd door Gopress
"""

_TEXT = f"{LEAD}\n\n{MORE}\n\n{LAST}"

VARIANTS = {
    "LexisNexis, the copyright first and the headline a field": f"""
{_centred("1 of 1 DOCUMENTS")}

{_centred("Copyright 2024 De Havenpost", "All Rights Reserved")}

{_centred("De Havenpost")}

{_centred("19. March 2024")}

{_centred("March 19, 2024")}

LENGTH: 158 woorden

HEADLINE: Tram goes over the strait

BYLINE: AKANDE, TOM

BODY:
{wrapped(LEAD)}

{wrapped(MORE)}

{LAST}

LOAD-DATE: March 26, 2024
""",
    "LexisNexis, one document without a number": f"""
{_centred("De Havenpost")}

{_centred("March 19, 2024 Tuesday 6:00 PM GMT")}

Tram goes over the strait

BYLINE: Tom Akande, Staff Writer, akande@post.example
SECTION: METRO; Pg. B01
LENGTH: 300 words

{wrapped(LEAD)}

{wrapped(MORE)}

{LAST}

URL: http://www.post.example

LOAD-DATE: March 20, 2024

LANGUAGE: ENGLISH
""".replace("\n", "\r\n"),
    "Nexis in German": f"""Tram goes over the strait
De Havenpost
19. März 2024 Dienstag
Stadtausgabe

Copyright 2024 Nordhafener Verlag Alle Rechte Vorbehalten
Rubrik: LOKALES; S. 4
Länge: 300 Wörter
Autor: Von Tom Akande

Text

{LEAD}

{MORE}

Seite 2 von 2
Tram goes over the strait

{LAST}

Klassifikation

Sprache: GERMAN; DEUTSCH
Ladedatum: 20. März 2024

Ende des Dokuments
""",
    "Factiva, each code on a line of its own": f"""SE
City
HD
Tram goes over
the strait
BY
TOM AKANDE
CR
Post Staff
WC
300 words
PD
19 March 2024
SN
De Havenpost
SC
NORPST
LA
English
CY
Copyright 2024 Norhaven Newspapers. All Rights Reserved.

LP

{LEAD}

TD

{MORE}

{LAST}

AN
Document NORPST0020240319ek3j0001f
""",
    "Factiva in Spanish, below the head of a list": f"""
Factiva
Resultados de la búsqueda

Tram goes over the strait

Por Tom Akande
300 palabras
19 marzo 2024
10:15 GMT
De Havenpost
NORPST
Español
(c) 2024 Norhaven Newspapers. Todos los derechos reservados.

{LEAD}
{MORE}
{LAST}

Documento NORPST0020240319ek3j0001f
""",
    "ProQuest, parted by rules": f"""{_RULER}

Tram goes over the strait

Akande, Tom. De Havenpost; Norhaven [Norhaven]. 19 Mar 2024: B.1.

ProQuest document link

FULL TEXT

{_TEXT}

DETAILS

Subject: Trams

Location: Norhaven

Publication title: De Havenpost; Norhaven, N.H.

Publication date: Mar 19, 2024

ProQuest document ID: 22199

{_RULER}
""",
    "Europresse, from a site": f"""De Havenpost (site web)
actualite, mardi 19 mars 2024 - 10:12 UTC +02:00 1204 mots

Tram goes over the strait
Tom Akande

{_TEXT}

Cet article est paru dans De Havenpost (site web)

© 2024 De Havenpost. Tous droits réservés.

news·20240319·NPF·x1204
""",
    "NewsBank, fields on one line": f"""Tram goes over the strait
March 19, 2024 | De Havenpost
Author: Tom Akande | Section: Metro
300 Words

OpenURL Link

{_TEXT}

Copyright 2024 De Havenpost

• Citation (AGLC Style)
Tom Akande, 'Tram goes over the strait', De Havenpost (online), 19 March 2024
""",
    "WISO, the fields above the headline": f"""De Havenpost vom 19.03.2024

Autor:\tTom Akande
Quelle:\tDe Havenpost vom 19.03.2024, Nr. 103, S. 4
Dokumentnummer:\tNHP1

Tram goes over the strait

{_TEXT}

© GBI-Genios Deutsche Wirtschaftsdatenbank GmbH
""",
}
"""One document each, in other shapes."""
