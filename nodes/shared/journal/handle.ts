import {
	CLIENT_SENT_COLUMN,
	clientMailOf,
	SENT_COLUMN,
	type AnnouncingClientMail,
	type MailKind,
} from '../appointment/announcement';
import {
	ANNOUNCEMENTS,
	applyEvent,
	confirmed,
	previousOf,
	storedFor,
	type Announcements,
	type AppointmentTable,
} from '../appointment/applyEvent';
import type { PreviousAppointment } from '../appointment/change';
import type { AppointmentEvent } from '../appointment/event';
import { outcomeOf } from '../appointment/outcome';
import type { AppointmentRow } from '../appointment/row';
import { NBSP, quoted } from '../french/typography';
import type { Settings } from '../settings/settings';
import { sortBatch } from './batch';
import { eventOf, NO_RECIPIENT, type StoredDelivery } from './entry';

/** Columns of a journal row that change, found by its number. */
export type JournalPatch = Partial<StoredDelivery> & { id: number };

/** Kinds of mails as the workshop's flow names them; the columns `envoye_<kind>_le` say when one left. */
const MAIL_NAMES = {
	created: 'nouveau',
	rescheduled: 'deplace',
	canceled: 'annule',
	confirmation: 'confirmation',
	client_rescheduled: 'deplacement',
	client_canceled: 'annulation',
} as const satisfies Record<MailKind | AnnouncingClientMail, string>;
type MailName = (typeof MAIL_NAMES)[keyof typeof MAIL_NAMES];

/** Whether a mail goes to the workshop; the others go to the client. */
export function isWorkshopMail(name: unknown): boolean {
	return (
		name === MAIL_NAMES.created || name === MAIL_NAMES.rescheduled || name === MAIL_NAMES.canceled
	);
}

/** What opens something, and what no step of the workshop's flow needs. */
const WITHHELD = [
	'annonces_depuis',
	'conservation_rendez_vous_mois',
	'conservation_journal_jours',
	'jeton_agenda',
] as const satisfies ReadonlyArray<keyof Settings>;

/** Settings a step of the workshop's flow may need. */
type StepSettings = Omit<Settings, (typeof WITHHELD)[number]>;

/**
 * One turn of the workshop's flow: a mail to send, or a fact to put down without one. Flat: the columns
 * of the appointment as they stand after the fact, the settings, and the following.
 */
export interface Announcement {
	/** Number of the delivery in the journal. */
	numero: number;
	/** What the workshop is told by this fact, whether the mail is sent now or left before; or ''. */
	annonce: 'nouveau' | 'deplace' | 'annule' | '';
	/** The mail to send now; '' for none. */
	courriel: MailName | '';
	/** Output of « Quel courriel ? »: the place of that mail among the six, 6 for none. */
	sortie: number;
	/** Recipients and sender of that mail. */
	a: string;
	de: string;
	/** Column of the appointment that says when that mail left; '' for none. */
	marque: string;
	/** `etat` of the delivery once this turn is done. */
	suite: 'termine' | 'en_cours';
	/** One sentence for the journal, true once the fact is done. */
	resultat: string;
	/** When its log lines were written, UTC; null while they are owed. */
	log_le: string | null;
	evenement: AppointmentEvent;
	/** What a rescheduled appointment was before, when its time is known. */
	avant: PreviousAppointment | null;
}

/** One item of the loop, as the workflow gets it. */
export type AnnouncementItem = AppointmentRow & StepSettings & Announcement;

/** What a round makes of the deliveries it took. */
export interface HandledBatch {
	/** Rows of appointments nobody knew, to be inserted as one list; none where others may insert, too. */
	newAppointments: AppointmentRow[];
	/** Columns to write into the appointments, one entry per row, matched on `identifiant`. */
	appointments: AppointmentRow[];
	/** Deliveries that are not announced now: repetitions, what nobody can read, what has to wait. */
	journal: JournalPatch[];
	/** All others, in the order they came; each ends with an entry whose `suite` is `termine`. */
	announcements: AnnouncementItem[];
}

