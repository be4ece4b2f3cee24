import { findPerson } from '../../../nodes/shared/privacy/person';
import { ADDRESS, aDelivery, aRow } from './fixtures.mts';

const find = (
	appointments = [aRow()],
	deliveries = [aDelivery()],
	typed: unknown = ' Client@Example.COM ',
) => findPerson(typed, { appointments, deliveries });

describe('the rows of a person', () => {
	test('are those with the address as their e-mail, in any case', () => {
		const own = aRow({ identifiant: 'own', email: 'CLIENT@example.com ' });
		const person = find([
			own,
			aRow({ email: `x${ADDRESS}` }),
			aRow({ email: `${ADDRESS}.example` }),
			aRow({ email: 'client@exampleXcom' }),
			aRow({ email: null }),
		]);
		expect(person.appointments).toEqual([own]);
		expect(person.mentions.appointments).toEqual([]);
		expect(person).toMatchObject({ address: 'Client@Example.COM', isAddress: true });
	});

	test('are the deliveries about the client or about an appointment of theirs', () => {
		const about = aDelivery({ id: 2, email: 'Client@example.com', identifiant: 'purged' });
		const unread = aDelivery({ id: 3, contenu: '{ cut off', identifiant: 'own' });
		const person = find(
			[aRow({ identifiant: 'own', email: ADDRESS })],
			[
				aDelivery(),
				about,
				unread,
				aDelivery({ id: 4, contenu: '[]' }),
				aDelivery({ id: 5, contenu: `"${ADDRESS}x"` }),
			],
		);
		expect(person.deliveries).toEqual([about, unread]);
		expect(person.mentions.deliveries).toEqual([]);
	});

	test('are not searched for an address of the workshop, which stands in nearly every row', () => {
		const rows = [aRow({ email: ADDRESS, hote: ADDRESS })];
		const tables = { appointments: rows, deliveries: [aDelivery({ email: ADDRESS })] };
		const workshop = ['other@example.com', ` ${ADDRESS.toUpperCase()}`];
		expect(findPerson(` ${ADDRESS}`, tables, workshop)).toEqual({
			address: ADDRESS,
			isAddress: true,
			isWorkshop: true,
			appointments: [],
			deliveries: [],
			mentions: { appointments: [], deliveries: [] },
		});
		expect(findPerson(ADDRESS, tables, ['', `x${ADDRESS}`])).toMatchObject({
			isWorkshop: false,
			appointments: rows,
		});
	});

	test('are found in events of any version of the contract', () => {
		const old = aDelivery({ contenu: JSON.stringify({ client: { email: ADDRESS } }) });
		expect(find([], [old]).deliveries).toEqual([old]);
	});

	test('are not those erased before, however the table gives an empty text', () => {
		const erased = {
			identifiant: 'own',
			client: null,
			type: null,
			quand: null,
			contenu: '',
			erreur: null,
			etat: 'termine' as const,
			resultat: 'Effacé à la demande de la personne',
		};
		const empty = { ...erased, client: '', contenu: null as unknown as string };
		const person = find(
			[aRow({ identifiant: 'own', email: ADDRESS })],
			[
				aDelivery(erased),
				aDelivery({ ...empty, id: 2 }),
				aDelivery({ ...erased, id: 3, type: 'x' }),
			],
		);
		expect(person.deliveries.map(({ id }) => id)).toEqual([3]);
	});
});

describe('a mention', () => {
	test.each([
		['invites', `zoe@example.org, ${ADDRESS}`, 'zoe@example.org, [effacé]'],
		['notes', `Écrire à ${ADDRESS}.`, 'Écrire à [effacé].'],
		['motif_annulation', ADDRESS, '[effacé]'],
		['annule_par', `<${ADDRESS}>`, '<[effacé]>'],
		['lieu', `chez ${ADDRESS}`, 'chez [effacé]'],
		['hote', ADDRESS, '[effacé]'],
		[
			'reponses',
			`[{"question":"Qui ?","answer":"Léa\\n${ADDRESS}","position":0}]`,
			'[{"question":"Qui ?","answer":"Léa\\n[effacé]","position":0}]',
		],
	])('is found in the column %s of an appointment', (column, text, erased) => {
		const row = aRow({ [column]: text });
		expect(find([row]).mentions.appointments).toEqual([{ row, erased: { [column]: erased } }]);
	});

	test('is found in a column the workshop added', () => {
		const row = { ...aRow(), remarque: ADDRESS } as ReturnType<typeof aRow>;
		expect(find([row]).mentions.appointments[0].erased).toEqual({ remarque: '[effacé]' });
	});

	test('is not looked for in what rows are found by', () => {
		const row = { ...aRow({ identifiant: ADDRESS }), createdAt: ADDRESS };
		expect(find([row], [aDelivery({ cle: ADDRESS })])).toMatchObject({
			mentions: { appointments: [], deliveries: [] },
		});
	});

	test('is found in content, errors and names of the journal', () => {
		const guest = aDelivery({ id: 2 }, { appointment: { guests: [ADDRESS] }, [ADDRESS]: 1 });
		const failure = aDelivery({
			id: 3,
			evenement: 'erreur',
			contenu: null as unknown as string,
			erreur: `550 <${ADDRESS}>: unknown`,
		});
		const named = aDelivery({ id: 4, client: ADDRESS, contenu: '' });
		expect(find([], [aDelivery(), guest, failure, named]).mentions.deliveries).toEqual([
			{
				row: guest,
				erased: {
					contenu:
						'{"schemaVersion":1,"client":{"email":"zoe@example.org"},"appointment":{"guests":["[effacé]"]},"[effacé]":1}',
				},
			},
			{ row: failure, erased: { erreur: '550 <[effacé]>: unknown' } },
			{ row: named, erased: { client: '[effacé]' } },
		]);
	});

	test('leaves JSON as it was written where it holds none', () => {
		const row = aRow({ reponses: `[ { "answer" : "x${ADDRESS}" } ]` });
		expect(find([row]).mentions.appointments).toEqual([]);
	});

	test('is found in a column of JSON that is none', () => {
		const row = aRow({ reponses: `[{"answer":"${ADDRESS}` });
		expect(find([row]).mentions.appointments[0].erased).toEqual({
			reponses: '[{"answer":"[effacé]',
		});
	});
});

test.each([
	['xyz', 'xyz'],
	['', ''],
	['  \u202eba@\u0000 ', 'ba@'],
	['%@example.com, zoe@example.org', '%@example.com, zoe@example.org'],
	['x'.repeat(200), `${'x'.repeat(79)}…`],
	[null, ''],
	[{ length: 3 }, ''],
])('nothing is found for %j, which is no address', (typed, address) => {
	expect(find([aRow({ email: 'xyz' })], [aDelivery({ client: 'xyz' })], typed)).toEqual({
		address,
		isAddress: false,
		isWorkshop: false,
		appointments: [],
		deliveries: [],
		mentions: { appointments: [], deliveries: [] },
	});
});
