import type { Judged } from '../findings.ts';
import { visible } from '../visible.ts';
import type { Box, BoxRow, Sizes } from './data.ts';
import { markOf, sideOf } from './items.ts';
import type { Item } from './items.ts';

/** The heights of a box's parts; its widths come of its texts. */
export const SIZES: Sizes = { header: 34, row: 20, foot: 8 };

/** How many columns a box has at most: a table that has hundreds would hide the others. */
const MOST_ROWS = 20;
const WIDTHS = { least: 150, most: 330, char: 7.3, titleChar: 8.1, typeChar: 6.7, marks: 76, titleMarks: 56 };
const LONGEST_TYPE = 22;

/** A table as it is drawn, and which of its columns stands in which row. */
export function boxOf(item: Item): { readonly box: Box; readonly rowOf: ReadonlyMap<string, number> } {
  const columns = item.judged.filter(({ object }) => object.identity.kind === 'column');
  const primary = new Set(
    item.judged
      .filter(({ object }) => object.identity.kind === 'primary key')
      .flatMap(({ object }) => object.columns ?? []),
  );
  const foreign = new Set(
    item.judged
      .filter(({ object }) => object.references !== undefined)
      .flatMap(({ object }) => object.columns ?? []),
  );
  const isTold = (one: Judged): boolean => {
    const { name } = one.object.identity;
    return markOf(one) !== '' || primary.has(name) || foreign.has(name);
  };
  const drawn = columns.length <= MOST_ROWS ? columns : mostTelling(columns, isTold);
  const rows = drawn.map((one): BoxRow => {
    const { name } = one.object.identity;
    return {
      name: visible(name),
      type: cut(short(visible(one.object.type ?? '')), LONGEST_TYPE),
      mark: markOf(one),
      side: sideOf(one.object),
      isPrimary: primary.has(name),
      isForeign: foreign.has(name),
    };
  });
  const wanted = Math.max(
    WIDTHS.least,
    widthOf(item.name) * WIDTHS.titleChar + WIDTHS.titleMarks,
    ...rows.map(
      ({ name, type }) => widthOf(name) * WIDTHS.char + widthOf(type) * WIDTHS.typeChar + WIDTHS.marks,
    ),
  );
  // Rounded up, so that the widest text fits into what it asked for.
  const width = Math.ceil(Math.min(WIDTHS.most, wanted));
  const more = columns.length - drawn.length;
  const height = SIZES.header + (rows.length + (more > 0 ? 1 : 0)) * SIZES.row + SIZES.foot;
  return {
    rowOf: new Map(drawn.map(({ object }, index) => [object.identity.name, index])),
    box: {
      title: cut(item.name, (width - WIDTHS.titleMarks) / WIDTHS.titleChar),
      width,
      height,
      more,
      far: farTitle(visible(item.tableName), width, height),
      rows: rows.map((row) => ({
        ...row,
        name: cut(row.name, (width - WIDTHS.marks - widthOf(row.type) * WIDTHS.typeChar) / WIDTHS.char),
      })),
    },
  };
}

/** Types that Postgres spells out, as people write them: a box has little room. */
function short(type: string): string {
  return type
    .replace(/^(time(?:stamp)?)(\(\d+\))? with time zone/, '$1tz$2')
    .replace(/^(time(?:stamp)?)(\(\d+\))? without time zone/, '$1$2')
    .replace(/^character varying/, 'varchar');
}

/** Those that differ and those of keys first, then as many as there is room for, all in their own order. */
function mostTelling(columns: readonly Judged[], isTold: (one: Judged) => boolean): readonly Judged[] {
  const kept = new Set(
    [...columns.filter(isTold), ...columns.filter((one) => !isTold(one))].slice(0, MOST_ROWS),
  );
  return columns.filter((one) => kept.has(one));
}

/** Breaks a name into as many lines as let it be written largest. */
function farTitle(name: string, width: number, height: number): Box['far'] {
  const parts = name.split(/(?<=[_\-. ])/);
  const tries = Array.from({ length: Math.min(parts.length, 4) }, (_none, index) => {
    const lines = evenLines(parts, index + 1);
    const longest = Math.max(4, ...lines.map(widthOf));
    return {
      lines,
      size: Math.min((width - 20) / (longest * 0.62), (height - 16) / (lines.length * 1.2), 64),
    };
  });
  const best = tries.reduce((a, b) => (b.size > a.size ? b : a));
  return { lines: best.lines, size: Math.floor(best.size) };
}

/** Parts in a number of lines, none of them longer than it must be. */
function evenLines(parts: readonly string[], count: number): string[] {
  const total = parts.reduce((sum, part) => sum + widthOf(part), 0);
  const lines = Array.from({ length: count }, () => '');
  let done = 0;
  for (const part of parts) {
    const middle = done + widthOf(part) / 2;
    const line = Math.min(count - 1, Math.floor((middle / total) * count));
    lines[line] = `${lines[line] ?? ''}${part}`;
    done += widthOf(part);
  }
  return lines.filter((line) => line !== '');
}

/** Characters that take the room of two. */
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

function widthOf(text: string): number {
  return Array.from(text).reduce((sum, char) => sum + (WIDE.test(char) ? 2 : 1), 0);
}

/** As much of a text as has room, with a sign where it goes on. */
function cut(text: string, room: number): string {
  if (widthOf(text) <= room) return text;
  let kept = '';
  for (const char of text) {
    if (widthOf(kept) + widthOf(char) > room - 1) break;
    kept += char;
  }
  return `${kept}…`;
}
