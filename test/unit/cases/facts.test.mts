import ICAL from 'ical.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DEFAULT_PAST_DAYS, renderFeed } from '../../../nodes/shared/dashboard/files/feed';
import { renderCsv } from '../../../nodes/shared/dashboard/files/csv';
import { bookingsOf } from '../../../nodes/shared/dashboard/bookings/booking';
import { historyOf } from '../../../nodes/shared/dashboard/bookings/history';
import { Moments } from '../../../nodes/shared/dashboard/moments';
import { readQuery } from '../../../nodes/shared/dashboard/request/query';
import { normalizeWebhook } from '../../../nodes/shared/appointment/normalize';
import { composeAgenda } from '../../../nodes/shared/email/agendaMail';
import { defaultAgendaWording } from '../../../nodes/shared/email/agendaWording';
import { composeClientMail } from '../../../nodes/shared/email/clientMail';
import {
	defaultClientFields,
	defaultClientWording,
	PREPARATION,
} from '../../../nodes/shared/email/clientWording';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { defaultFields, defaultWording } from '../../../nodes/shared/email/wording';
import { morningBulletin } from '../../../nodes/shared/journal/bulletin';
import type { AnnouncementItem } from '../../../nodes/shared/journal/handle';
import { agendaFrom } from '../../../nodes/shared/reminders/agenda';
import { resolveSettings } from '../../../nodes/shared/settings/settings';
import { nb } from '../email/fixtures.mts';
import { Tables, taken } from '../journal/fixtures.mts';

/** Deliveries and settings of the field, from the delivery to what the workshop and the client read. */

const PARIS = 'Europe/Paris';
const NOW = new Date('2026-11-27T08:00:05.000Z');
const CLIENTS = { courriels_client: true };

const caseOf = (name: string): any =>
	JSON.parse(readFileSync(join(__dirname, `../../fixtures/cases/${name}.json`), 'utf8'));

const eventOf = (body: unknown) => normalizeWebhook(body, { receivedAt: NOW, timezone: PARIS });

/** Rounds of one delivery each, or one of all, as the tables are left by them. */
function handled(bodies: unknown[], { together = false } = {}) {
	const tables = new Tables();
	const deliveries = bodies.map((body, index) => taken(index + 1, eventOf(body)));
	const rounds = together ? [deliveries] : deliveries.map((delivery) => [delivery]);
	const turns = rounds.flatMap((round) => tables.run(round, CLIENTS, false));
	return { rows: [...tables.rows.values()], turns, mails: turns.map(mailOf) };
}

const KINDS = { nouveau: 'created', deplace: 'rescheduled', annule: 'canceled' } as const;
const CLIENT_KINDS = {
	confirmation: 'confirmation',
	deplacement: 'client_rescheduled',
	annulation: 'client_canceled',
} as const;

/** The mail of a turn, as the workshop's flow composes it; null where there is none. */
function mailOf({ courriel, evenement: event, avant: previous }: AnnouncementItem) {
	const request = { event, previous, timezone: PARIS, attachCalendar: true, now: NOW };
	if (courriel === '') return null;
	if (courriel in KINDS) {
		const kind = KINDS[courriel as keyof typeof KINDS];
		const [wording, fields] = [defaultWording(kind), defaultFields(kind)];
		return composeMail({ ...request, kind, wording, fields, dashboardUrl: '' });
	}
	const kind = CLIENT_KINDS[courriel as keyof typeof CLIENT_KINDS];
	const [wording, fields] = [defaultClientWording(kind), defaultClientFields(kind)];
	const more = { preparation: PREPARATION, workshopPhone: '', replyTo: null };
	return composeClientMail({ ...request, ...more, kind, wording, fields });
}

const sentOf = (mails: Array<ReturnType<typeof mailOf>>, kind: string) =>
	mails.find((mail) => mail?.kind === kind)!;

function agendaOf(rows: ReturnType<typeof handled>['rows'], day: string) {
	const agenda = agendaFrom(rows, { day, since: '2026-11-25T06:30:00.000Z' }, PARIS);
	const more = { wording: defaultAgendaWording(), timezone: PARIS, dashboardUrl: '' };
	return composeAgenda({ agenda, ...more }).text;
}

