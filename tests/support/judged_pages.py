"""Made-up pages of HTML of every kind, in the frame of a site: menu, page, foot."""

from __future__ import annotations

import json
from collections.abc import Sequence

PROSE = (
    "The council of Lindholm voted on Tuesday to keep the old ferry running through the winter, "
    "after a debate that lasted until midnight.",
    "“We cannot leave the islanders without a link,” said Marta Voss, who chairs the harbour "
    "committee. She had asked for the money three times since the spring.",
    "The ferry was built in 1964 and carries about 300 people a day. Its engine was replaced four "
    "years ago, but the hull has to be inspected every autumn.",
    "Opponents argued that the bridge, which is to open in two years, makes the repairs a waste. "
    "They wanted to hire a bus and a barge for the time in between.",
    "Residents who had come to the meeting applauded when the result was read out. Several of them "
    "had collected signatures in the snow for weeks.",
    "The first crossing of the season is planned for the third of March, weather permitting, and "
    "the timetable will be printed at the end of next week.",
)


def page(
    content: str,
    *,
    title: str,
    address: str,
    head: str = "",
    body_class: str = "",
    menu: Sequence[str] = (),
    foot: Sequence[str] = (),
    language: str = "en",
) -> str:
    """A whole page: its content in the frame of a site."""
    menu = menu or ("Home", "Region", "Harbour", "Culture", "Sport", "Weather", "Opinion", "Jobs")
    foot = foot or ("About us", "Contact", "Imprint", "Privacy", "Terms", "Newsletter", "Careers")
    return f"""<!DOCTYPE html><html lang="{language}"><head><title>{title}</title>
<link rel="canonical" href="{address}">{head}</head><body class="{body_class}">
<header class="site-header"><a class="logo" href="/">Lindholm</a><nav class="main-menu"><ul>
{links(menu)}</ul></nav><form action="/search"><label>Search</label><button>Go</button></form>
</header>
<main>{content}</main>
<footer class="site-footer"><ul>{links(foot)}</ul><p>© 2025 Lindholm. All rights reserved.</p>
</footer></body></html>"""


def links(texts: Sequence[str]) -> str:
    """A list of links."""
    return "\n".join(
        f'<li><a href="/{number}">{text}</a></li>' for number, text in enumerate(texts)
    )


def paragraphs(texts: Sequence[str]) -> str:
    """The texts, each in its element."""
    return "\n".join(f"<p>{text}</p>" for text in texts)


def json_ld(**values: object) -> str:
    """A script with what a page states."""
    data = {"@context": "https://schema.org", **values}
    return f'<script type="application/ld+json">{json.dumps(data)}</script>'


def article(
    headline: str,
    content: str,
    *,
    address: str = "https://lindholm.example/2025/03/04/ferry-stays",
    stated: bool = True,
    after: str = "",
) -> str:
    """A story with headline, byline and date around the content, and other stories below."""
    head = json_ld(
        **{"@type": "NewsArticle", "headline": headline, "datePublished": "2025-03-04T07:00:00Z"},
        author={"@type": "Person", "name": "Ida Holm"},
    )
    others = (
        "Storm closes the northern quay",
        "School buses run late",
        "Choir sings for the rescuers",
    )
    return page(
        f"""<article class="post"><h1 class="entry-title">{headline}</h1>
<p class="byline">By <a rel="author" href="/author/ida-holm">Ida Holm</a></p>
<time datetime="2025-03-04">4 March 2025</time>
<div class="entry-content">{content}</div></article>{after}
<aside class="related"><h2>Related stories</h2><ul>{links(others)}</ul></aside>""",
        title=f"{headline} - Lindholm Post",
        address=address,
        head='<meta property="og:type" content="article">' + head if stated else "",
        body_class="single single-post",
    )


