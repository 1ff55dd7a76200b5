// The map of the report: every paragraph a point, in one canvas, without a library. y grows upwards.
//
// Needs map/points.js, map/places.js, map/labels.js and map/controls.js before it.
//
// createMap(host, data, options)
//   data     {n, x, y: Float32Array in [-1, 1] (NaN: not on the map), topic: Int32Array (-1: none), topics: [{label, size}]}
//   options  {colours(): {background, text, muted, none, topics: [css]}, words, reducedMotion,
//             onHover(i | -1, clientX, clientY) with the place of the point, onPick(i), onLasso(Uint8Array | null)}
// returns    {setMask(Uint8Array | null), select(i | -1), focusTopic(t | -1), setLasso(on), reset(), resize(), setTheme(),
//             toPng(), state()}
// The canvas says in data-drawn how many points the last frame showed.

const createMap = (() => {
  "use strict";

  const DEEPEST = 400; // times the scale at which everything fits
  const GLIDE_MS = 180;
  const WORDS = {
    label: "Map of the paragraphs, a point each; paragraphs on similar matters lie together",
    keys: "Arrows move the map, plus and minus zoom, 0 shows all of it. N and P, or the square brackets, walk through the"
      + " points from the middle outwards, Enter opens one. Drag with Shift to select points, Escape lifts the selection.",
    in: "Zoom in",
    out: "Zoom out",
    all: "Show everything",
    lasso: "Select points by drawing around them",
    empty: "No points",
  };
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  /** What part of the data is seen at which scale: `x` and `y` of the middle, `zoom` 1 where everything fits. */
  function makeScreen(box) {
    const middle = { x: (box.left + box.right) / 2, y: (box.bottom + box.top) / 2 };
    return {
      width: 0, // CSS pixels
      height: 0,
      ratio: 1, // device pixels in a CSS pixel
      fit: 1, // CSS pixels a unit of data has at zoom 1
      zoom: 1,
      ...middle,
      scale() { return this.fit * this.zoom; },
      toX(px) { return this.width / 2 + (px - this.x) * this.scale(); },
      toY(py) { return this.height / 2 - (py - this.y) * this.scale(); },
      fromX(sx) { return this.x + (sx - this.width / 2) / this.scale(); },
      fromY(sy) { return this.y - (sy - this.height / 2) / this.scale(); },
      sees(px, py) {
        const sx = this.toX(px);
        const sy = this.toY(py);
        return sx >= 0 && sx <= this.width && sy >= 0 && sy <= this.height;
      },
      fitInto(width, height) {
        const margin = clamp(Math.min(width, height) * 0.06, 16, 40);
        const across = (width - 2 * margin) / Math.max(box.right - box.left, 1e-3);
        const upright = (height - 2 * margin) / Math.max(box.top - box.bottom, 1e-3);
        // Beyond four million pixels a frame would take longer than the eye allows.
        const ratio = Math.min(window.devicePixelRatio || 1, 3, Math.max(1, Math.sqrt(4e6 / (width * height))));
        Object.assign(this, { width, height, ratio, fit: Math.min(across, upright) });
      },
      moveTo({ x, y, zoom }) {
        this.zoom = clamp(zoom, 1, DEEPEST);
        this.x = clamp(x, box.left, box.right);
        this.y = clamp(y, box.bottom, box.top);
        if (this.zoom === 1) Object.assign(this, middle);
      },
      /** The view in which what lies at (sx, sy) stays there while the scale changes. */
      zoomedAt(sx, sy, factor) {
        const zoom = clamp(this.zoom * factor, 1, DEEPEST);
        const shrink = 1 / this.scale() - 1 / (this.fit * zoom);
        return { x: this.x + (sx - this.width / 2) * shrink, y: this.y - (sy - this.height / 2) * shrink, zoom };
      },
      whole: () => ({ ...middle, zoom: 1 }),
    };
  }

  return function createMap(host, data, options) {
    const { n, x, y, topic, topics } = data;
    const words = { ...WORDS, ...options.words };
    const grid = mapPlaces.makeGrid(data);
    const places = mapPlaces.placeTopics(data, grid);
    const screen = makeScreen(grid.box);

    const canvas = document.createElement("canvas");
    const tools = document.createElement("div");
    // Pixels are written by hand in every frame, so they had better stay in main memory.
    const context = canvas.getContext("2d", { alpha: false, willReadFrequently: true });
    const labels = mapLabels.makeLabels(topics, places, grid, data, screen, context);

    let picture = null;
    let colours = null;
    let shades = null;
    let glide = null; // a movement under way
    let mask = null; // 1: shown
    let focused = -1;
    let selected = -1;
    let hovered = -1;
    let walk = null; // points that the keyboard walks through
    let lassoMode = false;
    let path = null; // of the lasso being drawn
    let order = new Int32Array(0); // points from the lowest to the topmost
    let faint = 0; // how many of them are faint
    let shown = new Int32Array(topics.length); // points of each topic
    let named = []; // topics whose label was drawn
    let request = 0;
    let stale = true; // points must be stamped again
    let drawn = 0;
    let ms = 0;

    const isShown = (i) => !mask || mask[i] === 1;
    const radius = () => mapPoints.radius(screen, grid.box.placed);

    // ---- drawing

    /** What is faint lies below, then points without a topic, then the rest by their number. */
    function arrange() {
      const layers = [[], [], []];
      shown = new Int32Array(topics.length);
      for (let i = 0; i < n; i++) {
        if (Number.isNaN(x[i] + y[i])) continue;
        const clear = isShown(i) && (focused < 0 || topic[i] === focused);
        layers[!clear ? 0 : topic[i] < 0 ? 1 : 2].push(i);
        if (isShown(i) && topic[i] >= 0) shown[topic[i]]++;
      }
      faint = layers[0].length;
      order = Int32Array.from(layers.flat());
      redraw();
    }

    function drawRing(i, thick) {
      if (i < 0 || !screen.sees(x[i], y[i])) return;
      for (const [style, line] of [[colours.background, thick + 3], [colours.text, thick]]) {
        context.strokeStyle = style;
        context.lineWidth = line;
        context.beginPath();
        context.arc(screen.toX(x[i]), screen.toY(y[i]), Math.max(radius() + 3, 6), 0, 2 * Math.PI);
        context.stroke();
      }
    }

    function drawLasso() {
      context.beginPath();
      path.forEach(([sx, sy]) => context.lineTo(sx, sy));
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

    function drawEmpty() {
      context.font = `14px ${mapLabels.FONT}`;
      context.textAlign = "center";
      context.fillStyle = colours.muted;
      context.fillText(words.empty, screen.width / 2, screen.height / 2);
    }

    function draw() {
      const began = performance.now();
      if (stale) drawn = picture.draw(order, faint, radius(), shades);
      stale = false;
      picture.show(context);
      context.setTransform(screen.ratio, 0, 0, screen.ratio, 0, 0);
      const corner = { left: screen.width - tools.offsetWidth - 12, right: screen.width, top: 0, bottom: tools.offsetHeight + 12 };
      named = labels.draw(colours, radius(), [corner], shown, focused);
      if (!grid.box.placed) drawEmpty();
      drawRing(selected, 3);
      drawRing(hovered, 1.5);
      if (path) drawLasso();
      ms = performance.now() - began;
      canvas.dataset.drawn = drawn;
      canvas.style.touchAction = screen.zoom > 1.01 || lassoMode ? "none" : "pan-y";
    }

    function frame(now) {
      request = 0;
      if (!picture) return;
      if (glide) follow(now);
      draw();
      if (glide) redraw();
    }

    function refresh() {
      if (!request) request = requestAnimationFrame(frame);
    }

    function redraw() {
      stale = true;
      refresh();
    }

    // ---- moving

    function moveTo(view) {
      screen.moveTo(view);
      redraw();
    }

    /** Goes there within GLIDE_MS, so that the eye can follow, or at once where a person wants nothing to move. */
    function glideTo(to) {
      hold();
      if (options.reducedMotion) return moveTo(to);
      glide = { from: { x: screen.x, y: screen.y, zoom: screen.zoom }, to: { ...to, zoom: clamp(to.zoom, 1, DEEPEST) }, began: -1 };
      return refresh();
    }

    function follow(now) {
      const { from, to } = glide;
      if (glide.began < 0) glide.began = now;
      const part = clamp((now - glide.began) / GLIDE_MS, 0, 1);
      const eased = 1 - (1 - part) ** 3;
      const between = (a, b) => a + (b - a) * eased;
      if (part === 1) glide = null;
      stale = true;
      screen.moveTo({ x: between(from.x, to.x), y: between(from.y, to.y), zoom: from.zoom * (to.zoom / from.zoom) ** eased });
    }

    const panned = (dx, dy) => ({ x: screen.x - dx / screen.scale(), y: screen.y + dy / screen.scale(), zoom: screen.zoom });
    const zoomBy = (factor) => glideTo(screen.zoomedAt(screen.width / 2, screen.height / 2, factor));

    /** Ends what moves by itself, for a person has taken over. */
    function hold() {
      glide = null;
      walk = null;
    }

    // ---- points under the pointer, the keys and the lasso

    const nearest = (sx, sy, reach) => grid.nearest(screen.fromX(sx), screen.fromY(sy), reach / screen.scale(), isShown);

    function hover(i) {
      if (i === hovered) return;
      hovered = i;
      refresh();
      if (!options.onHover) return;
      const box = canvas.getBoundingClientRect();
      if (i < 0) options.onHover(-1, 0, 0);
      else options.onHover(i, box.left + screen.toX(x[i]), box.top + screen.toY(y[i]));
    }

    function pick(i) {
      if (i < 0) return;
      select(i);
      if (options.onPick) options.onPick(i);
    }

    /** Points in sight from the middle outwards; walking through them leaves the view as it is. */
    function step(direction) {
      if (!walk) {
        const away = (i) => (x[i] - screen.x) ** 2 + (y[i] - screen.y) ** 2;
        const points = Array.from(order).filter((i) => isShown(i) && screen.sees(x[i], y[i]));
        walk = { at: direction > 0 ? -1 : 0, points: points.sort((a, b) => away(a) - away(b) || a - b) };
      }
      if (!walk.points.length) return;
      walk.at = (walk.at + direction + walk.points.length) % walk.points.length;
      hover(walk.points[walk.at]);
    }

    /** Which shown points lie inside a polygon on the screen, by counting crossings; null if none does. */
    function inside(polygon) {
      const found = new Uint8Array(n);
      let some = false;
      for (const i of order) {
        if (!isShown(i)) continue;
        const sx = screen.toX(x[i]);
        const sy = screen.toY(y[i]);
        for (let a = 0, b = polygon.length - 1; a < polygon.length; b = a++) {
          const [ax, ay] = polygon[a];
          const [bx, by] = polygon[b];
          if (ay > sy !== by > sy && sx < ((bx - ax) * (sy - ay)) / (by - ay) + ax) found[i] ^= 1;
        }
        some ||= found[i] === 1;
      }
      return some ? found : null;
    }

    function trace(drawing) {
      if (!path && !drawing) return;
      path = drawing;
      refresh();
    }

    function lasso(polygon) {
      if (options.onLasso) options.onLasso(polygon && inside(polygon));
    }

    // ---- what the page calls

    function setMask(next) {
      mask = next;
      walk = null;
      if (hovered >= 0 && !isShown(hovered)) hover(-1);
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
      const across = screen.width / Math.max(place.right - place.left, 1e-3);
      const upright = screen.height / Math.max(place.top - place.bottom, 1e-3);
      const zoom = Math.min((Math.min(across, upright) * 0.6) / screen.fit, 12);
      glideTo({ x: (place.left + place.right) / 2, y: (place.bottom + place.top) / 2, zoom });
    }

    function setLasso(on) {
      lassoMode = Boolean(on);
      canvas.style.cursor = lassoMode ? "crosshair" : "grab";
      tools.lastChild.setAttribute("aria-pressed", String(lassoMode));
      refresh();
    }

    const reset = () => glideTo(screen.whole());

    function resize() {
      if (!host.clientWidth) return;
      screen.fitInto(host.clientWidth, Math.max(host.clientHeight, 200));
      canvas.width = Math.round(screen.width * screen.ratio);
      canvas.height = Math.round(screen.height * screen.ratio);
      picture = mapPoints.makePicture(data, screen);
      labels.forget();
      redraw();
    }

    function setTheme() {
      colours = options.colours();
      shades = mapPoints.makeShades(colours);
      stale = true;
      // At once: a page about to be printed waits for no frame.
      if (picture) draw();
    }

    /** The picture as it stands, without rings, as a data URL. */
    function toPng() {
      const rings = [selected, hovered];
      [selected, hovered] = [-1, -1];
      draw();
      const url = canvas.toDataURL("image/png");
      [selected, hovered] = rings;
      refresh();
      return url;
    }

    function state() {
      return {
        scale: screen.scale(), zoom: screen.zoom, x: screen.x, y: screen.y, drawn, ms, hovered, selected, focused,
        lasso: lassoMode, labels: named.map((t) => topics[t].label), moving: Boolean(glide || request),
      };
    }

    // ---- putting it together

    function build() {
      const keys = document.createElement("p");
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
      Object.assign(tools.style, { position: "absolute", top: "8px", right: "8px" });
      Object.assign(tools.style, { display: "flex", flexDirection: "column", gap: "4px" });
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
      mapControls.listen(canvas, {
        hover: (sx, sy, reach) => {
          walk = null;
          hover(nearest(sx, sy, reach));
          return hovered >= 0;
        },
        unhover: () => hover(-1),
        pick: (sx, sy, reach) => pick(nearest(sx, sy, reach)),
        pickCurrent: () => pick(hovered >= 0 ? hovered : nearest(screen.width / 2, screen.height / 2, Infinity)),
        pan: (dx, dy) => moveTo(panned(dx, dy)),
        glide: (dx, dy) => glideTo(panned(dx, dy)),
        zoom: (sx, sy, factor) => moveTo(screen.zoomedAt(sx, sy, factor)),
        glideZoom: (sx, sy, factor) => glideTo(screen.zoomedAt(sx, sy, factor)),
        reset,
        step,
        draw: trace,
        lasso,
        leave: () => {
          trace(null);
          hover(-1);
          lasso(null);
        },
        hold,
        isLasso: () => lassoMode,
        isWhole: () => screen.zoom === 1,
        isWalking: () => walk !== null,
      });
      new ResizeObserver(() => {
        if (host.clientWidth !== screen.width || Math.max(host.clientHeight, 200) !== screen.height) resize();
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
