import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { Failure } from './failure.mts';

/** Settings that hold a secret: each may also lie in a file named by `<setting>_FILE`. */
export const SECRET_SETTINGS = [
	'CALENDLY_SIGNING_SECRET',
	'CALENDLY_PREVIOUS_SIGNING_SECRET',
	'CALENDLY_ACCESS_TOKEN',
	'SMTP_PASSWORD',
	'N8N_OWNER_PASSWORD',
	'DASHBOARD_PASSWORD',
	'METRICS_TOKEN',
] as const;

const PLAIN_SETTINGS = [
	'N8N_PORT',
	'N8N_LISTEN_ADDRESS',
	'N8N_USER_FOLDER',
	'N8N_WEBHOOK_URL',
	'N8N_OWNER_EMAIL',
	'DASHBOARD_USER',
	'GENERIC_TIMEZONE',
	'CALENDLY_API_URL',
	'NOTIFICATION_EMAIL',
	'ALERT_EMAIL',
	'SENDER_EMAIL',
	'SMTP_HOST',
	'SMTP_PORT',
	'SMTP_SECURE',
	'SMTP_USER',
	'MAILBOX_PORT',
	'MAILBOX_SMTP_PORT',
] as const;

type SecretSetting = (typeof SECRET_SETTINGS)[number];
type PlainSetting = (typeof PLAIN_SETTINGS)[number];

/** Every setting there is; one that is not listed here cannot be read (the compiler refuses it). */
export const SETTINGS: readonly string[] = [
	...PLAIN_SETTINGS,
	...SECRET_SETTINGS.flatMap((name) => [name, `${name}_FILE`]),
];

/** Everything that can be told, from the environment or `.env`. */
export interface Config {
	/** Whether a stand-in takes Calendly's place: nothing leaves this machine. */
	demo: boolean;
	port: number;
	/** Address n8n listens on. */
	listenAddress: string;
	/** Folder that holds n8n's data, our secrets, the log and `run.json`. */
	userFolder: string;
	mailboxPort: number;
	mailboxSmtpPort: number;
	/** Null when no SMTP server is configured: a local mailbox takes the mails. */
	smtp: SmtpServer | null;
	/** Null when it is to be generated and kept. */
	signingSecret: string | null;
	previousSigningSecret: string;
	/** Token of Calendly's API; null when subscriptions are made by hand. */
	accessToken: string | null;
	/** Where Calendly's API is; another address only for a stand-in. */
	calendlyUrl: string;
	notificationEmail: string | null;
	/** Null when alerts go where the notifications go. */
	alertEmail: string | null;
	senderEmail: string | null;
	ownerEmail: string;
	/** Null when it is to be generated and kept. */
	ownerPassword: string | null;
	/** Who logs in to the dashboard and the privacy form (HTTP basic authentication, RFC 7617). */
	dashboardUser: string;
	/** Null when it is to be generated and kept. */
	dashboardPassword: string | null;
	/** What Prometheus shows at /metrics; null when none was chosen: the main process then makes one. */
	metricsToken: string | null;
	/** Public address of n8n, when a proxy or tunnel stands before it. */
	webhookUrl: string | null;
	timezone: string;
}

export interface SmtpServer {
	host: string;
	port: number;
	user: string;
	password: string;
	secure: boolean;
}

/** What every process of n8n is told, also those that make no secret (webhook, worker). */
export type ServerConfig = Pick<
	Config,
	'port' | 'listenAddress' | 'userFolder' | 'webhookUrl' | 'timezone' | 'metricsToken'
>;

type Environment = Record<string, string | undefined>;

/** The demonstration's folder, so that its bookings never mix with real ones. */
const DEMO_FOLDER = '.archimeuble-demo';

/**
 * Reads the settings; what the environment says wins over `.env`. The demonstration shares them, but
 * for those that lead out of this machine: its mails go to the local mailbox, its deliveries to this
 * n8n, and a real token is refused.
 * @throws Failure naming every value that cannot be used, and what to write instead
 */
