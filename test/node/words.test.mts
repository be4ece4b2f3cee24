/** What the workshop reads, wherever it stands, is in the words of docs/design.md 8. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { ALERTING_STEPS, meaningOf } from '../../nodes/shared/journal/alertMail';
import { resolveSettings } from '../../nodes/shared/settings/settings';
import { PROJECT_FOLDER } from '../../scripts/lib/project.mts';
import { shippedWorkflows } from '../../scripts/lib/workflowFiles.mts';

/** The workshop delivers furniture and pays a subscription; « (s) » is a plural nobody thought about. */
const FORBIDDEN =
	/livraison|abonnement|(?<!\p{L})livr(?:er|ée?s?)(?!\p{L})|[a-zé]\((?:s|e|es)\)/giu;

const read = (file: string) => readFileSync(join(PROJECT_FOLDER, file), 'utf8');
const forbiddenIn = (text: string) => text.match(FORBIDDEN) ?? [];

/** Every text a file holds: comments and names are not read by the workshop. */
function textsOf(source: string): string[] {
	const texts: string[] = [];
	const visit = (node: ts.Node): void => {
		if (ts.isStringLiteralLike(node) || ts.isTemplateMiddleOrTemplateTail(node))
			texts.push(node.text);
		else if (node.kind === ts.SyntaxKind.TemplateHead) texts.push((node as ts.TemplateHead).text);
		ts.forEachChild(node, visit);
	};
	visit(ts.createSourceFile('x.ts', source, ts.ScriptTarget.Latest));
	return texts;
}

/** Every text in a value, names of nodes among them. */
function textsIn(value: unknown): string[] {
	if (typeof value === 'string') return [value];
	return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

test('the measure finds what it looks for, in texts only', () => {
	const source =
		"// livraison\nconst a = 'Abonnement'; const livraison = `2 messages(s) ${b} livrés`;";
	expect(textsOf(source).flatMap(forbiddenIn)).toEqual(['Abonnement', 's(s)', 'livrés']);
	expect(forbiddenIn('délivré à « invité(e)s » ; la rue(s)')).toEqual(['é(e)', 'e(s)']);
});

describe('neither « livraison » nor « abonnement », nor « (s) »', () => {
	test.each(globSync('nodes/shared/**/*.ts', { cwd: PROJECT_FOLDER }))('in %s', (file) => {
		expect(textsOf(read(file)).flatMap(forbiddenIn)).toEqual([]);
	});

	test.each(['README.fr.md', 'docs/rgpd.fr.md'])('in %s', (file) => {
		expect(forbiddenIn(read(file))).toEqual([]);
	});

	test('in the workflows', () => {
		for (const { name, nodes } of shippedWorkflows()) {
			const texts = nodes.flatMap((node) => [node.name, ...textsIn(node.parameters)]);
			expect([name, texts.flatMap(forbiddenIn)]).toEqual([name, []]);
		}
	});
});

test('the table of settings is in French typography', () => {
	for (const { reglage, aide } of resolveSettings([]).missing) {
		expect([reglage, /« | »| [:;!?](\s|$)|'/.exec(aide)]).toEqual([reglage, null]);
	}
});

describe('alerts', () => {
	const workflows = shippedWorkflows();

	test('tell of every workflow what its failure means', () => {
		const unknown = meaningOf('');
		for (const { name } of workflows) expect([name, meaningOf(name)]).not.toEqual([name, unknown]);
	});

	test.each(ALERTING_STEPS)('of %s are written by the code that is tested', (step) => {
		const nodes = workflows.flatMap((workflow) => workflow.nodes);
		const [{ parameters }] = nodes.filter(({ name }) => name === step);
		expect(['raiseAlert', 'reportUndelivered', 'reportRefusals']).toContain(parameters.operation);
	});
});