TEASERS = (
    ("Ferry stays through the winter", "The council voted late on Tuesday, after hours of debate."),
    ("Storm closes the northern quay", "Waves of six metres broke over the wall on Sunday night."),
    ("Herring are back in the sound", "Fishers report the best catch for more than a decade."),
    ("New head for the island school", "Per Lund takes over in August, with plans for a garden."),
    ("Lighthouse gets a coat of paint", "Volunteers hung on ropes for three days to finish it."),
    ("Bakery reopens after the flood", "The oven survived; the flour for the week did not."),
    ("Choir sings for the rescuers", "The concert in the old church was sold out in an hour."),
    ("Bridge costs more than planned", "Steel prices are to blame, according to the builders."),
    ("Youth team wins the island cup", "A goal in the last minute decided a rough final."),
    ("Library lends out fishing rods", "The first twenty were gone before noon on Monday."),
    ("Seal pup found on the pier", "The animal was brought to the station in Norby."),
    ("Night buses from the autumn on", "The county pays for a trial of twelve months."),
)


def listing() -> str:
    """A section's front: headlines with a sentence each."""
    entries = "\n".join(
        f"""<article class="teaser card"><h2><a href="/2025/03/{number:02}/story">{head}</a></h2>
<time>{number + 1} March 2025</time><p>{text}</p><a href="/2025/03/{number:02}/story">Read more</a>
</article>"""
        for number, (head, text) in enumerate(TEASERS)
    )
    return page(
        f"""<h1>Region</h1><div class="listing archive">{entries}</div>
<nav class="pagination"><a href="?page=2">Older posts</a> <a href="?page=3">3</a></nav>""",
        title="Region - Lindholm Post",
        address="https://lindholm.example/category/region/",
        head='<meta property="og:type" content="website">'
        + json_ld(**{"@type": "CollectionPage", "name": "Region"}),
        body_class="archive category",
    )


POSTS = (
    "Has anybody tried the new rope from the harbour shop? Mine went stiff after two weeks at sea.",
    "I had the same problem with mine. Rinse it in fresh water every time and it lasts.",
    "You could also ask them for a refund. They took mine back without a question last summer.",
    "What length did you buy? I'm thinking about the 30 metre one for my boat, it is a small one.",
    "Thanks for all the replies! I will try the fresh water first and tell you how it goes.",
    "Don't buy the blue one, that is my advice. The colour stains everything on your deck, lol.",
    "I've been sailing for 20 years and I still use hemp. Call me old, but it never let me down.",
    "Update: it worked, thank you. The rope is soft again and my wife stopped complaining.",
)


def forum() -> str:
    """A thread with the posts of several members."""
    posts = "\n".join(
        f"""<div class="post message" id="post-{number}"><div class="post-author"><a
 href="/members/sailor{number}">sailor{number}</a><span>Senior member</span>
<span>Joined: Jan 20{number + 10}</span><span>Posts: {number * 71 + 9}</span></div>
<div class="post-meta"><time>Mar {number + 1}, 2025</time>
<a href="#{number}">#{number + 1}</a></div>
<div class="post-content"><p>{text}</p></div><a class="button" href="#">Quote</a>
<a class="button" href="#">Reply</a></div>"""
        for number, text in enumerate(POSTS)
    )
    return page(
        f"""<div class="breadcrumb"><a href="/">Forums</a> <a href="/f/gear">Gear</a></div>
<h1 class="thread-title">Rope from the harbour shop</h1>
<p>Thread starter sailor0 · Start date Mar 1, 2025 · Replies 7 · Views 912</p>{posts}
<p>You must log in or register to reply here.</p>""",
        title="Rope from the harbour shop | Sound Sailors Forum",
        address="https://forum.sailors.example/threads/rope-from-the-harbour-shop.4711/",
        head=json_ld(**{"@type": "DiscussionForumPosting", "headline": "Rope"}),
        body_class="thread forum",
        menu=("Forums", "New posts", "Search forums", "Members", "Log in", "Register", "Rules"),
    )


