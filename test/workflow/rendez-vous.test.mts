import type { INode } from 'n8n-workflow';
import { THIS_PROCESS } from '../../nodes/adapters/process';
import { normalizeWebhook } from '../../nodes/shared/appointment/normalize';
import { APPOINTMENT_TABLE } from '../../nodes/shared/appointment/row';
import { NBSP } from '../../nodes/shared/french/typography';
import { processTally } from '../../nodes/shared/calendly/refusalCounts';
import { BATCH_SIZE } from '../../nodes/shared/journal/batch';
import { JOURNAL_TABLE, journalEntry, NO_RECIPIENT } from '../../nodes/shared/journal/entry';
import { bundledWorkflows, type Bundled } from '../support/inProcess/bundled.mts';
import {
	booking,
	cancellation,
	move,
	noShow,
	type Delivery,
} from '../support/inProcess/deliveries.mts';
import type { N8nInProcess } from '../support/inProcess/n8n.mts';
import { isWalkedWhole } from '../support/inProcess/walked.mts';
import {
	WORKSHOP,
	Workshop,
	deliver,
	logLines,
	set,
	signedRequest,
	timePasses,
} from '../support/inProcess/workshop.mts';

const workshop = new Workshop();

beforeAll(() => workshop.open());
afterAll(() => workshop.close());

const journalOf = (n8n: N8nInProcess) => n8n.tables.rows(JOURNAL_TABLE);
const appointmentsOf = (n8n: N8nInProcess) => n8n.tables.rows(APPOINTMENT_TABLE);
const subjects = () => workshop.postbox.mails.map(({ subject }) => subject);

/** Stores deliveries as the front does, and leaves them there: n8n ended before a round took them. */
function store(n8n: N8nInProcess, deliveries: Delivery[], processus = ''): void {
	const entries = deliveries.map((delivery) =>
		journalEntry(normalizeWebhook(delivery, { receivedAt: new Date() }), processus),
	);
	n8n.tables.add(JOURNAL_TABLE, entries as never);
}

/** A round begins as another workflow starts it. */
async function startRound(n8n: N8nInProcess): Promise<void> {
	await n8n.fire('rendez-vous', 'Reprise');
	await n8n.idle();
}

const people = (count: number) =>
	Array.from({ length: count }, (_, index) => {
		const number = index + 1;
		return booking({ number, name: `Client ${number}`, email: `client${number}@example.com` });
	});

