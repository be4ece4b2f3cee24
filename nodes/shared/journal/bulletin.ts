import { UNKNOWN_CLIENT } from '../appointment/display';
import type { AppointmentRow } from '../appointment/row';
import { DAY_MS, frenchDate, frenchTime, HOUR_MS } from '../french/dates';
import { addDays, utcDay } from '../french/days';
import { counted } from '../french/numbers';
import { formatPhone } from '../french/phone';
import { NARROW_NBSP, NBSP } from '../french/typography';
import { cleanLine } from '../text/clean';
import { FORWARD, REPLAY } from './alertMail';
import { isDelivery, isUndelivered, type StoredDelivery } from './entry';
import { isUnusual, refusalSentence, refusalSums } from './refusals';
import { undeliveredOf } from './undelivered';

/** A mail that waits longer than this has met more than a hiccup of the mail server. */
const LONG_WAIT_MS = HOUR_MS;
/** A bulletin is read in a minute; the tables hold the rest. */
const MAX_LINES = 10;

/** The mail of the morning about what is not as it should be. */
export interface Bulletin {
	/** Whether anything is unusual; otherwise nobody is to be bothered. */
	due: boolean;
	subject: string;
	text: string;
}

/** What it is told from. */
export interface BulletinFacts {
	/** Rows of the journal that count refusals, of any day. */
	refusals: ReadonlyArray<Partial<StoredDelivery>>;
	/** Rows of the appointments to come, of any state. */
	appointments?: readonly AppointmentRow[];
	/** Settings that cannot be used, as sentences. */
	refusedSettings?: readonly string[];
	/** Deliveries that wait or were given up, and what tells of recipients not reached. */
	deliveries: readonly StoredDelivery[];
	/** That package and workflows do not fit together; null where they do. */
	misfit?: string | null;
	now: Date;
	/** Zone the workshop reads times in. */
	timezone: string;
}

/**
 * The workshop's mail of the morning about what is not as it should be: messages refused since
 * yesterday, mails that wait, deliveries given up and recipients not reached in the last day, settings
 * that cannot be used, a package newer than its workflows.
 */
export function morningBulletin(facts: BulletinFacts): Bulletin {
	const sections = [
		section(`Réglages à corriger${NBSP}:`, settingLines(facts), SETTINGS),
		section(`Messages refusés depuis hier${NBSP}:`, refusalLines(facts), REFUSED),
		section(`Courriels en attente depuis plus d’une heure${NBSP}:`, waitingLines(facts), WAITING),
		section(`Courriels abandonnés depuis hier${NBSP}:`, failedLines(facts), FAILED),
		section(`Déplacés sur Calendly sans nouvelle date${NBSP}:`, lostLines(facts), LOST),
		section(
			`Adresses refusées par la messagerie depuis hier${NBSP}:`,
			undeliveredLines(facts),
			UNDELIVERED,
		),
		facts.misfit ?? '',
	].filter((text) => text !== '');
	return {
		due: sections.length > 0,
		subject: `Bulletin ArchiMeuble${NBSP}: à vérifier ce matin`,
		text: ['Bonjour,', ...sections, FORWARD, 'Système ArchiMeuble'].join('\n\n'),
	};
}

/**
 * Whether now is the quarter of an hour that holds the time of the bulletin, however late in it the
 * schedule of quarters fires.
 *
 * @param time `07:30`, in the zone
 */
export function isBulletinTime(now: Date, time: string, timezone: string): boolean {
	return quarterOf(frenchTime(now, timezone)) === quarterOf(time);
}

/** `07:44` → `07:2`: hour and number of the quarter. An offset may stand behind (`frenchTime`). */
function quarterOf(time: string): string {
	const [hour, minute] = time.split(':');
	return `${hour}:${Math.floor(Number.parseInt(minute, 10) / 15)}`;
}

/** What each kind means for the clients, and what to do. */
const REFUSED = `Si ces messages viennent de Calendly, leurs rendez-vous ne sont ni enregistrés ni annoncés${NBSP}: comparer le tableau de bord avec Calendly.`;
const WAITING = `Les rendez-vous sont gardés. Ces courriels partiront d’eux-mêmes dès que la messagerie répondra${NARROW_NBSP}; si l’attente dure, ouvrir le tableau de bord et appeler les clients concernés.`;
const FAILED = `Ces courriels ne partiront plus d’eux-mêmes${NBSP}: voir chaque rendez-vous sur le tableau de bord, prévenir le client s’il le faut. Une fois la cause corrigée, ${REPLAY}.`;

