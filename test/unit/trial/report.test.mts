import { trialReport, type TrialFacts, type TrialLine } from '../../../nodes/shared/trial/report';

const ANSWER = {
	identifiant: 'essai-1',
	url: 'https://n8n.example.com/webhook/x',
	statut: 200,
};
const WELL: TrialFacts = {
	mail: { recipient: 'atelier@example.com', failure: null },
	refused: [],
	misfit: null,
	answer: ANSWER,
	secretFlaw: null,
	delivery: { etat: 'termine' },
	row: { identifiant: 'essai-1', quand: '26/12/2026 à 09:00' },
	log: '… essai-1 …',
	logFile: '/srv/calendly.log',
	subscription: { state: 'active', needsRepair: false, message: 'La liaison est en place.' },
};

const report = (facts: Partial<TrialFacts> = {}): TrialLine[] => trialReport({ ...WELL, ...facts });
const lineOf = (facts: Partial<TrialFacts>, name: string): TrialLine =>
	report(facts).find(({ essai }) => essai.startsWith(name))!;
/** `name: result` of every line. */
const inShort = (facts: Partial<TrialFacts> = {}) =>
	report(facts).map(({ essai, resultat }) => `${essai}: ${resultat}`);
/** What n8n calls the things a line sends to. */
const namedIn = ({ detail }: TrialLine) =>
	[...detail.matchAll(/«\u00a0([^»]*)\u00a0»/g)].map(([, name]) => name);

describe('the lines of the trial', () => {
	test('go the way of a booking, and say of each step that it works', () => {
		expect(inShort()).toEqual([
			'Courriel d’essai: ça marche',
			'Clé de signature: ça marche',
			'Message signé, envoyé à notre adresse: ça marche',
			'Courriel «\u00a0nouveau\u00a0»: ça marche',
			'Rendez-vous enregistré: ça marche',
			'Ligne dans le log: ça marche',
			'Adresse pour Calendly: ça marche',
			'Liaison avec Calendly: ça marche',
			'Réglages: ça marche',
		]);
	});

	test('stop where the delivery was not stored, since there is nothing to look for', () => {
		const facts = { answer: { ...ANSWER, statut: 500 }, delivery: null, row: null, log: null };
		expect(inShort(facts)).toEqual([
			'Courriel d’essai: ça marche',
			'Clé de signature: ça marche',
			'Message signé, envoyé à notre adresse: à faire',
			'Adresse pour Calendly: ça marche',
			'Liaison avec Calendly: ça marche',
			'Réglages: ça marche',
		]);
	});

	test('say that nothing can be signed without a secret', () => {
		const lines = report({ secretFlaw: 'none', answer: null, delivery: null });
		expect(lines.slice(1, 3)).toEqual([
			{
				essai: 'Clé de signature',
				resultat: 'à faire',
				detail: expect.stringContaining('au moins 16 caractères'),
			},
			{
				essai: 'Message signé, envoyé à notre adresse',
				resultat: 'non essayé',
				detail: 'Sans clé, pas de signature.',
			},
		]);
	});

	test('have words of their own, each, and French spaces', () => {
		const faulty: TrialFacts[] = [
			WELL,
			{ ...WELL, subscription: null, delivery: { etat: 'recu' }, row: null, log: null },
			...[null, 401, 404, 413, 500].map((statut) => ({ ...WELL, answer: { ...ANSWER, statut } })),
			{ ...WELL, answer: null, secretFlaw: 'none' },
			{ ...WELL, mail: { recipient: 'a@b.fr', failure: 'refusé' } },
			{ ...WELL, subscription: { state: 'disabled', message: 'Coupée.' } },
		];
		for (const { essai, detail } of faulty.flatMap(trialReport)) {
			expect(essai).toMatch(/^\p{Lu}/u);
			expect(detail.trim()).not.toBe('');
			expect(essai + detail).not.toMatch(/ [:;!?»]|« |[^\u202f];|null|undefined/);
		}
	});
});

