import fc from 'fast-check';
import { ANNOUNCEMENTS } from '../../../nodes/shared/appointment/applyEvent';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { APPOINTMENT_COLUMNS } from '../../../nodes/shared/appointment/row';
import { NO_RECIPIENT, type StoredDelivery } from '../../../nodes/shared/journal/entry';
import { isWorkshopMail } from '../../../nodes/shared/journal/handle';
import { DEFAULT_SETTINGS } from '../../../nodes/shared/settings/settings';
import {
	canceled,
	created,
	handle,
	mailsOf,
	noShow,
	NOW,
	settings,
	Tables,
	taken,
} from './fixtures.mts';

const CLIENT_MAILS = { settings: settings({ courriels_client: true }) };

describe('a booking', () => {
	const booked = () => handle([taken(7, created('a'))]);

	test('is one row to write, without its state: a cancellation may have come in between', () => {
		const { appointments, journal } = booked();
		expect(appointments).toHaveLength(1);
		expect(appointments[0]).toMatchObject({ identifiant: 'a', client: 'Client a' });
		expect(appointments[0]).not.toHaveProperty('etat');
		expect(journal).toEqual([]);
	});

	test('is one mail to the workshop, with everything the flow needs of it', () => {
		expect(booked().announcements).toEqual([
			expect.objectContaining({
				numero: 7,
				annonce: 'nouveau',
				courriel: 'nouveau',
				a: 'menuisier@example.org',
				de: 'ArchiMeuble <pro.archimeuble@gmail.com>',
				marque: 'envoye_nouveau_le',
				suite: 'termine',
				resultat: 'Courriel «\u00a0nouveau\u00a0» envoyé',
				log_le: null,
				evenement: created('a'),
				avant: null,
				identifiant: 'a',
				etat: 'confirme',
				client: 'Client a',
				fuseau: 'Europe/Paris',
			}),
		]);
	});

	test('carries no secret of the settings', () => {
		const token = 'x'.repeat(40);
		const told = handle([taken(1, created('a'))], { settings: settings({ jeton_agenda: token }) });
		expect(JSON.stringify(told)).not.toContain(token);
		expect(told.announcements[0]).not.toHaveProperty('jeton_agenda');
	});
});

describe('where one process runs all rounds', () => {
	const rows = [{ identifiant: 'b', etat: 'confirme' }];
	const batch = () =>
		handle([taken(1, created('a')), taken(2, canceled('b')), taken(3, canceled('c'))], {
			...{ rows, isSingleProcess: true },
		});

	test('appointments nobody knew are inserted as a list, with their state', () => {
		expect(batch().newAppointments).toMatchObject([
			{ identifiant: 'a', etat: 'confirme' },
			{ identifiant: 'c', etat: 'annule' },
		]);
	});

	test('the others are patched', () => {
		expect(batch().appointments).toMatchObject([{ identifiant: 'b', etat: 'annule' }]);
	});

	test('it is not so where others may insert, too', () => {
		expect(handle([taken(1, created('a'))]).newAppointments).toEqual([]);
	});
});

describe('without an address to write to', () => {
	const nobody = { settings: settings({ destinataire: '', courriels_client: true }) };

	test('a booking is stored, and its mails wait', () => {
		const { appointments, journal, announcements } = handle([taken(7, created('a'))], nobody);
		expect(appointments).toMatchObject([{ identifiant: 'a', client: 'Client a' }]);
		expect(announcements).toEqual([]);
		expect(journal).toEqual([
			{ id: 7, etat: 'a_reprendre', essai_le: NOW.toISOString(), erreur: NO_RECIPIENT },
		]);
	});

	test('what is announced to nobody is done all the same', () => {
		const { journal, announcements } = handle([taken(7, noShow('a'))], nobody);
		expect(journal).toEqual([]);
		expect(announcements).toMatchObject([{ numero: 7, courriel: '', suite: 'termine' }]);
	});
});

