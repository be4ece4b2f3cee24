import fc from 'fast-check';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { MAIL_FIELDS } from '../../../nodes/shared/email/mail';
import { fillInWording } from '../../../nodes/shared/email/placeholders';
import { defaultWording } from '../../../nodes/shared/email/wording';
import {
	aBareEvent,
	anEvent,
	aRequest,
	fullMail,
	KINDS,
	linksOf,
	nb,
	struckIn,
	visibleText,
} from './fixtures.mts';

/** The lines between the title and the original's first words. */
const summaryOf = (text: string) => text.split('\n\n')[1].split('\n');

describe('under the title of a mail to the workshop', () => {
	test.each(KINDS)('of kind %s stand day and hour, client and number', (kind) => {
		expect(summaryOf(fullMail(kind).text)).toEqual([
			nb('samedi~15~novembre~2025, 15:00~–~15:30'),
			nb('Zoé Müller · 06~39~98~45~67'),
		]);
	});

	test('the number is called by tapping', () => {
		expect(linksOf(fullMail('created').html)[0]).toEqual({
			href: 'tel:+33639984567',
			text: nb('06~39~98~45~67'),
		});
	});

	test.each([
		[
			'past midnight',
			'2025-12-31T22:30Z',
			'2025-12-31T23:30Z',
			'mercredi~31~décembre~2025, 23:30 – 01/01/2026~à~00:30',
		],
		['of unknown end', '2025-11-15T14:00Z', null, 'samedi~15~novembre~2025, 15:00'],
		[
			'in the hour that comes twice',
			'2026-10-25T00:30Z',
			'2026-10-25T01:00Z',
			'dimanche~25~octobre~2026, 02:30~(UTC+2)~–~02:00~(UTC+1)',
		],
	])('an appointment %s shows its time', (_name, start, end, expected) => {
		const { text } = fullMail('created', anEvent({ appointment: { start, end } }));
		expect(summaryOf(text)[0].replace(/ – /, nb('~–~'))).toBe(
			nb(expected).replace(/ – /, nb('~–~')),
		);
	});

	test('what is not known is left out', () => {
		expect(summaryOf(fullMail('created', aBareEvent()).text)).toEqual(['Zoé Müller']);
		const nobody = { ...aBareEvent(), client: { ...aBareEvent().client, name: null } };
		expect(summaryOf(fullMail('created', nobody).text)).toEqual(['Bonjour,']);
	});

	test('a number nobody can call is left out, and a name without end is cut', () => {
		const client = { phone: 'poste 12', name: 'z'.repeat(300) };
		expect(summaryOf(fullMail('created', anEvent({ client })).text)[1]).toBe(`${'z'.repeat(79)}…`);
	});

	test('what the workshop chose not to show is not shown', () => {
		const fields = MAIL_FIELDS.filter((field) => field !== 'phone' && field !== 'dateTime');
		expect(summaryOf(composeMail(aRequest('created', { fields })).text)).toEqual(['Zoé Müller']);
		const { html } = composeMail(aRequest('created', { fields: [] }));
		expect(visibleText(html)).toMatch(/Nouveau rendez-vous\s+Bonjour,/);
	});
});

test('every date of a cancelled appointment is struck out, and none of another', () => {
	expect(struckIn(fullMail('canceled').html)).toEqual(
		[
			'samedi~15~novembre~2025, 15:00~–~15:30',
			'15/11/2025~à~15:00~-~15:30',
			'samedi~15~novembre~2025',
			'Heure du client~: 15/11/2025~à~09:00~-~09:30 (heure~de~New~York)',
		].map(nb),
	);
	expect(struckIn(fullMail('created').html)).toEqual([]);
});

test('a moved appointment has its former dates struck out, both, and none else', () => {
	expect(struckIn(fullMail('rescheduled').html)).toEqual(
		['12/11/2025~à~09:00~-~09:30', 'mercredi~12~novembre~2025'].map(nb),
	);
});

describe('a long subject', () => {
	const DATE = '15/11/2025 à 15:00';
	const subjectOf = (kind: (typeof KINDS)[number], type: string, name: string) =>
		fullMail(kind, anEvent({ appointment: { type }, client: { name } })).subject;

	test('is cut inside the type', () => {
		const type = 'Rendez-vous de conception et de prise de mesures, visite de l’atelier comprise';
		expect(subjectOf('created', type, 'Zoé Müller')).toBe(
			nb(
				`Nouveau RDV Calendly - ArchiMeuble~: ${[...type].slice(0, 59).join('').trimEnd()}… - Zoé Müller - ${DATE}`,
			),
		);
	});

	test('keeps its beginning, the client and the date, whatever is long', () => {
		const anyText = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300, size: 'max' });
		fc.assert(
			fc.property(fc.constantFrom(...KINDS), anyText, anyText, (kind, type, name) => {
				const subject = subjectOf(kind, type, name);
				expect([...subject].length).toBeLessThanOrEqual(150);
				expect(subject).toContain(DATE);
				expect(subject).toMatch(
					/^(Nouveau RDV Calendly|RDV déplacé|RDV annulé) - ArchiMeuble\u00a0: /,
				);
			}),
			{ numRuns: 300 },
		);
	});

	test('of the workshop’s own, with the type twice, is cut in both', () => {
		const wording = {
			...defaultWording('created'),
			subject: `${'x'.repeat(60)} {type} {type} {date}`,
		};
		const values = { type: 't'.repeat(90), client: 'Zoé', date: '15/11/2025', heure: '15:00' };
		const { subject } = fillInWording(wording, '', values);
		expect(subject).toMatch(/^x{60} t{37}… t{37}… 15\/11\/2025$/);
	});
});
