import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class CalendlySigningSecretApi implements ICredentialType {
	name = 'calendlySigningSecretApi';

	displayName = 'Calendly Signing Secret API';

	icon: Icon = {
		light: 'file:../icons/calendly-archimeuble.svg',
		dark: 'file:../icons/calendly-archimeuble.dark.svg',
	};

	documentationUrl = 'https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures';

	properties: INodeProperties[] = [
		{
			displayName: 'Signing Secret',
			name: 'signingSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'The signing_key the Calendly webhook subscription was created with. Calendly never shows it again, so keep it here.',
		},
		{
			displayName: 'Previous Signing Secret',
			name: 'previousSigningSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only while changing keys: deliveries under way are still signed with the old key. Empty it a day later.',
		},
	];
}
