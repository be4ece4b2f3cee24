import fc from 'fast-check';
import type {
	Subscription,
	SubscriptionScope,
} from '../../../../nodes/shared/calendly/api/resources';
import {
	checkCallbackUrl,
	health,
	isSameAddress,
	isSameWebhook,
	planSubscriptions,
	requireCallbackUrl,
	wantedSubscriptions,
	type SubscriptionSettings,
} from '../../../../nodes/shared/calendly/api/subscription';
import { BASE, GROUP, NOW, ORGANIZATION, USER } from './fakeCalendly.mts';

const URL_OF_N8N = 'https://n8n.archimeuble.fr/webhook/calendly-archimeuble/webhook';
const TEST_URL = 'https://n8n.archimeuble.fr/webhook-test/calendly-archimeuble/webhook';
const NO_WEB_ADDRESS = 'The webhook address of n8n is not a web address.';
const REMEDY =
	'Set N8N_WEBHOOK_URL (older n8n: WEBHOOK_URL) to the public https address of n8n and restart it; without one, use a tunnel such as Cloudflare Tunnel.';

describe('whether Calendly can deliver to an address', () => {
	test.each([
		URL_OF_N8N,
		'https://n8n.archimeuble.fr:8443/webhook/a',
		'https://abc-def.trycloudflare.com/webhook/a',
		'https://93.184.215.14/webhook/a',
		'https://[2606:4700:4700::1111]/webhook/a',
		'https://[3fff::1]/webhook/a',
		'https://N8N.ArchiMeuble.FR./webhook/a',
		'https://locale.fr/a',
		'https://mylocal.com/a',
		'https://lan.archimeuble.fr/a',
		'https://9.255.255.255/a',
		'https://11.0.0.0/a',
		'https://100.63.255.255/a',
		'https://100.128.0.0/a',
		'https://172.15.255.255/a',
		'https://172.32.0.0/a',
		'https://192.167.255.255/a',
		'https://192.169.0.0/a',
		'https://169.253.0.1/a',
		'https://198.17.255.255/a',
		'https://198.20.0.0/a',
		'https://126.255.255.255/a',
		'https://128.0.0.0/a',
		'https://223.255.255.255/a',
		'https://192.0.1.0/a',
		'https://192.0.3.0/a',
		'https://198.51.99.255/a',
		'https://203.0.114.0/a',
		'https://10.0.0.1.nip.io/a',
		'https://[2a01:2001:db8::1]/a',
	])('%s is reachable', (url) => {
		expect(checkCallbackUrl(url)).toEqual({ ok: true });
	});

	test.each([
		['http://localhost:5678/webhook/a', 'localhost'],
		['https://localhost./webhook/a', 'localhost.'],
		['https://LOCALHOST/webhook/a', 'localhost'],
		['https://n8n.localhost/a', 'n8n.localhost'],
		['https://nas.local/a', 'nas.local'],
		['https://nas.localdomain/a', 'nas.localdomain'],
		['https://n8n.internal/a', 'n8n.internal'],
		['https://n8n.intranet/a', 'n8n.intranet'],
		['https://n8n.lan/a', 'n8n.lan'],
		['https://n8n.home/a', 'n8n.home'],
		['https://n8n.home.arpa/a', 'n8n.home.arpa'],
		['https://home.arpa/a', 'home.arpa'],
		['https://n8n.local./a', 'n8n.local.'],
		['https://n8n.local../a', 'n8n.local..'],
		['https://10.0.0.1.local/a', '10.0.0.1.local'],
		['https://n8n.test/a', 'n8n.test'],
		['https://n8n.example/a', 'n8n.example'],
		['https://n8n.invalid/a', 'n8n.invalid'],
		['https://n8n/a', 'n8n'],
		['https://n8n:5678/a', 'n8n'],
		['https://127.0.0.1/a', '127.0.0.1'],
		['https://127.255.255.255/a', '127.255.255.255'],
		['https://127.1/a', '127.0.0.1'],
		['https://0x7f000001/a', '127.0.0.1'],
		['https://2130706433/a', '127.0.0.1'],
		['https://0177.0.0.1/a', '127.0.0.1'],
		['https://0.0.0.0/a', '0.0.0.0'],
		['https://10.0.0.5/a', '10.0.0.5'],
		['https://10.255.255.255/a', '10.255.255.255'],
		['https://100.64.0.1/a', '100.64.0.1'],
		['https://100.127.255.255/a', '100.127.255.255'],
		['https://169.254.169.254/a', '169.254.169.254'],
		['https://172.16.0.1/a', '172.16.0.1'],
		['https://172.31.255.255/a', '172.31.255.255'],
		['https://192.0.0.8/a', '192.0.0.8'],
		['https://192.0.2.1/a', '192.0.2.1'],
		['https://192.168.1.10/a', '192.168.1.10'],
		['https://198.18.0.1/a', '198.18.0.1'],
		['https://198.19.255.255/a', '198.19.255.255'],
		['https://198.51.100.7/a', '198.51.100.7'],
		['https://203.0.113.7/a', '203.0.113.7'],
		['https://224.0.0.1/a', '224.0.0.1'],
		['https://255.255.255.255/a', '255.255.255.255'],
		['https://[::1]/a', '[::1]'],
		['https://[0:0:0:0:0:0:0:1]/a', '[::1]'],
		['https://[::]/a', '[::]'],
		['https://[::ffff:192.168.1.1]/a', '[::ffff:c0a8:101]'],
		['https://[fe80::1]/a', '[fe80::1]'],
		['https://[fd00::1]/a', '[fd00::1]'],
		['https://[fc00::1]/a', '[fc00::1]'],
		['https://[fd00:2001::1]/a', '[fd00:2001::1]'],
		['https://[ff02::1]/a', '[ff02::1]'],
		['https://[2001:db8::1]/a', '[2001:db8::1]'],
	])('%s is out of reach', (url, host) => {
		expect(checkCallbackUrl(url)).toEqual({
			ok: false,
			message: `Calendly cannot reach ${host}: it is not on the internet.`,
			remedy: REMEDY,
		});
	});

	test.each([
		[
			'http',
			'http://n8n.archimeuble.fr/webhook/a',
			'The webhook address of n8n does not begin with https: http://n8n.archimeuble.fr.',
		],
		['another protocol', 'ftp://n8n.archimeuble.fr/a', NO_WEB_ADDRESS],
		['a protocol that ends alike', 'xhttps://n8n.archimeuble.fr/a', NO_WEB_ADDRESS],
		['a script', 'javascript:alert(1)', NO_WEB_ADDRESS],
		['no address', 'n8n.archimeuble.fr', NO_WEB_ADDRESS],
		['nothing', '', NO_WEB_ADDRESS],
		[
			'a password',
			'https://jean:secret@n8n.archimeuble.fr/a',
			'The webhook address of n8n holds a user name or password.',
		],
		[
			'a user name',
			'https://jean@n8n.archimeuble.fr/a',
			'The webhook address of n8n holds a user name or password.',
		],
		[
			'a password alone',
			'https://:secret@n8n.archimeuble.fr/a',
			'The webhook address of n8n holds a user name or password.',
		],
	])('%s is refused', (_name, url, message) => {
		expect(checkCallbackUrl(url)).toEqual({ ok: false, message, remedy: REMEDY });
	});

	test('a stand-in on this machine reaches this machine', () => {
		const check = (url: string, api: string) => checkCallbackUrl(url, api).ok;
		expect(check('http://localhost:5678/webhook/a', 'http://127.0.0.1:4010')).toBe(true);
		expect(check('http://n8n:5678/webhook/a', 'http://calendly:4010')).toBe(true);
		expect(check('ftp://localhost/a', 'http://127.0.0.1:4010')).toBe(false);
		expect(check('xhttp://localhost/a', 'http://127.0.0.1:4010')).toBe(false);
		expect(check('http://localhost:5678/webhook/a', 'https://api.calendly.com')).toBe(false);
		expect(check('http://localhost:5678/webhook/a', 'nonsense')).toBe(false);
	});

	test('every private IPv4 address is out of reach, however it is written', () => {
		const byte = fc.integer({ min: 0, max: 255 });
		const addresses = fc.oneof(
			fc.tuple(fc.constantFrom(0, 10, 127), byte, byte, byte),
			fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
			fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
			fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
		);
		fc.assert(
			fc.property(addresses, ([a, b, c, d]) => {
				const number = ((a * 256 + b) * 256 + c) * 256 + d;
				for (const host of [[a, b, c, d].join('.'), String(number), `0x${number.toString(16)}`]) {
					expect(checkCallbackUrl(`https://${host}/webhook/a`).ok).toBe(false);
				}
			}),
		);
	});

	test('nothing typed makes it throw, and what is accepted is https', () => {
		fc.assert(
			fc.property(fc.oneof(fc.webUrl(), fc.string({ unit: 'binary' })), (url) => {
				if (checkCallbackUrl(url).ok) expect(new URL(url).protocol).toBe('https:');
			}),
		);
	});
});

