import fc from 'fast-check';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { composeMail, mailView } from '../../../nodes/shared/email/workshopMail';
import { MAIL_FIELDS, type MailField } from '../../../nodes/shared/email/mail';
import { subjectLine } from '../../../nodes/shared/email/placeholders';
import { factLabel } from '../../../nodes/shared/email/text';
import { defaultFields, defaultWording } from '../../../nodes/shared/email/wording';
import {
	aBareEvent,
	anEvent,
	aPrevious,
	aRequest,
	CONFIGURATION_URL,
	DASHBOARD_URL,
	factsOf,
	fullMail,
	KINDS,
	linksOf,
	nb,
	visibleText,
} from './fixtures.mts';

const NO_SPACES = /[\s\u034f]+/g;

/** What only the HTML shows in place of an address: the button, and the site of a guest's link. */
const BUTTONS =
	/(?:Voir la configuration|Rejoindre la visio|Ouvrir le rendez-vous)(?:\s*archimeuble\.example)?/g;
const ADDRESSES = /https?:\S+/g;

describe('HTML and text', () => {
	test.each(KINDS)('of a %s mail show the same facts in the same order', (kind) => {
		const { html, text } = fullMail(kind);
		const shown = factsOf(html);
		expect(shown.length).toBeGreaterThan(10);
		let from = 0;
		for (const [label, value] of shown) {
			const lines = value
				.replace(BUTTONS, '')
				.split('\n')
				.filter((line) => line.trim() !== '');
			for (const piece of [label, ...lines]) {
				const at = text.indexOf(piece.trim(), from);
				expect([piece, at]).toEqual([piece, expect.any(Number)]);
				expect(at).toBeGreaterThanOrEqual(from);
				from = at;
			}
		}
	});

	test.each(KINDS)('of a %s mail differ by nothing but the words on the buttons', (kind) => {
		for (const event of [anEvent(), aBareEvent()]) {
			const { html, text } = fullMail(kind, event);
			const seen = visibleText(html).replace(BUTTONS, '').replace(NO_SPACES, '');
			const read = text.replace(ADDRESSES, '').replace(NO_SPACES, '');
			expect(`ArchiMeuble${read}`).toBe(seen);
		}
	});

	const ONE_FIELD: Array<[MailField, string, string[]]> = [
		['type', 'Type de consultation', ['Visite en visio - 30 min']],
		['client', 'Client', ['Zoé Müller']],
		['email', 'Email', ['zoe.muller@example.com']],
		['phone', 'Téléphone', ['06~39~98~45~67']],
		[
			'dateTime',
			'Date et heure',
			[
				'15/11/2025~à~15:00~-~15:30',
				'samedi~15~novembre~2025',
				'Heure du client~: 15/11/2025~à~09:00~-~09:30 (heure~de~New~York)',
			],
		],
		['timezone', 'Fuseau horaire', ['Europe/Paris', 'Fuseau du client~: heure~de~New~York']],
		['mode', 'Mode', ['Visio']],
		['location', 'Lieu', ['12 rue de la Liberté, 59000 Lille']],
		['joinUrl', 'Lien visio', ['https://meet.google.com/abc-defg-hij']],
		['configurationUrl', 'Lien de configuration', [CONFIGURATION_URL]],
		['notes', 'Notes supplémentaires', ['Chêne clair de préférence.']],
		['guests', 'Invités', ['luc@example.com', 'anne@example.com']],
		['dashboard', 'Tableau de bord', [`${DASHBOARD_URL}?rdv=a0000000-0000-4000-8000-000000000001`]],
	];

	test.each(ONE_FIELD)('show « %s » when it is the only field chosen', (field, label, lines) => {
		const { html, text } = composeMail(aRequest('created', { fields: [field] }));
		const [first, ...more] = lines.map(nb);
		const rest = more.map((line) => `\n  ${line}`).join('');
		expect(text).toContain(`\n\n${label}\u00a0: ${first}${rest}\n\n`);
		expect(factsOf(html).map(([shown]) => shown)).toEqual([`${label}\u00a0:`]);
		for (const line of [first, ...more]) {
			expect(factsOf(html)[0][1] + linksOf(html)[0]?.href).toContain(line);
		}
	});

	test('show each answer under its question, those shown elsewhere only once', () => {
		const { text } = fullMail('created');
		expect(text).toContain('Largeur du mur ? 3,20 m\n  sous pente\n');
		expect(text).not.toContain('Informations utiles');
		expect(text.split(CONFIGURATION_URL)).toHaveLength(2);
	});

	test('show all answers when the facts made from them are switched off', () => {
		const { text } = composeMail(aRequest('created', { fields: ['answers'] }));
		expect(text).toContain(`Lien de configuration\u00a0: ${CONFIGURATION_URL}\n`);
		expect(text).toContain('Informations utiles\u00a0: Chêne clair de préférence.\n');
	});

	test('keep an answer that says the same as the note to another question', () => {
		const answers = [
			{ question: 'Avez-vous un plan', answer: 'Oui', position: 1 },
			{ question: 'Informations', answer: 'Oui', position: 0 },
		];
		const { text } = fullMail('created', anEvent({ answers, notes: 'Oui' }));
		expect(text).toContain('Informations\u00a0: Oui\nAvez-vous un plan\u00a0: Oui\n');
	});

	test('are made in time of any number of answers about notes', () => {
		const answers = Array.from({ length: 30_000 }, (_, position) => ({
			question: 'Notes',
			answer: `Note ${position}`,
			position,
		}));
		const notes = answers.map(({ answer }) => answer).join('\n\n');
		const started = performance.now();
		composeMail(aRequest('created', { event: anEvent({ answers, notes }) }));
		expect(performance.now() - started).toBeLessThan(5_000);
	});

	test('show who cancelled and why, and the old time of a moved appointment', () => {
		expect(fullMail('canceled').text).toContain(
			nb(
				'Annulé par~: Paul Petit (client)\n  Annulé le~14/11/2025~à~10:00\nMotif~: Travaux repoussés\n',
			),
		);
		expect(fullMail('rescheduled').text).toContain(
			nb('Ancien horaire~: 12/11/2025~à~09:00~-~09:30\n  mercredi~12~novembre~2025\n'),
		);
		expect(fullMail('created').text).not.toMatch(/Ancien horaire|Annulé par|Motif/);
	});

	test.each([
		['the client by type alone', { by: null, byType: 'client' }, 'client'],
		['the workshop', { by: 'Atelier', byType: 'host' }, 'Atelier (atelier)'],
		['somebody of a type nobody knows', { by: 'Eva', byType: 'toString' }, 'Eva'],
		['nobody known', { by: null, byType: null }, 'non communiqué'],
	])('name as the one who cancelled %s', (_name, who, expected) => {
		const event = anEvent({ cancellation: { ...who, reason: null, at: null } });
		expect(fullMail('canceled', event).text).toContain(
			`Annulé par\u00a0: ${expected}\nMotif\u00a0: non communiqué\n`,
		);
	});

	test('leave the place out when it only repeats the number to call', () => {
		const phone = { client: { phone: '+33639984567' } };
		const text = (location: string) =>
			fullMail('created', anEvent({ appointment: { location }, ...phone })).text;
		expect(text('06 39 98 45 67')).not.toContain('Lieu');
		expect(text('+33 1 44 00 00 00')).toContain('Lieu\u00a0: +33 1 44 00 00 00');
	});

	test('are in the order of the list of fields, whatever the order they were chosen in', () => {
		const fields = [...MAIL_FIELDS].reverse();
		expect(composeMail(aRequest('canceled', { fields }))).toEqual(fullMail('canceled'));
	});
});

