"""A report opened in Chromium, with everything recorded that it should not do."""

from contextlib import contextmanager

# What the page is watched by, from before its first line: frames, the first picture of the map, refusals of the policy.
WATCH = """(() => {
  const seen = (window.__seen = { drawn: null, frames: [], refused: [] });
  document.addEventListener("securitypolicyviolation", (event) => seen.refused.push(`${event.violatedDirective} ${event.blockedURI}`));
  const next = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (act) => next((now) => {
    const began = performance.now();
    act(now);
    seen.frames.push(performance.now() - began);
  });
  new MutationObserver(() => { seen.drawn ??= performance.now(); })
    .observe(document, { subtree: true, attributes: true, attributeFilter: ["data-drawn"] });
})()"""


class Opened:
    """A page and what it did: messages of the console, requests beyond the file, dialogs, errors."""

    def __init__(self, page, path):
        self.page = page
        self.url = path.resolve().as_uri()
        self.complaints = []
        self.requests = []
        page.on("console", lambda message: message.type in ("error", "warning") and self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"uncaught: {error}"))
        page.on("request", self._request)
        page.on("dialog", self._dialog)
        page.add_init_script(WATCH)
        page.goto(self.url)
        # A report of 100,000 paragraphs takes some seconds on a slow machine; what takes longer than this never comes.
        page.set_default_timeout(30_000)
        # The map comes two frames after the page; a report without one has a list all the same.
        page.wait_for_function("document.querySelector('#map canvas')?.dataset.drawn || !document.querySelector('#map')")
        page.wait_for_selector("#paragraphs [data-unit]", state="attached")

    def _request(self, request):
        if request.url.split("#")[0] != self.url and not request.url.startswith("data:"):
            self.requests.append(request.url)

    def _dialog(self, dialog):
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def refused(self):
        return self.page.evaluate("window.__seen.refused")

    def centre(self, selector):
        """Scrolls there at once, and waits until a wheel would mean the map again."""
        self.page.eval_on_selector(selector, "element => element.scrollIntoView({ block: 'center', behavior: 'instant' })")
        self.page.wait_for_timeout(350)


@contextmanager
def opened(browser, path, **settings):
    settings.setdefault("viewport", {"width": 1200, "height": 900})
    context = browser.new_context(**settings)
    try:
        yield Opened(context.new_page(), path)
    finally:
        context.close()


def luminance(css):
    """Relative luminance (WCAG 2) of a computed colour, `rgb(r, g, b)`."""
    parts = [float(part) / 255 for part in css[css.index("(") + 1 : css.index(")")].replace(",", " ").split()[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)
