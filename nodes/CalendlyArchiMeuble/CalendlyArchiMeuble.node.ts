import {
	NodeConnectionTypes,
	NodeOperationError,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getEventTypes } from '../adapters/eventTypes';
import { calendlySigningSecretTest } from '../adapters/signingSecretTest';
import { appointment } from './actions/appointment';
import { dashboard } from './actions/dashboard';
import { email } from './actions/email';
import { journal } from './actions/journal';
import type { Resource } from './actions/operation';
import { privacy } from './actions/privacy';
import { reminders } from './actions/reminders';
import { settings } from './actions/settings';
import { webhook } from './actions/webhook';

const RESOURCES: Record<string, Resource> = {
	appointment,
	dashboard,
	email,
	journal,
	privacy,
	reminders,
	settings,
	webhook,
};

export class CalendlyArchiMeuble implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Calendly ArchiMeuble',
		name: 'calendlyArchiMeuble',
		icon: {
			light: 'file:../../icons/calendly-archimeuble.svg',
			dark: 'file:../../icons/calendly-archimeuble.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Read, store, announce and answer Calendly appointments',
		defaults: { name: 'Calendly ArchiMeuble' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{
				name: 'calendlyAccessTokenApi',
				displayName: 'Access Token',
				required: true,
				displayOptions: {
					show: {
						resource: ['appointment', 'webhook'],
						operation: [
							'cancel',
							'compare',
							'get',
							'getMany',
							'getSample',
							'getStatus',
							'markNoShow',
							'repair',
							'unmarkNoShow',
						],
					},
				},
			},
			{
				name: 'calendlySigningSecretApi',
				displayName: 'Signing Secret',
				// The dashboard works without it, and n8n knows one entry a credential only.
				required: false,
				testedBy: 'calendlySigningSecretTest',
				displayOptions: {
					show: {
						resource: ['dashboard', 'webhook'],
						operation: ['checkPageToken', 'getStatus', 'renderPage', 'repair'],
					},
				},
			},
		],
		properties: [
			{
				displayName: 'Resource',
				name: 'resource',
				type: 'options',
				noDataExpression: true,
				default: 'email',
				options: [
					{ name: 'Appointment', value: 'appointment' },
					{ name: 'Dashboard', value: 'dashboard' },
					{ name: 'Email', value: 'email' },
					{ name: 'Journal', value: 'journal' },
					{ name: 'Privacy', value: 'privacy' },
					{ name: 'Reminder', value: 'reminders' },
					{ name: 'Setting', value: 'settings' },
					{ name: 'Webhook', value: 'webhook' },
				],
			},
			...appointment.properties,
			...dashboard.properties,
			...email.properties,
			...journal.properties,
			...privacy.properties,
			...reminders.properties,
			...settings.properties,
			...webhook.properties,
		],
	};

	methods = {
		credentialTest: { calendlySigningSecretTest },
		loadOptions: { getEventTypes },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const resource = this.getNodeParameter('resource', 0) as string;
		const operation = this.getNodeParameter('operation', 0) as string;
		const execute = RESOURCES[resource]?.operations[operation];
		if (execute === undefined) {
			throw new NodeOperationError(
				this.getNode(),
				`"${operation}" of "${resource}" does not exist`,
				{
					description: 'Choose a resource and one of its operations again.',
				},
			);
		}
		return [await execute.call(this, this.getInputData())];
	}
}
