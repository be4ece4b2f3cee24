import fc from 'fast-check';
import type { AppointmentColumn, AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import type { ReadingPlan } from '../../../../nodes/shared/dashboard/bookings/reading';
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

/** Row column of each text column of the file. */
const OF_ONE_LINE: Array<[string, AppointmentColumn]> = [
	['Type', 'type'],
	['Mode', 'mode'],
	['Client', 'client'],
	['Email', 'email'],
	['Nature du lieu', 'lieu_nature'],
	['Lieu choisi par', 'lieu_choisi_par'],
	['Appel par', 'appel_par'],
	['Lien visio', 'lien_visio'],
	['État du lien visio', 'lien_visio_etat'],
	['Lien de configuration', 'lien_configuration'],
	['Hôte', 'hote'],
	['Email de l’hôte', 'hote_email'],
	['Places prises', 'places_prises'],
	['Places en tout', 'places_max'],
	['Paiement', 'paiement_etat'],
	['Devise', 'paiement_devise'],
	['Prestataire du paiement', 'paiement_prestataire'],
	['Référence du paiement', 'paiement_reference'],
	['Annulé ou déplacé par', 'annule_par'],
	['Annulé ou déplacé côté', 'annule_cote'],
	['Déplacé depuis', 'deplace_depuis'],
	['Déplacement par', 'deplace_par'],
	['Déplacement côté', 'deplace_cote'],
	['Ancien mode', 'ancien_mode'],
	['Ancienne nature du lieu', 'ancien_lieu_nature'],
	['Campagne', 'campagne'],
	['Source de la campagne', 'campagne_source'],
	['Support de la campagne', 'campagne_support'],
	['Contenu de la campagne', 'campagne_contenu'],
	['Terme de la campagne', 'campagne_terme'],
];
const OF_SEVERAL_LINES: Array<[string, AppointmentColumn]> = [
	['Lieu', 'lieu'],
	['Consignes d’appel', 'appel_consignes'],
	['Notes', 'notes'],
	['Conditions du paiement', 'paiement_conditions'],
	['Motif', 'motif_annulation'],
	['Motif du déplacement', 'motif_deplacement'],
	['Ancien lieu', 'ancien_lieu'],
];

test('tells each text column as it is written, on one line or several', () => {
	const textsOf = (columns: Array<[string, AppointmentColumn]>) =>
		columns.map(([name, column]) => [column, ` Le ${name}\n\u202e${column} `]);
	const row = Object.fromEntries(textsOf([...OF_ONE_LINE, ...OF_SEVERAL_LINES])) as object;
	const [cells] = readBack(csv([aRow({ identifiant: 'a', ...row })]).body);
	for (const [name, column] of OF_ONE_LINE)
		expect([name, cells[name]]).toEqual([name, `Le ${name} ${column}`]);
	for (const [name, column] of OF_SEVERAL_LINES)
		expect([name, cells[name]]).toEqual([name, `Le ${name}\n${column}`]);
});

test.each<[string, Record<string, unknown>, Record<string, string>]>([
	[
		'when it was cancelled, and what it was before, by the clock of the workshop',
		{ annule_le: '2026-07-01T08:00:00.000Z', ancien_debut: '2026-11-23T23:30:00Z' },
		{ 'Annulé le': '01/07/2026 10:00', 'Ancien début': '24/11/2026 00:30' },
	],
	[
		'nothing of times that are not known',
		{ debut: null, fin: null, recu_le: 'hier' },
		{ Date: '', Début: '', Fin: '', 'Reçu le': '', 'Début (UTC)': '', 'Fin (UTC)': '' },
	],
	['no end that is not known', { fin: null }, { Début: '10:00', Fin: '' }],
	['no end before the beginning', { fin: '2026-11-24T08:00:00.000Z' }, { Début: '10:00', Fin: '' }],
	['that it is to come', {}, { État: 'Confirmé' }],
	['that it took place', { debut: '2026-11-20T09:00:00.000Z', fin: null }, { État: 'Honoré' }],
	[
		'that nobody came',
		{ debut: '2026-11-20T09:00:00.000Z', fin: null, etat: 'absent' },
		{ État: 'Client absent' },
	],
	['that it was cancelled', { etat: 'annule' }, { État: 'Annulé' }],
	['that it was moved', { etat: 'deplace' }, { État: 'Déplacé' }],
	['an amount with cents', { paiement_montant: '60.50' }, { Montant: '60,50' }],
	['an amount without', { paiement_montant: '60' }, { Montant: '60' }],
	['what is no amount as it is', { paiement_montant: '1.2.3' }, { Montant: '1.2.3' }],
	['nor with words', { paiement_montant: '1.5 euros' }, { Montant: '1.5 euros' }],
	['nor with words before', { paiement_montant: 'env. 1.5' }, { Montant: 'env. 1.5' }],
	[
		'every answer on a line of its own',
		{
			reponses: JSON.stringify([
				{ question: 'Budget ?', answer: '2000' },
				{ question: 'Étage', answer: 'Troisième' },
			]),
		},
		{ Réponses: nb('Budget ? 2000\nÉtage~: Troisième') },
	],
])('tells %s', (_name, row, expected) => {
	const [cells] = readBack(csv([aRow({ identifiant: 'a', ...row })], { onglet: 'tous' }).body);
	expect(cells).toMatchObject(expected);
});

test('puts quotes only around what needs them (RFC 4180 §2): signs of the table and outer spaces', () => {
	const line = (row: Partial<AppointmentRow>) =>
		csv([aRow({ identifiant: 'a', ...row })]).body.split('\r\n')[1];
	expect(line({ client: 'Zoé de la Tour' })).toContain(';Zoé de la Tour;');
	expect(line({ client: 'a;b' })).toContain(';"a;b";');
	expect(line({ client: 'le "petit"' })).toContain(';"le ""petit""";');
	expect(line({ notes: 'a\nb' })).toContain(';"a\nb";');
	expect(line({ identifiant: ' a' })).toMatch(/;" a"$/);
	expect(line({ identifiant: 'a ' })).toMatch(/;"a "$/);
});

test('is a sentence instead where not every appointment of the tab was read', () => {
	const plan: ReadingPlan = {
		...{ today: '2026-11-21T23:00:00.000Z', pastFrom: '0000', pastOrder: 'DESC' },
		...{ pastLimit: 1, upcomingLimit: 1 },
	};
	const answer = (onglet: string) =>
		renderCsv({
			...{ rows: [aRow({ identifiant: 'a' })], plan, query: readQuery({ onglet }) },
			...{ timezone: PARIS, now: NOW },
		});
	expect(answer('passes').statusCode).toBe(200);
	expect(answer('a-venir')).toMatchObject({
		statusCode: 422,
		headers: { 'Content-Type': 'text/plain; charset=utf-8' },
		body: nb(
			'Plus de 10\u202f000 rendez-vous à la fois~: choisir une période dans le tableau de bord, puis télécharger de nouveau.',
		),
	});
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
	const row = aRow({
		...{ identifiant: 'a', paiement_montant: '60.5', notes: '1/2', type: '08' },
		...{ places_prises: '07', places_max: '08' },
	});
	const [head, line] = readCsv(csv([row]).body.slice(1));
	const cell = (name: string) => line[head.indexOf(name)];
	expect(['Date', 'Début', 'Fin'].map(cell)).toEqual(['24/11/2026', '10:00', '10:30']);
	expect(['Places prises', 'Places en tout', 'Montant'].map(cell)).toEqual(['07', '08', '60,5']);
	expect(['Type', 'Notes'].map(cell)).toEqual(["'08", "'1/2"]);
});

test('cuts a cell that is too long for Excel, and says where the rest is', () => {
	const notes = `${'a'.repeat(31_999)}😀${'b'.repeat(100_000)}`;
	const [{ Notes }] = readBack(csv([aRow({ identifiant: 'a', notes })]).body);
	expect(Notes).toHaveLength(31_999 + '\n[…] La suite est à lire dans le tableau de bord.'.length);
	expect(Notes).toMatch(/a\n\[…\] La suite/);
	const told = (text: string) =>
		readBack(csv([aRow({ identifiant: 'a', notes: text })]).body)[0].Notes;
	expect(told('a'.repeat(32_000))).toBe('a'.repeat(32_000));
	expect(told(`😀${'a'.repeat(32_000)}`)).toMatch(/^😀a+\n\[…\] La suite/);
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
		{ numRuns: 200 },
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
