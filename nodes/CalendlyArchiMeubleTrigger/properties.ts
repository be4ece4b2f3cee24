import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_KEYWORDS } from '../shared/appointment/answers';
import { DEFAULT_TOLERANCE_SECONDS } from '../shared/calendly/signature';
import {
	INVITEE_CANCELED,
	INVITEE_CREATED,
	NO_SHOW_CREATED,
	NO_SHOW_DELETED,
} from '../shared/calendly/webhook';
import { DEFAULT_TIMEZONE } from '../shared/french/dates';

/** What the person who sets up the trigger chooses. */
export const triggerProperties: INodeProperties[] = [
	{
		displayName:
			'Calendly has no page to add a webhook: create the subscription through its API with the production URL above and the signing secret of the credential (README, "Connect Calendly"). The access token credential is for a later version and not read yet.',
		name: 'setupNotice',
		type: 'notice',
		default: '',
	},
	{
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: [INVITEE_CREATED, INVITEE_CANCELED],
		required: true,
		description:
			'Events that start the workflow. Others are answered with 200, so that Calendly does not repeat them, and go no further. A reschedule arrives as a cancellation of the old and a booking of the new invitee.',
		options: [
			{
				name: 'Any Event',
				value: '*',
				description: 'Also contacts, routing forms, meeting recaps and events Calendly may add',
			},
			{ name: 'Invitee Canceled', value: INVITEE_CANCELED },
			{ name: 'Invitee Created', value: INVITEE_CREATED },
			{ name: 'Invitee No-Show Created', value: NO_SHOW_CREATED },
			{ name: 'Invitee No-Show Deleted', value: NO_SHOW_DELETED },
		],
	},
	{
		displayName: 'Display Time Zone',
		name: 'timezone',
		type: 'string',
		default: DEFAULT_TIMEZONE,
		required: true,
		placeholder: 'e.g. Europe/Paris',
		description:
			'IANA zone in which the display fields show the times. The other fields stay in UTC.',
	},
	{
		displayName: 'Options',
		name: 'options',
		type: 'collection',
		placeholder: 'Add option',
		default: {},
		options: [
			{
				displayName: 'Accept the Original Guide’s Signature',
				name: 'acceptGuideSignature',
				type: 'boolean',
				default: false,
				description:
					'Whether to also accept the header X-Calendly-Webhook-Signature holding the HMAC of the body alone, for senders built from the original ArchiMeuble guide. Calendly never sends it, and it gives no protection against replay.',
			},
			{
				displayName: 'Allowed Origins',
				name: 'allowedOrigins',
				type: 'string',
				default: '',
				placeholder: 'e.g. https://www.archimeuble.com',
				description:
					'Comma-separated origins whose pages may read the answer, or * for any. Calendly needs none.',
			},
			{
				displayName: 'Configuration Link Keywords',
				name: 'configurationKeywords',
				type: 'string',
				default: DEFAULT_KEYWORDS.configuration.join(', '),
				description:
					'Comma-separated words that mark the question about the configuration link. Case and accents do not matter.',
			},
			{
				displayName: 'Include Raw Payload',
				name: 'includeRaw',
				type: 'boolean',
				default: false,
				description:
					'Whether to add what Calendly sent as the field raw. It holds personal data and links that cancel or move the appointment.',
			},
			{
				displayName: 'Notes Keywords',
				name: 'notesKeywords',
				type: 'string',
				default: DEFAULT_KEYWORDS.notes.join(', '),
				description:
					'Comma-separated words that mark questions whose answers are notes. Case and accents do not matter.',
			},
			{
				displayName: 'Tolerance (Seconds)',
				name: 'toleranceSeconds',
				type: 'number',
				typeOptions: { minValue: 1 },
				default: DEFAULT_TOLERANCE_SECONDS,
				description:
					'How far the time of a signature may lie from the clock of this machine. Raise it if authentic deliveries are refused as timestamp_too_old.',
			},
		],
	},
];
