import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArchiMeubleN8nApi } from '../../credentials/ArchiMeubleN8nApi.credentials';
import { CalendlyAccessTokenApi } from '../../credentials/CalendlyAccessTokenApi.credentials';
import { CalendlySigningSecretApi } from '../../credentials/CalendlySigningSecretApi.credentials';
import { install } from '../../nodes/CalendlyArchiMeuble/operations/setup/install';

const root = join(__dirname, '../..');
const names = [new CalendlyAccessTokenApi(), new CalendlySigningSecretApi()].map(
	({ displayName }) => displayName,
);

test('nobody takes a credential of n8n’s own for one of ours', () => {
	for (const name of names) expect(name).toMatch(/^ArchiMeuble .+ API$/);
});

test('whoever is sent to a credential is told its name as n8n shows it', () => {
	const told = readdirSync(join(root, 'nodes'), { recursive: true, encoding: 'utf8' })
		.filter((file) => file.endsWith('.ts'))
		.map((file) => readFileSync(join(root, 'nodes', file), 'utf8'))
		.flatMap((text) => [...text.matchAll(/"([^"\n]+)" credential/g)].map(([, name]) => name));
	expect([...new Set(told)].sort()).toEqual([...names].sort());
});

test('the dialog of the signing secret begins with what nobody guesses', () => {
	const [origin, check] = new CalendlySigningSecretApi().properties;
	expect(origin).toMatchObject({
		type: 'notice',
		displayName: expect.stringContaining('You invent it: Calendly shows none.'),
	});
	expect(check).toMatchObject({
		type: 'notice',
		displayName: expect.stringContaining('Calendly is not asked.'),
	});
});

test('the installation reads every field of its dialog', async () => {
	const read = new Set<string>();
	const filled = new Proxy({}, { get: (_target, name) => (read.add(String(name)), '') });
	const functions = {
		getCredentials: async () => filled,
		getNode: () => ({ name: 'Install', type: 'calendlyArchiMeuble' }),
		helpers: { httpRequestWithAuthentication: async () => ({ statusCode: 401 }) },
	};
	const run = install.execute.call(functions as never, []);
	await expect(run).rejects.toThrow('n8n refuse la clé d’API');
	// n8n itself puts the key into the request.
	const asked = new ArchiMeubleN8nApi().properties.filter(
		({ type, name }) => type !== 'notice' && name !== 'apiKey',
	);
	expect([...read]).toEqual(expect.arrayContaining(asked.map(({ name }) => name)));
});
