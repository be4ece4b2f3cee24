import type {
	IDataObject,
	INodeExecutionData,
	IRun,
	ITaskData,
	WorkflowExecuteMode,
} from 'n8n-workflow';

/** What an HTTP client of n8n gets. */
export interface Answer {
	status: number;
	/** Names in small letters. */
	headers: Record<string, string>;
	body: unknown;
}

export interface Failure {
	/** Null where the run failed before its first node. */
	node: string | null;
	message: string;
	description: string | null;
}

/** One execution of one workflow: what ran, what it gave, how it ended. */
export class Run {
	/** What our Respond operation or Respond to Webhook sent. */
	answer: Answer | null = null;

	#data: IRun | null = null;

	constructor(
		readonly id: string,
		/** File of the workflow, without `.json`. */
		readonly workflow: string,
		readonly mode: WorkflowExecuteMode,
		/** Execution that called this one. */
		readonly parent: string | null = null,
	) {}

	/** What n8n would store of the execution. */
	get data(): IRun {
		if (this.#data === null) throw new Error(`« ${this.workflow} » (${this.id}) is still running`);
		return this.#data;
	}

	set data(data: IRun) {
		this.#data = data;
	}

	get ended(): boolean {
		return this.#data !== null;
	}

	/** As n8n shows it: success, error, waiting. */
	get status(): string {
		return this.data.status;
	}

	get failure(): Failure | null {
		const { error, lastNodeExecuted } = this.data.data.resultData;
		if (error === undefined) return null;
		const description = 'description' in error ? error.description : null;
		return {
			node: lastNodeExecuted ?? null,
			message: error.message,
			description: description ?? null,
		};
	}

	/** Names of the nodes, in the order they ran, a name for each time. */
	get path(): string[] {
		return Object.entries(this.data.data.resultData.runData)
			.flatMap(([node, tasks]) => tasks.map(({ executionIndex }) => ({ node, executionIndex })))
			.sort((a, b) => a.executionIndex - b.executionIndex)
			.map(({ node }) => node);
	}

	/** How often a node ran. */
	times(node: string): number {
		return this.#tasks(node).length;
	}

	/** What all runs of a node gave at one of its outputs. */
	items(node: string, output = 0): IDataObject[] {
		return this.outputs(node)[output]?.map(({ json }) => json) ?? [];
	}

	/** Every output of a node with the items of all its runs. */
	outputs(node: string): INodeExecutionData[][] {
		const outputs: INodeExecutionData[][] = [];
		for (const { data } of this.#tasks(node)) {
			data?.main?.forEach((items, output) => {
				outputs[output] = [...(outputs[output] ?? []), ...(items ?? [])];
			});
		}
		return Array.from(outputs, (items) => items ?? []);
	}

	#tasks(node: string): ITaskData[] {
		return this.data.data.resultData.runData[node] ?? [];
	}
}
