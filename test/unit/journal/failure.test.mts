import fc from 'fast-check';
import { failureMessage, failureOf } from '../../../nodes/shared/journal/failure';

describe('an error of n8n', () => {
	test.each<[string, unknown, string]>([
		['that is a text', 'Timeout', 'Timeout'],
		['that is an object with a message', { message: 'Timeout' }, 'Timeout'],
		['that is an error', new Error('Timeout'), 'Timeout'],
		['of several lines', 'one\ntwo', 'one\ntwo'],
		['that is empty', { message: '  ' }, 'Erreur inconnue'],
		['that is nothing', undefined, 'Erreur inconnue'],
		['that is of another kind', 7, 'Erreur inconnue'],
	])('%s is told in words', (_name, error, told) => {
		expect(failureMessage(error)).toBe(told);
	});

	test('is cut where nobody would read on', () => {
		expect(failureMessage('x'.repeat(3000))).toHaveLength(3000);
		expect(failureMessage('x'.repeat(3001))).toMatch(/^x{2999}…$/);
	});
});

describe('a failure of a workflow', () => {
	test.each([
		['a number', 12],
		['a text', ' 12 '],
	])('whose execution n8n names by %s has the key of that execution', (_name, id) => {
		expect(failureOf({ execution: { id } }, '13')).toMatchObject({
			...{ key: 'erreur-12', executionId: '12' },
		});
	});

	test.each<[string, unknown]>([
		['nothing', undefined],
		['nothing of use', { workflow: { id: 7, name: ' ' }, execution: [], trigger: 'x' }],
	])('of which n8n tells %s is told all the same', (_name, item) => {
		expect(failureOf(item, '13')).toEqual({
			...{ key: 'erreur-13', workflowId: '-', workflowName: '-', node: null },
			...{ message: 'Erreur inconnue', executionId: null, executionUrl: null },
		});
	});

	test('tells the error of the execution before that of the trigger', () => {
		const item = { execution: { error: 'one' }, trigger: { error: 'two' } };
		expect(failureOf(item, '13').message).toBe('one');
	});

	test('links to nothing but a page', () => {
		const execution = { id: 1, url: 'javascript:alert(1)' };
		expect(failureOf({ execution }, '13').executionUrl).toBeNull();
	});

	const workflow = { id: 'ArchiMeubleRdv01', name: 'ArchiMeuble – Rendez-vous' };

	test('of a node is told with node, message and execution', () => {
		const execution = {
			id: 12,
			url: 'http://localhost:5678/workflow/ArchiMeubleRdv01/executions/12',
			lastNodeExecuted: 'Qui traite ?',
			error: Object.assign(new Error('The item holds no appointment event'), { node: {} }),
		};
		expect(failureOf({ workflow, execution }, '13')).toEqual({
			key: 'erreur-12',
			workflowId: 'ArchiMeubleRdv01',
			workflowName: 'ArchiMeuble – Rendez-vous',
			node: 'Qui traite ?',
			message: 'The item holds no appointment event',
			executionId: '12',
			executionUrl: 'http://localhost:5678/workflow/ArchiMeubleRdv01/executions/12',
		});
	});

	test('of a trigger has no execution of its own', () => {
		const trigger = { error: { message: 'No credential' } };
		expect(failureOf({ workflow, trigger }, '13')).toMatchObject({
			key: 'erreur-13',
			message: 'No credential',
			node: null,
			executionId: null,
			executionUrl: null,
		});
	});

	test('is described whatever n8n hands over, in bounded text', () => {
		fc.assert(
			fc.property(fc.anything(), (item) => {
				expect(failureOf(item, '13').workflowId).not.toBe('');
			}),
		);
		const execution = { error: { message: 'x'.repeat(5000) } };
		expect(failureOf({ execution }, '13').message).toHaveLength(3000);
	});
});
