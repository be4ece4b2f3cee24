import { randomUUID } from 'node:crypto';
import { signHeader } from '../nodes/shared/calendly/signature.ts';
import { DAY_MS, MINUTE_MS } from '../nodes/shared/french/dates.ts';
import type { Fact } from './bookings.mts';
import type { StandInClock } from './clock.mts';
import { flawInDelivery } from './description.mts';
import { CALENDLY_TIMEOUTS, post, type Outcome, type Timeouts } from './post.mts';
import type { Subscription, Subscriptions } from './subscriptions.mts';
import { micros, wholeSeconds } from './times.mts';

export interface Attempt {
	/** Time of the stand-in. */
	at: string;
	status?: number;
	error?: string;
	ms: number;
}

/**
 * waiting: for its first or next attempt; failed: given up after 24 hours; abandoned: its
 * subscription was disabled meanwhile.
 */
export type DeliveryState = 'waiting' | 'sending' | 'delivered' | 'failed' | 'abandoned';

/** What may be known of a delivery: never its body, its address or its key. */
export interface Delivery {
	id: string;
	subscription: string;
	event: string;
	/** `payload.uri` */
	uri: string;
	createdAt: string;
	attempts: Attempt[];
	state: DeliveryState;
}

export interface DeliveryOptions {
	/** Whose time `t` of the signature shows. Receivers compare it with the real one. */
	signatureTime?: 'real' | 'standin';
	/** Whether a retry is signed anew; of Calendly it is not known. */
	renewSignatureTime?: boolean;
	timeouts?: Timeouts;
	/** The pause before the second attempt; each further pause is twice as long. */
	firstPauseMs?: number;
	/** Told of every attempt. */
	log?: (line: string) => void;
}

interface Message {
	delivery: Delivery;
	subscription: Subscription;
	url: string;
	body: Buffer;
	signingKey: string | null;
	firstAttemptAt: number | null;
}

/** https://developer.calendly.com/api-docs/overview/webhooks/webhook-errors */
export const RETRY_FOR_MS = DAY_MS;
/** Calendly publishes no steps, only « exponential back-off » and 24 hours. */
const FIRST_PAUSE_MS = MINUTE_MS;

/**
 * Instant of the next attempt, the last one exactly 24 hours after the first; null when that one
 * has been made.
 */
export function retryAt(
	firstAttemptAt: number,
	now: number,
	attempts: number,
	firstPauseMs = FIRST_PAUSE_MS,
): number | null {
	const end = firstAttemptAt + RETRY_FOR_MS;
	return now >= end ? null : Math.min(now + firstPauseMs * 2 ** (attempts - 1), end);
}

/** Tells subscribers, again and again until they accept, or for 24 hours. */
export class Deliveries {
	readonly #messages: Message[] = [];
	readonly #clock: StandInClock;
	readonly #subscriptions: Subscriptions;
	readonly #options: DeliveryOptions;
	readonly #stopped = new AbortController();

	constructor(clock: StandInClock, subscriptions: Subscriptions, options: DeliveryOptions) {
		this.#clock = clock;
		this.#subscriptions = subscriptions;
		this.#options = options;
	}

	get log(): Delivery[] {
		return this.#messages.map(({ delivery }) => structuredClone(delivery));
	}

	/** @param inOrder the next first attempt only after the one before, as far as a subscriber goes */
	announce(facts: Fact[], inOrder: boolean): void {
		const bySubscription = new Map<Subscription, Message[]>();
		for (const fact of facts) {
			for (const subscription of this.#subscriptions.toldOf(fact)) {
				const messages = bySubscription.get(subscription) ?? [];
				bySubscription.set(subscription, [...messages, this.#message(subscription, fact)]);
			}
		}
		for (const messages of bySubscription.values()) {
			const batches = inOrder ? [messages] : messages.map((message) => [message]);
			for (const batch of batches) this.#clock.at(this.#clock.now(), () => this.#sendAll(batch));
		}
	}

	/** Breaks off what is being sent. */
	stop(): void {
		this.#stopped.abort();
	}

	#message(subscription: Subscription, { event, at, payload }: Fact): Message {
		const { resource, signingKey } = subscription;
		const content = { created_at: wholeSeconds(at), created_by: resource.creator, event, payload };
		const flaw = flawInDelivery(content);
		if (flaw !== null) throw new Error(`This ${event} is not as described: ${flaw}`);
		const message: Message = {
			delivery: {
				id: randomUUID(),
				subscription: resource.uri,
				event,
				uri: payload.uri,
				createdAt: at.toISOString(),
				attempts: [],
				state: 'waiting',
			},
			subscription,
			url: resource.callback_url,
			body: Buffer.from(JSON.stringify(content)),
			signingKey,
			firstAttemptAt: null,
		};
		this.#messages.push(message);
		return message;
	}

	async #sendAll(messages: Message[]): Promise<void> {
		for (const message of messages) await this.#attempt(message);
	}

