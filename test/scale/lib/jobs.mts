import type { Cluster } from './cluster.mts';

/** How many jobs each worker has begun, by what n8n prints of each. */
export function jobsTaken({ workers }: Cluster): Map<string, number> {
	return new Map(
		workers.map(({ name, wholeOutput }) => [
			name,
			wholeOutput.match(/Worker started execution/g)?.length ?? 0,
		]),
	);
}
