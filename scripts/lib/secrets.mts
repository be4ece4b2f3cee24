import { randomBytes } from 'node:crypto';
import type { Config } from './config.mts';
import { readJson, writePrivateJson } from './files.mts';
import { pathsIn } from './paths.mts';

export interface Secrets {
	ownerPassword: string;
	dashboardPassword: string;
	signingSecret: string;
	metricsToken: string;
}

type Kept = Partial<Secrets>;

/** Secrets that were configured, else kept from an earlier start, else made now and kept. */
export function resolveSecrets(config: Config): { secrets: Secrets; generated: Kept } {
	const file = pathsIn(config.userFolder).secrets;
	const kept = readJson<Kept>(file) ?? {};
	const generated: Kept = {};
	if (config.ownerPassword === null && kept.ownerPassword === undefined) {
		generated.ownerPassword = generatePassword();
	}
	if (config.dashboardPassword === null && kept.dashboardPassword === undefined) {
		generated.dashboardPassword = generatePassword();
	}
	if (config.signingSecret === null && kept.signingSecret === undefined) {
		generated.signingSecret = randomBytes(32).toString('hex');
	}
	if (config.metricsToken === null && kept.metricsToken === undefined) {
		generated.metricsToken = randomBytes(32).toString('hex');
	}
	const all = { ...kept, ...generated };
	if (Object.keys(generated).length > 0) writePrivateJson(file, all);
	return {
		generated,
		secrets: {
			ownerPassword: config.ownerPassword ?? all.ownerPassword ?? '',
			dashboardPassword: config.dashboardPassword ?? all.dashboardPassword ?? '',
			signingSecret: config.signingSecret ?? all.signingSecret ?? '',
			metricsToken: config.metricsToken ?? all.metricsToken ?? '',
		},
	};
}

/** The signing secret of the instance in the user folder, or null before its first start. */
export function knownSigningSecret(config: Config): string | null {
	return (
		config.signingSecret ??
		readJson<Kept>(pathsIn(config.userFolder).secrets)?.signingSecret ??
		null
	);
}

/** 18 random bytes; the fixed end satisfies n8n's rule (a digit, a capital letter). */
function generatePassword(): string {
	return `${randomBytes(18).toString('base64url')}A1`;
}
