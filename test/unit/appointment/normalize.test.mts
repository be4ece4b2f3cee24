import fc from 'fast-check';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { payload, PAYLOAD_NAMES, webhook, type PayloadName } from '../../support/payloads.mts';

const receivedAt = new Date('2026-11-24T09:12:14.000Z');
const normalize = (
	name: PayloadName,
	change?: (payload: any) => void,
	timezone = 'Europe/Paris',
): AppointmentEvent => normalizeWebhook(webhook(name, change), { receivedAt, timezone });

describe('the payloads of the original guide', () => {
	test('a booking without uri', () => {
		expect(normalize('guide-created')).toMatchObject({
			schemaVersion: 1,
			event: 'invitee.created',
			action: 'created',
			occurredAt: null,
			receivedAt: '2026-11-24T09:12:14.000Z',
			appointment: {
				uri: null,
				inviteeUri: null,
				status: 'active',
				type: 'Consultation téléphonique - 30 min',
				mode: 'phone',
				start: '2025-11-15T14:00:00.000Z',
				end: '2025-11-15T14:30:00.000Z',
				durationMinutes: 30,
			},
			client: { name: 'Jean Dupont', email: 'jean.dupont@example.com', phone: null },
			configurationUrl: 'https://archimeuble.com/configurator/save/abc123',
			notes: 'Je souhaite un meuble scandinave pour mon salon',
			display: {
				date: '15/11/2025',
				time: '15:00 - 15:30',
				dateTime: '15/11/2025 à 15:00 - 15:30',
				longDate: 'samedi 15 novembre 2025',
				mode: 'Téléphonique',
				timezone: 'Europe/Paris',
				clientDateTime: null,
			},
		});
	});

	test('a cancellation without scheduled event', () => {
		expect(normalize('guide-canceled')).toMatchObject({
			action: 'canceled',
			appointment: {
				status: 'canceled',
				type: 'Consultation téléphonique - 30 min',
				start: null,
				end: null,
				durationMinutes: null,
			},
			cancellation: null,
			display: { date: null, time: null, dateTime: null, longDate: null },
		});
	});
});

