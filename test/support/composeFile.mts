import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export type Variables = Record<string, string>;

/** A service as docker-compose.yml has it, as far as it is used here. */
export interface ComposeService {
	image: string;
	profiles?: string[];
	build?: { dockerfile_inline: string };
	command?: string[];
	user?: string;
	init?: boolean;
	restart: string;
	env_file?: string;
	environment?: Variables;
	secrets?: string[];
	ports?: string[];
	volumes?: string[];
	tmpfs?: string[];
	read_only?: boolean;
	cap_drop?: string[];
	cap_add?: string[];
	security_opt?: string[];
	mem_limit?: string;
	pids_limit?: number;
	shm_size?: string;
	stop_grace_period?: string;
	depends_on?: Record<string, { condition: string; required?: boolean }>;
	deploy?: { replicas: number };
	healthcheck?: {
		test: string[];
		interval: string;
		timeout: string;
		retries: number;
		start_period: string;
	};
	logging: { driver: string; options: Record<string, string> };
}

export interface ComposeFile {
	services: Record<string, ComposeService>;
	volumes: Record<string, { name: string }>;
	secrets: Record<string, { file: string }>;
}

/** docker-compose.yml with the variables put in, as Compose does. */
export function readComposeFile(file: string, variables: Variables): ComposeFile {
	const document: unknown = parse(readFileSync(file, 'utf8'), { merge: true });
	return withVariables(document, variables) as ComposeFile;
}

function withVariables(value: unknown, variables: Variables): unknown {
	if (typeof value === 'string') return interpolated(value, variables).replaceAll('$$', '$');
	if (Array.isArray(value)) return value.map((one) => withVariables(one, variables));
	if (value === null || typeof value !== 'object') return value;
	return Object.fromEntries(
		Object.entries(value).map(([name, one]) => [name, withVariables(one, variables)]),
	);
}

/**
 * A text with the variables put in: `${X}`, `${X:-word}`, `${X:+word}`, one within another. Other forms
 * are not used in the file. https://docs.docker.com/reference/compose-file/interpolation/
 */
export function interpolated(text: string, variables: Variables): string {
	const innermost = /(?<!\$)\$\{(\w+)(?::([-+])([^${}]*))?\}/;
	let rest = text;
	while (innermost.test(rest)) {
		rest = rest.replace(innermost, (_all, name: string, kind = '', word = '') => {
			const value = variables[name] ?? '';
			if (kind === '+') return value === '' ? '' : word;
			return value === '' ? word : value;
		});
	}
	return rest;
}

/** The services that run with these profiles, each before those that wait for it. */
export function servicesOf(
	{ services }: ComposeFile,
	profiles: readonly string[],
): Array<[string, ComposeService]> {
	const active = Object.entries(services).filter(
		([, one]) => one.profiles === undefined || one.profiles.some((name) => profiles.includes(name)),
	);
	const ordered: typeof active = [];
	while (ordered.length < active.length) {
		const isThere = (name: string) =>
			ordered.some(([one]) => one === name) || !active.some(([one]) => one === name);
		const next = active.find(
			(one) => !ordered.includes(one) && Object.keys(one[1].depends_on ?? {}).every(isThere),
		);
		if (next === undefined) throw new Error('Services wait for one another.');
		ordered.push(next);
	}
	return ordered;
}
