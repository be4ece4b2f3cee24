import { renderCsv } from '../../../nodes/shared/dashboard/files/csv';
import { renderFeed } from '../../../nodes/shared/dashboard/files/feed';
import { bookingList } from '../../../nodes/shared/dashboard/page/list';
import { bookingsOf } from '../../../nodes/shared/dashboard/bookings/booking';
import { Moments } from '../../../nodes/shared/dashboard/moments';
import { readQuery } from '../../../nodes/shared/dashboard/request/query';
import { caseBody, outcomeOf, type CaseOutcome } from '../../support/cases.mts';
import { elementsOf, factsOf, linksOf, nb } from '../email/fixtures.mts';

/** Where, by which number, who calls: what becomes of the cases of the field, and of others like them. */

const NOW = new Date('2026-11-26T14:00:09.000Z');

type Change = (payload: any) => void;

function read(name: string, change: Change = () => {}): CaseOutcome {
	const body = caseBody(name);
	change(body.payload);
	return outcomeOf(body);
}

const answered =
	(question: string, answer: string, timezone = 'Europe/Paris'): Change =>
	(payload) => {
		payload.questions_and_answers = [{ question, answer, position: 0 }];
		payload.timezone = timezone;
	};

const placedAt =
	(location: unknown, name = 'Rendez-vous'): Change =>
	(payload) => {
		payload.scheduled_event.location = location;
		payload.scheduled_event.name = name;
	};

/** The value of one fact of a mail, its lines joined by ` | `; null when it does not stand there. */
function fact({ html }: { html: string }, label: string): string | null {
	const found = factsOf(html).find(([shown]) => shown.startsWith(label));
	return found === undefined ? null : found[1].split(/\n+/).join(' | ');
}

function hrefs({ html }: { html: string }): string[] {
	return linksOf(html).map(({ href }) => href);
}

/** The list of the dashboard with one booking, unfolded. */
function dashboard({ row }: CaseOutcome): string {
	const moments = new Moments(NOW.toISOString(), 'Europe/Paris');
	const context = {
		moments,
		byDay: true,
		isOpen: true,
		historyOf: () => ({ deliveries: [], starts: new Map(), moments }),
		linkTo: () => '#',
	};
	const [list] = bookingList(bookingsOf([{ ...row, etat: 'confirme' }]), context);
	return list.source;
}

describe('who calls whom', () => {
	const INSTRUCTIONS = 'Appelez entre 9 h et 9 h 30';

	test('01: the client is told to call the workshop’s number, and when', () => {
		const { confirmation, reminder } = read('01-inbound-call-with-instructions');
		for (const mail of [confirmation, reminder]) {
			expect(fact(mail, 'Téléphone')).toBe(
				nb(`Merci de nous appeler à ce numéro. | 03~20~00~12~34 | ${INSTRUCTIONS}`),
			);
			expect(fact(mail, 'Lieu')).toBeNull();
			expect(hrefs(mail)).toContain('tel:+33320001234');
			expect(mail.text).not.toContain('Nous vous appelons');
		}
	});

	test('01: so it is with a number for reminders, which is the client’s', () => {
		const outcome = read('01-inbound-call-with-instructions', (payload) => {
			payload.text_reminder_number = '+33 6 39 98 45 67';
		});
		expect(fact(outcome.reminder, 'Téléphone')).toContain('Merci de nous appeler');
		expect(fact(outcome.workshop, 'Téléphone')).toBe(nb('06~39~98~45~67'));
	});

	test('01: the workshop reads who calls', () => {
		const outcome = read('01-inbound-call-with-instructions');
		expect(fact(outcome.workshop, 'Appel')).toBe(
			nb(`Le client vous appelle au 03~20~00~12~34. | ${INSTRUCTIONS}`),
		);
		expect(fact(outcome.workshop, 'Lieu')).toBeNull();
		expect(dashboard(outcome)).toContain(nb('Le client vous appelle au 03~20~00~12~34.'));
		expect(outcome.row).toMatchObject({ appel_par: 'client', appel_numero: '+33320001234' });
	});

	test('the workshop calls: both read it', () => {
		const call = { type: 'outbound_call', location: '+33 6 39 98 45 67' };
		const outcome = read('01-inbound-call-with-instructions', placedAt(call));
		expect(fact(outcome.workshop, 'Appel')).toBe('Vous appelez le client.');
		expect(fact(outcome.reminder, 'Téléphone')).toBe(
			nb('06~39~98~45~67 | Nous vous appelons à ce numéro.'),
		);
	});

	test('a place of another kind under a type by telephone says nothing of who calls', () => {
		const place = { type: 'custom', location: 'Voir notre site' };
		const { confirmation } = read(
			'13c-custom-whereby',
			placedAt(place, 'Consultation téléphonique'),
		);
		expect(confirmation.text).not.toMatch(/appelons|appeler/);
		expect(fact(confirmation, 'Lieu')).toBe('Voir notre site');
	});
});

