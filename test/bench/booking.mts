/**
 * The whole job of the bundled workflows against the same job from stock nodes, in one n8n: the same
 * bodies, in turns, medians over the rounds.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Inspector } from '../support/inspector.mts';
import { Instance, SIGNING_SECRET, freePort } from '../support/instance.mts';
import { newDeliveries, type Delivery } from './lib/bookings.mts';
import type { Figure } from './lib/figures.mts';
import { Client, now, type Answer } from './lib/load.mts';
import { Mailbox } from './lib/mailbox.mts';
import { cpuMs, untilQuiet } from './lib/process.mts';
import { printProfile } from './lib/profile.mts';
import { publishStockJob, STOCK_RECIPIENT } from './lib/stockJob.mts';

export const BOOKING_ROWS = ['clients', 'single', 'burst', 'forgery'] as const;

export interface BookingOptions {
	rows: readonly string[];
	rounds: number;
	/** Deliveries of a series, for each side. */
	deliveries: number;
	/** Folder for CPU profiles; null where none are taken. */
	profileFolder: string | null;
	say: (line: string) => void;
}

const RECIPIENT = 'menuisier@example.com';
const CLIENTS = 8;
const BURST = 200;
const SINGLES = 10;
const FORGERIES = 400;
/**
 * Both sides have run often enough for V8 to have compiled what is hot: behind 50 deliveries a job still
 * takes a third more CPU than behind 200, on either side.
 */
const WARM_UP = 200;
/** What is out later is counted as lost. */
const MAIL_TIMEOUT_MS = 180_000;
/** One of the two that are compared. */
interface Side {
	name: 'ours' | 'stock';
	client: Client;
	recipient: string;
}

/** What became of deliveries that were sent together. */
interface Series {
	answersPerSecond: number;
	jobsPerSecond: number;
	cpuMsPerJob: number;
	slowestAnswerSeconds: number;
	/** Answers other than 200. */
	refused: number;
	/** Seconds until the last mail of those accepted was out; without end where one never came. */
	lastMailSeconds: number;
}

/** Values of each round, by side. */
type Rounds<T> = Record<Side['name'], T[]>;

export async function measureBookings(options: BookingOptions): Promise<Figure[]> {
	const mailbox = await Mailbox.start();
	const instance = new Instance();
	try {
		options.say('starting n8n');
		const inspectPort = await freePort();
		await instance.start({
			// Opens nothing by itself: only a profile asks for it.
			NODE_OPTIONS: `--inspect-port=${inspectPort}`,
			N8N_PORT: String(await freePort()),
			SMTP_HOST: '127.0.0.1',
			SMTP_PORT: String(mailbox.port),
			SMTP_SECURE: 'false',
			NOTIFICATION_EMAIL: RECIPIENT,
			SENDER_EMAIL: 'rdv@example.com',
		});
		const stockUrl = await publishStockJob(instance.run);
		const bench = new BookingBench(options, mailbox, instance.n8nPid(), inspectPort, [
			{
				name: 'ours',
				client: new Client(instance.run.webhook, SIGNING_SECRET),
				recipient: RECIPIENT,
			},
			{
				name: 'stock',
				client: new Client(stockUrl, SIGNING_SECRET),
				recipient: STOCK_RECIPIENT,
			},
		]);
		return await bench.measure(new Client(instance.run.webhook, 'a-key-calendly-does-not-know'));
	} finally {
		await instance.stop();
		instance.remove();
		mailbox.stop();
	}
}

class BookingBench {
	readonly #options: BookingOptions;
	readonly #mailbox: Mailbox;
	readonly #pid: number;
	readonly #inspectPort: number;
	readonly #sides: readonly [Side, Side];

	constructor(
		options: BookingOptions,
		mailbox: Mailbox,
		pid: number,
		inspectPort: number,
		sides: readonly [Side, Side],
	) {
		this.#options = options;
		this.#mailbox = mailbox;
		this.#pid = pid;
		this.#inspectPort = inspectPort;
		this.#sides = sides;
	}