describe('an appointment another execution is at work on', () => {
	const heldFor = (milliseconds: number, more: Partial<StoredDelivery> = {}) =>
		taken(1, created('a'), {
			...{ execution: '41', essai_le: new Date(NOW.getTime() - milliseconds).toISOString() },
			...more,
		});
	const handled = (held: StoredDelivery) =>
		handle([taken(2, canceled('a')), taken(3, created('b'))], { known: [held] });

	test.each<[string, StoredDelivery, object]>([
		[
			'for less than ten seconds is given back for the next round',
			heldFor(9_999),
			{ id: 2, etat: 'recu', execution: null },
		],
		[
			'for longer is left to the relance',
			heldFor(10_000),
			{ id: 2, etat: 'a_reprendre', essai_le: NOW.toISOString(), execution: null },
		],
		[
			'since it was stored is measured from there',
			heldFor(0, { essai_le: null, recu_le: '2026-10-20T09:00:00.000Z' }),
			{ id: 2, etat: 'recu', execution: null },
		],
		[
			'for longer since it was stored, too',
			heldFor(0, { essai_le: null, recu_le: '2026-10-20T08:59:52.000Z' }),
			{ id: 2, etat: 'a_reprendre', essai_le: NOW.toISOString(), execution: null },
		],
	])('%s', (_name, held, expected) => {
		const { journal, announcements } = handled(held);
		expect(journal).toEqual([expected]);
		expect(mailsOf(announcements)).toEqual(['3 nouveau']);
	});
});

test('each mail has an output of its own, and so has what is only put down', () => {
	const { announcements } = handle(
		[
			taken(1, created('a')),
			taken(2, created('b', 'a')),
			taken(3, canceled('b')),
			taken(4, noShow('b')),
		],
		CLIENT_MAILS,
	);
	const outputs = Object.fromEntries(
		announcements.map(({ courriel, sortie }) => [courriel, sortie]),
	);
	expect(outputs).toEqual({
		...{ nouveau: 0, deplace: 1, annule: 2, confirmation: 3, deplacement: 4, annulation: 5, '': 6 },
	});
});

test('columns, settings and what is announced have names of their own', () => {
	const [{ identifiant: _row, ...announcement }] = handle([taken(1, created('a'))]).announcements;
	const names = Object.keys(announcement).filter(
		(name) =>
			!(APPOINTMENT_COLUMNS as readonly string[]).includes(name) && !(name in DEFAULT_SETTINGS),
	);
	expect(names.sort()).toEqual(
		['a', 'annonce', 'avant', 'courriel', 'de', 'evenement', 'log_le', 'marque'].concat([
			'numero',
			'resultat',
			'sortie',
			'suite',
		]),
	);
	expect(
		Object.keys(DEFAULT_SETTINGS).filter((name) =>
			APPOINTMENT_COLUMNS.some((column) => column === name),
		),
	).toEqual([]);
});

describe('several deliveries of one appointment in one batch', () => {
	test('booked and cancelled: both are announced, and it ends cancelled', () => {
		const batch = handle([taken(1, created('a')), taken(2, canceled('a'))]);
		expect(mailsOf(batch.announcements)).toEqual(['1 nouveau', '2 annule']);
		expect(batch.appointments).toMatchObject([{ identifiant: 'a', etat: 'annule' }]);
		expect(batch.announcements.map(({ etat }) => etat)).toEqual(['confirme', 'annule']);
	});

	test('cancelled, then booked: the booking fills in details and announces nothing', () => {
		const batch = handle([taken(1, canceled('a')), taken(2, created('a'))]);
		expect(mailsOf(batch.announcements)).toEqual(['1 annule']);
		expect(batch.appointments).toMatchObject([{ etat: 'annule', reserve_le: expect.any(String) }]);
	});

	test('are handled in the order they came, in whatever order they were read', () => {
		const batch = handle([taken(2, canceled('a')), taken(1, created('a'))]);
		expect(mailsOf(batch.announcements)).toEqual(['1 nouveau', '2 annule']);
	});

	test('copies of one are one mail; the others are put down as repetitions', () => {
		const copies = [1, 2, 3].map((id) => taken(id, created('a')));
		const batch = handle(copies);
		expect(mailsOf(batch.announcements)).toEqual(['1 nouveau']);
		expect(batch.journal).toEqual(
			[2, 3].map((id) => ({
				id,
				etat: 'doublon',
				resultat: 'Déjà reçu\u00a0: rien à refaire',
				client: 'Client a',
				type: copies[0].type,
				quand: copies[0].quand,
				contenu: '',
				termine_le: NOW.toISOString(),
			})),
		);
	});

	test('a late copy does not bring back the name of somebody who was erased', () => {
		const erased = taken(1, created('a'), { client: null, type: null, quand: null, contenu: '' });
		const [copy] = handle([taken(2, created('a'))], { known: [erased] }).journal;
		expect(copy).toMatchObject({ etat: 'doublon', client: null, type: null, quand: null });
	});

	test('that tell the same by different keys are one mail', () => {
		const found = { ...created('a'), idempotencyKey: 'rattrapage', source: 'reconciliation' };
		const batch = handle([taken(1, created('a')), taken(2, found as AppointmentEvent)]);
		expect(mailsOf(batch.announcements)).toEqual(['1 nouveau']);
		expect(batch.announcements[1]).toMatchObject({ courriel: '', annonce: '', suite: 'termine' });
		expect(batch.announcements[1].resultat).toContain('déjà annoncé');
	});

	test.each([
		['the old half first', [canceled('a', 'b'), created('b', 'a')]],
		['the new half first', [created('b', 'a'), canceled('a', 'b')]],
	])('a move, %s, is one « déplacé » with the former time', (_name, [first, second]) => {
		const batch = handle([taken(1, created('a')), taken(2, first), taken(3, second)]);
		const moved = batch.announcements.filter(({ courriel }) => courriel === 'deplace');
		expect(moved).toHaveLength(1);
		expect(moved[0].avant).toMatchObject({ start: expect.any(String) });
		expect(mailsOf(batch.announcements)).toHaveLength(2);
		const states = Object.fromEntries(batch.appointments.map((row) => [row.identifiant, row.etat]));
		expect(states).toEqual({ a: 'deplace', b: undefined });
	});
});

