import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { isFeedToken } from '../../../shared/dashboard/feedToken';
import { feedTokenField, givenTokenField, NOT_FOUND } from './request';

export const checkFeedToken: Operation = {
	resource: 'dashboard',
	value: 'checkFeedToken',
	name: 'Check Feed Token',
	action: 'Check the token of the calendar feed',
	description:
		'Tell whether a request for the calendar feed holds its token, before anything is read; otherwise the item is the answer for strangers',
	properties: [givenTokenField, feedTokenField],
	async execute() {
		const isAllowed = isFeedToken(text(this, 'givenToken'), text(this, 'feedToken'));
		return asItems([isAllowed ? { isAllowed } : { isAllowed, ...NOT_FOUND }]);
	},
};
