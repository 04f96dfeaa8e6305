"""Proposals for the category of a report, before and after something has been learnt."""

import uuid

import pytest

from madang.systems.complaints.actions.propose_category import propose_category
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.actions.train_routing import train_routing
from madang.systems.complaints.engine.training import TrainingError
from madang.systems.complaints.models import Category, CategoryBy, Report

LAMP, LEAK = "the pole number {} stays dark all night", "water number {} runs out of the wall"


@pytest.fixture
def leak(water):
    return Category.objects.create(
        code="leak", names={"en": "Leaking pipe", "ko": "누수"}, keywords=["burst pipe"], organisation=water
    )


def codes(words):
    return [one.category.code for one in propose_category(words)]


def corrected(words, category):
    """A report whose category an officer has set."""
    sent = send_report(NewReport(words=words, category=category.code, key=uuid.uuid4())).report
    Report.objects.filter(pk=sent.pk).update(category_by=CategoryBy.OFFICER)


@pytest.fixture
def learnt(lamp, leak):
    for number in range(12):
        corrected(LAMP.format(number), lamp)
        corrected(LEAK.format(number), leak)
    return train_routing()


def test_before_anything_is_learnt_names_and_keywords_decide(lamp, leak):
    assert codes("The street lamps are dark") == ["street-lamp"]
    assert codes("우리 집 앞 누수") == ["leak"]
    assert codes("a burst pipe in the yard") == ["leak"]
    assert codes("my neighbour sings") == []


def test_what_officers_set_is_learnt(learnt):
    assert codes("a pole stays dark at the corner")[0] == "street-lamp"
    assert learnt.router.examples == 24


def test_a_category_nobody_has_used_yet_is_still_found_by_its_keywords(learnt, roads):
    Category.objects.create(code="goat", names={"en": "Goat on the road"}, keywords=["goat"], organisation=roads)
    assert "goat" in codes("A goat! A goat on the road!")


def test_a_category_out_of_use_is_not_proposed(learnt, lamp):
    lamp.active = False
    lamp.save()
    assert "street-lamp" not in codes("a pole stays dark at the corner")


def test_a_broken_model_falls_back_to_keywords(learnt, settings):
    (settings.VAR_DIR / "complaints" / "routing.npz").write_bytes(b"no model")
    assert codes("The street lamps are dark") == ["street-lamp"]


def test_a_new_model_is_taken_up_at_once(learnt, lamp, leak):
    assert codes("blue light")[0] in {"street-lamp", "leak"}
    for number in range(30):
        corrected(f"blue light {number} over the harbour", leak)
    train_routing()
    assert codes("blue light")[0] == "leak"


def test_guesses_of_the_machine_teach_it_nothing(lamp, leak):
    for number in range(12):
        corrected(LAMP.format(number), lamp)
        corrected(LEAK.format(number), leak)
    Report.objects.update(category_by=CategoryBy.MACHINE)
    with pytest.raises(TrainingError, match="two are needed"):
        train_routing()


def test_secret_reports_teach_it_nothing(lamp, leak):
    for number in range(12):
        corrected(LAMP.format(number), lamp)
        corrected(LEAK.format(number), leak)
    Report.objects.update(visibility="secret")
    with pytest.raises(TrainingError):
        train_routing()