def product() -> str:
    """A thing on sale in a shop."""
    reviews = "\n".join(
        f'<div class="review"><span>★★★★★</span><p>{text}</p></div>'
        for text in (
            "Great jacket, keeps me dry on deck.",
            "Runs a little small, so order one size up.",
            "The zip is solid and the colour is as on the picture.",
        )
    )
    return page(
        f"""<div class="product-detail"><div class="breadcrumb"><a href="/">Home</a> <a
 href="/jackets">Jackets</a></div><h1 class="product-title">Northwind Deck Jacket</h1>
<div class="price">$149.00</div><p class="stock">In stock. Free shipping on orders over $75.</p>
<form class="cart"><label>Size</label><select><option>S</option><option>M</option>
<option>L</option></select><label>Quantity</label><button>Add to cart</button>
<button>Add to wishlist</button></form>
<div class="product-description"><h2>Description</h2><p>Our Northwind jacket keeps you warm and dry
in every weather. Its taped seams and its adjustable hood make it your best companion on deck.</p>
<ul><li>Waterproof to 20,000 mm</li><li>Two hand pockets with zips</li><li>Recycled shell</li></ul>
<h2>Specifications</h2><table><tr><td>Weight</td><td>640 g</td></tr><tr><td>Material</td>
<td>Polyamide</td></tr><tr><td>SKU</td><td>NW-2231</td></tr></table>
<h2>Shipping and returns</h2><p>You can return your order within 30 days for a full refund.</p>
</div><div class="reviews"><h2>Customer reviews</h2>{reviews}</div>
<div class="related products"><h2>You may also like</h2><ul class="products">
<li class="product"><a href="/1">Harbour Fleece</a> <span class="price">$79.00</span></li>
<li class="product"><a href="/2">Deck Trousers</a> <span class="price">$99.00</span></li></ul></div>
</div>""",
        title="Northwind Deck Jacket | Harbour Outfitters",
        address="https://shop.outfitters.example/products/northwind-deck-jacket",
        head='<meta property="og:type" content="product">'
        + json_ld(**{"@type": "Product", "name": "Northwind Deck Jacket", "sku": "NW-2231"}),
        body_class="product single-product",
        menu=("Women", "Men", "Jackets", "Boots", "Sale", "Cart (0)", "Account", "Wishlist"),
    )


def collection() -> str:
    """A shop's category: things on sale, with prices and filters."""
    names = (
        "Harbour Fleece",
        "Deck Jacket",
        "Storm Coat",
        "Pier Parka",
        "Sound Shell",
        "Buoy Vest",
    )
    goods = "\n".join(
        f"""<li class="product card"><a href="/products/{number}"><h3>{name} {size}</h3></a>
<span class="price">${59 + 10 * number}.00</span><span>4.{number} (2{number} reviews)</span>
<button>Add to cart</button></li>"""
        for size in ("Men", "Women", "Kids")
        for number, name in enumerate(names)
    )
    return page(
        f"""<h1>Jackets</h1><p>Shop our jackets for every weather, from light shells to heavy
coats for the winter at sea.</p><div class="filters"><h2>Filter by</h2><label>Size</label>
<label>Colour</label><label>Price</label><select><option>Sort by: Featured</option>
<option>Price, low to high</option></select></div><p>Showing 1–18 of 64 products</p>
<ul class="products grid">{goods}</ul><button>Load more</button>""",
        title="Jackets | Harbour Outfitters",
        address="https://shop.outfitters.example/collections/jackets",
        head='<meta property="og:type" content="website">'
        + json_ld(**{"@type": "ItemList", "numberOfItems": 64}),
        body_class="archive category woocommerce",
        menu=("Women", "Men", "Jackets", "Boots", "Sale", "Cart (0)", "Account", "Wishlist"),
    )