describe('what works is said with', () => {
	test.each<[string, string, Partial<TrialFacts>, string]>([
		['whom the test mail went to', 'Courriel d’essai', {}, 'pour atelier@example.com.'],
		['where to look for it', 'Courriel d’essai', {}, 'dans les indésirables'],
		['what is right about the secret', 'Clé', {}, 'assez longue'],
		['who took the delivery', 'Message', {}, 'Accepté par https://n8n.example.com/webhook/x.'],
		['what became of the mail', 'Courriel «', {}, 'envoyé'],
		['when the appointment is', 'Rendez-vous', {}, 'pour le 26/12/2026 à 09:00.'],
		['that it is there all the same without a time', 'Rendez-vous', { row: {} }, 'le jour prévu.'],
		['the file of the log', 'Ligne', {}, '/srv/calendly.log'],
		['the address Calendly is given', 'Adresse', {}, 'https://n8n.example.com/webhook/x'],
		['what Calendly says of the subscription', 'Liaison', {}, 'La liaison est en place.'],
		['that the settings can be read', 'Réglages', {}, 'Tous lisibles.'],
	])('%s', (_name, line, facts, detail) => {
		expect(lineOf(facts, line)).toMatchObject({
			resultat: 'ça marche',
			detail: expect.stringContaining(detail),
		});
	});
});

test('a subscription that works without a word of Calendly’s needs none of ours', () => {
	expect(lineOf({ subscription: { state: 'active' } }, 'Liaison')).toMatchObject({
		resultat: 'ça marche',
		detail: '',
	});
});

const RENDEZ_VOUS = 'ArchiMeuble – Rendez-vous';
const SIGNATURE = 'Signature Calendly ArchiMeuble';

describe('what is to be done is said with the places in n8n, called as they are there', () => {
	test.each<[string, Partial<TrialFacts>, string, string, string[]]>([
		[
			'a mail the server refuses',
			{ mail: { recipient: 'a@b.fr', failure: 'Invalid login:\n535' } },
			'Courriel d’essai',
			'(Invalid login: 535)',
			['SMTP ArchiMeuble', 'expediteur', 'destinataire'],
		],
		[
			'a secret that is too short',
			{ secretFlaw: 'Use a longer one', answer: null },
			'Clé',
			'inventée',
			[SIGNATURE],
		],
		[
			'nobody at the address',
			{ answer: { ...ANSWER, statut: null } },
			'Message',
			'Personne ne répond à https://n8n.example.com/webhook/x. Vérifier l’adresse publique de n8n (N8N_WEBHOOK_URL)',
			[],
		],
		[
			'another key',
			{ answer: { ...ANSWER, statut: 401 } },
			'Message',
			'une autre clé',
			['Calendly', SIGNATURE],
		],
		[
			'a workflow that is not published',
			{ answer: { ...ANSWER, statut: 404 } },
			'Message',
			'Personne n’écoute à https://n8n.example.com/webhook/x\u00a0: publier',
			[RENDEZ_VOUS],
		],
		[
			'tables that are missing',
			{ answer: { ...ANSWER, statut: 500 } },
			'Message',
			'crée les tables',
			['ArchiMeuble – Installation', 'Executions'],
		],
		[
			'a proxy that refuses',
			{ answer: { ...ANSWER, statut: 413 } },
			'Message',
			'Réponse 413 de https://n8n.example.com/webhook/x.',
			[],
		],
		[
			'a mail that waits after a fault',
			{ delivery: { etat: 'a_reprendre', erreur: 'connect\nETIMEDOUT' } },
			'Courriel «',
			'Pas encore parti (connect ETIMEDOUT). Ce qui est reçu est gardé',
			[],
		],
		[
			'a mail whose turn has not come',
			{ delivery: { etat: 'recu', erreur: null } },
			'Courriel «',
			'Pas encore parti. Ce qui est reçu est gardé',
			[],
		],
		[
			'a delivery without its row',
			{ row: null },
			'Rendez-vous enregistré',
			'manque dans la table',
			['Executions', RENDEZ_VOUS],
		],
		[
			'a log without the line',
			{ log: 'autre chose' },
			'Ligne',
			'Elle manque dans /srv/calendly.log.',
			['fichier_log'],
		],
		[
			'a log that cannot be read',
			{ log: null },
			'Ligne',
			'N8N_RESTRICT_FILE_ACCESS_TO',
			['fichier_log'],
		],
		[
			'a line nobody can look for, its booking not being known',
			{ answer: null },
			'Ligne',
			'Elle manque',
			['fichier_log'],
		],
		[
			'a subscription that is disabled',
			{ subscription: { state: 'disabled', needsRepair: false, message: 'Coupée par Calendly.' } },
			'Liaison',
			'Coupée par Calendly. Vérifier le jeton',
			[RENDEZ_VOUS],
		],
		[
			'a subscription that Calendly serves but that wants repair',
			{ subscription: { state: 'active', needsRepair: true, message: 'Pas tous les événements.' } },
			'Liaison',
			'Pas tous les événements. Vérifier le jeton',
			[RENDEZ_VOUS],
		],
		[
			'a token Calendly refuses',
			{ subscription: { error: 'Calendly\nrefused' } },
			'Liaison',
			'Calendly refused Vérifier le jeton',
			[RENDEZ_VOUS],
		],
		['a setting nobody can read', { refused: ['Réglage de l’heure'] }, 'Réglages', 'l’heure', []],
		['workflows of another version', { misfit: 'Version 2' }, 'Réglages', 'Version 2', []],
	])('%s', (_name, facts, line, detail, names) => {
		const found = lineOf(facts, line);
		expect(found).toMatchObject({
			resultat: 'à faire',
			detail: expect.stringContaining(detail),
		});
		expect(namedIn(found)).toEqual(names);
	});

	test('a subscription of which nothing is known is looked after, in a sentence of its own', () => {
		expect(lineOf({ subscription: {} }, 'Liaison').detail).toMatch(/^Vérifier le jeton/);
	});

	test('every setting nobody can read has its line, and the version one more', () => {
		const facts = { refused: ['Le fuseau.', 'L’heure.'], misfit: 'La version.' };
		const details = report(facts)
			.filter(({ essai }) => essai === 'Réglages')
			.map(({ detail }) => detail);
		expect(details).toEqual(['Le fuseau.', 'L’heure.', 'La version.']);
	});
});