describe('the mails to the client', () => {
	test('are none while they are switched off', () => {
		const { announcements } = handle([taken(1, created('a'))]);
		expect(mailsOf(announcements)).toEqual(['1 nouveau']);
	});

	test('follow the workshop’s; the delivery is done with the last', () => {
		const { announcements } = handle(
			[taken(1, created('a')), taken(2, canceled('a'))],
			CLIENT_MAILS,
		);
		expect(announcements.map(({ courriel, a, suite }) => [courriel, a, suite])).toEqual([
			['nouveau', 'menuisier@example.org', 'en_cours'],
			['confirmation', 'a@example.com', 'termine'],
			['annule', 'menuisier@example.org', 'en_cours'],
			['annulation', 'a@example.com', 'termine'],
		]);
		expect(announcements.map(({ marque }) => marque)).toEqual([
			'envoye_nouveau_le',
			'envoye_confirmation_le',
			'envoye_annule_le',
			'envoye_annulation_le',
		]);
	});

	test('leave once', () => {
		const left = NOW.toISOString();
		const rows = [{ identifiant: 'a', envoye_nouveau_le: left, envoye_confirmation_le: left }];
		const { announcements } = handle([taken(1, created('a'))], { ...CLIENT_MAILS, rows });
		expect(mailsOf(announcements)).toEqual([]);
	});

	test('leave alone where the workshop’s left in an attempt before', () => {
		const rows = [{ identifiant: 'a', etat: 'confirme', envoye_nouveau_le: NOW.toISOString() }];
		const { announcements } = handle([taken(1, created('a'))], { ...CLIENT_MAILS, rows });
		expect(announcements).toMatchObject([{ courriel: 'confirmation', suite: 'termine' }]);
	});

	test('are not sent where a replay wants none', () => {
		const replay = taken(1, created('a'), { courriels: 'never' });
		expect(mailsOf(handle([replay], CLIENT_MAILS).announcements)).toEqual([]);
	});
});

describe('a replay', () => {
	const told = [
		{ identifiant: 'a', etat: 'confirme', envoye_nouveau_le: '2026-10-01T00:00:00.000Z' },
	];

	test.each([
		['due', []],
		['never', []],
		['again', ['1 nouveau']],
		['', []],
		['peut-être', []],
	])('with « %s » of what was announced sends %j', (courriels, mails) => {
		const replay = taken(1, created('a'), { courriels });
		expect(mailsOf(handle([replay], { rows: told }).announcements)).toEqual(mails);
	});

	test('that wants no mails says so, and announces nothing to the steps', () => {
		const replay = taken(1, created('a'), { courriels: 'never' });
		expect(handle([replay]).announcements).toMatchObject([
			{ courriel: '', annonce: '', resultat: 'Sans courriel\u00a0: rejoué sans prévenir' },
		]);
	});
});

