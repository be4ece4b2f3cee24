import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { signHeader } from '../../../nodes/shared/calendly/signature.ts';
import { WEBHOOK_PATH } from '../../../scripts/lib/project.mts';
import { SIGNING_SECRET } from '../../support/instance.mts';
import { bookingOf, created } from './bookings.mts';
import type { Random } from './random.mts';

const SIGNATURE = 'Calendly-Webhook-Signature';
const FOREIGN_KEY = 'a-key-that-is-not-ours-at-all';
const MIB = 1024 * 1024;

/** A request that no key of ours has signed as it stands, or not recently. */
export interface Forgery {
	kind: string;
	method: string;
	path: string;
	headers: Record<string, string | string[]>;
	body: Buffer;
	/** Sent in pieces, without a length. */
	chunked: boolean;
}

type Mutate = (forgery: Forgery, random: Random) => void;

/** Ways to break what authenticates a request. Each valid request goes through exactly one. */
const BREAKS: Record<string, Mutate> = {
	'no header': ({ headers }) => delete headers[SIGNATURE],
	'empty header': ({ headers }) => (headers[SIGNATURE] = ''),
	'garbage header': ({ headers }, random) => (headers[SIGNATURE] = garbage(random)),
	'flipped digit': ({ headers }, random) => (headers[SIGNATURE] = flipped(headers, random)),
	'other time': ({ headers }, random) =>
		(headers[SIGNATURE] = sole(headers).replace(
			/t=(\d+)/,
			(_, time) => `t=${Number(time) + random.between(1, 250)}`,
		)),
	'odd time': ({ headers }, random) =>
		(headers[SIGNATURE] = sole(headers).replace(
			/t=\d+/,
			`t=${random.pick(['-1', '1e9', 'NaN', '', '0x10', '9'.repeat(40), '123.5'])}`,
		)),
	'two times': ({ headers }) => (headers[SIGNATURE] = `t=1,${sole(headers)}`),
	'other scheme': ({ headers }) => (headers[SIGNATURE] = sole(headers).replace('v1=', 'v0=')),
	'many signatures': ({ headers }, random) =>
		(headers[SIGNATURE] = `t=1${`,v1=${'ab'.repeat(32)}`.repeat(random.between(2, 60))}`),
	'header twice': ({ headers }) => (headers[SIGNATURE] = [sole(headers), sole(headers)]),
	'other key': (forgery) => sign(forgery, FOREIGN_KEY),
	'empty key': (forgery) => sign(forgery, ''),
	'body signed without time': (forgery) => guideOnly(forgery),
	stale: (forgery, random) => sign(forgery, SIGNING_SECRET, -random.between(310, 1_000_000)),
	'from the future': (forgery, random) =>
		sign(forgery, SIGNING_SECRET, random.between(320, 1_000_000)),
	'byte changed': (forgery, random) => {
		forgery.body[random.between(0, forgery.body.length - 1)] ^= random.between(1, 127);
	},
	'cut off': (forgery, random) => {
		forgery.body = forgery.body.subarray(0, random.between(0, forgery.body.length - 1));
	},
	'more behind': (forgery) => (forgery.body = Buffer.concat([forgery.body, Buffer.from(' ')])),
	'other content': (forgery) => (forgery.body = polluted(forgery.body)),
	'UTF-16': (forgery) =>
		(forgery.body = Buffer.from(`\ufeff${forgery.body.toString()}`, 'utf16le')),
	'byte order mark': (forgery) =>
		(forgery.body = Buffer.concat([Buffer.from('\ufeff'), forgery.body])),
	'deep nesting': (forgery) =>
		(forgery.body = Buffer.from('['.repeat(20_000) + ']'.repeat(20_000))),
};

