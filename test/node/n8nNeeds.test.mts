import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { OLDEST_N8N } from '../../nodes/shared/setup/version';
import { assertN8nUsable } from '../../scripts/lib/n8nNeeds.mts';
import { shippedWorkflows } from '../../scripts/lib/workflowFiles.mts';

const root = join(__dirname, '../..');
const [major, minor] = OLDEST_N8N.split('.').map(Number);

test.each([OLDEST_N8N, `${major}.${minor + 1}.0`, `${major + 1}.0.0`, `${major + 1}.0.0-beta.1`])(
	'npm start and the container run on n8n %s',
	(version) => {
		expect(() => assertN8nUsable(version)).not.toThrow();
	},
);

test.each(['1.123.4', '2.0.0', `${major}.${minor - 1}.9`])(
	'npm start and the container refuse n8n %s in one sentence that names what is needed',
	(version) => {
		expect(() => assertN8nUsable(version)).toThrow(
			`This n8n is ${version}; this package needs ${OLDEST_N8N} or newer`,
		);
	},
);

test('the document names the oldest version', () => {
	const text = readFileSync(join(root, 'docs/n8n-versions.md'), 'utf8');
	expect(text).toContain(`**${OLDEST_N8N}**`);
});

describe('of what n8n 3.0 removes', () => {
	const REMOVED_NODES = /\.(function|functionItem|itemLists|aiTransform)$/;
	const REMOVED_HELPERS = /\$getPairedItem|\$evaluateExpression/;
	const used = shippedWorkflows().flatMap(({ name, nodes }) =>
		nodes.flatMap(({ name: node, type, parameters }) => [
			...(REMOVED_NODES.test(type) ? [`${name}, ${node}: ${type}`] : []),
			...(REMOVED_HELPERS.test(JSON.stringify(parameters)) ? [`${name}, ${node}: helper`] : []),
			...(type.endsWith('.executeWorkflow') && parameters.mode === 'each'
				? [`${name}, ${node}: each`]
				: []),
		]),
	);

	test('the workflows use nothing', () => {
		expect(used).toEqual([]);
	});
});
