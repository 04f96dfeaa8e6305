"""What every pack promises, whichever country's it is."""

from importlib import import_module

import pytest

from madang.core.rules import Deemed, Pack
from madang.core.rules.expressions import Literal
from madang.core.rules.resolve import walk

CODES = ("kr", "ph", "th", "vn", "my")
PACKS = {code: import_module(f"madang.countries.{code}.pack").PACK for code in CODES}


@pytest.fixture(params=CODES)
def pack(request) -> Pack:
    return PACKS[request.param]


def test_every_figure_of_law_names_its_source_and_mark(pack):
    for parameter in pack.parameters:
        assert parameter.title != parameter.name, f"{parameter.name} has no title for people"
        for line in parameter.lines:
            assert line.source is not None, parameter.name
            assert line.source.article, parameter.name
            assert line.source.url.startswith("http"), parameter.name


def test_every_condition_and_part_cites_an_article_and_says_a_sentence(pack):
    for benefit in pack.benefits:
        for one in benefit.all_conditions():
            if not one.group:
                assert benefit.cites(one.cite).citations, f"{benefit.name}: {one.name}"
                assert one.says, f"{benefit.name}: {one.name}"
        for part in benefit.parts:
            assert benefit.cites(part.cite).citations, f"{benefit.name}: {part.name}"


def test_laws_have_a_title_in_the_countrys_language_and_in_english(pack):
    for law in pack.laws:
        assert "en" in law.title
        assert next(iter(law.title)) in ("ko", "fil", "th", "vi", "ms")


def test_every_benefit_can_be_appealed_and_has_an_owner_and_a_life_event(pack):
    for benefit in pack.benefits:
        assert benefit.appeal_within is not None
        assert benefit.agency
        assert benefit.life_events
        assert benefit.summary


def test_a_deemed_application_names_the_article_that_deems_it(pack):
    for benefit in pack.benefits:
        for offer in (benefit.offer, benefit.resumption):
            if isinstance(offer, Deemed):
                assert offer.cite is not None


def test_every_status_a_rule_asks_for_is_declared(pack):
    declared = set(import_module(f"madang.countries.{pack.country}.statuses").STATUSES)
    asked = set()
    for benefit in pack.benefits:
        for node in benefit.nodes():
            for one in walk(node):
                text = getattr(one, "value", None) if isinstance(one, Literal) else None
                values = [text] if isinstance(text, str) else getattr(one, "values", ())
                asked |= {value for value in values if isinstance(value, str) and "-" in value}
    assert asked <= declared
    assert declared <= asked | {"refugee", "pension", "pregnant", "disability"}
