"""How many pages a second the readers' site serves, beside Wagtail with the same stories.

    python benchmarks/serve.py --wagtail-python ENVIRONMENT/bin/python [--stories 2000]

ENVIRONMENT has requirements-benchmarks.txt; it needs wrk, too. In one run, both sites in turns:

    list     the newest 20 stories. Ours: `/articles/`, with days, topics, sources, pictures, counts
             of topics, sources and places, a search form. Wagtail's: what its tutorial's index page
             shows of each page, which is headline, date, introduction and link, with a paginator.
    as taught  the same list of Wagtail's as its tutorial writes it, with a query for each page.
    article  the same 200 stories in turn, with all their parts.
    static   a file of the size of our page, by WhiteNoise, under the same gunicorn.
    kept     the same pages where Django's cache keeps whole pages in each process's memory.
    304      what a browser is answered that has the page already.

Both: gunicorn with 2 of its default workers, DEBUG off, templates compiled once, the same
PostgreSQL with a pool in each process, the same text. For `list` and `article` nobody answers by an
address alone. Ours asks for all rows that the page shows each time, and keeps what it rendered of
them by their fingerprint, and for some minutes what the newest stories are about and which stand
beside one; as it comes Wagtail has nothing of the kind, and renders. `without CACHES` is ours with
nothing kept at all, to be read beside Wagtail's. Each address is asked for before it counts.
Wagtail's paragraphs are plain text; with its rich text they would cost it more, as our Markdown
costs us. Its listing asks in as few queries as can be done with; `as taught` it asks as the
tutorial does.

Rates are the medians of some rounds of wrk with 8 connections; the exit status is 1 where a ratio
falls short.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

import import_ways  # noqa: E402
from serving import Site, gunicorn, requests_a_second, run  # noqa: E402

TEMPLATE, OURS, WAGTAIL = (f"newsroom_serve_{name}" for name in ("empty", "ours", "wagtail"))
LEAST = {"list": 3.0, "article": 2.0}
ARTICLES = 200
WORKERS = 2
WARMING = 8  # seconds


@dataclass(frozen=True, slots=True)
class Addresses:
    """What is asked of a site, by what it is: lists of paths."""

    list: list[str]
    article: list[str]


@dataclass(frozen=True, slots=True)
class Peer:
    """Where the Wagtail site's database is, and the Python that has Wagtail."""

    python: str
    database: str

    def serve(self, **environment: str):  # noqa: ANN201
        """The site, for a `with`."""
        environment |= {"WAGTAIL_DATABASE": self.database}
        application = "wagtail_site.wsgi:application"
        return gunicorn(application, python=self.python, workers=WORKERS, **environment)


@dataclass(frozen=True, slots=True)
class Newsroom:
    """How our site is served."""

    environment: dict[str, str]

    def serve(self, **environment: str):  # noqa: ANN201
        """The site, for a `with`."""
        application = "newsroom.wsgi:application"
        return gunicorn(
            application,
            python=sys.executable,
            workers=WORKERS,
            **self.environment | environment,
        )


def main() -> int:
    """Makes both sites, measures, prints."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stories", type=int, default=2000)
    parser.add_argument("--seconds", type=float, default=4, help="of each round of wrk")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--wagtail-python", default=sys.executable, metavar="PATH")
    options = parser.parse_args()
    import_ways.use_database()
    with tempfile.TemporaryDirectory() as name, sites(Path(name), options) as (ours, peer):
        return 0 if measure(Path(name), ours, peer, options) else 1


# --- making the sites


@contextmanager
def sites(folder: Path, options: argparse.Namespace) -> Iterator[tuple[Newsroom, Peer]]:
    """Both sites' databases, filled; ours with its static files."""
    from made_dumps import write_dumps

    dumps, files, stories = folder / "dumps", folder / "files", folder / "stories.json"
    for place in (dumps, files):
        place.mkdir()
    write_dumps(dumps, options.stories)
    with ExitStack() as stack:
        stack.enter_context(import_ways.databases(TEMPLATE))
        stack.enter_context(import_ways.database(OURS, TEMPLATE))
        stack.enter_context(import_ways.database(WAGTAIL, "template0"))
        way = str(ROOT / "benchmarks" / "import_ways.py")
        arguments = {"dumps": str(dumps), "workers": 1, "status": "published"}
        run("", way, "run_import", OURS, json.dumps(arguments))
        wanted = {"path": str(stories), "stories": options.stories}
        run("", way, "write_stories", OURS, json.dumps(wanted))
        database = json.dumps(import_ways.address(WAGTAIL))
        adding = str(ROOT / "benchmarks" / "wagtail_site" / "add_pages.py")
        run(options.wagtail_python, adding, database, str(stories))
        for name in (OURS, WAGTAIL):
            run("", way, "settle", name, "{}")
        environment = {
            "DJANGO_SETTINGS_MODULE": "serve_settings",
            "DATABASE_URL": import_ways.url(OURS),
            "DEBUG": "False",
            "SECRET_KEY": "only for this benchmark, and as long as a key should be, or longer",
            "ALLOWED_HOSTS": "127.0.0.1",
            "SERVE_STATIC": str(folder / "static"),
            "SERVE_FILES": str(files),
        }
        run("", "manage.py", "collectstatic", "--noinput", **environment)
        yield Newsroom(environment), Peer(options.wagtail_python, database)