describe('the default mails', () => {
	test('« nouveau » is the original’s, word for word', () => {
		const event = anEvent({
			appointment: {
				type: 'Consultation téléphonique',
				location: null,
				joinUrl: null,
				hosts: [],
				guests: [],
			},
			client: { name: 'Test Client', email: 'test@example.com', phone: null, timezone: null },
			answers: [],
			display: { ...anEvent().display, mode: 'Téléphonique' },
		});
		const { subject, text } = composeMail(aRequest('created', { event }));
		expect(subject).toBe(
			nb(
				'Nouveau RDV Calendly - ArchiMeuble~: Consultation téléphonique - Test Client - 15/11/2025 à 15:00',
			),
		);
		expect(text).toBe(
			nb(`Nouveau rendez-vous

samedi~15~novembre~2025, 15:00~–~15:30
Test Client

Bonjour,

Un nouveau rendez-vous a été pris sur Calendly~:

Type de consultation~: Consultation téléphonique
Client~: Test Client
Email~: test@example.com
Téléphone~: non communiqué
Date et heure~: 15/11/2025~à~15:00~-~15:30
  samedi~15~novembre~2025
Fuseau horaire~: Europe/Paris
Mode~: Téléphonique
Lien de configuration~: ${CONFIGURATION_URL}
Notes supplémentaires~: Chêne clair de préférence.
Tableau de bord~: ${DASHBOARD_URL}?rdv=${event.appointment.id}

Pensez à vous préparer pour cet entretien et à vérifier votre agenda.

Cordialement,
Système ArchiMeuble
`),
		);
	});

	test('« annulé » reads well with the little the original guide’s payload says', () => {
		const { subject, text, html, calendar, replyTo } = composeMail(
			aRequest('canceled', { event: aBareEvent() }),
		);
		expect(subject).toBe(nb('RDV annulé - ArchiMeuble~: Zoé Müller - date non communiquée'));
		expect(text).toBe(
			nb(`Rendez-vous annulé

Zoé Müller

Bonjour,

Un rendez-vous pris sur Calendly a été annulé~:

Type de consultation~: Consultation téléphonique
Client~: Zoé Müller
Email~: zoe.muller@example.com
Téléphone~: non communiqué
Date et heure~: non communiquées
Annulé par~: non communiqué
Motif~: non communiqué
Tableau de bord~: ${DASHBOARD_URL}?rdv=a0000000-0000-4000-8000-000000000001

Pensez à vérifier que ce créneau est de nouveau libre dans votre agenda.

Cordialement,
Système ArchiMeuble
`),
		);
		expect(visibleText(html)).not.toMatch(/null|undefined/);
		expect(calendar).toBeNull();
		expect(replyTo).toBe('zoe.muller@example.com');
	});

	test.each([
		[
			'created',
			'Nouveau RDV Calendly - ArchiMeuble~: Visite en visio - 30 min - Zoé Müller - 15/11/2025 à 15:00',
		],
		[
			'rescheduled',
			'RDV déplacé - ArchiMeuble~: Zoé Müller - 15/11/2025 à 15:00 - Visite en visio - 30 min',
		],
		['canceled', 'RDV annulé - ArchiMeuble~: Zoé Müller - 15/11/2025 à 15:00'],
	] as const)('%s has its subject', (kind, expected) => {
		expect(fullMail(kind).subject).toBe(nb(expected));
	});

	test('« déplacé » does not stumble over an unknown time', () => {
		const { subject, text } = composeMail(
			aRequest('rescheduled', { event: aBareEvent(), previous: null }),
		);
		expect(subject).toBe(
			nb(
				'RDV déplacé - ArchiMeuble~: Zoé Müller - date non communiquée - Consultation téléphonique',
			),
		);
		expect(text).toContain('Ancien horaire\u00a0: non communiqué\n');
	});

	test.each(KINDS)('%s says nothing of null or undefined when nothing at all is known', (kind) => {
		const event = aBareEvent();
		event.client = { ...event.client, name: null, email: null };
		event.appointment.type = null;
		const { subject, text, html, replyTo } = fullMail(kind, event);
		expect(subject + text + visibleText(html)).not.toMatch(/null|undefined|NaN|Invalid/);
		expect(subject).toContain('non communiqué');
		expect(text).toContain('Client\u00a0: non communiqué\nEmail\u00a0: non communiqué\n');
		expect(replyTo).toBeNull();
	});

	test('show the fields that matter for their kind', () => {
		expect(defaultFields('created')).not.toContain('previousDateTime');
		expect(defaultFields('rescheduled')).toContain('previousDateTime');
		expect(defaultFields('canceled')).toContain('cancellation');
		for (const kind of KINDS)
			expect(MAIL_FIELDS).toEqual(expect.arrayContaining(defaultFields(kind)));
	});

	test('carry no link that cancels or moves the appointment', () => {
		for (const kind of KINDS) {
			const mail = fullMail(kind);
			expect(JSON.stringify(mail)).not.toMatch(/secret-(cancel|move)/);
		}
	});
});

