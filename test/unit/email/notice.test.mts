import type { EventSource } from '../../../nodes/shared/appointment/event';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { mailView } from '../../../nodes/shared/email/workshopMail';
import { caughtUpAt } from '../../../nodes/shared/email/wording';
import type { MailKind } from '../../../nodes/shared/appointment/announcement';
import { aBareEvent, anEvent, aRequest, elementsOf, KINDS, nb, visibleText } from './fixtures.mts';

const LATE =
	'Rattrapé\u00a0: ce courriel arrive en retard. Le message de Calendly ne nous était pas parvenu\u202f; il vient d’être retrouvé.';
const NOTICES: Record<MailKind, string> = {
	created: nb(`${LATE} Réservé le~31/10/2025~à~23:51.`),
	rescheduled: nb(`${LATE} Déplacé le~31/10/2025~à~23:51.`),
	// When it was cancelled stands among the facts.
	canceled: LATE,
};

const caughtUp = anEvent({ source: 'reconciliation' });

describe('the notice of a mail that comes later than its booking', () => {
	test('is written as French typography wants it', () => {
		expect(caughtUpAt('created', null)).toBe(LATE);
	});

	describe.each(KINDS)('in a %s mail', (kind) => {
		const NOTICE = NOTICES[kind];
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
		expect(text).toMatch(
			new RegExp(`^Nouveau rendez-vous\n\n[^\n]+\n[^\n]+\n\n${NOTICES.created}\n\nType`),
		);
	});

	test('is said of an appointment of which next to nothing is known', () => {
		const event = { ...aBareEvent(), source: 'reconciliation' as const };
		expect(composeMail(aRequest('canceled', { event })).text).toContain(LATE);
	});
});
