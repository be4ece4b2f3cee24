import fc from 'fast-check';
import { SHIPPED } from '../../../nodes/adapters/shipped';
import { check } from '../../../nodes/shared/setup/check';
import {
	CREDENTIALS,
	type FirstValues,
	type ShippedCredential,
} from '../../../nodes/shared/setup/credentials';
import { install } from '../../../nodes/shared/setup/install';
import { N8nApi, N8nApiError } from '../../../nodes/shared/setup/n8nApi';
import type { Shipped } from '../../../nodes/shared/setup/plan';
import type { ReportLine } from '../../../nodes/shared/setup/report';
import { TABLES } from '../../../nodes/shared/setup/tables';
import {
	calledWorkflow,
	inInstallationOrder,
	isTrigger,
} from '../../../nodes/shared/setup/workflow';
import { FakeN8nApi, NOTHING_FILLED } from '../../support/n8nApi.mts';
import { PACKAGE } from './fixtures.mts';

const FILLED: FirstValues = {
	...NOTHING_FILLED,
	...{ accessToken: 'a-token', signingSecret: 'a-secret-a-person-chose' },
	...{ mailServer: 'smtp.example.com:587', mailUser: 'atelier', mailPassword: ' with spaces ' },
	...{ dashboardUser: 'atelier', dashboardPassword: 'chêne' },
};
const RENDEZ_VOUS = 'ArchiMeuble – Rendez-vous';
const run = async (n8n: FakeN8nApi, shipped = PACKAGE, values = NOTHING_FILLED) =>
	await install(new N8nApi(n8n.transport), shipped, values);
const installed = async () => {
	const n8n = new FakeN8nApi();
	await run(n8n);
	n8n.requests.length = 0;
	return n8n;
};
const stateOf = (report: ReportLine[], name: string) =>
	report.find(({ nom }) => nom === name)?.etat;
const mailOf = (n8n: FakeN8nApi): any =>
	n8n.named(RENDEZ_VOUS).nodes.find(({ parameters }) => parameters.kind === 'created')!;

/** The next version of the package, in which « Rendez-vous » greets otherwise. */
function nextVersion(version = '0.2.0'): Shipped {
	const workflows = structuredClone(PACKAGE.workflows);
	const canvas = workflows.find(({ name }) => name === RENDEZ_VOUS)!;
	const mail: any = canvas.nodes.find(({ parameters }) => parameters.kind === 'created')!;
	mail.parameters.opening.introduction = 'Un rendez-vous vient d’être pris :';
	return { ...PACKAGE, version, workflows };
}

describe('in an n8n that holds nothing', () => {
	test('makes everything, wires it and publishes it in its order', async () => {
		const n8n = new FakeN8nApi();
		const report = await run(n8n, SHIPPED);
		expect(n8n.credentials).toEqual(SHIPPED.credentials);
		expect(n8n.tables.map(({ name }) => name)).toEqual(TABLES.map(({ name }) => name));
		const unpublished = n8n.workflows.filter(({ active }) => !active).map(({ name }) => name);
		expect(unpublished.sort()).toEqual([
			'ArchiMeuble – Essai',
			'ArchiMeuble – Rattrapage',
			'ArchiMeuble – Rejouer',
		]);
		const text = JSON.stringify(n8n.workflows.map(({ nodes, settings }) => [nodes, settings]));
		for (const { id } of SHIPPED.workflows) expect(text).not.toContain(`"${id}"`);
		expect(report.filter(({ objet }) => objet === 'Flux').map(({ etat }) => etat)).toEqual(
			SHIPPED.workflows.map(() => 'créé'),
		);
	});

	test('does so where n8n gives credentials ids of its own, as before 2.41', async () => {
		const n8n = new FakeN8nApi();
		n8n.fault = ({ method, path, body }) =>
			method === 'POST' && path === '/credentials' && 'id' in (body as object)
				? { status: 400, body: { message: 'request/body/id is read-only' } }
				: undefined;
		await run(n8n, SHIPPED);
		const names = (list: readonly ShippedCredential[]) => list.map(({ name }) => name);
		expect(names(n8n.credentials)).toEqual(names(SHIPPED.credentials));
		const used = n8n.workflows
			.flatMap(({ nodes }) => nodes)
			.flatMap(({ credentials = {} }) => Object.values(credentials).map(({ id }) => id));
		expect(n8n.credentials.map(({ id }) => id)).toEqual(expect.arrayContaining(used));
	});

	test('says nothing of a table of the team’s own, whatever its name', async () => {
		const n8n = new FakeN8nApi();
		n8n.tables.push({ id: 'own', name: 'archimeuble_chantiers', columns: [] });
		const report = await run(n8n);
		const named = report.filter(({ objet }) => objet === 'Table').map(({ nom }) => nom);
		expect(named.sort()).toEqual(TABLES.map(({ name }) => name).sort());
	});

	test('publishes the reconciliation where there is a token, and gives it to the trigger', async () => {
		const n8n = new FakeN8nApi();
		n8n.credentials.push(...PACKAGE.credentials);
		n8n.hasToken = true;
		await run(n8n);
		expect(n8n.named('ArchiMeuble – Rattrapage').active).toBe(true);
		const [trigger] = n8n.named(RENDEZ_VOUS).nodes.filter(({ name }) => name === 'Calendly');
		expect(trigger.credentials).toHaveProperty('calendlyAccessTokenApi');
	});
});

