import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { asText } from '../shared/text/fields';
import { text } from './parameters';

/** Where the shipped workflow’s trigger listens, below n8n’s public address. */
const WEBHOOK_PATH = '/webhook/calendly-archimeuble/webhook';

/** `webhookUrlOf` reads it. */
export const webhookUrlField: INodeProperties = {
	displayName: 'Webhook URL',
	name: 'webhookUrl',
	type: 'string',
	default: '',
	placeholder: 'e.g. https://n8n.example.com/webhook/calendly-archimeuble/webhook',
	description:
		'Production URL of the trigger; when empty, that of the shipped workflow on this n8n',
};

/** n8n tells its public webhook address to running workflows only as the one that resumes them. */
export function webhookUrlOf(functions: IExecuteFunctions): string {
	const given = asText(text(functions, 'webhookUrl'));
	if (given !== null) return given;
	const resumeUrl = String(functions.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return resumeUrl.replace(/\/webhook-waiting\/.*$/, '') + WEBHOOK_PATH;
}
