import { NodeOperationError, type IExecuteFunctions, type INodeExecutionData } from 'n8n-workflow';
import { ArchiMeubleFlux } from '../../nodes/ArchiMeubleFlux/ArchiMeubleFlux.node';
import { CalendlyArchiMeuble } from '../../nodes/CalendlyArchiMeuble/CalendlyArchiMeuble.node';
import { normalizeWebhook } from '../../nodes/shared/appointment/normalize';
import { defaultWording } from '../../nodes/shared/email/wording';
import { journalEntry } from '../../nodes/shared/journal/entry';
import { processRounds } from '../../nodes/shared/journal/round';
import { TABLES } from '../../nodes/shared/setup/tables';
import { withDefaults } from '../support/parameters.mts';
import { webhook, type PayloadName } from '../support/payloads.mts';
import { refusalRow } from '../support/refusals.mts';

const receivedAt = new Date('2026-11-24T09:12:14.000Z');
const eventOf = (name: PayloadName) => normalizeWebhook(webhook(name), { receivedAt });
const created = eventOf('01-created-google-meet');

/** A fake of what n8n hands to `execute()`. */
async function run(
	parameters: Record<string, unknown>,
	items: object[],
	executionId = '42',
): Promise<{ output: INodeExecutionData[]; sent: unknown[]; warned: string[] }> {
	const sent: unknown[] = [];
	const warned: string[] = [];
	const node = parameters.resource === 'email' ? new CalendlyArchiMeuble() : new ArchiMeubleFlux();
	const values = withDefaults(node, parameters);
	const context = {
		getInputData: () => items.map((json) => ({ json })),
		continueOnFail: () => false,
		getNodeParameter: (name: string, _item: number, fallback?: unknown) =>
			name in values ? values[name] : fallback,
		getNode: () => ({ name: 'Calendly ArchiMeuble', type: 'x', typeVersion: 1, parameters: {} }),
		getExecutionId: () => executionId,
		getInstanceBaseUrl: () => 'https://n8n.example/',
		getWorkflowStaticData: () => parameters.staticData,
		getMode: () => parameters.mode ?? 'trigger',
		sendResponse: (response: unknown) => sent.push(response),
		addExecutionHints: () => undefined,
		getChildNodes: () => parameters.stepNodes ?? [],
		getContext: () => parameters.context ?? {},
		getWorkflowDataProxy: () => ({
			$: () => ({ all: () => (parameters.round as object[]).map((json) => ({ json })) }),
		}),
		logger: { warn: (text: string) => warned.push(text) },
		helpers: {
			prepareBinaryData: async (content: Buffer, fileName: string, mimeType: string) => ({
				data: content.toString('utf8'),
				fileName,
				mimeType,
			}),
		},
	} as unknown as IExecuteFunctions;
	const [output] = await node.execute.call(context);
	return { output, sent, warned };
}

describe('Webhook → Respond', () => {
	const respond = async (item: object) =>
		await run({ resource: 'webhook', operation: 'respond' }, [item]);
	const booked = {
		success: true,
		message: 'Rendez-vous enregistré avec succès',
		data: {
			name: 'Camille Durand',
			email: 'camille.durand@example.com',
			event_type: 'Visio conception - 30 min',
			start_time: '2026-11-26T13:00:00.000Z',
			end_time: '2026-11-26T13:30:00.000Z',
			config_url:
				'https://archimeuble.example/configurator/save/abc123?finition=ch%C3%AAne&largeur=1800',
			timezone: 'Europe/Paris',
		},
	};

	test.each<[string, PayloadName, object]>([
		['a booking', '01-created-google-meet', booked],
		['a cancellation', '02-canceled-by-host', { success: true, message: 'Annulation enregistrée' }],
		[
			'the cancelled half of a reschedule',
			'04-reschedule-1-canceled-old',
			{ success: true, message: 'Annulation enregistrée' },
		],
		['a no-show', '14-no-show-created', { success: true, message: 'Event logged successfully' }],
	])('answers %s', async (_name, payloadName, body) => {
		const { sent, output } = await respond(eventOf(payloadName));
		expect(sent).toEqual([{ statusCode: 200, headers: {}, body }]);
		expect(output).toHaveLength(1);
	});

	test('answers from a stored journal row just as from the trigger', async () => {
		expect((await respond({ id: 7, ...journalEntry(created) })).sent).toEqual(
			(await respond(created)).sent,
		);
	});

	test('says what to connect when the item is something else', async () => {
		await expect(respond({ hello: 'world' })).rejects.toThrow(NodeOperationError);
	});
});

