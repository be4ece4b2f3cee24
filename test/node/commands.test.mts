/**
 * The commands of the guides. Those that end in a second are run as they stand there, against servers
 * of this test instead of Calendly and n8n; those of docs/operations.md by test/integration, with
 * a real one; of those that take minutes the program, its options and their values are looked for.
 */
import { spawn } from 'node:child_process';
import {
	copyFileSync,
	existsSync,
	globSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
} from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { verifySignature } from '../../nodes/shared/calendly/signature';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { CalendlyStandIn, seedWorkshop } from '../../standin/index.mts';
import { blocksOf, inlineCode, PAGES, readPage, type Block } from '../support/markdown.mts';

const { scripts } = JSON.parse(readPage('package.json')) as { scripts: Record<string, string> };
const compose = parse(readPage('docker-compose.yml'), { merge: true }) as {
	services: Record<string, { profiles?: string[] }>;
	secrets: Record<string, { file?: string; environment?: string }>;
};

const shellBlocks = PAGES.flatMap(blocksOf).filter(({ language }) => /^(ba)?sh$/.test(language));

/** Commands that are only looked up, one a line. */
const LOOKED_UP = /^(npm (?!run$)[a-z]|docker compose \S)/;
const isLookedUp = ({ text }: Block): boolean =>
	text
		.trim()
		.split('\n')
		.every((line) => LOOKED_UP.test(line));