describe('beside the subject', () => {
	const preheader = (parts: Parameters<typeof anEvent>[0]) =>
		mailView(aRequest('created', { event: anEvent(parts) })).preheader;

	test('stands when, or what where that is not known, and who', () => {
		expect(preheader({})).toBe(nb('samedi~15~novembre~2025~à~15:00 – Zoé Müller'));
		expect(preheader({ appointment: { start: null } })).toBe(
			'Visite en visio - 30 min – Zoé Müller',
		);
		expect(preheader({ client: { name: null } })).toContain(' – non communiqué');
	});
});

describe('the title', () => {
	test.each([
		['created', 'Nouveau rendez-vous'],
		['rescheduled', 'Rendez-vous déplacé'],
		['canceled', 'Rendez-vous annulé'],
	] as const)('of a %s mail is « %s »', (kind, title) => {
		expect(mailView(aRequest(kind)).heading).toBe(title);
	});

	test('of a move to another place alone is that, and of no other mail', () => {
		const { start, end } = anEvent().appointment;
		const place = { kind: 'address', setBy: 'host', status: null } as const;
		const previous = aPrevious({ start, end, location: 'Rabot', place });
		expect(mailView(aRequest('rescheduled', { previous })).heading).toBe('Changement de lieu');
		expect(mailView(aRequest('created', { previous })).heading).toBe('Nouveau rendez-vous');
		expect(mailView(aRequest('rescheduled', { previous: null })).heading).toBe(
			'Rendez-vous déplacé',
		);
	});

	test('is followed by no section: only an agenda has some', () => {
		expect(KINDS.map((kind) => mailView(aRequest(kind)).sections)).toEqual([[], [], []]);
	});
});

