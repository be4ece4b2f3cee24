import {
	differingNodes,
	fingerprintOf,
	placeParametersOf,
} from '../../../nodes/shared/setup/content';
import type { ShippedWorkflow } from '../../../nodes/shared/setup/workflow';
import { aCall, aReading, aStep, aWorkflow } from './fixtures.mts';

const FLUX = 'n8n-nodes-calendly-archimeuble.archiMeubleFlux';
const byName = { __rl: true, mode: 'name', value: 'journal' };
const SETTINGS = {
	...{ callerPolicy: 'any', errorWorkflow: 'e', executionOrder: 'v1', executionTimeout: 60 },
	...{ saveDataErrorExecution: 'all', saveDataSuccessExecution: 'none' },
	...{ saveExecutionProgress: true, saveManualExecutions: true, timezone: 'Europe/Paris' },
};
const FLAGS = {
	...{ disabled: true, executeOnce: true, alwaysOutputData: true, retryOnFail: true },
	...{ maxTries: 3, waitBetweenTries: 1000, onError: 'continueRegularOutput' },
};

/** A workflow that has one of everything. */
const whole = (): any =>
	aWorkflow(
		'a',
		[
			aStep('Réglages', FLUX, { resource: 'setting', defaults: { fichier_log: '/a.log' } }, FLAGS),
			aReading({ ...byName }),
			aCall('b'),
		],
		{
			settings: { ...SETTINGS },
			connections: {
				Réglages: { main: [[{ node: 'Lire', type: 'main', index: 0 }]] },
				Lire: { main: [null, [{ node: 'Appel', type: 'main', index: 0 }]] },
			},
		},
	);
const changed = (change: (workflow: any) => void): ShippedWorkflow => {
	const workflow = whole();
	change(workflow);
	return workflow;
};

test('a fingerprint is sixteen hexadecimal digits', () => {
	expect(fingerprintOf(whole())).toMatch(/^[0-9a-f]{16}$/);
});

describe('it is nobody’s change', () => {
	test.each<[string, (workflow: any) => void]>([
		['where a node stands', ({ nodes }) => (nodes[0].position = [9, 9])],
		['which number a node has', ({ nodes }) => (nodes[0].id = 'other')],
		['which credential a node uses', ({ nodes }) => (nodes[0].credentials = { smtp: { id: 'x' } })],
		[
			'which order keys are written in',
			(one) => {
				const reversed = (value: any): any => {
					if (typeof value !== 'object' || value === null) return value;
					if (Array.isArray(value)) return value.map(reversed);
					const entries = Object.entries(value).toReversed();
					return Object.fromEntries(entries.map(([key, held]) => [key, reversed(held)]));
				};
				Object.assign(one, reversed(one));
			},
		],
		['which order nodes are listed in', ({ nodes }) => nodes.reverse()],
		['that a flag is off instead of missing', ({ nodes }) => (nodes[1].disabled = false)],
		['that a node that leads nowhere is listed', (one) => (one.connections.Appel = { main: [[]] })],
		['that it is listed without a branch', (one) => (one.connections.Appel = { main: [null] })],
		['that it is listed without anything', (one) => (one.connections.Appel = {})],
		['how n8n keeps files', ({ settings }) => (settings.binaryMode = 'separate')],
		['what the workflow is called', (one) => (one.name = 'Autre')],
		[
			'what the editor shows of a called workflow',
			({ nodes }) => (nodes[2].parameters.workflowId.cachedResultName = 'Flux b'),
		],
		['where the log lies', ({ nodes }) => (nodes[0].parameters.defaults = { fichier_log: '/b' })],
		[
			'which number a table has',
			({ nodes }) => {
				const reference = { __rl: true, mode: 'list', value: '7', cachedResultName: 'journal' };
				nodes[1].parameters.dataTableId = reference;
			},
		],
	])('%s', (_name, change) => {
		expect(fingerprintOf(changed(change))).toBe(fingerprintOf(whole()));
		expect(differingNodes(whole(), changed(change))).toEqual([]);
	});

	test('which number a called workflow has, or the one that is told of errors', () => {
		const here = changed(({ nodes, settings }) => {
			nodes[2].parameters.workflowId.value = 'b-here';
			settings.errorWorkflow = 'e-here';
		});
		const shippedIdOf = (id: string) => id.replace('-here', '');
		expect(fingerprintOf(here, shippedIdOf)).toBe(fingerprintOf(whole()));
		expect(differingNodes(whole(), here, shippedIdOf)).toEqual([]);
		expect(fingerprintOf(here)).not.toBe(fingerprintOf(whole()));
		expect(differingNodes(whole(), here)).toEqual(['Appel']);
	});
});

