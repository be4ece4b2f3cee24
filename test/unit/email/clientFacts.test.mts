import type { ClientMailKind } from '../../../nodes/shared/appointment/announcement';
import { changeOf, type PreviousAppointment } from '../../../nodes/shared/appointment/change';
import type { AppointmentEvent, Place } from '../../../nodes/shared/appointment/event';
import { clientFactsOf, hostPlace } from '../../../nodes/shared/email/clientFacts';
import { defaultClientFields } from '../../../nodes/shared/email/clientWording';
import {
	CLIENT_FIELDS,
	type ClientField,
	type ClientMailRequest,
} from '../../../nodes/shared/email/mail';
import { readSlot, slotText } from '../../../nodes/shared/email/slot';
import { aClientRequest, CANCEL_URL, CLIENT_KINDS, MOVE_URL } from './clientFixtures.mts';
import { aBareEvent, anEvent, aPrevious, factsSeen, nb } from './fixtures.mts';

type AppointmentParts = Partial<AppointmentEvent['appointment']>;

const PARIS = 'Europe/Paris';
const ELSEWHERE = { range: nb('15/11/2025~à~15:00~-~15:30'), timezone: PARIS };

/** The facts of a mail to a client in New York, as they are seen. */
function facts(kind: ClientMailKind, parts: Partial<ClientMailRequest>, more: object = {}) {
	const request = aClientRequest(kind, parts);
	const { appointment } = request.event;
	const { previous } = request;
	const timezone = 'America/New_York';
	const inFrench = (slot: ReturnType<typeof readSlot>) => slot && slotText(slot, timezone);
	return factsSeen(
		clientFactsOf({
			request,
			timezone,
			slot: inFrench(readSlot(appointment)),
			previous: previous && inFrench(readSlot(previous)),
			change: kind === 'client_rescheduled' ? changeOf(appointment, previous) : null,
			workshop: null,
			preparation: '',
			...more,
		}),
	);
}

/** One field alone, of an appointment with these parts. */
const fact = (
	field: ClientField,
	appointment: AppointmentParts = {},
	kind: ClientMailKind = 'reminder',
	event: Parameters<typeof anEvent>[0] = {},
) => facts(kind, { event: anEvent({ ...event, appointment }), fields: [field] });

const BY_HOST: Place = { kind: 'custom', setBy: 'host', status: null };
const BY_CLIENT: Place = { ...BY_HOST, setBy: 'client' };
const BY_NOBODY: Place = { ...BY_HOST, setBy: null };

describe('what it is, and when', () => {
	test('stands out', () => {
		expect(fact('type')).toEqual([['Rendez-vous', 'strong: Visite en visio - 30 min']]);
		expect(fact('dateTime')).toEqual([
			['Date et heure', nb('strong: 15/11/2025~à~09:00~-~09:30'), nb('samedi~15~novembre~2025')],
		]);
	});

	test('is left out where it is not known', () => {
		expect(fact('type', { type: null })).toEqual([]);
		expect(fact('dateTime', { start: null })).toEqual([]);
	});

	const inBothZones = (kind: ClientMailKind) =>
		facts(kind, { fields: ['dateTime'] }, { workshop: ELSEWHERE })[0].slice(1);

	test('is told on both clocks where they differ', () => {
		expect(inBothZones('confirmation')).toEqual(
			[
				'strong: 15/11/2025~à~09:00~-~09:30',
				'samedi~15~novembre~2025',
				'muted: Fuseau horaire~: heure~de~New~York',
				'muted: Heure de l’atelier~: 15/11/2025~à~15:00~-~15:30 (heure~de~Paris)',
			].map(nb),
		);
	});

	test('is struck out once it is cancelled, the zone excepted', () => {
		expect(inBothZones('client_canceled')).toEqual(
			[
				'struck: 15/11/2025~à~09:00~-~09:30',
				'struck: samedi~15~novembre~2025',
				'muted: Fuseau horaire~: heure~de~New~York',
				'struck: Heure de l’atelier~: 15/11/2025~à~15:00~-~15:30 (heure~de~Paris)',
			].map(nb),
		);
	});
});