def service() -> str:
    """What a business offers."""
    offers = "\n".join(
        f"""<section class="feature section"><h2>{head}</h2><p>{text}</p><a class="btn cta"
 href="/contact">Get a free quote</a></section>"""
        for head, text in (
            (
                "Hull repairs",
                "Our licensed team repairs your hull in our own dock, fast and clean.",
            ),
            ("Engine service", "We service your engine twice a year, so that you never drift."),
            ("Winter storage", "Your boat is safe and dry in our heated halls until the spring."),
            ("Towing day and night", "Call us at any hour; we bring you and your boat home."),
        )
    )
    questions = "\n".join(
        f'<div class="faq accordion"><h3>{head}</h3><p>{text}</p></div>'
        for head, text in (
            (
                "How much does it cost?",
                "Every quote is free. Contact us and tell us what you need.",
            ),
            ("Are you insured?", "Yes, we are fully licensed and insured for all our services."),
            ("Where do you work?", "We serve customers in all harbours of the sound."),
        )
    )
    return page(
        f"""<section class="hero"><h1>Boat repair you can trust</h1><p>We keep your boat afloat.
Talk to our experts today and get your free quote within an hour.</p>
<a class="btn" href="/contact">Book now</a>
<a class="btn" href="tel:1">Call (555) 0100</a></section>{offers}
<section class="testimonials"><h2>What our customers say</h2>
<blockquote>They fixed my boat in a day!
</blockquote><p>Lars, Norby</p><blockquote>Friendly people and fair prices.</blockquote>
<p>Eva, Lindholm</p></section><section><h2>Frequently asked questions</h2>{questions}</section>
<section class="contact"><h2>Contact us today</h2><form><label>Name</label><label>Email</label>
<label>Phone</label><button>Request a quote</button></form></section>""",
        title="Boat Repair in Lindholm | Sound Marine Services",
        address="https://soundmarine.example/services/boat-repair/",
        head=json_ld(**{"@type": "LocalBusiness", "name": "Sound Marine Services"}),
        body_class="page page-template",
        menu=("Home", "Services", "About us", "Locations", "Reviews", "Pricing", "Contact"),
    )


def documentation() -> str:
    """A chapter of a program's manual."""
    chapters = (
        "Install",
        "Quickstart",
        "Configuration",
        "Command line",
        "Plugins",
        "API reference",
    )
    parts = "\n".join(
        f"""<section id="{head}"><h2>{head} <a class="headerlink" href="#{head}">¶</a></h2>
<p>{text}</p>
<pre><code class="language-python">{code}</code></pre></section>"""
        for head, text, code in (
            ("Install", "Install the package with pip into an environment.", "pip install tides"),
            ("First call", "Call the function with the name of a harbour.", "tides.at('Norby')"),
            ("Parameters", "The parameter unit is optional; the default is metres.", "unit='m'"),
            ("Returns", "The method returns a list of times as tuples.", "[(4, 12), (16, 40)]"),
            ("Errors", "A KeyError is raised for a harbour that is unknown.", "except KeyError:"),
        )
    )
    return page(
        f"""<aside class="docs-sidebar"><nav><ul>{links(chapters)}</ul></nav></aside>
<div class="document markdown docs-content"><h1>Quickstart</h1><p>Version 2.4. This guide shows you
how to configure the module and how to read the times of the tide.</p>{parts}
<div class="admonition note"><p>Note</p><p>See the API reference for more examples.</p></div>
<a href="/edit">Edit this page</a> <a href="/prev">Previous</a> <a href="/next">Next</a></div>
<nav class="toc"><p>On this page</p>
<ul>{links(("Install", "First call", "Parameters"))}</ul></nav>""",
        title="Quickstart — Tides 2.4 documentation",
        address="https://docs.tides.example/en/stable/guide/quickstart.html",
        body_class="docs documentation",
        menu=("Docs", "API", "Changelog", "Community", "GitHub", "Search docs"),
        foot=("License", "Contribute", "Releases"),
    )


def listicle() -> str:
    """An article whose parts are numbered."""
    parts = "\n".join(
        f"<h2>{number}. {head}</h2><p>{text}</p><p>{PROSE[number % len(PROSE)]}</p>"
        for number, (head, text) in enumerate(TEASERS[:7], start=1)
    )
    return article("Seven reasons to visit Lindholm in winter", f"<p>{PROSE[0]}</p>{parts}")


def review() -> str:
    """An article about a product, with prices and a link to a shop."""
    text = paragraphs(
        (
            "I wore the Northwind jacket on deck for six weeks, in rain and once in the water.",
            "At $149 it is not cheap, but I found it better made than the $220 coat that I had "
            "last year, and I have not been wet since.",
            "The hood, however, is too large. When the wind came from behind, it became a sail, "
            "and I had to hold it with one hand while I was steering with the other.",
            *PROSE[2:5],
            "My verdict: the best jacket for its price, and four stars out of five.",
        )
    )
    return article(
        "Northwind Deck Jacket review: dry, warm and a little too proud",
        text + "<p><strong>Pros:</strong> dry, light</p><p><strong>Cons:</strong> the hood</p>",
        address="https://lindholm.example/reviews/northwind-deck-jacket-review/",
    )


