/**
 * What the workshop reads when something failed: what happened, what it means for the clients, what to
 * do. An alert never says that all is well: it cannot know.
 */
import { counted, isPlural } from '../french/numbers';
import { label, NARROW_NBSP, NBSP, quoted } from '../french/typography';
import { cleanLine } from '../text/clean';
import { asFields, asLine } from '../text/fields';
import { failureMessage, type Failure } from './failure';
import { refusalSentence, type RefusalSum } from './refusals';

/** The way out for whoever does not know what to do; every alert ends with it. */
export const FORWARD = `En cas de doute, transférer ce courriel à la personne qui s’occupe de n8n.`;

/** How a message that was given up is handled after all. */
export const REPLAY = `rejouer le message (flux ${quoted('ArchiMeuble – Rejouer')}, ${quoted('prevenir')} à oui)`;

const ONCE_AN_HOUR = `Un flux qui échoue plusieurs fois n’alerte qu’une fois par heure${NARROW_NBSP}; chaque erreur est dans la table archimeuble_journal, état ${quoted('echec')}.`;

/** What a failure of a workflow means for the clients, and what to do. */
interface Meaning {
	clients: string;
	toDo: string;
}

/** By the beginning of the workflow's name: n8n and people add to a copy's. */
const MEANINGS: Readonly<Record<string, Meaning>> = {
	'ArchiMeuble – Rendez-vous': {
		clients: `un rendez-vous peut n’être pas encore enregistré ou annoncé. Un message de Calendly déjà noté au journal est repris chaque minute${NARROW_NBSP}; un autre, Calendly le renvoie pendant 24 heures. Une étape ajoutée derrière ${quoted('Vos étapes')} n’est pas refaite.`,
		toDo: `dans un quart d’heure, ouvrir le tableau de bord${NBSP}: il dit ce qui attend encore. Si l’étape nommée plus bas est une des vôtres, la corriger et faire à la main ce qu’elle devait faire.`,
	},
	'ArchiMeuble – Moteur': {
		clients: `des rendez-vous reçus ne sont pas encore enregistrés ni annoncés. Nouvel essai chaque minute.`,
		toDo: `dans un quart d’heure, ouvrir le tableau de bord${NBSP}: il dit ce qui attend encore.`,
	},
	'ArchiMeuble – Relance': {
		clients: `tant que ce flux échoue, ce qui attend ne repart pas${NBSP}: un rendez-vous peut rester sans courriel.`,
		toDo: `ouvrir le tableau de bord. Si des courriels y attendent, appeler les clients concernés.`,
	},
	'ArchiMeuble – Rattrapage': {
		clients: `un rendez-vous que Calendly n’a pas pu annoncer manque peut-être, et la liaison avec Calendly n’est pas surveillée. Nouvel essai dans 6 heures.`,
		toDo: `comparer le tableau de bord avec Calendly. Si l’alerte revient, le jeton de Calendly ne vaut peut-être plus rien.`,
	},
	'ArchiMeuble – Rappels': {
		clients: `l’agenda, le bulletin ou un rappel à un client n’est peut-être pas parti. Nouvel essai dans un quart d’heure.`,
		toDo: `si l’alerte revient, voir les rendez-vous du jour et du lendemain sur le tableau de bord.`,
	},
	'ArchiMeuble – Tableau de bord': {
		clients: `rien n’est perdu par cette panne-ci${NBSP}: ce flux ne fait que lire. La page, le fichier ou l’agenda en ligne ne s’est pas ouvert.`,
		toDo: `ouvrir la page de nouveau.`,
	},
	'ArchiMeuble – RGPD': {
		clients: `des données trop anciennes, ou celles d’une personne qui a demandé leur effacement, sont peut-être encore là.`,
		toDo: `refaire la demande dans le formulaire. L’effacement de la nuit est tenté de nouveau la nuit suivante.`,
	},
	'ArchiMeuble – Installation': {
		clients: `une table ou un réglage manque peut-être${NBSP}: des rendez-vous peuvent ne pas être enregistrés.`,
		toDo: `faire ce que dit le message, puis lancer ce flux (Execute workflow).`,
	},
	'ArchiMeuble – Erreurs': {
		clients: `des messages refusés ne sont peut-être pas comptés${NBSP}: l’alerte qui les signale peut manquer.`,
		toDo: `regarder les messages refusés sur le tableau de bord.`,
	},
	'ArchiMeuble – Rejouer': {
		clients: `le message de Calendly n’est peut-être pas rejoué.`,
		toDo: `relever de nouveau son numéro dans la table archimeuble_journal, et recommencer.`,
	},
	'ArchiMeuble – Essai': {
		clients: `l’essai n’est pas allé au bout${NBSP}: rien ne prouve que les rendez-vous arrivent.`,
		toDo: `prendre un rendez-vous d’essai sur Calendly et voir s’il arrive.`,
	},
};

const UNKNOWN: Meaning = {
	clients: `un rendez-vous peut ne pas être enregistré ou annoncé.`,
	toDo: `comparer le tableau de bord avec Calendly.`,
};

