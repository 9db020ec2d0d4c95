"""Rows of sources: what the registry gives them, and what an editor wrote stays."""

from io import StringIO

import pytest
from django.core.management import call_command

from articles.ingest.storage.names import resolve_names
from articles.ingest.storage.source_rows import load_sources
from articles.ingest.stories.content import Content, Credit
from articles.ingest.stories.known_sources import registry
from articles.models import Source
from articles.parsing import SourceRegistry

pytestmark = pytest.mark.django_db

BAY_WIRE = {
    "name": "Bay Wire",
    "kind": "agency",
    "aliases": ["BW", "Bay Wire Service"],
    "credit_only": ["Bay"],
    "home": "https://bay.example",
}
LIST = SourceRegistry.of([BAY_WIRE, {"name": "Boat Weekly", "kind": "publisher"}])


def content(*credits):
    return Content(
        headline=("", ""),
        byline="",
        dateline=("", ""),
        dates=(),
        body="",
        bullets=(),
        captions=(),
        sources=frozenset(Credit(name, role) for name, role in credits),
        tags=frozenset(),
    )


def fields(source):
    return source.name, source.kind, source.aliases, source.home_page


def test_a_new_row_has_what_the_registry_knows():
    resolve_names([content(("Agence France-Presse", "photo"))])
    source = Source.objects.get()
    assert (source.kind, source.home_page) == ("agency", "https://www.afp.com")
    assert {"afp", "فرانس برس"} <= set(source.aliases)
    assert source.name.casefold() not in source.aliases


def test_a_publisher_keeps_the_kind_that_the_registry_knows():
    resolve_names([content(("Arab News", "publisher"), ("BBC", "publisher"))])
    resolve_names([content(("The Harbour Gazette", "publisher"))])
    assert dict(Source.objects.values_list("name", "kind")) == {
        "Arab News": "publisher",
        "BBC": "broadcaster",
        "The Harbour Gazette": "publisher",
    }


def test_a_typed_short_name_and_the_full_name_share_a_row():
    names = resolve_names([content(("afp", "publisher"), ("Agence France-Presse", "photo"))])
    assert names.source("afp") == names.source("Agence France-Presse") == Source.objects.get()


def test_a_short_name_that_an_editor_took_away_still_finds_its_row():
    source = Source.objects.create(name="Agence France-Presse", slug="afp", aliases=[])
    assert resolve_names([content(("AFP", "publisher"))]).source("AFP") == source


def test_a_row_under_the_short_name_is_used_as_it_is():
    source = Source.objects.create(name="AFP", slug="afp", aliases=[])
    assert resolve_names([content(("AFP", "publisher"))]).source("AFP") == source
    assert Source.objects.count() == 1


def test_loading_makes_a_row_for_each_source_and_repeating_it_changes_nothing():
    assert str(load_sources(LIST)) == "created 2, completed 0, unchanged 0"
    before = list(map(fields, Source.objects.all()))
    assert before == [
        ("Bay Wire", "agency", ["bay", "bay wire service", "bw"], "https://bay.example"),
        ("Boat Weekly", "publisher", [], ""),
    ]
    assert str(load_sources(LIST)) == "created 0, completed 0, unchanged 2"
    assert list(map(fields, Source.objects.all())) == before


def test_loading_completes_a_row_that_lacks_something():
    Source.objects.create(name="bay wire", slug="bay", aliases=["the wire"])
    assert str(load_sources(LIST)) == "created 1, completed 1, unchanged 0"
    assert fields(Source.objects.get(slug="bay")) == (
        "bay wire",
        "agency",
        ["the wire", "bay", "bay wire service", "bw"],
        "https://bay.example",
    )


def test_loading_keeps_what_an_editor_wrote():
    Source.objects.create(
        name="Wire of the Bay",
        slug="wire",
        kind="publisher",
        aliases=["bay wire", "bw"],
        home_page="https://wire.example",
    )
    Source.objects.create(name="Bay Wire Service", slug="service", kind="photographer")
    load_sources(LIST)
    wire, service = Source.objects.get(slug="wire"), Source.objects.get(slug="service")
    assert fields(wire) == (
        "Wire of the Bay",
        "publisher",
        ["bay wire", "bw", "bay"],
        "https://wire.example",
    )
    assert fields(service) == ("Bay Wire Service", "photographer", [], "")
    assert not Source.objects.filter(name="Bay Wire").exists()


def test_a_row_under_an_alias_is_completed_not_doubled():
    Source.objects.create(name="BW", slug="bw")
    load_sources(LIST)
    source = Source.objects.get(slug="bw")
    assert source.name == "BW"
    assert set(source.aliases) == {"bay wire", "bay wire service", "bay"}


def test_an_alias_that_another_row_has_is_not_given_to_a_new_one():
    Source.objects.create(name="Bread Weekly", slug="bread", aliases=["bw"])
    load_sources(LIST)
    assert Source.objects.get(name="Bay Wire").aliases == ["bay", "bay wire service"]
    assert Source.objects.get(slug="bread").aliases == ["bw"]


def test_the_command_loads_the_projects_list_and_prints_the_counts():
    out = StringIO()
    call_command("load_sources", stdout=out)
    call_command("load_sources", stdout=out)
    count = len(registry().sources)
    assert out.getvalue().splitlines() == [
        f"created {count}, completed 0, unchanged 0",
        f"created 0, completed 0, unchanged {count}",
    ]
    assert Source.objects.count() == count
