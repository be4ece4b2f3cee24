import type { AnyMailKind } from '../../nodes/shared/email/mail';
import { agendaMail, CLIENT_KINDS, fullClientMail } from '../unit/email/clientFixtures.mts';
import { fullMail, KINDS } from '../unit/email/fixtures.mts';

/** The HTML of a mail of every kind with every fact there is, by kind. */
export function everyMail(): Map<AnyMailKind, string> {
	return new Map<AnyMailKind, string>([
		...KINDS.map((kind) => [kind, fullMail(kind).html] as const),
		['agenda', agendaMail().html],
		...CLIENT_KINDS.map((kind) => [kind, fullClientMail(kind).html] as const),
	]);
}

export const MAIL_KINDS: AnyMailKind[] = [...KINDS, 'agenda', ...CLIENT_KINDS];
