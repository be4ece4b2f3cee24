import { NBSP, quoted } from '../french/typography';
import { capLine } from '../text/clean';
import { asFields, asLine } from '../text/fields';
import { isUndelivered, UNDELIVERED_EVENT, type JournalEntry, type StoredDelivery } from './entry';

/** What a server says of an address is one line; a longer one is cut. */
const MAX_REASON = 300;

/** A row of the journal about one recipient a mail did not reach, though it reached others. */
export interface UndeliveredEntry extends Omit<JournalEntry, 'contenu'> {
	/** Names the address: « Non remis à lea@atelier.exmple ». */
	resultat: string;
	/** What the mail server said. */
	erreur: string;
}

/**
 * The recipients a mail did not reach. A server that takes a mail for some of them only counts as
 * success, for nodemailer (https://nodemailer.com/smtp#message-response, `rejected`) and for n8n.
 *
 * @param sent what the Send Email node gave
 * @param about the announcement the mail was about, empty where it was about none
 */
export function undeliveredEntries(sent: unknown, about: unknown, now: Date): UndeliveredEntry[] {
	const { rejected, rejectedErrors, messageId } = asFields(sent);
	if (!Array.isArray(rejected)) return [];
	const { identifiant, client, type, quand } = asFields(about);
	const at = now.toISOString();
	return rejected.map(addressOf).map((address) => ({
		cle: `${UNDELIVERED_EVENT}:${asLine(messageId) ?? at}:${address}`,
		identifiant: asLine(identifiant) ?? '',
		evenement: UNDELIVERED_EVENT,
		action: UNDELIVERED_EVENT,
		etat: 'echec',
		resultat: `Non remis à ${address}`,
		client: asLine(client),
		type: asLine(type),
		quand: asLine(quand),
		erreur: reasonOf(address, rejectedErrors),
		recu_le: at,
		essais: 0,
	}));
}

/** nodemailer gives texts, and objects where a caller did. */
function addressOf(recipient: unknown): string {
	return asLine(recipient) ?? asLine(asFields(recipient).address) ?? 'adresse inconnue';
}

function reasonOf(address: string, errors: unknown): string {
	const all = Array.isArray(errors) ? errors.map(asFields) : [];
	const own = all.find(({ recipient }) => recipient === address) ?? all.at(0);
	const said = asLine(own?.response) ?? asLine(own?.message);
	return capLine(said ?? 'Adresse refusée par le serveur de courriel.', MAX_REASON);
}

/** What the alert says of the recipients a mail did not reach, each once. */
export function undeliveredMessage(entries: readonly unknown[]): string {
	const told = entries.map(asFields).map(({ resultat, erreur }) => {
		return [asLine(resultat) ?? 'Non remis', asLine(erreur) ?? ''].filter(Boolean).join(COLON);
	});
	return `Un courriel n’est pas arrivé à tous ses destinataires. ${[...new Set(told)].join(' – ')}. Les autres l’ont reçu. Corriger le réglage ${quoted('destinataire')} dans la table archimeuble_reglages.`;
}

const COLON = `${NBSP}: `;

/** How « Erreurs » notes an alert that did not reach all. */
const ALERT_EXCEPT = 'Alerte envoyée, sauf à ';

/** « Non remis à … », of a row of the journal that tells of a recipient a mail did not reach; else null. */
export function undeliveredOf(row: Partial<StoredDelivery>): string | null {
	const result = asLine(row.resultat) ?? '';
	if (isUndelivered(row)) return result || 'Non remis';
	return result.startsWith(ALERT_EXCEPT)
		? `Non remis à ${result.slice(ALERT_EXCEPT.length)}`
		: null;
}
