import { exportFileName, exportOf } from '../../../nodes/shared/privacy/export';
import { findPerson } from '../../../nodes/shared/privacy/person';
import { ADDRESS, aDelivery, aRow, NOW } from './fixtures.mts';

const own = aRow({
	identifiant: 'own',
	email: ADDRESS,
	lien_annulation: 'https://calendly.com/cancellations/own',
	notes: null,
});
const system = { id: 4, createdAt: '2026-11-20', updatedAt: '2026-11-20' };

const document = (...parameters: Parameters<typeof findPerson>) =>
	exportOf(findPerson(...parameters), NOW);

test('gives the rows of the person whole, without the columns of n8n', () => {
	const delivery = aDelivery({ id: 9, email: ADDRESS });
	expect(
		document(ADDRESS, { appointments: [{ ...own, ...system }], deliveries: [delivery] }),
	).toEqual({
		adresse: ADDRESS,
		exporte_le: '2026-11-26T10:00:00.000Z',
		rendez_vous: [own],
		messages: [
			{
				...delivery,
				id: undefined,
				contenu: { schemaVersion: 1, client: { email: ADDRESS } },
			},
		],
		mentions: [],
	});
});

test('gives content that cannot be read as it is', () => {
	const delivery = aDelivery({ identifiant: 'own', contenu: '{ cut off' });
	expect(document(ADDRESS, { appointments: [own], deliveries: [delivery] }).messages).toEqual([
		expect.objectContaining({ contenu: '{ cut off' }),
	]);
});

test('says where others mention the person, and nothing of the others', () => {
	const { rendez_vous, messages, mentions } = document(ADDRESS, {
		appointments: [aRow({ invites: ADDRESS, notes: `Avec ${ADDRESS}` })],
		deliveries: [aDelivery({ erreur: ADDRESS })],
	});
	expect([rendez_vous, messages]).toEqual([[], []]);
	expect(mentions).toEqual([
		{
			table: 'archimeuble_rendezvous',
			identifiant: 'other',
			mentionne_dans: ['invites', 'notes'],
		},
		{ table: 'archimeuble_journal', identifiant: 'other', mentionne_dans: ['erreur'] },
	]);
});

test.each([
	['an address', 'Client@Example.com', 'donnees-client@example.com-2026-11-26.json'],
	['signs of shells and paths', '$(..)/a b@x.fr', 'donnees-__..__a_b@x.fr-2026-11-26.json'],
	['letters beyond ASCII', 'é😀@x.fr', 'donnees-__@x.fr-2026-11-26.json'],
	['nothing', '', 'donnees--2026-11-26.json'],
])('names the file after %s', (_name, address, expected) => {
	expect(exportFileName({ ...findPerson('', NO_ROWS), address }, NOW)).toBe(expected);
});

test('names the file shortly, whatever the length of the address', () => {
	const name = exportFileName(findPerson(`a@${'b.'.repeat(100)}fr`, NO_ROWS), NOW);
	expect(name).toHaveLength(120);
	expect(name).toMatch(/^donnees-a@[b.]+-2026-11-26\.json$/);
});

const NO_ROWS = { appointments: [], deliveries: [] };
