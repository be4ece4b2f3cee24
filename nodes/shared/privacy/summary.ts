import type { AppointmentRow } from '../appointment/row';
import { localDay, writtenDay } from '../french/days';
import { counted as countedInFrench } from '../french/numbers';
import { label, NARROW_NBSP, quoted } from '../french/typography';
import { asDate, asLine } from '../text/fields';
import { capLine } from '../text/clean';
import type { Person } from './person';

/** The rest of many dates stands in the copy. */
const MAX_DATES = 8;
const MAX_NAMES = 3;
const MAX_NAME = 80;

/**
 * What is stored of a person, in French sentences for who is about to erase it: whose appointments, of
 * which days. Plain text.
 *
 * @param timezone in which the workshop reads days
 */
export function personSummary(person: Person, now: Date, timezone: string): string {
	const { address, isAddress, isWorkshop, appointments } = person;
	if (address === '') return 'Aucune adresse électronique n’a été donnée.';
	if (!isAddress) return `${quoted(address)} n’est pas une adresse électronique.`;
	if (isWorkshop) return `${address} est une adresse de l’atelier, non celle d’un client.`;
	const counts = countsOf(person, timezone);
	if (counts.length === 0) return `Rien n’est enregistré pour ${address}.`;
	const stored = `${label(`Pour ${address}`)} ${counts.join(', ')}.`;
	const toCome = appointments.filter((row) => isToCome(row, now)).length;
	return toCome === 0 ? stored : `${stored} ${warningOf(toCome)}`;
}

function countsOf({ appointments, deliveries, mentions }: Person, timezone: string): string[] {
	return [
		appointmentsText(appointments, timezone),
		counted(deliveries.length, 'message de Calendly au journal', 'messages de Calendly au journal'),
		counted(
			mentions.appointments.length,
			'mention dans le rendez-vous d’une autre personne',
			'mentions dans les rendez-vous d’autres personnes',
		),
		counted(
			mentions.deliveries.length,
			'mention dans une autre ligne du journal',
			'mentions dans d’autres lignes du journal',
		),
	].filter((count) => count !== '');
}

/** `2 rendez-vous (04/12/2026, 06/12/2026) au nom de Noé Garnier` */
function appointmentsText(rows: readonly AppointmentRow[], timezone: string): string {
	const days = distinct(rows.map(({ debut }) => dayOf(debut, timezone)));
	const names = distinct(rows.map(({ client }) => capLine(asLine(client) ?? '', MAX_NAME)));
	return [
		counted(rows.length, 'rendez-vous', 'rendez-vous'),
		days.length === 0 ? '' : ` (${listed(days.sort().map(writtenDay), MAX_DATES)})`,
		names.length === 0 ? '' : ` au nom de ${listed(names, MAX_NAMES)}`,
	].join('');
}

function dayOf(start: unknown, timezone: string): string {
	const instant = asDate(start);
	return instant === null ? '' : localDay(instant, timezone);
}

function distinct(texts: readonly string[]): string[] {
	return [...new Set(texts)].filter((text) => text !== '');
}

function listed(texts: readonly string[], most: number): string {
	const more = texts.length - most;
	return texts.slice(0, most).join(', ') + (more > 0 ? `… et ${more} de plus` : '');
}

function counted(count: number, singular: string, plural: string): string {
	return count === 0 ? '' : countedInFrench(count, singular, plural);
}

function isToCome({ etat, debut }: AppointmentRow, now: Date): boolean {
	return etat === 'confirme' && (asDate(debut) ?? now) > now;
}

/** What Calendly tells after the erasure (a cancellation, a new time) is recorded like anything else. */
function warningOf(count: number): string {
	const [what, them] =
		count === 1
			? ['1 rendez-vous est encore à venir et Calendly le connaît toujours', 'l’']
			: [`${count} rendez-vous sont encore à venir et Calendly les connaît toujours`, 'les '];
	const first = `Il faut d’abord ${them}annuler et effacer les données dans Calendly`;
	const otherwise =
		'sinon les prochains messages de Calendly enregistreront de nouveau cette personne ici';
	return `${label('Attention')} ${what}. ${first}${NARROW_NBSP}; ${otherwise}.`;
}
