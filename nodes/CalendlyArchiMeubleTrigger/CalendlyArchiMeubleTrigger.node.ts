import {
	NodeConnectionTypes,
	type IDataObject,
	type IHookFunctions,
	type INodeType,
	type INodeTypeDescription,
	type IWebhookFunctions,
	type IWebhookResponseData,
	sleep,
} from 'n8n-workflow';
import { getEventTypes } from '../adapters/eventTypes';
import { calendlySigningSecretTest } from '../adapters/signingSecretTest';
import { normalizeWebhook } from '../shared/appointment/normalize';
import { LOGGED, REFUSED, UNREADABLE, type WebhookAnswer } from '../shared/calendly/answer';
import { filterFactsOf, matchesFilter, readFilter } from '../shared/calendly/filters';
import { allowedOrigin } from '../shared/calendly/origins';
import { isOwnFault, remedyFor } from '../shared/calendly/refusal';
import { processTally } from '../shared/calendly/refusalCounts';
import {
	DEFAULT_TOLERANCE_SECONDS,
	GUIDE_SIGNATURE_HEADER,
	SIGNATURE_HEADER,
	verifyGuideSignature,
	verifySignature,
	type RefusalReason,
} from '../shared/calendly/signature';
import { signingKeysOf } from '../shared/calendly/signingSecret';
import { ANY_EVENT, parseWebhook, readWebhook } from '../shared/calendly/webhook';
import { DEFAULT_TIMEZONE } from '../shared/french/dates';
import { receivedHere } from '../shared/journal/answers';
import { checkExists, create, remove } from './lifecycle';
import { triggerProperties } from './properties';

interface TriggerOptions {
	acceptGuideSignature?: boolean;
	allowedOrigins?: string;
	configurationKeywords?: string;
	includeRaw?: boolean;
	notesKeywords?: string;
	reportRefusals?: boolean;
	toleranceSeconds?: number;
}

export class CalendlyArchiMeubleTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Calendly ArchiMeuble Trigger',
		name: 'calendlyArchiMeubleTrigger',
		icon: {
			light: 'file:../../icons/calendly-archimeuble.svg',
			dark: 'file:../../icons/calendly-archimeuble.dark.svg',
		},
		group: ['trigger'],
		// Never 1: for a trigger of typeVersion 1 n8n evaluates an expression on every delivery, which
		// builds an isolate and costs about 100 ms of CPU before our code runs (docs/design.md §3.1).
		version: 1.1,
		subtitle: '={{$parameter["events"].length}} events, {{$parameter["timezone"]}}',
		description: 'Starts the workflow when Calendly delivers an authentic booking or cancellation',
		eventTriggerDescription: 'Waiting for Calendly to deliver an event',
		activationMessage: 'Calendly can now deliver to the production URL.',
		defaults: { name: 'Calendly ArchiMeuble Trigger' },
		triggerPanel: {
			header: 'Receive a booking',
			executionsHelp: {
				inactive:
					'<b>While building</b>, click <i>Listen for test event</i>, then post a signed sample to the test URL from a copy of this package’s repository: <br/><code>npm run simulate -- created --url &lt;test URL&gt;</code><br/><br/> <b>For real bookings</b>, publish the workflow. With an access token it subscribes to Calendly by itself; without one, create the subscription with the production URL and your signing secret (README, "Connect Calendly").',
				active:
					'<b>While building</b>, click <i>Listen for test event</i>, then post a signed sample to the test URL from a copy of this package’s repository: <br/><code>npm run simulate -- created --url &lt;test URL&gt;</code><br/><br/> <b>Real bookings</b> arrive at the production URL and show in the <a data-key="executions">executions list</a>. Refused requests do not start an execution: their reason and what to do stand in the n8n log.',
			},
			activationHint:
				'Publish this workflow. Without an access token, then create the Calendly subscription with the production URL.',
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [
			{
				name: 'calendlySigningSecretApi',
				displayName: 'Signing Secret',
				required: true,
				testedBy: 'calendlySigningSecretTest',
			},
			{
				// With it the trigger creates, replaces and removes its subscription by itself.
				name: 'calendlyAccessTokenApi',
				displayName: 'Access Token (Optional)',
				required: false,
			},
		],
		webhooks: [
			{
				name: 'default',
				httpMethod: 'POST',
				// The workflow stores the delivery before the Respond operation answers Calendly. Without
				// such a node n8n answers 200 when the execution ends, 500 when it fails.
				responseMode: 'responseNode',
				path: 'webhook',
			},
		],
		properties: triggerProperties,
	};

	methods = {
		loadOptions: { getEventTypes },
		credentialTest: { calendlySigningSecretTest },
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await checkExists.call(this);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await create.call(this);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await remove.call(this);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		const options = this.getNodeParameter('options', {}) as TriggerOptions;
		const receivedAt = new Date();
		restrictOrigins(this, options.allowedOrigins ?? '');

		const rawBody = await readRawBody(this);
		const refusal = await verify(this, rawBody, options, receivedAt);
		if (refusal !== null) {
			processTally.add(refusal, receivedAt);
			const refused = refuse(this, refusal);
			const report = options.reportRefusals ? await refusalReport(this) : {};
			return { ...refused, ...report };
		}

		const webhook = parseWebhook(rawBody as Buffer);
		if (webhook === null) return answer(this, UNREADABLE);

		const events = this.getNodeParameter('events', []) as string[];
		if (!events.includes(readWebhook(webhook).event) && !events.includes(ANY_EVENT)) {
			return { webhookResponse: LOGGED.body };
		}
		const filter = readFilter(this.getNodeParameter('filters', {}));
		if (!matchesFilter(filterFactsOf(webhook), filter).matches) {
			return { webhookResponse: LOGGED.body };
		}
		const event = normalizeWebhook(webhook, {
			receivedAt,
			timezone: this.getNodeParameter('timezone', DEFAULT_TIMEZONE) as string,
			keywords: keywordsOf(options),
			includeRaw: options.includeRaw,
		});
		receivedHere.add(receivedAt);
		return { workflowData: [[{ json: event as unknown as IDataObject }]] };
	}
}

