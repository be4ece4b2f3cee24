/**
 * `npm run simulate -- <what>`: posts deliveries to the running instance as Calendly would, signed
 * with its key (or deliberately wrong), and says what came back and where to look. Where a stand-in
 * takes Calendly's place (`npm run start:demo`), bookings are made there and delivered by it.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { readConfig, type Config } from './lib/config.mts';
import {
	canceledDelivery,
	createdDelivery,
	newBooking,
	noShowDelivery,
	type SimulatedBooking,
} from './lib/delivery.mts';
import { endWith, Failure } from './lib/failure.mts';
import { readJson, writePrivateJson } from './lib/files.mts';
import { fillSeason } from './lib/fillSeason.mts';
import { pathsIn } from './lib/paths.mts';
import { PROJECT_FOLDER, requireBuilt } from './lib/project.mts';
import { readRunFile, type RunFile } from './lib/runFile.mts';
import { knownSigningSecret } from './lib/secrets.mts';
import { isStandInScenario, StandInControl, type StandInScenario } from './lib/standinControl.mts';

/** One request: what is sent, how it is signed, and the status a correct instance answers. */
interface Shot {
	label: string;
	body: string;
	signingKey: string;
	/** Age of the signature in seconds. */
	age: number;
	expected: number;
}

const USAGE = `Usage: npm run simulate -- <what> [--url <webhook URL>] [--secret <signing secret>]

  created       a new booking
  canceled      cancels the last simulated booking
  rescheduled   moves the last simulated booking (Calendly sends two deliveries)
  no-show       marks the last simulated booking as not honoured
  duplicate     the same new booking, three times
  forged        signed with another key: must be refused
  stale         signed an hour ago: must be refused
  season        a generated year of bookings, straight into the table (--bookings 500, --seed 1;
                --bookings 0 removes it again)
  <file.json>   the delivery in that file, for example ${join('test', 'fixtures', 'payloads', '01-created-google-meet.json')}
`;

const HOUR = 3600;

async function main(): Promise<void> {
	const { values, positionals } = parseArgs({
		allowPositionals: true,
		options: {
			url: { type: 'string' },
			secret: { type: 'string' },
			bookings: { type: 'string', default: '500' },
			seed: { type: 'string', default: '1' },
		},
	});
	const [what] = positionals;
	if (what === undefined) throw new Failure(USAGE);
	const { config, run } = whatRuns();
	if (what === 'season') {
		await simulateSeason(run, values);
		return;
	}
	const url = values.url ?? run?.webhook;
	if (url === undefined)
		throw new Failure('Nothing is running here. Start it with « npm start », or give --url.');
	const toldByHand = values.url !== undefined || values.secret !== undefined;
	const asExpected =
		run?.calendly && !toldByHand && isStandInScenario(what)
			? await actInStandIn(run.calendly, what)
			: await postAll(what, url, values.secret ?? knownSigningSecret(config), config);
	if (run !== null) tellWhereToLook(config, run);
	if (!asExpected) process.exitCode = 1;
}

async function simulateSeason(
	run: RunFile | null,
	{ bookings, seed }: { bookings: string; seed: string },
): Promise<void> {
	if (run === null) throw new Failure('Nothing is running here. Start it with « npm start ».');
	const size = { bookings: wholeNumber('bookings', bookings), seed: wholeNumber('seed', seed) };
	const count = await fillSeason(run, size, (line) => console.log(`  ${line}`));
	const { user } = run.dashboardLogin;
	console.log(
		count === 0
			? '✓ the generated appointments are gone'
			: `✓ ${count} appointments of a generated year`,
	);
	console.log(
		`\n  Dashboard      ${run.dashboard}  (log in as ${user}; the password is in run.json)`,
	);
}

function wholeNumber(option: string, text: string): number {
	if (/^\d{1,6}$/.test(text)) return Number(text);
	throw new Failure(`--${option}: write a whole number from 0 to 999999.`);
}

/** The demonstration where it runs, so that nothing made up gets among real bookings. */
function whatRuns(): { config: Config; run: RunFile | null } {
	const config = readConfig(PROJECT_FOLDER);
	return demonstration() ?? { config, run: readRunFile(config) };
}

function demonstration(): { config: Config; run: RunFile } | null {
	try {
		const config = readConfig(PROJECT_FOLDER, process.env, { demo: true });
		const run = readRunFile(config);
		return run?.calendly ? { config, run } : null;
	} catch (error) {
		// With settings that it refuses, it does not run.
		if (error instanceof Failure) return null;
		throw error;
	}
}

/** The answers themselves only the stand-in sees; it keeps their status. */
async function actInStandIn(page: string, scenario: StandInScenario): Promise<boolean> {
	const outcomes = await new StandInControl(page).carryOut(scenario);
	for (const { event, delivered, answer, ms } of outcomes) {
		console.log(`${delivered ? '✓' : '✖'} ${event}: ${answer} in ${ms} ms`);
		if (!delivered) console.log('  expected 200; the n8n log says why');
	}
	return outcomes.every(({ delivered }) => delivered);
}

