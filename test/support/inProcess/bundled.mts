import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

const FOLDER = join(__dirname, '../../../workflows');

/** One file of workflows/, as it is published. */
export interface Bundled {
	/** Name of the file without `.json`. */
	file: string;
	id: string;
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings: IWorkflowSettings & { errorWorkflow?: string };
}

/** Every workflow of the package, read anew: free to be changed. */
export function bundledWorkflows(): Bundled[] {
	return readdirSync(FOLDER)
		.filter((file) => file.endsWith('.json'))
		.map((file) => ({
			...(JSON.parse(readFileSync(join(FOLDER, file), 'utf8')) as Omit<Bundled, 'file'>),
			file: basename(file, '.json'),
		}));
}

const STICKY_NOTE = 'n8n-nodes-base.stickyNote';

/** The nodes of a workflow that do something. */
export function workingNodes({ nodes }: Bundled): INode[] {
	return nodes.filter(({ type, disabled }) => type !== STICKY_NOTE && disabled !== true);
}

/** The outputs of a workflow that lead somewhere, each with the nodes it leads to. */
export function branches({ connections }: Bundled) {
	return Object.entries(connections).flatMap(([node, { main = [] }]) =>
		main.flatMap((to, output) =>
			to === null || to.length === 0 ? [] : { node, output, to: to.map((next) => next.node) },
		),
	);
}
