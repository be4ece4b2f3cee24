import { asCalendlyLink } from '../../../nodes/shared/calendly/links';

describe('a link of Calendly', () => {
	test.each(['https://calendly.com/cancellations/a', 'https://www.calendly.com/cancellations/a'])(
		'%s is one',
		(link) => {
			expect(asCalendlyLink(link)).toBe(link);
		},
	);

	test.each([
		'http://calendly.com/a',
		'https://evilcalendly.com/a',
		'https://calendly.com.evil.fr/a',
		'https://calendlyxcom/a',
		'https://evil.fr/calendly.com',
		'calendly.com/a',
	])('%s is none', (link) => {
		expect(asCalendlyLink(link)).toBeNull();
	});
});
