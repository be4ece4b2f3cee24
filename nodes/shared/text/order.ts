/** Order of two texts by their code units, for `sort`: instants and days in one form, identities. */
export function compareTexts(one: string, other: string): number {
	if (one === other) return 0;
	return one < other ? -1 : 1;
}

/** The first in that order; null when there is none. */
export function earliest(instants: ReadonlyArray<string | null>): string | null {
	return inOrder(instants).at(0) ?? null;
}

/** The last in that order; null when there is none. */
export function latest(instants: ReadonlyArray<string | null>): string | null {
	return inOrder(instants).at(-1) ?? null;
}

function inOrder(instants: ReadonlyArray<string | null>): string[] {
	return instants.filter((instant) => instant !== null).sort(compareTexts);
}
