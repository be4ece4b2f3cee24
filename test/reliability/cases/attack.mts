import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WEBHOOK_PATH } from '../../../scripts/lib/project.mts';
import type { ReceivedMail } from '../../support/smtp.mts';
import { bookingOf, created, newPrefix } from '../lib/bookings.mts';
import {
	all,
	atMost,
	none,
	told,
	type Check,
	type Context,
	type ReliabilityCase,
} from '../lib/case.mts';
import { FORGED_LINE, HOSTILE_COUNT, hostileDelivery } from '../lib/hostile.mts';
import { forgery, oversized, type Forgery } from '../lib/mutations.mts';
import { inParallel, percentile, Sender } from '../lib/sender.mts';
import { besiege, type SiegeFacts } from '../lib/siege.mts';

const RECIPIENT = 'menuisier@example.com';
const MIB = 1024 * 1024;
/** Growth that is still flat: what V8 leaves lying around, not what requests leave behind. */
const FLAT_MIB = 100;
/**
 * V8 lets the heap of a busy process grow until its first big collections; where that ends depends on
 * what ran before. Growth is measured after this share of the forgeries.
 */
const SETTLING_SHARE = 0.2;
const SLOWEST_MS = 5000;
/** Calendly does not wait longer, whatever strangers do. */
const CALENDLY_MS = 15_000;
/** Between two legitimate deliveries. */
const PAUSE_MS = 2500;

/** What was seen of the attack. */
export interface AttackFacts {
	forged: number;
	/** `<kind>: <status>` of forgeries that were answered 2xx (OPTIONS apart). */
	welcomed: string[];
	/** Status, or cause of a broken connection → requests. */
	statuses: ReadonlyMap<string, number>;
	/** Kinds of forgeries that n8n itself could not read and answered 5xx. */
	upset: ReadonlySet<string>;
	/** Rows, executions and mails that no authentic delivery accounts for. */
	strangers: string[];
	/** Whether the process that was there before was there afterwards. */
	sameProcess: boolean;
	/** Bytes still referred to after a collection, after the first forgeries and after all. */
	liveBefore: number;
	liveAfter: number;
	/** Whether there were enough forgeries for V8's heap to settle; only then its size tells something. */
	isSettled: boolean;
	rssBefore: number;
	rssPeak: number;
	rssAfter: number;
	/** Authentic deliveries during the attack: statuses and milliseconds. */
	legitimate: ReadonlyArray<{ status: string; milliseconds: number }>;
	legitimateDone: number;
	hostile: number;
	hostileDone: number;
	/** Signs that a guest's text did something. */
	injected: string[];
	/** Bodies that are dear to parse, and floods, at every door. */
	sieges: readonly SiegeFacts[];
}

/** Nobody gets in, nothing falls over, nothing swells, and Calendly is still served. */
export function verdict(facts: AttackFacts): Check[] {
	const { legitimate, liveAfter, liveBefore, rssAfter, rssBefore, rssPeak } = facts;
	const times = legitimate.map(({ milliseconds }) => milliseconds);
	const ok = legitimate.filter(({ status }) => status === '200').length;
	const statuses = [...facts.statuses].map(([status, count]) => `${status} × ${count}`).join(', ');
	return [
		none(`accepted of ${facts.forged} without a valid signature`, facts.welcomed),
		none('rows, executions or mails of strangers', facts.strangers),
		told('answers', statuses),
		told('answered 5xx by n8n itself', [...facts.upset].sort().join(', ') || 'none'),
		{
			promise: 'crashes',
			figure: facts.sameProcess ? '0' : 'n8n was restarted',
			holds: facts.sameProcess,
		},
		atMost('growth of memory in use', (liveAfter - liveBefore) / MIB, FLAT_MIB, 'MiB'),
		...(facts.isSettled
			? [atMost('memory growth', (rssAfter - rssBefore) / MIB, FLAT_MIB, 'MiB')]
			: []),
		told(
			'memory after a fifth, peak, after all',
			[rssBefore, rssPeak, rssAfter].map((bytes) => `${Math.round(bytes / MIB)} MiB`).join(', '),
		),
		all('legitimate deliveries answered 200 meanwhile', ok, legitimate.length),
		all('… and handled', facts.legitimateDone, legitimate.length),
		atMost('… slowest', Math.max(...times), SLOWEST_MS, 'ms'),
		told('… median', `${Math.round(percentile(times, 0.5))} ms`),
		all('authentic deliveries with hostile content handled', facts.hostileDone, facts.hostile),
		none('of those, signs of injection in mails or log', facts.injected),
		...facts.sieges.flatMap(siegeChecks),
	];
}

