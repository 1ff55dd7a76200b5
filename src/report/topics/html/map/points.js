// Points stamped into the pixels of a picture.
//
// The calls of a canvas cost about a microsecond each, too much for 100,000 points in a frame, while a stamp of a dozen
// pixels costs a tenth of that; and the pixels come out the same everywhere.

const mapPoints = (() => {
  "use strict";

  const LARGEST = 7; // radius of a point in CSS pixels, at most
  const PHASES = 4; // positions within a pixel, each way, that a stamp is made for
  const OPAQUE = 0xff000000;
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
      pixels[j] = OPAQUE
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

  /** Few points are large, many are small, and they grow a little as one comes nearer. CSS pixels. */
  function radius(screen, count) {
    const spacing = Math.sqrt((screen.width * screen.height) / Math.max(count, 1));
    const r = clamp(0.2 * spacing, 1.05, LARGEST) * screen.zoom ** 0.3;
    return Math.round(clamp(r, 1, LARGEST) * 8) / 8;
  }

  /** A picture of the size of the screen that points are stamped into. */
  function makePicture({ x, y, topic }, screen) {
    const { ratio } = screen;
    // Pixels around the picture that are never shown: no stamp needs clipping.
    const pad = 2 * Math.ceil((LARGEST + 3) * ratio);
    const wide = Math.round(screen.width * ratio);
    const tall = Math.round(screen.height * ratio);
    const stride = wide + 2 * pad;
    const image = new ImageData(stride, tall + 2 * pad);
    const pixels = new Int32Array(image.data.buffer);
    const stamps = new Map();

    function stamp(r, opacity) {
      const key = `${r} ${opacity}`;
      if (!stamps.has(key)) stamps.set(key, makeStamp(r * ratio, opacity, stride));
      return stamps.get(key);
    }

    /** Stamps order[from..to], in the shades of their topics, or all in the first shade; returns how many are in sight. */
    function stampRange(order, from, to, shades, body, rim, plain) {
      const k = screen.scale() * ratio;
      const left = pad + (screen.width * ratio) / 2 - screen.x * k;
      const top = pad + (screen.height * ratio) / 2 + screen.y * k;
      const edge = pad / 2;
      const right = stride - edge;
      const bottom = image.height - edge;
      const { redBlue, green, ground } = shades;
      const topics = redBlue.length - 1;
      let drawn = 0;
      for (let q = from; q < to; q++) {
        const i = order[q];
        const px = left + x[i] * k;
        const py = top - y[i] * k;
        if (px < edge || px >= right || py < edge || py >= bottom) continue;
        const column = px | 0;
        const row = py | 0;
        const phase = (((py - row) * PHASES) | 0) * PHASES + (((px - column) * PHASES) | 0);
        const at = row * stride + column;
        const shade = plain || topic[i] < 0 ? 0 : 1 + (topic[i] % topics);
        if (rim) blend(pixels, rim, phase, at, ground & 0xff00ff, ground & 0x00ff00);
        blend(pixels, body, phase, at, redBlue[shade], green[shade]);
        drawn++;
      }
      return drawn;
    }

    /** Draws all points, the first `faint` of the order so that they are hardly seen. */
    function draw(order, faint, r, shades) {
      const opacity = clamp(0.5 + 0.1 * r, 0.55, 0.92);
      // A thin rim in the colour of the ground keeps large points apart; small ones would vanish in it.
      const rim = r >= 2.5 ? stamp(r + 0.9, 0.9) : null;
      pixels.fill(shades.ground | OPAQUE);
      return stampRange(order, 0, faint, shades, stamp(r, 0.3), null, true)
        + stampRange(order, faint, order.length, shades, stamp(r, opacity), rim, false);
    }

    const show = (context) => context.putImageData(image, -pad, -pad, pad, pad, wide, tall);

    return { draw, show };
  }

  /** The colours of a theme as the numbers that stamping needs; the first shade is of points without a topic. */
  function makeShades({ background, none, topics }) {
    const read = makeReader();
    const shades = [none, ...topics].map(read);
    return {
      ground: read(background),
      redBlue: Int32Array.from(shades, (shade) => shade & 0xff00ff),
      green: Int32Array.from(shades, (shade) => shade & 0x00ff00),
    };
  }

  return { makePicture, makeShades, radius };
})();
