"""Who may do what, role by role."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from madang.core.people import permissions
from madang.core.people.models import Assignment, Organisation, Person, Role, User
from madang.core.people.permissions import (
    accessible_person,
    covered,
    may_act_for,
    organisations_of,
    persons_of,
    register_representation,
    resident_required,
    staff_required,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def tree() -> dict[str, Organisation]:
    ministry = Organisation.objects.create(code="mohw", titles={"en": "Ministry"})
    division = Organisation.objects.create(code="mohw-child", titles={"en": "Child division"}, parent=ministry)
    desk = Organisation.objects.create(code="mohw-child-desk", titles={"en": "Desk"}, parent=division)
    other = Organisation.objects.create(code="tax", titles={"en": "Tax"})
    return {"ministry": ministry, "division": division, "desk": desk, "other": other}


def officer(organisation: Organisation, role: str = Role.OFFICER, **dates) -> User:
    user = User.objects.create_user(f"{role}-{organisation.code}")
    Assignment.objects.create(user=user, organisation=organisation, role=role, **dates)
    return user


def resident(number: str) -> User:
    person = Person.objects.create(national_number=number, given_name="Ari")
    return User.objects.create_user(f"resident-{number}", person=person)


@resident_required
def resident_page(request):
    return HttpResponse("yours")


def asked(view, user, method="get", **headers):
    request = getattr(RequestFactory(), method)("/page/?a=1", headers=headers)
    request.user = user
    return view(request)


def test_a_role_covers_the_organisation_and_every_unit_below_it_and_nothing_else(tree):
    user = officer(tree["ministry"])
    assert organisations_of(user) == {tree["ministry"].pk, tree["division"].pk, tree["desk"].pk}
    assert organisations_of(officer(tree["division"])) == {tree["division"].pk, tree["desk"].pk}


def test_a_role_covers_only_what_that_role_was_given_for(tree):
    user = officer(tree["division"])
    Assignment.objects.create(user=user, organisation=tree["other"], role=Role.AUDITOR)
    assert organisations_of(user, Role.AUDITOR) == {tree["other"].pk}
    assert organisations_of(user, Role.SUPERVISOR) == frozenset()


def test_reading_what_is_covered_takes_two_queries_however_often_it_is_asked(tree, django_assert_num_queries):
    user = User.objects.get(pk=officer(tree["ministry"]).pk)
    with django_assert_num_queries(2):
        organisations_of(user, Role.OFFICER)
        organisations_of(user, Role.SUPERVISOR)
        organisations_of(user)


def test_an_assignment_that_ended_or_has_not_begun_gives_nothing(tree):
    today = timezone.localdate()
    day = dt.timedelta(days=1)
    gone = officer(tree["ministry"], since=today - 9 * day, until=today - day)
    coming = officer(tree["other"], since=today + day)
    assert organisations_of(gone) == organisations_of(coming) == frozenset()
    assert organisations_of(officer(tree["desk"], since=today, until=today)) == {tree["desk"].pk}


def test_an_account_that_was_closed_has_no_role_and_no_person(tree):
    user = officer(tree["ministry"])
    user.person = Person.objects.create(national_number="1", given_name="Ari")
    user.is_active = False
    assert organisations_of(user) == frozenset()
    assert persons_of(user) == frozenset()


def test_an_object_of_another_organisation_does_not_exist(tree):
    user = officer(tree["division"])
    covered(user, tree["desk"].pk, Role.OFFICER)
    with pytest.raises(Http404):
        covered(user, tree["other"].pk, Role.OFFICER)
    with pytest.raises(Http404):
        covered(user, tree["ministry"].pk, Role.OFFICER)


def test_a_resident_acts_for_themselves_only_and_for_others_it_looks_as_if_nobody_were_there():
    one, two = resident("1"), resident("2")
    assert accessible_person(one, one.person_id) == one.person
    for person_id in (two.person_id, 999_999):
        with pytest.raises(Http404):
            accessible_person(one, person_id)


def test_a_guardian_acts_for_a_child_when_a_register_says_so(monkeypatch):
    guardian, child, stranger = resident("1"), resident("2"), resident("3")
    monkeypatch.setattr(permissions, "_representations", [])
    register_representation(lambda person: [child.person_id] if person == guardian.person else [])
    assert may_act_for(guardian, child.person)
    assert accessible_person(guardian, child.person_id) == child.person
    assert not may_act_for(child, guardian.person)
    assert not may_act_for(stranger, child.person)


def test_nobody_is_represented_by_somebody_who_is_not_signed_in():
    assert persons_of(AnonymousUser()) == frozenset()
    assert organisations_of(AnonymousUser()) == frozenset()


def test_somebody_who_is_not_signed_in_is_sent_to_sign_in_and_back():
    answer = asked(resident_page, AnonymousUser())
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=%2Fpage%2F%3Fa%3D1")


def test_a_posted_form_is_not_repeated_after_sign_in():
    assert asked(resident_page, AnonymousUser(), method="post")["Location"] == "/sign-in/"


def test_a_page_fragment_moves_the_whole_window_to_sign_in():
    answer = asked(resident_page, AnonymousUser(), **{"HX-Request": "true"})
    assert answer["HX-Redirect"].startswith("/sign-in/")


def test_staff_without_a_person_do_not_enter_resident_pages(tree):
    with pytest.raises(PermissionDenied):
        asked(resident_page, officer(tree["ministry"]))
    assert asked(resident_page, resident("1")).status_code == 200


@pytest.mark.parametrize("role", Role.values)
def test_a_page_opens_for_its_role_and_for_no_other(tree, role):
    @staff_required(role)
    def page(request):
        return HttpResponse("work")

    for held in Role.values:
        user = officer(tree["other"], role=held)
        if held == role:
            assert asked(page, user).status_code == 200
        else:
            with pytest.raises(PermissionDenied):
                asked(page, user)
    with pytest.raises(PermissionDenied):
        asked(page, resident("7"))
    assert asked(page, AnonymousUser()).status_code == 302


def test_a_page_for_any_staff_opens_for_every_role_and_for_no_resident(tree):
    @staff_required()
    def page(request):
        return HttpResponse("work")

    for role in Role.values:
        assert asked(page, officer(tree["other"], role=role)).status_code == 200
    with pytest.raises(PermissionDenied):
        asked(page, resident("7"))


def test_forgetting_the_brackets_of_the_guard_is_an_error_at_once():
    with pytest.raises(TypeError, match="brackets"):
        staff_required(lambda request: None)
