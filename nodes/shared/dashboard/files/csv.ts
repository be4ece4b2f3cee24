/** The filtered bookings for a spreadsheet. RFC 4180, https://www.rfc-editor.org/rfc/rfc4180 */
import type { AppointmentRow } from '../../appointment/row';
import { factLabel } from '../../email/text';
import { LocalCalendar, writtenDay } from '../../french/days';
import { written } from '../../french/numbers';
import { formatPhone } from '../../french/phone';
import { label } from '../../french/typography';
import { asInstant } from '../../text/fields';
import { csvHeaders, plainHeaders, type WebAnswer } from '../answer';
import {
	type Booking,
	answersOf,
	bookingsOf,
	isOver,
	lineOf,
	overAt,
	textOf,
} from '../bookings/booking';
import { MOST_ROWS, type ReadingPlan, coverageOf, isTabCovered } from '../bookings/reading';
import { selectBookings } from '../bookings/selection';
import type { DashboardQuery } from '../request/query';
import { HONOURED, STATE_NAMES } from '../wording';

/** French spreadsheets expect it because the comma is their decimal sign. */
const SEPARATOR = ';';
/** Without it Excel takes UTF-8 for Windows-1252. */
const BYTE_ORDER_MARK = '\ufeff';
const LINE_END = '\r\n';

/** What the file is made from. */
export interface CsvRequest {
	rows: readonly AppointmentRow[];
	/** What the rows were read by; null where they are all there are. */
	plan?: ReadingPlan | null;
	query: DashboardQuery;
	timezone: string;
	now: Date;
}

interface Context {
	now: string;
	calendar: LocalCalendar;
}

/** Columns in the order a person reads them; the bearer links of Calendly are not among them. */
const COLUMNS: Array<[string, (booking: Booking, context: Context) => string | null]> = [
	['Date', ({ start }, { calendar }) => dateOf(start, calendar)],
	['Début', ({ start }, { calendar }) => timeOf(start, calendar)],
	['Fin', (booking, { calendar }) => endOf(booking, calendar)],
	['Type', ({ type }) => type],
	['Mode', ({ mode }) => mode],
	['État', stateOf],
	['Client', ({ row }) => lineOf(row, 'client')],
	['Email', ({ row }) => lineOf(row, 'email')],
	['Téléphone', ({ row }) => phoneOf(lineOf(row, 'telephone'))],
	['Lieu', ({ row }) => textOf(row, 'lieu')],
	['Nature du lieu', ({ row }) => lineOf(row, 'lieu_nature')],
	['Lieu choisi par', ({ row }) => lineOf(row, 'lieu_choisi_par')],
	['Appel par', ({ row }) => lineOf(row, 'appel_par')],
	['Numéro à appeler', ({ row }) => phoneOf(lineOf(row, 'appel_numero'))],
	['Consignes d’appel', ({ row }) => textOf(row, 'appel_consignes')],
	['Lien visio', ({ row }) => lineOf(row, 'lien_visio')],
	['État du lien visio', ({ row }) => lineOf(row, 'lien_visio_etat')],
	['Lien de configuration', ({ row }) => lineOf(row, 'lien_configuration')],
	['Notes', ({ row }) => textOf(row, 'notes')],
	['Réponses', answersText],
	['Hôte', ({ row }) => lineOf(row, 'hote')],
	['Email de l’hôte', ({ row }) => lineOf(row, 'hote_email')],
	['Places prises', ({ row }) => lineOf(row, 'places_prises')],
	['Places en tout', ({ row }) => lineOf(row, 'places_max')],
	['Paiement', ({ row }) => lineOf(row, 'paiement_etat')],
	['Montant', ({ row }) => amountOf(lineOf(row, 'paiement_montant'))],
	['Devise', ({ row }) => lineOf(row, 'paiement_devise')],
	['Prestataire du paiement', ({ row }) => lineOf(row, 'paiement_prestataire')],
	['Conditions du paiement', ({ row }) => textOf(row, 'paiement_conditions')],
	['Référence du paiement', ({ row }) => lineOf(row, 'paiement_reference')],
	['Reçu le', ({ receivedAt }, { calendar }) => momentOf(receivedAt, calendar)],
	['Annulé le', ({ canceledAt }, { calendar }) => momentOf(canceledAt, calendar)],
	['Annulé ou déplacé par', ({ row }) => lineOf(row, 'annule_par')],
	['Annulé ou déplacé côté', ({ row }) => lineOf(row, 'annule_cote')],
	['Motif', ({ row }) => textOf(row, 'motif_annulation')],
	['Déplacé depuis', ({ row }) => lineOf(row, 'deplace_depuis')],
	['Déplacement par', ({ row }) => lineOf(row, 'deplace_par')],
	['Déplacement côté', ({ row }) => lineOf(row, 'deplace_cote')],
	['Motif du déplacement', ({ row }) => textOf(row, 'motif_deplacement')],
	['Ancien début', ({ row }, { calendar }) => momentOf(asInstant(row.ancien_debut), calendar)],
	['Ancien mode', ({ row }) => lineOf(row, 'ancien_mode')],
	['Ancien lieu', ({ row }) => textOf(row, 'ancien_lieu')],
	['Ancienne nature du lieu', ({ row }) => lineOf(row, 'ancien_lieu_nature')],
	['Campagne', ({ row }) => lineOf(row, 'campagne')],
	['Source de la campagne', ({ row }) => lineOf(row, 'campagne_source')],
	['Support de la campagne', ({ row }) => lineOf(row, 'campagne_support')],
	['Contenu de la campagne', ({ row }) => lineOf(row, 'campagne_contenu')],
	['Terme de la campagne', ({ row }) => lineOf(row, 'campagne_terme')],
	['Début (UTC)', ({ start }) => start],
	['Fin (UTC)', ({ end }) => end],
	['Identifiant', ({ id }) => id],
];

