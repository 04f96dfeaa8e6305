"""The staff of the demo town: who one can sign in as at a desk, and where each works.

`organisation` is a code of `madang.site.demo.organisations`; `@home` is the municipality where most residents live and
`@away` another one, `@agency` the agency of the country's first benefit.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_noop as _


@dataclass(frozen=True)
class Post:
    """One post of the town's staff. `posts` are (role, organisation); `title` and `story` are message ids."""

    key: str
    title: str
    story: str
    posts: tuple[tuple[str, str], ...]


CAST = (
    Post(
        "officer",
        _("Officer"),
        _("Decides the cases that the law leaves to a person, at the desk of the municipality."),
        (("officer", "@home"),),
    ),
    Post(
        "supervisor",
        _("Supervisor"),
        _("Gives the second signature on high amounts and passes cases on, in all municipalities."),
        (("supervisor", "state"), ("officer", "@home")),
    ),
    Post(
        "other-officer",
        _("Officer of another municipality"),
        _("Sees the cases of that municipality only."),
        (("officer", "@away"),),
    ),
    Post(
        "payments-officer",
        _("Payments officer"),
        _("Looks after payments that the bank sent back."),
        (("officer", "payments-office"), ("officer", "state")),
    ),
    Post(
        "planner",
        _("Planner"),
        _("Changes an amount or an age limit on paper and sees people and cost at once."),
        (("planner", "@agency"),),
    ),
    Post(
        "registrar",
        _("Civil registrar"),
        _("Registers births and deaths and corrects the civil register."),
        (("registrar", "civil-registry"), ("officer", "civil-registry")),
    ),
    Post(
        "border-registrar",
        _("Border registrar"),
        _("Corrects wrong days of departure and return."),
        (("registrar", "immigration"), ("officer", "immigration")),
    ),
    Post(
        "tax-registrar",
        _("Tax and social registrar"),
        _("Corrects income, property and status."),
        (
            ("registrar", "tax-service"),
            ("officer", "tax-service"),
            ("officer", "land-registry"),
            ("officer", "social-security"),
            ("officer", "residence-registry"),
        ),
    ),
    Post(
        "auditor",
        _("Auditor"),
        _("Reads the log and who read whose facts; decides nothing."),
        (("auditor", "state"),),
    ),
    Post(
        "operator",
        _("Operator"),
        _("Watches the machine, makes backups and proves that they can be restored."),
        (("operator", "digital-agency"), ("operator", "state")),
    ),
)