describe('a token that is filled in later', () => {
	test('publishes the reconciliation, which the report had announced', async () => {
		const n8n = new FakeN8nApi();
		const first = await run(n8n);
		const line = first.find(({ nom }) => nom === 'ArchiMeuble – Rattrapage');
		expect(line?.detail).toContain('relancer l’installation');
		n8n.hasToken = true;
		const second = await run(n8n);
		expect(n8n.named('ArchiMeuble – Rattrapage').active).toBe(true);
		expect(stateOf(second, 'ArchiMeuble – Rattrapage')).toBe('mis à jour');
		const [trigger] = n8n.named(RENDEZ_VOUS).nodes.filter(isTrigger);
		expect(trigger.credentials).toHaveProperty('calendlyAccessTokenApi');
		n8n.requests.length = 0;
		await run(n8n);
		expect(n8n.changes).toEqual([]);
	});

	test('publishes nothing that a person unpublished meanwhile', async () => {
		const n8n = new FakeN8nApi();
		await run(n8n);
		n8n.hasToken = true;
		await run(n8n);
		n8n.named('ArchiMeuble – Rattrapage').active = false;
		await run(n8n, nextVersion());
		expect(n8n.named('ArchiMeuble – Rattrapage').active).toBe(false);
	});
});

describe('what was deleted', () => {
	test('a workflow is made again, and those that call it or have it told of errors call the new one', async () => {
		const n8n = await installed();
		for (const name of ['ArchiMeuble – Moteur', 'ArchiMeuble – Erreurs']) {
			n8n.workflows.splice(n8n.workflows.indexOf(n8n.named(name)), 1);
		}
		const report = await run(n8n);
		expect(stateOf(report, 'ArchiMeuble – Moteur')).toBe('créé');
		expect(stateOf(report, RENDEZ_VOUS)).toBe('mis à jour');
		const ids = n8n.workflows.map(({ id }) => id);
		const meant = n8n.workflows.flatMap(({ nodes, settings }) => [
			...nodes.map(calledWorkflow),
			settings.errorWorkflow ?? null,
		]);
		expect(meant.filter((id) => id !== null && !ids.includes(id as string))).toEqual([]);
		n8n.requests.length = 0;
		await run(n8n);
		expect(n8n.changes).toEqual([]);
	});

	test('a workflow in the archive counts as deleted', async () => {
		const n8n = await installed();
		n8n.named('ArchiMeuble – Moteur').isArchived = true;
		await run(n8n);
		const standing = n8n.workflows.filter(({ isArchived }) => !isArchived);
		expect(standing).toHaveLength(PACKAGE.workflows.length);
		expect(stateOf(await run(n8n), RENDEZ_VOUS)).toBe('déjà à jour');
	});

	test('a table is made again, and the steps mean the new one', async () => {
		const n8n = await installed();
		const [journal] = n8n.tables.splice(1, 1);
		await run(n8n);
		expect(JSON.stringify(n8n.workflows)).not.toContain(`"value":"${journal.id}"`);
		n8n.requests.length = 0;
		await run(n8n);
		expect(n8n.changes).toEqual([]);
	});

	test('a call of the team’s own workflow is theirs, and kept', async () => {
		const n8n = await installed();
		n8n.workflows.push({
			...{ id: 'own', name: 'Le nôtre', active: true, connections: {}, settings: {}, nodes: [] },
		});
		const [call]: any[] = n8n.named(RENDEZ_VOUS).nodes.filter(calledWorkflow);
		call.parameters.workflowId.value = 'own';
		expect(stateOf(await run(n8n), RENDEZ_VOUS)).toBe('modifié par vous et gardé');
		expect(call.parameters.workflowId.value).toBe('own');
	});
});

