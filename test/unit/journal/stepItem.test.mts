import { APPOINTMENT_COLUMNS } from '../../../nodes/shared/appointment/row';
import { stepItem } from '../../../nodes/shared/journal/stepItem';
import { created, handle, noShow, settings, taken } from './fixtures.mts';

const TOKEN = 'jeton-que-personne-ne-doit-voir-dans-une-etape';
const announced = handle([taken(7, created('a'))], {
	settings: settings({ courriels_client: true, jeton_agenda: TOKEN }),
}).announcements;

test('a step gets what was announced, the columns of the appointment and the settings, all flat', () => {
	const item = stepItem(announced[1]);
	expect(item).toMatchObject({
		annonce: 'nouveau',
		numero: 7,
		resultat: 'Courriel «\u00a0nouveau\u00a0» envoyé',
		identifiant: 'a',
		client: 'Client a',
		etat: 'confirme',
		destinataire: 'menuisier@example.org',
		fuseau: 'Europe/Paris',
		fichier_log: '/home/node/.n8n-files/calendly.log',
	});
	const known = [
		'annonce',
		'numero',
		'resultat',
		...Object.keys(settings()),
		...APPOINTMENT_COLUMNS,
	];
	expect(known).toEqual(expect.arrayContaining(Object.keys(item ?? {})));
	expect(Object.values(item ?? {}).filter((value) => typeof value === 'object' && value)).toEqual(
		[],
	);
});

test('a step gets no token', () => {
	const item = stepItem(announced[1]);
	expect(JSON.stringify(item)).not.toContain(TOKEN);
	expect(Object.keys(item ?? {}).filter((name) => /jeton|token|secret/.test(name))).toEqual([]);
});

test('it comes once, after the last mail of the fact', () => {
	expect(announced.map(({ suite }) => suite)).toEqual(['en_cours', 'termine']);
	expect(announced.map(stepItem).map((item) => item !== null)).toEqual([false, true]);
});

test('it does not come for what was only put down', () => {
	const rows = [{ identifiant: 'a', etat: 'confirme' }];
	expect(handle([taken(1, noShow('a'))], { rows }).announcements.map(stepItem)).toEqual([null]);
});

test.each([null, undefined, 'x', [], {}, { annonce: 'nouveau' }, { suite: 'termine' }])(
	'%j is no announcement',
	(value) => {
		expect(stepItem(value)).toBeNull();
	},
);