const settings = (fields: Partial<SubscriptionSettings> = {}): SubscriptionSettings => ({
	url: URL_OF_N8N,
	events: ['invitee.created', 'invitee.canceled'],
	scope: 'organization',
	organization: ORGANIZATION,
	user: USER,
	group: GROUP,
	...fields,
});

describe('the subscriptions that are wanted', () => {
	const INVITEES = [
		'invitee.created',
		'invitee.canceled',
		'invitee_no_show.created',
		'invitee_no_show.deleted',
	];
	const FORM = 'routing_form_submission.created';
	const RECAPS = ['meeting_recap.created', 'meeting_recap.updated', 'meeting_recap.deleted'];
	const wanted = (scope: SubscriptionScope, ...events: string[]) =>
		wantedSubscriptions(settings({ scope, events })).map((one) => [
			one.scope,
			one.url.replace(URL_OF_N8N, ''),
			one.events,
		]);

	test.each<[string, SubscriptionScope, string[], unknown]>([
		['one for the organization', 'organization', INVITEES, [['organization', '', INVITEES]]],
		['one for the user', 'user', INVITEES, [['user', '', INVITEES]]],
		['one for the group', 'group', INVITEES, [['group', '', INVITEES]]],
		['forms are the organization’s', 'organization', [FORM], [['organization', '', [FORM]]]],
		[
			'forms beside a user’s events',
			'user',
			['invitee.created', FORM],
			[
				['user', '', ['invitee.created']],
				['organization', '?scope=organization', [FORM]],
			],
		],
		[
			'forms beside a group’s events',
			'group',
			[FORM, 'invitee.created'],
			[
				['organization', '?scope=organization', [FORM]],
				['group', '', ['invitee.created']],
			],
		],
		[
			'recaps are the user’s',
			'user',
			[...RECAPS, 'invitee.created'],
			[['user', '', [...RECAPS, 'invitee.created']]],
		],
		[
			'recaps beside an organization’s events',
			'organization',
			['invitee.created', ...RECAPS],
			[
				['organization', '', ['invitee.created']],
				['user', '?scope=user', RECAPS],
			],
		],
		[
			'all three of a group',
			'group',
			['contact.created', FORM, ...RECAPS],
			[
				['group', '', ['contact.created']],
				['organization', '?scope=organization', [FORM]],
				['user', '?scope=user', RECAPS],
			],
		],
		[
			'the address of another scope is its own, also alone',
			'organization',
			RECAPS,
			[['user', '?scope=user', RECAPS]],
		],
		[
			'events of the future take the chosen scope',
			'group',
			['event_type.updated', 'something.new'],
			[['group', '', ['event_type.updated', 'something.new']]],
		],
		[
			'each event once',
			'user',
			['invitee.created', 'invitee.created'],
			[['user', '', ['invitee.created']]],
		],
		['none without events', 'user', [], []],
	])('%s', (_name, scope, events, expected) => {
		expect(wanted(scope, ...events)).toEqual(expected);
	});

	test('each names its owner and nobody else', () => {
		const events = ['invitee.created', FORM, RECAPS[0]];
		expect(wantedSubscriptions(settings({ scope: 'group', events }))).toEqual([
			{
				url: URL_OF_N8N,
				events: ['invitee.created'],
				scope: 'group',
				organization: ORGANIZATION,
				user: null,
				group: GROUP,
			},
			{
				url: `${URL_OF_N8N}?scope=organization`,
				events: [FORM],
				scope: 'organization',
				organization: ORGANIZATION,
				user: null,
				group: null,
			},
			{
				url: `${URL_OF_N8N}?scope=user`,
				events: [RECAPS[0]],
				scope: 'user',
				organization: ORGANIZATION,
				user: USER,
				group: null,
			},
		]);
	});

	test('no two have one address: Calendly would refuse the second', () => {
		const events = fc.subarray([
			...INVITEES,
			FORM,
			...RECAPS,
			'contact.created',
			'event_type.deleted',
		]);
		fc.assert(
			fc.property(events, fc.constantFrom('organization', 'user', 'group'), (chosen, scope) => {
				const list = wantedSubscriptions(settings({ events: chosen, scope }));
				expect(new Set(list.map(({ url }) => url)).size).toBe(list.length);
				expect(list.flatMap((one) => one.events).sort()).toEqual([...chosen].sort());
			}),
		);
	});

	test('the address is given as n8n tells it, however it is spelled', () => {
		const url = 'HTTPS://N8N.ArchiMeuble.fr:443';
		expect(wantedSubscriptions(settings({ url }))).toMatchObject([{ url }]);
	});

	test('a query of the address stays', () => {
		const [one] = wantedSubscriptions(settings({ url: `${URL_OF_N8N}?a=1`, events: RECAPS }));
		expect(one.url).toBe(`${URL_OF_N8N}?a=1&scope=user`);
	});

	test.each([[undefined], [null], ['']])(
		'the group scope with the group %j is refused',
		(group) => {
			expect(() => wantedSubscriptions(settings({ scope: 'group', group }))).toThrow(
				expect.objectContaining({
					kind: 'invalid_input',
					message: 'No Calendly group is chosen.',
					remedy: 'Choose the group in the node.',
				}),
			);
		},
	);
});

