"""Takes the pictures of the pages that stand in the documentation: docs/pages/*.png, 128 colours.

    python tools/screenshots.py ARCHIVE         needs Chromium, Playwright and Pillow

Serves the archive (the demo's) and looks at it as a reader would.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import Page, sync_playwright

OUT = Path(__file__).resolve().parents[1] / "docs/pages"
WIDE, PHONE = {"width": 1280, "height": 860}, {"width": 390, "height": 780}
_SERVE = "from communique.access.cli import main; main()"


def look(page: Page, site: str) -> None:
    """Each page, in the colours and size that its name says."""
    shots = {
        "home": ("/", WIDE, "light"),
        "search": ("/search?q=convoy+bridge", WIDE, "light"),
        "statement": ("", WIDE, "light"),
        "versions": ("", WIDE, "dark"),
        "statement-phone": ("", PHONE, "dark"),
        "claims": ("/claims?holder=XTM", WIDE, "light"),
        "claims-phone": ("/claims?layer=reported", PHONE, "dark"),
        "issuers": ("/issuers", WIDE, "light"),
        "status": ("/status", WIDE, "dark"),
    }
    page.goto(f"{site}/search?q=convoy+bridge")
    hit = str(page.locator(".hit-row a.title").first.get_attribute("href"))
    page.goto(site)
    edit = str(page.locator("#edits ~ ul a.title").first.get_attribute("href"))
    for name, (path, size, colours) in shots.items():
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=colours)
        page.goto(site + (path or (edit if name == "versions" else hit.partition("#")[0])))
        file = OUT / f"{name}.png"
        page.screenshot(path=file)
        Image.open(file).convert("RGB").quantize(128).save(file, optimize=True)


def main() -> None:
    """Serve, look, stop."""
    OUT.mkdir(parents=True, exist_ok=True)
    words = ["--archive", sys.argv[1], "serve", "--port", "0"]
    server = subprocess.Popen([sys.executable, "-c", _SERVE, *words], stdout=subprocess.PIPE, text=True)
    assert server.stdout is not None
    try:
        with sync_playwright() as started:
            browser = started.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            look(browser.new_page(), server.stdout.readline().strip())
            browser.close()
    finally:
        server.terminate()
        server.wait(30)


if __name__ == "__main__":
    main()
