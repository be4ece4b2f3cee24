import { healthOf, subscriptionOfRow } from '../../../../nodes/shared/dashboard/page/health';
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
