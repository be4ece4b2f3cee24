import type { MailKind } from '../../../nodes/shared/appointment/announcement';
import type { PreviousAppointment } from '../../../nodes/shared/appointment/change';
import type { AppointmentEvent, Payment } from '../../../nodes/shared/appointment/event';
import { MAIL_FIELDS, type MailField, type MailRequest } from '../../../nodes/shared/email/mail';
import { mailView } from '../../../nodes/shared/email/workshopMail';
import {
	aBareEvent,
	anEvent,
	aPrevious,
	aRequest,
	CONFIGURATION_URL,
	DASHBOARD_URL,
	factsSeen,
	KINDS,
	nb,
} from './fixtures.mts';

type EventParts = Parameters<typeof anEvent>[0];

/** The facts of a mail to the workshop, as they are seen. */
const facts = (kind: MailKind, parts: Partial<MailRequest> = {}): string[][] =>
	factsSeen(mailView(aRequest(kind, parts)).facts);

/** One field alone, of an event with these parts. */
const fact = (
	field: MailField,
	event: EventParts = {},
	kind: MailKind = 'created',
	more: Partial<MailRequest> = {},
): string[][] => facts(kind, { event: anEvent(event), fields: [field], ...more });

const UNKNOWN = 'muted: non communiqué';

describe('the five facts of every mail', () => {
	test.each<[string, MailField, EventParts, string[]]>([
		['what', 'type', {}, ['Type de consultation', 'Visite en visio - 30 min']],
		['who', 'client', {}, ['Client', 'strong: Zoé Müller']],
		[
			'where to write',
			'email',
			{},
			['Email', 'zoe.muller@example.com → mailto:zoe.muller@example.com'],
		],
		[
			'where nobody can write',
			'email',
			{ client: { email: ' pas encore\nd’adresse ' } },
			['Email', 'pas encore d’adresse'],
		],
		['where to call', 'phone', {}, ['Téléphone', 'strong: 06~39~98~45~67 → tel:+33639984567']],
		[
			'where nobody can call',
			'phone',
			{ client: { phone: 'poste 12' } },
			['Téléphone', 'strong: poste 12'],
		],
		[
			'when, by the client’s clock too',
			'dateTime',
			{},
			[
				'Date et heure',
				'strong: 15/11/2025~à~15:00~-~15:30',
				'samedi~15~novembre~2025',
				'muted: Heure du client~: 15/11/2025~à~09:00~-~09:30 (heure~de~New~York)',
			],
		],
		[
			'when, by the clock they share',
			'dateTime',
			{ client: { timezone: 'Europe/Brussels' } },
			['Date et heure', 'strong: 15/11/2025~à~15:00~-~15:30', 'samedi~15~novembre~2025'],
		],
	])('say %s', (_name, field, event, expected) => {
		expect(fact(field, event)).toEqual([expected.map(nb)]);
	});

	test.each<[MailField, EventParts, string[]]>([
		['type', { appointment: { type: null } }, ['Type de consultation', UNKNOWN]],
		['type', { appointment: { type: ' \n' } }, ['Type de consultation', UNKNOWN]],
		['client', { client: { name: null } }, ['Client', UNKNOWN]],
		['email', { client: { email: null } }, ['Email', UNKNOWN]],
		['email', { client: { email: ' ' } }, ['Email', UNKNOWN]],
		['phone', { client: { phone: null } }, ['Téléphone', UNKNOWN]],
		['phone', { client: { phone: ' ' } }, ['Téléphone', UNKNOWN]],
		['dateTime', { appointment: { start: null } }, ['Date et heure', 'muted: non communiquées']],
	])('say of an unknown %s (%j) that it is', (field, event, expected) => {
		expect(fact(field, event)).toEqual([expected]);
	});

	test('strike out all of the time of a cancelled appointment', () => {
		expect(fact('dateTime', {}, 'canceled')).toEqual([
			[
				'Date et heure',
				nb('struck: 15/11/2025~à~15:00~-~15:30'),
				nb('struck: samedi~15~novembre~2025'),
				nb('struck: Heure du client~: 15/11/2025~à~09:00~-~09:30 (heure~de~New~York)'),
			],
		]);
	});
});

