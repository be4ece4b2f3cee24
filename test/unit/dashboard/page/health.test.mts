import {
	healthOf,
	subscriptionOfRow,
	type HealthSource,
} from '../../../../nodes/shared/dashboard/page/health';
import type { DeliveryState } from '../../../../nodes/shared/journal/entry';
import { refusalRow } from '../../../support/refusals.mts';
import { NO_HEALTH, NOW } from '../fixtures.mts';

const delivery = (etat: DeliveryState, recu_le: string, evenement = 'invitee.created') => ({
	etat,
	recu_le,
	evenement,
});

test('nothing looked at, nothing said', () => {
	expect(healthOf(NO_HEALTH, NOW)).toEqual({
		...{ journal: null, refusals: null, subscription: null },
		...{ refusedSettings: [], misfit: null },
	});
});

test('counts what waits and what failed, and tells failures of workflows apart', () => {
	const deliveries = [
		delivery('termine', '2026-11-21T10:00:00.000Z'),
		delivery('recu', '2026-11-22T08:00:00.000Z'),
		delivery('en_cours', '2026-11-22T07:00:00.000Z'),
		delivery('a_reprendre', '2026-11-20T07:00:00.000Z'),
		delivery('doublon', '2026-11-20T07:00:00.000Z'),
		delivery('echec', '2026-10-20T07:00:00.000Z'),
		delivery('echec', '2026-11-22T09:00:00.000Z', 'erreur'),
		delivery('echec', '2026-11-01T09:00:00.000Z', 'erreur'),
		...[21, 22, 22].map((day) => ({
			...delivery('echec', `2026-11-${day}T09:00:00.000Z`, 'non_remis'),
			resultat: 'Non remis à lea@atelier.exmple',
		})),
		{
			...delivery('echec', '2026-11-01T09:00:00.000Z', 'non_remis'),
			resultat: 'Non remis à paul@atelier.exmple',
		},
		{ evenement: 'invitee.created', recu_le: 'hier' },
	];
	expect(healthOf({ ...NO_HEALTH, deliveries }, NOW).journal).toEqual({
		lastDelivery: '2026-11-22T08:00:00.000Z',
		waiting: 3,
		late: 3,
		failed: 1,
		failures: 1,
		undelivered: ['Non remis à lea@atelier.exmple'],
	});
	expect(healthOf({ ...NO_HEALTH, deliveries: [] }, NOW).journal).toEqual({
		lastDelivery: null,
		waiting: 0,
		late: 0,
		failed: 0,
		failures: 0,
		undelivered: [],
	});
});

test('adds up the refusals since yesterday, most frequent first', () => {
	const refusal = (reason: string, day: string, count: number) =>
		refusalRow(reason, count, `${day}T09:00:00.000Z`);
	const deliveries = [
		refusal('missing_header', '2026-11-22', 2),
		refusal('signature_mismatch', '2026-11-22', 3),
		refusal('signature_mismatch', '2026-11-21', 4),
		refusal('signature_mismatch', '2026-11-20', 90),
		refusal('missing_header', '2026-11-21', Number.NaN),
		refusalRow('missing_header', 3, 'x'),
		delivery('termine', '2026-11-22T09:00:00.000Z'),
	];
	expect(healthOf({ ...NO_HEALTH, deliveries }, NOW).refusals).toEqual([
		{ reason: 'signature_mismatch', count: 7 },
		{ reason: 'missing_header', count: 2 },
	]);
});

test.each([
	['alive', { state: 'active', needsRepair: false } as const, true],
	['alive but not as wanted', { state: 'active', needsRepair: true } as const, false],
	['disabled', { state: 'disabled' } as const, false],
	['unknown', {}, false],
])('the subscription is %s', (_name, subscription, isWell) => {
	expect(healthOf({ ...NO_HEALTH, subscription }, NOW).subscription?.isWell).toBe(isWell);
});

describe('the check the reconciliation noted', () => {
	const row = {
		evenement: 'liaison',
		action: 'active',
		resultat: 'La liaison avec Calendly est active.',
		recu_le: '2026-11-22T06:00:00.000Z',
	};
	const health = (changes: Partial<typeof row> = {}) =>
		healthOf({ ...NO_HEALTH, subscription: subscriptionOfRow({ ...row, ...changes }) }, NOW)
			.subscription;

	test('is read from its row of the journal, and from no other', () => {
		expect(health()).toEqual({
			state: 'active',
			message: 'La liaison avec Calendly est active.',
			isWell: true,
			outdatedSince: null,
		});
		expect(subscriptionOfRow({ ...row, evenement: 'invitee.created' })).toBeNull();
	});

	test('is bad news when something is to be repaired', () => {
		expect(health({ action: 'a_reparer' })?.isWell).toBe(false);
	});

	test('is not relied on when the reconciliation has not looked for twelve hours', () => {
		expect(health({ recu_le: '2026-11-21T12:00:00.000Z' })).toMatchObject({
			isWell: false,
			outdatedSince: '2026-11-21T12:00:00.000Z',
		});
	});
});