describe('the wording', () => {
	const withWording = (greeting: string, event: AppointmentEvent = anEvent()) =>
		composeMail(
			aRequest('created', { event, wording: { ...defaultWording('created'), greeting } }),
		).text.split('\n\n')[2];

	test.each([
		[
			'all placeholders',
			'{client}, {type}, {date}, {heure}',
			'Zoé Müller, Visite en visio - 30 min, 15/11/2025, 15:00',
		],
		['one placeholder twice', '{heure} {heure}', '15:00 15:00'],
		['a placeholder nobody knows', '{nom} {toString} {', '{nom} {toString} {'],
		[
			'a plain space before high punctuation',
			'Bonjour : oui ! non ?',
			'Bonjour~: oui\u202f! non\u202f?',
		],
		['several lines', 'Bonjour\r\nà tous', 'Bonjour\nà tous'],
	])('fills in %s', (_name, wording, expected) => {
		expect(withWording(wording)).toBe(nb(expected));
	});

	test('does not expand what a value contains', () => {
		const event = anEvent({ client: { name: '{type} $& {client}' } });
		expect(withWording('{client}', event)).toBe('{type} $& {client}');
	});

	test('names what is not known', () => {
		expect(withWording('{client} le {date} à {heure} : {heure}', aBareEvent())).toBe(
			nb('Zoé Müller le date non communiquée~: heure non communiquée'),
		);
	});

	test('leaves out the paragraphs the workshop emptied, and falls back to a subject', () => {
		const wording = { subject: ' ', greeting: '', introduction: '', closing: '', signature: '' };
		const { subject, text } = composeMail(aRequest('created', { wording, fields: ['client'] }));
		expect(subject).toBe(fullMail('created').subject);
		expect(text).toBe(nb('Nouveau rendez-vous\n\nZoé Müller\n\nClient~: Zoé Müller\n'));
	});
});