describe('the time an appointment had', () => {
	const former = (kind: MailKind, previous: PreviousAppointment | null) =>
		fact('previousDateTime', {}, kind, { previous });
	const ELSEWHERE = {
		start: '2025-11-15T14:00:00.000Z',
		end: '2025-11-15T14:30:00.000Z',
		location: '4 impasse du Rabot, 69001 Lyon',
	};

	test('stands in the mail of a move, struck out', () => {
		expect(former('rescheduled', aPrevious())).toEqual([
			[
				'Ancien horaire',
				nb('struck: 12/11/2025~à~09:00~-~09:30'),
				nb('struck: mercredi~12~novembre~2025'),
			],
		]);
	});

	test.each<[string, MailKind, PreviousAppointment | null, string[][]]>([
		['is said to be unknown', 'rescheduled', null, [['Ancien horaire', UNKNOWN]]],
		[
			'is said to be unknown where its row is emptied',
			'rescheduled',
			aPrevious({ start: null }),
			[['Ancien horaire', UNKNOWN]],
		],
		['is no news of a move to another place alone', 'rescheduled', aPrevious(ELSEWHERE), []],
		['is no matter of a booking', 'created', aPrevious(), []],
		['is no matter of a cancellation', 'canceled', aPrevious(), []],
	])('%s', (_name, kind, previous, expected) => {
		expect(former(kind, previous)).toEqual(expected);
	});
});

describe('the zones', () => {
	test.each<[string, EventParts, MailField[], string[]]>([
		['the workshop’s alone to a client of it', { client: { timezone: 'Europe/Paris' } }, [], []],
		['the workshop’s alone to a client of none', { client: { timezone: null } }, [], []],
		[
			'both, where the clocks show the same',
			{ client: { timezone: 'Europe/Brussels' } },
			['dateTime'],
			['muted: Fuseau du client~: heure~de~Bruxelles'],
		],
		[
			'both, where the date is not shown',
			{ client: { timezone: 'America/New_York' } },
			[],
			['muted: Fuseau du client~: heure~de~New~York'],
		],
		[
			'the workshop’s alone, where the date names the client’s',
			{ client: { timezone: 'America/New_York' } },
			['dateTime'],
			[],
		],
	])('are told: %s', (_name, event, more, expected) => {
		const shown = facts('created', { event: anEvent(event), fields: [...more, 'timezone'] });
		expect(shown.at(-1)).toEqual(['Fuseau horaire', 'Europe/Paris', ...expected.map(nb)]);
	});

	test('are told without a time only as far as the client’s is another', () => {
		const shown = (timezone: string | null) =>
			fact('timezone', { appointment: { start: null }, client: { timezone } });
		expect(shown('Asia/Tokyo')).toEqual([
			['Fuseau horaire', nb('muted: Fuseau du client~: heure~de~Tokyo')],
		]);
		expect([shown('Europe/Paris'), shown(null)]).toEqual([[], []]);
	});
});

describe('with whom and how', () => {
	const HOSTS = [
		{ name: 'Paul Menuisier', email: 'paul@example.com', uri: null },
		{ name: null, email: 'lea@example.com', uri: null },
		{ name: ' ', email: null, uri: null },
		{ name: null, email: null, uri: null },
	];

	test('are named all hosts, by their address who has no name', () => {
		const named = (hosts: AppointmentEvent['appointment']['hosts']) =>
			fact('hosts', { appointment: { hosts } });
		expect(named(HOSTS)).toEqual([['Avec', 'Paul Menuisier et lea@example.com']]);
		expect([named([]), named(HOSTS.slice(2))]).toEqual([[], []]);
	});

	test('is said in words, or not at all', () => {
		expect(fact('mode')).toEqual([['Mode', 'Visio']]);
		const display = { ...anEvent().display, mode: null };
		expect(fact('mode', { display })).toEqual([]);
	});
});