const SETTINGS = `Une valeur inutilisable est laissée de côté${NBSP}: la corriger dans la table archimeuble_reglages (Data tables).`;
const LOST = `Ces clients n’ont plus de rendez-vous${NBSP}: leur demander quand ils viennent.`;
const UNDELIVERED = `Personne ne lit ces adresses${NBSP}: les corriger dans la table archimeuble_reglages. Les autres destinataires ont reçu leurs courriels.`;

/** @param remedy what it means, and what to do */
function section(title: string, lines: readonly string[], remedy: string): string {
	if (lines.length === 0) return '';
	const more = lines.length - MAX_LINES;
	const rest =
		more > 0 ? [`… et ${counted(more, 'autre', 'autres')}, dans les tables de n8n.`] : [];
	return [title, ...lines.slice(0, MAX_LINES), ...rest, remedy].join('\n');
}

function refusalLines({ refusals, now }: BulletinFacts): string[] {
	const yesterday = addDays(utcDay(now), -1);
	return refusalSums(refusals)
		.filter(({ day, reason, count }) => day >= yesterday && isUnusual(reason, count))
		.map((sum) => `- ${refusalSentence(sum)}`);
}

/**
 * Moved away, as Calendly says, and nobody told to where: the client has no appointment left, and no mail
 * said so. Named every morning until its day: somebody has to ask.
 */
function isLost({ etat, deplace_vers, debut }: AppointmentRow, now: Date): boolean {
	const isMoved = etat === 'deplace' && !deplace_vers;
	return isMoved && Date.parse(debut ?? '') > now.getTime();
}

function lostLines({ appointments = [], now }: BulletinFacts): string[] {
	return appointments
		.filter((row) => isLost(row, now))
		.map(({ client, telephone, email, type, quand }) => {
			const phone = telephone && formatPhone(telephone);
			const what = [client ?? UNKNOWN_CLIENT, phone ?? email, type, quand].filter(Boolean);
			return `- ${cleanLine(what.join(', '))}`;
		});
}

function settingLines({ refusedSettings = [] }: BulletinFacts): string[] {
	return refusedSettings.map((sentence) => `- ${cleanLine(sentence)}`);
}

/** Each recipient once, however many mails did not reach them. */
function undeliveredLines({ deliveries, now }: BulletinFacts): string[] {
	const recent = deliveries
		.filter(({ recu_le }) => Date.parse(recu_le) > now.getTime() - DAY_MS)
		.map((row) => ({ who: undeliveredOf(row), why: isUndelivered(row) ? row.erreur : null }))
		.filter(({ who }) => who !== null);
	return [...new Set(recent.map(({ who }) => who))].map((who) => {
		const own = recent.filter((one) => one.who === who);
		const count = own.length;
		const why = own.filter((one) => one.why).at(-1)?.why;
		const mails = count === 1 ? '1 courriel' : `${count} courriels`;
		return `- ${cleanLine(`${who}${NBSP}: ${mails}${why ? ` (${why})` : ''}`)}`;
	});
}

function waitingLines({ deliveries, now, timezone }: BulletinFacts): string[] {
	return deliveries
		.filter(({ etat, recu_le }) => {
			return etat === 'a_reprendre' && !(Date.parse(recu_le) > now.getTime() - LONG_WAIT_MS);
		})
		.map((delivery) => deliveryLine(delivery, timezone));
}

function failedLines({ deliveries, now, timezone }: BulletinFacts): string[] {
	return deliveries
		.filter(isDelivery)
		.filter(({ etat, termine_le }) => {
			return etat === 'echec' && Date.parse(termine_le ?? '') > now.getTime() - DAY_MS;
		})
		.map((delivery) => deliveryLine(delivery, timezone));
}

function deliveryLine({ client, type, quand, recu_le, erreur }: StoredDelivery, zone: string) {
	const what = [client ?? UNKNOWN_CLIENT, type, quand].filter(Boolean).join(', ');
	const received = new Date(recu_le);
	const when = Number.isNaN(received.getTime())
		? ''
		: `, reçu le ${frenchDate(received, zone)} à ${frenchTime(received, zone)}`;
	const why = erreur ? ` (${erreur})` : '';
	return `- ${cleanLine(`${what}${when}${why}`)}`;
}