describe('by which number', () => {
	const shownAs = (outcome: CaseOutcome, number: string, shown: string) => {
		const { workshop, row } = outcome;
		expect(row.telephone).toBe(number);
		expect(fact(workshop, 'Téléphone')).toBe(nb(shown));
		expect(hrefs(workshop)).toContain(`tel:${number}`);
		expect(workshop.text).not.toContain('non communiqué');
		expect(dashboard(outcome)).toContain(`href="tel:${number}"`);
		const files = {
			csv: renderCsv({
				rows: [{ ...row, etat: 'confirme' }],
				query: readQuery({ onglet: 'tous' }),
				timezone: 'Europe/Paris',
				now: NOW,
			}).body,
			feed: renderFeed({ rows: [row], now: NOW, name: 'x', pastDays: 30, withNotes: false }).body,
		};
		expect(files.csv).toContain(nb(shown).replace(/\u00a0/g, ' '));
		expect(files.feed.replace(/\r\n /g, '')).toContain(nb(shown));
	};

	test.each([
		['02-phone-question-tel', '+33639984567', '06~39~98~45~67'],
		['03-phone-answer-with-hours', '+33639984567', '06~39~98~45~67'],
		['03b-phone-plus33-zero', '+33639984567', '06~39~98~45~67'],
		['05b-belgian-mobile', '+32478123456', '+32~478~123~456'],
		['13a-ask-invitee-phone', '+33639984567', '06~39~98~45~67'],
	])('%s: it can be called everywhere', (name, number, shown) => {
		shownAs(read(name), number, shown);
	});

	test.each<[string, Change, string, string]>([
		['WhatsApp', answered('WhatsApp', '06 39 98 45 67'), '+33639984567', '06~39~98~45~67'],
		[
			'Comment vous rappeler ?',
			answered('Comment vous rappeler ?', 'Au 06.39.98.45.67, le soir'),
			'+33639984567',
			'06~39~98~45~67',
		],
		[
			'two numbers',
			answered('Mobile', '06 39 98 45 67 ou 03 20 00 12 34'),
			'+33639984567',
			'06~39~98~45~67',
		],
		['hidden marks', answered('Tél.', '\u200e06‑39‑98‑45‑67'), '+33639984567', '06~39~98~45~67'],
		['no plus', answered('Téléphone', '33639984567'), '+33639984567', '06~39~98~45~67'],
		['two zeros', answered('Téléphone', '0033 06 39 98 45 67'), '+33639984567', '06~39~98~45~67'],
		['Réunion', answered('Téléphone', '0692 12 34 56'), '+262692123456', '06~92~12~34~56'],
		[
			'Switzerland',
			answered('Téléphone', '079 123 45 67', 'Europe/Zurich'),
			'+41791234567',
			'+41~791~234~567',
		],
	])('it is read of %s', (_name, change, number, shown) => {
		shownAs(read('02-phone-question-tel', change), number, shown);
	});

	test('03: the whole answer stays', () => {
		const { workshop, row } = read('03-phone-answer-with-hours');
		const [{ answer }] = caseBody('03-phone-answer-with-hours').payload.questions_and_answers;
		expect(workshop.text).toContain(answer);
		expect(JSON.stringify(row)).toContain(answer);
	});

	test('one of a country that is not certain is shown as typed, without a link', () => {
		const outcome = read(
			'05b-belgian-mobile',
			answered('Téléphone', '0612-34 56 78', 'Africa/Casablanca'),
		);
		expect(outcome.row.telephone).toBe('0612-34 56 78');
		expect(fact(outcome.workshop, 'Téléphone')).toBe('0612-34 56 78');
		expect(outcome.workshop.html + dashboard(outcome)).not.toContain('tel:');
		expect(outcome.workshop.text.split('0612-34 56 78')).toHaveLength(2);
	});
});