/** Under bombs and floods Calendly is answered in time. */
function siegeChecks({ door, answers, legitimate }: SiegeFacts): Check[] {
	const ok = legitimate.filter(({ status }) => status === '200').length;
	const times = legitimate.map(({ milliseconds }) => milliseconds);
	const kinds = [...answers].map(
		([kind, counts]) =>
			`${kind}: ${[...counts].map(([status, count]) => `${status} × ${count}`).join(', ')}`,
	);
	return [
		told(`bombs and floods ${door}`, kinds.join('; ')),
		none(
			`… answered 2xx`,
			kinds.filter((kind) => /\b2\d\d ×/.test(kind)),
		),
		all(`… deliveries answered 200 ${door}`, ok, legitimate.length),
		atMost(`… slowest ${door}`, Math.max(...times), CALENDLY_MS, 'ms'),
		told(`… median ${door}`, `${Math.round(percentile(times, 0.5))} ms`),
	];
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { world, quick, say } = context;
	const count = quick ? 600 : 20_000;
	const prefixes = {
		forged: newPrefix('faux'),
		legitimate: newPrefix('vrai'),
		hostile: newPrefix('hostile'),
		siege: newPrefix('siege'),
	};
	const attack = new Attack(context, prefixes.forged);
	say('warming up');
	await attack.shoot(quick ? 60 : 500);
	await warmUp(context);
	const before = traces(context);
	const pid = world.instance.n8nPid();
	const memory = new Memory(pid);
	const inspector = await world.inspect();
	const legitimate = new Legitimate(context, prefixes.legitimate);
	const lorises = slowLorises(context, quick ? 5 : 30);
	say(`${count} forged requests`);
	const started = Date.now();
	const tell = () => say(`${attack.sent} forged requests, ${memory.mib()} MiB`);
	await attack.shoot(count * SETTLING_SHARE, tell);
	memory.settle();
	const liveBefore = await inspector.liveBytes();
	await attack.shoot(count * (1 - SETTLING_SHARE), tell);
	await attack.shootOversized(quick ? 3 : 9);
	const seconds = (Date.now() - started) / 1000;
	const answers = await legitimate.stop();
	lorises.forEach((socket) => socket.destroy());
	await sleep(quick ? 3000 : 10_000);
	const rss = memory.end();
	const liveAfter = await inspector.liveBytes();
	inspector.close();
	const sieges = await besiege(context, prefixes.siege);
	const besieged = sieges.reduce((sum, { legitimate: sent }) => sum + sent.length, 0);
	const hostileCount = quick ? 19 : HOSTILE_COUNT;
	say(`${hostileCount} authentic deliveries with hostile content`);
	const mailsBefore = world.postbox.mails.length;
	const hostile = await deliverHostile(context, prefixes.hostile, hostileCount);
	await world.facts.settled(prefixes.legitimate, 60, answers.length);
	await world.facts.settled(prefixes.siege, 120, besieged);
	await world.facts.settled(prefixes.hostile, 120, hostile);
	const facts: AttackFacts = {
		forged: attack.sent,
		welcomed: attack.welcomed,
		statuses: attack.statuses,
		upset: attack.upset,
		strangers: strangers(context, before, prefixes, answers.length + hostile + besieged),
		sameProcess: world.instance.n8nPid() === pid,
		...{ liveBefore, liveAfter, isSettled: !quick },
		...rss,
		legitimate: answers,
		legitimateDone: done(context, prefixes.legitimate),
		hostile,
		hostileDone: done(context, prefixes.hostile),
		injected: signsOfInjection(context, world.postbox.mails.slice(mailsBefore)),
		sieges,
	};
	return {
		done: `${attack.sent} forged requests (${Math.round(count / seconds)}/s), ${lorises.length} slow connections, ${answers.length} legitimate, ${hostile} hostile; bombs and floods ${sieges.map(({ door }) => door).join(', ')}`,
		checks: verdict(facts),
	};
}

