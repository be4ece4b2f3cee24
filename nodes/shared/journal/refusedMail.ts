/**
 * A reply of the SMTP server as nodemailer tells it (« Message failed: 550 5.7.1 … », « Can't send
 * mail - all recipients were rejected: 553 … », « Invalid login: 535 … »): three digits at the head
 * of what the server said.
 */
const REPLY = /: ([2-5])\d\d(?=[ -]|$)/g;

/**
 * Whether the mail server refused a mail for good (5yz, « permanent negative completion reply »,
 * https://www.rfc-editor.org/rfc/rfc5321#section-4.2.1). Trying for a day only delays the alert: a
 * person has to correct an address, a password or the content.
 *
 * @param error what the Send Email node gave as its error, in any surrounding text
 */
export function isRefusedForGood(error: unknown): boolean {
	if (typeof error !== 'string') return false;
	const replies = [...error.matchAll(REPLY)].map(([, severity]) => severity);
	return replies.at(0) === '5';
}
