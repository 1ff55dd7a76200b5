"""Makes three reports and looks at each in a browser: see `run`."""

import argparse
import os
import pathlib
import shutil
import subprocess
import sys
import time

from playwright.sync_api import sync_playwright

import checks
import harmless
import hostile
import paragraphs
import timing
from browser import opened

ROOT = pathlib.Path(__file__).resolve().parents[2]


class Tally:
    """Prints each check as it comes and keeps what failed."""

    def __init__(self):
        self.failed = []
        self.passed = 0

    def run(self, report, found):
        try:
            for name, holds, detail in found:
                self.note(report, name, holds, detail)
        except Exception as error:
            # What is not there is a failure of one check, not the end of all.
            self.note(report, f"{found.__name__} comes to its end", False, repr(error))

    def note(self, report, name, holds, detail):
        if holds:
            self.passed += 1
            print(f"ok    {report}: {name}" + (f" ({detail})" if isinstance(detail, str) and detail else ""), flush=True)
        else:
            self.failed.append(f"{report}: {name}")
            print(f"FAIL  {report}: {name}: {str(detail)[:1500]}", flush=True)


def corpora(folder, count, long_paragraph):
    """For each report the folder to work in and the path in it: reports name files as they were given."""
    large = folder / "paragraphs.jsonl"
    paragraphs.write(large, count)
    bad = folder / "hostile"
    shutil.rmtree(bad, ignore_errors=True)
    hostile.write(bad, long_paragraph)
    return {"seeds": (ROOT, "seeds"), "large": (folder, large.name), "hostile": (folder, bad.name)}


def make(cognate, corpus, out, cache):
    """Writes the report of a corpus; how many seconds it took."""
    folder, path = corpus
    began = time.monotonic()
    command = [cognate, "topics", path, "--quiet", "--format", "html", "-o", out.resolve()]
    done = subprocess.run(command, cwd=folder, env={**os.environ, "COGNATE_CACHE_DIR": str(cache.resolve())})
    if done.returncode:
        sys.exit(f"`{' '.join(map(str, command))}` ended with {done.returncode}")
    return time.monotonic() - began


TELEPHONE = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}


def look(browser, tally, name, path, out):
    """All checks of one report; pictures of it in both themes."""

    def visit(act, **settings):
        try:
            with opened(browser, path, **settings) as page:
                act(page)
        except Exception as error:
            tally.note(name, "opens and stays open", False, repr(error))

    def in_theme(page):
        theme = "dark" if page.page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"
        page.page.screenshot(path=out / f"{name}-{theme}.png")
        page.centre("#map")
        page.page.screenshot(path=out / f"{name}-{theme}-map.png")
        tally.run(name, checks.accessible(page, theme))

    def in_use(page):
        tally.run(name, checks.structure(page))
        tally.run(name, checks.shown_map(page))
        tally.run(name, checks.lasso(page))
        tally.run(name, checks.narrowed(page))
        if name == "hostile":
            tally.run(name, harmless.nothing_ran(page))
        tally.run(name, checks.dark(page))
        tally.run(name, checks.printed(page, out / f"{name}.pdf"))
        tally.run(name, checks.clean(page))

    def on_a_telephone(page):
        page.page.screenshot(path=out / f"{name}-telephone.png")
        tally.run(name, checks.narrow(page))
        tally.run(name, checks.clean(page))

    def timed(page):
        for what, took in timing.report(page):
            print(f"      {name}: {what}: {took}", flush=True)

    visit(in_theme, color_scheme="light")
    visit(in_theme, color_scheme="dark")
    visit(in_use)
    visit(lambda page: tally.run(name, checks.keyboard(page)))
    visit(on_a_telephone, **TELEPHONE)
    if name == "large":
        visit(timed)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cognate", type=lambda name: pathlib.Path(name).resolve(), help="the program")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder of corpora, reports and pictures")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="the browser")
    parser.add_argument("--only", default="seeds,hostile,large", help="which reports, with commas")
    parser.add_argument("--paragraphs", type=int, default=100_000, help="of the large report")
    parser.add_argument("--long-paragraph", type=int, default=10_000_000, help="bytes of the longest hostile paragraph")
    parser.add_argument("--reports", type=pathlib.Path, help="folder of reports made already, NAME.html each")
    args = parser.parse_args()
    args.out.mkdir(parents=True, exist_ok=True)
    tally = Tally()
    made = {} if args.reports else corpora(args.out, args.paragraphs, args.long_paragraph)
    with sync_playwright() as playwright:
        # As root, as CI is, Chromium has no sandbox of its own.
        browser = playwright.chromium.launch(executable_path=args.chromium, args=["--no-sandbox"])
        print(f"Chromium {browser.version}", flush=True)
        for name in args.only.split(","):
            path = (args.reports or args.out) / f"{name}.html"
            if not args.reports:
                took = make(args.cognate, made[name], path, args.out / "cache")
                print(f"      {name}: report of {path.stat().st_size / 1e6:.2f} MB made in {took:.1f} s", flush=True)
            if name == "seeds" and not args.reports:
                again = args.out / "again.html"
                make(args.cognate, made[name], again, args.out / "cache")
                tally.note(name, "the same bytes when made again", path.read_bytes() == again.read_bytes(), "")
            look(browser, tally, name, path, args.out)
        browser.close()
    print(f"{tally.passed} checks passed, {len(tally.failed)} failed")
    for failed in tally.failed:
        print(f"      {failed}")
    sys.exit(bool(tally.failed))


if __name__ == "__main__":
    main()