/** Names of the columns, the first line of the file. */
export const CSV_COLUMNS = COLUMNS.map(([name]) => name);

/**
 * Every booking of the tab and filters of the query, whatever its page; a sentence instead where not
 * all of them were read: a file that lacks some would not be noticed.
 */
export function renderCsv({ rows, plan = null, query, timezone, now }: CsvRequest): WebAnswer {
	const context = { now: now.toISOString(), calendar: new LocalCalendar(timezone) };
	const { day: today } = context.calendar.at(context.now);
	const clock = { now: context.now, today, timezone };
	if (!isTabCovered(coverageOf(rows, plan), query.tab, query, clock)) return TOO_MANY;
	const { bookings } = selectBookings(bookingsOf(rows), query, clock);
	const lines = [
		CSV_COLUMNS,
		...bookings.map((booking) => COLUMNS.map(([, read]) => read(booking, context) ?? '')),
	];
	const body = BYTE_ORDER_MARK + lines.map(csvLine).join('');
	const headers = csvHeaders(`rendez-vous-${query.tab}-${today}.csv`, body);
	return { statusCode: 200, headers, body };
}

const TOO_MANY_TEXT = `Plus de ${written(MOST_ROWS)} rendez-vous à la fois${label('')} choisir une période dans le tableau de bord, puis télécharger de nouveau.`;

const TOO_MANY: WebAnswer = {
	statusCode: 422,
	headers: plainHeaders(TOO_MANY_TEXT),
	body: TOO_MANY_TEXT,
};

function csvLine(cells: readonly string[]): string {
	return cells.map((cell, index) => quotedCell(cellOf(cell, index))).join(SEPARATOR) + LINE_END;
}

/** Columns a spreadsheet is to take for dates, times and numbers; every other is text. */
const CALCULATED: ReadonlySet<string> = new Set([
	'Date',
	'Début',
	'Fin',
	'Places prises',
	'Places en tout',
	'Montant',
	'Reçu le',
	'Annulé le',
	'Ancien début',
	'Début (UTC)',
	'Fin (UTC)',
]);

function cellOf(cell: string, index: number): string {
	const isText = !CALCULATED.has(CSV_COLUMNS[index]);
	return guardCell(cutCell(cell), isText);
}

