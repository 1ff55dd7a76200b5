"""What every report must do. Each check is a function of an opened page that yields (name, whether it holds, detail)."""

import re

from axe_playwright_python.sync_playwright import Axe
from pypdf import PdfReader

from browser import contrast, luminance

SECTIONS = ["overview", "map-section", "topics", "documents", "explore", "method"]
FILTERS = ["filter-topic", "filter-language", "filter-source"]


def count(page):
    return int(page.get_attribute("#count", "data-count"))


def settled(page, before, act):
    """Does something that changes what is found, and returns how many are found then."""
    act()
    page.wait_for_timeout(50)
    page.wait_for_function("before => Number(document.querySelector('#count').dataset.count) !== before", arg=before, timeout=20_000)
    return count(page)


def clean(opened):
    page = opened.page
    yield "no complaint in the console", not opened.complaints, opened.complaints[:3]
    yield "no request beyond the file", not opened.requests, opened.requests[:3]
    yield "nothing refused by its policy", not opened.refused(), opened.refused()[:3]
    policy = page.query_selector("meta[http-equiv='Content-Security-Policy']")
    policy = policy.get_attribute("content") if policy else ""
    yield "its policy allows nothing by default", "default-src 'none'" in policy and "unsafe" not in policy, policy[:60]


def structure(opened):
    page = opened.page
    missing = [part for part in SECTIONS if not page.query_selector(f"section#{part}[aria-labelledby]")]
    yield "its sections are there", not missing, missing
    levels = page.eval_on_selector_all("h1, h2, h3, h4", "all => all.map((heading) => Number(heading.tagName[1]))")
    jumps = [pair for pair in zip(levels, levels[1:]) if pair[1] > pair[0] + 1]
    yield "headings in order", levels.count(1) == 1 and not jumps, jumps
    ids = page.eval_on_selector_all("[id]", "all => all.map((element) => element.id)")
    yield "no id twice", len(ids) == len(set(ids)), [name for name in ids if ids.count(name) > 1][:3]
    dead = page.eval_on_selector_all("a[href^='#']", "all => all.map((a) => a.hash.slice(1)).filter((id) => !document.getElementById(id))")
    yield "links lead somewhere", not dead, dead[:3]


# Places on the canvas where a point is likely: the most colourful of the pixels, in CSS pixels, far from one another.
COLOURFUL = """(canvas) => {
  const box = canvas.getBoundingClientRect();
  const ratio = canvas.width / box.width;
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  const found = [];
  for (let y = 20; y < box.height - 20; y += 2) {
    for (let x = 20; x < box.width - 60; x += 2) {
      const at = 4 * (Math.round(y * ratio) * canvas.width + Math.round(x * ratio));
      const parts = [data[at], data[at + 1], data[at + 2]];
      found.push([Math.max(...parts) - Math.min(...parts), box.left + x, box.top + y]);
    }
  }
  found.sort((a, b) => b[0] - a[0]);
  const apart = [];
  for (const place of found) {
    if (apart.length < 30 && apart.every((other) => Math.hypot(other[1] - place[1], other[2] - place[2]) > 40)) apart.push(place);
  }
  return apart.map(([, x, y]) => [x, y]);
}"""
COLOURS = """(canvas) => {
  const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return new Set(new Uint32Array(data.buffer)).size;
}"""


def point(opened):
    """Moves the pointer onto a point; the text beside it, or None."""
    opened.centre("#map canvas")
    page = opened.page
    for x, y in page.eval_on_selector("#map canvas", COLOURFUL):
        page.mouse.move(x, y)
        page.wait_for_timeout(40)
        if page.is_visible("#map-tip"):
            return x, y, page.inner_text("#map-tip p:last-child").strip()
    return None


