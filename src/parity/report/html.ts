import type { Locations } from '../locate/location.ts';
import type { Verdict } from '../verdict.ts';
import { boxOf, SIZES } from './page/box.ts';
import type { PageData } from './page/data.ts';
import { edgesOf, inFocus } from './page/edges.ts';
import { itemsOf } from './page/items.ts';
import type { Item } from './page/items.ts';
import { layoutOf } from './page/layout.ts';
import { asideMarkup, findingsMarkup, html } from './page/markup.ts';
import { policyOf } from './page/policy.ts';
import { SCRIPT } from './page/script.ts';
import { STYLE } from './page/style.ts';
import { counted, shownCompared } from './words.ts';

/** How a verdict is written as a page. */
export interface HtmlOptions {
  readonly locations: Locations;
  /** What was judged, for the head of the page: the database without its password. */
  readonly title?: string;
}

/**
 * A verdict as one page that needs nothing else: the tables and foreign keys as a picture with the differences on it,
 * a list to search, and for each table what both sides say. Without its script it still shows every finding.
 */
export function htmlReport(verdict: Verdict, { locations, title = 'Verdict' }: HtmlOptions): string {
  const items = itemsOf(verdict, locations);
  const data = JSON.stringify(pageData(items)).replaceAll('<', '\\u003c');
  const policy = policyOf({ script: SCRIPT, style: STYLE });
  const findings = findingsMarkup(verdict, items, locations);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${html(title)}: ${outcome(verdict)}</title>
<style>${STYLE}</style>
</head>
<body>
<header>
<h1>${html(title)}</h1>
<p class="outcome ${verdict.agrees ? 'agrees' : 'differs'}">${outcome(verdict)}</p>
<p class="counts">${html(counts(verdict))}</p>
<button id="theme" type="button" hidden>Dark</button>
</header>
<main>
<nav aria-label="Tables" hidden>
<div class="tools">
<input id="search" type="search" placeholder="Search tables, columns, codes" aria-label="Search tables, columns, codes" autocomplete="off" spellcheck="false">
<div class="scope" role="group" aria-label="What is shown">
<button id="show-all" type="button" aria-pressed="true">All</button>
<button id="show-focus" type="button" aria-pressed="false" title="What has findings, and what a foreign key joins to it">Findings and neighbours</button>
</div>
</div>
<p id="found" role="status"></p>
<ul id="list"></ul>
</nav>
<div class="picture" hidden>
<svg id="picture" tabindex="0" role="img" aria-label="Tables and foreign keys; everything in the picture is in the list too"><defs>
<marker id="arrow" viewBox="0 0 8 8" refX="7.5" refY="4" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M1 1 7 4 1 7" class="arrow"/></marker>
<marker id="dot" viewBox="0 0 8 8" refX="4" refY="4" markerWidth="7" markerHeight="7"><circle cx="4" cy="4" r="2.6" class="dot"/></marker>
</defs><g id="view"><g id="edges"></g><g id="boxes"></g></g></svg>
<div class="zoom" role="group" aria-label="Zoom">
<button id="zoom-in" type="button" aria-label="Zoom in">+</button>
<button id="zoom-out" type="button" aria-label="Zoom out">−</button>
<button id="zoom-fit" type="button">Fit</button>
</div>
<ul class="legend"><li class="differs">differs</li><li class="undecided">undecided</li><li class="schema">only in the schema</li><li class="database">only in the database</li></ul>
</div>
<section class="panel" aria-label="Findings">
<div id="item" hidden></div>
<div id="findings">
<h2>${findings === '' ? 'No findings' : 'All findings'}</h2>
${findings}
</div>
<div id="facts"></div>
${asideMarkup(verdict)}
<p class="compared">Compared ${html(shownCompared(verdict.compared))}.</p>
</section>
</main>
<script type="application/json" id="data">${data}</script>
<script>${SCRIPT}</script>
</body>
</html>`;
}

function pageData(items: readonly Item[]): PageData {
  const drawn = items.map((item) => (item.isDrawn ? boxOf(item) : undefined));
  const boxes = drawn.map((one) => one?.box ?? null);
  const edges = edgesOf(
    items,
    drawn.map((one) => one?.rowOf),
  );
  const focus = inFocus(items, edges);
  const shown = boxes.flatMap((box, index) => (box === null ? [] : [index]));
  const isPart =
    focus.size > 0 && shown.some((index) => !focus.has(index)) && shown.some((index) => focus.has(index));
  return {
    items: items.map(({ name, kind, side, differences, undecided, codes, place, objects }, index) => ({
      name,
      kind,
      side,
      differences,
      undecided,
      codes,
      place,
      objects,
      box: boxes[index] ?? null,
    })),
    edges,
    sizes: SIZES,
    all: layoutOf(boxes, edges),
    focus: isPart ? layoutOf(boxes, edges, (index) => focus.has(index)) : null,
  };
}

function outcome({ agrees, differences }: Verdict): string {
  if (agrees) return 'agree';
  return differences.length > 0 ? 'differ' : 'could not tell';
}

function counts({ differences, undecided, unmanaged, accepted }: Verdict): string {
  return [
    counted(differences.length, 'difference'),
    `${undecided.length} undecided`,
    ...(accepted.length > 0 ? [`${accepted.length} accepted`] : []),
    ...(unmanaged.length > 0 ? [`${unmanaged.length} not judged`] : []),
  ].join(' · ');
}
