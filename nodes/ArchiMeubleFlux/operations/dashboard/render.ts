import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import {
	refusedSettingsField,
	timezoneField,
	workflowsVersionField,
} from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { asListOfWords, flag, json, text, timezone } from '../../../adapters/parameters';
import { misfitOf } from '../../../adapters/version';
import type { WebAnswer } from '../../../shared/dashboard/answer';
import { planOf } from '../../../shared/dashboard/bookings/reading';
import { renderCsv } from '../../../shared/dashboard/files/csv';
import { DEFAULT_PAST_DAYS, renderFeed } from '../../../shared/dashboard/files/feed';
import type { HealthSource } from '../../../shared/dashboard/page/health';
import { renderPage } from '../../../shared/dashboard/page/page';
import { NOT_FOUND, type Asked } from '../../../shared/dashboard/request/asked';
import { isStrongFeedToken } from '../../../shared/dashboard/request/feedToken';
import { readQuery } from '../../../shared/dashboard/request/query';
import { asFields, asNumber } from '../../../shared/text/fields';
import { feedTokenField, sortedOut } from './request';

const NO_HEALTH: HealthSource = {
	deliveries: null,
	subscription: null,
};

export const render: Operation = {
	resource: 'dashboard',
	value: 'render',
	name: 'Render',
	action: 'Render the dashboard',
	description:
		'Write what was asked for: the dashboard as one HTML document, the appointments as a file for spreadsheets or as a calendar to subscribe to. The input items are appointment rows, and, for the state of the system, rows of the journal and the status of the subscription.',
	properties: [
		{
			displayName: 'Plan',
			name: 'plan',
			type: 'json',
			default: '{}',
			description:
				'Output of Plan Reading: what is asked for, and how the rows were read, so that what was not read is said',
		},
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
			displayName: 'Path of the Feed',
			name: 'feedPath',
			type: 'string',
			default: '',
			placeholder: 'e.g. agenda.ics',
			description:
				'Address of the calendar feed, relative to the page’s; the page links to it with the token below. Leave empty when the page is to offer none.',
		},
		feedTokenField,
		{
			displayName: 'Show System State',
			name: 'showHealth',
			type: 'boolean',
			default: true,
			description:
				'Whether the page shows the last delivery, mails that wait or failed, refusals and the subscription',
		},
		{
			displayName: 'Name of the Feed',
			name: 'feedName',
			type: 'string',
			default: 'Rendez-vous ArchiMeuble',
			description: 'Name that calendars show for the feed',
		},
		{
			displayName: 'Include Notes',
			name: 'withNotes',
			type: 'boolean',
			default: false,
			description:
				'Whether the feed tells notes, answers and the configuration link too. Calendar services keep what they read.',
		},
		workflowsVersionField,
		refusedSettingsField,
	],
	async execute(items) {
		const plan = asFields(json(this, 'plan'));
		// Nothing is told without a plan, however the steps are connected.
		if (plan.isAllowed !== true) return asItems([NOT_FOUND]);
		return asItems([answerOf(this, plan as unknown as Asked, items)]);
	},
};

function answerOf(
	functions: IExecuteFunctions,
	plan: Asked,
	items: INodeExecutionData[],
): WebAnswer {
	switch (plan.form) {
		case 'page':
			return pageAnswer(functions, plan, items);
		case 'file':
			return fileAnswer(functions, plan, items);
		case 'feed':
			return feedAnswer(functions, plan, items);
	}
}

function pageAnswer(
	functions: IExecuteFunctions,
	plan: Asked,
	items: INodeExecutionData[],
): WebAnswer {
	const { appointments, ...found } = sortedOut(items);
	const refusedSettings = asListOfWords(json(functions, 'refusedSettings'));
	const health = { ...found, refusedSettings, misfit: misfitOf(functions) };
	return renderPage({
		rows: appointments,
		plan: planOf(plan),
		pageToken: plan.pageToken,
		query: readQuery(plan.query),
		health: flag(functions, 'showHealth', 0, { otherwise: true }) ? health : NO_HEALTH,
		timezone: timezone(functions),
		now: new Date(),
		csvPath: ownPath(functions, 'csvPath'),
		feedAddress: plan.isLogin ? feedAddress(functions) : null,
	});
}

function fileAnswer(
	functions: IExecuteFunctions,
	plan: Asked,
	items: INodeExecutionData[],
): WebAnswer {
	return renderCsv({
		rows: sortedOut(items).appointments,
		plan: planOf(plan),
		query: readQuery(plan.query),
		timezone: timezone(functions),
		now: new Date(),
	});
}

function feedAnswer(
	functions: IExecuteFunctions,
	plan: Asked,
	items: INodeExecutionData[],
): WebAnswer {
	return renderFeed({
		rows: sortedOut(items).appointments,
		now: new Date(),
		name: text(functions, 'feedName'),
		pastDays: asNumber(asFields(plan).pastDays) ?? DEFAULT_PAST_DAYS,
		withNotes: flag(functions, 'withNotes'),
	});
}

/** A link of the page stays on its own server. */
function ownPath(functions: IExecuteFunctions, name: string): string | null {
	const path = text(functions, name).trim();
	return /^(?!\/\/)[\w./~-]+$/.test(path) ? path : null;
}

/** Only for a login: the address of the feed is good for ever, a token of the page for hours. */
function feedAddress(functions: IExecuteFunctions): string | null {
	const path = ownPath(functions, 'feedPath');
	const token = text(functions, 'feedToken');
	return path !== null && isStrongFeedToken(token) ? `${path}?jeton=${token}` : null;
}
