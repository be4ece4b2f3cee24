import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { plainHeaders } from '../../../shared/dashboard/headers';
import type { WebAnswer } from '../../../shared/dashboard/page';
import { isPageToken } from '../../../shared/dashboard/pageToken';
import { parseSearch } from '../../../shared/dashboard/query';
import { pageTokenField, pageTokenKeys } from './request';

/** The script of the page then goes to the address itself, which asks for the login. */
const UNAUTHORIZED: WebAnswer = {
	statusCode: 401,
	headers: plainHeaders('Unauthorized'),
	body: 'Unauthorized',
};

export const checkPageToken: Operation = {
	resource: 'dashboard',
	value: 'checkPageToken',
	name: 'Check Page Token',
	action: 'Check the token of the page',
	description:
		'Tell whether a request comes from a page that was given to somebody who logged in; otherwise the item is the answer for strangers',
	needs: ['signing'],
	properties: [
		pageTokenField,
		{
			displayName: 'Search',
			name: 'search',
			type: 'string',
			default: '',
			placeholder: 'e.g. ?onglet=passes&q=zoe',
			description: 'Address the page asks for, in the field "requete" of its request',
		},
	],
	async execute() {
		const pageToken = text(this, 'pageToken');
		const isAllowed = isPageToken(pageToken, await pageTokenKeys(this), new Date());
		if (!isAllowed) return asItems([{ isAllowed, ...UNAUTHORIZED }]);
		return asItems([{ isAllowed, pageToken, query: parseSearch(text(this, 'search')) }]);
	},
};