def shown_map(opened):
    page = opened.page
    drawn = int(page.get_attribute("#map canvas", "data-drawn"))
    colours = page.eval_on_selector("#map canvas", COLOURS)
    yield "map drawn", drawn > 0 and colours > 20, f"{drawn} points, {colours} colours"
    place = point(opened)
    yield "a point shows its text under the pointer", bool(place and place[2]), place
    if not place:
        return
    page.mouse.click(place[0], place[1])
    page.wait_for_timeout(100)
    text = " ".join(place[2].rstrip("…").split())
    chosen = page.eval_on_selector_all("#map-picked [data-unit], #paragraphs [aria-current='true']", "all => all.map((item) => item.innerText)")
    yield "a click leads to the paragraph", any(text in " ".join(item.split()) for item in chosen), chosen[:1]
    before = page.eval_on_selector("#map canvas", "canvas => canvas.toDataURL()")
    page.mouse.wheel(0, -500)
    page.wait_for_timeout(150)
    nearer = int(page.get_attribute("#map canvas", "data-drawn"))
    after = page.eval_on_selector("#map canvas", "canvas => canvas.toDataURL()")
    yield "the wheel zooms the map", before != after and nearer <= drawn, f"{nearer} of {drawn} points"
    page.mouse.down()
    page.mouse.move(place[0] + 60, place[1] + 40, steps=4)
    page.mouse.up()
    page.wait_for_timeout(100)
    moved = page.eval_on_selector("#map canvas", "canvas => canvas.toDataURL()")
    yield "a drag moves the map", moved != after, ""
    page.locator("#map canvas").focus()
    page.keyboard.press("0")
    page.wait_for_timeout(300)
    yield "the key 0 shows all of it again", int(page.get_attribute("#map canvas", "data-drawn")) == drawn, ""


def lasso(opened):
    page = opened.page
    opened.centre("#map canvas")
    box = page.locator("#map canvas").bounding_box()
    whole = count(page)
    page.keyboard.down("Shift")
    corners = [(0.02, 0.02), (0.6, 0.02), (0.6, 0.98), (0.02, 0.98)]
    for number, (across, down) in enumerate(corners):
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"], steps=5)
        if number == 0:
            page.mouse.down()
    page.mouse.up()
    page.keyboard.up("Shift")
    page.wait_for_timeout(300)
    inside = count(page)
    yield "a lasso leaves what is inside", 0 < inside < whole, f"{inside} of {whole}"
    page.keyboard.press("Escape")
    page.wait_for_timeout(300)
    yield "Escape lifts it", count(page) == whole, count(page)


def narrowed(opened):
    page = opened.page
    opened.centre("#explore")
    whole = count(page)
    label = page.locator("#filter-topic option").nth(1).inner_text()
    few = settled(page, whole, lambda: page.select_option("#filter-topic", index=1))
    items = page.eval_on_selector_all("#paragraphs [data-unit]", "all => all.map((item) => item.innerText)")
    others = [item for item in items if " ".join(label.split()) not in " ".join(item.split())]
    yield "the topic filter narrows the list", 0 < few < whole and items and not others, f"{few} of {whole}"
    settled(page, few, lambda: page.select_option("#filter-topic", index=0))
    for name in FILTERS[1:]:
        if page.is_visible(f"#{name}") and page.locator(f"#{name} option").count() > 2:
            few = settled(page, whole, lambda: page.select_option(f"#{name}", index=1))
            yield f"{name} narrows the list", 0 < few < whole, f"{few} of {whole}"
            settled(page, few, lambda: page.select_option(f"#{name}", index=0))
    if page.is_visible("#filter-from"):
        first, last = page.get_attribute("#filter-from", "min"), page.get_attribute("#filter-from", "max")
        if first != last:
            few = settled(page, whole, lambda: page.fill("#filter-from", last))
            yield "dates narrow the list", 0 < few < whole, f"{few} of {whole} from {last}"
            settled(page, few, lambda: page.fill("#filter-from", ""))
    texts = page.eval_on_selector_all("#paragraphs [data-unit] p", "all => all.map((text) => text.innerText)")
    word = max(re.findall(r"\w+", " ".join(texts)), key=len)
    few = settled(page, whole, lambda: page.fill("#search", word))
    marks = page.eval_on_selector_all("#paragraphs mark", "all => all.map((mark) => mark.innerText.toLowerCase())")
    yield "search narrows the list and marks what it found", 0 < few < whole and word.lower() in marks, f"{few} of {whole} for {word}"
    none = settled(page, few, lambda: page.fill("#search", "no text has this qzxv"))
    yield "search finds nothing where nothing is", none == 0, none
    settled(page, none, lambda: page.fill("#search", ""))


