"""Invented stories, as many as a test asks for, each with its own people, places and numbers."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

PUBLISHER = "The Norhaven Ledger"
SITE = "https://ledger.norhaven.example"

_PLACES = (
    *("Norhaven", "Selby Bay", "Aldermoor", "Lantern Quay", "Brackwater", "Tolvik", "Marsh End"),
    *("Oxley", "Stormness", "Castle Reach", "Hollow Ferry", "Pinegate", "Dunmark", "Westering"),
)
_FIRST = (
    *("Mira", "Tomas", "Ida", "Joren", "Selma", "Anton", "Ruth", "Edda", "Callum", "Nadia"),
    *("Piet", "Olga", "Samir", "Greta", "Hugo", "Lena", "Marek", "Yusuf", "Clara", "Bruno"),
)
_LAST = (
    *("Oldfield", "Brandl", "Vesterby", "Achterberg", "Lindqvist", "Okafor", "Morland", "Hadjar"),
    *("Petrov", "Callahan", "Sorensen", "Weatherby", "Dufour", "Kaplan", "Ibsen", "Tremlett"),
)
_THINGS = (
    # what is decided upon, what it is for, what it belongs to
    ("the old tram depot", "a covered market", "Transport"),
    ("the harbour crane", "a lookout for visitors", "Ports"),
    ("the river baths", "a school for rowers", "Sport"),
    ("the glass factory", "forty small workshops", "Business"),
    ("the customs house", "a library by the water", "Culture"),
    ("the lighthouse road", "a path for walkers and bicycles", "Transport"),
    ("the fish hall", "a kitchen that cooks for schools", "Schools"),
    ("the grain silo", "a store for winter fodder", "Farming"),
    ("the night ferry", "a service that sails by day as well", "Ports"),
    ("the botanical garden", "a nursery of rare seeds", "Nature"),
    ("the weather station", "a place where children measure rain", "Schools"),
    ("the town orchestra", "concerts in villages without a hall", "Culture"),
)
_OPENINGS = (
    "The council of {place} has decided after a debate of {hours} hours that {thing} will become "
    "{purpose}, at a cost of {cost} million crowns.",
    "After {hours} hours of talks the people who look after {thing} in {place} agreed on "
    "{purpose}, and on {cost} million crowns to pay for it.",
    "{place} will turn {thing} into {purpose}, its mayor said on {weekday}, and has put aside "
    "{cost} million crowns for the work.",
)
_FOLLOWING = (
    "Work is to begin within {months} months, as soon as the engineers have looked at the "
    "foundations, which are older than any map of the town.",
    "“We have waited for this for {years} years,” said {person}, who speaks for the neighbours and "
    "who had gathered {names} names under a letter to the council.",
    "Not everybody is glad of it: {person} fears that {thing} will stand empty for another winter, "
    "because no builder within {miles} miles has men to spare.",
    "The plans can be seen in the town hall until the end of the month, and whoever wants to "
    "object has {days} days to do so in writing.",
    "A first attempt failed {years} years ago, when the tender brought in a single offer that was "
    "twice as high as the sum that had been set aside.",
    "Some {visitors} visitors a year are expected once the doors open, most of them from the "
    "villages along the coast that have nothing of the kind.",
    "The rest of the money comes from a fund that was set up by a shipowner's widow, and from "
    "{names} people who gave what they could.",
    "For the time being the place stays closed, and two guards walk round it at night with a dog "
    "that answers to the name of {dog}.",
)
_HEADLINES = (
    "{place} turns {thing} into {purpose}",
    "Council of {place} votes for {purpose}",
    "{cost} million crowns for {thing} in {place}",
)
_CAPTIONS = (
    "{person} in front of {thing} in {place}",
    "Visitors look at {thing}, which has been closed for {years} years",
)
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")


@dataclass(frozen=True)
class Story:
    """A story as its author would know it."""

    number: int
    headline: str
    author: str
    day: date
    paragraphs: tuple[str, ...]
    caption: str
    credit: str
    topic: str
    place: str
    publisher: str = PUBLISHER
    language: str = "en"
    path: str = field(default="")

    @property
    def url(self) -> str:
        """Where it stood."""
        return f"{SITE}/{self.day:%Y/%m}/{self.path}"

    @property
    def text(self) -> str:
        """Its paragraphs, a blank line between them."""
        return "\n\n".join(self.paragraphs)


def story(number: int) -> Story:
    """The story of that number; no two are the same, and it is the same each time."""
    random = Random(number)  # noqa: S311 - the same each time
    thing, purpose, topic = _THINGS[number % len(_THINGS)]
    place = _PLACES[(number // len(_THINGS) + number) % len(_PLACES)]
    values = {
        "place": place,
        "thing": thing,
        "purpose": purpose,
        "person": _person(random),
        "weekday": random.choice(_WEEKDAYS),
        "dog": random.choice(("Biscuit", "Captain", "Ferry", "Pepper")),
        "hours": random.randint(2, 9),
        "cost": 3 + number,
        "months": random.randint(3, 11),
        "years": random.randint(4, 60),
        "names": random.randint(210, 980),
        "miles": random.randint(12, 90),
        "days": random.randint(10, 28),
        "visitors": random.randint(20, 90) * 1000,
    }
    following = random.sample(_FOLLOWING, 5)
    paragraphs = [one.format(**values) for one in (random.choice(_OPENINGS), *following)]
    headline = _HEADLINES[number % len(_HEADLINES)].format(**values)
    return Story(
        number=number,
        headline=headline[:1].upper() + headline[1:],
        author=_person(random),
        day=date(2019, 1, 7) + timedelta(days=number * 13),
        paragraphs=tuple(paragraphs),
        caption=random.choice(_CAPTIONS).format(**values),
        credit=_person(random),
        topic=topic,
        place=place,
        path=f"story-{number}-{thing.rpartition(' ')[2]}",
    )


def _person(random: Random) -> str:
    return f"{random.choice(_FIRST)} {random.choice(_LAST)}"