describe('answers go first', () => {
	const begin = { resource: 'journal', operation: 'beginRound' };

	afterEach(() => {
		jest.useRealTimers();
		processRounds.end('round');
	});

	test('where this process only works: a round waits for what is about to be answered', async () => {
		jest.useFakeTimers({ now: new Date('2031-02-01T09:00:00Z'), doNotFake: ['nextTick'] });
		await run({ resource: 'journal', operation: 'prepareEntry' }, [created], 'delivery');
		let began = false;
		const round = run(begin, [{}], 'round').then(({ output }) => {
			began = true;
			return output;
		});
		await jest.advanceTimersByTimeAsync(3000);
		expect(began).toBe(false);
		await run({ resource: 'webhook', operation: 'respond' }, [created], 'delivery');
		await jest.advanceTimersByTimeAsync(50);
		expect(began).toBe(true);
		expect(await round).toMatchObject([{ json: { execution: 'round' } }]);
	});

	test('but never for longer than ten seconds, nor is the round taken for silent meanwhile', async () => {
		jest.useFakeTimers({ now: new Date('2031-02-01T10:00:00Z'), doNotFake: ['nextTick'] });
		await run({ resource: 'journal', operation: 'prepareEntry' }, [created], 'delivery');
		const round = run(begin, [{}], 'round');
		await jest.advanceTimersByTimeAsync(9900);
		expect(processRounds.begin('another', new Date())).toBe(false);
		await jest.advanceTimersByTimeAsync(200);
		expect((await round).output).toHaveLength(1);
		await run({ resource: 'webhook', operation: 'respond' }, [created], 'delivery');
	});
});

describe('refused requests', () => {
	const last = '2026-11-22T10:00:00.000Z';
	const row = (id: number, count: number, told: string | null = null) => ({
		...refusalRow('timestamp_too_old', count, last),
		...{ id, termine_le: told },
	});

	test('are rows of the journal, which Respond leaves alone: the sender has its answer', async () => {
		const refusals = [{ reason: 'timestamp_too_old', count: 4, last }];
		const prepare = { resource: 'journal', operation: 'prepareEntry' };
		const { output } = await run(prepare, [{ refusals }]);
		expect(output).toEqual([
			{ json: refusalRow('timestamp_too_old', 4, last), pairedItem: { item: 0 } },
		]);
		const respond = { resource: 'webhook', operation: 'respond' };
		const answered = await run(respond, [{ id: 7, ...output[0].json }]);
		expect([answered.sent, answered.output]).toEqual([[], []]);
	});

	test('stop Report Refusals once they are unusually many', async () => {
		const report = (known: object[], added: object[]) =>
			run({ resource: 'webhook', operation: 'reportRefusals', round: known }, added);
		expect((await report([row(1, 3, last)], [row(2, 1)])).output).toEqual([]);
		await expect(report([row(1, 3, last), row(2, 2)], [row(2, 2)])).rejects.toThrow(
			/^5 messages refusés le 22\/11\/2026 \(signature trop ancienne\)/,
		);
	});
});