describe('the place', () => {
	const MAP = 'https://www.google.com/maps/search/?api=1&query=';
	const LILLE = '12 rue de la Liberté, 59000 Lille';
	const LILLE_ON_MAP = `strong: ${LILLE} → ${MAP}12%20rue%20de%20la%20Libert%C3%A9%2C%2059000%20Lille`;
	const place = (
		appointment: Partial<AppointmentEvent['appointment']>,
		client: Partial<AppointmentEvent['client']> = {},
	) => fact('location', { appointment: { mode: 'in_person', ...appointment }, client });

	test.each<[string, Partial<AppointmentEvent['appointment']>, string | null]>([
		['an address is found on the map', {}, LILLE_ON_MAP],
		['also where nothing says how they meet', { mode: 'other' }, LILLE_ON_MAP],
		['of a video call none is', { mode: 'video' }, `strong: ${LILLE}`],
		['of a telephone call none is', { mode: 'phone' }, `strong: ${LILLE}`],
		[
			'words are found where Calendly says that they are an address',
			{ location: 'Chez nous', place: { kind: 'address', setBy: 'host', status: null } },
			`strong: Chez nous → ${MAP}Chez%20nous`,
		],
		[
			'other words are not',
			{ location: 'Chez nous', place: { kind: 'custom', setBy: 'host', status: null } },
			'strong: Chez nous',
		],
		['nothing is said of none', { location: ' \n' }, null],
	])('%s', (_name, appointment, expected) => {
		expect(place(appointment)).toEqual(expected === null ? [] : [['Lieu', expected]]);
	});

	test('that is the client’s number once more is not told, in whatever way it is written', () => {
		const client = { phone: '+33639984567', timezone: 'Europe/Paris' };
		expect(place({ location: '06 39 98 45 67' }, client)).toEqual([]);
		expect(place({ location: '01 44 00 00 00' }, client)).toEqual([
			['Lieu', 'strong: 01 44 00 00 00'],
		]);
		expect(place({ location: 'chez moi' }, { ...client, phone: null })).toHaveLength(1);
	});

	test.each<[string, AppointmentEvent['appointment']['call'], string[]]>([
		[
			'the workshop, of the number among the facts',
			{ by: 'host', number: '+33639984567', instructions: null },
			['Vous appelez le client.'],
		],
		[
			'the client, of the number the workshop gave',
			{ by: 'client', number: '+33320001234', instructions: 'Dès 9 h\nDemandez Paul' },
			['Le client vous appelle au 03~20~00~12~34.', 'Dès 9 h\nDemandez Paul'],
		],
		[
			'the client, of a number nobody gave',
			{ by: 'client', number: null, instructions: ' ' },
			['Le client vous appelle.'],
		],
	])('of a call is who makes it: %s', (_name, call, expected) => {
		const appointment = { mode: 'phone' as const, call, location: '+33320001234' };
		expect(fact('location', { appointment })).toEqual([['Appel', ...expected.map(nb)]]);
		expect(fact('location', { appointment }, 'canceled')).toEqual([]);
	});

	test('of a cancelled appointment is told', () => {
		expect(fact('location', {}, 'canceled')).toEqual([['Lieu', `strong: ${LILLE}`]]);
	});
});

describe('the link of a video call', () => {
	const link = (
		appointment: Partial<AppointmentEvent['appointment']>,
		kind: MailKind = 'created',
	) => fact('joinUrl', { appointment }, kind);
	const FAILED = { kind: 'zoom', setBy: null, status: 'failed' } as const;
	const JOIN = ['Lien visio', '[Rejoindre la visio] → https://meet.google.com/abc-defg-hij'];
	const MISSED = [
		'Lien visio',
		'strong: Le lien n’a pas pu être créé par Zoom\u202f; pensez à en envoyer un au client.',
	];

	test.each<[string, Partial<AppointmentEvent['appointment']>, MailKind, string[][]]>([
		['is a button', {}, 'created', [JOIN]],
		['is a button also where it failed once', { place: FAILED }, 'created', [JOIN]],
		['that could not be made is to be sent', { joinUrl: null, place: FAILED }, 'created', [MISSED]],
		['is missed by nobody once it is cancelled', { joinUrl: null, place: FAILED }, 'canceled', []],
		['that is still to come is not told', { joinUrl: null }, 'created', []],
		[
			'that is no web address is told as text',
			{ joinUrl: 'salle 3' },
			'created',
			[['Lien visio', 'salle 3']],
		],
	])('%s', (_name, appointment, kind, expected) => {
		expect(link(appointment, kind)).toEqual(expected);
	});
});

