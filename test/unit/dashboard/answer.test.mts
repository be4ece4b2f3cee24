import {
	csvHeaders,
	feedHeaders,
	pageHeaders,
	plainHeaders,
} from '../../../nodes/shared/dashboard/answer';

/** What is said of client data in a browser: keep it nowhere, index it nowhere, frame it nowhere. */
const CAREFUL = {
	'X-Content-Type-Options': 'nosniff',
	'X-Frame-Options': 'DENY',
	'X-Robots-Tag': 'noindex, nofollow',
	'Referrer-Policy': 'no-referrer',
	'Cross-Origin-Resource-Policy': 'same-origin',
};

test.each<[string, Record<string, string>, Record<string, string>]>([
	[
		'a page',
		pageHeaders('x', "default-src 'none'"),
		{
			'Content-Type': 'text/html; charset=utf-8',
			'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
			'Content-Disposition': 'inline',
			'Cache-Control': 'no-store',
		},
	],
	[
		'a file',
		csvHeaders('rendez-vous.csv', 'x'),
		{
			'Content-Type': 'text/csv; charset=utf-8',
			'Content-Disposition': 'attachment; filename="rendez-vous.csv"',
			'Cache-Control': 'no-store',
		},
	],
	[
		'the feed, which programs ask for again and again',
		feedHeaders('x'),
		{
			'Content-Type': 'text/calendar; charset=utf-8',
			'Content-Disposition': 'inline; filename="rendez-vous.ics"',
			'Cache-Control': 'private, no-cache',
		},
	],
	[
		'a sentence',
		plainHeaders('x'),
		{
			'Content-Type': 'text/plain; charset=utf-8',
			'Content-Disposition': 'inline',
			'Cache-Control': 'no-store',
		},
	],
])('%s says what it is and how to handle it', (_name, { ETag, ...headers }, expected) => {
	expect(headers).toEqual({ ...CAREFUL, ...expected });
	// RFC 9110 §8.8.3: a strong tag is a text in quotes.
	expect(ETag).toMatch(/^"[\da-f]{32}"$/);
});

test('the tag is that of the content, whatever its form', () => {
	const tags = [feedHeaders('é'), plainHeaders('é'), feedHeaders('e')].map(({ ETag }) => ETag);
	expect(tags[0]).toBe(tags[1]);
	expect(tags[0]).not.toBe(tags[2]);
});
