/**
 * Charts as SVG with the numbers in a table behind. Text that a chart needs to be understood is in
 * its title and description; the table says the same to those who do not see it.
 * https://www.w3.org/WAI/tutorials/images/complex/
 */
import { addDays, WEEKDAYS, weekNumber, writtenDay } from '../../french/days';
import { written } from '../../french/numbers';
import { label, NARROW_NBSP, NBSP } from '../../french/typography';
import { capLine } from '../../text/clean';
import { markup, type Markup } from '../../text/html';
import type { Figures, Share, WeekFigures } from '../bookings/figures';
import { OTHER_MODE_NAME, UNKNOWN_TYPE } from '../wording';

/** Units of a drawing; a phone shows them a little smaller than pixels, a desk one and a half times. */
const WIDTH = 340;
const MAX_BARS = 8;
const MAX_NAME = 44;
/** Hours always drawn; earlier and later ones only when something was booked. */
const USUAL_HOURS = { first: 8, last: 18 };

const NOTHING = 'Aucun rendez-vous sur la période.';

interface Chart {
	id: string;
	title: string;
	description: string;
	height: number;
	drawing: Markup[];
	table: { head: string[]; rows: string[][] };
	legend?: Markup;
}

export function chartsOf(figures: Figures): Markup[] {
	return [
		weeksChart(figures.weeks),
		hoursChart(figures.hours),
		sharesChart('types', 'Par type de consultation', {
			shares: figures.types,
			noun: 'Type',
			unknown: UNKNOWN_TYPE,
		}),
		sharesChart('modes', 'Par mode', {
			shares: figures.modes,
			noun: 'Mode',
			unknown: OTHER_MODE_NAME,
		}),
	].map(figure);
}

function figure({ id, title, description, height, drawing, table, legend }: Chart): Markup {
	return markup`<section class="card chart" aria-labelledby="${id}-titre">
<h3 id="${id}-titre">${title}</h3>
<svg role="img" aria-labelledby="${id}-nom ${id}-resume" viewBox="0 0 ${String(WIDTH)} ${String(height)}">
<title id="${id}-nom">${title}</title>
<desc id="${id}-resume">${description}</desc>
${drawing}
</svg>
${legend ?? []}
<details id="${id}-chiffres"><summary>Les chiffres<span class="hidden">${label('')} ${title}</span></summary>
<section class="scroll" aria-label="Tableau${label('')} ${title}" tabindex="0">
<table>
<thead><tr>${table.head.map((cell) => markup`<th scope="col">${cell}</th>`)}</tr></thead>
<tbody>
${table.rows.map(([name, ...cells]) => markup`<tr><th scope="row">${name}</th>${cells.map((cell) => markup`<td>${cell}</td>`)}</tr>`)}
</tbody>
</table>
</section>
</details>
</section>`;
}

const WEEKS = { height: 190, base: 156 };

function weeksChart(weeks: readonly WeekFigures[]): Chart {
	const { height, base } = WEEKS;
	const most = Math.max(0, ...weeks.flatMap(({ created, canceled }) => [created, canceled]));
	const top = roundTop(most);
	return {
		id: 'semaines',
		title: 'Par semaine',
		description: `Rendez-vous créés et annulés par semaine, au plus ${written(most)}.`,
		height,
		drawing: [
			...axis(base, top),
			...weekColumns(weeks, top),
			svgText({ x: WIDTH, y: height - 4, anchor: 'end' }, 'Semaine'),
		],
		legend: markup`<p class="legend"><span class="key created" aria-hidden="true"></span> créés <span class="key canceled" aria-hidden="true"></span> annulés</p>`,
		table: {
			head: ['Semaine', 'Du', 'Au', 'Créés', 'Annulés'],
			rows: weeks.map(({ week, created, canceled }) => [
				weekName(week),
				writtenDay(week),
				writtenDay(addDays(week, 6)),
				written(created),
				written(canceled),
			]),
		},
	};
}