describe('what each sample says', () => {
	test.each<[PayloadName, object]>([
		[
			'01-created-google-meet',
			{
				action: 'created',
				occurredAt: '2026-11-24T09:12:13.000Z',
				appointment: {
					id: 'a0000000-0000-4000-8000-000000000001',
					uri: 'https://api.calendly.com/scheduled_events/e0000000-0000-4000-8000-000000000001',
					mode: 'video',
					joinUrl: 'https://calendly.com/events/e0000000-0000-4000-8000-000000000001/google_meet',
					cancelUrl: 'https://calendly.com/cancellations/a0000000-0000-4000-8000-000000000001',
					hosts: [{ name: 'Atelier ArchiMeuble', email: 'menuisier@example.com' }],
					place: { kind: 'google_meet', setBy: null, status: 'pending' },
					call: null,
					invitees: { active: 1, limit: 1 },
				},
				configurationUrl:
					'https://archimeuble.example/configurator/save/abc123?finition=ch%C3%AAne&largeur=1800',
				notes: 'Meuble TV en chêne & laiton, 1,80 m',
				tracking: { utmCampaign: 'configurateur', utmSource: 'site', utmContent: null },
				display: { dateTime: '26/11/2026 à 14:00 - 14:30', mode: 'Visio' },
			},
		],
		[
			'02-canceled-by-host',
			{
				action: 'canceled',
				appointment: { status: 'canceled' },
				cancellation: {
					by: 'Atelier ArchiMeuble',
					byType: 'host',
					reason: 'Panne de scie à panneaux, nous vous rappelons',
					at: '2026-11-24T18:54:19.666Z',
				},
			},
		],
		[
			'04-reschedule-1-canceled-old',
			{
				action: 'superseded',
				cancellation: null,
				reschedule: {
					by: 'Inès Moreau',
					byType: 'client',
					reason: null,
					oldInviteeUri: null,
					newInviteeUri:
						'https://api.calendly.com/scheduled_events/e0000000-0000-4000-8000-000000000005/invitees/a0000000-0000-4000-8000-000000000005',
				},
				display: { dateTime: '23/10/2026 à 14:00 - 15:00', mode: 'Sur place' },
			},
		],
		[
			'05-reschedule-2-created-new',
			{
				action: 'rescheduled',
				client: { firstName: 'Inès', lastName: 'Moreau' },
				appointment: {
					location: '12 rue de la Liberté, 59000 Lille – Sonner chez Moreau, 2e étage',
					durationMinutes: 60,
				},
				display: { dateTime: '26/10/2026 à 14:00 - 15:00' },
			},
		],
		[
			'06-group-created-empty-questions',
			{
				action: 'created',
				answers: [],
				notes: null,
				appointment: { invitees: { active: 3, limit: 8 } },
			},
		],
		[
			'08-phone-outbound-call',
			{
				appointment: { mode: 'phone', location: '+33 6 39 98 45 67' },
				client: { phone: '+33639984567' },
				display: { dateTime: '01/07/2026 à 09:30 - 10:00', longDate: 'mercredi 1er juillet 2026' },
			},
		],
		[
			'10-zoom-question-positions-gap',
			{
				client: { phone: '+33639980011' },
				appointment: { mode: 'video', joinUrl: 'https://zoom.example/j/84800000001?pwd=REDACTED' },
				answers: [
					{ question: 'Type de projet', answer: 'Bibliothèque', position: 1 },
					{ question: 'Pièces concernées', answer: 'Salon\nBureau\nChambre', position: 2 },
					{ question: 'Téléphone', answer: '+33 6 39 98 00 11', position: 4 },
				],
			},
		],
		[
			'11-physical-guests-special-characters',
			{
				client: { name: "Zoé L'Hôte & fils <SARL>", email: 'zoe+rdv@example.com' },
				appointment: {
					guests: ['conjoint@example.com', 'archi@example.org'],
					location: 'Atelier ArchiMeuble, Lille',
				},
				notes: 'Œuvre d’art à encadrer — "sur mesure" <b>1,20 m</b> & socle\nfin 🪵',
				display: { longDate: 'mardi 1er décembre 2026' },
			},
		],
		['14-no-show-created', { action: 'no_show' }],
		['15-no-show-deleted', { action: 'no_show_removed' }],
		[
			'19-sample-webhook-data-api-scheduled',
			{
				action: 'created',
				display: {
					dateTime: '10/11/2026 à 07:30 - 08:00',
					clientDateTime: '09/11/2026 à 22:30 - 23:00 (America/Los_Angeles)',
				},
			},
		],
	])('%s', (name, expected) => {
		expect(normalize(name)).toMatchObject(expected);
	});
});

describe('which kind of event it is', () => {
	const withEvent = (event: string): AppointmentEvent => {
		const raw = { ...payload('01-created-google-meet'), event };
		return normalizeWebhook(raw, { receivedAt });
	};

	test.each([
		'event_type.created',
		'contact.deleted',
		'routing_form_submission.created',
		'invitee.rescheduled',
		'quelque chose',
	])('%s is passed through as « other »', (event) => {
		expect(withEvent(event)).toMatchObject({ event, action: 'other' });
	});

	test('a cancellation that names the new invitee is superseded even if « rescheduled » is not set', () => {
		const event = normalize('04-reschedule-1-canceled-old', (changed) => {
			changed.rescheduled = false;
		});
		expect(event.action).toBe('superseded');
	});

	test('a cancellation marked as rescheduled is superseded even without the new invitee', () => {
		const event = normalize('04-reschedule-1-canceled-old', (changed) => {
			changed.new_invitee = null;
		});
		expect(event).toMatchObject({
			action: 'superseded',
			reschedule: { newInviteeUri: null, by: 'Inès Moreau' },
		});
	});
});

