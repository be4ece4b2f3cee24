import fc from 'fast-check';
import { isDelivery, JOURNAL_COLUMNS } from '../../../nodes/shared/journal/entry';
import {
	undeliveredEntries,
	undeliveredMessage,
	undeliveredOf,
} from '../../../nodes/shared/journal/undelivered';

const NOW = new Date('2026-11-26T14:00:00.000Z');
const LEA = 'lea@atelier.exmple';
/** As nodemailer tells it, through n8n. */
const sent = {
	accepted: ['paul@atelier.example'],
	rejected: [LEA],
	rejectedErrors: [
		Object.assign(new Error(`Can't send mail to ${LEA}: 550 5.1.1 User unknown`), {
			recipient: LEA,
			response: '550 5.1.1 User unknown',
		}),
	],
	messageId: '<1@atelier.example>',
};
const about = { identifiant: 'a', client: 'Zoé', type: 'Visite', quand: 'demain', debut: '…' };

describe('a mail that was taken for some of its recipients only', () => {
	test('makes a row of whoever it did not reach, with what the server said', () => {
		expect(undeliveredEntries(sent, about, NOW)).toEqual([
			{
				cle: `non_remis:<1@atelier.example>:${LEA}`,
				identifiant: 'a',
				evenement: 'non_remis',
				action: 'non_remis',
				etat: 'echec',
				resultat: `Non remis à ${LEA}`,
				client: 'Zoé',
				type: 'Visite',
				quand: 'demain',
				erreur: '550 5.1.1 User unknown',
				recu_le: '2026-11-26T14:00:00.000Z',
				essais: 0,
			},
		]);
	});

	test('makes a row of each of them, about no appointment where it is about none', () => {
		const two = { ...sent, rejected: [LEA, { address: 'jo@x.fr' }], rejectedErrors: undefined };
		const entries = undeliveredEntries(two, null, NOW);
		expect(entries.map(({ resultat }) => resultat)).toEqual([
			`Non remis à ${LEA}`,
			'Non remis à jo@x.fr',
		]);
		expect(entries[0]).toMatchObject({ identifiant: '', client: null });
		expect(entries[0].erreur).toMatch(/refusée par le serveur/);
	});

	test('makes a row that is no delivery, of columns the journal has', () => {
		const [entry] = undeliveredEntries(sent, about, NOW);
		expect(isDelivery(entry)).toBe(false);
		expect(Object.keys(JOURNAL_COLUMNS)).toEqual(expect.arrayContaining(Object.keys(entry)));
	});
});

describe('what the server said of an address', () => {
	const refusal = (recipient: string, response: unknown, message: unknown = 'message') => {
		return { recipient, response, message };
	};
	const reasonFor = (rejectedErrors: unknown) =>
		undeliveredEntries({ rejected: [LEA], rejectedErrors }, null, NOW)[0].erreur;

	test.each<[string, unknown, string]>([
		['is its own reply', [refusal('jo@x.fr', '551 a'), refusal(LEA, '550 b')], '550 b'],
		['is the first reply where none is its own', [refusal('jo@x.fr', '551 a')], '551 a'],
		['is the message where there is no reply', [refusal(LEA, ' ', 'Timeout')], 'Timeout'],
		['is not known', [refusal(LEA, null, 7)], 'Adresse refusée par le serveur de courriel.'],
		['is not told', [], 'Adresse refusée par le serveur de courriel.'],
		['is told as nobody expects', { 0: refusal(LEA, '550') }, 'Adresse refusée par le serveur'],
		['is longer than anybody reads', [refusal(LEA, 'x'.repeat(301))], `${'x'.repeat(299)}…`],
	])('%s', (_name, errors, expected) => {
		expect(reasonFor(errors)).toContain(expected);
	});
});

describe('an alert about recipients that were not reached', () => {
	const visible = (text: string) => text.replace(/\u00a0/g, '~');

	test('names each once, with why, and says what to do', () => {
		const lea = { resultat: `Non remis à ${LEA}`, erreur: '550 unknown' };
		const jo = { resultat: 'Non remis à jo@x.fr', erreur: '551 moved' };
		expect(visible(undeliveredMessage([lea, jo, lea]))).toBe(
			`Un courriel n’est pas arrivé à tous ses destinataires. Non remis à ${LEA}~: 550 unknown – Non remis à jo@x.fr~: 551 moved. Les autres l’ont reçu. Corriger le réglage «~destinataire~» dans la table archimeuble_reglages.`,
		);
	});

	test.each<[string, unknown, string]>([
		['without a reason', { resultat: 'Non remis à a@b.fr' }, ' Non remis à a@b.fr. Les'],
		['without an address', { erreur: '550' }, ' Non remis~: 550. Les'],
		['that is none', 'x', ' Non remis. Les'],
	])('is written of a row %s', (_name, row, expected) => {
		expect(visible(undeliveredMessage([row]))).toContain(expected);
	});
});

test.each<[string, Parameters<typeof undeliveredOf>[0], string | null]>([
	['tells of a recipient', { evenement: 'non_remis', resultat: 'Non remis à a' }, 'Non remis à a'],
	['tells of one nobody knows', { evenement: 'non_remis', resultat: ' ' }, 'Non remis'],
	[
		'tells of an alert that did not reach all',
		{ evenement: 'erreur', resultat: 'Alerte envoyée, sauf à b' },
		'Non remis à b',
	],
	['tells of an alert that did', { evenement: 'erreur', resultat: 'Alerte envoyée' }, null],
	[
		'tells of an alert otherwise',
		{ evenement: 'erreur', resultat: 'x Alerte envoyée, sauf à b' },
		null,
	],
	['says nothing', {}, null],
])('a row that %s', (_name, row, expected) => {
	expect(undeliveredOf(row)).toBe(expected);
});

test('a recipient nobody can name is told all the same', () => {
	const rejected = [null, 7, {}, { address: ' ' }];
	const entries = undeliveredEntries({ rejected }, null, NOW);
	expect(new Set(entries.map(({ resultat }) => resultat))).toEqual(
		new Set(['Non remis à adresse inconnue']),
	);
	expect(entries[0].cle).toBe('non_remis:2026-11-26T14:00:00.000Z:adresse inconnue');
});

test.each([undefined, null, {}, { rejected: 'a@b.fr' }])('%j tells of nobody', (mail) => {
	expect(undeliveredEntries(mail, about, NOW)).toEqual([]);
});

test('a mail everybody got makes no row, and nothing makes it fail', () => {
	expect(undeliveredEntries({ accepted: ['a@b.fr'], rejected: [] }, about, NOW)).toEqual([]);
	fc.assert(
		fc.property(fc.anything(), fc.anything(), fc.array(fc.anything()), (one, two, rejected) => {
			expect(undeliveredEntries(one, two, NOW)).toEqual(expect.any(Array));
			expect(undeliveredEntries({ rejected, rejectedErrors: one }, two, NOW)).toHaveLength(
				rejected.length,
			);
		}),
	);
});