/** Two columns for each week, and every so often its name. */
function weekColumns(weeks: readonly WeekFigures[], top: number): Markup[] {
	const { base } = WEEKS;
	const slot = (WIDTH - 28) / Math.max(weeks.length, 1);
	const bar = Math.max(1, Math.min(14, slot * 0.4));
	const every = Math.ceil(weeks.length / 8);
	const column = (className: string, x: number, count: number) => {
		const size = (count / top) * (base - PLOT_TOP);
		return rectangle(className, { x, y: base - size, width: bar, height: size });
	};
	return weeks.flatMap(({ week, created, canceled }, index) => {
		const x = 26 + index * slot + (slot - 2 * bar) / 2;
		const name = svgText({ x: x + bar, y: base + 15, anchor: 'middle' }, weekName(week));
		return [
			column('created', x, created),
			column('canceled', x + bar, canceled),
			...(index % every === 0 ? [name] : []),
		];
	});
}

function weekName(week: string): string {
	return `S${String(weekNumber(week)).padStart(2, '0')}`;
}

/** Room above the columns for the name of what they count. */
const PLOT_TOP = 26;

/** The number an axis ends with: its half is whole, so that a line can stand there. */
export function roundTop(most: number): number {
	if (most <= 2) return 2;
	const power = 10 ** Math.floor(Math.log10(most));
	const step = [1, 2, 4, 6, 8, 10].find((factor) => factor * power >= most) ?? 10;
	return step * power;
}

function axis(base: number, top: number): Markup[] {
	const line = (count: number) => {
		const y = base - (count / top) * (base - PLOT_TOP);
		const name = count === 0 ? 'axis' : 'grid';
		return [
			markup`<line class="${name}" x1="26" y1="${units(y)}" x2="${String(WIDTH)}" y2="${units(y)}"/>`,
			svgText({ x: 21, y: y + 4, anchor: 'end' }, written(count)),
		];
	};
	return [
		svgText({ x: 0, y: 11, anchor: 'start' }, 'Rendez-vous'),
		...[0, top / 2, top].flatMap(line),
	];
}

/** Room to the left for the longest of the short names of the days. */
const DAY_NAMES = 42;

/** Height of one day, and of the hours above the days. */
const [HOURS_ROW, HOURS_HEAD] = [22, 20];

function hoursChart(hours: readonly number[][]): Chart {
	const shown = shownHours(hours);
	return {
		id: 'heures',
		title: 'Par jour et heure',
		description: `Rendez-vous par jour de la semaine et heure de début. ${busiest(hours)}`,
		height: HOURS_HEAD + 7 * HOURS_ROW,
		drawing: [...hourNames(shown), ...dayRows(hours, shown)],
		table: {
			head: ['Jour', ...shown.map((hour) => `${hour}${NBSP}h`)],
			rows: WEEKDAYS.map((name, weekday) => [
				name,
				...shown.map((hour) => written(hours[weekday][hour])),
			]),
		},
	};
}

const hourSlot = (shown: readonly number[]) => (WIDTH - DAY_NAMES) / shown.length;

function hourNames(shown: readonly number[]): Markup[] {
	const every = Math.ceil(shown.length / 6);
	const at = (hour: number) => DAY_NAMES + (shown.indexOf(hour) + 0.5) * hourSlot(shown);
	return shown
		.filter((_hour, index) => index % every === 0)
		.map((hour) => svgText({ x: at(hour), y: 12, anchor: 'middle' }, `${hour}${NARROW_NBSP}h`));
}

function dayRows(hours: readonly number[][], shown: readonly number[]): Markup[] {
	const top = Math.max(1, ...hours.flat());
	const slot = hourSlot(shown);
	return WEEKDAYS.flatMap((name, weekday) => {
		const y = HOURS_HEAD + weekday * HOURS_ROW;
		const size = { width: slot - 1, height: HOURS_ROW - 1 };
		return [
			svgText({ x: DAY_NAMES - 6, y: y + 15, anchor: 'end' }, `${name.slice(0, 3)}.`),
			...shown.map((hour, index) =>
				cell(hours[weekday][hour], top, { ...size, y, x: DAY_NAMES + index * slot }),
			),
		];
	});
}

