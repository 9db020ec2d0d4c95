"""Adds stories as pages by `add_child`; run by import.py and serve.py in a process of its own.

    python add_pages.py CONNECTION_AS_JSON STORIES_FILE

The last line of standard output is JSON, as `import_ways.py` prints it.
"""

import json
import resource
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from server_time import server_seconds

from wagtail_site.configuring import MIGRATIONS, configure

PLAIN_FIELDS = ("title", "slug", "kicker", "intro", "byline", "dateline")


def main() -> None:
    """Makes the tables, then times the pages."""
    folder = tempfile.TemporaryDirectory()  # for migrations, which a page's table cannot do without
    Path(folder.name, MIGRATIONS).mkdir()
    Path(folder.name, MIGRATIONS, "__init__.py").touch()
    sys.path.insert(0, folder.name)
    configure(json.loads(sys.argv[1]))
    stories = json.loads(Path(sys.argv[2]).read_text(encoding="utf-8"))
    from django.core.management import call_command
    from django.db import connection
    from wagtail.models import Page

    call_command("makemigrations", "wagtail_site", verbosity=0)
    call_command("migrate", verbosity=0)
    from wagtail_site.models import NewsIndexPage, TaughtIndexPage

    home = Page.objects.get(slug="home")
    news = home.add_child(instance=NewsIndexPage(title="News", slug="news", show_in_menus=True))
    home.add_child(instance=TaughtIndexPage(title="News as taught", slug="taught"))
    begun, used, served = time.perf_counter(), time.process_time(), server_seconds(connection)
    for story in stories:
        news.add_child(instance=page_of(story))
    seconds = time.perf_counter() - begun
    assert news.get_children().count() == len(stories)  # noqa: S101
    found = {
        "stories": len(stories),
        "seconds": seconds,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        "worker_peak": 0,
        "client_cpu": time.process_time() - used,
        "worker_cpu": 0,
        "server_cpu": server_seconds(connection) - served,
    }
    print(json.dumps(found))


def page_of(story: dict) -> object:
    """A page with its rows and tags, not yet saved."""
    from wagtail_site.models import Bullet, Caption, StoryPage

    page = StoryPage(
        **{name: story[name] for name in PLAIN_FIELDS},
        published_at=story["published_at"],
        body=json.dumps(story["body"]),
    )
    page.bullets = [Bullet(text=text) for text in story["bullets"]]
    page.captions = [Caption(text=text, credit=credit) for text, credit in story["captions"]]
    page.tags.add(*story["tags"])
    return page


if __name__ == "__main__":
    main()