export function readConfig(
	projectFolder: string,
	environment: Environment = process.env,
	{ demo = false }: { demo?: boolean } = {},
): Config {
	const values = valuesOf(projectFolder, environment);
	if (demo) values.refuseToken();
	const server = values.server(demo ? DEMO_FOLDER : '.archimeuble');
	const config: Config = {
		demo,
		...server,
		mailboxPort: values.port('MAILBOX_PORT', 1080),
		mailboxSmtpPort: values.port('MAILBOX_SMTP_PORT', 1025),
		smtp: demo ? null : values.smtp(),
		signingSecret: values.secret('CALENDLY_SIGNING_SECRET'),
		previousSigningSecret: values.secret('CALENDLY_PREVIOUS_SIGNING_SECRET') ?? '',
		accessToken: values.secret('CALENDLY_ACCESS_TOKEN'),
		calendlyUrl: values.apiUrl('CALENDLY_API_URL') ?? 'https://api.calendly.com',
		notificationEmail: values.email('NOTIFICATION_EMAIL'),
		alertEmail: values.email('ALERT_EMAIL'),
		senderEmail: values.email('SENDER_EMAIL'),
		ownerEmail: values.email('N8N_OWNER_EMAIL') ?? 'atelier@archimeuble.example',
		ownerPassword: values.password('N8N_OWNER_PASSWORD'),
		dashboardUser: values.userName('DASHBOARD_USER') ?? 'atelier',
		dashboardPassword: values.loginPassword('DASHBOARD_PASSWORD'),
		webhookUrl: demo ? null : server.webhookUrl,
	};
	values.refuseClash(config);
	values.assertUsable();
	return config;
}

/**
 * The settings of a webhook process or worker: secrets are not looked for, it finds them in n8n.
 * @throws Failure as `readConfig`
 */
export function readServerConfig(
	projectFolder: string,
	environment: Environment = process.env,
): ServerConfig {
	const values = valuesOf(projectFolder, environment);
	const config = values.server('.archimeuble');
	values.assertUsable();
	return config;
}

function valuesOf(projectFolder: string, environment: Environment): Values {
	const all = { ...readDotEnv(projectFolder), ...withoutEmpty(environment) };
	return new Values(all, projectFolder);
}

function readDotEnv(projectFolder: string): Environment {
	const file = join(projectFolder, '.env');
	return existsSync(file) ? withoutEmpty(parseEnv(readFileSync(file, 'utf8'))) : {};
}

function withoutEmpty(environment: Environment): Environment {
	return Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
}

