import { NodeOperationError } from 'n8n-workflow';
import { timezoneField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { number, timezone } from '../../../adapters/parameters';
import {
	DEFAULT_APPOINTMENT_MONTHS,
	DEFAULT_JOURNAL_DAYS,
	isRetentionPolicy,
	MAX_APPOINTMENT_MONTHS,
	MAX_JOURNAL_DAYS,
	retentionDates,
} from '../../../shared/privacy/retention';

export const getRetentionDates: Operation = {
	resource: 'privacy',
	value: 'getRetentionDates',
	name: 'Get Retention Dates',
	action: 'Get the retention dates',
	description: 'Say before which dates stored data are to be deleted now',
	properties: [
		{
			displayName: 'Appointment Months',
			name: 'appointmentMonths',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_APPOINTMENT_MONTHS },
			default: DEFAULT_APPOINTMENT_MONTHS,
			description: 'Calendar months an appointment is kept after it took place',
		},
		{
			displayName: 'Journal Days',
			name: 'journalDays',
			type: 'number',
			typeOptions: { minValue: 1, maxValue: MAX_JOURNAL_DAYS },
			default: DEFAULT_JOURNAL_DAYS,
			description: 'Days the journal and the log are kept',
		},
		timezoneField,
	],
	async execute() {
		const policy = {
			appointmentMonths: number(this, 'appointmentMonths'),
			journalDays: number(this, 'journalDays'),
			timezone: timezone(this),
		};
		if (!isRetentionPolicy(policy)) {
			throw new NodeOperationError(this.getNode(), 'The retention periods cannot be used', {
				description: `Write whole numbers: "Appointment Months" from 1 to ${MAX_APPOINTMENT_MONTHS}, "Journal Days" from 1 to ${MAX_JOURNAL_DAYS}.`,
			});
		}
		return asItems([retentionDates(policy, new Date())]);
	},
};