describe('times are shown in the workshop’s zone', () => {
	const shown = (
		start: string,
		end: string,
		timezone = 'Europe/Paris',
		clientZone = 'Europe/Paris',
	) =>
		normalize(
			'01-created-google-meet',
			(changed) => {
				changed.scheduled_event.start_time = start;
				changed.scheduled_event.end_time = end;
				changed.timezone = clientZone;
			},
			timezone,
		).display;

	test.each([
		['in winter', '2026-01-15T08:00:00Z', '2026-01-15T08:30:00Z', '15/01/2026 à 09:00 - 09:30'],
		['in summer', '2026-07-15T08:00:00Z', '2026-07-15T08:30:00Z', '15/07/2026 à 10:00 - 10:30'],
		[
			'just before the clocks go forward',
			'2026-03-29T00:30:00Z',
			'2026-03-29T00:59:00Z',
			'29/03/2026 à 01:30 - 01:59',
		],
		[
			'across the clocks going forward',
			'2026-03-29T00:30:00Z',
			'2026-03-29T01:30:00Z',
			'29/03/2026 à 01:30 - 03:30',
		],
		[
			'in the hour that comes twice, the first time',
			'2026-10-25T00:15:00Z',
			'2026-10-25T00:45:00Z',
			'25/10/2026 à 02:15 (UTC+2) - 02:45 (UTC+2)',
		],
		[
			'in the hour that comes twice, from the first to the second time',
			'2026-10-25T00:45:00Z',
			'2026-10-25T01:15:00Z',
			'25/10/2026 à 02:45 (UTC+2) - 02:15 (UTC+1)',
		],
		[
			'just after the hour that comes twice',
			'2026-10-25T02:00:00Z',
			'2026-10-25T02:30:00Z',
			'25/10/2026 à 03:00 - 03:30',
		],
		[
			'over midnight',
			'2026-12-31T22:30:00Z',
			'2026-12-31T23:30:00Z',
			'31/12/2026 à 23:30 - 01/01/2027 à 00:30',
		],
		[
			'with microseconds',
			'2026-01-15T08:00:00.123456Z',
			'2026-01-15T08:30:00.000001Z',
			'15/01/2026 à 09:00 - 09:30',
		],
		[
			'with an offset',
			'2026-01-15T10:00:00+02:00',
			'2026-01-15T08:30:00Z',
			'15/01/2026 à 09:00 - 09:30',
		],
		['without an end', '2026-01-15T08:00:00Z', '', '15/01/2026 à 09:00'],
		[
			'with an end before the start',
			'2026-01-15T08:00:00Z',
			'2026-01-15T07:00:00Z',
			'15/01/2026 à 09:00',
		],
	])('%s', (_name, start, end, expected) => {
		expect(shown(start, end).dateTime).toBe(expected);
	});

	test.each([
		['a local time without offset', '2026-01-15T08:00:00'],
		['a date alone', '2026-01-15'],
		['a day that does not exist', '2026-13-41T08:00:00Z'],
		['a year before Calendly', '0099-01-01T00:00:00Z'],
		['the last year there is', '9999-12-31T23:59:59Z'],
	])('%s is not guessed', (_name, start) => {
		expect(shown(start, start).dateTime).toBeNull();
	});

	test('an unknown workshop zone reads as Europe/Paris and says so', () => {
		expect(shown('2026-01-15T08:00:00Z', '', 'Mars/Olympus')).toMatchObject({
			dateTime: '15/01/2026 à 09:00',
			timezone: 'Europe/Paris',
		});
	});

	test.each([
		['the same zone', 'Europe/Paris', null],
		['a zone with the same clock', 'Europe/Brussels', null],
		['another zone', 'America/Montreal', '15/01/2026 à 03:00 - 03:30 (America/Montreal)'],
		['a zone this runtime does not know', 'Mars/Olympus', null],
	])('the client’s own time with %s', (_name, clientZone, expected) => {
		const { clientDateTime } = shown(
			'2026-01-15T08:00:00Z',
			'2026-01-15T08:30:00Z',
			'Europe/Paris',
			clientZone,
		);
		expect(clientDateTime).toBe(expected);
	});

	test('two zones that agree in winter only are told apart in the weeks they do not', () => {
		const zone = 'Africa/Algiers';
		expect(shown('2026-01-15T08:00:00Z', '', 'Europe/Paris', zone).clientDateTime).toBeNull();
		expect(shown('2026-07-15T08:00:00Z', '', 'Europe/Paris', zone).clientDateTime).toBe(
			'15/07/2026 à 09:00 (Africa/Algiers)',
		);
	});
});

