import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import {
	historyOf,
	relativesOf,
	type HistorySource,
} from '../../../../nodes/shared/dashboard/bookings/history';
import { Moments } from '../../../../nodes/shared/dashboard/moments';
import type { StoredDelivery } from '../../../../nodes/shared/journal/entry';
import { aRow, NOW, PARIS } from '../fixtures.mts';

type Deliveries = Array<Partial<StoredDelivery>>;

const nothingElse = (): HistorySource => ({
	deliveries: [],
	starts: new Map(),
	moments: new Moments(NOW.toISOString(), PARIS),
});

const bookingOf = (row: Partial<AppointmentRow>) =>
	bookingsOf([aRow({ recu_le: null, ...row, identifiant: 'a' })])[0];

/** Time, text and the other booking of each entry; `~` for U+00A0. */
function history(row: Partial<AppointmentRow>, source: Partial<HistorySource> = {}) {
	return historyOf(bookingOf(row), { ...nothingElse(), ...source }).map(({ at, text, other }) => [
		at,
		text.replace(/\u00a0/g, '~'),
		other,
	]);
}
const texts = (row: Partial<AppointmentRow>, source: Partial<HistorySource> = {}) =>
	history(row, source).map(([, text]) => text);

/** It is at 10:00 in Paris, and was the day before. */
const BEFORE = '2026-11-23T09:00:00.000Z';
const AT = '2026-11-24T09:00:00.000Z';
const HEARD = '2026-11-20T08:00:00.000Z';

test('of what nothing is known of, nothing is told', () => {
	expect(history({})).toEqual([]);
});

test('begins with what Calendly sent', () => {
	expect(history({ recu_le: HEARD })).toEqual([[HEARD, 'Réservation reçue de Calendly', null]]);
	expect(texts({ recu_le: HEARD, deplace_depuis: 'old' })[0]).toBe('Déplacement reçu de Calendly');
});

describe('a move here', () => {
	const moved = { recu_le: HEARD, deplace_depuis: 'old' };
	const told = (row: Partial<AppointmentRow>, source: Partial<HistorySource> = {}) =>
		history({ ...moved, ...row }, source).at(-1)!;

	test.each<[string, Partial<AppointmentRow>, string]>([
		['another time', { ancien_debut: BEFORE }, 'Déplacé depuis le 23/11/2026~à~10:00'],
		['a time nobody knows', {}, 'Déplacé depuis un horaire non communiqué'],
		[
			'another place at the same time',
			{ ancien_debut: AT, lieu: '1 rue A', ancien_lieu: '2 rue B' },
			'Lieu changé, avant~: 2 rue B',
		],
		[
			'a place nobody knows any more',
			{ ancien_debut: AT, lieu_nature: 'Téléphone', ancien_lieu_nature: 'Adresse' },
			'Lieu changé, avant~: non communiqué',
		],
		[
			'another time and another place',
			{ ancien_debut: BEFORE, lieu_nature: 'Adresse', ancien_lieu_nature: 'Google Meet' },
			'Déplacé depuis le 23/11/2026~à~10:00\nLieu changé, avant~: Google Meet',
		],
		['nothing of these', { ancien_debut: AT }, 'Modifié'],
		[
			'who did it and why',
			{ ancien_debut: AT, deplace_par: 'Paul', motif_deplacement: 'Bois\nen retard' },
			'Modifié\nChangé par Paul~: Bois\nen retard',
		],
		['who did it', { ancien_debut: AT, deplace_par: 'Paul' }, 'Modifié\nChangé par Paul'],
		['why', { ancien_debut: AT, motif_deplacement: 'Grève' }, 'Modifié\nMotif~: Grève'],
	])('tells %s', (_name, row, expected) => {
		expect(told(row)).toEqual([HEARD, expected, null]);
	});

	test('tells the time of the other booking where the row has none, and leads to it', () => {
		const starts = new Map([['old', BEFORE]]);
		expect(told({}, { starts })).toEqual([HEARD, 'Déplacé depuis le 23/11/2026~à~10:00', 'old']);
		expect(told({ ancien_debut: AT }, { starts })[1]).toBe('Modifié');
	});

	test('leads to a booking without a time too', () => {
		expect(told({}, { starts: new Map([['old', null]]) })).toEqual([
			HEARD,
			'Déplacé depuis un horaire non communiqué',
			'old',
		]);
	});

	test('from an unknown booking is none', () => {
		expect(texts({ recu_le: HEARD, ancien_debut: BEFORE })).toEqual([
			'Réservation reçue de Calendly',
		]);
	});
});

describe('a move away', () => {
	const away = { etat: 'deplace', deplace_vers: 'new' };

	test('tells the time of the other booking, and leads to it', () => {
		expect(history(away, { starts: new Map([['new', AT]]) })).toEqual([
			[null, 'Déplacé vers le 24/11/2026~à~10:00', 'new'],
		]);
	});

	test('to a booking nobody knows says so', () => {
		expect(history(away)).toEqual([[null, 'Déplacé vers un horaire non communiqué', null]]);
	});

	test('to a booking without a time leads there', () => {
		expect(history(away, { starts: new Map([['new', null]]) })).toEqual([
			[null, 'Déplacé vers un horaire non communiqué', 'new'],
		]);
	});

	test('of which the other half is missing is told', () => {
		expect(history({ etat: 'deplace' })).toEqual([
			[null, 'Déplacé, nouvelle date non communiquée', null],
		]);
	});
});

