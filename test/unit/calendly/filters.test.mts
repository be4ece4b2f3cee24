import fc from 'fast-check';
import {
	filterFactsOf,
	filterFactsOfBooking,
	matchesFilter,
	NO_FILTER,
	readFilter,
	type EventFilter,
	type FilterFacts,
	type FilterReason,
} from '../../../nodes/shared/calendly/filters';
import { payload, PAYLOAD_NAMES, webhook } from '../../support/payloads.mts';

const VISIO = 'https://api.calendly.com/event_types/1a4b8c2d-6e93-4f05-a7b2-3d8e9f0a1b22';
const OTHER_TYPE = 'https://api.calendly.com/event_types/ffffffff-ffff-4fff-8fff-ffffffffffff';
const HOST = 'https://api.calendly.com/users/5b6f0a52-7c1e-4a8d-9e21-0c4d6f8a1b30';

/** « Visio conception - 30 min », host menuisier@example.com, invitee camille.durand@example.com. */
const visio = filterFactsOf(payload('01-created-google-meet'));
const verdict = (filter: Partial<EventFilter>, facts: FilterFacts = visio): FilterReason | true => {
	const result = matchesFilter(facts, { ...NO_FILTER, ...filter });
	return result.matches || result.because;
};
const named = (eventName: string): FilterFacts => ({ ...visio, eventName });
const from = (inviteeEmail: string): FilterFacts => ({ ...visio, inviteeEmail });

describe('the facts a filter judges by', () => {
	test('are read from a delivery', () => {
		expect(visio).toEqual({
			eventType: VISIO,
			eventName: 'Visio conception - 30 min',
			hosts: ['menuisier@example.com', HOST],
			inviteeEmail: 'camille.durand@example.com',
		});
	});

	test('are the same when read from the API', () => {
		const { scheduled_event: scheduled, ...invitee } = payload('01-created-google-meet').payload;
		expect(filterFactsOfBooking(scheduled, invitee)).toEqual(visio);
	});

	test('name every host of an event with several', () => {
		const several = webhook('01-created-google-meet', (fields) =>
			fields.scheduled_event.event_memberships.push({ user_email: 'second@example.com' }, 'x', {}),
		);
		expect(filterFactsOf(several).hosts).toEqual([
			'menuisier@example.com',
			HOST,
			'second@example.com',
		]);
	});

	test('of the original guide are its event name and the client', () => {
		expect(filterFactsOf(payload('guide-canceled'))).toMatchObject({
			eventType: null,
			eventName: 'Consultation téléphonique - 30 min',
			hosts: [],
		});
	});

	test.each([
		['the event type a routing form led to', { type: 'event_type', value: VISIO }, VISIO],
		['nothing of a form that led elsewhere', { type: 'external_url', value: VISIO }, null],
		['nothing of a form without result', undefined, null],
	])('of a routing form are %s', (_what, result, eventType) => {
		const form = { event: 'routing_form_submission.created', payload: { uri: OTHER_TYPE, result } };
		expect(filterFactsOf(form)).toEqual({
			eventType,
			eventName: null,
			hosts: [],
			inviteeEmail: null,
		});
	});

	test('of an event about an event type are that type and its name', () => {
		const changed = { event: 'event_type.updated', payload: { uri: VISIO, name: 'Visio' } };
		expect(filterFactsOf(changed)).toMatchObject({ eventType: VISIO, eventName: 'Visio' });
		const contact = { event: 'contact.updated', payload: { uri: VISIO, name: 'Camille' } };
		expect(filterFactsOf(contact)).toMatchObject({ eventType: null, eventName: null });
	});

	test('of anything at all are read without a throw', () => {
		fc.assert(
			fc.property(fc.anything(), fc.anything(), (first, second) => {
				expect(Object.keys(filterFactsOf(first))).toHaveLength(4);
				expect(Object.keys(filterFactsOfBooking(first, second))).toHaveLength(4);
				expect(matchesFilter(filterFactsOf(first), readFilter(second))).toHaveProperty('matches');
			}),
		);
	});
});

describe('an empty filter', () => {
	test.each(PAYLOAD_NAMES)('lets %s through', (name) => {
		expect(matchesFilter(filterFactsOf(payload(name)), NO_FILTER)).toEqual({ matches: true });
	});

	test('is also one of blanks', () => {
		expect(
			verdict({ eventTypes: [' '], namePattern: ' , ', hosts: [''], inviteeDomains: ['  '] }),
		).toBe(true);
	});
});

describe('a filter by event type', () => {
	test.each<[string, string[], FilterReason | true]>([
		['the type itself', [VISIO], true],
		['one of several', [OTHER_TYPE, VISIO], true],
		['spaces, capitals and a closing slash', [`  ${VISIO.toUpperCase()}/ `], true],
		['another type', [OTHER_TYPE], 'event_type'],
		['the beginning of the type', [VISIO.slice(0, -1)], 'event_type'],
	])('%s', (_what, eventTypes, expected) => {
		expect(verdict({ eventTypes })).toBe(expected);
	});
});

