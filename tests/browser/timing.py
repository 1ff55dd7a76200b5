"""How long things take in the page; measured and printed, never asserted."""

from checks import point

FILTERED = """(act) => new Promise((done) => {
  const count = document.querySelector("#count");
  const began = performance.now();
  new MutationObserver((_, observer) => {
    observer.disconnect();
    requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
  }).observe(count, { attributes: true, attributeFilter: ["data-count"] });
  const control = document.querySelector(act.control);
  control.value = act.index === undefined ? act.value : control.options[act.index].value;
  control.dispatchEvent(new Event(act.event, { bubbles: true }));
})"""


def frames(page, act):
    page.evaluate("window.__seen.frames.length = 0")
    act()
    page.wait_for_timeout(50)
    taken = sorted(page.evaluate("window.__seen.frames"))
    return f"median {taken[len(taken) // 2]:.1f} ms, longest {taken[-1]:.1f} ms of {len(taken)}" if taken else "no frame"


def report(opened):
    page = opened.page
    paints = page.evaluate("performance.getEntriesByType('paint').map((entry) => [entry.name, entry.startTime])")
    for name, at in paints:
        yield name, f"{at:.0f} ms"
    yield "map drawn after", f"{page.evaluate('window.__seen.drawn'):.0f} ms"
    place = point(opened)
    if place:
        x, y, _ = place
        yield "frames while hovering", frames(page, lambda: page.mouse.move(x + 90, y + 60, steps=60))

        def drag():
            page.mouse.down()
            page.mouse.move(x, y, steps=60)
            page.mouse.up()

        yield "frames while dragging", frames(page, drag)
        yield "frames while zooming", frames(page, lambda: [page.mouse.wheel(0, -60) or page.wait_for_timeout(20) for _ in range(30)])
    yield "filter by topic", f"{page.evaluate(FILTERED, {'control': '#filter-topic', 'index': 1, 'event': 'change'}):.0f} ms"
    yield "all again", f"{page.evaluate(FILTERED, {'control': '#filter-topic', 'index': 0, 'event': 'change'}):.0f} ms"
    # Long enough for what the page makes ready by itself.
    page.wait_for_timeout(8000)
    yield "search, with its pause after typing", f"{page.evaluate(FILTERED, {'control': '#search', 'value': 'telescope', 'event': 'input'}):.0f} ms"
    heap = page.evaluate("performance.memory ? performance.memory.usedJSHeapSize / 1e6 : 0")
    yield "memory of its script", f"{heap:.0f} MB"
