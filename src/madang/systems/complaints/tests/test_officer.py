"""What officers, the Ombudsman, reporters and time do with a report."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from madang.core.cases.actions.decide import decide
from madang.core.cases.actions.work import transfer, withdraw
from madang.core.cases.errors import CaseError
from madang.core.cases.models import CaseState, Outcome
from madang.core.events.models import Event
from madang.core.events.outbox import deliver_event
from madang.core.notices.models import Message
from madang.core.people.models import Organisation, Person, Role, User
from madang.systems.complaints.actions.accept_report import accept_report
from madang.systems.complaints.actions.answer_report import answer_report
from madang.systems.complaints.actions.close_quiet_reports import close_quiet_reports
from madang.systems.complaints.actions.close_report import close_report
from madang.systems.complaints.actions.escalate_overdue import escalate_overdue
from madang.systems.complaints.actions.forward_report import forward_report
from madang.systems.complaints.actions.join_reports import join_reports
from madang.systems.complaints.actions.publish_report import publish_report
from madang.systems.complaints.actions.rate_answer import rate_answer
from madang.systems.complaints.actions.recategorise_report import recategorise_report
from madang.systems.complaints.actions.remind_agency import remind_agency
from madang.systems.complaints.actions.reopen_report import reopen_report
from madang.systems.complaints.actions.send_report import NewReport, send_report
from madang.systems.complaints.actions.support_report import support_report
from madang.systems.complaints.models import AnswerTemplate, Area, Category, Report, State
from madang.systems.complaints.models.report import OMBUDSMAN

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(lamp, resident):
    return sent(person=resident.person, visibility="open", category="street-lamp")


@pytest.fixture
def ombudsman(staff):
    return staff("ombudsman", Role.OFFICER, Organisation.objects.create(code=OMBUDSMAN, titles={"en": "Ombudsman"}))


def sent(words="The lamp is dark.", **more):
    return send_report(NewReport(words=words, **more)).report


def refused(code):
    return pytest.raises(CaseError, check=lambda error: error.code == code)


def subjects(person):
    return [message.subject for message in Message.objects.filter(person=person).order_by("pk")]


def clocks(report):
    return sorted(report.clocks.values_list("rule", "round", "started_on", "due_on", "ended_on"))


def test_forwarding_keeps_every_clock_and_tells_where_the_report_is(report, officer, water, staff):
    before = clocks(report)
    forward_report(report.pk, to=water, by=officer, words="It is their pipe.")
    report.refresh_from_db()
    assert (report.organisation, report.case.organisation, report.state) == (water, water, State.FORWARDED)
    assert clocks(report) == before
    with pytest.raises(Http404):
        forward_report(report.pk, to=water, by=officer, words="Again.")
    with refused("same"):
        forward_report(report.pk, to=water, by=staff("there", Role.OFFICER, water), words="Again.")


def test_forwarding_needs_a_reason(report, officer, water):
    with refused("words"):
        forward_report(report.pk, to=water, by=officer, words=" ")
    report.refresh_from_db()
    assert report.organisation.code == "roads"


def test_who_does_not_work_on_a_report_cannot_touch_it(report, staff, water):
    stranger = staff("stranger", Role.OFFICER, water)
    for act in (accept_report, answer_report, close_report):
        with pytest.raises(Http404):
            act(report.pk, by=stranger, words="x")
    assert report.moves.count() == 2


def test_an_answer_reaches_everyone_who_waits(report, officer, resident):
    ana = Person.objects.create(national_number="2", given_name="Ana")
    support_report(report.pk, person=ana)
    support_report(report.pk, person=ana)
    support_report(report.pk, contact="b@example.org")
    accept_report(report.pk, by=officer, words="We come on Friday.")
    answer_report(report.pk, by=officer, words="The lamp burns again.")
    report.refresh_from_db()
    assert (report.state, report.supporters_count, report.due_on) == (State.ANSWERED, 2, None)
    assert subjects(resident.person)[-2:] == ["Report {number} is being worked on", "Report {number} is answered"]
    assert subjects(ana) == ["Report {number} is being worked on", "Report {number} is answered"]
    assert Event.objects.filter(name="complaint.mail_due").count() == 2


def test_a_mail_says_the_answer_and_how_to_end_the_mails(report, officer, mailoutbox, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    support_report(report.pk, contact="b@example.org")
    answer_report(report.pk, by=officer, words="The lamp burns again.")
    for event in Event.objects.filter(name="complaint.mail_due"):
        deliver_event(event.pk)
    (mail,) = mailoutbox
    assert mail.to == ["b@example.org"] and "The lamp burns again." in mail.body
    stop = next(word for word in mail.body.split() if "/stop/" in word).removeprefix(settings.PUBLIC_URL)
    assert client.get(stop).status_code == 200 and report.supporters.filter(contact="b@example.org").exists()
    assert client.post(stop).status_code == 200 and not report.supporters.filter(contact="b@example.org").exists()


def test_no_report_is_closed_without_an_answer_in_words(report, officer):
    with refused("no-answer"):
        close_report(report.pk, by=officer)
    close_report(report.pk, by=officer, words="It burns again.")
    report.refresh_from_db()
    assert (report.state, report.case.state) == (State.CLOSED, CaseState.DECIDED)
    close_report(report.pk, by=officer, words="Again.")
    assert report.moves.filter(verb="closed").count() == 1


def test_without_a_reply_an_answered_report_closes_itself_after_its_term(report, officer):
    answer_report(report.pk, by=officer, words="It burns again.")
    until = report.clocks.get(rule="closing").due_on
    assert close_quiet_reports(until) == 0
    assert close_quiet_reports(until + dt.timedelta(days=1)) == 1
    assert close_quiet_reports(until + dt.timedelta(days=1)) == 0
    report.refresh_from_db()
    assert report.state == State.CLOSED
    assert report.case.decisions.get().words == "It burns again."


def test_a_reply_to_an_answer_puts_the_report_back_with_new_clocks(report, officer):
    answer_report(report.pk, by=officer, words="It burns again.")
    reopen_report(report.pk, words="No, it does not.")
    report.refresh_from_db()
    assert (report.state, report.case.state, report.times_reopened) == (State.IN_PROGRESS, CaseState.OPEN, 0)
    assert report.due_on is not None and report.case.due_on == report.due_on
    assert {clock.round for clock in report.clocks.filter(ended_on=None)} == {1}


def test_a_closed_report_is_opened_again_and_its_case_with_it(report, officer):
    close_report(report.pk, by=officer, words="It burns again.")
    reopen_report(report.pk, words="No, it does not.")
    reopen_report(report.pk, words="No, it does not.")
    report.refresh_from_db()
    assert (report.state, report.case.state, report.times_reopened) == (State.IN_PROGRESS, CaseState.OPEN, 1)
    close_report(report.pk, by=officer, words="Now it does.")
    report.refresh_from_db()
    assert report.case.state == CaseState.DECIDED


def test_a_joined_report_brings_its_reporters_along(report, officer, resident):
    ana = Person.objects.create(national_number="2", given_name="Ana")
    double = sent(person=ana, visibility="open", category="street-lamp")
    join_reports(double.pk, into=report.pk, by=officer)
    join_reports(double.pk, into=report.pk, by=officer)
    answer_report(report.pk, by=officer, words="The lamp burns again.")
    report.refresh_from_db()
    double.refresh_from_db()
    assert (double.state, double.joined_to, report.supporters_count) == (State.JOINED, report, 1)
    assert subjects(ana)[-2:] == ["Your report {number} goes on with {other}", "Report {number} is answered"]
    assert double.clocks.filter(ended_on=None).count() == 0


def test_what_was_joined_with_a_report_goes_on_with_it(report, officer):
    second, third = sent(category="street-lamp"), sent(category="street-lamp")
    join_reports(third.pk, into=second.pk, by=officer)
    join_reports(second.pk, into=report.pk, by=officer)
    third.refresh_from_db()
    report.refresh_from_db()
    assert (third.joined_to, report.supporters_count) == (report, 2)
    with refused("itself"):
        join_reports(report.pk, into=third.pk, by=officer)


def test_a_late_report_goes_to_the_supervisor_and_then_to_the_ombudsman(report, ombudsman, roads):
    boss = User.objects.create(username="boss", person=Person.objects.create(national_number="3", given_name="Bo"))
    boss.assignments.create(organisation=roads, role=Role.SUPERVISOR, since=dt.date(2020, 1, 1))
    due = report.clocks.get(rule="follow_up").due_on
    assert escalate_overdue(due) == 0
    assert escalate_overdue(due + dt.timedelta(days=1)) >= 1
    assert escalate_overdue(due + dt.timedelta(days=1)) == 0
    report.refresh_from_db()
    assert report.escalated_to == "supervisor"
    assert "Report {number} is late" in subjects(boss.person)
    with pytest.raises(Http404):
        remind_agency(report.pk, by=ombudsman, words="Why?")
    escalate_overdue(due + dt.timedelta(days=40))
    report.refresh_from_db()
    assert report.escalated_to == OMBUDSMAN
    remind_agency(report.pk, by=ombudsman, words="Why does nobody answer?")
    assert report.moves.last().words == "Why does nobody answer?"


def test_forwarding_a_late_report_does_not_make_it_timely(report, officer, water):
    due = report.clocks.get(rule="answer").due_on
    escalate_overdue(due + dt.timedelta(days=1))
    forward_report(report.pk, to=water, by=officer, words="Theirs.")
    assert report.clocks.get(rule="answer").due_on == due
    assert report.clocks.get(rule="answer").escalated_to == "supervisor"


def test_a_category_can_bring_the_answer_nearer_but_never_put_it_off(report, officer, roads):
    slow = Category.objects.create(code="slow", names={"en": "Slow"}, organisation=roads, severity=60)
    fast = Category.objects.create(code="fast", names={"en": "Fast"}, organisation=roads, severity=2)
    before = report.clocks.get(rule="answer").due_on
    recategorise_report(report.pk, category=slow, by=officer)
    assert report.clocks.get(rule="answer").due_on == before
    recategorise_report(report.pk, category=fast, by=officer)
    assert report.clocks.get(rule="answer").due_on < before


def test_a_rating_counts_once_and_only_after_an_answer(report, officer):
    with pytest.raises(ValidationError):
        rate_answer(report.pk, stars=5)
    close_report(report.pk, by=officer, words="It burns again.")
    rate_answer(report.pk, stars=2)
    rate_answer(report.pk, stars=4)
    assert [rating.stars for rating in report.satisfaction.all()] == [4]
    with pytest.raises(ValidationError):
        rate_answer(report.pk, stars=6)


def test_personal_data_is_covered_until_an_officer_has_looked_and_nothing_is_lost(lamp, officer, client):
    report = sent("Call me: 010-2345-6789. The lamp is dark.", category="street-lamp", address="Beside Kim")
    page = client.get(reverse("complaints:report", args=[report.tracking])).content.decode()
    assert "2345" not in page and "The lamp is dark." in page
    with refused("reason"):
        publish_report(report.pk, by=officer, shown=True, public_words="The lamp is dark.", reason="")
    publish_report(report.pk, by=officer, shown=True, public_words="The lamp is dark.", reason="A telephone number.")
    report.refresh_from_db()
    assert (report.public_words, report.flags) == ("The lamp is dark.", [])
    assert "2345" in report.words
    publish_report(report.pk, by=officer, shown=False, public_words="", reason="Names a neighbour.")
    page = client.get(reverse("complaints:report", args=[report.tracking])).content.decode()
    assert "The lamp is dark." not in page and "Names a neighbour." not in page and "Beside Kim" not in page


def test_what_is_done_at_the_common_desk_is_done_to_the_report(report, officer, water):
    transfer(report.case_id, to=water, by=officer, words="Their pipe.")
    deliver_event(Event.objects.get(name="case.transferred").pk)
    report.refresh_from_db()
    assert report.organisation == water
    decide(report.case_id, Outcome.CLOSED, by=officer, words="Mended.")
    deliver_event(Event.objects.get(name="decision.made").pk)
    report.refresh_from_db()
    assert (report.state, report.moves.filter(verb="answered").get().words) == (State.CLOSED, "Mended.")


def test_what_its_reporter_takes_back_is_closed(report, resident):
    withdraw(report.case_id, applicant=resident.person)
    deliver_event(Event.objects.get(name="case.withdrawn").pk)
    report.refresh_from_db()
    assert report.state == State.CLOSED and report.clocks.filter(ended_on=None).count() == 0


def test_the_area_says_who_answers_and_who_reads_along(lamp, roads, water):
    def square(west, east):
        ring = [[west, 35.0], [east, 35.0], [east, 35.2], [west, 35.2], [west, 35.0]]
        return {"type": "Polygon", "coordinates": [ring]}

    Area.objects.create(organisation=water, name="West", geometry=square(129.0, 129.1))
    Area.objects.create(organisation=roads, name="East", geometry=square(129.1, 129.2))
    report = sent(category="street-lamp", lat=35.1, lon=129.0999)
    assert report.organisation == water
    assert list(report.also_seen_by.all()) == [roads]
    with pytest.raises(ValidationError, match="No agency answers for this place"):
        sent(category="street-lamp", lat=34.0, lon=131.0)


def test_who_reads_along_sees_a_report_and_cannot_answer_it(lamp, water, staff, client, officer):
    report = sent(category="street-lamp")
    report.also_seen_by.add(water)
    client.force_login(staff("along", Role.OFFICER, water), backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("complaints:desk-report", args=[report.tracking]))
    assert page.status_code == 200 and "You can read along." in page.content.decode()
    answer = client.post(reverse("complaints:act", args=[report.tracking, "answer"]), {"words": "x"})
    assert answer.status_code == 404


def test_the_desk_shows_what_is_wrong_with_an_entry_and_keeps_it(report, officer, client):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    act = reverse("complaints:act", args=[report.tracking, "forward"])
    response = client.post(act, {"words": "It is their pipe."})
    assert response.status_code == 422
    page = response.content.decode()
    assert "Choose an organisation." in page and "It is their pipe." in page
    assert client.post(reverse("complaints:act", args=[report.tracking, "nothing"])).status_code == 404


def test_ticked_reports_are_forwarded_together_and_one_that_refuses_stops_none(officer, lamp, water, client):
    Category.objects.create(code="pipe", names={"en": "Pipe"}, organisation=water)
    first, second = sent(category="street-lamp"), sent(category="street-lamp")
    close_report(first.pk, by=officer, words="Done.")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    form = {"report": [first.pk, second.pk], "do": "forward", "to": water.pk, "words": "Their pipe."}
    page = client.post(reverse("complaints:bulk"), form, follow=True).content.decode()
    assert "1 report is done." in page and "can no longer be passed on" in page
    second.refresh_from_db()
    assert second.organisation == water


def test_a_template_fills_the_answer_with_what_is_known(report, officer, client):
    template = AnswerTemplate.objects.create(language="en", title="Mended", words="Report {tracking} is mended.")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get(reverse("complaints:desk-report", args=[report.tracking]), {"template": template.pk})
    assert f"Report {report.number} is mended." in page.content.decode()


def test_the_desk_shows_where_many_report_the_same(officer, lamp, client):
    for number in range(4):
        sent(f"The lamp is dark {number}.", category="street-lamp", lat=35.16 + number / 1e5, lon=129.16)
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "4 reports in one place" in client.get(reverse("complaints:board")).content.decode()
    board = client.get(reverse("complaints:board"), {"view": "board"}).content.decode()
    assert "The lamp is dark 3." in board


def test_the_board_finds_by_number_words_category_and_lateness(officer, lamp, report, client):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    Report.objects.filter(pk=report.pk).update(due_on=timezone.localdate() - dt.timedelta(days=2))
    for wanted in ({"q": report.number}, {"q": "lamp"}, {"category": "street-lamp"}, {"due": "late"}):
        assert report.number in client.get(reverse("complaints:board"), wanted).content.decode(), wanted
    for wanted in ({"q": "bridge"}, {"category": "none"}, {"due": "soon"}, {"state": "closed"}):
        assert report.number not in client.get(reverse("complaints:board"), wanted).content.decode(), wanted
