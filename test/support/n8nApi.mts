import type { N8nRequest, N8nTransport } from '../../nodes/shared/setup/n8nApi';
import { NOTHING_FILLED as NOTHING, type FirstValues } from '../../nodes/shared/setup/credentials';
import type { InstalledWorkflow } from '../../nodes/shared/setup/plan';

interface Credential {
	id: string;
	name: string;
	type: string;
}
interface Table {
	id: string;
	name: string;
	columns: Array<{ name: string; type: string }>;
}

/** What a person fills in who fills in nothing. */
export const NOTHING_FILLED: FirstValues = {
	...NOTHING,
	inventedSecret: 'an-invented-secret-of-good-length',
};

/**
 * What n8n's public API does with what an installer asks of it, in memory: it gives ids of its own, knows
 * which names are taken, and refuses to publish a workflow before those it calls.
 */
export class FakeN8nApi {
	readonly credentials: Credential[] = [];
	readonly tables: Table[] = [];
	readonly workflows: InstalledWorkflow[] = [];
	readonly requests: N8nRequest[] = [];
	/** What it says it can do; null for an n8n that does not say. */
	discovery: unknown = {
		scopes: ['workflow:activate'],
		resources: {
			workflow: {
				endpoints: [{ method: 'POST', path: '/api/v1/workflows/{workflowId}/publish' }],
			},
		},
	};
	/** Whether the token for Calendly is filled in. */
	hasToken = false;
	/**
	 * Answers instead, where it gives something: a status and a body, or `null` for no answer at all;
	 * `isDone` where n8n did what it was asked, and only its answer was lost.
	 */
	fault: (
		request: N8nRequest,
		count: number,
	) => { status: number; body: unknown; isDone?: boolean } | null | undefined = () => undefined;
	#ids = 0;

	readonly transport: N8nTransport = async (request) => {
		this.requests.push(request);
		const fault = this.fault(request, this.requests.length);
		if (fault === null) throw new Error('connect ECONNREFUSED with the key in it');
		if (fault?.isDone) this.#answer(structuredClone(request));
		if (fault !== undefined) return fault;
		return structuredClone(this.#answer(structuredClone(request)));
	};

	/** Requests that changed something. */
	get changes(): string[] {
		return this.requests
			.filter(({ method, path }) => method !== 'GET' && !path.endsWith('/test'))
			.map(({ method, path }) => `${method} ${path}`);
	}

	named(name: string): InstalledWorkflow {
		return this.workflows.find((workflow) => workflow.name === name)!;
	}

	#answer({ method, path, body }: N8nRequest): { status: number; body: unknown } {
		const ok = (given: unknown) => ({ status: 200, body: given });
		const page = (data: unknown[]) => ok({ data, nextCursor: null });
		const given = body as any;
		const [, kind, id, action] = path.split('/');
		if (kind === 'discover') {
			return this.discovery === null
				? { status: 404, body: { message: 'not found' } }
				: ok({ data: this.discovery });
		}
		if (kind === 'credentials') {
			if (method === 'GET') return page(this.credentials);
			if (action === 'test') return ok({ status: this.hasToken ? 'OK' : 'Error', message: '' });
			const credential = { id: given.id ?? this.#id(), name: given.name, type: given.type };
			this.credentials.push(credential);
			return ok(credential);
		}
		if (kind === 'data-tables') {
			if (method === 'GET') return page(this.tables);
			if (method === 'DELETE') return this.#removed(this.tables, id);
			if (action === 'columns') {
				const table = this.tables.find((one) => one.id === id)!;
				if (table.columns.some(({ name }) => name === given.name)) return taken();
				table.columns.push(given);
				return ok(given);
			}
			if (this.tables.some(({ name }) => name === given.name)) return taken();
			this.tables.push({ id: this.#id(), name: given.name, columns: given.columns });
			return ok({});
		}
		if (method === 'GET' && id === undefined) {
			return page(this.workflows.map((workflow) => ({ ...workflow, description: undefined })));
		}
		if (id === undefined) {
			if ('description' in given) {
				return { status: 400, body: { message: "Unrecognized key(s) in object: 'description'" } };
			}
			const workflow = { ...given, id: this.#id(), active: false, isArchived: false };
			this.workflows.push(workflow);
			return ok(workflow);
		}
		const workflow = this.workflows.find((one) => one.id === id)!;
		if (method === 'GET') return ok(workflow);
		if (method === 'DELETE') return this.#removed(this.workflows, id);
		if (action === 'unpublish') {
			workflow.active = false;
			return ok(workflow);
		}
		if (action === 'publish') return this.#publish(workflow);
		Object.assign(workflow, given);
		return ok(workflow);
	}

	#removed(list: Array<{ id: string }>, id: string): { status: number; body: unknown } {
		const index = list.findIndex((one) => one.id === id);
		if (index === -1) return { status: 404, body: { message: 'Not Found' } };
		list.splice(index, 1);
		return { status: 200, body: {} };
	}

	#publish(workflow: InstalledWorkflow): { status: number; body: unknown } {
		const called = workflow.nodes
			.filter(({ type }) => type.endsWith('.executeWorkflow'))
			.map(({ parameters }) => (parameters.workflowId as { value: string }).value)
			.filter((id) => id !== workflow.id);
		const dead = called.filter((id) => !this.workflows.some((one) => one.id === id && one.active));
		if (dead.length > 0) {
			return { status: 400, body: { message: `references workflow ${dead[0]}, not published` } };
		}
		workflow.active = true;
		return { status: 200, body: workflow };
	}

	#id(): string {
		this.#ids += 1;
		return `id-${this.#ids}`;
	}
}

function taken(): { status: number; body: unknown } {
	return { status: 409, body: { message: 'already exists' } };
}