describe('the configuration link', () => {
	const linkOf = (question: string, answer: unknown) =>
		normalize('01-created-google-meet', (changed) => {
			changed.questions_and_answers = [{ question, answer, position: 0 }];
		});

	test.each([
		['Lien de configuration', 'https://archimeuble.com/a', 'https://archimeuble.com/a'],
		['VOTRE CONFIGURATION', 'http://archimeuble.com/a?b=1&c=2', 'http://archimeuble.com/a?b=1&c=2'],
		['lien', '  https://archimeuble.com/a  ', 'https://archimeuble.com/a'],
		['Lien', 'https://archimeuble.com/chêne', 'https://archimeuble.com/ch%C3%AAne'],
		['Lien', 'https://a.fr/"><script>', 'https://a.fr/%22%3E%3Cscript%3E'],
		['Lien', 'javascript:alert(1)', null],
		['Lien', 'data:text/html,x', null],
		['Lien', 'https://user:pass@archimeuble.com/a', null],
		['Lien', 'https://archimeuble.com/a.', 'https://archimeuble.com/a'],
		['Lien', 'https://archimeuble\u3002com/a', null],
		['Lien', 'https://203.0.113.7/a', null],
		['Lien', 'https:archimeuble.com/a', null],
		['Lien', 'archimeuble.com/a', null],
		['Lien', 'voir https://archimeuble.com/a', null],
		['Lien', 'https://archimeuble.com/a\r\nBcc: x', null],
		['Lien', 'https://archimeuble.com/\u200bcaché', null],
		['Lien', 'https://archimeuble.com/\u202egpj.exe', 'https://archimeuble.com/gpj.exe'],
		['Lien', 42, null],
		['Êtes-vous déjà client ?', 'https://archimeuble.com/a', null],
	])('%s: %s', (question, answer, expected) => {
		expect(linkOf(question, answer).configurationUrl).toBe(expected);
	});

	test('an answer that is no clean link stays text', () => {
		expect(linkOf('Lien', 'javascript:alert(1)').answers).toEqual([
			{ question: 'Lien', answer: 'javascript:alert(1)', position: 0 },
		]);
	});

	test('the words are a parameter, several words make a phrase', () => {
		const event = normalizeWebhook(
			webhook('01-created-google-meet', (changed) => {
				changed.questions_and_answers = [
					{ question: 'Lien', answer: 'https://a.fr', position: 0 },
					{ question: 'Votre page de projet', answer: 'https://b.fr', position: 1 },
				];
			}),
			{ receivedAt, keywords: { configuration: [' Page de Projet '] } },
		);
		expect(event.configurationUrl).toBe('https://b.fr');
	});
});

describe('notes and phone', () => {
	const answered = (...answers: Array<[string, string]>) =>
		normalize('01-created-google-meet', (changed) => {
			changed.questions_and_answers = answers.map(([question, answer], position) => ({
				question,
				answer,
				position,
			}));
		});

	test('several notes are kept, in order', () => {
		expect(
			answered(['Notes', 'une'], ['Informations complémentaires', 'deux'], ['Adresse', 'x']).notes,
		).toBe('une\n\ndeux');
	});

	test.each([
		['06 39 98 45 67', '+33639984567'],
		['+33 (0)6 39 98 45 67', '+33639984567'],
		['0033 6.39.98.45.67', '+33639984567'],
		['+1 404-555-1234', '+14045551234'],
	])('an answered phone number %s is %s', (typed, expected) => {
		expect(answered(['Votre numéro de téléphone', typed]).client.phone).toBe(expected);
	});

	test.each(['demain', '12', '00', '+', '06 39 98', '€ 1500'])('%s is no phone number', (typed) => {
		expect(answered(['Téléphone', typed]).client.phone).toBeNull();
	});

	test('the number to call wins over the one for text reminders, and the host’s is never taken', () => {
		const phone = (type: string) =>
			normalize('08-phone-outbound-call', (changed) => {
				changed.scheduled_event.location = { type, location: '+33 1 99 00 11 22' };
			}).client.phone;
		expect(phone('outbound_call')).toBe('+33199001122');
		expect(phone('inbound_call')).toBe('+33639984567');
	});
});

