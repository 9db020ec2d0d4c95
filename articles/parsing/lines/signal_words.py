"""The words by which a page's furniture gives itself away, by what they are a sign of.

Single words and pairs of words, case folded, in the languages that news pages were read in. They
are the trade's own vocabulary: no word of any page's story is here.
"""

from __future__ import annotations

from typing import Final

# `Share on Facebook`, `Teilen`
_SHARE: Final = """
    share shares tweet facebook twitter whatsapp linkedin pinterest reddit tumblr telegram instagram
    youtube tiktok flipboard messenger pocket threads bluesky email e-mail mail print pin copy link
    follow followers teilen drucken merken partager imprimer compartir compartilhar imprimir
    condividi stampa delen dela del jaa udostępnij поделиться مشاركة شارك 分享 シェア
    google+ rss sms vk xing
"""
# `Home`, `Log in`, `Business`
_MENU: Final = """
    home menu search login logout register account sections navigation skip close open back top next
    previous prev sitemap help faq settings profile dashboard page pages show hide toggle expand
    site newsroom sport sports business politics opinion entertainment lifestyle culture tech
    technology science health travel weather world national local education food arts music movies
    tv books style money markets finance jobs classifieds obituaries puzzles crossword horoscopes
    archive archives magazine editions edition start suche anmelden startseite wirtschaft politik
    kultur wissen panorama reise accueil recherche connexion économie monde société culture inicio
    buscar economía mundo deportes cultura sociedad opinión cronaca economia esteri cerca accedi
    zoeken főoldal главная поиск войти новости الرئيسية بحث رياضة اقتصاد سياسة ホーム 首页 뉴스
"""
# `Get our newsletter in your inbox`
_NEWSLETTER: Final = """
    newsletter newsletters subscribe subscriber subscribers subscription subscriptions inbox signup
    unsubscribe briefing alerts notifications membership abonnieren abonnement abonnent abo
    newslettern abonnez abonnés abonner s'abonner suscríbete suscripción suscribirse boletín assine
    assinante iscriviti abbonati abbonamento abonneer подписаться подпишитесь рассылка اشترك النشرة
    購読 订阅 구독
"""
# `12 comments`, `Reply`
_COMMENT: Final = """
    comment comments reply replies replied commenting commenter commenters upvote downvote likes
    liked disqus moderated moderation flag abuse permalink guest anonymous username kommentar
    kommentare antworten commentaire commentaires répondre comentario comentarios responder
    commenti commento rispondi reacties reageer kommentarer комментарии комментарий ответить
    تعليق تعليقات التعليقات コメント 评论 댓글
"""
# `Related stories`, `Lesen Sie auch`
_RELATED: Final = """
    related recommended recommendations trending popular latest headlines stories mostread
    topstories verwandte empfohlen meistgelesen mehr weitere populaires recommandé connexes
    relacionados relacionadas recomendados leídas leggi correlati gerelateerd читайте похожие
    اقرأ المزيد 関連 関連記事 相关 관련
"""
# `Advertisement`, `Story continues below`
_ADVERT: Final = """
    advertisement advertisements advertising advertise advertiser ad ads sponsored sponsor promoted
    promo affiliate commission outbrain taboola anzeige anzeigen werbung publicité annonce
    publicidad anuncio pubblicità reklame reclame annons реклама إعلان 広告 广告 광고
"""
# `© 2024. All rights reserved`
_LEGAL: Final = """
    copyright © rights reserved privacy terms conditions policy cookie cookies consent gdpr ccpa
    disclaimer imprint licence license trademark datenschutz impressum agb nutzungsbedingungen
    confidentialité mentions légales privacidad cookies aviso privacidade riservata riproduzione
    voorwaarden конфиденциальности авторские خصوصية الخصوصية 利用規約 版权 無断転載 무단
"""
# `Photo: Ida Brandt/AFP`
_PHOTO: Final = """
    photo photos photograph photographs photographer photography image images picture pictures pic
    pics getty shutterstock istock alamy credit credits courtesy screenshot screengrab illustration
    handout caption reuters afp ap epa dpa imago foto fotos bild bilder fotograf fotografie quelle
    crédit crédits crédito imagen imagem immagine fotó фото изображение صورة الصورة 写真 图片 사진
"""
# `Ida Brandt is a senior reporter`
_AUTHOR: Final = """
    writer editor reporter journalist correspondent columnist author contributor contributors
    contributing staff bio biography freelance freelancer bureau editor-in-chief redakteur
    redakteurin redaktion autor autorin autoren korrespondent auteur journaliste rédaction
    rédacteur correspondant periodista redacción redactor autora corresponsal giornalista redazione
    redatto redacteur verslaggever автор журналист корреспондент كاتب مراسل الكاتب 記者 记者 기자
"""
# `Published 3 May`, `Aktualisiert um 10:15`
_DATED: Final = """
    published updated posted modified publish update created issued aktualisiert veröffentlicht
    stand uhr publié modifié publicado publicada actualizado actualizada atualizado pubblicato
    aggiornato gepubliceerd bijgewerkt publicerad uppdaterad oppdatert publisert opdateret
    опубликовано обновлено نشر نشرت تحديث النشر 公開 更新 发布 입력 수정
    gmt utc est edt pst pdt cet cest bst ist jst am pm a.m p.m ago hours minutes mins hrs read
    january february march april june july august september october november december jan feb mar
    apr jun jul aug sep sept oct nov dec monday tuesday wednesday thursday friday saturday sunday
    mon tue wed thu fri sat sun januar februar märz mai juni juli oktober dezember montag dienstag
    mittwoch donnerstag freitag samstag sonntag janvier février mars avril juin juillet août
    septembre octobre novembre décembre lundi mardi mercredi jeudi vendredi samedi dimanche enero
    febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes
    miércoles jueves viernes sábado domingo gennaio febbraio aprile maggio giugno luglio settembre
    ottobre dicembre января февраля марта апреля мая июня июля августа сентября октября ноября
    декабря يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر
"""
# `Watch: the launch`, `Click to play video`
_MEDIA: Final = """
    video videos watch play playing player gallery slideshow slide listen podcast podcasts audio
    live stream embed youtube vimeo loading play-button volume mute fullscreen pause replay
    vidéo vidéos écouter ver vídeo vídeos galería video-player видео فيديو شاهد 動画 视频 영상
"""
# `Ida Brandt, left, poses during the reopening`
_CAPTION: Final = """
    pictured left right seen poses posing file during walks speaks attends attend arrives shows
    undated center centre links rechts mitte archivbild archivfoto symbolbild symbolfoto gauche
    droite izquierda derecha archivo sinistra destra archivio
"""
# `Download our app`, `Donate`
_CALL: Final = """
    click tap download install app apps buy shop shopping deal deals price donate donation support
    join try free trial offer gift store cart checkout order now here klicken jetzt hier kaufen
    cliquez ici achetez acheter haga clic aquí comprar descargar clicca qui acquista нажмите скачать
    اضغط هنا
"""
# `Contact the newsroom: +1 555 …`
_CONTACT: Final = """
    contact contacts tips tip phone tel fax address feedback questions inquiries enquiries
    corrections correction hotline kontakt contactez contacto contatto контакты اتصل
"""
# `Tags: water, innovation`
_TAGS: Final = """
    tags tag topics topic tagged categories category keywords filed themen schlagwörter schlagworte
    étiquettes etiquetas etiqueta temas tópicos argomenti onderwerpen теги метки وسوم كلمات
    タグ 标签
"""

