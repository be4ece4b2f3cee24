import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { newFeedToken } from '../../shared/dashboard/feedToken';
import {
	DEFAULT_SETTINGS,
	resolveSettings,
	type Settings,
	type SettingRow,
} from '../../shared/settings/settings';
import { asJson, type Resource } from './operation';

async function read(
	this: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<INodeExecutionData[]> {
	const chosen = this.getNodeParameter('defaults', 0, {}) as Partial<Settings>;
	const rows = items.map(({ json }) => json as unknown as Partial<SettingRow>);
	const defaults = {
		...DEFAULT_SETTINGS,
		annonces_depuis: new Date().toISOString(),
		jeton_agenda: newFeedToken(),
		...chosen,
	};
	const { settings, missing, refused } = resolveSettings(rows, defaults);
	refused.forEach((sentence) => {
		this.logger.warn(sentence);
		this.addExecutionHints({ message: sentence, location: 'outputPane' });
	});
	return [{ json: asJson({ ...settings, missing, refused }), pairedItem: { item: 0 } }];
}

const {
	fichier_log: logFile,
	destinataire: recipient,
	destinataire_alertes: alertRecipient,
	expediteur: sender,
} = DEFAULT_SETTINGS;

export const settings: Resource = {
	operations: { read },
	properties: [
		{
			displayName: 'Operation',
			name: 'operation',
			type: 'options',
			noDataExpression: true,
			displayOptions: { show: { resource: ['settings'] } },
			default: 'read',
			options: [
				{
					name: 'Read',
					value: 'read',
					action: 'Read the settings',
					description:
						'Read the lines of the settings table into one item; what is missing or unusable falls back to its default',
				},
			],
		},
		{
			displayName: 'Defaults',
			name: 'defaults',
			type: 'collection',
			placeholder: 'Add default',
			default: {},
			description: 'What a setting is until the settings table says otherwise',
			displayOptions: { show: { resource: ['settings'], operation: ['read'] } },
			options: [
				{
					displayName: 'Alert Recipient',
					name: 'destinataire_alertes',
					type: 'string',
					default: alertRecipient,
					description: 'Mail address that is told of failures; the recipient when empty',
				},
				{
					displayName: 'Log File',
					name: 'fichier_log',
					type: 'string',
					default: logFile,
					description: 'Path of the log file, in a folder n8n may write to',
				},
				{
					displayName: 'Recipient',
					name: 'destinataire',
					type: 'string',
					default: recipient,
					description: 'Mail address that is told of bookings',
				},
				{
					displayName: 'Sender',
					name: 'expediteur',
					type: 'string',
					default: sender,
					description: 'From address of the mails',
				},
			],
		},
	],
};
