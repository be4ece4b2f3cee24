import fc from 'fast-check';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { alertDue, type RecordedFailure } from '../../../nodes/shared/journal/alert';
import {
	NO_RECIPIENT,
	NOTED_EVENTS,
	eventOf,
	isDelivery,
	isFailure,
	JOURNAL_COLUMNS,
	journalEntry,
	type StoredDelivery,
} from '../../../nodes/shared/journal/entry';
import { failureOf } from '../../../nodes/shared/journal/failure';
import { logLines } from '../../../nodes/shared/journal/log';
import { isRefusedForGood } from '../../../nodes/shared/journal/refusedMail';
import {
	backoffMinutes,
	DEFAULT_RETRY_POLICY,
	heldBy,
	retryDecision,
	retryPatch,
} from '../../../nodes/shared/journal/unfinished';
import { payload, webhook, type PayloadName } from '../../support/payloads.mts';
import { anEvent } from '../email/fixtures.mts';

const receivedAt = new Date('2025-10-31T22:51:00.000Z');
/** As the journal keeps it. */
const REFUSED = 'Courriel non envoyé\u00a0: Message failed: 550 5.1.1 No such user here';
const event = (name: PayloadName, change?: (payload: any) => void) =>
	normalizeWebhook(webhook(name, change), { receivedAt });

describe('the journal entry', () => {
	test('is flat, and its columns are those of the table', () => {
		const entry = journalEntry(event('01-created-google-meet'));
		expect(Object.keys(JOURNAL_COLUMNS)).toEqual(expect.arrayContaining(Object.keys(entry)));
		expect(Object.values(entry).every((value) => typeof value !== 'object' || value === null)).toBe(
			true,
		);
	});

	test('gives back the event it was made from', () => {
		const original = event('11-physical-guests-special-characters');
		expect(eventOf({ id: 7, ...journalEntry(original) })).toEqual(original);
		expect(eventOf(original)).toBe(original);
	});

	test('is a delivery, as every row is that the workflows do not note themselves', () => {
		expect(isDelivery(journalEntry(event('01-created-google-meet')))).toBe(true);
		expect(isDelivery({})).toBe(true);
		expect(NOTED_EVENTS.filter((evenement) => isDelivery({ evenement }))).toEqual([]);
		expect(NOTED_EVENTS.filter((evenement) => isFailure({ evenement }))).toEqual(['erreur']);
	});

	test('does not keep the raw payload', () => {
		const raw = payload('01-created-google-meet');
		const entry = journalEntry(normalizeWebhook(raw, { receivedAt, includeRaw: true }));
		expect(entry.contenu).not.toContain('created_by');
	});

	test.each([
		null,
		'x',
		[],
		{},
		{ contenu: '{' },
		{ contenu: '{}' },
		{ schemaVersion: 1, appointment: {} },
		{ ...event('01-created-google-meet'), schemaVersion: 2 },
	])('%j carries no event', (json) => {
		expect(eventOf(json)).toBeNull();
	});
});

