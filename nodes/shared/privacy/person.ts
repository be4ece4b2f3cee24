import type { AppointmentRow } from '../appointment/row';
import type { StoredDelivery } from '../journal/entry';
import { capLine, cleanLine } from '../text/clean';
import { asFields } from '../text/fields';
import { parseJson } from '../text/json';
import { AddressMatcher } from './address';
import { isAnonymised } from './anonymised';
import { erasedColumns } from './columns';

/** What somebody typed instead of an address is shown this far. */
const MAX_SHOWN = 80;

/** All rows of the tables that hold personal data. */
export interface StoredTables {
	appointments: readonly AppointmentRow[];
	deliveries: readonly StoredDelivery[];
}

/** A row of another person in which the address occurs. */
export interface Mention<Row> {
	row: Row;
	/** The columns in which it does, as they read without it. */
	erased: Record<string, string>;
}

/** What is stored of one mail address. */
export interface Person {
	/** As typed, trimmed; cleaned and capped when it is no address. */
	address: string;
	isAddress: boolean;
	/** Whether it is one of the workshop's own, which stand in nearly every row: nothing is searched. */
	isWorkshop: boolean;
	/** Rows whose `email` it is. */
	appointments: AppointmentRow[];
	/** Deliveries about this client or one of these appointments, except those erased before. */
	deliveries: StoredDelivery[];
	mentions: {
		appointments: Array<Mention<AppointmentRow>>;
		deliveries: Array<Mention<StoredDelivery>>;
	};
}

/**
 * Finds what is stored of a mail address: the rows of the person and the rows of others that mention
 * the address. Addresses compare as a whole and without regard to case.
 *
 * @param typed the address as a person typed it; nothing is found for what is none
 * @param workshop addresses of the workshop itself, for which nothing is found either
 */
export function findPerson(
	typed: unknown,
	tables: StoredTables,
	workshop: readonly string[] = [],
): Person {
	const address = AddressMatcher.of(typed);
	if (address === null) return nobody(typed);
	if (workshop.some((own) => address.equals(own))) {
		return { ...nobody(typed), address: address.address, isAddress: true, isWorkshop: true };
	}
	return personOf(address, tables);
}

function nobody(typed: unknown): Person {
	return {
		address: typeof typed === 'string' ? capLine(cleanLine(typed), MAX_SHOWN) : '',
		isAddress: false,
		isWorkshop: false,
		appointments: [],
		deliveries: [],
		mentions: { appointments: [], deliveries: [] },
	};
}

function personOf(address: AddressMatcher, tables: StoredTables): Person {
	const isOwn = ({ email }: AppointmentRow) => address.equals(email);
	const appointments = tables.appointments.filter(isOwn);
	const ids = new Set(appointments.map(({ identifiant }) => identifiant));
	const deliveries = tables.deliveries.filter(
		(row) => !isAnonymised(row) && (ids.has(row.identifiant) || isAbout(row, address)),
	);
	const own = new Set<object>([...appointments, ...deliveries]);
	return {
		address: address.address,
		isAddress: true,
		isWorkshop: false,
		appointments,
		deliveries,
		mentions: {
			appointments: mentionsIn(tables.appointments, own, address),
			deliveries: mentionsIn(tables.deliveries, own, address),
		},
	};
}

/** By the client of the stored event, of whatever version of the contract. */
function isAbout({ contenu }: StoredDelivery, address: AddressMatcher): boolean {
	return address.equals(asFields(asFields(parseJson(contenu)).client).email);
}

function mentionsIn<Row extends object>(
	rows: readonly Row[],
	own: ReadonlySet<object>,
	address: AddressMatcher,
): Array<Mention<Row>> {
	return rows
		.filter((row) => !own.has(row))
		.map((row) => ({ row, erased: erasedColumns(row, address) }))
		.filter(({ erased }) => Object.keys(erased).length > 0);
}
