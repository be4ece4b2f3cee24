/** How the dashboard of the real n8n behaves as appointments grow, as ratios within one run. */
import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { Instance, freePort } from '../support/instance.mts';
import { season } from '../../scripts/lib/season.mts';
import { median } from './lib/figures.mts';
import { residentMib } from './lib/process.mts';

const TABLE = 'archimeuble_rendezvous';
const PASSWORD = 'mot-de-passe-du-banc';

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

export interface DashboardOptions {
	/** Numbers of appointments. */
	sizes: readonly number[];
	/** How often each page is asked for. */
	times: number;
}

export async function measureDashboard({ sizes, times }: DashboardOptions): Promise<void> {
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
				const { milliseconds, status } = await measure(instance, path, times);
				const base = first.get(name) ?? milliseconds;
				first.set(name, base);
				const ratio = `× ${(milliseconds / base).toFixed(1)}`;
				const note = status === 200 ? '' : ` (${status})`;
				(table[name] ??= {})[`${count} rows`] = `${Math.round(milliseconds)} ms  ${ratio}${note}`;
			}
			(table['memory (RSS)'] ??= {})[`${count} rows`] =
				`${Math.round(residentMib(instance.n8nPid()))} MiB`;
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
	times: number,
): Promise<{ milliseconds: number; status: number }> {
	await timeOf(instance, path);
	const measured: number[] = [];
	let status = 0;
	for (let time = 0; time < times; time += 1) {
		const { milliseconds, status: answered } = await timeOf(instance, path);
		measured.push(milliseconds);
		status = answered;
	}
	return { milliseconds: median(measured), status };
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
