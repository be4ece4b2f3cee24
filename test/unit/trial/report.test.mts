import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { trialDelivery, TRIAL_CLIENT, TRIAL_TYPE } from '../../../nodes/shared/trial/delivery';
import { trialReport, type TrialFacts } from '../../../nodes/shared/trial/report';

const WELL: TrialFacts = {
	mail: { recipient: 'atelier@example.com', failure: null },
	refused: [],
	misfit: null,
	answer: { identifiant: 'essai-1', url: 'https://n8n.example.com/webhook/x', statut: 200 },
	secretFlaw: null,
	delivery: { etat: 'termine' },
	row: { identifiant: 'essai-1', quand: '26/12/2026 à 09:00' },
	log: '… essai-1 …',
	logFile: '/srv/calendly.log',
	subscription: { state: 'active', needsRepair: false, message: 'La liaison est en place.' },
};
const lineOf = (facts: Partial<TrialFacts>, name: string) =>
	trialReport({ ...WELL, ...facts }).find(({ essai }) => essai.startsWith(name));

test('where all is well every line says so', () => {
	expect(new Set(trialReport(WELL).map(({ resultat }) => resultat))).toEqual(
		new Set(['ça marche']),
	);
});

test.each<[string, Partial<TrialFacts>, string, string]>([
	[
		'a mail the server refuses',
		{ mail: { recipient: 'a@b.fr', failure: 'Invalid login: 535' } },
		'Courriel d’essai',
		'SMTP ArchiMeuble',
	],
	[
		'a secret that is too short',
		{ secretFlaw: 'Use a longer one', answer: null },
		'Clé',
		'inventée',
	],
	[
		'nobody at the address',
		{ answer: { ...WELL.answer!, statut: null } },
		'Message',
		'N8N_WEBHOOK_URL',
	],
	['another key', { answer: { ...WELL.answer!, statut: 401 } }, 'Message', 'une autre clé'],
	[
		'a workflow that is not published',
		{ answer: { ...WELL.answer!, statut: 404 } },
		'Message',
		'publier',
	],
	[
		'tables that are missing',
		{ answer: { ...WELL.answer!, statut: 500 } },
		'Message',
		'Installation',
	],
	['a proxy that refuses', { answer: { ...WELL.answer!, statut: 413 } }, 'Message', 'Réponse 413'],
	[
		'a mail that waits',
		{ delivery: { etat: 'a_reprendre', erreur: 'ETIMEDOUT' } },
		'Courriel «',
		'ETIMEDOUT',
	],
	['a delivery without its row', { row: null }, 'Rendez-vous enregistré', 'Executions'],
	['a log without the line', { log: 'autre chose' }, 'Ligne', 'fichier_log'],
	['a log that cannot be read', { log: null }, 'Ligne', 'N8N_RESTRICT_FILE_ACCESS_TO'],
	[
		'an address only this machine knows',
		{ answer: { ...WELL.answer!, url: 'http://localhost:5678/webhook/x' } },
		'Adresse',
		'https',
	],
	[
		'a subscription that is disabled',
		{
			subscription: {
				state: 'disabled',
				needsRepair: true,
				message: 'Calendly a coupé la liaison.',
			},
		},
		'Liaison',
		'Calendly a coupé la liaison.',
	],
	[
		'a token Calendly refuses',
		{ subscription: { error: 'Calendly refused' } },
		'Liaison',
		'Vérifier le jeton',
	],
	['a setting nobody can read', { refused: ['Réglage « fuseau »'] }, 'Réglages', 'fuseau'],
	[
		'workflows of another version',
		{ misfit: 'Le paquet est en version 2' },
		'Réglages',
		'version 2',
	],
	[
		'what could not be erased',
		{ delivery: { etat: 'en_cours' } },
		'Nettoyage',
		'relancer cet essai',
	],
])('%s is to be done, with what to do', (_name, facts, line, detail) => {
	expect(lineOf(facts, line)).toMatchObject({
		resultat: 'à faire',
		detail: expect.stringContaining(detail),
	});
});

test('without a token the subscription is optional', () => {
	expect(lineOf({ subscription: null }, 'Liaison')?.resultat).toBe('facultatif');
});

test('without a secret nothing is signed, and nothing looked for', () => {
	const lines = trialReport({ ...WELL, secretFlaw: 'none', answer: null, delivery: null });
	expect(lines.map(({ essai }) => essai)).not.toContain('Rendez-vous enregistré');
	expect(lines.map(({ resultat }) => resultat)).toContain('non essayé');
});

test('the made-up booking reads as a booking, with the mark of a trial', () => {
	const now = new Date('2026-11-26T12:00:00Z');
	const body = trialDelivery('essai-7', 'atelier@example.com', now);
	const event = normalizeWebhook(body, { receivedAt: now, timezone: 'Europe/Paris' });
	expect(event).toMatchObject({
		action: 'created',
		appointment: { id: 'essai-7', type: TRIAL_TYPE, start: '2026-12-26T12:00:00.000Z' },
		client: { name: TRIAL_CLIENT, email: 'atelier@example.com' },
	});
});
