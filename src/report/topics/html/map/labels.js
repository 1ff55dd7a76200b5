// Names of topics on the map: broken into lines, placed where there is room, drawn with a halo.

const mapLabels = (() => {
  "use strict";

  const FONT = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Noto Sans CJK KR", sans-serif';
  // Control characters, and those that turn the direction of writing, would reach beyond the label they stand in.
  const UNFIT = /[\p{Cc}\u2028\u2029\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\s]+/gu;
  const PIXELS_A_LABEL = 11000; // of the map, at least
  const LARGE = 4; // radius from which on a label is kept off the points
  // Where a label may stand, in its own widths and heights from the place of its topic; the first are the best.
  const SHIFTS = [[0, 0], [0, -1], [0, 1], [-0.3, 0], [0.3, 0], [-0.3, -1], [0.3, -1], [-0.3, 1], [0.3, 1], [0, -2], [0, 2],
    [-0.3, -2], [0.3, -2], [-0.3, 2], [0.3, 2]];
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  /** A label in one or two lines no wider than `limit`; what does not fit is cut and marked so. */
  function breakLabel(context, label, limit) {
    const wide = (text) => context.measureText(text).width;
    const cut = (text) => {
      if (wide(text) <= limit) return text;
      const letters = Array.from(text).slice(0, 80);
      while (letters.length > 1 && wide(`${letters.join("")}…`) > limit) letters.pop();
      return `${letters.join("").replace(/[\s,;:.]+$/u, "")}…`;
    };
    const clean = label.slice(0, 400).replace(UNFIT, " ").trim();
    if (wide(clean) <= limit * 0.8) return [clean];
    const words = clean.split(" ");
    let best = [cut(clean)];
    let least = Infinity;
    for (let w = 1; w < words.length && wide(words.slice(0, w).join(" ")) <= limit; w++) {
      const lines = [words.slice(0, w).join(" "), words.slice(w).join(" ")];
      const widest = Math.max(...lines.map(wide));
      // Two lines of like length look best; where something must be cut, as little as can be.
      if (widest > least) break;
      least = widest;
      best = [lines[0], cut(lines[1])];
    }
    return best;
  }

  /** Names the `topics` at their `places` on the `screen`; the `grid` tells which points a label would cover. */
  function makeLabels(topics, places, grid, data, screen, context) {
    const bySize = topics.map((_, t) => t).filter((t) => places[t]).sort((a, b) => topics[b].size - topics[a].size || a - b);
    const rank = new Map(bySize.map((t, r) => [t, r]));
    let shapes = new Map();

    /** Lines and measures of a label, kept: measuring text costs more than drawing it. */
    function shapeOf(t) {
      if (!shapes.has(t)) {
        const size = (rank.get(t) < 3 ? 15 : rank.get(t) < 10 ? 14 : 13) - (screen.width < 500 ? 2 : 0);
        const font = `600 ${size}px ${FONT}`;
        context.font = font;
        const lines = breakLabel(context, topics[t].label, clamp(screen.width * 0.3, 110, 190));
        const wide = Math.max(...lines.map((text) => context.measureText(text).width));
        const line = Math.round(size * 1.25);
        shapes.set(t, { font, lines, line, wide, tall: lines.length * line });
      }
      return shapes.get(t);
    }

    function boxesOf(t, r) {
      const { wide, tall } = shapeOf(t);
      const { x, y, left, right, top, bottom } = places[t];
      const sx = screen.toX(x);
      const sy = screen.toY(y);
      if (sx < 0 || sx > screen.width || sy < 0 || sy > screen.height) return [];
      const step = tall / 2 + r + 6;
      const middles = SHIFTS.map(([dx, dy]) => [sx + dx * wide, sy + dy * step]);
      if (r >= LARGE) {
        const centre = (screen.toX(left) + screen.toX(right)) / 2;
        middles.unshift([centre, screen.toY(top) - step - 4], [centre, screen.toY(bottom) + step + 2]);
      }
      return middles.map(([cx, cy]) => {
        const centre = clamp(cx, wide / 2 + 8, Math.max(screen.width - wide / 2 - 8, wide / 2 + 8));
        const middle = clamp(cy, tall / 2 + 5, screen.height - tall / 2 - 9);
        const [across, upright] = [wide / 2 + 6, tall / 2 + 3];
        return {
          centre, middle, left: centre - across, right: centre + across, top: middle - upright, bottom: middle + upright + 4,
        };
      });
    }

    function pointsUnder(box, r) {
      let count = 0;
      const [left, right, top, bottom] = [box.left - r, box.right + r, box.top - r, box.bottom + r];
      grid.around(screen.fromX(left), screen.fromY(bottom), screen.fromX(right), screen.fromY(top), (i) => {
        const sx = screen.toX(data.x[i]);
        const sy = screen.toY(data.y[i]);
        count += sx > left && sx < right && sy > top && sy < bottom;
      });
      return count;
    }

    function drawLabel(t, box, colours, quiet) {
      const { font, lines, line, wide, tall } = shapeOf(t);
      const first = box.middle - tall / 2 + line / 2;
      context.font = font;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      context.lineWidth = 4;
      context.strokeStyle = colours.background;
      lines.forEach((text, l) => context.strokeText(text, box.centre, first + l * line));
      context.fillStyle = quiet ? colours.muted : colours.text;
      lines.forEach((text, l) => context.fillText(text, box.centre, first + l * line));
      // The bar ties a name to its colour, for an eye that cannot tell which points lie nearest.
      const bar = Math.min(wide, 28);
      context.fillStyle = colours.background;
      context.fillRect(box.centre - bar / 2 - 1.5, box.middle + tall / 2 - 1, bar + 3, 6);
      context.fillStyle = quiet ? colours.none : colours.topics[t % colours.topics.length];
      context.fillRect(box.centre - bar / 2, box.middle + tall / 2 + 0.5, bar, 3);
    }

    /**
     * Labels go down by the size of their topic; one that finds no room waits until the map is nearer. `taken` are boxes
     * that must stay free, `shown` how many points of each topic are shown. Returns the topics that were named.
     */
    function draw(colours, r, taken, shown, focused) {
      const most = Math.ceil((screen.width * screen.height) / PIXELS_A_LABEL);
      const turn = places[focused] ? [focused, ...bySize.filter((t) => t !== focused)] : bySize;
      const named = [];
      for (const t of turn) {
        if (named.length >= most) break;
        if (!shown[t]) continue;
        const meets = (box, other) => box.left < other.right && box.right > other.left
          && box.top < other.bottom && box.bottom > other.top;
        const free = boxesOf(t, r).filter((box) => !taken.some((other) => meets(box, other)));
        if (!free.length) continue;
        const under = r >= LARGE ? free.map((box) => pointsUnder(box, r)) : [0];
        const box = free[under.indexOf(Math.min(...under))];
        taken.push(box);
        named.push(t);
        drawLabel(t, box, colours, focused >= 0 && focused !== t);
      }
      return named;
    }

    const forget = () => { shapes = new Map(); };

    return { draw, forget };
  }

  return { makeLabels, FONT };
})();
