import fc from 'fast-check';
import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import {
	CSV_COLUMNS,
	guardCell,
	renderCsv,
	unguardCell,
} from '../../../../nodes/shared/dashboard/files/csv';
import { readQuery } from '../../../../nodes/shared/dashboard/request/query';
import { selectBookings } from '../../../../nodes/shared/dashboard/bookings/selection';
import { toE164 } from '../../../../nodes/shared/french/phone';
import { season } from '../../../../scripts/lib/season.mts';
import { aRow, nb, NOW, PARIS, readCsv } from '../fixtures.mts';

function csv(rows: readonly AppointmentRow[], query: Record<string, unknown> = {}) {
	return renderCsv({ rows, query: readQuery(query), timezone: PARIS, now: NOW });
}

/** The rows of the file by column name, guards taken off. */
function readBack(body: string): Array<Record<string, string>> {
	expect(body.charCodeAt(0)).toBe(0xfeff);
	const [head, ...rows] = readCsv(body.slice(1));
	expect(head).toEqual(CSV_COLUMNS);
	return rows.map((row) => {
		expect(row).toHaveLength(CSV_COLUMNS.length);
		return Object.fromEntries(row.map((cell, index) => [head[index], unguardCell(cell)]));
	});
}

test('tells an appointment column by column', () => {
	const { headers, body } = csv([
		aRow({
			identifiant: 'a',
			lieu: '12; rue de la « Liberté »',
			notes: 'Dit : "chêne"\nou frêne',
			reponses: JSON.stringify([{ question: 'Budget', answer: '=2000', position: 0 }]),
			lien_annulation: 'https://calendly.com/cancellations/secret',
			lieu_nature: 'Téléphone',
			appel_par: 'client',
			appel_numero: '+33320001234',
			hote: 'Paul, Léa',
			hote_email: 'paul@example.com, lea@example.com',
			paiement_etat: 'payé',
			paiement_montant: '49.9',
			motif_deplacement: 'Bois\nen retard',
			ancien_debut: '2026-11-23T09:00:00.000Z',
		}),
	]);
	expect(readBack(body)).toEqual([
		{
			Date: '24/11/2026',
			Début: '10:00',
			Fin: '10:30',
			Type: 'Visite',
			Mode: 'Visio',
			État: 'Confirmé',
			Client: 'Zoé Müller',
			Email: 'zoe@example.com',
			Téléphone: '06 39 98 45 67',
			Lieu: '12; rue de la « Liberté »',
			'Nature du lieu': 'Téléphone',
			'Lieu choisi par': '',
			'Appel par': 'client',
			'Numéro à appeler': '03 20 00 12 34',
			'Consignes d’appel': '',
			'Lien visio': '',
			'État du lien visio': '',
			'Lien de configuration': '',
			Notes: 'Dit : "chêne"\nou frêne',
			Réponses: nb('Budget~: =2000'),
			Hôte: 'Paul, Léa',
			'Email de l’hôte': 'paul@example.com, lea@example.com',
			'Places prises': '',
			'Places en tout': '',
			Paiement: 'payé',
			Montant: '49,9',
			Devise: '',
			'Prestataire du paiement': '',
			'Conditions du paiement': '',
			'Référence du paiement': '',
			'Reçu le': '20/11/2026 09:00',
			'Annulé le': '',
			'Annulé ou déplacé par': '',
			'Annulé ou déplacé côté': '',
			Motif: '',
			'Déplacé depuis': '',
			'Déplacement par': '',
			'Déplacement côté': '',
			'Motif du déplacement': 'Bois\nen retard',
			'Ancien début': '23/11/2026 10:00',
			'Ancien mode': '',
			'Ancien lieu': '',
			'Ancienne nature du lieu': '',
			Campagne: '',
			'Source de la campagne': '',
			'Support de la campagne': '',
			'Contenu de la campagne': '',
			'Terme de la campagne': '',
			'Début (UTC)': '2026-11-24T09:00:00.000Z',
			'Fin (UTC)': '2026-11-24T09:30:00.000Z',
			Identifiant: 'a',
		},
	]);
	expect(headers).toMatchObject({
		'Content-Type': 'text/csv; charset=utf-8',
		'Content-Disposition': 'attachment; filename="rendez-vous-a-venir-2026-11-22.csv"',
	});
	expect(body).not.toContain('secret');
	expect(body.replace(/\r\n/g, '')).not.toContain('\r');
});

test.each([
	['a tab', { onglet: 'annules' }],
	['a search', { onglet: 'tous', q: 'zoe' }],
	['filters, an order and a page', { onglet: 'passes', mode: 'Visio', tri: 'client', page: '2' }],
])('holds what the page shows for %s, of all its pages', (_name, query) => {
	const rows = season({ bookings: 300, now: NOW });
	const clock = { now: NOW.toISOString(), today: '2026-11-22', timezone: PARIS };
	const { bookings } = selectBookings(bookingsOf(rows), readQuery(query), clock);
	const ids = readBack(csv(rows, query).body).map(({ Identifiant }) => Identifiant);
	expect(ids).toEqual(bookings.map(({ id }) => id));
	expect(ids.length).toBeGreaterThan(5);
});

