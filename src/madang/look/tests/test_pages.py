"""Frames, components, themes and error pages."""

import re
from pathlib import Path

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, RequestContext, Template
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from lxml import html

from madang.look import tables
from madang.look.catalogue import ICONS
from madang.look.frames import NavigationEntry, navigation_entry

LOOK = Path(__file__).parents[1]
pytestmark = [pytest.mark.urls("madang.look.tests.urls"), pytest.mark.django_db]


def rendered(source, request=None, **context):
    from django_cotton.compiler_regex import CottonCompiler

    return Template("{% load look i18n %}" + CottonCompiler().process(source)).render(
        RequestContext(request, context) if request else Context(context)
    )


def elements(page):
    return list(html.fragment_fromstring(page, create_parent="div").iter())


@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("address", ["/look/", "/look/desk/"])
def test_the_catalogue_speaks_the_readers_language(client, address, language):
    client.cookies["language"] = language
    page = client.get(address).content.decode()
    assert f'<html lang="{language}">' in page
    assert ("마당" in page) == (language == "ko")


def test_a_page_obeys_the_strict_policy(client):
    page = client.get("/look/").content.decode()
    assert not re.search(r"<style|\sstyle=|\son\w+=|javascript:", page)
    assert not re.search(r"<script(?![^>]*\ssrc=)", page)
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)


def test_ids_on_a_page_are_unique(client):
    ids = re.findall(r'\sid="([^"]+)"', client.get("/look/").content.decode())
    assert len(ids) == len(set(ids))


def test_a_theme_is_kept_without_scripts(client):
    answer = client.post("/look/theme/", {"theme": "dark", "next": "/look/?page=2"})
    assert (answer.status_code, answer["Location"]) == (302, "/look/?page=2")
    assert 'dark.css" media="screen"' in client.get("/look/").content.decode()
    client.post("/look/theme/", {"theme": ""})
    assert 'media="screen and (prefers-color-scheme: dark)"' in client.get("/look/").content.decode()


@pytest.mark.parametrize("theme", ["purple", "<script>", "dark; path=/"])
def test_an_unknown_theme_is_refused_and_an_odd_cookie_ignored(client, theme):
    assert client.post("/look/theme/", {"theme": theme}).status_code == 400
    client.cookies["theme"] = theme
    assert "prefers-color-scheme" in client.get("/look/").content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_theme_switch_sends_nobody_to_another_site(client, target):
    assert client.post("/look/theme/", {"theme": "light", "next": target})["Location"] == "/"


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/nowhere/", 404, "This page does not exist"),
        ("/forbidden/", 403, "This page is not open to you"),
        ("/suspicious/", 400, "We could not read this request"),
        ("/broken/", 500, "Something went wrong on our side"),
    ],
)
def test_an_error_page_says_what_to_do_next(address, status, words):
    answer = Client(raise_request_exception=False).get(address)
    assert answer.status_code == status
    assert words in answer.content.decode()
    assert "Go to the front page" in answer.content.decode()


def test_a_form_from_elsewhere_gets_a_page_that_explains(settings):
    answer = Client(enforce_csrf_checks=True).post("/look/theme/", {"theme": "dark"})
    assert answer.status_code == 403
    assert "Please send the form once more" in answer.content.decode()


def test_a_confirmed_step_answers_with_a_message_at_the_top_of_the_next_page(client):
    page = client.post("/look/confirm/", follow=True).content.decode()
    assert "Done. This was only an example" in page[page.index('id="messages"') :]


def test_signing_in_leads_back_to_the_page(client):
    assert 'href="/sign-in/?next=/look/%3Fq%3Da%26b"' in client.get("/look/?q=a%26b").content.decode().replace(
        "%2526", "%26"
    )


def test_a_signed_in_person_sees_their_name_and_the_way_out():
    request = RequestFactory().get("/")
    page = render_to_string(
        "look/page.html",
        {"user": SignedIn(), "navigation": [], "account_navigation": [("/account/", "Account")]},
        request,
    )
    assert "Signed in as <b>김하늘</b>" in page
    assert re.search(r'<form method="post" action="/sign-out/">', page)
    assert '<a href="/account/">Account</a>' in page
    assert "/sign-in/" not in page


