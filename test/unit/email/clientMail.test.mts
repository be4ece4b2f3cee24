import fc from 'fast-check';
import ICAL from 'ical.js';
import type { ClientMailKind } from '../../../nodes/shared/appointment/announcement';
import { composeClientMail } from '../../../nodes/shared/email/clientMail';
import {
	defaultClientFields,
	defaultClientWording,
} from '../../../nodes/shared/email/clientWording';
import { CLIENT_FIELDS } from '../../../nodes/shared/email/mail';
import {
	aClientRequest,
	CANCEL_URL,
	CLIENT_KINDS,
	fullClientMail,
	MOVE_URL,
} from './clientFixtures.mts';
import { aBareEvent, anEvent, factsOf, linksOf, nb, visibleText } from './fixtures.mts';

type EventParts = Parameters<typeof anEvent>[0];

const BUTTONS = /Rejoindre la visio|Déplacer le rendez-vous|Annuler le rendez-vous/g;
const NO_SPACES = /[\s\u034f]+/g;

/** The value of one fact, its lines joined by ` | `; null when the mail does not show it. */
function factIn(kind: ClientMailKind, label: string, parts: EventParts = {}): string | null {
	const shown = factsOf(fullClientMail(kind, anEvent(parts)).html);
	const fact = shown.find(([name]) => name.startsWith(label));
	return fact === undefined ? null : fact[1].split(/\n+/).join(' | ');
}

describe('the default mails to the client', () => {
	test('a confirmation says when, how, what to prepare, and how to move or cancel', () => {
		const event = anEvent({
			appointment: { location: null },
			client: { timezone: 'Europe/Paris' },
		});
		const { subject, text, replyTo, to, calendar } = composeClientMail(
			aClientRequest('confirmation', { event }),
		);
		expect(subject).toBe(
			nb('Rendez-vous confirmé - ArchiMeuble~: Visite en visio - 30 min - 15/11/2025 à 15:00'),
		);
		expect(text).toBe(
			nb(`Rendez-vous confirmé

Bonjour Zoé Müller,

Votre rendez-vous avec ArchiMeuble est confirmé~:

Rendez-vous~: Visite en visio - 30 min
Date et heure~: 15/11/2025~à~15:00~-~15:30
  samedi~15~novembre~2025
Avec~: Atelier ArchiMeuble
Visio~: https://meet.google.com/abc-defg-hij
À préparer~: Dimensions de votre pièce, photos, budget
Un empêchement\u202f? Déplacer le rendez-vous~: ${MOVE_URL}
  Annuler le rendez-vous~: ${CANCEL_URL}

Pour toute question, répondez simplement à ce courriel.

Cordialement,
L’équipe ArchiMeuble
`),
		);
		expect([to, replyTo]).toEqual(['zoe.muller@example.com', 'atelier@archimeuble.example']);
		expect(calendar).toBeNull();
	});

	test.each([
		[
			'confirmation',
			'Rendez-vous confirmé - ArchiMeuble~: Visite en visio - 30 min - 15/11/2025 à 09:00',
		],
		[
			'client_rescheduled',
			'Rendez-vous déplacé - ArchiMeuble~: Visite en visio - 30 min - 15/11/2025 à 09:00',
		],
		['client_canceled', 'Rendez-vous annulé - ArchiMeuble~: Visite en visio - 30 min'],
		['reminder', 'Rappel - ArchiMeuble~: Visite en visio - 30 min - 15/11/2025 à 09:00'],
	] as const)('%s has its subject', (kind, expected) => {
		expect(fullClientMail(kind).subject).toBe(nb(expected));
	});

	test.each(CLIENT_KINDS)('%s says nothing of null or undefined when little is known', (kind) => {
		const event = aBareEvent();
		event.client = { ...event.client, name: null };
		const { subject, text, html } = fullClientMail(kind, event);
		expect(subject + text + visibleText(html)).not.toMatch(/null|undefined|NaN|Invalid/);
		expect(text).toContain('\n\nBonjour,\n\n');
	});

	test('show the fields that matter for their kind', () => {
		expect(defaultClientFields('client_rescheduled')).toContain('previousDateTime');
		expect(defaultClientFields('client_canceled')).not.toContain('manage');
		for (const kind of CLIENT_KINDS) {
			expect(CLIENT_FIELDS).toEqual(expect.arrayContaining(defaultClientFields(kind)));
		}
	});

	test.each(CLIENT_KINDS)(
		'%s: HTML and text differ by nothing but the words on buttons',
		(kind) => {
			for (const event of [anEvent(), aBareEvent()]) {
				const { html, text } = fullClientMail(kind, event);
				const seen = visibleText(html).replace(BUTTONS, '').replace(NO_SPACES, '');
				const read = text.replace(/(Déplacer|Annuler) le rendez-vous\u00a0: /g, '');
				expect(`ArchiMeuble${read.replace(NO_SPACES, '')}`).toBe(seen);
			}
		},
	);
});

