/**
 * `npm run bench`: how the dashboard of the real n8n behaves as appointments grow, as ratios within one
 * run on a quiet machine. Nothing is asserted: times belong to the machine.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { parseArgs } from 'node:util';
import { season } from '../../scripts/lib/season.mts';
import { Instance, freePort } from '../support/instance.mts';

const TABLE = 'archimeuble_rendezvous';
const PASSWORD = 'mot-de-passe-du-banc';
const MIB = 1024 * 1024;

interface Ask {
	name: string;
	path: string;
}

const ASKS: Ask[] = [
	{ name: 'first page', path: 'tableau-de-bord' },
	{ name: 'past, page 2', path: 'tableau-de-bord?onglet=passes&page=2' },
	{ name: 'search in all', path: 'tableau-de-bord?onglet=tous&q=zo%C3%A9+muller' },
	{ name: 'figures', path: 'tableau-de-bord?chiffres=oui' },
	{ name: 'CSV of a month', path: 'rendez-vous.csv?onglet=tous&periode=mois-dernier' },
];

const { values: options } = parseArgs({
	options: {
		sizes: { type: 'string', default: '100,10000,100000' },
		times: { type: 'string', default: '9' },
	},
});

async function main(): Promise<void> {
	const sizes = options.sizes.split(',').map(Number);
	const instance = new Instance();
	try {
		console.log('Starting n8n …');
		await instance.start({
			N8N_PORT: String(await freePort()),
			MAILBOX_PORT: String(await freePort()),
			MAILBOX_SMTP_PORT: String(await freePort()),
			DASHBOARD_PASSWORD: PASSWORD,
		});
		await timeOf(instance, ASKS[0].path);
		const table: Record<string, Record<string, string>> = {};
		const first = new Map<string, number>();
		for (const size of sizes) {
			const count = fill(instance, size);
			for (const { name, path } of ASKS) {
				const { median, status } = await measure(instance, path);
				const base = first.get(name) ?? median;
				first.set(name, base);
				const ratio = `× ${(median / base).toFixed(1)}`;
				const note = status === 200 ? '' : ` (${status})`;
				(table[name] ??= {})[`${count} rows`] = `${Math.round(median)} ms  ${ratio}${note}`;
			}
			(table['memory (RSS)'] ??= {})[`${count} rows`] = `${residentMib(instance)} MiB`;
			console.log(`${count} appointments measured`);
		}
		console.table(table);
	} finally {
		await instance.stop();
		instance.remove();
	}
}

/** Straight into n8n's database: the editor's interface would take minutes. */
function fill(instance: Instance, bookings: number): number {
	const database = new DatabaseSync(join(instance.userFolder, '.n8n/database.sqlite'), {
		timeout: 10_000,
	});
	const { id } = database.prepare('SELECT id FROM data_table WHERE name = ?').get(TABLE)!;
	const table = `data_table_user_${String(id)}`;
	const rows = season({ bookings, now: new Date() });
	const columns = Object.keys(Object.assign({}, ...rows.slice(0, 50)) as object);
	const insert = database.prepare(
		`INSERT INTO ${table} (${columns.join()}) VALUES (${columns.map(() => '?').join()})`,
	);
	database.exec(`BEGIN; DELETE FROM ${table}`);
	for (const row of rows) {
		insert.run(...columns.map((column) => row[column as keyof typeof row] ?? null));
	}
	database.exec('COMMIT');
	database.close();
	return rows.length;
}

async function measure(
	instance: Instance,
	path: string,
): Promise<{ median: number; status: number }> {
	await timeOf(instance, path);
	const times: number[] = [];
	let status = 0;
	for (let time = 0; time < Number(options.times); time += 1) {
		const { milliseconds, status: answered } = await timeOf(instance, path);
		times.push(milliseconds);
		status = answered;
	}
	return { median: times.sort((a, b) => a - b)[Math.floor(times.length / 2)], status };
}

async function timeOf(
	{ run }: Instance,
	path: string,
): Promise<{ milliseconds: number; status: number }> {
	const login = Buffer.from(`${run.dashboardLogin.user}:${PASSWORD}`).toString('base64');
	const started = performance.now();
	const answer = await fetch(new URL(path, run.dashboard), {
		headers: { Authorization: `Basic ${login}` },
	});
	await answer.arrayBuffer();
	return { milliseconds: performance.now() - started, status: answer.status };
}

function residentMib(instance: Instance): number {
	const status = readFileSync(`/proc/${instance.n8nPid()}/status`, 'utf8');
	return Math.round((Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) * 1024) / MIB);
}

await main();
