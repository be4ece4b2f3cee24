import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { signHeader } from '../../nodes/shared/calendly/signature';
import { SIGNING_CREDENTIAL } from '../../nodes/shared/setup/credentials';
import { EditorApi } from '../../scripts/lib/editorApi.mts';
import { payload } from '../support/payloads.mts';

const root = join(__dirname, '../..');
const NAME = 'n8n-nodes-calendly-archimeuble';
const WORKFLOW = 'Renommé par l’atelier';
const STOP_MS = 40_000;
const STARTED_MS = 240_000;

let temporary: string;
let app: string;
let home: string;
let settings: Record<string, string>;
const running = new Set<Container>();

/** One run of the entry, as `docker run` would make it. */
class Container {
	readonly #child: ChildProcess;
	output = '';

	constructor(environment: Record<string, string>) {
		this.#child = spawn(process.execPath, [join(app, 'scripts/container.mts')], {
			cwd: app,
			// Nothing of the developer's own settings: only what is given here.
			env: { PATH: process.env.PATH, HOME: home, ...environment },
			stdio: ['ignore', 'pipe', 'pipe'],
		});
		for (const stream of [this.#child.stdout, this.#child.stderr]) {
			stream!.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
		}
		running.add(this);
		this.#child.once('exit', () => running.delete(this));
	}

	get running(): boolean {
		return this.#child.exitCode === null && this.#child.signalCode === null;
	}

	async exitCode(): Promise<number | null> {
		if (this.running) await once(this.#child, 'close');
		return this.#child.exitCode;
	}

	/** Waits until it says that bookings can be stored, and the webhook answers. */
	async untilServing(url: string): Promise<void> {
		while (this.running) {
			const isReady = this.output.includes('Ready: bookings can be stored.');
			const answer = await fetch(url, { method: 'POST', body: '{}' }).catch(() => null);
			if (isReady && answer?.status === 401) return;
			await sleep(500);
		}
		throw new Error(`The container ended before it served:\n${this.output}`);
	}

	stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<number | null> {
		this.#child.kill(signal);
		return this.exitCode();
	}
}

function tryReading(file: string): string {
	try {
		return readFileSync(file, 'utf8');
	} catch {
		return '';
	}
}

async function freePort(): Promise<string> {
	const server = createServer().listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as { port: number };
	server.close();
	await once(server, 'close');
	return String(port);
}

/**
 * What the image holds, at a path of its own: no dev dependency is within reach of the package, only
 * n8n (and its bcrypt, which npm installs beside it here and below it in the image).
 */
function layOutAsInTheImage(): void {
	for (const name of ['package.json', 'dist', 'workflows', 'scripts', 'nodes/shared/setup']) {
		cpSync(join(root, name), join(app, name), { recursive: true });
	}
	mkdirSync(join(app, 'node_modules'));
	for (const name of ['n8n', 'bcryptjs']) {
		symlinkSync(join(root, 'node_modules', name), join(app, 'node_modules', name));
	}
}

beforeAll(async () => {
	temporary = mkdtempSync(join(tmpdir(), 'archimeuble-container-'));
	app = join(temporary, 'opt', NAME);
	home = join(temporary, 'home');
	mkdirSync(app, { recursive: true });
	mkdirSync(home);
	layOutAsInTheImage();
	settings = {
		N8N_USER_FOLDER: home,
		N8N_PORT: await freePort(),
		N8N_RUNNERS_BROKER_PORT: await freePort(),
		SMTP_HOST: '127.0.0.1',
		SMTP_PORT: await freePort(),
		SMTP_SECURE: 'false',
	};
});

afterAll(async () => {
	await Promise.all([...running].map((container) => container.stop()));
	rmSync(temporary, { recursive: true, force: true });
}, STOP_MS);

const webhook = () => `http://127.0.0.1:${settings.N8N_PORT}/webhook/calendly-archimeuble/webhook`;
const secretsFile = () => join(home, '.n8n/archimeuble/secrets.json');
const secrets = () => JSON.parse(readFileSync(secretsFile(), 'utf8')) as Record<string, string>;

function inDatabase<T>(work: (database: DatabaseSync) => T): T {
	const database = new DatabaseSync(join(home, '.n8n/database.sqlite'));
	try {
		return work(database);
	} finally {
		database.close();
	}
}

