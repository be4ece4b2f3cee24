import type { INodeProperties } from 'n8n-workflow';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { collection, text } from '../../../adapters/parameters';
import { newFeedToken } from '../../../shared/dashboard/feedToken';
import {
	DEFAULT_SETTINGS,
	resolveSettings,
	type SettingRow,
	type Settings,
} from '../../../shared/settings/settings';

const {
	fichier_log: logFile,
	destinataire: recipient,
	destinataire_alertes: alertRecipient,
	expediteur: sender,
} = DEFAULT_SETTINGS;

const DEFAULTS: INodeProperties[] = [
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
];

export const read: Operation = {
	resource: 'setting',
	value: 'read',
	name: 'Read',
	action: 'Read the settings',
	description:
		'Read the lines of the settings table into one item, with the lines to be added to or changed in it. What is missing falls back to its default; what is unusable is said.',
	properties: [
		{
			displayName: 'Defaults',
			name: 'defaults',
			type: 'collection',
			placeholder: 'Add default',
			default: {},
			description: 'What a setting is until the settings table says otherwise',
			options: DEFAULTS,
		},
		{
			displayName: 'Workflows Version',
			name: 'workflowsVersion',
			type: 'string',
			default: '',
			description:
				'Version of the bundled workflows to note in the table, so that the dashboard can say when the package is another; leave empty to note none',
		},
	],
	async execute(items) {
		const rows = items.map(({ json }) => json as unknown as Partial<SettingRow>);
		const defaults = {
			...DEFAULT_SETTINGS,
			annonces_depuis: new Date().toISOString(),
			jeton_agenda: newFeedToken(),
			...collection<Settings>(this, 'defaults'),
		};
		const { settings, missing, refused, helps } = resolveSettings(rows, defaults, {
			workflowsVersion: text(this, 'workflowsVersion'),
			n8nUrl: this.getInstanceBaseUrl(),
		});
		refused.forEach((message) => {
			this.logger.warn(message);
			this.addExecutionHints({ message, location: 'outputPane' });
		});
		return asItems([{ ...settings, refused, lines: [...missing, ...helps] }]);
	},
};
