import fc from 'fast-check';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../../nodes/shared/appointment/row';
import { defaultAgendaWording } from '../../../nodes/shared/email/agendaWording';
import { agendaMail, aRow, NO_CHANGES } from './clientFixtures.mts';
import { DASHBOARD_URL, factsOf, linksOf, nb, visibleText } from './fixtures.mts';

const rows = (count: number, parts: Partial<AppointmentRow> = {}) =>
	Array.from({ length: count }, (_, index) => aRow({ identifiant: `a${index}`, ...parts }));

const inDashboard = (id: string, text: string) => ({ href: `${DASHBOARD_URL}?rdv=${id}`, text });

describe('the agenda', () => {
	test('says what the day brings and what changed, ready to be read in the workshop', () => {
		const { subject, text, replyTo, calendar } = agendaMail();
		expect(subject).toBe(nb('3 rendez-vous le lundi~23~novembre~2026'));
		expect(text).toBe(
			nb(`Agenda du jour

lundi~23~novembre~2026
3 rendez-vous, le premier à~09:00

Bonjour,

Voici vos rendez-vous du lundi~23~novembre~2026~:

09:00~-~09:30~: Léa Martin
  Consultation téléphonique - 30 min
  06~39~98~45~67
11:00~-~11:30~: Zoé Müller
  Visite en visio - 30 min
  Rejoindre la visio~: https://meet.google.com/abc-defg-hij
  Voir la configuration~: https://archimeuble.example/configurator/save/def456?a=1&b=2
  Notes~: Chêne clair de préférence.
  Sous pente.
14:00~-~16:00~: Paul Petit
  Prise de mesures
  06~39~98~00~11
  12 rue de la Liberté, 59000 Lille

Depuis l’agenda du dimanche~22~novembre~2026~à~07:30

Nouveau~: 26/11/2026~à~09:00
  Consultation téléphonique - 30 min – Léa Martin
Déplacé~: 23/11/2026~à~09:00~-~09:30
  Ancien horaire~: 24/11/2026~à~09:00~-~09:30
  Consultation téléphonique - 30 min – Anne Roux
Annulé~: 23/11/2026~à~09:00~-~09:30
  Consultation téléphonique - 30 min – Léa Martin
  Annulé par Luc Noir

Bonne journée.

Cordialement,
Système ArchiMeuble
`),
		);
		expect([replyTo, calendar]).toEqual([null, null]);
	});

	test('of a day without appointments says so, and that nothing changed', () => {
		const { subject, text } = agendaMail({ appointments: [], changes: NO_CHANGES });
		expect(subject).toBe(nb('Aucun rendez-vous le lundi~23~novembre~2026'));
		expect(text).toContain(
			nb(
				'Rien aujourd’hui~: aucun rendez-vous n’est prévu le lundi~23~novembre~2026.\n\n' +
					'Depuis l’agenda du dimanche~22~novembre~2026~à~07:30\n\nAucun changement.\n\n',
			),
		);
		expect(text).not.toContain('Voici vos rendez-vous');
	});

	test.each([
		[1, '1 rendez-vous le '],
		[2, '2 rendez-vous le '],
	])('with %i appointments has a subject that begins « %s »', (count, expected) => {
		expect(agendaMail({ appointments: rows(count) }).subject.startsWith(expected)).toBe(true);
	});

	test('says nothing of changes when it is the first', () => {
		expect(agendaMail({ since: null }).text).not.toMatch(/Depuis|changement|Nouveau/);
	});

	test.each([
		['2026-12-01', 'mardi~1er~décembre~2026'],
		['2026-03-29', 'dimanche~29~mars~2026'],
		['demain', 'date non communiquée'],
	])('of %s is the one of « %s »', (day, expected) => {
		expect(agendaMail({ day }).subject).toContain(nb(expected));
	});

	test('is in the workshop’s zone, and in Paris time when that is not known', () => {
		const firstTime = (timezone: string) => factsOf(agendaMail({}, { timezone }).html)[0][0];
		expect(firstTime('Indian/Reunion')).toBe(nb('12:00~-~12:30~:'));
		expect(firstTime('Mars/Olympus')).toBe(nb('09:00~-~09:30~:'));
	});

	test('is called and opened by tapping', () => {
		expect(linksOf(agendaMail().html)).toEqual([
			inDashboard('a1', 'Léa Martin'),
			{ href: 'tel:+33639984567', text: nb('06~39~98~45~67') },
			inDashboard('a2', 'Zoé Müller'),
			{ href: 'https://meet.google.com/abc-defg-hij', text: 'Rejoindre la visio' },
			{
				href: 'https://archimeuble.example/configurator/save/def456?a=1&b=2',
				text: 'Voir la configuration',
			},
			inDashboard('a3', 'Paul Petit'),
			{ href: 'tel:+33639980011', text: nb('06~39~98~00~11') },
			{
				href: 'https://www.google.com/maps/search/?api=1&query=12%20rue%20de%20la%20Libert%C3%A9%2C%2059000%20Lille',
				text: '12 rue de la Liberté, 59000 Lille',
			},
		]);
	});

	test('says who calls, and what a link that could not be made asks for', () => {
		const call = { lieu_nature: 'Téléphone', appel_par: 'client', appel_numero: '+33320001234' };
		const appointments = [
			aRow({ ...call, appel_consignes: 'Dès 9 h', lieu: '+33320001234 – Dès 9 h' }),
			aRow({ mode: 'Visio', lieu_nature: 'Zoom', lien_visio_etat: 'échec' }),
		];
		const { text } = agendaMail({ appointments });
		expect(text).toContain(nb('Le client vous appelle au 03~20~00~12~34.\n  Dès 9 h\n'));
		expect(text).not.toContain('+33320001234');
		expect(text).toContain('Le lien n’a pas pu être créé par Zoom');
	});

	test('links to no dashboard whose address is not known', () => {
		const { html } = agendaMail({}, { dashboardUrl: '' });
		expect(linksOf(html).map(({ text }) => text)).not.toContain('Léa Martin');
		expect(visibleText(html)).toContain('Léa Martin');
	});

	test.each([
		[0, 'aucun rendez-vous'],
		[1, '1 rendez-vous, à~09:00'],
		[2, '2 rendez-vous, le premier à~09:00'],
	])('of %i appointments says in short « %s »', (count, expected) => {
		const { text } = agendaMail({ appointments: rows(count) });
		expect(text.split('\n\n')[1]).toBe(nb(`lundi~23~novembre~2026\n${expected}`));
	});

	test('of a moved appointment that was cancelled tells the last time only', () => {
		const moved = { ancien_debut: '2026-11-24T08:00:00.000Z', etat: 'annule' };
		const changes = { ...NO_CHANGES, canceled: [aRow(moved)] };
		expect(agendaMail({ changes }).text).not.toContain('Ancien horaire');
	});

	test('holds no link that moves or cancels an appointment', () => {
		const appointments = rows(1, {
			lien_annulation: 'https://calendly.com/cancellations/secret',
			lien_deplacement: 'https://calendly.com/reschedulings/secret',
		});
		expect(JSON.stringify(agendaMail({ appointments }))).not.toContain('secret');
	});

	test('names the first three beside the subject', () => {
		const preheaderOf = (count: number) =>
			/display:none[^>]*>([^<&]*)/.exec(agendaMail({ appointments: rows(count) }).html)?.[1];
		expect(preheaderOf(0)).toBe('aucun rendez-vous');
		expect(preheaderOf(1)).toBe('09:00 Léa Martin');
		expect(preheaderOf(4)).toBe('09:00 Léa Martin, 09:00 Léa Martin, 09:00 Léa Martin, …');
	});

	test('names what is not known, and leaves out what nobody misses', () => {
		const bare = { identifiant: 'a1' };
		const changes = { created: [bare], moved: [bare], canceled: [bare] };
		const { html, text } = agendaMail({ appointments: [bare], changes });
		expect(text).toContain(nb('heure~non~communiquée~: non communiqué\n\n'));
		expect(text).toContain(nb('Nouveau~: date non communiquée\n  Rendez-vous\n'));
		expect(text + visibleText(html)).not.toMatch(/null|undefined|NaN|Invalid/);
		expect(text).not.toMatch(/Ancien horaire|Annulé par/);
	});

	test('cuts what is too long to be read standing, and makes no link of a cut address', () => {
		const long = { notes: 'é'.repeat(600), lieu: 'r'.repeat(600), client: 'z'.repeat(600) };
		const lien_configuration = `https://x.example/${'x'.repeat(600)}`;
		const { text, html } = agendaMail({
			appointments: rows(1, { ...long, telephone: null, lien_configuration }),
			changes: NO_CHANGES,
		});
		expect(text).toMatch(/Notes\u00a0: é{491}…\n/);
		expect(text).toMatch(/ {2}r{199}…\n/);
		expect(text).toMatch(/: z{199}…\n/);
		expect(text).toMatch(/ {2}https:\/\/x\.example\/x{181}…\n/);
		expect(linksOf(html)).toEqual([inDashboard('a0', `${'z'.repeat(199)}…`)]);
	});

	test('has the workshop’s own wording', () => {
		const wording = {
			...defaultAgendaWording(),
			subject: '',
			introduction: '{nombre} le {jour} : {type}',
			nothing: 'Repos !',
		};
		expect(agendaMail({}, { wording }).text).toContain(
			nb('3 rendez-vous le lundi~23~novembre~2026~: {type}\n'),
		);
		expect(agendaMail({ appointments: [] }, { wording }).text).toContain('Repos\u202f!');
		expect(agendaMail({}, { wording }).subject).toBe(agendaMail().subject);
	});
});

