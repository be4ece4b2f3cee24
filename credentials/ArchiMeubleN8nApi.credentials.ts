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
		// Plain text: n8n takes all HTML out of a credential's notices.
		{
			displayName:
				'For the first installation, which makes the other credentials: what is filled in here stands in them at once, what is left empty is filled in there later. What exists already is never changed.',
			name: 'firstNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Calendly Access Token',
			name: 'calendlyAccessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'A personal access token (Calendly → Integrations → API & Webhooks) with the scopes users:read, webhooks:write and scheduled_events:write. With it, n8n and Calendly are connected at once.',
		},
		{
			displayName: 'Signing Secret',
			name: 'signingSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Leave it empty with an access token: one is invented and given to Calendly. Without a token, the signing_key the webhook subscription was created with.',
		},
		{
			displayName: 'Mail Server',
			name: 'mailServer',
			type: 'string',
			default: '',
			placeholder: 'smtp.example.com:465',
			description:
				'Name of the SMTP server; with a port where it is not 465 (TLS), for example smtp.example.com:587',
		},
		{
			displayName: 'Mail User',
			name: 'mailUser',
			type: 'string',
			default: '',
		},
		{
			displayName: 'Mail Password',
			name: 'mailPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
		},
		{
			displayName: 'Dashboard User',
			name: 'dashboardUser',
			type: 'string',
			default: 'atelier',
		},
		{
			displayName: 'Dashboard Password',
			name: 'dashboardPassword',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Opens the page of the appointments, with the user above',
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
