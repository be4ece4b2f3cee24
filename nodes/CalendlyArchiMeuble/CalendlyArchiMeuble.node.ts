import {
	NodeConnectionTypes,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeType,
	type INodeTypeDescription,
} from 'n8n-workflow';
import { getEventTypes } from '../adapters/eventTypes';
import { propertiesOf, runOperation, shownWhereNeeded } from '../adapters/operations';
import { calendlySigningSecretTest } from '../adapters/signingSecretTest';
import { OPERATIONS } from './operations';

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
		description:
			'Read, cancel and announce Calendly appointments, look after their webhook, install the workflows',
		defaults: { name: 'Calendly ArchiMeuble' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		usableAsTool: true,
		credentials: [
			{
				name: 'calendlyAccessTokenApi',
				displayName: 'Access Token',
				required: true,
				displayOptions: shownWhereNeeded(OPERATIONS, 'token'),
			},
			{
				name: 'calendlySigningSecretApi',
				displayName: 'Signing Secret',
				required: true,
				testedBy: 'calendlySigningSecretTest',
				displayOptions: shownWhereNeeded(OPERATIONS, 'signing'),
			},
			{
				name: 'archiMeubleN8nApi',
				displayName: 'API Key of This n8n',
				required: true,
				displayOptions: shownWhereNeeded(OPERATIONS, 'n8n'),
			},
		],
		properties: propertiesOf(OPERATIONS),
	};

	methods = {
		credentialTest: { calendlySigningSecretTest },
		loadOptions: { getEventTypes },
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperation(this, OPERATIONS);
	}
}
