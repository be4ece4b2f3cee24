import fc from 'fast-check';
import { isDelivery, JOURNAL_COLUMNS } from '../../../nodes/shared/journal/entry';
import { undeliveredEntries } from '../../../nodes/shared/journal/undelivered';

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
