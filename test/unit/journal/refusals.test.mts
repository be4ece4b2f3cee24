import { REFUSAL_REASONS, type RefusalReason } from '../../../nodes/shared/calendly/signature';
import {
	isUnusual,
	reasonName,
	refusalEntries,
	refusalMessage,
	refusalSentence,
	refusalSums,
	unusualRefusals,
} from '../../../nodes/shared/journal/refusals';
import { refusalRow } from '../../support/refusals.mts';

const now = new Date('2026-11-22T10:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const counted = (reason: string, count: number, at = now) =>
	refusalRow(reason, count, at.toISOString());

/** What only strangers send: the workshop can do nothing about it. */
const STRANGERS: readonly RefusalReason[] = [
	'malformed_header',
	'no_supported_signature',
	'invalid_timestamp',
];

describe('a reason, in the words of the workshop,', () => {
	test('has a name of its own, without the word the program uses', () => {
		const names = REFUSAL_REASONS.map(reasonName);
		expect(new Set(names).size).toBe(REFUSAL_REASONS.length);
		for (const name of names) expect(name).toMatch(/^[a-z][a-zéè’ 8]{9,}$/);
	});

	test.each([
		['one that is not known', 'new_reason', 'new_reason'],
		['one of several lines', 'new\nreason\u202e', 'new reason'],
		['a word every object knows', 'constructor', 'constructor'],
	])('is shown as the table has it: %s', (_name, reason, shown) => {
		expect(reasonName(reason)).toBe(shown);
		expect(refusalMessage(reason)).toBe('');
	});

	test.each<[RefusalReason, RegExp[]]>([
		['signature_mismatch', [/clé de signature est peut-être fausse/, /CALENDLY_SIGNING_SECRET/]],
		['signature_mismatch', [/«\u00a0Signature Calendly ArchiMeuble\u00a0»/, /24 heures/]],
		['missing_header', [/sans signature/, /signing_key/, /créer de nouveau/]],
		['timestamp_too_old', [/trop tard/, /horloge .* avance/, /tolérance/, /24 heures/]],
		['timestamp_too_new', [/venir du futur/, /horloge .* retarde/, /NTP/]],
		['missing_signing_key', [/Aucune clé/, /inventer une/, /CALENDLY_SIGNING_SECRET/]],
		['invalid_configuration', [/tolérance/, /tout est refusé/, /corriger/]],
		['missing_raw_body', [/corps brut/, /tout est refusé/, /Mettre n8n à jour/]],
	])('%s says what is wrong and what to do', (reason, said) => {
		for (const words of said) expect(refusalMessage(reason)).toMatch(words);
	});

	test.each(STRANGERS)('%s asks nothing of anybody', (reason) => {
		expect(refusalMessage(reason)).toBe('');
	});

	test('has French typography', () => {
		for (const reason of REFUSAL_REASONS) {
			expect(refusalMessage(reason)).not.toMatch(/ :|« | »|'/);
		}
	});
});

test.each<[string, RefusalReason, number, boolean]>([
	['four wrong signatures in a day are a stranger', 'signature_mismatch', 4, false],
	['five are unusual', 'signature_mismatch', 5, true],
	['none is never unusual, be it our own fault', 'missing_signing_key', 0, false],
	['one that is our own fault is', 'missing_signing_key', 1, true],
	['whatever only strangers send is not', 'invalid_timestamp', 100_000, false],
])('%s', (_name, reason, count, expected) => {
	expect(isUnusual(reason, count)).toBe(expected);
});

describe('a sentence for the workshop', () => {
	const last = now.toISOString();

	test('says how many, when, why and what to do', () => {
		const sum = { day: '2026-11-26', reason: 'missing_raw_body', count: 12, last };
		expect(refusalSentence(sum)).toBe(
			'12 messages refusés le 26/11/2026 (corps du message non transmis par n8n). n8n ne transmet pas le corps brut des messages\u00a0: tout est refusé. Mettre n8n à jour.',
		);
	});

	test('ends behind the reason where there is nothing to do', () => {
		const sum = { day: '2026-11-26', reason: 'malformed_header', count: 1, last };
		expect(refusalSentence(sum)).toBe('1 message refusé le 26/11/2026 (signature illisible).');
	});
});

describe('the rows of the journal', () => {
	test('are one for each reason, done and without anything of the request', () => {
		const last = now.toISOString();
		expect(
			refusalEntries([
				{ reason: 'timestamp_too_new', count: 12, last },
				{ reason: 'malformed_header', count: 1, last },
			]),
		).toEqual([
			{
				cle: 'refus timestamp_too_new 2026-11-22T10:00:00.000Z',
				identifiant: '',
				evenement: 'refus',
				action: 'timestamp_too_new',
				etat: 'termine',
				resultat: '12 messages refusés\u00a0: signature venue du futur',
				erreur: expect.stringMatching(/retarde\. La remettre à l’heure \(NTP\)\.$/),
				client: null,
				type: null,
				quand: null,
				recu_le: last,
				essais: 0,
				contenu: '{"nombre":12}',
			},
			expect.objectContaining({
				resultat: '1 message refusé\u00a0: signature illisible',
				erreur: null,
			}),
		]);
	});

	test('are added up by day of UTC and reason, whichever process counted', () => {
		const sums = refusalSums([
			counted('signature_mismatch', 3),
			counted('signature_mismatch', 4, after(-3600)),
			counted('signature_mismatch', 40, new Date('2026-11-21T23:59:59.000Z')),
			counted('missing_header', 2),
		]);
		expect(sums).toEqual([
			{ day: '2026-11-22', reason: 'signature_mismatch', count: 7, last: now.toISOString() },
			expect.objectContaining({ day: '2026-11-21', count: 40 }),
			expect.objectContaining({ reason: 'missing_header', count: 2 }),
		]);
	});

	test.each([
		['comes later', after(0), after(60)],
		['is read later', after(60), after(0)],
	])('tell the last refusal, though another %s', (_name, first, second) => {
		const rows = [counted('missing_header', 1, first), counted('missing_header', 1, second)];
		expect(refusalSums(rows)).toMatchObject([{ count: 2, last: after(60).toISOString() }]);
	});

	test.each([
		['a delivery', { evenement: 'invitee.created' }],
		['a number that is none', { contenu: '{"nombre":"viele"}' }],
		['a damaged content', { contenu: '{' }],
		['a number below one', { contenu: '{"nombre":-4}' }],
		['nothing refused', { contenu: '{"nombre":0}' }],
		['a reason that is none', { action: ' ' }],
		['a damaged time', { recu_le: 'hier' }],
	])('count for nothing with %s', (_name, changes) => {
		const row = { ...counted('missing_header', 2), ...changes };
		expect(refusalSums([row])).toEqual([]);
	});

	test('count for nothing where they say nothing', () => {
		expect(refusalSums([{}])).toEqual([]);
	});
});

describe('an alert', () => {
	const isTold = (reason: string, before: number, count: number) => {
		const told = before === 0 ? [] : [counted(reason, before)];
		return unusualRefusals(told, [counted(reason, count - before)]).length > 0;
	};

	test.each<[string, RefusalReason, number, number, boolean]>([
		['a few wrong signatures are a stranger', 'signature_mismatch', 0, 4, false],
		['five are unusual', 'signature_mismatch', 4, 5, true],
		['six more are not news', 'signature_mismatch', 5, 11, false],
		['fifty are news again', 'signature_mismatch', 49, 50, true],
		['so are five hundred', 'signature_mismatch', 499, 500, true],
		['and five thousand', 'signature_mismatch', 4_999, 5_000, true],
		['and fifty thousand', 'signature_mismatch', 49_999, 50_000, true],
		['after which an attack is known', 'signature_mismatch', 50_000, 9_000_000, false],
		['one missing key is our own fault and told at once', 'missing_signing_key', 0, 1, true],
		['and not again an hour later', 'missing_signing_key', 1, 3, false],
		['but again at five', 'missing_signing_key', 3, 5, true],
		['nonsense from strangers is only counted', 'malformed_header', 0, 100_000, false],
	])('%s', (_name, reason, before, count, expected) => {
		expect(isTold(reason, before, count)).toBe(expected);
	});

	test('what was told yesterday, or of another reason, is told anew today', () => {
		const told = [
			counted('signature_mismatch', 30, new Date('2026-11-21T10:00:00.000Z')),
			counted('missing_header', 30),
		];
		expect(unusualRefusals(told, [counted('signature_mismatch', 6)])).toMatchObject([
			{ day: '2026-11-22', reason: 'signature_mismatch', count: 6 },
		]);
	});
});
