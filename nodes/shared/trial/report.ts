import { MIN_SECRET_LENGTH } from '../calendly/signingSecret';
import type { AppointmentRow } from '../appointment/row';
import type { SubscriptionReport } from '../calendly/api/report';
import { NARROW_NBSP, NBSP, quoted } from '../french/typography';
import type { DeliveryState, StoredDelivery } from '../journal/entry';
import { cleanLine } from '../text/clean';
import type { TrialAnswer } from './delivery';

/** One line of the result, in words for the workshop. */
export interface TrialLine {
	essai: string;
	resultat: 'ça marche' | 'à faire' | 'facultatif' | 'non essayé';
	detail: string;
}

/** What the steps of « Essai » found. */
export interface TrialFacts {
	/** Whom the test mail was for, and what the mail server said where it did not take it. */
	mail: { recipient: string; failure: string | null };
	/** French sentences for settings that cannot be used. */
	refused: readonly string[];
	/** That package and workflows do not fit together; null where they do. */
	misfit: string | null;
	/** Null where the signing secret cannot be used, with the reason. */
	answer: TrialAnswer | null;
	secretFlaw: string | null;
	delivery: Partial<StoredDelivery> | null;
	row: Partial<AppointmentRow> | null;
	/** What the log file holds; null where it cannot be read. */
	log: string | null;
	/** The log file's path. */
	logFile: string;
	/** What Calendly says of the subscription, or why it could not be asked; null without a token. */
	subscription: (Partial<SubscriptionReport> & { error?: string }) | null;
}

/** What works, what does not, and what to do: one line each, in the order of the way of a booking. */
export function trialReport(facts: TrialFacts): TrialLine[] {
	return [
		mailLine(facts),
		secretLine(facts),
		answerLine(facts),
		...(facts.delivery === null
			? []
			: [deliveryLine(facts.delivery), rowLine(facts), logLine(facts)]),
		addressLine(facts),
		subscriptionLine(facts),
		...settingLines(facts),
		...(isErased(facts) ? [] : [todo('Nettoyage', STILL_THERE)]),
	];
}

const works = (essai: string, detail: string): TrialLine => ({
	...{ essai, resultat: 'ça marche', detail },
});
const todo = (essai: string, detail: string): TrialLine => ({
	...{ essai, resultat: 'à faire', detail },
});

const ENDED: ReadonlyArray<DeliveryState | undefined> = ['termine', 'doublon', 'echec'];

const SMTP = quoted('SMTP ArchiMeuble');
const SIGNATURE = quoted('Signature Calendly ArchiMeuble');
const RENDEZ_VOUS = quoted('ArchiMeuble – Rendez-vous');
const STILL_THERE = `Le message d’essai est encore en cours${NARROW_NBSP}; relancer cet essai dans quelques minutes l’effacera.`;

function mailLine({ mail: { recipient, failure } }: TrialFacts): TrialLine {
	const name = 'Courriel d’essai';
	if (failure === null) {
		return works(
			name,
			`Le serveur d’envoi l’a accepté pour ${recipient}. S’il n’arrive pas, regarder dans les indésirables.`,
		);
	}
	return todo(
		name,
		`Le serveur d’envoi l’a refusé (${cleanLine(failure)}). Vérifier l’identifiant ${SMTP}${NBSP}: serveur, port, compte, mot de passe${NARROW_NBSP}; puis les réglages ${quoted('expediteur')} et ${quoted('destinataire')}.`,
	);
}

function secretLine({ secretFlaw }: TrialFacts): TrialLine {
	const name = 'Clé de signature';
	if (secretFlaw === null) return works(name, 'Elle est là et assez longue.');
	return todo(
		name,
		`L’identifiant ${SIGNATURE} ne peut pas servir. Y mettre une clé d’au moins ${MIN_SECRET_LENGTH} caractères, inventée, sans espace autour.`,
	);
}

function answerLine({ answer }: TrialFacts): TrialLine {
	const name = 'Message signé, envoyé à notre adresse';
	if (answer === null)
		return { essai: name, resultat: 'non essayé', detail: 'Sans clé, pas de signature.' };
	if (answer.statut === 200) return works(name, `Accepté par ${answer.url}.`);
	return todo(name, answerFault(answer));
}

