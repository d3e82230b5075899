/** Which part of the picture is seen: pan, zoom, and the ways to ask for either. */
export const VIEW = String.raw`
const picture = byId('picture');
const SCALES = { least: 0.004, most: 3, far: 0.42 };
const view = { x: 0, y: 0, scale: 1 };
let frame = 0;
let flight = 0;

/** @param {{ x: number, y: number, scale: number }} next */
function look(next) {
  Object.assign(view, next);
  // Many changes may come before the next frame.
  frame ||= requestAnimationFrame(() => {
    frame = 0;
    drawView();
  });
}

/** @param {{ x: number, y: number, scale: number }} target */
function fly(target) {
  cancelAnimationFrame(flight);
  const from = { ...view };
  const start = performance.now();
  const length = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : 220;
  /** @param {number} now */
  const step = (now) => {
    const time = length === 0 ? 1 : Math.min(1, Math.max(0, now - start) / length);
    const part = 1 - (1 - time) ** 3;
    look({
      x: from.x + (target.x - from.x) * part,
      y: from.y + (target.y - from.y) * part,
      scale: from.scale + (target.scale - from.scale) * part,
    });
    if (time < 1) flight = requestAnimationFrame(step);
  };
  flight = requestAnimationFrame(step);
}

/** @param {number} factor @param {number} [x] @param {number} [y] */
function zoom(factor, x = picture.clientWidth / 2, y = picture.clientHeight / 2) {
  cancelAnimationFrame(flight);
  const scale = Math.min(SCALES.most, Math.max(SCALES.least, view.scale * factor));
  const ratio = scale / view.scale;
  look({ x: x - (x - view.x) * ratio, y: y - (y - view.y) * ratio, scale });
}

/** @param {number} dx @param {number} dy */
function pan(dx, dy) {
  cancelAnimationFrame(flight);
  look({ x: view.x + dx, y: view.y + dy, scale: view.scale });
}

/** Where all of a layout is seen, and not larger than life. @param {Layout} shown */
function wholeOf(shown) {
  const [width, height] = [picture.clientWidth, picture.clientHeight];
  // The legend stands at the bottom.
  const room = { side: 24, top: 20, bottom: 56 };
  const [wide, high] = [width - 2 * room.side, height - room.top - room.bottom];
  const scale = Math.max(SCALES.least, Math.min(1, wide / Math.max(1, shown.width), high / Math.max(1, shown.height)));
  return {
    x: room.side + (wide - shown.width * scale) / 2,
    y: room.top + (high - shown.height * scale) / 2,
    scale,
  };
}

/** Where one box is in the middle, near enough to be read. @param {readonly [number, number]} corner @param {Box} box */
function closeTo([x, y], box) {
  const scale = Math.min(1.2, Math.max(view.scale, 0.8));
  return {
    x: picture.clientWidth / 2 - (x + box.width / 2) * scale,
    y: picture.clientHeight / 2 - (y + box.height / 2) * scale,
    scale,
  };
}

/** @type {Map<number, { x: number, y: number }>} */
const pointers = new Map();
let moved = 0;

picture.addEventListener('pointerdown', (event) => {
  if (event.button !== 0) return;
  if (pointers.size === 0) moved = 0;
  pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
});
picture.addEventListener('pointermove', (event) => {
  const last = pointers.get(event.pointerId);
  if (last === undefined) return;
  const [dx, dy] = [event.clientX - last.x, event.clientY - last.y];
  const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1];
  moved += Math.abs(dx) + Math.abs(dy);
  pointers.set(event.pointerId, { x: event.clientX, y: event.clientY });
  if (moved < 4) return;
  // Only now: a captured pointer never clicks on what is below it.
  picture.setPointerCapture(event.pointerId);
  if (other === undefined) return pan(dx, dy);
  const before = Math.hypot(last.x - other.x, last.y - other.y);
  const after = Math.hypot(event.clientX - other.x, event.clientY - other.y);
  const edge = picture.getBoundingClientRect();
  zoom(after / Math.max(1, before), other.x - edge.left, other.y - edge.top);
});
for (const end of ['pointerup', 'pointercancel']) {
  picture.addEventListener(end, (event) => pointers.delete(/** @type {PointerEvent} */ (event).pointerId));
}
picture.addEventListener(
  'wheel',
  (event) => {
    event.preventDefault();
    const edge = picture.getBoundingClientRect();
    const lines = event.deltaMode === 1 ? 16 : 1;
    zoom(Math.exp(-event.deltaY * lines * (event.ctrlKey ? 0.01 : 0.0016)), event.clientX - edge.left, event.clientY - edge.top);
  },
  { passive: false },
);
picture.addEventListener('keydown', (event) => {
  const far = 60;
  /** @type {Record<string, () => void>} */
  const keys = {
    ArrowLeft: () => pan(far, 0),
    ArrowRight: () => pan(-far, 0),
    ArrowUp: () => pan(0, far),
    ArrowDown: () => pan(0, -far),
    '+': () => zoom(1.25),
    '=': () => zoom(1.25),
    '-': () => zoom(0.8),
    0: () => fly(wholeOf(layout)),
  };
  const action = keys[event.key];
  if (action === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  action();
});
byId('zoom-in').addEventListener('click', () => zoom(1.25));
byId('zoom-out').addEventListener('click', () => zoom(0.8));
byId('zoom-fit').addEventListener('click', () => fly(wholeOf(layout)));
`;