describe('the time in a mail to the client', () => {
	const whenFor = (timezone: string | null) =>
		factIn('confirmation', 'Date et heure', { client: { timezone } });

	test('is the client’s own, with the workshop’s when it differs', () => {
		expect(whenFor('America/New_York')).toBe(
			nb(
				'15/11/2025~à~09:00~-~09:30 | samedi~15~novembre~2025 | Fuseau horaire~: America/New_York | ' +
					'Heure de l’atelier~: 15/11/2025~à~15:00~-~15:30 (Europe/Paris)',
			),
		);
		expect(whenFor('Pacific/Auckland')).toContain(nb('16/11/2025~à~03:00~-~03:30 | dimanche~16'));
	});

	test.each(['Europe/Paris', 'Europe/Brussels', 'Mars/Olympus', null])(
		'is said once where the client’s zone %s shows the same or is not known',
		(zone) => {
			expect(whenFor(zone)).toBe(nb('15/11/2025~à~15:00~-~15:30 | samedi~15~novembre~2025'));
		},
	);

	test('is struck out once the appointment is cancelled', () => {
		expect(fullClientMail('client_canceled').html).toMatch(
			/line-through[^>]*>(?:<span[^>]*>)?15\/11\/2025/,
		);
		expect(fullClientMail('confirmation').html).not.toMatch(
			/line-through[^>]*>(?:<span[^>]*>)?15\/11\/2025/,
		);
	});

	test('is told with the old one, in the same zone, when the appointment moved', () => {
		expect(factIn('client_rescheduled', 'Ancien horaire')).toBe(
			nb('12/11/2025~à~03:00~-~03:30 | mercredi~12~novembre~2025'),
		);
		expect(factIn('confirmation', 'Ancien horaire')).toBeNull();
		const mail = composeClientMail(aClientRequest('client_rescheduled', { previous: null }));
		expect(mail.text).not.toContain('Ancien horaire');
	});
});

describe('how to meet', () => {
	const phoneCall = (location: string | null, phone: string | null): EventParts => ({
		appointment: { mode: 'phone', joinUrl: null, location },
		client: { phone },
	});

	test.each([
		['the client’s number as place', '+33639984567', '+33639984567'],
		['no place', null, '06 39 98 45 67'],
	])('by telephone with %s: the workshop calls', (_name, location, phone) => {
		expect(factIn('reminder', 'Téléphone', phoneCall(location, phone))).toBe(
			nb('06~39~98~45~67 | Nous vous appelons à ce numéro.'),
		);
		expect(factIn('reminder', 'Lieu', phoneCall(location, phone))).toBeNull();
	});

	test('by telephone without a number: the workshop calls', () => {
		expect(factIn('reminder', 'Téléphone', phoneCall(null, null))).toBe('Nous vous appelons.');
		expect(factIn('reminder', 'Téléphone', phoneCall(null, 'poste 12'))).toBe(
			'Nous vous appelons.',
		);
	});

	test('by telephone on another number: the client calls, by tapping it', () => {
		const parts = phoneCall('+33320000000', '+33639984567');
		expect(factIn('reminder', 'Téléphone', parts)).toBe(
			nb('Merci de nous appeler à ce numéro. | 03~20~00~00~00'),
		);
		const { html } = fullClientMail('reminder', anEvent(parts));
		expect(linksOf(html).map(({ href }) => href)).toContain('tel:+33320000000');
	});

	test('by video: a button, or that the link follows', () => {
		const links = linksOf(fullClientMail('reminder').html);
		expect(links[0]).toEqual({
			href: 'https://meet.google.com/abc-defg-hij',
			text: 'Rejoindre la visio',
		});
		for (const joinUrl of [null, 'javascript:alert(1)']) {
			expect(factIn('reminder', 'Visio', { appointment: { joinUrl } })).toContain(
				'Le lien n’est pas encore disponible',
			);
		}
		expect(
			factIn('reminder', 'Visio', { appointment: { joinUrl: null, mode: 'phone' } }),
		).toBeNull();
	});

	test('at a place: its address, at most 300 characters of it', () => {
		expect(factIn('reminder', 'Lieu')).toBe('12 rue de la Liberté, 59000 Lille');
		const location = 'rue '.repeat(500);
		expect(factIn('reminder', 'Lieu', { appointment: { location } })).toHaveLength(300);
	});

	test('is left out of a cancellation', () => {
		const labels = factsOf(fullClientMail('client_canceled').html).map(([label]) => label);
		expect(labels.join()).toBe(nb('Rendez-vous~:,Date et heure~:,Lieu~:,Annulé par~:'));
	});
});

