import type { Locations } from '../../locate/location.ts';
import type { Difference, Undecided, Verdict } from '../../verdict.ts';
import { visible } from '../visible.ts';
import { expectedBy, FIX, placeOf, shownPlace, undecidedMessage } from '../words.ts';
import { itemKey } from './items.ts';
import type { Item } from './items.ts';

/** A text as HTML shows it, in an element and in an attribute, with nothing hidden in it. */
export function html(text: string): string {
  return visible(text, { lines: true })
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** All findings, a section for each item, in the order of the verdict: what is read when no script runs. */
export function findingsMarkup(verdict: Verdict, items: readonly Item[], locations: Locations): string {
  const indexes = new Map(items.map(({ key }, index) => [key, index]));
  const sections = new Map<string, string[]>();
  const add = (finding: Difference | Undecided, article: string): void => {
    const key = itemKey(finding.identity);
    const list = sections.get(key);
    if (list === undefined) sections.set(key, [article]);
    else list.push(article);
  };
  for (const one of verdict.differences) add(one, differenceMarkup(one, locations));
  for (const one of verdict.undecided) add(one, undecidedMarkup(one, locations));
  return [...sections]
    .map(([key, articles]) => {
      const index = indexes.get(key) ?? -1;
      const name = html(items[index]?.name ?? '');
      return `<section class="group" data-item="${index}"><h3>${name}</h3>${articles.join('')}</section>`;
    })
    .join('\n');
}

function differenceMarkup(difference: Difference, locations: Locations): string {
  const { message, declared, live, fix } = difference;
  const sides =
    declared === undefined || live === undefined
      ? []
      : [row('declared', declared, expectedBy(difference)), row('live', live)];
  return article('differs', difference, message, [
    ...sides,
    row('fix', fix.schema, FIX.schema, place(difference, locations)),
    row('or', fix.migration, FIX.migration),
  ]);
}

function undecidedMarkup(undecided: Undecided, locations: Locations): string {
  return article('undecided', undecided, undecidedMessage(undecided), [
    row('declared', undecided.declared ?? '(nothing)', expectedBy(undecided)),
    row('live', undecided.live ?? '(nothing)'),
    row('why', undecided.reason, 'why', place(undecided, locations)),
  ]);
}

function article(
  mark: string,
  { code }: Difference | Undecided,
  message: string,
  rows: readonly string[],
): string {
  return [
    `<article class="finding ${mark}"><p class="message">${html(message)}</p>`,
    `<dl>${rows.join('')}</dl><p class="code">${html(code)}</p></article>`,
  ].join('');
}

function row(part: string, text: string, label = part, after = ''): string {
  return `<dt>${label}</dt><dd class="${part}"><span class="text">${html(text)}</span>${after}</dd>`;
}

function place(finding: Difference | Undecided, locations: Locations): string {
  const location = placeOf(finding, locations);
  return location === undefined ? '' : ` <span class="place">${html(shownPlace(location))}</span>`;
}

/** What counts neither way: a list that can be opened. */
export function asideMarkup({ unmanaged, accepted }: Verdict): string {
  return [
    details(
      'Not judged, since Drizzle cannot declare them',
      unmanaged.map(({ kind, object }) => `<b>${html(kind)}</b> ${html(object)}`),
    ),
    details(
      'Accepted',
      accepted.map(({ code, object, reason }) => `<b>${html(code)}</b> ${html(object)}: ${html(reason)}`),
    ),
  ].join('');
}

function details(title: string, entries: readonly string[]): string {
  if (entries.length === 0) return '';
  const list = entries.map((entry) => `<li>${entry}</li>`).join('');
  return `<details class="aside"><summary>${title} (${entries.length})</summary><ul>${list}</ul></details>`;
}
