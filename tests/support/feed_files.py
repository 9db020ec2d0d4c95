# ruff: noqa: E501 - lines as such files have them
"""Feeds, exports and wire messages of a paper that does not exist, one of each format."""

from __future__ import annotations

import json

HEADLINE = "Harbour council backs new flood wall"
FIRST = (
    "The harbour council of Selby Bay voted on Thursday to build a flood wall of two kilometres "
    "along the eastern quay, ending a dispute that has divided the town for more than a decade."
)
SECOND = (
    "The wall, which will cost 41 million crowns, is to stand three metres above the present quay "
    "and will be finished by the autumn of 2027, the council's engineer told reporters."
)
CAPTION = "Engineer Tomas Brandl on the eastern quay"
CREDIT = "Ida Brandt"
HTML = f"<p>{FIRST}</p><p>{SECOND}</p>"
ESCAPED = HTML.replace("&", "&amp;").replace("<", "&lt;")

RSS_1 = f"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://post.example/"><title>Selby Bay Post</title><dc:language>en</dc:language>
<items><rdf:Seq><rdf:li resource="https://post.example/wall"/></rdf:Seq></items></channel>
<item rdf:about="https://post.example/wall"><title>{HEADLINE}</title><dc:creator>Mira Oldfield</dc:creator>
<dc:date>2024-03-14T16:05:00Z</dc:date><dc:subject>Floods</dc:subject>
<content:encoded><![CDATA[{HTML}]]></content:encoded></item></rdf:RDF>"""

RSS_2 = f"""<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>
<title>Selby Bay Post</title><language>en-GB</language><item><title>{HEADLINE}</title>
<guid>https://post.example/wall</guid><author>desk@post.example (Mira Oldfield)</author>
<pubDate>Thu, 14 Mar 2024 16:05:00 GMT</pubDate><category>Floods</category>
<media:content url="https://post.example/wall.jpg" medium="image"><media:description>{CAPTION}
</media:description><media:credit>{CREDIT}</media:credit></media:content>
<description>{ESCAPED}</description></item></channel></rss>"""

TEASERS = """<rss version="2.0"><channel><title>Selby Bay Post</title><item>
<title>Ferry stops for repairs &amp; islanders wait</title><link>https://post.example/ferry</link>
<pubDate>Fri, 15 Mar 2024 10:00:00 +0000</pubDate>
<description>The ferry between Selby Bay and Otter Island will not sail until May, AT&T&nbsp;said &#8230;
</description></item><item><title>Nothing but a headline</title></item></channel></rss>"""

ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Selby Bay Post</title>
<entry><title type="html">{HEADLINE}</title><link href="https://post.example/wall"/>
<link rel="enclosure" type="audio/mpeg" href="https://post.example/wall.mp3"/>
<published>2024-03-14T16:05:00Z</published><updated>2024-03-15T08:00:00Z</updated>
<author><name>Mira Oldfield</name></author><author><name>Tom Brandl</name></author>
<category term="floods" label="Floods"/><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>{FIRST}</p><figure><img src="wall.jpg" alt=""/><figcaption>{CAPTION} <small>{CREDIT}</small>
</figcaption></figure><p>{SECOND}</p></div></content></entry></feed>"""

ATOM_03 = f"""<?xml version="1.0"?><feed version="0.3" xmlns="http://purl.org/atom/ns#">
<title>Selby Bay Post</title><author><name>Mira Oldfield</name></author><entry><title>{HEADLINE}</title>
<link rel="alternate" type="text/html" href="https://post.example/wall"/>
<issued>2024-03-14T16:05:00Z</issued><modified>2024-03-15T08:00:00Z</modified>
<content type="text/html" mode="escaped">{ESCAPED}</content></entry></feed>"""

BLOGGER_KIND = "http://schemas.google.com/g/2005#kind"
BLOGGER = "".join(
    [
        "<?xml version='1.0' encoding='UTF-8'?><feed xmlns='http://www.w3.org/2005/Atom'>",
        "<title>Selby Bay Post</title>",
        *(
            f"<entry><category scheme='{BLOGGER_KIND}' "
            f"term='http://schemas.google.com/blogger/2008/kind#{kind}'/>"
            "<category scheme='http://www.blogger.com/atom/ns#' term='Floods'/>"
            f"<published>2024-03-14T16:05:00.000+00:00</published><title>{HEADLINE}</title>"
            f"<content type='html'>{ESCAPED}</content><author><name>Mira Oldfield</name></author>"
            "<link rel='alternate' href='https://post.example/wall'/></entry>"
            for kind in ("settings", "template", "post", "comment")
        ),
        "</feed>",
    ]
)

JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "Selby Bay Post",
    "language": "en",
    "items": [
        {
            "id": "1",
            "url": "https://post.example/wall",
            "title": HEADLINE,
            "content_text": FIRST,
            "content_html": HTML,
            "date_published": "2024-03-14T16:05:00Z",
            "authors": [{"name": "Mira Oldfield"}],
            "tags": ["Floods"],
        }
    ],
}


def wordpress(*items: str, authors: str = "") -> str:
    """An export of WordPress with these items."""
    start = (
        '<?xml version="1.0" encoding="UTF-8" ?>\n'
        '<rss version="2.0" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"'
        ' xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">'
        "<channel><title>Selby Bay Post</title><language>en-GB</language>"
        "<wp:wxr_version>1.2</wp:wxr_version>"
    )
    return f"{start}{authors}{''.join(items)}</channel></rss>"


def post(content: str, *, kind: str = "post", status: str = "publish", more: str = "") -> str:
    """An item of an export of WordPress."""
    return (
        f"<item><title>{HEADLINE}</title><link>https://post.example/?p=12</link>"
        "<pubDate>Thu, 14 Mar 2024 16:05:00 +0000</pubDate>"
        "<dc:creator><![CDATA[mira]]></dc:creator>"
        f"<content:encoded><![CDATA[{content}]]></content:encoded>"
        "<excerpt:encoded><![CDATA[The dispute is over.]]></excerpt:encoded>"
        "<wp:post_id>12</wp:post_id><wp:post_date>2024-03-14 18:05:00</wp:post_date>"
        "<wp:post_date_gmt>2024-03-14 16:05:00</wp:post_date_gmt>"
        f"<wp:post_type>{kind}</wp:post_type><wp:status>{status}</wp:status>"
        '<category domain="category" nicename="floods"><![CDATA[Floods]]></category>'
        '<category domain="post_tag" nicename="quays"><![CDATA[Quays]]></category>'
        f"{more}</item>"
    )


WORDPRESS_AUTHOR = (
    "<wp:author><wp:author_login>mira</wp:author_login>"
    "<wp:author_display_name><![CDATA[Mira Oldfield]]></wp:author_display_name></wp:author>"
)
WORDPRESS_TEXT = (
    f"{FIRST}\n\n"
    f'[caption id="a_1" align="alignleft" width="300"]<img src="wall.jpg" /> {CAPTION}[/caption]\n\n'
    f'[gallery ids="1,2"]\n\n[dropcap]The wall[/dropcap]{SECOND.removeprefix("The wall")} '
    "“It is [sic] high,” he said."
)
PICTURE = (
    "<item><title>wall</title><wp:post_id>9</wp:post_id><wp:post_type>attachment</wp:post_type>"
    "<wp:status>inherit</wp:status>"
    "<wp:attachment_url>https://post.example/lead.jpg</wp:attachment_url>"
    "<excerpt:encoded>Waves at the old quay</excerpt:encoded></item>"
)
THUMBNAIL = (
    "<wp:postmeta><wp:meta_key>_thumbnail_id</wp:meta_key><wp:meta_value>9</wp:meta_value>"
    "</wp:postmeta>"
)

LEXICAL = {
    "root": {
        "type": "root",
        "children": [
            {"type": "paragraph", "children": [{"type": "extended-text", "text": FIRST}]},
            {"type": "image", "src": "__GHOST_URL__/content/wall.jpg", "caption": CAPTION},
            {
                "type": "extended-heading",
                "tag": "h2",
                "children": [{"type": "text", "text": "Cost"}],
            },
            {"type": "paragraph", "children": [{"type": "text", "text": SECOND}]},
        ],
    }
}
MOBILEDOC = {
    "version": "0.3.1",
    "markups": [["strong"]],
    "atoms": [],
    "cards": [
        ["image", {"src": "wall.jpg", "caption": CAPTION}],
        ["markdown", {"markdown": SECOND}],
    ],
    "sections": [[1, "p", [[0, [0], 1, FIRST[:10]], [0, [], 0, FIRST[10:]]]], [10, 0], [10, 1]],
}