/** As Calendly does. */
async function deliver(signingKey: string): Promise<Response> {
	const body = JSON.stringify(payload('01-created-google-meet'));
	const timestamp = Math.floor(Date.now() / 1000);
	return await fetch(webhook(), {
		method: 'POST',
		headers: {
			'content-type': 'application/json',
			'calendly-webhook-signature': signHeader({ rawBody: body, signingKey, timestamp }),
		},
		body,
	});
}

const workflowRows = () =>
	inDatabase((database) =>
		database.prepare('SELECT id, name, active FROM workflow_entity ORDER BY id').all(),
	) as Array<{ id: string; name: string; active: number }>;

describe('before it touches anything', () => {
	test('it refuses to start without a mail server, and says what to write', async () => {
		const container = new Container({ ...settings, SMTP_HOST: '' });
		expect(await container.exitCode()).toBe(1);
		expect(container.output).toMatch(/✖ SMTP_HOST is missing.*SMTP_HOST=mailbox SMTP_PORT=1025/);
		expect(existsSync(join(home, '.n8n'))).toBe(false);
	});

	test('it names a setting that cannot be used, in one sentence without a stack trace', async () => {
		const container = new Container({ ...settings, N8N_WEBHOOK_URL: 'n8n.example.com' });
		expect(await container.exitCode()).toBe(1);
		expect(container.output).toContain('N8N_WEBHOOK_URL: write');
		expect(container.output).not.toContain('    at ');
		expect(existsSync(join(home, '.n8n'))).toBe(false);
	});
});

describe('the first start', () => {
	let container: Container;

	beforeAll(async () => {
		container = new Container(settings);
		await container.untilServing(webhook());
	}, STARTED_MS);

	test('imports every shipped workflow and publishes those that start by themselves', () => {
		const rows = workflowRows();
		expect(rows).toHaveLength(11);
		const unpublished = rows.filter(({ active }) => active !== 1).map(({ name }) => name);
		// The reconciliation waits for a token.
		expect(unpublished.sort()).toEqual([
			'ArchiMeuble – Essai',
			'ArchiMeuble – Rattrapage',
			'ArchiMeuble – Rejouer',
		]);
	});

	test('answers 401 to what nobody signed', async () => {
		const answer = await fetch(webhook(), { method: 'POST', body: '{}' });
		expect(answer.status).toBe(401);
	});

	test('answers 200 to what was signed with the generated secret', async () => {
		const answer = await deliver(secrets().signingSecret);
		expect(answer.status).toBe(200);
		expect(await answer.json()).toMatchObject({ success: true });
	}, 30_000);

	test('keeps the event log from everybody but owner and group', async () => {
		const log = join(home, '.n8n-files/calendly.log');
		const deadline = Date.now() + 60_000;
		while (!existsSync(log) && Date.now() < deadline) await sleep(250);
		expect((statSync(log).mode & 0o777).toString(8)).toBe('600');
	}, 70_000);

	test('keeps the secrets in n8n, encrypted, where every process of it finds them', () => {
		const rows = inDatabase((database) =>
			database.prepare('SELECT data FROM credentials_entity').all(),
		) as Array<{ data: string }>;
		expect(rows).toHaveLength(4);
		for (const value of Object.values(secrets())) {
			for (const { data } of rows) expect(data).not.toContain(value);
		}
		const environment = readdirSync('/proc')
			.filter((name) => /^\d+$/.test(name))
			.map((pid) => tryReading(`/proc/${pid}/environ`))
			.filter((text) => text.includes(`N8N_USER_FOLDER=${home}`));
		expect(environment.length).toBeGreaterThan(0);
		for (const text of environment) expect(text).not.toContain(secrets().signingSecret);
	});

	test('lets nobody else set up the same volume meanwhile', async () => {
		const other = new Container({ ...settings, N8N_PORT: await freePort() });
		expect(await other.exitCode()).toBe(1);
		expect(other.output).toContain(`✖ Another process already runs n8n in ${home}`);
	});

	test('n8n says it is ready where the health check asks', async () => {
		const base = new URL('/healthz/readiness', webhook());
		expect((await fetch(base)).status).toBe(200);
	});

	test(
		'SIGTERM ends it with code 0, and n8n with it',
		async () => {
			const started = Date.now();
			expect(await container.stop()).toBe(0);
			expect(Date.now() - started).toBeLessThan(STOP_MS);
			await expect(fetch(webhook())).rejects.toThrow();
		},
		STOP_MS,
	);

	test('shows what n8n printed, and where the generated secrets are, but not one of them', () => {
		expect(container.output).toContain('Editor is now accessible');
		expect(container.output).toContain(`docker compose exec n8n cat ${secretsFile()}`);
		const values = Object.values(secrets());
		expect(values).toHaveLength(4);
		for (const value of values) expect(container.output).not.toContain(value);
	});
});

