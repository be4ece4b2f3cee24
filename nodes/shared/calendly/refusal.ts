import type { RefusalReason } from './signature';

/** Where the key stands; `npm start` and the container write it over what the editor shows. */
const KEY_PLACE =
	'the "ArchiMeuble Calendly Signing Secret API" credential of the trigger (npm start and Docker: CALENDLY_SIGNING_SECRET)';

/** What the person who runs n8n can do about a refusal; each is one sentence for the n8n log. */
const REMEDIES: Record<RefusalReason, string> = {
	missing_signing_key: `No signing secret is configured: invent one (openssl rand -hex 32) and enter it in ${KEY_PLACE}. With an access token n8n gives it to Calendly by itself; without one, create the subscription with the same key.`,
	invalid_configuration:
		'The tolerance is not a number of seconds above 0: correct "Tolerance (Seconds)" in the options of the trigger.',
	missing_raw_body:
		'n8n did not give the raw bytes of the request, without which no signature can be checked: update n8n.',
	missing_header:
		'The request carries no signature: Calendly only signs when the subscription was created with a signing_key; create it again with one. Anyone else who finds the URL is refused here too.',
	malformed_header:
		'The signature header is not in the form Calendly sends; it was not sent by Calendly.',
	no_supported_signature:
		'The signature header holds no v1 signature; if Calendly announced a new scheme, this package needs an update.',
	invalid_timestamp:
		'The signature header holds no usable time stamp; it was not sent by Calendly.',
	signature_mismatch: `Either the request does not come from Calendly, or the signing secret is not the one the subscription was created with; it stands in ${KEY_PLACE}. A proxy in front of n8n that rewrites request bodies, be it their spaces alone, has the same effect. If all deliveries are refused this way for 24 hours, Calendly disables the subscription: enter the right key, or create the subscription again with the one that is there.`,
	timestamp_too_old:
		'The request is authentic but too old: the clock of this machine is ahead, Calendly repeated an old delivery, or somebody replays one. Check the clock (NTP) first, then raise "Tolerance (Seconds)".',
	timestamp_too_new:
		'The request is authentic but lies in the future: the clock of this machine is behind. Check the clock (NTP).',
};

/** What a refusal means and what to do about it. Holds nothing of the request. */
export function remedyFor(reason: RefusalReason): string {
	return REMEDIES[reason];
}

/** Refusals that are our own fault: answered 500, so that Calendly delivers again later. */
const OWN_FAULTS: readonly string[] = [
	'missing_signing_key',
	'invalid_configuration',
	'missing_raw_body',
];

export function isOwnFault(reason: string): boolean {
	return OWN_FAULTS.includes(reason);
}