describe('what the client wrote', () => {
	test('is told as written: link with its site, notes, answers under their question', () => {
		expect(fact('configurationUrl')).toEqual([
			[
				'Lien de configuration',
				`[Voir la configuration] → ${CONFIGURATION_URL} (archimeuble.example)`,
			],
		]);
		expect(fact('notes', { notes: 'Chêne\nclair' })).toEqual([
			['Notes supplémentaires', 'Chêne\nclair'],
		]);
		const answers = [
			{ question: ' Largeur\ndu mur ? ', answer: '3,20 m\nsous pente', position: 0 },
		];
		expect(fact('answers', { answers })).toEqual([['Largeur du mur ?', '3,20 m\nsous pente']]);
	});

	test('a link that is none is told as text, without a site', () => {
		expect(fact('configurationUrl', { configurationUrl: 'nulle part' })).toEqual([
			['Lien de configuration', 'nulle part'],
		]);
	});

	test('is left out where it is nothing', () => {
		const answers = [{ question: 'Un escalier ?', answer: ' ', position: 0 }];
		const nothing = anEvent({ configurationUrl: null, notes: null, answers });
		nothing.appointment.guests = [];
		const fields: MailField[] = ['configurationUrl', 'notes', 'answers', 'guests'];
		expect(facts('created', { event: nothing, fields })).toEqual([]);
	});

	test('names the guests, and writes to who has an address', () => {
		const appointment = { guests: ['luc@example.com', 'Anne', ' '] };
		expect(fact('guests', { appointment })).toEqual([
			['Invités', 'luc@example.com → mailto:luc@example.com', 'Anne'],
		]);
	});

	test('is cut where a name of one line never ends', () => {
		const [[, client]] = fact('client', { client: { name: 'z'.repeat(501) } });
		expect(client).toBe(`strong: ${'z'.repeat(499)}…`);
		const [[, kept]] = fact('client', { client: { name: 'z'.repeat(500) } });
		expect(kept).toBe(`strong: ${'z'.repeat(500)}`);
		const [[, phone]] = fact('phone', { client: { phone: 'z'.repeat(501) } });
		expect(phone).toBe(`strong: ${'z'.repeat(499)}…`);
	});
});

describe('places and payment', () => {
	test.each<[number | null, number | null, string | null]>([
		[7, 8, '7 prises sur 8'],
		[2, 8, '2 prises sur 8'],
		[1, 2, '1 prise sur 2'],
		[0, 2, '0 prise sur 2'],
		[1, 1, null],
		[null, 8, null],
		[7, null, null],
	])('%j places taken of %j: %s', (active, limit, expected) => {
		const appointment = { invitees: { active, limit } };
		expect(fact('invitees', { appointment })).toEqual(
			expected === null ? [] : [['Places', expected]],
		);
	});

	const PAID: Payment = {
		externalId: 'ch_1',
		provider: 'stripe',
		amount: 60,
		currency: 'EUR',
		terms: null,
		state: 'paid',
	};

	test.each<[string, Payment | null, string[] | null]>([
		['that was made', PAID, ['60~€ payé']],
		['that failed stands out', { ...PAID, state: 'failed' }, ['strong: 60~€ échoué']],
		[
			'with terms shows them',
			{ ...PAID, terms: 'Acompte,\ndéduit du devis.' },
			['60~€ payé', 'muted: Acompte,\ndéduit du devis.'],
		],
		['of a state nobody knows is the sum', { ...PAID, state: null }, ['60~€']],
		['of a sum nobody knows is its state', { ...PAID, amount: null }, ['payé']],
		['of which nothing is known is left out', { ...PAID, amount: null, state: null }, null],
		['that was not asked for is left out', null, null],
	])('a payment %s', (_name, payment, expected) => {
		expect(fact('payment', { payment })).toEqual(
			expected === null ? [] : [['Paiement', ...expected.map(nb)]],
		);
	});
});

describe('who cancelled, and why', () => {
	test.each<[string, AppointmentEvent['cancellation'], string[], string]>([
		[
			'all of it',
			{ by: 'Paul Petit', byType: 'client', reason: 'Trop\ntard', at: '2025-11-14T09:00:00.000Z' },
			['Paul Petit (client)', 'muted: Annulé le~14/11/2025~à~10:00'],
			'Trop\ntard',
		],
		[
			'the workshop, by its side alone',
			{ by: null, byType: 'host', reason: null, at: null },
			['atelier'],
			UNKNOWN,
		],
		[
			'somebody, of a side nobody knows',
			{ by: ' Eva ', byType: 'constructor' as 'host', reason: ' ', at: 'hier' },
			['Eva'],
			UNKNOWN,
		],
		['nothing', null, [UNKNOWN], UNKNOWN],
	])('is told as far as it is known: %s', (_name, cancellation, who, why) => {
		expect(fact('cancellation', { cancellation }, 'canceled')).toEqual([
			['Annulé par', ...who.map(nb)],
			['Motif', why],
		]);
	});

	test.each(['created', 'rescheduled'] as const)('is no matter of a %s mail', (kind) => {
		expect(fact('cancellation', {}, kind)).toEqual([]);
	});
});