describe('where', () => {
	const LINES = 'Chez moi\n4 impasse du Rabot\n69001 Lyon';

	test('13a: a number the client typed as place is no place, and is not repeated to them', () => {
		const outcome = read('13a-ask-invitee-phone');
		expect(outcome.event.appointment.mode).toBe('phone');
		expect(fact(outcome.workshop, 'Lieu')).toBeNull();
		for (const mail of [outcome.confirmation, outcome.reminder]) {
			expect(fact(mail, 'Lieu')).toBe('Celui que vous avez indiqué en réservant.');
			expect(mail.text).not.toContain('39');
			expect(mail.html + mail.calendar?.content).not.toContain('98 45');
		}
	});

	test.each(['ask_invitee', 'physical', 'custom'])(
		'%s: several lines stay several lines',
		(type) => {
			const outcome = read('13a-ask-invitee-phone', placedAt({ type, location: LINES }));
			expect(outcome.row.lieu).toBe(LINES);
			expect(fact(outcome.workshop, 'Lieu')).toBe(LINES.replace(/\n/g, ' | '));
			expect(dashboard(outcome)).toContain(LINES.replace(/\n/g, '<br>'));
			const { reminder } = outcome;
			const shown = type === 'ask_invitee' ? null : LINES.replace(/\n/g, ' | ');
			expect(fact(reminder, 'Lieu')).toBe(shown ?? 'Celui que vous avez indiqué en réservant.');
		},
	);

	test('13a: a number among the words of the place is the client’s where there is no other', () => {
		const place = { type: 'ask_invitee', location: '4 impasse du Rabot, 06 39 98 45 67' };
		const outcome = read('13a-ask-invitee-phone', placedAt(place));
		expect(outcome.row).toMatchObject({ telephone: '+33639984567', lieu: place.location });
	});

	test.each<[string, string, string | null]>([
		['https://whereby.com/atelier-fictif', 'https://whereby.com/atelier-fictif', null],
		['whereby.com/atelier-fictif', 'https://whereby.com/atelier-fictif', null],
		['https://meet.jit.si/AtelierFictif', 'https://meet.jit.si/AtelierFictif', null],
		['https://visio.atelier.example/salle', 'https://visio.atelier.example/salle', null],
		[
			'Notre salle : https://salle.atelier.example/1',
			'https://salle.atelier.example/1',
			'Notre salle',
		],
		['https://zoom.us/j/1?pwd=x\nCode : 1234', 'https://zoom.us/j/1?pwd=x', 'Code : 1234'],
	])('13c: the workshop’s own room %s', (location, link, rest) => {
		const name = rest === 'Notre salle' ? 'Rendez-vous en visio' : 'Rendez-vous';
		const outcome = read('13c-custom-whereby', placedAt({ type: 'custom', location }, name));
		expect(outcome.row).toMatchObject({ mode: 'Visio', lien_visio: link });
		expect(outcome.row.lieu ?? null).toBe(rest);
		for (const mail of [outcome.workshop, outcome.confirmation, outcome.reminder]) {
			expect(linksOf(mail.html)).toContainEqual({ href: link, text: 'Rejoindre la visio' });
			expect(fact(mail, 'Lieu')).toBe(rest);
		}
		expect(dashboard(outcome)).toContain(`<a href="${link}"`);
	});

	test('28: Zoom pasted as place wins over a type named « Visite »', () => {
		const { row } = read('28-custom-zoom-link');
		expect(row).toMatchObject({
			mode: 'Visio',
			lieu: 'Zoom',
			lien_visio: 'https://us02web.zoom.us/j/123456789?pwd=SeCrEt',
		});
	});

	test.each([
		'https://maps.app.goo.gl/abc',
		'https://www.google.fr/maps/place/Atelier',
		'https://www.openstreetmap.org/node/1',
	])('a map is no meeting: %s', (location) => {
		const outcome = read('13c-custom-whereby', placedAt({ type: 'custom', location }));
		expect(outcome.row).toMatchObject({ mode: 'Sur place', lieu: location });
		expect(outcome.row.lien_visio).toBeUndefined();
		expect(dashboard(outcome)).toContain(`<a href="${location}"`);
	});

	test('a link the client typed as place opens nothing: it is text', () => {
		const place = { type: 'ask_invitee', location: 'https://whereby.com/evil' };
		const outcome = read('13c-custom-whereby', placedAt(place));
		expect(outcome.event.appointment.joinUrl).toBeNull();
		expect(hrefs(outcome.workshop)).not.toContain(place.location);
		expect(outcome.confirmation.text).not.toContain('evil');
	});

	test('13e: a link that could not be made is said to the workshop, and promised to nobody', () => {
		const place = { type: 'zoom', status: 'failed', join_url: null, data: null };
		const outcome = read('13c-custom-whereby', placedAt(place));
		const said = 'Le lien n’a pas pu être créé par Zoom\u202f; pensez à en envoyer un au client.';
		expect(fact(outcome.workshop, 'Lien visio')).toBe(said);
		expect(dashboard(outcome)).toContain(said);
		for (const mail of [outcome.confirmation, outcome.reminder]) {
			expect(fact(mail, 'Visio')).toContain('Le lien n’a pas pu être créé');
			expect(mail.text).not.toContain('Calendly vous l’envoie');
		}
	});

	test('of a place that became another, the client’s words stay the client’s', () => {
		const typed = read('13a-ask-invitee-phone', placedAt({ type: 'ask_invitee', location: LINES }));
		const meet = read('13a-ask-invitee-phone', placedAt({ type: 'google_conference' }));
		const later = { ...typed.row, ...meet.row };
		expect(later).toMatchObject({ lieu: LINES, lieu_choisi_par: 'client' });
	});
});