/** RFC 6761 §6.3, RFC 1122 §3.2.1.3, RFC 4291 §2.5.3; the URL standard has brought numbers to one form. */
function isLoopback(hostname: string): boolean {
	return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

/** Reads typed values and collects what is wrong, so that one run names every mistake. */
class Values {
	readonly #values: Environment;
	readonly #projectFolder: string;
	readonly #mistakes: string[] = [];

	constructor(values: Environment, projectFolder: string) {
		this.#values = values;
		this.#projectFolder = projectFolder;
	}

	/** @param folder where n8n's data lie unless told otherwise */
	server(folder: string): ServerConfig {
		return {
			port: this.port('N8N_PORT', 5678),
			listenAddress: this.text('N8N_LISTEN_ADDRESS') ?? '127.0.0.1',
			userFolder: resolve(this.#projectFolder, this.text('N8N_USER_FOLDER') ?? folder),
			webhookUrl: this.url('N8N_WEBHOOK_URL'),
			timezone: this.timezone('GENERIC_TIMEZONE') ?? 'Europe/Paris',
			metricsToken: this.bearerToken('METRICS_TOKEN'),
		};
	}

	text(name: PlainSetting): string | null {
		return this.#values[name]?.trim() || null;
	}

	port(name: PlainSetting, fallback: number): number {
		const text = this.text(name);
		const port = text === null ? fallback : Number(text);
		if (Number.isInteger(port) && port >= 1 && port <= 65535) return port;
		return this.#mistake(name, 'a port between 1 and 65535', fallback);
	}

	email(name: PlainSetting): string | null {
		const text = this.text(name);
		if (text === null || /^[^\s@<>,;"]+@[^\s@<>,;"]+\.[^\s@<>,;".]+$/.test(text)) return text;
		return this.#mistake(name, 'one mail address such as atelier@example.com', null);
	}

	/** The key is used as text, exactly as Calendly was given it: white space would be part of it. */
	secret(name: SecretSetting): string | null {
		const { value, from } = this.#secretText(name);
		if (value === null || (value === value.trim() && value.length >= 16)) return value;
		return this.#mistake(from, 'at least 16 characters without white space around them', null);
	}

	/** n8n's own rule for passwords. */
	password(name: SecretSetting): string | null {
		const { value, from } = this.#secretText(name);
		if (value === null) return null;
		const usable =
			value.length >= 8 && value.length <= 64 && /\d/.test(value) && /[A-Z]/.test(value);
		if (usable) return value;
		return this.#mistake(from, '8 to 64 characters with a digit and a capital letter', null);
	}

	/** RFC 7617 §2: the first colon ends the name. Only ASCII means the same in every browser. */
	userName(name: PlainSetting): string | null {
		const text = this.text(name);
		if (text === null || /^[\x21-\x39\x3b-\x7e]{1,64}$/.test(text)) return text;
		return this.#mistake(name, 'a name without spaces, accents and colons', null);
	}

	/** Strangers may try as many as they like, so it has to be long. */
	loginPassword(name: SecretSetting): string | null {
		const { value, from } = this.#secretText(name);
		if (value === null || /^[\x21-\x7e]{12,128}$/.test(value)) return value;
		return this.#mistake(from, '12 to 128 characters without spaces and accents', null);
	}

	/** RFC 6750 §2.1: what can stand in an `Authorization` header as it is. */
	bearerToken(name: SecretSetting): string | null {
		const { value, from } = this.#secretText(name);
		if (value === null || /^[\w.~+/-]{16,}=*$/.test(value)) return value;
		return this.#mistake(from, 'at least 16 letters, digits and - . _ ~ + /', null);
	}

	url(name: PlainSetting): string | null {
		const text = this.text(name);
		if (text === null || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)))
			return text;
		return this.#mistake(name, 'an address such as https://n8n.example.com/', null);
	}

	/** The access token goes there: readable by others on the way only where there is no way. */
	apiUrl(name: PlainSetting): string | null {
		const text = this.url(name);
		if (text === null || !URL.canParse(text)) return text;
		const { protocol, hostname } = new URL(text);
		if (protocol === 'https:' || isLoopback(hostname)) return text;
		return this.#mistake(name, 'an address with https, or http://127.0.0.1 for a stand-in', null);
	}

	timezone(name: PlainSetting): string | null {
		const text = this.text(name);
		if (text === null || Intl.supportedValuesOf('timeZone').includes(text)) return text;
		return this.#mistake(name, 'a zone such as Europe/Paris', null);
	}

	boolean(name: PlainSetting): boolean | null {
		const text = this.text(name)?.toLowerCase() ?? null;
		if (text === null) return null;
		if (['true', '1', 'yes'].includes(text)) return true;
		if (['false', '0', 'no'].includes(text)) return false;
		return this.#mistake(name, 'true or false', null);
	}

	smtp(): SmtpServer | null {
		const host = this.text('SMTP_HOST');
		const port = this.port('SMTP_PORT', 465);
		const secure = this.boolean('SMTP_SECURE') ?? port === 465;
		const password = this.#secretText('SMTP_PASSWORD').value ?? '';
		if (host === null) return null;
		return { host, port, user: this.text('SMTP_USER') ?? '', password, secure };
	}

	/** A secret as it was written, from the setting itself or from the file it names. */
	#secretText(name: SecretSetting): { value: string | null; from: string } {
		const value = this.#values[name] ?? null;
		const path = this.#values[`${name}_FILE`]?.trim() || null;
		if (path === null) return { value, from: name };
		const from = `${name}_FILE`;
		if (value !== null) {
			this.#mistakes.push(`${name} and ${from}: set only one of the two`);
			return { value: null, from };
		}
		return { value: this.#fileContent(from, path), from };
	}

	/** Editors end a file with a line break that is no part of the secret; one is dropped. */
	#fileContent(name: string, path: string): string | null {
		// Without a slash it may be the secret itself, in the wrong place: it is not repeated.
		if (!/^\.{0,2}\//.test(path)) {
			return this.#mistake(name, 'the path of a file, such as /run/secrets/name or ./name', null);
		}
		try {
			const content = readFileSync(resolve(this.#projectFolder, path), 'utf8');
			const value = content.replace(/\r?\n$/, '');
			if (value !== '') return value;
			this.#mistakes.push(`${name}: the file ${path} is empty`);
		} catch (error) {
			const { code } = error as NodeJS.ErrnoException;
			this.#mistakes.push(`${name}: the file ${path} cannot be read (${code})`);
		}
		return null;
	}

	/** Whoever set a token expects the real Calendly. */
	refuseToken(): void {
		for (const name of ['CALENDLY_ACCESS_TOKEN', 'CALENDLY_ACCESS_TOKEN_FILE']) {
			if (this.#values[name] === undefined) continue;
			this.#mistakes.push(
				`${name}: leave it out for the demonstration, which has a Calendly of its own; with the real one use « npm start »`,
			);
		}
	}

	refuseClash({ port, mailboxPort, mailboxSmtpPort, smtp }: Config): void {
		const ports = smtp === null ? [port, mailboxPort, mailboxSmtpPort] : [port];
		if (new Set(ports).size < ports.length) {
			this.#mistakes.push('N8N_PORT, MAILBOX_PORT and MAILBOX_SMTP_PORT: three different ports');
		}
	}

	assertUsable(): void {
		if (this.#mistakes.length === 0) return;
		const list = this.#mistakes.map((mistake) => `  - ${mistake}`).join('\n');
		throw new Failure(
			`Some settings cannot be used. Correct them in .env (or in the environment):\n${list}`,
		);
	}

	/** Names the setting, never its value: it may be a secret in the wrong place. */
	#mistake<T>(name: string, expected: string, fallback: T): T {
		this.#mistakes.push(`${name}: write ${expected}`);
		return fallback;
	}
}