test.each<[keyof AppointmentRow, string]>([
	['envoye_nouveau_le', 'Courriel «~nouveau~» envoyé à l’atelier'],
	['envoye_deplace_le', 'Courriel «~déplacé~» envoyé à l’atelier'],
	['envoye_annule_le', 'Courriel «~annulé~» envoyé à l’atelier'],
	['envoye_confirmation_le', 'Confirmation envoyée au client'],
	['envoye_deplacement_le', 'Déplacement annoncé au client'],
	['envoye_annulation_le', 'Annulation annoncée au client'],
	['envoye_rappel_le', 'Rappel envoyé au client'],
])('%s tells of a mail', (column, text) => {
	expect(history({ [column]: HEARD })).toEqual([[HEARD, text, null]]);
	expect(history({ [column]: 'bientôt' })).toEqual([]);
});

describe('a cancellation', () => {
	test.each<[string, Partial<AppointmentRow>, string]>([
		['of which nothing is known', {}, 'Annulé'],
		['with who did it', { annule_par: 'Zoé' }, 'Annulé par Zoé'],
		['with its reason', { motif_annulation: 'Travaux' }, 'Annulé~: Travaux'],
		['with both', { annule_par: 'Zoé', motif_annulation: 'a\nb' }, 'Annulé par Zoé~: a\nb'],
	])('is told %s', (_name, row, expected) => {
		expect(history({ etat: 'annule', annule_le: HEARD, ...row })).toEqual([
			[HEARD, expected, null],
		]);
	});

	test('without its time is told still, and of others none is', () => {
		expect(history({ etat: 'annule' })).toEqual([[null, 'Annulé', null]]);
		expect(history({ etat: 'confirme', annule_le: HEARD, annule_par: 'Zoé' })).toEqual([]);
	});
});

test('an absence is told with the time it was noted', () => {
	expect(history({ etat: 'absent', absent_le: AT })).toEqual([[AT, 'Client noté absent', null]]);
	expect(history({ etat: 'absent' })).toEqual([]);
});

describe('the journal adds', () => {
	test.each<[string, Partial<StoredDelivery>, string[]]>([
		['a mail that waits', { etat: 'a_reprendre' }, ['Courriel non parti, à reprendre']],
		['a mail that was given up', { etat: 'echec' }, ['Courriel en échec, abandonné']],
		[
			'a message that was just stored',
			{ etat: 'recu' },
			['Message de Calendly en cours de traitement'],
		],
		[
			'a message being handled',
			{ etat: 'en_cours' },
			['Message de Calendly en cours de traitement'],
		],
		['nothing of what is done', { etat: 'termine' }, []],
		['nothing of a repetition', { etat: 'doublon' }, []],
		['nothing of a row without a state', {}, []],
		[
			'whom a mail did not reach, and what the server said',
			{ evenement: 'non_remis', etat: 'echec', resultat: 'Non remis à lea@x.fr', erreur: '550 No' },
			['Non remis à lea@x.fr~: 550 No'],
		],
		[
			'that somebody was not reached',
			{ evenement: 'non_remis', etat: 'echec' },
			['Courriel non remis'],
		],
	])('%s', (_name, delivery, expected) => {
		expect(texts({}, { deliveries: [delivery] })).toEqual(expected);
	});

	test('the time of the last attempt, or of the message', () => {
		const deliveries: Deliveries = [
			{ etat: 'echec', recu_le: HEARD, essai_le: BEFORE },
			{ etat: 'a_reprendre', recu_le: HEARD },
			{ evenement: 'non_remis', recu_le: AT },
		];
		expect(history({}, { deliveries }).map(([at]) => at)).toEqual([HEARD, BEFORE, AT]);
	});
});

test('oldest first, and last what has no time', () => {
	const row = {
		...{ etat: 'deplace', deplace_vers: 'new', recu_le: BEFORE },
		...{ envoye_rappel_le: HEARD, envoye_nouveau_le: AT },
	};
	const deliveries: Deliveries = [{ etat: 'echec' }, { etat: 'a_reprendre', recu_le: AT }];
	expect(history(row, { deliveries }).map(([at]) => at)).toEqual([
		HEARD,
		BEFORE,
		AT,
		AT,
		null,
		null,
	]);
});

test('what happened at the same time keeps its order: the message, then the mail', () => {
	expect(
		texts({ recu_le: HEARD, envoye_nouveau_le: HEARD, envoye_confirmation_le: HEARD }),
	).toEqual([
		'Réservation reçue de Calendly',
		'Courriel «~nouveau~» envoyé à l’atelier',
		'Confirmation envoyée au client',
	]);
});

test('knows which bookings it has to look for', () => {
	expect(relativesOf(bookingOf({}))).toEqual([]);
	expect(relativesOf(bookingOf({ deplace_depuis: 'x', deplace_vers: 'y' }))).toEqual(['x', 'y']);
	expect(relativesOf(bookingOf({ deplace_depuis: ' ', deplace_vers: 'y' }))).toEqual(['y']);
});