describe('Journal', () => {
	test('Prepare Entry makes one flat row per event', async () => {
		const { output } = await run({ resource: 'journal', operation: 'prepareEntry' }, [created]);
		expect(output).toEqual([{ json: journalEntry(created), pairedItem: { item: 0 } }]);
	});

	const stored = (id: number, execution: string, etat = 'en_cours') => ({
		...journalEntry(created),
		id,
		execution,
		etat,
	});

	test('Select Unfinished keeps what is due, one attempt further', async () => {
		const rows = [
			{ ...stored(1, '1', 'a_reprendre'), essais: 2, essai_le: '2026-01-01T00:00:00.000Z' },
			{ ...stored(2, '1', 'a_reprendre'), essais: 29, essai_le: '2026-01-01T00:00:00.000Z' },
			{ ...stored(3, '1', 'recu'), recu_le: new Date().toISOString() },
			{},
		];
		const { output } = await run(
			{ resource: 'journal', operation: 'selectUnfinished', retryPolicy: {} },
			rows,
		);
		expect(output.map(({ json }) => [json.id, json.decision, json.essais])).toEqual([
			[1, 'retry', 2],
			[2, 'give_up', 29],
		]);
		expect(output.map(({ json }) => json.next)).toEqual([
			{
				...{ etat: 'recu', essais: 3, essai_le: expect.any(String), processus: '' },
				...{ resultat: null, termine_le: null },
			},
			{
				...{ etat: 'echec', essais: 30, essai_le: '2026-01-01T00:00:00.000Z', processus: '' },
				...{ resultat: 'Abandonné après plusieurs essais', termine_le: expect.any(String) },
			},
		]);
	});

	test('Select Unfinished follows the policy of the node', async () => {
		const rows = [
			{ ...stored(1, '1', 'a_reprendre'), essais: 2, essai_le: '2026-01-01T00:00:00.000Z' },
		];
		const { output } = await run(
			{ resource: 'journal', operation: 'selectUnfinished', retryPolicy: { maxAttempts: 3 } },
			rows,
		);
		expect(output[0].json.decision).toBe('give_up');
	});

	test('Write Log Lines gives a file to append, each line ended', async () => {
		const round = await announcementsOf(stored(8, '42'));
		const { output } = await run({ resource: 'journal', operation: 'writeLogLines', round }, [{}]);
		const file = output[0].binary?.data.data ?? '';
		expect(file.split('\n')).toHaveLength(3);
		expect(file).toMatch(/^\[2026-11-24 10:12:14\] Event: invitee\.created \| Data: \{.*\}\n/);
		expect(file.endsWith('\n')).toBe(true);
		expect(output[0].json).toEqual({
			...{ lignes: 2, fichier_log: '/home/node/.n8n-files/calendly.log' },
		});
	});

	test('Write Log Lines appends nothing where all are written', async () => {
		const round = await announcementsOf({
			...stored(8, '42'),
			log_le: '2026-11-24T09:12:15.000Z',
		});
		const { output } = await run({ resource: 'journal', operation: 'writeLogLines', round }, [{}]);
		expect(output[0].binary?.data.data).toBe('');
		expect(output[0].json.fichier_log).toBe('/home/node/.n8n-files/calendly.log');
	});

	describe('Close Round', () => {
		const close = async (parameters: object, written: object = {}) => {
			const round = await announcementsOf(stored(8, '42'));
			const operation = { resource: 'journal', operation: 'closeRound', round };
			return (await run({ ...operation, ...parameters }, [written])).output.map(({ json }) => json);
		};

		test('puts what was announced down as done', async () => {
			expect(await close({})).toMatchObject([
				{ id: 8, etat: 'termine', log_le: expect.any(String), termine_le: expect.any(String) },
			]);
		});

		test.each([
			['text', 'Access to the file is not allowed.'],
			['an object', { message: 'Access to the file is not allowed.' }],
		])('says why the log was not written, told as %s', async (_name, error) => {
			const [patch] = await close({}, { error });
			expect(patch.erreur).toBe('Log non écrit\u00a0: Access to the file is not allowed.');
			expect(patch).not.toHaveProperty('log_le');
		});

		test.each([
			['an object', { numero: 8, erreur: 'Timeout' }],
			['JSON text', '{"numero":8,"erreur":"Timeout"}'],
		])('puts off what was not mailed, told as %s', async (_name, failure) => {
			expect(await close({ failure })).toMatchObject([
				{ id: 8, etat: 'a_reprendre', erreur: 'Courriel non envoyé\u00a0: Timeout' },
			]);
		});

		test('goes on after a round that took nothing', async () => {
			expect(await close({ round: [{}] })).toEqual([{ id: 0, etat: 'termine' }]);
		});
	});

	describe('End Round', () => {
		/** What the node gives each time it is led back to, until it gives nothing. */
		const end = async (stepNodes: object[], ...states: string[]) => {
			const deliveries = states.map((etat, index) => ({ ...another(8 + index), etat }));
			const round = await announcementsOf(...states.map((_, index) => another(8 + index)));
			const operation = { resource: 'journal', operation: 'endRound', round, stepNodes };
			const context = {};
			const given: object[] = [];
			for (let items: object[] = deliveries; items.length > 0; ) {
				items = (await run({ ...operation, context }, items)).output.map(({ json }) => json);
				expect(items.length).toBeLessThanOrEqual(1);
				given.push(...items);
			}
			return given;
		};

		/** A booking of its own. */
		const another = (id: number) => {
			const appointment = { ...created.appointment, id: `https://calendly.com/invitees/${id}` };
			return {
				...journalEntry({ ...created, appointment, idempotencyKey: `created ${id}` }),
				...{ id, execution: '42', etat: 'en_cours' },
			};
		};

		test('gives the announced fact to the steps somebody added', async () => {
			expect(await end([{ name: 'Slack' }], 'termine')).toMatchObject([
				{ pour: 'etapes', annonce: 'nouveau', numero: 8, client: 'Camille Durand' },
			]);
		});

		test('gives one execution after the other, the next round last', async () => {
			const given = await end([{ name: 'Slack' }], 'termine', 'termine', 'recu');
			expect(given).toMatchObject([
				{ pour: 'etapes', numero: 8 },
				{ pour: 'etapes', numero: 9 },
				{ pour: 'passage' },
			]);
		});

		test.each([
			['none', []],
			['only one that is switched off', [{ name: 'Slack', disabled: true }]],
		])('starts no step where there is %s', async (_name, stepNodes) => {
			expect(await end(stepNodes, 'termine')).toEqual([]);
		});

		test('begins another round, and no step, for what was given back', async () => {
			expect(await end([{ name: 'Slack' }], 'recu')).toEqual([{ pour: 'passage', pause: false }]);
		});
	});

	test('List Unrecorded keeps the entries the journal does not hold, in their order', async () => {
		const entry = (cle: string) => ({ ...journalEntry(created), identifiant: cle, cle });
		const entries = [entry('b'), null, entry('known'), entry('a')];
		const list = { resource: 'journal', operation: 'listUnrecorded', entries };
		const journal = [{}, { ...entry('known'), id: 7 }];
		const { output } = await run(list, journal);
		expect(output.map(({ json }) => json)).toEqual([entry('b'), entry('a')]);
		expect((await run({ ...list, entries: JSON.stringify(entries) }, journal)).output).toEqual(
			output,
		);
		expect((await run({ ...list, entries: 'none' }, journal)).output).toEqual([]);
	});
});

