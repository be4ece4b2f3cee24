import { createHmac } from 'node:crypto';

/** Shorter ones could be guessed; the credential refuses them. */
export const MIN_SECRET_LENGTH = 16;

/**
 * What is wrong with a signing secret, as a sentence with the remedy; null when nothing is.
 * The key is invented here and given to Calendly with the subscription; Calendly uses it as text.
 */
export function signingSecretFlaw(secret: unknown): string | null {
	if (typeof secret !== 'string' || secret === '') {
		return 'Enter a signing secret. You invent it, Calendly gives none: at least 32 random characters, for example from "openssl rand -hex 32".';
	}
	if (secret !== secret.trim()) {
		return 'Remove the white space around the signing secret: every character counts.';
	}
	if (secret.length < MIN_SECRET_LENGTH) {
		return `Use a longer signing secret: at least ${MIN_SECRET_LENGTH} characters, for example from "openssl rand -hex 32".`;
	}
	return null;
}

/** The keys a credential holds: the current one and, while rotating, the previous one. */
export function signingKeysOf(credential: {
	signingSecret?: unknown;
	previousSigningSecret?: unknown;
}): string[] {
	return [credential.signingSecret, credential.previousSigningSecret].filter(
		(key): key is string => typeof key === 'string' && key !== '',
	);
}

/**
 * Tells one signing secret from another without telling it. It stands in the address of a subscription,
 * for all to read who may read that: 32 bits of an HMAC say nothing about a key made at random.
 */
export function signingKeyId(secret: string): string {
	return createHmac('sha256', secret)
		.update('calendly-archimeuble/key-id')
		.digest('hex')
		.slice(0, 8);
}