describe('a filter by name', () => {
	test.each<[string, string, string, FilterReason | true]>([
		['contains plain text', 'conception', 'Visio conception - 30 min', true],
		['contains it at the start', 'visio', 'Visio conception', true],
		['does not contain it', 'mesures', 'Visio conception', 'event_name'],
		['differs in case and accents', 'TELEPHONIQUE', 'Consultation téléphonique', true],
		['has an accent the pattern has composed otherwise', 'te\u0301le\u0301', 'Téléphone', true],
		['has a typographic apostrophe', "visite de l'atelier", 'Visite de l’atelier', true],
		['has a non-breaking space and a dash', 'visio - 30 min', 'Visio – 30\u00a0min', true],
		[
			'has two spaces where the pattern has one',
			'visio conception',
			'Visio\u00a0 conception',
			true,
		],
		['has a space the pattern has not', 'visioconception', 'Visio conception', 'event_name'],
		['fits one of several patterns', 'mesures, visio', 'Visio conception', true],
		['fits none of several', 'mesures, atelier', 'Visio conception', 'event_name'],
		['begins as wanted', 'visio*', 'Visio conception', true],
		['is what it is to begin with, and no more', 'visio*', 'Visio', true],
		['is both ends, with nothing between', 'visio*conception', 'Visioconception', true],
		['contains, but does not begin so', 'conception*', 'Visio conception', 'event_name'],
		['ends as wanted', '*30 min', 'Visio - 30 min', true],
		['goes on behind the wanted end', '*30 min', 'Visio - 30 minutes', 'event_name'],
		['has something between', 'visio*min', 'Visio - 30 min', true],
		['has the parts in another order', 'min*visio', 'Visio - 30 min', 'event_name'],
		['is too short to hold both ends', 'aba*ba', 'aba', 'event_name'],
		['holds a middle part only inside the end', '*ab*b', 'xab', 'event_name'],
		['holds a middle part right before the end', '*ab*b', 'xabb', true],
		['holds a middle part twice', 'a*b*b*c', 'a b b c', true],
		['holds a middle part once instead of twice', 'a*b*b*c', 'a b c', 'event_name'],
		['is anything', '*', 'Visio', true],
		['is anything, said twice', '**', 'Visio', true],
		['has characters regular expressions know', '(30 min.)+', 'Visio (30 min.)+', true],
		['has any character where the pattern has a dot', 'vis.o', 'Visio', 'event_name'],
	])('%s', (_what, namePattern, name, expected) => {
		expect(verdict({ namePattern }, named(name))).toBe(expected);
	});

	test('is not slowed down by a pattern made to be slow', () => {
		const started = performance.now();
		verdict({ namePattern: `${'*a'.repeat(2_000)}*b` }, named('a'.repeat(100_000)));
		expect(performance.now() - started).toBeLessThan(1_000);
	});

	test('agrees with a regular expression on short names', () => {
		const letters = (extra: string) =>
			fc.array(fc.constantFrom('a', 'b', ...extra), { maxLength: 8 }).map((text) => text.join(''));
		fc.assert(
			fc.property(letters('*'), letters(''), (pattern, name) => {
				fc.pre(pattern.includes('*') && name !== '');
				const regex = new RegExp(`^${pattern.replaceAll('*', '.*')}$`);
				expect(verdict({ namePattern: pattern }, named(name)) === true).toBe(regex.test(name));
			}),
		);
	});
});

describe('a filter by host', () => {
	test.each<[string, string[], FilterReason | true]>([
		['the address', ['menuisier@example.com'], true],
		['the address in capitals', ['Menuisier@Example.com'], true],
		['the URI of the user', [HOST], true],
		['one of several', ['autre@example.com', HOST], true],
		['another address', ['autre@example.com'], 'host'],
		['the end of the address', ['isier@example.com'], 'host'],
	])('%s', (_what, hosts, expected) => {
		expect(verdict({ hosts })).toBe(expected);
	});

	test('wants one host of an event with several', () => {
		const several = { ...visio, hosts: ['premier@example.com', 'menuisier@example.com'] };
		expect(verdict({ hosts: ['menuisier@example.com'] }, several)).toBe(true);
	});
});