describe('with whom', () => {
	test('is told by name, never by an address of the workshop', () => {
		const host = (name: string | null) => ({ name, email: 'paul@example.com', uri: null });
		const named = (...names: Array<string | null>) => fact('hosts', { hosts: names.map(host) });
		expect(named('Paul', null, '', 'Léa', 'Luc')).toEqual([['Avec', 'Paul, Léa et Luc']]);
		expect([named(), named(null), named('')]).toEqual([[], [], []]);
	});
});

describe('who calls whom', () => {
	const NUMBER = '+33320001234';
	const call = (parts: Partial<AppointmentEvent['appointment']['call']>) => ({
		call: { by: 'host' as const, number: null, instructions: null, ...parts },
		mode: 'phone' as const,
		joinUrl: null,
	});
	const phone = (
		appointment: AppointmentParts,
		client: Partial<AppointmentEvent['client']> = { phone: null },
	) => fact('phone', appointment, 'reminder', { client });

	test.each<[string, AppointmentParts, Partial<AppointmentEvent['client']>, string[]]>([
		[
			'we, on the number of the client',
			call({ number: '+33320000000' }),
			{ phone: '+33639984567' },
			['strong: 06~39~98~45~67', 'muted: Nous vous appelons à ce numéro.'],
		],
		[
			'we, on the number given for the call',
			call({ number: '06 39 98 45 67' }),
			{ phone: null, timezone: PARIS },
			['strong: 06~39~98~45~67', 'muted: Nous vous appelons à ce numéro.'],
		],
		[
			'we, on a number of the client’s country',
			call({ number: '0478 12 34 56' }),
			{ phone: null, timezone: 'Europe/Brussels' },
			['strong: +32~478~123~456', 'muted: Nous vous appelons à ce numéro.'],
		],
		['we, on a number we do not have', call({}), { phone: null }, ['Nous vous appelons.']],
		[
			'the client, on the number of the workshop',
			call({ by: 'client', number: NUMBER, instructions: 'Dès 9 h\nDemandez Paul' }),
			{ phone: '+33639984567' },
			[
				'Merci de nous appeler à ce numéro.',
				'strong: 03~20~00~12~34 → tel:+33320001234',
				'Dès 9 h\nDemandez Paul',
			],
		],
		['the client, on a number nobody gave', call({ by: 'client' }), {}, ['Merci de nous appeler.']],
		[
			'nobody said, of a place of the workshop’s that is a number',
			{ location: '03 20 00 12 34', place: BY_HOST },
			{},
			['strong: 03~20~00~12~34 → tel:+33320001234'],
		],
	])('%s', (_name, appointment, client, expected) => {
		expect(phone(appointment, client)).toEqual([['Téléphone', ...expected.map(nb)]]);
	});

	test.each<[string, AppointmentParts]>([
		['the workshop’s place is no number', { location: 'Atelier', place: BY_HOST }],
		['the number is one a client typed as place', { location: NUMBER, place: BY_CLIENT }],
		['nobody knows who typed the number', { location: NUMBER, place: BY_NOBODY }],
		['there is no place', { location: null }],
	])('is not said where %s', (_name, appointment) => {
		expect(phone(appointment)).toEqual([]);
	});
});

describe('where', () => {
	const LILLE = '12 rue de la Liberté, 59000 Lille';
	const IN_PERSON = { mode: 'in_person', place: { ...BY_HOST, kind: 'address' } } as const;
	const THEIRS = 'muted: Celui que vous avez indiqué en réservant.';
	const SOMEWHERE = 'muted: Indiqué dans l’invitation de Calendly.';

	test.each<[string, AppointmentParts, string]>([
		[
			'is a place of the workshop’s, with the way there',
			IN_PERSON,
			`strong: ${LILLE} → https://www.google.com/maps/search/?api=1&query=12%20rue%20de%20la%20Libert%C3%A9%2C%2059000%20Lille`,
		],
		['is the place of a video call, too', { place: BY_HOST }, `strong: ${LILLE}`],
		['is known to the client who typed it', { ...IN_PERSON, place: BY_CLIENT }, THEIRS],
		['is known to Calendly, whoever typed it', { ...IN_PERSON, place: BY_NOBODY }, SOMEWHERE],
	])('%s', (_name, appointment, expected) => {
		expect(fact('location', appointment)).toEqual([['Lieu', expected]]);
	});

	test.each<[string, AppointmentParts]>([
		['there is none', { location: null }],
		['it is empty', { location: ' \n', place: BY_CLIENT }],
		['it is a number to call', { location: '03 20 00 12 34', place: BY_HOST }],
		[
			'they call each other',
			{ location: 'chez moi', call: { by: 'host', number: null, instructions: null } },
		],
	])('is left out where %s', (_name, appointment) => {
		expect(fact('location', appointment)).toEqual([]);
	});

	test('is the host’s words alone', () => {
		const { appointment } = anEvent({ appointment: { location: 'ici' } });
		expect(hostPlace({ ...appointment, place: BY_HOST })).toBe('ici');
		expect(hostPlace({ ...appointment, place: BY_CLIENT })).toBeNull();
		expect(hostPlace({ ...appointment, place: BY_NOBODY })).toBeNull();
	});
});

