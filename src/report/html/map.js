// The map of the report: every paragraph a point, in one canvas, without a library.
//
// Points are stamped into an ImageData by hand. The calls of a canvas cost about a microsecond each, too much for 100,000
// points in a frame, while a stamp of a dozen pixels costs a tenth of that; and the pixels come out the same everywhere.
// Text and rings are drawn over it with the canvas' own calls. y grows upwards.
//
// createMap(host, data, options)
//   data     {n, x, y: Float32Array in [-1, 1] (NaN: not on the map), topic: Int32Array (-1: none), topics: [{label, size}]}
//   options  {colours(), words, onHover(i | -1, clientX, clientY), onPick(i), onLasso(mask | null), reducedMotion}
// returns    {setMask, select, focusTopic, setLasso, reset, resize, setTheme, toPng, state}

const createMap = (() => {
  "use strict";

  const LARGEST = 7; // radius of a point in CSS pixels, at most
  const REACH = 12; // how far from a point the pointer may be to mean it
  const REACH_OF_A_FINGER = 20;
  const DEEPEST = 400; // times the scale at which everything fits
  const GLIDE_MS = 180;
  const PHASES = 4; // positions within a pixel, each way, that a stamp is made for
  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK KR", sans-serif';
  const WORDS = {
    label: "Map of the paragraphs, a point each; paragraphs on similar matters lie together",
    keys: "Arrows move the map, plus and minus zoom, 0 shows all of it. N and P, or the square brackets, walk through the"
      + " points from the middle outwards, Enter opens one. Drag with Shift to select points.",
    in: "Zoom in", out: "Zoom out", all: "Show everything", lasso: "Select points by drawing around them", empty: "No points",
  };

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  /** Alphas of a round point for each position within a pixel, as offsets into a buffer of `stride` pixels a row. */
  function makeStamp(radius, opacity, stride) {
    const reach = Math.ceil(radius + 1);
    const start = new Int32Array(PHASES * PHASES + 1);
    const offsets = [];
    const alphas = [];
    for (let phase = 0; phase < PHASES * PHASES; phase++) {
      const fx = ((phase % PHASES) + 0.5) / PHASES;
      const fy = (Math.floor(phase / PHASES) + 0.5) / PHASES;
      for (let dy = -reach; dy <= reach; dy++) {
        for (let dx = -reach; dx <= reach; dx++) {
          const distance = Math.hypot(dx + 0.5 - fx, dy + 0.5 - fy);
          const alpha = Math.round(256 * opacity * clamp(radius + 0.5 - distance, 0, 1));
          if (alpha > 0) {
            offsets.push(dy * stride + dx);
            alphas.push(alpha);
          }
        }
      }
      start[phase + 1] = offsets.length;
    }
    return { start, offsets: Int32Array.from(offsets), alphas: Int32Array.from(alphas) };
  }

  /**
   * Blends one stamp into 32-bit pixels (red lowest, as every machine of today has them). Red and blue share one
   * multiplication, green has its own; what one channel borrows from the other is masked away.
   */
  function blend(pixels, stamp, phase, at, redBlue, green) {
    const { offsets, alphas } = stamp;
    for (let s = stamp.start[phase], end = stamp.start[phase + 1]; s < end; s++) {
      const j = at + offsets[s];
      const a = alphas[s];
      const old = pixels[j];
      const rb = old & 0xff00ff;
      const g = old & 0x00ff00;
      pixels[j] = 0xff000000
        | ((rb + (Math.imul(redBlue - rb, a) >>> 8)) & 0xff00ff)
        | ((g + (Math.imul(green - g, a) >>> 8)) & 0x00ff00);
    }
  }

  /** Any CSS colour as 0xbbggrr: the canvas itself reads it, so every notation is understood. */
  function makeReader() {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 1;
    const context = canvas.getContext("2d", { willReadFrequently: true });
    return (css) => {
      context.fillStyle = css;
      context.fillRect(0, 0, 1, 1);
      const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
      return red | (green << 8) | (blue << 16);
    };
  }

  const median = (values) => Float32Array.from(values).sort()[values.length >> 1];

  /** Where the points are: their bounds, and a uniform grid with the points of each cell one after the other. */
  function makeGrid({ n, x, y }) {
    const box = { left: Infinity, right: -Infinity, bottom: Infinity, top: -Infinity, placed: 0 };
    for (let i = 0; i < n; i++) {
      if (Number.isNaN(x[i] + y[i])) continue;
      box.placed++;
      box.left = Math.min(box.left, x[i]);
      box.right = Math.max(box.right, x[i]);
      box.bottom = Math.min(box.bottom, y[i]);
      box.top = Math.max(box.top, y[i]);
    }
    if (!box.placed) Object.assign(box, { left: -1, right: 1, bottom: -1, top: 1 });
    const side = clamp(Math.ceil(Math.sqrt(n / 2)), 1, 512);
    const step = Math.max(box.right - box.left, box.top - box.bottom, 1e-6) / side;
    const column = (px) => clamp(Math.floor((px - box.left) / step), 0, side - 1);
    const row = (py) => clamp(Math.floor((py - box.bottom) / step), 0, side - 1);
    const start = new Int32Array(side * side + 1);
    const cell = new Int32Array(n).fill(-1);
    for (let i = 0; i < n; i++) {
      if (Number.isNaN(x[i] + y[i])) continue;
      cell[i] = row(y[i]) * side + column(x[i]);
      start[cell[i] + 1]++;
    }
    for (let c = 0; c < side * side; c++) start[c + 1] += start[c];
    const next = start.slice();
    const members = new Int32Array(box.placed);
    for (let i = 0; i < n; i++) if (cell[i] >= 0) members[next[cell[i]]++] = i;
    return { box, side, column, row, start, members };
  }

  /**
   * For each topic the place of its label and the rectangle that holds nine tenths of it. The label stands at the densest
   * place: the mean of all points may lie where there is none.
   */
  function placeTopics(data, grid) {
    const members = data.topics.map(() => []);
    for (const i of grid.members) if (members[data.topic[i]]) members[data.topic[i]].push(i);
    const coarse = 40;
    const { left, bottom, right, top } = grid.box;
    const step = Math.max(right - left, top - bottom, 1e-6) / coarse;
    return members.map((list) => {
      if (!list.length) return null;
      const cellOf = (i) => [Math.floor((data.x[i] - left) / step) + 1, Math.floor((data.y[i] - bottom) / step) + 1];
      const width = coarse + 3;
      const counts = new Int32Array(width * width);
      for (const i of list) {
        const [c, r] = cellOf(i);
        for (let dr = -1; dr <= 1; dr++) for (let dc = -1; dc <= 1; dc++) counts[(r + dr) * width + c + dc] += 1 + (!dr && !dc);
      }
      const best = counts.indexOf(counts.reduce((most, count) => Math.max(most, count), 0));
      const close = list.filter((i) => {
        const [c, r] = cellOf(i);
        return Math.abs(c - (best % width)) < 2 && Math.abs(r - Math.floor(best / width)) < 2;
      });
      const at = list.length < 12 || !close.length ? list : close;
      const xs = Float32Array.from(list, (i) => data.x[i]).sort();
      const ys = Float32Array.from(list, (i) => data.y[i]).sort();
      const low = Math.floor(list.length * 0.05);
      const high = list.length - 1 - low;
      return {
        x: median(at.map((i) => data.x[i])), y: median(at.map((i) => data.y[i])),
        left: xs[low], right: xs[high], bottom: ys[low], top: ys[high],
      };
    });
  }

  /** A label in one or two lines no wider than `limit`; what does not fit is cut and marked so. */
  function breakLabel(context, label, limit) {
    // Control characters and those that turn the direction of writing would reach beyond the label.
    const clean = label.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]+/gu, " ").replace(/\s+/g, " ").trim();
    const fits = (text) => context.measureText(text).width <= limit;
    const cut = (text) => {
      if (fits(text)) return text;
      const letters = Array.from(text).slice(0, 80);
      while (letters.length > 1 && !fits(`${letters.join("").trimEnd()}…`)) letters.pop();
      return `${letters.join("").replace(/[\s,;:.]+$/u, "")}…`;
    };
    if (fits(clean)) return [clean];
    const words = clean.split(" ");
    let first = words.shift();
    while (words.length && fits(`${first} ${words[0]}`)) first += ` ${words.shift()}`;
    if (!words.length || !fits(first)) return [cut(clean)];
    return [first, cut(words.join(" "))];
  }

  return function createMap(host, data, options) {
    const { n, x, y, topic, topics } = data;
    const words = { ...WORDS, ...options.words };
    const grid = makeGrid(data);
    const places = placeTopics(data, grid);
    const bySize = topics.map((_, t) => t).filter((t) => places[t]).sort((a, b) => topics[b].size - topics[a].size || a - b);
    const readColour = makeReader();

    const canvas = document.createElement("canvas");
    const keys = document.createElement("p");
    const tools = document.createElement("div");
    const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });

    let width = 0; // CSS pixels
    let height = 0;
    let ratio = 1; // device pixels in a CSS pixel
    let pad = 0; // device pixels around the picture, so that no stamp needs clipping
    let stride = 0;
    let image = null;
    let pixels = null;
    let colours = null;
    let redBlue = null;
    let green = null;
    let view = { x: 0, y: 0, zoom: 1 };
    let fit = 1; // CSS pixels a unit of data has when everything fits
    let glide = null;
    let mask = null;
    let focused = -1;
    let selected = -1;
    let hovered = -1;
    let walk = null; // points that the keyboard walks through
    let lassoMode = false;
    let path = null; // of the lasso being drawn, in CSS pixels
    let order = new Int32Array(0); // points from the lowest to the topmost
    let faint = 0; // how many of them are faint
    let shownOf = null; // points shown of each topic
    let labels = []; // drawn last
    let layouts = new Map();
    let stamps = new Map();
    let pending = 0;
    let stale = true; // points must be stamped again
    let drawn = 0;
    let ms = 0;

    const scale = () => fit * view.zoom;
    const toX = (px) => width / 2 + (px - view.x) * scale();
    const toY = (py) => height / 2 - (py - view.y) * scale();
    const isShown = (i) => !mask || mask[i] === 1;

    // ---- drawing

    /** Few points are large, many are small, and they grow a little as one comes nearer. */
    function radius() {
      const spacing = Math.sqrt((width * height) / Math.max(grid.box.placed, 1));
      const r = clamp(0.2 * spacing, 1.05, LARGEST) * view.zoom ** 0.3;
      return Math.round(clamp(r, 1, LARGEST) * 8) / 8;
    }

    function stamp(r, opacity) {
      const key = `${r} ${opacity}`;
      if (!stamps.has(key)) stamps.set(key, makeStamp(r * ratio, opacity, stride));
      return stamps.get(key);
    }

    /** What is faint lies below, then points without a topic, then the rest by their number. */
    function arrange() {
      const lowest = [[], [], []];
      shownOf = new Int32Array(topics.length);
      for (let i = 0; i < n; i++) {
        if (Number.isNaN(x[i] + y[i])) continue;
        const clear = isShown(i) && (focused < 0 || topic[i] === focused);
        lowest[!clear ? 0 : topic[i] < 0 ? 1 : 2].push(i);
        if (isShown(i) && topic[i] >= 0) shownOf[topic[i]]++;
      }
      order = Int32Array.from(lowest.flat());
      faint = lowest[0].length;
      redraw();
    }

    function stampPoints(from, to, body, rim, isFaint) {
      const k = scale() * ratio;
      const left = pad + (width * ratio) / 2 - view.x * k;
      const top = pad + (height * ratio) / 2 + view.y * k;
      const edge = pad / 2;
      const right = stride - edge;
      const bottom = image.height - edge;
      const shades = redBlue.length - 1;
      for (let q = from; q < to; q++) {
        const i = order[q];
        const px = left + x[i] * k;
        const py = top - y[i] * k;
        if (px < edge || px >= right || py < edge || py >= bottom) continue;
        const column = px | 0;
        const row = py | 0;
        const phase = (((py - row) * PHASES) | 0) * PHASES + (((px - column) * PHASES) | 0);
        const at = row * stride + column;
        const shade = isFaint || topic[i] < 0 ? 0 : 1 + (topic[i] % shades);
        if (rim) blend(pixels, rim, phase, at, colours.ground & 0xff00ff, colours.ground & 0x00ff00);
        blend(pixels, body, phase, at, redBlue[shade], green[shade]);
        drawn++;
      }
    }

    function drawPoints() {
      const r = radius();
      const opacity = clamp(0.5 + 0.1 * r, 0.55, 0.92);
      // A thin rim in the colour of the ground keeps large points apart; small ones would vanish in it.
      const rim = r >= 2.5 ? stamp(r + 0.9, 0.9) : null;
      drawn = 0;
      pixels.fill(colours.ground | 0xff000000);
      stampPoints(0, faint, stamp(r, 0.3), null, true);
      stampPoints(faint, order.length, stamp(r, opacity), rim, false);
    }

    /** Lines and width of a label; measured once, for measuring costs more than drawing. */
    function layout(t) {
      if (!layouts.has(t)) {
        const rank = bySize.indexOf(t);
        const size = rank < 3 ? 15 : rank < 10 ? 14 : 13;
        const font = `600 ${size}px ${FONT}`;
        context.font = font;
        const lines = breakLabel(context, topics[t].label, clamp(width * 0.3, 110, 190));
        layouts.set(t, { font, lines, line: size * 1.25, wide: Math.max(...lines.map((text) => context.measureText(text).width)) });
      }
      return layouts.get(t);
    }

    /** Labels go down by the size of their topic; one that finds no room waits until there is more. */
    function drawLabels() {
      const taken = [{ left: width - 48, right: width, top: 0, bottom: tools.offsetHeight + 12 }];
      const turn = focused >= 0 && places[focused] ? [focused, ...bySize.filter((t) => t !== focused)] : bySize;
      const most = Math.ceil((width * height) / 11000);
      labels = [];
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      for (const t of turn) {
        if (labels.length >= most) break;
        const sx = toX(places[t].x);
        const sy = toY(places[t].y);
        if (!shownOf[t] || sx < 0 || sx > width || sy < 0 || sy > height) continue;
        const { font, lines, line, wide } = layout(t);
        const tall = lines.length * line;
        const centre = clamp(sx, wide / 2 + 6, Math.max(width - wide / 2 - 6, wide / 2 + 6));
        const aside = tall / 2 + radius() + 6;
        for (const shift of [0, -aside, aside]) {
          const middle = clamp(sy + shift, tall / 2 + 4, height - tall / 2 - 4);
          const box = { left: centre - wide / 2 - 6, right: centre + wide / 2 + 6, top: middle - tall / 2 - 3, bottom: middle + tall / 2 + 5 };
          const collides = (o) => box.left < o.right && box.right > o.left && box.top < o.bottom && box.bottom > o.top;
          if (taken.some(collides)) continue;
          taken.push(box);
          labels.push(t);
          drawLabel(t, centre, middle - tall / 2 + line / 2, font, lines, line, wide);
          break;
        }
      }
    }

    function drawLabel(t, centre, top, font, lines, line, wide) {
      const quiet = focused >= 0 && focused !== t;
      context.font = font;
      context.strokeStyle = colours.background;
      context.lineWidth = 4;
      lines.forEach((text, l) => context.strokeText(text, centre, top + l * line));
      context.fillStyle = quiet ? colours.muted : colours.text;
      lines.forEach((text, l) => context.fillText(text, centre, top + l * line));
      // The bar ties a name to its colour, for an eye that cannot tell which points lie nearest.
      const bar = Math.min(wide, 28);
      context.fillStyle = colours.background;
      context.fillRect(centre - bar / 2 - 1.5, top + (lines.length - 0.5) * line - 1.5, bar + 3, 6);
      context.fillStyle = quiet ? colours.none : colours.topics[t % colours.topics.length];
      context.fillRect(centre - bar / 2, top + (lines.length - 0.5) * line, bar, 3);
    }

    function drawRing(i, thick) {
      if (i < 0 || Number.isNaN(x[i] + y[i])) return;
      const r = Math.max(radius() + 3, 6);
      for (const [style, line] of [[colours.background, thick + 3], [colours.text, thick]]) {
        context.strokeStyle = style;
        context.lineWidth = line;
        context.beginPath();
        context.arc(toX(x[i]), toY(y[i]), r, 0, 2 * Math.PI);
        context.stroke();
      }
    }

    function drawLasso() {
      if (!path || path.length < 2) return;
      context.beginPath();
      path.forEach(([px, py]) => context.lineTo(px, py));
      context.closePath();
      context.globalAlpha = 0.12;
      context.fillStyle = colours.text;
      context.fill();
      context.globalAlpha = 1;
      context.setLineDash([6, 4]);
      context.lineWidth = 1.5;
      context.strokeStyle = colours.text;
      context.stroke();
      context.setLineDash([]);
    }

    function drawOver() {
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.putImageData(image, -pad, -pad, pad, pad, canvas.width, canvas.height);
      context.setTransform(ratio, 0, 0, ratio, 0, 0);
      drawLabels();
      if (!grid.box.placed) {
        context.font = `14px ${FONT}`;
        context.fillStyle = colours.muted;
        context.fillText(words.empty, width / 2, height / 2);
      }
      drawRing(selected, 3);
      drawRing(hovered, 1.5);
      drawLasso();
    }

    function frame(now) {
      pending = 0;
      if (glide) follow(now);
      if (!width || !height) return;
      const began = performance.now();
      if (stale) drawPoints();
      stale = false;
      drawOver();
      ms = performance.now() - began;
      canvas.dataset.drawn = drawn;
      canvas.style.touchAction = view.zoom > 1.01 || lassoMode ? "none" : "pan-y";
      if (glide) redraw();
    }

    function refresh() {
      if (!pending) pending = requestAnimationFrame(frame);
    }

    function redraw() {
      stale = true;
      refresh();
    }

    // ---- the view

    function moveTo(px, py, zoom) {
      const { left, right, bottom, top } = grid.box;
      view = { x: clamp(px, left, right), y: clamp(py, bottom, top), zoom: clamp(zoom, 1, DEEPEST) };
      if (view.zoom === 1) Object.assign(view, { x: (left + right) / 2, y: (bottom + top) / 2 });
      redraw();
    }

    /** Goes there within GLIDE_MS, so that the eye can follow, or at once where a person wants nothing to move. */
    function glideTo(px, py, zoom) {
      walk = null;
      if (options.reducedMotion) return moveTo(px, py, zoom);
      glide = { from: { ...view }, to: { x: px, y: py, zoom: clamp(zoom, 1, DEEPEST) }, began: -1 };
      return refresh();
    }

    function follow(now) {
      const { from, to } = glide;
      if (glide.began < 0) glide.began = now;
      const part = clamp((now - glide.began) / GLIDE_MS, 0, 1);
      const eased = 1 - (1 - part) ** 3;
      const between = (a, b) => a + (b - a) * eased;
      if (part === 1) glide = null;
      moveTo(between(from.x, to.x), between(from.y, to.y), from.zoom * (to.zoom / from.zoom) ** eased);
    }

    /** The view in which what lies at (sx, sy) on the screen stays there while the scale changes. */
    function zoomedAt(sx, sy, factor) {
      const zoom = clamp(view.zoom * factor, 1, DEEPEST);
      const shrink = 1 / scale() - 1 / (fit * zoom);
      return [view.x + (sx - width / 2) * shrink, view.y - (sy - height / 2) * shrink, zoom];
    }

    function stopGlide() {
      glide = null;
      walk = null;
    }

    // ---- finding points

    /** The shown point nearest to a place on the screen, the lower number of two; -1 if none is within `reach`. */
    function nearest(sx, sy, reach) {
      const px = view.x + (sx - width / 2) / scale();
      const py = view.y - (sy - height / 2) / scale();
      const span = reach / scale();
      let best = -1;
      let least = span * span;
      for (let r = grid.row(py - span); r <= grid.row(py + span); r++) {
        const end = grid.start[r * grid.side + grid.column(px + span) + 1];
        for (let m = grid.start[r * grid.side + grid.column(px - span)]; m < end; m++) {
          const i = grid.members[m];
          const distance = (x[i] - px) ** 2 + (y[i] - py) ** 2;
          if (isShown(i) && (distance < least || (distance === least && (best < 0 || i < best)))) {
            best = i;
            least = distance;
          }
        }
      }
      return best;
    }

    function hover(i) {
      if (i === hovered) return;
      hovered = i;
      canvas.style.cursor = lassoMode ? "crosshair" : i < 0 ? "grab" : "pointer";
      const box = canvas.getBoundingClientRect();
      if (options.onHover) options.onHover(i, i < 0 ? 0 : box.left + toX(x[i]), i < 0 ? 0 : box.top + toY(y[i]));
      refresh();
    }

    function pick(i) {
      if (i < 0) return;
      selected = i;
      refresh();
      if (options.onPick) options.onPick(i);
    }

    /** Points in view from the middle outwards; walking through them leaves the view as it is. */
    function stepTo(direction) {
      if (!walk) {
        const found = [];
        for (const i of grid.members) {
          const sx = toX(x[i]);
          const sy = toY(y[i]);
          if (isShown(i) && sx >= 0 && sx <= width && sy >= 0 && sy <= height) {
            found.push([(sx - width / 2) ** 2 + (sy - height / 2) ** 2, i]);
          }
        }
        walk = { at: direction > 0 ? -1 : 0, points: found.sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, i]) => i) };
      }
      if (!walk.points.length) return;
      walk.at = (walk.at + direction + walk.points.length) % walk.points.length;
      hover(walk.points[walk.at]);
    }

    /** Which shown points lie inside a polygon on the screen, by counting crossings. */
    function inside(polygon) {
      const found = new Uint8Array(n);
      let some = false;
      for (const i of grid.members) {
        if (!isShown(i)) continue;
        const sx = toX(x[i]);
        const sy = toY(y[i]);
        for (let a = 0, b = polygon.length - 1; a < polygon.length; b = a++) {
          const [ax, ay] = polygon[a];
          const [bx, by] = polygon[b];
          if (ay > sy !== by > sy && sx < ((bx - ax) * (sy - ay)) / (by - ay) + ax) found[i] ^= 1;
        }
        some ||= found[i] === 1;
      }
      return some ? found : null;
    }

    // ---- pointer, wheel and keys

    const pointers = new Map();
    let press = null; // where a pointer went down, until it moves far enough to be a drag
    let dragged = false;
    let scrolled = -Infinity; // when the page last moved

    const placeOf = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };

    function onDown(event) {
      if (event.button > 0) return;
      const at = placeOf(event);
      pointers.set(event.pointerId, at);
      canvas.setPointerCapture(event.pointerId);
      stopGlide();
      dragged = pointers.size > 1;
      press = at;
      path = pointers.size === 1 && (lassoMode || event.shiftKey) ? [at] : null;
    }

    function onMove(event) {
      const at = placeOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        walk = null;
        if (event.pointerType !== "touch") hover(nearest(at[0], at[1], REACH));
        return;
      }
      if (!dragged && Math.hypot(at[0] - press[0], at[1] - press[1]) < 4) return;
      dragged = true;
      const held = [...pointers.values()];
      pointers.set(event.pointerId, at);
      if (path) {
        path.push(at);
        refresh();
      } else if (held.length === 2) {
        const now = [...pointers.values()];
        const apart = ([a, b]) => Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1);
        const middle = ([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
        const [mx, my] = middle(now);
        moveTo(...zoomedAt(mx, my, apart(now) / apart(held)));
        const [ox, oy] = middle(held);
        moveTo(view.x - (mx - ox) / scale(), view.y + (my - oy) / scale(), view.zoom);
      } else {
        hover(-1);
        canvas.style.cursor = "grabbing";
        moveTo(view.x - (at[0] - before[0]) / scale(), view.y + (at[1] - before[1]) / scale(), view.zoom);
      }
    }

    function onUp(event) {
      if (!pointers.delete(event.pointerId)) return;
      const cancelled = event.type === "pointercancel";
      if (path) {
        const polygon = path;
        path = null;
        refresh();
        if (!cancelled && polygon.length > 2 && options.onLasso) options.onLasso(inside(polygon));
      } else if (!dragged && !cancelled) {
        pick(nearest(...placeOf(event), event.pointerType === "touch" ? REACH_OF_A_FINGER : REACH));
      }
      canvas.style.cursor = lassoMode ? "crosshair" : "grab";
      dragged = pointers.size > 0;
    }

    function onWheel(event) {
      // A person who scrolls through the page, or has nothing left to zoom out of, means the page.
      if (!event.ctrlKey && (event.timeStamp - scrolled < 250 || (view.zoom === 1 && event.deltaY > 0))) return;
      event.preventDefault();
      stopGlide();
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? height : 1;
      const [sx, sy] = placeOf(event);
      moveTo(...zoomedAt(sx, sy, Math.exp(-clamp(event.deltaY * unit, -240, 240) * (event.ctrlKey ? 0.01 : 0.002))));
      hover(nearest(sx, sy, REACH));
    }

    function onKey(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const pan = (right, up) => glideTo(view.x + (right * 80) / scale(), view.y + (up * 80) / scale(), view.zoom);
      const act = {
        ArrowLeft: () => pan(-1, 0), ArrowRight: () => pan(1, 0), ArrowUp: () => pan(0, 1), ArrowDown: () => pan(0, -1),
        "+": () => zoomBy(1.6), "=": () => zoomBy(1.6), "-": () => zoomBy(1 / 1.6), 0: reset,
        n: () => stepTo(1), "]": () => stepTo(1), p: () => stepTo(-1), "[": () => stepTo(-1),
        Enter: () => pick(hovered >= 0 ? hovered : nearest(width / 2, height / 2, Math.hypot(width, height))),
        Escape: leave,
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }

    function zoomBy(factor) {
      glideTo(view.x, view.y, view.zoom * factor);
    }

    function leave() {
      const drawing = path;
      path = null;
      hover(-1);
      refresh();
      if (!drawing && options.onLasso) options.onLasso(null);
    }

    function setLasso(on) {
      lassoMode = Boolean(on);
      canvas.style.cursor = lassoMode ? "crosshair" : "grab";
      tools.lastChild.setAttribute("aria-pressed", String(lassoMode));
      refresh();
    }

    // ---- what the page calls

    function setMask(shown) {
      mask = shown;
      if (hovered >= 0 && !isShown(hovered)) hover(-1);
      walk = null;
      arrange();
    }

    function select(i) {
      selected = i;
      refresh();
    }

    /** Shows one topic clearly and goes to it; -1 shows all alike and stays. */
    function focusTopic(t) {
      focused = t;
      arrange();
      const place = places[t];
      if (!place) return;
      const room = Math.min(width / Math.max(place.right - place.left, 1e-3), height / Math.max(place.top - place.bottom, 1e-3));
      glideTo((place.left + place.right) / 2, (place.bottom + place.top) / 2, Math.min((room * 0.6) / fit, 12));
    }

    function reset() {
      glideTo((grid.box.left + grid.box.right) / 2, (grid.box.bottom + grid.box.top) / 2, 1);
    }

    function resize() {
      if (!host.clientWidth) return;
      width = host.clientWidth;
      height = Math.max(host.clientHeight, 200);
      // Beyond four million pixels a frame would take longer than the eye allows.
      ratio = Math.min(window.devicePixelRatio || 1, 2, Math.max(1, Math.sqrt(4e6 / (width * height))));
      canvas.width = Math.round(width * ratio);
      canvas.height = Math.round(height * ratio);
      pad = 2 * Math.ceil((LARGEST + 3) * ratio);
      stride = canvas.width + 2 * pad;
      image = new ImageData(stride, canvas.height + 2 * pad);
      pixels = new Int32Array(image.data.buffer);
      const { left, right, bottom, top } = grid.box;
      const margin = clamp(Math.min(width, height) * 0.06, 16, 40);
      fit = Math.min((width - 2 * margin) / Math.max(right - left, 1e-3), (height - 2 * margin) / Math.max(top - bottom, 1e-3));
      stamps = new Map();
      layouts = new Map();
      moveTo(view.x, view.y, view.zoom);
    }

    function setTheme() {
      colours = { ...options.colours() };
      const shades = [colours.none, ...colours.topics].map(readColour);
      redBlue = Int32Array.from(shades, (shade) => shade & 0xff00ff);
      green = Int32Array.from(shades, (shade) => shade & 0x00ff00);
      colours.ground = readColour(colours.background);
      redraw();
    }

    /** The picture as it stands, without the ring under the pointer, as a data URL. */
    function toPng() {
      const ring = hovered;
      hovered = -1;
      frame(performance.now());
      const url = canvas.toDataURL("image/png");
      hovered = ring;
      refresh();
      return url;
    }

    function state() {
      return {
        scale: scale(), zoom: view.zoom, x: view.x, y: view.y, drawn, ms, hovered, selected, focused, lasso: lassoMode,
        labels: labels.map((t) => topics[t].label), moving: Boolean(glide || pending),
      };
    }

    // ---- putting it together

    function build() {
      keys.id = `${host.id || "map"}-keys`;
      keys.textContent = words.keys;
      keys.hidden = true;
      canvas.tabIndex = 0;
      canvas.setAttribute("role", "application");
      canvas.setAttribute("aria-label", words.label);
      canvas.setAttribute("aria-describedby", keys.id);
      // In print the width may be another than on the screen: the picture is scaled, never bent.
      Object.assign(canvas.style, { display: "block", width: "100%", height: "100%", objectFit: "contain", cursor: "grab" });
      tools.className = "map-tools";
      Object.assign(tools.style, { position: "absolute", top: "8px", right: "8px", display: "flex", flexDirection: "column", gap: "4px" });
      const buttons = [["+", words.in, () => zoomBy(1.6)], ["−", words.out, () => zoomBy(1 / 1.6)], ["⤢", words.all, reset],
        ["◌", words.lasso, () => setLasso(!lassoMode)]];
      for (const [sign, name, act] of buttons) {
        const button = document.createElement("button");
        button.type = "button";
        button.textContent = sign;
        button.title = name;
        button.setAttribute("aria-label", name);
        button.addEventListener("click", act);
        tools.append(button);
      }
      tools.lastChild.setAttribute("aria-pressed", "false");
      if (getComputedStyle(host).position === "static") host.style.position = "relative";
      if (host.clientHeight < 100) host.style.height = `${clamp(host.clientWidth * 0.6, 320, 640)}px`;
      host.append(canvas, keys, tools);
    }

    function listen() {
      canvas.addEventListener("pointerdown", onDown);
      canvas.addEventListener("pointermove", onMove);
      canvas.addEventListener("pointerup", onUp);
      canvas.addEventListener("pointercancel", onUp);
      canvas.addEventListener("pointerleave", () => !pointers.size && !walk && hover(-1));
      canvas.addEventListener("blur", () => walk && hover(-1));
      canvas.addEventListener("dblclick", (event) => !lassoMode && glideTo(...zoomedAt(...placeOf(event), event.shiftKey ? 0.5 : 2)));
      canvas.addEventListener("keydown", onKey);
      canvas.addEventListener("wheel", onWheel, { passive: false });
      // One finger may scroll the page; two are for the map.
      canvas.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
      window.addEventListener("scroll", (event) => { scrolled = event.timeStamp; }, { passive: true });
      new ResizeObserver(() => {
        if (host.clientWidth !== width || Math.max(host.clientHeight, 200) !== height) resize();
      }).observe(host);
    }

    build();
    setTheme();
    arrange();
    resize();
    listen();
    return { setMask, select, focusTopic, setLasso, reset, resize, setTheme, toPng, state };
  };
})();