/** Excel takes no more of a cell, and makes rows of what goes beyond: 32,767 UTF-16 units. */
const MAX_CELL = 32_000;
const CUT_SHORT = '\n[…] La suite est à lire dans le tableau de bord.';

function cutCell(cell: string): string {
	if (cell.length <= MAX_CELL) return cell;
	return cell.slice(0, MAX_CELL).replace(/[\ud800-\udbff]$/, '') + CUT_SHORT;
}

/** Characters a spreadsheet takes for the beginning of a formula, in both widths. */
const FORMULA = /^'*[=+\-@\t\r＝＋－＠]/;

const MONTH =
	'(?:janv(?:ier)?|f[ée]vr?(?:ier)?|mars|avr(?:il)?|mai|juin|juil(?:let)?|ao[uû]t|sept?(?:embre)?|oct(?:obre)?|nov(?:embre)?|d[ée]c(?:embre)?)\\.?';

/**
 * What a spreadsheet makes something else of: `00123` loses its zeros, `1/2`, `12-5` and `3 mars` become
 * dates, `1E5` a number. Plain numbers, and telephones in groups, stay as they are.
 */
const RETYPED = new RegExp(
	[
		'0\\d+|\\d{12,}',
		'\\d[\\d ]*(?:[.,/:-]\\d[\\d ]*){1,2}',
		'\\d+(?:[.,]\\d+)?e[+-]?\\d+',
		`\\d{1,2}[ -]${MONTH}(?:[ -]\\d{1,4})?`,
		`${MONTH}[ -]\\d{1,4}`,
	]
		.map((form) => `^'*(?:${form})$`)
		.join('|'),
	'iu',
);

/**
 * The cell with an apostrophe before what a spreadsheet would calculate and, of a text, before what it
 * would take for a date or a number.
 * https://owasp.org/www-community/attacks/CSV_Injection
 */
export function guardCell(cell: string, isText = true): string {
	return FORMULA.test(cell) || (isText && RETYPED.test(cell)) ? `'${cell}` : cell;
}

/** What a guarded cell held, for reading a CSV back in. */
export function unguardCell(cell: string): string {
	const isGuarded = cell.startsWith("'") && (FORMULA.test(cell) || RETYPED.test(cell));
	return isGuarded ? cell.slice(1) : cell;
}

function quotedCell(cell: string): string {
	return /[";\r\n]|^\s|\s$/.test(cell) ? `"${cell.replace(/"/g, '""')}"` : cell;
}

/**
 * French numbers in the national form with plain spaces, which needs no guard and keeps its zero;
 * others in E.164 behind the guard. Both read as the same number again.
 */
function phoneOf(phone: string | null): string | null {
	return phone === null ? null : formatPhone(phone).replace(/\u00a0/g, ' ');
}

/** With the decimal comma, as a number of a French spreadsheet. */
function amountOf(amount: string | null): string | null {
	return amount !== null && /^\d+\.\d+$/.test(amount) ? amount.replace('.', ',') : amount;
}

function stateOf(booking: Booking, { now }: Context): string {
	const { state } = booking;
	return state === 'confirme' && isOver(booking, now) ? HONOURED : STATE_NAMES[state];
}

function answersText({ row }: Booking): string {
	return answersOf(row)
		.map(({ question, answer }) => `${factLabel(question)} ${answer}`)
		.join('\n');
}

function endOf(booking: Booking, calendar: LocalCalendar): string | null {
	const over = overAt(booking);
	return over === booking.start ? null : timeOf(over, calendar);
}

function dateOf(instant: string | null, calendar: LocalCalendar): string | null {
	return instant === null ? null : writtenDay(calendar.at(instant).day);
}

/** In the hour that happens twice the UTC column tells which one is meant. */
function timeOf(instant: string | null, calendar: LocalCalendar): string | null {
	return instant === null ? null : calendar.at(instant).time;
}

function momentOf(instant: string | null, calendar: LocalCalendar): string | null {
	if (instant === null) return null;
	const { day, time } = calendar.at(instant);
	return `${writtenDay(day)} ${time}`;
}
