import { APPOINTMENT_COLUMNS } from '../../../nodes/shared/appointment/row';
import { gapSentences, tableGaps, TABLES } from '../../../nodes/shared/setup/tables';

/** As n8n's Data Table node lists them. */
const listed = (change: (name: string, columns: Record<string, string>) => void = () => {}) =>
	TABLES.map(({ name, columns }) => {
		const types: Record<string, string> = { ...columns };
		change(name, types);
		return {
			id: `id-${name}`,
			name,
			columns: Object.entries(types).map(([column, type], index) => ({
				...{ id: `c${index}`, dataTableId: `id-${name}`, name: column, type, index },
			})),
			createdAt: '2026-11-26T08:00:00.000Z',
			projectId: 'p',
		};
	});

describe('the tables', () => {
	test('are three, each with its columns', () => {
		expect(TABLES.map(({ name }) => name)).toEqual([
			'archimeuble_rendezvous',
			'archimeuble_journal',
			'archimeuble_reglages',
		]);
		expect(Object.keys(TABLES[0].columns)).toEqual([...APPOINTMENT_COLUMNS]);
		expect(TABLES[1].columns).toMatchObject({ cle: 'string', essais: 'number' });
		expect(TABLES[2].columns).toEqual({ reglage: 'string', valeur: 'string', aide: 'string' });
	});

	test('have names none of which is part of another: n8n looks them up with LIKE', () => {
		const names = TABLES.map(({ name }) => name);
		for (const name of names) {
			expect(names.filter((other) => other.includes(name))).toEqual([name]);
		}
	});

	test('lack nothing when they are as they should be, whatever a person added', () => {
		const tables = listed((_name, columns) => (columns.couleur = 'boolean'));
		const gaps = tableGaps([...tables, { name: 'autre', columns: [] }]);
		expect([gaps, gapSentences(gaps)]).toEqual([[], []]);
	});

	test('are all to be made where there is none', () => {
		const gaps = tableGaps([]);
		expect(gaps).toEqual(
			TABLES.map(({ name: table, columns }) => ({ kind: 'table', table, columns })),
		);
		expect(gapSentences(gaps)).toHaveLength(3);
		expect(gapSentences(gaps)[0]).toBe(
			'La table «\u00a0archimeuble_rendezvous\u00a0» n’existe pas encore\u00a0: lancer le flux «\u00a0Installation\u00a0», qui la crée.',
		);
	});

	test('of an earlier version lack columns, told in one sentence a table', () => {
		const gaps = tableGaps(
			listed((name, columns) => {
				if (name.endsWith('rendezvous')) delete columns.hote_email;
				if (name.endsWith('rendezvous')) delete columns.campagne;
				if (name.endsWith('journal')) delete columns.essais;
			}),
		);
		expect(gaps).toEqual([
			{ kind: 'column', table: 'archimeuble_rendezvous', column: 'hote_email', type: 'string' },
			{ kind: 'column', table: 'archimeuble_rendezvous', column: 'campagne', type: 'string' },
			{ kind: 'column', table: 'archimeuble_journal', column: 'essais', type: 'number' },
		]);
		const [appointments, journal] = gapSentences(gaps);
		expect(appointments).toContain(
			'il manque 2 colonnes\u00a0: hote_email (string), campagne (string).',
		);
		expect(appointments).toContain('Il faut les ajouter dans n8n');
		expect(journal).toBe(
			'Dans la table «\u00a0archimeuble_journal\u00a0», il manque la colonne\u00a0: essais (number). Il faut l’ajouter dans n8n, onglet «\u00a0Data tables\u00a0»\u202f; d’ici là, des rendez-vous ne peuvent pas être enregistrés.',
		);
	});

	test('with a column of another type say what to do with it', () => {
		const gaps = tableGaps(
			listed((name, columns) => {
				if (name.endsWith('journal')) columns.essais = 'string';
			}),
		);
		expect(gaps).toEqual([
			{
				kind: 'type',
				table: 'archimeuble_journal',
				column: 'essais',
				type: 'number',
				found: 'string',
			},
		]);
		expect(gapSentences(gaps)).toEqual([
			'Dans la table «\u00a0archimeuble_journal\u00a0», la colonne «\u00a0essais\u00a0» doit être du type nombre («\u00a0number\u00a0»), elle est du type «\u00a0string\u00a0»\u00a0: noter son contenu, la supprimer et la créer de nouveau dans n8n, onglet «\u00a0Data tables\u00a0».',
		]);
	});

	test('with several faults say all of them, table by table', () => {
		const gaps = tableGaps(
			listed((name, columns) => {
				if (name.endsWith('reglages')) columns.valeur = 'number';
				if (name.endsWith('reglages')) delete columns.aide;
				if (name.endsWith('journal')) delete columns.cle;
			}),
		);
		expect(gapSentences(gaps)).toEqual([
			expect.stringMatching(/archimeuble_journal.*il manque la colonne\u00a0: cle/),
			expect.stringMatching(/archimeuble_reglages.*il manque la colonne\u00a0: aide/),
			expect.stringMatching(
				/archimeuble_reglages.*doit être du type texte \(«\u00a0string\u00a0»\)/,
			),
		]);
	});

	test('with a column whose type nobody tells have one of another type', () => {
		const tables = listed().map((table) => ({
			...table,
			columns: table.columns.map(({ type: _type, ...column }) => column),
		}));
		expect(tableGaps(tables).map(({ kind }) => kind)).toEqual(
			TABLES.flatMap(({ columns }) => Object.keys(columns)).map(() => 'type'),
		);
	});

	test('are read without an error, whatever is listed', () => {
		const odd = [null, 'x', 3, [], {}, { name: TABLES[0].name, columns: 'none' }];
		expect(tableGaps(odd).filter(({ kind }) => kind === 'table')).toHaveLength(2);
		expect(tableGaps(odd).filter(({ kind }) => kind === 'column')).toHaveLength(
			APPOINTMENT_COLUMNS.length,
		);
	});
});
