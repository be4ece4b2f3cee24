import { capLine, cleanLine } from '../../text/clean';
import { asFields, asLine, asList } from '../../text/fields';

const MAX_TEXT = 200;
const MAX_DETAILS = 5;
/** Shorter values are ordinary words; cutting them out would leave nothing to read. */
const MIN_REDACTED = 8;
const ELLIPSIS = '…';

/** Words that look like a token or a key: a bearer token, or a long run without spaces. */
const OPAQUE_WORDS = [/\bbearer\s+\S+/gi, /[\w+/=.~-]{32,}/g];

/**
 * What an error answer says for people, one line without controls. Anybody can stand between
 * Calendly and n8n, and a server can repeat what it was sent: values of the request's body and
 * whatever looks like a token or key are cut out, and what concerns the signing key is dropped.
 */
export interface ServerText {
	title: string | null;
	message: string | null;
	/** `parameter: message` of each detail, at most five. */
	details: string[];
}

/** The texts of an error body `{title, message, details: [{parameter, message, code}]}`. */
export function serverTextOf(body: unknown, sent: unknown): ServerText {
	const { title, message, details } = asFields(body);
	const values = valuesIn(sent);
	return {
		title: safeText(title, values),
		message: safeText(message, values),
		details: asList(details)
			.slice(0, MAX_DETAILS)
			.map((detail) => detailText(detail, values))
			.filter((text): text is string => text !== null),
	};
}

/** `Insufficient scope` comes with the names of the scopes; anything else in the list is left out. */
export function requiredScopesOf(body: unknown): string[] {
	const { required_scopes: listed } = asFields(body);
	const names: unknown[] = typeof listed === 'string' ? listed.split(/[\s,]/) : asArray(listed);
	return [...new Set(names.filter(isScopeName))].slice(0, 20);
}

function asArray(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

function isScopeName(name: unknown): name is string {
	return typeof name === 'string' && /^[a-z][a-z_]{0,40}:[a-z]{1,10}$/.test(name);
}

function detailText(
	{ parameter, message }: Record<string, unknown>,
	values: string[],
): string | null {
	const name = safeText(parameter, values);
	if (isAboutKey(asLine(parameter) ?? '')) return 'signing_key is not accepted';
	const text = safeText(message, values);
	return name !== null && text !== null ? `${name}: ${text}` : (text ?? name);
}

function safeText(value: unknown, sentValues: string[]): string | null {
	const raw = asLine(value);
	if (raw === null || isAboutKey(raw)) return null;
	const redacted = OPAQUE_WORDS.reduce(
		(text, pattern) => text.replace(pattern, ELLIPSIS),
		withoutValues(raw, sentValues),
	);
	const text = capLine(cleanLine(redacted), MAX_TEXT).replace(/[\s.!]+$/, '');
	return text === '' ? null : text;
}

function isAboutKey(text: string): boolean {
	return /signing.{0,2}key/i.test(text);
}

/** Longest first, so that no value leaves the rest of a longer one behind. */
function withoutValues(text: string, values: string[]): string {
	return [...values]
		.sort((a, b) => b.length - a.length)
		.reduce((rest, value) => rest.split(value).join(ELLIPSIS), text);
}

/** Scopes and event names: Calendly's own words, needed to understand what it says about them. */
const PLAIN_WORDS = /^[a-z_.]+$/;

/** The texts in what was sent, as they are and as JSON and addresses spell them. */
function valuesIn(sent: unknown, name = ''): string[] {
	if (typeof sent === 'string') {
		if (name !== 'signing_key' && PLAIN_WORDS.test(sent)) return [];
		const spelled = [sent, JSON.stringify(sent).slice(1, -1), uriSpelling(sent)].map(cleanLine);
		return [...new Set(spelled)].filter((value) => value.length >= MIN_REDACTED);
	}
	if (typeof sent !== 'object' || sent === null) return [];
	return Object.entries(sent).flatMap(([key, value]) => valuesIn(value, key));
}

/** Half a surrogate pair has no spelling in an address, and `encodeURIComponent` throws on it. */
function uriSpelling(text: string): string {
	return encodeURIComponent(text.replace(/\p{Cs}/gu, '\ufffd'));
}
