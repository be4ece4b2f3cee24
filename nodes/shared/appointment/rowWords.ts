import { asMailAddress } from '../text/address';
import { asFields, asLine, asNumber, asText, asWordOf, type Fields } from '../text/fields';
import { parseJson } from '../text/json';
import type {
	Answer,
	Appointment,
	Call,
	Ending,
	Host,
	LinkStatus,
	Party,
	Payment,
	PaymentState,
	Place,
	PlaceKind,
	Tracking,
} from './event';

/**
 * How facts of several parts stand in the columns of a stored row, and how they are read back: the
 * workshop reads and filters them, so they are French words and lists; JSON only where questions and
 * answers belong together.
 */

/** `…_cote`, `…_par` of a call, `lieu_choisi_par`; the mails say the same. */
export const PARTIES: Record<Party, string> = { client: 'client', host: 'atelier' };

/** `lieu_nature`, `ancien_lieu_nature`. */
export const PLACE_KINDS: Record<PlaceKind, string> = {
	address: 'Adresse',
	phone: 'Téléphone',
	google_meet: 'Google Meet',
	zoom: 'Zoom',
	goto_meeting: 'GoTo Meeting',
	microsoft_teams: 'Microsoft Teams',
	webex: 'Webex',
	custom: 'Autre',
};

/** `lien_visio_etat` of a link the video service could not make. */
export const LINK_FAILED = 'échec';

const LINK_STATUSES: Record<LinkStatus, string> = {
	pending: 'en attente',
	ready: 'prêt',
	failed: LINK_FAILED,
};

/** `paiement_etat`. */
export const PAYMENT_STATES: Record<PaymentState, string> = { paid: 'payé', failed: 'échoué' };

export function placeColumns({ kind, setBy, status }: Place) {
	return {
		lieu_nature: written(PLACE_KINDS, kind),
		lieu_choisi_par: written(PARTIES, setBy),
		lien_visio_etat: written(LINK_STATUSES, status),
	};
}

export function placeFrom(fields: Fields): Place {
	return {
		kind: read(PLACE_KINDS, fields.lieu_nature),
		setBy: read(PARTIES, fields.lieu_choisi_par),
		status: read(LINK_STATUSES, fields.lien_visio_etat),
	};
}

export function callColumns(call: Call | null) {
	return {
		appel_par: written(PARTIES, call?.by ?? null),
		appel_numero: call?.number ?? null,
		appel_consignes: call?.instructions ?? null,
	};
}

/** Null where the place became another since: a webhook that names it does not empty these columns. */
export function callFrom(fields: Fields): Call | null {
	const by = read(PARTIES, fields.appel_par);
	if (by === null || placeFrom(fields).kind !== 'phone') return null;
	return {
		by,
		number: asLine(fields.appel_numero),
		instructions: asText(fields.appel_consignes),
	};
}

/**
 * Two lists in the same order; a name has no comma there, and who has none stands there by the
 * address.
 */
export function hostColumns(hosts: readonly Host[]) {
	if (hosts.length === 0) return { hote: null, hote_email: null };
	return {
		hote: hosts.map(({ name, email }) => withoutCommas(name ?? email ?? '')).join(', '),
		hote_email: hosts.map(({ email }) => email ?? '').join(', '),
	};
}

export function hostsFrom(fields: Fields): Host[] {
	const names = listed(fields.hote);
	const addresses = listed(fields.hote_email);
	return names
		.map((name, index) => hostFrom(name, addresses[index]))
		.filter(({ name, email }) => name !== null || email !== null);
}

function hostFrom(text: string, address: unknown): Host {
	const own = asMailAddress(text);
	return {
		name: own === null ? asLine(text) : null,
		email: asMailAddress(address) ?? own,
		uri: null,
	};
}

/** Who cancelled an appointment or moved it away, and why. What is not known is left out. */
export function endingColumns({ by, byType, reason }: Ending) {
	return {
		annule_par: by,
		annule_cote: written(PARTIES, byType),
		motif_annulation: reason,
	};
}