describe('the name of the signing key in the address', () => {
	const keyId = 'a417f54d';
	const RECAP = 'meeting_recap.created';

	test.each<[string, Partial<SubscriptionSettings>, string[]]>([
		['is its only parameter', {}, ['?key_id=a417f54d']],
		[
			'stands behind the scope',
			{ events: ['invitee.created', RECAP] },
			['?key_id=a417f54d', '?scope=user&key_id=a417f54d'],
		],
		['leaves other parameters alone', { url: `${URL_OF_N8N}?a=1` }, ['?a=1&key_id=a417f54d']],
		[
			'takes the place of another',
			{ url: `${URL_OF_N8N}?key_id=00000000&a=1` },
			['?key_id=a417f54d&a=1'],
		],
		['is not there when no key is named', { keyId: undefined }, ['']],
	])('%s', (_name, fields, expected) => {
		const wanted = wantedSubscriptions(settings({ keyId, ...fields }));
		expect(wanted.map(({ url }) => url.replace(URL_OF_N8N, ''))).toEqual(expected);
	});

	test('never makes two addresses one, nor one two webhooks', () => {
		const any = fc.constantFrom('invitee.created', 'routing_form_submission.created', RECAP);
		const scope = fc.constantFrom<SubscriptionScope>('organization', 'user', 'group');
		const urls = fc.webUrl({ withQueryParameters: true });
		fc.assert(
			fc.property(fc.uniqueArray(any), scope, urls, (events, chosen, url) => {
				const list = wantedSubscriptions(settings({ events, scope: chosen, url, keyId }));
				expect(new Set(list.map((one) => one.url)).size).toBe(list.length);
				for (const one of list) expect(new URL(one.url).searchParams.get('key_id')).toBe(keyId);
			}),
		);
	});

	test('of another key, or of none, makes the subscription be replaced', () => {
		const wanted = wantedSubscriptions(settings({ keyId }));
		const present = found({ callbackUrl: `${URL_OF_N8N}?key_id=a417f54d` });
		const former = found({ callbackUrl: `${URL_OF_N8N}?key_id=00000000` });
		const nameless = found();
		expect(planSubscriptions(wanted, [present])).toEqual({
			keep: [present],
			remove: [],
			create: [],
		});
		expect(planSubscriptions(wanted, [former, nameless])).toEqual({
			keep: [],
			remove: [former, nameless],
			create: wanted,
		});
		expect(planSubscriptions(wanted, [former, present])).toEqual({
			keep: [present],
			remove: [former],
			create: [],
		});
	});

	test('that is no longer given makes the subscription be replaced, too', () => {
		const wanted = wantedSubscriptions(settings());
		const named = found({ callbackUrl: `${URL_OF_N8N}?key_id=a417f54d` });
		expect(planSubscriptions(wanted, [named])).toEqual({
			keep: [],
			remove: [named],
			create: wanted,
		});
	});

	test('of the test address does not touch the production address', () => {
		const wanted = wantedSubscriptions(settings({ url: TEST_URL, keyId }));
		const production = found({ callbackUrl: `${URL_OF_N8N}?key_id=a417f54d` });
		expect(planSubscriptions(wanted, [production])).toEqual({
			keep: [],
			remove: [],
			create: wanted,
		});
	});
});