_PAIRS: Final = {
    "newsletter": """
        sign|up signed|up your|inbox your|email email|address daily|newsletter our|newsletter
        get|the get|our thanks|for for|signing stay|informed be|the
    """,
    "comment": """
        leave|a post|a join|the the|conversation report|abuse log|in logged|in to|comment
        view|comments add|a your|comment all|comments
    """,
    "related": """
        read|more read|also also|read read|next more|from more|on more|stories more|news see|also
        most|read most|popular most|viewed top|stories you|may you|might up|next don't|miss
        don’t|miss editor's|picks editor’s|picks editors'|picks related|stories related|articles
        lesen|sie auch|interessant mehr|zum mehr|zu à|lire lire|aussi voir|aussi sur|le te|puede
        lee|también leer|más lea|también leia|também leia|mais veja|também leggi|anche
        potrebbe|interessarti lees|ook les|også läs|också læs|også czytaj|też читайте|также
        اقرأ|أيضا اقرأ|أيضًا must|read what|to in|case around|the
    """,
    "advert": """
        story|continues article|continues continue|reading continues|below scroll|to
        affiliate|links we|may earn|a this|advertisement report|this
    """,
    "legal": """
        all|rights rights|reserved privacy|policy terms|of may|not be|reproduced without|permission
        use|cookies alle|rechte tous|droits todos|los tutti|i
    """,
    "author": """
        is|a is|an is|the has|been has|written covers|the writes|about written|by follow|him
        follow|her follow|me him|on her|on on|twitter at|twitter can|be be|reached reach|him
        staff|writer view|all all|posts more|by articles|by about|the the|author lives|in
        based|in contact|the he|is she|is über|den ist|redakteur à|propos sobre|el
    """,
    "credit": """
        reporting|by editing|by writing|by additional|reporting contributed|to to|this this|report
        first|published originally|published originally|appeared was|originally this|article
        this|story this|post republished|from opinions|expressed views|expressed the|views
        do|not not|necessarily reflect|the with|files copyright|20 correction|this
    """,
    "media": """
        click|to to|play hide|caption toggle|caption image|of view|gallery full|screen
        media|caption image|caption video|caption getty|images watch|the now|playing
    """,
    "dated": """
        min|read minute|read minutes|read mins|read last|updated last|modified zuletzt|aktualisiert
        mis|à il|y fa|alle time|to hours|ago days|ago minutes|ago hour|ago day|ago mis|a
    """,
    "menu": """
        sign|in log|out my|account skip|to main|content back|to to|top load|more show|more see|all
        view|all about|us contact|us site|map jump|to
    """,
}

