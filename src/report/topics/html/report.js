// The page comes alive: colours, the map, and the list of paragraphs with its search and filters.
//
// All that is shown from documents is put in as text nodes, never as markup. The figures of the paragraphs come in columns
// (see data.rs); their text is a block of its own, read only after the page is painted.

(() => {
  "use strict";

  const { column, signed, pair, fold, termsOf, hits } = read;

  const PAGE = 50; // paragraphs in the list at a time
  const LONG = 1500; // characters of a paragraph before it is folded
  const TIP = 260; // characters beside the pointer
  const SLICE_MS = 12; // work in one go while the page is in use
  const OUTLIER_FLAGS = [1, 2, 3, 4];
  const CHOICES = 500; // sources to choose from, those of the most documents
  const APART = 5; // this flag and those above it: boilerplate and paragraphs without a known word

  const byId = (id) => document.getElementById(id);
  const data = JSON.parse(byId("data-report").textContent);
  const words = data.words;
  const n = data.n;
  const numbers = new Intl.NumberFormat(data.language);

  function make(tag, className, ...children) {
    const element = document.createElement(tag);
    if (className) element.className = className;
    element.append(...children);
    return element;
  }

  function button(name, act) {
    const element = make("button", "", name);
    element.type = "button";
    element.addEventListener("click", act);
    return element;
  }

  // ---- figures

  const topicOf = column(data.topic).map((topic) => topic - 1);
  const languageOf = column(data.lang).map((language) => language - 1);
  const flagOf = column(data.flag);
  const documents = {
    size: column(data.docs), file: column(data.file), source: column(data.source), date: column(data.date), title: column(data.title),
  };
  const documentOf = new Int32Array(n);
  const positionOf = new Int32Array(n);
  documents.size.forEach((size, document) => {
    const start = document ? documents.end[document - 1] : 0;
    documents.end ||= new Int32Array(documents.size.length);
    documents.end[document] = start + size;
    documentOf.fill(document, start, start + size);
    for (let unit = start, position = 0; unit < start + size; unit++, position++) {
      position = data.positions[unit] ?? position;
      positionOf[unit] = position;
    }
  });

  /** Lines and bytes are kept as what they are more than those of the paragraph before, in the same file. */
  const places = (() => {
    const line = signed(data.line);
    const start = signed(data.start);
    const length = column(data.length);
    for (let unit = 1; unit < n; unit++) {
      if (documents.file[documentOf[unit]] !== documents.file[documentOf[unit - 1]]) continue;
      line[unit] += line[unit - 1];
      start[unit] += start[unit - 1] + length[unit - 1];
    }
    const at = data.at ? column(data.at) : null;
    return { line, start, length, at };
  })();

  // ---- text

  let texts = null;
  const folded = new Array(n);

  function textBlock() {
    texts ||= JSON.parse(byId("data-text").textContent);
    return texts;
  }

  const textOf = (unit) => textBlock().text[unit];

  const foldedOf = (unit) => (folded[unit] ??= fold(textOf(unit)));

  /** Makes texts ready to be searched, a little at a time. */
  function prepare(unit = 0) {
    const until = performance.now() + SLICE_MS;
    while (unit < n && performance.now() < until) foldedOf(unit++);
    if (unit < n) setTimeout(prepare, 30, unit);
  }

  function highlighted(text, terms) {
    const fragment = document.createDocumentFragment();
    let at = 0;
    for (const [start, end] of terms.length ? hits(text, terms) : []) {
      if (start < at) continue;
      fragment.append(text.slice(at, start), make("mark", "", text.slice(start, end)));
      at = end;
    }
    fragment.append(text.slice(at));
    return fragment;
  }

  /** The end of a beginning of about `length` characters that cuts no character in two. */
  const cutAt = (text, length) => (/[\uD800-\uDBFF]/.test(text[length - 1]) ? length - 1 : length);

  // ---- filters

  const filter = { query: "", topic: "", language: "", source: "", from: "", to: "" };
  const NO_TOPIC = "none";
  const SET_APART = "apart";
  let lasso = null;
  let found = Uint32Array.from({ length: n }, (_, unit) => unit);
  let page = 0;
  let chosen = -1;
  let map = null;

  const isFiltered = () => lasso !== null || Object.values(filter).some(Boolean);

  /** Whether each document has the source and the dates that are asked for. */
  function documentsShown() {
    const source = filter.source === "" ? -1 : Number(filter.source) + 1;
    const shown = new Uint8Array(documents.size.length);
    for (let document = 0; document < shown.length; document++) {
      const date = documents.date[document] ? data.dates[documents.date[document] - 1] : "";
      const inTime = (!filter.from || (date && date.slice(0, 10) >= filter.from.slice(0, date.length)))
        && (!filter.to || (date && date.slice(0, 10) <= filter.to.slice(0, date.length)));
      shown[document] = Number((source < 0 || documents.source[document] === source) && Boolean(inTime));
    }
    return shown;
  }

  function topicShown(unit) {
    if (filter.topic === "") return true;
    if (filter.topic === NO_TOPIC) return OUTLIER_FLAGS.includes(flagOf[unit]);
    if (filter.topic === SET_APART) return flagOf[unit] >= APART;
    return topicOf[unit] === Number(filter.topic);
  }

  function find() {
    const inDocument = documentsShown();
    const language = filter.language === "" ? null : Number(filter.language);
    const terms = termsOf(filter.query);
    const mask = new Uint8Array(n);
    const list = [];
    for (let unit = 0; unit < n; unit++) {
      if (lasso && !lasso[unit]) continue;
      if (!inDocument[documentOf[unit]] || !topicShown(unit)) continue;
      if (language !== null && languageOf[unit] !== language) continue;
      if (terms.length && !terms.every((term) => foldedOf(unit).includes(term))) continue;
      mask[unit] = 1;
      list.push(unit);
    }
    found = Uint32Array.from(list);
    if (map) map.setMask(isFiltered() ? mask : null);
  }

  function update() {
    find();
    page = 0;
    showControls();
    showList();
  }

  function setFilter(name, value) {
    filter[name] = value;
    update();
  }

  function reset() {
    for (const name of Object.keys(filter)) filter[name] = "";
    lasso = null;
    update();
  }

  // ---- controls

  const controls = [...document.querySelectorAll("[data-filter]")];

  /** Sources with their numbers, by name. */
  function sourceChoices() {
    const count = new Float64Array(data.sources.length);
    documents.source.forEach((source) => source && count[source - 1]++);
    const choices = data.sources.map((name, source) => [source, name]);
    if (choices.length <= CHOICES) return choices;
    const most = choices.sort((a, b) => count[b[0]] - count[a[0]] || a[0] - b[0]).slice(0, CHOICES);
    return most.sort((a, b) => a[0] - b[0]);
  }

  function fillChoices() {
    const options = {
      topic: [["", words.all], ...data.topics.map(([id, label], topic) => [topic, `${id} ${label}`]), [NO_TOPIC, words.none], [SET_APART, words.apart]],
      language: [["", words.all], ...data.languages.map(([, name], language) => [language, name])],
      source: [["", words.all], ...sourceChoices()],
    };
    const dates = data.dates.filter((date) => /^\d{4}-\d\d-\d\d/.test(date)).map((date) => date.slice(0, 10)).sort();
    for (const control of controls) {
      const name = control.dataset.filter;
      for (const [value, text] of options[name] || []) control.append(new Option(text, value));
      if (name === "from" || name === "to") {
        if (dates.length) [control.min, control.max] = [dates[0], dates[dates.length - 1]];
      }
      const isUseless = (name === "source" && data.sources.length < 1) || (name === "language" && data.languages.length < 1)
        || ((name === "from" || name === "to") && data.dates.length < 1);
      if (isUseless) control.closest(".field").hidden = true;
      let waiting = 0;
      control.addEventListener(name === "query" ? "input" : "change", () => {
        clearTimeout(waiting);
        waiting = setTimeout(() => setFilter(name, control.value), name === "query" ? 120 : 0);
      });
    }
    for (const control of document.querySelectorAll('[data-role="reset"]')) control.addEventListener("click", reset);
    for (const link of document.querySelectorAll("[data-topic]")) {
      link.addEventListener("click", () => setFilter("topic", link.dataset.topic));
    }
    byId("previous").addEventListener("click", () => turn(-1));
    byId("next").addEventListener("click", () => turn(1));
  }

  function showControls() {
    for (const control of controls) {
      const value = String(filter[control.dataset.filter]);
      if (control !== document.activeElement && control.value !== value) control.value = value;
    }
    for (const place of document.querySelectorAll('[data-role="found"]')) {
      place.textContent = `${words.found}: ${numbers.format(found.length)}${lasso ? ` · ${words.lassoed}` : ""}`;
      place.dataset.count = found.length;
    }
    for (const place of document.querySelectorAll('[data-role="reset"]')) place.disabled = !isFiltered();
    for (const entry of document.querySelectorAll("#legend button")) {
      entry.setAttribute("aria-pressed", String(entry.dataset.value === String(filter.topic)));
    }
  }

  // ---- paragraphs

  function topicName(unit) {
    if (topicOf[unit] >= 0) {
      const [id, label] = data.topics[topicOf[unit]];
      return make("span", "topic", make("span", `dot c${topicOf[unit] % 20}`), make("bdi", "", `${id} ${label}`));
    }
    return make("span", "topic", make("span", "dot none"), words.flags[flagOf[unit]] || "");
  }

  function citation(unit) {
    const document = documentOf[unit];
    const own = textBlock().ids?.[document];
    const end = places.start[unit] + places.length[unit];
    const at = places.at?.[unit];
    const spot = at ? `, ${data.ats[at - 1]}` : `:${places.line[unit]}`;
    const parts = [
      `${data.files[documents.file[document]]}${spot}${own ? ` [${own}]` : ""} ¶${positionOf[unit] + 1}`,
      documents.title[document] ? data.titles[documents.title[document] - 1] : "",
      documents.source[document] ? data.sources[documents.source[document] - 1] : "",
      documents.date[document] ? data.dates[documents.date[document] - 1] : "",
      words.bytes.replace("{from}", places.start[unit]).replace("{to}", end),
      textBlock().hashes ? `${words.hash} ${textBlock().hashes[unit]}` : "",
    ];
    return parts.filter(Boolean).map((part) => make("bdi", "", part));
  }

  function paragraph(unit, tag = "li") {
    const text = textOf(unit);
    const terms = termsOf(filter.query);
    const body = make("p");
    body.dir = "auto";
    if (languageOf[unit] >= 0) body.lang = data.languages[languageOf[unit]][0];
    const end = cutAt(text, LONG);
    if (text.length <= LONG) {
      body.append(highlighted(text, terms));
    } else {
      body.append(highlighted(text.slice(0, end), terms), "… ", button(words.whole, () => body.replaceChildren(text)));
    }
    const about = make("div", "about", topicName(unit), ...citation(unit));
    if (map && xOf(unit) !== null && tag === "li") {
      about.append(button(words.onMap, () => {
        choose(unit);
        byId("map-section").scrollIntoView();
      }));
    }
    const item = make(tag, unit === chosen ? "paragraph chosen" : "paragraph", about, body);
    item.dataset.unit = unit;
    if (unit === chosen) item.setAttribute("aria-current", "true");
    return item;
  }

  function showList() {
    const pages = Math.max(1, Math.ceil(found.length / PAGE));
    const start = page * PAGE;
    byId("paragraphs").replaceChildren(...Array.from(found.subarray(start, start + PAGE), (unit) => paragraph(unit)));
    byId("paragraphs").start = start + 1;
    byId("previous").disabled = page === 0;
    byId("next").disabled = page >= pages - 1;
    byId("shown").textContent = found.length
      ? `${numbers.format(start + 1)}–${numbers.format(Math.min(start + PAGE, found.length))} / ${numbers.format(found.length)}`
      : words.nothing;
  }

  function turn(by) {
    page += by;
    showList();
    byId("explore").scrollIntoView();
  }

  /** One paragraph, from the map: beside the map, and in the list, which turns to its page. */
  function choose(unit) {
    chosen = unit;
    const picked = byId("map-picked");
    if (picked) picked.replaceChildren(paragraph(unit, "article"));
    if (map) map.select(unit);
    const at = found.indexOf(unit);
    if (at >= 0) page = Math.floor(at / PAGE);
    showList();
  }

  // ---- map

  const FINE = 4095; // steps of a place, this one is none

  const digitsAt = (at) => pair(data.xy, at);

  function xOf(unit) {
    const step = digitsAt(unit * 4);
    return step === FINE ? null : (step / (FINE - 1)) * 2 - 1;
  }

  function points() {
    const x = new Float32Array(n).fill(NaN);
    const y = new Float32Array(n).fill(NaN);
    for (let unit = 0; unit < n; unit++) {
      if (xOf(unit) === null) continue;
      x[unit] = xOf(unit);
      y[unit] = (digitsAt(unit * 4 + 2) / (FINE - 1)) * 2 - 1;
    }
    const topics = data.topics.map(([, label, size]) => ({ label, size }));
    return { n, x, y, topic: Int32Array.from(topicOf), topics };
  }

  /** Colours as the style sheet has them now; a canvas knows no variables. */
  function colours() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => style.getPropertyValue(name).trim();
    return {
      background: colour("--card"), text: colour("--ink"), muted: colour("--muted"), none: colour("--none"),
      topics: Array.from({ length: 20 }, (_, topic) => colour(`--topic-${topic}`)),
    };
  }

  function tip(unit, clientX, clientY) {
    const box = byId("map-tip");
    box.hidden = unit < 0;
    if (unit < 0) return;
    const text = textOf(unit);
    const short = text.length > TIP ? `${text.slice(0, cutAt(text, TIP))}…` : text;
    const body = make("p", "", short);
    body.dir = "auto";
    if (languageOf[unit] >= 0) body.lang = data.languages[languageOf[unit]][0];
    const name = topicName(unit);
    name.classList.add("name");
    box.replaceChildren(name, body);
    const frame = box.parentElement.getBoundingClientRect();
    const place = (at, size, room) => Math.max(4, at + size + 18 > room ? at - size - 14 : at + 14);
    box.style.left = `${Math.min(place(clientX - frame.left, box.offsetWidth, frame.width), Math.max(4, frame.width - box.offsetWidth - 4))}px`;
    box.style.top = `${place(clientY - frame.top, box.offsetHeight, frame.height)}px`;
  }

  function showMap() {
    map = createMap(byId("map"), points(), {
      colours,
      words: words.map,
      onHover: tip,
      onPick: choose,
      onLasso(mask) {
        lasso = mask;
        update();
      },
      reducedMotion: matchMedia("(prefers-reduced-motion: reduce)").matches,
    });
    const entries = data.topics.slice(0, 40).map(([id, label], topic) => [topic, `dot c${topic % 20}`, `${id} ${label}`]);
    for (const [value, className, name] of [...entries, [NO_TOPIC, "dot none", words.none]]) {
      const entry = button("", () => {
        const isOn = String(filter.topic) === String(value);
        setFilter("topic", isOn ? "" : value);
        map.focusTopic(isOn || value === NO_TOPIC ? -1 : value);
      });
      entry.dataset.value = value;
      entry.setAttribute("aria-pressed", "false");
      entry.append(make("span", className), make("bdi", "", name));
      byId("legend").append(make("li", "", entry));
    }
    showList();
  }

  // ---- colours, print, contents

  function themes() {
    const names = ["auto", "light", "dark"];
    const root = document.documentElement;
    const control = byId("theme");
    let theme = "auto";
    const show = (shown) => {
      if (shown === "auto") delete root.dataset.theme;
      else root.dataset.theme = shown;
      if (map) map.setTheme();
    };
    control.hidden = false;
    control.addEventListener("click", () => {
      theme = names[(names.indexOf(theme) + 1) % names.length];
      control.textContent = words.themes[theme];
      show(theme);
    });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map && map.setTheme());
    // Paper is white, and nothing can be unfolded on it.
    let closed = [];
    addEventListener("beforeprint", () => {
      closed = [...document.querySelectorAll("details:not([open])")];
      for (const details of closed) details.open = true;
      show("light");
    });
    addEventListener("afterprint", () => {
      for (const details of closed) details.open = false;
      show(theme);
    });
  }

  function follow() {
    const links = new Map([...document.querySelectorAll(".contents a")].map((link) => [link.hash.slice(1), link]));
    const observer = new IntersectionObserver((entries) => {
      for (const { target, isIntersecting } of entries) {
        if (!isIntersecting) continue;
        for (const [id, link] of links) {
          if (id === target.id) link.setAttribute("aria-current", "true");
          else link.removeAttribute("aria-current");
        }
      }
    }, { rootMargin: "-20% 0px -70% 0px" });
    for (const section of document.querySelectorAll("main > section")) observer.observe(section);
  }

  themes();
  for (const part of document.querySelectorAll(".live")) part.hidden = false;
  fillChoices();
  showControls();
  follow();
  // The text is read when the page stands: two frames later.
  requestAnimationFrame(() => setTimeout(() => {
    if (byId("map")) showMap();
    else showList();
    setTimeout(prepare, 300);
  }));
})();
