import { Coverage } from './coverage.mts';
import { bundledWorkflows } from './bundled.mts';

/**
 * Closes a file of walks: every node of this workflow ran and every output that leads somewhere gave an
 * item, in the walks before. What no walk can reach is named with its reason, and is truly not reached.
 */
export function isWalkedWhole(
	coverage: Coverage,
	file: string,
	unreachable: Record<string, string> = {},
): void {
	test(`and so every branch of « ${file} » was walked`, () => {
		const workflows = bundledWorkflows().filter((workflow) => workflow.file === file);
		const { nodes, branches } = coverage.unwalked(workflows);
		expect([...nodes, ...branches]).toEqual(Object.keys(unreachable));
	});
}
