import * as wording from '../../../nodes/shared/email/wording';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import type { MailKind } from '../../../nodes/shared/appointment/announcement';
import type { Change } from '../../../nodes/shared/appointment/change';
import type { Payment, PlaceKind } from '../../../nodes/shared/appointment/event';
import { fullMail, aRequest, aBareEvent, KINDS, nb, sourceOf } from './fixtures.mts';

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

describe('what is said', () => {
	test.each<[Change | null, string, string]>([
		[null, 'Rendez-vous déplacé', 'a été déplacé'],
		[{ time: true, place: false }, 'Rendez-vous déplacé', 'a changé d’horaire'],
		[{ time: true, place: true }, 'Rendez-vous déplacé', 'a changé d’horaire et de lieu'],
		[{ time: false, place: true }, 'Changement de lieu', 'a changé de lieu'],
		[{ time: false, place: false }, 'Rendez-vous déplacé', 'a été modifié'],
	])('of a move that changed %j claims no more', (change, heading, words) => {
		expect(wording.headingOf(wording.HEADINGS.rescheduled, change)).toBe(heading);
		expect(wording.changeWords(change)).toBe(words);
	});

	test.each<[MailKind, string, string, string]>([
		[
			'created',
			'Nouveau rendez-vous',
			'Un nouveau rendez-vous a été pris sur Calendly~:',
			'Pensez à vous préparer pour cet entretien et à vérifier votre agenda.',
		],
		[
			'rescheduled',
			'Rendez-vous déplacé',
			'Un rendez-vous {changement} sur Calendly~:',
			'Pensez à vérifier que ce changement figure dans votre agenda.',
		],
		[
			'canceled',
			'Rendez-vous annulé',
			'Un rendez-vous pris sur Calendly a été annulé~:',
			'Pensez à vérifier que ce créneau est de nouveau libre dans votre agenda.',
		],
	])('in a %s mail frames the facts', (kind, heading, introduction, closing) => {
		expect(wording.HEADINGS[kind]).toBe(heading);
		expect(wording.defaultWording(kind)).toMatchObject({
			greeting: 'Bonjour,',
			introduction: nb(introduction),
			closing,
			signature: 'Cordialement,\nSystème ArchiMeuble',
		});
	});

	test('of a fact that was missed is when it happened, as far as that is known', () => {
		const at = { date: '14/11/2025', time: '10:00' };
		const happened = KINDS.map((kind) =>
			wording.caughtUpAt(kind, at).slice(wording.caughtUpAt(kind, null).length),
		);
		expect(happened).toEqual(
			[
				' Réservé le~14/11/2025~à~10:00.',
				' Déplacé le~14/11/2025~à~10:00.',
				' Annulé le~14/11/2025~à~10:00.',
			].map(nb),
		);
	});

	test.each<[PlaceKind | null, string]>([
		['google_meet', 'Google Meet'],
		['zoom', 'Zoom'],
		['goto_meeting', 'GoTo Meeting'],
		['microsoft_teams', 'Microsoft Teams'],
		['webex', 'Webex'],
		['custom', 'le service de visio'],
		['phone', 'le service de visio'],
		[null, 'le service de visio'],
	])('of a link that %s could not make names the service', (kind, service) => {
		expect(wording.linkFailed(kind)).toBe(
			`Le lien n’a pas pu être créé par ${service}\u202f; pensez à en envoyer un au client.`,
		);
	});

	test('of a payment is what is known of it', () => {
		const payment = { amount: 60, currency: 'EUR', state: 'paid' } as const;
		const said = (parts: Partial<Payment>) =>
			wording.paymentLine({
				...{ ...payment, provider: null, terms: null, externalId: null },
				...parts,
			});
		expect(said({})).toBe(nb('60~€ payé'));
		expect(said({ state: null })).toBe(nb('60~€'));
		expect(said({ amount: null, state: 'failed' })).toBe('échoué');
		expect(said({ amount: null, state: null })).toBe('');
	});

	test('of a call is who makes it', () => {
		expect(wording.callSentence('host', '03')).toBe('Vous appelez le client.');
		expect(wording.callSentence('client', '03')).toBe('Le client vous appelle au 03.');
		expect(wording.callSentence('client', null)).toBe('Le client vous appelle.');
	});

	test('of what found no room is how much it is', () => {
		expect([1, 2].map(wording.moreFacts)).toEqual([
			'1 autre information est à lire dans le rendez-vous, sur Calendly.',
			'2 autres informations sont à lire dans le rendez-vous, sur Calendly.',
		]);
		expect([1, 2].map(wording.moreAppointments)).toEqual([
			'1 autre rendez-vous est à lire sur Calendly.',
			'2 autres rendez-vous sont à lire sur Calendly.',
		]);
	});

	test.each<[string | null, string | null, string]>([
		['Visite', 'Zoé', 'Visite – Zoé'],
		['Visite', null, 'Visite'],
		['Visite', '', 'Visite'],
		[null, 'Zoé', 'Rendez-vous – Zoé'],
		['', 'Zoé', 'Zoé'],
		[null, null, 'Rendez-vous'],
	])('in a calendar of « %s » with « %s » is « %s »', (type, client, expected) => {
		expect(wording.calendarSummary(type, client)).toBe(expected);
	});

	test('of a zone and of a moment keeps together what belongs together', () => {
		expect(wording.clientTime('10:00', 'Asia/Tokyo')).toBe(
			nb('Heure du client~: 10:00 (heure~de~Tokyo)'),
		);
		expect(wording.clientTimezone('Asia/Tokyo')).toBe(nb('Fuseau du client~: heure~de~Tokyo'));
		expect(wording.canceledAt('14/11/2025', '10:00')).toBe(nb('Annulé le~14/11/2025~à~10:00'));
		expect(wording.longMoment('samedi', '10:00')).toBe(nb('samedi~à~10:00'));
	});
});

test('the wording and the fields somebody takes are theirs to change', () => {
	wording.defaultWording('created').subject = 'x';
	wording.defaultFields('created').length = 0;
	expect(wording.defaultWording('created').subject).toContain('Nouveau RDV Calendly');
	expect(wording.defaultFields('created')).toContain('type');
});
