/** What both sides say of one table, beside the picture. */
export const PANEL = String.raw`
const PLURALS = /** @type {Record<string, string>} */ ({
  index: 'indexes',
  policy: 'policies',
  unique: 'unique constraints',
});

/** @param {number | null} index */
function showItem(index) {
  const item = index === null ? undefined : data.items[index];
  const holder = byId('item');
  holder.hidden = item === undefined;
  for (const group of document.querySelectorAll('#findings .group')) {
    if (group instanceof HTMLElement) group.hidden = item !== undefined && group.dataset['item'] !== String(index);
  }
  // The heading of all findings would stand over those of one table.
  byId('findings').classList.toggle('of-item', item !== undefined);
  holder.replaceChildren(...(item === undefined ? [] : itemParts(item, Number(index))));
  byId('facts').replaceChildren(...(item === undefined ? [] : factTables(item)));
  byId('item').parentElement?.scrollTo(0, 0);
}

/** @param {PageItem} item @param {number} index */
function itemParts(item, index) {
  const back = element('button', { type: 'button', class: 'back' }, '← All findings');
  back.addEventListener('click', () => select(null));
  const tags = [item.kind, SIDES[item.side], countsOf(item) || 'no findings'].filter((tag) => tag !== '');
  return [
    back,
    element('h2', {}, item.name),
    element('p', { class: 'tags' }, tags.join(' · ')),
    ...(item.place === '' ? [] : [element('p', { class: 'place' }, item.place)]),
    ...neighbours(index),
  ];
}

/** The tables at the other ends of its foreign keys. @param {number} index */
function neighbours(index) {
  const to = data.edges.filter(({ from }) => from === index).map((edge) => edge.to);
  const from = data.edges.filter((edge) => edge.to === index).map((edge) => edge.from);
  return [neighbourList('Refers to', to), neighbourList('Referred to by', from)].flat();
}

/** @param {string} title @param {number[]} indexes */
function neighbourList(title, indexes) {
  if (indexes.length === 0) return [];
  const buttons = [...new Set(indexes)].map((index) => {
    const item = data.items[index];
    const button = element('button', { type: 'button', class: 'link' }, item?.name ?? '');
    button.addEventListener('click', () => select(index));
    return button;
  });
  return [element('p', { class: 'neighbours' }, element('b', {}, title), ...buttons)];
}

/** @param {PageItem} item */
function factTables(item) {
  /** @type {Map<string, PageObject[]>} */
  const kinds = new Map();
  for (const object of item.objects) {
    // A table of which there is nothing to say but that it is there.
    if (object.facts.length === 0 && object.side === 'both' && object.kind === item.kind) continue;
    kinds.set(object.kind, [...(kinds.get(object.kind) ?? []), object]);
  }
  return [...kinds].map(([kind, objects]) => {
    const title = objects.length === 1 ? kind : (PLURALS[kind] ?? kind + 's');
    const head = element(
      'tr',
      {},
      element('th', { scope: 'col' }, title),
      element('th', { scope: 'col' }, 'declared'),
      element('th', { scope: 'col' }, 'live'),
    );
    return element('table', { class: 'facts' }, element('thead', {}, head), element('tbody', {}, ...objects.map(factRow)));
  });
}

/** @param {PageObject} object */
function factRow(object) {
  const { name, side, mark, detail, facts } = object;
  const symbol = mark === '' ? [] : [' ', element('span', { class: 'symbol', title: mark }, SYMBOLS[mark])];
  const heading = element('th', { scope: 'row' }, name, ...symbol, element('span', { class: 'detail' }, detail));
  const isAlike = side === 'both' && facts.every(([, other, factMark]) => other === null && factMark === '');
  const declared = facts.map(([text, , factMark]) => /** @type {const} */ ([text, factMark]));
  const live = facts.map(([text, other, factMark]) => /** @type {const} */ ([other ?? text, factMark]));
  const cells = isAlike
    ? [factCell(declared, { colspan: '2', class: 'alike' })]
    : [
        side === 'database' ? nothing('not in the schema') : factCell(declared),
        side === 'schema' ? nothing('not in the database') : factCell(live),
      ];
  return element('tr', { class: mark }, heading, ...cells);
}

/** @param {string} text */
function nothing(text) {
  return element('td', { class: 'nothing' }, text);
}

/** @param {(readonly [string, string])[]} facts @param {Record<string, string>} [attributes] */
function factCell(facts, attributes = {}) {
  const told = facts.filter(([text]) => text !== '');
  return element('td', attributes, ...told.map(([text, mark]) => element('span', { class: 'fact ' + mark }, text)));
}
`;