describe('who moved it, and why', () => {
	const SAME_TIME = { start: '2025-11-15T14:00:00.000Z', end: '2025-11-15T14:30:00.000Z' };
	const TOLD = { by: 'Paul Menuisier', byType: 'host', reason: 'Bois\nen retard' } as const;
	const moved = (
		previous: PreviousAppointment | null,
		reschedule: AppointmentEvent['reschedule'] = null,
		kind: MailKind = 'rescheduled',
	) => fact('reschedule', { reschedule }, kind, { previous });
	const BY_EVENT = { oldInviteeUri: null, newInviteeUri: null, by: 'Zoé', reason: 'Malade' };

	test('is told by the row it left', () => {
		expect(moved(aPrevious(TOLD))).toEqual([
			['Déplacé par', 'Paul Menuisier (atelier)'],
			['Motif', 'Bois\nen retard'],
		]);
	});

	test('is told by the event where the row does not know, and by the row where both do', () => {
		const reschedule = { ...BY_EVENT, byType: 'client' } as const;
		const said = [
			['Déplacé par', 'Zoé (client)'],
			['Motif', 'Malade'],
		];
		expect(moved(aPrevious(), reschedule)).toEqual(said);
		expect(moved(null, reschedule)).toEqual(said);
		expect(moved(aPrevious(TOLD), reschedule)[0]).toEqual([
			'Déplacé par',
			'Paul Menuisier (atelier)',
		]);
		expect(moved(aPrevious(TOLD), reschedule)[1]).toEqual(['Motif', 'Bois\nen retard']);
	});

	test('is said of a change where the time stayed', () => {
		expect(moved(aPrevious({ ...TOLD, ...SAME_TIME }))[0][0]).toBe('Changé par');
	});

	test('is left out where nobody told it, and of what did not move', () => {
		expect(moved(aPrevious())).toEqual([]);
		expect(moved(null)).toEqual([]);
		expect(moved(aPrevious(TOLD), null, 'created')).toEqual([]);
		expect(moved(aPrevious(TOLD), null, 'canceled')).toEqual([]);
	});
});

describe('the place an appointment had', () => {
	const LYON = '4 impasse du Rabot, 69001 Lyon';
	const ADDRESS = { kind: 'address', setBy: 'host', status: null } as const;
	const MEET = anEvent().appointment.place;
	const former = (
		previous: PreviousAppointment | null,
		appointment: Partial<AppointmentEvent['appointment']>,
		fields: MailField[] = ['previousLocation'],
		kind: MailKind = 'rescheduled',
	) =>
		facts(kind, { event: anEvent({ appointment }), fields, previous }).filter(
			([label]) => label !== 'Lieu',
		);
	const AT_LYON = aPrevious({ location: LYON, place: ADDRESS });
	const BY_VIDEO = { location: null, place: MEET };

	test('is struck out, and the new one is told where no other fact does', () => {
		const old = ['Ancien lieu', `struck: ${LYON}`];
		const video = ['Nouveau lieu', 'strong: Google Meet'];
		const lille = ['Nouveau lieu', 'strong: 12 rue de la Liberté, 59000 Lille'];
		const elsewhere = { place: ADDRESS };
		expect(former(AT_LYON, BY_VIDEO)).toEqual([old, video]);
		expect(former(AT_LYON, BY_VIDEO, ['location', 'previousLocation'])).toEqual([old, video]);
		expect(former(AT_LYON, elsewhere)).toEqual([old, lille]);
		expect(former(AT_LYON, elsewhere, ['location', 'previousLocation'])).toEqual([old]);
	});

	test.each<[string, PreviousAppointment, string]>([
		[
			'the service of a video call',
			aPrevious({ location: null, place: { ...MEET, kind: 'zoom' } }),
			'struck: Zoom',
		],
		[
			'unknown where only its kind is known and has no name',
			aPrevious({ location: null, place: { ...ADDRESS, kind: 'custom' } }),
			UNKNOWN,
		],
	])('is %s', (_name, previous, expected) => {
		expect(former(previous, BY_VIDEO)[0]).toEqual(['Ancien lieu', expected]);
	});

	test.each<
		[string, PreviousAppointment | null, Partial<AppointmentEvent['appointment']>, MailKind]
	>([
		['it is the same', aPrevious(), {}, 'rescheduled'],
		['it is not known', null, BY_VIDEO, 'rescheduled'],
		['nothing moved', AT_LYON, BY_VIDEO, 'created'],
	])('is left out where %s', (_name, previous, appointment, kind) => {
		expect(former(previous, appointment, ['previousLocation'], kind)).toEqual([]);
	});
});

