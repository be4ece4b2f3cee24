/** A credential the bundled workflows name. No imports: the scripts read this file without compiling it. */
export interface ShippedCredential {
	id: string;
	name: string;
	type: string;
}

export const SIGNING_CREDENTIAL: ShippedCredential = {
	id: 'ArchiMeubleSign1',
	name: 'Signature Calendly ArchiMeuble',
	type: 'calendlySigningSecretApi',
};

export const TOKEN_CREDENTIAL: ShippedCredential = {
	id: 'ArchiMeubleToken',
	name: 'Jeton Calendly ArchiMeuble',
	type: 'calendlyAccessTokenApi',
};

const SMTP_CREDENTIAL: ShippedCredential = {
	id: 'ArchiMeubleSmtp1',
	name: 'SMTP ArchiMeuble',
	type: 'smtp',
};

const DASHBOARD_CREDENTIAL: ShippedCredential = {
	id: 'ArchiMeubleDash1',
	name: 'Tableau de bord ArchiMeuble',
	type: 'httpBasicAuth',
};

export const CREDENTIALS: readonly ShippedCredential[] = [
	SIGNING_CREDENTIAL,
	TOKEN_CREDENTIAL,
	SMTP_CREDENTIAL,
	DASHBOARD_CREDENTIAL,
];

/**
 * What a credential holds when it is made, before a person fills it in; n8n wants every field its type
 * calls required.
 *
 * @param signingSecret an invented one: Calendly takes whatever it is given, and nobody has to type it
 */
export function initialData({ type }: ShippedCredential, signingSecret: string): object {
	switch (type) {
		case SIGNING_CREDENTIAL.type:
			return { signingSecret, previousSigningSecret: '' };
		case TOKEN_CREDENTIAL.type:
			return { accessToken: '' };
		case SMTP_CREDENTIAL.type:
			return { user: '', password: '', host: '', port: 465, secure: true };
		case DASHBOARD_CREDENTIAL.type:
			return { user: '', password: '' };
		default:
			return {};
	}
}