def test_too_many_tries_says_when_to_come_back():
    request = RequestFactory().get("/")
    assert "Try again in 30 seconds." in render_to_string("429.html", {"retry_after": 30}, request)
    assert "Try again in a few minutes." in render_to_string("429.html", {}, request)


class SignedIn:
    is_authenticated = True

    def __str__(self):
        return "김하늘"


class Person(forms.Form):
    born = forms.DateField(label="Born", help_text="Year, month, day")
    sex = forms.ChoiceField(label="Sex", widget=forms.RadioSelect, choices=[("f", "f"), ("m", "m")])
    sure = forms.BooleanField(label="Sure")
    photo = forms.FileField(label="Photo", required=False)


def test_a_fields_hint_and_error_are_tied_to_its_input():
    field = rendered('<c-field :field="form.born" />', form=Person({"born": "2026-02-30"}))
    assert 'aria-describedby="id_born_hint id_born_error"' in field
    assert 'aria-invalid="true"' in field
    assert 'id="id_born_hint">Year, month, day<' in field
    assert 'id="id_born_error"' in field
    assert 'value="2026-02-30"' in field, "what was entered is kept"


def test_a_choice_is_a_fieldset_whose_legend_is_the_question():
    field = rendered('<c-field :field="form.sex" />', form=Person({}))
    assert "<fieldset" in field
    assert re.search(r"<legend>Sex\s*</legend>", field)
    assert 'aria-describedby=" id_sex_error"' in field


def test_every_link_of_the_error_summary_leads_to_a_control():
    page = rendered('<c-form :form="form" />', form=Person({}))
    targets = re.findall(r'<li><a href="#([^"]+)"', page)
    assert targets == ["id_born", "id_sex_0", "id_sure"]
    assert all(f'id="{target}"' in page for target in targets)


def test_a_form_with_files_can_send_them():
    assert 'enctype="multipart/form-data"' in rendered('<c-form :form="form" />', form=Person())


def test_what_people_wrote_stays_text():
    for component in (
        '<c-card title="{{ evil }}">{{ evil }}</c-card>',
        '<c-card :title="evil" />',
        '<c-offer-card :title="evil" :person="evil" />',
        '<c-notice :title="evil">{{ evil }}</c-notice>',
        '<c-facts :facts="facts" />',
        '<c-button name="{{ evil }}">x</c-button>',
        '<c-button :value="evil">x</c-button>',
        '<c-table :columns="columns" :rows="rows" caption="{{ evil }}" />',
        '<c-citation :law="evil" :article="evil" :url="evil" />',
        '<c-search :value="evil" />',
    ):
        for evil in ("\"'><script>x</script>", '" onclick="x"', "{'\" onclick=x '}"):
            page = rendered(component, evil=evil, facts=[(evil, evil, evil)], columns=[evil, "b"], rows=[[evil, evil]])
            assert not [each for each in elements(page) if each.tag == "script"], component
            assert not [each for each in elements(page) if "onclick" in each.attrib], component


def test_a_component_takes_nothing_from_the_page_around_it():
    page = rendered(
        "<c-card>x</c-card><c-offer-card />", title="Leaked", actions="Leaked", person="Leaked", why="Leaked", href="/x"
    )
    assert "Leaked" not in page
    assert "/x" not in page


def test_an_amount_of_nothing_is_shown_but_no_amount_is_not():
    assert "₩0" in rendered('<c-offer-card :amount="0" currency="KRW" />')
    assert "₩" not in rendered('<c-offer-card currency="KRW" />')


def test_every_cell_names_its_column_for_narrow_screens():
    page = rendered(
        '<c-table :columns="columns" :rows="rows" caption="Cases" />',
        columns=["Case", ("Amount", "number")],
        rows=[["A", 3]],
    )
    assert '<th scope="row" data-label="Case">A</th>' in page
    assert '<td data-label="Amount" class="number">3</td>' in page


def test_a_row_of_the_wrong_length_is_an_error_not_a_shifted_table():
    with pytest.raises(ValueError, match="zip"):
        tables.cells([1, 2, 3], ["a", "b"])


