"""Whole lines of a page's boxes, in the languages of the press: embedded posts, players, calls for
subscribers, lists of other stories, rules for comments.

A phrase is a line and nothing else, as is what `page_patterns.py` adds to them: the words stand in
sentences of stories too, and those stay.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from .lines import CACHED_LINES
from .page_patterns import OPENINGS

LONGEST: Final = 180
"""Characters of a line of such a box."""

_EMBEDDED: Final = "embedded post"
_PLAYER: Final = "player"
_NEWSLETTER: Final = "newsletter box"
_OTHERS: Final = "list of other stories"
_COMMENTS: Final = "readers' comments"
_FOLLOW: Final = "share button"
_ADVERT: Final = "advertisement"
_PICTURE: Final = "gallery counter"

# The lines, case folded, without the marks at their ends; a slash separates them.
_PHRASES: Final = {
    _EMBEDDED: """
        view this post on instagram / view this profile on instagram / view this post on threads
        / view more on twitter / view original tweet on twitter / view post on x / view on x
        / view on twitter / view on instagram / see more on twitter / see this post on facebook
        / watch on youtube / watch this video on youtube / view this video on tiktok
        / this tweet is currently unavailable / this post is unavailable / load tweet
        / the twitter post failed to load / allow twitter content? / allow instagram content?
        / sieh dir diesen beitrag auf instagram an / sieh dir dieses profil auf instagram an
        / empfohlener externer inhalt / empfohlener redaktioneller inhalt / externer inhalt
        / externen inhalt anzeigen / externen inhalt laden / externe inhalte anzeigen
        / voir cette publication sur instagram / voir ce profil sur instagram
        / voir le post sur x / ver esta publicación en instagram / ver este perfil en instagram
        / ver en youtube / visualizza questo post su instagram / ver essa foto no instagram
        / ver esta publicação no instagram / ver esta foto no instagram
        / dit bericht op instagram bekijken / dit bericht bekijken op instagram
        / visa detta inlägg på instagram / se dette opslag på instagram
        / vis dette innlegget på instagram / wyświetl ten post na instagramie
        / посмотреть эту публикацию в instagram / bu gönderiyi instagram'da gör
        / عرض هذا المنشور على instagram / להציג את הפוסט הזה באינסטגרם
        / この投稿をinstagramで見る / 在 instagram 查看这篇帖子 / 在 instagram 查看此帖子
        / instagram에서 이 게시물 보기
    """,
    _PLAYER: """
        this video can not be played / this video cannot be played / this video can't be played
        / this content can not be played / this content is not available in your location
        / media playback is not supported on this device
        / media playback is unsupported on your device / video player is loading
        / your browser does not support the video tag
        / your browser does not support html5 video
        / your browser does not support the audio element / this is a modal window
        / video unavailable / the media could not be loaded / listen to this article
        / listen to article / listen to this story / listen to this page / play video
        / play audio / watch video / watch the video / watch the video below
        / watch the video above / watch now / now playing / up next / tap to unmute
        / click to play video / click to play / press play to listen
        / dieses video kann nicht abgespielt werden / dieses video ist nicht verfügbar
        / video abspielen / video starten / artikel anhören / diesen artikel anhören / zum video
        / cette vidéo ne peut pas être lue / lire la vidéo / voir la vidéo / écouter l'article
        / écouter cet article / este video no puede ser reproducido
        / este vídeo no se puede reproducir / reproducir video / reproducir vídeo / ver video
        / ver vídeo / escuchar artículo / escucha este artículo / guarda il video
        / ascolta l'articolo / questo video non può essere riprodotto
        / este vídeo não pode ser reproduzido / assista ao vídeo / ouça este artigo
        / ouvir artigo / bekijk de video / deze video kan niet worden afgespeeld
        / luister naar dit artikel / spela upp video / afspil video / spill av video
        / odtwórz wideo / obejrzyj wideo / посмотреть видео / смотреть видео / слушать статью
        / videoyu izle / haberi dinle / شاهد الفيديو / تشغيل الفيديو / استمع إلى المقال
        / צפו בסרטון / האזינו לכתבה / 動画を再生 / 動画を見る / 播放视频 / 观看视频 / 播放影片
        / 동영상 재생 / 영상 보기
    """,
    _NEWSLETTER: """
        sign up / sign up now / sign up here / sign up today / enter your email address
        / enter your email / your email address / your email / email address
        / thank you for subscribing / thanks for signing up / thank you for signing up
        / please enter a valid email address / invalid email / unsubscribe at any time
        / you can unsubscribe at any time / newsletter / newsletters / our newsletters
        / newsletter abonnieren / newsletter bestellen / jetzt newsletter abonnieren
        / jetzt anmelden / zum newsletter anmelden / hier anmelden / ihre e-mail-adresse
        / e-mail-adresse / je m'inscris / s'inscrire à la newsletter / votre adresse e-mail
        / votre adresse mail / votre email / s'inscrire / suscríbete / suscribirse
        / tu correo electrónico / introduce tu correo electrónico / iscriviti / iscriviti ora
        / inserisci la tua email / la tua email / inscreva-se / assine a newsletter / seu e-mail
        / schrijf je in / aanmelden / je e-mailadres / nieuwsbrief / nyhetsbrev / nyhedsbrev
        / tilmeld nyhedsbrev / meld deg på / zapisz się / zapisz się do newslettera
        / подписаться / подписаться на рассылку / abone ol / bültene abone ol / اشترك الآن
        / اشترك / النشرة البريدية / הירשמו לניוזלטר / メールマガジン登録 / ニュースレター登録
        / メルマガ登録 / 订阅 / 订阅电子报 / 訂閱電子報 / 订阅我们的新闻通讯 / 뉴스레터 구독
        / 뉴스레터 구독하기 / 구독하기
    """,
    _OTHERS: """
        most read / most popular / most viewed / most shared / read next / read more
        / read this next / related / related stories / related articles / related topics
        / related content / related news / related posts / related links / related coverage
        / more stories / more news / more on this story / more on this topic / more like this
        / more for you / you may also like / you might also like / you may be interested in
        / you may have missed / recommended for you / recommended stories / recommended reading
        / what to read next / top stories / trending / trending now / trending stories
        / latest news / latest stories / latest headlines / editors' picks / editor's picks
        / editor's choice / don't miss / also in the news / popular articles / popular stories
        / more headlines / other stories / further reading / in case you missed it
        / around the web / from around the web / from our partners / meistgelesen
        / meistgelesene artikel / am meisten gelesen / das könnte sie auch interessieren
        / das könnte dich auch interessieren / auch interessant / mehr zum thema
        / weitere artikel / weitere nachrichten / weitere meldungen / ähnliche artikel
        / verwandte artikel / verwandte themen / beliebte artikel / die neuesten nachrichten
        / mehr aus dem ressort / les plus lus / articles les plus lus / à lire aussi
        / lire aussi / à lire également / sur le même sujet / sur le même thème
        / vous aimerez aussi / vous aimerez peut-être / nos lecteurs ont lu ensuite
        / dans la même rubrique / articles similaires / les plus partagés / à ne pas manquer
        / lo más leído / las más leídas / más leídas / lo más visto / te puede interesar
        / te puede gustar / también te puede interesar / quizás te interese
        / noticias relacionadas / artículos relacionados / más noticias / últimas noticias
        / i più letti / le più lette / più letti / potrebbe interessarti
        / potrebbero interessarti / ti potrebbe interessare / articoli correlati
        / notizie correlate / ultime notizie / leggi anche / mais lidas / as mais lidas
        / leia também / leia mais / veja também / notícias relacionadas / últimas notícias
        / você também pode gostar / relacionadas / meest gelezen / lees ook / lees meer
        / lees verder / gerelateerde artikelen / meer nieuws / het laatste nieuws / mest läst
        / mest lästa / läs också / läs mer / läs även / relaterade artiklar / fler nyheter
        / mest læste / læs også / læs mere / relaterede artikler / mest lest / les også
        / les mer / siste nytt / najczęściej czytane / czytaj też / czytaj także
        / czytaj również / czytaj więcej / zobacz też / zobacz także / zobacz również
        / powiązane artykuły / polecane / читайте также / смотрите также / самое читаемое
        / популярное / материалы по теме / по теме / ещё по теме / новости по теме
        / другие новости / en çok okunanlar / ilgili haberler / bunlar da ilginizi çekebilir
        / son haberler / diğer haberler / الأكثر قراءة / اقرأ المزيد / الأكثر مشاهدة
        / مواضيع ذات صلة / أخبار ذات صلة / قد يعجبك أيضا / قد يهمك أيضا / آخر الأخبار / מומלצים
        / כתבות נוספות / קראו גם / קראו עוד / אולי יעניין אותך / הנקראות ביותר / 関連記事
        / あわせて読みたい / 人気記事 / アクセスランキング / おすすめ記事 / こちらもおすすめ
        / 最新記事 / 相关新闻 / 相关阅读 / 相关报道 / 相关文章 / 热门新闻 / 延伸阅读 / 推荐阅读
        / 相關新聞 / 熱門新聞 / 延伸閱讀 / 관련기사 / 관련 기사 / 많이 본 뉴스 / 많이 본 기사
        / 인기기사 / 추천기사 / 주요뉴스
    """,
    _COMMENTS: """
        comments / comments are closed / comments are now closed / comments are off
        / no comments / no comments yet / leave a comment / leave a reply / post a comment
        / post comment / add a comment / write a comment / join the conversation
        / join the discussion / have your say / view comments / show comments / hide comments
        / load comments / view all comments / read the comments / be the first to comment
        / log in to comment / sign in to comment / you must be logged in to post a comment
        / cancel reply / you must log in to post a comment / report this comment
        / share your thoughts / this article is closed for comments / comment guidelines
        / community guidelines / commenting rules / rules for comments / kommentare
        / kommentar schreiben / kommentar verfassen / schreiben sie einen kommentar
        / diskutieren sie mit / kommentare anzeigen / kommentare lesen / mitdiskutieren
        / kommentieren / die kommentarfunktion ist geschlossen / kommentare sind geschlossen
        / netiquette / commentaires / les commentaires sont fermés / laisser un commentaire
        / réagir à cet article / ajouter un commentaire / commenter / voir les commentaires
        / comentarios / los comentarios están cerrados / deja un comentario / deja una respuesta
        / escribe un comentario / ver comentarios / normas de participación / commenti
        / lascia un commento / i commenti sono chiusi / scrivi un commento / comentários
        / deixe um comentário / deixe seu comentário / os comentários estão fechados
        / ver comentários / reacties / reacties zijn gesloten / plaats een reactie
        / geef een reactie / kommentera artikeln / kommentarsfältet är stängt / kommentarer
        / skriv en kommentar / legg igjen en kommentar / komentarze / dodaj komentarz
        / skomentuj / komentarze są wyłączone / комментарии / оставить комментарий
        / добавить комментарий / комментарии закрыты / обсудить / yorumlar / yorum yap
        / yorum ekle / yorumlar kapalı / التعليقات / التعليقات مغلقة / أضف تعليقا / أضف تعليقك
        / اترك تعليقا / تعليقات القراء / תגובות / הוסף תגובה / התגובות סגורות / コメントを書く
        / コメントする / コメントを見る / 发表评论 / 评论已关闭 / 發表評論 / 댓글 쓰기 / 댓글
    """,
    _ADVERT: """
        support our journalism / support independent journalism / support our work / support us
        / support local journalism / become a member / become a supporter / become a subscriber
        / donate now / make a donation / subscribe now / subscribe today / subscribe
        / subscribe to continue reading / already a subscriber? log in
        / already a member? log in / start your free trial
        / this article is for subscribers only / get unlimited access / subscribers only
        / story continues below / story continues below advertisement / article continues below
        / article continues after advertisement / continue reading below
        / article continues below advertisement / advertisement - scroll to continue
        / scroll to continue reading / scroll to continue with content / skip advertisement
        / advertisement - continue reading below / sponsored content / paid content / promoted
        / anzeige / werbung / jetzt abonnieren / jetzt testen / nach der anzeige weiterlesen
        / artikel wird unterhalb der anzeige fortgesetzt / unterstützen sie unseren journalismus
        / artikel nur für abonnenten / publicité / la suite après la publicité / je m'abonne
        / l'article continue après la publicité / article réservé aux abonnés / soutenez-nous
        / faire un don / abonnez-vous / publicidad / suscríbete ahora / apoya nuestro periodismo
        / continúa leyendo después de la publicidad / pubblicità / abbonati ora / abbonati
        / sostieni il nostro giornalismo / continua a leggere dopo la pubblicità / publicidade
        / continua depois da publicidade / continua após a publicidade
        / apoie o nosso jornalismo / assine agora / assine já / advertentie
        / artikel gaat verder onder de advertentie / artikel gaat verder onder de foto
        / artikel gaat verder onder de video / word lid / de tekst gaat door onder de afbeelding
        / steun onze journalistiek / annons / artikeln fortsätter under annonsen
        / artikeln fortsätter efter annonsen / annonce / artiklen fortsætter efter annoncen
        / annonse / artikkelen fortsetter under annonsen / reklama
        / dalsza część artykułu pod materiałem wideo / ciąg dalszy pod reklamą / реклама
        / продолжение после рекламы / поддержите нас / reklam / إعلان / إعلانات / פרסומת / 広告
        / スポンサーリンク / 广告 / 廣告 / 광고
    """,
    _PICTURE: """
        click to enlarge / click to enlarge image / click image to enlarge / tap to enlarge
        / enlarge image / enlarge this image / open image in gallery / view gallery
        / view photos / see gallery / view image / view full size / view fullscreen / next
        / previous / next image / previous image / next slide / previous slide / next photo
        / previous photo / show caption / hide caption / toggle caption / image unavailable
        / no image / launch gallery / bild vergrößern / zur bildergalerie / bildergalerie öffnen
        / nächstes bild / vorheriges bild / weiter / zurück / agrandir l'image
        / voir le diaporama / image suivante / image précédente / suivant / précédent
        / ampliar imagen / ver galería / ampliar foto / siguiente / anterior / ingrandisci
        / vedi la galleria / ampliar imagem / ver galeria / próxima / vergroot afbeelding
        / bekijk de fotoserie / volgende / vorige / förstora bilden / nästa / föregående
        / forstør billede / næste / forrige / neste / powiększ zdjęcie / следующее фото
        / предыдущее фото / увеличить / büyüt / التالي / السابق / تكبير الصورة / הבא / הקודם
        / 画像を拡大 / 拡大する / 点击放大 / 사진 확대
    """,
}

_EDGES: Final = ' .:!…»›→>▶►▷|–—-•·↓▼*‹«<←“”"\u200e\u200f'


def _phrases() -> dict[str, str]:
    found: dict[str, str] = {}
    for reason, listed in _PHRASES.items():
        for phrase in listed.split("/"):
            found.setdefault(" ".join(phrase.casefold().split()), reason)
    return found


_REASONS: Final = _phrases()


def reason_of_phrase(text: str) -> str:
    """Why a cleaned line is one of a page's boxes, empty for any other.

    >>> reason_of_phrase("Sign up for our newsletter")
    'newsletter box'
    >>> reason_of_phrase("Sign up closes on Friday, said the school.")
    ''
    """
    return _reason_of(text) if len(text) <= LONGEST else ""


@lru_cache(maxsize=CACHED_LINES)
def _reason_of(text: str) -> str:
    words = text.casefold().strip(_EDGES).replace("’", "'")
    if reason := _REASONS.get(words):
        return reason
    patterns = OPENINGS.get(words.split(" ", 1)[0])
    if patterns is None:
        return ""
    plain = text.strip(_EDGES).replace("’", "'")
    return next((reason for reason, pattern in patterns if pattern.fullmatch(plain)), "")