describe('what a person filled in before the first installation', () => {
	const credentials = (report: ReportLine[]) =>
		report.filter(({ objet }) => objet === 'Identifiants').map(({ etat }) => etat);
	const dataOf = (n8n: FakeN8nApi, type: string): any =>
		n8n.requests
			.filter(({ method, path }) => method === 'POST' && path === '/credentials')
			.map(({ body }: any) => body)
			.find((body) => body.type === type)?.data;

	test('stands in the credentials, and leaves nothing to do', async () => {
		const n8n = new FakeN8nApi();
		n8n.hasToken = true;
		expect(credentials(await run(n8n, PACKAGE, FILLED))).toEqual(['créé', 'créé', 'créé', 'créé']);
		expect(dataOf(n8n, 'smtp')).toEqual({
			...{ host: 'smtp.example.com', port: 587, secure: false },
			...{ user: 'atelier', password: ' with spaces ' },
		});
		expect(dataOf(n8n, 'httpBasicAuth')).toEqual({ user: 'atelier', password: 'chêne' });
		expect(dataOf(n8n, 'calendlySigningSecretApi').signingSecret).toBe(FILLED.signingSecret);
		// The token counts in the same run.
		expect(n8n.named('ArchiMeuble – Rattrapage').active).toBe(true);
		n8n.requests.length = 0;
		await run(n8n, PACKAGE, FILLED);
		expect(n8n.changes).toEqual([]);
	});

	test('of which Calendly takes no token leaves that one to do', async () => {
		const n8n = new FakeN8nApi();
		const report = await run(n8n, PACKAGE, FILLED);
		expect(credentials(report)).toEqual(['à faire', 'créé', 'créé', 'créé']);
		expect(report[0].detail).toContain('n’accepte pas ce jeton');
		expect(n8n.named('ArchiMeuble – Rattrapage').active).toBe(false);
	});

	test('is asked for under ids of the package’s, or of n8n’s where one is taken', async () => {
		const n8n = new FakeN8nApi();
		const [taken] = CREDENTIALS;
		n8n.credentials.push({ ...taken, name: 'Autre' });
		await run(n8n, PACKAGE, FILLED);
		const made = n8n.requests.filter(({ path, method }) => {
			return path === '/credentials' && method === 'POST';
		});
		expect(made.map(({ body }: any) => [body.id, body.name, body.type])).toEqual(
			CREDENTIALS.map(({ id, name, type }) => [id === taken.id ? undefined : id, name, type]),
		);
	});

	test('is not asked for again where n8n fails', async () => {
		const n8n = new FakeN8nApi();
		n8n.fault = ({ method, path }) =>
			method === 'POST' && path === '/credentials' ? { status: 500, body: {} } : undefined;
		await expect(run(n8n, PACKAGE, FILLED)).rejects.toMatchObject({ status: 500 });
		expect(n8n.changes).toEqual(['POST /credentials']);
	});

	test('with an unusable signing secret stops nothing where the secret stands already', async () => {
		const n8n = await installed();
		const report = await run(n8n, PACKAGE, { ...FILLED, signingSecret: 'short' });
		expect(stateOf(report, RENDEZ_VOUS)).toBe('déjà à jour');
	});

	test('changes no credential that exists', async () => {
		const n8n = await installed();
		await run(n8n, PACKAGE, FILLED);
		expect(n8n.changes).toEqual([]);
	});

	test.each(['too short', ' around the secret there is white space '])(
		'with a signing secret such as %j stops all',
		async (signingSecret) => {
			const n8n = new FakeN8nApi();
			const report = await run(n8n, PACKAGE, { ...FILLED, signingSecret });
			expect(report).toMatchObject([
				{ etat: 'à faire', detail: expect.stringContaining('au moins 16 caractères') },
			]);
			expect(n8n.changes).toEqual([]);
		},
	);
});