describe('a new booking', () => {
	test('is answered, mailed to the workshop, and stands in tables and log', async () => {
		const n8n = await workshop.n8n();
		const { answer } = await deliver(n8n, booking());
		expect(answer).toMatchObject({
			status: 200,
			body: { success: true, message: 'Rendez-vous enregistré avec succès' },
		});
		expect(workshop.postbox.mails).toHaveLength(1);
		const [mail] = workshop.postbox.mails;
		expect(mail.recipients).toEqual([WORKSHOP]);
		expect(mail.subject).toMatch(/^Nouveau RDV Calendly - ArchiMeuble\s: Visio conception/);
		expect(mail.html).toContain('Camille Durand');
		const [{ identifiant }] = appointmentsOf(n8n);
		expect(mail.html).toContain(`/webhook/archimeuble/tableau-de-bord?rdv=${String(identifiant)}"`);
		expect(mail.replyTo?.text).toBe('camille.durand@example.com');
		expect(appointmentsOf(n8n)).toMatchObject([
			{ etat: 'confirme', client: 'Camille Durand', envoye_nouveau_le: expect.any(String) },
		]);
		expect(journalOf(n8n)).toMatchObject([
			{ etat: 'termine', erreur: null, log_le: expect.any(String) },
		]);
		expect(logLines(n8n).join('\n')).toMatch(/Event: invitee\.created .*\n.*Email notification/);
		expect(n8n.runs.map(({ failure }) => failure).filter(Boolean)).toEqual([]);
	});

	test('is inserted with others as one list where one process runs everything', async () => {
		const n8n = await workshop.n8n();
		store(n8n, [...people(3), cancellation(booking({ number: 9 }))], THIS_PROCESS);
		await startRound(n8n);
		expect(appointmentsOf(n8n).map(({ etat }) => etat)).toEqual([
			'confirme',
			'confirme',
			'confirme',
			'annule',
		]);
		const [run] = n8n.runsOf('moteur');
		expect([run.times('Créer les rendez-vous'), run.times('Écrire les rendez-vous')]).toEqual([
			1, 0,
		]);
		expect(workshop.postbox.mails).toHaveLength(4);
	});

	test('signed by somebody else starts nothing, where the report of refusals is under way', async () => {
		const n8n = await workshop.n8n();
		processTally.gather(new Date());
		const { answer } = await deliver(n8n, booking(), 'the-signing-secret-of-a-stranger');
		expect(answer).toMatchObject({ status: 401, body: { error: 'Invalid signature' } });
		expect(n8n.runs).toEqual([]);
		expect(journalOf(n8n)).toEqual([]);
	});

	test('that cannot be stored is not acknowledged, and the workshop is told', async () => {
		const n8n = await workshop.n8n();
		n8n.tables.fault = (operation, table) =>
			operation === 'insert' && table === JOURNAL_TABLE ? new Error('disk full') : null;
		const { answer, run } = await deliver(n8n, booking());
		expect(answer?.status).toBe(500);
		expect(run?.failure?.message).toContain('disk full');
		expect(appointmentsOf(n8n)).toEqual([]);
		expect(n8n.runsOf('erreurs')).toMatchObject([{ parent: run?.id }]);
		expect(workshop.postbox.about('disk full')).toHaveLength(1);
	});

	test('with its calendar file, where the workshop wants one', async () => {
		const n8n = await workshop.n8n({ agenda_joint: 'oui' });
		await deliver(n8n, booking());
		const [mail] = workshop.postbox.mails;
		expect(mail.attachments.map(({ contentType }) => contentType)).toEqual(['text/calendar']);
	});

	test('and, when it moves, the file that takes the former one off the calendar', async () => {
		const n8n = await workshop.n8n({ agenda_joint: 'oui' });
		await deliver(n8n, booking());
		await deliver(n8n, move(booking(), { number: 2, inDays: 9 }));
		const [first, second] = workshop.postbox.mails;
		const [[was], [now, former]] = [first, second].map(({ attachments }) =>
			attachments.map(({ content }) => content.toString('utf8')),
		);
		const uidOf = (file: string) => /^UID:.+$/m.exec(file)?.[0];
		expect(now).toContain('METHOD:PUBLISH');
		expect(former).toContain('METHOD:CANCEL');
		expect(uidOf(former)).toBe(uidOf(was));
		expect(uidOf(now)).not.toBe(uidOf(was));
	});
});

describe('where one process runs all executions', () => {
	test('new appointments are written as one list, and known ones where they stand', async () => {
		const n8n = await workshop.n8n();
		store(n8n, people(2), THIS_PROCESS);
		await startRound(n8n);
		const [run] = n8n.runsOf('moteur');
		expect(run.items('Créer les rendez-vous')).toHaveLength(2);
		expect(run.times('Écrire les rendez-vous')).toBe(0);
		await deliver(n8n, cancellation(people(1)[0]));
		expect(appointmentsOf(n8n).map(({ etat }) => etat)).toEqual(['annule', 'confirme']);
	});
});

