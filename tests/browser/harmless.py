"""What a report of hostile texts must not do."""

# Elements and attributes that only a text could have brought in.
FOREIGN = """() => {
  const foreign = document.querySelectorAll(`pwned, iframe, object, embed, form, base, link:not([rel=icon]), textarea, animate,
    meta[http-equiv=refresh], a[href^="javascript:" i], a[href^="http" i], img[src="x"], img[src^="http"]`);
  const handlers = [...document.querySelectorAll("*")].filter((one) => [...one.attributes].some((a) => /^on/i.test(a.name)));
  return [...foreign, ...handlers].map((one) => one.outerHTML.slice(0, 120));
}"""
# Text with characters that turn the direction must stand in an element that holds them in.
TURNED = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const loose = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (node.parentElement.closest("script, style") || !/[\\u202a-\\u202e\\u2066-\\u2069]/.test(node.data)) continue;
    let holds = false;
    for (let at = node.parentElement; at && at !== document.body; at = at.parentElement) {
      const style = getComputedStyle(at);
      holds ||= /isolate|plaintext/.test(style.unicodeBidi) || style.display === "block" || at.tagName === "OPTION";
    }
    if (!holds) loose.push(node.data.slice(0, 80));
  }
  return loose;
}"""
CONTROLS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const found = /[\\x00-\\x08\\x0b\\x0e-\\x1f\\x7f]/.exec(walker.currentNode.data);
    if (found) return `${found[0].charCodeAt(0)} in ${walker.currentNode.parentElement.outerHTML.slice(0, 120)}`;
  }
  return null;
}"""


def nothing_ran(opened):
    page = opened.page
    # Whatever can be made to show a text is made to.
    for query in ["<script>", "onerror", "javascript:", "{{", "=1+1", "pwned"]:
        page.fill("#search", query)
        page.wait_for_timeout(400)
        found = int(page.get_attribute("#count", "data-count"))
        yield f"search finds `{query}` as text", found > 0, found
    page.fill("#search", "{{ 7*7 }}")
    page.wait_for_timeout(400)
    yield "templates stay as they are", "{{ 7*7 }}" in page.inner_text("#paragraphs"), page.inner_text("#paragraphs")[:200]
    page.fill("#search", "")
    page.wait_for_timeout(400)
    for number in range(page.locator("#filter-topic option").count()):
        page.select_option("#filter-topic", index=number)
        page.wait_for_timeout(60)
    page.select_option("#filter-topic", index=0)
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(300)
    yield "nothing of a text ran", page.evaluate("window.__pwned === undefined"), page.evaluate("String(window.__pwned)")
    foreign = page.evaluate(FOREIGN)
    yield "no element comes from a text", not foreign, foreign[:3]
    parts = page.evaluate("[document.querySelectorAll('style').length, document.querySelectorAll('html, head, body, main').length, "
                          "document.querySelectorAll('script:not([type])').length, document.body.children.length < 12]")
    yield "the page is whole", parts == [1, 4, 1, True], parts
    yield "the page is shown", page.is_visible("h1") and page.is_visible("#method"), ""
    loose = page.evaluate(TURNED)
    yield "turned text is held in", not loose, loose[:3]
    control = page.evaluate(CONTROLS)
    yield "no control characters in it", control is None, control