describe('the link of a video call', () => {
	const place = (parts: Partial<Place>) => ({ ...anEvent().appointment.place, ...parts });

	test.each<[string, AppointmentParts, string]>([
		['is a button', {}, '[Rejoindre la visio] → https://meet.google.com/abc-defg-hij'],
		[
			'is a button whatever they call the appointment',
			{ mode: 'other' },
			'[Rejoindre la visio] → https://meet.google.com/abc-defg-hij',
		],
		[
			'follows',
			{ joinUrl: null, place: place({ status: 'pending' }) },
			'muted: Le lien n’est pas encore disponible\u202f; Calendly vous l’envoie avec son invitation.',
		],
		[
			'follows also where something else stands for it',
			{ joinUrl: 'javascript:alert(1)' },
			'muted: Le lien n’est pas encore disponible\u202f; Calendly vous l’envoie avec son invitation.',
		],
		[
			'is to be asked for where it could not be made',
			{ joinUrl: null, place: place({ status: 'failed' }) },
			'muted: Le lien n’a pas pu être créé\u202f; pour l’obtenir, répondez à ce courriel.',
		],
	])('%s', (_name, appointment, expected) => {
		expect(fact('joinUrl', appointment)).toEqual([['Visio', expected]]);
	});

	test.each<[string, AppointmentParts]>([
		['of a meeting at a place', { mode: 'in_person' }],
		['of a call', { mode: 'phone' }],
		['of words of the host’s', { place: place({ kind: 'custom' }) }],
		['of a kind nobody knows', { place: place({ kind: null }) }],
	])('is promised to nobody: %s', (_name, appointment) => {
		expect(fact('joinUrl', { ...appointment, joinUrl: null })).toEqual([]);
	});
});

describe('who cancelled', () => {
	const canceled = (
		byType: string | null,
		kind: ClientMailKind = 'client_canceled',
		reason: string | null = 'Machine\nen panne',
	) => fact('cancellation', {}, kind, { cancellation: { by: 'Luc', byType, reason, at: null } });
	const WE = 'Nous sommes désolés\u00a0: nous avons dû annuler ce rendez-vous.';

	test('and why are told of the workshop, of the client that they did', () => {
		expect(canceled('host')).toEqual([
			['Annulation', WE],
			['Motif', 'Machine\nen panne'],
		]);
		expect(canceled('host', 'client_canceled', null)).toEqual([['Annulation', WE]]);
		expect(canceled('client')).toEqual([['Annulation', 'À votre demande']]);
	});

	test('is told of nobody else, and in no other mail', () => {
		expect([canceled(null), canceled('toString')]).toEqual([[], []]);
		expect(fact('cancellation', {}, 'client_canceled', { cancellation: null })).toEqual([]);
		for (const kind of CLIENT_KINDS.filter((one) => one !== 'client_canceled')) {
			expect(canceled('host', kind)).toEqual([]);
		}
	});
});

