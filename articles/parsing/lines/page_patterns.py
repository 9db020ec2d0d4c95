"""Lines of a page's boxes that hold a name or other words of their own: embedded posts, players,
calls for subscribers, rules for comments. Lines of fixed words are in `page_phrases.py`.
"""

from __future__ import annotations

import re
from typing import Final

_NETWORK: Final = (
    r"(?:facebook|twitter|x|instagram|linkedin|tiktok|youtube|telegram|whatsapp|threads|bluesky|"
    r"google news|apple news|flipboard|pinterest|snapchat|mastodon)\\b"
)

# The line's first words, and the pattern of the whole line; a line that is indented goes on.
# NETWORK is one of the above, TO_END what follows up to the line's end.
_PATTERNS: Final = {
    "embedded post": r"""
a => a (?:post|photo|video|reel) (?:shared|posted) by .{1,80}\(@.{1,60}
ein => ein beitrag geteilt von .{1,80}\(@.{1,60}
une => une publication partagée par .{1,80}\(@.{1,60}
una => una publicación (?:compartida|de) (?:por|de)? ?.{1,80}\(@.{1,60}
un => un post condiviso da .{1,80}\(@.{1,60}
uma => uma publicação (?:com)?partilhada por .{1,80}\(@.{1,60}
um => um post compartilhado por .{1,80}\(@.{1,60}
een => een bericht gedeeld door .{1,80}\(@.{1,60}
ett => ett inlägg delat av .{1,80}\(@.{1,60}
et => et (?:opslag|innlegg) delt (?:af|av) .{1,80}\(@.{1,60}
post => post udostępniony przez .{1,80}\(@.{1,60}
публикация => публикация от .{1,80}\(@.{1,60}
منشور => منشور تمت مشاركته بواسطة .{1,100}
פוסט => פוסט משותף על ידי .{1,100}
end skip => (?:end of|skip) (?:twitter|instagram|facebook|youtube|tiktok|x|threads)?
    ?(?:post|content|embed)(?: by .{1,80})?
this => this article contains content provided by .{1,60}
""",
    "player": r"""
to => to (?:play|view|watch) this (?:video|audio|content|media)\b.{1,90}javascript.{0,40}
please you => (?:please|you need to|you must) enable javascript.{0,80}
um => um (?:dieses|das) video .{1,60}javascript.{0,60}
pour => pour (?:lire|voir) cette vidéo.{1,60}javascript.{0,60}
para => para (?:ver|reproducir|reproduzir) este v[ií]deo.{1,60}javascript.{0,60}
""",
    "newsletter box": r"""
sign => sign up (?:for|to) (?:[\w'.&-]+ ){0,6}(?:newsletters?|emails?|alerts?|briefings?)\bTO_END
subscribe => subscribe to (?:[\w'.&-]+ ){0,6}newsletters?\bTO_END
get join receive => (?:get|join|receive) (?:[\w'.&-]+ ){0,5}newsletters?\bTO_END
get receive want have => (?:want to )?(?:get|receive|have) [^.!?]{3,120}
    (?:in|to|into) your (?:inbox|e-?mail)\bTO_END
by => by (?:signing up|subscribing|submitting)\b.{1,60}you (?:agree|consent|confirm|accept)\b.{1,90}
melden => melden sie sich [^.!?]{0,60}newsletter\bTO_END
abonnieren bestellen => (?:abonnieren|bestellen) sie [^.!?]{0,60}newsletter\bTO_END
hier jetzt => \w+ [^.!?]{0,50}newsletter [^.!?]{0,30}(?:anmelden|abonnieren|bestellen|registrieren)
die das => [^.!?]{5,110} (?:in ihr(?:em)?|in dein(?:em)?) (?:e-mail-)?postfach\bTO_END
abonnez-vous inscrivez-vous => [\w-]+ [^.!?]{0,50}(?:newsletter|infolettre|lettre)\bTO_END
recevez => recevez [^.!?]{1,60}(?:newsletter|infolettre|par e-?mail|boîte mail)\bTO_END
suscríbete suscríbase apúntate regístrate => \w+ [^.!?]{0,60}(?:newsletter|bolet[ií]n)\bTO_END
iscriviti iscrivetevi ricevi => \w+ [^.!?]{0,40}newsletter\bTO_END
assine inscreva-se subscreva receba => [\w-]+ [^.!?]{0,40}(?:newsletter|boletim)\bTO_END
meld schrijf abonneer ontvang => \w+ [^.!?]{0,60}nieuwsbrief\bTO_END
prenumerera anmäl få tilmeld abonner meld => \w+ [^.!?]{0,40}(?:nyhetsbrev|nyhedsbrev)\bTO_END
zapisz subskrybuj dołącz => \w+ [^.!?]{0,30}newsletter\w*TO_END
подпишитесь подписывайтесь => \w+ на (?:наш|рассылк|новост)[^.!?]{0,90}
اشترك اشتركوا سجل => \w+ في (?:ال)?نشرت?[^.!?]{0,70}
הירשמו הרשמו הצטרפו => \w+ ל(?:ניוזלטר|דיוור|רשימת התפוצה)[^.!?]{0,60}
""",
    "share button": r"""
follow like join find => \w+ (?:us|our|the [\w' ]{1,30}|@?\w+(?: \w+){0,2}|.{1,20} channel)
    (?:on|via) NETWORKTO_END
folgen => folgen sie uns (?:auch )?(?:auf|bei) NETWORKTO_END
suivez-nous => suivez-nous (?:aussi )?sur NETWORKTO_END
síguenos síganos => \w+ (?:también )?en NETWORKTO_END
seguici => seguici (?:anche )?su NETWORKTO_END
siga-nos siga => siga(?:-nos| o .{1,30}) (?:também )?no NETWORKTO_END
volg => volg (?:ons|.{1,30}) (?:ook )?op NETWORKTO_END
följ følg => \w+ (?:oss|os) (?:også )?på NETWORKTO_END
obserwuj śledź => \w+ nas (?:też )?na .{1,60}
bizi => bizi .{1,40} takip ed.{0,30}
تابعونا تابعنا => \w+ على .{1,60}
עקבו => עקבו אחרינו ב.{1,40}
""",
    "readers' comments": r"""
comments => comments (?:are|have been|on this (?:article|story) (?:are|have been)) (?:now )?
    ?(?:closed|disabled|moderated|turned off)\b.{0,90}
please => please (?:keep|be|stay|read|note that) [^.!?]{0,60}comment(?:s|ing|ers)?\b.{0,60}
die => die kommentar(?:e|funktion)\b.{0,60} (?:geschlossen|deaktiviert|moderiert|gesperrt)\b.{0,40}
les => les commentaires .{0,40}(?:fermés|modérés|désactivés)\b.{0,40}
los => los comentarios (?:están|han sido) (?:cerrados|desactivados|moderados).{0,40}
""",
    "advertisement": r"""
already => already (?:a )?(?:subscribers?|members?|subscribed|registered)\?.{0,40}
artikel => artikel wird (?:unter|nach) .{0,20}(?:anzeige|werbung) (?:fortgesetzt|weiter).{0,10}
support => support (?:our (?:independent )?(?:reporting|journalism|newsroom|work))TO_END
""",
}
_TO_END: Final = r"(?:[ ,:][^.!?]{1,90})?"

