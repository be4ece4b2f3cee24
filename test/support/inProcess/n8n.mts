import { filesFolder, workFolder } from './environment.mts';
import { rmSync } from 'node:fs';
import { ExecutionLifecycleHooks, WebhookContext, WorkflowExecute } from 'n8n-core';
import {
	Expression,
	Workflow,
	createRunExecutionData,
	deepCopy,
	isNodeClassInstance,
	mergeRunsPerBranch,
	type ExecuteWorkflowData,
	type ExecuteWorkflowOptions,
	type ExecutionError,
	type IDataObject,
	type IExecuteResponsePromiseData,
	type IExecuteWorkflowInfo,
	type IN8nHttpFullResponse,
	type INode,
	type INodeExecutionData,
	type INodeType,
	type IRun,
	type IRunExecutionData,
	type IWebhookResponseData,
	type IWorkflowBase,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
} from 'n8n-workflow';
import { bundledWorkflows, type Bundled } from './bundled.mts';
import { Coverage } from './coverage.mts';
import { CredentialsInMemory, type CredentialValues } from './credentials.mts';
import { RecordedResponse, answerOf, expressRequest, type HttpRequest } from './http.mts';
import { nodeTypes } from './nodeTypes.mts';
import { Run, type Answer } from './run.mts';
import { TableStore } from './tables.mts';

const BASE_URL = 'https://n8n.archimeuble.fr';
const RETRY_PAUSE_MS = 1;
const ERROR_TRIGGER = 'n8n-nodes-base.errorTrigger';

/** Of the whole process: its memory of rounds knows executions by their number. */
let executions = 0;

/** How n8n calls an execution that starts at a node of this type; `trigger` for all others. */
const MODES: Record<string, WorkflowExecuteMode> = {
	'n8n-nodes-base.manualTrigger': 'manual',
	'n8n-nodes-base.executeWorkflowTrigger': 'integrated',
	'n8n-nodes-base.errorTrigger': 'error',
	'n8n-nodes-base.webhook': 'webhook',
	'n8n-nodes-base.formTrigger': 'webhook',
	'n8n-nodes-calendly-archimeuble.calendlyArchiMeubleTrigger': 'webhook',
};

export interface Options {
	/** Those of the package where nothing else is given. */
	workflows?: Bundled[];
	credentials?: CredentialValues;
	/** Shared by the tests of a file that closes with a look at what was never walked. */
	coverage?: Coverage;
}

/** An execution to be: where it starts and with what. */
interface Start {
	workflow: Bundled;
	mode: WorkflowExecuteMode;
	execution: IRunExecutionData;
	parent?: string;
	request?: Pick<IWorkflowExecuteAdditionalData, 'httpRequest' | 'httpResponse'>;
}

/**
 * The bundled workflows, run by n8n-core's own engine in this process: real nodes, real expressions
 * (n8n's default engine, isolates of V8), real files in a folder of its own, mails by real SMTP;
 * tables and credentials are held in memory, pauses before a new attempt pass at once. What n8n does
 * around an execution is here as it is there: sub-workflows with and without waiting, the error
 * workflow, static data kept from run to run, executions that wait and go on.
 */
export class N8nInProcess {
	readonly workflows: Bundled[];

	readonly tables = new TableStore();

	readonly credentials: CredentialsInMemory;

	readonly coverage: Coverage;

	/** Every execution, those started by others included, in the order they began. */
	readonly runs: Run[] = [];

	/** Where workflows may read and write files. */
	readonly files = filesFolder;

	readonly #staticData = new Map<string, IDataObject>();

	readonly #underWay = new Set<Promise<Run>>();

	constructor(options: Options = {}) {
		const { workflows = bundledWorkflows(), credentials = {}, coverage } = options;
		this.workflows = workflows.map(hurried);
		this.credentials = new CredentialsInMemory(credentials);
		this.coverage = coverage ?? new Coverage();
	}

	/** Starts the expression engine; one for all instances of a test file. */
	static async start(): Promise<void> {
		await Expression.initExpressionEngine({
			engine: 'vm',
			poolSize: 1,
			maxCodeCacheSize: 1024,
			bridgeTimeout: 5_000,
			bridgeMemoryLimit: 128,
			lazyAcquire: true,
			compileCache: true,
		});
	}

