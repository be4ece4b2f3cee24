import fc from 'fast-check';
import ICAL from 'ical.js';
import type { ClientMailKind } from '../../../nodes/shared/appointment/announcement';
import type { Call } from '../../../nodes/shared/appointment/event';
import { composeClientMail } from '../../../nodes/shared/email/clientMail';
import {
	defaultClientFields,
	defaultClientWording,
} from '../../../nodes/shared/email/clientWording';
import { CLIENT_FIELDS, type ClientField } from '../../../nodes/shared/email/mail';
import {
	aClientRequest,
	CANCEL_URL,
	CLIENT_KINDS,
	fullClientMail,
	MOVE_URL,
} from './clientFixtures.mts';
import {
	aBareEvent,
	anEvent,
	aPrevious,
	elementsOf,
	factsOf,
	linksOf,
	nb,
	struckIn,
	visibleText,
} from './fixtures.mts';

type EventParts = Parameters<typeof anEvent>[0];

const WORKSHOP_NUMBER = 'tel:+33320112233';
const BUTTONS = /Rejoindre la visio|Déplacer(?=\s|$)|Annuler(?=\s|$)/g;
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
			nb('Rendez-vous confirmé~: 15/11/2025 à 15:00 - Visite en visio - 30 min'),
		);
		expect(text).toBe(
			nb(`Rendez-vous confirmé

samedi~15~novembre~2025, 15:00~–~15:30
Visite en visio - 30 min

Bonjour Zoé Müller,

Votre rendez-vous avec ArchiMeuble est confirmé~:

Rendez-vous~: Visite en visio - 30 min
Date et heure~: 15/11/2025~à~15:00~-~15:30
  samedi~15~novembre~2025
Avec~: Atelier ArchiMeuble
Visio~: https://meet.google.com/abc-defg-hij
À préparer~: Dimensions de votre pièce, photos, budget
Un empêchement\u202f? Déplacer~: ${MOVE_URL}
  Annuler~: ${CANCEL_URL}
Nous joindre~: 03~20~11~22~33

Pour toute question, répondez simplement à ce courriel.

Cordialement,
L’équipe ArchiMeuble
`),
		);
		expect([to, replyTo]).toEqual(['zoe.muller@example.com', 'atelier@archimeuble.example']);
		expect(calendar).toBeNull();
	});

	test.each([
		['confirmation', 'Rendez-vous confirmé~: 15/11/2025 à 09:00 - Visite en visio - 30 min'],
		['client_rescheduled', 'Rendez-vous déplacé~: 15/11/2025 à 09:00 - Visite en visio - 30 min'],
		['client_canceled', 'Rendez-vous annulé~: 15/11/2025 à 09:00 - Visite en visio - 30 min'],
		['reminder', 'Rappel~: 15/11/2025 à 09:00 - Visite en visio - 30 min'],
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
				const read = text.replace(/(Déplacer|Annuler)\u00a0: /g, '').replace(/https?:\S+/g, '');
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
				'15/11/2025~à~09:00~-~09:30 | samedi~15~novembre~2025 | Fuseau horaire~: heure~de~New~York | ' +
					'Heure de l’atelier~: 15/11/2025~à~15:00~-~15:30 (heure~de~Paris)',
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

	test('is struck out once the appointment is cancelled, wherever it stands', () => {
		expect(struckIn(fullClientMail('client_canceled').html)).toEqual(
			[
				'samedi~15~novembre~2025, 09:00~–~09:30',
				'15/11/2025~à~09:00~-~09:30',
				'samedi~15~novembre~2025',
				'Heure de l’atelier~: 15/11/2025~à~15:00~-~15:30 (heure~de~Paris)',
			].map(nb),
		);
		expect(struckIn(fullClientMail('confirmation').html)).toEqual([]);
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

describe('what is seen first of a mail to the client', () => {
	/** The lines between title and greeting. */
	const summary = (
		kind: ClientMailKind,
		parts: EventParts,
		fields: readonly ClientField[] = CLIENT_FIELDS,
	) =>
		composeClientMail(aClientRequest(kind, { event: anEvent(parts), fields })).text.split(
			'\n\nBonjour',
		)[0];
	const MOMENT = 'samedi~15~novembre~2025, 09:00~–~09:30';

	test.each<[string, EventParts, string[]]>([
		['when and what', {}, [MOMENT, 'Visite en visio - 30 min']],
		['what alone', { appointment: { start: null } }, ['Visite en visio - 30 min']],
		['when alone', { appointment: { type: ' ' } }, [MOMENT]],
		['when, nobody knowing what', { appointment: { type: null } }, [MOMENT]],
		[
			'what in 100 characters',
			{ appointment: { type: 't'.repeat(101) } },
			[MOMENT, `${'t'.repeat(99)}…`],
		],
	])('is %s', (_name, parts, lines) => {
		expect(summary('reminder', parts)).toBe(nb(`Rappel de rendez-vous\n\n${lines.join('\n')}`));
	});

	test('is nothing the workshop chose not to show', () => {
		const only = (field: ClientField) => summary('reminder', {}, [field]).split('\n\n')[1];
		expect(only('dateTime')).toBe(nb(MOMENT));
		expect(only('type')).toBe('Visite en visio - 30 min');
		expect(summary('reminder', {}, ['hosts'])).toBe('Rappel de rendez-vous');
	});

	const preheader = (parts: EventParts) =>
		elementsOf(fullClientMail('reminder', anEvent(parts)).html)
			.find(({ tag }) => tag === 'div')
			?.text.replace(/\u034f\u00a0/g, '');

	test('beside the subject is when, as far as it is known, and what', () => {
		expect(preheader({})).toBe(nb('samedi~15~novembre~2025~à~09:00 – Visite en visio - 30 min'));
		expect(preheader({ appointment: { start: null } })).toBe('Visite en visio - 30 min');
	});

	test.each<[ClientMailKind, string]>([
		['confirmation', 'Rendez-vous confirmé'],
		['client_rescheduled', 'Rendez-vous déplacé'],
		['client_canceled', 'Rendez-vous annulé'],
		['reminder', 'Rappel de rendez-vous'],
	])('is in a %s mail the title « %s »', (kind, title) => {
		expect(fullClientMail(kind).text.split('\n')[0]).toBe(title);
	});

	test('of a move to another place alone is that, and of no other mail', () => {
		const { start, end } = anEvent().appointment;
		const place = { kind: 'address', setBy: 'host', status: null } as const;
		const previous = aPrevious({ start, end, location: 'Rabot', place });
		const titled = (kind: ClientMailKind) =>
			composeClientMail(aClientRequest(kind, { previous })).text.split('\n')[0];
		expect(titled('client_rescheduled')).toBe('Changement de lieu');
		expect(titled('reminder')).toBe('Rappel de rendez-vous');
	});
});

describe('how to reach the workshop', () => {
	const reach = (
		workshopPhone: string,
		kind: ClientMailKind = 'reminder',
		parts: EventParts = {},
	) => {
		const event = anEvent(parts);
		const mail = composeClientMail(aClientRequest(kind, { event, workshopPhone }));
		return linksOf(mail.html).filter(({ href }) => href.startsWith('tel:'));
	};
	const NUMBER = { href: 'tel:+33320112233', text: nb('03~20~11~22~33') };

	test.each(CLIENT_KINDS)('stands in %s, to be tapped', (kind) => {
		expect(reach('03 20 11 22 33', kind)).toEqual([NUMBER]);
		expect(reach('+33320112233', kind)).toEqual([NUMBER]);
	});

	test.each(['', 'sur rendez-vous', '3620'])('is left out where the number is %j', (phone) => {
		expect(reach(phone)).toEqual([]);
	});

	test('is said once where the client is to call that number', () => {
		const call = { by: 'client' as const, number: '+33320112233', instructions: null };
		const parts = { appointment: { mode: 'phone' as const, location: '+33320112233', call } };
		expect(reach('+33320112233', 'reminder', parts)).toEqual([NUMBER]);
		expect(reach('+33320112233', 'client_canceled', parts)).toEqual([NUMBER]);
	});
});

describe('the way to a place', () => {
	const wayTo = (
		setBy: 'host' | 'client' | null,
		location = '12 rue de la Liberté, 59000 Lille',
	) => {
		const place = { kind: 'address' as const, setBy, status: null };
		const event = anEvent({ appointment: { mode: 'in_person', location, place, joinUrl: null } });
		return linksOf(fullClientMail('reminder', event).html)
			.map(({ href }) => href)
			.filter((href) => href.includes('google.com/maps'));
	};

	test('is a link to a map where the workshop named the place', () => {
		expect(wayTo('host')).toHaveLength(1);
	});

	test.each(['client', null] as const)('is none where %j named it', (setBy) => {
		expect(wayTo(setBy)).toEqual([]);
	});

	test.each(['https://evil.example', '+33320112233', 'r'.repeat(400)])('is none to %j', (place) => {
		expect(wayTo('host', place)).toEqual([]);
	});
});

describe('how to meet', () => {
	const HOSTS_PLACE = { kind: 'custom', setBy: 'host', status: null } as const;
	const call = (parts: Partial<Call>, phone: string | null = null): EventParts => ({
		appointment: {
			mode: 'phone',
			joinUrl: null,
			location: parts.number ?? null,
			place: { kind: 'phone', setBy: parts.by === 'host' ? 'client' : 'host', status: null },
			call: { by: 'host', number: null, instructions: null, ...parts },
		},
		client: { phone },
	});

	test.each<[string, Partial<Call>, string | null, string]>([
		['the number to call', { number: '+33639984567' }, null, '06~39~98~45~67'],
		['the number for reminders', {}, '+33639984567', '06~39~98~45~67'],
		['words around it', { number: '06… (soir)' }, '+33639984567', '06~39~98~45~67'],
		['a number of elsewhere', { number: '+32478123456' }, null, '+32~478~123~456'],
	])('by telephone, the workshop calling, with %s', (_name, parts, phone, shown) => {
		expect(factIn('reminder', 'Téléphone', call(parts, phone))).toBe(
			nb(`${shown} | Nous vous appelons à ce numéro.`),
		);
		expect(factIn('reminder', 'Lieu', call(parts, phone))).toBeNull();
	});

	test('by telephone, the workshop calling, without a number that can be called', () => {
		for (const [number, phone] of [
			[null, null],
			['poste 12', null],
			[null, 'poste 12'],
		]) {
			const parts = call({ number: number ?? null }, phone);
			expect(factIn('reminder', 'Téléphone', parts)).toBe('Nous vous appelons.');
			expect(factIn('reminder', 'Lieu', parts)).toBeNull();
		}
	});

	test.each<[string, Partial<Call>, string, string | undefined]>([
		['the workshop’s number', { number: '+33320001234' }, '03~20~00~12~34', 'tel:+33320001234'],
		[
			'instructions of several lines',
			{ number: '+33320001234', instructions: 'Entre 9 h et 9 h 30\nDemandez Paul' },
			'03~20~00~12~34 | Entre 9 h et 9 h 30 | Demandez Paul',
			'tel:+33320001234',
		],
		[
			'an extension',
			{ number: '03 20 00 12 34 poste 12' },
			'03 20 00 12 34 poste 12',
			'tel:+33320001234',
		],
		['no number that can be called', { number: 'poste 12' }, 'poste 12', undefined],
	])('by telephone, the client calling, with %s', (_name, parts, shown, link) => {
		for (const phone of [null, '+33639984567']) {
			const event = call({ by: 'client', ...parts }, phone);
			expect(factIn('reminder', 'Téléphone', event)).toBe(
				nb(`Merci de nous appeler à ce numéro. | ${shown}`),
			);
			expect(factIn('reminder', 'Lieu', event)).toBeNull();
			const { html, text } = fullClientMail('reminder', anEvent(event));
			const numbers = linksOf(html).map(({ href }) => href);
			const isOther = (href: string) => href.startsWith('tel:') && href !== WORKSHOP_NUMBER;
			expect(numbers.find(isOther)).toBe(link);
			expect(text).not.toContain('Nous vous appelons');
		}
	});

	test('by telephone, the client calling, with no number at all', () => {
		const parts = call({ by: 'client', instructions: 'Numéro sur notre site' });
		expect(factIn('reminder', 'Téléphone', parts)).toBe(
			'Merci de nous appeler. | Numéro sur notre site',
		);
	});

	test('by telephone, nobody knowing who calls: nobody is said to', () => {
		const appointment = { mode: 'phone', joinUrl: null, location: null } as const;
		for (const phone of [null, '+33639984567']) {
			expect(factIn('reminder', 'Téléphone', { appointment, client: { phone } })).toBeNull();
		}
	});

	test('at a place of the workshop’s that is a number: the number, to be tapped', () => {
		const appointment = { location: '03 20 00 12 34', place: HOSTS_PLACE, joinUrl: null };
		expect(factIn('reminder', 'Téléphone', { appointment })).toBe(nb('03~20~00~12~34'));
		expect(factIn('reminder', 'Lieu', { appointment })).toBeNull();
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

	test('by video of which the link could not be made: that, and no promise', () => {
		const place = { kind: 'zoom', setBy: null, status: 'failed' } as const;
		const appointment = { joinUrl: null, location: null, place };
		expect(factIn('reminder', 'Visio', { appointment })).toBe(
			'Le lien n’a pas pu être créé\u202f; pour l’obtenir, répondez à ce courriel.',
		);
	});

	test.each(['custom', null] as const)(
		'by video at a place of kind %s: no link is promised',
		(kind) => {
			const place = { kind, setBy: null, status: null };
			const appointment = { joinUrl: null, location: null, place };
			expect(factIn('reminder', 'Visio', { appointment })).toBeNull();
		},
	);

	test('at a place of several lines: all of them', () => {
		const appointment = { location: '4 impasse du Rabot\nBâtiment B\n69001 Lyon' };
		expect(factIn('reminder', 'Lieu', { appointment })).toBe(
			'4 impasse du Rabot | Bâtiment B | 69001 Lyon',
		);
	});

	test('at a place: its address, at most 300 characters of it', () => {
		expect(factIn('reminder', 'Lieu')).toBe('12 rue de la Liberté, 59000 Lille');
		const location = 'rue '.repeat(500);
		expect(factIn('reminder', 'Lieu', { appointment: { location } })).toHaveLength(300);
	});

	test('is left out of a cancellation', () => {
		const labels = factsOf(fullClientMail('client_canceled').html).map(([label]) => label);
		expect(labels.join()).toBe(
			nb('Rendez-vous~:,Date et heure~:,Lieu~:,Annulation~:,Nous joindre~:'),
		);
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
			.filter((href) => !/meet\.google\.com|^tel:/.test(href));

	test('are two buttons side by side, each named after what it does', () => {
		const { html } = fullClientMail('reminder');
		expect(linksOf(html).slice(1)).toEqual([
			{ href: MOVE_URL, text: 'Déplacer' },
			{ href: CANCEL_URL, text: 'Annuler' },
			{ href: 'tel:+33320112233', text: nb('03~20~11~22~33') },
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

describe('the calendar files for the client', () => {
	const filesOf = (kind: ClientMailKind, parts: EventParts = {}) => {
		const { calendar, previousCalendar } = composeClientMail(
			aClientRequest(kind, { event: anEvent(parts), attachCalendar: true, fields: CLIENT_FIELDS }),
		);
		return [calendar, previousCalendar].map((file) => file?.content.replace(/\r\n /g, ''));
	};

	test.each(CLIENT_KINDS)('of a %s mail take the former one off where it moved', (kind) => {
		const [calendar, former] = filesOf(kind);
		expect(calendar).toContain(kind === 'client_canceled' ? 'METHOD:CANCEL' : 'METHOD:PUBLISH');
		expect(former?.includes('METHOD:CANCEL')).toBe(
			kind === 'client_rescheduled' ? true : undefined,
		);
	});

	test('say where, if the workshop did, and otherwise the link', () => {
		const place = (setBy: 'host' | 'client') => ({
			appointment: { place: { kind: 'custom' as const, setBy, status: null } },
		});
		expect(filesOf('reminder', place('host'))[0]).toContain('LOCATION:12 rue de la Liberté');
		expect(filesOf('reminder', place('client'))[0]).toContain('LOCATION:https://meet.google.com/');
	});

	test('are none unless they are asked for', () => {
		expect(fullClientMail('client_rescheduled')).toMatchObject({
			calendar: null,
			previousCalendar: null,
		});
	});
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
		['Jean-Pierre de La Tour', 'Bonjour Jean-Pierre de La Tour,'],
		['Zoe\u0301', 'Bonjour Zoe\u0301,'],
		['Élodie d’Arc', 'Bonjour Élodie d’Arc,'],
		['a b c d', 'Bonjour a b c d,'],
		['a b c d e', 'Bonjour,'],
		['a\u00a0b\u00a0c\u00a0d\u00a0e', 'Bonjour,'],
		['1er client', 'Bonjour,'],
		['’Zoé', 'Bonjour,'],
		['Zoé!', 'Bonjour,'],
		['\u{20000}'.repeat(40), `Bonjour ${'\u{20000}'.repeat(40)},`],
		['Votre compte est suspendu appelez-nous', 'Bonjour,'],
		['evil。com', 'Bonjour,'],
		['evil․com', 'Bonjour,'],
		['evil．com', 'Bonjour,'],
		['evil.example', 'Bonjour,'],
		['https://evil.example', 'Bonjour,'],
		['zoe@evil.example', 'Bonjour,'],
		['Gagnez 1000 euros', 'Bonjour,'],
		['Urgent ! Cliquez', 'Bonjour,'],
		['a'.repeat(40), `Bonjour ${'a'.repeat(40)},`],
		['a'.repeat(41), 'Bonjour,'],
		['{type}', 'Bonjour,'],
		['', 'Bonjour,'],
		[null, 'Bonjour,'],
	])('the name %j is greeted %j', (name, greeting) => {
		const { text } = fullClientMail('confirmation', anEvent({ client: { name } }));
		expect(text.split('\n\n')[2]).toBe(greeting);
	});

	test.each(CLIENT_KINDS)('%s shows no answer, note, configuration link or guest', (kind) => {
		const event = anEvent({
			client: { name: AD, phone: AD },
			notes: AD,
			configurationUrl: 'https://evil.example',
			answers: [{ question: AD, answer: AD, position: 0 }],
			cancellation: { by: AD, byType: 'client', reason: AD, at: null },
			appointment: {
				location: AD,
				place: { kind: 'custom', setBy: 'client', status: null },
				guests: [AD],
				mode: 'phone',
			},
		});
		const mail = fullClientMail(kind, event);
		expect(JSON.stringify(mail)).not.toMatch(/evil\.example|Gagnez/);
	});

	test.each([
		['a message', 'Appelez vite le 0 899 70 12 34 pour confirmer votre paiement de 149 euros'],
		['a number', '0 899 70 12 34'],
		['a number with its code', '+33 899 70 12 34'],
		['a link', 'https://evil.example'],
		['an address', '12 rue de la Paix, 75002 Paris'],
	])('%s as place is not repeated, in no mail and in no calendar', (_name, location) => {
		for (const setBy of ['client', null] as const) {
			for (const mode of ['phone', 'video', 'in_person', 'other'] as const) {
				const place = { kind: 'custom', setBy, status: null } as const;
				const event = anEvent({
					appointment: { location, place, mode, joinUrl: null },
					client: { phone: '+33899701234' },
				});
				const mails = CLIENT_KINDS.map((kind) =>
					composeClientMail(aClientRequest(kind, { event, attachCalendar: true })),
				);
				expect(JSON.stringify(mails).replace(/\\r\\n /g, '')).not.toMatch(
					/899|confirmer votre|evil|rue de la Paix|appeler à ce numéro/,
				);
			}
		}
	});

	test.each([
		['client', 'Celui que vous avez indiqué en réservant.'],
		[null, 'Indiqué dans l’invitation de Calendly.'],
	] as const)('the place of %s is told to be known', (setBy, expected) => {
		const place = { kind: 'custom', setBy, status: null } as const;
		const appointment = { location: 'chez moi', place, joinUrl: null };
		expect(factIn('reminder', 'Lieu', { appointment })).toBe(expected);
	});

	test('the workshop’s place is told, also with a link of theirs', () => {
		const location = 'Atelier, plan : https://maps.example/atelier';
		expect(factIn('reminder', 'Lieu', { appointment: { location } })).toBe(location);
	});

	test('the reason of a cancellation is shown only where the workshop wrote it', () => {
		const cancellation = { by: 'Luc', reason: 'Machine en panne', at: null };
		const parts = (byType: string | null) => ({ cancellation: { ...cancellation, byType } });
		expect(factIn('client_canceled', 'Motif', parts('host'))).toBe('Machine en panne');
		expect(factIn('client_canceled', 'Annulation', parts('host'))).toBe(
			nb('Nous sommes désolés~: nous avons dû annuler ce rendez-vous.'),
		);
		expect(factIn('client_canceled', 'Annulation', parts('client'))).toBe('À votre demande');
		for (const byType of ['client', null, 'toString']) {
			expect(factIn('client_canceled', 'Motif', parts(byType))).toBeNull();
		}
		expect(factIn('client_canceled', 'Annulation', parts('toString'))).toBeNull();
		expect(factIn('client_canceled', 'Annulation', { cancellation: null })).toBeNull();
	});

	test('is never a link of theirs, whatever the name and the place', () => {
		const text = fc.string({ unit: fc.constantFrom(...'aé .:/@wx<>"&\'1-\n\u202e。．') });
		fc.assert(
			fc.property(text, text, fc.constantFrom('client', null), (name, location, setBy) => {
				const place = { kind: 'custom', setBy, status: null } as const;
				const event = anEvent({ client: { name }, appointment: { location, place } });
				const { html, text: plain } = fullClientMail('reminder', event);
				const ours = ['https://meet.google.com/abc-defg-hij', MOVE_URL, CANCEL_URL];
				const links = linksOf(html).map(({ href }) => href);
				expect(links).toEqual([...ours, 'tel:+33320112233']);
				const theirs = ours.reduce((left, link) => left.replace(link, ''), plain);
				expect(theirs).not.toMatch(/:\/\/|@|[\p{L}\d][.。．]\p{L}{2}/u);
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
