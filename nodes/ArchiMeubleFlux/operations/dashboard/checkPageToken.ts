import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { plainHeaders } from '../../../shared/dashboard/headers';
import type { WebAnswer } from '../../../shared/dashboard/page';
import { isPageToken } from '../../../shared/dashboard/pageToken';
import { parseSearch } from '../../../shared/dashboard/query';
import { pageTokenKeys } from './request';

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
		{
			displayName: 'Token of the Page',
			name: 'pageToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description: 'Token the page sent, in the field "jeton" of its request',
		},
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
		const query = parseSearch(text(this, 'search'));
		const isAllowed = isPageToken(text(this, 'pageToken'), await pageTokenKeys(this), new Date());
		return asItems([isAllowed ? { isAllowed, query } : { isAllowed, ...UNAUTHORIZED }]);
	},
};
