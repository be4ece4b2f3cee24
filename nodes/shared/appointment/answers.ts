import { firstNumberIn, holdsNumber, toE164 } from '../french/phone';
import { foldAccents } from '../french/typography';
import { asLine, asList, asNumber, asText, type Fields } from '../text/fields';
import { linkOf } from '../text/links';
import type { Answer } from './event';

/** Words that mark a question, compared at the start of a word without case and accents. */
export interface AnswerKeywords {
	/** Questions whose answer is the link to the configured furniture. */
	configuration: readonly string[];
	/** Questions whose answer is a note for the carpenter. */
	notes: readonly string[];
}

/** The words of the original guide’s booking form. */
export const DEFAULT_KEYWORDS: AnswerKeywords = {
	configuration: ['configuration', 'lien'],
	notes: ['note', 'information'],
};

/** Words of questions about a telephone, in the French of all its countries. */
const PHONE_WORDS = [
	...['tel', 'phone', 'portable', 'mobile', 'gsm', 'natel', 'cellulaire', 'whatsapp', 'sms'],
	...['appel', 'rappel', 'joindre'],
];

/** Words of questions that may be about one. */
const PERHAPS_PHONE_WORDS = ['numero', 'fixe', 'contact', 'coordonnees'];

/** Questions about numbers that are none of a telephone, unless they ask about one as well. */
const OTHER_NUMBERS = [
	...['fax', 'siret', 'siren', 'tva', 'commande', 'facture', 'devis', 'dossier', 'reference'],
	...['contrat', 'rue', 'voie', 'lot', 'code', 'digicode', 'interphone', 'budget', 'iban'],
];

/** The answers, and what they say about link, notes and phone. */
export interface ReadAnswers {
	all: Answer[];
	configurationUrl: string | null;
	notes: string | null;
	/** The client's number, as far as the answers tell: in E.164, or as typed; see `phoneOf`. */
	phone: string | null;
}

/**
 * Calendly's `questions_and_answers`, and what they say about link, notes and phone.
 *
 * @param timezone the client's, which tells the country of a number
 */
export function readAnswers(
	payload: Fields,
	keywords: AnswerKeywords,
	timezone: string | null = null,
): ReadAnswers {
	const all = asList(payload.questions_and_answers)
		.map(readAnswer)
		.filter((answer) => answer !== null);
	return {
		all,
		configurationUrl: firstOf(answersAbout(all, keywords.configuration), linkOf),
		notes: joined(answersAbout(all, keywords.notes)),
		phone: phoneOf(all, timezone),
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

/**
 * The first number in an answer to a question about a telephone; else an answer that is a number and
 * nothing else, whatever was asked but another number; else, as typed, what was answered about a
 * telephone and may be a number of a country that is not certain.
 */
function phoneOf(answers: Answer[], timezone: string | null): string | null {
	const about = answersAbout(answers, PHONE_WORDS);
	const others = answers.filter(({ question }) => !asksAbout(question, OTHER_NUMBERS));
	const all = [...about, ...answersAbout(others, PERHAPS_PHONE_WORDS)];
	return (
		firstOf(all, (answer) => firstNumberIn(answer, timezone)) ??
		firstOf(others, ({ answer }) => toE164(answer, timezone)) ??
		firstOf(all, (answer) => (holdsNumber(answer) ? asLine(answer) : null))
	);
}

function firstOf<Item>(items: Item[], read: (item: Item) => string | null): string | null {
	return items.map(read).find((value) => value !== null) ?? null;
}

function joined(notes: string[]): string | null {
	return notes.length === 0 ? null : notes.join('\n\n');
}
