// Where things are on the map: a grid that finds points, and the place of each topic.

const mapPlaces = (() => {
  "use strict";

  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
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

    /** Calls `visit` with every point of the cells that a rectangle touches, some of them outside it. */
    function around(west, south, east, north, visit) {
      const first = column(west);
      const last = column(east);
      for (let r = row(south); r <= row(north); r++) {
        const end = start[r * side + last + 1];
        for (let m = start[r * side + first]; m < end; m++) visit(members[m]);
      }
    }

    /** The point nearest to a place within `span` of it that `counts`, the lower number of two; -1 if there is none. */
    function nearest(px, py, span, counts) {
      let best = -1;
      let least = span * span;
      around(px - span, py - span, px + span, py + span, (i) => {
        const distance = (x[i] - px) ** 2 + (y[i] - py) ** 2;
        if (distance > least || !counts(i) || (distance === least && best >= 0 && best < i)) return;
        best = i;
        least = distance;
      });
      return best;
    }

    return { box, members, around, nearest };
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

  return { makeGrid, placeTopics };
})();