	static async stop(): Promise<void> {
		await Expression.disposeExpressionEngine();
		rmSync(workFolder, { recursive: true, force: true });
	}

	/** Runs a workflow from one of its triggers, which gives these items. */
	async fire(file: string, trigger: string, items: IDataObject[] = [{}]): Promise<Run> {
		const workflow = this.workflow(file);
		const node = nodeNamed(workflow, trigger);
		const given = [items.map((json) => ({ json }))];
		const mode = MODES[node.type] ?? 'trigger';
		return await this.#execute({ workflow, mode, execution: startingAt(node, given) });
	}

	/**
	 * Sends a request to the webhook of a trigger: its own code decides about it. Without a run nothing
	 * was started. The answer is null while a run that waits for somebody has not sent one.
	 */
	async receive(
		file: string,
		trigger: string,
		request: HttpRequest,
	): Promise<{ answer: Answer | null; run: Run | null }> {
		const workflow = this.workflow(file);
		const node = nodeNamed(workflow, trigger);
		const response = new RecordedResponse();
		const http = { httpRequest: expressRequest(request), httpResponse: response.express };
		const { workflowData, webhookResponse } = await this.#webhook(workflow, node, http);
		if (workflowData === undefined) {
			return { answer: response.answer ?? answerOf(200, {}, webhookResponse), run: null };
		}
		const execution = startingAt(node, workflowData);
		const run = await this.#execute({ workflow, mode: 'webhook', execution, request: http });
		const failed =
			run.failure === null ? null : answerOf(500, {}, { message: 'Error in workflow' });
		return { answer: response.answer ?? run.answer ?? failed, run };
	}

	/** Lets an execution go on that waits for a form or a moment; the waiting node gives these items. */
	async resume(run: Run, items: IDataObject[] = [{}]): Promise<Run> {
		if (run.status !== 'waiting') throw new Error(`« ${run.workflow} » does not wait`);
		const execution = run.data.data;
		const [waiting] = execution.executionData?.nodeExecutionStack ?? [];
		waiting.data.main = [items.map((json) => ({ json }))];
		waiting.metadata = { ...waiting.metadata, forwardAllOutputs: true };
		const workflow = this.workflow(run.workflow);
		await this.#carryOut(run, { workflow, mode: run.mode, execution });
		return run;
	}

	/** Waits for everything nobody waits for: sub-workflows let go, error workflows. */
	async idle(): Promise<void> {
		while (this.#underWay.size > 0) await Promise.all(this.#underWay);
	}

	/** The executions of one workflow. */
	runsOf(file: string): Run[] {
		return this.runs.filter(({ workflow }) => workflow === file);
	}

	workflow(file: string): Bundled {
		return found(this.workflows, (workflow) => workflow.file === file, `workflow ${file}`);
	}

	/** What a workflow remembers between its runs. */
	staticData(file: string): IDataObject {
		return this.#staticData.get(this.workflow(file).id) ?? {};
	}

	async #execute(start: Start): Promise<Run> {
		return await this.#begin(start).ended;
	}

