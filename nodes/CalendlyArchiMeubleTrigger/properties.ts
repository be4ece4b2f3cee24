import type { INodeProperties } from 'n8n-workflow';
import { DEFAULT_KEYWORDS } from '../shared/appointment/answers';
import { DEFAULT_TOLERANCE_SECONDS } from '../shared/calendly/signature';
import { filtersProperty } from '../adapters/filters';
import {
	ANY_EVENT,
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
			'Calendly has no page to add a webhook. With an access token, publishing this workflow creates the subscription and unpublishing removes it. Without one, create it through the API with the production URL above and the signing secret (README, "Connect Calendly").',
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
				value: ANY_EVENT,
				description: 'Also events Calendly may add. The token needs the scopes of all of them.',
			},
			{ name: 'Contact Created', value: 'contact.created' },
			{ name: 'Contact Deleted', value: 'contact.deleted' },
			{ name: 'Contact Updated', value: 'contact.updated' },
			{ name: 'Event Type Created', value: 'event_type.created' },
			{ name: 'Event Type Deleted', value: 'event_type.deleted' },
			{ name: 'Event Type Updated', value: 'event_type.updated' },
			{ name: 'Invitee Canceled', value: INVITEE_CANCELED },
			{ name: 'Invitee Created', value: INVITEE_CREATED },
			{ name: 'Invitee No-Show Created', value: NO_SHOW_CREATED },
			{ name: 'Invitee No-Show Deleted', value: NO_SHOW_DELETED },
			{ name: 'Meeting Recap Created', value: 'meeting_recap.created' },
			{ name: 'Meeting Recap Deleted', value: 'meeting_recap.deleted' },
			{ name: 'Meeting Recap Updated', value: 'meeting_recap.updated' },
			{ name: 'Routing Form Submission Created', value: 'routing_form_submission.created' },
		],
	},
	{
		displayName: 'Scope',
		name: 'scope',
		type: 'options',
		default: 'organization',
		description:
			'Whose events are subscribed to. Only used with an access token. Routing forms always take the organization, meeting recaps always the user.',
		options: [
			{
				name: 'Group',
				value: 'group',
				description: 'Those of a group; takes the token of an owner or admin',
			},
			{
				name: 'Organization',
				value: 'organization',
				description:
					'Those of everybody; takes the token of an owner or admin, and goes on when that person leaves',
			},
			{
				name: 'User',
				value: 'user',
				description: 'Those of the person the token belongs to; ends when that person leaves',
			},
		],
	},
	{
		displayName: 'Group',
		name: 'group',
		type: 'string',
		default: '',
		placeholder: 'e.g. https://api.calendly.com/groups/AAAAAAAAAAAAAAAA',
		description: 'Address (URI) of the group in Calendly’s API',
		displayOptions: { show: { scope: ['group'] } },
	},
	filtersProperty,
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
				displayName: 'Report Refusals',
				name: 'reportRefusals',
				type: 'boolean',
				default: false,
				description:
					'Whether to start an execution, at most every 5 minutes, whose item { refusals: [{ reason, count, last }] } counts the requests that were refused. The bundled workflows note them in the journal.',
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