def ghost(**post: object) -> str:
    """An export of Ghost with one post, one page and one internal tag."""
    own = {"id": 1, "title": HEADLINE, "slug": "wall", "status": "published", **post}
    own["published_at"] = "2024-03-14T16:05:00.000Z"
    data = {
        "posts": [own, {"id": 2, "title": "About", "type": "page", "html": "<p>Us.</p>"}],
        "users": [{"id": 7, "name": "Mira Oldfield"}],
        "posts_authors": [{"post_id": 1, "author_id": 7, "sort_order": 0}],
        "tags": [{"id": 3, "name": "Floods"}, {"id": 4, "name": "#top", "visibility": "internal"}],
        "posts_tags": [{"post_id": 1, "tag_id": 3}, {"post_id": 1, "tag_id": 4}],
        "settings": [{"key": "title", "value": "Selby Bay Post"}],
    }
    return json.dumps({"db": [{"meta": {"exported_on": 1, "version": "5.0"}, "data": data}]})


NINJS_1 = {
    "uri": "tag:post.example,2024:1",
    "type": "text",
    "pubstatus": "usable",
    "versioncreated": "2024-03-14T16:05:00Z",
    "headline": HEADLINE,
    "description_text": "The dispute is over.",
    "byline": "Mira Oldfield",
    "located": "Selby Bay",
    "language": "en-GB",
    "body_html": HTML,
    "subject": [{"code": "06000000", "name": "Floods"}],
    "source": "Selby Bay Post",
    "associations": {
        "featuremedia": {
            "type": "picture",
            "description_text": CAPTION,
            "byline": CREDIT,
            "renditions": {"original": {"href": "https://post.example/wall.jpg"}},
        }
    },
}
NINJS_2 = {
    "uri": "https://post.example/wall",
    "standard": {"name": "ninjs", "version": "2.1"},
    "pubStatus": "usable",
    "contentCreated": "2024-03-14T16:05:00Z",
    "headlines": [{"role": "main", "value": HEADLINE}, {"role": "kicker", "value": "The quays"}],
    "descriptions": [{"role": "summary", "value": "The dispute is over."}],
    "by": "Mira Oldfield",
    "located": "Selby Bay",
    "language": "en",
    "bodies": [
        {"role": "main", "contentType": "text/plain", "value": f"{FIRST}\n\n{SECOND}"},
        {"role": "main", "contentType": "text/html", "value": HTML},
    ],
    "subjects": [{"name": "Floods", "rel": "about"}],
    "infoSources": [{"name": "Selby Bay Post", "role": "publisher"}],
    "associations": [
        {
            "type": "picture",
            "by": CREDIT,
            "descriptions": [{"role": "caption", "value": CAPTION}],
            "renditions": [{"name": "original", "href": "https://post.example/wall.jpg"}],
        }
    ],
}

NITF = f"""<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE nitf SYSTEM "http://www.nitf.org/IPTC/NITF/3.4/specification/dtd/nitf-3-4.dtd">
<nitf xml:lang="en"><head><title>flood-wall</title><docdata><date.issue norm="20240314T160500Z"/>
<key-list><keyword key="Floods"/></key-list></docdata>
<pubdata name="Selby Bay Post" type="print"/></head>
<body><body.head><hedline><hl1>{HEADLINE}</hl1><hl2>The dispute is over.</hl2></hedline>
<byline>By <person>Mira Oldfield</person></byline>
<dateline><location>Selby Bay</location><story.date norm="20240314">March 14</story.date></dateline>
</body.head><body.content><block><p>{FIRST}</p><media media-type="image">
<media-reference source="wall.jpg" alternate-text="A quay"/><media-caption><p>{CAPTION}</p>
</media-caption><media-producer>{CREDIT}</media-producer></media><hl2>Cost</hl2><p>{SECOND}</p>
</block></body.content></body></nitf>"""