describe('a fact whose mail left before its delivery was cut off', () => {
	const rows = [{ identifiant: 'a', etat: 'confirme', envoye_nouveau_le: NOW.toISOString() }];

	test('is announced to the steps when it is taken up again, without a second mail', () => {
		const again = taken(1, created('a'), { essais: 1 });
		expect(handle([again], { rows }).announcements).toMatchObject([
			{ annonce: 'nouveau', courriel: '', suite: 'termine' },
		]);
	});

	test.each<[string, AppointmentEvent, object]>([
		['deplace', created('a', 'z'), { envoye_deplace_le: NOW.toISOString() }],
		['annule', canceled('a'), { envoye_annule_le: NOW.toISOString() }],
	])('is announced as « %s » where that mail left', (annonce, fact, marks) => {
		const row = { identifiant: 'a', etat: 'confirme', ...marks };
		const again = taken(1, fact, { essais: 1 });
		expect(handle([again], { rows: [row] }).announcements).toMatchObject([
			{ annonce, courriel: '', suite: 'termine' },
		]);
	});

	test.each<[string, AppointmentEvent, object, Partial<StoredDelivery>]>([
		['its appointment was over', created('a'), { etat: 'annule' }, {}],
		['nobody wanted a mail', created('a'), { etat: 'confirme' }, { courriels: 'never' }],
		['it is none that is announced', noShow('a'), { etat: 'confirme' }, {}],
	])('is not announced where %s, however often it is tried', (_name, fact, row, more) => {
		const again = taken(1, fact, { essais: 1, ...more });
		const rows = [{ identifiant: 'a', ...row }];
		expect(handle([again], { rows }).announcements).toMatchObject([{ annonce: '', courriel: '' }]);
	});

	test('is not, where it was told by another delivery', () => {
		expect(handle([taken(1, created('a'))], { rows }).announcements).toMatchObject([
			{ annonce: '', courriel: '' },
		]);
	});
});

test('what is only put down is one turn without a mail', () => {
	const rows = [{ identifiant: 'a', etat: 'confirme' }];
	expect(handle([taken(3, noShow('a'))], { rows }).announcements).toMatchObject([
		{ numero: 3, annonce: '', courriel: '', a: '', marque: '', suite: 'termine' },
	]);
});

test('so is an event nobody knows, of an appointment nobody knows', () => {
	const unknown = { ...noShow('a'), action: 'other', event: 'invitee.unheard_of' } as const;
	const { appointments, announcements } = handle([taken(3, unknown)]);
	expect(appointments).toEqual([]);
	expect(announcements).toMatchObject([
		{ identifiant: 'a', numero: 3, annonce: '', courriel: '', suite: 'termine' },
	]);
});

describe('who moved an appointment, and why,', () => {
	const by = { by: 'Léa Petit', byType: 'client', reason: 'Malade' } as const;
	const moved = (): AppointmentEvent => {
		const fact = canceled('a', 'b');
		const reschedule = { ...fact.reschedule!, ...by };
		return { ...fact, reschedule, cancellation: { ...by, at: null } };
	};
	const told = (...facts: AppointmentEvent[]) =>
		handle([created('a'), ...facts].map((fact, index) => taken(index + 1, fact)))
			.announcements.filter(({ courriel }) => courriel === 'deplace')
			.map(({ avant }) => avant);

	test.each<[string, () => AppointmentEvent[]]>([
		['before', () => [moved(), created('b', 'a')]],
		['behind', () => [created('b', 'a'), moved()]],
	])('is told where the old half comes %s the new one', (_name, facts) => {
		expect(told(...facts())).toEqual([expect.objectContaining({ id: 'a', ...by })]);
	});

	test('is not known where the old half does not come', () => {
		expect(told(created('b', 'a'))).toEqual([
			expect.objectContaining({ id: 'a', by: null, byType: null, reason: null }),
		]);
	});

	test.each([
		['who', { annule_par: 'Zoé', annule_cote: 'atelier' }, { by: 'Zoé', reason: null }],
		['why', { motif_annulation: 'Congés' }, { by: null, reason: 'Congés' }],
	])('stays as it was known before the round: %s', (_name, columns, expected) => {
		const row = { identifiant: 'a', etat: 'deplace', debut: '2026-12-20T13:00:00.000Z' };
		const { announcements } = handle([taken(1, created('b', 'a')), taken(2, moved())], {
			rows: [{ ...row, ...columns }],
		});
		expect(announcements[0].avant).toMatchObject(expected);
	});
});

