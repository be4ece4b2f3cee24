import { setTimeout as sleep } from 'node:timers/promises';
import type { EditorApi } from '../../../scripts/lib/editorApi.mts';
import { bookingOf, created, newPrefix } from '../../reliability/lib/bookings.mts';
import { announcementOf } from '../../reliability/lib/facts.mts';
import { inParallel } from '../../reliability/lib/sender.mts';
import type { Editor } from '../../support/editor.mts';
import { all, atMost, told, type Check, type Context, type ScaleCase } from '../lib/case.mts';

const LIMIT_SECONDS = 2;
const PROBE_PAUSE_MS = 1000;
/** A mail server that takes so long that rounds are taken for dead, and a step of the workshop that does. */
const MAIL_MS = 15_000;
const STEP_SECONDS = 20;
const WAIT = { amount: STEP_SECONDS, unit: 'seconds' };
/** More than two workers have places for (`--concurrency=10` each). */
const STRANGERS = 24;
const BOOKINGS = 'ArchiMeubleRdv01';
const STEP = 'Étape lente';

type Answer = { status: string; seconds: number };

/** Deliveries that came while the workers were busy. */
export interface BusyFacts {
	/** With mails that take long and slow steps of the workshop. */
	own: readonly Answer[];
	/** With every place of the workers taken by another workflow of the same n8n. */
	foreign: readonly Answer[];
	/** Executions that were under way meanwhile: in the first case of ours, in the second of the other workflow. */
	underWay: { own: number; foreign: number };
}

/**
 * A place of a worker is what an answer needs: n8n hands no webhook's execution to another process than
 * a worker, and takes none from one. With all of them taken by others for long, nothing can be promised.
 */
export function verdict({ own, foreign, underWay }: BusyFacts): Check[] {
	return [
		told('executions of ours under way', underWay.own),
		allAnswered('mails and slow steps', own),
		atMost('mails and slow steps: slowest answer', slowest(own), LIMIT_SECONDS, 's'),
		told('executions of another workflow under way', underWay.foreign),
		allAnswered('every place taken by another workflow', foreign),
		told(
			'every place taken by another workflow: slowest answer',
			`${slowest(foreign).toFixed(1)} s`,
		),
	];
}

function allAnswered(what: string, answers: readonly Answer[]): Check {
	const accepted = answers.filter(({ status }) => status === '200');
	return all(`${what}: answered 200`, accepted.length, answers.length);
}

function slowest(answers: readonly Answer[]): number {
	return Math.max(0, ...answers.map(({ seconds }) => seconds));
}

/** One delivery a second. */
async function probe({ world }: Context, name: string, seconds: number): Promise<Answer[]> {
	const prefix = newPrefix(name);
	const asked: Array<Promise<Answer>> = [];
	for (let number = 0; number < seconds; number += 1) {
		const started = performance.now();
		const answer = world.deliver(created(bookingOf(prefix, number))).then(
			({ status }) => String(status),
			(error: Error) => error.message,
		);
		asked.push(
			answer.then((status) => ({ status, seconds: (performance.now() - started) / 1000 })),
		);
		await sleep(PROBE_PAUSE_MS);
	}
	return await Promise.all(asked);
}

interface Side {
	answers: Answer[];
	underWay: number;
}

/** Executions that n8n shows as running, of one workflow. */
async function underWay({ world }: Context, workflow: string): Promise<number> {
	const running = await world.postgres.query(
		`SELECT 1 FROM execution_entity WHERE status = 'running' AND "deletedAt" IS NULL AND "workflowId" = $1`,
		workflow,
	);
	return running.length;
}

async function besideMails(context: Context, editor: Editor): Promise<Side> {
	const { world, quick } = context;
	await editor.saveNodes(BOOKINGS, addSlowStep);
	await editor.publishAndWait(BOOKINGS);
	world.postbox.fault = (mail) => (announcementOf(mail) === null ? null : { delayMs: MAIL_MS });
	const prefix = newPrefix('charge');
	const numbers = Array.from({ length: quick ? 12 : 40 }, (_, number) => number);
	await inParallel(numbers, 10, (number) => world.deliver(created(bookingOf(prefix, number))));
	const answers = await probe(context, 'sonde', quick ? 8 : 30);
	const running = await underWay(context, BOOKINGS);
	world.postbox.fault = () => null;
	await editor.saveNodes(BOOKINGS, removeSlowStep);
	await editor.publishAndWait(BOOKINGS);
	return { answers, underWay: running };
}

/** n8n waits within the execution when it is for less than 65 s. */
function addSlowStep(nodes: any[], connections: Record<string, any>): void {
	nodes.push({
		...{ id: 'scale-slow-step', name: STEP, position: [0, 2000] },
		...{ type: 'n8n-nodes-base.wait', typeVersion: 1.1, parameters: WAIT },
	});
	connections['Vos étapes'] = { main: [[{ node: STEP, type: 'main', index: 0 }]] };
}

function removeSlowStep(nodes: any[], connections: Record<string, any>): void {
	nodes.splice(
		nodes.findIndex(({ name }) => name === STEP),
		1,
	);
	delete connections['Vos étapes'];
}

async function besideStrangers(context: Context, api: EditorApi): Promise<Side> {
	const { world, quick } = context;
	const path = newPrefix('etranger');
	const { id, versionId } = await api.ask<{ id: string; versionId: string }>(
		'POST',
		'/rest/workflows',
		foreignWorkflow(path),
	);
	await api.ask('POST', `/rest/workflows/${id}/activate`, { versionId });
	const address = `${world.webhook.url}/webhook/${path}`;
	const call = () => fetch(address, { method: 'POST' }).then(({ status }) => status);
	while ((await call()) === 404) await sleep(500);
	const calls = Array.from({ length: STRANGERS - 1 }, call);
	await Promise.all(calls);
	await sleep(1000);
	const running = await underWay(context, id);
	const answers = await probe(context, 'serre', quick ? 5 : 10);
	await api.ask('POST', `/rest/workflows/${id}/deactivate`, {});
	return { answers, underWay: running };
}

function foreignWorkflow(path: string): object {
	const trigger = { httpMethod: 'POST', path, responseMode: 'onReceived', options: {} };
	return {
		...{ name: 'Autre flux', settings: { executionOrder: 'v1' } },
		nodes: [
			{
				...{ id: 'a', name: 'Appel', type: 'n8n-nodes-base.webhook', typeVersion: 2.1 },
				...{ position: [0, 0], webhookId: path, parameters: trigger },
			},
			{
				...{ id: 'b', name: 'Attente', type: 'n8n-nodes-base.wait', typeVersion: 1.1 },
				...{ position: [200, 0], webhookId: `${path}b`, parameters: WAIT },
			},
		],
		connections: { Appel: { main: [[{ node: 'Attente', type: 'main', index: 0 }]] } },
	};
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const editor = await context.world.editor();
	const own = await besideMails(context, editor);
	context.say('mails and slow steps are behind us');
	const foreign = await besideStrangers(context, editor.api);
	const checks = verdict({
		...{ own: own.answers, foreign: foreign.answers },
		underWay: { own: own.underWay, foreign: foreign.underWay },
	});
	const done = `one delivery a second: while every mail takes ${MAIL_MS / 1000} s and every step of the workshop ${STEP_SECONDS} s; while another workflow waits ${STEP_SECONDS} s in ${STRANGERS} executions`;
	return { done, checks };
}

export default {
	name: 'busyWorkers',
	mustShow: `answered within ${LIMIT_SECONDS} s while mails and steps take long`,
	deadlineSeconds: () => 240,
	run,
} satisfies ScaleCase;