test.each<[string, boolean]>([
	['https://n8n.example.com/webhook/x', true],
	['http://n8n.example.com/webhook/x', false],
	['https://localhost:5678/webhook/x', false],
	['https://127.0.0.1:5678/webhook/x', false],
	['https://[::1]:5678/webhook/x', false],
	['http://n8n.example.com/?to=https://n8n.example.com', false],
])('Calendly can reach %s: %s', (url, can) => {
	const { resultat, detail } = lineOf({ answer: { ...ANSWER, url } }, 'Adresse');
	expect(resultat).toBe(can ? 'ça marche' : 'à faire');
	expect(detail.startsWith(url)).toBe(true);
	expect(detail.includes('N8N_WEBHOOK_URL')).toBe(!can);
});

test('an address nobody knows is called so', () => {
	expect(lineOf({ answer: null }, 'Adresse')).toMatchObject({
		resultat: 'à faire',
		detail: expect.stringMatching(/^Inconnue\u00a0: Calendly n’envoie qu’à une adresse https/),
	});
});

test('without a token the subscription is optional, and where the token goes is said', () => {
	const line = lineOf({ subscription: null }, 'Liaison');
	expect(line.resultat).toBe('facultatif');
	expect(namedIn(line)).toEqual(['Jeton Calendly ArchiMeuble']);
});

test.each<[string, TrialFacts['delivery'], boolean]>([
	['done', { etat: 'termine' }, true],
	['a doublet', { etat: 'doublon' }, true],
	['given up', { etat: 'echec' }, true],
	['nowhere', null, true],
	['waiting', { etat: 'recu' }, false],
	['being handled', { etat: 'en_cours' }, false],
	['to be tried again', { etat: 'a_reprendre' }, false],
	['in a state nobody knows', {}, false],
])(
	'a delivery that is %s can be erased at once, or another trial erases it',
	(_name, delivery, is) => {
		const line = lineOf({ delivery }, 'Nettoyage');
		expect(line === undefined).toBe(is);
		if (!is) expect(line.detail).toContain('relancer cet essai dans quelques minutes');
	},
);
