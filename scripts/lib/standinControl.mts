import { setTimeout as sleep } from 'node:timers/promises';
import { CANCEL_REASON, formOf, newBooking } from './delivery.mts';
import { Failure } from './failure.mts';

/** What the stand-in tells of itself (standin/demo.mts), as far as it matters here. */
export interface StandInState {
	now: string;
	bookings: Array<{ invitee: StandInInvitee }>;
	subscriptions: Array<{ callback_url: string; state: 'active' | 'disabled' }>;
	deliveries: StandInDelivery[];
}

interface StandInInvitee {
	uri: string;
	status: 'active' | 'canceled';
	no_show: object | null;
}

interface StandInDelivery {
	id: string;
	event: string;
	state: 'waiting' | 'sending' | 'delivered' | 'failed' | 'abandoned';
	attempts: Array<{ status?: number; error?: string; ms: number }>;
}

/** A message of the stand-in to n8n after its first attempt. */
export interface Outcome {
	event: string;
	delivered: boolean;
	/** Status of n8n's answer, or what went wrong before there was one. */
	answer: string;
	ms: number;
}

export const STANDIN_SCENARIOS = ['created', 'canceled', 'rescheduled', 'no-show'] as const;
export type StandInScenario = (typeof STANDIN_SCENARIOS)[number];

export function isStandInScenario(what: string): what is StandInScenario {
	return (STANDIN_SCENARIOS as readonly string[]).includes(what);
}

/** Calendly's own limit for an answer is 15 s; a reschedule waits for two. */
const PATIENCE_MS = 45_000;
const PAUSE_MS = 100;

/** Does in the stand-in what clients and the workshop do in Calendly. */
export class StandInControl {
	readonly #page: string;

	/** @param page address of the stand-in's page, below which its control endpoints lie */
	constructor(page: string) {
		this.#page = page;
	}

	async state(): Promise<StandInState> {
		return await this.#ask<StandInState>('');
	}

	/**
	 * Carries out a scenario on the last appointment it fits, or on a new one where there is none, and
	 * waits until the first attempt of each message about it is over.
	 * @throws Failure where nobody is told
	 */
	async carryOut(scenario: StandInScenario): Promise<Outcome[]> {
		const { deliveries, subscriptions } = await this.state();
		if (!subscriptions.some(({ state }) => state === 'active')) {
			throw new Failure(
				'The stand-in for Calendly has no active subscription. Publish « ArchiMeuble – Rendez-vous » in the editor.',
			);
		}
		await this.#act(scenario);
		return await this.#outcomes(new Set(deliveries.map(({ id }) => id)));
	}

	async #act(scenario: StandInScenario): Promise<void> {
		switch (scenario) {
			case 'created':
				await this.#book();
				return;
			case 'canceled':
				await this.#post('cancel', { invitee: await this.#last(), reason: CANCEL_REASON });
				return;
			case 'rescheduled':
				await this.#post('reschedule', { invitee: await this.#last(), start: await this.#slot() });
				return;
			case 'no-show': {
				const invitee = await this.#last(({ no_show: noShow }) => noShow === null);
				await this.#post('no-show', { invitee });
			}
		}
	}

	/** The last appointment somebody is still expected at; a new one where there is none. */
	async #last(fits: (invitee: StandInInvitee) => boolean = () => true): Promise<string> {
		const { bookings } = await this.state();
		const found = bookings.findLast(({ invitee }) => invitee.status === 'active' && fits(invitee));
		return found?.invitee.uri ?? (await this.#book());
	}

	async #book(): Promise<string> {
		const booking = newBooking(await this.#now());
		const form = { ...formOf(booking), start: booking.start };
		return (await this.#post<{ invitee: string }>('book', form)).invitee;
	}

	async #slot(): Promise<string> {
		return newBooking(await this.#now()).start;
	}

	/** The stand-in's clock may be ahead. */
	async #now(): Promise<Date> {
		return new Date((await this.state()).now);
	}

	async #outcomes(known: ReadonlySet<string>): Promise<Outcome[]> {
		const deadline = Date.now() + PATIENCE_MS;
		while (Date.now() < deadline) {
			const ours = (await this.state()).deliveries.filter(({ id }) => !known.has(id));
			if (ours.length === 0) {
				throw new Failure('No subscription has this event, so nobody was told.');
			}
			if (ours.every(({ attempts }) => attempts.length > 0)) return ours.map(outcomeOf);
			await sleep(PAUSE_MS);
		}
		throw new Failure('n8n did not answer the stand-in for Calendly in time.');
	}

	async #post<T>(action: string, fields: Record<string, string>): Promise<T> {
		return await this.#ask<T>(`/${action}`, {
			method: 'POST',
			headers: { 'Content-Type': 'application/json' },
			body: JSON.stringify(fields),
		});
	}

	async #ask<T>(path: string, request: RequestInit = {}): Promise<T> {
		const headers = { ...request.headers, Accept: 'application/json' };
		const response = await fetch(`${this.#page}${path}`, { ...request, headers }).catch(() => {
			throw new Failure(
				`The stand-in for Calendly (${this.#page}) cannot be reached. Is « npm run start:demo » running?`,
			);
		});
		const answer = (await response.json()) as T & { error?: string };
		if (!response.ok) throw new Failure(`The stand-in for Calendly refused: ${answer.error}`);
		return answer;
	}
}

function outcomeOf({ event, attempts: [first] }: StandInDelivery): Outcome {
	const { status, error, ms } = first;
	const delivered = status !== undefined && status >= 200 && status < 300;
	return { event, delivered, answer: String(status ?? error), ms };
}