describe('what the relance does', () => {
	const at = new Date('2026-01-01T12:00:00.000Z');
	const minutesAgo = (minutes: number) => new Date(at.getTime() - minutes * 60_000).toISOString();
	const delivery = (changes: Partial<StoredDelivery>) =>
		({ id: 1, etat: 'recu', essais: 0, recu_le: minutesAgo(1000), ...changes }) as StoredDelivery;
	const THIS = { process: 'this', held: new Map<string, number>() };
	const decide = (row: StoredDelivery, policy = DEFAULT_RETRY_POLICY) =>
		retryDecision(row, at, policy, THIS);

	test.each<[string, Partial<StoredDelivery>, string]>([
		['just stored: wait', { recu_le: minutesAgo(1) }, 'wait'],
		['stored and forgotten by a crash: retry', { recu_le: minutesAgo(2) }, 'retry'],
		['being handled: wait', { etat: 'en_cours', essai_le: minutesAgo(2) }, 'wait'],
		['held by a dead execution: retry', { etat: 'en_cours', essai_le: minutesAgo(3) }, 'retry'],
		['failed just now: wait', { etat: 'a_reprendre', essai_le: minutesAgo(0.5) }, 'wait'],
		['failed a minute ago: retry', { etat: 'a_reprendre', essai_le: minutesAgo(1) }, 'retry'],
		[
			'failed for the fifth time: wait',
			{ etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(15) },
			'wait',
		],
		[
			'failed for the fifth time, later: retry',
			{ etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(16) },
			'retry',
		],
		[
			'failed for the last time: give up',
			{ etat: 'a_reprendre', essais: 29, essai_le: minutesAgo(60) },
			'give_up',
		],
		[
			'refused for good for the sixth time: give up',
			{ etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(16), erreur: REFUSED },
			'give_up',
		],
		[
			'refused for good for the fifth time: retry',
			{ etat: 'a_reprendre', essais: 4, essai_le: minutesAgo(8), erreur: REFUSED },
			'retry',
		],
		[
			'refused for good earlier, cut off by a crash since: retry',
			{ etat: 'en_cours', essais: 5, essai_le: minutesAgo(15), erreur: REFUSED },
			'retry',
		],
		[
			'without an address to write to, tried a thousand times: retry',
			{ etat: 'a_reprendre', essais: 1000, essai_le: minutesAgo(5), erreur: NO_RECIPIENT },
			'retry',
		],
		[
			'without an address to write to, tried just now: wait',
			{ etat: 'a_reprendre', essais: 1, essai_le: minutesAgo(4), erreur: NO_RECIPIENT },
			'wait',
		],
		['done: wait for ever', { etat: 'termine', essai_le: minutesAgo(9999) }, 'wait'],
		['a duplicate: wait for ever', { etat: 'doublon' }, 'wait'],
		['done, with a damaged time: wait for ever', { etat: 'termine', essai_le: 'hier' }, 'wait'],
		['given up: wait for ever', { etat: 'echec' }, 'wait'],
		['a damaged time: retry rather than forget', { essai_le: 'hier' }, 'retry'],
	])('%s', (_name, changes, expected) => {
		expect(decide(delivery(changes))).toBe(expected);
	});

	test.each<[string, Partial<StoredDelivery>, number, string]>([
		['just taken by the process before this one: retry', { processus: 'before' }, 0, 'retry'],
		['held by this process for ten minutes: wait', { processus: 'this' }, 10, 'wait'],
		['held by this process beyond the time limit: retry', { processus: 'this' }, 11, 'retry'],
		['the only one a worker holds, for two minutes: wait', { processus: '' }, 2, 'wait'],
		['the only one a worker holds, for longer: retry', { processus: '' }, 2.5, 'retry'],
		['one of four a worker holds, for 3 minutes: wait', { execution: 'four' }, 3, 'wait'],
		['one of four a worker holds, for 4 minutes: retry', { execution: 'four' }, 4, 'retry'],
		['one of hundred a worker holds: the time limit tells', { execution: 'all' }, 11, 'retry'],
	])('%s', (_name, changes, minutes, expected) => {
		const held = new Map([
			['four', 4],
			['all', 100],
		]);
		const row = delivery({ etat: 'en_cours', essai_le: minutesAgo(minutes), ...changes });
		expect(retryDecision(row, at, DEFAULT_RETRY_POLICY, { process: 'this', held })).toBe(expected);
	});

	test.each<[string, Partial<StoredDelivery>, string]>([
		['stored by the process before this one: retry', { processus: 'before' }, 'retry'],
		['stored by this process: wait', { processus: 'this' }, 'wait'],
		['stored by one of several: wait', { processus: '' }, 'wait'],
		[
			'done by the process before this one: wait for ever',
			{ processus: 'before', etat: 'termine' },
			'wait',
		],
		[
			'waiting for its next attempt, whoever took it last: wait',
			{ processus: 'before', etat: 'a_reprendre', essais: 5, essai_le: minutesAgo(3) },
			'wait',
		],
	])('%s', (_name, changes, expected) => {
		expect(decide(delivery({ recu_le: minutesAgo(0.5), ...changes }))).toBe(expected);
	});

	test('counts what each execution holds', () => {
		const rows = [
			delivery({ etat: 'en_cours', execution: '1' }),
			delivery({ etat: 'en_cours', execution: '1' }),
			delivery({ etat: 'en_cours', execution: '2' }),
			delivery({ etat: 'termine', execution: '2' }),
			delivery({ etat: 'en_cours', execution: null }),
		];
		expect([...heldBy(rows)]).toEqual([
			['1', 2],
			['2', 1],
		]);
	});

	test('what is written puts a delivery back, or closes it, and leaves what it said before', () => {
		const [essai_le, now] = [minutesAgo(4), at.toISOString()];
		const waiting = delivery({ etat: 'a_reprendre', essais: 4, essai_le, resultat: 'En attente' });
		expect(retryPatch(waiting, false, at, THIS)).toEqual({
			...{ etat: 'recu', essais: 5, essai_le: now, resultat: 'En attente', termine_le: null },
			processus: '',
		});
		const resultat = 'Abandonné après plusieurs essais';
		expect(retryPatch(waiting, true, at, THIS)).toEqual({
			...{ etat: 'echec', essais: 5, essai_le, resultat, termine_le: now, processus: '' },
		});
	});

	test.each(['before', 'this'])('a delivery of the process « %s » is this one’s', (processus) => {
		for (const isGivenUp of [false, true]) {
			expect(retryPatch(delivery({ processus }), isGivenUp, at, THIS).processus).toBe('this');
		}
	});

	test('never allows more refusals than attempts', () => {
		const refused = delivery({ etat: 'a_reprendre', essais: 1, erreur: REFUSED });
		const policy = { ...DEFAULT_RETRY_POLICY, maxAttempts: 2 };
		expect(decide({ ...refused, essai_le: minutesAgo(1) }, policy)).toBe('give_up');
	});

	test('waits 1, 1, 2, 4, 8 … minutes, at most an hour, over a day in all', () => {
		const waits = Array.from({ length: 29 }, (_, attempts) =>
			backoffMinutes(attempts, DEFAULT_RETRY_POLICY),
		);
		expect(waits.slice(0, 9)).toEqual([1, 1, 2, 4, 8, 16, 32, 60, 60]);
		expect(waits.reduce((sum, wait) => sum + wait, 0)).toBeGreaterThan(22 * 60);
	});
});

