/** A button at the code of each migration that puts it on the clipboard. */
export const COPY = String.raw`
for (const code of document.querySelectorAll('.finding .or')) {
  const text = code.querySelector('.text');
  if (text === null) continue;
  const button = element('button', { type: 'button', class: 'copy' }, 'Copy');
  button.addEventListener('click', () => void copy(text, button));
  code.append(button);
}

/** @param {Element} text @param {Element} button */
async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text.textContent ?? '');
    button.textContent = 'Copied';
  } catch {
    // Where a page may not write there, one key is left to press.
    getSelection()?.selectAllChildren(text);
    button.textContent = 'Selected';
  }
  setTimeout(() => {
    button.textContent = 'Copy';
  }, 2000);
}
`;