function answerFault({ statut, url }: TrialAnswer): string {
	switch (statut) {
		case null:
			return `Personne ne répond à ${url}. Vérifier l’adresse publique de n8n (N8N_WEBHOOK_URL) et le serveur placé devant lui.`;
		case 401:
			return `Refusé${NBSP}: le nœud ${quoted('Calendly')} attend une autre clé que celle de l’identifiant ${SIGNATURE}. Choisir le même identifiant aux deux endroits.`;
		case 404:
			return `Personne n’écoute à ${url}${NBSP}: publier le flux ${RENDEZ_VOUS}.`;
		case 500:
			return `Le message n’a pas pu être enregistré${NBSP}: lancer le flux ${quoted('ArchiMeuble – Installation')}, qui crée les tables, puis regarder ${quoted('Executions')}.`;
		default:
			return `Réponse ${statut} de ${url}. Vérifier le serveur placé devant n8n.`;
	}
}

function deliveryLine(delivery: Partial<StoredDelivery>): TrialLine {
	const name = `Courriel ${quoted('nouveau')}`;
	if (delivery.etat === 'termine') return works(name, 'Composé et envoyé.');
	const why = delivery.erreur ? ` (${cleanLine(delivery.erreur)})` : '';
	return todo(
		name,
		`Pas encore parti${why}. Ce qui est reçu est gardé et réessayé${NARROW_NBSP}; le tableau de bord dit quand il part.`,
	);
}

function rowLine({ row }: TrialFacts): TrialLine {
	const name = 'Rendez-vous enregistré';
	return row === null
		? todo(
				name,
				`Il manque dans la table des rendez-vous. Regarder ${quoted('Executions')} du flux ${RENDEZ_VOUS}.`,
			)
		: works(name, `Il était dans la table, pour le ${row.quand ?? 'jour prévu'}.`);
}

function logLine({ log, answer, logFile }: TrialFacts): TrialLine {
	const name = 'Ligne dans le log';
	if (log !== null && answer !== null && log.includes(answer.identifiant))
		return works(name, logFile);
	return todo(
		name,
		`Elle manque dans ${logFile}. Le dossier doit être l’un de ceux où n8n a le droit d’écrire (N8N_RESTRICT_FILE_ACCESS_TO)${NARROW_NBSP}; réglage ${quoted('fichier_log')}.`,
	);
}

function addressLine({ answer }: TrialFacts): TrialLine {
	const name = 'Adresse pour Calendly';
	const url = answer?.url ?? '';
	return /^https:\/\/(?!localhost|127\.|\[)/.test(url)
		? works(name, url)
		: todo(
				name,
				`${url === '' ? 'Inconnue' : url}${NBSP}: Calendly n’envoie qu’à une adresse https, visible d’Internet. La donner à n8n par N8N_WEBHOOK_URL.`,
			);
}

function subscriptionLine({ subscription }: TrialFacts): TrialLine {
	const name = 'Liaison avec Calendly';
	if (subscription === null) {
		return {
			essai: name,
			resultat: 'facultatif',
			detail: `Pas regardée${NBSP}: l’identifiant ${quoted('Jeton Calendly ArchiMeuble')} est vide. Avec un jeton, la liaison se crée et se surveille d’elle-même.`,
		};
	}
	const isWell = subscription.state === 'active' && subscription.needsRepair !== true;
	if (isWell) return works(name, subscription.message ?? '');
	const said = subscription.message ?? cleanLine(subscription.error ?? '');
	return todo(
		name,
		`${said} Vérifier le jeton, puis publier de nouveau le flux ${RENDEZ_VOUS}.`.trim(),
	);
}

function settingLines({ refused, misfit }: TrialFacts): TrialLine[] {
	const flaws = [...refused, ...(misfit === null ? [] : [misfit])];
	return flaws.length === 0
		? [works('Réglages', 'Tous lisibles.')]
		: flaws.map((flaw) => todo('Réglages', flaw));
}

/** The workflow erases what is done with; what is still being handled stays until the next trial. */
function isErased({ delivery }: TrialFacts): boolean {
	return delivery === null || ENDED.includes(delivery.etat);
}