describe('the subject', () => {
	test.each([
		['line breaks', 'Zoé\r\nBcc: evil@example.com', 'Zoé Bcc: evil@example.com'],
		['line and paragraph separators', 'a\u2028b\u2029c', 'a b c'],
		['controls', 'a\u0000\u0007\u001b\u007f\u0085b', 'ab'],
		['bidi controls', 'a\u202ab\u202ec\u2066d\u2069e', 'abcde'],
		['half a surrogate pair', 'a\ud83d', 'a\ufffd'],
		['non-breaking spaces, which stay', 'ArchiMeuble\u00a0: x', 'ArchiMeuble\u00a0: x'],
		['marks of direction, which stay', 'a\u200eb\u200f', 'a\u200eb\u200f'],
		['150 characters beyond the BMP', '😀'.repeat(150), '😀'.repeat(150)],
		['151 characters beyond the BMP', '😀'.repeat(151), `${'😀'.repeat(149)}…`],
	])('is one clean line with %s', (_name, text, expected) => {
		expect(subjectLine(text)).toBe(expected);
	});

	test('is one clean line whatever the text', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
				const subject = subjectLine(text);
				expect([...subject].length).toBeLessThanOrEqual(150);
				expect(subject).not.toMatch(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
				expect(subjectLine(subject)).toBe(subject);
			}),
			{ numRuns: 1000 },
		);
	});
});

describe('the reply address', () => {
	test.each([
		['zoe.muller@example.com', true],
		['zoe+rdv@sub.example.co.uk', true],
		["o'connor@example.ie", true],
		[`${'a'.repeat(64)}@example.com`, true],
		['z@xn--bcher-kva.example', true],
		['', false],
		['zoe', false],
		['zoe@localhost', false],
		['zoe@@example.com', false],
		['a@b@example.com', false],
		['@example.com', false],
		['zoe@', false],
		['zoe@example..com', false],
		['.zoe@example.com', false],
		['zoe.@example.com', true],
		['zoe..h@example.com', true],
		['zoe@-example.com', false],
		['zoe@[127.0.0.1]', false],
		['zoe@example.com, bob@example.com', false],
		['zoe@example.com;bob@example.com', false],
		['Zoé <zoe@example.com>', false],
		['<zoe@example.com>', false],
		['"zoe"@example.com', false],
		['zoe(x)@example.com', false],
		['zoe @example.com', false],
		['zoe@example.com\r\nBcc: e@example.com', false],
		['zoe\u0000@example.com', false],
		['zoe\u00a0@example.com', false],
		['zoe\u200b@example.com', false],
		['zoé@example.com', false],
		[`${'a'.repeat(65)}@example.com`, false],
		[`a@${'b.'.repeat(127)}com`, false],
		[`a@${'b'.repeat(64)}.com`, false],
	])('of %j is that or nothing', (email, isBare) => {
		const { replyTo, html } = fullMail('created', anEvent({ client: { email } }));
		expect(replyTo).toBe(isBare ? email : null);
		const hrefs = linksOf(html).map(({ href }) => href);
		if (!isBare) {
			expect(hrefs.filter((href) => href.startsWith('mailto:'))).toEqual([
				'mailto:luc@example.com',
				'mailto:anne@example.com',
			]);
		}
	});

	test('has the domain servers know where it is of another script', () => {
		const email = 'zoe@société.example';
		const { replyTo, html, text } = fullMail('created', anEvent({ client: { email } }));
		expect(replyTo).toBe('zoe@xn--socit-esab.example');
		expect(linksOf(html).map(({ href }) => href)).toContain(`mailto:${replyTo}`);
		expect(text).toContain(email);
	});

	test('is percent-encoded in its link', () => {
		const { html } = fullMail('created', anEvent({ client: { email: 'a?cc=x&b%1@example.com' } }));
		expect(linksOf(html)[1].href).toBe('mailto:a%3Fcc%3Dx%26b%251@example.com');
	});
});