async function postAll(
	what: string,
	url: string,
	signingKey: string | null,
	config: Config,
): Promise<boolean> {
	if (signingKey === null) throw new Failure('No signing secret is known. Give it with --secret.');
	let asExpected = true;
	for (const shot of shotsFor(what, signingKey, new Bookings(config))) {
		asExpected = (await post(url, shot)) && asExpected;
	}
	return asExpected;
}

function shotBy(signingKey: string) {
	return (label: string, delivery: object, changes: Partial<Shot> = {}): Shot => ({
		...{ label, signingKey, body: JSON.stringify(delivery) },
		...{ age: 0, expected: 200, ...changes },
	});
}

function shotsFor(what: string, signingKey: string, bookings: Bookings): Shot[] {
	const now = new Date();
	const shot = shotBy(signingKey);
	switch (what) {
		case 'created':
			return [shot('a new booking', createdDelivery(bookings.add(), now))];
		case 'canceled':
			return [shot('a cancellation', canceledDelivery(bookings.take(), now))];
		case 'rescheduled': {
			const old = bookings.take();
			const moved = bookings.add(old.client);
			return [
				shot('the old booking, cancelled', canceledDelivery(old, now, moved)),
				shot('the new booking', createdDelivery(moved, now, old)),
			];
		}
		case 'no-show':
			return [shot('a no-show', noShowDelivery(bookings.take(), now))];
		case 'duplicate': {
			const delivery = createdDelivery(bookings.add(), now);
			return [1, 2, 3].map((time) => shot(`the same booking, time ${time}`, delivery));
		}
		case 'forged':
			return [
				shot('a forged booking', createdDelivery(newBooking(now), now), {
					signingKey: randomBytes(32).toString('hex'),
					expected: 401,
				}),
			];
		case 'stale':
			return [
				shot('an old booking', createdDelivery(newBooking(now), now), { age: HOUR, expected: 401 }),
			];
		default:
			return [{ ...shot(basename(what), {}), body: readDelivery(what) }];
	}
}

/** A file is sent compact, as Calendly sends it. */
function readDelivery(file: string): string {
	if (!existsSync(file)) throw new Failure(`« ${file} » is no scenario and no file.\n\n${USAGE}`);
	try {
		return JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
	} catch {
		throw new Failure(`« ${file} » does not hold JSON.`);
	}
}

/** Bookings simulated so far, so that the next command can cancel or move the last one. */
class Bookings {
	readonly #file: string;

	constructor(config: Config) {
		this.#file = join(dirname(pathsIn(config.userFolder).state), 'simulated.json');
	}

	add(client?: number): SimulatedBooking {
		const booking = newBooking(new Date(), client);
		writePrivateJson(this.#file, [...this.#active(), booking].slice(-100));
		return booking;
	}

	/** The last booking that was neither cancelled nor moved; a new one where there is none. */
	take(): SimulatedBooking {
		const active = this.#active();
		const booking = active.pop() ?? newBooking(new Date());
		writePrivateJson(this.#file, active);
		return booking;
	}

	#active(): SimulatedBooking[] {
		return readJson<SimulatedBooking[]>(this.#file) ?? [];
	}
}

async function post(
	url: string,
	{ label, body, signingKey, age, expected }: Shot,
): Promise<boolean> {
	const { signHeader } = requireBuilt<{
		signHeader(options: { rawBody: string; signingKey: string; timestamp: number }): string;
	}>('nodes/shared/calendly/signature.js');
	const timestamp = Math.floor(Date.now() / 1000) - age;
	const started = performance.now();
	const response = await fetch(url, {
		method: 'POST',
		redirect: 'manual',
		headers: {
			'Content-Type': 'application/json',
			'User-Agent': 'Calendly',
			Accept: '*/*',
			'Calendly-Webhook-Signature': signHeader({ rawBody: body, signingKey, timestamp }),
		},
		body,
	}).catch((error: Error) => {
		throw new Failure(
			`${url} cannot be reached (${String(error.cause ?? error.message)}). Is it running?`,
		);
	});
	const answer = await response.text();
	const mark = response.status === expected ? '✓' : '✖';
	console.log(
		`${mark} ${label}: ${response.status} in ${Math.round(performance.now() - started)} ms`,
	);
	console.log(`  ${answer}`);
	if (response.status !== expected) console.log(`  expected ${expected}; the n8n log says why`);
	return response.status === expected;
}

function tellWhereToLook(config: Config, { calendly, editor, mailbox }: RunFile): void {
	const paths = pathsIn(config.userFolder);
	const standIn = calendly ? `\n  Calendly       ${calendly}` : '';
	console.log(`${standIn}
  Mails          ${mailbox ?? 'sent through the configured SMTP server'}
  Executions     ${editor}/home/executions
  Tables         ${editor}/home/datatables
  Event log      ${paths.eventLog}
  n8n log        ${paths.n8nLog}  (reasons of refusals)`);
}

try {
	await main();
} catch (error) {
	endWith(error);
}
