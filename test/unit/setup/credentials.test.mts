import {
	CREDENTIALS,
	initialData,
	isFilled,
	NOTHING_FILLED,
	type FirstValues,
} from '../../../nodes/shared/setup/credentials';

const VALUES: FirstValues = {
	accessToken: 'token',
	signingSecret: 'chosen',
	inventedSecret: 'invented',
	mailServer: 'smtp.example.com:587',
	mailUser: 'atelier',
	mailPassword: ' chêne ',
	dashboardUser: 'menuisier',
	dashboardPassword: 'érable',
};
const [signing, token, smtp, dashboard] = CREDENTIALS;

test('the credentials are four, by fixed ids, in the names the workshop reads', () => {
	expect(CREDENTIALS).toEqual([
		{
			...{ id: 'ArchiMeubleSign1', name: 'Signature Calendly ArchiMeuble' },
			type: 'calendlySigningSecretApi',
		},
		{
			...{ id: 'ArchiMeubleToken', name: 'Jeton Calendly ArchiMeuble' },
			type: 'calendlyAccessTokenApi',
		},
		{ id: 'ArchiMeubleSmtp1', name: 'SMTP ArchiMeuble', type: 'smtp' },
		{ id: 'ArchiMeubleDash1', name: 'Tableau de bord ArchiMeuble', type: 'httpBasicAuth' },
	]);
});

describe('a credential that is made', () => {
	test('holds what was filled in, every field n8n asks for', () => {
		expect(CREDENTIALS.map((one) => initialData(one, VALUES))).toEqual([
			{ signingSecret: 'chosen', previousSigningSecret: '' },
			{ accessToken: 'token' },
			{
				...{ host: 'smtp.example.com', port: 587, secure: false },
				...{ user: 'atelier', password: ' chêne ' },
			},
			{ user: 'menuisier', password: 'érable' },
		]);
	});

	test('holds empty fields where nothing was', () => {
		expect(CREDENTIALS.map((one) => initialData(one, NOTHING_FILLED))).toEqual([
			{ signingSecret: '', previousSigningSecret: '' },
			{ accessToken: '' },
			{ host: '', port: 465, secure: true, user: '', password: '' },
			{ user: '', password: '' },
		]);
	});

	test('signs with an invented secret where none was chosen', () => {
		expect(initialData(signing, { ...VALUES, signingSecret: '' })).toMatchObject({
			signingSecret: 'invented',
		});
	});

	test.each<[string, string, number, boolean]>([
		['smtp.example.com', 'smtp.example.com', 465, true],
		['smtp.example.com:465', 'smtp.example.com', 465, true],
		['smtp.example.com:25', 'smtp.example.com', 25, false],
		['smtp.example.com:99999', 'smtp.example.com', 99999, false],
		['smtp.example.com:123456', 'smtp.example.com:123456', 465, true],
		['smtp.example.com:', 'smtp.example.com:', 465, true],
		['smtp.example.com:tls', 'smtp.example.com:tls', 465, true],
		['fd00::1:587', 'fd00::1', 587, false],
		['smtp\n.example.com:25', 'smtp\n.example.com', 25, false],
	])('for the mail server %j means %j, port %d, TLS from the first byte: %s', (...row) => {
		const [mailServer, host, port, secure] = row;
		expect(initialData(smtp, { ...VALUES, mailServer })).toMatchObject({ host, port, secure });
	});

	test('of another kind holds nothing', () => {
		expect(initialData({ id: 'x', name: 'x', type: 'x' }, VALUES)).toEqual({});
	});
});

describe('a credential is filled', () => {
	test('where everything was filled in', () => {
		expect(CREDENTIALS.map((one) => isFilled(one, VALUES))).toEqual([true, true, true, true]);
	});

	test('in no other case, an invented secret among them', () => {
		const nothing = { ...NOTHING_FILLED, inventedSecret: 'invented' };
		expect(CREDENTIALS.map((one) => isFilled(one, nothing))).toEqual([false, false, false, false]);
	});

	test.each<[string, Partial<FirstValues>, (typeof CREDENTIALS)[number], boolean]>([
		['not by a token where a secret is wanted', { signingSecret: '' }, signing, false],
		['without a token only by Calendly’s other one', { accessToken: '' }, token, false],
		['by a mail server alone', { mailUser: '', mailPassword: '' }, smtp, true],
		['not by a mail account alone', { mailServer: '' }, smtp, false],
		['not by a name without a password', { dashboardPassword: '' }, dashboard, false],
		['not by a password without a name', { dashboardUser: '' }, dashboard, false],
	])('%s', (_name, changes, credential, expected) => {
		expect(isFilled(credential, { ...VALUES, ...changes })).toBe(expected);
	});
});
