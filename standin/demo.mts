import type { IncomingHttpHeaders } from 'node:http';
import { HOUR_MS, instantOf } from '../nodes/shared/french/dates.ts';
import type { Answer } from './api.mts';
import { CONTENT_SECURITY_POLICY, demoPage, TIMEZONE } from './demoPage.mts';
import type { CalendlyStandIn } from './standin.mts';

export interface DemoRequest {
	method: string;
	path: string;
	headers: IncomingHttpHeaders;
	body: string;
	/** Address the connection comes from. */
	from: string;
}

type Fields = Record<string, string>;

/** Something the visitor can put right. */
class DemoError extends Error {}

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|::1|::ffff:127\.\d+\.\d+\.\d+)$/;
const LOOPBACK_NAME = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
/** Shown where a form no longer fits: an appointment that was canceled twice, say. */
const OUTDATED = 'Cette action n’est plus possible : le rendez-vous a changé entre-temps.';

/** A receiver that is down for longer is disabled after a day anyway. */
const MAX_ADVANCE_HOURS = 24 * 31;

const PAGE_HEADERS = {
	'Content-Type': 'text/html; charset=utf-8',
	'Content-Security-Policy': CONTENT_SECURITY_POLICY,
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	// With `no-referrer` a form would send `Origin: null`.
	'Referrer-Policy': 'same-origin',
	'Cache-Control': 'no-store',
};

/** The page and its forms under /_demo: what clients and the workshop do in Calendly itself. */
export class Demo {
	readonly #standIn: CalendlyStandIn;

	constructor(standIn: CalendlyStandIn) {
		this.#standIn = standIn;
	}

	async answer(request: DemoRequest): Promise<Answer> {
		if (!isFromHere(request)) return { status: 403, body: { error: 'Loopback only' } };
		const asJson = (request.headers.accept ?? '').includes('application/json');
		if (request.method === 'GET' && request.path === '/_demo') return this.#show(asJson);
		const action = request.method === 'POST' ? this.#actions[request.path] : undefined;
		if (action === undefined) return { status: 404, body: { error: 'Not found' } };
		return await this.#carryOut(action, request, asJson);
	}

	async #carryOut(
		action: (fields: Fields) => object | Promise<object>,
		request: DemoRequest,
		asJson: boolean,
	): Promise<Answer> {
		try {
			const result = await action(fieldsOf(request));
			return asJson
				? { status: 200, body: result }
				: { status: 303, headers: { ...PAGE_HEADERS, Location: '/_demo' } };
		} catch (error) {
			if (asJson) return { status: 400, body: { error: (error as Error).message } };
			const problem = error instanceof DemoError ? error.message : OUTDATED;
			return { status: 400, headers: PAGE_HEADERS, body: this.#page(problem) };
		}
	}

	readonly #actions: Record<string, (fields: Fields) => object | Promise<object>> = {
		'/_demo/book': (fields) => ({ invitee: this.#book(fields).uri }),

		'/_demo/cancel': ({ invitee, by, reason }) => {
			const canceler = by === 'host' ? 'host' : 'invitee';
			this.#standIn.cancel(invitee, { by: canceler, reason: reason || null });
			return { invitee };
		},

		'/_demo/reschedule': ({ invitee, start, by }) => {
			const canceler = by === 'host' ? 'host' : 'invitee';
			return {
				invitee: this.#standIn.reschedule(invitee, startFrom(start), { by: canceler }).uri,
			};
		},

		'/_demo/no-show': ({ invitee, remove }) => {
			if (remove) this.#standIn.unmarkNoShow(invitee);
			else this.#standIn.markNoShow(invitee);
			return { invitee };
		},

		'/_demo/advance': async ({ hours }) => {
			const number = Number(hours);
			if (!(number > 0 && number <= MAX_ADVANCE_HOURS)) {
				throw new DemoError(`Nombre d’heures attendu : de 1 à ${MAX_ADVANCE_HOURS}.`);
			}
			await this.#standIn.clock.advance(number * HOUR_MS);
			return { now: this.#standIn.clock.now().toISOString() };
		},
	};

	#book({ eventType: wanted, start, name, email, phone, place, configuration, notes }: Fields) {
		const { eventTypes } = this.#standIn.world;
		const eventType = eventTypes.find(({ uri }) => uri === wanted) ?? eventTypes[0];
		if (eventType === undefined) throw new DemoError('Aucun type de rendez-vous.');
		if (!name || !email) throw new DemoError('Le nom et l’adresse e-mail sont nécessaires.');
		const [configurationQuestion, notesQuestion] = eventType.questions;
		const answers = [
			{ question: configurationQuestion, answer: configuration },
			{ question: notesQuestion, answer: notes },
		].filter(({ question, answer }) => question !== undefined && Boolean(answer));
		const location = eventType.place.kind === 'outbound_call' ? phone : place;
		return this.#standIn.book({
			eventType,
			start: startFrom(start),
			invitee: { name, email },
			answers,
			...(location ? { location } : {}),
		});
	}

	#show(asJson: boolean): Answer {
		if (!asJson) return { status: 200, headers: PAGE_HEADERS, body: this.#page() };
		const { clock, world, bookings, subscriptions, deliveries } = this.#standIn;
		const eventTypes = world.eventTypes.map(({ uri, name }) => ({ uri, name }));
		return {
			status: 200,
			body: { now: clock.now().toISOString(), eventTypes, bookings, subscriptions, deliveries },
		};
	}

	#page(problem?: string): string {
		const { clock, world, bookings, subscriptions, deliveries } = this.#standIn;
		const { eventTypes } = world;
		return demoPage(
			{ now: clock.now(), eventTypes, bookings, subscriptions, deliveries },
			problem ?? null,
		);
	}
}

/**
 * Whether a program or a page of this machine asks: the connection is local, the name is one of
 * this machine (a name of a stranger that resolves here is not), and no other site sent the form.
 */
function isFromHere({ method, headers, from }: DemoRequest): boolean {
	const { host = '', origin, 'sec-fetch-site': site } = headers;
	if (!LOOPBACK.test(from) || !LOOPBACK_NAME.test(host)) return false;
	if (method === 'GET') return true;
	if (site !== undefined && site !== 'same-origin' && site !== 'none') return false;
	return origin === undefined || origin === `http://${host}`;
}

function fieldsOf({ headers, body }: DemoRequest): Fields {
	if (!(headers['content-type'] ?? '').includes('json')) {
		return Object.fromEntries(new URLSearchParams(body));
	}
	const fields: unknown = JSON.parse(body);
	const entries = Object.entries(fields ?? {}).map(([name, value]) => [name, String(value)]);
	return Object.fromEntries(entries) as Fields;
}

/** `2026-11-26T14:00`, as a form gives it, is a time of the workshop; with a zone it is that instant. */
function startFrom(text = ''): Date {
	const isMoment = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?$/.test(text);
	const instant = isMoment ? instantOf(text, TIMEZONE) : null;
	if (instant === null) throw new DemoError('La date et l’heure sont nécessaires.');
	return instant;
}
