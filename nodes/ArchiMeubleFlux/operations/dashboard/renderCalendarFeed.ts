import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { flag, number, text } from '../../../adapters/parameters';
import { DEFAULT_PAST_DAYS, renderFeed } from '../../../shared/dashboard/feed';
import { isFeedToken } from '../../../shared/dashboard/feedToken';
import { feedTokenField, givenTokenField, NOT_FOUND, sortedOut } from './request';

const MAX_PAST_DAYS = 36_500;

export const renderCalendarFeed: Operation = {
	resource: 'dashboard',
	value: 'renderCalendarFeed',
	name: 'Render Calendar Feed',
	action: 'Render the calendar feed',
	description:
		'Write the appointments as a calendar to subscribe to, for those who know its token. The input items are appointment rows.',
	properties: [
		givenTokenField,
		feedTokenField,
		{
			displayName: 'Calendar Name',
			name: 'calendarName',
			type: 'string',
			default: 'Rendez-vous ArchiMeuble',
			description: 'Name that calendars show',
		},
		{
			displayName: 'Past Days',
			name: 'pastDays',
			type: 'number',
			typeOptions: { minValue: 0 },
			default: DEFAULT_PAST_DAYS,
			description: 'How many days appointments stay in the feed after they took place',
		},
		{
			displayName: 'Include Notes',
			name: 'withNotes',
			type: 'boolean',
			default: false,
			description:
				'Whether the feed tells notes, answers and the configuration link too. Calendar services keep what they read.',
		},
	],
	async execute(items) {
		const isAllowed = isFeedToken(text(this, 'givenToken'), text(this, 'feedToken'));
		if (!isAllowed) return asItems([NOT_FOUND]);
		const pastDays = number(this, 'pastDays');
		const answer = renderFeed({
			rows: sortedOut(items).appointments,
			now: new Date(),
			name: text(this, 'calendarName'),
			pastDays: pastDays >= 0 && pastDays <= MAX_PAST_DAYS ? pastDays : DEFAULT_PAST_DAYS,
			withNotes: flag(this, 'withNotes'),
		});
		return asItems([answer]);
	},
};