function historyText(rows: ReturnType<typeof handled>['rows'], id: string): string {
	const bookings = bookingsOf(rows);
	const starts = new Map(bookings.map((booking) => [booking.id, booking.start]));
	const moments = new Moments(NOW.toISOString(), PARIS);
	const booking = bookings.find((one) => one.id === id)!;
	return historyOf(booking, { deliveries: [], starts, moments })
		.map(({ text }) => text)
		.join('\n');
}

const feedOf = (rows: ReturnType<typeof handled>['rows']) =>
	renderFeed({ rows, now: NOW, name: 'RDV', pastDays: DEFAULT_PAST_DAYS, withNotes: false }).body;

const csvOf = (rows: ReturnType<typeof handled>['rows']) =>
	renderCsv({ rows, query: readQuery({ onglet: 'tous' }), timezone: PARIS, now: NOW }).body;

describe('two hosts', () => {
	const { rows, mails } = handled([caseOf('06-collective-two-hosts')]);
	const both = 'Paul Menuisier et Léa Poseuse';

	test('are named in the mail to the workshop, the one to the client and the agenda', () => {
		expect(sentOf(mails, 'created').text).toContain(nb(`\nAvec~: ${both}\n`));
		expect(sentOf(mails, 'confirmation').text).toContain(nb(`\nAvec~: ${both}\n`));
		expect(agendaOf(rows, '2026-12-03')).toContain(`\n  Avec ${both}\n`);
	});

	test('are named in feed, calendar file and CSV, and both stay in the row', () => {
		const listed = 'Paul Menuisier, Léa Poseuse';
		expect(rows).toMatchObject([{ hote: listed, hote_email: 'paul@example.com, lea@example.com' }]);
		expect(unfolded(feedOf(rows))).toContain('Avec\u00a0: Paul Menuisier\\, Léa Poseuse');
		expect(unfolded(sentOf(mails, 'created').calendar!.content)).toContain(both);
		expect(csvOf(rows)).toContain(`;${listed};`);
	});

	test('without a name are not told to the client by their address', () => {
		const body = caseOf('06-collective-two-hosts');
		for (const host of body.payload.scheduled_event.event_memberships) delete host.user_name;
		const { mails: nameless } = handled([body]);
		expect(sentOf(nameless, 'created').text).toContain('paul@example.com et lea@example.com');
		expect(sentOf(nameless, 'confirmation').text).not.toMatch(/Avec|paul@example/);
	});
});

describe('a payment', () => {
	const paid = (change: object) => {
		const body = caseOf('07-paid-booking');
		Object.assign(body.payload.payment, change);
		return handled([body]);
	};

	test.each([
		[{}, 'Paiement~: 60~€ payé\n  Acompte de visite, déduit du devis.\n'],
		[{ successful: false }, 'Paiement~: 60~€ échoué\n  Acompte de visite'],
		[{ amount: 60.5 }, 'Paiement~: 60,50~€ payé\n'],
		[{ amount: 1250, currency: 'CHF', terms: null }, 'Paiement~: 1\u202f250~CHF payé\n'],
		[{ currency: '<b>', terms: null }, 'Paiement~: 60 payé\n'],
		[{ amount: null, successful: false }, 'Paiement~: échoué\n'],
	])('of %j is told to the workshop alone', (change, expected) => {
		const { mails } = paid(change);
		expect(sentOf(mails, 'created').text).toContain(nb(expected));
		expect(sentOf(mails, 'confirmation').text).not.toContain('Paiement');
	});

	test('that failed is told once more on the morning of the appointment', () => {
		const { rows } = paid({ successful: false });
		expect(agendaOf(rows, '2026-12-03')).toContain(nb('Paiement~: 60~€ échoué'));
		expect(agendaOf(paid({}).rows, '2026-12-03')).not.toContain('Paiement');
	});

	test('stands in the CSV', () => {
		expect(csvOf(paid({}).rows)).toContain(';payé;60;EUR;stripe;');
		expect(csvOf(paid({ successful: false, amount: 60.5 }).rows)).toContain(';échoué;60,5;EUR;');
	});
});