/** What the round of the execution 42 is to announce of a delivery. */
async function announcementsOf(...items: object[]): Promise<object[]> {
	const apply = { resource: 'appointment', operation: 'applyEvents', execution: '42' };
	const [{ json }] = (await run(apply, items)).output;
	return json.announcements as object[];
}

describe('Appointment', () => {
	const delivery = (id: number, execution: string, etat = 'en_cours') => ({
		...{ ...journalEntry(created), id, execution, etat },
	});

	test('Apply Events handles what its execution took, told apart from all else it is given', async () => {
		const apply = { resource: 'appointment', operation: 'applyEvents', execution: '42' };
		const { output } = await run(apply, [
			delivery(8, '42'),
			delivery(8, '42'),
			{ ...delivery(9, '41'), cle: 'of another execution', identifiant: 'another' },
			{ ...delivery(7, '42', 'termine'), cle: 'done before' },
			{ identifiant: created.appointment.id, etat: 'confirme', reserve_le: '2026-11-01' },
			{ reglage: 'destinataire', valeur: 'menuisier@example.org' },
			{},
		]);
		expect(output).toHaveLength(1);
		expect(output[0].json).toMatchObject({
			appointments: [{ identifiant: created.appointment.id, reserve_le: '2026-11-01' }],
			journal: [],
			announcements: [{ numero: 8, courriel: 'nouveau', a: 'menuisier@example.org' }],
		});
	});

	test('Apply Events gives back what another execution is at work on, for later where that lasts', async () => {
		const apply = { resource: 'appointment', operation: 'applyEvents', execution: '42' };
		const held = (seconds: number) => ({
			...delivery(8, '41'),
			cle: 'another fact about it',
			essai_le: new Date(Date.now() - seconds * 1000).toISOString(),
		});
		const journalFor = async (seconds: number) =>
			(await run(apply, [delivery(9, '42'), held(seconds)])).output[0].json.journal;
		expect(await journalFor(1)).toEqual([{ id: 9, etat: 'recu', execution: null }]);
		expect(await journalFor(30)).toMatchObject([
			{ id: 9, etat: 'a_reprendre', execution: null, essai_le: expect.any(String) },
		]);
	});

	test('Apply Events leaves to an earlier delivery what it tells already', async () => {
		const apply = { resource: 'appointment', operation: 'applyEvents', execution: '42' };
		const { output } = await run(apply, [delivery(9, '42'), delivery(8, '41', 'termine')]);
		expect(output[0].json).toMatchObject({
			appointments: [],
			journal: [{ id: 9, etat: 'doublon' }],
			announcements: [],
		});
	});
});

