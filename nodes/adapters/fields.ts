import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_TIMEZONE } from '../shared/french/dates';

/** Fields that several operations have, alike so that n8n gets them once. */

export const eventField: INodeProperties = {
	displayName: 'Event',
	name: 'event',
	type: 'json',
	default: '={{ $json }}',
	required: true,
	description: 'Appointment event of the trigger, or the "contenu" of a journal row',
};

export const timezoneField: INodeProperties = {
	displayName: 'Time Zone',
	name: 'timezone',
	type: 'string',
	default: DEFAULT_TIMEZONE,
	description: 'IANA zone of the workshop, in which days are counted and times are shown',
};

/** `misfitOf` reads it. */
export const workflowsVersionField: INodeProperties = {
	displayName: 'Workflows Version',
	name: 'workflowsVersion',
	type: 'string',
	default: '',
	description:
		'Version of the bundled workflows, as the settings table has it; where the package is another, that is said',
};

/** Whose appointments Calendly is asked for; `holderOf` reads it. */
export const scopeField: INodeProperties = {
	displayName: 'Scope',
	name: 'scope',
	type: 'options',
	default: 'organization',
	description: 'Whose appointments are read',
	options: [
		{
			name: 'Organization',
			value: 'organization',
			description: 'Those of everybody; takes the token of an owner or admin',
		},
		{ name: 'User', value: 'user', description: 'Those of the person the token belongs to' },
	],
};

export const refusedSettingsField: INodeProperties = {
	displayName: 'Refused Settings',
	name: 'refusedSettings',
	type: 'json',
	default: '[]',
	description: 'Sentences of Setting → Read about settings that cannot be used (refused)',
};

/** The round whose deliveries are meant: the workflow that calls the engine gives its own number. */
export const executionField: INodeProperties = {
	displayName: 'Execution',
	name: 'execution',
	type: 'string',
	default: '',
	required: true,
	description: 'ID of the execution that takes the deliveries',
};
