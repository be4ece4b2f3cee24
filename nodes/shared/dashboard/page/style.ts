/**
 * The look of the dashboard: the house colours, light and dark. No rule depends on an attribute
 * `style`, which the content security policy forbids.
 */

export interface Palette {
	paper: string;
	card: string;
	ink: string;
	muted: string;
	rule: string;
	/** Borders of fields, which have to be seen (WCAG 1.4.11). */
	edge: string;
	link: string;
	good: string;
	warning: string;
	bad: string;
	/** Steps of the chart by weekday and hour, and text on them. */
	level1: string;
	level2: string;
	level3: string;
	level4: string;
	onLight: string;
	onDark: string;
}

/** Every pair that meets on the page has a contrast of AA; a test computes them. */
export const LIGHT: Palette = {
	paper: '#f6f1eb',
	card: '#ffffff',
	ink: '#2f2a26',
	muted: '#6b6158',
	rule: '#ece4da',
	edge: '#85796d',
	link: '#7a4a1e',
	good: '#4f6b3a',
	warning: '#8a5a12',
	bad: '#a03325',
	level1: '#efe6da',
	level2: '#d9c3a5',
	level3: '#8a6136',
	level4: '#4a3018',
	onLight: '#2f2a26',
	onDark: '#ffffff',
};

export const DARK: Palette = {
	paper: '#191614',
	card: '#26211d',
	ink: '#f3ebe1',
	muted: '#b8aa9b',
	rule: '#3d352e',
	edge: '#8f8174',
	link: '#e9bf8f',
	good: '#a9c98d',
	warning: '#e5b96b',
	bad: '#f0a090',
	level1: '#3a322b',
	level2: '#5c4a39',
	level3: '#c99a63',
	level4: '#f0d3ad',
	onLight: '#f3ebe1',
	onDark: '#191614',
};

function variables(palette: Palette): string {
	return Object.entries(palette)
		.map(([name, colour]) => `--${name.toLowerCase()}:${colour}`)
		.join(';');
}