describe('what to prepare', () => {
	const prepared = (preparation: string) =>
		composeClientMail(aClientRequest('reminder', { preparation })).text;

	test('is the workshop’s own text, with placeholders and French spacing', () => {
		expect(prepared('Photos ; budget\nle {date}')).toContain(
			nb('À préparer~: Photos\u202f; budget\n  le 15/11/2025\n'),
		);
	});

	test('is left out when the workshop emptied it', () => {
		expect(prepared(' ')).not.toContain('À préparer');
	});
});

describe('the links that move and cancel', () => {
	const LINKS = (parts: EventParts, kind: ClientMailKind = 'reminder') =>
		linksOf(fullClientMail(kind, anEvent(parts)).html)
			.map(({ href }) => href)
			.filter((href) => !href.includes('meet.google.com'));

	test('are two buttons of which one is named after what it does', () => {
		const { html } = fullClientMail('reminder');
		expect(linksOf(html).slice(1)).toEqual([
			{ href: MOVE_URL, text: 'Déplacer le rendez-vous' },
			{ href: CANCEL_URL, text: 'Annuler le rendez-vous' },
		]);
	});

	test.each([
		['http', 'http://calendly.com/cancellations/x'],
		['another site', 'https://evil.example/cancellations/x'],
		['a lookalike', 'https://calendly.com.evil.example/x'],
		['credentials', 'https://calendly.com@evil.example/x'],
		['a script', 'javascript:alert(1)'],
		['a space', 'https://calendly.com/x y'],
		['an endless address', `https://calendly.com/${'x'.repeat(2_000)}`],
		['nothing', null],
	])('are left out, also as text, when they are %s', (_name, link) => {
		const parts = { appointment: { cancelUrl: link, rescheduleUrl: link } };
		expect(LINKS(parts)).toEqual([]);
		expect(fullClientMail('reminder', anEvent(parts)).text).not.toMatch(
			/empêchement\s\?|calendly\.com/,
		);
	});

	test('are in no cancellation and in no calendar file', () => {
		expect(JSON.stringify(fullClientMail('client_canceled'))).not.toMatch(/secret-(move|cancel)/);
		for (const kind of CLIENT_KINDS) {
			const { calendar } = composeClientMail(
				aClientRequest(kind, { attachCalendar: true, fields: CLIENT_FIELDS }),
			);
			const unfolded = calendar?.content.replace(/\r\n /g, '') ?? '';
			expect(unfolded).toContain('Date et heure');
			expect(unfolded).not.toMatch(/secret-(move|cancel)/);
		}
	});
});

describe('the calendar file for the client', () => {
	test.each([
		['confirmation', 'PUBLISH', 0],
		['client_canceled', 'CANCEL', 1],
	] as const)(
		'of %s is METHOD:%s, SEQUENCE:%i, named after the workshop',
		(kind, method, sequence) => {
			const { calendar } = composeClientMail(aClientRequest(kind, { attachCalendar: true }));
			const component = new ICAL.Component(ICAL.parse(calendar?.content ?? ''));
			const event = component.getFirstSubcomponent('vevent');
			expect(component.getFirstPropertyValue('method')).toBe(method);
			expect(event?.getFirstPropertyValue('sequence')).toBe(sequence);
			expect(event?.getFirstPropertyValue('summary')).toBe(
				nb('ArchiMeuble~: Visite en visio - 30 min'),
			);
		},
	);
});

describe('who a mail to the client goes to', () => {
	test.each([
		['zoe@example.com', 'zoe@example.com'],
		['Zoé <zoe@example.com>', null],
		['zoe@example.com, bob@example.com', null],
		['zoe@example.com\r\nBcc: bob@example.com', null],
		['', null],
		[null, null],
	])('%j becomes %j', (email, to) => {
		expect(fullClientMail('confirmation', anEvent({ client: { email } })).to).toBe(to);
	});

	test.each([
		['atelier@archimeuble.example', 'atelier@archimeuble.example'],
		['Atelier <a@example.com>', null],
		[null, null],
	])('and answers to %j go to %j, never to the client', (replyTo, expected) => {
		expect(composeClientMail(aClientRequest('reminder', { replyTo })).replyTo).toBe(expected);
	});
});