describe('a filter by domain', () => {
	test.each<[string, string, string, FilterReason | true]>([
		['the domain itself', 'example.com', 'a@example.com', true],
		['a sub-domain', 'example.com', 'a@mail.paris.example.com', true],
		['capitals', 'Example.COM', 'a@EXAMPLE.com', true],
		['an @ in front', '@example.com', 'a@example.com', true],
		['an asterisk in front', '*.example.com', 'a@example.com', true],
		['a whole address', 'b@example.com', 'a@example.com', true],
		['a whole address with a slash', 'b/c@example.com', 'a@example.com', true],
		['an address with signs of a path before its @', 'example.com', 'a/b?c#@example.com', true],
		['an address that only begins so', 'example.com', 'example.com/a@evil.org', 'invitee_domain'],
		['a dot behind', 'example.com.', 'a@example.com', true],
		['an international domain', 'société.fr', 'a@xn--socit-esab.fr', true],
		['an international address', 'xn--socit-esab.fr', 'a@société.fr', true],
		['another domain', 'example.com', 'a@example.org', 'invitee_domain'],
		['a domain that ends alike', 'example.com', 'a@notexample.com', 'invitee_domain'],
		['the domain as a sub-domain', 'example.com', 'a@example.com.evil.org', 'invitee_domain'],
		['only the sub-domain', 'paris.example.com', 'a@example.com', 'invitee_domain'],
		['a path behind it', 'example.com', 'a@example.org/.example.com', 'invitee_domain'],
		['an address of no host there can be', 'example.com', 'a@203.0.113.999', 'invitee_domain'],
		['spaces inside', 'exam ple.com', 'a@example.com', 'invitee_domain'],
		['no domain at all', '@', 'a@example.com', 'invitee_domain'],
		['the top level', 'com', 'a@example.com', true],
	])('%s', (_what, domain, email, expected) => {
		expect(verdict({ inviteeDomains: [domain] }, from(email))).toBe(expected);
	});

	test('one of several is enough', () => {
		const inviteeDomains = ['example.net', 'example.org', 'example.fr'];
		expect(verdict({ inviteeDomains }, from('a@example.org'))).toBe(true);
		expect(verdict({ inviteeDomains }, from('a@example.com'))).toBe('invitee_domain');
	});
});

describe('what a delivery does not tell', () => {
	const unknown: FilterFacts = { eventType: null, eventName: null, hosts: [], inviteeEmail: null };
	const strict: EventFilter = {
		eventTypes: [OTHER_TYPE],
		namePattern: 'mesures',
		hosts: ['autre@example.com'],
		inviteeDomains: ['example.org'],
	};

	test('does not exclude it', () => {
		expect(matchesFilter(unknown, strict)).toEqual({ matches: true });
	});

	test.each<[FilterReason, Partial<FilterFacts>]>([
		['event_type', { eventType: VISIO }],
		['event_name', { eventName: 'Visio' }],
		['host', { hosts: [HOST] }],
		['invitee_domain', { inviteeEmail: 'a@example.com' }],
	])('leaves the rest to be judged: %s', (because, known) => {
		expect(matchesFilter({ ...unknown, ...known }, strict)).toEqual({ matches: false, because });
	});

	test('lets a contact pass unless its address is of another domain', () => {
		const contact = filterFactsOf({
			event: 'contact.created',
			payload: { email: 'a@example.com' },
		});
		expect(verdict({ eventTypes: [OTHER_TYPE], hosts: ['x@example.com'] }, contact)).toBe(true);
		expect(verdict({ inviteeDomains: ['example.org'] }, contact)).toBe('invitee_domain');
	});
});

test('both halves of a reschedule are judged, each by its own host', () => {
	const old = filterFactsOf(payload('04-reschedule-1-canceled-old'));
	const moved = filterFactsOf(
		webhook('05-reschedule-2-created-new', ({ scheduled_event: scheduled }) => {
			scheduled.event_memberships = [{ user_email: 'autre@example.com' }];
		}),
	);
	expect(verdict({ hosts: ['menuisier@example.com'] }, old)).toBe(true);
	expect(verdict({ hosts: ['menuisier@example.com'] }, moved)).toBe('host');
});

describe('a filter as the node gives it', () => {
	test.each<[string, unknown, EventFilter]>([
		['nothing', undefined, NO_FILTER],
		['empty fields', { eventTypes: [], namePattern: '', hosts: '' }, NO_FILTER],
		[
			'lists',
			{ eventTypes: [` ${VISIO} `, 3, ''], hosts: ['a@example.com'] },
			{ ...NO_FILTER, eventTypes: [VISIO], hosts: ['a@example.com'] },
		],
		[
			'text with commas and lines',
			{ hosts: 'a@example.com, b@example.com\n', inviteeDomains: '@example.com,,' },
			{ ...NO_FILTER, hosts: ['a@example.com', 'b@example.com'], inviteeDomains: ['@example.com'] },
		],
		[
			'a pattern, its commas kept',
			{ namePattern: ' visio, mesures ' },
			{ ...NO_FILTER, namePattern: 'visio, mesures' },
		],
	])('%s', (_what, value, expected) => {
		expect(readFilter(value)).toEqual(expected);
	});
});