describe('a mail error', () => {
	test.each([
		['a mailbox that does not exist', REFUSED],
		['a refused content', 'Courriel non envoyé\u00a0: Message failed: 554 5.7.1 Spam'],
		['refused recipients', "Can't send mail - all recipients were rejected: 550 No such user"],
		['a refused sender', 'Mail command failed: 553-5.7.1 Not yours'],
		['a refused login', 'Invalid login: 535 5.7.8 Authentication failed'],
		['a reply without a text', 'Message failed: 550'],
	])('is for good: %s', (_name, error) => {
		expect(isRefusedForGood(error)).toBe(true);
	});

	test.each<[string, unknown]>([
		['a full disk there', 'Message failed: 452 4.3.1 Insufficient storage'],
		['greylisting', "Can't send mail - all recipients were rejected: 451 4.7.1 Try again later"],
		['a code that is only mentioned', 'Message failed: 450 4.2.0 upstream said: 550 no'],
		['a refused connection', 'connect ECONNREFUSED 127.0.0.1:550'],
		['a time limit', 'Timeout'],
		['a port', 'getaddrinfo ENOTFOUND smtp:587'],
		['a longer number', 'Message failed: 5500'],
		['nothing', ''],
		['no text', null],
	])('may heal: %s', (_name, error) => {
		expect(isRefusedForGood(error)).toBe(false);
	});
});

