import type { ClientMailKind } from '../../../nodes/shared/appointment/announcement';
import * as wording from '../../../nodes/shared/email/clientWording';
import { nb } from './fixtures.mts';

test.each<[ClientMailKind, string, string, string]>([
	[
		'confirmation',
		'Rendez-vous confirmé',
		'Votre rendez-vous avec ArchiMeuble est confirmé~:',
		'Pour toute question, répondez simplement à ce courriel.',
	],
	[
		'client_rescheduled',
		'Rendez-vous déplacé',
		'Votre rendez-vous avec ArchiMeuble {changement}~:',
		'Pour toute question, répondez simplement à ce courriel.',
	],
	[
		'client_canceled',
		'Rendez-vous annulé',
		'Votre rendez-vous avec ArchiMeuble est annulé~:',
		'Pour convenir d’un autre moment, répondez simplement à ce courriel.',
	],
	[
		'reminder',
		'Rappel de rendez-vous',
		'Nous vous rappelons votre rendez-vous avec ArchiMeuble~:',
		'En cas d’empêchement de dernière minute, répondez simplement à ce courriel.',
	],
])(
	'a %s mail tells the client what it is about, and what to do',
	(kind, heading, intro, closing) => {
		expect(wording.CLIENT_HEADINGS[kind]).toBe(heading);
		expect(wording.defaultClientWording(kind)).toMatchObject({
			greeting: 'Bonjour {client},',
			introduction: nb(intro),
			closing,
			signature: 'Cordialement,\nL’équipe ArchiMeuble',
		});
	},
);

test('the title in the client’s calendar names the workshop, and what it is as far as it is known', () => {
	expect(wording.clientCalendarSummary('Visite')).toBe(nb('ArchiMeuble~: Visite'));
	expect(wording.clientCalendarSummary(null)).toBe(nb('ArchiMeuble~: rendez-vous'));
	expect(wording.clientCalendarSummary('')).toBe(nb('ArchiMeuble~: rendez-vous'));
});

test('zones are told by their town', () => {
	expect(wording.ownTimezone('Asia/Tokyo')).toBe(nb('Fuseau horaire~: heure~de~Tokyo'));
	expect(wording.workshopTime('10:00', 'Europe/Paris')).toBe(
		nb('Heure de l’atelier~: 10:00 (heure~de~Paris)'),
	);
});

test('the wording and the fields somebody takes are theirs to change', () => {
	wording.defaultClientWording('reminder').subject = 'x';
	wording.defaultClientFields('reminder').length = 0;
	expect(wording.defaultClientWording('reminder').subject).toContain('Rappel');
	expect(wording.defaultClientFields('reminder')).toContain('type');
});
