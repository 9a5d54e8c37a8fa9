"""Protects the pages in a real browser: reading, keys, no script, right to left, decisions, accessibility in light and dark."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import communique
from communique.settings import Settings
from invented import Cli, copied, rows
from invented import page as document
from plain_reader import PlainReader

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium (Debian: apt-get install chromium)"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),
    pytest.mark.xdist_group("browser"),
]
WIDE, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
Page = Any  # Playwright's own types are only there where it is installed


@pytest.fixture(scope="module")
def site(built_world: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A world of one's own, served."""
    folder = tmp_path_factory.mktemp("browser") / "world.archive"
    copied(built_world, folder)
    process = Cli(folder).process("serve", "--port", 0)
    assert process.stdout is not None
    yield process.stdout.readline().decode().strip()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


@pytest.fixture
def tab(browser: Any, site: str) -> Iterator[Callable[..., Page]]:
    """Open a page; whatever it asks for from elsewhere, and whatever its policy or scripts complain of, fails the test."""
    complaints: list[str] = []
    contexts = []

    def opened(path: str, **options: Any) -> Page:
        context = browser.new_context(**{"viewport": WIDE, **options})
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda asked: complaints.append(asked.url) if not asked.url.startswith((site, "data:")) else None)
        page.on("console", lambda said: complaints.append(said.text) if said.type == "error" and "404" not in said.text else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(site + path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture(scope="module")
def edited(built_world: Path) -> tuple[str, str, str]:
    change, one = communique.open(built_world).latest_edits(1)[0]
    return one.id, str(change.from_version), str(change.to_version)


def test_from_the_first_page_to_the_sentence(tab: Callable[..., Page]) -> None:
    page = tab("/")
    page.fill("#query", "convoy AND bridge")
    page.press("#query", "Enter")
    assert page.locator(".hit-row").count() > 3
    page.locator(".hit-row a.title").first.click()
    assert page.locator("mark.words").first.is_visible()
    assert page.locator("mark.hit").count() >= 2
    page.keyboard.press("n")
    assert page.locator("mark.hit.here").count() == 1


def test_the_box_suggests_words_of_the_archive(tab: Callable[..., Page]) -> None:
    page = tab("/")
    page.locator("#query").press_sequentially("conv")
    page.wait_for_selector("#suggestions option", state="attached")
    assert page.locator('#suggestions option[value="convoy"]').count() == 1


def test_everything_can_be_done_by_keyboard(tab: Callable[..., Page]) -> None:
    page = tab("/search?q=convoy")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "query"
    page.keyboard.press("Escape")
    for _ in range(2):
        page.keyboard.press("j")
    page.keyboard.press("k")
    assert page.locator(".hit-row").first.get_attribute("class") == "hit-row here"
    page.keyboard.press("Enter")
    page.wait_for_url("**/statements/**")
    seen = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement === document.body"):
            break
        seen.add(page.evaluate("document.activeElement.textContent.trim().slice(0, 20)"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    assert any("original" in one for one in seen)
    assert "BibTeX" in seen


def test_nothing_needs_a_script(tab: Callable[..., Page], edited: tuple[str, str, str]) -> None:
    page = tab("/", java_script_enabled=False)
    page.fill("#query", "convoy")
    page.click("form.large button")
    page.locator(".facet a").first.click()
    page.locator(".hit-row a.title").first.click()
    assert page.locator("mark.words").first.is_visible()
    page.goto(page.url.split("/statements")[0] + f"/statements/{edited[0]}/versions")
    page.check("input[value=changes]")
    page.click("text=Compare")
    assert page.locator("ins").count() > 0
    page.goto(page.url.split("/statements")[0] + f"/statements/{edited[0]}")
    page.click("summary:has-text('Tag')")
    page.fill("#d-tag", "by hand")
    page.locator("form:has(#d-tag) button").click()
    assert page.locator("a.tag", has_text="by hand").count() == 1


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Two statements whose claims were read, served."""
    folder = tmp_path_factory.mktemp("claims")
    archive = communique.open(folder / "a.archive", create=True, settings=Settings(workers=1, reader=PlainReader()))
    said = ("We condemn the shelling of Osten by Tamrania.", "Tamrania claims that its army was elsewhere on that day.")
    (folder / "a.html").write_bytes(document("Statement on Osten", said, url="https://mfa.karvelia.example/1"))
    (folder / "b.html").write_bytes(document("On an army", ["The army stays."], url="https://mfa.karvelia.example/2"))
    archive.add([folder / "a.html", folder / "b.html"])
    process = Cli(folder / "a.archive").process("serve", "--port", 0)
    assert process.stdout is not None
    yield process.stdout.readline().decode().strip()
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def test_claims_are_switched_looked_at_and_corrected(browser: Any, ledger: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(viewport=WIDE, bypass_csp=True).new_page()
    page.goto(f"{ledger}/claims")
    assert Axe().run(page).response["violations"] == []
    page.click("nav.layers a:has-text('reported')")
    assert page.locator("tbody tr").count() == 1
    page.click("a.words-link")
    assert page.locator("mark.words").count() == 1
    claim = page.locator(".text .claim.reported").first
    claim.focus()
    assert "according to" in claim.evaluate("one => getComputedStyle(one, '::after').content")
    assert Axe().run(page).response["violations"] == []
    page.click(".claims-legend a:has-text('own')")
    assert page.locator(".text .claim.reported").count() == 0
    page.goto(f"{ledger}/claims?layer=reported")
    page.click("tbody a.claim")
    assert Axe().run(page).response["violations"] == []
    page.select_option("#act", "DENY")
    page.click("button:has-text('Correct')")
    page.goto(f"{ledger}/claims?layer=reported&act=DENY")
    assert page.locator("tbody tr").count() == 1
    page.context.close()


def test_an_act_is_chosen_seen_in_the_query_and_let_go(browser: Any, ledger: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(viewport=WIDE, bypass_csp=True, java_script_enabled=False).new_page()
    page.goto(f"{ledger}/search?q=shelling")
    page.fill("#query", "shelling army")
    page.press("#query", "Enter")
    page.click(".facet a:has-text('accuse')")
    assert page.input_value("#query") == "(shelling army) AND act:ACCUSE"
    assert page.locator(".hit-row").count() == 1
    page.click(".facet a.chosen")
    assert page.input_value("#query") == "shelling army"
    page.context.close()
    page = browser.new_context(viewport=WIDE, bypass_csp=True).new_page()
    page.goto(f"{ledger}/search?q=shelling+act:accuse")
    assert Axe().run(page).response["violations"] == []
    page.context.close()


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """An archive in which four items failed, served; and the folder of their files."""
    archive = communique.open(tmp_path / "a.archive", create=True, settings=Settings(workers=1))
    (tmp_path / "rows.jsonl").write_bytes(rows(1) + b"{broken\n{broken too\n{broken as well\n")
    (tmp_path / "a.html").write_bytes(b"")
    archive.add([tmp_path / "rows.jsonl", tmp_path / "a.html"])
    process = Cli(tmp_path / "a.archive").process("serve", "--port", 0)
    assert process.stdout is not None
    yield process.stdout.readline().decode().strip(), tmp_path
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=30)


def test_faults_are_found_dismissed_and_tried_again_without_a_script(browser: Any, faulty: tuple[str, Path]) -> None:
    from axe_playwright_python.sync_playwright import Axe

    site, folder = faulty
    page = browser.new_context(viewport=PHONE, bypass_csp=True).new_page()
    page.goto(f"{site}/status")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.context.close()
    page = browser.new_context(viewport=WIDE, java_script_enabled=False).new_page()
    page.goto(f"{site}/status")
    page.fill("#find-fault", "jsonl")
    page.select_option("#order", "-time")
    page.click("main form.choose button")
    assert page.locator("td.address").all_inner_texts() == [f"{folder}/rows.jsonl:{line}" for line in (4, 3, 2)]
    (folder / "a.html").write_bytes(document())
    page.click("text=Try all again")
    assert page.inner_text("p.note") == "What can be tried again was tried: 4 faults before, 3 faults now."
    page.locator("tbody button").first.click()
    assert page.inner_text("p.note") == "1 fault dismissed."
    assert len(page.locator("td.address").all()) == 2
    page.click("summary:has-text('Dismiss all')")
    page.click("button:has-text('Dismiss 2 faults')")
    assert "None: everything that came in was read." in page.inner_text("main")
    page.context.close()


def test_a_value_is_decided_and_undone(tab: Callable[..., Page]) -> None:
    page = tab("/search?q=convoy")
    page.locator(".hit-row a.title").nth(1).click()
    page.click("summary:has-text('Edit a value')")
    page.fill("#d-date", "2024-05-05")
    page.locator("form:has(#d-date) button").click()
    assert "decided by a person" in page.inner_text("main")
    page.click("summary:has-text('Undo')")
    page.locator("form:has(#d-undo) button").click()
    assert "decided by a person" not in page.inner_text("main")


def test_the_saved_page_lies_in_a_frame_that_may_do_nothing(tab: Callable[..., Page], edited: tuple[str, str, str]) -> None:
    page = tab(f"/statements/{edited[0]}")
    page.click("summary:has-text('The saved page') >> nth=0")
    frame = page.locator("iframe").first
    assert frame.get_attribute("sandbox") == ""
    assert len(page.frame_locator("iframe >> nth=0").locator("body").inner_text()) > 200


def test_right_to_left_texts_run_right_to_left(tab: Callable[..., Page], site: str) -> None:
    page = tab("/search?lang=ar&q=")
    page.locator(".hit-row a.title").first.click()
    text = page.locator(".text")
    assert text.get_attribute("dir") == "rtl"
    assert text.get_attribute("lang") == "ar"
    line = page.locator(".text p").first
    assert line.evaluate("one => getComputedStyle(one).direction") == "rtl"
    assert page.evaluate("getComputedStyle(document.documentElement).direction") == "ltr"


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_of_claims_breaks_a_rule_of_accessibility(browser: Any, ledger: str, size: dict[str, int], colours: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page = browser.new_context(viewport=size, color_scheme=colours, bypass_csp=True).new_page()
    page.goto(f"{ledger}/claims")
    words, claim = (str(page.locator(what).first.get_attribute("href")) for what in ("tbody a.words-link", "tbody a.claim"))
    found = {}
    for path in (
        "/claims",
        "/claims?layer=reported",
        "/claims?holder=nobody",
        claim,
        words,
        words.partition("?")[0] + "/similar",
    ):
        page.goto(ledger + path)
        page.evaluate("document.querySelectorAll('details:not(.replay)').forEach((one) => { one.open = true; })")
        found[path] = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in Axe().run(page).response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"
    page.context.close()
    assert {path: said for path, said in found.items() if said} == {}


@pytest.mark.parametrize("size", [WIDE, PHONE], ids=["wide", "phone"])
@pytest.mark.parametrize("colours", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(
    tab: Callable[..., Page], edited: tuple[str, str, str], size: dict[str, int], colours: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    one, before, after = edited
    page = tab("/", viewport=size, color_scheme=colours, bypass_csp=True)
    site = page.url.rstrip("/")
    found = {}
    paths = (
        "/", "/search?q=convoy", f"/statements/{one}?q=convoy", f"/statements/{one}/versions?a={before}&b={after}", "/issuers",
        "/status", "/nowhere",
    )  # fmt: skip
    for path in paths:
        page.goto(site + path)
        page.evaluate("document.querySelectorAll('details:not(.replay)').forEach((one) => { one.open = true; })")
        result = Axe().run(page)
        found[path] = [f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in result.response["violations"]]
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{path} is wider than the screen"
    assert {path: said for path, said in found.items() if said} == {}


def test_a_page_prints_without_its_furniture(tab: Callable[..., Page], edited: tuple[str, str, str]) -> None:
    page = tab(f"/statements/{edited[0]}")
    page.emulate_media(media="print")
    assert not page.locator("header.site").is_visible()
    assert not page.locator(".decide").is_visible()
    assert page.locator(".text").is_visible()
    assert page.locator(".citation").is_visible()


def test_the_first_page_is_light(tab: Callable[..., Page], browser: Any, site: str) -> None:
    weights: list[int] = []
    page = browser.new_context().new_page()
    page.on("response", lambda answer: weights.append(len(answer.body())))
    page.goto(site + "/", wait_until="networkidle")
    page.context.close()
    assert len(weights) >= 3
    assert sum(weights) <= 120_000