describe('a client who gets mails too', () => {
	test('hears of the booking, of its move and of its end, each after the workshop', async () => {
		const n8n = await workshop.n8n({
			courriels_client: 'oui',
			telephone_atelier: '03 20 11 22 33',
		});
		const booked = booking();
		const moved = move(booked, { number: 2, inDays: 9 });
		await deliver(n8n, booked);
		await deliver(n8n, moved);
		await deliver(n8n, cancellation(moved));
		expect(workshop.postbox.mails.map(({ recipients }) => recipients[0])).toEqual([
			WORKSHOP,
			'camille.durand@example.com',
			WORKSHOP,
			'camille.durand@example.com',
			WORKSHOP,
			'camille.durand@example.com',
		]);
		expect(subjects().map((subject) => subject?.split(/ - |\s:/)[0])).toEqual([
			'Nouveau RDV Calendly',
			'Rendez-vous confirmé',
			'RDV déplacé',
			'Rendez-vous déplacé',
			'RDV annulé',
			'Rendez-vous annulé',
		]);
		expect(workshop.postbox.about('Empêchement')).toHaveLength(1);
		const toClient = workshop.postbox.mails.filter(({ recipients }) => recipients[0] !== WORKSHOP);
		expect(
			toClient.map(({ text }) => text?.includes('03\u00a020\u00a011\u00a022\u00a033')),
		).toEqual([true, true, true]);
		expect(appointmentsOf(n8n)).toMatchObject([
			{ etat: 'deplace', deplace_vers: appointmentsOf(n8n)[1].identifiant },
			{ etat: 'annule', motif_annulation: 'Empêchement', envoye_annulation_le: expect.any(String) },
		]);
		expect(journalOf(n8n).map(({ etat }) => etat)).toEqual(['termine', 'termine', 'termine']);
	});
});

describe('a fact without mail', () => {
	test('is put down and logged', async () => {
		const n8n = await workshop.n8n();
		await deliver(n8n, booking());
		await deliver(n8n, noShow(booking()));
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(appointmentsOf(n8n)).toMatchObject([{ etat: 'absent' }]);
		expect(journalOf(n8n)[1]).toMatchObject({
			etat: 'termine',
			resultat: expect.stringContaining('événement seulement enregistré'),
		});
		expect(logLines(n8n).join('\n')).toContain('Event: invitee_no_show.created');
	});
});

describe('a delivery that comes twice', () => {
	test('in two rounds is answered the same and announced once', async () => {
		const n8n = await workshop.n8n();
		const booked = booking();
		const first = await deliver(n8n, booked);
		const second = await deliver(n8n, booked);
		expect(second.answer).toEqual(first.answer);
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(appointmentsOf(n8n)).toHaveLength(1);
		expect(journalOf(n8n)).toMatchObject([{ etat: 'termine' }, { etat: 'doublon', contenu: '' }]);
	});

	test('in one round is announced once', async () => {
		const n8n = await workshop.n8n();
		store(n8n, [booking(), booking()]);
		await startRound(n8n);
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(appointmentsOf(n8n)).toHaveLength(1);
		expect(journalOf(n8n)).toMatchObject([{ etat: 'termine' }, { etat: 'doublon', contenu: '' }]);
	});
});

describe('a mail that does not leave', () => {
	test('is put back with the reason, and does not keep the others', async () => {
		const n8n = await workshop.n8n();
		store(n8n, people(3));
		workshop.postbox.fault = ({ html }) =>
			String(html).includes('Client 1') ? { code: 550 } : null;
		await startRound(n8n);
		expect(journalOf(n8n)).toMatchObject([
			{ etat: 'a_reprendre', erreur: expect.stringMatching(/^Courriel non envoyé\s: .*550/) },
			{ etat: 'termine' },
			{ etat: 'termine' },
		]);
		expect(workshop.postbox.mails).toHaveLength(2);
		expect(appointmentsOf(n8n).map(({ envoye_nouveau_le }) => envoye_nouveau_le)).toEqual([
			null,
			expect.any(String),
			expect.any(String),
		]);
	});

	test.each([
		['Courriel « nouveau »', 0],
		['Client : confirmation', 0],
		['Courriel « déplacé »', 1],
		['Client : déplacement', 1],
		['Courriel « annulé »', 2],
		['Client : annulation', 2],
	])('because « %s » was broken by hand is put back too', async (node, fact) => {
		const workflows = bundledWorkflows();
		nodeOf(workflows, node).parameters.event = 'rien';
		const n8n = await workshop.n8n({ courriels_client: 'oui' }, workflows);
		const moved = move(booking(), { number: 2, inDays: 9 });
		const facts = [booking(), moved, cancellation(moved)].slice(0, fact + 1);
		for (const delivery of facts) await deliver(n8n, delivery);
		expect(journalOf(n8n)[fact]).toMatchObject({
			etat: 'a_reprendre',
			erreur: expect.stringMatching(/^Courriel non envoyé\s: .+/),
		});
	});
});