describe('the second start', () => {
	let container: Container;
	let before: ReturnType<typeof workflowRows>;
	let keptSecrets: Record<string, string>;

	beforeAll(async () => {
		keptSecrets = secrets();
		inDatabase((database) => {
			const [{ id }] = workflowRows();
			database.prepare('UPDATE workflow_entity SET name = ? WHERE id = ?').run(WORKFLOW, id);
		});
		before = workflowRows();
		container = new Container(settings);
		await container.untilServing(webhook());
		await container.stop('SIGINT');
	}, STARTED_MS);

	test('leaves what the team changed as it is', () => {
		expect(before.map(({ name }) => name)).toContain(WORKFLOW);
		expect(workflowRows()).toEqual(before);
	});

	test('imports and publishes nothing again, and generates nothing', () => {
		expect(container.output).not.toMatch(/Importing|mis à jour|Filling in the credentials/);
		expect(container.output).not.toContain('Generated');
		expect(secrets()).toEqual(keptSecrets);
	});

	test('SIGINT too ends it with code 0', async () => {
		expect(await container.exitCode()).toBe(0);
	});
});

describe('keys', () => {
	const NEXT = 'the-next-signing-secret';
	const BY_HAND = 'a-signing-secret-by-hand';
	const startWith = async (changes: Record<string, string>): Promise<Container> => {
		const container = new Container({ ...settings, ...changes });
		await container.untilServing(webhook());
		return container;
	};

	test(
		'change with the settings, without hands',
		async () => {
			const container = await startWith({ CALENDLY_SIGNING_SECRET: NEXT });
			expect((await deliver(NEXT)).status).toBe(200);
			expect((await deliver(secrets().signingSecret)).status).toBe(401);
			await fillInByHand(BY_HAND);
			expect((await deliver(BY_HAND)).status).toBe(200);
			await container.stop();
		},
		STARTED_MS,
	);

	test(
		'that a person filled in stay, and the start says so once',
		async () => {
			const container = await startWith({ CALENDLY_SIGNING_SECRET: 'and-yet-another-secret' });
			expect(container.output).toContain(
				'« Signature Calendly ArchiMeuble » was filled in by hand',
			);
			expect((await deliver(BY_HAND)).status).toBe(200);
			expect((await deliver('and-yet-another-secret')).status).toBe(401);
			await container.stop();
		},
		STARTED_MS,
	);

	/** What a person does in n8n's editor. */
	async function fillInByHand(signingSecret: string): Promise<void> {
		const editor = await EditorApi.open({
			editor: new URL(webhook()).origin,
			owner: { email: 'atelier@archimeuble.example', password: secrets().ownerPassword },
		});
		const { id, ...credential } = SIGNING_CREDENTIAL;
		await editor.ask('PATCH', `/rest/credentials/${id}`, {
			...credential,
			data: { signingSecret, previousSigningSecret: '' },
		});
	}
});

describe('a volume of another n8n', () => {
	const stateFile = () => join(home, '.n8n/archimeuble/state.json');
	let state: { n8nVersion: string };

	beforeAll(() => {
		state = JSON.parse(readFileSync(stateFile(), 'utf8'));
	});

	const startWith = (n8nVersion: string): Container => {
		writeFileSync(stateFile(), JSON.stringify({ ...state, n8nVersion }));
		return new Container(settings);
	};

	test('is refused when that one was newer', async () => {
		const container = startWith('99.0.0');
		expect(await container.exitCode()).toBe(1);
		expect(container.output).toMatch(/✖ .* n8n 99\.0\.0, newer than this n8n/);
	});

	test(
		'is taken over when that one was older: the new image is the decision',
		async () => {
			const container = startWith('2.0.0');
			await container.untilServing(webhook());
			expect(await container.stop()).toBe(0);
			const now = JSON.parse(readFileSync(stateFile(), 'utf8'));
			expect({ ...now, credentials: {} }).toEqual({ ...state, credentials: {} });
		},
		STARTED_MS,
	);
});
