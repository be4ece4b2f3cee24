import {
	accentOf,
	ACCENTS,
	COLOURS,
	STYLE,
	STYLE_SHEET,
	styleSheetFor,
	TONES,
} from '../../../nodes/shared/email/style';
import type { AnyMailKind } from '../../../nodes/shared/email/mail';

const DECLARATION = '[a-z-]+:[^:;"\'<>&]+';
const DECLARATIONS = new RegExp(`^${DECLARATION}(?:;${DECLARATION})*$`);

describe('every style', () => {
	test.each(Object.entries({ ...STYLE, ...TONES }))(
		'is a list of declarations that needs no quotes: %s',
		(_name, style) => {
			expect(style).toMatch(DECLARATIONS);
			// The stripe over the card has the colour of what happened, said beside it.
			expect(style.replace('border-top:5px solid;', '')).not.toMatch(/solid(?! #[\da-f]{6})/);
		},
	);

	test.each(Object.entries({ ...COLOURS, ...ACCENTS }))(
		'has a colour by its number: %s',
		(_name, colour) => {
			expect(colour).toMatch(/^#[0-9a-f]{6}$/);
		},
	);

	test('sheet is a list of rules, of `!important` declarations but for the root, without tabs', () => {
		for (const kind of ['created', 'agenda'] as const) {
			const rules = styleSheetFor(kind)
				.replace(/@media \([^)]+\) \{/g, '')
				.match(/[^{}]+\{[^{}]*\}/g)!;
			expect(rules.length).toBeGreaterThan(15);
			for (const rule of rules.slice(1)) {
				expect(rule).toMatch(/^\s*\}?\s*\.[a-z-]+ \{( [a-z-]+: [^;!]+ !important;)+ \}$/);
			}
			expect(styleSheetFor(kind)).not.toContain('\t');
		}
	});
});

describe('the colour of a mail', () => {
	test.each<[AnyMailKind, string]>([
		['created', 'created'],
		['confirmation', 'created'],
		['rescheduled', 'rescheduled'],
		['client_rescheduled', 'rescheduled'],
		['canceled', 'canceled'],
		['client_canceled', 'canceled'],
		['reminder', 'reminder'],
		['agenda', 'agenda'],
	])('%s is that of what happened: %s', (kind, accent) => {
		expect(accentOf(kind)).toBe(accent);
	});

	test('is another one for everything that can happen', () => {
		expect(new Set(Object.values(ACCENTS)).size).toBe(5);
	});
});

test.each<[AnyMailKind, boolean]>([
	['created', false],
	['rescheduled', false],
	['canceled', false],
	['confirmation', true],
	['client_rescheduled', true],
	['client_canceled', true],
	['reminder', true],
	['agenda', true],
])('a %s mail carries the colours of reminder and agenda at night: %s', (kind, does) => {
	const sheet = styleSheetFor(kind);
	expect(sheet.startsWith(STYLE_SHEET)).toBe(true);
	expect([sheet.includes('.reminder {'), sheet.includes('.agenda {')]).toEqual([does, does]);
});