def dark(opened):
    page = opened.page
    ground = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(ground)
    for _ in range(3):
        if luminance(page.evaluate(ground)) < 0.1:
            break
        page.click("#theme")
        page.wait_for_timeout(100)
    darkened = page.evaluate(ground)
    yield "the button makes it dark", luminance(darkened) < 0.1 < luminance(light), f"{light}, {darkened}"
    texts = page.evaluate("['body', 'h1', 'h2', '.card p', 'a'].map((one) => document.querySelector(one)).filter(Boolean)"
                          ".map((one) => getComputedStyle(one).color)")
    least = min(contrast(colour, darkened) for colour in texts)
    yield "text stands out in the dark", least >= 4.5, f"{least:.1f}:1"
    corner = page.eval_on_selector("#map canvas", "canvas => `rgb(${canvas.getContext('2d').getImageData(1, 1, 1, 1).data.join(' ')})`")
    yield "the map is dark as well", luminance(corner) < 0.1, corner


def printed(opened, path):
    """Prints the page as it is, dark or not."""
    page = opened.page
    label = page.inner_text("#topics .card h3 [dir]")
    page.pdf(path=str(path), format="A4", print_background=True)
    pages = PdfReader(path).pages
    texts = [one.extract_text() for one in pages]
    yield "prints on several pages", len(pages) > 1, f"{len(pages)} pages"
    blank = [number + 1 for number, text in enumerate(texts) if not text.strip() and not pages[number].images]
    yield "no printed page is blank", not blank, blank[:5]
    together = re.sub(r"\s", "", "".join(texts))
    yield "print has the first topic", re.sub(r"\s", "", label) in together, label


def keyboard(opened):
    page = opened.page
    page.evaluate("scrollTo(0, 0), document.activeElement.blur()")
    wanted = {"theme", "search", *FILTERS[:1], "canvas", "summary"}
    reached, unseen = set(), set()
    for _ in range(1500):
        page.keyboard.press("Tab")
        stop = page.evaluate("""() => {
          const at = document.activeElement;
          const style = getComputedStyle(at);
          const visible = style.outlineStyle !== "none" || style.boxShadow !== "none";
          return at === document.body ? null : [at.id, at.tagName.toLowerCase(), visible];
        }""")
        if stop is None:
            break
        reached |= {stop[0], stop[1]}
        if not stop[2]:
            unseen.add(stop[0] or stop[1])
        if wanted <= reached:
            break
    yield "Tab reaches the controls", wanted <= reached, sorted(wanted - reached)
    yield "where the keyboard is can be seen", not unseen, sorted(unseen)
    page.locator("#map canvas").focus()
    page.keyboard.press("n")
    page.wait_for_timeout(80)
    yield "keys walk through the points", page.is_visible("#map-tip"), ""
    text = page.inner_text("#map-tip p:last-child").strip().rstrip("…") if page.is_visible("#map-tip") else "-"
    page.keyboard.press("Enter")
    page.wait_for_timeout(100)
    chosen = page.eval_on_selector_all("#map-picked [data-unit]", "all => all.map((item) => item.innerText)")
    yield "Enter opens one", any(" ".join(text.split()) in " ".join(item.split()) for item in chosen), chosen[:1]


def narrow(opened):
    # The width of the screen: a page that is too wide makes the window itself wider on a telephone.
    wide = opened.page.evaluate("""() => [document.scrollingElement.scrollWidth, screen.width,
      [...document.querySelectorAll("body *")].filter((one) => {
        if (one.getBoundingClientRect().right <= screen.width + 1) return false;
        for (let at = one.parentElement; at; at = at.parentElement) if (getComputedStyle(at).overflowX !== "visible") return false;
        return true;
      }).slice(0, 3).map((one) => `${one.tagName} ${one.className} ${one.id}`)]""")
    yield "no scrolling sideways on a telephone", wide[0] <= wide[1], wide


def accessible(opened, theme):
    results = Axe().run(opened.page, options={"resultTypes": ["violations"]})
    bad = [
        f"{rule['id']} ({rule['impact']}, {len(rule['nodes'])}): {rule['nodes'][0]['target']} {rule['nodes'][0].get('failureSummary', '')[:300]}"
        for rule in results.response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    yield f"axe finds nothing serious, {theme}", not bad, bad
