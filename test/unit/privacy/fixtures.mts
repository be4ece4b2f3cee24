import fc from 'fast-check';
import type { AppointmentRow } from '../../../nodes/shared/appointment/row';
import type { StoredDelivery } from '../../../nodes/shared/journal/entry';
import type { Erasure } from '../../../nodes/shared/privacy/erasure';
import type { StoredTables } from '../../../nodes/shared/privacy/person';

export const NOW = new Date('2026-11-26T10:00:00.000Z');
export const ADDRESS = 'client@example.com';

/** An appointment of somebody else, over since yesterday. */
export function aRow(parts: Partial<AppointmentRow> = {}): AppointmentRow {
	return {
		identifiant: 'other',
		etat: 'confirme',
		client: 'Zoé Müller',
		email: 'zoe@example.org',
		debut: '2026-11-25T09:00:00.000Z',
		...parts,
	};
}

/** A delivery about somebody else; `email` is that of its client. */
export function aDelivery(
	{ email = 'zoe@example.org', ...parts }: Partial<StoredDelivery> & { email?: string } = {},
	more: Record<string, unknown> = {},
): StoredDelivery {
	return {
		id: 1,
		cle: 'key',
		identifiant: 'other',
		evenement: 'invitee.created',
		action: 'created',
		etat: 'termine',
		client: 'Zoé Müller',
		type: 'Visite',
		quand: '25/11/2026 à 10:00 - 10:30',
		recu_le: '2026-11-20T08:00:00.000Z',
		essais: 0,
		contenu: JSON.stringify({ schemaVersion: 1, client: { email }, ...more }),
		erreur: null,
		resultat: 'Courriel envoyé',
		...parts,
	};
}

/** The tables as the workflow leaves them. */
export function afterErasure(
	{ appointments, deliveries }: StoredTables,
	{ deleteAppointments, patchAppointments, patchDeliveries }: Erasure,
): StoredTables {
	const deleted = new Set(deleteAppointments.map(({ identifiant }) => identifiant));
	return {
		appointments: appointments
			.filter(({ identifiant }) => !deleted.has(identifiant))
			.map((row) => ({
				...row,
				...patchAppointments.find(({ identifiant }) => identifiant === row.identifiant),
			})),
		deliveries: deliveries.map(
			(row) => ({ ...row, ...patchDeliveries.find(({ id }) => id === row.id) }) as StoredDelivery,
		),
	};
}

/** Addresses as Calendly lets them through, among them signs that mean something to a RegExp. */
export const HOSTILE_ADDRESSES = [
	ADDRESS,
	'a+b.c@x.fr',
	'$&@x.fr',
	'a|b@x.fr',
	"o'brien@x.fr",
	'^a{2}?@x.fr',
	'ÉLODIE.İ@exämple.fr',
	'名@例え.jp',
];

/** A text in which an address occurs or not, and how it reads once the address is erased. */
export interface Sample {
	text: string;
	erased: string;
}

export function aText(address: string): fc.Arbitrary<Sample> {
	const own = fc
		.constantFrom(address, address.replace(/[a-z]/g, upper), address.replace(/[A-Z]/g, lower))
		.map((variant) => ({ text: variant, erased: '[effacé]' }));
	const others = fc.constantFrom(
		`a${address}`,
		`x.${address}`,
		`x-${address}`,
		`é${address}`,
		`${address}.example`,
		`${address}x`,
		`${address}-x.fr`,
		address.replace('.', 'X'),
		'zoe@example.org',
	);
	const other = fc.oneof(others, fc.string(), fc.string({ unit: 'binary' }));
	const words = fc.array(
		fc.oneof(
			own,
			other.map((text) => ({ text, erased: text })),
		),
		{ maxLength: 6 },
	);
	const separator = fc.constantFrom(' ', ', ', '\n', '<', '>', ' : ', '"', '\\', '; ');
	return fc.tuple(words, separator).map(([parts, between]) => ({
		text: parts.map(({ text }) => text).join(between),
		erased: parts.map(({ erased }) => erased).join(between),
	}));
}

const upper = (text: string) => text.toUpperCase();
const lower = (text: string) => text.toLowerCase();
