import fc from 'fast-check';
import { logLines, logText } from '../../../nodes/shared/journal/log';
import { AddressMatcher } from '../../../nodes/shared/privacy/address';
import { cleanLog, isLogTime } from '../../../nodes/shared/privacy/logFile';
import { anEvent } from '../email/fixtures.mts';
import { ADDRESS, aText, HOSTILE_ADDRESSES } from './fixtures.mts';

const clean = (text: string, address: string | null, before: string | null = null) =>
	cleanLog(text, { before, address: AddressMatcher.of(address) });

const OLD = '[2026-08-27 23:59:59] Event: a\n';
const FIRST = '[2026-08-28 00:00:00] Event: b\n';
const NEW = '[2026-11-26 10:00:00] Event: c\n';
const BEFORE = '2026-08-28 00:00:00';

describe('old lines', () => {
	test.each([
		['leave when they are older than the limit', `${OLD}${FIRST}${NEW}`, `${FIRST}${NEW}`, 1],
		['leave wherever they stand', `${NEW}${OLD}${FIRST}`, `${NEW}${FIRST}`, 1],
		['leave with the lines that follow them', `${OLD}  at x\n\n${NEW}`, NEW, 3],
		['stay with the line before', `${NEW}  at x\n`, `${NEW}  at x\n`, 0],
		['stay where nothing says how old they are', `# log\n${OLD}`, '# log\n', 1],
		['leave without a line end', `${NEW}${OLD.trimEnd()}`, NEW, 1],
		[
			'leave Windows line ends alone',
			`${OLD}[2026-11-26 10:00:00] x\r\n`,
			'[2026-11-26 10:00:00] x\r\n',
			1,
		],
		[
			'do not leave for a time inside a line',
			`${NEW.trimEnd()} ${OLD}`,
			`${NEW.trimEnd()} ${OLD}`,
			0,
		],
		[
			'do not leave for a time inside a line that has none itself',
			`# copy of ${OLD}${NEW}`,
			`# copy of ${OLD}${NEW}`,
			0,
		],
		['leave with lines that begin like them', `${OLD}[Error] x\n${NEW}`, NEW, 2],
		['are none in an empty file', '', '', 0],
		['are none in empty lines', '\n\n', '\n\n', 0],
	])('%s', (_name, text, expected, removed) => {
		expect(clean(text, null, BEFORE)).toEqual({ text: expected, removed });
	});

	test('stay without a limit', () => {
		expect(clean(OLD, null)).toEqual({ text: OLD, removed: 0 });
	});
});

/** The lines as the journal writes them, about a client with a name and notes of a guest. */
function linesAbout(client: { name?: string; email: string }, notes: string | null = null): string {
	const event = anEvent({ action: 'canceled', client, notes });
	const lines = logLines(event, { recipient: 'atelier@example.fr', timezone: 'Europe/Paris' });
	return `${lines.join('\n')}\n`;
}

const other = linesAbout({ name: 'Zoé', email: 'zoe@example.org' });

