import type { INodeProperties, INodePropertyOptions, INodeTypeDescription } from 'n8n-workflow';
import type { Credential, Operation } from '../../nodes/adapters/operation.ts';

/** A node as the page needs it; without operations its fields are those of its description. */
export interface DescribedNode {
	description: INodeTypeDescription;
	operations?: readonly Operation[];
}

/** Which of a node's credential types an operation means. */
const CREDENTIAL_TYPES: Record<Credential, string> = {
	token: 'calendlyAccessTokenApi',
	signing: 'calendlySigningSecretApi',
	n8n: 'archiMeubleN8nApi',
};

/** Markdown about every node, operation and field, in the words n8n's editor shows. */
export function nodesPage(nodes: readonly DescribedNode[]): string {
	return nodes.map(nodeSection).join('\n\n');
}

function nodeSection({ description, operations }: DescribedNode): string {
	const { displayName, description: about, properties } = description;
	const head = [`## ${displayName}`, sentence(about)];
	if (operations === undefined) {
		return [...head, needs(description), fieldTable(properties)].join('\n\n');
	}
	const resources = [...new Set(operations.map(({ resource }) => resource))].sort();
	const sections = resources.flatMap((resource) => [
		`### ${displayName}: ${capital(resource)}`,
		...operations
			.filter((operation) => operation.resource === resource)
			.map((operation) => operationSection(operation, description)),
	]);
	return [...head, ...sections].join('\n\n');
}

function operationSection(operation: Operation, node: INodeTypeDescription): string {
	const { resource, name, description, needs: wanted = [], isDestructive, properties } = operation;
	const types = wanted.map((credential) => CREDENTIAL_TYPES[credential]);
	const parts = [
		`#### ${capital(resource)}: ${name}`,
		sentence(description),
		needs(node, types),
		isDestructive === true ? 'Runs only where **Allow Changes** is on.' : '',
		fieldTable(properties),
	];
	return parts.filter((part) => part !== '').join('\n\n');
}

/** The credentials of a node, or those of the types that are asked for. */
function needs({ credentials = [] }: INodeTypeDescription, types?: readonly string[]): string {
	const named = credentials
		.filter(({ name }) => types?.includes(name) ?? true)
		.map(({ displayName, name }) => bold(displayName ?? name));
	return named.length === 0 ? '' : `Credentials: ${named.join(', ')}.`;
}

function fieldTable(fields: readonly INodeProperties[]): string {
	const rows = fields.flatMap((field) => fieldRows(field, fields));
	if (rows.length === 0) return '';
	const lines = rows.map((row) => `| ${row.map(inCell).join(' | ')} |`);
	return ['| field | default | what it is |', '| --- | --- | --- |', ...lines].join('\n');
}

/** The row of a field, and those of the fields in it. */
function fieldRows(
	field: INodeProperties,
	siblings: readonly INodeProperties[],
	within = '',
): string[][] {
	const { displayName, type, options = [] } = field;
	if (type === 'notice' || type === 'hidden') return [];
	const name = `${within}${displayName}`;
	const row = [bold(name), defaultOf(field), aboutField(field, siblings)];
	if (type !== 'collection') return [row];
	const inner = options as INodeProperties[];
	return [row, ...inner.flatMap((one) => fieldRows(one, siblings, `${name} → `))];
}

function defaultOf({ default: initial, type, options = [] }: INodeProperties): string {
	if (type === 'collection') return '';
	const values = (Array.isArray(initial) ? initial : [initial]) as unknown[];
	const shown = values.map((value) => {
		const option = choices(options).find((one) => one.value === value);
		return option === undefined ? asCode(value) : bold(option.name);
	});
	return shown.join(', ');
}

function aboutField(field: INodeProperties, siblings: readonly INodeProperties[]): string {
	const { description = '', type, options = [], displayOptions } = field;
	const listed = type === 'options' || type === 'multiOptions' ? choices(options) : [];
	const parts = [
		sentence(description),
		...listed.map(({ name, description: about = '' }) =>
			about === '' ? `${bold(name)}.` : `${bold(name)}: ${sentence(about)}`,
		),
		condition(displayOptions?.show ?? {}, siblings),
	];
	return parts.filter((part) => part !== '').join(' ');
}

/** When a field is shown, in the words of the fields that decide it. */
function condition(show: Record<string, unknown>, siblings: readonly INodeProperties[]): string {
	const clauses = Object.entries(show).map(([key, values]) => {
		const decider = siblings.find(({ name }) => name === key.replace(/^\//, ''));
		const named = (values as unknown[]).map((value) => {
			const option = choices(decider?.options ?? []).find((one) => one.value === value);
			return option === undefined ? asCode(value) : bold(option.name);
		});
		return `${bold(decider?.displayName ?? key)} is ${named.join(' or ')}`;
	});
	return clauses.length === 0 ? '' : `Only where ${clauses.join(' and ')}.`;
}

/** What a dropdown offers; other kinds of options have no value. */
function choices(options: NonNullable<INodeProperties['options']>): INodePropertyOptions[] {
	return options.filter((option): option is INodePropertyOptions => 'value' in option);
}

function asCode(value: unknown): string {
	return value === '' || value === undefined ? '' : `\`${String(value)}\``;
}

/** With its full stop, with links as Markdown has them, and nothing else taken for Markdown. */
function sentence(text: string): string {
	const markdown = text
		.replace(/\s+/g, ' ')
		.replace(/<a href="([^"]+)">([^<]+)<\/a>|[*_<\\]/g, (found, url?: string, words?: string) =>
			url === undefined ? `\\${found}` : `[${words}](${url})`,
		);
	return markdown === '' || /[.!?]$/.test(markdown) ? markdown : `${markdown}.`;
}

/** What the editor calls something. Prettier mistakes `_` beside words that hold one. */
function bold(name: string): string {
	return `**${name}**`;
}

function inCell(text: string): string {
	return text.replace(/\|/g, '\\|');
}

function capital(word: string): string {
	return word.charAt(0).toUpperCase() + word.slice(1);
}
