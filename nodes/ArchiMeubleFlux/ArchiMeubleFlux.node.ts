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

export class ArchiMeubleFlux implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'ArchiMeuble Flux',
		name: 'archiMeubleFlux',
		icon: {
			light: 'file:../../icons/calendly-archimeuble.svg',
			dark: 'file:../../icons/calendly-archimeuble.dark.svg',
		},
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["resource"] + ": " + $parameter["operation"] }}',
		description: 'Steps of the workflows that come with this package; of no use outside them',
		defaults: { name: 'ArchiMeuble Flux' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		// n8n's linter wants it said. An agent has nothing to look for among these steps.
		usableAsTool: undefined,
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
				// The dashboard works without it.
				required: false,
				testedBy: 'calendlySigningSecretTest',
				displayOptions: shownWhereNeeded(OPERATIONS, 'signing'),
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