@pytest.mark.parametrize(
    ("current", "shown"),
    [(1, [1, 2, None, 12]), (4, [1, 2, 3, 4, 5, None, 12]), (6, [1, None, 5, 6, 7, None, 12]), (12, [1, None, 11, 12])],
)
def test_many_pages_are_shortened_around_the_current_one(current, shown):
    assert tables.page_numbers(Paginator(range(120), 10).page(current)) == shown


def test_a_page_link_keeps_the_filters():
    request = RequestFactory().get("/?status=open&page=2")
    page = rendered('<c-pagination :page="page" />', page=Paginator(range(40), 10).page(2), request=request)
    assert 'href="?status=open&amp;page=3"' in page


@pytest.mark.parametrize(
    "given", [("/x", "X", "home"), {"url": "/x", "label": "X", "icon": "home"}, NavigationEntry("/x", "X", "home")]
)
def test_navigation_may_come_as_tuple_mapping_or_entry(given):
    assert navigation_entry(given) == NavigationEntry("/x", "X", "home", False, None)


def test_every_icon_used_in_a_template_is_in_the_sprite():
    sprite = set(re.findall(r'<symbol id="([^"]+)"', (LOOK / "static/look/icons.svg").read_text()))
    used = {
        name
        for template in LOOK.rglob("*.html")
        for name in re.findall(r'(?:c-icon name=|icon=|% icon )"([a-z-]+)"', template.read_text())
    }
    assert used - sprite - {"info"} == set()
    assert set(ICONS) == sprite


def test_every_component_is_in_the_catalogue_and_in_the_manual():
    names = {path.stem.replace("_", "-") for path in (LOOK / "templates/cotton").glob("*.html")}
    catalogue = "".join(path.read_text() for path in (LOOK / "templates").rglob("*.html"))
    manual = (LOOK.parents[2] / "docs/look.md").read_text()
    assert {name for name in names if f"<c-{name}" not in catalogue} == set()
    assert {name for name in names if f"c-{name}" not in manual} == set()


def test_the_look_stays_small():
    static = LOOK / "static/look"
    assert (static / "look.css").stat().st_size < 25 * 1024
    assert (static / "look.js").stat().st_size < 4 * 1024
    assert sum(file.stat().st_size for file in (static / "fonts").rglob("*")) < 9 * 1024**2


def test_every_font_the_stylesheet_names_is_there_with_its_licence():
    static = LOOK / "static/look"
    named = set(re.findall(r"url\(([^)]+)\)", (static / "fonts.css").read_text()))
    assert named == {str(path.relative_to(static)) for path in static.rglob("*.woff2")}
    for folder in {(static / name).parent for name in named}:
        assert any("SIL OPEN FONT LICENSE" in text.read_text().upper() for text in folder.glob("OFL*.txt"))


def luminance(colour):
    """Relative luminance of #rgb or #rrggbb, WCAG 2.2."""
    digits = colour.lstrip("#")
    digits = "".join(each * 2 for each in digits) if len(digits) == 3 else digits
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["look.css", "dark.css"])
def test_colours_can_be_told_apart_in_both_themes(theme):
    static = LOOK / "static/look"
    token = dict(
        re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", (static / "look.css").read_text() + (static / theme).read_text())
    )
    for ground in ("paper", "surface"):
        for text in ("ink", "ink-2", "brand", "link", "danger"):
            assert contrast(token[text], token[ground]) >= 4.5, (text, ground)
        for part in ("line-strong", "s1", "s2", "s3", "s4", "s5", "s6"):
            assert contrast(token[part], token[ground]) >= 3, (part, ground)
    for tone in ("info", "success", "warning", "danger", "brand"):
        assert contrast(token[tone], token[f"{tone}-soft"]) >= 4.5, tone
    assert contrast(token["on-brand"], token["brand"]) >= 4.5
    steps = [luminance(token[f"q{step}"]) for step in range(1, 6)]
    assert steps in (sorted(steps), sorted(steps, reverse=True)), "a darker or lighter area always means more"
