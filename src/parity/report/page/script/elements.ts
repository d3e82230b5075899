/** The data, and how elements are made: always with text, never from markup. */
export const ELEMENTS = String.raw`
/** @typedef {import('./data.ts').PageData} PageData */
/** @typedef {import('./data.ts').PageItem} PageItem */
/** @typedef {import('./data.ts').PageObject} PageObject */
/** @typedef {import('./data.ts').Box} Box */
/** @typedef {import('./data.ts').Layout} Layout */

/** @param {string} id */
function byId(id) {
  const found = document.getElementById(id);
  if (found === null) throw new Error('the page has no ' + id);
  return found;
}

/**
 * @param {string} name
 * @param {Record<string, string>} attributes
 * @param {(Node | string)[]} children
 */
function element(name, attributes, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

/**
 * @param {string} name
 * @param {Record<string, string | number>} attributes
 * @param {(Node | string)[]} children
 */
function drawing(name, attributes, ...children) {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, String(value));
  made.append(...children);
  return made;
}

/** @type {PageData} */
const data = JSON.parse(byId('data').textContent ?? '');

const SYMBOLS = { differs: '≠', undecided: '?', '': '' };
const SIDES = { both: '', schema: 'only in the schema', database: 'only in the database' };

/** @param {PageItem} item */
function markOfItem(item) {
  if (item.differences > 0) return 'differs';
  return item.undecided > 0 ? 'undecided' : '';
}

/** @param {PageItem} item */
function countsOf(item) {
  return [
    item.differences === 0 ? '' : item.differences === 1 ? '1 difference' : item.differences + ' differences',
    item.undecided === 0 ? '' : item.undecided + ' undecided',
  ].filter((text) => text !== '').join(', ');
}
`;