	async #attempt(message: Message): Promise<void> {
		const { delivery, url, body } = message;
		if (delivery.state === 'abandoned') return;
		const now = this.#clock.now();
		message.firstAttemptAt ??= now.getTime();
		delivery.state = 'sending';
		const outcome = await post({
			url,
			body,
			headers: this.#headersOf(message, message.firstAttemptAt),
			timeouts: this.#options.timeouts ?? CALENDLY_TIMEOUTS,
			signal: this.#stopped.signal,
		});
		if (this.#stopped.signal.aborted) return;
		delivery.attempts.push({ at: now.toISOString(), ...outcome });
		this.#options.log?.(
			`${delivery.event} attempt ${delivery.attempts.length}: ${answerOf(outcome)}`,
		);
		if (isAccepted(outcome)) this.#delivered(message);
		else this.#refused(message, message.firstAttemptAt);
	}

	/** As captured; a subscription made without a key gets no signature. */
	#headersOf(message: Message, firstAttemptAt: number): Record<string, string> {
		const { body, signingKey } = message;
		const headers = {
			'User-Agent': 'Calendly',
			'Content-Type': 'application/json',
			Accept: '*/*',
			'Accept-Encoding': 'gzip',
			'Content-Length': String(body.length),
		};
		if (signingKey === null) return headers;
		const timestamp = this.#signatureTime(firstAttemptAt);
		return {
			...headers,
			'Calendly-Webhook-Signature': signHeader({ rawBody: body, signingKey, timestamp }),
		};
	}

	/** A `t` that is not renewed is as old as the first attempt, by whichever clock. */
	#signatureTime(firstAttemptAt: number): number {
		const { signatureTime = 'real', renewSignatureTime = true } = this.#options;
		const now = this.#clock.now().getTime();
		const age = renewSignatureTime ? 0 : now - firstAttemptAt;
		return Math.floor(((signatureTime === 'real' ? Date.now() : now) - age) / 1000);
	}

	#delivered({ delivery, subscription }: Message): void {
		if (delivery.attempts.length > 1) subscription.retrying -= 1;
		delivery.state = 'delivered';
		subscription.lastDeliveredAt = this.#clock.now().getTime();
		this.#noteRetrying(subscription);
	}

	#refused(message: Message, firstAttemptAt: number): void {
		const { delivery, subscription } = message;
		if (delivery.state === 'abandoned') return;
		const { firstPauseMs } = this.#options;
		const now = this.#clock.now().getTime();
		const again = retryAt(firstAttemptAt, now, delivery.attempts.length, firstPauseMs);
		if (delivery.attempts.length === 1) subscription.retrying += 1;
		if (again === null) {
			this.#giveUp(message, firstAttemptAt);
			return;
		}
		delivery.state = 'waiting';
		this.#noteRetrying(subscription);
		this.#clock.at(new Date(again), () => this.#attempt(message));
	}

	/** « After 24 hours, the webhook is disabled if another message was not delivered successfully ». */
	#giveUp({ delivery, subscription }: Message, firstAttemptAt: number): void {
		delivery.state = 'failed';
		subscription.retrying -= 1;
		const { lastDeliveredAt } = subscription;
		if (lastDeliveredAt !== null && lastDeliveredAt >= firstAttemptAt) {
			this.#noteRetrying(subscription);
		} else {
			this.#disable(subscription);
		}
	}

	/** Nobody is told. Only deleting the subscription and making another one helps. */
	#disable(subscription: Subscription): void {
		subscription.resource.state = 'disabled';
		subscription.resource.updated_at = micros(this.#clock.now());
		for (const { delivery, subscription: other } of this.#messages) {
			const open = delivery.state === 'waiting' || delivery.state === 'sending';
			if (other === subscription && open) delivery.state = 'abandoned';
		}
	}

	/** `retry_started_at` is null or the time since which something is being retried. */
	#noteRetrying({ resource, retrying }: Subscription): void {
		if (resource.state === 'disabled') return;
		const isRetrying = retrying > 0;
		if (isRetrying === (resource.retry_started_at !== null)) return;
		const now = micros(this.#clock.now());
		resource.retry_started_at = isRetrying ? now : null;
		resource.updated_at = now;
	}
}

function isAccepted(outcome: Outcome): boolean {
	return 'status' in outcome && outcome.status >= 200 && outcome.status < 300;
}

function answerOf(outcome: Outcome): string {
	return 'status' in outcome ? String(outcome.status) : outcome.error;
}
