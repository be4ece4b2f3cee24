/** The verdicts themselves: `node --test test/scale/verdicts.test.mts`. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { KilledFacts } from '../reliability/cases/killed.mts';
import type { Check } from './lib/case.mts';
import { verdict as outage } from './lib/outage.mts';
import { verdict as burst, type BurstFacts } from './cases/burst.mts';
import { verdict as busyWorkers } from './cases/busyWorkers.mts';
import { verdict as duplicates, type FirstFacts } from './cases/duplicates.mts';
import { verdict as erasure, type ErasureFacts } from './cases/erasure.mts';
import { verdict as keyRotation } from './cases/keyRotation.mts';
import { verdict as lateCommit } from './cases/lateCommit.mts';
import { verdict as mainDown } from './cases/mainDown.mts';
import { verdict as pairs, type PairFacts } from './cases/pairs.mts';
import { verdict as refusals } from './cases/refusals.mts';
import { verdict as throughput, type ThroughputFact } from './cases/throughput.mts';
import { verdict as workerKilled } from './cases/workerKilled.mts';

const failed = (checks: Check[]) =>
	checks.filter(({ holds }) => !holds).map(({ promise }) => promise);

/** One booking, delivered, handled, written down and announced. */
const whole: KilledFacts = {
	kills: 0,
	planned: 1,
	accepted: [{ event: 'invitee.created', invitee: 'a' }],
	journal: [
		{
			...{ identifiant: 'a', evenement: 'invitee.created', etat: 'termine' },
			...{ resultat: 'Courriel envoyé', essais: 0 },
		},
	],
	appointments: [{ identifiant: 'a', etat: 'confirme' }],
	mails: new Map([['created a@example.com', 1]]),
	logLines: new Map([['invitee.created a@example.com', 1]]),
	alerts: [],
};

test('duplicates sees a second mail, a second row, and what was made twice for all', () => {
	const facts: FirstFacts = {
		deliveries: new Map([['a', 2]]),
		...{ otherAnswers: [], refusals: [], milliseconds: [300] },
		journal: [
			{ identifiant: 'a', etat: 'termine' },
			{ identifiant: 'a', etat: 'doublon' },
		],
		appointments: [{ identifiant: 'a' }],
		mails: new Map([['created a@example.com', 1]]),
		tables: ['x', 'y'],
		settings: ['m', 'n'],
	};
	assert.deepEqual(failed(duplicates(facts)), []);
	const flaws: Array<Partial<FirstFacts>> = [
		{ mails: new Map([['created a@example.com', 2]]) },
		{ appointments: [{ identifiant: 'a' }, { identifiant: 'a' }] },
		{ tables: ['x', 'x'] },
		{ settings: ['m', 'm'] },
		{ milliseconds: [300, 15_001] },
	];
	for (const flaw of flaws) assert.equal(failed(duplicates({ ...facts, ...flaw })).length, 1);
	const late = { ...facts, held: 1, overtaken: 1 };
	assert.deepEqual(failed(lateCommit(late)), []);
	assert.equal(failed(lateCommit({ ...late, held: 0 })).length, 1);
});

test('pairs takes either order, and sees other rows, mails too many and too few, and an idle worker', () => {
	const facts: PairFacts = {
		canceled: ['a'],
		moved: [['b', 'c']],
		appointments: [
			{ identifiant: 'a', etat: 'annule' },
			{ identifiant: 'b', etat: 'deplace' },
			{ identifiant: 'c', etat: 'confirme' },
		],
		mails: new Map([
			['canceled a@example.com', 1],
			['created b@example.com', 1],
			['rescheduled c@example.com', 1],
		]),
		unfinished: [],
		jobs: new Map([
			['worker1', 1],
			['worker2', 1],
		]),
	};
	const withMail = (mail: string, count: number) => ({
		mails: new Map([...facts.mails, [mail, count]]),
	});
	assert.deepEqual(failed(pairs(facts)), []);
	assert.deepEqual(failed(pairs({ ...facts, ...withMail('created a@example.com', 1) })), []);
	const flaws: Array<Partial<PairFacts>> = [
		{ appointments: facts.appointments.slice(1) },
		{ appointments: facts.appointments.slice(0, 2) },
		withMail('canceled a@example.com', 2),
		withMail('created a@example.com', 2),
		withMail('rescheduled c@example.com', 2),
		withMail('canceled b@example.com', 1),
		withMail('created c@example.com', 1),
		{ unfinished: ['x'] },
		{ jobs: new Map([['worker1', 2]]) },
		{ jobs: new Map([...facts.jobs, ['worker2', 0]]) },
	];
	for (const flaw of flaws) assert.equal(failed(pairs({ ...facts, ...flaw })).length, 1);
});

