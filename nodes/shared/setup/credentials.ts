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

/** What a person filled in before anything was installed; empty texts where they did not. */
export interface FirstValues {
	accessToken: string;
	signingSecret: string;
	/** Signs where no `signingSecret` is given: Calendly takes whatever it is given. */
	inventedSecret: string;
	/** A host, or `host:port`. */
	mailServer: string;
	mailUser: string;
	mailPassword: string;
	dashboardUser: string;
	dashboardPassword: string;
}

/** Where a person fills in nothing, because the credentials are there already. */
export const NOTHING_FILLED: FirstValues = {
	...{ accessToken: '', signingSecret: '', inventedSecret: '' },
	...{ mailServer: '', mailUser: '', mailPassword: '', dashboardUser: '', dashboardPassword: '' },
};

/** Mail over TLS from the first byte (RFC 8314, section 3.3); on other ports STARTTLS makes it safe. */
const TLS_PORT = 465;

/** What a credential holds when it is made; n8n wants every field its type calls required. */
export function initialData({ type }: ShippedCredential, values: FirstValues): object {
	switch (type) {
		case SIGNING_CREDENTIAL.type:
			return {
				signingSecret: values.signingSecret || values.inventedSecret,
				previousSigningSecret: '',
			};
		case TOKEN_CREDENTIAL.type:
			return { accessToken: values.accessToken };
		case SMTP_CREDENTIAL.type: {
			const { host, port } = mailServerOf(values);
			const login = { user: values.mailUser, password: values.mailPassword };
			return { ...login, host, port, secure: port === TLS_PORT };
		}
		case DASHBOARD_CREDENTIAL.type:
			return { user: values.dashboardUser, password: values.dashboardPassword };
		default:
			return {};
	}
}

/** Whether a credential is of use as it is made, and a person has nothing to fill in. */
export function isFilled({ type }: ShippedCredential, values: FirstValues): boolean {
	switch (type) {
		case SIGNING_CREDENTIAL.type:
			return values.signingSecret !== '';
		case TOKEN_CREDENTIAL.type:
			return values.accessToken !== '';
		case SMTP_CREDENTIAL.type:
			return values.mailServer !== '';
		default:
			return values.dashboardUser !== '' && values.dashboardPassword !== '';
	}
}

function mailServerOf({ mailServer }: FirstValues): { host: string; port: number } {
	const [behind, port] = /:(\d{1,5})$/.exec(mailServer) ?? [];
	if (behind === undefined) return { host: mailServer, port: TLS_PORT };
	return { host: mailServer.slice(0, -behind.length), port: Number(port) };
}
