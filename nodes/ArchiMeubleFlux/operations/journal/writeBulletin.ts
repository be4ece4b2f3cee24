import {
	refusedSettingsField,
	timezoneField,
	workflowsVersionField,
} from '../../../adapters/fields';
import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { asItems, storedDeliveries } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { asListOfWords, json, text, timezone } from '../../../adapters/parameters';
import { journalNodeField, jsonOfNode } from '../../../adapters/otherNode';
import { misfitOf } from '../../../adapters/version';
import { isStoredRow } from '../../../shared/appointment/fromRow';
import { asList } from '../../../shared/text/fields';
import { isBulletinTime, morningBulletin } from '../../../shared/journal/bulletin';
import { isClockTime } from '../../../shared/reminders/agenda';

const DEFAULT_BULLETIN_TIME = '07:30';

export const writeBulletin: Operation = {
	resource: 'journal',
	value: 'writeBulletin',
	name: 'Write Bulletin',
	action: 'Write the bulletin of the morning',
	description:
		'Say in a French mail what is not as it should be: settings that cannot be used, refused messages, mails that wait, deliveries given up, recipients not reached, a package newer than its workflows. No output where there is nothing to say, or not now.',
	properties: [
		{
			displayName: 'Bulletin Time',
			name: 'bulletinTime',
			type: 'string',
			default: DEFAULT_BULLETIN_TIME,
			placeholder: '07:30',
			description:
				'Time of the day at which the bulletin is due, in the time zone below: in the quarter of an hour that holds it',
		},
		{
			displayName: 'Refusals',
			name: 'refusals',
			type: 'json',
			default: '[]',
			description: 'Rows of the journal that count refusals',
		},
		journalNodeField,
		timezoneField,
		workflowsVersionField,
		refusedSettingsField,
		{
			displayName: 'Appointments Node',
			name: 'appointmentsNode',
			type: 'string',
			noDataExpression: true,
			default: 'Rendez-vous proches',
			description: 'Name of the node of this workflow that gave the appointments to come',
		},
	],
	async execute() {
		const now = new Date();
		if (!isBulletinTime(now, timeOf(this), timezone(this))) return [];
		const journal = jsonOfNode(this, text(this, 'journalNode'));
		const bulletin = morningBulletin({
			refusals: asList(json(this, 'refusals')),
			appointments: jsonOfNode(this, text(this, 'appointmentsNode')).filter(isStoredRow),
			refusedSettings: asListOfWords(json(this, 'refusedSettings')),
			deliveries: storedDeliveries(journal.map((json) => ({ json }))),
			misfit: misfitOf(this),
			now,
			timezone: timezone(this),
		});
		return bulletin.due ? asItems([bulletin]) : [];
	},
};

/** @throws NodeOperationError where it is none */
function timeOf(functions: IExecuteFunctions): string {
	const time = text(functions, 'bulletinTime');
	if (isClockTime(time)) return time;
	throw new NodeOperationError(functions.getNode(), 'The time of the bulletin is not a time', {
		description: 'Write it with two digits each, like 07:30.',
	});
}
