import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { collection } from '../../../adapters/parameters';
import { newFeedToken } from '../../../shared/dashboard/request/feedToken';
import {
	DEFAULT_SETTINGS,
	resolveSettings,
	type ResolvedSettings,
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

export const defaultsField: INodeProperties = {
	displayName: 'Defaults',
	name: 'defaults',
	type: 'collection',
	placeholder: 'Add default',
	default: {},
	description: 'What a setting is until the settings table says otherwise',
	options: DEFAULTS,
};

/**
 * What the lines of the settings table, the input items, say. What cannot be used is also said in n8n's
 * log and beside the output.
 *
 * @param workflowsVersion version of the workflows to note in the table; empty to note none
 */
export function settingsOf(
	functions: IExecuteFunctions,
	items: readonly INodeExecutionData[],
	workflowsVersion = '',
): ResolvedSettings {
	const rows = items.map(({ json }) => json as unknown as Partial<SettingRow>);
	const defaults = {
		...DEFAULT_SETTINGS,
		annonces_depuis: new Date().toISOString(),
		jeton_agenda: newFeedToken(),
		...collection<Settings>(functions, 'defaults'),
	};
	const n8nUrl = functions.getInstanceBaseUrl();
	const resolved = resolveSettings(rows, defaults, { workflowsVersion, n8nUrl });
	resolved.refused.forEach((message) => {
		functions.logger.warn(message);
		functions.addExecutionHints({ message, location: 'outputPane' });
	});
	return resolved;
}