describe('a move', () => {
	const moved = (
		fields: ClientField[],
		previous: PreviousAppointment | null,
		appointment: AppointmentParts = {},
		kind: ClientMailKind = 'client_rescheduled',
	) => facts(kind, { event: anEvent({ appointment }), previous, fields });
	const SAME_TIME = { start: '2025-11-15T14:00:00.000Z', end: '2025-11-15T14:30:00.000Z' };
	const ADDRESS: Place = { ...BY_HOST, kind: 'address' };
	const BY_VIDEO = { location: null };

	test('says when it was before, struck out, if that is news', () => {
		expect(moved(['previousDateTime'], aPrevious())).toEqual([
			[
				'Ancien horaire',
				nb('struck: 12/11/2025~à~03:00~-~03:30'),
				nb('struck: mercredi~12~novembre~2025'),
			],
		]);
		expect(moved(['previousDateTime'], null)).toEqual([]);
		expect(moved(['previousDateTime'], aPrevious(SAME_TIME))).toEqual([]);
		expect(moved(['previousDateTime'], aPrevious(), {}, 'confirmation')).toEqual([]);
	});

	test.each<[string, Partial<PreviousAppointment>, string[][]]>([
		[
			'the workshop’s words',
			{ location: '4 impasse\ndu Rabot', place: ADDRESS },
			[['Ancien lieu', 'struck: 4 impasse du Rabot']],
		],
		[
			'the service',
			{ location: null, place: { kind: 'zoom', setBy: null, status: null } },
			[['Ancien lieu', 'struck: Zoom']],
		],
		['no words of a client', { location: '4 impasse', place: { ...ADDRESS, setBy: 'client' } }, []],
		[
			'no words of nobody knows whom',
			{ location: '4 impasse', place: { ...ADDRESS, setBy: null } },
			[],
		],
		['no link', { location: 'https://maps.example/a', place: ADDRESS }, []],
		['nothing where nothing is known', { location: null, place: ADDRESS }, []],
	])('says where it was before, struck out, in %s', (_name, previous, expected) => {
		const shown = moved(['previousLocation'], aPrevious(previous), BY_VIDEO);
		expect(shown).toEqual([...expected, ['Nouveau lieu', 'strong: Google Meet']]);
	});

	test('says where it was at most in 300 characters', () => {
		const location = 'r'.repeat(301);
		const [[, former]] = moved(
			['previousLocation'],
			aPrevious({ location, place: ADDRESS }),
			BY_VIDEO,
		);
		expect(former).toBe(`struck: ${'r'.repeat(299)}…`);
	});

	test('leaves the new place to the fact that tells it, and is silent where nothing changed', () => {
		const previous = aPrevious({ location: 'Rabot', place: ADDRESS });
		expect(moved(['previousLocation'], previous)).toEqual([['Ancien lieu', 'struck: Rabot']]);
		expect(moved(['previousLocation'], aPrevious())).toEqual([]);
		expect(moved(['previousLocation'], null, BY_VIDEO)).toEqual([]);
		expect(moved(['previousLocation'], previous, BY_VIDEO, 'reminder')).toEqual([]);
	});

	test.each<[string, Partial<PreviousAppointment>, string[][]]>([
		[
			'the workshop, with its reason',
			{ byType: 'host', reason: 'Bois\nen retard' },
			[
				['Déplacé par', 'l’atelier'],
				['Motif', 'Bois\nen retard'],
			],
		],
		['the client, without theirs', { byType: 'client', reason: 'x' }, [['Déplacé par', 'vous']]],
		[
			'somebody, by a word that fits where the time stayed',
			{ ...SAME_TIME, byType: 'client' },
			[['Changé par', 'vous']],
		],
		['nobody known', { by: 'Paul', reason: 'x' }, []],
	])('says who did it: %s', (_name, previous, expected) => {
		expect(moved(['reschedule'], aPrevious(previous))).toEqual(expected);
	});

	test('says who did it in no other mail, and not where nobody knows', () => {
		expect(moved(['reschedule'], null)).toEqual([]);
		expect(moved(['reschedule'], aPrevious({ byType: 'host' }), {}, 'confirmation')).toEqual([]);
	});
});

