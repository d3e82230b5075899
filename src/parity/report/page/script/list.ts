/** The list of all that was judged, and the search in it. */
export const LIST = String.raw`
const search = /** @type {HTMLInputElement} */ (byId('search'));
const entries = data.items.map((item, index) => {
  const badge = item.differences + item.undecided;
  const mark = markOfItem(item);
  const hits = element('span', { class: 'hits' });
  const button = element(
    'button',
    { type: 'button', class: 'entry ' + mark, 'data-item': String(index) },
    element('span', { class: 'name' }, item.name),
    ...(item.box === null || item.kind !== 'table' ? [element('span', { class: 'kind' }, item.kind)] : []),
    ...(badge > 0 ? [element('span', { class: 'badge', title: countsOf(item) }, SYMBOLS[mark] + badge)] : []),
    hits,
  );
  button.addEventListener('click', () => select(index));
  const parts = item.objects.map(({ name }) => name).concat(item.codes);
  const own = (item.name + ' ' + item.kind).toLowerCase();
  return { row: element('li', {}, button), button, hits, own, parts, lower: parts.map((part) => part.toLowerCase()), index };
});
byId('list').append(...entries.map(({ row }) => row));

/** @param {number} index */
function isInFocus(index) {
  const item = data.items[index];
  if (item === undefined) return false;
  return item.differences + item.undecided > 0 || (data.focus?.corners[index] ?? null) !== null;
}

function filterList() {
  const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
  const isFocus = layout === data.focus;
  let count = 0;
  for (const { row, hits, own, parts, lower, index } of entries) {
    const isFound = words.every((word) => own.includes(word) || lower.some((part) => part.includes(word)));
    row.hidden = !isFound || (isFocus && !isInFocus(index));
    if (row.hidden) continue;
    count += 1;
    const beyond = words.filter((word) => !own.includes(word));
    const found = parts.filter((_part, at) => beyond.some((word) => lower[at]?.includes(word)));
    const most = 4;
    const rest = found.length - most;
    hits.textContent = found.slice(0, most).join(', ') + (rest > 0 ? ' and ' + rest + ' more' : '');
  }
  byId('found').textContent = count === entries.length ? count + ' in all' : count + ' of ' + entries.length;
}

/** The entries that can be gone to. */
function shownEntries() {
  return entries.filter(({ row }) => !row.hidden).map(({ button }) => button);
}

/** @param {KeyboardEvent} event */
function moveInList(event) {
  const buttons = shownEntries();
  const at = buttons.findIndex((button) => button === document.activeElement);
  const isSearch = document.activeElement === search;
  if (event.key === 'ArrowDown' && (isSearch || at >= 0)) buttons[at + 1]?.focus();
  else if (event.key === 'ArrowUp' && at >= 0) (buttons[at - 1] ?? search).focus();
  else if (event.key === 'Home' && at >= 0) buttons[0]?.focus();
  else if (event.key === 'End' && at >= 0) buttons.at(-1)?.focus();
  else if (event.key === 'Enter' && isSearch) buttons[0]?.click();
  else return;
  event.preventDefault();
}

search.addEventListener('input', filterList);
document.querySelector('nav')?.addEventListener('keydown', moveInList);

/** @param {boolean} isFocus */
function showScope(isFocus) {
  byId('show-all').setAttribute('aria-pressed', String(!isFocus));
  byId('show-focus').setAttribute('aria-pressed', String(isFocus));
  showLayout(isFocus && data.focus !== null ? data.focus : data.all);
  filterList();
}
byId('show-all').addEventListener('click', () => showScope(false));
byId('show-focus').addEventListener('click', () => showScope(true));
`;