/** What a round works from. */
export interface TakenBatch {
	/** The journal rows this execution took. */
	taken: readonly StoredDelivery[];
	/** Journal rows about the same appointments, those taken among them or not. */
	known: readonly StoredDelivery[];
	/** Rows of the appointments the deliveries concern. */
	rows: readonly AppointmentRow[];
	settings: Settings;
	/**
	 * Whether one process runs all rounds, one after the other. Then nobody else is at work on the same
	 * appointments, a row that was not found when the round read is not there, and inserting a list
	 * costs a fraction of looking for each row again.
	 */
	isSingleProcess: boolean;
	now: Date;
}

/**
 * Applies the deliveries of a round in the order they came, each to what the ones before it left behind,
 * and says what is to be written and announced. A delivery nobody can read (damaged by hand) is put back
 * for the relance and harms no other.
 */
export function handleBatch(batch: TakenBatch): HandledBatch {
	const { taken, known, rows, settings, isSingleProcess, now } = batch;
	const table: AppointmentTable = new Map(rows.map((row) => [row.identifiant, row]));
	const written: AppointmentTable = new Map();
	const { handled, duplicates, postponed } = sortBatch(taken, known, isSingleProcess);
	const journal = [
		...duplicates.map(({ copy, first }) => asDuplicate(copy, first, now)),
		...postponed.map(({ delivery, held }) => asPostponed(delivery, held, now)),
	];
	const announcements: AnnouncementItem[] = [];
	for (const delivery of handled) {
		const turns = turnsOf({ delivery, table, written, settings, now });
		if (turns === null) journal.push(asUnreadable(delivery, now));
		else if (isForNobody(turns)) journal.push(asWaiting(delivery, now));
		else announcements.push(...turns);
	}
	const stored = new Set(rows.map(({ identifiant }) => identifiant));
	const isNew = ({ identifiant }: AppointmentRow) => isSingleProcess && !stored.has(identifiant);
	const all = [...written.values()];
	return {
		newAppointments: all.filter(isNew).map((row) => ({ etat: 'confirme', ...row })),
		appointments: all.filter((row) => !isNew(row)),
		journal,
		announcements: announcements.map((turn) => withMover(turn, table)),
	};
}

/** Who moved it and why is told with the old half, which may come later in the same round. */
function withMover(turn: AnnouncementItem, table: AppointmentTable): AnnouncementItem {
	const { avant } = turn;
	if (avant === null || avant.by !== null || avant.reason !== null) return turn;
	const { by, byType, reason } = previousOf(table.get(avant.id ?? '') ?? null) ?? avant;
	return { ...turn, avant: { ...avant, by, byType, reason } };
}

interface Application {
	delivery: StoredDelivery;
	event: AppointmentEvent;
	table: AppointmentTable;
	written: AppointmentTable;
	settings: Settings;
	now: Date;
}

/** Null where nobody can read the delivery; that parts of its event are missing shows as it is applied. */
function turnsOf(delivered: Omit<Application, 'event'>): AnnouncementItem[] | null {
	const event = eventOf(delivered.delivery);
	try {
		return event === null ? null : applyDelivery({ ...delivered, event });
	} catch {
		return null;
	}
}

function applyDelivery(application: Application): AnnouncementItem[] {
	const { delivery, event, table, written, settings, now } = application;
	const wanted = wantedOf(delivery);
	const own = table.get(event.appointment.id) ?? null;
	const applied = applyEvent(event, storedFor(event, table), wanted);
	const clientMail =
		settings.courriels_client && wanted !== 'never' ? clientMailOf(event, own, now) : null;
	for (const patch of applied.rows) {
		written.set(patch.identifiant, { ...written.get(patch.identifiant), ...patch });
		table.set(patch.identifiant, confirmed({ ...table.get(patch.identifiant), ...patch }, event));
	}
	const fact = factOf(application, applied.previous, {
		annonce: announcedBy(event, applied, delivery),
		resultat: outcomeOf(applied, event.source),
	});
	const mails = [
		applied.mail && mailTurn(fact, applied.mail, settings.destinataire, SENT_COLUMN),
		clientMail && mailTurn(fact, clientMail, event.client.email ?? '', CLIENT_SENT_COLUMN),
	].filter((turn) => turn !== null);
	markAsSent(event.appointment.id, mails, table, now);
	const turns = mails.length > 0 ? mails : [fact];
	return turns.map((turn, index) => ({
		...turn,
		suite: index === turns.length - 1 ? 'termine' : 'en_cours',
	}));
}

function wantedOf({ courriels }: StoredDelivery): Announcements {
	return ANNOUNCEMENTS.find((wanted) => wanted === courriels) ?? 'due';
}

