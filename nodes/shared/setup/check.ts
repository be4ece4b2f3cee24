import { NBSP } from '../french/typography';
import { readInventory } from './inventory';
import type { N8nApi } from './n8nApi';
import { planInstallation, type Plan, type Shipped, type WorkflowStep } from './plan';
import { differenceText, line, refusal, type ReportLine } from './report';

/**
 * What `install` would do now, without doing any of it.
 *
 * @throws N8nApiError
 */
export async function check(api: N8nApi, shipped: Shipped): Promise<ReportLine[]> {
	const plan = planInstallation(shipped, await readInventory(api, shipped));
	return [
		...plan.refusals.map(refusal),
		...plan.credentials.map(({ name }) => planned('Identifiants', name, 'à créer')),
		...tableLines(plan),
		...plan.workflows.map(workflowLine),
	];
}

function planned(
	objet: ReportLine['objet'],
	nom: string,
	etat: ReportLine['etat'],
	detail = '',
): ReportLine {
	return { objet, nom, etat, detail };
}

function tableLines({ tables, tableSentences }: Plan): ReportLine[] {
	return [
		...tables.map((gap) =>
			gap.kind === 'table'
				? planned('Table', gap.table, 'à créer')
				: planned(
						'Table',
						gap.table,
						'à mettre à jour',
						`Colonne manquante${NBSP}: ${gap.column}.`,
					),
		),
		...tableSentences.map((sentence) => planned('Table', '', 'à faire', sentence)),
	];
}

function workflowLine(step: WorkflowStep): ReportLine {
	switch (step.kind) {
		case 'create':
			return line(step.shipped, 'à créer', '');
		case 'replace':
			return line(step.shipped, 'à mettre à jour', '');
		case 'keep':
			return line(step.shipped, 'modifié par vous', differenceText(step.differing));
		case 'leave':
			return line(step.shipped, step.publish ? 'à mettre à jour' : 'déjà à jour', '');
	}
}
