import fc from 'fast-check';
import { APPOINTMENT_COLUMNS, type AppointmentRow } from '../../../nodes/shared/appointment/row';
import { defaultAgendaWording } from '../../../nodes/shared/email/agendaWording';
import { agendaMail, aRow, NO_CHANGES } from './clientFixtures.mts';
import type { Agenda } from '../../../nodes/shared/reminders/agenda';
import {
	DASHBOARD_URL,
	elementsOf,
	factsOf,
	fullMail,
	linksOf,
	nb,
	shownIn,
	visibleText,
} from './fixtures.mts';

const rows = (count: number, parts: Partial<AppointmentRow> = {}) =>
	Array.from({ length: count }, (_, index) => aRow({ identifiant: `a${index}`, ...parts }));

const inDashboard = (id: string, text: string) => ({ href: `${DASHBOARD_URL}?rdv=${id}`, text });

describe('the agenda', () => {
	test('says what the day brings and what changed, ready to be read in the workshop', () => {
		const { kind, subject, text, replyTo, calendar, previousCalendar } = agendaMail();
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
		expect([kind, replyTo, calendar, previousCalendar]).toEqual(['agenda', null, null, null]);
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

	test('names beside the subject whom it knows, and when', () => {
		const preheaderOf = (parts: Partial<AppointmentRow>) =>
			/display:none[^>]*>([^<&]*)/.exec(agendaMail({ appointments: [aRow(parts)] }).html)?.[1];
		expect(preheaderOf({ client: null })).toBe('09:00 non communiqué');
		expect(preheaderOf({ debut: null })).toBe('Léa Martin');
		expect(preheaderOf({ client: 'z'.repeat(201) })).toBe(`09:00 ${'z'.repeat(199)}…`);
	});

	test('keeps the first time on one line, also in the hour that comes twice', () => {
		const appointments = rows(1, { debut: '2026-10-25T00:30:00.000Z', fin: null });
		expect(agendaMail({ appointments, day: '2026-10-25' }).text).toContain(
			nb('\n1 rendez-vous, à~02:30~(UTC+2)\n'),
		);
	});

	test('of appointments without a time says only how many', () => {
		const { text } = agendaMail({ appointments: rows(2, { debut: null }) });
		expect(text.split('\n\n')[1]).toBe(nb('lundi~23~novembre~2026\n2 rendez-vous'));
	});

	test('shows three appointments beside the subject, and no more to come', () => {
		const { html } = agendaMail({ appointments: rows(3) });
		expect(/display:none[^>]*>([^<&]*)/.exec(html)?.[1]).not.toContain('…');
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

describe('the lines of an appointment', () => {
	const OPENS = `${DASHBOARD_URL}?rdv=a1`;
	const LEA = `strong: Léa Martin → ${OPENS}`;
	const TYPE = 'Consultation téléphonique - 30 min';
	const PHONE = nb('strong: 06~39~98~45~67 → tel:+33639984567');
	/** The lines of one appointment, and its label. */
	const lines = (parts: Partial<AppointmentRow>, request = {}) =>
		shownIn(agendaMail({ appointments: [aRow(parts)], since: null }, request).html)[0];

	test.each<[string, Partial<AppointmentRow>, string[]]>([
		['who, what and the number', {}, [LEA, TYPE, PHONE]],
		[
			'with whom',
			{ hote: 'Paul Menuisier, Léa Poseuse', hote_email: 'paul@example.com, lea@example.com' },
			[LEA, TYPE, 'Avec Paul Menuisier et Léa Poseuse', PHONE],
		],
		[
			'who calls, and how',
			{
				lieu_nature: 'Téléphone',
				appel_par: 'client',
				appel_numero: '+33320001234',
				appel_consignes: 'Dès 9 h',
				lieu: '+33320001234',
			},
			[LEA, TYPE, PHONE, nb('Le client vous appelle au 03~20~00~12~34.'), 'Dès 9 h'],
		],
		[
			'where, and the way there',
			{ mode: 'Sur place', lieu: '12 rue du Bac\n59000 Lille' },
			[
				...[LEA, TYPE, PHONE],
				'strong: 12 rue du Bac\n59000 Lille → https://www.google.com/maps/search/?api=1&query=12%20rue%20du%20Bac%2C%2059000%20Lille',
			],
		],
		[
			'the links to join and to see what is wanted',
			{
				mode: 'Visio',
				lien_visio: 'https://meet.google.com/abc',
				lien_configuration: 'https://a.example/x',
			},
			[
				...[LEA, TYPE, PHONE],
				'muted: [Rejoindre la visio] → https://meet.google.com/abc',
				'muted: [Voir la configuration] → https://a.example/x (a.example)',
			],
		],
		[
			'that there is no link',
			{ mode: 'Visio', lieu_nature: 'Zoom', lien_visio_etat: 'échec' },
			[
				...[LEA, TYPE, PHONE],
				'Le lien n’a pas pu être créé par Zoom\u202f; pensez à en envoyer un au client.',
			],
		],
		[
			'a link that was made after all',
			{ lieu_nature: 'Zoom', lien_visio_etat: 'échec', lien_visio: 'https://zoom.us/j/1' },
			[LEA, TYPE, PHONE, 'muted: [Rejoindre la visio] → https://zoom.us/j/1'],
		],
		[
			'no link that is still to be made',
			{ mode: 'Visio', lien_visio_etat: 'prêt' },
			[LEA, TYPE, PHONE],
		],
		[
			'what the client noted',
			{ notes: 'Chêne\nclair' },
			[LEA, TYPE, PHONE, nb('Notes~: Chêne\nclair')],
		],
		[
			'a payment that failed',
			{ paiement_etat: 'échoué', paiement_montant: '60', paiement_devise: 'EUR' },
			[LEA, TYPE, PHONE, nb('strong: Paiement~: 60~€ échoué')],
		],
		[
			'no payment that was made',
			{ paiement_etat: 'payé', paiement_montant: '60' },
			[LEA, TYPE, PHONE],
		],
		['that nobody knows who', { client: ' ' }, [`non communiqué → ${OPENS}`, TYPE, PHONE]],
		['as little as there is', { type: null, telephone: null, notes: ' ' }, [LEA]],
	])('say %s', (_name, parts, expected) => {
		expect(lines(parts)).toEqual([nb('09:00~-~09:30~:'), ...expected]);
	});

	test('say in grey that nobody knows who, where there is no way to the dashboard', () => {
		expect(lines({ client: null }, { dashboardUrl: '' })[1]).toBe('muted: non communiqué');
	});

	test.each<[string, Partial<AppointmentRow>, string]>([
		['from when to when', {}, '09:00~-~09:30~:'],
		['its start alone', { fin: null }, '09:00~:'],
		['that nobody knows when', { debut: null }, 'heure~non~communiquée~:'],
	])('stand under %s', (_name, parts, label) => {
		expect(lines(parts)[0]).toBe(nb(label));
	});

	test('have the time as what is looked for first, and no other mail has', () => {
		const labelsOf = (html: string) =>
			elementsOf(html).filter(({ attributes }) => attributes.class?.startsWith('label'));
		const isStrong = ({ attributes }: { attributes: Record<string, string> }) =>
			attributes.class === 'label rule ink' && attributes.style.includes('font-weight:600');
		const agenda = labelsOf(agendaMail().html);
		expect(agenda.length).toBeGreaterThan(5);
		expect(agenda.every(isStrong)).toBe(true);
		const other = labelsOf(fullMail('created').html);
		expect(other.every(({ attributes }) => attributes.class === 'label rule muted')).toBe(true);
		expect(other.some(isStrong)).toBe(false);
	});

	test('are cut to be read standing: what is longer than 500 characters, and then its link', () => {
		const call = { lieu_nature: 'Téléphone', appel_par: 'client', lieu: 'x' };
		const link = (length: number) => `https://a.example/${'x'.repeat(length - 18)}`;
		const cut = (parts: Partial<AppointmentRow>) => lines({ telephone: null, ...parts }).slice(3);
		const place = (length: number) => cut({ mode: 'Sur place', lieu: 'r'.repeat(length) });
		expect(place(500)).toEqual([`strong: ${'r'.repeat(500)}`]);
		expect(place(501)).toEqual([`strong: ${'r'.repeat(199)}…`]);
		expect(cut({ lien_visio: link(500) })).toEqual([`muted: [Rejoindre la visio] → ${link(500)}`]);
		expect(cut({ lien_visio: link(501) })).toEqual([`muted: ${link(199)}…`]);
		expect(cut({ lien_configuration: link(501) })).toEqual([`muted: ${link(199)}…`]);
		expect(cut({ ...call, appel_consignes: 'c'.repeat(501) }).at(-1)).toBe(`${'c'.repeat(199)}…`);
		expect(cut({ notes: 'n'.repeat(501) })).toEqual([nb(`Notes~: ${'n'.repeat(491)}…`)]);
		expect(lines({ type: 't'.repeat(201) })[2]).toBe(`${'t'.repeat(199)}…`);
		expect(lines({ telephone: '+33639984567 '.repeat(50) }).join()).not.toContain('tel:');
	});
});

describe('the lines of a change', () => {
	const changed = (change: keyof Agenda['changes'], parts: Partial<AppointmentRow>) =>
		shownIn(
			agendaMail({ appointments: [], changes: { ...NO_CHANGES, [change]: [aRow(parts)] } }).html,
		)[0];
	const NOW = nb('23/11/2026~à~09:00~-~09:30');
	const WHAT = 'Consultation téléphonique - 30 min – Léa Martin';
	const MOVED = {
		deplace_depuis: 'a0',
		ancien_debut: '2026-11-24T08:00:00.000Z',
		ancienne_fin: '2026-11-24T08:30:00.000Z',
	};
	const SAME_TIME = {
		deplace_depuis: 'a0',
		ancien_debut: '2026-11-23T08:00:00.000Z',
		ancienne_fin: '2026-11-23T08:30:00.000Z',
	};
	const PLACES = {
		...{ lieu: 'Atelier', lieu_nature: 'Adresse' },
		...{ ancien_lieu: '12 rue des Copeaux', ancien_lieu_nature: 'Adresse' },
	};
	const BEFORE = nb('muted: Ancien horaire~: 24/11/2026~à~09:00~-~09:30');
	const PLACE = nb('Nouveau lieu~: Atelier');
	const OLD_PLACE = nb('muted: Ancien lieu~: 12 rue des Copeaux');

	test.each<[string, keyof Agenda['changes'], Partial<AppointmentRow>, string[]]>([
		['a booking', 'created', {}, ['Nouveau', `strong: ${NOW}`, WHAT]],
		[
			'a booking of which nobody knows when',
			'created',
			{ debut: null, client: null },
			['Nouveau', 'strong: date non communiquée', 'Consultation téléphonique - 30 min'],
		],
		['a cancellation', 'canceled', { etat: 'annule' }, ['Annulé', `struck: ${NOW}`, WHAT]],
		[
			'a cancellation with who and why',
			'canceled',
			{ etat: 'annule', annule_par: 'Luc Noir', motif_annulation: 'Trop\ntard' },
			[
				...['Annulé', `struck: ${NOW}`, WHAT],
				...['muted: Annulé par Luc Noir', nb('muted: Motif~: Trop tard')],
			],
		],
		['a move', 'moved', MOVED, ['Déplacé', `strong: ${NOW}`, BEFORE, WHAT]],
		[
			'a move with who and why',
			'moved',
			{ ...MOVED, deplace_par: 'Paul', motif_deplacement: 'Bois' },
			[
				...['Déplacé', `strong: ${NOW}`, BEFORE, WHAT],
				...['muted: Changé par Paul', nb('muted: Motif~: Bois')],
			],
		],
		[
			'a move to another place and time',
			'moved',
			{ ...MOVED, ...PLACES },
			['Déplacé', `strong: ${NOW}`, BEFORE, PLACE, OLD_PLACE, WHAT],
		],
		[
			'a move to another place alone',
			'moved',
			{ ...SAME_TIME, ...PLACES },
			['Changement de lieu', `strong: ${NOW}`, PLACE, OLD_PLACE, WHAT],
		],
		[
			'a move from a place nobody knows by name',
			'moved',
			{ ...SAME_TIME, lieu_nature: 'Zoom', ancien_lieu_nature: 'Autre' },
			[
				...['Changement de lieu', `strong: ${NOW}`],
				...[nb('Nouveau lieu~: Zoom'), nb('muted: Ancien lieu~: non communiqué'), WHAT],
			],
		],
		[
			'a move to a place nobody knows by name',
			'moved',
			{ ...SAME_TIME, lieu_nature: 'Autre', ancien_lieu_nature: 'Zoom' },
			[...['Changement de lieu', `strong: ${NOW}`], ...[nb('muted: Ancien lieu~: Zoom'), WHAT]],
		],
		[
			'a move from nobody knows when',
			'moved',
			{ deplace_depuis: 'a0' },
			['Déplacé', `strong: ${NOW}`, WHAT],
		],
		['a move of nobody knows what', 'moved', {}, ['Déplacé', `strong: ${NOW}`, WHAT]],
	])('tell %s', (_name, change, parts, [label, ...expected]) => {
		expect(changed(change, parts)).toEqual([nb(`${label}~:`), ...expected]);
	});

	test('are short, each', () => {
		const long = 'x'.repeat(300);
		const parts = {
			etat: 'annule',
			client: long,
			annule_par: long,
			motif_annulation: long,
		} as const;
		for (const line of changed('canceled', parts).slice(2)) {
			expect(line.replace('muted: ', '')).toHaveLength(200);
		}
	});

	test('stand in the order of what happens to an appointment', () => {
		const changes = {
			canceled: [aRow({ etat: 'annule' })],
			moved: [aRow(MOVED)],
			created: [aRow()],
		};
		const shown = shownIn(agendaMail({ appointments: [], changes }).html);
		expect(shown.map(([label]) => label)).toEqual(['Nouveau~:', 'Déplacé~:', 'Annulé~:'].map(nb));
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