export function endingFrom(fields: Fields): Ending {
	return {
		by: asLine(fields.annule_par),
		byType: read(PARTIES, fields.annule_cote),
		reason: asText(fields.motif_annulation),
	};
}

/** Who made an appointment by moving another, and why. */
export function moveFrom(fields: Fields): Ending {
	return {
		by: asLine(fields.deplace_par),
		byType: read(PARTIES, fields.deplace_cote),
		reason: asText(fields.motif_deplacement),
	};
}

export function paymentColumns(payment: Payment | null) {
	return {
		paiement_etat: written(PAYMENT_STATES, payment?.state ?? null),
		paiement_montant: numeral(payment?.amount ?? null),
		paiement_devise: payment?.currency ?? null,
		paiement_prestataire: payment?.provider ?? null,
		paiement_conditions: payment?.terms ?? null,
		paiement_reference: payment?.externalId ?? null,
	};
}

export function paymentFrom(fields: Fields): Payment | null {
	const payment = {
		state: read(PAYMENT_STATES, fields.paiement_etat),
		amount: numberFrom(fields.paiement_montant),
		currency: asLine(fields.paiement_devise),
		provider: asLine(fields.paiement_prestataire),
		terms: asText(fields.paiement_conditions),
		externalId: asLine(fields.paiement_reference),
	};
	return Object.values(payment).every((fact) => fact === null) ? null : payment;
}

export function limitColumns({ limit }: Appointment['invitees']) {
	return { places_max: numeral(limit) };
}

/** Only the booking itself is authority on it: later deliveries count without those who left. */
export function takenColumns({ active }: Appointment['invitees']) {
	return { places_prises: numeral(active) };
}

export function placesFrom(fields: Fields): Appointment['invitees'] {
	return { active: numberFrom(fields.places_prises), limit: numberFrom(fields.places_max) };
}

/** Without Salesforce's identifier: the workshop has none. */
export function campaignColumns(tracking: Tracking) {
	return {
		campagne: tracking.utmCampaign,
		campagne_source: tracking.utmSource,
		campagne_support: tracking.utmMedium,
		campagne_contenu: tracking.utmContent,
		campagne_terme: tracking.utmTerm,
	};
}

export function campaignFrom(fields: Fields): Tracking {
	return {
		utmCampaign: asLine(fields.campagne),
		utmSource: asLine(fields.campagne_source),
		utmMedium: asLine(fields.campagne_support),
		utmContent: asLine(fields.campagne_contenu),
		utmTerm: asLine(fields.campagne_terme),
		salesforceUuid: null,
	};
}

/** The answers of the column `reponses`, a list in JSON; none where it cannot be read. */
export function answersFrom({ reponses }: { reponses?: unknown }): Answer[] {
	if (typeof reponses !== 'string' || reponses === '') return [];
	const answers = parseJson(reponses);
	return Array.isArray(answers) ? answers.map(answerFrom).filter((answer) => answer !== null) : [];
}

function answerFrom(value: unknown, index: number): Answer | null {
	const { question, answer, position } = asFields(value);
	const text = asText(answer);
	if (text === null) return null;
	return { question: asLine(question) ?? '', answer: text, position: asNumber(position) ?? index };
}

function written<Word extends string>(words: Record<Word, string>, word: Word | null) {
	return word === null ? null : words[word];
}

function read<Word extends string>(words: Record<Word, string>, value: unknown): Word | null {
	const inverse = Object.entries<string>(words).map(([word, french]) => [french, word as Word]);
	return asWordOf<Word>(Object.fromEntries(inverse) as Record<string, Word>, asLine(value));
}

function numeral(value: number | null): string | null {
	return value === null ? null : String(value);
}

function numberFrom(value: unknown): number | null {
	const text = asLine(value);
	return text === null ? null : asNumber(Number(text));
}

/** The places of a list, empty ones too, because two lists belong together by their order. */
function listed(value: unknown): string[] {
	return (asLine(value) ?? '').split(',').map((text) => text.trim());
}

function withoutCommas(name: string): string {
	return name.replace(/ *,[, ]*/g, ' ').trim();
}