describe('links', () => {
	const linkOf = (url: string): string | undefined => {
		const event = anEvent({ configurationUrl: url, answers: [] });
		const { html } = composeMail(aRequest('created', { event, fields: ['configurationUrl'] }));
		const href = linksOf(html)[0]?.href;
		const shown = href === undefined ? url.slice(0, 300) : new URL(url).host;
		expect(factsOf(html)[0][1]).toContain(shown);
		return href;
	};

	test.each([['https://archimeuble.example/save/1?a=1&b=2#x'], ['http://archimeuble.example/']])(
		'%s is a link with its site below',
		(url) => {
			expect(linkOf(url)).toBe(url);
		},
	);

	test.each([
		['another scheme', 'javascript:alert(1)'],
		['another scheme in capitals', 'JaVaScRiPt:alert(1)'],
		['data', 'data:text/html,x'],
		['a file', 'file:///etc/passwd'],
		['no scheme', 'archimeuble.example/save'],
		['credentials', 'https://calendly.com@evil.example/'],
		['a space', 'https://a.example/x y'],
		['a control character within', 'java\u0001script:alert(1)'.replace('\u0001', '\u00ad')],
		['a zero-width space', 'https://a.exam\u200bple/'],
		['more than 2 000 characters', `https://a.example/${'a'.repeat(2_000)}`],
	])('an address with %s is shown as text', (_name, url) => {
		expect(linkOf(url)).toBeUndefined();
	});

	test('are buttons, and no address stands there to be read', () => {
		const { html } = composeMail(aRequest('created', { fields: ['configurationUrl', 'joinUrl'] }));
		expect(linksOf(html)).toEqual([
			{ href: 'https://meet.google.com/abc-defg-hij', text: 'Rejoindre la visio' },
			{ href: CONFIGURATION_URL, text: 'Voir la configuration' },
		]);
		expect(visibleText(html)).not.toMatch(/https?:/);
	});

	test('of a guest show their site as browsers do', () => {
		const event = anEvent({ configurationUrl: 'https://archimeublé.example:8443/x', answers: [] });
		const { html } = composeMail(aRequest('created', { event, fields: ['configurationUrl'] }));
		expect(factsOf(html)[0][1]).toMatch(
			/^Voir la configuration\s+xn--archimeubl-k7a.example:8443$/,
		);
	});

	test.each([
		['a French number', '+33639984567', 'tel:+33639984567', nb('06~39~98~45~67')],
		['a foreign number', '+4479111234567', 'tel:+4479111234567', nb('+44~791~112~345~67')],
		['a number as typed', '06.39.98.45', undefined, '06.39.98.45'],
		['a number with an extension', '+33639984567;ext=1', undefined, '+33639984567;ext=1'],
		['a word', 'demander Luc', undefined, 'demander Luc'],
	])('the telephone is called by tapping when it is %s', (_name, phone, href, shown) => {
		const event = anEvent({ client: { phone } });
		const { html } = composeMail(aRequest('created', { event, fields: ['phone'] }));
		expect(linksOf(html)[0]?.href).toBe(href);
		expect(factsOf(html)).toEqual([['Téléphone\u00a0:', shown]]);
	});
});