def questions_article() -> str:
    """An article that answers readers' questions."""
    heads = (
        "Why is the ferry old?",
        "What does it cost?",
        "When does the bridge open?",
        "Who pays?",
    )
    parts = "".join(
        f"<h2>{head}</h2><p>{PROSE[k]}</p><p>{PROSE[k + 1]}</p>" for k, head in enumerate(heads)
    )
    return article("The ferry vote: your questions answered", f"<p>{PROSE[5]}</p>{parts}")


def interview() -> str:
    """An article of questions and answers."""
    asked = (
        "Why did you stay?",
        "Were you afraid?",
        "What will you do now?",
        "Would you go again?",
    )
    parts = "".join(
        f"<p><strong>{question}</strong></p><p>{PROSE[number]}</p>"
        for number, question in enumerate(asked)
    )
    return article("“I never wanted to be a captain”", f"<p>{PROSE[4]}</p>{parts}")


def commented() -> str:
    """An article with many comments below."""
    comments = "\n".join(
        f"""<li class="comment"><span class="comment-author">sailor{number}</span> says:
<time>March {number + 1}, 2025 at 8:1{number}</time><p>{text}</p><a href="#">Reply</a></li>"""
        for number, text in enumerate(POSTS)
    )
    return article(
        "Ferry stays through the winter",
        paragraphs(PROSE),
        after=f'<section id="comments" ><h2>8 comments</h2><ol>{comments}</ol></section>',
    )


def live_blog() -> str:
    """A live blog: the newest entry first, each with its time."""
    entries = "\n".join(
        f"""<div class="live-entry"><time>{20 - number}:15</time><h3>{head}</h3><p>{text}</p>
<p>{PROSE[number % len(PROSE)]}</p></div>"""
        for number, (head, text) in enumerate(TEASERS[:8])
    )
    content = f"""<article><h1>Storm over the sound: live updates</h1>
<p class="byline">By Ida Holm</p><time datetime="2025-03-04">4 March 2025</time>
<p>{PROSE[0]}</p><div class="live-blog">{entries}</div>
</article>"""
    return page(
        content,
        title="Storm over the sound: live updates - Lindholm Post",
        address="https://lindholm.example/2025/03/04/storm-live",
        head=json_ld(
            **{"@type": "LiveBlogPosting", "headline": "Storm over the sound: live updates"},
            datePublished="2025-03-04T06:00:00Z",
            author={"@type": "Person", "name": "Ida Holm"},
        ),
        body_class="single",
    )


def gallery() -> str:
    """Pictures with a caption each, and a short text."""
    figures = "\n".join(
        f'<figure><img src="/{number}.jpg" alt=""><figcaption>{text} Photo: Ole Berg</figcaption>'
        "</figure>"
        for number, (_, text) in enumerate(TEASERS[:8])
    )
    headline = "The storm in pictures"
    return page(
        f"""<article><h1>{headline}</h1><p class="byline">By Ole Berg</p>
<time datetime="2025-03-04">4 March 2025</time><p>{PROSE[0]}</p>
<p>{PROSE[3]}</p>{figures}</article>""",
        title=f"{headline} - Lindholm Post",
        address="https://lindholm.example/gallery/2025/03/04/storm-in-pictures",
        head=json_ld(
            **{"@type": "ImageGallery", "headline": headline, "datePublished": "2025-03-04"},
            author={"@type": "Person", "name": "Ole Berg"},
        ),
        body_class="single",
    )


def video() -> str:
    """A film with a short text."""
    headline = "Watch: the ferry leaves for the last time"
    return page(
        f"""<article><h1>{headline}</h1><p class="byline">By Ole Berg</p>
<time datetime="2025-03-04">4 March 2025</time><div class="player"><video></video></div>
<p>{PROSE[0]}</p><p>{PROSE[2]}</p></article>""",
        title=f"{headline} - Lindholm Post",
        address="https://lindholm.example/video/2025/03/04/last-ferry",
        head=json_ld(
            **{"@type": "VideoObject", "name": headline, "uploadDate": "2025-03-04"},
        ),
        body_class="single",
    )
