import { asSendableAddress } from '../text/address';
import { renderHtml } from './html';
import { invitationsOf, NO_CALENDARS } from './invitation';
import type { ComposedMail, MailRequest } from './mail';
import { renderText } from './text';
import { mailView } from './view';

/**
 * The French mail to the workshop about one event: HTML and text say the same. Everything a guest
 * wrote is escaped or, in headers, stripped; unknown facts are left out or named as such. Never
 * throws on an event's content.
 */
export function composeMail(request: MailRequest): ComposedMail {
	const view = mailView(request);
	return {
		kind: request.kind,
		subject: view.wording.subject,
		html: renderHtml(view),
		text: renderText(view),
		replyTo: asSendableAddress(request.event.client.email),
		...(request.attachCalendar ? invitationsOf(request, view) : NO_CALENDARS),
	};
}
