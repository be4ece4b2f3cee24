import fc from 'fast-check';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../../nodes/shared/appointment/row';
import { eventOf, type StoredDelivery } from '../../../nodes/shared/journal/entry';
import { DEFAULT_RETRY_POLICY, retryDecision } from '../../../nodes/shared/journal/unfinished';
import { erasureOf } from '../../../nodes/shared/privacy/erasure';
import { findPerson, type StoredTables } from '../../../nodes/shared/privacy/person';
import {
	ADDRESS,
	aDelivery,
	afterErasure,
	aRow,
	aText,
	HOSTILE_ADDRESSES,
	NOW,
	type Sample,
} from './fixtures.mts';

const erase = (tables: Partial<StoredTables>, address = ADDRESS) =>
	erasureOf(findPerson(address, { appointments: [], deliveries: [], ...tables }));

test('deletes the rows of the person, each once', () => {
	const own = aRow({ identifiant: 'own', email: ADDRESS });
	expect(erase({ appointments: [aRow(), own, { ...own }] })).toEqual({
		deleteAppointments: [{ identifiant: 'own' }],
		patchAppointments: [],
		patchDeliveries: [],
	});
});

test('takes the address out of the rows of others and leaves their other columns alone', () => {
	const row = aRow({ invites: `a@b.fr, ${ADDRESS}`, notes: 'Chêne', lieu: ADDRESS.toUpperCase() });
	expect(erase({ appointments: [row] })).toEqual({
		deleteAppointments: [],
		patchAppointments: [{ identifiant: 'other', invites: 'a@b.fr, [effacé]', lieu: '[effacé]' }],
		patchDeliveries: [],
	});
});

test('anonymises the deliveries of the person and keeps their keys', () => {
	const own = aDelivery({ id: 7, email: ADDRESS, erreur: 'x' });
	const other = aDelivery({ id: 8, erreur: `<${ADDRESS}>` });
	const patch = {
		id: 7,
		client: null,
		type: null,
		quand: null,
		contenu: '',
		erreur: null,
		etat: 'termine',
		resultat: 'Effacé à la demande de la personne',
	};
	expect(erase({ deliveries: [aDelivery(), own, other] }).patchDeliveries).toEqual([
		patch,
		{ id: 8, erreur: '<[effacé]>' },
	]);
});

test.each(['recu', 'en_cours', 'a_reprendre'] as const)(
	'leaves no delivery to work on that was %s',
	(etat) => {
		const tables = { appointments: [], deliveries: [aDelivery({ email: ADDRESS, etat })] };
		const [row] = afterErasure(tables, erase(tables)).deliveries;
		const holders = { process: 'this', held: new Map<string, number>() };
		const decide = (one: StoredDelivery) => retryDecision(one, NOW, DEFAULT_RETRY_POLICY, holders);
		expect(decide(tables.deliveries[0])).not.toBe('wait');
		expect(decide(row)).toBe('wait');
		expect(eventOf(row)).toBeNull();
	},
);

test('does nothing for what is no address', () => {
	const tables = { appointments: [aRow({ email: '%', notes: '%' })], deliveries: [] };
	expect(erase(tables, '%')).toEqual({
		deleteAppointments: [],
		patchAppointments: [],
		patchDeliveries: [],
	});
});

/** Columns that hold text of guests, of servers or of the workshop. */
const TEXT_COLUMNS = APPOINTMENT_COLUMNS.filter(
	(column) => !['identifiant', 'email', 'reponses'].includes(column),
);

interface Sampled<Row> {
	before: Row;
	/** Null where the row is to be deleted. */
	after: Row | null;
}

const OTHERS = ['zoe@example.org', null, 'x@y.fr'];

function anAppointment(address: string): fc.Arbitrary<Sampled<AppointmentRow>> {
	const text = aText(address);
	const columns = fc.dictionary(fc.constantFrom(...TEXT_COLUMNS), text, { maxKeys: 4 });
	const email = fc.constantFrom(address, ...OTHERS, `x${address}`);
	return fc
		.tuple(columns, fc.array(text, { maxLength: 3 }), email)
		.map(([texts, answers, mail]) => ({
			before: anAppointmentOf(texts, answers, mail, 'text'),
			after: mail === address ? null : anAppointmentOf(texts, answers, mail, 'erased'),
		}));
}

function anAppointmentOf(
	texts: Record<string, Sample>,
	answers: readonly Sample[],
	email: string | null,
	which: keyof Sample,
): AppointmentRow {
	const columns = Object.entries(texts).map(([column, sample]) => [column, sample[which]]);
	const reponses = JSON.stringify(
		answers.map((answer) => ({ answer: answer[which], position: 0 })),
	);
	return { ...aRow({ email, reponses }), ...Object.fromEntries(columns) };
}

function aJournalRow(address: string): fc.Arbitrary<Sampled<StoredDelivery>> {
	const text = aText(address);
	const email = fc.constantFrom(address, ...OTHERS);
	return fc.tuple(email, text, text).map(([mail, note, failure]) => {
		const row = (which: keyof Sample) =>
			aDelivery(
				{ email: mail ?? undefined, erreur: failure[which], identifiant: 'unrelated' },
				{ notes: note[which], answers: [{ answer: note[which] }] },
			);
		return { before: row('text'), after: mail === address ? null : row('erased') };
	});
}

test.each(HOSTILE_ADDRESSES)(
	'leaves nothing of %s, and everything else as it was, in any tables',
	(address) => {
		const rows = fc.array(anAppointment(address), { maxLength: 4 });
		const journal = fc.array(aJournalRow(address), { maxLength: 4 });
		fc.assert(
			fc.property(rows, journal, (sampledRows, sampledDeliveries) => {
				const number = <Row extends object>({ before, after }: Sampled<Row>, index: number) => {
					const id = 'cle' in before ? { id: index } : { identifiant: `row-${index}` };
					return { before: { ...before, ...id }, after: after && { ...after, ...id } };
				};
				const numberedRows = sampledRows.map(number);
				const numberedDeliveries = sampledDeliveries.map(number);
				const tables = {
					appointments: numberedRows.map(({ before }) => before),
					deliveries: numberedDeliveries.map(({ before }) => before),
				};
				const left = afterErasure(tables, erase(tables, address));
				expect(left.appointments).toEqual(
					numberedRows.map(({ after }) => after).filter((row) => row !== null),
				);
				for (const [index, { after }] of numberedDeliveries.entries()) {
					expect(left.deliveries[index]).toEqual(after ?? expect.objectContaining({ contenu: '' }));
				}
				expect(erase(left, address)).toEqual(erase({}, address));
			}),
		);
	},
);
