import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { json } from '../../../adapters/parameters';
import { announcementsOf, batchNodeField } from '../../../adapters/otherNode';
import { closeRound as closeRoundOf, type Turn } from '../../../shared/journal/closeRound';
import type { JournalPatch } from '../../../shared/journal/handle';
import { failureMessage } from '../../../shared/journal/failure';
import { asFields, isFields } from '../../../shared/text/fields';

/** Matches no row: the node that writes must run all the same, or the round would never end. */
const NOTHING_TO_PUT_DOWN: JournalPatch = { id: 0, etat: 'termine' };

export const closeRound: Operation = {
	resource: 'journal',
	value: 'closeRound',
	name: 'Close Round',
	action: 'Close the round',
	description:
		'Say what becomes of the deliveries of a round: done, put off, or given back. Each item stands for the deliveries up to its number that are still taken. The input item is what came of writing the log.',
	properties: [
		batchNodeField,
		{
			displayName: 'Failure',
			name: 'failure',
			type: 'json',
			default: '',
			description:
				'The mail that did not leave, as an object with the number of its delivery (numero) and the reason (erreur); empty when all left',
		},
	],
	async execute([written]) {
		const failure = json(this, 'failure');
		const { numero, erreur } = asFields(failure);
		const patches = closeRoundOf(announcementsOf(this) as Turn[], {
			failure: isFields(failure)
				? { numero: Number(numero), message: failureMessage(erreur) }
				: null,
			logError: written?.json.error === undefined ? null : failureMessage(written.json.error),
			now: new Date(),
		});
		return asItems(patches.length > 0 ? patches : [NOTHING_TO_PUT_DOWN]);
	},
};
