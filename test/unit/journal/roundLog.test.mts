import { roundLog } from '../../../nodes/shared/journal/roundLog';
import { canceled, created, handle, NOW, noShow, settings, taken } from './fixtures.mts';

const CLIENT_MAILS = { settings: settings({ courriels_client: true, fichier_log: '/tmp/a.log' }) };
const linesOf = (log: ReturnType<typeof roundLog>, text: string) =>
	(log?.lines ?? []).filter((line) => line.includes(text));

test('each delivery has its lines once, however many mails it causes', () => {
	const { announcements } = handle(
		[taken(1, created('a')), taken(2, canceled('a')), taken(3, created('b'))],
		CLIENT_MAILS,
	);
	expect(announcements).toHaveLength(6);
	const log = roundLog(announcements);
	expect(log?.file).toBe('/tmp/a.log');
	expect(linesOf(log, 'Event: invitee.')).toHaveLength(3);
	expect(linesOf(log, 'Appointment CANCELED')).toHaveLength(1);
	expect(linesOf(log, 'Email notification prepared for: menuisier@example.org')).toHaveLength(3);
	expect(log?.lines).toHaveLength(7);
});

test('a mail to the client alone is none the original would have written of', () => {
	const rows = [{ identifiant: 'a', etat: 'confirme', envoye_nouveau_le: NOW.toISOString() }];
	const { announcements } = handle([taken(1, created('a'))], { ...CLIENT_MAILS, rows });
	expect(announcements).toMatchObject([{ courriel: 'confirmation' }]);
	expect(roundLog(announcements)?.lines).toEqual([
		expect.stringContaining('Event: invitee.created'),
	]);
});

test('what is only put down has its line', () => {
	const { announcements } = handle([taken(1, noShow('a'))]);
	expect(roundLog(announcements)?.lines).toHaveLength(1);
});

test('times are those of the workshop’s zone', () => {
	const { announcements } = handle([taken(1, created('a'))]);
	expect(roundLog(announcements)?.lines[0]).toMatch(/^\[2026-10-20 11:00:01\] /);
});

test('what cannot be read has no line, and harms no other', () => {
	const { announcements } = handle([taken(1, created('a')), taken(2, created('b'))]);
	const log = roundLog([{ ...announcements[0], evenement: {} }, announcements[1]]);
	expect(linesOf(log, 'Client a')).toEqual([]);
	expect(log?.lines).toHaveLength(2);
});

test('what was written in an attempt before is not written again', () => {
	const before = taken(1, created('a'), { log_le: NOW.toISOString() });
	expect(roundLog(handle([before]).announcements)?.lines).toEqual([]);
	const log = roundLog(handle([before, taken(2, created('b'))]).announcements);
	expect(linesOf(log, 'Client a')).toEqual([]);
	expect(linesOf(log, 'Client b')).toHaveLength(2);
});

test.each([
	['nothing', []],
	['one empty item', [{}]],
	['items without a file', [{ numero: 1, evenement: created('a') }]],
	['what is no delivery', [{ fichier_log: '/tmp/a.log', evenement: created('a') }]],
])('%s gives no log', (_name, items) => {
	expect(roundLog(items)).toBeNull();
});