test('an outage may refuse and alert, but neither lose nor double nor end a process', () => {
	const facts = {
		...whole,
		alerts: ['whatever'],
		failures: [],
		refusals: '503 × 2',
		leftRunning: 1,
	};
	assert.deepEqual(failed(outage(facts)), []);
	assert.equal(failed(outage({ ...facts, failures: ['worker1'] })).length, 1);
	assert.equal(failed(outage({ ...facts, logLines: new Map() })).length, 1);
	const twice = new Map([['created a@example.com', 2]]);
	assert.ok(failed(outage({ ...facts, mails: twice })).includes('mails sent twice ≤ 0'));
});

test('workerKilled sees who waits too long', () => {
	const facts = { ...whole, kills: 1, recoverySeconds: 220, held: 1 };
	assert.deepEqual(failed(workerKilled(facts)), []);
	assert.equal(failed(workerKilled({ ...facts, recoverySeconds: 226 })).length, 1);
});

test('mainDown wants mails, dashboard and no refusal meanwhile', () => {
	const facts = { ...whole, mailsMeanwhile: 1, dashboard: 200, refusals: 'none' };
	assert.deepEqual(failed(mainDown(facts)), []);
	assert.equal(failed(mainDown({ ...facts, mailsMeanwhile: 0 })).length, 1);
	assert.equal(failed(mainDown({ ...facts, dashboard: 500 })).length, 1);
	assert.equal(failed(mainDown({ ...facts, refusals: '502 × 1' })).length, 1);
});

test('burst sees slow answers, refusals, and what is missing or double', () => {
	const facts: BurstFacts = {
		answers: [{ status: '200', seconds: 3 }],
		...{ rows: 1, mails: 1, extraMails: 0, seconds: 9 },
	};
	assert.deepEqual(failed(burst(facts)), []);
	assert.equal(failed(burst({ ...facts, answers: [{ status: '200', seconds: 16 }] })).length, 2);
	const refused = [...facts.answers, { status: '503', seconds: 1 }];
	assert.equal(failed(burst({ ...facts, answers: refused })).length, 2);
	for (const flaw of [{ rows: 0 }, { mails: 0 }, { extraMails: 1 }]) {
		assert.equal(failed(burst({ ...facts, ...flaw })).length, 1);
	}
});

test('busyWorkers sees a slow and a missing answer', () => {
	const good = [{ status: '200', seconds: 1 }];
	const [slow, missing] = [[{ status: '200', seconds: 2.1 }], [{ status: '503', seconds: 1 }]];
	const facts = { own: good, foreign: good, underWay: { own: 2, foreign: 20 } };
	assert.deepEqual(failed(busyWorkers(facts)), []);
	assert.deepEqual(failed(busyWorkers({ ...facts, foreign: slow })), []);
	for (const flaw of [{ own: slow }, { own: missing }, { foreign: missing }]) {
		assert.equal(failed(busyWorkers({ ...facts, ...flaw })).length, 1);
	}
});

test('erasure sees what is left and who is missing', () => {
	const facts: ErasureFacts = {
		...{ before: 2, people: 2 },
		...{ erasedIn: [], othersMissing: [], oldIn: [], otherLogs: [] },
	};
	assert.deepEqual(failed(erasure(facts)), []);
	const flaws: Array<Partial<ErasureFacts>> = [
		{ before: 1 },
		{ erasedIn: ['calendly.log'] },
		{ othersMissing: ['b'] },
		{ oldIn: ['archimeuble_journal'] },
		{ otherLogs: ['x'] },
	];
	for (const flaw of flaws) assert.equal(failed(erasure({ ...facts, ...flaw })).length, 1);
});

test('keyRotation judges each stage', () => {
	const fact = { stage: 'x', process: 'main', key: 'old' as const, status: 200, expected: 200 };
	assert.deepEqual(failed(keyRotation([fact])), []);
	assert.deepEqual(failed(keyRotation([fact, { ...fact, stage: 'y', status: 401 }])), ['y']);
});

test('refusals sees one that is not counted, and one that is forgotten', () => {
	const facts = { sent: 2, refused: 2, counted: 2, countedLater: 2 };
	assert.deepEqual(failed(refusals(facts)), []);
	for (const flaw of [{ refused: 1 }, { counted: 1 }, { countedLater: 1 }]) {
		assert.equal(failed(refusals({ ...facts, ...flaw })).length, 1);
	}
});

test('throughput judges the gain where there are cores for it', () => {
	const fact: ThroughputFact = {
		...{
			what: 'two',
			bookings: 1,
			accepted: 1,
			mails: 1,
			answersPerSecond: 2,
			jobsPerSecond: 2,
			cpuMsPerJob: 9,
		},
	};
	const facts = [fact, { ...fact, what: 'one' }];
	assert.deepEqual(failed(throughput(facts, 2)), []);
	assert.equal(failed(throughput(facts, 4)).length, 1);
	assert.deepEqual(failed(throughput([{ ...fact, jobsPerSecond: 3 }, facts[1]], 4)), []);
	assert.equal(failed(throughput([{ ...fact, mails: 0 }, facts[1]], 2)).length, 1);
});
