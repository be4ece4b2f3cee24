import type { RefusalReason } from '../calendly/signature';
import { DAY_MS, frenchDate, frenchTime, HOUR_MS } from '../french/dates';
import { addDays, utcDay } from '../french/days';
import { counted } from '../french/numbers';
import { NARROW_NBSP, NBSP } from '../french/typography';
import { cleanLine } from '../text/clean';
import { FORWARD, REPLAY } from './alertMail';
import { isDelivery, type StoredDelivery } from './entry';
import { isUnusual, refusalSentence, type RefusalRow } from './refusals';

/** A mail that waits longer than this has met more than a hiccup of the mail server. */
const LONG_WAIT_MS = HOUR_MS;
/** A bulletin is read in a minute; the tables hold the rest. */
const MAX_LINES = 10;

export interface Bulletin {
	/** Whether anything is unusual; otherwise nobody is to be bothered. */
	due: boolean;
	subject: string;
	text: string;
}

export interface BulletinFacts {
	/** Rows of the refusal table, of any day. */
	refusals: ReadonlyArray<Partial<RefusalRow>>;
	/** Deliveries that wait for another attempt or were given up. */
	deliveries: readonly StoredDelivery[];
	/** That package and workflows do not fit together; null where they do. */
	misfit?: string | null;
	now: Date;
	/** Zone the workshop reads times in. */
	timezone: string;
}

/**
 * The workshop's mail of the morning about what is not as it should be: messages refused since
 * yesterday, mails that wait, deliveries given up in the last day, a package newer than its workflows.
 */
export function morningBulletin(facts: BulletinFacts): Bulletin {
	const sections = [
		section(`Messages refusés depuis hier${NBSP}:`, refusalLines(facts), REFUSED),
		section(`Courriels en attente depuis plus d’une heure${NBSP}:`, waitingLines(facts), WAITING),
		section(`Courriels abandonnés depuis hier${NBSP}:`, failedLines(facts), FAILED),
		facts.misfit ?? '',
	].filter((text) => text !== '');
	return {
		due: sections.length > 0,
		subject: `Bulletin ArchiMeuble${NBSP}: à vérifier ce matin`,
		text: ['Bonjour,', ...sections, FORWARD, 'Système ArchiMeuble'].join('\n\n'),
	};
}

/** What each kind means for the clients, and what to do. */
const REFUSED = `Si ces messages viennent de Calendly, leurs rendez-vous ne sont ni enregistrés ni annoncés${NBSP}: comparer le tableau de bord avec Calendly.`;
const WAITING = `Les rendez-vous sont gardés. Ces courriels partiront d’eux-mêmes dès que la messagerie répondra${NARROW_NBSP}; si l’attente dure, ouvrir le tableau de bord et appeler les clients concernés.`;
const FAILED = `Ces courriels ne partiront plus d’eux-mêmes${NBSP}: voir chaque rendez-vous sur le tableau de bord, prévenir le client s’il le faut. Une fois la cause corrigée, ${REPLAY}.`;

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
	return refusals
		.map(({ jour, raison, nombre }) => ({
			day: cleanLine(String(jour ?? '')),
			reason: cleanLine(String(raison ?? '')) as RefusalReason,
			count: Number(nombre) || 0,
		}))
		.filter(({ day, reason, count }) => day >= yesterday && isUnusual(reason, count))
		.map(({ day, reason, count }) => `- ${refusalSentence(reason, count, day)}`);
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
	const what = [client ?? 'Client inconnu', type, quand].filter(Boolean).join(', ');
	const received = new Date(recu_le);
	const when = Number.isNaN(received.getTime())
		? ''
		: `, reçu le ${frenchDate(received, zone)} à ${frenchTime(received, zone)}`;
	const why = erreur ? ` (${erreur})` : '';
	return `- ${cleanLine(`${what}${when}${why}`)}`;
}