describe('who moved an appointment and why', () => {
	const first = () => {
		const body = caseOf('10b-reschedule-new-half');
		const [old] = [caseOf('10-reschedule-reason-old-half').payload];
		const { uri, scheduled_event } = old;
		Object.assign(body.payload, { uri, scheduled_event, old_invitee: null });
		return body;
	};
	const old = () => caseOf('10-reschedule-reason-old-half');
	const moved = () => caseOf('10b-reschedule-new-half');

	test.each<[string, unknown[], boolean]>([
		['the old half first', [first(), old(), moved()], false],
		['both halves in one round', [first(), old(), moved()], true],
		['both halves in one round, the new one first', [first(), moved(), old()], true],
	])('is told to workshop and client: %s', (_name, bodies, together) => {
		const { mails } = handled(bodies, { together });
		const { text } = sentOf(mails, 'rescheduled');
		expect(text).toContain(
			nb('\nDéplacé par~: Paul Menuisier (atelier)\nMotif~: Livraison du bois retardée\n'),
		);
		expect(text).toContain(nb('\nUn rendez-vous a changé d’horaire sur Calendly~:\n'));
		expect(text).toContain(nb('Ancien horaire~: 03/12/2026~à~10:00'));
		expect(text).not.toContain('lieu a changé');
		expect(sentOf(mails, 'client_rescheduled').text).toContain(
			nb('\nDéplacé par~: l’atelier\nMotif~: Livraison du bois retardée\n'),
		);
	});

	test.each<[string, unknown[]]>([
		['the old half first', [first(), old(), moved()]],
		['the new half first', [first(), moved(), old()]],
		['without the first booking', [moved(), old()]],
	])('stays in the row, the agenda and the history: %s', (_name, bodies) => {
		const { rows, mails } = handled(bodies);
		expect(rows.find(({ identifiant }) => identifiant === 'new-1')).toMatchObject({
			deplace_par: 'Paul Menuisier',
			deplace_cote: 'atelier',
			motif_deplacement: 'Livraison du bois retardée',
		});
		expect(mails.filter((mail) => mail?.kind === 'rescheduled')).toHaveLength(1);
		expect(agendaOf(rows, '2026-12-10')).toContain(
			'\n  Changé par Paul Menuisier\n  Motif\u00a0: Livraison du bois retardée\n',
		);
		expect(historyText(rows, 'new-1')).toContain(
			nb('Déplacé depuis le 03/12/2026~à~10:00\nChangé par Paul Menuisier~: Livraison du bois'),
		);
	});

	test('a reason of the client’s is no text of ours to them', () => {
		const body = old();
		Object.assign(body.payload.cancellation, { canceler_type: 'invitee', reason: 'evil.example' });
		const { mails } = handled([first(), body, moved()]);
		expect(sentOf(mails, 'rescheduled').text).toContain('evil.example');
		expect(sentOf(mails, 'client_rescheduled').text).not.toContain('evil.example');
		expect(sentOf(mails, 'client_rescheduled').text).toContain(nb('Déplacé par~: vous'));
	});

	test('and that nobody knows to where is said in the morning', () => {
		const body = old();
		body.payload.new_invitee = null;
		const { rows, mails } = handled([first(), body]);
		expect(mails.filter(Boolean)).toHaveLength(2);
		const facts = { refusals: [], deliveries: [], appointments: rows, timezone: PARIS };
		const { due, text } = morningBulletin({ ...facts, now: NOW });
		expect(morningBulletin({ ...facts, now: new Date('2026-12-04T06:30:00Z') }).due).toBe(false);
		expect(due).toBe(true);
		expect(text).toContain(
			nb(
				'sans nouvelle date~:\n- Camille Fictif, client@example.com, Visite technique, jeudi 3 décembre 2026 à 10:00',
			),
		);
		expect(historyText(rows, 'old-1')).toContain('Déplacé, nouvelle date non communiquée');
	});
});