describe('where everything is there', () => {
	test('what says where this n8n runs is no change, and stays', async () => {
		const n8n = await installed();
		const settings: any = n8n.workflows
			.flatMap(({ nodes }) => nodes)
			.find(({ parameters }) => parameters.resource === 'setting');
		settings.parameters.defaults = { fichier_log: '/donnees/calendly.log' };
		n8n.requests.length = 0;
		await run(n8n);
		expect(n8n.changes).toEqual([]);
		const changed = structuredClone(PACKAGE);
		changed.workflows.forEach((workflow) =>
			Object.assign(workflow.settings, { executionTimeout: 7 }),
		);
		await run(n8n, { ...changed, version: '0.2.0' });
		expect(JSON.stringify(n8n.workflows)).toContain('/donnees/calendly.log');
	});

	test('a second run changes nothing and says so', async () => {
		const n8n = await installed();
		const report = await run(n8n);
		expect(n8n.changes).toEqual([]);
		const [token, ...others] = report;
		expect(token).toMatchObject({ objet: 'Identifiants', etat: 'à faire' });
		expect(others.map(({ nom, etat }) => [nom, etat])).toEqual(
			[
				...PACKAGE.credentials.filter(({ name }) => name !== token.nom),
				...TABLES,
				...inInstallationOrder(PACKAGE.workflows),
			].map(({ name }) => [name, 'déjà à jour']),
		);
	});

	test('n8n is asked once what there is', async () => {
		const n8n = await installed();
		await run(n8n);
		const lists = n8n.requests.filter(
			({ method, path }) => method === 'GET' && path === '/workflows',
		);
		expect(lists).toHaveLength(1);
	});

	test('what a person unpublished stays so', async () => {
		const n8n = await installed();
		n8n.named('ArchiMeuble – Rappels').active = false;
		await run(n8n);
		expect(n8n.named('ArchiMeuble – Rappels').active).toBe(false);
	});

	test('a moved node and another credential are nobody’s change', async () => {
		const n8n = await installed();
		mailOf(n8n).position = [7, 7];
		for (const node of n8n.named(RENDEZ_VOUS).nodes) {
			if (node.credentials?.smtp) node.credentials.smtp = { id: 'own', name: 'Messagerie' };
		}
		await run(n8n, nextVersion());
		expect(mailOf(n8n).position).toEqual([7, 7]);
		expect(mailOf(n8n).parameters.opening.introduction).toMatch(/vient d’être pris/);
		expect(JSON.stringify(n8n.named(RENDEZ_VOUS).nodes)).toContain('"id":"own"');
	});

	test('a missing table is made with its columns, a missing column by the number of its table', async () => {
		const n8n = await installed();
		const [table, { columns }] = [n8n.tables.splice(0, 1)[0], n8n.tables[1]];
		const [first] = columns.splice(0, 1);
		n8n.tables[1].id = 'a/b';
		const answered: unknown[] = [];
		n8n.fault = ({ method, path, body }) => {
			if (method === 'GET' || !path.startsWith('/data-tables')) return undefined;
			answered.push([method, path, body]);
			return { status: 201, body: {} };
		};
		await run(n8n).catch(() => {});
		expect(answered).toEqual([
			['POST', '/data-tables', { name: table.name, columns: table.columns }],
			['POST', '/data-tables/a%2Fb/columns', { name: first.name, type: first.type }],
		]);
	});

	test('a missing column is added, one of another type is told', async () => {
		const n8n = await installed();
		const [table] = n8n.tables;
		const [{ name }] = table.columns.splice(3, 1);
		table.columns[0].type = 'number';
		const report = await run(n8n);
		expect(table.columns.map((column) => column.name)).toContain(name);
		expect(stateOf(report, table.name)).toBe('mis à jour');
		expect(report.filter(({ etat }) => etat === 'à faire').map(({ detail }) => detail)).toEqual(
			expect.arrayContaining([expect.stringContaining('doit être du type')]),
		);
	});
});

