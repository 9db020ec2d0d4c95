"""Real processes on the test database: commands, and the rows that they leave."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection

from articles.models import Article, Dump

ROOT = Path(__file__).resolve().parents[2]


def environment(**variables):
    """The variables with which another process uses this test's database."""
    params = connection.get_connection_params()
    password = f":{quote(str(params['password']), safe='')}" if params.get("password") else ""
    host = str(params.get("host", ""))
    port = f":{params['port']}" if params.get("port") else ""
    # A socket's folder stands where the path does.
    place = f"/{host}" if host.startswith("/") else f"{host}{port}"
    address = f"postgres://{params['user']}{password}@{place}/{connection.settings_dict['NAME']}"
    return {**os.environ, "DATABASE_URL": address, "PYTHONPATH": str(ROOT), **variables}


def start(*arguments, own_group=False, stdin=None, **variables):
    """A manage.py command that has begun."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *map(str, arguments)],
        cwd=ROOT,
        env=environment(**variables),
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=own_group,
    )


def rows():
    """All that imports have made, ids and times of the import aside, in an order of its own."""
    dumps = Dump.objects.prefetch_related("clippings__article").order_by("sha256")
    articles = Article.objects.order_by("headline", "body", "pk").prefetch_related(
        "bullets", "captions__source", "attributions__source", "tags"
    )
    return (
        [
            (dump.sha256, dump.name, dump.captured_at, dump.line_count,
             [(c.position, c.kind, c.first_line, c.last_line, bytes(c.raw), c.ledger, c.issues,
               c.headline_digest, c.lead_digest, c.article and c.article.headline)
              for c in dump.clippings.all()])
            for dump in dumps
        ],
        [
            (a.headline, a.slug, a.kicker, a.byline, a.dateline, a.place, a.place_slug, a.body,
             a.published_at, a.date_text, a.date_precision, a.date_method, a.status, a.language,
             a.confidence, a.imported_digests, a.search,
             [bullet.text for bullet in a.bullets.all()],
             [(c.number, c.text, c.credit, str(c.source)) for c in a.captions.all()],
             sorted(map(str, a.attributions.all())), sorted(tag.name for tag in a.tags.all()))
            for a in articles
        ],
    )  # fmt: skip


def write_dumps(folder, count):
    """Dumps of two invented stories each; every other one repeats a story of the one before."""
    folder.mkdir(exist_ok=True)
    for number in range(count):
        stories = [_story(number), _story(number - number % 2 + 10_000)]
        path = folder / f"gazette-{number:04}-2021-05-04.txt"
        path.write_text("\n\n\n".join(stories), encoding="utf-8")
    return folder


def _story(number):
    words = _WORDS[number % 7 :] + _WORDS[: number % 7]
    headline = f"Harbour {words[0]} number {number} opens to {words[1]}"
    paragraphs = [
        f"The {word} of berth {number} was {words[at]} for {number + at} days, the office said."
        for at, word in enumerate(words)
    ]
    return "\n".join(
        [headline, "", "Short Url", "Updated 3 May 2021", "Follow", "", headline, "",
         f"  • Berth {number} is {words[2]}", "", "\n\n".join(paragraphs), "",
         f"Topics: Berth {number}, {words[3].title()}s"]
    )  # fmt: skip


_WORDS = ["ferry", "crane", "lantern", "market", "signal", "anchor", "timber"]
