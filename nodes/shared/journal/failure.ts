import { capLine } from '../text/clean';
import { asFields, asLine, asText } from '../text/fields';
import { asWebUrl } from '../text/url';

/** A message is read by people; a longer one is cut. */
const MAX_MESSAGE = 3000;

/** What n8n's Error Trigger says, as flat text: the same words for a failed node and a crash. */
export interface Failure {
	/** Identity of the failure, for the journal. */
	key: string;
	workflowId: string;
	workflowName: string;
	/** Node that failed, or null when n8n does not say (a trigger, a crash). */
	node: string | null;
	message: string;
	executionId: string | null;
	executionUrl: string | null;
}

/**
 * Reads the item of the Error Trigger; a failure in a trigger comes without `execution`.
 * https://docs.n8n.io/integrations/builtin/core-nodes/n8n-nodes-base.errortrigger/
 *
 * @param ownExecutionId tells failures apart that have no execution of their own
 */
export function failureOf(item: unknown, ownExecutionId: string): Failure {
	const { workflow, execution, trigger } = asFields(item);
	const { id, name } = asFields(workflow);
	const run = asFields(execution);
	const executionId = typeof run.id === 'number' ? String(run.id) : asLine(run.id);
	return {
		key: `erreur-${executionId ?? ownExecutionId}`,
		workflowId: asLine(id) ?? '-',
		workflowName: asLine(name) ?? '-',
		node: asLine(run.lastNodeExecuted),
		message: failureMessage(run.error ?? asFields(trigger).error),
		executionId,
		executionUrl: asWebUrl(run.url),
	};
}

/** What n8n says of an error, in a workflow's item or in a node's: an object with a message, or text. */
export function failureMessage(error: unknown): string {
	const message = asText(error) ?? asText(asFields(error).message) ?? 'Erreur inconnue';
	return capLine(message, MAX_MESSAGE);
}