/** Sends forgeries, some at a time, and keeps the answers. */
class Attack {
	readonly statuses = new Map<string, number>();
	readonly welcomed: string[] = [];
	readonly upset = new Set<string>();
	sent = 0;
	readonly #context: Context;
	readonly #prefix: string;
	readonly #agent = new Agent({ keepAlive: true, maxSockets: 16 });

	constructor(context: Context, prefix: string) {
		this.#context = context;
		this.#prefix = prefix;
	}

	async shoot(count: number, progress: () => void = () => {}): Promise<void> {
		const numbers = Array.from({ length: count }, (_, number) => number);
		await inParallel(numbers, 16, async (number) => {
			await this.#send(forgery(this.#prefix, this.sent, this.#context.random));
			if (number > 0 && number % 4000 === 0) progress();
		});
	}

	async shootOversized(count: number): Promise<void> {
		for (let number = 0; number < count; number += 1)
			await this.#send(oversized(this.#prefix, number));
	}

	async #send(forged: Forgery): Promise<void> {
		this.sent += 1;
		const status = await this.#answerTo(forged);
		this.statuses.set(status, (this.statuses.get(status) ?? 0) + 1);
		if (status.startsWith('5')) this.upset.add(forged.kind.replace(/^.*, /, ''));
		if (status.startsWith('2') && forged.method !== 'OPTIONS')
			this.welcomed.push(`${forged.kind}: ${status}`);
	}

	async #answerTo({ method, path, headers, body, chunked }: Forgery): Promise<string> {
		const { hostname, port } = new URL(this.#context.world.instance.run.webhook);
		const length = chunked ? {} : { 'Content-Length': String(body.length) };
		return await new Promise((resolve) => {
			const options = {
				hostname: hostname === 'localhost' ? '127.0.0.1' : hostname,
				port,
				method,
				path,
				agent: this.#agent,
				timeout: 30_000,
				headers: { ...headers, ...length },
			};
			const outgoing = request(options, (response) => {
				response.resume();
				response.once('close', () => resolve(String(response.statusCode)));
			});
			outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')));
			outgoing.once('error', (error: NodeJS.ErrnoException) =>
				resolve(error.code ?? error.message),
			);
			if (chunked) outgoing.write(body.subarray(0, 100));
			outgoing.end(chunked ? body.subarray(100) : body);
		});
	}
}

/** One delivery every few seconds, as Calendly would make it, each tried once. */
class Legitimate {
	readonly #answers: Array<{ status: string; milliseconds: number }> = [];
	readonly #ended: Promise<void>;
	#stopped = false;

	constructor({ world, random }: Context, prefix: string) {
		const sender = new Sender(world.instance, random);
		this.#ended = (async () => {
			while (!this.#stopped) {
				this.#answers.push(await sender.once(created(bookingOf(prefix, this.#answers.length))));
				await sleep(PAUSE_MS);
			}
		})();
	}

	async stop(): Promise<Array<{ status: string; milliseconds: number }>> {
		this.#stopped = true;
		await this.#ended;
		return this.#answers;
	}
}

/** Watches the resident memory of a process. */
class Memory {
	readonly #pid: number;
	#before: number;
	readonly #timer: NodeJS.Timeout;
	#peak: number;

	constructor(pid: number) {
		this.#pid = pid;
		this.#before = this.#peak = this.#now();
		this.#timer = setInterval(() => (this.#peak = Math.max(this.#peak, this.#now())), 500);
	}

	/** What is used now is what growth is measured from. */
	settle(): void {
		this.#before = this.#now();
	}

