"""The look in a real browser: no barrier that axe can find, nothing wider than the screen, comforts that work."""

import os

import pytest
from axe_playwright_python.sync_playwright import Axe

pytest.importorskip("playwright")
from playwright.sync_api import sync_playwright

# Playwright keeps an event loop in this thread; Django's own test database calls would refuse to run beside it.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
pytestmark = [pytest.mark.browser, pytest.mark.urls("madang.look.tests.urls"), pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module")
def browser():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def open_page(browser, live_server):
    """Opens an address of the live server and fails on any complaint of the browser (policy, script, missing file)."""
    contexts, complaints = [], []

    def opened(address, *, language="en", width=1280, scheme="light", **options):
        context = browser.new_context(
            viewport={"width": width, "height": 900}, color_scheme=scheme, reduced_motion="reduce", **options
        )
        context.add_cookies([{"name": "language", "value": language, "url": live_server.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(live_server.url + address)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("language", ["en", "ko"])
@pytest.mark.parametrize("address", ["/look/", "/look/desk/", "/look/confirm/"])
def test_axe_finds_no_barrier(open_page, address, language, width, scheme):
    page = open_page(address, language=language, width=width, scheme=scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = !each.matches('.menu'))")
    found = Axe().run(page, options=RULES).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


@pytest.mark.parametrize("address", ["/look/", "/look/desk/", "/look/confirm/"])
@pytest.mark.parametrize("width", [320, 390, 768])
def test_no_page_is_wider_than_the_screen(open_page, address, width):
    page = open_page(address, width=width)
    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("language", ["en", "ko"])
def test_everything_to_touch_on_a_phone_is_large_enough(open_page, language):
    page = open_page("/look/", width=390, language=language)
    small = page.evaluate(
        """() => [...document.querySelectorAll("button, summary, .button, input, select, .site-nav a, .tabs a, .pagination a")]
            .filter(each => each.checkVisibility() && !each.closest(".choice, fieldset"))
            .map(each => [each.outerHTML.slice(0, 80), each.getBoundingClientRect()])
            .filter(([, box]) => box.height < 44 || box.width < 44).map(([html]) => html)"""
    )
    assert small == []


def test_the_theme_changes_at_once_and_is_there_after_loading_again(open_page):
    page = open_page("/look/")
    colour = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(colour)
    page.locator("summary", has_text="Light or dark").click()
    page.get_by_role("button", name="Dark", exact=True).click()
    dark = page.evaluate(colour)
    assert dark != light
    page.reload()
    assert page.evaluate(colour) == dark


def test_theme_and_language_change_without_scripts(open_page):
    page = open_page("/look/", java_script_enabled=False)
    page.locator("summary", has_text="English").click()
    page.get_by_role("button", name="한국어").click()
    assert page.locator("html").get_attribute("lang") == "ko"
    page.locator("summary", has_text="밝기").click()
    page.get_by_role("button", name="어둡게").click()
    assert page.locator("link[data-dark]").get_attribute("media") == "screen"


def test_a_menu_closes_with_escape_and_gives_the_focus_back(open_page):
    page = open_page("/look/")
    menu = page.locator("summary", has_text="English")
    menu.click()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert menu.evaluate("each => each === document.activeElement")


def test_the_first_tab_offers_to_skip_to_the_content(open_page):
    page = open_page("/look/desk/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_list_of_errors_has_the_focus_when_a_form_comes_back(open_page):
    page = open_page("/look/")
    assert page.evaluate("document.activeElement.className") == "error-summary"


def test_a_grave_step_asks_first_and_then_sends_the_pressed_button(open_page):
    page = open_page("/look/desk/")
    page.evaluate(
        """() => { const form = document.querySelector("form.filters"); form.dataset.confirm = "Really?"; form.dataset.cancel = "Back";
            const button = form.querySelector("button"); button.name = "sure"; button.value = "1"; }"""
    )
    page.locator("form.filters button").click()
    page.get_by_role("dialog").get_by_role("button", name="Back").click()
    assert "sure" not in page.url
    page.locator("form.filters button").click()
    page.get_by_role("dialog").get_by_role("button", name="Show").click()
    page.wait_for_url("**sure=1**")


def test_korean_words_are_kept_whole_and_set_in_the_korean_font(open_page):
    page = open_page("/look/", language="ko")
    assert page.evaluate("getComputedStyle(document.querySelector('p')).wordBreak") == "keep-all"
    page.evaluate("document.fonts.ready")
    loaded = page.evaluate(
        "[...document.fonts].filter(each => each.status === 'loaded').map(each => each.family.replaceAll('\"', ''))"
    )
    assert {"Pretendard GOV", "Noto Sans Thai", "Noto Sans Lao", "Noto Sans Khmer", "Noto Sans Myanmar"} <= set(loaded)


@pytest.mark.parametrize("language", ["th", "lo", "km", "my"])
def test_scripts_with_marks_above_and_below_have_room(open_page, language):
    page = open_page("/look/")
    ratio = page.evaluate(
        "tag => { const style = getComputedStyle(document.querySelector(`li[lang=${tag}]`)); return parseFloat(style.lineHeight) / parseFloat(style.fontSize) }",
        language,
    )
    assert ratio == pytest.approx(1.9)
