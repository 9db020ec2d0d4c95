"""The list of known sources: that it is sound, and what is refused."""

import pytest

from articles import checks
from articles.ingest.stories.known_sources import read_registry, registry
from articles.models import Source
from articles.parsing import NO_SOURCES, RegistryError, SourceRegistry
from articles.parsing.sources.registry import KINDS


def of(**fields):
    return SourceRegistry.of([{"name": "Bay Wire", "kind": "agency", **fields}])


def test_the_projects_list_knows_the_news_of_the_world():
    sources = registry().sources
    assert len(sources) >= 150
    assert {"agency", "publisher", "broadcaster"} <= {source.kind for source in sources}
    assert {source.kind for source in sources} <= KINDS == set(Source.Kind.values)


def test_each_form_in_the_projects_list_belongs_to_one_source():
    owners = {}
    for source in registry().sources:
        for form in source.printed:
            assert owners.setdefault(form.casefold(), source.name) == source.name


def test_home_pages_in_the_projects_list_are_https_or_unknown():
    homes = [source.home for source in registry().sources if source.home]
    assert all(home.startswith("https://") for home in homes)
    assert len(homes) > len(registry().sources) / 2
    assert len(set(homes)) == len(homes)


def test_the_projects_list_is_read_once():
    assert registry() is registry()


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("AFP", "Agence France-Presse"),
        ("REUTERS", "Reuters"),
        ("رويترز", "Reuters"),
        ("واس", "Saudi Press Agency"),
        ("Petra", "Jordan News Agency"),
        ("The Guardian", "The Guardian"),
        ("petra", None),
        ("Bay Wire", None),
    ],
)
def test_a_printed_form_has_a_full_name(printed, name):
    assert registry().full_name(printed) == name


def test_a_typed_name_is_found_whatever_its_capitals_but_not_by_an_ambiguous_form():
    assert registry().find_folded("arab news").name == "Arab News"
    assert registry().find_folded("afp").name == "Agence France-Presse"
    assert registry().find_folded("AN") is None
    assert NO_SOURCES.find_folded("Reuters") is None


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"name": ""}, "its name is ''"),
        ({"kind": "paper"}, "(Bay Wire): kind 'paper' is none of agency, broadcaster, other"),
        ({"kind": ["agency"]}, "kind ['agency'] is none of"),
        ({"aliases": "BW"}, "aliases must be a list"),
        ({"aliases": ["B  W"]}, "aliases must be a list"),
        ({"aliases": ["BW", "BW"]}, "'BW' is listed twice"),
        ({"aliases": ["BW"], "credit_only": ["BW"]}, "'BW' is listed twice"),
        ({"home": "http://bay.example"}, "no address that begins with https://"),
        ({"home": None}, "no address that begins with https://"),
        ({"homepage": "https://bay.example"}, "unknown field 'homepage'"),
    ],
)
def test_a_malformed_entry_is_refused_by_name(fields, reason):
    with pytest.raises(RegistryError, match=r"^source 1") as caught:
        of(**fields)
    assert reason in str(caught.value)


def test_two_sources_cannot_share_a_form():
    entries = [
        {"name": "Bay Wire", "kind": "agency", "aliases": ["BW"]},
        {"name": "Boat Weekly", "kind": "publisher", "credit_only": ["bw"]},
    ]
    with pytest.raises(RegistryError, match=r"source 2 \(Boat Weekly\): 'bw' is a form of 'Bay W"):
        SourceRegistry.of(entries)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[{", "cannot be read"),
        ("{}", "must hold a list"),
        ("[3]", "source 1: 3 is no object"),
        ('[{"name": "Bay Wire"}]', r"source 1 \(Bay Wire\): kind None"),
    ],
)
def test_a_file_that_cannot_be_used_is_named(tmp_path, text, reason):
    path = tmp_path / "sources.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(RegistryError, match=f"sources.json.*{reason}"):
        read_registry(path)
    with pytest.raises(RegistryError, match=r"missing\.json cannot be read"):
        read_registry(tmp_path / "missing.json")


def test_a_malformed_list_stops_every_command_at_once(tmp_path, monkeypatch):
    path = tmp_path / "sources.json"
    path.write_text("[{}]", encoding="utf-8")
    assert checks.check_sources() == []
    monkeypatch.setattr(checks, "registry", lambda: read_registry(path))
    (error,) = checks.check_sources()
    assert "source 1: its name is None" in error.msg