function restrictOrigins(context: IWebhookFunctions, allowed: string): void {
	const response = context.getResponseObject();
	const origin = allowedOrigin(context.getHeaderData().origin, allowed);
	if (origin === null) response.removeHeader('Access-Control-Allow-Origin');
	else response.setHeader('Access-Control-Allow-Origin', origin);
}

/**
 * For a typeVersion above 1 n8n leaves the body unread for content types it does not parse. A body
 * that cannot be read (a broken gzip stream) counts as empty and fails the signature: a throw here
 * would let a stranger start failed executions and the error workflow.
 */
async function readRawBody(context: IWebhookFunctions): Promise<Buffer | undefined> {
	const request = context.getRequestObject();
	if (request.rawBody !== undefined || typeof request.readRawBody !== 'function') {
		return request.rawBody;
	}
	try {
		await request.readRawBody();
		return request.rawBody;
	} catch {
		return Buffer.alloc(0);
	}
}

/** Null when the request is authentic, otherwise the reason of the refusal. */
async function verify(
	context: IWebhookFunctions,
	rawBody: unknown,
	options: TriggerOptions,
	receivedAt: Date,
): Promise<RefusalReason | null> {
	const headers = context.getHeaderData() as IDataObject;
	const signingKeys = await configuredKeys(context);
	const result = verifySignature({
		rawBody,
		header: headers[SIGNATURE_HEADER],
		signingKeys,
		now: receivedAt.getTime() / 1000,
		toleranceSeconds: options.toleranceSeconds ?? DEFAULT_TOLERANCE_SECONDS,
	});
	if (result.ok) return null;
	if (!options.acceptGuideSignature || result.reason !== 'missing_header') return result.reason;
	const guide = verifyGuideSignature({
		rawBody,
		header: headers[GUIDE_SIGNATURE_HEADER],
		signingKeys,
	});
	return guide.ok ? null : guide.reason;
}

/** A credential that was deleted or cannot be decrypted leaves no key: refused, never skipped. */
async function configuredKeys(context: IWebhookFunctions): Promise<string[]> {
	try {
		return signingKeysOf(await context.getCredentials('calendlySigningSecretApi'));
	} catch {
		return [];
	}
}

function refuse(context: IWebhookFunctions, reason: RefusalReason): IWebhookResponseData {
	const message = `Calendly delivery refused (${reason}). ${remedyFor(reason)}`;
	if (isOwnFault(reason)) {
		context.logger.error(message, { reason });
		return answer(context, {
			statusCode: 500,
			body: { error: 'The webhook is not set up; the n8n log says what to do' },
		});
	}
	context.logger.warn(message, { reason });
	return answer(context, REFUSED);
}

/**
 * Refusals in numbers, as the item of an execution of its own. The sender has its answer and waits for
 * nothing; whoever is refused meanwhile is counted with it.
 */
async function refusalReport(context: IWebhookFunctions): Promise<IWebhookResponseData> {
	if (context.getMode() === 'manual') return {};
	const wait = processTally.gather(new Date());
	if (wait === null) return {};
	await sleep(wait);
	const refusals = processTally.take(new Date());
	return { workflowData: [[{ json: { refusals: refusals as unknown as IDataObject[] } }]] };
}

function answer(
	context: IWebhookFunctions,
	{ statusCode, body }: WebhookAnswer,
): IWebhookResponseData {
	context.getResponseObject().status(statusCode).json(body);
	return { noWebhookResponse: true };
}

function keywordsOf(options: TriggerOptions): { configuration?: string[]; notes?: string[] } {
	return {
		...(options.configurationKeywords
			? { configuration: options.configurationKeywords.split(',') }
			: {}),
		...(options.notesKeywords ? { notes: options.notesKeywords.split(',') } : {}),
	};
}
