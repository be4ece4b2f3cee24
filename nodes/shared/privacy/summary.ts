import type { AppointmentRow } from '../appointment/row';
import { label, NARROW_NBSP, quoted } from '../french/typography';
import { asDate } from '../text/fields';
import type { Person } from './person';

/** What is stored of a person, in French sentences for who is about to erase it. Plain text. */
export function personSummary(person: Person, now: Date): string {
	const { address, isAddress, isWorkshop, appointments } = person;
	if (address === '') return 'Aucune adresse électronique n’a été donnée.';
	if (!isAddress) return `${quoted(address)} n’est pas une adresse électronique.`;
	if (isWorkshop) return `${address} est une adresse de l’atelier, non celle d’un client.`;
	const counts = countsOf(person);
	if (counts.length === 0) return `Rien n’est enregistré pour ${address}.`;
	const stored = `${label(`Pour ${address}`)} ${counts.join(', ')}.`;
	const toCome = appointments.filter((row) => isToCome(row, now)).length;
	return toCome === 0 ? stored : `${stored} ${warningOf(toCome)}`;
}

function countsOf({ appointments, deliveries, mentions }: Person): string[] {
	return [
		counted(appointments.length, 'rendez-vous', 'rendez-vous'),
		counted(deliveries.length, 'livraison au journal', 'livraisons au journal'),
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

function counted(count: number, singular: string, plural: string): string {
	if (count === 0) return '';
	return `${count} ${count === 1 ? singular : plural}`;
}

function isToCome({ etat, debut }: AppointmentRow, now: Date): boolean {
	const start = asDate(debut);
	return etat === 'confirme' && start !== null && start > now;
}

/** What Calendly tells after the erasure (a cancellation, a new time) is recorded like anything else. */
function warningOf(count: number): string {
	const [what, them] =
		count === 1
			? ['1 rendez-vous est encore à venir et Calendly le connaît toujours', 'l’']
			: [`${count} rendez-vous sont encore à venir et Calendly les connaît toujours`, 'les '];
	const first = `Il faut d’abord ${them}annuler et effacer les données dans Calendly`;
	const otherwise = 'sinon les prochaines livraisons enregistreront de nouveau cette personne ici';
	return `${label('Attention')} ${what}. ${first}${NARROW_NBSP}; ${otherwise}.`;
}