describe('links in what clients write', () => {
	const linksFor = (answer: string) =>
		linksOf(`<main>${dashboard(read('17-link-without-scheme', answered('Lien', answer)))}</main>`)
			.filter(({ href }) => /^https?:/.test(href) && !href.includes('calendly.com'))
			.map(({ href }) => href);

	test('17: one without its scheme can be followed on the dashboard', () => {
		const outcome = read('17-link-without-scheme');
		expect(dashboard(outcome)).toContain('<a href="https://archimeuble.example/c/1"');
		expect(outcome.workshop.text).toContain('archimeuble.example/c/1');
	});

	test.each([
		['in a sentence', 'Voici : https://a.example/c/1. Merci', ['https://a.example/c/1']],
		[
			'two',
			'https://a.example/c/1 et https://a.example/c/2',
			['https://a.example/c/1', 'https://a.example/c/2'],
		],
		['with a dot behind it', 'https://a.example/c/1.', ['https://a.example/c/1']],
		['with www', 'www.a.example', ['https://www.a.example']],
		['none: a look-alike', 'https://a。example/c', []],
		['none: an IP address', 'http://203.0.113.7/c', []],
		['none: a scheme without slashes', 'https:rest/logout', []],
		['none: words with a dot', 'Chêne.Blanc/mat, 3.fr', []],
		['none: a mail address', 'zoe@a.example/c', []],
		['none: a script', 'javascript:alert(1)//a.example', []],
	])('%s', (_name, answer, expected) => {
		expect([...new Set(linksFor(answer))]).toEqual(expected);
	});

	test('nothing else of an answer becomes markup', () => {
		const answer = 'https://a.example/"><script>alert(1)</script>\nhttps://b.example/<b>';
		const outcome = read('17-link-without-scheme', answered('Lien', answer));
		const tags = elementsOf(dashboard(outcome)).map(({ tag }) => tag);
		expect(tags).not.toContain('script');
		expect(tags).not.toContain('b');
	});
});
