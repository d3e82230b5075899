/** The picture: boxes that are in view, rows of those that are near, and a line for every foreign key. */
export const PICTURE = String.raw`
/** @type {Layout} */
let layout = data.all;
/** @type {number | null} */
let selected = null;
/** @type {Map<number, { group: Element, isNear: boolean }>} */
const drawn = new Map();
/** @type {{ path: Element, from: number, to: number }[]} */
let lines = [];

/** @param {Layout} next */
function showLayout(next) {
  layout = next;
  for (const { group } of drawn.values()) group.remove();
  drawn.clear();
  lines = data.edges.flatMap((edge) => {
    const path = pathOf(edge);
    if (path === null) return [];
    const classes = ['edge', edge.mark, edge.side].join(' ');
    const ends = { 'marker-start': 'url(#dot)', 'marker-end': 'url(#arrow)' };
    return [{ path: drawing('path', { class: classes, d: path, ...ends }), from: edge.from, to: edge.to }];
  });
  byId('edges').classList.toggle('many', lines.length > 300);
  byId('edges').replaceChildren(...lines.map(({ path }) => path));
  markLines();
  look(wholeOf(layout));
}

/** From the column to the one that it refers to, out at the sides that face each other. @param {PageData['edges'][number]} edge */
function pathOf(edge) {
  const [from, to] = [placeOf(edge.from), placeOf(edge.to)];
  if (from === null || to === null) return null;
  const [startY, endY] = [from.y + rowMiddle(edge.fromRow), to.y + rowMiddle(edge.toRow)];
  const isLeft = to.x + to.box.width < from.x;
  const isRight = from.x + from.box.width < to.x;
  const startX = isLeft ? from.x : from.x + from.box.width;
  const endX = isRight ? to.x : to.x + to.box.width;
  const bend = Math.min(160, Math.max(36, Math.abs(startX - endX) / 2, isLeft || isRight ? 0 : Math.abs(startY - endY) / 4));
  const [out, into] = [isLeft ? -bend : bend, isRight ? -bend : bend];
  return ['M', startX, startY, 'C', startX + out, startY, endX + into, endY, endX, endY].join(' ');
}

/** @param {number} index */
function placeOf(index) {
  const corner = layout.corners[index] ?? null;
  const box = data.items[index]?.box ?? null;
  return corner === null || box === null ? null : { x: corner[0], y: corner[1], box };
}

/** @param {number} row */
function rowMiddle(row) {
  return row < 0 ? data.sizes.header / 2 : data.sizes.header + (row + 0.5) * data.sizes.row;
}

/** Draws what is in view and takes away what is not: a thousand tables with all their columns are too much at once. */
function drawView() {
  const { x, y, scale } = view;
  byId('view').setAttribute('transform', 'translate(' + x + ' ' + y + ') scale(' + scale + ')');
  const isNear = scale >= SCALES.far;
  picture.classList.toggle('far', !isNear);
  const margin = 120;
  const [left, top] = [(-x - margin) / scale, (-y - margin) / scale];
  const [right, bottom] = [(picture.clientWidth - x + margin) / scale, (picture.clientHeight - y + margin) / scale];
  data.items.forEach((item, index) => {
    const place = placeOf(index);
    const before = drawn.get(index);
    const isSeen =
      place !== null && place.x < right && place.x + place.box.width > left && place.y < bottom && place.y + place.box.height > top;
    if (before !== undefined && isSeen && before.isNear === isNear) return;
    before?.group.remove();
    drawn.delete(index);
    if (!isSeen) return;
    const group = boxGroup(item, index, place, isNear);
    byId('boxes').append(group);
    drawn.set(index, { group, isNear });
  });
}

/**
 * @param {PageItem} item @param {number} index
 * @param {{ x: number, y: number, box: Box }} place @param {boolean} isNear
 */
function boxGroup(item, index, { x, y, box }, isNear) {
  const { width, height } = box;
  const { header } = data.sizes;
  const mark = markOfItem(item);
  const group = drawing('g', {
    class: ['box', mark, item.side, index === selected ? 'selected' : ''].join(' '),
    transform: 'translate(' + x + ' ' + y + ')',
    'data-item': index,
  });
  const count = item.differences + item.undecided;
  const note = [item.name, SIDES[item.side], countsOf(item)].filter((text) => text !== '').join(' · ');
  group.append(drawing('title', {}, note), drawing('rect', { class: 'frame', width, height, rx: 7 }));
  const bend = 'M0 ' + header + 'V7Q0 0 7 0H' + (width - 7) + 'Q' + width + ' 0 ' + width + ' 7V' + header + 'Z';
  group.append(drawing('path', { class: 'head', d: bend }));
  if (isNear) {
    group.append(drawing('text', { class: 'title', x: 12, y: 22 }, box.title), ...rowsOf(box));
    if (count > 0) {
      group.append(
        drawing('rect', { class: 'badge', x: width - 34, y: 9, width: 26, height: 17, rx: 8.5 }),
        drawing('text', { class: 'badge-text', x: width - 21, y: 21.5 }, SYMBOLS[mark] + count),
      );
    }
  } else {
    const { lines, size } = box.far;
    const first = height / 2 - ((lines.length - 1) * size * 1.2) / 2 + size * 0.35;
    lines.forEach((line, at) => {
      const y = first + at * size * 1.2;
      group.append(drawing('text', { class: 'far-title', x: width / 2, y, 'font-size': size }, line));
    });
  }
  // Last, so that nothing covers it.
  group.append(drawing('rect', { class: 'outline', width, height, rx: 7 }));
  return group;
}

/** @param {Box} box */
function rowsOf({ rows, width, more }) {
  const { header, row } = data.sizes;
  const made = rows.map(({ name, type, mark, side, isPrimary, isForeign }, index) => {
    const group = drawing('g', {
      class: ['row', mark, side].join(' '),
      transform: 'translate(0 ' + (header + index * row) + ')',
    });
    if (mark !== '') group.append(drawing('rect', { class: 'wash', x: 1, width: width - 2, height: row }));
    if (isPrimary || isForeign) {
      group.append(drawing('text', { class: isPrimary ? 'flag primary' : 'flag', x: 10, y: 14 }, isPrimary ? 'PK' : 'FK'));
    }
    group.append(drawing('text', { class: 'name', x: 32, y: 14 }, name));
    group.append(drawing('text', { class: 'type', x: width - 24, y: 14 }, type));
    if (mark !== '') group.append(drawing('text', { class: 'symbol', x: width - 12, y: 14.5 }, SYMBOLS[mark]));
    return group;
  });
  if (more > 0) {
    const y = header + rows.length * row + 14;
    made.push(drawing('text', { class: 'more', x: 32, y }, '… ' + more + (more === 1 ? ' more column' : ' more columns')));
  }
  return made;
}

/** Shows which box is meant, and the lines that begin or end there. */
function markSelected() {
  for (const [index, { group }] of drawn) group.classList.toggle('selected', index === selected);
  markLines();
}

function markLines() {
  picture.classList.toggle('has-selected', selected !== null && placeOf(selected) !== null);
  for (const { path, from, to } of lines) {
    const isJoined = selected !== null && (from === selected || to === selected);
    path.classList.toggle('joined', isJoined);
    // The last one is on top.
    if (isJoined) path.parentNode?.append(path);
  }
}

picture.addEventListener('click', (event) => {
  if (moved >= 4 || !(event.target instanceof Element)) return;
  const index = event.target.closest('[data-item]')?.getAttribute('data-item') ?? null;
  select(index === null ? null : Number(index), { isShown: true });
});
`;
