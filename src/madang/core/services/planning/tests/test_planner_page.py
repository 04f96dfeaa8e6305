"""The planner's page: the question in the address, the answer from the rules, nobody recognisable."""

from __future__ import annotations

import pytest

from madang.core.people.models import Role
from madang.core.registers.models import Access

pytestmark = pytest.mark.django_db


def test_raising_the_age_limit_shows_who_is_added_and_what_it_costs(client, planner, towns):
    client.force_login(planner)
    answer = client.get("/planner/", {"benefit": "child-allowance", "set.age_limit": "12", "show": "1"})
    result = answer.context["result"]
    assert answer.status_code == 200
    assert (result.total.people, result.total.people_then) == (20, 26)
    assert (result.total.gain, result.total.lose) == (6, 0)
    assert (
        result.total.cost_then - result.total.cost == 6 * result.total.cost_then // 26
        or result.total.cost_then > result.total.cost
    )
