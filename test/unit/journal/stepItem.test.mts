import { APPOINTMENT_COLUMNS } from '../../../nodes/shared/appointment/row';
import type { DeliveryState } from '../../../nodes/shared/journal/entry';
import { stepItems } from '../../../nodes/shared/journal/stepItem';
import { created, handle, noShow, settings, taken } from './fixtures.mts';

const TOKEN = 'jeton-que-personne-ne-doit-voir-dans-une-etape';
const announced = () =>
	handle([taken(7, created('a'))], {
		settings: settings({ courriels_client: true, jeton_agenda: TOKEN }),
	}).announcements;

/** The delivery 7 as the round put it down. */
const putDown = (etat: DeliveryState) => [taken(7, created('a'), { etat })];

test('a step gets what was announced, the columns of the appointment and the settings, all flat', () => {
	const [item] = stepItems(announced(), putDown('termine'));
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
	const [item] = stepItems(announced(), putDown('termine'));
	expect(JSON.stringify(item)).not.toContain(TOKEN);
	expect(Object.keys(item ?? {}).filter((name) => /jeton|token|secret/.test(name))).toEqual([]);
});

test('it comes once, however many mails the fact caused', () => {
	expect(announced().map(({ courriel }) => courriel)).toEqual(['nouveau', 'confirmation']);
	expect(stepItems(announced(), putDown('termine'))).toHaveLength(1);
});

test('it comes once where the fact caused one mail', () => {
	const { announcements } = handle([taken(7, created('a'))]);
	expect(announcements).toHaveLength(1);
	expect(stepItems(announcements, putDown('termine'))).toMatchObject([{ annonce: 'nouveau' }]);
});

test.each(['a_reprendre', 'recu', 'en_cours'] as const)(
	'it does not come while the delivery is %s',
	(etat) => {
		expect(stepItems(announced(), putDown(etat))).toEqual([]);
	},
);

test('it does not come for what was only put down', () => {
	const rows = [{ identifiant: 'a', etat: 'confirme' }];
	const { announcements } = handle([taken(7, noShow('a'))], { rows });
	expect(stepItems(announcements, putDown('termine'))).toEqual([]);
});

test.each([null, undefined, 'x', [], {}, { annonce: 'nouveau' }, { suite: 'termine' }])(
	'%j is no announcement',
	(value) => {
		expect(stepItems([value], putDown('termine'))).toEqual([]);
	},
);