describe('one of several recipients', () => {
	const LEA = 'lea@atelier.exmple';

	test('whom the server refuses is told to the others, who get no mail twice', async () => {
		const n8n = await workshop.n8n({
			destinataire: `${WORKSHOP}; ${LEA};`,
			destinataire_alertes: 'secours@example.com',
		});
		workshop.postbox.unknown = [LEA];
		const { run } = await deliver(n8n, booking());
		expect(run?.failure?.message).toMatch(/Non remis à lea@atelier\.exmple\s: 550 5\.1\.1/);
		expect(workshop.postbox.mails.map(({ recipients }) => recipients)).toEqual([
			[WORKSHOP],
			['secours@example.com'],
		]);
		expect(workshop.postbox.mails[1].text).toContain(LEA);
		expect(journalOf(n8n)).toMatchObject([
			{ etat: 'termine', erreur: null },
			{
				evenement: 'non_remis',
				etat: 'echec',
				resultat: `Non remis à ${LEA}`,
				client: 'Camille Durand',
				identifiant: appointmentsOf(n8n)[0].identifiant,
			},
			{ evenement: 'erreur' },
		]);
		expect(appointmentsOf(n8n)[0].envoye_nouveau_le).not.toBeNull();
		timePasses(n8n, 2);
		await n8n.fire('relance', 'Chaque minute');
		await n8n.idle();
		expect(workshop.postbox.mails).toHaveLength(2);
	});

	test('is no reason to keep the deliveries behind it', async () => {
		const n8n = await workshop.n8n({ destinataire: `${WORKSHOP}, ${LEA}` });
		workshop.postbox.unknown = [LEA];
		store(n8n, people(3));
		await startRound(n8n);
		expect(subjects().filter((subject) => subject?.startsWith('Nouveau'))).toHaveLength(3);
		expect(journalOf(n8n).slice(0, 3)).toMatchObject(Array(3).fill({ etat: 'termine' }));
	});
});

describe('without an address to write to', () => {
	test('nothing is sent to anybody, and all that waited leaves once there is one', async () => {
		const n8n = await workshop.n8n({ destinataire: 'personne', courriels_client: 'oui' });
		await deliver(n8n, booking());
		expect(workshop.postbox.mails).toEqual([]);
		expect(appointmentsOf(n8n)).toMatchObject([{ etat: 'confirme', client: 'Camille Durand' }]);
		n8n.tables.edit(JOURNAL_TABLE, 1, { essais: 1000 });
		timePasses(n8n, 24);
		await n8n.fire('relance', 'Chaque minute');
		await n8n.idle();
		expect(journalOf(n8n)).toMatchObject([
			{ etat: 'a_reprendre', erreur: NO_RECIPIENT, essais: 1001 },
		]);
		set(n8n, 'destinataire', WORKSHOP);
		timePasses(n8n, 1);
		await n8n.fire('relance', 'Chaque minute');
		await n8n.idle();
		expect(workshop.postbox.mails.map(({ recipients }) => recipients)).toEqual([
			[WORKSHOP],
			['camille.durand@example.com'],
		]);
		expect(journalOf(n8n)).toMatchObject([{ etat: 'termine' }]);
	});
});

