import { NodeOperationError, type IExecuteFunctions } from 'n8n-workflow';

/** Whether this process is at it; a second one would make everything twice. */
let isUnderWay = false;

/**
 * What changes this n8n, one at a time.
 *
 * @throws NodeOperationError where another one has not ended
 */
export async function alone<Result>(
	functions: IExecuteFunctions,
	work: () => Promise<Result>,
): Promise<Result> {
	if (isUnderWay) {
		throw new NodeOperationError(functions.getNode(), 'Une installation est déjà en cours', {
			description: 'Attendre qu’elle finisse et lire son compte rendu, puis relancer au besoin.',
		});
	}
	isUnderWay = true;
	try {
		return await work();
	} finally {
		isUnderWay = false;
	}
}