test('a reason of several lines keeps them, in mail and row', () => {
	const { rows, mails } = handled([caseOf('11-cancel-reason-several-lines')]);
	expect(rows[0].motif_annulation).toContain('Trois soucis :\n- le mur\n- le sol');
	expect(sentOf(mails, 'canceled').text).toContain('Trois soucis :\n  - le mur\n  - le sol');
	expect(historyText(rows, rows[0].identifiant)).toContain('- le mur\n- le sol');
});

describe('a move that changed', () => {
	/** What was booked before: the body of the new half with another identity and these parts. */
	function before(change: (scheduled: any) => void) {
		const body = caseOf('30-reschedule-only-the-place');
		Object.assign(body.payload, {
			uri: body.payload.old_invitee,
			old_invitee: null,
			event: 'https://api.calendly.com/scheduled_events/pe-old',
		});
		change(body.payload.scheduled_event);
		return body;
	}
	const address = { type: 'physical', location: '12 rue des Copeaux, 59000 Lille' };
	const call = (location: string) => ({ type: 'outbound_call', location });
	const EARLIER = {
		start_time: '2026-12-01T09:00:00.000000Z',
		end_time: '2026-12-01T09:30:00.000000Z',
	};

	/** The mails of a move from one place and time to another. */
	function movedFrom(former: object, now: object = {}) {
		const body = caseOf('30-reschedule-only-the-place');
		Object.assign(body.payload.scheduled_event, now);
		const old = before((scheduled) => Object.assign(scheduled, former));
		const { mails, rows } = handled([old, body]);
		return {
			rows,
			workshop: sentOf(mails, 'rescheduled'),
			client: sentOf(mails, 'client_rescheduled'),
		};
	}

	test('nothing but the place says so, with the old and the new one', () => {
		const { rows, workshop, client } = movedFrom({ location: address });
		for (const { text, html } of [workshop, client]) {
			expect(text).toMatch(/^Changement de lieu\n/);
			expect(text).toContain(nb('\nAncien lieu~: 12 rue des Copeaux, 59000 Lille\n'));
			expect(text).toContain(nb('\nNouveau lieu~: Google Meet\n'));
			expect(text + html).not.toMatch(/changé d’horaire|ancien horaire|nouvel horaire/iu);
		}
		expect(workshop.text).toContain(nb('Un rendez-vous a changé de lieu sur Calendly~:'));
		expect(client.text).toContain(nb('Votre rendez-vous avec ArchiMeuble a changé de lieu~:'));
		expect(agendaOf(rows, '2026-12-03')).toContain(
			nb(
				'Changement de lieu~: 03/12/2026~à~10:00~-~10:30\n  Nouveau lieu~: Google Meet\n  Ancien lieu~: 12 rue',
			),
		);
		expect(historyText(rows, 'p-new')).toContain(nb('Lieu changé, avant~: 12 rue des Copeaux'));
		expect(historyText(rows, 'p-new')).not.toContain('Déplacé depuis');
	});

	test.each<[string, object, object, string]>([
		['the time', { ...EARLIER }, {}, 'a changé d’horaire'],
		['time and place', { ...EARLIER, location: address }, {}, 'a changé d’horaire et de lieu'],
		[
			'the number to call',
			{ location: call('0639984567') },
			{ location: call('0639980011') },
			'a changé de lieu',
		],
		[
			'how the number is written',
			{ location: call('06 39 98 45 67') },
			{ location: call('+33639984567') },
			'a été modifié',
		],
		[
			'how the address is written',
			{ location: address },
			{ location: { ...address, location: '12  rue des copeaux 59000 LILLE' } },
			'a été modifié',
		],
		['the link of the same service', {}, {}, 'a été modifié'],
		['the end alone', { end_time: '2026-12-03T10:00:00.000000Z' }, {}, 'a changé d’horaire'],
	])('%s says what changed', (_name, former, now, words) => {
		const { workshop, client } = movedFrom(former, now);
		expect(workshop.text).toContain(nb(`\nUn rendez-vous ${words} sur Calendly~:\n`));
		expect(client.text).toContain(nb(`\nVotre rendez-vous avec ArchiMeuble ${words}~:\n`));
		const labels = [/Ancien horaire/.test(workshop.text), /Ancien lieu/.test(workshop.text)];
		expect(labels).toEqual([/horaire/.test(words), /lieu/.test(words)]);
	});

	test('something nobody knows claims nothing', () => {
		const { mails } = handled([caseOf('30-reschedule-only-the-place')]);
		expect(sentOf(mails, 'rescheduled').text).toContain('Un rendez-vous a été déplacé sur');
	});

	test('a place the client had typed does not tell it to them', () => {
		const { client, workshop } = movedFrom({
			location: { type: 'ask_invitee', location: 'Gagnez 1000 €' },
		});
		expect(workshop.text).toContain('Gagnez');
		expect(client.text).not.toContain('Gagnez');
	});
});

