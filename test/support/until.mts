/**
 * Waits until `look` gives a value, looking several times a second.
 * @throws with what was waited for, when it does not come in time
 */
export async function until<T>(
	what: string,
	look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
	milliseconds = 20_000,
): Promise<T> {
	const deadline = Date.now() + milliseconds;
	while (Date.now() < deadline) {
		const found = await look();
		if (found !== null && found !== undefined && found !== false) return found;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error(`Waited ${milliseconds} ms for ${what}`);
}