function shownHours(hours: readonly number[][]): number[] {
	const booked = [...Array(24).keys()].filter((hour) => hours.some((day) => day[hour] > 0));
	const first = Math.min(USUAL_HOURS.first, ...booked);
	const last = Math.max(USUAL_HOURS.last, ...booked);
	return Array.from({ length: last - first + 1 }, (_value, index) => first + index);
}

function busiest(hours: readonly number[][]): string {
	const top = Math.max(...hours.flat());
	if (top === 0) return NOTHING;
	const weekday = hours.findIndex((day) => day.includes(top));
	return `Le plus souvent le ${WEEKDAYS[weekday]} à ${hours[weekday].indexOf(top)}${NBSP}h (${written(top)}).`;
}

interface Box {
	x: number;
	y: number;
	width: number;
	height: number;
}

/** Darker for more, in four steps, so that each step has a text colour that can be read on it. */
function cell(count: number, top: number, box: Box): Markup {
	const level = Math.ceil((count / top) * 4);
	const rect = rectangle(`level${level}`, box);
	if (count === 0) return rect;
	const at = { x: box.x + box.width / 2, y: box.y + 15, anchor: 'middle' };
	return markup`${rect}${svgText(at, written(count), `on${level}`)}`;
}

function sharesChart(
	id: string,
	title: string,
	{ shares, noun, unknown }: { shares: readonly Share[]; noun: string; unknown: string },
): Chart {
	const named = shares.map(({ name, count }) => ({ name: name ?? unknown, count }));
	const shown = named.slice(0, MAX_BARS);
	const rest = named.slice(MAX_BARS).reduce((sum, { count }) => sum + count, 0);
	const bars = rest === 0 ? shown : [...shown, { name: 'Autres', count: rest }];
	const total = named.reduce((sum, { count }) => sum + count, 0);
	const top = Math.max(1, ...bars.map(({ count }) => count));
	const row = 38;
	const widthOf = (count: number) => Math.max(2, (count / top) * (WIDTH - 90));
	const drawn = bars.flatMap(({ name, count }, index) => [
		svgText({ x: 0, y: index * row + 14, anchor: 'start' }, capLine(name, MAX_NAME), 'name'),
		rectangle('share', { x: 0, y: index * row + 20, width: widthOf(count), height: 11 }),
		svgText(
			{ x: widthOf(count) + 6, y: index * row + 30, anchor: 'start' },
			`${written(count)} (${percent(Math.round((count / total) * 100))})`,
		),
	]);
	return {
		id,
		title,
		description:
			bars.length === 0
				? NOTHING
				: `Le plus souvent${label('')} ${capLine(bars[0].name, MAX_NAME)} (${written(bars[0].count)} sur ${written(total)}).`,
		height: Math.max(bars.length, 1) * row,
		drawing: bars.length === 0 ? [svgText({ x: 0, y: 14, anchor: 'start' }, NOTHING)] : drawn,
		table: {
			head: [noun, 'Rendez-vous', 'Part'],
			rows: named.map(({ name, count }) => [name, written(count), percent((count / total) * 100)]),
		},
	};
}

function percent(value: number): string {
	return `${written(value)}${NBSP}%`;
}

function rectangle(className: string, { x, y, width, height }: Box): Markup {
	return markup`<rect class="${className}" x="${units(x)}" y="${units(y)}" width="${units(width)}" height="${units(height)}"/>`;
}

function svgText(
	at: { x: number; y: number; anchor: string },
	text: string,
	className = 'mark',
): Markup {
	return markup`<text class="${className}" x="${units(at.x)}" y="${units(at.y)}" text-anchor="${at.anchor}">${text}</text>`;
}

function units(value: number): string {
	return String(Math.round(value * 10) / 10);
}