describe('a row that was erased while its mail was on the way', () => {
	const erase = (n8n: N8nInProcess, table: string) => {
		for (const { id } of n8n.tables.rows(table)) n8n.tables.remove(table, id);
	};

	test.each([
		['the appointment', APPOINTMENT_TABLE, null],
		['the message', JOURNAL_TABLE, null],
		['the message, whose mail was refused', JOURNAL_TABLE, { code: 550 }],
	])(
		'is missed by nobody, and the next booking is announced at once: %s',
		async (_, table, fault) => {
			const n8n = await workshop.n8n();
			workshop.postbox.fault = () => {
				erase(n8n, table);
				return fault;
			};
			await deliver(n8n, booking());
			workshop.postbox.fault = () => null;
			await deliver(n8n, booking({ number: 2, name: 'Zoé Müller' }));
			expect(workshop.postbox.about('Zoé Müller')).toHaveLength(1);
			expect(journalOf(n8n).map(({ etat }) => etat)).not.toContain('en_cours');
		},
	);
});

describe('a log file that cannot be written', () => {
	test('is told in the journal, and keeps no mail', async () => {
		const n8n = await workshop.n8n({ fichier_log: '/var/log/calendly.log' });
		await deliver(n8n, booking());
		expect(workshop.postbox.mails).toHaveLength(1);
		expect(journalOf(n8n)).toMatchObject([
			{ etat: 'termine', log_le: null, erreur: expect.stringMatching(/^Log non écrit\s: .+/) },
		]);
	});
});

describe('a journal row nobody can read', () => {
	test.each(['{"schemaVersion":', '{"schemaVersion":1,"action":"created","appointment":{}}'])(
		'is put back with the reason, and harms no other: %s',
		async (contenu) => {
			const n8n = await workshop.n8n();
			store(n8n, people(2));
			n8n.tables.edit(JOURNAL_TABLE, 1, { contenu });
			await startRound(n8n);
			expect(journalOf(n8n)).toMatchObject([
				{
					etat: 'a_reprendre',
					erreur: `La colonne «${NBSP}contenu${NBSP}» de cette ligne ne se lit plus.`,
				},
				{ etat: 'termine' },
			]);
			expect(workshop.postbox.mails).toHaveLength(1);
		},
	);
});

describe('a round', () => {
	test('without anything that waits does nothing', async () => {
		const n8n = await workshop.n8n();
		await startRound(n8n);
		expect(n8n.runs.map(({ workflow, failure }) => [workflow, failure])).toEqual([
			['rendez-vous', null],
			['moteur', null],
		]);
		expect(workshop.postbox.mails).toEqual([]);
	});

	test(`takes ${BATCH_SIZE} deliveries, and another begins for the rest`, async () => {
		const n8n = await workshop.n8n();
		const [repeated, last] = people(2);
		store(n8n, [...Array.from({ length: BATCH_SIZE }, () => repeated), last]);
		await startRound(n8n);
		const counts = n8n.runsOf('moteur').map((run) => run.items('Prendre en charge').length);
		expect(counts).toEqual([BATCH_SIZE, 1]);
		expect(workshop.postbox.mails).toHaveLength(2);
	});

	test('under way takes what arrives meanwhile in a round of its own', async () => {
		const n8n = await workshop.n8n();
		const [first, second] = people(2);
		let letThrough = () => {};
		const asked = new Promise<void>((reached) => {
			workshop.postbox.turn = () => {
				reached();
				return new Promise<void>((resolve) => {
					letThrough = resolve;
				});
			};
		});
		const announced = deliver(n8n, first);
		await asked;
		const { answer, run } = await n8n.receive('rendez-vous', 'Calendly', signedRequest(second));
		expect(answer?.status).toBe(200);
		expect(run?.items('Un passage à la fois')).toEqual([]);
		expect(journalOf(n8n)[1]).toMatchObject({ etat: 'recu' });
		workshop.postbox.turn = () => null;
		letThrough();
		await announced;
		expect(workshop.postbox.mails).toHaveLength(2);
		expect(journalOf(n8n)).toMatchObject([{ etat: 'termine' }, { etat: 'termine' }]);
		expect(n8n.runsOf('rendez-vous')).toHaveLength(3);
	});
});