describe('the way to the dashboard', () => {
	const way = (dashboardUrl: string, id?: string) =>
		fact('dashboard', id === undefined ? {} : { appointment: { id } }, 'created', { dashboardUrl });
	const ID = 'a0000000-0000-4000-8000-000000000001';

	test('is an outlined button that opens this appointment', () => {
		expect(way(DASHBOARD_URL)).toEqual([
			['Tableau de bord', `muted: [Ouvrir le rendez-vous] → ${DASHBOARD_URL}?rdv=${ID}`],
		]);
		expect(way(`${DASHBOARD_URL}?vue=1`)[0][1]).toContain(`?vue=1&rdv=${ID}`);
	});

	test.each([
		['', undefined],
		['demain', undefined],
		['javascript:alert(1)', undefined],
		[DASHBOARD_URL, ''],
	])('is left out where it leads nowhere: %j', (url, id) => {
		expect(way(url, id)).toEqual([]);
	});
});

describe('a mail of which the workshop changed nothing', () => {
	/** An appointment that moved to another place and of which everything else is known, too. */
	const full = anEvent({
		appointment: { invitees: { active: 2, limit: 4 }, location: 'Chez Zoé' },
		payment: {
			amount: 60,
			currency: 'EUR',
			state: 'paid',
			terms: null,
			provider: null,
			externalId: null,
		},
	});
	const previous = aPrevious({
		by: 'Paul',
		reason: 'Bois',
		location: 'Chez Paul',
		place: { kind: 'address', setBy: 'host', status: null },
	});
	const labels = (kind: MailKind) => facts(kind, { event: full, previous }).map(([label]) => label);
	const FIVE = ['Type de consultation', 'Client', 'Email', 'Téléphone', 'Date et heure'];
	const MORE = [
		'Lien visio',
		'Lien de configuration',
		'Notes supplémentaires',
		'Largeur du mur ?',
		'Invités',
		'Places',
		'Paiement',
	];

	test.each<[MailKind, string[]]>([
		['created', [...FIVE, 'Fuseau horaire', 'Avec', 'Mode', 'Lieu', ...MORE, 'Tableau de bord']],
		[
			'rescheduled',
			[
				...FIVE,
				'Ancien horaire',
				...['Fuseau horaire', 'Avec', 'Mode', 'Lieu', 'Ancien lieu'],
				...MORE,
				...['Déplacé par', 'Motif', 'Tableau de bord'],
			],
		],
		[
			'canceled',
			[
				...FIVE,
				...['Fuseau horaire', 'Avec', 'Mode', 'Lieu', 'Lien de configuration', 'Paiement'],
				...['Annulé par', 'Motif', 'Tableau de bord'],
			],
		],
	])('%s shows what matters for it, in this order', (kind, expected) => {
		expect(labels(kind)).toEqual(expected);
	});

	test.each(KINDS)('%s shows nothing that was not chosen', (kind) => {
		expect(facts(kind, { fields: [] })).toEqual([]);
	});

	test.each(KINDS)(
		'%s shows of an appointment next to nothing is known of no empty line',
		(kind) => {
			const shown = facts(kind, { event: aBareEvent(), previous: null, fields: MAIL_FIELDS });
			expect(shown.flat().filter((text) => text.trim() === '')).toEqual([]);
			expect(shown.every((lines) => lines.length > 1)).toBe(true);
		},
	);
});
