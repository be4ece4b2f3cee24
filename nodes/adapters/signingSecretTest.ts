import type {
	ICredentialDataDecryptedObject,
	ICredentialsDecrypted,
	INodeCredentialTestResult,
} from 'n8n-workflow';
import { signingSecretFlaw } from '../shared/calendly/signingSecret';

/** Offline: Calendly offers no way to check a signing key. */
export async function calendlySigningSecretTest(
	credential: ICredentialsDecrypted<ICredentialDataDecryptedObject>,
): Promise<INodeCredentialTestResult> {
	const flaw = signingSecretFlaw(credential.data?.signingSecret);
	return flaw === null
		? { status: 'OK', message: 'The signing secret is usable; Calendly was not asked' }
		: { status: 'Error', message: flaw };
}
