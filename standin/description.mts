import addFormats from 'ajv-formats';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { parseJson } from '../nodes/shared/text/json.ts';
import { PROJECT_FOLDER } from '../scripts/lib/project.mts';
import { invalidArgument, type Detail } from './errors.mts';

export type SubscriptionScope = 'organization' | 'user' | 'group';

export interface Parameter {
	name: string;
	in: 'query' | 'path';
	required?: boolean;
	schema: object;
}

export interface Operation {
	operationId: string;
	'x-required-scopes': string[];
	'x-one-of-parameters'?: string[];
	parameters?: Array<Parameter | { $ref: string }>;
	requestBody?: { required: boolean };
	responses: Record<string, { content?: object } | { $ref: string }>;
}

export interface WebhookEventRules {
	/** Scopes a subscription to the event may have. */
	scopes: SubscriptionScope[];
	/** Scope the token needs besides `webhooks:write`. */
	read: string;
	/** Whether the feature behind the event needs a paid plan. */
	paidPlan?: boolean;
}

export interface Description {
	openapi: string;
	paths: Record<string, Partial<Record<'get' | 'post' | 'delete', Operation>>>;
	'x-webhook-events': Record<string, WebhookEventRules>;
	components: { parameters: Record<string, Parameter>; schemas: Record<string, object> };
}

/** Where an operation is in the description and what the path of a request says. */
export interface Route {
	operation: Operation;
	/** JSON pointer of the operation. */
	pointer: string;
	path: Record<string, string>;
}

export const DESCRIPTION_FILE = join(PROJECT_FOLDER, 'standin/calendly.openapi.yaml');

/** The one description of what the stand-in speaks. */
export const description = parse(readFileSync(DESCRIPTION_FILE, 'utf8'), {
	merge: true,
}) as Description;

const ROOT = 'calendly';

/** `coerceTypes`: what is in a query is always text. */
const options = { strict: false, allErrors: true } as const;
const bodies = withFormats(new Ajv2020(options));
const queries = withFormats(new Ajv2020({ ...options, coerceTypes: true }));

const ROUTES = Object.entries(description.paths).flatMap(([template, methods]) =>
	Object.entries(methods).map(([method, operation]) => ({
		method: method.toUpperCase(),
		pattern: patternOf(template),
		operation,
		pointer: `#/paths/${escapePointer(template)}/${method}`,
	})),
);

export const OPERATION_IDS = ROUTES.map(({ operation }) => operation.operationId);

export function routeFor(method: string, path: string): Route | null {
	for (const { pattern, ...route } of ROUTES) {
		const match = route.method === method ? pattern.exec(path) : null;
		if (match === null) continue;
		const { operation, pointer } = route;
		return { operation, pointer, path: { ...match.groups } };
	}
	return null;
}

/**
 * The query with its values in their types and its defaults.
 * @throws ApiError naming every parameter that is wrong
 */
export function readQuery({ operation }: Route, search: URLSearchParams): Record<string, unknown> {
	const query: Record<string, unknown> = Object.fromEntries(search);
	const parameters = parametersOf(operation).filter((parameter) => parameter.in === 'query');
	const schema = {
		type: 'object',
		required: parameters.filter(({ required }) => required).map(({ name }) => name),
		properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, absolute(schema)])),
	};
	const validate = compiled(queries, `query ${operation.operationId}`, schema);
	if (!validate(query)) throw invalidArgument(...detailsOf(validate.errors));
	const oneOf = operation['x-one-of-parameters'] ?? [];
	if (oneOf.length > 0 && !oneOf.some((name) => name in query)) {
		throw invalidArgument({
			parameter: oneOf[0],
			message: `one of ${oneOf.join(', ')} is missing`,
		});
	}
	const known = parameters.map(({ name }) => name);
	return Object.fromEntries(Object.entries(query).filter(([name]) => known.includes(name)));
}

/**
 * The body of a request, parsed.
 * @throws ApiError naming every property that is wrong
 */
export function readBody({ operation, pointer }: Route, text: string): Record<string, unknown> {
	if (operation.requestBody === undefined) return {};
	if (text === '' && !operation.requestBody.required) return {};
	const body = parseJson(text);
	const schema = `${pointer}/requestBody/content/application~1json/schema`;
	const validate = compiled(bodies, schema, { $ref: `${ROOT}${schema}` });
	if (!validate(body)) throw invalidArgument(...detailsOf(validate.errors));
	return body as Record<string, unknown>;
}

/** What is wrong with an answer of the stand-in itself; null when it is as described. */
export function flawInAnswer(route: Route | null, status: number, body: unknown): string | null {
	const described = route?.operation.responses[String(status)];
	if (described === undefined || status >= 400) {
		return status >= 400 ? flaw('#/components/schemas/Error', body) : `status ${status}`;
	}
	if (!('content' in described)) return body === undefined ? null : 'a body where none belongs';
	return flaw(`${route?.pointer}/responses/${status}/content/application~1json/schema`, body);
}

/** What is wrong with a delivery; null when it is as described. */
export function flawInDelivery(delivery: unknown): string | null {
	return flaw('#/components/schemas/WebhookDelivery', delivery);
}

export function rulesOf(event: string): WebhookEventRules {
	return description['x-webhook-events'][event];
}

function flaw(pointer: string, value: unknown): string | null {
	const validate = compiled(bodies, pointer, { $ref: `${ROOT}${pointer}` });
	return validate(value) ? null : bodies.errorsText(validate.errors, { dataVar: 'answer' });
}

const validators = new Map<string, ValidateFunction>();

function compiled(ajv: Ajv2020, key: string, schema: object): ValidateFunction {
	const validate = validators.get(key) ?? ajv.compile(schema);
	validators.set(key, validate);
	return validate;
}

function withFormats(ajv: Ajv2020): Ajv2020 {
	addFormats(ajv);
	return ajv.addSchema(description, ROOT);
}

function parametersOf({ parameters = [] }: Operation): Parameter[] {
	return parameters.map((parameter) => {
		if (!('$ref' in parameter)) return parameter;
		return description.components.parameters[parameter.$ref.split('/').at(-1) as string];
	});
}

/** A schema taken out of the description: its references are read from the description's root. */
function absolute(schema: object): object {
	return '$ref' in schema ? { $ref: `${ROOT}${String(schema.$ref)}` } : schema;
}

function detailsOf(errors: ErrorObject[] | null | undefined): Detail[] {
	return (errors ?? []).map(({ instancePath, params, message = 'is invalid' }) => {
		if ('missingProperty' in params) {
			return { parameter: String(params.missingProperty), message: 'is missing' };
		}
		const [, parameter] = instancePath.split('/');
		return parameter === undefined ? { message } : { parameter, message };
	});
}

function patternOf(template: string): RegExp {
	return new RegExp(`^${template.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
}

function escapePointer(template: string): string {
	return template
		.replace(/~/g, '~0')
		.replace(/\//g, '~1')
		.replace(/\{/g, '%7B')
		.replace(/\}/g, '%7D');
}
