import {
	NodeOperationError,
	type ICredentialsDisplayOptions,
	type IExecuteFunctions,
	type INodeExecutionData,
	type INodeProperties,
} from 'n8n-workflow';
import type { Credential, Operation } from './operation';
import { text } from './parameters';

type Operations = readonly Operation[];

/**
 * Resource, Operation and the fields of all operations. The first operation is what a new node is
 * set to, the first one of each resource what choosing that resource sets.
 */
export function propertiesOf(operations: Operations): INodeProperties[] {
	const [{ resource: initial }] = operations;
	const resources = distinct(operations.map(({ resource }) => resource));
	return [
		{
			displayName: 'Resource',
			name: 'resource',
			type: 'options',
			noDataExpression: true,
			default: initial,
			options: resources.map(resourceOption).sort(byName),
		},
		...resources.map((resource) =>
			operationProperty(operations.filter((operation) => operation.resource === resource)),
		),
		...fieldsOf(operations),
	];
}

/** Shows a credential for the operations that need it. */
export function shownWhereNeeded(
	operations: Operations,
	credential: Credential,
): ICredentialsDisplayOptions {
	return shownFor(operations.filter(({ needs = [] }) => needs.includes(credential)));
}

/** @throws NodeOperationError when the node holds an operation that does not exist, or must not run */
export async function runOperation(
	functions: IExecuteFunctions,
	operations: Operations,
): Promise<INodeExecutionData[][]> {
	const resource = text(functions, 'resource');
	const value = text(functions, 'operation');
	const chosen = operations.find((one) => one.resource === resource && one.value === value);
	if (chosen === undefined) {
		throw new NodeOperationError(
			functions.getNode(),
			`"${value}" of "${resource}" does not exist`,
			{ description: 'Choose a resource and one of its operations again.' },
		);
	}
	if (chosen.isDestructive === true) requireAllowance(functions, chosen);
	const items = functions.getInputData();
	const output = chosen.execute.call(functions, items);
	if (!functions.continueOnFail()) return [await output];
	const failed = (error: unknown) => items.map((_item, item) => failedItem(error, item));
	return [await output.catch(failed)];
}

/** Of a node that throws n8n takes the input for the output, and goes on as if nothing had happened. */
function failedItem(error: unknown, item: number): INodeExecutionData {
	const message = error instanceof Error ? error.message : String(error);
	return { json: { error: message }, pairedItem: { item } };
}

const ALLOW_CHANGES: INodeProperties = {
	displayName: 'Allow Changes',
	name: 'allowChanges',
	type: 'boolean',
	noDataExpression: true,
	default: false,
	description:
		'Whether this node may change what stands in Calendly or in this n8n. Only a person can switch it on, no expression and no AI agent.',
};

/** Read as it stands in the node: an expression, which an agent could fill in, is not a yes. */
function requireAllowance(functions: IExecuteFunctions, { name }: Operation): void {
	const node = functions.getNode();
	if (node.parameters[ALLOW_CHANGES.name] === true) return;
	throw new NodeOperationError(
		node,
		`"${name}" changes what stands elsewhere, and this node may not`,
		{
			description: `Switch on "${ALLOW_CHANGES.displayName}" in the node if that is what you want.`,
		},
	);
}

function resourceOption(value: string) {
	return { name: value.charAt(0).toUpperCase() + value.slice(1), value };
}

function byName(a: { name: string }, b: { name: string }): number {
	return a.name.localeCompare(b.name);
}

function operationProperty(operations: Operations): INodeProperties {
	const [{ resource, value: initial }] = operations;
	return {
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		displayOptions: { show: { resource: [resource] } },
		default: initial,
		options: operations
			.map(({ name, value, action, description }) => ({ name, value, action, description }))
			.sort(byName),
	};
}

/**
 * Fields that operations have alike become one. n8n resolves every property of every node twice each
 * time a webhook is called, whatever is shown, so each one costs.
 */
function fieldsOf(operations: Operations): INodeProperties[] {
	const users = new Map<string, { field: INodeProperties; operations: Operation[] }>();
	const orders = operations.map((operation) => {
		const { isDestructive = false, properties } = operation;
		const fields = isDestructive ? [ALLOW_CHANGES, ...properties] : properties;
		return fields.map((field) => {
			const key = JSON.stringify(field);
			const known = users.get(key)?.operations ?? [];
			users.set(key, { field, operations: [...known, operation] });
			return key;
		});
	});
	return commonOrder(orders).flatMap((key) => {
		const user = users.get(key);
		return user === undefined ? [] : [shownField(user.field, user.operations)];
	});
}

function shownField(field: INodeProperties, operations: Operations): INodeProperties {
	const own = field.displayOptions ?? {};
	const { show } = shownFor(operations);
	return { ...field, displayOptions: { ...own, show: { ...show, ...own.show } } };
}

/** No two operations of a node have the same value, so this fits no other pair of both. */
function shownFor(operations: Operations): ICredentialsDisplayOptions {
	return {
		show: {
			resource: distinct(operations.map(({ resource }) => resource)).sort(),
			operation: operations.map(({ value }) => value).sort(),
		},
	};
}

function distinct(values: string[]): string[] {
	return [...new Set(values)];
}

/** One list out of many: what stands before something in any of them stands before it here. */
function commonOrder(lists: string[][]): string[] {
	const order: string[] = [];
	let rest = lists.filter((list) => list.length > 0);
	while (rest.length > 0) {
		const heads = rest.map(([head]) => head);
		const isFree = (key: string) => rest.every((list) => list.indexOf(key) <= 0);
		const next = heads.find(isFree) ?? heads[0];
		order.push(next);
		rest = rest
			.map((list) => list.filter((key) => key !== next))
			.filter(({ length }) => length > 0);
	}
	return order;
}
