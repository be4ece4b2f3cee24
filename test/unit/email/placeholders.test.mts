import {
	fillIn,
	fillInWording,
	placeholderValues,
	subjectLine,
} from '../../../nodes/shared/email/placeholders';
import { readSlot, slotText } from '../../../nodes/shared/email/slot';
import { anEvent, nb } from './fixtures.mts';

const VALUES = { type: 'Visite', client: 'Zoé', date: '15/11/2025', heure: '15:00' };
const UNKNOWN = { ...VALUES, date: 'date non communiquée', heure: 'heure non communiquée' };
const WORDING = { subject: '', greeting: '', introduction: '', closing: '', signature: '' };

describe('what placeholders stand for', () => {
	const slot = readSlot(anEvent().appointment);
	const values = (parts: Parameters<typeof anEvent>[0], isKnown = true) =>
		placeholderValues(
			anEvent(parts),
			slot && isKnown ? slotText(slot, 'Europe/Paris') : null,
			isKnown ? { time: true, place: false } : null,
		);

	test('is the appointment', () => {
		expect(values({})).toEqual({
			type: 'Visite en visio - 30 min',
			client: 'Zoé Müller',
			date: '15/11/2025',
			heure: '15:00',
			changement: 'a changé d’horaire',
		});
	});

	test('is said to be unknown where it is', () => {
		const nothing = { appointment: { type: ' ' }, client: { name: null } };
		expect(values(nothing, false)).toEqual({
			type: 'non communiqué',
			client: 'non communiqué',
			date: 'date non communiquée',
			heure: 'heure non communiquée',
			changement: 'a été déplacé',
		});
	});

	test('is one line of 200 characters at most', () => {
		const { type, client } = values({
			appointment: { type: `a\nb${'c'.repeat(300)}` },
			client: { name: 'z'.repeat(200) },
		});
		expect(type).toBe(`a b${'c'.repeat(196)}…`);
		expect(client).toBe('z'.repeat(200));
	});
});

describe('a text of the workshop', () => {
	test.each<[string, string, Record<string, string>, string]>([
		['every placeholder, each time', '{heure} {type} {heure}', VALUES, '15:00 Visite 15:00'],
		['none that nobody knows', '{nom} {toString} {', VALUES, '{nom} {toString} {'],
		['nothing that a value contains', '{client}', { client: '{type} $& $1' }, '{type} $& $1'],
		[
			'French spaces, in the text alone',
			'{client} : oui ; {type} !',
			{ ...VALUES, client: 'a : b' },
			'a : b~: oui^; Visite^!',
		],
		['date and time', 'le {date} à {heure}', VALUES, 'le 15/11/2025 à 15:00'],
		['an unknown time once', 'le {date} à {heure}.', UNKNOWN, 'le date non communiquée.'],
		['an unknown time once behind a comma', '{date}, à  {heure}', UNKNOWN, 'date non communiquée'],
		[
			'an unknown time once, each time',
			'{date} à {heure}/{date}à{heure}',
			UNKNOWN,
			'date non communiquée/date non communiquée',
		],
		[
			'an unknown time that stands elsewhere',
			'{heure} : {date}',
			UNKNOWN,
			'heure non communiquée~: date non communiquée',
		],
		[
			'nobody’s name without its space',
			'Bonjour {client}, {type}',
			{ ...VALUES, client: '' },
			'Bonjour, Visite',
		],
		[
			'nobody’s name, each time',
			'Bonjour  {client} ({client})',
			{ ...VALUES, client: '' },
			'Bonjour ()',
		],
		['a name', 'Bonjour {client},', VALUES, 'Bonjour Zoé,'],
		['no name it was not given', 'Bonjour {client},', { jour: 'lundi' }, 'Bonjour {client},'],
	])('has %s', (_name, template, values, expected) => {
		expect(fillIn(template, values)).toBe(nb(expected).replace(/\^/g, '\u202f'));
	});

	test('is cleaned, paragraph by paragraph', () => {
		const wording = {
			subject: ' {type}\n{type} ',
			greeting: ' Bonjour\r\n{client} \n',
			introduction: '\u202e{type}\u0000',
			closing: '\n{date}\n\n{heure}\n',
			signature: ' L’atelier\t',
		};
		expect(fillInWording(wording, '', VALUES)).toEqual({
			subject: 'Visite Visite',
			greeting: 'Bonjour\nZoé',
			introduction: 'Visite',
			closing: '15/11/2025\n\n15:00',
			signature: 'L’atelier',
		});
	});
});

describe('a subject', () => {
	const subject = (template: string, values: Record<string, string> = VALUES, otherwise = '') =>
		fillInWording({ ...WORDING, subject: template }, otherwise, values).subject;
	const x = (count: number) => 'x'.repeat(count);
	const t = (count: number) => 't'.repeat(count);
	const LONG = { ...VALUES, type: t(200), client: 'z'.repeat(200) };

	test('that is empty is the usual one', () => {
		expect(subject(' \n', VALUES, 'Nouveau : {type}')).toBe('Nouveau\u00a0: Visite');
		expect(subject('{type}', VALUES, 'Nouveau')).toBe('Visite');
	});

	test('names type and client in sixty characters each, everything else whole', () => {
		expect(subject('{type} {client}', LONG)).toBe(`${t(59)}… ${'z'.repeat(59)}…`);
		expect(subject('{jour}', { jour: x(150) })).toBe(x(150));
	});

	test('of 150 characters is whole', () => {
		expect(subject(`${x(78)} {type} {date}`, LONG)).toBe(`${x(78)} ${t(59)}… 15/11/2025`);
		expect(subject(`${x(79)} {type} {date}`, LONG)).toBe(`${x(79)} ${t(58)}… 15/11/2025`);
	});

	test('that is too long is cut inside the type, wherever it stands, and nowhere else', () => {
		expect(subject(`{type} ${x(100)} {date}`, LONG)).toBe(`${t(37)}… ${x(100)} 15/11/2025`);
		expect(subject(`${x(60)} {type}{type} {date}`, LONG)).toBe(
			`${x(60)} ${t(38)}…${t(38)}… 15/11/2025`,
		);
	});

	test('keeps ten characters of the type, and then loses its end', () => {
		expect(subject(`{type} ${x(128)} {date}`, LONG)).toBe(`${t(9)}… ${x(128)} 15/11/2025`);
		expect(subject(`{type} ${x(129)} {date}`, LONG)).toBe(
			`${t(9)}… ${x(129)} 15/11/202…`.slice(0, 149) + '…',
		);
	});

	test('without a type loses its end', () => {
		expect(subject(`${x(150)} {date}`, LONG)).toBe(`${x(149)}…`);
		expect(subject(`${x(150)} {jour}`, { jour: 'lundi' })).toBe(`${x(149)}…`);
	});

	test('is counted in characters, not in halves of them', () => {
		const type = '😀'.repeat(60);
		expect(subject(`${x(78)} {type} {date}`, { ...VALUES, type })).toBe(
			`${x(78)} ${type} 15/11/2025`,
		);
		expect(subject(`${x(79)} {type} {date}`, { ...VALUES, type })).toBe(
			`${x(79)} ${'😀'.repeat(58)}… 15/11/2025`,
		);
	});
});

test('a header line is one line of 150 characters at most', () => {
	expect(subjectLine(' a\r\nb ')).toBe('a b');
	expect(subjectLine('a'.repeat(151))).toBe(`${'a'.repeat(149)}…`);
});