def addresses(stories: Path) -> dict[str, Addresses]:
    """What to ask of each site: every tenth story or so, the same ones."""
    records = json.loads(stories.read_text(encoding="utf-8"))
    chosen = records[:: max(1, len(records) // ARTICLES)][:ARTICLES]
    return {
        "ours": Addresses(["/articles/"], [story["address"] for story in chosen]),
        "Wagtail": Addresses(["/news/"], [f"/news/{story['slug']}/" for story in chosen]),
    }


# --- measuring


def measure(folder: Path, ours: Newsroom, peer: Peer, options: argparse.Namespace) -> bool:
    """Prints the figures; whether the ratios are reached."""
    asked = addresses(folder / "stories.json")
    rates: dict[tuple[str, str], list[float]] = {}

    def wrk(what: str, who: str, site: Site, paths: list[str], **headers: str) -> None:
        found = requests_a_second(site, paths, seconds=options.seconds, headers=headers)
        rates.setdefault((what, who), []).append(found)

    with ours.serve() as newsroom, peer.serve() as wagtail:
        both = {"ours": newsroom, "Wagtail": wagtail}
        tags = {}
        for who, site in both.items():
            for what in LEAST:
                path = getattr(asked[who], what)[0]
                status, body, headers = site.get(path)
                print(f"{who:8} {what:8} {status} {len(body):7} bytes {path[:60]}")
                if who == "ours":
                    (folder / "files" / f"{what}.html").write_bytes(body)
                    tags[what] = headers["etag"]
        for what in LEAST:  # once through everything in both processes, before it counts
            for who, site in both.items():
                requests_a_second(site, getattr(asked[who], what), seconds=WARMING)
        for _ in range(options.rounds):
            for what in LEAST:
                for who, site in both.items():
                    wrk(what, who, site, getattr(asked[who], what))
                if what == "list":
                    wrk("list, as taught", "Wagtail", wagtail, ["/taught/"])
                path = getattr(asked["ours"], what)[:1]
                wrk(f"{what}, 304", "ours", newsroom, path, **{"If-None-Match": tags[what]})
    with ours.serve(CACHE_URL="dummycache://") as newsroom:
        for what in LEAST:
            wrk(f"{what}, without CACHES", "ours", newsroom, getattr(asked["ours"], what))
            wrk(f"{what}, static", "ours", newsroom, [f"/{what}.html"])
    with ours.serve(KEEP_PAGES="yes") as newsroom, peer.serve(KEEP_PAGES="yes") as wagtail:
        for what in LEAST:
            for who, site in (("ours", newsroom), ("Wagtail", wagtail)):
                paths = getattr(asked[who], what)[:20]
                wrk(f"{what}, kept", who, site, paths)
    rates["list, as taught", "ours"] = rates["list", "ours"]
    return print_table({key: median(found) for key, found in rates.items()})


def print_table(rates: dict[tuple[str, str], float]) -> bool:
    """Prints the table; returns whether the ratios are reached."""
    print(f"\n{'requests a second':26} {'ours':>8} {'Wagtail':>8} {'ratio':>6} {'asked':>6}")
    good = True
    for what in dict.fromkeys(what for what, _ in rates):
        mine, theirs = rates[what, "ours"], rates.get((what, "Wagtail"))
        line = f"{what:26} {mine:8.0f}"
        if theirs:
            line += f" {theirs:8.0f} {mine / theirs:6.2f}"
        if what in LEAST and theirs:
            line += f" {LEAST[what]:6.2f}"
            good = good and mine / theirs >= LEAST[what]
        print(line)
    return good


if __name__ == "__main__":
    sys.exit(main())
