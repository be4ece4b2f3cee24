import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { SETTINGS_TABLE } from '../../nodes/shared/settings/settings';
import { TABLES } from '../../nodes/shared/setup/tables';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { set, Workshop } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

/** All that is in the tables, what they are called and when they changed. */
const contents = (n8n: N8nInProcess) =>
	n8n.tables.names().map((name) => [name, n8n.tables.rows(name)]);

const settingsOf = (n8n: N8nInProcess) => n8n.tables.rows(SETTINGS_TABLE);

test('an n8n that starts gets the tables and the settings', async () => {
	const n8n = workshop.bare();
	const run = await n8n.fire('installation', 'Au démarrage et à la publication');
	expect(run.failure).toBeNull();
	expect(n8n.tables.names()).toEqual(TABLES.map(({ name }) => name));
	expect(settingsOf(n8n).map(({ reglage }) => reglage)).toEqual(
		expect.arrayContaining(['destinataire', 'fuseau', 'version_flux']),
	);
	for (const { aide } of settingsOf(n8n)) expect(aide).not.toBe('');
});

test('a second time it changes nothing, whatever the workshop set', async () => {
	const n8n = await workshop.n8n({ destinataire: 'un.autre@example.com' });
	const before = contents(n8n);
	const run = await n8n.fire('installation', 'À la main');
	expect(run.failure).toBeNull();
	expect(contents(n8n)).toEqual(before);
});

test('a setting whose line was deleted comes back', async () => {
	const n8n = await workshop.n8n();
	const [line] = settingsOf(n8n).filter(({ reglage }) => reglage === 'agenda_heure');
	n8n.tables.edit(SETTINGS_TABLE, line.id, { reglage: 'agenda_heures' });
	await n8n.fire('installation', 'À la main');
	const again = settingsOf(n8n).filter(({ reglage }) => reglage === 'agenda_heure');
	expect(again).toMatchObject([{ valeur: line.valeur, aide: line.aide }]);
});

test('settings that two installations added at the same moment stand once, as the first wrote them', async () => {
	const n8n = await workshop.n8n({ nom_expediteur: 'Atelier' });
	const settings = n8n.tables.rows(SETTINGS_TABLE);
	n8n.tables.add(
		SETTINGS_TABLE,
		settings.map(({ reglage }) => ({ reglage, valeur: 'de l’autre', aide: '' })) as never,
	);
	await n8n.fire('installation', 'À la main');
	const valuesOf = (rows: typeof settings) => rows.map(({ reglage, valeur }) => [reglage, valeur]);
	expect(valuesOf(n8n.tables.rows(SETTINGS_TABLE))).toEqual(valuesOf(settings));
});

test('a setting that cannot be used says so in its help, until it is put right', async () => {
	const n8n = await workshop.n8n();
	const lineOf = () => settingsOf(n8n).find(({ reglage }) => reglage === 'rappel_heures')!;
	const { aide } = lineOf();
	set(n8n, 'rappel_heures', 'bientôt');
	await n8n.fire('installation', 'À la main');
	expect(lineOf()).toMatchObject({
		valeur: 'bientôt',
		aide: expect.stringMatching(/^⚠ Valeur inutilisable/),
	});
	set(n8n, 'rappel_heures', '48 h');
	await n8n.fire('installation', 'À la main');
	expect(lineOf()).toMatchObject({ valeur: '48 h', aide });
});

test('a table of an older version is told with the column it lacks', async () => {
	const n8n = workshop.bare();
	for (const { name, columns } of TABLES) {
		const all = Object.entries(columns).map(([column, type]) => ({ name: column, type }));
		n8n.tables.create(name, name === APPOINTMENT_TABLE ? all.slice(0, -1) : all);
	}
	const lacking = Object.keys(TABLES[0].columns).at(-1);
	const run = await n8n.fire('installation', 'Au démarrage et à la publication');
	await n8n.idle();
	expect(run.failure).toMatchObject({
		node: 'Dire ce qui manque',
		message: expect.stringContaining(`il manque la colonne : ${lacking} (string)`),
	});
	expect(n8n.runsOf('erreurs')).toHaveLength(1);
});

isWalkedWhole(workshop.coverage, 'installation');