test('Setup → Check Tables stops with what is missing, and what to do about it', async () => {
	const check = { resource: 'setup', operation: 'checkTables' };
	const tables = TABLES.map(({ name, columns }) => ({
		...{ name, columns: Object.entries(columns).map(([column, type]) => ({ name: column, type })) },
	}));
	expect((await run(check, tables)).output).toEqual([]);
	await expect(run(check, tables.slice(1))).rejects.toThrow('archimeuble_rendezvous');
});

describe('Email → Compose', () => {
	const compose = async (changes: Record<string, unknown>) =>
		await run(
			{
				resource: 'email',
				operation: 'compose',
				kind: 'created',
				event: created,
				timezone: 'Europe/Paris',
				...changes,
			},
			[{}],
		);

	test('gives what Send Email needs', async () => {
		const { output } = await compose({});
		expect(output[0].json).toMatchObject({
			subject:
				'Nouveau RDV Calendly - ArchiMeuble\u00a0: Visio conception - 30 min - Camille Durand - 26/11/2026 à 14:00',
			replyTo: 'camille.durand@example.com',
			html: expect.stringContaining('<html lang="fr"'),
			text: expect.stringContaining('26/11/2026'),
		});
		expect(output[0].binary).toBeUndefined();
	});

	test('links to the appointment on the dashboard, where it is told its address', async () => {
		const { output } = await compose({ dashboardUrl: 'https://n8n.example/tableau' });
		expect(output[0].json.html).toMatch(/href="https:\/\/n8n\.example\/tableau\?rdv=[\w-]+"/);
		const { output: without } = await compose({});
		expect(without[0].json.html).not.toContain('rdv=');
	});

	test('attaches the calendar file when asked', async () => {
		const { output } = await compose({ attachCalendar: true });
		expect(output[0].binary?.agenda).toMatchObject({
			fileName: expect.stringMatching(/\.ics$/),
			mimeType: 'text/calendar; charset=utf-8; method=PUBLISH',
			data: expect.stringContaining('BEGIN:VEVENT\r\n'),
		});
	});

	test.each([
		['an object', { start: '2026-10-23T12:00:00.000Z', end: '2026-10-23T13:00:00.000Z' }],
		['JSON text', '{"start":"2026-10-23T12:00:00.000Z","end":"2026-10-23T13:00:00.000Z"}'],
	])('takes the former time as %s', async (_name, previous) => {
		const { output } = await compose({
			kind: 'rescheduled',
			previous,
		});
		expect(output[0].json.text).toContain('23/10/2026');
	});

	test.each(['', 'demain', null, '[]', 7])(
		'reads the former time %j as not known',
		async (previous) => {
			const { output } = await compose({ kind: 'rescheduled', previous });
			expect(output[0].json.subject).toBeTruthy();
		},
	);

	test('uses the workshop’s wording', async () => {
		const opening = { subject: 'RDV de {client}' };
		const { output } = await compose({ opening, ending: { signature: 'L’atelier', closing: '' } });
		const { subject, text } = output[0].json;
		expect(subject).toBe('RDV de Camille Durand');
		expect(text).toContain('L’atelier');
		expect(text).toContain(defaultWording('created').introduction);
		expect(text).not.toContain(defaultWording('created').closing);
	});

	test.each([
		['the workshop', 'created', { fields: ['client'] }, 'camille.durand@example.com'],
		['the client', 'confirmation', { clientFields: ['type'] }, '26/11/2026'],
	])('shows %s the facts that were chosen', async (_whom, kind, ending, fact) => {
		const bodyOf = async (changes: object) =>
			(await compose({ kind, opening: { subject: 'RDV' }, ...changes })).output[0].json.text;
		expect(await bodyOf({})).toContain(fact);
		expect(await bodyOf({ ending })).not.toContain(fact);
	});
});

