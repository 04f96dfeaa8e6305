"""Sending a report: what is written, and what is not."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from madang.core.archive.models import LogEntry
from madang.core.cases.models import Case
from madang.core.people.models import Assignment, Organisation, Role, User
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.demo import load
from madang.systems.complaints.models import Report, State, Supporter
from madang.systems.complaints.models.report import LONGEST
from madang.systems.complaints.services import rebuild_report, report_references

pytestmark = pytest.mark.django_db


def test_a_report_becomes_a_case_with_clocks_and_a_record(centre):
    report = send_report(NewReport(words="  The lamp is dark.  ")).report
    assert report.words == "The lamp is dark."
    assert (report.organisation, report.state) == (centre, State.RECEIVED)
    assert report.case.due_on == report.due_on == min(clock.due_on for clock in report.clocks.all())
    assert {clock.rule for clock in report.clocks.all()} == {"forward", "answer"}
    assert LogEntry.objects.filter(kind="complaint").count() == 1


def test_a_report_whose_category_is_known_is_with_its_agency_at_once(lamp, roads):
    report = send_report(NewReport(words="The lamp is dark.", category="street-lamp")).report
    assert (report.organisation, report.state, report.case.organisation) == (roads, State.FORWARDED, roads)
    assert report.clocks.get(rule="forward").ended_on == report.clocks.get(rule="forward").started_on
    assert [move.verb for move in report.moves.all()] == ["received", "forwarded"]


def test_an_anonymous_report_names_nobody_even_when_the_sender_is_known(resident):
    report = send_report(NewReport(words="The lamp is dark.", person=resident.person)).report
    assert (report.case.applicant, report.case.subject) == (None, None)
    assert not Supporter.objects.exists()


def test_an_open_report_belongs_to_its_sender(resident):
    report = send_report(NewReport(words="The lamp is dark.", person=resident.person, visibility="open")).report
    assert report.case.applicant == resident.person
    assert report.supporters.get().reporter


def test_the_same_key_is_the_same_report():
    new = NewReport(words="The lamp is dark.", key=uuid.uuid4())
    first = send_report(new)
    again = send_report(new)
    assert (again.report, again.new, first.new) == (first.report, False, True)
    assert Case.objects.count() == 1


def test_a_report_changed_behind_the_logs_back_is_found():
    report = send_report(NewReport(words="The lamp is dark.")).report
    entry = LogEntry.objects.get(kind="complaint")
    assert rebuild_report(entry.reference) == entry.payload
    assert list(report_references()) == [entry.reference]
    Report.objects.filter(pk=report.pk).update(words="All is well.")
    assert rebuild_report(entry.reference) != entry.payload
    assert rebuild_report("complaint:2222222222") is None


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"words": "  "}, "words"),
        ({"words": "x" * (LONGEST + 1)}, "words"),
        ({"lat": 91.0, "lon": 1.0}, "lat"),
        ({"lat": 35.1}, "lat"),
        ({"category": "no-such"}, "category"),
        ({"visibility": "loud"}, "visibility"),
        ({"visibility": "open"}, "visibility"),
        ({"contact": "nobody"}, "contact"),
    ],
)
def test_what_cannot_be_read_is_refused_whole_with_the_field(bad, field):
    with pytest.raises(ValidationError) as refused:
        send_report(NewReport(**{"words": "The lamp is dark.", **bad}))
    assert list(refused.value.message_dict) == [field]
    assert not Report.objects.exists() and not Case.objects.exists() and not LogEntry.objects.exists()


def test_loading_the_demo_again_changes_nothing():
    load()
    before = Report.objects.count()
    load()
    assert Report.objects.count() == before > 0


def test_the_towns_officer_sees_the_reports_of_the_demo():
    officer = User.objects.create_user("town-officer")
    town = Organisation.objects.create(code="municipality-1", titles={"en": "Town"})
    Assignment.objects.create(user=officer, organisation=town, role=Role.OFFICER, since="2020-01-01")
    load()
    assert Report.objects.of_staff(User.objects.get(pk=officer.pk)).exists()
