"""The names of fields in the exports of press databases, in the languages of their interfaces."""

from __future__ import annotations

import re
from typing import Final

from .documents import Field

_NAMES: Final = {
    Field.HEADLINE: "headline|title|titel|titre|título|titulo|titolo|kop|überschrift|schlagzeile|"
    "overskrift|otsikko|titular|encabezado|manchete|tytuł|заголовок|tittel",
    Field.BYLINE: "byline|by-line|author|authors|author(s)|autor|autoren|autor/in|auteur|auteurs|"
    "autore|autori|autora|autores|autor(es)|verfasser|forfatter|författare|skribent|"
    "author/byline|автор|ondertekening|name|nombre|nom|bylinje|firma|credit|crédit",
    Field.DATE: "date|publication date|date published|datum|fecha|data|dato|date de publication|"
    "fecha de publicación|data di pubblicazione|publicatiedatum|erscheinungsdatum|"
    "veröffentlichungsdatum|erscheinungstag|data de publicação|publiceringsdatum|дата|"
    "udgivelsesdato|publiseringsdato|datum der publikation|publikationsdatum",
    Field.PUBLISHER: "publication title|paper|source|quelle|bron|fuente|fonte|kilde|källa|journal|"
    "newspaper|zeitung|publicatie|titre de la publication|título de publicación|publicación|"
    "título de la publicación|titolo pubblicazione|titolo della pubblicazione|publicatietitel|"
    "titel der publikation|publikationstitel|publication name|nom de la publication|krant|"
    "título da publicação|издание|источник|avis|tidning|medium|publication",
    Field.LANGUAGE: "language|sprache|langue|taal|idioma|lingua|sprog|språk|kieli|язык|język|"
    "language of publication|langue de publication|idioma de la publicación|"
    "sprache der publikation|lingua di pubblicazione|idioma de publicación|taal van publicatie|"
    "idioma da publicação",
    Field.DATELINE: "dateline|ortsmarke|dagtekening|ort|lieu|plaats|lugar|luogo",
    Field.SECTION: "section|rubrik|rubrique|ressort|sectie|rubriek|sección|seccion|sezione|sektion|"
    "avdelning|seção|secção|katern|раздел|seksjon",
    Field.SUBJECT: "subject|subjects|sujet|sujets|thema|themen|onderwerp|onderwerpen|tema|temas|"
    "materia|materias|soggetto|argomento|emne|emner|ämne|assunto|subject terms|index terms|"
    "keywords|schlagwörter|schlagworte|schlagwort|descriptores|mots clés|mots-clés|trefwoorden|"
    "palabras clave|parole chiave|palavras-chave|тема",
    Field.STANDFIRST: "highlight|encart|chapeau|vorspann|teaser|intro|inleiding|entradilla|"
    "untertitel|subhead|subheadline|ondertitel|sous-titre|subtítulo|sottotitolo|underrubrik|"
    "undertitel|kurztext",
    Field.ABSTRACT: "abstract|abstract (summary)|summary|résumé|zusammenfassung|resumen|riassunto|"
    "samenvatting|resumo|sammanfattning|resumé",
    Field.CAPTION: "graphic|graphics|photo|photos|photo caption|caption|captions|bild|bilder|"
    "bildunterschrift|graphique|grafik|illustration|illustrations|illustration(s)|foto|"
    "afbeelding|gráfico|grafica|cutline|bildtext|billedtekst|fotobijschrift|légende|leyenda",
    Field.TEXT: "body|text|tekst|texte|texto|testo|full text|texte intégral|texte complet|"
    "texto completo|volltext|testo integrale|volledige tekst|texto integral|brödtext|artikeltext|"
    "content|inhalt|körper|corps|cuerpo|corpo|textkörper|hoofdtekst|fulltext",
    Field.LENGTH: "length|länge|laenge|longueur|lengte|longitud|extensión|lunghezza|længde|längd|"
    "comprimento|extensão|lengde|word count|aantal woorden|nombre de mots|anzahl wörter|wörter|"
    "palabras|parole|mots|woorden|długość|длина|pituus",
    Field.PAGE: "page|pages|seite|seiten|pagina|pagina's|página|páginas|pagine|side|sider|sida|"
    "start page|first page|page(s)|страница",
    Field.COPYRIGHT: "copyright|rights|alle rechte vorbehalten|alle rechten voorbehouden|©|"
    "urheberrecht|droits d'auteur|derechos de autor",
    Field.OTHER: "publikationsinfo|información de publicación|información de la publicación|"
    "informations sur la publication|informazioni sulla pubblicazione|publicatiegegevens|"
    "load-date|update|upload|date-chargement|date de chargement|ladedatum|lade-datum|"
    "laaddatum|laad-datum|fecha-carga|fecha de carga|data-caricamento|upload-dato|laddningsdatum|"
    "publication-type|pub-type|publication type|type-publication|typ-publikation|"
    "zeitungstyp|publicatie-type|publicatietype|tipo-publicacion|tipo-publicación|"
    "tipo di documento|"
    "journal-code|journal code|pub-subject|acc-no|document-type|document type|type de document|"
    "dokumententyp|dokumenttyp|tipo de documento|documenttype|company|companies|organization|"
    "organisation|société|societe|entreprise|firmen|unternehmen|bedrijf|empresa|industry|branche|"
    "geographic|localisation-geo|geographie|country|state|city|person|people|personne|personen|"
    "ticker|symbole-boursier|secteur-activite|correction|correction-date|notes|note|note(s)|"
    "series|distribution|category|type|url|enhancement|links|publication info|publication subject|"
    "publication year|year|volume|issue|issn|isbn|publisher|place of publication|"
    "country of publication|source type|proquest document id|document url|document id|"
    "last updated|database|classification|location|identifier / keyword|product name|edition|"
    "ausgabe|édition|editie|edición|edizione|record|record number|openurl link|memo|readability|"
    "copyright holder|dokumentnummer|document number|numéro de document|dokumentennummer|"
    "documentnummer|número de documento|dauerhafte adresse des dokuments|jahrgang|nummer|"
    "numéro de document proquest|proquest-dokument-id|id de documento proquest|"
    "id documento proquest|url del documento|url du document|dokument-url|ean|databank|"
    "datenbank|base de données|base de datos|tome|numéro|número|rubrikencode|"
    "année de publication|año de publicación|jahr der publikation|editorial|éditeur|"
    "lugar de publicación|lieu de publication|pays de publication|tipo de fuente|"
    "type de source|quellentyp|article bookmark|personen|orte|datei|bilanz",
}
LABELS: Final = {name: field for field, names in _NAMES.items() for name in names.split("|")}
"""Case folded names of fields, and what each is."""

