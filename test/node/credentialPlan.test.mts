/** What the settings say goes into n8n's credentials, and never over what a person filled in. */
import {
	changedCredentials,
	planCredentials,
	wantedCredentials,
	type CredentialMemory,
} from '../../scripts/lib/credentials.mts';
import { readConfig } from '../../scripts/lib/config.mts';
import type { StoredCredential } from '../../scripts/lib/stored.mts';

const SIGNING = 'ArchiMeubleSign1';
const SMTP = 'ArchiMeubleSmtp1';

function wanted(changes: Record<string, string> = {}): StoredCredential[] {
	const config = readConfig('/nowhere', {
		SMTP_HOST: 'smtp.example.com',
		SMTP_USER: 'atelier',
		SMTP_PASSWORD: 'mot-de-passe',
		...changes,
	});
	const signingSecret = config.signingSecret ?? 'generated-signing-secret';
	return wantedCredentials(config, {
		signingSecret,
		ownerPassword: 'Owner-password-1',
		dashboardPassword: 'dashboard-password',
		metricsToken: 'metrics-token',
	});
}

const only = (id: string, all: readonly StoredCredential[]) => all.filter((one) => one.id === id);
const ids = (all: ReadonlyArray<{ id: string }>) => all.map(({ id }) => id);

/** The memory after a first start. */
const remembered = (all = wanted()): CredentialMemory => planCredentials(all, [], {}, true).memory;

describe('what the settings say', () => {
	test('is a content for each of the four', () => {
		expect(wanted()).toHaveLength(4);
		for (const { data } of wanted()) expect(data).toEqual(expect.any(Object));
	});

	test('is new at a first start, and not at the next', () => {
		expect(changedCredentials(wanted(), {})).toHaveLength(4);
		expect(changedCredentials(wanted(), remembered())).toEqual([]);
	});

	test('is new for the one credential of which it says something else', () => {
		const now = wanted({ CALENDLY_SIGNING_SECRET: 'the-next-signing-secret' });
		expect(ids(changedCredentials(now, remembered()))).toEqual([SIGNING]);
	});

	test('is remembered without its words', () => {
		expect(JSON.stringify(remembered())).not.toMatch(/mot-de-passe|generated-signing-secret/);
	});
});

describe('a credential of which the settings say something new', () => {
	const next = only(SIGNING, wanted({ CALENDLY_SIGNING_SECRET: 'the-next-signing-secret' }));
	const before = only(SIGNING, wanted());
	const holding = (data: object) => before.map((one) => ({ ...one, data: { ...data } }));

	const cases: Array<
		[string, StoredCredential[], CredentialMemory, boolean, 'written' | 'kept' | 'left']
	> = [
		['of a first start is written', [], {}, true, 'written'],
		['of a first start that was cut off is written', [], remembered(), true, 'written'],
		['that holds what was written is written', before, remembered(), false, 'written'],
		[
			'that the editor saved again with its empty fields is written',
			holding({ inventNotice: '', ...before[0].data, disableStartTls: false }),
			remembered(),
			false,
			'written',
		],
		['that holds nothing is written', holding({}), remembered(), false, 'written'],
		['that holds nothing is written, also unremembered', holding({}), {}, false, 'written'],
		[
			'that a person filled in is theirs',
			holding({ signingSecret: 'by-hand' }),
			remembered(),
			false,
			'kept',
		],
		[
			'of which a person added a field is theirs',
			holding({ ...before[0].data, hostName: 'atelier' }),
			remembered(),
			false,
			'kept',
		],
		['that holds something unremembered is theirs', before, {}, false, 'kept'],
		['that holds it already is left', next, {}, false, 'left'],
		['that a person deleted stays so', [], remembered(), false, 'left'],
		['that is missing in a database that was lost sight of stays so', [], {}, false, 'left'],
	];

	test.each(cases)('%s', (_name, stored, memory, isNew, what) => {
		const plan = planCredentials(next, stored, memory, isNew);
		expect(ids(plan.write)).toEqual(what === 'written' ? [SIGNING] : []);
		expect(ids(plan.kept)).toEqual(what === 'kept' ? [SIGNING] : []);
		expect(changedCredentials(next, plan.memory)).toEqual([]);
	});

	test('that was kept is still a person’s when the settings change again', () => {
		const byHand = holding({ signingSecret: 'by-hand' });
		const { memory } = planCredentials(next, byHand, remembered(), false);
		const third = only(SIGNING, wanted({ CALENDLY_SIGNING_SECRET: 'yet-another-signing-secret' }));
		expect(ids(planCredentials(third, byHand, memory, false).kept)).toEqual([SIGNING]);
	});

	test('that was kept is written again once a person has written there what the settings say', () => {
		const { memory } = planCredentials(next, holding({ signingSecret: 'x' }), remembered(), false);
		const third = only(SIGNING, wanted({ CALENDLY_SIGNING_SECRET: 'yet-another-signing-secret' }));
		expect(ids(planCredentials(third, next, memory, false).write)).toEqual([SIGNING]);
	});

	test('that holds it already is written when the settings change again', () => {
		const { memory } = planCredentials(next, next, {}, false);
		const third = only(SIGNING, wanted({ CALENDLY_SIGNING_SECRET: 'yet-another-signing-secret' }));
		expect(ids(planCredentials(third, next, memory, false).write)).toEqual([SIGNING]);
	});

	test('is emptied with the settings where it was written', () => {
		const token = { CALENDLY_ACCESS_TOKEN: 'a-token-of-calendly-s' };
		const [with_, without] = [wanted(token), wanted()];
		const memory = remembered(with_);
		const changed = changedCredentials(without, memory);
		const { write } = planCredentials(changed, with_, memory, false);
		expect(write.map(({ data }) => data.accessToken)).toEqual(['']);
	});
});

test('nothing is written where there is nothing to say', () => {
	const token = wanted()[1];
	expect(token.data.accessToken).toBe('');
	expect(planCredentials([token], [token], {}, false)).toMatchObject({ write: [], kept: [] });
});

test('where Calendly is, is not what a person filled in', () => {
	const token = wanted({ CALENDLY_ACCESS_TOKEN: 'a-token-of-calendly-s' })[1];
	const empty = { ...token, data: { accessToken: '', baseUrl: 'https://api.calendly.com' } };
	expect(ids(planCredentials([token], [empty], {}, false).write)).toEqual([token.id]);
});

test('port and encryption are not what a person filled in', () => {
	const [smtp] = only(SMTP, wanted());
	const untouched = { ...smtp, data: { port: 465, secure: true } };
	expect(ids(planCredentials([smtp], [untouched], {}, false).write)).toEqual([SMTP]);
});
