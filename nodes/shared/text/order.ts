/** Order of two texts by their code units, for `sort`: instants and days in one form, identities. */
export function compareTexts(one: string, other: string): number {
	if (one === other) return 0;
	return one < other ? -1 : 1;
}

/** The first in that order; null when there is none. */
export function earliest(instants: ReadonlyArray<string | null>): string | null {
	return furthest(instants, -1);
}

/** The last in that order; null when there is none. */
export function latest(instants: ReadonlyArray<string | null>): string | null {
	return furthest(instants, 1);
}

function furthest(instants: ReadonlyArray<string | null>, direction: 1 | -1): string | null {
	let found: string | null = null;
	for (const instant of instants) {
		if (instant === null) continue;
		if (found === null || direction * compareTexts(instant, found) > 0) found = instant;
	}
	return found;
}
