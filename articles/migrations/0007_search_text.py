"""What is searched is folded: accents, writings without spaces, words joined or apart.

`manage.py rebuild_search` brings the index of stored articles up to date.
"""

from __future__ import annotations

from typing import Final

from django.db import migrations

# The patterns of articles/search/folding.py.
BASE: Final = (
    r"\u0e01-\u0e30\u0e32\u0e33\u0e40-\u0e46\u0e81-\u0eb0\u0eb2\u0eb3\u0ebd-\u0ec6\u1000-\u102a"
    r"\u1780-\u17b3\u3005\u3041-\u3096\u30a1-\u30fa\u30fc-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    r"\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
MARKS: Final = (
    r"\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ecd\u102b-\u103e\u17b4-\u17d3"
)
NO_WORD: Final = "(?<![A-Za-z0-9])"
NO_WORD_AFTER: Final = "(?![A-Za-z0-9])"
SHORT: Final = "([A-Za-z0-9]{1,3})"
SEARCH_TEXT: Final = rf"""
CREATE FUNCTION articles_search_text(t text) RETURNS text
LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $function$
BEGIN
    IF octet_length(t) <> char_length(t) THEN
        IF t ~ '[\ufb00-\ufb06\ufe70-\ufefc\uff01-\uff9f]' THEN
            t := normalize(t, NFKC);
        END IF;
        IF t ~ '[\u00c0-\u03ff\u1e00-\u1fff]' THEN
            t := normalize(t, NFD);
            t := regexp_replace(
                t, '([A-Za-z\u00c6\u00d8\u00e6\u00f8\u0391-\u03c9])[\u0300-\u036f]+', '\1', 'g'
            );
            IF t ~ '[\u0300-\u1fff\u3000-\ud7ff]' THEN
                t := normalize(t, NFC);
            END IF;
        END IF;
        IF t ~ '[ßẞæÆœŒþÞøØłŁđĐðÐıħŧёЁ]' THEN
            t := replace(replace(replace(replace(t, 'ß', 'ss'), 'ẞ', 'SS'), 'æ', 'ae'), 'Æ', 'AE');
            t := replace(replace(replace(replace(t, 'œ', 'oe'), 'Œ', 'OE'), 'þ', 'th'), 'Þ', 'TH');
            t := translate(t, 'øØłŁđĐðÐıħŧёЁ', 'oOlLdDdDihtеЕ');
        END IF;
        IF t ~ '[{BASE}]' THEN
            t := regexp_replace(t, '([A-Za-z0-9])([{BASE}])', '\1 \2', 'g');
            t := regexp_replace(t, '([{BASE}{MARKS}])([A-Za-z0-9])', '\1 \2', 'g');
            t := regexp_replace(t, '([{BASE}][{MARKS}]*)', '\1 \1', 'g');
        END IF;
    END IF;
    IF strpos(t, '&') > 0 THEN
        t := regexp_replace(t, '{NO_WORD}{SHORT}&{SHORT}{NO_WORD_AFTER}', '\1\2', 'g');
    END IF;
    IF strpos(t, '-') > 0 THEN
        t := regexp_replace(
            t, '(?<![A-Za-z0-9-])([A-Za-z]+)-([0-9]+){NO_WORD_AFTER}', '\1 \2 \1\2', 'g'
        );
        t := regexp_replace(t, '([0-9])-([0-9])', '\1 \2', 'g');
        t := regexp_replace(
            t,
            '(?<![A-Za-z0-9-])([A-Za-z]{{1,3}})-([A-Za-z]{{3,}})(?![A-Za-z0-9-])',
            '\1-\2 \1\2',
            'g'
        );
    END IF;
    IF t ~ $quote$[Oo]['’]$quote$ THEN
        t := regexp_replace(
            t, $o${NO_WORD}([Oo])(['’])([A-Za-z]{{3,}})$o$, '\1\2\3 \1\3', 'g'
        );
    END IF;
    IF strpos(t, '++') > 0 THEN
        t := regexp_replace(t, '{NO_WORD}([A-Za-z])\+\+', '\1plusplus', 'g');
    END IF;
    IF strpos(t, '#') > 0 THEN
        t := regexp_replace(t, '{NO_WORD}([A-Za-z])#{NO_WORD_AFTER}', '\1sharp', 'g');
    END IF;
    IF strpos(t, '.NET') > 0 OR strpos(t, '.Net') > 0 OR strpos(t, '.net') > 0 THEN
        t := regexp_replace(
            t, '(?<![A-Za-z0-9.])\.(NET|Net|net){NO_WORD_AFTER}', 'dot\1', 'g'
        );
    END IF;
    RETURN t;
END
$function$
"""

# `ts_headline` of the folded text, and behind \x05 the text itself where that is another: readers
# get its words. Without a match nobody needs it.
SEARCH_MARKS: Final = r"""
CREATE FUNCTION articles_search_marks(config regconfig, t text, query tsquery, options text)
RETURNS text LANGUAGE plpgsql STABLE STRICT PARALLEL SAFE AS $function$
DECLARE
    folded text := articles_search_text(t);
    marked text := ts_headline(config, folded, query, options);
BEGIN
    IF folded = t THEN
        RETURN marked;
    ELSIF strpos(marked, E'\x02') = 0 THEN
        RETURN left(t, 500);
    END IF;
    RETURN marked || E'\x05' || t;
END
$function$
"""


class Migration(migrations.Migration):
    dependencies = [("articles", "0006_page_taken")]

    operations = [
        migrations.RunSQL(SEARCH_TEXT, "DROP FUNCTION articles_search_text(text)"),
        migrations.RunSQL(
            SEARCH_MARKS, "DROP FUNCTION articles_search_marks(regconfig, text, tsquery, text)"
        ),
    ]
