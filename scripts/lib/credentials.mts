import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import { CREDENTIALS, type ShippedCredential } from '../../nodes/shared/setup/credentials.ts';
import type { Config } from './config.mts';
import type { Secrets } from './secrets.mts';
import type { StoredCredential } from './stored.mts';

type Data = Record<string, unknown>;

/**
 * What the settings said of each credential at the last start, by id: what they say is written when it is
 * new, and only over that.
 */
export type CredentialMemory = Record<string, Fingerprint>;

/** `salt:hash` in hexadecimal. Slow to try out (RFC 7914): passwords that people chose are among it. */
export type Fingerprint = string;

export interface CredentialPlan {
	/** To be written. */
	write: StoredCredential[];
	/** A person filled them in, and the settings say something else. */
	kept: ShippedCredential[];
	memory: CredentialMemory;
}

/** What each of our credentials holds by the settings, by id. */
export function wantedCredentials(config: Config, secrets: Secrets): StoredCredential[] {
	const data: Record<string, Data> = {
		calendlySigningSecretApi: {
			signingSecret: secrets.signingSecret,
			previousSigningSecret: config.previousSigningSecret,
		},
		calendlyAccessTokenApi: { accessToken: config.accessToken ?? '', baseUrl: config.calendlyUrl },
		smtp: { ...(config.smtp ?? mailboxServer(config)) },
		httpBasicAuth: { user: config.dashboardUser, password: secrets.dashboardPassword },
	};
	return CREDENTIALS.map((credential) => ({ ...credential, data: data[credential.type] }));
}

function mailboxServer({ mailboxSmtpPort }: Config): Data {
	return { host: '127.0.0.1', port: mailboxSmtpPort, user: '', password: '', secure: false };
}

/** Those of which the settings say something else than at the last start. */
export function changedCredentials(
	wanted: readonly StoredCredential[],
	memory: Readonly<CredentialMemory>,
): StoredCredential[] {
	return wanted.filter(({ id, data }) => !fits(data, memory[id]));
}

/**
 * What is to be done with credentials of which the settings say something new. What a person filled in
 * stays: without a memory of having written it, whatever a credential holds is a person's. One that a
 * person deleted is not made again.
 *
 * @param stored what n8n holds, in clear
 * @param isNew whether nothing of ours was in this n8n before, so that what is missing was never there
 */
export function planCredentials(
	changed: readonly StoredCredential[],
	stored: readonly StoredCredential[],
	memory: Readonly<CredentialMemory>,
	isNew: boolean,
): CredentialPlan {
	const plan: CredentialPlan = { write: [], kept: [], memory: {} };
	for (const wanted of changed) {
		const { id, name, type, data } = wanted;
		const found = stored.find((one) => one.id === id);
		const isOurs = found ? isEmpty(found.data) || fits(found.data, memory[id]) : isNew;
		plan.memory[id] = fingerprintOf(data);
		if (found && isSame(found.data, data)) continue;
		if (isOurs) plan.write.push(wanted);
		else if (found) plan.kept.push({ id, name, type });
	}
	return plan;
}

/** Nothing a person has to know: where Calendly is, port and encryption have values of their own. */
function isEmpty(data: Data): boolean {
	return Object.entries(data).every(
		([name, value]) => name === 'baseUrl' || typeof value !== 'string' || value === '',
	);
}

function isSame(one: Data, other: Data): boolean {
	return canonical(one) === canonical(other);
}

/** n8n's editor adds the fields that are not filled in. */
function canonical(data: Data): string {
	const filled = Object.entries(data).filter(
		([, value]) => value !== '' && value !== false && value !== null && value !== undefined,
	);
	return JSON.stringify(filled.sort(([one], [other]) => (one < other ? -1 : 1)));
}

function fingerprintOf(data: Data, salt = randomBytes(16)): Fingerprint {
	return `${salt.toString('hex')}:${scryptSync(canonical(data), salt, 32).toString('hex')}`;
}

function fits(data: Data, fingerprint: Fingerprint | undefined): boolean {
	if (fingerprint === undefined) return false;
	const salt = Buffer.from(fingerprint.split(':')[0], 'hex');
	return timingSafeEqual(Buffer.from(fingerprintOf(data, salt)), Buffer.from(fingerprint));
}
