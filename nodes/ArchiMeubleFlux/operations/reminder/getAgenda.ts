import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { timezoneField } from '../../../adapters/fields';
import { asJson, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { flag, text, timezone } from '../../../adapters/parameters';
import { journalNodeField, jsonOfNode } from '../../../adapters/otherNode';
import {
	agendaDue,
	agendaFrom,
	isClockTime,
	isEmptyDay,
	lastAgendaOf,
	type AgendaPolicy,
} from '../../../shared/reminders/agenda';
import { readClosedDays } from '../../../shared/reminders/closedDays';
import { DEFAULT_SETTINGS } from '../../../shared/settings/settings';

const { agenda_heure: agendaTime } = DEFAULT_SETTINGS;

export const getAgenda: Operation = {
	resource: 'reminder',
	value: 'getAgenda',
	name: 'Get Agenda',
	action: 'Get the agenda of the day',
	description:
		'Get the appointments of today and what changed since the last agenda, as one item for Compose. The input items are the stored rows; when the last agenda left stands in the journal.',
	properties: [
		{
			displayName: 'Agenda Time',
			name: 'agendaTime',
			type: 'string',
			default: agendaTime,
			placeholder: '07:30',
			description:
				'Time of the day from which on the agenda is due, in the time zone below; leave empty for no agenda',
		},
		journalNodeField,
		{
			displayName: 'Only When Due',
			name: 'onlyWhenDue',
			type: 'boolean',
			default: true,
			description:
				'Whether to return nothing before the agenda time, after the agenda of the day left, and more than six hours late',
		},
		{
			displayName: 'Closed Days',
			name: 'closedDays',
			type: 'string',
			default: '',
			placeholder: 'samedi, dimanche, 25/12',
			description:
				'Days on which no agenda is due: French weekdays and dates, with or without year',
		},
		{
			displayName: 'Empty Days',
			name: 'emptyDays',
			type: 'boolean',
			default: false,
			description: 'Whether an agenda is due on a day without appointments',
		},
		timezoneField,
	],
	async execute(items) {
		const policy = policyOf(this);
		const isForced = !flag(this, 'onlyWhenDue', 0, { otherwise: true });
		if (policy.time === '' && !isForced) return [];
		const lastSent = lastAgendaOf(jsonOfNode(this, text(this, 'journalNode')));
		const task = agendaDue(new Date(), lastSent, policy, isForced);
		const rows = storedRows(items);
		if (task === null) return [];
		const isWanted = isForced || flag(this, 'emptyDays') || !isEmptyDay(rows, task.day, policy);
		if (!isWanted) return [];
		const agenda = agendaFrom(rows, task, policy.timezone);
		return [{ json: asJson(agenda), pairedItem: items.map((_item, item) => ({ item })) }];
	},
};

/** @throws NodeOperationError where the time or a closed day cannot be read */
function policyOf(functions: IExecuteFunctions): AgendaPolicy {
	const time = text(functions, 'agendaTime');
	if (time !== '' && !isClockTime(time)) {
		throw new NodeOperationError(functions.getNode(), 'The time of the agenda is not a time', {
			description: 'Write it with two digits each, like 07:30, or leave it empty for no agenda.',
		});
	}
	const closedDays = readClosedDays(text(functions, 'closedDays'));
	if (closedDays === null) {
		throw new NodeOperationError(functions.getNode(), 'The closed days cannot be read', {
			description: 'Write French weekdays and dates, like: samedi, dimanche, 25/12, 14/07/2027.',
		});
	}
	return { time, timezone: timezone(functions), closedDays };
}
