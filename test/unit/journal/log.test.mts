import fc from 'fast-check';
import { logLines, logText } from '../../../nodes/shared/journal/log';
import { anEvent, CONFIGURATION_URL } from '../email/fixtures.mts';
import { normalized } from './fixtures.mts';

const options = { recipient: 'atelier@example.com', timezone: 'Europe/Paris' };
const dataOf = (line: string): any => JSON.parse(line.split(' | Data: ')[1]);

describe('the lines of an event', () => {
	test('are what came and the mail that is prepared for it', () => {
		const lines = logLines(anEvent(), options);
		expect(lines).toEqual([
			expect.stringMatching(/^\[2025-10-31 23:51:01\] Event: invitee\.created \| Data: \{/),
			'[2025-10-31 23:51:01] Email notification prepared for: atelier@example.com | Client: Zoé Müller (zoe.muller@example.com) | Event: Visite en visio - 30 min',
		]);
	});

	test('are one more for a cancellation, before that of its mail', () => {
		const lines = logLines(anEvent({ action: 'canceled', event: 'invitee.canceled' }), options);
		expect(lines.map((line) => line.slice(22).split(':')[0])).toEqual([
			'Event',
			'Appointment CANCELED | Client',
			'Email notification prepared for',
		]);
	});

	test('are one where no mail is prepared', () => {
		expect(logLines(anEvent(), { ...options, recipient: null })).toHaveLength(1);
	});

	test('have the time of the workshop', () => {
		const [line] = logLines(anEvent(), { ...options, timezone: 'America/New_York' });
		expect(line).toMatch(/^\[2025-10-31 18:51:01\] /);
	});
});

describe('the data of an event', () => {
	const uri = 'https://api.calendly.com/scheduled_events/E/invitees/I';
	const data = () => {
		const reschedule = { oldInviteeUri: uri, newInviteeUri: uri, by: null, byType: null };
		const event = anEvent({
			appointment: { hosts: [{ name: 'Atelier', email: null, uri }], uri, inviteeUri: uri },
			reschedule: { ...reschedule, reason: null },
		});
		return dataOf(logLines({ ...event, raw: { secret: 1 } } as typeof event, options)[0]);
	};

	test('keeps what only names something at Calendly', () => {
		const { appointment, reschedule } = data();
		const named = [appointment.uri, appointment.inviteeUri, appointment.hosts[0].uri];
		expect([...named, reschedule.oldInviteeUri, reschedule.newInviteeUri]).toEqual(
			Array(5).fill(uri),
		);
	});

	test('shows nothing of a link that cancels, moves or enters', () => {
		const { cancelUrl, rescheduleUrl, joinUrl } = data().appointment;
		expect([cancelUrl, rescheduleUrl, joinUrl]).toEqual(['***', '***', '***']);
	});

	test('has neither what Calendly sent nor what is only shown', () => {
		const known = data();
		expect(known).not.toHaveProperty('raw');
		expect(known).not.toHaveProperty('display');
		expect(known).toMatchObject({ schemaVersion: 1, appointment: { durationMinutes: 30 } });
	});

	test('shows of an answer’s address the host alone', () => {
		expect(JSON.stringify(data())).not.toContain(CONFIGURATION_URL);
		expect(data().configurationUrl).toBe(`https://${new URL(CONFIGURATION_URL).host}/***`);
	});
});

describe('guest text', () => {
	test.each<[string, string | null, string]>([
		['that is not there is a dash', null, '-'],
		['that is empty stays so', '', ''],
		['forges no field', 'a | b | c', 'a \\u007c b \\u007c c'],
		['starts no line', 'a\nb\r\u2028c\u2029', 'a\\u000ab\\u000d\\u2028c\\u2029'],
		['sends nothing to a terminal', '\u001b[31m\u007f\u0085', '\\u001b[31m\\u007f\\u0085'],
	])('%s', (_name, typed, shown) => {
		expect(logText(typed)).toBe(shown);
	});

	test.each([
		['of any scheme', 'git+ssh://a.fr/SECRET', 'git+ssh://a.fr/***'],
		['of a scheme with dots and digits', 'x-1.2://a.fr/SECRET', 'x-1.2://a.fr/***'],
		['of a host in the house', 'git+ssh-2.0://nas/SECRET', 'git+ssh-2.0://nas/***'],
		['of a host in the house, whose scheme was cut', 's://nas/SECRET', 's://nas/***'],
		['that begins with a star', 'zoom.us/*SECRET', 'zoom.us/***'],
		['of which the scheme was cut', 's://zoom.us/j?pwd=SECRET', 's://zoom.us/***'],
		['that lost its scheme', '//zoom.us/j?pwd=SECRET', '//zoom.us/***'],
		['that lost all but its colon', '://zoom.us/j?pwd=SECRET', '://zoom.us/***'],
		['of a host without a name', 'https:///SECRET', 'https:///***'],
		['of a host of no domain', 'https://nas/SECRET', 'https://nas/***'],
		['with a login', 'ftp://SECRET:SECRET@a.fr/x', 'ftp://a.fr/***'],
		['with a query behind its host', 'https://a.fr?SECRET', 'https://a.fr/***'],
		['with a fragment behind its host', 'https://a.fr#SECRET', 'https://a.fr/***'],
		['behind a word and a bracket', 'ici(https://a.fr/SECRET)', 'ici(https://a.fr/***'],
		['twice', 'https://a.fr/SECRET https://b.fr/SECRET', 'https://a.fr/*** https://b.fr/***'],
		['without a scheme', 'zoom.us/j/SECRET', 'zoom.us/***'],
		['without a scheme, with a query', 'zoom.us?SECRET', 'zoom.us/***'],
		['without a scheme, with a fragment', 'zoom.us#SECRET', 'zoom.us/***'],
		['without a scheme, with a port', 'nas.fr:50443/SECRET', 'nas.fr:50443/***'],
		['of many parts', 'a1.b-2.c.d.e.f.g.h.museum/SECRET', 'a1.b-2.c.d.e.f.g.h.museum/***'],
		['of another script', 'меню-1.рф/SECRET', 'меню-1.рф/***'],
		['in capitals', 'ZOOM.US/SECRET', 'ZOOM.US/***'],
		['behind a comma', 'a,zoom.us/SECRET', 'a,zoom.us/***'],
		['twice without a scheme', 'a.fr/SECRET b.fr/SECRET', 'a.fr/*** b.fr/***'],
		['with a masked one in its path', 'a.fr/b.fr/SECRET', 'a.fr/***'],
	])('shows of an address %s the host alone', (_name, typed, shown) => {
		expect(logText(typed)).toBe(shown);
	});

	test.each([
		['a host alone', 'https://zoom.us'],
		['a host alone, without a scheme', 'zoom.us'],
		['alternatives', 'et/ou, Mme/M.'],
		['a fraction', '3.5/4'],
		['a mail address', 'lea@a.fr/b'],
		['a mail address with dots', 'lea.petit@a.fr/b'],
		['a question behind an abbreviation', 'M.?'],
		['a word of one letter behind a dot', 'plan.b/c'],
	])('keeps %s', (_name, typed) => {
		expect(logText(typed)).toBe(typed);
	});
});

describe('the log', () => {
	const options = { recipient: 'pro.archimeuble@gmail.com', timezone: 'Europe/Paris' };

	test('has the original’s lines', () => {
		const booked = normalized('guide-created', (changed) => {
			changed.name = 'Test Client';
			changed.email = 'test@example.com';
			changed.event_type_name = 'Consultation téléphonique';
		});
		const [received, prepared] = logLines(booked, options);
		expect(received).toMatch(/^\[2025-10-31 23:51:00\] Event: invitee\.created \| Data: \{.*\}$/);
		expect(prepared).toBe(
			'[2025-10-31 23:51:00] Email notification prepared for: pro.archimeuble@gmail.com | Client: Test Client (test@example.com) | Event: Consultation téléphonique',
		);
	});

	test('has the line of a cancellation', () => {
		expect(logLines(normalized('02-canceled-by-host'), { ...options, recipient: null })[1]).toBe(
			'[2025-10-31 23:51:00] Appointment CANCELED | Client: Léa Petit (lea.petit@example.com) | Event: Visio conception - 30 min',
		);
	});

	test('names what is not known with a dash', () => {
		const unknown = normalized('guide-canceled', (changed) => {
			changed.name = null;
			changed.email = 'none';
		});
		expect(logLines(unknown, options)[1]).toContain('Client: - (-) |');
	});

	test('holds no bearer link and no meeting password', () => {
		const lines = logLines(normalized('10-zoom-question-positions-gap'), options).join('\n');
		expect(lines).not.toMatch(/cancellations|reschedulings|pwd=|REDACTED|000000"/);
	});

	test.each([
		['https://zoom.us/j/123?pwd=SECRET', 'https://zoom.us/***'],
		['Salle : https://zoom.us/j/123?pwd=SECRET, à 14 h', 'Salle : https://zoom.us/*** à 14 h'],
		['zoom.us/j/123?pwd=SECRET', 'zoom.us/***'],
		['(meet.google.com/abc-defg-SECRET)', '(meet.google.com/***'],
		['https://moi:SECRET@nas.example/d', 'https://nas.example/***'],
		['zoommtg://zoom.us/join?pwd=SECRET', 'zoommtg://zoom.us/***'],
		['HTTPS://A.FR#SECRET', 'HTTPS://A.FR/***'],
		['https://a.fr:8443?SECRET', 'https://a.fr:8443/***'],
		['https://' + 'a'.repeat(300) + '/SECRET', 'https://' + 'a'.repeat(300) + '/***'],
		['https://a.fr/1\nhttps://b.fr/SECRET', 'https://a.fr/***\nhttps://b.fr/***'],
		['et/ou 12/15 Mme/M. a@b.fr/c', 'et/ou 12/15 Mme/M. a@b.fr/c'],
		['https://a.fr', 'https://a.fr'],
	])('shows of the address in « %s » the host alone, wherever it was written', (typed, shown) => {
		const booked = anEvent({
			notes: typed,
			configurationUrl: typed,
			client: { name: typed },
			appointment: { type: typed, location: typed },
			answers: [{ question: typed, answer: typed, position: 0 }],
		});
		const lines = logLines(booked, options);
		expect(lines.join('\n')).not.toContain('SECRET');
		const { notes, configurationUrl, client, appointment, answers } = JSON.parse(
			lines[0].split(' | Data: ')[1],
		);
		const written = [notes, configurationUrl, client.name, appointment.type, appointment.location];
		const all = [...written, answers[0].question, answers[0].answer];
		expect([...new Set(all)]).toEqual([shown]);
	});

	test('still tells whom and what an event is about', () => {
		const uri = 'https://api.calendly.com/scheduled_events/E/invitees/I';
		const lines = logLines(anEvent({ appointment: { inviteeUri: uri } }), options);
		expect(lines[0]).toContain(`"inviteeUri":"${uri}"`);
	});

	test('looks for addresses in time, whatever a guest types', () => {
		for (const piece of ['a.', 'a-', 'http://', 'a://', 'zoom.us/', 'é.é/', '@a.fr/']) {
			const notes = piece.repeat(500_000 / piece.length);
			const started = performance.now();
			logLines(anEvent({ notes }), options);
			expect([piece, performance.now() - started < 1_000]).toEqual([piece, true]);
		}
	});

	test('keeps one line per entry and no forged field, whatever a guest types', () => {
		fc.assert(
			fc.property(
				fc.string({ unit: 'binary' }),
				fc.constantFrom(
					'',
					'\n[2025-01-01 00:00:00] Event: x',
					' | Event: forged',
					'\u2028',
					'\u0085',
				),
				(typed, hostile) => {
					const event_ = normalized('guide-created', (changed) => {
						changed.name = `x${typed}${hostile}`;
						changed.event_type_name = `${hostile}${typed}`;
						changed.questions_and_answers = [
							{ question: 'Notes', answer: typed + hostile, position: 0 },
						];
					});
					const lines = logLines(event_, options);
					expect(lines).toHaveLength(2);
					expect(lines.join('')).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
					expect(lines[1].split(' | ')).toHaveLength(3);
				},
			),
		);
	});
});