let number = 0;
function found(fields: Partial<Subscription> = {}): Subscription {
	const scope = fields.scope ?? 'organization';
	number += 1;
	return {
		uri: `${BASE}/webhook_subscriptions/${number}`,
		callbackUrl: URL_OF_N8N,
		events: ['invitee.created', 'invitee.canceled'],
		scope,
		organization: ORGANIZATION,
		user: scope === 'user' ? USER : null,
		group: scope === 'group' ? GROUP : null,
		state: 'active',
		createdAt: '2026-11-01T08:00:00.000Z',
		retryStartedAt: null,
		...fields,
	};
}

describe('what is done about the subscriptions there are', () => {
	const wanted = wantedSubscriptions(settings());

	test('nothing there: it is created', () => {
		expect(planSubscriptions(wanted, [])).toEqual({ keep: [], remove: [], create: wanted });
	});

	test.each<[string, Partial<Subscription>]>([
		['just as wanted', {}],
		['with its events in another order', { events: ['invitee.canceled', 'invitee.created'] }],
		[
			'with an event named twice',
			{ events: ['invitee.canceled', 'invitee.created', 'invitee.created'] },
		],
		[
			'with its address spelled otherwise',
			{ callbackUrl: URL_OF_N8N.replace('https://n8n', 'HTTPS://N8N').replace('.fr/', '.fr:443/') },
		],
		['while deliveries are repeated', { retryStartedAt: '2026-11-22T09:00:00.000Z' }],
	])('one %s is kept', (_name, fields) => {
		const there = found(fields);
		expect(planSubscriptions(wanted, [there])).toEqual({ keep: [there], remove: [], create: [] });
	});

	test.each<[string, Partial<Subscription>]>([
		['disabled', { state: 'disabled' }],
		['with fewer events', { events: ['invitee.created'] }],
		[
			'with more events',
			{ events: ['invitee.created', 'invitee.canceled', 'invitee_no_show.created'] },
		],
		['with other events', { events: ['invitee.created', 'invitee_no_show.created'] }],
		['of another scope', { scope: 'user' }],
		['of a scope of the future', { scope: null }],
		['of another organization', { organization: `${BASE}/organizations/OTHER` }],
		[
			'at the address of a second subscription',
			{ callbackUrl: `${URL_OF_N8N}?scope=organization` },
		],
	])('one %s is replaced', (_name, fields) => {
		const there = found(fields);
		expect(planSubscriptions(wanted, [there])).toEqual({
			keep: [],
			remove: [there],
			create: wanted,
		});
	});

	test.each<[string, SubscriptionScope, Partial<Subscription>, boolean]>([
		['the same user', 'user', {}, true],
		['another user', 'user', { user: `${BASE}/users/OTHER` }, false],
		['the same group', 'group', {}, true],
		['another group', 'group', { group: `${BASE}/groups/OTHER` }, false],
		['an organization whose list names a user', 'organization', { user: USER, group: GROUP }, true],
	])('one of %s', (_name, scope, fields, kept) => {
		const plan = planSubscriptions(wantedSubscriptions(settings({ scope })), [
			found({ scope, ...fields }),
		]);
		expect(plan.keep).toHaveLength(kept ? 1 : 0);
		expect(plan.remove).toHaveLength(kept ? 0 : 1);
		expect(plan.create).toHaveLength(kept ? 0 : 1);
	});

	test.each([
		['n8n’s test address', TEST_URL],
		['another workflow', 'https://n8n.archimeuble.fr/webhook/autre/webhook'],
		['a longer path', `${URL_OF_N8N}/more`],
		['another tool', 'https://hooks.zapier.com/hooks/standard/1/'],
		['another n8n', URL_OF_N8N.replace('n8n.', 'n8n2.')],
		['another query', `${URL_OF_N8N}?tenant=2`],
		['nonsense', 'nonsense'],
	])('the subscription of %s is not touched, even disabled', (_name, callbackUrl) => {
		const theirs = found({ callbackUrl, state: 'disabled' });
		expect(planSubscriptions(wanted, [theirs])).toEqual({ keep: [], remove: [], create: wanted });
	});

	test('the test address does not delete the production one either', () => {
		const plan = planSubscriptions(wantedSubscriptions(settings({ url: TEST_URL })), [found()]);
		expect(plan.remove).toEqual([]);
		expect(plan.create).toHaveLength(1);
	});

	test('of several the first right one is kept and the others are removed', () => {
		const [wrong, right, twin, left] = [
			found({ state: 'disabled' }),
			found(),
			found(),
			found({ callbackUrl: `${URL_OF_N8N}?scope=user`, scope: 'user' }),
		];
		expect(planSubscriptions(wanted, [wrong, right, twin, left])).toEqual({
			keep: [right],
			remove: [wrong, twin, left],
			create: [],
		});
	});

	test('of two wanted, the right one is kept and the other replaced', () => {
		const both = wantedSubscriptions(
			settings({ events: ['invitee.created', 'meeting_recap.created'] }),
		);
		const first = found({ events: ['invitee.created'] });
		const second = found({
			callbackUrl: `${URL_OF_N8N}?scope=user`,
			scope: 'user',
			events: ['meeting_recap.updated'],
		});
		expect(planSubscriptions(both, [first, second])).toEqual({
			keep: [first],
			remove: [second],
			create: [both[1]],
		});
	});

	test('nothing wanted: nothing is touched', () => {
		expect(planSubscriptions([], [found()])).toEqual({ keep: [], remove: [], create: [] });
	});

	test('to renew is to replace what is right, and only what is ours', () => {
		const [ours, theirs] = [found(), found({ callbackUrl: TEST_URL })];
		expect(planSubscriptions(wanted, [ours, theirs], { renew: true })).toEqual({
			keep: [],
			remove: [ours],
			create: wanted,
		});
	});

	test('after a plan is carried out there is nothing left to do', () => {
		const subscriptions = fc.array(
			fc.record({
				callbackUrl: fc.constantFrom(
					URL_OF_N8N,
					`${URL_OF_N8N}?scope=user`,
					`${URL_OF_N8N}?scope=organization`,
					TEST_URL,
				),
				scope: fc.constantFrom('organization', 'user', 'group', null),
				state: fc.constantFrom('active', 'disabled'),
				events: fc.subarray(['invitee.created', 'invitee.canceled', 'meeting_recap.created']),
			}),
			{ maxLength: 6 },
		);
		const events = fc.subarray(
			[
				'invitee.created',
				'invitee.canceled',
				'meeting_recap.created',
				'routing_form_submission.created',
			],
			{ minLength: 1 },
		);
		fc.assert(
			fc.property(
				subscriptions,
				events,
				fc.constantFrom('organization', 'user', 'group'),
				(list, chosen, scope) => {
					const there = list.map((fields) => found(fields));
					const want = wantedSubscriptions(settings({ events: chosen, scope }));
					const plan = planSubscriptions(want, there);
					expect(plan.keep.length + plan.create.length).toBe(want.length);
					for (const one of plan.remove) expect(one.callbackUrl).not.toBe(TEST_URL);

					const created = plan.create.map(({ url, ...rest }) =>
						found({
							...rest,
							callbackUrl: url,
							events: [...rest.events],
							user: rest.user ?? null,
							group: rest.group ?? null,
						}),
					);
					const after = [...there.filter((one) => !plan.remove.includes(one)), ...created];
					expect(planSubscriptions(want, after)).toMatchObject({ remove: [], create: [] });
				},
			),
		);
	});
});

