import { NBSP } from '../french/typography';
import { asFields, asLine, asList } from '../text/fields';
import { N8nApiError, type N8nApi } from './n8nApi';
import { OLDEST_N8N } from './version';

/** What an installation asks of n8n's public API that older versions do not have. */
const NEWEST_NEED = { method: 'POST', path: /\/workflows\/[^/]+\/publish$/ };

/** The right of a key without which n8n does not list it, however new it is. */
const ITS_SCOPE = 'workflow:activate';

/** Why nothing may be done in an n8n that is older than this package can use. */
export const TOO_OLD = `Ce n8n est trop ancien${NBSP}: ce paquet a besoin de n8n ${OLDEST_N8N} ou plus récent. Mettre n8n à jour, puis relancer l’installation. Rien n’a été changé.`;

/**
 * Whether n8n lacks what an installation needs. No node is told n8n's version; its public API lists what
 * it can do. Ask only where the API answered before, because an address without any n8n answers alike.
 *
 * @throws N8nApiError
 */
export async function isTooOld(api: N8nApi): Promise<boolean> {
	const query = { resource: 'workflow' };
	const listed = await api.ask({ method: 'GET', path: '/discover', query }).catch((error) => {
		if (error instanceof N8nApiError && error.status === 404) return null;
		throw error;
	});
	return listed === null || lacksNeed(listed.data);
}

/** Where it is unclear what was listed, n8n gets the benefit of the doubt: it says itself what it refuses. */
function lacksNeed(listed: unknown): boolean {
	const { scopes, resources } = asFields(listed);
	const { endpoints } = asFields(asFields(resources).workflow);
	if (!Array.isArray(endpoints) || !Array.isArray(scopes) || !scopes.includes(ITS_SCOPE)) {
		return false;
	}
	return !asList(endpoints).some(
		({ method, path }) =>
			method === NEWEST_NEED.method && NEWEST_NEED.path.test(asLine(path) ?? ''),
	);
}
