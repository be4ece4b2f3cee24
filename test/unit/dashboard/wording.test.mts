import { UNKNOWN_CLIENT } from '../../../nodes/shared/appointment/display';
import { APPOINTMENT_COLUMNS } from '../../../nodes/shared/appointment/row';
import { PERIOD_NAMES, SORTS, STATES, TABS } from '../../../nodes/shared/dashboard/request/query';
import * as wording from '../../../nodes/shared/dashboard/wording';
import { HOUSE } from '../../../nodes/shared/email/wording';

test.each([
	['tabs', wording.TAB_NAMES],
	['periods', wording.PERIOD_LABELS],
	['orders', wording.SORT_NAMES],
	['states', { ...wording.STATE_NAMES, honoured: wording.HONOURED }],
	[
		'what is not known',
		{
			type: wording.UNKNOWN_TYPE,
			mode: wording.OTHER_MODE_NAME,
			client: UNKNOWN_CLIENT,
			date: wording.UNKNOWN_DATE,
		},
	],
	['house and title', { title: wording.TITLE, house: HOUSE }],
	['mails that were sent', Object.fromEntries(wording.SENT_NAMES)],
])('%s have a name each, which begins a line', (_name, names) => {
	const texts = Object.values(names);
	for (const text of texts) expect(text).toMatch(/^\p{Lu}[\p{L} ]/u);
	expect(new Set(texts).size).toBe(texts.length);
});

test.each<[string, readonly string[], object]>([
	['tabs', TABS, wording.TAB_NAMES],
	['periods', PERIOD_NAMES, wording.PERIOD_LABELS],
	['orders', SORTS, wording.SORT_NAMES],
	['states', STATES, wording.STATE_NAMES],
])('none of the %s an address may name lacks its own', (_name, values, names) => {
	expect(Object.keys(names)).toEqual(values);
});

test('a mail to the workshop is called by its kind', () => {
	const texts = wording.SENT_NAMES.map(([, text]) => text.replace(/\u00a0/g, ' '));
	for (const kind of ['nouveau', 'déplacé', 'annulé'])
		expect(texts).toContain(`Courriel « ${kind} » envoyé à l’atelier`);
});

test('each mail has its column, in the order they are sent', () => {
	const sent = wording.SENT_NAMES.map(([column]) => column);
	expect(sent).toEqual(APPOINTMENT_COLUMNS.filter((column) => column.startsWith('envoye_')));
});