describe('it is a change', () => {
	test.each(Object.keys(SETTINGS))('that %s is not set any more', (name) => {
		expect(fingerprintOf(changed(({ settings }) => delete settings[name]))).not.toBe(
			fingerprintOf(whole()),
		);
	});

	test.each(Object.keys(FLAGS))('that %s of a node is not set any more', (name) => {
		const other = changed(({ nodes }) => delete nodes[0][name]);
		expect(fingerprintOf(other)).not.toBe(fingerprintOf(whole()));
		expect(differingNodes(whole(), other)).toEqual(['Réglages']);
	});

	test.each<[string, (workflow: any) => void, string[]]>([
		['that a node is of another version', ({ nodes }) => (nodes[1].typeVersion = 2), ['Lire']],
		['that a node is of another type', ({ nodes }) => (nodes[1].type = 'x'), ['Lire']],
		['what a node is told', ({ nodes }) => (nodes[0].parameters.resource = 'x'), ['Réglages']],
		['which table is read', ({ nodes }) => (nodes[1].parameters.dataTableId.value = 'x'), ['Lire']],
		[
			'how a workflow is named',
			({ nodes }) => (nodes[2].parameters.workflowId.mode = 'url'),
			['Appel'],
		],
		['that it waits for nobody', ({ nodes }) => (nodes[2].parameters.options = {}), ['Appel']],
		['that a node is gone', ({ nodes }) => nodes.pop(), ['Appel']],
		['that there is another', ({ nodes }) => nodes.push(aStep('A', 'x')), ['A']],
		['that one is called otherwise', ({ nodes }) => (nodes[1].name = 'Z'), ['Lire', 'Z']],
		['that a connection is gone', ({ connections }) => delete connections.Lire, []],
		['that another output leads there', ({ connections }) => connections.Lire.main.reverse(), []],
		[
			'where defaults are not those of a place',
			({ nodes }) => (nodes[1].parameters.defaults = { a: 1 }),
			['Lire'],
		],
	])('%s', (_name, change, names) => {
		expect(fingerprintOf(changed(change))).not.toBe(fingerprintOf(whole()));
		expect(differingNodes(whole(), changed(change))).toEqual(names);
	});

	test('told with the names of all nodes it is in, in order', () => {
		const other = changed(({ nodes }) => {
			for (const node of nodes) node.typeVersion = 9;
		});
		expect(differingNodes(whole(), other)).toEqual(['Appel', 'Lire', 'Réglages']);
	});
});

test('of a place a node holds where its log lies, and only a node of the flow', () => {
	const parameters = { resource: 'setting', defaults: { fichier_log: '/a.log' } };
	expect(placeParametersOf(aStep('x', FLUX, parameters))).toEqual({
		defaults: { fichier_log: '/a.log' },
	});
	expect(placeParametersOf(aStep('x', FLUX))).toStrictEqual({});
	expect(placeParametersOf(aStep('x', `${FLUX}2`, parameters))).toEqual({});
	expect(placeParametersOf(aStep('x', 'archiMeubleFlux', parameters))).toEqual({});
});
