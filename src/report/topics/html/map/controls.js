// Pointer, wheel, fingers and keys on the map, as what they mean.

const mapControls = (() => {
  "use strict";

  const REACH = 12; // how far from a point the pointer may be to mean it, in CSS pixels
  const REACH_OF_A_FINGER = 20;
  const SLACK = 4; // a press that moves less is no drag
  const STEP = 80; // of an arrow key
  const apart = ([a, b]) => Math.max(Math.hypot(a[0] - b[0], a[1] - b[1]), 1);
  const middleOf = ([a, b]) => [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  /**
   * `map` does what is meant: hover(sx, sy, reach) and unhover(), pick(sx, sy, reach) and pickCurrent(), pan(dx, dy),
   * glide(dx, dy), zoom(sx, sy, factor), glideZoom(sx, sy, factor), reset(), step(direction), draw(path | null),
   * lasso(path), leave(), hold(), isLasso(), isWhole(), isWalking(). Places are in CSS pixels from the corner of the canvas.
   */
  function listen(canvas, map) {
    const pointers = new Map();
    let press = null; // where the first pointer went down
    let dragged = false;
    let path = null; // of the lasso being drawn
    let scrolled = -Infinity; // when the page last moved

    const placeOf = (event) => {
      const box = canvas.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    const pointAt = (cursor) => { canvas.style.cursor = map.isLasso() ? "crosshair" : cursor; };

    function down(event) {
      if (event.button > 0) return;
      const at = placeOf(event);
      pointers.set(event.pointerId, at);
      canvas.setPointerCapture(event.pointerId);
      map.hold();
      dragged = pointers.size > 1;
      press = at;
      path = pointers.size === 1 && (map.isLasso() || event.shiftKey) ? [at] : null;
      map.draw(path);
    }

    function move(event) {
      const at = placeOf(event);
      const before = pointers.get(event.pointerId);
      if (!before) {
        if (event.pointerType !== "touch") pointAt(map.hover(...at, REACH) ? "pointer" : "grab");
        return;
      }
      if (!dragged && Math.hypot(at[0] - press[0], at[1] - press[1]) < SLACK) return;
      if (!dragged) map.unhover();
      dragged = true;
      const held = [...pointers.values()];
      pointers.set(event.pointerId, at);
      if (path) {
        path.push(at);
        map.draw(path);
      } else if (held.length === 2) {
        const now = [...pointers.values()];
        const [mx, my] = middleOf(now);
        const [ox, oy] = middleOf(held);
        map.pan(mx - ox, my - oy);
        map.zoom(mx, my, apart(now) / apart(held));
      } else {
        canvas.style.cursor = "grabbing";
        map.pan(at[0] - before[0], at[1] - before[1]);
      }
    }

    function up(event) {
      if (!pointers.delete(event.pointerId)) return;
      const cancelled = event.type === "pointercancel";
      const drawn = path;
      path = null;
      map.draw(null);
      if (!dragged && !cancelled && !(drawn && map.isLasso())) {
        map.pick(...placeOf(event), event.pointerType === "touch" ? REACH_OF_A_FINGER : REACH);
      } else if (drawn && drawn.length > 2 && !cancelled) {
        map.lasso(drawn);
      }
      pointAt("grab");
      // A finger that stays after a pinch goes on dragging; it picks nothing when it is lifted.
      dragged = pointers.size > 0;
    }

    function wheel(event) {
      // A person who scrolls through the page, or has nothing left to zoom out of, means the page.
      const meansPage = event.timeStamp - scrolled < 250 || (map.isWhole() && event.deltaY > 0);
      if (!event.ctrlKey && meansPage) return;
      event.preventDefault();
      const unit = event.deltaMode === 1 ? 16 : event.deltaMode === 2 ? canvas.clientHeight : 1;
      // Pinching on a touchpad arrives as a wheel with the Ctrl key and small steps.
      const speed = event.ctrlKey ? 0.01 : 0.002;
      map.hold();
      map.zoom(...placeOf(event), Math.exp(-clamp(event.deltaY * unit, -240, 240) * speed));
      map.hover(...placeOf(event), REACH);
    }

    function key(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const zoom = (factor) => map.glideZoom(canvas.clientWidth / 2, canvas.clientHeight / 2, factor);
      const act = {
        ArrowLeft: () => map.glide(STEP, 0),
        ArrowRight: () => map.glide(-STEP, 0),
        ArrowUp: () => map.glide(0, STEP),
        ArrowDown: () => map.glide(0, -STEP),
        "+": () => zoom(1.6),
        "=": () => zoom(1.6),
        "-": () => zoom(1 / 1.6),
        0: map.reset,
        n: () => map.step(1),
        "]": () => map.step(1),
        p: () => map.step(-1),
        "[": () => map.step(-1),
        Enter: map.pickCurrent,
        Escape: () => {
          path = null;
          map.leave();
        },
      }[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    }

    canvas.addEventListener("pointerdown", down);
    canvas.addEventListener("pointermove", move);
    canvas.addEventListener("pointerup", up);
    canvas.addEventListener("pointercancel", up);
    canvas.addEventListener("pointerleave", () => !pointers.size && !map.isWalking() && map.unhover());
    canvas.addEventListener("blur", () => map.isWalking() && map.unhover());
    canvas.addEventListener("dblclick", (event) => !map.isLasso() && map.glideZoom(...placeOf(event), event.shiftKey ? 0.5 : 2));
    canvas.addEventListener("keydown", key);
    canvas.addEventListener("wheel", wheel, { passive: false });
    // One finger may scroll the page; two are for the map.
    canvas.addEventListener("touchmove", (event) => event.touches.length > 1 && event.preventDefault(), { passive: false });
    window.addEventListener("scroll", (event) => { scrolled = event.timeStamp; }, { passive: true });
  }

  return { listen };
})();