describe('a delivery nobody can read', () => {
	const damages: Array<[string, () => string]> = [
		['cut off', () => journalText().slice(0, 200)],
		['empty', () => ''],
		['of another kind', () => '[]'],
		['with a host that is none', () => changed((event) => (event.appointment.hosts = [null]))],
		['hollow', () => '{"schemaVersion":1,"appointment":{}}'],
		['without a client', () => changed((event) => delete event.client)],
		['without its times', () => changed((event) => delete event.display)],
		['with answers of another kind', () => changed((event) => (event.answers = 'oui'))],
		['with a place of another kind', () => changed((event) => (event.appointment.place = null))],
	];

	test.each(damages)('(%s) is put back, and harms no other', (_name, contenu) => {
		const damaged = taken(1, created('a'), { contenu: contenu() });
		const batch = handle([damaged, taken(2, created('b'))]);
		expect(mailsOf(batch.announcements)).toEqual(['2 nouveau']);
		expect(batch.appointments.map(({ identifiant }) => identifiant)).toEqual(['b']);
		expect(batch.journal).toMatchObject([
			{
				id: 1,
				etat: 'a_reprendre',
				essai_le: NOW.toISOString(),
				erreur: expect.stringContaining('contenu'),
			},
		]);
	});

	test('but for an address it names is handled without it', () => {
		const contenu = changed((event) => (event.reschedule = { oldInviteeUri: 'x' }));
		const batch = handle([taken(1, created('a'), { contenu })]);
		expect(mailsOf(batch.announcements)).toEqual(['1 nouveau']);
	});

	function journalText(): string {
		return taken(1, created('a')).contenu;
	}

	function changed(change: (event: any) => void): string {
		const event = JSON.parse(journalText());
		change(event);
		return JSON.stringify(event);
	}
});

test.each([
	['nouveau', true],
	['deplace', true],
	['annule', true],
	['confirmation', false],
	['', false],
	[undefined, false],
])('the mail %j goes to the workshop: %s', (name, expected) => {
	expect(isWorkshopMail(name)).toBe(expected);
});

/** A batch knows who moved an appointment also where the half that tells it comes later. */
const withoutMover = (turn: object) =>
	JSON.parse(JSON.stringify({ ...turn, avant: { ...(turn as any).avant, ...NOBODY } }));
const NOBODY = { by: null, byType: null, reason: null };

test('a batch leaves behind what its deliveries would have left one by one', () => {
	const facts: AppointmentEvent[] = [
		created('a'),
		canceled('a'),
		canceled('a', 'b'),
		created('b', 'a'),
		canceled('b', 'c'),
		created('c', 'b'),
		canceled('c'),
		noShow('a'),
		noShow('b'),
		created('d'),
	];
	const deliveries = fc
		.array(
			fc.record({
				fact: fc.constantFrom(...facts),
				courriels: fc.constantFrom(null, ...ANNOUNCEMENTS),
				essais: fc.constantFrom(0, 0, 1),
			}),
			{ minLength: 1, maxLength: 8 },
		)
		.map((list) => list.map(({ fact, ...more }, index) => taken(index + 1, fact, more)));
	fc.assert(
		fc.property(
			deliveries,
			fc.nat(8),
			fc.boolean(),
			fc.boolean(),
			(all, before, clientMails, isSingle) => {
				const changes = { courriels_client: clientMails };
				const [together, oneByOne] = [new Tables(), new Tables()];
				for (const tables of [together, oneByOne]) tables.run(all.slice(0, before), changes, false);
				const batch = together.run(all.slice(before), changes, isSingle);
				const single = all.slice(before).flatMap((one) => oneByOne.run([one], changes, false));
				expect(together.rows).toEqual(oneByOne.rows);
				expect(batch.map(withoutMover)).toEqual(single.map(withoutMover));
			},
		),
		{ numRuns: 400 },
	);
});
