"""Staff of the demo town: ordinary residents who also hold a post, so that they too sign in with the national ID."""

from __future__ import annotations

import datetime as dt

from madang.core.people.models import Assignment, Organisation, Person, User
from madang.site.demo.population import Rows
from madang.site.demo_identity.cast import CAST, Post

SINCE = dt.date(2020, 1, 1)


def load_staff(
    rows: Rows, persons: dict[int, Person], organisations: dict[str, Organisation], places: dict[str, str], on: dt.date
) -> dict[str, Person]:
    """Give each post of the cast to a resident and the roles that go with it; returns the persons by key of the post.

    `places` says what `@home`, `@away` and `@agency` stand for.
    """
    staff: dict[str, Person] = {}
    for post, person_id in zip(CAST, _suitable(rows, on), strict=False):
        person = staff[post.key] = persons[person_id]
        user, made = User.objects.get_or_create(person=person, defaults={"username": f"person-{person.pk}"})
        if made:
            user.set_unusable_password()
            user.save(update_fields=["password"])
        _assign(user, post, organisations, places)
    return staff


def _assign(user: User, post: Post, organisations: dict[str, Organisation], places: dict[str, str]) -> None:
    for role, code in post.posts:
        organisation = organisations[places.get(code, code)]
        Assignment.objects.get_or_create(user=user, organisation=organisation, role=role, since=SINCE)


def _suitable(rows: Rows, on: dt.date) -> list[int]:
    """Adults of working age without children in their care and without a story of their own, in order."""
    busy = {row["guardian"] for row in rows["guardianship"]} | {row["person"] for row in rows["persona"]}
    busy |= {parent for row in rows["person"] for parent in (row["mother"], row["father"]) if parent}
    households = {row["household"] for row in rows["person"] if row["id"] in busy}
    return [
        row["id"]
        for row in rows["person"]
        if 24 <= (on - row["born"]).days // 365 <= 60 and row["id"] not in busy and row["household"] not in households
    ]