describe('what a stranger can make us write to an address they gave', () => {
	const AD = 'Gagnez 1000 euros sur https://evil.example';

	test.each([
		['Zoé Müller', 'Bonjour Zoé Müller,'],
		["Anne-Lise O'Connor", "Bonjour Anne-Lise O'Connor,"],
		['J. P. Dupont', 'Bonjour J. P. Dupont,'],
		['Nguyễn Văn An', 'Bonjour Nguyễn Văn An,'],
		['evil.example', 'Bonjour,'],
		['https://evil.example', 'Bonjour,'],
		['zoe@evil.example', 'Bonjour,'],
		['Gagnez 1000 euros', 'Bonjour,'],
		['Urgent ! Cliquez', 'Bonjour,'],
		['a'.repeat(61), 'Bonjour,'],
		['{type}', 'Bonjour,'],
		['', 'Bonjour,'],
		[null, 'Bonjour,'],
	])('the name %j is greeted %j', (name, greeting) => {
		const { text } = fullClientMail('confirmation', anEvent({ client: { name } }));
		expect(text.split('\n\n')[1]).toBe(greeting);
	});

	test.each(CLIENT_KINDS)('%s shows no answer, note, configuration link or guest', (kind) => {
		const event = anEvent({
			client: { name: AD, phone: AD },
			notes: AD,
			configurationUrl: 'https://evil.example',
			answers: [{ question: AD, answer: AD, position: 0 }],
			cancellation: { by: AD, byType: 'client', reason: AD, at: null },
			appointment: { location: AD, guests: [AD], mode: 'phone' },
		});
		const mail = fullClientMail(kind, event);
		expect(JSON.stringify(mail)).not.toMatch(/evil\.example|Gagnez/);
	});

	test('the place is told to be elsewhere when a link could be made of it', () => {
		for (const location of [
			'https://evil.example',
			'chez moi, evil.example',
			'www.evil.example/x',
		]) {
			expect(factIn('reminder', 'Lieu', { appointment: { location } })).toBe(
				'Indiqué dans l’invitation de Calendly.',
			);
		}
	});

	test('the reason of a cancellation is shown only where the workshop wrote it', () => {
		const cancellation = { by: 'Luc', reason: 'Machine en panne', at: null };
		const parts = (byType: string | null) => ({ cancellation: { ...cancellation, byType } });
		expect(factIn('client_canceled', 'Motif', parts('host'))).toBe('Machine en panne');
		expect(factIn('client_canceled', 'Annulé par', parts('host'))).toBe('l’atelier');
		expect(factIn('client_canceled', 'Annulé par', parts('client'))).toBe('vous');
		for (const byType of ['client', null, 'toString']) {
			expect(factIn('client_canceled', 'Motif', parts(byType))).toBeNull();
		}
		expect(factIn('client_canceled', 'Annulé par', parts('toString'))).toBeNull();
		expect(factIn('client_canceled', 'Annulé par', { cancellation: null })).toBeNull();
	});

	test('is never a link of theirs, whatever the name and the place', () => {
		const text = fc.string({ unit: fc.constantFrom(...'aé .:/@wx<>"&\'1-\n\u202e') });
		fc.assert(
			fc.property(text, text, (name, location) => {
				const event = anEvent({ client: { name }, appointment: { location } });
				const { html, text: plain } = fullClientMail('reminder', event);
				const ours = ['https://meet.google.com/abc-defg-hij', MOVE_URL, CANCEL_URL];
				expect(linksOf(html).map(({ href }) => href)).toEqual(ours);
				const theirs = ours.reduce((left, link) => left.replace(link, ''), plain);
				expect(theirs).not.toMatch(/:\/\/|@|[\p{L}\d]\.\p{L}{2}/u);
			}),
			{ numRuns: 300 },
		);
	});
});

test('the wording of a mail to the client can be changed, and an empty subject falls back', () => {
	const wording = {
		...defaultClientWording('reminder'),
		subject: ' ',
		greeting: 'Cher {client} !',
		introduction: '{type} le {date} à {heure}',
	};
	const { subject, text } = composeClientMail(aClientRequest('reminder', { wording }));
	expect(subject).toBe(fullClientMail('reminder').subject);
	expect(text).toContain(
		'Cher Zoé Müller\u202f!\n\nVisite en visio - 30 min le 15/11/2025 à 09:00\n',
	);
});
