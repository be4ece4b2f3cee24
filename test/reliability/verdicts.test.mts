/** The verdicts themselves: `node --test test/reliability/verdicts.test.mts`. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Check } from './lib/case.mts';
import { extraMails } from './lib/facts.mts';
import { Random } from './lib/random.mts';
import { verdict as attack, type AttackFacts } from './cases/attack.mts';
import { verdict as clock } from './cases/clock.mts';
import { promisedMails, permutations, verdict as disorder } from './cases/disorder.mts';
import { verdict as duplicates } from './cases/duplicates.mts';
import { verdict as killed, type KilledFacts } from './cases/killed.mts';
import { verdict as outage, type OutageFacts } from './cases/outage.mts';
import { verdict as replay } from './cases/replay.mts';
import { verdict as smtp, type FaultFacts, type PermanentFacts } from './cases/smtp.mts';
import { verdict as storage, type StorageFacts } from './cases/storage.mts';

const failed = (checks: Check[]) =>
	checks.filter(({ holds }) => !holds).map(({ promise }) => promise);

describe('killed', () => {
	const whole: KilledFacts = {
		kills: 1,
		planned: 1,
		accepted: [{ event: 'invitee.created', invitee: 'a' }],
		journal: [
			{
				identifiant: 'a',
				evenement: 'invitee.created',
				etat: 'termine',
				resultat: 'Courriel envoyé',
				essais: 0,
			},
		],
		appointments: [{ identifiant: 'a', etat: 'confirme' }],
		mails: new Map([['created a@example.com', 1]]),
		logLines: new Map([['invitee.created a@example.com', 1]]),
		alerts: ['Le flux «\u00a0ArchiMeuble – Rendez-vous\u00a0» s’est arrêté'],
	};
	const cutOff = { journal: whole.journal.map((row) => ({ ...row, essais: 1 })) };
	const mailed = (times: number) => ({ mails: new Map([['created a@example.com', times]]) });
	const broken: Array<[string, Partial<KilledFacts>, string]> = [
		['a journal row', { journal: [] }, 'lost: not handled in the journal'],
		['an appointment', { appointments: [] }, 'lost: row missing, doubled or in the wrong state'],
		['a mail', { mails: new Map() }, 'lost: mail'],
		['a log line', { logLines: new Map() }, 'lost: log line'],
		['a delivery', { planned: 2 }, 'deliveries accepted'],
		['the limit', { ...cutOff, ...mailed(3) }, 'mails sent twice ≤ 1'],
		[
			'the cause of a second mail',
			mailed(2),
			'mails sent twice though nothing cut their delivery off',
		],
		[
			'the content of an alert',
			{ alerts: ['Le flux «\u00a0\u00a0» de n8n'] },
			'alerts that do not name the workflow',
		],
		[
			'the limit of the alerts',
			{ alerts: [...whole.alerts, ...whole.alerts] },
			'alerts about it, of each workflow ≤ 1 mails',
		],
	];
	test('holds when all is there', () => assert.deepEqual(failed(killed(whole)), []));
	test('holds when a kill met a mail before its mark', () => {
		assert.deepEqual(failed(killed({ ...whole, ...cutOff, ...mailed(2) })), []);
	});
	for (const [what, change, promise] of broken) {
		test(`sees that ${what} is missed`, () =>
			assert.deepEqual(failed(killed({ ...whole, ...change })), [promise]));
	}
	test('asks for no booking mail where the cancellation was first', () => {
		const [row] = whole.journal;
		const journal = [{ ...row, resultat: 'Sans courriel : rendez-vous déjà annulé ou déplacé' }];
		assert.deepEqual(failed(killed({ ...whole, journal, mails: new Map() })), []);
	});
});

describe('disorder', () => {
	test('knows the mails of a reschedule in both orders', () => {
		const mails = ['created A', 'rescheduled B'];
		assert.deepEqual(promisedMails(['created A', 'canceled A>B', 'created B<A']), mails);
		assert.deepEqual(promisedMails(['created A', 'created B<A', 'canceled A>B']), mails);
	});
	test('announces neither a booking heard of after its end nor a move that was moved again', () => {
		assert.deepEqual(promisedMails(['canceled A', 'created A']), ['canceled A']);
		assert.deepEqual(promisedMails(['created C<B', 'created B<A', 'created A']), ['rescheduled C']);
	});
	test('knows every order', () => {
		assert.equal(new Set(permutations([1, 2, 3, 4, 5]).map(String)).size, 120);
	});
	test('sees other rows, mails sent twice and mails missed', () => {
		const outcome = {
			scenario: 'reschedule',
			order: '',
			deliveries: ['created A'],
			rows: '[]',
			mails: ['created A'],
		};
		const checks = (changes: object) => failed(disorder([outcome, { ...outcome, ...changes }]));
		assert.deepEqual(checks({}), []);
		assert.equal(checks({ rows: '[1]' }).length, 2);
		assert.equal(checks({ mails: ['created A', 'created A'] }).length, 2);
		assert.equal(checks({ mails: [] }).length, 1);
	});
});

test('duplicates sees a second mail and a second row', () => {
	const facts = {
		deliveries: new Map([['a', 2]]),
		otherAnswers: [],
		refusals: [],
		journal: [
			{ identifiant: 'a', etat: 'termine' },
			{ identifiant: 'a', etat: 'doublon' },
		],
		appointments: [{ identifiant: 'a' }],
		mails: new Map([['created a@example.com', 1]]),
	};
	assert.deepEqual(failed(duplicates(facts)), []);
	const twice = new Map([['created a@example.com', 2]]);
	assert.deepEqual(failed(duplicates({ ...facts, mails: twice })), ['bookings with one mail']);
	const rows = [{ identifiant: 'a' }, { identifiant: 'a' }];
	assert.deepEqual(failed(duplicates({ ...facts, appointments: rows })), ['bookings with one row']);
});

test('clock wants a refusal that names the clock', () => {
	const log = 'Calendly delivery refused (timestamp_too_old). Check the clock.';
	const facts = [
		{ age: 600, status: 401, log, rows: 0 },
		{ age: 280, status: 200, log: '', rows: 1 },
	];
	assert.deepEqual(failed(clock(facts)), []);
	assert.equal(failed(clock([{ ...facts[0], log: '' }, facts[1]])).length, 1);
	assert.equal(failed(clock([{ ...facts[0], status: 200, rows: 1 }, facts[1]])).length, 2);
});

test('replay wants the right answer and no second effect', () => {
	const fact = { what: 'x', expected: 200, status: 200, rows: 1, mails: 1, expectedEffects: 1 };
	assert.deepEqual(failed(replay([fact])), []);
	assert.equal(failed(replay([{ ...fact, status: 401 }])).length, 1);
	assert.equal(failed(replay([{ ...fact, mails: 2 }])).length, 1);
});

test('storage sees a 200 without a row, a 4xx, and half a row', () => {
	const facts: StorageFacts = {
		fault: 'locked',
		invitees: ['a'],
		meanwhile: [{ invitee: 'a', status: '500' }],
		storedThen: [],
		journal: [{ identifiant: 'a', etat: 'termine' }],
		appointments: [{ identifiant: 'a', etat: 'confirme', debut: '2027-01-01T00:00:00.000Z' }],
		mails: new Map([['created a@example.com', 1]]),
		sameProcess: true,
	};
	assert.deepEqual(failed(storage(facts)), []);
	assert.equal(
		failed(storage({ ...facts, meanwhile: [{ invitee: 'a', status: '200' }] })).length,
		1,
	);
	assert.equal(
		failed(storage({ ...facts, meanwhile: [{ invitee: 'a', status: '404' }] })).length,
		1,
	);
	assert.equal(
		failed(storage({ ...facts, appointments: [{ identifiant: 'a', etat: null }] })).length,
		1,
	);
});

const siege = (milliseconds = 300, status = '200', answer = '415') => ({
	door: 'without a proxy',
	answers: new Map([['XML, packed', new Map([[answer, 3]])]]),
	legitimate: [{ status, milliseconds }],
});

test('attack sees whoever got in, and whatever fell over, swelled or was kept waiting', () => {
	const MIB = 1024 * 1024;
	const facts: AttackFacts = {
		forged: 10,
		welcomed: [],
		statuses: new Map([['401', 10]]),
		upset: new Set(),
		strangers: [],
		sameProcess: true,
		liveBefore: 200 * MIB,
		liveAfter: 230 * MIB,
		isSettled: true,
		rssBefore: 500 * MIB,
		rssPeak: 600 * MIB,
		rssAfter: 550 * MIB,
		legitimate: [{ status: '200', milliseconds: 300 }],
		legitimateDone: 1,
		hostile: 5,
		hostileDone: 5,
		injected: [],
		sieges: [siege()],
	};
	assert.deepEqual(failed(attack(facts)), []);
	const flaws: Array<Partial<AttackFacts>> = [
		{ welcomed: ['no header: 200'] },
		{ strangers: ['delivery x'] },
		{ sameProcess: false },
		{ rssAfter: 601 * MIB },
		{ liveAfter: 301 * MIB },
		{ liveAfter: 301 * MIB, isSettled: false },
		{ legitimateDone: 0 },
		{ legitimate: [{ status: '200', milliseconds: 5001 }] },
		{ hostileDone: 4 },
		{ injected: ['log: forged'] },
		{ sieges: [siege(15_001)] },
		{ sieges: [siege(300, 'timeout')] },
		{ sieges: [siege(300, '200', '200')] },
	];
	for (const flaw of flaws) assert.equal(failed(attack({ ...facts, ...flaw })).length, 1);
	const unanswered = [{ status: 'timeout', milliseconds: 300 }];
	assert.ok(failed(attack({ ...facts, legitimate: unanswered })).length >= 1);
});

test('smtp sees slow answers, missing and second mails, and a failure nobody is told of', () => {
	const fault: FaultFacts = {
		name: 'answers 451',
		invitees: ['a'],
		mayRepeat: false,
		met: 1,
		statuses: [200],
		slowestMs: 400,
		mails: new Map([['created a@example.com', 1]]),
		finished: 1,
	};
	const permanent: PermanentFacts = {
		row: { etat: 'echec', essais: 3, resultat: 'Abandonné', erreur: '550' },
		offered: 3,
		offeredAfterwards: 0,
		alerts: ['secours@example.net'],
	};
	assert.deepEqual(failed(smtp([fault], permanent)), []);
	const twice = new Map([['created a@example.com', 2]]);
	const faults: Array<Partial<FaultFacts>> = [
		{ statuses: [500] },
		{ slowestMs: 1000 },
		{ met: 0 },
		{ mails: new Map() },
		{ mails: twice },
		{ finished: 0 },
	];
	for (const flaw of faults) {
		assert.equal(failed(smtp([{ ...fault, ...flaw }], permanent)).length, 1);
	}
	assert.deepEqual(failed(smtp([{ ...fault, mayRepeat: true, mails: twice }], permanent)), []);
	const permanents: Array<Partial<PermanentFacts>> = [
		{ row: undefined },
		{ offered: 4 },
		{ offeredAfterwards: 1 },
		{ alerts: [] },
		{ alerts: ['menuisier@example.com'] },
	];
	for (const flaw of permanents) {
		assert.equal(failed(smtp([fault], { ...permanent, ...flaw })).length, 1);
	}
});

test('outage sees what is missing, too much, twice, and a subscription that stays dead', () => {
	const facts: OutageFacts = {
		wasDisabled: true,
		atCalendly: ['a active', 'a moved'],
		here: ['a moved', 'a active'],
		promised: ['rescheduled a'],
		mails: new Map([['rescheduled a', 1]]),
		subscriptions: ['active'],
		arrivesAgain: true,
	};
	assert.deepEqual(failed(outage(facts)), []);
	const flaws: Array<Partial<OutageFacts>> = [
		{ wasDisabled: false },
		{ here: ['a active'] },
		{ here: [...facts.here, 'b active'] },
		{ mails: new Map() },
		{ mails: new Map([...facts.mails, ['canceled a', 1]]) },
		{ mails: new Map([['rescheduled a', 2]]) },
		{ subscriptions: ['disabled'] },
		{ subscriptions: ['active', 'active'] },
		{ arrivesAgain: false },
	];
	for (const flaw of flaws) assert.equal(failed(outage({ ...facts, ...flaw })).length, 1);
});

test('the same seed gives the same numbers, within their bounds', () => {
	const draw = (seed: number) => {
		const random = new Random(seed);
		return Array.from({ length: 200 }, () => random.between(1, 6));
	};
	assert.deepEqual(draw(7), draw(7));
	assert.notDeepEqual(draw(7), draw(8));
	assert.deepEqual([...new Set(draw(7))].sort(), [1, 2, 3, 4, 5, 6]);
});

test('extra mails are those beyond the first', () => {
	assert.equal(
		extraMails(
			new Map([
				['a', 1],
				['b', 3],
			]),
		),
		2,
	);
});
