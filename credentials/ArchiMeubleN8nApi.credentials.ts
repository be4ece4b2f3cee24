import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

/** n8n's own credential for its API may not be used by a node of another package. */
export class ArchiMeubleN8nApi implements ICredentialType {
	name = 'archiMeubleN8nApi';

	displayName = 'ArchiMeuble Installation API';

	icon: Icon = {
		light: 'file:../icons/calendly-archimeuble.svg',
		dark: 'file:../icons/calendly-archimeuble.dark.svg',
	};

	documentationUrl = 'https://docs.n8n.io/api/authentication/';

	properties: INodeProperties[] = [
		{
			displayName: 'API Key',
			name: 'apiKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'A key of this n8n, made under Settings → n8n API by its owner or an admin. It is only needed to install and to update; it may expire.',
		},
		{
			displayName: 'Address of This n8n',
			name: 'baseUrl',
			type: 'string',
			default: 'http://localhost:5678',
			required: true,
			description: 'How this n8n reaches itself, without a path',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { 'X-N8N-API-KEY': '={{$credentials.apiKey}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/api/v1/workflows?limit=1' },
	};
}
