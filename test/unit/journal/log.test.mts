import { logLines, logText } from '../../../nodes/shared/journal/log';
import { anEvent, CONFIGURATION_URL } from '../email/fixtures.mts';

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
