import { isOwnFault, remedyFor } from '../../../nodes/shared/calendly/refusal';
import { RefusalTally } from '../../../nodes/shared/calendly/refusalCounts';
import { REFUSAL_REASONS, type RefusalReason } from '../../../nodes/shared/calendly/signature';
import {
	refusalEntries,
	refusalMessage,
	refusalSums,
	unusualRefusals,
} from '../../../nodes/shared/journal/refusals';
import { refusalRow } from '../../support/refusals.mts';

const now = new Date('2026-11-22T10:00:00.000Z');
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);

describe('counting refusals', () => {
	test('adds up by reason and keeps the last time', () => {
		const tally = new RefusalTally();
		tally.add('missing_header', now);
		tally.add('signature_mismatch', now);
		tally.add('missing_header', after(60));
		expect(tally.take(after(70))).toEqual([
			{ reason: 'missing_header', count: 2, last: after(60).toISOString() },
			{ reason: 'signature_mismatch', count: 1, last: now.toISOString() },
		]);
	});

	test('gives every refusal once', () => {
		const tally = new RefusalTally();
		expect(tally.take(now)).toEqual([]);
		tally.add('missing_header', now);
		const taken = tally.take(now);
		tally.add('missing_header', now);
		expect(taken).toMatchObject([{ count: 1 }]);
		expect(tally.take(now)).toMatchObject([{ count: 1 }]);
		expect(tally.take(now)).toEqual([]);
	});

	test('never holds more than the reasons there are, whatever comes', () => {
		const tally = new RefusalTally();
		for (let request = 0; request < 10_000; request += 1) {
			tally.add(REFUSAL_REASONS[request % REFUSAL_REASONS.length], new Date(request * 60_000));
		}
		expect(tally.take(now)).toHaveLength(REFUSAL_REASONS.length);
	});

	test('is handed on by one caller at a time, ten seconds after the first, every five minutes at most', () => {
		const tally = new RefusalTally();
		expect(tally.gather(now)).toBe(10_000);
		expect(tally.gather(after(1))).toBeNull();
		tally.take(after(10));
		expect(tally.gather(after(70))).toBe(240_000);
		expect(tally.gather(after(71))).toBeNull();
		tally.take(after(310));
		expect(tally.gather(after(4000))).toBe(10_000);
	});

	test.each<[RefusalReason, boolean]>(
		REFUSAL_REASONS.map((reason) => [
			reason,
			['missing_signing_key', 'invalid_configuration', 'missing_raw_body'].includes(reason),
		]),
	)('%s is our own fault: %s', (reason, expected) => {
		expect(isOwnFault(reason)).toBe(expected);
	});

	test.each<RefusalReason>(['missing_signing_key', 'signature_mismatch'])(
		'the remedy for %s names the place of the key, in n8n and outside',
		(reason) => {
			expect(remedyFor(reason)).toContain('"ArchiMeuble Calendly Signing Secret API" credential');
			expect(remedyFor(reason)).toContain('CALENDLY_SIGNING_SECRET');
		},
	);

	test('every reason has a remedy that is a sentence', () => {
		for (const reason of REFUSAL_REASONS) expect(remedyFor(reason)).toMatch(/^[A-Zn].{20,}\.$/);
	});
});

describe('telling the workshop of refusals', () => {
	const counted = (reason: string, count: number, at = now) =>
		refusalRow(reason, count, at.toISOString());
	const isTold = (reason: string, before: number, count: number) => {
		const told = before === 0 ? [] : [counted(reason, before)];
		return unusualRefusals(told, [counted(reason, count - before)]).length > 0;
	};

	test('a report is a row of the journal for each reason, done and without anything of the request', () => {
		const last = now.toISOString();
		expect(
			refusalEntries([
				{ reason: 'signature_mismatch', count: 12, last },
				{ reason: 'malformed_header', count: 1, last },
			]),
		).toMatchObject([
			{
				...{ evenement: 'refus', action: 'signature_mismatch', etat: 'termine', recu_le: last },
				resultat: '12 messages refusés\u00a0: signature fausse',
				erreur: expect.stringContaining('24 heures'),
			},
			{ resultat: '1 message refusé\u00a0: signature illisible', erreur: null },
		]);
	});

	test('adds up by day of UTC and reason, whichever process counted', () => {
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
		['a delivery', { ...counted('missing_header', 2), evenement: 'invitee.created' }],
		['a number that is none', { ...counted('missing_header', 2), contenu: '{"nombre":"viele"}' }],
		['a damaged content', { ...counted('missing_header', 2), contenu: '{' }],
		['a number below one', { ...counted('missing_header', 2), contenu: '{"nombre":-4}' }],
		['a damaged time', { ...counted('missing_header', 2), recu_le: 'hier' }],
		['a row that says nothing', {}],
	])('counts nothing for %s', (_name, row) => {
		expect(refusalSums([row])).toEqual([]);
	});

	test.each<[string, RefusalReason, number, number, boolean]>([
		['a few wrong signatures are a stranger', 'signature_mismatch', 0, 4, false],
		['five are unusual', 'signature_mismatch', 4, 5, true],
		['six more are not news', 'signature_mismatch', 5, 11, false],
		['fifty are news again', 'signature_mismatch', 49, 60, true],
		['an attack of thousands is told a few times', 'signature_mismatch', 4_999, 60_000, true],
		['one missing key is our own fault and told at once', 'missing_signing_key', 0, 1, true],
		['and not again an hour later', 'missing_signing_key', 1, 3, false],
		['nonsense from strangers is only counted', 'malformed_header', 0, 100_000, false],
	])('%s', (_name, reason, before, count, expected) => {
		expect(isTold(reason, before, count)).toBe(expected);
	});

	test('has French typography', () => {
		for (const reason of REFUSAL_REASONS) {
			expect(refusalMessage(reason)).not.toMatch(/ :|« | »|'/);
		}
	});
});