describe('of deliveries', () => {
	const journal = (...deliveries: Array<Record<string, unknown>>) =>
		healthOf(
			{ ...NO_HEALTH, deliveries: deliveries as NonNullable<HealthSource['deliveries']> },
			NOW,
		).journal!;

	test.each<[string, DeliveryState | undefined, string, number, number]>([
		['one that has just come waits', 'recu', '2026-11-22T09:59:59.000Z', 1, 0],
		['after ten minutes it is not late yet', 'en_cours', '2026-11-22T09:50:00.000Z', 1, 0],
		['then it is', 'a_reprendre', '2026-11-22T09:49:59.999Z', 1, 1],
		['of which the time cannot be read it is', 'recu', 'hier', 1, 1],
		['one that is done does not wait', 'termine', '2026-11-20T09:00:00.000Z', 0, 0],
		['nor one without a state', undefined, '2026-11-20T09:00:00.000Z', 0, 0],
	])('%s', (_name, etat, recu_le, waiting, late) => {
		expect(journal({ etat, recu_le, evenement: 'invitee.created' })).toMatchObject({
			waiting,
			late,
		});
	});

	test('the last is the latest that came, whatever became of it', () => {
		const at = (etat: DeliveryState, hour: string) =>
			delivery(etat, `2026-11-22T${hour}:00:00.000Z`);
		expect(journal(at('termine', '07'), at('echec', '09'), at('recu', '08')).lastDelivery).toBe(
			'2026-11-22T09:00:00.000Z',
		);
	});

	test('errors and recipients count for two days', () => {
		const row = (evenement: string, recu_le: string) => ({
			...delivery('echec', recu_le, evenement),
			resultat: 'Non remis à a',
		});
		const [then, later] = ['2026-11-20T10:00:00.000Z', '2026-11-20T10:00:00.001Z'];
		const told = (recu_le: string) => journal(row('erreur', recu_le), row('non_remis', recu_le));
		expect(told(then)).toMatchObject({ failures: 0, undelivered: [], failed: 0 });
		expect(told(later)).toMatchObject({ failures: 1, undelivered: ['Non remis à a'], failed: 0 });
	});
});

test('refusals count from the first instant of yesterday, UTC', () => {
	const refusals = (...lasts: string[]) =>
		healthOf(
			{ ...NO_HEALTH, deliveries: lasts.map((last) => refusalRow('missing_header', 1, last)) },
			NOW,
		).refusals;
	expect(refusals('2026-11-20T23:59:59.999Z')).toEqual([]);
	expect(refusals('2026-11-21T00:00:00.000Z', '2026-11-22T09:00:00.000Z')).toEqual([
		{ reason: 'missing_header', count: 2 },
	]);
});

test('what cannot be used and what does not fit is handed on', () => {
	const source = { ...NO_HEALTH, refusedSettings: ['Réglage'], misfit: 'Paquet' };
	expect(healthOf(source, NOW)).toMatchObject({ refusedSettings: ['Réglage'], misfit: 'Paquet' });
});

test.each<[string, string | undefined, boolean]>([
	['just before twelve hours were over', '2026-11-21T22:00:00.001Z', true],
	['twelve hours ago', '2026-11-21T22:00:00.000Z', false],
	['for this very page', undefined, true],
])('a subscription that was looked at %s', (_name, checkedAt, isWell) => {
	const subscription = {
		state: 'active',
		needsRepair: false,
		message: ' Actif.\n',
		checkedAt,
	} as const;
	expect(healthOf({ ...NO_HEALTH, subscription }, NOW).subscription).toEqual({
		...{ state: 'active', message: 'Actif.', isWell },
		outdatedSince: isWell ? null : checkedAt,
	});
});

test('a subscription of which nothing is said is not well, and says nothing', () => {
	const nothing = { state: null, message: null, isWell: false, outdatedSince: null };
	expect(healthOf({ ...NO_HEALTH, subscription: {} }, NOW).subscription).toEqual(nothing);
	const row = {
		evenement: 'liaison',
		action: 'missing',
		resultat: null,
		recu_le: '2026-11-22T06:00:00Z',
	};
	expect(
		healthOf({ ...NO_HEALTH, subscription: subscriptionOfRow(row) }, NOW).subscription,
	).toEqual({
		...nothing,
		state: 'missing',
	});
});
