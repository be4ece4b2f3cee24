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

export const CREDENTIALS: readonly ShippedCredential[] = [
	SIGNING_CREDENTIAL,
	TOKEN_CREDENTIAL,
	{ id: 'ArchiMeubleSmtp1', name: 'SMTP ArchiMeuble', type: 'smtp' },
	{ id: 'ArchiMeubleDash1', name: 'Tableau de bord ArchiMeuble', type: 'httpBasicAuth' },
];
