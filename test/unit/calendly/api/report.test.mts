import { subscriptionReport } from '../../../../nodes/shared/calendly/api/report';
import type { SubscriptionStatus } from '../../../../nodes/shared/calendly/api/subscriptions';
import { ORGANIZATION } from './fakeCalendly.mts';

const HEALTHY: SubscriptionStatus = {
	wanted: {
		url: 'https://n8n.archimeuble.fr/webhook/a',
		events: ['invitee.created'],
		scope: 'organization',
		organization: ORGANIZATION,
		user: null,
		group: null,
	},
	subscription: null,
	asWanted: true,
	state: 'active',
	retryStartedAt: null,
	hoursUntilDisabled: null,
	createdAt: '2026-11-01T08:00:00.000Z',
};
const MISSING: Partial<SubscriptionStatus> = { state: 'missing', asWanted: false, createdAt: null };
const DISABLED: Partial<SubscriptionStatus> = { state: 'disabled', asWanted: false };
const RETRYING: Partial<SubscriptionStatus> = {
	state: 'retrying',
	retryStartedAt: '2026-11-22T06:30:00.000Z',
	hoursUntilDisabled: 20.5,
};

const report = (...statuses: Array<Partial<SubscriptionStatus>>) =>
	subscriptionReport(
		statuses.map((status) => ({ ...HEALTHY, ...status })),
		'Europe/Paris',
	);

describe('the report on the subscription', () => {
	test.each<[string, Partial<SubscriptionStatus>, boolean, string, string]>([
		[
			'says that it is active',
			{},
			false,
			'La liaison avec Calendly est active.',
			'La liaison avec Calendly était active.',
		],
		[
			'says that it has another form',
			{ asWanted: false },
			true,
			'La liaison avec Calendly n’est pas complète (événements, portée ou clé de signature)\u00a0: des rendez-vous peuvent manquer.',
			'La liaison avec Calendly n’était pas complète (événements, portée ou clé de signature)\u00a0: des rendez-vous pouvaient manquer.',
		],
		[
			'says that there is none',
			MISSING,
			true,
			'Calendly n’a pas de liaison avec l’adresse de n8n\u00a0: aucun rendez-vous n’arrive.',
			'Calendly n’avait pas de liaison avec l’adresse de n8n\u00a0: aucun rendez-vous n’arrivait.',
		],
		[
			'says that it was disabled',
			DISABLED,
			true,
			'Calendly a coupé la liaison après 24 heures d’échecs\u00a0: aucun rendez-vous n’arrive plus.',
			'Calendly avait coupé la liaison après 24 heures d’échecs\u00a0: aucun rendez-vous n’arrivait plus.',
		],
		[
			'says since when deliveries fail, by the workshop’s clock, and what to check',
			RETRYING,
			false,
			'Les messages de Calendly n’arrivent plus depuis le 22/11/2026 à 07:30\u202f; Calendly coupera la liaison dans 20,5\u00a0h si cela continue. Vérifier que n8n est joignable à son adresse publique et que la clé de signature est celle de la liaison.',
			'Les messages de Calendly n’arrivaient plus depuis le 22/11/2026 à 07:30.',
		],
	])('%s, and afterwards that it was', (_name, status, needsRepair, message, pastMessage) => {
		expect(report(status)).toMatchObject({ needsRepair, message, pastMessage });
	});

	test('holds the health and nothing of the subscription itself', () => {
		expect(report(RETRYING)).toEqual({
			state: 'retrying',
			retryStartedAt: '2026-11-22T06:30:00.000Z',
			hoursUntilDisabled: 20.5,
			createdAt: '2026-11-01T08:00:00.000Z',
			needsRepair: false,
			message: expect.any(String),
			pastMessage: expect.any(String),
		});
	});

	test('shows the moment in the zone it is given', () => {
		const { message } = subscriptionReport([{ ...HEALTHY, ...RETRYING }], 'Indian/Reunion');
		expect(message).toContain('depuis le 22/11/2026 à 10:30');
	});

	test.each([
		[24, '24\u00a0h'],
		[0.1, '0,1\u00a0h'],
	])('tells %d hours as a Frenchman writes them', (hoursUntilDisabled, expected) => {
		expect(report({ ...RETRYING, hoursUntilDisabled }).message).toContain(`dans ${expected} si`);
	});

	test('does without a moment nobody knows', () => {
		const { message } = report({ ...RETRYING, retryStartedAt: null });
		expect(message).toContain('depuis une date inconnue');
	});

	test.each<[string, Array<Partial<SubscriptionStatus>>, string]>([
		['missing, before all others', [{}, RETRYING, DISABLED, MISSING], 'missing'],
		['disabled, before retrying', [{}, RETRYING, DISABLED], 'disabled'],
		['retrying, before active', [{}, RETRYING], 'retrying'],
		['active, when all are', [{}, {}], 'active'],
	])('is about the worst of several: %s', (_name, statuses, state) => {
		expect(report(...statuses).state).toBe(state);
		expect(report(...[...statuses].reverse()).state).toBe(state);
	});

	test('asks for a repair when one of several needs it, though it is not the worst', () => {
		expect(report(RETRYING, { asWanted: false })).toMatchObject({
			state: 'retrying',
			needsRepair: true,
		});
	});

	test('leaves the list it is given as it is', () => {
		const statuses = [HEALTHY, { ...HEALTHY, ...MISSING }];
		subscriptionReport(statuses, 'Europe/Paris');
		expect(statuses.map(({ state }) => state)).toEqual(['active', 'missing']);
	});
});
