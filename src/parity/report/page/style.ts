/** How the page looks, in light and dark; nothing is told by colour alone. */
export const STYLE = `
:root {
  --ground: #f4f5f7; --card: #ffffff; --ink: #1b2430; --soft: #5b6776; --line: #dbe0e6; --edge: #a9b4c0;
  --accent: #0b6e69; --accent-wash: #e3f2f1; --head: #eef1f4;
  --differs: #b42318; --differs-wash: #fdecea; --undecided: #8a5a00; --undecided-wash: #fdf3d7;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'DejaVu Sans Mono', Menlo, Consolas, monospace;
  color-scheme: light;
}
:root[data-theme='dark'] {
  --ground: #10151b; --card: #18202a; --ink: #e4e9ef; --soft: #9aa7b5; --line: #2b3643; --edge: #556476;
  --accent: #5fd0c5; --accent-wash: #15343a; --head: #212b37;
  --differs: #ff8a7a; --differs-wash: #3b1f20; --undecided: #f0c251; --undecided-wash: #362b14;
  color-scheme: dark;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html, body { margin: 0; }
body { background: var(--ground); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif; }
button, input { font: inherit; color: inherit; }
button { cursor: pointer; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 3px 10px; }
button:hover { border-color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 1px; }
header { display: flex; align-items: center; gap: 14px; padding: 10px 18px; background: var(--card); border-bottom: 1px solid var(--line); }
h1 { font-size: 16px; margin: 0; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
header p { margin: 0; white-space: nowrap; }
.outcome { font-weight: 700; padding: 1px 11px; border-radius: 99px; }
.outcome.agrees { color: var(--accent); background: var(--accent-wash); }
.outcome.differs { color: var(--differs); background: var(--differs-wash); }
.counts { color: var(--soft); overflow: hidden; text-overflow: ellipsis; }
#theme { margin-left: auto; }
main { max-width: 900px; margin: 0 auto; }
.panel { padding: 18px; }

body.with-picture, body.without-picture { height: 100vh; display: flex; flex-direction: column; overflow: hidden; }
.with-picture main { flex: 1; min-height: 0; max-width: none; width: 100%; margin: 0; display: grid; grid-template-columns: 280px minmax(0, 1fr) minmax(320px, 30vw); }
.without-picture main { flex: 1; min-height: 0; max-width: none; width: 100%; margin: 0; display: grid; grid-template-columns: 280px minmax(0, 1fr); }
nav { display: flex; flex-direction: column; min-height: 0; background: var(--card); border-right: 1px solid var(--line); }
.with-picture .panel { overflow: auto; background: var(--card); border-left: 1px solid var(--line); }
.without-picture .panel { overflow: auto; }
.tools { padding: 12px 12px 0; display: grid; gap: 8px; }
#search { width: 100%; padding: 6px 10px; border: 1px solid var(--line); border-radius: 6px; background: var(--ground); }
.scope { display: flex; }
.scope button { flex: 1; border-radius: 0; padding: 3px 6px; font-size: 12px; }
.scope button:first-child { border-radius: 6px 0 0 6px; flex: 0 0 56px; }
.scope button:last-child { border-radius: 0 6px 6px 0; margin-left: -1px; }
.scope [aria-pressed='true'] { background: var(--accent-wash); color: var(--accent); font-weight: 600; border-color: var(--accent); z-index: 1; }
#found { margin: 8px 14px 4px; color: var(--soft); font-size: 12px; }
#list { list-style: none; margin: 0; padding: 0 8px 12px; overflow: auto; flex: 1; }
.entry { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 8px; width: 100%; text-align: left; background: none; border: 1px solid transparent; padding: 3px 8px; }
.entry:hover { background: var(--ground); border-color: transparent; }
.entry[aria-current] { background: var(--accent-wash); border-color: var(--accent); }
.entry .name { flex: 1; min-width: 0; overflow-wrap: anywhere; font-family: var(--mono); font-size: 12.5px; }
.entry .kind { color: var(--soft); font-size: 11px; }
.entry .hits { flex-basis: 100%; color: var(--soft); font-size: 11.5px; overflow-wrap: anywhere; }
.entry .hits:empty { display: none; }
.badge { font-size: 11px; font-weight: 700; border-radius: 99px; padding: 0 7px; }
.differs > .badge { color: var(--differs); background: var(--differs-wash); }
.undecided > .badge { color: var(--undecided); background: var(--undecided-wash); }

.picture { position: relative; min-height: 0; overflow: hidden; }
#picture { display: block; width: 100%; height: 100%; cursor: grab; touch-action: none; user-select: none; -webkit-user-select: none; }
#picture:active { cursor: grabbing; }
#picture:focus-visible { outline-offset: -2px; }
.zoom { position: absolute; right: 12px; bottom: 10px; display: flex; gap: 4px; }
.zoom button { min-width: 30px; }
.legend { position: absolute; left: 12px; bottom: 10px; margin: 0; padding: 5px 12px; display: flex; flex-wrap: wrap; gap: 2px 16px; list-style: none; font-size: 11.5px; color: var(--soft); background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
.legend li::before { content: ''; display: inline-block; width: 14px; height: 10px; margin-right: 6px; border: 1.5px solid var(--edge); border-radius: 3px; vertical-align: -1px; }
.legend .differs::before { border: 0; width: auto; height: auto; content: '≠'; color: var(--differs); font-weight: 700; vertical-align: 0; }
.legend .undecided::before { border: 0; width: auto; height: auto; content: '?'; color: var(--undecided); font-weight: 700; vertical-align: 0; }
.legend .schema::before { border-style: dashed; border-color: var(--differs); }
.legend .database::before { border-style: dotted; border-color: var(--differs); }

.edge, .frame, .outline { vector-effect: non-scaling-stroke; }
.edge { fill: none; stroke: var(--edge); stroke-width: 1.3; }
.edge.differs { stroke: var(--differs); stroke-width: 1.8; }
.edge.undecided { stroke: var(--undecided); }
.edge.schema { stroke-dasharray: 6 4; }
.edge.database { stroke-dasharray: 2 3; }
.has-selected .edge { opacity: 0.25; }
.has-selected .edge.edge.joined { opacity: 1; stroke-width: 2.2; }
.edge.joined:not(.differs, .undecided) { stroke: var(--accent); }
.arrow { fill: none; stroke: context-stroke; stroke-width: 1.4; }
.dot { fill: context-stroke; }
.far .edge { opacity: 0.6; marker: none; }
.far .many .edge { opacity: 0.25; }
.far .edge.edge.differs, .far .edge.edge.undecided { opacity: 1; }
.box { cursor: pointer; }
.frame { fill: var(--card); }
.outline { fill: none; stroke: var(--line); stroke-width: 1.2; }
.head { fill: var(--head); }
.box.differs .outline { stroke: var(--differs); }
.box.differs .head { fill: var(--differs-wash); }
.box.undecided .outline { stroke: var(--undecided); }
.box.undecided .head { fill: var(--undecided-wash); }
.box.schema .outline { stroke-dasharray: 6 4; }
.box.database .outline { stroke-dasharray: 2 3; }
.box:hover .outline { stroke-width: 2; }
.box.selected .outline { stroke: var(--accent); stroke-width: 3; stroke-dasharray: none; }
.far .outline { stroke: var(--edge); }
.far .frame { fill: var(--head); }
.far .head { display: none; }
.far .box.differs .frame { fill: var(--differs); }
.far .box.undecided .frame { fill: var(--undecided); }
.far .box.differs text, .far .box.undecided text { fill: var(--card); }
.box text { font-family: var(--mono); fill: var(--ink); }
.box text:not(.far-title) { font-size: 12px; }
.box .title.title { font-size: 13px; font-weight: 700; }
.box .far-title { font-weight: 700; text-anchor: middle; }
.box .badge { fill: var(--differs); padding: 0; }
.box.undecided .badge { fill: var(--undecided); }
.box .badge-text.badge-text { fill: var(--card); font-size: 11px; font-weight: 700; text-anchor: middle; }
.box .type.type { fill: var(--soft); font-size: 11px; text-anchor: end; }
.box .flag.flag { fill: var(--soft); font-size: 9px; font-weight: 700; }
.box .flag.primary { fill: var(--accent); }
.box .more.more { fill: var(--soft); font-size: 11px; }
.box .symbol { text-anchor: middle; font-weight: 700; }
.row.differs .wash { fill: var(--differs-wash); }
.row.undecided .wash { fill: var(--undecided-wash); }
.row.differs .symbol, .row.differs .name { fill: var(--differs); }
.row.undecided .symbol, .row.undecided .name { fill: var(--undecided); }
.row.differs .name, .row.undecided .name { font-weight: 700; }

.panel h2 { font-size: 16px; margin: 0 0 8px; overflow-wrap: anywhere; }
.panel h3 { font: 700 13px var(--mono); margin: 18px 0 8px; overflow-wrap: anywhere; }
.of-item h2, .of-item h3 { display: none; }
.back { margin-bottom: 12px; }
.tags { margin: 0; color: var(--soft); }
.place { font: 12px var(--mono); color: var(--accent); overflow-wrap: anywhere; }
p.place { margin: 2px 0 0; }
.neighbours { margin: 10px 0 0; display: flex; flex-wrap: wrap; gap: 4px 6px; align-items: baseline; font-size: 12px; }
.neighbours b { color: var(--soft); font-weight: 600; }
.link { font: 12px var(--mono); padding: 1px 8px; color: var(--accent); }
.finding { border: 1px solid var(--line); border-left: 4px solid var(--differs); border-radius: 6px; padding: 9px 12px; margin: 0 0 10px; background: var(--card); }
.finding.undecided { border-left-color: var(--undecided); }
.finding p { margin: 0; }
.message { font-weight: 600; overflow-wrap: anywhere; }
.finding dl { display: grid; grid-template-columns: max-content minmax(0, 1fr); gap: 2px 12px; margin: 6px 0; }
.finding dt { color: var(--soft); }
.finding dd { margin: 0; overflow-wrap: anywhere; }
.text { white-space: pre-wrap; }
.finding .declared, .finding .live, .finding .or { font: 12.5px/1.55 var(--mono); }
.finding .or { display: flex; gap: 8px; align-items: flex-start; min-width: 0; }
.finding .or .text { flex: 1; min-width: 0; overflow-x: auto; white-space: pre; }
.copy { font: 11.5px system-ui, sans-serif; padding: 1px 7px; }
.code { color: var(--soft); font: 11.5px var(--mono); }
.finding .place { display: block; }
.of-item { margin-top: 14px; }
.facts { width: 100%; border-collapse: collapse; margin-top: 16px; font-size: 12px; table-layout: fixed; }
.facts th, .facts td { text-align: left; vertical-align: top; padding: 4px 8px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
.facts thead th:first-child { width: 40%; }
.facts thead th { color: var(--soft); font-weight: 600; }
.facts tbody th { font: 600 12px/1.5 var(--mono); }
.facts .detail { display: block; color: var(--soft); font-weight: 400; font-size: 11px; }
.facts tr.differs th { color: var(--differs); }
.facts tr.undecided th { color: var(--undecided); }
.fact { display: block; font-family: var(--mono); font-size: 11.5px; white-space: pre-wrap; }
.fact.differs { background: var(--differs-wash); color: var(--differs); font-weight: 700; border-radius: 3px; padding: 0 3px; margin-left: -3px; }
.fact.undecided { background: var(--undecided-wash); color: var(--undecided); border-radius: 3px; padding: 0 3px; margin-left: -3px; }
.alike .fact { display: inline; }
.alike .fact + .fact::before { content: ' · '; color: var(--soft); }
.nothing { color: var(--soft); font-style: italic; }
.aside { margin-top: 14px; }
.aside summary { cursor: pointer; color: var(--soft); }
.aside ul { margin: 6px 0; padding-left: 18px; font: 12px/1.6 var(--mono); overflow-wrap: anywhere; }
.compared { color: var(--soft); font-size: 12px; margin: 18px 0 0; }

@media (max-width: 1000px) {
  body.with-picture, body.without-picture { height: auto; overflow: visible; }
  .with-picture main, .without-picture main { display: block; }
  .picture { height: 62vh; border-bottom: 1px solid var(--line); }
  nav { border-right: 0; border-bottom: 1px solid var(--line); }
  #list { max-height: 30vh; }
  header { flex-wrap: wrap; gap: 4px 12px; }
}
@media print {
  nav, .picture, #theme, .back, .copy { display: none !important; }
  .finding .or .text { white-space: pre-wrap; }
  body.with-picture, body.without-picture { height: auto; display: block; overflow: visible; }
  .with-picture main, .without-picture main { display: block; }
  .finding { break-inside: avoid; }
}
`;