describe('the place', () => {
	test.each([
		['zoom_conference', 'video', 'Visio'],
		['microsoft_teams_conference', 'video', 'Visio'],
		['webex_conference', 'video', 'Visio'],
		['gotomeeting', 'video', 'Visio'],
		['inbound_call', 'phone', 'Téléphonique'],
		['physical', 'in_person', 'Sur place'],
		['toString', 'video', 'Visio'],
		['hologram', 'video', 'Visio'],
	])('%s is %s (an unknown type is told by the name of the event type)', (type, mode, french) => {
		const event = normalize('01-created-google-meet', (changed) => {
			changed.scheduled_event.location = { type };
		});
		expect([event.appointment.mode, event.display.mode]).toEqual([mode, french]);
	});

	test('what neither location nor name tell is not invented', () => {
		const event = normalize('01-created-google-meet', (changed) => {
			changed.scheduled_event.location = null;
			changed.scheduled_event.name = 'Rencontre';
		});
		expect([event.appointment.mode, event.display.mode]).toEqual(['other', null]);
	});

	test('cancel and reschedule links must live on calendly.com', () => {
		const links = (url: string) => {
			const { cancelUrl, rescheduleUrl } = normalize('01-created-google-meet', (changed) => {
				changed.cancel_url = url;
				changed.reschedule_url = url;
			}).appointment;
			return [cancelUrl, rescheduleUrl];
		};
		expect(links('https://calendly.com/x')).toEqual([
			'https://calendly.com/x',
			'https://calendly.com/x',
		]);
		for (const url of [
			'https://evilcalendly.com/x',
			'https://calendly.com.evil.fr/',
			'http://calendly.com/x',
		]) {
			expect(links(url)).toEqual([null, null]);
		}
	});
});

describe('text from a guest is cleaned', () => {
	test.each([
		['a line break in a name', 'Eve\r\nBcc: a@b.fr', 'Eve Bcc: a@b.fr'],
		['a bidi override', 'abc\u202edef', 'abcdef'],
		['a NUL', 'a\u0000b', 'ab'],
		['a lone surrogate', 'a\ud800b', 'a\ufffdb'],
		['white space only', ' \t ', null],
	])('%s', (_name, typed, expected) => {
		const event = normalize('01-created-google-meet', (changed) => {
			changed.name = typed;
		});
		expect(event.client.name).toBe(expected);
	});

	test.each([
		['a@b.fr', 'a@b.fr'],
		['zoé@exemple.fr', 'zoé@exemple.fr'],
		['a@b.fr\r\nBcc: c@d.fr', null],
		['Eve <a@b.fr>', null],
		['a@b.fr, c@d.fr', null],
		['"a b"@c.fr', null],
		['a@b', null],
		['a@@b.fr', null],
	])('the address %j reads as %j', (typed, expected) => {
		const event = normalize('01-created-google-meet', (changed) => {
			changed.email = typed;
		});
		expect(event.client.email).toBe(expected);
	});

	test('a name made of first and last name when there is no other', () => {
		const event = normalize('05-reschedule-2-created-new', (changed) => {
			changed.name = null;
		});
		expect(event.client.name).toBe('Inès Moreau');
	});

	test('a question named __proto__ is a question', () => {
		const raw = JSON.parse(
			'{"event":"invitee.created","payload":{"__proto__":{"name":"x"},"questions_and_answers":[{"question":"__proto__","answer":"a","position":0}]}}',
		);
		const event = normalizeWebhook(raw, { receivedAt });
		expect(event.answers).toEqual([{ question: '__proto__', answer: 'a', position: 0 }]);
		expect(event.client.name).toBeNull();
	});
});