/** A fact whose mail left in an attempt before that was cut off is announced all the same. */
function announcedBy(
	event: AppointmentEvent,
	{ mail, silence }: ReturnType<typeof applyEvent>,
	{ essais }: StoredDelivery,
): Announcement['annonce'] {
	if (mail !== null) return MAIL_NAMES[mail];
	const isRetry = silence === 'already_announced' && essais > 0;
	const { action } = event;
	const isAnnounced = action === 'created' || action === 'rescheduled' || action === 'canceled';
	return isRetry && isAnnounced ? MAIL_NAMES[action] : '';
}

function factOf(
	{ delivery, event, table, settings }: Application,
	avant: PreviousAppointment | null,
	told: Pick<Announcement, 'annonce' | 'resultat'>,
): AnnouncementItem {
	return {
		...(table.get(event.appointment.id) ?? { identifiant: event.appointment.id }),
		...stepSettings(settings),
		...told,
		numero: delivery.id,
		courriel: '',
		sortie: Object.values(MAIL_NAMES).length,
		a: '',
		de: `${settings.nom_expediteur} <${settings.expediteur}>`,
		marque: '',
		suite: 'termine',
		log_le: delivery.log_le ?? null,
		evenement: event,
		avant,
	};
}

function stepSettings(settings: Settings): StepSettings {
	const isGiven = ([name]: [string, unknown]) => !WITHHELD.some((withheld) => withheld === name);
	return Object.fromEntries(Object.entries(settings).filter(isGiven)) as unknown as StepSettings;
}

function mailTurn<Kind extends keyof typeof MAIL_NAMES>(
	fact: AnnouncementItem,
	kind: Kind,
	recipient: string,
	columns: Record<Kind, string>,
): AnnouncementItem {
	const courriel = MAIL_NAMES[kind];
	const sortie = Object.values(MAIL_NAMES).indexOf(courriel);
	return { ...fact, courriel, sortie, a: recipient, marque: columns[kind] };
}

/** In memory only: a later delivery of the same round must not announce the same again. */
function markAsSent(
	id: string,
	mails: readonly AnnouncementItem[],
	table: AppointmentTable,
	now: Date,
): void {
	const row = table.get(id);
	if (row === undefined) return;
	const marks = mails.map(({ marque }) => [marque, now.toISOString()]);
	table.set(id, { ...row, ...Object.fromEntries(marks) });
}

/**
 * A repetition says of its client what the row it repeats says: where that person was erased meanwhile,
 * Calendly's late copy must not bring the name back.
 */
function asDuplicate({ id }: StoredDelivery, first: StoredDelivery, now: Date): JournalPatch {
	const { client, type, quand } = first;
	return {
		id,
		etat: 'doublon',
		resultat: `Déjà reçu${NBSP}: rien à refaire`,
		client: client ?? null,
		type: type ?? null,
		quand: quand ?? null,
		contenu: '',
		termine_le: now.toISOString(),
	};
}

/** What another execution holds for longer than this is not done within the second. */
const SHORTLY_MS = 10_000;

/** Given back for the next round, a second later; for the relance where the other one lasts. */
function asPostponed({ id }: StoredDelivery, held: StoredDelivery, now: Date): JournalPatch {
	const heldFor = now.getTime() - Date.parse(held.essai_le ?? held.recu_le);
	if (heldFor < SHORTLY_MS) return { id, etat: 'recu', execution: null };
	return { id, etat: 'a_reprendre', essai_le: now.toISOString(), execution: null };
}

/** Whether one of its mails has no recipient: the setting cannot be used, and nobody else is written to. */
function isForNobody(turns: readonly AnnouncementItem[]): boolean {
	return turns.some(({ courriel, a }) => isWorkshopMail(courriel) && a === '');
}

function asWaiting({ id }: StoredDelivery, now: Date): JournalPatch {
	return { id, etat: 'a_reprendre', essai_le: now.toISOString(), erreur: NO_RECIPIENT };
}

function asUnreadable({ id }: StoredDelivery, now: Date): JournalPatch {
	return {
		id,
		etat: 'a_reprendre',
		essai_le: now.toISOString(),
		erreur: `La colonne ${quoted('contenu')} de cette ligne ne se lit plus.`,
	};
}