test.each([
	['a formula', '=1+1', "'=1+1"],
	['an addition', '+1', "'+1"],
	['a subtraction', '-1', "'-1"],
	['a function', '@SUM(A1)', "'@SUM(A1)"],
	['a tab', '\t=1', "'\t=1"],
	['a carriage return', '\r=1', "'\r=1"],
	['a formula in wide characters', '＝1', "'＝1"],
	['what looks guarded already', "'=1", "''=1"],
	['a name that begins with an apostrophe', "'t Hooft", "'t Hooft"],
	['a sum in the middle', 'a=1', 'a=1'],
	['nothing', '', ''],
	['a fraction that would become a date', '1/2', "'1/2"],
	['a number of a house', '12-5', "'12-5"],
	['zeros in front', '00123', "'00123"],
	['an exponent', '1E5', "'1E5"],
	['a time', '9:30', "'9:30"],
	['a decimal', '2,50', "'2,50"],
	['a day and a month', '3 mars', "'3 mars"],
	['a month', 'déc. 2026', "'déc. 2026"],
	['a very long number', '123456789012', "'123456789012"],
	['a date that looks guarded', "'1/2", "''1/2"],
	['a plain number', '2026', '2026'],
	['a telephone in groups', '06 39 98 45 67', '06 39 98 45 67'],
	['a number with words', '12 rue', '12 rue'],
	['a name like a month', 'Mars', 'Mars'],
	['a name that begins like a month', 'Martin 3', 'Martin 3'],
])('guards %s', (_name, cell, guarded) => {
	expect(guardCell(cell)).toBe(guarded);
	expect(unguardCell(guarded)).toBe(cell);
});

test('leaves dates and numbers of its own for the spreadsheet to calculate with', () => {
	const row = aRow({ identifiant: 'a', paiement_montant: '60.5', places_max: '08', notes: '1/2' });
	const [line] = readCsv(csv([row]).body.slice(1)).slice(-1);
	expect(line).toEqual(expect.arrayContaining(['60,5', '08', "'1/2"]));
	expect(line.filter((cell) => /^'\d\d\/\d\d\/\d{4}/.test(cell))).toEqual([]);
});

test('cuts a cell that is too long for Excel, and says where the rest is', () => {
	const notes = `${'a'.repeat(31_999)}😀${'b'.repeat(100_000)}`;
	const [{ Notes }] = readBack(csv([aRow({ identifiant: 'a', notes })]).body);
	expect(Notes).toHaveLength(31_999 + '\n[…] La suite est à lire dans le tableau de bord.'.length);
	expect(Notes).toMatch(/a\n\[…\] La suite/);
});

test('telephone numbers read as the same number again', () => {
	for (const phone of ['+33639984567', '+33123456789', '+3225550123', '+14045551234']) {
		const [{ Téléphone }] = readBack(csv([aRow({ identifiant: 'a', telephone: phone })]).body);
		expect(toE164(Téléphone)).toBe(phone);
	}
});

test('gives back every text that goes in, and no cell begins a formula', () => {
	const text = fc.oneof(
		fc.string({ unit: 'binary' }),
		fc
			.array(
				fc.constantFrom(...['=', '+', '-', '@', '"', ';', ',', "'", 'é', ' ', '\n', '\r', '\t']),
			)
			.map((characters) => characters.join('')),
	);
	fc.assert(
		fc.property(text, text, (client, notes) => {
			const { body } = csv([aRow({ identifiant: 'a', client, notes })]);
			for (const cell of readCsv(body.slice(1)).flat())
				expect(cell).not.toMatch(/^[=+\-@\t\r＝＋－＠]/);
			const [row] = bookingsOf([aRow({ identifiant: 'a', client, notes })]);
			const [{ Client, Notes }] = readBack(body);
			expect([Client, Notes]).toEqual([clean(row.row.client, ' '), clean(row.row.notes, '\n')]);
		}),
		{ numRuns: 500 },
	);
});

/** What cleaning leaves, written once more: no controls, one kind of line break, no spaces around. */
function clean(text: string | null | undefined, lineBreak: string): string {
	const lines = (text ?? '')
		.replace(/\p{Cs}/gu, '\ufffd')
		.replace(/\r\n?|[\u2028\u2029]/g, '\n')
		.replace(/\t/g, ' ')
		.replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g, '')
		.trim();
	return lineBreak === ' ' ? lines.replace(/[\n ]+/g, ' ') : lines;
}