describe('an upgrade', () => {
	test('replaces what nobody changed, which stays published', async () => {
		const n8n = await installed();
		const report = await run(n8n, nextVersion());
		expect(stateOf(report, RENDEZ_VOUS)).toBe('mis à jour');
		expect(n8n.named(RENDEZ_VOUS).active).toBe(true);
		expect(n8n.workflows).toHaveLength(PACKAGE.workflows.length);
		n8n.requests.length = 0;
		await run(n8n, nextVersion());
		expect(n8n.changes).toEqual([]);
	});

	test('tells first what is to be done, then what was kept; no line is without a word', async () => {
		const n8n = await installed();
		mailOf(n8n).parameters.opening.greeting = 'Salut,';
		const report = await run(n8n, nextVersion());
		expect(report.map(({ etat }) => etat).slice(0, 3)).toEqual([
			...['à faire', 'modifié par vous et gardé', 'déjà à jour'],
		]);
		expect(report.filter(({ detail }) => detail === '')).toEqual([]);
		const flux = new Map(report.map(({ nom, detail }) => [nom, detail]));
		expect(flux.get('ArchiMeuble – Rejouer')).toBe('À lancer à la main.');
		expect(flux.get('ArchiMeuble – Rattrapage')).toContain('jeton d’accès');
		expect(flux.get('ArchiMeuble – Moteur')).toBe('Publié.');
	});

	test('keeps what a person changed, puts the new one beside it once, and names the node', async () => {
		const n8n = await installed();
		mailOf(n8n).parameters.opening.greeting = 'Salut,';
		const report = await run(n8n, nextVersion());
		expect(mailOf(n8n).parameters.opening.greeting).toBe('Salut,');
		const [line] = report.filter(({ nom }) => nom === RENDEZ_VOUS);
		expect(line.etat).toBe('modifié par vous et gardé');
		expect(line.detail).toContain(mailOf(n8n).name);
		expect(n8n.named(`${RENDEZ_VOUS} (0.2.0)`).active).toBe(false);
		n8n.requests.length = 0;
		await run(n8n, nextVersion());
		expect(n8n.changes).toEqual([]);
	});

	test('of what the new version leaves as it was puts nothing beside it', async () => {
		const n8n = await installed();
		mailOf(n8n).parameters.opening.greeting = 'Salut,';
		await run(n8n);
		expect(n8n.changes).toEqual([]);
	});

	test('backwards is refused, and nothing is touched', async () => {
		const n8n = new FakeN8nApi();
		await run(n8n, nextVersion('0.10.0'));
		n8n.requests.length = 0;
		const report = await run(n8n, nextVersion('0.9.0'));
		expect(report[0].detail).toContain('revenir en arrière n’est pas possible');
		expect(n8n.changes).toEqual([]);
	});
});

describe('a workflow of the same name', () => {
	test('that somebody else made stops all, with what to do', async () => {
		const n8n = new FakeN8nApi();
		n8n.workflows.push({
			...{ id: 'x', name: RENDEZ_VOUS, active: true, connections: {}, settings: {}, nodes: [] },
		});
		const report = await run(n8n);
		expect(report).toMatchObject([
			{ etat: 'à faire', detail: expect.stringContaining('renommer') },
		]);
		expect(n8n.changes).toEqual([]);
	});

	test('that was imported by hand is taken over, with the settings the editor lost', async () => {
		const n8n = new FakeN8nApi();
		for (const workflow of structuredClone(PACKAGE.workflows)) {
			n8n.workflows.push({ ...workflow, settings: { executionOrder: 'v1' }, active: false });
		}
		await run(n8n);
		expect(n8n.workflows).toHaveLength(PACKAGE.workflows.length);
		expect(n8n.named(RENDEZ_VOUS)).toMatchObject({
			active: true,
			settings: { timezone: 'Europe/Paris' },
		});
	});
});

