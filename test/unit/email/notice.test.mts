import type { EventSource } from '../../../nodes/shared/appointment/event';
import { composeMail } from '../../../nodes/shared/email/compose';
import { mailView } from '../../../nodes/shared/email/view';
import { CAUGHT_UP } from '../../../nodes/shared/email/wording';
import { aBareEvent, anEvent, aRequest, elementsOf, KINDS, visibleText } from './fixtures.mts';

const NOTICE =
	'Rattrapé\u00a0: Calendly ne nous l’avait pas annoncé en son temps\u202f; nous venons de le constater en comparant avec votre compte.';

const caughtUp = anEvent({ source: 'reconciliation' });

describe('the notice of a mail that comes later than its booking', () => {
	test('is written as French typography wants it', () => {
		expect(CAUGHT_UP).toBe(NOTICE);
	});

	describe.each(KINDS)('in a %s mail', (kind) => {
		const mail = composeMail(aRequest(kind, { event: caughtUp }));
		const wording = mailView(aRequest(kind, { event: caughtUp })).wording;

		test('stands in the text under the title, before the original’s first words', () => {
			expect(mail.text).toContain(
				`\n\n${NOTICE}\n\n${wording.greeting}\n\n${wording.introduction}\n\n`,
			);
		});

		test('is set apart at the same place in the HTML', () => {
			const shown = elementsOf(mail.html)
				.filter(({ tag, attributes }) => tag === 'p' || attributes.class === 'notice')
				.map(({ text }) => text);
			expect(shown.slice(0, 3)).toEqual([NOTICE, wording.greeting, wording.introduction]);
		});

		test('is said once, and not in the subject', () => {
			expect(mail.text.split('Rattrapé')).toHaveLength(2);
			expect(visibleText(mail.html).split('Rattrapé')).toHaveLength(2);
			expect(mail.subject).not.toContain('Rattrapé');
		});

		test.each<[string, EventSource | undefined]>([
			['was delivered', 'webhook'],
			['was stored before the source was', undefined],
		])('is not said of what %s, and leaves no gap', (_name, source) => {
			const request = aRequest(kind, { event: anEvent({ source }) });
			const { html, text } = composeMail(request);
			expect(mailView(request).notice).toBe('');
			expect(html + text).not.toContain('Rattrapé');
			expect(text).toContain(`\n\n${wording.greeting}\n\n${wording.introduction}\n\n`);
			expect(html).not.toMatch(/<p [^>]*><\/p>/);
		});

		test('changes nothing else', () => {
			const usual = composeMail(aRequest(kind));
			expect({ ...mail, text: mail.text.replace(`${NOTICE}\n\n`, ''), html: '' }).toEqual({
				...usual,
				html: '',
			});
		});
	});

	test('stays when the workshop empties the greeting and the introduction', () => {
		const request = aRequest('created', { event: caughtUp });
		const { text } = composeMail({
			...request,
			wording: { ...request.wording, greeting: '', introduction: '' },
		});
		expect(text).toMatch(new RegExp(`^Nouveau rendez-vous\n\n[^\n]+\n[^\n]+\n\n${NOTICE}\n\nType`));
	});

	test('is said of an appointment of which next to nothing is known', () => {
		const event = { ...aBareEvent(), source: 'reconciliation' as const };
		expect(composeMail(aRequest('canceled', { event })).text).toContain(NOTICE);
	});
});