/** Headings of docs/operations.md whose commands a test with a real n8n carries out. */
const carriedOut = globSync('test/integration/*.test.mts', { cwd: PROJECT_FOLDER })
	.flatMap((file) => [...readPage(file).matchAll(/\.carryOut\((['`])(.+?)\1/g)])
	.map(([, , heading]) => new RegExp(`^${heading.replaceAll(/\$\{\w+\}/g, '\\w+')}$`));
const isCarriedOut = ({ page, heading }: Block): boolean =>
	page === 'docs/operations.md' && carriedOut.some((one) => one.test(heading));

describe('a command that takes long is there as it is written', () => {
	const lines = [
		...shellBlocks.filter(isLookedUp).flatMap(({ text }) => text.trim().split('\n')),
		...PAGES.filter((page) => page !== 'CHANGELOG.md').flatMap(inlineCode),
	];
	const commands = lines
		.flatMap((line) => line.replace(/\s#.*$/, '').split(/ && | \|\| |; /))
		.map((command) => command.trim().replace(/^[A-Z_]+=\S+ /, ''))
		.filter((command) => LOOKED_UP.test(command));

	test.each([...new Set(commands)])('%s', (command) => {
		expect(command.startsWith('npm') ? npmProblems(command) : composeProblems(command)).toEqual([]);
	});

	test('and one that is not is found', () => {
		expect(npmProblems('npm run picutre')).toEqual(['no script « picutre »']);
		expect(npmProblems('npm run bench -- --onyl booking')).toEqual(['no option --onyl']);
		expect(npmProblems('npm run test:scale -- --only brust')).toEqual(['nothing called « brust »']);
		expect(npmProblems('npm run test:integration -- clocks')).toEqual(['no test « clocks »']);
		expect(composeProblems('docker compose --profile htps up -d')).toEqual(['no profile « htps »']);
	});
});

/** npm's own commands the guides use. */
const OF_NPM = ['ci', 'pack', 'version', 'rebuild'];

function npmProblems(command: string): string[] {
	const [, first, ...rest] = command.split(/\s+/);
	if (OF_NPM.includes(first)) return [];
	const [script, ...more] = first === 'run' ? rest : [first, ...rest];
	const name = script.replace(/…$/, '');
	if (!(name in scripts)) return [`no script « ${name} »`];
	const given = more.filter((word) => word !== '--');
	return given.flatMap((word) => argumentProblems(word, name));
}

/** An option is one the program declares; any other word has to stand somewhere in its folder. */
function argumentProblems(word: string, script: string): string[] {
	const program = scripts[script].split(' ').findLast((part) => part.endsWith('.mts'));
	const code = program === undefined ? '' : readPage(program);
	if (/jest/.test(scripts[script]))
		return testFiles(word).length > 0 ? [] : [`no test « ${word} »`];
	if (word.startsWith('--')) {
		const isDeclared = new RegExp(`^\\s*'?${word.slice(2)}'?: \\{`, 'm').test(code);
		return isDeclared || code.includes(`'${word}'`) || program === 'test/mutation/run.mts'
			? []
			: [`no option ${word}`];
	}
	// What the reader is to replace, a number, a file that is written, or one that is there.
	if (/^<.*>$|^\d+$|^(report|file)\.json$|^profiles$/.test(word)) return [];
	if (existsSync(join(PROJECT_FOLDER, word))) return [];
	const folder = dirname(program ?? '');
	const known = readdirSync(join(PROJECT_FOLDER, folder), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.mts'))
		.map((file) => `${file}\n${readPage(join(folder, file))}`)
		.join('\n');
	return word
		.split(',')
		.filter((one) => !new RegExp(`(?<![\\w-])${one}(?![\\w-])`).test(known))
		.map((one) => `nothing called « ${one} »`);
}

function testFiles(pattern: string): string[] {
	return globSync(`test/**/*${pattern}*.test.mts`, { cwd: PROJECT_FOLDER });
}

function composeProblems(command: string): string[] {
	const services = Object.keys(compose.services);
	const profiles = Object.values(compose.services).flatMap((service) => service.profiles ?? []);
	const wanted = [...command.matchAll(/--profile (\S+)/g)].map(([, profile]) => profile);
	const scaled = [...command.matchAll(/--scale (\w+)=/g)].map(([, service]) => service);
	return [
		...wanted.filter((one) => !profiles.includes(one)).map((one) => `no profile « ${one} »`),
		...scaled.filter((one) => !services.includes(one)).map((one) => `no service « ${one} »`),
	];
}

describe('a block that ends in a second does what it says', () => {
	const block = (beginning: string): string => {
		const found = shellBlocks.filter(({ text }) => text.startsWith(beginning));
		expect([beginning, found.length]).toEqual([beginning, 1]);
		return found[0].text;
	};
	/** What each begins with; every other one is looked up. */
	const RUN = [
		'read -rs SECRET;',
		'read -rs CALENDLY_TOKEN',
		'read -rs SIGNING_KEY',
		'umask 077; mkdir secrets',
		'curl -H "Authorization: Bearer $METRICS_TOKEN"',
		'printf \'{"a":1}\' | curl',
	];
	let folder: string;
	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'archimeuble-commands-'));
	});
	afterEach(() => rmSync(folder, { recursive: true }));

	test('and every block is run here or by test/integration, or looked up', () => {
		const others = shellBlocks.filter((one) => !isLookedUp(one) && !isCarriedOut(one));
		expect(others.map(({ text }) => RUN.find((one) => text.startsWith(one)) ?? text)).toEqual(
			expect.arrayContaining(RUN),
		);
		expect(others).toHaveLength(RUN.length);
	});

	test('a booking by cURL, signed', async () => {
		const { received, url } = await serving(async (n8n) => {
			const script = block(RUN[0]).replace('http://localhost:5678', n8n);
			await bash(script, { cwd: PROJECT_FOLDER, input: 'the secret\n' });
		});
		expect(received).toHaveLength(1);
		const [{ path, headers, body }] = received;
		expect(`${url}${path}`).toBe(`${url}/webhook/calendly-archimeuble/webhook`);
		const verified = verifySignature({
			rawBody: body,
			header: headers['calendly-webhook-signature'] as string,
			signingKeys: ['the secret'],
			now: Date.now() / 1000,
			toleranceSeconds: 300,
		});
		expect(verified).toMatchObject({ ok: true });
	});

	test('a subscription made by hand at Calendly’s API', async () => {
		const calendly = new CalendlyStandIn();
		await calendly.start();
		try {
			const { token, organization } = seedWorkshop(calendly);
			const script = [block(RUN[1]), block(RUN[2])]
				.join('\n')
				.replaceAll('https://api.calendly.com/organizations/…', organization.uri)
				.replace(
					/https:\/\/api\.calendly\.com(?=\/(users\/me|webhook_subscriptions) )/g,
					calendly.url,
				);
			const input = `${token}\na signing key of 32 characters or more\n`;
			const output = await bash(script, { cwd: folder, input });
			expect(output).toContain('"current_organization"');
			expect(output).toContain(
				'"callback_url":"https://your-n8n.example/webhook/calendly-archimeuble/webhook"',
			);
			expect(output).toContain('"state":"active"');
			expect(readdirSync(folder)).toEqual([]);
		} finally {
			await calendly.stop();
		}
	});

	test('the secrets of the profile scale, where docker-compose.yml looks for them', async () => {
		await bash(block(RUN[3]), { cwd: folder });
		const files = readdirSync(join(folder, 'secrets'));
		expect(statSync(join(folder, 'secrets')).mode & 0o777).toBe(0o700);
		for (const file of files) {
			expect(readFileSync(join(folder, 'secrets', file), 'utf8')).toMatch(/^[0-9a-f]{64}$/);
			expect(statSync(join(folder, 'secrets', file)).mode & 0o777).toBe(0o444);
		}
		const settings = blocksOf('docs/containers.md').find(({ text }) => /^COMPOSE_/.test(text));
		const named = [...settings!.text.matchAll(/=\.\/secrets\/(\w+)/g)].map(([, file]) => file);
		expect(named.sort()).toEqual(files.sort());
		const variables = settings!.text.match(/^\w+(?==)/gm)!;
		const example = readPage('.env.example');
		expect(variables.filter((name) => !example.includes(`# ${name}=`))).toEqual([]);
	});

	test('n8n’s figures, with the token', async () => {
		const { received } = await serving(async (n8n) => {
			const script = block(RUN[4]).replace('http://127.0.0.1:5678', n8n);
			await bash(script, { cwd: folder, env: { METRICS_TOKEN: 'the-token' } });
		});
		expect(received.map(({ path, headers }) => [path, headers.authorization])).toEqual([
			['/metrics', 'Bearer the-token'],
		]);
	});

	test('the two requests of the report to n8n, the packed one as small as it says', async () => {
		const { received } = await serving(async (n8n) => {
			await bash(block(RUN[5]), { cwd: folder, env: { URL: n8n } });
		});
		const [plain, packed] = received;
		expect(String(plain.body)).toBe('{"a":1}');
		expect(packed.headers['content-encoding']).toBe('gzip');
		expect(packed.body.length / 1000).toBeCloseTo(15.8, 1);
	});

	test('.env begins as a copy of .env.example', () => {
		copyFileSync(join(PROJECT_FOLDER, '.env.example'), join(folder, '.env'));
		const set = readFileSync(join(folder, '.env'), 'utf8').match(/^[^#\s].*$/gm);
		expect(set).toBeNull();
	});
});

interface Request {
	path: string;
	headers: IncomingMessage['headers'];
	body: Buffer;
}

/** A server in n8n's place while something runs, and what it got. */
async function serving(run: (url: string) => Promise<void>) {
	const received: Request[] = [];
	const server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			const { url = '', headers } = request;
			received.push({ path: url, headers, body: Buffer.concat(chunks) });
			response.end('{}');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	try {
		await run(url);
		return { received, url };
	} finally {
		server.closeAllConnections();
		server.close();
	}
}

interface Shell {
	cwd: string;
	input?: string;
	env?: Record<string, string>;
}

/** What a script printed. @throws where a command of it fails */
async function bash(script: string, { cwd, input = '', env = {} }: Shell): Promise<string> {
	const child = spawn('bash', ['-e', '-o', 'pipefail', '-c', script], {
		cwd,
		env: { ...process.env, ...env },
	});
	let output = '';
	child.stdout.on('data', (chunk) => (output += String(chunk)));
	child.stderr.on('data', (chunk) => (output += String(chunk)));
	child.stdin.end(input);
	const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
	if (code !== 0) throw new Error(`The script ended with ${code}:\n${output}`);
	return output;
}
