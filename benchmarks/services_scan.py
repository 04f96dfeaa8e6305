"""The scan of a million residents in the database: every offer found and stored within three minutes, on SQLite and PostgreSQL.

SQLite always; PostgreSQL when MADANG_DATABASE_URL names a server on which a database may be made. The limit is that of
issue 2, section 7. `services_scan.py --persons 100000` scans fewer. A sample of the residents is also worked out one by
one with the Python form: the stored offers must be exactly those.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time

from _databases import database_of_its_own

SECONDS_A_MILLION = 180.0
SAMPLE = 2_000


def measure(persons: int) -> int:
    """Fill, scan and compare in the database of the environment."""
    import django

    django.setup()
    import resource

    from _copied_town import load_nation
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from madang.core.services.models import Offer
    from madang.core.services.scan import scan

    call_command("migrate", verbosity=0)
    started = time.perf_counter()
    count = load_nation(persons, timezone.localdate())
    filled = time.perf_counter() - started
    started, cpu = time.perf_counter(), time.process_time()
    runs = scan()
    wall, cpu = time.perf_counter() - started, time.process_time() - cpu
    limit = SECONDS_A_MILLION * count / 1_000_000
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    made = sum(run.offers_made for run in runs)
    print(f"{connection.vendor}: {count:,} residents (written in {filled:.0f} s), {made:,} offers stored")
    print(
        f"  wall  {wall:7.1f} s   limit {limit:.0f} s   ratio {limit / wall:.2f} (1 or more holds)   CPU {cpu:.1f} s, {peak:.2f} GiB"
    )
    different = differing(count)
    print(f"  a sample of {SAMPLE:,} residents, one by one: {different} with other offers than stored")
    return 0 if wall <= limit and different == 0 and Offer.objects.count() == made else 1


def differing(count: int) -> int:
    """How many of a sample have stored offers that differ from what the Python form proposes for them alone."""
    import random

    from django.utils import timezone

    from madang.core.people.models import Person
    from madang.core.registers.facts import facts_for
    from madang.core.services.models import Offer
    from madang.core.services.offers import terms
    from madang.core.services.packs import active_pack
    from madang.core.services.proposals import Proposal, propose

    persons = sorted(Person.objects.values_list("pk", flat=True))
    some = random.Random(1).sample(persons, min(SAMPLE, len(persons)))
    on, different = timezone.localdate(), set()
    for benefit in active_pack().benefits:
        facts = facts_for(some, benefit=benefit, purpose="benchmark", legal_basis=benefit.law.name)
        stored = {
            offer.subject_id: terms(offer) for offer in Offer.objects.filter(benefit=benefit.name, subject__in=some)
        }
        for person in some:
            found = propose(benefit, facts, person, on, None)
            if stored.get(person) != (found.terms if isinstance(found, Proposal) else None):
                different.add(person)
    return len(different)


def main() -> int:
    """Each database in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--persons", type=int, default=1_000_000)
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        return measure(options.persons)
    server = os.environ.get("MADANG_DATABASE_URL")
    code = 0
    for url in [None, server] if server else [None]:
        with database_of_its_own(url) as surroundings:
            command = [sys.executable, __file__, "--measure", "--persons", str(options.persons)]
            code |= subprocess.run(command, env=surroundings, check=False).returncode
    if not server:
        print("PostgreSQL was not measured: MADANG_DATABASE_URL is not set")
    return code


if __name__ == "__main__":
    sys.exit(main())