describe('a long agenda', () => {
	const busy = {
		telephone: '+33639984567',
		lieu: '12 rue de la Liberté, 59000 Lille',
		lien_visio: 'https://meet.google.com/abc-defg-hij',
		lien_configuration: 'https://archimeuble.example/configurator/save/def456?a=1&b=2',
		notes: 'Chêne clair de préférence. '.repeat(5),
	};

	test('of twelve full appointments and as many changes shows them all', () => {
		const changes = { ...NO_CHANGES, created: rows(12) };
		const { html, text } = agendaMail({ appointments: rows(12, busy), changes });
		expect(factsOf(html)).toHaveLength(24);
		expect(text).not.toContain('autres rendez-vous');
		expect(text.match(/Notes/g)).toHaveLength(12);
	});

	test('counts the appointments that do not fit', () => {
		const { text } = agendaMail({ appointments: rows(100, busy) });
		expect(text).toMatch(/Suite\u00a0: \d\d autres rendez-vous sont à lire sur Calendly\./);
	});

	test.each(['a', '"', '&', '😀', '\n', 'é'])(
		'stays below 100 kB with %j without end',
		(character) => {
			const long = `x${character.repeat(1_000)}y`;
			const link = `https://x.example/?${'&'.repeat(1_900)}`;
			const parts = Object.fromEntries(APPOINTMENT_COLUMNS.map((name) => [name, long]));
			const row = { ...parts, ...aRow(), client: long, type: long, notes: long, lieu: long };
			const many = Array.from({ length: 40 }, () => ({
				...row,
				lien_visio: link,
				lien_configuration: link,
			}));
			const changes = { created: many, moved: many, canceled: many };
			const { html } = agendaMail({ appointments: many, changes });
			expect(Buffer.byteLength(html)).toBeLessThan(100_000);
		},
	);
});

test('an agenda is composed without an error, whatever the rows hold', () => {
	const columns = Object.fromEntries(APPOINTMENT_COLUMNS.map((name) => [name, fc.anything()]));
	fc.assert(
		fc.property(fc.array(fc.record(columns), { maxLength: 3 }), (anything) => {
			const appointments = anything as unknown as AppointmentRow[];
			const changes = { created: appointments, moved: appointments, canceled: appointments };
			expect(agendaMail({ appointments, changes }).html).toContain('</html>');
		}),
		{ numRuns: 200 },
	);
});