describe('the idempotency key', () => {
	const keyOf = (name: PayloadName, change?: (payload: any) => void) =>
		normalize(name, change).idempotencyKey;

	test('is the same for every delivery of the same fact, whatever else changed', () => {
		expect(
			keyOf('01-created-google-meet', (changed) => {
				changed.updated_at = 'later';
				changed.name = 'x';
			}),
		).toBe(keyOf('01-created-google-meet'));
	});

	test('differs between the samples, each of which is another fact', () => {
		const keys = PAYLOAD_NAMES.map((name) => keyOf(name));
		expect(new Set(keys).size).toBe(PAYLOAD_NAMES.length);
	});

	test('a no-show that is marked twice is two facts', () => {
		const at = (createdAt: string) => {
			const raw = { ...payload('14-no-show-created'), created_at: createdAt };
			return normalizeWebhook(raw, { receivedAt }).idempotencyKey;
		};
		expect(at('2026-11-26T14:00:08.000000Z')).not.toBe(at('2026-11-26T15:00:08.000000Z'));
	});

	test('two different tuples of event and invitee never share a key', () => {
		fc.assert(
			fc.property(
				fc.tuple(fc.string(), fc.string()),
				fc.tuple(fc.string(), fc.string()),
				(a, b) => {
					const key = ([event, uri]: [string, string]) =>
						normalizeWebhook({ event: `x${event}`, payload: { uri: `y${uri}` } }, { receivedAt })
							.idempotencyKey;
					// What is cleaned out of a line makes no difference between two.
					fc.pre(![...a, ...b].some((text) => /\s|\p{C}/u.test(text)));
					fc.pre(a[0] !== b[0] || a[1] !== b[1]);
					expect(key(a)).not.toBe(key(b));
				},
			),
		);
	});
});

describe('nothing that arrives makes it throw', () => {
	const paths: string[][] = [];
	const collect = (value: unknown, path: string[]): void => {
		paths.push(path);
		if (typeof value === 'object' && value !== null) {
			for (const [key, inner] of Object.entries(value)) collect(inner, [...path, key]);
		}
	};
	collect(payload('10-zoom-question-positions-gap'), []);
	collect(payload('04-reschedule-1-canceled-old'), []);

	test('arbitrary JSON in place of any field', () => {
		fc.assert(
			fc.property(
				fc.constantFrom(...paths),
				fc.jsonValue(),
				fc.boolean(),
				(path, value, canceled) => {
					const raw: any = payload(
						canceled ? '04-reschedule-1-canceled-old' : '10-zoom-question-positions-gap',
					);
					let target = raw;
					for (const key of path.slice(0, -1)) target = target?.[key] ?? {};
					if (path.length > 0) target[path[path.length - 1]] = value;
					const event = normalizeWebhook(path.length === 0 ? value : raw, {
						receivedAt,
						timezone: 'Europe/Paris',
					});
					expect(JSON.stringify(event)).not.toMatch(/undefined|NaN|Invalid Date/);
				},
			),
			{ numRuns: 3000 },
		);
	});

	test('an arbitrary payload', () => {
		fc.assert(
			fc.property(fc.string(), fc.dictionary(fc.string(), fc.jsonValue()), (event, fields) => {
				normalizeWebhook({ ...fields, event, payload: fields }, { receivedAt });
			}),
		);
	});

	test('no key of the contract is ever missing', () => {
		const keys = (value: unknown): string[] =>
			typeof value === 'object' && value !== null && !Array.isArray(value)
				? Object.entries(value).flatMap(([key, inner]) => [key, ...keys(inner)])
				: [];
		const complete = new Set(keys(normalize('01-created-google-meet')));
		const poor = normalizeWebhook({ event: 'x', payload: {} }, { receivedAt });
		expect(new Set(keys(poor))).toEqual(complete);
	});
});

test.each<[string, { source?: 'webhook' | 'reconciliation' | null }, object]>([
	['a webhook, unless told otherwise', {}, { source: 'webhook' }],
	['a reconciliation', { source: 'reconciliation' }, { source: 'reconciliation' }],
	['nowhere worth a word', { source: null }, {}],
])('an event comes from %s', (_name, options, expected) => {
	const event = normalizeWebhook(payload('01-created-google-meet'), { receivedAt, ...options });
	expect('source' in event ? { source: event.source } : {}).toEqual(expected);
});

test('the raw payload is carried along only when asked for', () => {
	const raw = payload('01-created-google-meet');
	expect(normalizeWebhook(raw, { receivedAt })).not.toHaveProperty('raw');
	expect(normalizeWebhook(raw, { receivedAt, includeRaw: true }).raw).toEqual(raw);
});