_LISTS: Final = {
    "share": _SHARE,
    "menu": _MENU,
    "newsletter": _NEWSLETTER,
    "comment": _COMMENT,
    "related": _RELATED,
    "advert": _ADVERT,
    "legal": _LEGAL,
    "photo": _PHOTO,
    "author": _AUTHOR,
    "caption": _CAPTION,
    "dated": _DATED,
    "media": _MEDIA,
    "call": _CALL,
    "contact": _CONTACT,
    "tags": _TAGS,
}

SIGN_NAMES: Final = (*_LISTS, "credit")

# A word -> what it is a sign of. A word of several lists counts for the first.
WORDS: Final[dict[str, str]] = {
    word: name for name, words in reversed(_LISTS.items()) for word in words.split()
}

# Two words in a row -> what they are a sign of.
PAIRS: Final[dict[tuple[str, str], str]] = {
    (first, second): name
    for name, pairs in _PAIRS.items()
    for first, _, second in (pair.partition("|") for pair in pairs.split())
}

# `By Ida Brandt`, `Von Ida Brandt`
BY_WORDS: Final = frozenset(
    {
        *("by", "von", "par", "por", "di", "door", "av", "af", "door", "przez", "oleh", "text"),
        *("бy", "автор", "بقلم", "كتب", "كتبت", "文", "words", "autor", "texte", "texto"),
    }
)

# The first person and the reader: `I think you are wrong`
PERSON_WORDS: Final = frozenset(
    {
        *("i", "i'm", "i’m", "my", "me", "you", "your", "you're", "we", "our", "us", "lol"),
        *("ich", "mein", "sie", "ihr", "je", "mon", "vous", "votre", "yo", "mi", "su", "tu", "io"),
    }
)