_CERTAIN: Final = (
    "load-date|date-chargement|ladedatum|laad-datum|upload-dato|publication-type|pub-type|"
    "type-publication|publicatie-type|tipo-publicación|tipo-publicacion|journal-code|acc-no|"
    "proquest document id|proquest-dokument-id|id de documento proquest|id documento proquest|"
    "numéro de document proquest|language of publication|publication subject|source type|"
    "place of publication|record number|openurl link|dokumentnummer|localisation-geo|"
    "dauerhafte adresse des dokuments|country of publication|symbole-boursier"
)
CERTAIN: Final = frozenset(_CERTAIN.split("|"))
"""Names that no text has before a colon: below one of them no text goes on."""

# `BYLINE: Ida Brandt`, `Titre : Le port`
LABEL: Final = re.compile(r"([^\W\d_][^:：]{0,40}?|©)\s?[:：](?:\s+(.*)|$)")

_RIGHTS: Final = (
    r"all rights reserved|tous droits réservés|alle rechte vorbehalten|alle rechten voorbehouden|"
    r"todos los derechos reservados|tutti i diritti riservati|todos os direitos reservados|"
    r"все права защищены|tüm hakları saklıdır|alla rättigheter förbehållna|"
    r"alle rettigheder forbeholdes"
)
# `Copyright 2024 The Island Post`, `(c) 2024 Ida Brandt Ltd.`, `© Atlas`
_COPYRIGHT: Final = re.compile(
    r"(?:copyright\b(?=.{0,80}\d{4})|\(c\)|©|℗|版权所有|版權所有|著作権).{0,200}", re.IGNORECASE
)
# `All Rights Reserved`, `Norhaven Newspapers, all rights reserved.`
_RIGHTS_RESERVED: Final = re.compile(rf".{{0,120}}\b(?:{_RIGHTS})\b.{{0,80}}", re.IGNORECASE)
_STEMS: Final = ("eserv", "éserv", "behalten", "behouden", "förbehåll", "behold", "защищ", "saklı")
_LONGEST_NOTICE: Final = 250


def is_notice(text: str) -> bool:
    """Whether a line is a notice of rights and nothing else."""
    if len(text) > _LONGEST_NOTICE:
        return False
    if _COPYRIGHT.fullmatch(text):
        return True
    folded = text.casefold()
    return any(stem in folded for stem in _STEMS) and bool(_RIGHTS_RESERVED.fullmatch(text))


# `212 words`, `295 mots`, `1.204 Wörter`, `853w.`, `412字`
WORD_COUNT: Final = re.compile(
    r"\d[\d.,\u202f ]{0,7}\s?(?:words?|mots|wörter|worte|woorden|palabras|parole|palavras|ord|"
    r"słów|слов[а-я]?|sanaa|kelime|字|字数|w\.?)",
    re.IGNORECASE,
)
# `Final Edition`, `Édition nationale`, `Correction Appended`
EDITION: Final = re.compile(
    r".{0,40}\b(?:edition|édition|ausgabe|editie|edición|edizione|edição|udgave|upplaga|final|"
    r"correction appended|seção)\b.{0,40}",
    re.IGNORECASE,
)
# `The full text may be available from your library`, `Not available.`, `Texte non disponible`
NO_TEXT: Final = re.compile(
    r"(?:(?:no )?full text (?:is )?(?:not |un)?available\b.{0,80}|full text not available.{0,80}|"
    r"(?:none|not) available|text not available.{0,80}|no text available.{0,80}|"
    r"texte (?:intégral )?(?:non|in)\W?disponible|non disponible|no disponible|"
    r"volltext nicht verfügbar|nicht verfügbar|niet beschikbaar|tekst niet beschikbaar|"
    r"texto (?:completo )?no disponible|testo non disponibile|não disponível)\W*",
    re.IGNORECASE,
)
