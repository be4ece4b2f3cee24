import { branches, workingNodes, type Bundled } from './bundled.mts';
import type { Run } from './run.mts';

/** What was never walked of a workflow. */
export interface Unwalked {
	/** `rendez-vous: Terminer` */
	nodes: string[];
	/** `rendez-vous: À traiter ? [0] → Rendez-vous concernés`; the number is the output's. */
	branches: string[];
}

/** Which nodes ran and which outputs gave items, over all runs of a test file. */
export class Coverage {
	readonly #walked = new Set<string>();

	add(run: Run): void {
		for (const node of new Set(run.path)) {
			this.#walked.add(nodeKey(run.workflow, node));
			run.outputs(node).forEach((items, output) => {
				if (items.length > 0) this.#walked.add(branchKey(run.workflow, node, output));
			});
		}
	}

	/** Nodes that never ran, and outputs that lead somewhere but never gave an item. */
	unwalked(workflows: Bundled[]): Unwalked {
		return {
			nodes: workflows.flatMap((workflow) =>
				workingNodes(workflow)
					.map(({ name }) => nodeKey(workflow.file, name))
					.filter((key) => !this.#walked.has(key)),
			),
			branches: workflows.flatMap((workflow) =>
				branches(workflow)
					.filter(({ node, output }) => !this.#walked.has(branchKey(workflow.file, node, output)))
					.map(
						({ node, output, to }) =>
							`${branchKey(workflow.file, node, output)} → ${to.join(', ')}`,
					),
			),
		};
	}
}

function nodeKey(workflow: string, node: string): string {
	return `${workflow}: ${node}`;
}

function branchKey(workflow: string, node: string, output: number): string {
	return `${nodeKey(workflow, node)} [${output}]`;
}