NEWS_ITEM = f"""<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:post:1" version="1"
 xml:lang="en"><itemMeta><itemClass qcode="ninat:text"/><provider literal="Selby Bay Post"/>
<versionCreated>2024-03-14T17:00:00Z</versionCreated><pubStatus qcode="stat:usable"/></itemMeta>
<contentMeta><contentCreated>2024-03-14T16:05:00Z</contentCreated>
<located><name>Selby Bay</name></located><creator><name>Mira Oldfield</name></creator>
<headline>{HEADLINE}</headline><description role="drol:summary">The dispute is over.</description>
<subject qcode="medtop:1"><name>Floods</name></subject></contentMeta><contentSet>
<inlineXML contenttype="application/xhtml+xml"><html xmlns="http://www.w3.org/1999/xhtml"><head>
<title>x</title></head><body><p>{FIRST}</p><p>{SECOND}</p></body></html></inlineXML></contentSet>
</newsItem>"""
PICTURE_ITEM = NEWS_ITEM.replace("ninat:text", "ninat:picture")
NEWS_MESSAGE = (
    '<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><header>'
    f"<sent>2024-03-14T17:00:00Z</sent></header><itemSet>{NEWS_ITEM}{PICTURE_ITEM}"
    "<packageItem><itemMeta/></packageItem></itemSet></newsMessage>"
)

NEWSML_1 = f"""<?xml version="1.0" encoding="ISO-8859-1"?><NewsML><NewsEnvelope/><NewsItem>
<Identification><NewsIdentifier><ProviderId>post.example</ProviderId></NewsIdentifier></Identification>
<NewsManagement><FirstCreated>20240314T160500Z</FirstCreated><Status FormalName="Usable"/>
</NewsManagement><NewsComponent><NewsLines><HeadLine>{HEADLINE}</HeadLine>
<ByLine>Mira Oldfield</ByLine><DateLine>Selby Bay</DateLine><KeywordLine>Floods</KeywordLine></NewsLines>
<AdministrativeMetadata><Provider><Party FormalName="Selby Bay Post"/></Provider>
</AdministrativeMetadata><DescriptiveMetadata><Language FormalName="en"/></DescriptiveMetadata>
<NewsComponent><Role FormalName="Main"/><ContentItem><MediaType FormalName="Text"/><DataContent>
<p>{FIRST}</p><p>{SECOND}</p></DataContent></ContentItem></NewsComponent>
<NewsComponent><Role FormalName="Photo"/><NewsLines><CreditLine>{CREDIT}</CreditLine></NewsLines>
<NewsComponent><Role FormalName="Caption"/><ContentItem><DataContent><p>{CAPTION}</p></DataContent>
</ContentItem></NewsComponent><ContentItem Href="wall.jpg"><MediaType FormalName="Photo"/>
</ContentItem></NewsComponent></NewsComponent></NewsItem></NewsML>"""


def _wrapped(text: str) -> str:
    """A text as lines of some 65 characters, as wires and old collections have it."""
    lines, line = [], ""
    for word in text.split():
        if len(line) + len(word) > 65:
            lines.append(line)
            line = ""
        line = f"{line} {word}".strip()
    return "\n".join([*lines, line])


def reuters(number: int = 1) -> str:
    """A document of Reuters-21578."""
    return (
        f'<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" NEWID="{number}">\n'
        "<DATE>14-MAR-1987 16:05:01.79</DATE>\n<TOPICS><D>floods</D></TOPICS>\n"
        "<PLACES><D>norway</D></PLACES>\n<TEXT>&#2;\n"
        f"<TITLE>{HEADLINE.upper()} &lt;SBW></TITLE>\n<DATELINE>    SELBY BAY, March 14 - </DATELINE>"
        f"<BODY>{_wrapped(FIRST)}\n    {_wrapped(SECOND)}\n Reuter\n&#3;</BODY></TEXT>\n</REUTERS>\n"
    )


