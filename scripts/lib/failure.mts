/** Something the person at the keyboard can mend: one sentence, no stack trace. */
export class Failure extends Error {}

/** Ends the program with a sentence for a `Failure`, with everything there is for a bug. */
export function endWith(error: unknown): never {
	const text = error instanceof Failure ? error.message : error;
	console.error(error instanceof Failure ? `\n✖ ${text}\n` : text);
	process.exit(1);
}