	/** What fails here is told by whoever waits for the run, `idle` at the latest. */
	#begin(start: Start): { run: Run; ended: Promise<Run> } {
		const { workflow, mode, parent } = start;
		const run = new Run(String((executions += 1)), workflow.file, mode, parent);
		this.runs.push(run);
		const ended = this.#carryOut(run, start).then(() => run);
		this.#underWay.add(ended);
		ended.then(
			() => this.#underWay.delete(ended),
			() => {},
		);
		return { run, ended };
	}

	async #carryOut(run: Run, { workflow, mode, execution, request }: Start): Promise<void> {
		const hooks = new ExecutionLifecycleHooks(mode, run.id, stored(workflow));
		hooks.addHandler('sendResponse', (response) => {
			run.answer = sentAnswer(response);
		});
		hooks.addHandler('workflowExecuteAfter', (_data, staticData) => {
			if (mode !== 'manual' && staticData !== undefined) this.#keep(workflow, staticData);
		});
		const additionalData = { ...this.#additionalData(workflow), ...request };
		Object.assign(additionalData, { hooks, executionId: run.id });
		const engine = new WorkflowExecute(additionalData, mode, execution);
		run.data = await engine.processRunExecutionData(this.#instance(workflow));
		this.coverage.add(run);
		if (run.failure !== null && mode !== 'manual') this.#startErrorWorkflow(run, workflow);
	}

	/**
	 * As n8n does for every execution that failed and was not started by hand; nobody waits for it. A
	 * workflow with an Error Trigger that names no other is told of its own failures.
	 */
	#startErrorWorkflow(run: Run, failed: Bundled): void {
		const { id, name, settings, nodes } = failed;
		const isOwn = nodes.some(({ type }) => type === ERROR_TRIGGER);
		const named = settings.errorWorkflow ?? (isOwn ? id : undefined);
		const workflow = this.workflows.find((other) => other.id === named);
		if (workflow === undefined || (run.mode === 'error' && workflow.id === id)) return;
		const { error, lastNodeExecuted } = run.data.data.resultData;
		const url = `${BASE_URL}/workflow/${id}/executions/${run.id}`;
		const json = {
			execution: { id: run.id, url, error, lastNodeExecuted, mode: run.mode },
			workflow: { id, name },
		} as unknown as IDataObject;
		const node = nodeOfType(workflow, ERROR_TRIGGER);
		const execution = startingAt(node, [[{ json }]]);
		this.#begin({ workflow, mode: 'error', execution, parent: run.id });
	}

	async #webhook(
		workflow: Bundled,
		node: INode,
		http: Required<Start>['request'],
	): Promise<IWebhookResponseData> {
		const type = nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
		const method = http.httpRequest?.method;
		const description = type.description.webhooks?.find(
			({ httpMethod, restartWebhook }) =>
				restartWebhook !== true && (httpMethod === method || String(httpMethod).startsWith('=')),
		);
		if (type.webhook === undefined || description === undefined) {
			throw new Error(`« ${node.name} » takes no ${method}`);
		}
		const instance = this.#instance(workflow);
		const additionalData = { ...this.#additionalData(workflow), ...http };
		const webhook = {
			httpMethod: description.httpMethod as 'POST',
			node: node.name,
			path: description.path,
			webhookDescription: description,
			workflowId: workflow.id,
			workflowExecuteAdditionalData: additionalData,
		};
		const context = new WebhookContext(
			instance,
			node,
			additionalData,
			'webhook',
			webhook,
			[],
			null,
		);
		const result = await instance.expression.withIsolate(
			async () => await webhookOf(type, context),
		);
		if (instance.staticData.__dataChanged === true) this.#keep(workflow, instance.staticData);
		return result ?? {};
	}

	#instance({ id, name, nodes, connections, settings }: Bundled): Workflow {
		return new Workflow({
			id,
			name,
			nodes: deepCopy(nodes),
			connections,
			active: true,
			nodeTypes,
			settings,
			staticData: deepCopy(this.#staticData.get(id) ?? {}),
		});
	}

	#keep({ id }: Bundled, staticData: IDataObject): void {
		this.#staticData.set(id, deepCopy(staticData));
	}

	#additionalData({ id, settings }: Bundled): IWorkflowExecuteAdditionalData {
		return {
			credentialsHelper: this.credentials,
			executeWorkflow: async (
				info: IExecuteWorkflowInfo,
				_additionalData: IWorkflowExecuteAdditionalData,
				options: ExecuteWorkflowOptions,
			) => await this.#executeSubWorkflow(info, options),
			getRunExecutionData: async (execution: string) =>
				this.runs.find((run) => run.id === execution)?.data.data,
			currentNodeExecutionIndex: 0,
			workflowId: id,
			workflowSettings: settings,
			'data-table': { dataTableProxyProvider: this.tables },
			variables: {},
			restApiUrl: `${BASE_URL}/rest`,
			instanceBaseUrl: `${BASE_URL}/`,
			formBaseUrl: `${BASE_URL}/form`,
			formWaitingBaseUrl: `${BASE_URL}/form-waiting`,
			formTestBaseUrl: `${BASE_URL}/form-test`,
			webhookBaseUrl: `${BASE_URL}/webhook`,
			webhookWaitingBaseUrl: `${BASE_URL}/webhook-waiting`,
			webhookTestBaseUrl: `${BASE_URL}/webhook-test`,
			setExecutionStatus: () => {},
			sendDataToUI: () => {},
		} as unknown as IWorkflowExecuteAdditionalData;
	}

	async #executeSubWorkflow(
		{ id }: IExecuteWorkflowInfo,
		options: ExecuteWorkflowOptions,
	): Promise<ExecuteWorkflowData> {
		const workflow = found(this.workflows, (other) => other.id === id, `workflow with id ${id}`);
		const node = nodeOfType(workflow, 'n8n-nodes-base.executeWorkflowTrigger');
		const execution = startingAt(node, [options.inputData ?? [{ json: {} }]]);
		const parent = options.parentExecution?.executionId;
		const { run, ended } = this.#begin({ workflow, mode: 'integrated', execution, parent });
		const executionId = run.id;
		if (options.doNotWaitToFinish) return { executionId, data: [null] };
		const { data } = await ended;
		const { error } = data.data.resultData;
		if (error !== undefined) throw asCaller(error, executionId, workflow.id);
		return { executionId, data: subWorkflowOutput(data), waitTill: data.waitTill };
	}
}

