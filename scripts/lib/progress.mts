/** One line per step, with the time it took: nothing here is instant, and silence looks like a hang. */
export async function step<T>(title: string, work: () => Promise<T> | T): Promise<T> {
	const started = Date.now();
	const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
	const terminal = process.stdout.isTTY;
	process.stdout.write(terminal ? `  … ${title}` : `  … ${title}\n`);
	const ticker = terminal
		? setInterval(() => process.stdout.write(`\r  … ${title} (${seconds()})`), 1000)
		: undefined;
	try {
		const result = await work();
		process.stdout.write(`${terminal ? '\r' : ''}  ✓ ${title} (${seconds()})\n`);
		return result;
	} catch (error) {
		process.stdout.write(`${terminal ? '\r' : ''}  ✖ ${title} (${seconds()})\n`);
		throw error;
	} finally {
		clearInterval(ticker);
	}
}
