import { sleep } from 'n8n-workflow';
import { asItems } from '../../../adapters/items';
import type { Operation } from '../../../adapters/operation';
import { handledHere, receivedHere } from '../../../shared/journal/answers';
import { processRounds } from '../../../shared/journal/round';

/** Answers go first, within the 15 seconds Calendly waits; where deliveries never cease, mails leave all the same. */
const LONGEST_WAIT_MS = 10_000;
const LOOK_MS = 20;
/** What another process is at work on is done within a second or two. */
const PAUSE_MS = 1000;

export const beginRound: Operation = {
	resource: 'journal',
	value: 'beginRound',
	name: 'Begin Round',
	action: 'Begin a round',
	description:
		'Go on with one item once the deliveries under way have their answers, unless a round of this process looks again before it ends; then there is no output',
	properties: [],
	async execute(items) {
		const execution = this.getExecutionId();
		if (!processRounds.begin(execution, new Date())) return [];
		if (items[0]?.json.pause === true) await sleep(PAUSE_MS);
		await answersFirst(execution);
		return asItems([{ execution }]);
	},
};

async function answersFirst(execution: string): Promise<void> {
	const deadline = Date.now() + LONGEST_WAIT_MS;
	while (isAnyWaiting() && Date.now() < deadline) {
		await sleep(LOOK_MS);
		processRounds.beat(execution, new Date());
	}
}

function isAnyWaiting(): boolean {
	const now = new Date();
	return receivedHere.isAny(now) || handledHere.isAny(now);
}