describe('what to do', () => {
	const MANAGE = `Un empêchement\u202f?`;
	const MOVE = `muted: [Déplacer] → ${MOVE_URL}`;
	const CANCEL = `muted: [Annuler] → ${CANCEL_URL}`;

	test('before it: to prepare, of several lines', () => {
		const prepared = (preparation: string) =>
			facts('reminder', { fields: ['preparation'] }, { preparation });
		expect(prepared('Photos\nbudget')).toEqual([['À préparer', 'Photos\nbudget']]);
		expect(prepared(' \n')).toEqual([]);
	});

	test('if it does not suit: to move or to cancel, as far as Calendly gives a link for it', () => {
		expect(fact('manage')).toEqual([[MANAGE, MOVE, CANCEL]]);
		expect(fact('manage', { cancelUrl: null })).toEqual([[MANAGE, MOVE]]);
		expect(fact('manage', { rescheduleUrl: 'https://evil.example/' })).toEqual([[MANAGE, CANCEL]]);
		expect(fact('manage', { rescheduleUrl: null, cancelUrl: null })).toEqual([]);
	});

	const OURS = ['Nous joindre', nb('strong: 03~20~11~22~33 → tel:+33320112233')];
	const call = { by: 'client', number: '03 20 11 22 33', instructions: null } as const;

	test.each<[string, AppointmentParts, ClientMailKind, string[][]]>([
		['is told', {}, 'reminder', [OURS]],
		[
			'is told beside another number to call',
			{ call: { ...call, number: '3320001234' } },
			'reminder',
			[OURS],
		],
		['is told once where it is the one to call', { call }, 'reminder', []],
		[
			'is told once where it is the place',
			{ location: '+33320112233', place: BY_HOST },
			'reminder',
			[],
		],
		['is told of a cancelled call, which nobody makes', { call }, 'client_canceled', [OURS]],
	])('to call the workshop, whose number %s', (_name, appointment, kind, expected) => {
		expect(fact('workshopPhone', appointment, kind)).toEqual(expected);
	});

	test('to call the workshop, not where its number is none', () => {
		const called = (workshopPhone: string, kind: ClientMailKind) =>
			facts(kind, { workshopPhone, fields: ['workshopPhone'] });
		expect([called('', 'reminder'), called('sur rendez-vous', 'client_canceled')]).toEqual([
			[],
			[],
		]);
	});
});

describe('a mail of which the workshop changed nothing', () => {
	const previous = aPrevious({
		location: 'Rabot',
		place: { ...BY_HOST, kind: 'address' },
		byType: 'host',
		reason: 'Bois',
	});
	const event = anEvent({
		appointment: { call: null, location: '03 20 00 12 34', place: BY_HOST },
		cancellation: { by: 'Luc', byType: 'host', reason: 'Panne', at: null },
	});
	const labelsOf = (fields: readonly ClientField[], kind: ClientMailKind) =>
		facts(kind, { event, previous, fields }, { preparation: 'Photos' }).map(([label]) => label);
	const REST = ['Visio', 'À préparer', 'Un empêchement\u202f?', 'Nous joindre'];
	const AHEAD = ['Rendez-vous', 'Date et heure', 'Avec', 'Téléphone', ...REST];

	test.each<[ClientMailKind, string[]]>([
		['confirmation', AHEAD],
		['reminder', AHEAD],
		[
			'client_rescheduled',
			[
				...['Rendez-vous', 'Date et heure', 'Ancien horaire', 'Avec', 'Téléphone', 'Ancien lieu'],
				...['Visio', 'À préparer', 'Déplacé par', 'Motif', 'Un empêchement\u202f?', 'Nous joindre'],
			],
		],
		['client_canceled', ['Rendez-vous', 'Date et heure', 'Annulation', 'Motif', 'Nous joindre']],
	])('%s shows what matters for it, in this order', (kind, expected) => {
		const inPerson = anEvent({ appointment: { place: BY_HOST } });
		expect(labelsOf(defaultClientFields(kind), kind)).toEqual(expected);
		const place = facts(kind, { event: inPerson, fields: defaultClientFields(kind) });
		expect(place.some(([label]) => label === 'Lieu')).toBe(kind !== 'client_canceled');
	});

	test('once it is cancelled shows nothing of what was to come, whatever is chosen', () => {
		expect(labelsOf(CLIENT_FIELDS, 'client_canceled')).toEqual([
			...['Rendez-vous', 'Date et heure', 'Annulation', 'Motif', 'Nous joindre'],
		]);
	});

	test.each(CLIENT_KINDS)('%s shows nothing that was not chosen, and no empty line', (kind) => {
		expect(facts(kind, { fields: [] })).toEqual([]);
		const bare = facts(kind, { event: aBareEvent(), previous: null, fields: CLIENT_FIELDS });
		expect(bare.every((lines) => lines.length > 1)).toBe(true);
		expect(bare.flat().filter((text) => text.trim() === '')).toEqual([]);
	});
});
