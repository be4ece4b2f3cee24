import { isRefusedForGood } from '../../../nodes/shared/journal/refusedMail';
import { REFUSED_FOR_GOOD } from './fixtures.mts';

describe('a mail error', () => {
	test.each([
		['a mailbox that does not exist', REFUSED_FOR_GOOD],
		['a refused content', 'Courriel non envoyé\u00a0: Message failed: 554 5.7.1 Spam'],
		['refused recipients', "Can't send mail - all recipients were rejected: 550 No such user"],
		['a refused sender', 'Mail command failed: 553-5.7.1 Not yours'],
		['a refused login', 'Invalid login: 535 5.7.8 Authentication failed'],
		['a reply without a text', 'Message failed: 550'],
	])('is for good: %s', (_name, error) => {
		expect(isRefusedForGood(error)).toBe(true);
	});

	test.each<[string, unknown]>([
		['a full disk there', 'Message failed: 452 4.3.1 Insufficient storage'],
		['greylisting', "Can't send mail - all recipients were rejected: 451 4.7.1 Try again later"],
		['a code that is only mentioned', 'Message failed: 450 4.2.0 upstream said: 550 no'],
		['a refused connection', 'connect ECONNREFUSED 127.0.0.1:550'],
		['a time limit', 'Timeout'],
		['a port', 'getaddrinfo ENOTFOUND smtp:587'],
		['a longer number', 'Message failed: 5500'],
		['nothing', ''],
		['no text', null],
	])('may heal: %s', (_name, error) => {
		expect(isRefusedForGood(error)).toBe(false);
	});
});