describe('a check', () => {
	const checked = async (n8n: FakeN8nApi, shipped = PACKAGE) =>
		await check(new N8nApi(n8n.transport), shipped);

	test('of an n8n that holds nothing names all that is missing, and makes none of it', async () => {
		const n8n = new FakeN8nApi();
		const lines = await checked(n8n);
		const count = PACKAGE.credentials.length + TABLES.length + PACKAGE.workflows.length;
		expect(lines.map(({ etat }) => etat)).toEqual(Array(count).fill('à créer'));
		expect(n8n.changes).toEqual([]);
	});

	test('of what is older, incomplete or changed says which', async () => {
		const n8n = await installed();
		n8n.tables[0].columns.pop();
		n8n.named('ArchiMeuble – Relance').settings = {};
		const lines = await checked(n8n, nextVersion());
		expect(stateOf(lines, n8n.tables[0].name)).toBe('à mettre à jour');
		expect(stateOf(lines, RENDEZ_VOUS)).toBe('à mettre à jour');
		expect(stateOf(lines, 'ArchiMeuble – Relance')).toBe('modifié par vous');
		expect(stateOf(lines, 'ArchiMeuble – Moteur')).toBe('déjà à jour');
		expect(n8n.changes).toEqual([]);
	});

	test('of a package older than what is installed says so', async () => {
		const n8n = new FakeN8nApi();
		await run(n8n, nextVersion('0.10.0'));
		const [first] = await checked(n8n, nextVersion('0.9.0'));
		expect(first.detail).toContain('revenir en arrière');
	});
});

/** n8n refuses, answers nothing, or did what it was asked and its answer was lost. */
const CUTS: Array<(isFirst: boolean) => ReturnType<FakeN8nApi['fault']>> = [
	() => ({ status: 503, body: {} }),
	() => null,
	(isFirst) => ({ status: 502, body: '', isDone: isFirst }),
];

describe('cut off', () => {
	test('anywhere, it ends well when it is run again, and makes nothing twice', async () => {
		const whole = await installed();
		await fc.assert(
			fc.asyncProperty(
				fc.integer({ min: 1, max: 70 }),
				fc.constantFrom(...CUTS),
				async (at, cut) => {
					const n8n = new FakeN8nApi();
					n8n.fault = (_request, count) => (count < at ? undefined : cut(count === at));
					await run(n8n).catch((error: unknown) => expect(error).toBeInstanceOf(N8nApiError));
					n8n.fault = () => undefined;
					await run(n8n);
					const shown = ({ workflows }: FakeN8nApi) =>
						workflows.map(({ name, active, description }) => [name, active, description]).sort();
					expect(shown(n8n)).toEqual(shown(whole));
					expect(n8n.credentials).toHaveLength(PACKAGE.credentials.length);
				},
			),
			{ numRuns: 100 },
		);
	});
});

describe('a workflow n8n does not take', () => {
	test('because it calls one that a person stopped is told, and all else is done', async () => {
		const n8n = await installed();
		n8n.named(RENDEZ_VOUS).active = false;
		const [relance] = n8n.workflows.splice(
			n8n.workflows.findIndex(({ name }) => name === 'ArchiMeuble – Relance'),
			1,
		);
		const [, first, ...others] = await run(n8n, nextVersion());
		expect(first).toMatchObject({ nom: relance.name, etat: 'à faire' });
		expect(first.detail).toContain('appelle un flux qui n’est pas publié');
		expect(stateOf(others, RENDEZ_VOUS)).toBe('mis à jour');
		n8n.named(RENDEZ_VOUS).active = true;
		expect(stateOf(await run(n8n, nextVersion()), relance.name)).toBe('mis à jour');
		expect(n8n.named(relance.name).active).toBe(true);
	});

	test('for another reason is told in n8n’s words', async () => {
		const n8n = new FakeN8nApi();
		n8n.fault = ({ path }) =>
			path.endsWith('/publish') ? { status: 400, body: { message: 'no such node' } } : undefined;
		const flux = (await run(n8n)).filter(({ objet }) => objet === 'Flux');
		expect(flux[0]).toMatchObject({
			...{ etat: 'à faire', detail: expect.stringContaining('no such node') },
		});
		expect(flux.filter(({ etat }) => etat === 'créé')).toHaveLength(3);
	});

	test('at all stops the installation: those that call it would call nothing', async () => {
		const n8n = new FakeN8nApi();
		n8n.fault = ({ method, path }) =>
			method === 'POST' && path === '/workflows' ? { status: 400, body: {} } : undefined;
		await expect(run(n8n)).rejects.toMatchObject({ status: 400 });
		expect(n8n.workflows).toEqual([]);
	});
});
