"""Loads the whole demo town, step by step."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable

from django.conf import settings
from django.utils import timezone

from madang.core.people.models import Person
from madang.core.services.models import ScanRun
from madang.core.services.packs import active_pack
from madang.core.services.scan import scan
from madang.site.demo.history import make_history
from madang.site.demo.organisations import load_organisations
from madang.site.demo.population import Rows, drawn_population, load_population
from madang.site.demo.staff import load_staff
from madang.site.demo_identity.cast import CAST
from madang.site.demo_identity.persons import RESIDENT, STAFF, DemoPerson, demo_persons, write_persons

AGE_OF_OWN_ID = 15
Say = Callable[[str], None]


def load_town(size: int, *, on: dt.date | None = None, say: Say = lambda text: None) -> tuple[DemoPerson, ...]:
    """Organisations, people, staff, offers and some history; returns the personas. Loading again adds only what is missing.

    Raises LookupError when the country has no demo town.
    """
    pack = active_pack()
    rows = drawn_population(pack.country, size, day_drawn(on))
    say(f"{len(rows['person'])} people")
    areas = [code for code, _count in Counter(row["area"] for row in rows["household"]).most_common()]
    agencies = list(dict.fromkeys(benefit.agency for benefit in pack.benefits))
    organisations = load_organisations(pack.areas, areas, agencies, rows["bank_account"][0]["bank"])
    persons = load_population(rows)
    places = {
        "@home": f"municipality-{areas[0]}",
        "@away": f"municipality-{areas[1 % len(areas)]}",
        "@agency": agencies[0],
    }
    staff = load_staff(rows, persons, organisations, places, day_drawn(on))
    say("offers")
    finished = set(ScanRun.objects.filter(finished_at__isnull=False).values_list("benefit", flat=True))
    if unscanned := [benefit.name for benefit in pack.benefits if benefit.name not in finished]:
        scan(unscanned, on=on)
    say("history")
    make_history({persons[row["person"]].pk for row in rows["persona"]}, staff)
    write_persons(settings.VAR_DIR, pack.country, _listed(rows, persons, staff, day_drawn(on)))
    return demo_persons(settings.VAR_DIR)


def day_drawn(on: dt.date | None) -> dt.date:
    """The day the town is drawn for. A town that was loaded keeps its day, so that loading it again draws the same people."""
    first = Person.objects.order_by("pk").values_list("created_at", flat=True).first()
    return timezone.localdate(first) if first is not None else on or timezone.localdate()


def _listed(rows: Rows, persons: dict[int, Person], staff: dict[str, Person], on: dt.date) -> list[DemoPerson]:
    """Everybody who can hold a national ID of their own: residents with a story, staff, then the others by name."""
    born = {row["id"]: row["born"] for row in rows["person"]}
    stories = [_demo_person(persons[row["person"]], born[row["person"]], RESIDENT, row["title"], row["story"])
               for row in rows["persona"]]  # fmt: skip
    keys = {person.pk: key for key, person in persons.items()}
    posts = [
        _demo_person(staff[post.key], born[keys[staff[post.key].pk]], STAFF, post.title, post.story)
        for post in CAST
        if post.key in staff
    ]
    named = {person.national_number for person in [*stories, *posts]}
    others = [
        _demo_person(person, born[key], RESIDENT)
        for key, person in persons.items()
        if person.national_number not in named and (on - born[key]).days >= AGE_OF_OWN_ID * 365.25
    ]
    return [*stories, *posts, *sorted(others, key=lambda person: person.name)]


def _demo_person(person: Person, born: dt.date, group: str, title: str = "", story: str = "") -> DemoPerson:
    return DemoPerson(
        national_number=person.national_number,
        name=person.full_name,
        latin_name=person.latin_name if person.latin_name != person.full_name else "",
        locale=person.language,
        born=born.isoformat(),
        group=group,
        title=title,
        story=story,
    )