REUTERS = '<!DOCTYPE lewis SYSTEM "lewis.dtd">\n' + reuters(1) + reuters(2)
TREC = (
    "<DOC>\n<DOCNO> SBP20240314-0001 </DOCNO>\n"
    f"<HEADLINE>\n{HEADLINE}\n</HEADLINE>\n<BYLINE> By Mira Oldfield </BYLINE>\n"
    f"<DATELINE> SELBY BAY </DATELINE>\n<TEXT>\n   {_wrapped(FIRST)}\n   {_wrapped(SECOND)}\n</TEXT>\n"
    "</DOC>\n"
)
GIGAWORD = (
    '<DOC id="SBP_ENG_20240314.0001" type="story">\n'
    f"<HEADLINE>\n{HEADLINE}\n</HEADLINE>\n<DATELINE>\nSELBY BAY, March 14\n</DATELINE>\n"
    f"<TEXT>\n<P>\n{_wrapped(FIRST)}\n</P>\n<P>\n{_wrapped(SECOND)}\n</P>\n</TEXT>\n</DOC>\n"
)
STORY_FILE = (
    f"(SBN) -- {FIRST}\n\n{SECOND}\n\n@highlight\n\nThe wall is two kilometres long\n\n"
    "@highlight\n\nIt costs 41 million crowns\n"
)
MOVABLE_TYPE = (
    f"AUTHOR: Mira Oldfield\nTITLE: {HEADLINE}\nSTATUS: Publish\nDATE: 03/14/2024 04:05:00 PM\n"
    "PRIMARY CATEGORY: Ports\nCATEGORY: Floods\n-----\n"
    f"BODY:\n{FIRST}\n-----\nEXTENDED BODY:\n{SECOND}\n-----\nEXCERPT:\nThe dispute is over.\n-----\n"
    "COMMENT:\nAUTHOR: Somebody\nDATE: 03/15/2024 10:00:00 AM\nI doubt it.\n-----\n--------\n"
)


def iptc_7901(keyword: str = "sbp12") -> bytes:
    """A message of IPTC 7901."""
    text = (
        f"\x01{keyword} 4 i 78 SBP 0123\r\n\x02Floods/Wall\r\n{HEADLINE} =\r\n\r\n"
        f"   Selby Bay (SBP) - {_wrapped(FIRST)}\n   {_wrapped(SECOND)}\r\n   sbp ab cd\r\n"
        "\x03141605 GMT MAR 24\r\n\x04"
    )
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


ANPA_1312 = (
    f"\x16\x16\x01a0123\x1frdbx\x13\r\nBC-Flood Wall,03-14\x02\r\n^{HEADLINE}<\r\n"
    "^Eds: Recasts throughout.<\r\n^By MIRA OLDFIELD=\r\n^Selby Bay Post<\r\n\x11"
    f"   SELBY BAY, Norway (SBP) -- {_wrapped(FIRST)}\n   {_wrapped(SECOND)}\r\n"
    "   -30-\r\n\x03\r\nSBP-NY-03-14-24 1605EST<\r\n\x04"
).encode()

FILES: dict[str, str | bytes] = {
    "rss1.rdf": RSS_1,
    "rss2.rss": RSS_2,
    "atom.atom": ATOM,
    "atom03.xml": ATOM_03,
    "blogger.xml": BLOGGER,
    "feed.json": json.dumps(JSON_FEED),
    "wordpress.xml": wordpress(
        PICTURE, post(WORDPRESS_TEXT, more=THUMBNAIL), authors=WORDPRESS_AUTHOR
    ),
    "ghost.json": ghost(html=f"{HTML}<figure><figcaption>{CAPTION}</figcaption></figure>"),
    "lexical.json": ghost(lexical=json.dumps(LEXICAL)),
    "mobiledoc.json": ghost(mobiledoc=json.dumps(MOBILEDOC)),
    "ninjs1.json": json.dumps(NINJS_1),
    "ninjs2.json": json.dumps(NINJS_2),
    "a.nitf": NITF,
    "item.xml": NEWS_ITEM,
    "message.xml": NEWS_MESSAGE,
    "newsml1.xml": NEWSML_1,
    "reut.sgm": REUTERS,
    "trec.sgml": TREC,
    "gigaword.sgml": GIGAWORD,
    "wall.story": STORY_FILE,
    "movable.txt": MOVABLE_TYPE,
    "wire.txt": iptc_7901(),
    "anpa.txt": ANPA_1312,
}
