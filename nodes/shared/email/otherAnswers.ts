import type { Answer } from '../appointment/event';
import { toE164 } from '../french/phone';
import { asWebUrl } from '../text/url';
import type { MailField, MailRequest } from './mail';

/** Calendly allows ten questions. Comparing more answers than this with each other costs, and tells nothing. */
const MAX_COMPARED = 100;

/**
 * The answers that no other fact of the mail shows already, in Calendly's order. An answer is only
 * taken for the note, link or number shown above when no second answer says the same: a doubled
 * fact is a blemish, a missing one a mistake.
 */
export function otherAnswers(request: MailRequest): Answer[] {
	const shown = shownElsewhere(request);
	const answers = [...request.event.answers].sort((one, other) => one.position - other.position);
	const compared = answers.slice(0, MAX_COMPARED);
	return [
		...compared.filter(({ answer }) => !shown(answer) || isRepeated(answer, compared)),
		...answers.slice(MAX_COMPARED),
	];
}

function shownElsewhere({ event, fields }: MailRequest): (answer: string) => boolean {
	const { configurationUrl, notes, client } = event;
	const checks: Array<[MailField, (answer: string) => boolean]> = [
		['configurationUrl', (answer) => same(asWebUrl(answer), configurationUrl)],
		['notes', (answer) => isParagraphOf(notes, answer)],
		['phone', (answer) => same(toE164(answer, client.timezone) ?? answer, client.phone)],
	];
	return (answer) => checks.some(([field, isShown]) => fields.includes(field) && isShown(answer));
}

function same(one: string | null, other: string | null): boolean {
	return one !== null && one === other;
}

/** Notes are the answers to all questions about notes, with an empty line between them. */
function isParagraphOf(notes: string | null, answer: string): boolean {
	return notes !== null && `\n\n${notes}\n\n`.includes(`\n\n${answer}\n\n`);
}

function isRepeated(answer: string, answers: Answer[]): boolean {
	return answers.filter((other) => other.answer === answer).length > 1;
}