	/** @param forger signs with a key of its own */
	async measure(forger: Client): Promise<Figure[]> {
		const { rows, deliveries } = this.#options;
		const wants = (row: (typeof BOOKING_ROWS)[number]) => rows.includes(row);
		await this.#inTurns(
			'warm-up',
			1,
			(side, bodies) => this.#series(side, bodies, CLIENTS),
			WARM_UP,
		);
		const figures: Figure[] = [];
		let jobs: Rounds<Series> | null = null;
		if (wants('clients')) {
			jobs = await this.#rounds('clients', CLIENTS, deliveries);
			figures.push(...clientFigures(jobs));
		}
		if (wants('single')) figures.push(...(await this.#singles()));
		if (wants('burst')) {
			figures.push(...burstFigures(await this.#rounds('burst', BURST, BURST)));
		}
		if (wants('forgery')) {
			jobs ??= await this.#rounds('clients', CLIENTS, deliveries);
			figures.push(await this.#forgeries(forger, jobs));
		}
		for (const { client } of this.#sides) client.close();
		forger.close();
		return figures;
	}

	async #rounds(row: string, width: number, deliveries: number): Promise<Rounds<Series>> {
		const { rounds } = this.#options;
		return await this.#inTurns(
			row,
			rounds,
			(side, bodies) =>
				this.#profiled(`${row}-${side.name}`, () => this.#series(side, bodies, width)),
			deliveries,
		);
	}

	/** Each round both sides get the same deliveries; who comes first changes. */
	async #inTurns<T>(
		row: string,
		rounds: number,
		work: (side: Side, deliveries: Delivery[]) => Promise<T>,
		deliveries: number,
	): Promise<Rounds<T>> {
		const results: Rounds<T> = { ours: [], stock: [] };
		for (let round = 0; round < rounds; round += 1) {
			const bodies = newDeliveries(deliveries);
			const order = round % 2 === 0 ? this.#sides : this.#sides.toReversed();
			for (const side of order) {
				await untilQuiet(this.#pid);
				const result = await work(side, bodies);
				results[side.name].push(result);
				if (deliveries > 1) {
					this.#options.say(`${row}, round ${round + 1}, ${side.name}: ${shortly(result)}`);
				}
			}
		}
		return results;
	}

	async #series(side: Side, deliveries: Delivery[], width: number): Promise<Series> {
		const cpuBefore = cpuMs(this.#pid);
		const started = now();
		const answers = await side.client.postAll(
			deliveries.map(({ body }) => body),
			width,
		);
		const answered = Math.max(...answers.map(endOf));
		// Calendly would send a refused one again; here it ends.
		const accepted = deliveries.filter((_delivery, index) => answers[index].status === 200);
		const bookings = accepted.map(({ booking }) => booking);
		const arrivals = await this.#mailbox.untilArrived(side.recipient, bookings, MAIL_TIMEOUT_MS);
		await untilQuiet(this.#pid);
		const cpu = cpuMs(this.#pid) - cpuBefore;
		const lastMailSeconds =
			(Math.max(...arrivals.map((at) => at ?? Number.POSITIVE_INFINITY)) - started) / 1000;
		return {
			answersPerSecond: deliveries.length / ((answered - started) / 1000),
			jobsPerSecond: accepted.length / lastMailSeconds,
			cpuMsPerJob: cpu / accepted.length,
			slowestAnswerSeconds: Math.max(...answers.map(({ milliseconds }) => milliseconds)) / 1000,
			refused: deliveries.length - accepted.length,
			lastMailSeconds,
		};
	}

	/** One delivery after the other, the sides in turns; each waits until the one before is over. */
	async #singles(): Promise<Figure[]> {
		const one = async (side: Side, [{ booking, body }]: Delivery[]) => {
			const { milliseconds, sentAt } = await side.client.post(body);
			const [mailAt] = await this.#mailbox.untilArrived(side.recipient, [booking], MAIL_TIMEOUT_MS);
			return { answerMs: milliseconds, mailMs: (mailAt ?? Number.POSITIVE_INFINITY) - sentAt };
		};
		const { ours, stock } = await this.#inTurns('single', SINGLES * this.#options.rounds, one, 1);
		return [
			{
				...{ name: 'one at a time: mail after', unit: 'ms', against: 'stock' },
				ours: ours.map(({ mailMs }) => mailMs),
				other: stock.map(({ mailMs }) => mailMs),
				bounds: { of: 'ratio', good: 'below', must: 2, aim: 1.2 },
			},
			{
				...{ name: 'one at a time: answer after', unit: 'ms', against: 'stock' },
				ours: ours.map(({ answerMs }) => answerMs),
				other: stock.map(({ answerMs }) => answerMs),
				bounds: null,
			},
		];
	}

	/** Well-formed deliveries with the right header and a wrong key: the costliest kind to refuse. */
	async #forgeries(forger: Client, jobs: Rounds<Series>): Promise<Figure> {
		const costs: number[] = [];
		for (let round = 0; round < this.#options.rounds; round += 1) {
			const bodies = newDeliveries(FORGERIES).map(({ body }) => body);
			await untilQuiet(this.#pid);
			const before = cpuMs(this.#pid);
			const answers = await forger.postAll(bodies, CLIENTS);
			await untilQuiet(this.#pid);
			costs.push((cpuMs(this.#pid) - before) / FORGERIES);
			const accepted = answers.filter(({ status }) => status !== 401).length;
			if (accepted > 0) throw new Error(`${accepted} forged deliveries were not refused with 401`);
			this.#options.say(`forgery, round ${round + 1}: ${costs[round].toFixed(2)} ms of CPU`);
		}
		return {
			...{ name: 'a refused forgery: CPU', unit: 'ms', against: 'accepted' },
			ours: costs,
			other: jobs.ours.map(({ cpuMsPerJob }) => cpuMsPerJob),
			bounds: { of: 'ratio', good: 'below', must: 0.1, aim: 0.05 },
		};
	}

	/** With a folder for profiles, writes where the time of the work goes; it then takes longer. */
	async #profiled<T>(name: string, work: () => Promise<T>): Promise<T> {
		const { profileFolder } = this.#options;
		if (profileFolder === null) return await work();
		const results: T[] = [];
		const inspector = await Inspector.attach(this.#pid, this.#inspectPort);
		const profile = await inspector.profile(async () => {
			results.push(await work());
		});
		inspector.close();
		mkdirSync(profileFolder, { recursive: true });
		writeFileSync(join(profileFolder, `${name}.cpuprofile`), JSON.stringify(profile));
		printProfile(name, profile);
		return results[0];
	}
}

function clientFigures({ ours, stock }: Rounds<Series>): Figure[] {
	const figure = (name: string, unit: string, of: keyof Series) => ({
		...{ name: `8 clients: ${name}`, unit, against: 'stock' },
		ours: ours.map((series) => series[of]),
		other: stock.map((series) => series[of]),
	});
	return [
		{
			...figure('answers', '/s', 'answersPerSecond'),
			bounds: { of: 'ratio', good: 'above', must: 2.5, aim: 3.5 },
		},
		{
			...figure('jobs with mail out', '/s', 'jobsPerSecond'),
			bounds: { of: 'ratio', good: 'above', must: 1, aim: 1.5 },
		},
		{
			...figure('CPU per job', 'ms', 'cpuMsPerJob'),
			bounds: { of: 'ratio', good: 'below', must: 1.1, aim: 0.7 },
		},
	];
}

function burstFigures({ ours, stock }: Rounds<Series>): Figure[] {
	const figure = (name: string, unit: string, must: number, aim: number) =>
		({
			...{ name: `${BURST} at once: ${name}`, unit, against: 'stock' },
			bounds: { of: 'value', good: 'below', must, aim },
		}) as const;
	const each = (of: keyof Series) => ({
		ours: ours.map((series) => series[of]),
		other: stock.map((series) => series[of]),
	});
	const total = (rounds: Series[]) => [rounds.reduce((sum, { refused }) => sum + refused, 0)];
	return [
		{ ...figure('slowest answer', 's', 10, 7), ...each('slowestAnswerSeconds') },
		// A median would hide the one round in which some were refused.
		{ ...figure('refused in all', '', 0, 0), ours: total(ours), other: total(stock) },
		{ ...figure('last mail after', 's', 60, 60), ...each('lastMailSeconds') },
	];
}

function endOf({ sentAt, milliseconds }: Answer): number {
	return sentAt + milliseconds;
}

function shortly(result: unknown): string {
	const numbers = Object.entries(result as Record<string, number>);
	return numbers.map(([name, value]) => `${name} ${value.toFixed(1)}`).join(', ');
}