describe('two addresses', () => {
	test.each([
		[URL_OF_N8N, URL_OF_N8N, true, true],
		[URL_OF_N8N, `${URL_OF_N8N}?scope=user`, false, true],
		[`${URL_OF_N8N}?scope=user`, `${URL_OF_N8N}?scope=organization`, false, true],
		[`${URL_OF_N8N}?a=1&scope=user`, `${URL_OF_N8N}?a=1`, false, true],
		[`${URL_OF_N8N}?a=1`, `${URL_OF_N8N}?a=2`, false, false],
		[URL_OF_N8N, `${URL_OF_N8N}?key_id=a417f54d`, false, true],
		[`${URL_OF_N8N}?key_id=a417f54d`, `${URL_OF_N8N}?key_id=00000000`, false, true],
		[`${URL_OF_N8N}?scope=user&key_id=a417f54d`, URL_OF_N8N, false, true],
		[`${URL_OF_N8N}?key_id=a417f54d&a=1`, `${URL_OF_N8N}?key_id=a417f54d`, false, false],
		[`${TEST_URL}?key_id=a417f54d`, `${URL_OF_N8N}?key_id=a417f54d`, false, false],
		[URL_OF_N8N, TEST_URL, false, false],
		['nonsense', 'nonsense', true, true],
		['nonsense', URL_OF_N8N, false, false],
	])('%s and %s', (one, other, sameAddress, sameWebhook) => {
		expect(isSameAddress(one, other)).toBe(sameAddress);
		expect(isSameWebhook(one, other)).toBe(sameWebhook);
	});
});

