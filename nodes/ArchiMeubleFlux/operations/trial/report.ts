import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import { NO_TOKEN } from '../../../adapters/calendlyApi';
import { workflowsVersionField } from '../../../adapters/fields';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json } from '../../../adapters/parameters';
import { misfitOf } from '../../../adapters/version';
import { asFields, asLine, asList, type Fields } from '../../../shared/text/fields';
import type { TrialAnswer } from '../../../shared/trial/delivery';
import { trialReport, type TrialFacts } from '../../../shared/trial/report';

const PARTS = {
	answer: 'What Deliver gave',
	appointments: 'Rows of made-up appointments, of this trial or older ones',
	delivery: 'Row of the journal',
	mail: 'What the test mail gave',
	settings: 'What the settings say',
	subscription: 'What the status of the subscription gave',
} as const;

const fields = Object.entries(PARTS).map(
	([name, description]): INodeProperties => ({
		displayName: name[0].toUpperCase() + name.slice(1),
		...{ name, type: 'json', default: '{}', description },
	}),
);

/** Runs once, however many items come in. */
export const report: Operation = {
	resource: 'trial',
	value: 'report',
	name: 'Report',
	action: 'Report what works',
	description:
		'Say in French what works, what does not and what to do, one item for each. The input item holds the log file as binary property "data".',
	properties: [...fields, workflowsVersionField],
	async execute(items) {
		return asItems(trialReport(await factsOf(this, items)));
	},
};

async function factsOf(
	functions: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<TrialFacts> {
	const part = (name: keyof typeof PARTS) => asFields(json(functions, name));
	const [settings, answer, delivery, subscription] = (
		['settings', 'answer', 'delivery', 'subscription'] as const
	).map(part);
	const own = asLine(answer.identifiant);
	const row = asList(json(functions, 'appointments')).find(
		({ identifiant }) => own !== null && identifiant === own,
	);
	return {
		mail: { recipient: asLine(settings.destinataire) ?? '', failure: asLine(part('mail').error) },
		refused: Array.isArray(settings.refused) ? (settings.refused as string[]) : [],
		misfit: misfitOf(functions),
		answer: 'url' in answer ? (answer as unknown as TrialAnswer) : null,
		secretFlaw: asLine(answer.secretFlaw),
		delivery: 'etat' in delivery ? (delivery as TrialFacts['delivery']) : null,
		row: (row as TrialFacts['row'] | undefined) ?? null,
		log: await logOf(functions, items),
		logFile: asLine(settings.fichier_log) ?? '',
		subscription: lacksToken(subscription) ? null : subscription,
	};
}

/** An empty credential, or one that was deleted. */
function lacksToken({ error }: Fields): boolean {
	const said = asLine(error) ?? '';
	return said === NO_TOKEN || said.startsWith('Credential with ID');
}

/** Null where there was none to read. */
async function logOf(
	functions: IExecuteFunctions,
	items: INodeExecutionData[],
): Promise<string | null> {
	if (items[0]?.binary?.data === undefined) return null;
	return (await functions.helpers.getBinaryDataBuffer(0, 'data')).toString('utf8');
}