describe('what is rarely sent', () => {
	const changed = (change: (payload: any) => void) => normalize('01-created-google-meet', change);
	const NO_PAYMENT = {
		externalId: null,
		provider: null,
		amount: null,
		currency: null,
		terms: null,
		state: null,
	};

	test.each<[string, unknown, object | null]>([
		['is not there', undefined, null],
		['is null', null, null],
		[
			'is complete',
			{
				external_id: 'ch_1',
				provider: 'stripe',
				amount: 49.9,
				currency: 'EUR',
				terms: 'acompte',
				successful: true,
			},
			{
				externalId: 'ch_1',
				provider: 'stripe',
				amount: 49.9,
				currency: 'EUR',
				terms: 'acompte',
				state: 'paid',
			},
		],
		['failed', { successful: false }, { ...NO_PAYMENT, state: 'failed' }],
		[
			'is of the wrong types',
			{ external_id: 1, provider: [], amount: '49', currency: null, successful: 'yes' },
			NO_PAYMENT,
		],
	])('a payment that %s', (_name, payment, expected) => {
		expect(changed((payload) => (payload.payment = payment)).payment).toEqual(expected);
	});

	test('tracking of all six kinds', () => {
		const { tracking } = changed((payload) => {
			payload.tracking = {
				utm_campaign: 'a',
				utm_source: 'b',
				utm_medium: 'c',
				utm_content: 'd',
				utm_term: 'e',
				salesforce_uuid: 'f',
			};
		});
		expect(tracking).toEqual({
			utmCampaign: 'a',
			utmSource: 'b',
			utmMedium: 'c',
			utmContent: 'd',
			utmTerm: 'e',
			salesforceUuid: 'f',
		});
	});

	test('an invitee whose status is cancelled, whatever the event', () => {
		const { action, appointment } = changed((payload) => (payload.status = 'canceled'));
		expect([action, appointment.status]).toEqual(['created', 'canceled']);
	});

	test('an event that is named on the payload alone', () => {
		const uri = 'https://api.calendly.com/scheduled_events/other';
		const { appointment } = changed((payload) => {
			payload.event = uri;
			delete payload.scheduled_event.uri;
		});
		expect(appointment.uri).toBe(uri);
	});

	test('the uri of the scheduled event wins over the payload’s', () => {
		const { appointment } = changed((payload) => (payload.event = 'https://a.fr/other'));
		expect(appointment.uri).toBe(
			'https://api.calendly.com/scheduled_events/e0000000-0000-4000-8000-000000000001',
		);
	});

	test('the name of the scheduled event wins over the original guide’s', () => {
		const type = (name: string | null) =>
			changed((payload) => {
				payload.scheduled_event.name = name;
				payload.event_type_name = 'Guide';
			}).appointment.type;
		expect([type('Calendly'), type(null)]).toEqual(['Calendly', 'Guide']);
	});

	test('no host, and guests without an address', () => {
		const { hosts, guests } = changed((payload) => {
			payload.scheduled_event.event_memberships = [];
			payload.scheduled_event.event_guests = [{ email: 'x' }, { email: 'a@b.fr' }, {}];
		}).appointment;
		expect([hosts, guests]).toEqual([[], ['a@b.fr']]);
	});

	test('all hosts of a collective event, but none of whom nothing is known', () => {
		const user = 'https://api.calendly.com/users/U2';
		const { hosts } = changed((payload) => {
			payload.scheduled_event.event_memberships = [
				{ user, user_email: 'lea@example.com', user_name: 'Léa Poseuse' },
				{ user_email: 'paul@example.com' },
				{ user_name: 3 },
				'Luc',
			];
		}).appointment;
		expect(hosts).toEqual([
			{ name: 'Léa Poseuse', email: 'lea@example.com', uri: user },
			{ name: null, email: 'paul@example.com', uri: null },
		]);
	});

	test.each<[string, unknown, object]>([
		[
			'the client makes',
			{
				type: 'inbound_call',
				location: '03 20 00 12 34',
				additional_info: 'Entre 9 h\net 9 h 30',
			},
			{ by: 'client', number: '+33320001234', instructions: 'Entre 9 h\net 9 h 30' },
		],
		[
			'the host makes',
			{ type: 'outbound_call', location: '06 39 98 45 67' },
			{ by: 'host', number: '+33639984567', instructions: null },
		],
		[
			'of a number nobody can read',
			{ type: 'inbound_call', location: 'poste 12', additional_info: 7 },
			{ by: 'client', number: 'poste 12', instructions: null },
		],
	])('a call %s', (_name, location, call) => {
		const { appointment } = changed((payload) => (payload.scheduled_event.location = location));
		expect(appointment).toMatchObject({ mode: 'phone', call, place: { kind: 'phone' } });
	});

	test('a place that is only a text', () => {
		const { appointment } = changed((payload) => (payload.scheduled_event.location = 'Ici\nou là'));
		expect(appointment).toMatchObject({
			location: 'Ici\nou là',
			place: { kind: null, setBy: null, status: null },
			call: null,
		});
	});

	test.each<[string, string | null, string | null, string | null]>([
		['both', 'Inès', 'Moreau', 'Inès Moreau'],
		['the first alone', 'Inès', null, 'Inès'],
		['the last alone', null, 'Moreau', 'Moreau'],
		['neither', null, null, null],
	])('a name made of %s', (_name, first, last, expected) => {
		const { client } = changed((payload) => {
			payload.name = null;
			payload.first_name = first;
			payload.last_name = last;
		});
		expect(client).toMatchObject({ name: expected, firstName: first, lastName: last });
	});

	test.each([
		['half an hour', '2026-11-26T13:00:00Z', '2026-11-26T13:30:00Z', 30],
		['half a minute', '2026-11-26T13:00:00Z', '2026-11-26T13:00:30Z', 0.5],
		['no time at all', '2026-11-26T13:00:00Z', '2026-11-26T13:00:00Z', null],
		['less than nothing', '2026-11-26T13:00:00Z', '2026-11-26T12:00:00Z', null],
		['an unknown start', null, '2026-11-26T13:00:00Z', null],
		['an unknown end', '2026-11-26T13:00:00Z', null, null],
	])('an appointment of %s', (_name, start, end, expected) => {
		const { durationMinutes } = changed((payload) => {
			payload.scheduled_event.start_time = start;
			payload.scheduled_event.end_time = end;
		}).appointment;
		expect(durationMinutes).toBe(expected);
	});

	test('a cancellation that only the scheduled event tells of', () => {
		const { cancellation } = changed((payload) => {
			delete payload.cancellation;
			payload.scheduled_event.cancellation = {
				canceled_by: 'Eve',
				canceler_type: 'invitee',
				reason: 'malade\nce matin',
				created_at: '2026-11-24T18:54:19Z',
			};
		});
		expect(cancellation).toEqual({
			by: 'Eve',
			byType: 'client',
			reason: 'malade\nce matin',
			at: '2026-11-24T18:54:19.000Z',
		});
	});

	test('no cancellation where both invitee and event say null', () => {
		const event = changed((payload) => {
			payload.cancellation = null;
			payload.scheduled_event.cancellation = null;
		});
		expect(event.cancellation).toBeNull();
	});

	test.each([
		['null', null, null],
		['of the wrong type', 'yes', { by: null, byType: null, reason: null, at: null }],
	])('a cancellation that is %s', (_name, cancellation, expected) => {
		const event = changed((payload) => (payload.cancellation = cancellation));
		expect(event.cancellation).toEqual(expected);
	});

	test('a reschedule says who moved it and why, and is no cancellation', () => {
		const { cancellation, reschedule } = changed((payload) => {
			payload.rescheduled = true;
			payload.cancellation = {
				canceled_by: 'Paul',
				canceler_type: 'host',
				reason: 'Bois\nen retard',
			};
		});
		expect(cancellation).toBeNull();
		expect(reschedule).toEqual({
			oldInviteeUri: null,
			newInviteeUri: null,
			by: 'Paul',
			byType: 'host',
			reason: 'Bois\nen retard',
		});
	});

	test('a reschedule told from one side', () => {
		const NOBODY = { by: null, byType: null, reason: null };
		const uri = 'https://api.calendly.com/scheduled_events/E/invitees/A';
		expect(changed((payload) => (payload.old_invitee = uri)).reschedule).toEqual({
			oldInviteeUri: uri,
			newInviteeUri: null,
			...NOBODY,
		});
		expect(changed((payload) => (payload.new_invitee = uri)).reschedule).toEqual({
			oldInviteeUri: null,
			newInviteeUri: uri,
			...NOBODY,
		});
		expect(changed(() => {}).reschedule).toBeNull();
	});
});
