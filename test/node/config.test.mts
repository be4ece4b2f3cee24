import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, SECRET_SETTINGS, SETTINGS, type Config } from '../../scripts/lib/config.mts';
import { Failure } from '../../scripts/lib/failure.mts';

const root = join(__dirname, '../..');
const KEY = 'a-key-that-is-long-enough';
let folder: string;

beforeEach(() => {
	folder = mkdtempSync(join(tmpdir(), 'archimeuble-config-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const read = (environment: Record<string, string> = {}): Config => readConfig(folder, environment);
const dotEnv = (text: string): void => writeFileSync(join(folder, '.env'), text);

/** The sentence the person gets; fails the test when there is none. */
function mistakesIn(environment: Record<string, string>): string {
	const error = errorOf(() => read(environment));
	expect(error).toBeInstanceOf(Failure);
	return error!.message;
}

function errorOf(work: () => unknown): Error | null {
	try {
		work();
	} catch (error) {
		return error as Error;
	}
	return null;
}

test('without a setting, everything has a safe default', () => {
	expect(read()).toEqual({
		demo: false,
		port: 5678,
		listenAddress: '127.0.0.1',
		userFolder: join(folder, '.archimeuble'),
		mailboxPort: 1080,
		mailboxSmtpPort: 1025,
		smtp: null,
		signingSecret: null,
		previousSigningSecret: '',
		accessToken: null,
		calendlyUrl: 'https://api.calendly.com',
		notificationEmail: null,
		alertEmail: null,
		senderEmail: null,
		ownerEmail: 'atelier@archimeuble.example',
		ownerPassword: null,
		dashboardUser: 'atelier',
		dashboardPassword: null,
		metricsToken: null,
		webhookUrl: null,
		timezone: 'Europe/Paris',
	});
});

test('every setting reaches its place', () => {
	const environment = {
		N8N_PORT: '1111',
		N8N_LISTEN_ADDRESS: '0.0.0.0',
		N8N_USER_FOLDER: '/data',
		N8N_WEBHOOK_URL: 'https://n8n.example.com/',
		N8N_OWNER_EMAIL: 'owner@example.com',
		N8N_OWNER_PASSWORD: 'Password1',
		DASHBOARD_USER: 'menuisier',
		DASHBOARD_PASSWORD: 'of-the-dashboard',
		METRICS_TOKEN: 'of-prometheus-0123',
		GENERIC_TIMEZONE: 'Europe/Zurich',
		NOTIFICATION_EMAIL: 'to@example.com',
		ALERT_EMAIL: 'alert@example.com',
		CALENDLY_ACCESS_TOKEN: 'a-token-of-calendly',
		CALENDLY_API_URL: 'http://127.0.0.1:4010',
		SENDER_EMAIL: 'from@example.com',
		CALENDLY_SIGNING_SECRET: KEY,
		CALENDLY_PREVIOUS_SIGNING_SECRET: `old-${KEY}`,
		SMTP_HOST: 'smtp.example.com',
		SMTP_PORT: '587',
		SMTP_SECURE: 'no',
		SMTP_USER: 'me',
		SMTP_PASSWORD: ' kept as it is ',
		MAILBOX_PORT: '2222',
		MAILBOX_SMTP_PORT: '3333',
	};
	expect(Object.keys(environment).sort()).toEqual(
		SETTINGS.filter((name) => !name.endsWith('_FILE')).sort(),
	);
	expect(read(environment)).toEqual({
		demo: false,
		port: 1111,
		listenAddress: '0.0.0.0',
		userFolder: '/data',
		mailboxPort: 2222,
		mailboxSmtpPort: 3333,
		smtp: {
			host: 'smtp.example.com',
			port: 587,
			user: 'me',
			password: ' kept as it is ',
			secure: false,
		},
		signingSecret: KEY,
		previousSigningSecret: `old-${KEY}`,
		accessToken: 'a-token-of-calendly',
		calendlyUrl: 'http://127.0.0.1:4010',
		notificationEmail: 'to@example.com',
		alertEmail: 'alert@example.com',
		senderEmail: 'from@example.com',
		ownerEmail: 'owner@example.com',
		ownerPassword: 'Password1',
		dashboardUser: 'menuisier',
		dashboardPassword: 'of-the-dashboard',
		metricsToken: 'of-prometheus-0123',
		webhookUrl: 'https://n8n.example.com/',
		timezone: 'Europe/Zurich',
	});
});

describe('the address of Calendly’s API', () => {
	test.each([
		'https://api.calendly.com',
		'http://127.0.0.1:4010',
		'http://localhost:4010/',
		'http://[::1]:4010',
		'http://127.1',
	])('%s is one', (CALENDLY_API_URL) => {
		expect(read({ CALENDLY_API_URL }).calendlyUrl).toBe(CALENDLY_API_URL);
	});

	test.each([
		'http://api.calendly.com',
		'http://127.0.0.1.example.com',
		'http://localhost.example.com',
		'http://10.0.0.5:4010',
		'ftp://api.calendly.com',
	])('%s would send the token in clear, and is refused', (CALENDLY_API_URL) => {
		expect(() => read({ CALENDLY_API_URL })).toThrow('CALENDLY_API_URL');
	});
});

describe('encryption of the mail connection', () => {
	test.each([
		[{}, true],
		[{ SMTP_PORT: '465' }, true],
		[{ SMTP_PORT: '587' }, false],
		[{ SMTP_PORT: '1025', SMTP_SECURE: 'TRUE' }, true],
		[{ SMTP_SECURE: '0' }, false],
	])('%j is secure from the start: %s', (settings, secure) => {
		expect(read({ SMTP_HOST: 'smtp.example.com', ...settings }).smtp?.secure).toBe(secure);
	});
});

describe('.env and the environment', () => {
	test('.env is read, quotes and comments included', () => {
		dotEnv(`# comment\nN8N_PORT=7000\nSMTP_HOST=smtp.example.com\nSMTP_PASSWORD='pa$s#word'\n`);
		expect(read()).toMatchObject({ port: 7000, smtp: { password: 'pa$s#word' } });
	});

	test('the environment wins', () => {
		dotEnv('N8N_PORT=7000\n');
		expect(read({ N8N_PORT: '8000' }).port).toBe(8000);
	});

	test('an empty value is no value, on either side', () => {
		dotEnv('N8N_PORT=7000\nGENERIC_TIMEZONE=\n');
		expect(read({ N8N_PORT: '' })).toMatchObject({ port: 7000, timezone: 'Europe/Paris' });
	});
});

describe('a value that cannot be used is named and never repeated', () => {
	test.each([
		['N8N_PORT', '70000'],
		['N8N_PORT', '0'],
		['N8N_PORT', '80.5'],
		['MAILBOX_PORT', 'eighty'],
		['MAILBOX_SMTP_PORT', '-1'],
		['SMTP_PORT', '99999'],
		['SMTP_SECURE', 'perhaps'],
		['N8N_OWNER_EMAIL', 'Owner <owner@example.com>'],
		['NOTIFICATION_EMAIL', 'one@example.com, two@example.com'],
		['SENDER_EMAIL', 'nobody'],
		['N8N_WEBHOOK_URL', 'n8n.archimeuble.example'],
		['N8N_WEBHOOK_URL', 'ftp://n8n.example.com'],
		['GENERIC_TIMEZONE', 'Europe/Nantes'],
		['CALENDLY_SIGNING_SECRET', 'too-short'],
		['CALENDLY_SIGNING_SECRET', ` ${KEY}`],
		['CALENDLY_PREVIOUS_SIGNING_SECRET', 'short-as-well'],
		['N8N_OWNER_PASSWORD', 'Passw0r'],
		['N8N_OWNER_PASSWORD', 'no-capital-1'],
		['N8N_OWNER_PASSWORD', 'No-digit-here'],
		['N8N_OWNER_PASSWORD', `A1${'x'.repeat(63)}`],
		['DASHBOARD_USER', 'ate:lier'],
		['DASHBOARD_USER', 'François'],
		['DASHBOARD_PASSWORD', 'eleven-char'],
		['DASHBOARD_PASSWORD', 'with a space in it'],
		['DASHBOARD_PASSWORD', 'mot-de-passé-ici'],
		['METRICS_TOKEN', 'fifteen-letters'],
		['METRICS_TOKEN', 'what no header can hold'],
	])('%s=%s', (name, value) => {
		const message = mistakesIn({ SMTP_HOST: 'smtp.example.com', [name]: value });
		expect(message).toContain(`\n  - ${name}: write `);
		expect(message.match(/\n {2}- /g)).toHaveLength(1);
		const expected = message.split(`${name}: write `)[1];
		expect(expected).not.toContain(value.trim());
	});

	test('all of them in one run', () => {
		const message = mistakesIn({ N8N_PORT: 'x', SENDER_EMAIL: 'x', N8N_WEBHOOK_URL: 'x' });
		expect(message.match(/\n {2}- \w+/g)).toEqual([
			'\n  - N8N_PORT',
			'\n  - N8N_WEBHOOK_URL',
			'\n  - SENDER_EMAIL',
		]);
	});

	test('two services on one port, but only where both would run', () => {
		expect(mistakesIn({ N8N_PORT: '1080' })).toContain('three different ports');
		expect(read({ N8N_PORT: '1080', SMTP_HOST: 'smtp.example.com' }).port).toBe(1080);
	});
});

describe('a secret in a file', () => {
	const SECRET = 'Long-enough-secret-1';
	const secretFile = (content: string): string => {
		const file = join(folder, 'secret');
		writeFileSync(file, content);
		return file;
	};
	const valueOf = (name: string, config: Config): string | null | undefined =>
		({
			CALENDLY_SIGNING_SECRET: config.signingSecret,
			CALENDLY_PREVIOUS_SIGNING_SECRET: config.previousSigningSecret,
			CALENDLY_ACCESS_TOKEN: config.accessToken,
			SMTP_PASSWORD: config.smtp?.password,
			N8N_OWNER_PASSWORD: config.ownerPassword,
			DASHBOARD_PASSWORD: config.dashboardPassword,
			METRICS_TOKEN: config.metricsToken,
		})[name];
	const withFile = (name: string, path: string, more: Record<string, string> = {}) => ({
		SMTP_HOST: 'smtp.example.com',
		[`${name}_FILE`]: path,
		...more,
	});

	describe.each(SECRET_SETTINGS)('%s_FILE', (name) => {
		test.each([
			['as it is', SECRET],
			['without the line break at its end', `${SECRET}\n`],
			['without a Windows line break', `${SECRET}\r\n`],
		])('is read %s', (_title, content) => {
			expect(valueOf(name, read(withFile(name, secretFile(content))))).toBe(SECRET);
		});

		test('may be relative to the project, and stand in .env', () => {
			secretFile(SECRET);
			dotEnv(`SMTP_HOST=smtp.example.com\n${name}_FILE=./secret\n`);
			expect(valueOf(name, read())).toBe(SECRET);
		});

		test('together with the setting itself is a mistake', () => {
			const message = mistakesIn(withFile(name, secretFile(SECRET), { [name]: SECRET }));
			expect(message).toContain(`- ${name} and ${name}_FILE: set only one of the two`);
			expect(message).not.toContain(SECRET);
		});

		test('that is missing is named with its path', () => {
			const message = mistakesIn(withFile(name, '/nowhere/secret'));
			expect(message).toContain(`- ${name}_FILE: the file /nowhere/secret cannot be read (ENOENT)`);
		});

		test('that is a folder is named with its path', () => {
			mkdirSync(join(folder, 'made-by-docker'));
			expect(mistakesIn(withFile(name, './made-by-docker'))).toContain(
				`- ${name}_FILE: the file ./made-by-docker cannot be read (EISDIR)`,
			);
		});

		test('that is empty is a mistake', () => {
			const file = secretFile('\n');
			expect(mistakesIn(withFile(name, file))).toContain(
				`- ${name}_FILE: the file ${file} is empty`,
			);
		});

		test('holding the secret instead of a path is not repeated', () => {
			const message = mistakesIn(withFile(name, SECRET));
			expect(message).toContain(`- ${name}_FILE: write the path of a file`);
			expect(message).not.toContain(SECRET);
		});
	});

	test.each([
		['CALENDLY_SIGNING_SECRET', `${SECRET}\n\n`],
		['CALENDLY_PREVIOUS_SIGNING_SECRET', 'short'],
		['N8N_OWNER_PASSWORD', 'nodigitnocapital'],
		['DASHBOARD_PASSWORD', 'too-short'],
		['METRICS_TOKEN', 'too-short'],
	])('%s_FILE is held to the same rules as the setting', (name, content) => {
		const message = mistakesIn(withFile(name, secretFile(content)));
		expect(message).toContain(`- ${name}_FILE: write `);
		expect(message).not.toContain(content.trim());
	});
});

describe('the demonstration', () => {
	const demo = (environment: Record<string, string> = {}): Config =>
		readConfig(folder, environment, { demo: true });

	test('has a folder of its own', () => {
		expect(demo()).toMatchObject({ demo: true, userFolder: join(folder, '.archimeuble-demo') });
	});

	test('goes where it is told all the same', () => {
		expect(demo({ N8N_USER_FOLDER: '/elsewhere' }).userFolder).toBe('/elsewhere');
	});

	test('shares the settings with npm start, but for those that lead out of this machine', () => {
		const shared = { N8N_PORT: '7000', GENERIC_TIMEZONE: 'Europe/Zurich' };
		const settings = {
			...shared,
			SMTP_HOST: 'smtp.example.com',
			N8N_WEBHOOK_URL: 'https://n8n.example.com/',
		};
		expect(demo(settings)).toEqual(demo(shared));
		expect(demo(settings)).toMatchObject({ port: 7000, timezone: 'Europe/Zurich' });
	});

	test('needs different ports, because it always has the mailbox', () => {
		const error = errorOf(() => demo({ N8N_PORT: '1080', SMTP_HOST: 'smtp.example.com' }));
		expect(error?.message).toContain('three different ports');
	});

	test.each(['CALENDLY_ACCESS_TOKEN', 'CALENDLY_ACCESS_TOKEN_FILE'])(
		'refuses %s and says what to do, never the value',
		(name) => {
			const file = join(folder, 'token');
			writeFileSync(file, 'a-real-token-of-calendly');
			const value = name.endsWith('_FILE') ? file : 'a-real-token-of-calendly';
			const error = errorOf(() => demo({ [name]: value }));
			expect(error).toBeInstanceOf(Failure);
			expect(error?.message).toContain(`- ${name}: leave it out for the demonstration`);
			expect(error?.message).not.toContain(value);
		},
	);
});

describe('.env.example', () => {
	const text = readFileSync(join(root, '.env.example'), 'utf8');
	const named = [...text.matchAll(/^#? ?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
	const compose = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
	const interpolated = [...compose.matchAll(/(?<!\$)\$\{([A-Z0-9_]+)/g)].map(([, name]) => name);

	test('names every setting once, those of docker-compose.yml included, and no other', () => {
		// The last is Compose's own: which of the services behind a profile it starts.
		const all = new Set([...SETTINGS, ...interpolated, 'COMPOSE_PROFILES']);
		expect([...named].sort()).toEqual([...all].sort());
	});

	test('sets nothing: as it is, it means the defaults', () => {
		expect(text).not.toMatch(/^[A-Z]/m);
		dotEnv(text);
		expect(read()).toEqual(
			readConfig(join(folder), { N8N_USER_FOLDER: join(folder, '.archimeuble') }),
		);
	});

	test('shows values that can be used', () => {
		const shown = text.replace(/^# ([A-Z][A-Z0-9_]+=\S)/gm, '$1').replace(/^\w+_FILE=.*$/gm, '');
		dotEnv(shown);
		expect(read()).toMatchObject({ port: 5678, smtp: { host: 'smtp.example.com', secure: true } });
	});
});
