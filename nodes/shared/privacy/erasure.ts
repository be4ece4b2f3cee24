import { ANONYMISED } from './anonymised';
import type { Person } from './person';

/** Columns to write, matched on `identifiant`. */
export type AppointmentPatch = { identifiant: string } & Record<string, string>;
/** Columns to write, matched on n8n's `id`. */
export type DeliveryPatch = { id: number } & Record<string, string | number | null>;

/** What erasing a person does to the tables (art. 17 GDPR). */
export interface Erasure {
	/** Rows of the person, to be deleted. */
	deleteAppointments: Array<{ identifiant: string }>;
	/** Rows of others, with the address taken out of them. */
	patchAppointments: AppointmentPatch[];
	/** Deliveries of the person, anonymised, and those of others, with the address taken out. */
	patchDeliveries: DeliveryPatch[];
}

/** Once it is done, nothing is found of the person any more. */
export function erasureOf(person: Person): Erasure {
	const { appointments, deliveries, mentions } = person;
	const ids = new Set(appointments.map(({ identifiant }) => identifiant));
	return {
		deleteAppointments: [...ids].map((identifiant) => ({ identifiant })),
		patchAppointments: mentions.appointments.map(({ row, erased }) => ({
			identifiant: row.identifiant,
			...erased,
		})),
		patchDeliveries: [
			...deliveries.map(({ id }) => ({ id, ...ANONYMISED })),
			...mentions.deliveries.map(({ row, erased }) => ({ id: row.id, ...erased })),
		],
	};
}
