import type { IExecuteFunctions } from 'n8n-workflow';
import { refusedSettingsField, timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { asListOfWords, flag, json, text, timezone } from '../../../adapters/parameters';
import { isStrongFeedToken } from '../../../shared/dashboard/feedToken';
import type { HealthSource } from '../../../shared/dashboard/health';
import { renderPage as pageOf } from '../../../shared/dashboard/page';
import { newPageToken } from '../../../shared/dashboard/pageToken';
import {
	feedTokenField,
	givenPlan,
	pageTokenKeys,
	planField,
	queryField,
	queryOf,
	sortedOut,
} from './request';

const NO_HEALTH: HealthSource = {
	deliveries: null,
	refusals: null,
	subscription: null,
};

export const renderPage: Operation = {
	resource: 'dashboard',
	value: 'renderPage',
	name: 'Render Page',
	action: 'Render the dashboard',
	description:
		'Write the dashboard as one HTML document. The input items are appointment rows, and, for the state of the system, rows of journal and refusals and the status of the subscription.',
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
		refusedSettingsField,
	],
	async execute(items) {
		const { appointments, ...found } = sortedOut(items);
		const health = { ...found, refusedSettings: asListOfWords(json(this, 'refusedSettings')) };
		const [pageKey] = await pageTokenKeys(this);
		const now = new Date();
		const answer = pageOf({
			rows: appointments,
			plan: givenPlan(this),
			pageToken: newPageToken(pageKey, now),
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

/** A link of the page stays on its own server. */
function ownPath(functions: IExecuteFunctions, name: string): string | null {
	const path = text(functions, name).trim();
	return /^(?!\/\/)[\w./~-]+$/.test(path) ? path : null;
}

function feedAddress(functions: IExecuteFunctions): string | null {
	const path = ownPath(functions, 'feedPath');
	const token = text(functions, 'feedToken');
	return path !== null && isStrongFeedToken(token) ? `${path}?jeton=${token}` : null;
}