/** What is known of a workflow of this name; the most careful words for one nobody knows. */
export function meaningOf(workflowName: string): Meaning {
	const known = Object.keys(MEANINGS).find((name) => workflowName.startsWith(name));
	return known === undefined ? UNKNOWN : MEANINGS[known];
}

/** Steps that stop a workflow with an alert written here: it says all of it. */
export const ALERTING_STEPS: readonly string[] = [
	'Alerter l’atelier',
	'Donner l’alerte',
	'Le signaler',
	'Dire qui n’a rien reçu',
];

/** What tells a person of a failure. */
export interface AlertMail {
	subject: string;
	/** Plain text. */
	text: string;
}

/** The mail about a failure of a workflow. */
export function alertMail(failure: Failure): AlertMail {
	const { workflowName, message } = failure;
	const isWritten = failure.node !== null && ALERTING_STEPS.includes(failure.node);
	const paragraphs = [
		'Bonjour,',
		isWritten ? message : failureText(workflowName, message),
		placeText(failure),
		FORWARD,
		ONCE_AN_HOUR,
		'Système ArchiMeuble',
	];
	const shortName = workflowName.replace(/^ArchiMeuble – /, '');
	return {
		subject: `${label('Alerte ArchiMeuble')} à vérifier (${quoted(shortName)})`,
		text: paragraphs.join('\n\n'),
	};
}

function failureText(workflowName: string, message: string): string {
	const what = `Le flux ${quoted(workflowName)} s’est arrêté sur une erreur.\n${label('Ce que dit n8n')} ${message}`;
	return alertText(what, meaningOf(workflowName));
}

function placeText({ workflowName, node, executionUrl }: Failure): string {
	const step = node === null ? '' : `, étape ${quoted(node)}`;
	const place = `${label('Où')} flux ${quoted(workflowName)}${step}.`;
	if (executionUrl === null) return place;
	return `${place}\n${label('Le détail, pour la personne qui s’occupe de n8n')} ${executionUrl}`;
}

function alertText(what: string, { clients, toDo }: Meaning): string {
	return `${what}\n\n${label('Pour les clients')} ${clients}\n\n${label('À faire')} ${toDo}`;
}

/** What went wrong first, as the server or n8n says it; the rest stands in the tables. */
function firstCause(causes: ReadonlyArray<string | null>): string {
	const cause = causes.map((text) => cleanLine(text ?? '')).find((text) => text !== '');
	return `${label('Première cause')} ${cause ?? 'inconnue'}`;
}

/** Told when messages are given up. It names nobody: the alert is kept where no erasure looks. */
export function abandonedAlert(rows: ReadonlyArray<{ erreur?: string | null }>): string {
	const several = isPlural(rows.length);
	const given = counted(rows.length, 'message de Calendly a été', 'messages de Calendly ont été');
	const what = `${given} ${several ? 'abandonnés' : 'abandonné'} après plusieurs essais. ${firstCause(rows.map(({ erreur = null }) => erreur))}`;
	return alertText(what, {
		clients: several
			? `les courriels qui annonçaient ces rendez-vous ne sont pas partis, et ne partiront plus d’eux-mêmes.`
			: `le courriel qui annonçait ce rendez-vous n’est pas parti, et ne partira plus de lui-même.`,
		toDo: `ouvrir le tableau de bord, voir ${several ? 'les rendez-vous' : 'le rendez-vous'} en échec et prévenir les clients s’il le faut. Une fois la cause corrigée, ${REPLAY}.`,
	});
}

/** Told when counts of refused messages become unusual; null when none did. */
export function refusedAlert(unusual: readonly RefusalSum[]): string | null {
	const sentences = unusual.map(refusalSentence);
	if (sentences.length === 0) return null;
	return alertText(sentences.join('\n'), {
		clients: `un message refusé n’est pas gardé. S’il vient de Calendly, son rendez-vous n’est ni enregistré ni annoncé${NARROW_NBSP}; Calendly le renvoie pendant 24 heures, puis coupe la liaison.`,
		toDo: `comparer le tableau de bord avec Calendly. Une fois la cause corrigée, lancer le flux ${quoted('ArchiMeuble – Rattrapage')}${NBSP}: avec le jeton de Calendly, il retrouve ce qui manque.`,
	});
}

/** Told when reminders do not leave; null when all did. */
export function reminderAlert(items: readonly unknown[]): string | null {
	const causes = items
		.map((item) => asFields(item).error)
		.filter((error) => asLine(error) !== null || asLine(asFields(error).message) !== null)
		.map(failureMessage);
	if (causes.length === 0) return null;
	const reminders = counted(
		causes.length,
		'rappel à un client n’est',
		'rappels aux clients ne sont',
	);
	const gone = isPlural(causes.length) ? 'partis' : 'parti';
	return alertText(`${reminders} pas ${gone}. ${firstCause(causes)}`, {
		clients: `ils ne sont pas rappelés pour l’instant. Nouvel essai tous les quarts d’heure, jusqu’à 2 heures avant le rendez-vous, puis plus aucun.`,
		toDo: `si cette alerte revient, appeler les clients des prochains rendez-vous (tableau de bord) et faire vérifier la messagerie.`,
	});
}