/** What is changed besides, in half of the requests; none of it makes a request authentic. */
const DISGUISES: Record<string, Mutate> = {
	method: (forgery, random) =>
		(forgery.method = random.pick(['GET', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS'])),
	path: (forgery, random) =>
		(forgery.path = random.pick([
			`${WEBHOOK_PATH}/`,
			`/${WEBHOOK_PATH}`,
			WEBHOOK_PATH.toUpperCase(),
			WEBHOOK_PATH.replace('webhook', '%77ebhook'),
			`${WEBHOOK_PATH}/../webhook`,
			WEBHOOK_PATH.replace('/webhook/', '/webhook-test/'),
			`${WEBHOOK_PATH}%00`,
			`${WEBHOOK_PATH}/${'a/'.repeat(500)}`,
		])),
	query: (forgery, random) =>
		(forgery.path += `?${random.pick(['a=1', '__proto__[a]=1', 'a[]=1&a[]=2', '%ff'])}`),
	'content type': ({ headers }, random) =>
		(headers['Content-Type'] = random.pick([
			'text/plain',
			'application/xml',
			'application/x-www-form-urlencoded',
			'multipart/form-data; boundary=x',
			'application/json; charset=utf-16',
			'application/json; charset=nonsense',
			'application/octet-stream',
			';;;',
		])),
	gzip: (forgery) => {
		forgery.body = gzipSync(forgery.body);
		forgery.headers['Content-Encoding'] = 'gzip';
	},
	'gzip that is none': ({ headers }) => (headers['Content-Encoding'] = 'gzip'),
	'unknown coding': ({ headers }) => (headers['Content-Encoding'] = 'nonsense'),
	chunked: (forgery) => (forgery.chunked = true),
	'proxy headers': ({ headers }) =>
		Object.assign(headers, {
			'X-Forwarded-For': '127.0.0.1',
			'X-HTTP-Method-Override': 'PUT',
			Origin: 'https://evil.example',
			Cookie: 'n8n-auth=x',
		}),
};

/** The forgery of this number. */
export function forgery(prefix: string, number: number, random: Random): Forgery {
	const made = authentic(prefix, number);
	const broken = random.pick(Object.keys(BREAKS));
	BREAKS[broken](made, random);
	made.kind = broken;
	if (random.next() < 0.5) return made;
	const disguise = random.pick(Object.keys(DISGUISES));
	DISGUISES[disguise](made, random);
	return { ...made, kind: `${broken}, ${disguise}` };
}

/** Bodies beyond n8n's limit of 16 MiB: as they are, in pieces, and packed into a few kilobytes. */
export function oversized(prefix: string, number: number): Forgery {
	const made = authentic(prefix, number);
	const body = Buffer.alloc(17 * MIB, ' ');
	const packed = number % 3 === 2;
	if (packed) made.headers['Content-Encoding'] = 'gzip';
	return {
		...made,
		kind: `oversized${packed ? ', packed' : ''}`,
		body: packed ? gzipSync(body) : body,
		chunked: number % 3 === 1,
	};
}

/** What Calendly would send: the start of every forgery. */
function authentic(prefix: string, number: number): Forgery {
	const made: Forgery = {
		kind: '',
		method: 'POST',
		path: WEBHOOK_PATH,
		headers: { 'Content-Type': 'application/json', 'User-Agent': 'Calendly' },
		body: Buffer.from(JSON.stringify(created(bookingOf(prefix, number)))),
		chunked: false,
	};
	sign(made, SIGNING_SECRET);
	return made;
}

function sign(forgery: Forgery, signingKey: string, offset = 0): void {
	const timestamp = Math.floor(Date.now() / 1000) + offset;
	const rawBody = forgery.body;
	forgery.headers[SIGNATURE] =
		signingKey === ''
			? `t=${timestamp},v1=${'0'.repeat(64)}`
			: signHeader({ rawBody, signingKey, timestamp });
}

/** The header of the original guide, rightly signed: off by default, hence no signature at all. */
function guideOnly({ headers, body }: Forgery): void {
	delete headers[SIGNATURE];
	headers['X-Calendly-Webhook-Signature'] = createHmac('sha256', SIGNING_SECRET)
		.update(body)
		.digest('hex');
}

function sole(headers: Forgery['headers']): string {
	return String(headers[SIGNATURE]);
}

function flipped(headers: Forgery['headers'], random: Random): string {
	const header = sole(headers);
	const position = header.length - random.between(1, 64);
	const digit = ((Number.parseInt(header[position], 16) + random.between(1, 15)) % 16).toString(16);
	return header.slice(0, position) + digit + header.slice(position + 1);
}

function garbage(random: Random): string {
	const length = random.pick([1, 20, 200, 6000]);
	return Array.from({ length }, () => String.fromCharCode(random.between(33, 126))).join('');
}

function polluted(body: Buffer): Buffer {
	return Buffer.from(
		body.toString().replace('{', '{"__proto__":{"event":"invitee.created"},"constructor":1,'),
	);
}
