import type { MailKind } from '../../../nodes/shared/appointment/announcement';
import type { Silence } from '../../../nodes/shared/appointment/applyEvent';
import { outcomeOf } from '../../../nodes/shared/appointment/outcome';

const said = (mail: MailKind | null, silence: Silence | null) =>
	outcomeOf({ rows: [], mail, silence, previous: null });

describe('the journal says', () => {
	test.each<[MailKind, string]>([
		['created', 'Courriel «\u00a0nouveau\u00a0» envoyé'],
		['rescheduled', 'Courriel «\u00a0déplacé\u00a0» envoyé'],
		['canceled', 'Courriel «\u00a0annulé\u00a0» envoyé'],
	])('of the mail %s: %s', (mail, expected) => {
		expect(said(mail, null)).toBe(expected);
	});

	test.each<[Silence | null, string]>([
		['moved', 'Sans courriel\u00a0: le nouveau rendez-vous annonce le déplacement'],
		['deleted', 'Sans courriel\u00a0: rendez-vous effacé ici entre-temps'],
		['already_announced', 'Sans courriel\u00a0: déjà annoncé'],
		['already_over', 'Sans courriel\u00a0: rendez-vous déjà annulé ou déplacé'],
		['not_announced', 'Sans courriel\u00a0: événement seulement enregistré'],
		['not_wanted', 'Sans courriel\u00a0: rejoué sans prévenir'],
		[null, 'Sans courriel\u00a0: événement seulement enregistré'],
	])('of no mail because of %s: %s', (silence, expected) => {
		expect(said(null, silence)).toBe(expected);
	});

	test('that it was caught up, when the reconciliation found it', () => {
		const applied = { mail: 'created', silence: null, previous: null } as const;
		expect(outcomeOf({ ...applied, rows: [] }, 'reconciliation')).toBe(
			'Rattrapé\u00a0: courriel «\u00a0nouveau\u00a0» envoyé',
		);
		expect(outcomeOf({ ...applied, rows: [] }, 'webhook')).toBe(
			'Courriel «\u00a0nouveau\u00a0» envoyé',
		);
	});
});