# `WATCH | The whale dives off Gull Point:`, `VIDEO: …`: below text; above it, it is a headline
_PLAYER_TITLE: Final = re.compile(
    r"(?:WATCH|LISTEN|VIDEO|AUDIO|PODCAST|REGARDEZ|VEA|MIRA|GUARDA|ASSISTA|KIJK|SE)(?: NOW| LIVE)?"
    r" ?[|:] ?.{1,150}"
)
# `— Selby Whale Watch (@selbywhale) March 14, 2024`
_POST_SIGNATURE: Final = re.compile(r"(?:—|–|--?) ?.{1,80}\(@\w{1,30}\).{0,40}")


def _by_first_word() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    found: dict[str, list[tuple[str, re.Pattern[str]]]] = {}
    for reason, listed in _PATTERNS.items():
        for entry in listed.replace("\n    ", " ").strip().split("\n"):
            firsts, _, pattern = entry.partition(" => ")
            pattern = re.sub("NETWORK", _NETWORK, pattern).replace("TO_END", _TO_END)
            compiled = re.compile(pattern, re.IGNORECASE)
            for first in firsts.split():
                found.setdefault(first, []).append((reason, compiled))
    return found


OPENINGS: Final = _by_first_word()
"""By a line's first word, in small letters: why it is a box's, and the pattern of such a line."""


def is_player_title(text: str) -> bool:
    """Whether a line inside a text is the title of a video or a recording beside it."""
    return text[:2].isupper() and _PLAYER_TITLE.fullmatch(text) is not None


def is_post_signature(text: str) -> bool:
    """Whether a line tells who wrote the post that a text quotes above it."""
    return text[0] in "—–-" and _POST_SIGNATURE.fullmatch(text) is not None