/** Pauses between attempts and in Wait nodes are shortened, nothing else. */
function hurried(workflow: Bundled): Bundled {
	const nodes = workflow.nodes.map((node) => ({
		...node,
		...(node.retryOnFail ? { waitBetweenTries: RETRY_PAUSE_MS } : {}),
		parameters:
			node.type === 'n8n-nodes-base.wait' && typeof node.parameters.amount === 'number'
				? { ...node.parameters, amount: 0 }
				: node.parameters,
	}));
	return { ...workflow, nodes };
}

/** n8n has two kinds of nodes: the newer ones take the context as an argument, the others as `this`. */
async function webhookOf(
	type: INodeType,
	context: WebhookContext,
): Promise<IWebhookResponseData | undefined> {
	if (isNodeClassInstance(type)) return await type.webhook?.(context);
	return await type.webhook?.call(context);
}

function startingAt(node: INode, main: INodeExecutionData[][]): IRunExecutionData {
	const start = { node: deepCopy(node), data: { main }, source: null };
	return createRunExecutionData({ executionData: { nodeExecutionStack: [start] } });
}

/** Output of the last node, of all its runs. */
function subWorkflowOutput({ data }: IRun): ExecuteWorkflowData['data'] {
	const { lastNodeExecuted = '', runData } = data.resultData;
	return mergeRunsPerBranch(runData[lastNodeExecuted] ?? []);
}

function asCaller(error: ExecutionError, executionId: string, workflowId: string): Error {
	return Object.assign(error, { executionId, workflowId });
}

function sentAnswer(response: IExecuteResponsePromiseData): Answer {
	const { body, headers, statusCode } = response as IN8nHttpFullResponse;
	return answerOf(statusCode ?? 200, headers ?? {}, body);
}

function stored({ id, name, nodes, connections, settings }: Bundled): IWorkflowBase {
	const now = new Date();
	return {
		id,
		name,
		nodes,
		connections,
		settings,
		active: true,
		isArchived: false,
		activeVersionId: 'published',
		createdAt: now,
		updatedAt: now,
	};
}

function nodeNamed({ nodes, file }: Bundled, name: string): INode {
	return found(nodes, (node) => node.name === name, `node « ${name} » in ${file}`);
}

function nodeOfType({ nodes, file }: Bundled, type: string): INode {
	return found(nodes, (node) => node.type === type, `${type} in ${file}`);
}

function found<T>(list: readonly T[], is: (one: T) => boolean, what: string): T {
	const one = list.find(is);
	if (one === undefined) throw new Error(`There is no ${what}`);
	return one;
}