describe('the calendar file of a moved appointment', () => {
	const { mails } = handled([caseOf('20-ics-a-created'), caseOf('20b-ics-b-moved')]);
	const partsOf = (content: string) => {
		const calendar = new ICAL.Component(ICAL.parse(content));
		const event = calendar.getFirstSubcomponent('vevent')!;
		const read = (name: string) => event.getFirstPropertyValue(name)?.toString();
		return { method: calendar.getFirstPropertyValue('method'), read };
	};

	test.each(['rescheduled', 'client_rescheduled'])(
		'of the %s mail comes with one that takes the former one off',
		(kind) => {
			const { calendar, previousCalendar } = sentOf(mails, kind);
			expect(partsOf(calendar!.content).method).toBe('PUBLISH');
			expect(partsOf(calendar!.content).read('uid')).toBe('i-new@archimeuble');
			const { method, read } = partsOf(previousCalendar!.content);
			expect(method).toBe('CANCEL');
			expect(previousCalendar!.contentType).toContain('method=CANCEL');
			expect([read('uid'), read('status'), read('sequence')]).toEqual([
				'i-old@archimeuble',
				'CANCELLED',
				'1',
			]);
			expect(read('dtstart')).toBe('2026-12-03T09:00:00Z');
			expect(read('organizer')).toBe('mailto:atelier@example.com');
			expect(previousCalendar!.fileName).not.toBe(calendar!.fileName);
		},
	);

	test.each(['created', 'confirmation'])('of the %s mail stands alone', (kind) => {
		expect(sentOf(mails, kind).previousCalendar).toBeNull();
	});
});

describe('the feed', () => {
	test('says of a cancelled and of a moved one that it is none any more', () => {
		const { rows } = handled([
			caseOf('21-feed-cancelled'),
			caseOf('20-ics-a-created'),
			caseOf('20b-ics-b-moved'),
		]);
		const events = new ICAL.Component(ICAL.parse(feedOf(rows))).getAllSubcomponents('vevent');
		const read = events.map((event) =>
			['summary', 'status', 'transp'].map((name) => event.getFirstPropertyValue(name)),
		);
		expect(read).toEqual([
			[nb('Déplacé~: Visite technique – Camille Fictif'), 'CANCELLED', 'TRANSPARENT'],
			['Visite technique – Camille Fictif', 'CONFIRMED', null],
			[nb('Annulé~: Visite technique – Camille Fictif'), 'CANCELLED', 'TRANSPARENT'],
		]);
	});
});

test('recipients with a separator at the end are all written to', () => {
	const { settings, refused } = resolveSettings([caseOf('22-recipients-trailing-semicolon')]);
	expect(settings.destinataire).toBe('paul@atelier.example, lea@atelier.example');
	expect(refused).toEqual([]);
});

test('a group says how many places are taken, one place alone nothing', () => {
	const group = caseOf('06-collective-two-hosts');
	group.payload.scheduled_event.invitees_counter = { total: 8, active: 7, limit: 8 };
	expect(sentOf(handled([group]).mails, 'created').text).toContain(nb('Places~: 7 prises sur 8'));
	const one = handled([caseOf('06-collective-two-hosts')]);
	expect(sentOf(one.mails, 'created').text).not.toContain('Places');
});

function unfolded(calendar: string): string {
	return calendar.replace(/\r\n /g, '');
}