describe('Setting → Read', () => {
	test('gives every setting, and says what cannot be used', async () => {
		const { output, warned } = await run(
			{ resource: 'setting', operation: 'read', defaults: { destinataire: 'a@b.fr' } },
			[{ reglage: 'fuseau', valeur: 'Paris' }],
		);
		expect(output[0].json).toMatchObject({ destinataire: 'a@b.fr', fuseau: 'Europe/Paris' });
		expect(output[0].json.adresse_tableau_de_bord).toBe(
			'https://n8n.example/webhook/archimeuble/tableau-de-bord',
		);
		expect(output[0].json.refused).toEqual(warned);
		expect(warned).toEqual([expect.stringContaining('fuseau')]);
	});
});

test('Setting → List Missing gives the lines to be written into the table', async () => {
	const { output, warned } = await run(
		{ resource: 'setting', operation: 'listMissing', defaults: { destinataire: 'a@b.fr' } },
		[{ reglage: 'fuseau', valeur: 'Paris' }],
	);
	const lines = output.map(({ json }) => json);
	expect(lines).toHaveLength(21);
	expect(lines).toContainEqual(
		expect.objectContaining({ reglage: 'destinataire', valeur: 'a@b.fr' }),
	);
	expect(lines).toContainEqual({
		reglage: 'fuseau',
		aide: expect.stringMatching(/^⚠ Valeur inutilisable/),
	});
	expect(warned).toEqual([expect.stringContaining('fuseau')]);
});

test.each([
	['its own appointment', [{ identifiant: 'older' }, { identifiant: 'own' }], 'ça marche'],
	['none but that of an older trial', [{ identifiant: 'older' }], 'à faire'],
	['none', [{}], 'à faire'],
])('Trial → Report that found %s says so', async (_name, appointments, resultat) => {
	const { output } = await run(
		{
			...{ resource: 'trial', operation: 'report', appointments },
			answer: { identifiant: 'own', url: 'https://n8n.example/', statut: 200 },
			delivery: { etat: 'termine' },
		},
		[{}],
	);
	const lines = output.map(({ json }) => json);
	expect(lines).toContainEqual(
		expect.objectContaining({ essai: 'Rendez-vous enregistré', resultat }),
	);
});

describe('Journal → Raise Alert', () => {
	const raise = async (about: string, rows: object[]) =>
		await run({ resource: 'journal', operation: 'raiseAlert', about }, rows);

	test.each([
		['abandoned', [{ id: 1, erreur: '451 plus tard' }], /^1 message de Calendly a été abandonné/],
		['reminders', [{ error: '451 plus tard' }], /^1 rappel à un client n’est pas parti/],
	])('about %s stops with what there is to tell', async (about, rows, told) => {
		await expect(raise(about, rows)).rejects.toThrow(told);
	});

	test.each([
		['abandoned', []],
		['reminders', [{ identifiant: 'a' }]],
	])('about %s gives nothing where there is nothing to tell', async (about, rows) => {
		expect((await raise(about, rows)).output).toEqual([]);
	});
});

test('Journal → Check Replay hands on what was put back into the queue, or says what is wrong', async () => {
	const check = { resource: 'journal', operation: 'checkReplay', number: 17 };
	expect((await run(check, [{ id: 17 }])).output).toEqual([{ json: { id: 17 } }]);
	await expect(run(check, [{}])).rejects.toThrow(/^Rien à rejouer sous le numéro 17\u00a0: /);
});

test('an operation that does not exist is refused with a sentence', async () => {
	await expect(run({ resource: 'email', operation: 'sing' }, [{}])).rejects.toThrow(
		'does not exist',
	);
});
