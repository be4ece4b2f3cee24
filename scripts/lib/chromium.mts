import { existsSync } from 'node:fs';

const CANDIDATES = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/google-chrome'];

/** The Chromium of this machine, Debian's or the one CHROMIUM names; undefined where there is none. */
export function chromiumPath(): string | undefined {
	return CANDIDATES.find((path) => path !== undefined && existsSync(path));
}

/** Chromium keeps to the page: none of its own requests, none of its services. */
export const CHROMIUM_ARGUMENTS = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];
