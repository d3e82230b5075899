/** What is selected, how the address says it, and how all of it begins. */
export const START = String.raw`
/**
 * @param {number | null} index
 * @param {{ isShown?: boolean }} [from] whether its box is in view already
 */
function select(index, { isShown = false } = {}) {
  selected = index;
  const item = index === null ? undefined : data.items[index];
  for (const { button } of entries) {
    const isThis = button.getAttribute('data-item') === String(index);
    if (isThis) button.setAttribute('aria-current', 'true');
    else button.removeAttribute('aria-current');
    if (isThis && document.activeElement !== search) button.scrollIntoView({ block: 'nearest' });
  }
  showItem(index);
  // A table that is not among those with findings can be gone to all the same.
  if (index !== null && item?.box && placeOf(index) === null) showScope(false);
  markSelected();
  const place = index === null ? null : placeOf(index);
  if (place !== null && !isShown) fly(closeTo([place.x, place.y], place.box));
  const hash = item === undefined ? '' : '#' + encodeURIComponent(item.name);
  if (location.hash === hash) return;
  try {
    history.replaceState(null, '', hash === '' ? location.pathname + location.search : hash);
  } catch {
    // A frame without an origin of its own may not change its address.
  }
}

function selectFromAddress() {
  let name = '';
  try {
    name = decodeURIComponent(location.hash.slice(1));
  } catch {
    // An address that somebody wrote by hand.
  }
  const index = data.items.findIndex((item) => item.name === name);
  select(name === '' || index < 0 ? null : index);
}

document.addEventListener('keydown', (event) => {
  const isTyping = document.activeElement === search;
  if (event.key === '/' && !isTyping && !event.ctrlKey && !event.metaKey && !event.altKey) {
    event.preventDefault();
    search.focus();
    search.select();
  } else if (event.key === 'Escape') {
    if (isTyping && search.value !== '') {
      search.value = '';
      filterList();
    } else if (selected !== null) select(null);
  }
});
addEventListener('hashchange', selectFromAddress);
addEventListener('resize', () => look({ ...view }));

const theme = byId('theme');
/** @param {boolean} isDark */
function paint(isDark) {
  document.documentElement.dataset['theme'] = isDark ? 'dark' : 'light';
  theme.textContent = isDark ? 'Light' : 'Dark';
}
theme.addEventListener('click', () => paint(document.documentElement.dataset['theme'] !== 'dark'));
paint(matchMedia('(prefers-color-scheme: dark)').matches);
theme.hidden = false;

const nav = document.querySelector('nav');
if (nav !== null) nav.hidden = false;
const hasPicture = data.items.some(({ box }) => box !== null);
const holder = picture.parentElement;
if (holder !== null) holder.hidden = !hasPicture;
document.body.classList.add(hasPicture ? 'with-picture' : 'without-picture');
byId('show-all').parentElement?.toggleAttribute('hidden', data.focus === null);
// More than can be read at once: what there is to do comes first.
showScope(data.focus !== null && data.items.length > 40);
selectFromAddress();
`;