describe('the log', () => {
	const options = { recipient: 'pro.archimeuble@gmail.com', timezone: 'Europe/Paris' };

	test('has the original’s lines', () => {
		const booked = event('guide-created', (changed) => {
			changed.name = 'Test Client';
			changed.email = 'test@example.com';
			changed.event_type_name = 'Consultation téléphonique';
		});
		const [received, prepared] = logLines(booked, options);
		expect(received).toMatch(/^\[2025-10-31 23:51:00\] Event: invitee\.created \| Data: \{.*\}$/);
		expect(prepared).toBe(
			'[2025-10-31 23:51:00] Email notification prepared for: pro.archimeuble@gmail.com | Client: Test Client (test@example.com) | Event: Consultation téléphonique',
		);
	});

	test('has the line of a cancellation', () => {
		expect(logLines(event('02-canceled-by-host'), { ...options, recipient: null })[1]).toBe(
			'[2025-10-31 23:51:00] Appointment CANCELED | Client: Léa Petit (lea.petit@example.com) | Event: Visio conception - 30 min',
		);
	});

	test('names what is not known with a dash', () => {
		const unknown = event('guide-canceled', (changed) => {
			changed.name = null;
			changed.email = 'none';
		});
		expect(logLines(unknown, options)[1]).toContain('Client: - (-) |');
	});

	test('holds no bearer link and no meeting password', () => {
		const lines = logLines(event('10-zoom-question-positions-gap'), options).join('\n');
		expect(lines).not.toMatch(/cancellations|reschedulings|pwd=|REDACTED|000000"/);
	});

	test.each([
		['https://zoom.us/j/123?pwd=SECRET', 'https://zoom.us/***'],
		['Salle : https://zoom.us/j/123?pwd=SECRET, à 14 h', 'Salle : https://zoom.us/*** à 14 h'],
		['zoom.us/j/123?pwd=SECRET', 'zoom.us/***'],
		['(meet.google.com/abc-defg-SECRET)', '(meet.google.com/***'],
		['https://moi:SECRET@nas.example/d', 'https://nas.example/***'],
		['zoommtg://zoom.us/join?pwd=SECRET', 'zoommtg://zoom.us/***'],
		['HTTPS://A.FR#SECRET', 'HTTPS://A.FR/***'],
		['https://a.fr:8443?SECRET', 'https://a.fr:8443/***'],
		['https://' + 'a'.repeat(300) + '/SECRET', 'https://' + 'a'.repeat(300) + '/***'],
		['https://a.fr/1\nhttps://b.fr/SECRET', 'https://a.fr/***\nhttps://b.fr/***'],
		['et/ou 12/15 Mme/M. a@b.fr/c', 'et/ou 12/15 Mme/M. a@b.fr/c'],
		['https://a.fr', 'https://a.fr'],
	])('shows of the address in « %s » the host alone, wherever it was written', (typed, shown) => {
		const booked = anEvent({
			notes: typed,
			configurationUrl: typed,
			client: { name: typed },
			appointment: { type: typed, location: typed },
			answers: [{ question: typed, answer: typed, position: 0 }],
		});
		const lines = logLines(booked, options);
		expect(lines.join('\n')).not.toContain('SECRET');
		const { notes, configurationUrl, client, appointment, answers } = JSON.parse(
			lines[0].split(' | Data: ')[1],
		);
		const written = [notes, configurationUrl, client.name, appointment.type, appointment.location];
		const all = [...written, answers[0].question, answers[0].answer];
		expect([...new Set(all)]).toEqual([shown]);
	});

	test('still tells whom and what an event is about', () => {
		const uri = 'https://api.calendly.com/scheduled_events/E/invitees/I';
		const lines = logLines(anEvent({ appointment: { inviteeUri: uri } }), options);
		expect(lines[0]).toContain(`"inviteeUri":"${uri}"`);
	});

	test('looks for addresses in time, whatever a guest types', () => {
		for (const piece of ['a.', 'a-', 'http://', 'a://', 'zoom.us/', 'é.é/', '@a.fr/']) {
			const notes = piece.repeat(500_000 / piece.length);
			const started = performance.now();
			logLines(anEvent({ notes }), options);
			expect([piece, performance.now() - started < 1_000]).toEqual([piece, true]);
		}
	});

	test('keeps one line per entry and no forged field, whatever a guest types', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }),
				fc.constantFrom(
					'',
					'\n[2025-01-01 00:00:00] Event: x',
					' | Event: forged',
					'\u2028',
					'\u0085',
				),
				(typed, hostile) => {
					const event_ = event('guide-created', (changed) => {
						changed.name = `x${typed}${hostile}`;
						changed.event_type_name = `${hostile}${typed}`;
						changed.questions_and_answers = [
							{ question: 'Notes', answer: typed + hostile, position: 0 },
						];
					});
					const lines = logLines(event_, options);
					expect(lines).toHaveLength(2);
					expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
					expect(lines[1].split(' | ')).toHaveLength(3);
				},
			),
		);
	});
});

