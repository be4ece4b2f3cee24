import type {
	IAuthenticateGeneric,
	Icon,
	ICredentialTestRequest,
	ICredentialType,
	INodeProperties,
} from 'n8n-workflow';

export class CalendlyAccessTokenApi implements ICredentialType {
	name = 'calendlyAccessTokenApi';

	displayName = 'ArchiMeuble Calendly Access Token API';

	icon: Icon = {
		light: 'file:../icons/calendly-archimeuble.svg',
		dark: 'file:../icons/calendly-archimeuble.dark.svg',
	};

	documentationUrl =
		'https://developer.calendly.com/how-to-authenticate-with-personal-access-tokens';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'A personal access token (Calendly → Integrations → API & Webhooks) with the scopes users:read, webhooks:write and scheduled_events:write; event_types:read for the lists of event types',
		},
		{
			// Another address only for tests and demonstrations with a stand-in for Calendly.
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'hidden',
			default: 'https://api.calendly.com',
		},
	];

	authenticate: IAuthenticateGeneric = {
		type: 'generic',
		properties: { headers: { Authorization: '=Bearer {{$credentials.accessToken}}' } },
	};

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/users/me' },
	};
}
