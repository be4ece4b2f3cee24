import { toE164 } from '../french/phone';
import { foldAccents } from '../french/typography';
import { asLine, asList, asNumber, asText, type Fields } from '../text/fields';
import { asWebUrl } from '../text/url';
import type { Answer } from './event';

/** Words that mark a question, compared at the start of a word without case and accents. */
export interface AnswerKeywords {
	/** Questions whose answer is the link to the configured furniture. */
	configuration: readonly string[];
	/** Questions whose answer is a note for the carpenter. */
	notes: readonly string[];
}

export const DEFAULT_KEYWORDS: AnswerKeywords = {
	configuration: ['configuration', 'lien'],
	notes: ['note', 'information'],
};

const PHONE_WORDS = ['telephone', 'portable', 'mobile', 'phone', 'numero'];

export interface ReadAnswers {
	all: Answer[];
	configurationUrl: string | null;
	notes: string | null;
	/** First answer to a question about a phone that reads as a number. */
	phone: string | null;
}

/** Calendly's `questions_and_answers`, and what they say about link, notes and phone. */
export function readAnswers(payload: Fields, keywords: AnswerKeywords): ReadAnswers {
	const all = asList(payload.questions_and_answers)
		.map(readAnswer)
		.filter((answer) => answer !== null);
	return {
		all,
		configurationUrl: firstOf(answersAbout(all, keywords.configuration), asWebUrl),
		notes: joined(answersAbout(all, keywords.notes)),
		phone: firstOf(answersAbout(all, PHONE_WORDS), (answer) => (toE164(answer) ? answer : null)),
	};
}

/** Whether a question asks about one of these things: `Lien` is asked for, `client` is not. */
export function asksAbout(question: string, keywords: readonly string[]): boolean {
	const asked = wordsOf(question);
	return keywords.map(wordsOf).some((keyword) => keyword.trim() !== '' && asked.includes(keyword));
}

/** ` lien de configuration`: folded words, each behind one space, so that a match starts a word. */
function wordsOf(text: string): string {
	return foldAccents(text)
		.split(/[^\p{L}\p{N}]+/u)
		.filter((word) => word !== '')
		.map((word) => ` ${word}`)
		.join('');
}

function readAnswer(fields: Fields, index: number): Answer | null {
	const question = asLine(fields.question);
	const answer = asText(fields.answer);
	if (question === null || answer === null) return null;
	return { question, answer, position: asNumber(fields.position) ?? index };
}

function answersAbout(answers: Answer[], keywords: readonly string[]): string[] {
	return answers
		.filter(({ question }) => asksAbout(question, keywords))
		.map(({ answer }) => answer);
}

function firstOf(answers: string[], read: (answer: string) => string | null): string | null {
	return answers.map(read).find((value) => value !== null) ?? null;
}

function joined(notes: string[]): string | null {
	return notes.length === 0 ? null : notes.join('\n\n');
}