describe('an alert', () => {
	const now = new Date('2026-01-01T12:00:00.000Z');
	const told = (termine_le: string) => ({ id: 1, recu_le: termine_le, termine_le });
	const own = { id: 7, recu_le: '2026-01-01T12:00:00Z' };
	test.each<[string, RecordedFailure[], boolean]>([
		['is due for the first failure', [], true],
		['is due for a failure that is alone', [own], true],
		['is due when nobody was told of those of an hour ago', [{ id: 1, termine_le: null }], true],
		['is not due when somebody was told half an hour ago', [told('2026-01-01T11:30:00Z')], false],
		['is due again later', [told('2026-01-01T10:59:59Z')], true],
		['is due when the time cannot be read', [told('hier')], true],
		[
			'is not due beside an earlier one of the same moment',
			[{ id: 6, recu_le: '2026-01-01T11:59:59Z' }, own],
			false,
		],
		[
			'is due beside a later one of the same moment',
			[own, { id: 8, recu_le: '2026-01-01T12:00:00Z' }],
			true,
		],
		[
			'is due when nobody was told of one some minutes ago',
			[{ id: 6, recu_le: '2026-01-01T11:56:59Z' }, own],
			true,
		],
	])('%s', (_name, failures, expected) => {
		expect(alertDue(failures, own.id, now)).toBe(expected);
	});

	test('is due for a failure that could not be recorded, whoever else failed', () => {
		expect(alertDue([{ id: 6, recu_le: own.recu_le }], null, now)).toBe(true);
		expect(alertDue([told('2026-01-01T11:59:00Z')], null, now)).toBe(false);
	});
});

describe('a failure of a workflow', () => {
	const workflow = { id: 'ArchiMeubleRdv01', name: 'ArchiMeuble – Rendez-vous' };

	test('of a node is told with node, message and execution', () => {
		const execution = {
			id: 12,
			url: 'http://localhost:5678/workflow/ArchiMeubleRdv01/executions/12',
			lastNodeExecuted: 'Qui traite ?',
			error: Object.assign(new Error('The item holds no appointment event'), { node: {} }),
		};
		expect(failureOf({ workflow, execution }, '13')).toEqual({
			key: 'erreur-12',
			workflowId: 'ArchiMeubleRdv01',
			workflowName: 'ArchiMeuble – Rendez-vous',
			node: 'Qui traite ?',
			message: 'The item holds no appointment event',
			executionId: '12',
			executionUrl: 'http://localhost:5678/workflow/ArchiMeubleRdv01/executions/12',
		});
	});

	test('of a trigger has no execution of its own', () => {
		const trigger = { error: { message: 'No credential' } };
		expect(failureOf({ workflow, trigger }, '13')).toMatchObject({
			key: 'erreur-13',
			message: 'No credential',
			node: null,
			executionId: null,
			executionUrl: null,
		});
	});

	test('is described whatever n8n hands over, in bounded text', () => {
		fc.assert(
			fc.property(fc.anything(), (item) => {
				expect(failureOf(item, '13').workflowId).not.toBe('');
			}),
		);
		const execution = { error: { message: 'x'.repeat(5000) } };
		expect(failureOf({ execution }, '13').message).toHaveLength(3000);
	});
});
