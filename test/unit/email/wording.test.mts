import * as wording from '../../../nodes/shared/email/wording';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { fullMail, aRequest, aBareEvent, KINDS, sourceOf } from './fixtures.mts';

/** Every string that `wording.ts` exports or makes. */
function stringsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(stringsIn);
	return [];
}

const MADE = [
	...KINDS.map(wording.defaultWording),
	wording.moreFacts(1),
	wording.moreFacts(3),
	wording.clientTime('15/11/2025', 'Asia/Tokyo'),
	wording.clientTimezone('Asia/Tokyo'),
	wording.canceledAt('14/11/2025', '10:00'),
	wording.longMoment('samedi', '10:00'),
	wording.calendarSummary(null, null),
];

const STRINGS = [...Object.values(wording), ...MADE].flatMap(stringsIn);

/** What breaks the rules of French typography in a text. */
function faultsIn(text: string): string[] {
	return [
		...(text.match(/[^\u00a0\d]:(?!\/\/)|\d:(?!\d)/g) ?? []),
		...(text.match(/[^\u202f][;!?]/g) ?? []),
		...(text.match(/«(?!\u00a0)|(?<!\u00a0)»/g) ?? []),
		...(text.match(/['"`]|\.\.\.|null|undefined/g) ?? []),
		...(text.match(/ {2}|\t/g) ?? []),
	];
}

describe('the French strings of the mails', () => {
	test('are found', () => {
		expect(STRINGS.length).toBeGreaterThan(40);
		expect(STRINGS).toContain('Lien de configuration');
	});

	test.each(STRINGS.map((text) => [text]))('%j keeps to the rules of typography', (text) => {
		expect(faultsIn(text)).toEqual([]);
	});

	test.each(['Client :', 'Client:', 'Oui !', '« oui »', "l'heure", 'Suite...'])(
		'%j would be found out',
		(text) => {
			expect(faultsIn(text)).not.toEqual([]);
		},
	);

	test.each(KINDS)('make a %s mail that keeps to them as a whole', (kind) => {
		for (const mail of [fullMail(kind), composeMail(aRequest(kind, { event: aBareEvent() }))]) {
			const ours = mail.text.replace(/https?:\S+|Largeur du mur \?/g, '').replace(/\n {2}/g, '\n');
			expect(faultsIn(mail.subject)).toEqual([]);
			expect(faultsIn(ours)).toEqual([]);
		}
	});

	test.each([
		'workshopMail.ts',
		'workshopFacts.ts',
		'html.ts',
		'text.ts',
		'fit.ts',
		'invitation.ts',
	])('are not in %s', (name) => {
		const code = sourceOf(name).replace(/\/\*\*[\s\S]*?\*\//g, '');
		expect(code).not.toMatch(/[«»éèàçêî]/);
	});
});
