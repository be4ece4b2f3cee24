import type { IExecuteFunctions } from 'n8n-workflow';
import {
	refusedSettingsField,
	timezoneField,
	workflowsVersionField,
} from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { asListOfWords, flag, json, text, timezone } from '../../../adapters/parameters';
import { misfitOf } from '../../../adapters/version';
import { isStrongFeedToken } from '../../../shared/dashboard/feedToken';
import type { HealthSource } from '../../../shared/dashboard/health';
import { renderPage as pageOf } from '../../../shared/dashboard/page';
import { loginProof, newPageToken } from '../../../shared/dashboard/pageToken';
import {
	feedTokenField,
	givenPlan,
	pageTokenField,
	pageTokenKeys,
	planField,
	queryField,
	queryOf,
	sortedOut,
} from './request';

const NO_HEALTH: HealthSource = {
	deliveries: null,
	subscription: null,
};

export const renderPage: Operation = {
	resource: 'dashboard',
	value: 'renderPage',
	name: 'Render Page',
	action: 'Render the dashboard',
	description:
		'Write the dashboard as one HTML document. The input items are appointment rows, and, for the state of the system, rows of the journal and the status of the subscription.',
	needs: ['signing'],
	properties: [
		queryField,
		planField,
		timezoneField,
		{
			displayName: 'CSV Path',
			name: 'csvPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. tableau-de-bord/csv',
			description:
				'Address of the CSV, relative to the page’s; leave empty when the page is to offer none',
		},
		{
			displayName: 'Calendar Path',
			name: 'feedPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. agenda.ics',
			description:
				'Address of the calendar feed, relative to the page’s; the page links to it with the token below. Leave empty when the page is to offer none.',
		},
		{
			displayName: 'Show System State',
			name: 'showHealth',
			type: 'boolean',
			default: true,
			description:
				'Whether to show the last delivery, mails that wait or failed, refusals and the subscription',
		},
		feedTokenField,
		workflowsVersionField,
		pageTokenField,
		{
			displayName: 'Login',
			name: 'login',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Header "authorization" of the request n8n let in. The page then gets a token that ends with this login; without it the page reloads where it would change in place.',
		},
		{
			displayName: 'Webhook of the Page',
			name: 'pageWebhook',
			type: 'string',
			default: '',
			description:
				'ID of the Webhook node the page asks again, a hyphen, and the webhook ID of that node',
		},
		refusedSettingsField,
	],
	async execute(items) {
		const { appointments, ...found } = sortedOut(items);
		const refusedSettings = asListOfWords(json(this, 'refusedSettings'));
		const health = { ...found, refusedSettings, misfit: misfitOf(this) };
		const now = new Date();
		const answer = pageOf({
			rows: appointments,
			plan: givenPlan(this),
			pageToken: await tokenOfPage(this, now),
			query: queryOf(this),
			health: flag(this, 'showHealth', 0, { otherwise: true }) ? health : NO_HEALTH,
			timezone: timezone(this),
			now,
			csvPath: ownPath(this, 'csvPath'),
			feedAddress: feedAddress(this),
		});
		return asItems([answer]);
	},
};

/** Whoever asks by token keeps it, so that it ends when it was to end; a login gets a new one. */
async function tokenOfPage(functions: IExecuteFunctions, now: Date): Promise<string | null> {
	const given = text(functions, 'pageToken');
	if (given !== '') return given;
	const [key] = await pageTokenKeys(functions);
	return newPageToken(
		key,
		loginProof(text(functions, 'login'), text(functions, 'pageWebhook')),
		now,
	);
}

/** A link of the page stays on its own server. */
function ownPath(functions: IExecuteFunctions, name: string): string | null {
	const path = text(functions, name).trim();
	return /^(?!\/\/)[\w./~-]+$/.test(path) ? path : null;
}

/** Not for whoever asks by token: the address of the feed is good for ever, the token for hours. */
function feedAddress(functions: IExecuteFunctions): string | null {
	if (text(functions, 'pageToken') !== '') return null;
	const path = ownPath(functions, 'feedPath');
	const token = text(functions, 'feedToken');
	return path !== null && isStrongFeedToken(token) ? `${path}?jeton=${token}` : null;
}