export const STYLE_SHEET = `
:root { color-scheme: light dark; ${variables(LIGHT)} }
@media (prefers-color-scheme: dark) { :root { ${variables(DARK)} } }
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 1rem/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Helvetica, Arial, sans-serif; overflow-wrap: anywhere; }
a { color: var(--link); }
a:focus-visible, button:focus-visible, summary:focus-visible, input:focus-visible, input:focus-within, select:focus-visible, [tabindex]:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
h1, h2, h3, p, dl, dd, ul, ol { margin: 0; padding: 0; }
h1 { font-size: 1.6rem; line-height: 1.2; font-weight: 600; }
h2 { font-size: 1.2rem; line-height: 1.3; font-weight: 600; margin-bottom: .75rem; }
h3 { font-size: 1rem; line-height: 1.4; font-weight: 600; }
ul, ol { list-style: none; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.skip { position: absolute; left: 1rem; top: -4rem; padding: .5rem 1rem; background: var(--ink); color: var(--paper); border-radius: 0 0 .5rem .5rem; z-index: 1; }
.skip:focus { top: 0; }
.frame { max-width: 72rem; margin: 0 auto; padding: .75rem 1rem 0; }
main.frame { display: grid; gap: .65rem; grid-template-columns: minmax(0, 1fr); padding-bottom: 2rem; }
main[aria-busy=true] { opacity: .6; }
.top { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 .4rem; }
.house { color: var(--muted); font-size: .8rem; letter-spacing: .2em; text-transform: uppercase; }
.card { background: var(--card); border-radius: .9rem; padding: 1rem 1.1rem; }
.muted { color: var(--muted); font-size: .9rem; }
.health { padding-block: .4rem; font-size: .95rem; }
.health strong { font-weight: 600; }
.health .muted { font-size: .85em; }
.health dl { display: grid; gap: .5rem; margin: .6rem 0 .3rem; }
.faults { display: grid; gap: .4rem; margin: .5rem 0; }
.faults li { border-left: 3px solid currentColor; padding-left: .7rem; }
.health dl div { display: grid; grid-template-columns: minmax(0, 1fr) 10.5rem; gap: 0 1rem; align-items: baseline; }
.health dt { color: var(--muted); font-size: .85rem; line-height: 1.35; }
.good { color: var(--good); } .warning { color: var(--warning); } .bad { color: var(--bad); }
.health dd.warning, .health dd.bad { font-weight: 600; }
.tabs ul { display: flex; flex-wrap: wrap; gap: .35rem; }
.tabs a { display: inline-block; padding: .25rem .6rem; font-size: .9rem; border: 1px solid var(--edge); border-radius: 999px; color: var(--ink); text-decoration: none; }
.tabs a[aria-current] { background: var(--ink); border-color: var(--ink); color: var(--paper); font-weight: 600; }
.kpis dl { display: grid; gap: .75rem; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); margin: .75rem 0 0; }
.kpis dl div { background: var(--card); border-radius: .9rem; padding: .8rem 1rem; display: grid; grid-row: span 2; grid-template-rows: subgrid; row-gap: 0; }
.kpis dt { color: var(--muted); font-size: .9rem; line-height: 1.35; align-self: end; }
.kpis dd strong { display: block; font-size: 1.6rem; line-height: 1.3; font-weight: 600; font-variant-numeric: tabular-nums; }
.kpis dd span { display: block; color: var(--muted); font-size: .85rem; line-height: 1.4; }
.filters { padding-block: .5rem; }
form { display: grid; gap: .3rem; }
.fields { display: grid; gap: .9rem; grid-template-columns: repeat(auto-fit, minmax(min(12rem, 100%), 1fr)); }
.field label, legend { display: block; color: var(--muted); font-size: .85rem; margin-bottom: .2rem; padding: 0; }
#filtres .fields { margin-top: .9rem; }
.search { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0 .75rem; align-items: center; }
.search .field { display: contents; }
.search label { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
::placeholder { color: var(--muted); opacity: 1; }
.jump { display: flex; flex-wrap: wrap; gap: 0 1.1rem; }
.jump a, .actions a, .back a, .clear a, .facts a, .history a, footer a { display: inline-block; max-width: 100%; min-height: 1.5rem; }
.jump a, .actions a, .back a, .clear a { padding: .25rem 0; }
fieldset { border: 0; margin: 0; padding: 0; min-width: 0; }
.choices { display: flex; flex-wrap: wrap; gap: .35rem 1rem; max-height: 11rem; overflow: auto; }
.choices label { display: inline-flex; align-items: center; gap: .5rem; min-height: 1.75rem; }
input[type=search], input[type=date], select { width: 100%; font: inherit; color: var(--ink); background: var(--card); border: 1px solid var(--edge); border-radius: .5rem; padding: .45rem .6rem; min-height: 2.6rem; }
input[type=checkbox] { flex: none; width: 1.1rem; height: 1.1rem; margin: 0; accent-color: var(--ink); }
.actions { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; }
button { font: inherit; font-weight: 600; color: var(--paper); background: var(--ink); border: 0; border-radius: 999px; padding: .55rem 1.3rem; min-height: 2.6rem; cursor: pointer; }
summary { cursor: pointer; min-height: 1.5rem; }
.week { display: grid; gap: .5rem; margin-top: .75rem; }
.week > li { background: var(--card); border-radius: .9rem; padding: .6rem 1.1rem; }
.week .today { box-shadow: inset 0 0 0 2px var(--ink); }
.week h3 { margin-bottom: .3rem; }
.week ul { display: grid; gap: .5rem; }
.week ul a { display: inline-block; min-height: 1.5rem; text-decoration: none; }
.week .who { text-decoration: underline; }
.week .what { display: block; font-size: .85rem; line-height: 1.35; }
.day { display: flex; align-items: center; gap: .75rem; margin: 1.5rem 0 .6rem; }
.day::after { content: ''; flex: 1; min-width: 1rem; border-top: 1px solid var(--edge); opacity: .5; }
.day:first-of-type { margin-top: .4rem; }
.day.today span { background: var(--ink); color: var(--paper); border-radius: 1rem; padding: .15rem .8rem; }
.bookings { display: grid; gap: .5rem; grid-template-columns: minmax(0, 1fr); margin-top: .75rem; }
.booking { position: relative; background: var(--card); border-radius: .9rem; padding: .75rem 1.1rem; }
.booking summary { display: grid; gap: 0 1rem; grid-template-columns: minmax(0, 1fr) auto; align-items: baseline; list-style: none; }
.booking summary::-webkit-details-marker { display: none; }
.booking summary .when::before { content: '▸'; content: '▸' / ''; display: inline-block; width: 1.1em; color: var(--muted); font-weight: 400; }
.booking details[open] > summary .when::before { content: '▾'; content: '▾' / ''; }
.when { font-variant-numeric: tabular-nums; font-weight: 600; }
.who { grid-row: 2; grid-column: 1 / -1; font-weight: 600; }
.what { grid-row: 3; grid-column: 1 / -1; color: var(--muted); font-size: .95rem; }
.state { font-size: .8rem; line-height: 1.5; justify-self: end; border: 1px solid currentColor; border-radius: 999px; padding: 0 .6rem; white-space: nowrap; }
.together { display: inline-block; max-width: 100%; }
.state.confirme { color: var(--good); } .state.absent, .state.deplace { color: var(--warning); } .state.annule { color: var(--bad); }
.reach { margin-top: .5rem; }
.reach a { display: inline-block; padding: .4rem 1rem; border: 1px solid var(--edge); border-radius: 999px; font-weight: 600; font-variant-numeric: tabular-nums; text-decoration: none; }
details[open] + .reach { display: none; }
.facts { margin: .8rem 0 0; border-top: 1px solid var(--rule); }
.facts div { display: grid; gap: 0 1rem; padding: .4rem 0; border-bottom: 1px solid var(--rule); }
.facts dt { color: var(--muted); font-size: .9rem; }
.facts dd a { margin-right: 1rem; }
.subtitle { margin: .8rem 0 .2rem; font-weight: 600; }
.history { display: grid; gap: .35rem; font-size: .95rem; }
.history time { color: var(--muted); font-variant-numeric: tabular-nums; }
.pages { display: flex; flex-wrap: wrap; gap: .5rem 1rem; align-items: center; justify-content: space-between; margin-top: 1rem; }
.pages a { display: inline-block; padding: .5rem .95rem; border: 1px solid var(--edge); border-radius: 999px; text-decoration: none; }
.charts > div { display: grid; gap: 1rem; grid-template-columns: minmax(0, 1fr); margin-top: .75rem; }
.chart { container-type: inline-size; }
.chart svg { display: block; width: 100%; height: auto; margin: .5rem 0; }
.chart text { font-size: 12.5px; fill: var(--muted); font-variant-numeric: tabular-nums; }
@container (min-width: 27rem) { .chart text { font-size: 9.5px; } }
.chart text.name { fill: var(--ink); }
.chart text.on1, .chart text.on2 { fill: var(--onlight); } .chart text.on3, .chart text.on4 { fill: var(--ondark); }
.axis { stroke: var(--edge); stroke-width: 1; }
.grid { stroke: var(--rule); stroke-width: 1; }
rect.created, rect.share { fill: var(--good); } rect.canceled { fill: var(--card); stroke: var(--bad); stroke-width: 1.5; }
rect.level0 { fill: none; stroke: var(--rule); } rect.level1 { fill: var(--level1); } rect.level2 { fill: var(--level2); } rect.level3 { fill: var(--level3); } rect.level4 { fill: var(--level4); }
.legend { color: var(--muted); font-size: .9rem; margin-bottom: .5rem; }
.key { display: inline-block; width: .8rem; height: .8rem; margin-left: .6rem; border: 2px solid; border-radius: 2px; }
.key:first-child { margin-left: 0; }
.key.created { border-color: var(--good); background: var(--good); } .key.canceled { border-color: var(--bad); }
.scroll { overflow-x: auto; margin-top: .5rem; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { text-align: right; padding: .25rem .5rem; border-top: 1px solid var(--rule); overflow-wrap: normal; }
tr > :first-child { text-align: left; }
@media (max-width: 44.99rem) { .card { padding-inline: .9rem; } h1 { font-size: 1.4rem; } .house, .jump a[href='#liste'] { display: none; } .jump { font-size: .9rem; column-gap: .8rem; } .pages { gap: .4rem; } .pages a { padding: .3rem .6rem; font-size: .9rem; } .day { gap: .4rem; } .day span { font-size: .9rem; } .day.today span { font-size: .85rem; padding-inline: .6rem; } .day.today::after { display: none; } h2#titre-liste:not(.dates) { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; margin: 0; } }
@media (min-width: 45rem) {
	.frame { padding-top: 1.25rem; }
	main.frame { gap: 1.5rem; }
	.tabs a { padding: .5rem .95rem; font-size: 1rem; }
	.search label { grid-column: 1 / -1; position: static; width: auto; height: auto; clip-path: none; white-space: normal; }
	.filters { padding-block: 1rem; }
	form { gap: .9rem; }
	.day:first-of-type { margin-top: .9rem; }
	.booking summary { grid-template-columns: 9.5rem minmax(0, 1fr) auto; padding-right: 10.5rem; }
	.dated .booking summary { grid-template-columns: 13rem minmax(0, 1fr) auto; }
	.who { grid-row: 1; grid-column: 2; }
	.what { grid-row: 2; grid-column: 2 / -1; }
	.state { grid-row: 1; grid-column: 3; }
	.health dl { display: flex; flex-wrap: wrap; gap: .6rem 2.25rem; }
	.health dl div { display: block; }
	.facts div { grid-template-columns: 12rem minmax(0, 1fr); }
	.history li { display: grid; grid-template-columns: 12rem minmax(0, 1fr); }
	.reach, details[open] + .reach { display: block; position: absolute; top: .75rem; right: 1.1rem; margin: 0; }
	.reach a { padding: 0; border: 0; text-decoration: underline; }
	.charts > div { grid-template-columns: repeat(2, minmax(0, 1fr)); }
}
@media (min-width: 62rem) {
	.week { grid-template-columns: repeat(7, minmax(0, 1fr)); align-items: start; }
	.week > li { padding: .6rem .7rem; min-height: 8rem; }
	.booking summary { grid-template-columns: 9.5rem minmax(0, 1fr) minmax(0, 1.7fr) 8rem; }
	.dated .booking summary { grid-template-columns: 13rem minmax(0, 1fr) minmax(0, 1.7fr) 8rem; }
	.what { grid-row: 1; grid-column: 3; }
	.state { grid-column: 4; }
}
@media (prefers-reduced-motion: no-preference) { main { transition: opacity .15s; } }
@media print {
	:root { ${variables(LIGHT)}; color-scheme: light; }
	@page { size: A4; margin: 14mm; }
	body { background: none; font-size: 10.5pt; }
	.skip, .jump, .tabs, .filters, .pages, .health, .few, .kpis, .charts, .back, .facts .screen, .history .screen, .actions a, .reach, details[open] + .reach, footer { display: none; }
	.frame, main.frame { max-width: none; padding: 0; gap: .5rem; }
	h2 { margin: .8rem 0 .1rem; }
	.day { margin: .9rem 0 .4rem; break-after: avoid; }
	.day.today span { background: none; color: inherit; padding: 0; }
	.bookings { gap: .4rem; margin-top: .4rem; }
	.booking { border: 1px solid var(--edge); border-radius: .5rem; break-inside: avoid; padding: .4rem .7rem; }
	.booking summary { padding-right: 0; }
	.booking summary .when::before { content: none; }
	.booking details::details-content { content-visibility: visible; block-size: auto; }
	.facts { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 0 1.2rem; margin-top: .3rem; padding-top: .3rem; font-size: 9.5pt; line-height: 1.45; }
	.facts div { grid-template-columns: 7rem minmax(0, 1fr); gap: 0 .6rem; padding: 0; border: 0; }
	.facts dt, .what, .history { font-size: inherit; }
	.facts a { display: inline; }
	.subtitle { margin: .3rem 0 0; font-size: 9.5pt; }
	.history { gap: 0; font-size: 9.5pt; line-height: 1.45; }
	a { color: inherit; text-decoration: none; }
}
`.replace(/\n\t*/g, '\n');
