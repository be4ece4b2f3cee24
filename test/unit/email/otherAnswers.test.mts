import type { Answer, AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { MAIL_FIELDS, type MailField } from '../../../nodes/shared/email/mail';
import { otherAnswers } from '../../../nodes/shared/email/otherAnswers';
import { anEvent, aRequest } from './fixtures.mts';

type Known = Partial<Pick<AppointmentEvent, 'configurationUrl' | 'notes'>> & {
	client?: Partial<AppointmentEvent['client']>;
};

const answersOf = (texts: readonly string[]): Answer[] =>
	texts.map((answer, position) => ({ question: `Q${position}`, answer, position }));

/** The answers that are shown under their questions, where the other facts show this. */
function others(
	texts: readonly string[],
	known: Known = {},
	fields: readonly MailField[] = MAIL_FIELDS,
): string[] {
	const event = anEvent({
		...{ configurationUrl: null, notes: null },
		...known,
		client: { phone: null, timezone: 'Europe/Paris', ...known.client },
		answers: answersOf(texts),
	});
	return otherAnswers(aRequest('created', { event, fields })).map(({ answer }) => answer);
}

const URL = 'https://archimeuble.example/save/1';
const PHONE = '+33639984567';

describe('an answer', () => {
	test.each<[string, string, Known]>([
		['the link of the configuration', URL, { configurationUrl: URL }],
		['that link with spaces around', ` ${URL}\n`, { configurationUrl: URL }],
		['the note', 'Chêne', { notes: 'Chêne' }],
		['one of several notes', 'Chêne', { notes: 'Sous pente\n\nChêne\n\nClair' }],
		['a note of several paragraphs', 'a\n\nb', { notes: 'x\n\na\n\nb' }],
		['the number', PHONE, { client: { phone: PHONE } }],
		['the number as it is written at home', '06 39 98 45 67', { client: { phone: PHONE } }],
		[
			'the number as it is written in the client’s country',
			'0478 12 34 56',
			{ client: { phone: '+32478123456', timezone: 'Europe/Brussels' } },
		],
		['a number nobody can call', 'poste 12', { client: { phone: 'poste 12' } }],
	])('that is %s is not shown twice', (_name, answer, known) => {
		expect(others([answer, 'Autre chose'], known)).toEqual(['Autre chose']);
	});

	test.each<[string, string, Known]>([
		['what nobody noted, in a word of programmers', 'null', {}],
		['another link', `${URL}2`, { configurationUrl: URL }],
		['a link nobody shows', URL, {}],
		['a text that holds the link', `Voir ${URL}`, { configurationUrl: URL }],
		['a part of the note', 'Chêne', { notes: 'Chêne clair' }],
		['a line of a note', 'Chêne', { notes: 'Chêne\nclair' }],
		['the end of a note', 'clair', { notes: 'Chêne clair' }],
		['more than the note', 'Chêne clair', { notes: 'Chêne' }],
		['another number', '06 39 98 00 11', { client: { phone: PHONE } }],
		['a number while none is known', PHONE, {}],
	])('that is %s is shown', (_name, answer, known) => {
		expect(others([answer], known)).toEqual([answer]);
	});

	test.each<[MailField, string, Known]>([
		['configurationUrl', URL, { configurationUrl: URL }],
		['notes', 'Chêne', { notes: 'Chêne' }],
		['phone', PHONE, { client: { phone: PHONE } }],
	])('is shown where the workshop does not show %s', (field, answer, known) => {
		const fields = MAIL_FIELDS.filter((one) => one !== field);
		expect(others([answer], known, fields)).toEqual([answer]);
		expect(others([answer], known, [field])).toEqual([]);
	});

	test('that says the same as a second one is shown, both times', () => {
		expect(others(['Oui', 'Non', 'Oui'], { notes: 'Oui' })).toEqual(['Oui', 'Non', 'Oui']);
		expect(others(['Oui', 'Non'], { notes: 'Oui' })).toEqual(['Non']);
	});
});

describe('the answers', () => {
	test('are in Calendly’s order, which is no matter of the list', () => {
		const event = anEvent({
			notes: null,
			answers: [2, 0, 1].map((position) => ({
				question: 'Q',
				answer: `${position}`,
				position,
			})),
		});
		const shown = otherAnswers(aRequest('created', { event }));
		expect(shown.map(({ position }) => position)).toEqual([0, 1, 2]);
		expect(event.answers.map(({ position }) => position)).toEqual([2, 0, 1]);
	});

	test('beyond the first hundred are shown unread, all of them', () => {
		const texts = Array.from({ length: 102 }, (_, index) => `Note ${index}`);
		const notes = texts.join('\n\n');
		expect(others(texts)).toEqual(texts);
		expect(others(texts, { notes })).toEqual(['Note 100', 'Note 101']);
	});
});