describe('the workshop’s own steps', () => {
	/** The bundled workflows with a step of this type behind « Vos étapes ». */
	function withStep(type: string, parameters: INode['parameters'] = {}): Bundled[] {
		const workflows = bundledWorkflows();
		const workflow = canvasOf(workflows);
		workflow.nodes.push({
			id: 'step',
			name: 'Prévenir l’équipe',
			type: `n8n-nodes-base.${type}`,
			typeVersion: 1,
			position: [0, 0],
			parameters,
		});
		workflow.connections['Vos étapes'] = {
			main: [[{ node: 'Prévenir l’équipe', type: 'main', index: 0 }]],
		};
		return workflows;
	}

	const stepsOf = (n8n: N8nInProcess) =>
		n8n.runsOf('rendez-vous').filter((run) => run.times('Vos étapes') > 0);

	test('run once per announced fact, with one flat item, after everything is put down', async () => {
		const n8n = await workshop.n8n({ courriels_client: 'oui' }, withStep('noOp'));
		await deliver(n8n, booking());
		await deliver(n8n, noShow(booking()));
		expect(stepsOf(n8n)).toHaveLength(1);
		const [item] = stepsOf(n8n)[0].items('Prévenir l’équipe');
		expect(item).toMatchObject({ annonce: 'nouveau', client: 'Camille Durand', numero: 1 });
		expect(Object.values(item).filter((value) => typeof value === 'object')).toEqual(
			Object.values(item).filter((value) => value === null),
		);
	});

	test('that fail leave the booking done, and the workshop is told which step it was', async () => {
		const errorMessage = 'Slack ne répond pas';
		const n8n = await workshop.n8n({}, withStep('stopAndError', { errorMessage }));
		await deliver(n8n, booking());
		expect(journalOf(n8n)[0]).toMatchObject({ etat: 'termine', erreur: null });
		expect(workshop.postbox.about('Camille Durand')).toHaveLength(1);
		const [alert] = workshop.postbox.about(errorMessage);
		expect(alert.text).toContain('Prévenir l’équipe');
	});

	test('have an execution for each fact of a round, whichever fail, and the next round begins', async () => {
		const errorMessage = 'Slack ne répond pas';
		const n8n = await workshop.n8n({}, withStep('stopAndError', { errorMessage }));
		store(n8n, people(BATCH_SIZE + 1));
		await startRound(n8n);
		expect(n8n.runsOf('moteur')).toHaveLength(2);
		const given = stepsOf(n8n).map((run) => run.items('Vos étapes').map(({ client }) => client));
		expect(given).toEqual(people(BATCH_SIZE + 1).map(({ payload }) => [payload.name]));
		expect(stepsOf(n8n).map(({ status }) => status)).toEqual(given.map(() => 'error'));
	});

	test('that are not there cost no execution', async () => {
		const n8n = await workshop.n8n();
		await deliver(n8n, booking());
		expect(n8n.runsOf('rendez-vous')).toHaveLength(1);
	});
});

function canvasOf(workflows: Bundled[]): Bundled {
	const [workflow] = workflows.filter(({ file }) => file === 'rendez-vous');
	return workflow;
}

function nodeOf(workflows: Bundled[], name: string): INode {
	const [node] = canvasOf(workflows).nodes.filter(
		(each) => each.name.replaceAll(NBSP, ' ') === name,
	);
	return node;
}

isWalkedWhole(workshop.coverage, 'rendez-vous');
isWalkedWhole(workshop.coverage, 'moteur');
