import { quoted } from '../french/typography';

/**
 * What a workflow's description keeps of its installation: n8n's public API leaves no other place that a
 * person's edit does not touch.
 */
export interface Mark {
	/** Fixed id of the bundled workflow. */
	shippedId: string;
	/** Version of the package it came with. */
	version: string;
	/** `fingerprintOf` what was installed. */
	fingerprint: string;
	/**
	 * `pending` until it was published: an installation that was cut off goes on here. `beside`: the new
	 * version of a workflow that a person changed, put beside it.
	 */
	state: 'installed' | 'pending' | 'beside';
}

const STATES = { installed: 'installé', pending: 'à publier', beside: 'à côté' } as const;
const MARK = /\[(ArchiMeuble\w+) (\d+\.\d+\.\d+\S*) ([0-9a-f]{16}) (installé|à publier|à côté)\]/;

/** The description of an installed workflow. */
export function markedDescription(mark: Mark, name: string): string {
	const { shippedId, version, fingerprint, state } = mark;
	return `${quoted(name)} du paquet n8n-nodes-calendly-archimeuble. Garder la ligne suivante, elle sert aux mises à jour.\n[${shippedId} ${version} ${fingerprint} ${STATES[state]}]`;
}

/** Null where a person deleted it, or somebody else made the workflow. */
export function markOf(description: unknown): Mark | null {
	const found = typeof description === 'string' ? MARK.exec(description) : null;
	if (found === null) return null;
	const [, shippedId, version, fingerprint, state] = found;
	const isNamed = ([, name]: [string, string]) => name === state;
	const [known] = Object.entries(STATES).find(isNamed) as [Mark['state'], string];
	return { shippedId, version, fingerprint, state: known };
}