	mib(): number {
		return Math.round(this.#now() / MIB);
	}

	end(): { rssBefore: number; rssPeak: number; rssAfter: number } {
		clearInterval(this.#timer);
		return { rssBefore: this.#before, rssPeak: this.#peak, rssAfter: this.#now() };
	}

	#now(): number {
		const status = readFileSync(`/proc/${this.#pid}/status`, 'utf8');
		return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024;
	}
}

/** Connections that give one byte of a header a second, for ever. */
function slowLorises({ world }: Context, count: number): Socket[] {
	const { port } = new URL(world.instance.run.webhook);
	return Array.from({ length: count }, () => {
		const socket = connect(Number(port), '127.0.0.1');
		socket.on('error', () => socket.destroy());
		socket.write(`POST ${WEBHOOK_PATH} HTTP/1.1\r\nHost: localhost\r\nX-Slow: `);
		const timer = setInterval(() => socket.write('a'), 1000);
		socket.once('close', () => clearInterval(timer));
		return socket;
	});
}

/** What costs memory once (code made, isolates built) must not count as growth. */
async function warmUp(context: Context): Promise<void> {
	const prefix = newPrefix('chaud');
	const count = await deliverHostile(context, prefix, context.quick ? 6 : 60);
	await context.world.facts.settled(prefix, 60, count);
	await sleep(3000);
}

async function deliverHostile(
	{ world, random }: Context,
	prefix: string,
	count: number,
): Promise<number> {
	const sender = new Sender(world.instance, random);
	const step = Math.max(1, Math.floor(HOSTILE_COUNT / count));
	const numbers = Array.from({ length: count }, (_, number) => number);
	await inParallel(numbers, 4, (number) =>
		sender.send(hostileDelivery(bookingOf(prefix, number), number * step)),
	);
	return count;
}

function done({ world }: Context, prefix: string): number {
	return world.facts.journal(prefix).filter(({ etat }) => etat === 'termine').length;
}

interface Traces {
	deliveries: number;
	executions: number;
	/** Unix milliseconds. */
	at: number;
}

/** The trigger reports what it refused by an execution of its own, no more often than this. */
const REPORT_PAUSE_MS = 5 * 60_000;

/** Deliveries stored and executions started by the webhook so far. */
function traces({ world: { instance } }: Context): Traces {
	const journal = instance.rows('archimeuble_journal');
	return {
		deliveries: journal.filter(({ evenement }) => /^invitee/.test(evenement)).length,
		executions: instance.begun('ArchiMeubleRdv01').filter(({ mode }) => mode === 'webhook').length,
		at: Date.now(),
	};
}

function strangers(
	context: Context,
	before: Traces,
	{ forged }: { forged: string },
	authentic: number,
): string[] {
	const { facts } = context.world;
	const after = traces(context);
	const deliveries = after.deliveries - before.deliveries - authentic;
	const executions = after.executions - before.executions - authentic;
	const reports = 1 + Math.floor((after.at - before.at) / REPORT_PAUSE_MS);
	return [
		...facts.journal(forged).map(({ identifiant }) => `delivery ${identifiant}`),
		...facts.appointments(forged).map(({ identifiant }) => `appointment ${identifiant}`),
		...[...facts.mails(forged).keys()].map((mail) => `mail ${mail}`),
		...(deliveries === 0 ? [] : [`${deliveries} deliveries more than sent`]),
		...(executions >= 0 && executions <= reports
			? []
			: [`${executions} executions more than sent, and ${reports} reports of refusals`]),
	];
}

function signsOfInjection(
	{ world: { instance } }: Context,
	mails: readonly ReceivedMail[],
): string[] {
	const forgedLines = (lines: string[]) => lines.filter((line) => line.startsWith(FORGED_LINE));
	const log = instance.eventLog();
	const brokenLines = log.filter((line) => !/^\[\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\] \S/.test(line));
	return [
		...forgedLines(log).map((line) => `log: ${line}`),
		...brokenLines.map((line) => `log, broken line: ${line.slice(0, 80)}`),
		...forgedLines(instance.output().split('\n')).map((line) => `n8n log: ${line}`),
		...mails.flatMap(signsInMail),
	];
}

function signsInMail(mail: ReceivedMail): string[] {
	const html = String(mail.html);
	const signs: string[] = [];
	if (mail.recipients.join() !== RECIPIENT) signs.push(`recipients ${mail.recipients.join()}`);
	for (const name of ['bcc', 'cc']) if (mail.headers.has(name)) signs.push(`header ${name}`);
	if (/<script|<img src=x|<svg/i.test(html)) signs.push('markup of a guest');
	if (/href="?\s*javascript:/i.test(html)) signs.push('javascript: link');
	return signs.map((sign) => `mail « ${mail.subject?.slice(0, 40)} »: ${sign}`);
}

export default {
	name: 'attack',
	mustShow:
		'0 accepted without a valid signature, 0 crashes, memory flat, legitimate deliveries still answered',
	deadlineSeconds: (quick) => (quick ? 200 : 900),
	run,
} satisfies ReliabilityCase;
