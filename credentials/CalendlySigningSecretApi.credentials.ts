import type { Icon, ICredentialType, INodeProperties } from 'n8n-workflow';

export class CalendlySigningSecretApi implements ICredentialType {
	name = 'calendlySigningSecretApi';

	displayName = 'ArchiMeuble Calendly Signing Secret API';

	icon: Icon = {
		light: 'file:../icons/calendly-archimeuble.svg',
		dark: 'file:../icons/calendly-archimeuble.dark.svg',
	};

	documentationUrl = 'https://developer.calendly.com/api-docs/overview/webhooks/webhook-signatures';

	properties: INodeProperties[] = [
		// Plain text: n8n takes all HTML out of a credential's notices.
		{
			displayName:
				'A signing secret is a password Calendly signs its deliveries with, so that n8n can tell them from forged ones. You invent it: Calendly shows none. Take random text of 32 characters or more (16 is the least), from a password manager or from "openssl rand -hex 32".',
			name: 'inventNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName:
				'The test of this credential is offline: "Connection tested successfully" only means that the secret can be used. Calendly is not asked.',
			name: 'testNotice',
			type: 'notice',
			default: '',
		},
		{
			displayName: 'Signing Secret',
			name: 'signingSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'With an access token the trigger gives it to Calendly by itself. Without one, create the webhook subscription with the same text as signing_key. Calendly never shows it, so keep it here.',
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