describe('dates', () => {
	const whenOf = (start: string, end: string | null, timezone: string, clientZone = timezone) => {
		const event = anEvent({ appointment: { start, end }, client: { timezone: clientZone } });
		return factsOf(
			composeMail(aRequest('created', { event, timezone, fields: ['dateTime'] })).html,
		)[0][1].replace(/\n/g, '');
	};

	test.each([
		[
			'in winter',
			'2025-11-15T14:00:00Z',
			'2025-11-15T14:30:00Z',
			'15/11/2025~à~15:00~-~15:30samedi~15~novembre~2025',
		],
		[
			'in summer',
			'2026-07-01T14:00:00Z',
			'2026-07-01T14:30:00Z',
			'01/07/2026~à~16:00~-~16:30mercredi~1er~juillet~2026',
		],
		['without an end', '2025-11-15T14:00:00Z', null, '15/11/2025~à~15:00samedi~15~novembre~2025'],
		[
			'with an end before the start',
			'2025-11-15T14:00:00Z',
			'2025-11-15T13:00:00Z',
			'15/11/2025~à~15:00samedi~15~novembre~2025',
		],
		[
			'over midnight',
			'2025-12-31T22:30:00Z',
			'2025-12-31T23:30:00Z',
			'31/12/2025~à~23:30 - 01/01/2026~à~00:30mercredi~31~décembre~2025',
		],
		[
			'when the clocks go forward',
			'2026-03-29T00:30:00Z',
			'2026-03-29T01:00:00Z',
			'29/03/2026~à~01:30~-~03:00dimanche~29~mars~2026',
		],
		[
			'when the clocks go back',
			'2026-10-25T00:30:00Z',
			'2026-10-25T01:30:00Z',
			'25/10/2026~à~02:30~(UTC+2) - 02:30~(UTC+1)dimanche~25~octobre~2026',
		],
	])('%s are the workshop’s', (_name, start, end, expected) => {
		expect(whenOf(start, end, 'Europe/Paris')).toBe(nb(expected));
	});

	test('come from the times, not from a display made for another zone', () => {
		expect(whenOf('2025-11-15T14:00:00Z', null, 'Indian/Reunion')).toContain(
			nb('15/11/2025~à~18:00'),
		);
	});

	test('are Paris time when the zone is not known', () => {
		expect(whenOf('2025-11-15T14:00:00Z', null, 'Mars/Olympus')).toContain(
			nb('15/11/2025~à~15:00'),
		);
	});

	test.each([
		['the same zone', 'Europe/Paris', null],
		['a zone with the same clock', 'Europe/Brussels', null],
		['an unknown zone', 'Mars/Olympus', null],
		['another clock', 'Asia/Tokyo', '15/11/2025~à~23:00~-~23:30 (heure~de~Tokyo)'],
		['another day', 'Pacific/Auckland', '16/11/2025~à~03:00~-~03:30 (heure~d’Auckland)'],
	])('add the client’s time for a client with %s', (_name, zone, expected) => {
		const shown = whenOf('2025-11-15T14:00:00Z', '2025-11-15T14:30:00Z', 'Europe/Paris', zone);
		const added = shown.split(nb('Heure du client~: '))[1] ?? null;
		expect(added).toBe(expected === null ? null : nb(expected));
	});
});

describe('the label of an answer', () => {
	test.each([
		['Adresse du chantier', 'Adresse du chantier\u00a0:'],
		['Un escalier ?', 'Un escalier ?'],
		['Dimensions\u00a0:', 'Dimensions\u00a0:'],
	])('%s', (question, expected) => {
		expect(factLabel(question)).toBe(expected);
	});
});
