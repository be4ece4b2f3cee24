import { randomUUID } from 'node:crypto';
import type { IExecuteFunctions } from 'n8n-workflow';
import { signingCredentialOf } from '../../../adapters/calendlyApi';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { webhookUrlOf, webhookUrlField } from '../../../adapters/webhookUrl';
import { signHeader } from '../../../shared/calendly/signature';
import { signingSecretFlaw } from '../../../shared/calendly/signingSecret';
import { trialDelivery, type TrialAnswer } from '../../../shared/trial/delivery';

/** Calendly waits as long. */
const TIMEOUT_MS = 15_000;

/** Runs once, however many items come in. */
export const deliver: Operation = {
	resource: 'trial',
	value: 'deliver',
	name: 'Deliver',
	action: 'Deliver a made-up booking',
	description:
		'Send a booking that nobody made to our own webhook, signed as Calendly signs, and say how it was answered',
	needs: ['signing'],
	properties: [
		{
			displayName: 'Email',
			name: 'email',
			type: 'string',
			default: '',
			placeholder: 'name@email.com',
			description: 'Address of the made-up client, who may be written to: the workshop’s own',
		},
		webhookUrlField,
	],
	async execute() {
		const { signingSecret } = await signingCredentialOf(this);
		const secretFlaw = signingSecretFlaw(signingSecret);
		if (secretFlaw !== null) return asItems([{ secretFlaw }]);
		return asItems([await sent(this, signingSecret as string)]);
	},
};

async function sent(functions: IExecuteFunctions, signingKey: string): Promise<TrialAnswer> {
	const identifiant = `essai-${randomUUID()}`;
	const now = new Date();
	const url = webhookUrlOf(functions);
	const body = JSON.stringify(trialDelivery(identifiant, text(functions, 'email'), now));
	const timestamp = Math.floor(now.getTime() / 1000);
	const signature = signHeader({ rawBody: body, signingKey, timestamp });
	const statut = await post(functions, url, body, signature);
	return { identifiant, url, statut };
}

/** The status; null where nobody answers. Redirects are not followed, as Calendly follows none. */
async function post(
	functions: IExecuteFunctions,
	url: string,
	body: string,
	signature: string,
): Promise<number | null> {
	try {
		const response = (await functions.helpers.httpRequest({
			...{ method: 'POST', url, body, timeout: TIMEOUT_MS },
			headers: {
				'Content-Type': 'application/json',
				'Calendly-Webhook-Signature': signature,
			},
			...{ returnFullResponse: true, ignoreHttpStatusErrors: true, disableFollowRedirect: true },
		})) as { statusCode: number };
		return response.statusCode;
	} catch {
		return null;
	}
}