describe('an address Calendly has to reach', () => {
	test('is let pass when it can', () => {
		expect(() => requireCallbackUrl(URL_OF_N8N)).not.toThrow();
		expect(() => requireCallbackUrl(URL_OF_N8N, BASE)).not.toThrow();
		expect(() => requireCallbackUrl('http://localhost/a', 'http://127.0.0.1:1')).not.toThrow();
	});

	test('is refused with the sentence and the remedy when it cannot', () => {
		expect(() => requireCallbackUrl('https://localhost/a', BASE)).toThrow(
			expect.objectContaining({
				kind: 'invalid_input',
				message: 'Calendly cannot reach localhost: it is not on the internet.',
				remedy: REMEDY,
			}),
		);
	});
});

describe('how a subscription fares', () => {
	const createdAt = '2026-11-01T08:00:00.000Z';
	test.each<[string, Partial<Subscription>, string, number | null]>([
		['well', {}, 'active', null],
		['disabled', { state: 'disabled' }, 'disabled', null],
		[
			'disabled, whenever the retries began',
			{ state: 'disabled', retryStartedAt: '2026-11-22T09:00:00.000Z' },
			'disabled',
			null,
		],
		['retrying since this moment', { retryStartedAt: NOW.toISOString() }, 'retrying', 24],
		['retrying since an hour', { retryStartedAt: '2026-11-22T09:00:00.000Z' }, 'retrying', 23],
		['retrying since 20 minutes', { retryStartedAt: '2026-11-22T09:40:00.000Z' }, 'retrying', 23.7],
		[
			'retrying since almost a day',
			{ retryStartedAt: '2026-11-21T10:06:00.000Z' },
			'retrying',
			0.1,
		],
		[
			'retrying by a clock that is ahead of ours',
			{ retryStartedAt: '2026-11-22T10:05:00.000Z' },
			'retrying',
			24,
		],
		[
			'active a day after retries began: it came through',
			{ retryStartedAt: '2026-11-21T10:00:00.000Z' },
			'active',
			null,
		],
	])('%s', (_name, fields, state, hoursUntilDisabled) => {
		expect(health(found(fields), NOW)).toEqual({
			state,
			retryStartedAt: fields.retryStartedAt ?? null,
			hoursUntilDisabled,
			createdAt,
		});
	});

	test('not there', () => {
		expect(health(null, NOW)).toEqual({
			state: 'missing',
			retryStartedAt: null,
			hoursUntilDisabled: null,
			createdAt: null,
		});
	});
});