describe('the lines about a person', () => {
	test.each([ADDRESS, ADDRESS.toUpperCase()])('leave, as %s', (email) => {
		const own = linesAbout({ name: 'Léa', email });
		expect(own.split('\n')).toHaveLength(4);
		expect(clean(`${other}${own}${other}`, ADDRESS)).toEqual({
			text: `${other}${other}`,
			removed: 3,
		});
	});

	test.each(HOSTILE_ADDRESSES)('leave, as %s is escaped in them', (address) => {
		const own = linesAbout({ email: address });
		expect(clean(`${other}${own}`, address)).toEqual({ text: other, removed: 3 });
	});

	test.each([
		['a line break', `\n${ADDRESS}`, 1],
		['a quote', `"${ADDRESS}"`, 1],
		['a separator of lines', `x\u2028${ADDRESS}`, 1],
		['a backslash', `\\${ADDRESS}`, 1],
		['a letter', `x${ADDRESS}`, 0],
		['what looks like a line break', `\\n${ADDRESS}`, 0],
	])('leave when %s stands before the address in the notes, or not', (_name, notes, removed) => {
		const lines = linesAbout({ name: 'Zoé', email: 'zoe@example.org' }, notes);
		expect(clean(lines, ADDRESS).removed).toBe(removed);
	});

	test('are told from those of the person whose address begins like an escape', () => {
		const lines = linesAbout({ email: 'zoe@example.org' }, `\n${ADDRESS}`);
		expect(clean(lines, `n${ADDRESS}`).removed).toBe(0);
	});

	test('leave whole when the address stands in a name with a bar and a backslash', () => {
		const own = linesAbout({ name: `a|b\\${ADDRESS}`, email: 'zoe@example.org' });
		expect(clean(own, ADDRESS)).toEqual({ text: '', removed: 3 });
	});

	test('leave with the lines without a stamp around the address', () => {
		const text = `${NEW}Error\n  ${ADDRESS}\n  at x\n${FIRST}`;
		expect(clean(text, ADDRESS)).toEqual({ text: FIRST, removed: 4 });
	});

	test('leave without a line end behind the address', () => {
		const line = `[2026-11-26 10:00:00] Client: ${ADDRESS}`;
		expect(clean(`${NEW}${line}`, ADDRESS)).toEqual({ text: NEW, removed: 1 });
	});

	test('stay where a backslash before an address of somebody else was typed', () => {
		for (const data of ['', ' | Data: {}']) {
			const line = `[2026-11-26 10:00:00] Client: Zoé\\n${ADDRESS}${data}\n`;
			expect(clean(line, ADDRESS).removed).toBe(0);
			expect(clean(line, `n${ADDRESS}`).removed).toBe(1);
		}
	});

	test('leave together with the old ones', () => {
		const own = linesAbout({ email: ADDRESS });
		expect(clean(`${OLD}${own}${NEW}`, ADDRESS, BEFORE)).toMatchObject({ text: NEW });
	});
});

test.each(HOSTILE_ADDRESSES)('never takes out a line that does not mention %s', (address) => {
	const line = fc.tuple(aText(address), fc.boolean());
	fc.assert(
		fc.property(fc.array(line, { maxLength: 8 }), (samples) => {
			const entries = samples.map(([{ text, erased }, isData]) => ({
				line: isData
					? `[2026-11-26 10:00:00] Event: x | Data: ${JSON.stringify({ text })}\n`
					: `[2026-11-26 10:00:00] Client: ${logText(text)}\n`,
				mentions: text !== erased,
			}));
			const kept = entries.filter(({ mentions }) => !mentions).map((entry) => entry.line);
			expect(clean(entries.map((entry) => entry.line).join(''), address)).toEqual({
				text: kept.join(''),
				removed: entries.length - kept.length,
			});
		}),
	);
});

test('gives any text back unchanged when nothing is to leave', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			expect(clean(text, ADDRESS, '1970-01-01 00:00:00')).toEqual({ text, removed: 0 });
		}),
	);
});

test.each([
	['lines', linesAbout({ email: 'zoe@example.org' })],
	['backslashes', '\\'],
	['line ends', '\n'],
	['at signs', 'client@'],
	['longer addresses', `${ADDRESS}.fr `],
	['one long line', "'client@example.co"],
])('cleans half a megabyte of %s in a moment', (_name, piece) => {
	const text = piece.repeat(Math.ceil(500_000 / piece.length));
	const start = performance.now();
	expect(clean(text, ADDRESS, '1970-01-01 00:00:00').removed).toBe(0);
	expect(performance.now() - start).toBeLessThan(2_000);
});

test.each([
	['2026-08-28 00:00:00', true],
	['2026-08-28', false],
	['2026-08-28T00:00:00', false],
	['2026-08-28 00:00:00]', false],
	['demain', false],
])('%s is a time of the log: %s', (text, expected) => {
	expect(isLogTime(text)).toBe(expected);
});
