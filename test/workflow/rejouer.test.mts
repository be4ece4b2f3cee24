import { JOURNAL_TABLE } from '../../nodes/shared/journal/entry';
import { bundledWorkflows, type Bundled } from '../support/inProcess/bundled.mts';
import { booking } from '../support/inProcess/deliveries.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import { Workshop, deliver } from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

/** The bundled workflows after a person wrote into « Quoi rejouer ? ». */
function asking(numero: number, prevenir: 'oui' | 'non'): Bundled[] {
	const workflows = bundledWorkflows();
	const nodes = workflows.flatMap((workflow) => workflow.nodes);
	const [{ parameters }] = nodes.filter(({ name }) => name.startsWith('Quoi rejouer'));
	const { assignments } = parameters.assignments as { assignments: Array<Record<string, unknown>> };
	const asked: Record<string, unknown> = { numero, prevenir };
	for (const assignment of assignments) assignment.value = asked[String(assignment.name)];
	return workflows;
}

test('a message that was announced is announced again where the workshop is to be told', async () => {
	const n8n = await workshop.n8n({}, asking(1, 'oui'));
	await deliver(n8n, booking());
	const run = await n8n.fire('rejouer', 'À la main');
	await n8n.idle();
	expect(run.failure).toBeNull();
	expect(workshop.postbox.mails).toHaveLength(2);
	expect(run.items('Résultat')).toMatchObject([{ id: 1, etat: 'termine' }]);
	expect(n8n.tables.rows(JOURNAL_TABLE)).toHaveLength(1);
});

test('a message whose mail is still owed is put down without it where nobody is to be told', async () => {
	const n8n = await workshop.n8n({}, asking(1, 'non'));
	workshop.postbox.fault = () => ({ code: 451 });
	await deliver(n8n, booking());
	workshop.postbox.fault = () => null;
	const run = await n8n.fire('rejouer', 'À la main');
	await n8n.idle();
	expect(workshop.postbox.mails).toEqual([]);
	expect(run.items('Résultat')).toMatchObject([
		{ id: 1, etat: 'termine', resultat: expect.stringContaining('rejoué sans prévenir') },
	]);
});

test('a number there is not is told as such', async () => {
	const n8n = await workshop.n8n({}, asking(17, 'oui'));
	await deliver(n8n, booking());
	const run = await n8n.fire('rejouer', 'À la main');
	await n8n.idle();
	expect(run.failure).toMatchObject({ node: 'Trouvé ?' });
	expect(run.failure?.message).toMatch(/^Rien à rejouer sous le numéro 17/);
	expect(workshop.postbox.mails).toHaveLength(1);
});

isWalkedWhole(workshop.coverage, 'rejouer');
