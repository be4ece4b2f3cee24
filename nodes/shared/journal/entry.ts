import { SCHEMA_VERSION, type AppointmentEvent } from '../appointment/event';
import { NBSP, quoted } from '../french/typography';
import { isFields } from '../text/fields';
import { parseJson } from '../text/json';

/** Data table of the accepted deliveries. */
export const JOURNAL_TABLE = 'archimeuble_journal';

/**
 * `etat` of a delivery: stored (`recu`), being handled by an execution (`en_cours`), to be tried
 * again (`a_reprendre`), done (`termine`), the repetition of another (`doublon`), given up (`echec`).
 */
export type DeliveryState = 'recu' | 'en_cours' | 'a_reprendre' | 'termine' | 'doublon' | 'echec';

/** One accepted delivery, as stored before Calendly gets its answer. */
export interface JournalEntry {
	/** Idempotency key. */
	cle: string;
	identifiant: string;
	evenement: string;
	action: string;
	etat: DeliveryState;
	client: string | null;
	type: string | null;
	quand: string | null;
	/** When the delivery reached us, UTC. */
	recu_le: string;
	/** Attempts so far that did not end well. */
	essais: number;
	/** The normalised event as JSON: what a later attempt works from. */
	contenu: string;
	/**
	 * Which process received it, and later took it, where that process runs its executions itself: then
	 * nobody else can be at work on it, and once the process is gone, nobody is. Empty in queue mode.
	 */
	processus?: string | null;
}

/** A delivery as read back from the table. */
export interface StoredDelivery extends JournalEntry {
	id: number;
	execution?: string | null;
	/** When the last attempt began or failed, UTC. */
	essai_le?: string | null;
	erreur?: string | null;
	resultat?: string | null;
	/** Which mails a replay wants: `due` (also when empty), `never` or `again`. */
	courriels?: string | null;
	/** When the log lines were written, UTC. */
	log_le?: string | null;
	termine_le?: string | null;
}

/** Columns of the table with n8n's data types, in the order the workshop sees them. */
export const JOURNAL_COLUMNS = {
	recu_le: 'string',
	evenement: 'string',
	action: 'string',
	etat: 'string',
	resultat: 'string',
	client: 'string',
	type: 'string',
	quand: 'string',
	erreur: 'string',
	essais: 'number',
	essai_le: 'string',
	log_le: 'string',
	termine_le: 'string',
	courriels: 'string',
	execution: 'string',
	processus: 'string',
	identifiant: 'string',
	cle: 'string',
	contenu: 'string',
} as const;

/** `erreur` of a delivery whose mail waits for a recipient: until the setting is put right, however long. */
export const NO_RECIPIENT = `Réglage ${quoted('destinataire')}${NBSP}: aucune adresse utilisable, le courriel attend.`;

/** `evenement` of the rows the error workflow writes. */
const FAILURE_EVENT = 'erreur';
/** `evenement` of the rows about a recipient a mail did not reach. */
export const UNDELIVERED_EVENT = 'non_remis';
/** `evenement` of the rows that count refused requests. */
export const REFUSAL_EVENT = 'refus';
/** `evenement` of the rows about agendas that left. */
export const AGENDA_EVENT = 'agenda';
/** `evenement` and `cle` of the one row that holds the last check of the subscription. */
export const SUBSCRIPTION_EVENT = 'liaison';

/** What the workflows note besides deliveries; the last two tell of purges and erasures. */
export const NOTED_EVENTS: readonly string[] = [
	...[FAILURE_EVENT, UNDELIVERED_EVENT, REFUSAL_EVENT, AGENDA_EVENT, SUBSCRIPTION_EVENT],
	...['purge', 'rgpd'],
];

/** Whether a row of the journal is a delivery: to the others `echec` means something else. */
export function isDelivery({ evenement }: Partial<StoredDelivery>): boolean {
	return !NOTED_EVENTS.includes(evenement ?? '');
}

/** Whether a row of the journal tells of a workflow that failed. */
export function isFailure({ evenement }: Partial<StoredDelivery>): boolean {
	return evenement === FAILURE_EVENT;
}

/** Whether a row of the journal tells of a recipient a mail did not reach. */
export function isUndelivered({ evenement }: Partial<StoredDelivery>): boolean {
	return evenement === UNDELIVERED_EVENT;
}

/** The flat row that is stored before answering; needs no expression on the way. */
export function journalEntry(event: AppointmentEvent, processus = ''): JournalEntry {
	return {
		cle: event.idempotencyKey,
		identifiant: event.appointment.id,
		evenement: event.event,
		action: event.action,
		etat: 'recu',
		client: event.client.name ?? event.client.email,
		type: event.appointment.type,
		quand: event.display.dateTime,
		recu_le: event.receivedAt,
		essais: 0,
		processus,
		contenu: JSON.stringify({ ...event, raw: undefined }),
	};
}

/**
 * The event an item carries: the item itself (the trigger's output) or the `contenu` of a journal
 * row. Null when it carries none.
 */
export function eventOf(json: unknown): AppointmentEvent | null {
	if (!isFields(json)) return null;
	if (isEvent(json)) return json;
	const content = parseJson(json.contenu);
	return isEvent(content) ? content : null;
}

/**
 * Every part that is read without looking must be there: a row can be damaged by hand, and a round that
 * breaks at one delivery would keep all others from being handled.
 */
function isEvent(value: unknown): value is AppointmentEvent {
	if (!isFields(value) || value.schemaVersion !== SCHEMA_VERSION) return false;
	const { appointment, client, display, tracking, answers, event, action, receivedAt } = value;
	return (
		isAppointment(appointment) &&
		[client, display, tracking].every(isFields) &&
		[event, action, receivedAt].every((text) => typeof text === 'string') &&
		Array.isArray(answers)
	);
}

function isAppointment(value: unknown): boolean {
	if (!isFields(value)) return false;
	const { id, place, invitees, hosts, guests } = value;
	return (
		typeof id === 'string' &&
		[place, invitees].every(isFields) &&
		[hosts, guests].every((list) => Array.isArray(list))
	);
}
