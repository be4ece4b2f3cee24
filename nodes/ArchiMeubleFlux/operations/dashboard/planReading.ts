import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { signingCredentialOf } from '../../../adapters/calendlyApi';
import { timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { number, text, timezone } from '../../../adapters/parameters';
import { jsonOfNode } from '../../../adapters/otherNode';
import { signingKeysOf } from '../../../shared/calendly/signingSecret';
import {
	feedPlan,
	readingPlan,
	type ReadingPlan,
} from '../../../shared/dashboard/bookings/reading';
import { DEFAULT_PAST_DAYS } from '../../../shared/dashboard/files/feed';
import { Moments } from '../../../shared/dashboard/moments';
import {
	askedFor,
	type Asked,
	type DashboardRequests,
} from '../../../shared/dashboard/request/asked';
import { readQuery } from '../../../shared/dashboard/request/query';
import { feedTokenField } from './request';

const MAX_PAST_DAYS = 36_500;

/** The Webhook nodes of the workflow: what each asks for, and what it is called there. */
const WEBHOOKS: Record<keyof DashboardRequests, { name: string; asks: string }> = {
	page: { name: 'Page', asks: 'for the page' },
	again: { name: 'Page, sans recharger', asks: 'for the content of an open page' },
	file: { name: 'Fichier CSV', asks: 'for the file' },
	feed: { name: 'Agenda en ligne', asks: 'for the calendar feed' },
};

const nodeFields = Object.entries(WEBHOOKS).map(
	([key, { name, asks }]): INodeProperties => ({
		displayName: `${key[0].toUpperCase()}${key.slice(1)} Node`,
		name: `${key}Node`,
		type: 'string',
		noDataExpression: true,
		default: name,
		description: `Name of the Webhook node of this workflow that is asked ${asks}`,
	}),
);

export const planReading: Operation = {
	resource: 'dashboard',
	value: 'planReading',
	name: 'Plan Reading',
	action: 'Plan which appointments to read',
	description:
		'Tell who asks for what, and which rows of the table that needs, so that the first page is there at once however many there are. Whoever may not ask gets no plan: the item is then the answer for strangers.',
	needs: ['signing'],
	properties: [
		...nodeFields,
		timezoneField,
		feedTokenField,
		{
			displayName: 'Webhook of the Page',
			name: 'pageWebhook',
			type: 'string',
			default: '',
			description:
				'ID of the Webhook node the page asks again, a hyphen, and the webhook ID of that node. A login then gets a token to ask with; without it the page reloads where it would change in place.',
		},
		{
			displayName: 'Past Days',
			name: 'pastDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_PAST_DAYS,
			description: 'How many days appointments stay in the feed after they took place',
		},
	],
	async execute() {
		const now = new Date();
		const asked = askedFor(requestsOf(this), {
			keys: signingKeysOf(await signingCredentialOf(this)),
			feedToken: text(this, 'feedToken'),
			pageWebhook: text(this, 'pageWebhook'),
			now,
		});
		if (!asked.isAllowed) return asItems([asked]);
		const pastDays = pastDaysOf(this);
		const clock = new Moments(now.toISOString(), timezone(this));
		return asItems([{ ...asked, ...planFor(asked, clock, pastDays), pastDays }]);
	},
};

/** One of them was called. */
function requestsOf(functions: IExecuteFunctions): DashboardRequests {
	const request = (key: keyof DashboardRequests): unknown =>
		jsonOfNode(functions, text(functions, `${key}Node`)).at(0) ?? null;
	return {
		page: request('page'),
		again: request('again'),
		file: request('file'),
		feed: request('feed'),
	};
}

function planFor({ form, query }: Asked, clock: Moments, pastDays: number): ReadingPlan {
	if (form === 'feed') return feedPlan(clock, pastDays);
	return readingPlan(readQuery(query), clock, form === 'file');
}

function pastDaysOf(functions: IExecuteFunctions): number {
	const days = number(functions, 'pastDays');
	return days >= 0 && days <= MAX_PAST_DAYS ? days : DEFAULT_PAST_DAYS;
}
