import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';
import { timezoneField } from '../../../adapters/fields';
import { asJson, storedRows } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { flag, text, timezone } from '../../../adapters/parameters';
import {
	agendaDue,
	agendaFrom,
	isClockTime,
	type AgendaTask,
} from '../../../shared/reminders/agenda';

const DEFAULT_AGENDA_TIME = '07:30';

export const getAgenda: Operation = {
	resource: 'reminder',
	value: 'getAgenda',
	name: 'Get Agenda',
	action: 'Get the agenda of the day',
	description:
		'Get the appointments of today and what changed since the last agenda, as one item for Compose. The input items are the stored rows.',
	properties: [
		{
			displayName: 'Agenda Time',
			name: 'agendaTime',
			type: 'string',
			default: DEFAULT_AGENDA_TIME,
			placeholder: '07:30',
			description:
				'Time of the day from which on the agenda is due, in the time zone below; leave empty for no agenda',
		},
		{
			displayName: 'Last Sent',
			name: 'lastSent',
			type: 'string',
			default: '',
			description:
				'When the last agenda left, in UTC; the changes since then are listed. Leave empty when there was none.',
		},
		{
			displayName: 'Only When Due',
			name: 'onlyWhenDue',
			type: 'boolean',
			default: true,
			description:
				'Whether to return nothing before the agenda time, after the agenda of the day left, and more than six hours late',
		},
		timezoneField,
	],
	async execute(items) {
		const zone = timezone(this);
		const task = taskOf(this, zone);
		if (task === null) return [];
		const agenda = agendaFrom(storedRows(items), task, zone);
		return [{ json: asJson(agenda), pairedItem: items.map((_item, item) => ({ item })) }];
	},
};

function taskOf(functions: IExecuteFunctions, zone: string): AgendaTask | null {
	const time = text(functions, 'agendaTime');
	const isForced = !flag(functions, 'onlyWhenDue', 0, { otherwise: true });
	if (time === '' && !isForced) return null;
	if (time !== '' && !isClockTime(time)) {
		throw new NodeOperationError(functions.getNode(), 'The time of the agenda is not a time', {
			description: 'Write it with two digits each, like 07:30, or leave it empty for no agenda.',
		});
	}
	const lastSent = text(functions, 'lastSent');
	return agendaDue(new Date(), lastSent, { time, timezone: zone }, isForced);
}
