import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyEvent } from '../../nodes/shared/appointment/applyEvent';
import type { MailEvent } from '../../nodes/shared/appointment/announcement';
import type { AppointmentEvent } from '../../nodes/shared/appointment/event';
import { eventFromRow } from '../../nodes/shared/appointment/fromRow';
import { normalizeWebhook } from '../../nodes/shared/appointment/normalize';
import type { AppointmentRow } from '../../nodes/shared/appointment/row';
import { composeClientMail } from '../../nodes/shared/email/clientMail';
import {
	defaultClientFields,
	defaultClientWording,
	PREPARATION,
} from '../../nodes/shared/email/clientWording';
import { composeMail } from '../../nodes/shared/email/workshopMail';
import type { ComposedClientMail, ComposedMail } from '../../nodes/shared/email/mail';
import { defaultFields, defaultWording } from '../../nodes/shared/email/wording';

/** Deliveries people were hit by: test/fixtures/cases, one body per file. */
const FOLDER = join(__dirname, '../fixtures/cases');
const TIMEZONE = 'Europe/Paris';
const NOW = new Date('2026-11-26T14:00:09.000Z');

/** Names of the cases, without `.json`. */
export const CASE_NAMES = readdirSync(FOLDER)
	.filter((file) => file.endsWith('.json'))
	.map((file) => file.replace('.json', ''));

/** The body of a case, parsed. A new copy each time, free to be changed. */
export function caseBody(name: string): any {
	return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), 'utf8'));
}

/** What a created delivery becomes on its way: event, row, and the mails, also those made of the row. */
export interface CaseOutcome {
	event: AppointmentEvent;
	row: AppointmentRow;
	workshop: ComposedMail;
	confirmation: ComposedClientMail;
	/** Made of the stored row, as a day before the appointment. */
	reminder: ComposedClientMail;
}

export function outcomeOf(body: unknown): CaseOutcome {
	const event = normalizeWebhook(body, { receivedAt: NOW, timezone: TIMEZONE });
	const [row] = applyEvent(event, []).rows;
	const stored = eventFromRow({ ...row, etat: 'confirme' }, TIMEZONE);
	return {
		event,
		row,
		workshop: composeMail({
			...common(event),
			kind: 'created',
			wording: defaultWording('created'),
			fields: defaultFields('created'),
			dashboardUrl: '',
		}),
		confirmation: clientMail('confirmation', event),
		reminder: clientMail('reminder', stored),
	};
}

function clientMail(kind: 'confirmation' | 'reminder', event: MailEvent): ComposedClientMail {
	return composeClientMail({
		...common(event),
		kind,
		wording: defaultClientWording(kind),
		fields: defaultClientFields(kind),
		preparation: PREPARATION,
		workshopPhone: '',
		replyTo: null,
	});
}

function common(event: MailEvent) {
	return { event, previous: null, timezone: TIMEZONE, attachCalendar: true, now: NOW };
}
