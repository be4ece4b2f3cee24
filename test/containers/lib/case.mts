import type { Check } from '../../reliability/lib/case.mts';
import type { World } from './world.mts';

/** One row of the report; later ones go on where earlier ones stopped. */
export interface ContainerCase {
	name: string;
	mustShow: string;
	/** Without it the later ones have nothing to try. */
	isGround?: true;
	run(world: World): Promise<{ done: string; checks: Check[] }>;
}

export function check(promise: string, holds: boolean, figure: unknown): Check {
	return { promise, holds, figure: String(figure) };
}

export const seconds = (value: number): string => `${value.toFixed(1)} s`;
