import * as agendaWording from '../../../nodes/shared/email/agendaWording';
import { composeClientMail } from '../../../nodes/shared/email/clientMail';
import * as clientWording from '../../../nodes/shared/email/clientWording';
import { CLIENT_FIELDS, type ComposedMail } from '../../../nodes/shared/email/mail';
import { ACCENTS, accentOf, STYLE_SHEET, styleSheetFor } from '../../../nodes/shared/email/style';
import { moreAppointments } from '../../../nodes/shared/email/wording';
import {
	aClientRequest,
	agendaMail,
	aRow,
	CLIENT_KINDS,
	fullClientMail,
	NO_CHANGES,
} from './clientFixtures.mts';
import {
	aBareEvent,
	anEvent,
	elementsOf,
	fullMail,
	KINDS,
	linksOf,
	sourceOf,
} from './fixtures.mts';
import { faultsOf } from './htmlRules.mts';

/** Every new mail, full, with little known, and hostile. */
const HOSTILE = `</td><script>alert(1)</script>"' onload=x {client} \u202e\u0000`;
const hostileRow = aRow({ client: HOSTILE, type: HOSTILE, notes: HOSTILE, lieu: HOSTILE });
const MAILS: Array<[string, ComposedMail]> = [
	...CLIENT_KINDS.flatMap(
		(kind): Array<[string, ComposedMail]> => [
			[`full ${kind}`, fullClientMail(kind)],
			[`bare ${kind}`, fullClientMail(kind, aBareEvent())],
			[
				`hostile ${kind}`,
				fullClientMail(
					kind,
					anEvent({
						appointment: { type: HOSTILE, location: HOSTILE, joinUrl: HOSTILE, cancelUrl: HOSTILE },
						client: { name: HOSTILE, email: HOSTILE, phone: HOSTILE, timezone: HOSTILE },
						cancellation: { by: HOSTILE, byType: 'host', reason: HOSTILE, at: HOSTILE },
					}),
				),
			],
			[`fieldless ${kind}`, composeClientMail(aClientRequest(kind, { fields: [] }))],
		],
	),
	['full agenda', agendaMail()],
	['empty agenda', agendaMail({ appointments: [], changes: NO_CHANGES })],
	['first agenda', agendaMail({ since: null })],
	[
		'hostile agenda',
		agendaMail({
			appointments: [hostileRow],
			changes: { created: [hostileRow], moved: [hostileRow], canceled: [hostileRow] },
		}),
	],
];

describe('the HTML of the mails to the client and of the agenda', () => {
	test.each(MAILS)(
		'is valid for a %s mail and makes nothing but the template',
		async (_name, mail) => {
			expect(await faultsOf(mail.html)).toEqual([]);
			const elements = elementsOf(mail.html);
			const tags = 'html head meta title style body div h1 h2 p table tbody tr td a br span'.split(
				' ',
			);
			expect(
				[...new Set(elements.map(({ tag }) => tag))].filter((tag) => !tags.includes(tag)),
			).toEqual([]);
			const names = new Set(elements.flatMap(({ attributes }) => Object.keys(attributes)));
			expect([...names].filter((name) => /^on|^src/.test(name))).toEqual([]);
			for (const { href } of linksOf(mail.html)) expect(href).toMatch(/^(https:\/\/|tel:\+)/);
			expect(mail.html + mail.text + mail.subject).not.toMatch(
				/[\u0000-\u0009\u000b-\u001f\u202e]/,
			);
			expect(mail.subject).not.toMatch(/\n/);
		},
	);

	test.each(MAILS)(
		'of a %s mail has a heading, a title and a language',
		(_name, { html, subject }) => {
			const elements = elementsOf(html);
			const first = (tag: string) => elements.find((element) => element.tag === tag);
			const article = elements.find(({ attributes }) => attributes.role === 'article');
			expect(first('html')?.attributes).toEqual({ lang: 'fr', dir: 'ltr' });
			expect(first('title')?.text).toBe(subject);
			expect(article?.attributes['aria-label']).toBe(first('h1')?.text);
		},
	);

	test.each(CLIENT_KINDS)('of %s stays below 70 kB whatever is written', (kind) => {
		for (const character of ['a', '"', '😀', '\n']) {
			const long = character.repeat(10_000);
			const event = anEvent({
				appointment: {
					type: long,
					location: long,
					joinUrl: `https://x.example/?${'&'.repeat(1_900)}`,
					cancelUrl: `https://calendly.com/?${'&'.repeat(1_900)}`,
					rescheduleUrl: `https://calendly.com/?${'&'.repeat(1_900)}`,
				},
				cancellation: { by: long, byType: 'host', reason: long, at: null },
			});
			const request = aClientRequest(kind, { event, fields: CLIENT_FIELDS, preparation: long });
			expect(Buffer.byteLength(composeClientMail(request).html)).toBeLessThan(70_000);
		}
	});
});

describe('the colours of the mails to the client and of the agenda', () => {
	const dark = styleSheetFor('agenda').slice(
		styleSheetFor('agenda').indexOf('prefers-color-scheme'),
	);
	const luminance = (hex: string): number => {
		const [red, green, blue] = [1, 3, 5].map((at) => {
			const value = parseInt(hex.slice(at, at + 2), 16) / 255;
			return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
		});
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const contrast = (one: string, other: string): number => {
		const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
		return (high + 0.05) / (low + 0.05);
	};
	const darkColourOf = (name: string) =>
		new RegExp(`\\.${name} \\{[^}]*?(?<!-)color: (#[0-9a-f]{6})`).exec(dark)?.[1] ?? '#000000';

	test.each(['reminder', 'agenda'] as const)('« %s » contrasts by 4.5:1, day and night', (name) => {
		expect(contrast(ACCENTS[name], '#ffffff')).toBeGreaterThanOrEqual(4.5);
		expect(contrast(darkColourOf(name), '#26211d')).toBeGreaterThanOrEqual(4.5);
	});

	test('an outlined button contrasts by 4.5:1 in dark mode', () => {
		expect(contrast(darkColourOf('outline-text'), '#26211d')).toBeGreaterThanOrEqual(4.5);
	});

	test('every coloured element has a class that dark mode recolours', () => {
		for (const { html } of MAILS.map(([, mail]) => mail)) {
			for (const { attributes } of elementsOf(html)) {
				if (!/(?:^|[;\s])color:\s*#/.test(attributes.style ?? '')) continue;
				const names = attributes.class.split(' ');
				expect(names.some((name) => dark.includes(`.${name} { color:`))).toBe(true);
			}
		}
	});

	test('are those of the same fact in the mails to the workshop', () => {
		expect(CLIENT_KINDS.map(accentOf)).toEqual(['created', 'rescheduled', 'canceled', 'reminder']);
		expect(accentOf('agenda')).toBe('agenda');
	});

	test('leave the mails to the workshop as they are', () => {
		for (const kind of KINDS) {
			expect(accentOf(kind)).toBe(kind);
			expect(styleSheetFor(kind)).toBe(STYLE_SHEET);
			expect(fullMail(kind).html).not.toMatch(/<h2/);
		}
	});
});

describe('the French of the mails to the client and of the agenda', () => {
	const stringsIn = (value: unknown): string[] => {
		if (typeof value === 'string') return [value];
		return typeof value === 'object' && value !== null
			? Object.values(value).flatMap(stringsIn)
			: [];
	};
	const faultsIn = (text: string): string[] => [
		...(text.match(/[^\u00a0\d]:(?!\/\/)|\d:(?!\d)/g) ?? []),
		...(text.match(/[^\u202f][;!?]/g) ?? []),
		...(text.match(/['"`]|\.\.\.|null|undefined| {2}|\t/g) ?? []),
	];
	const STRINGS = [
		...Object.values(clientWording),
		...Object.values(agendaWording),
		...CLIENT_KINDS.map(clientWording.defaultClientWording),
		agendaWording.defaultAgendaWording(),
		agendaWording.sinceAgenda('lundi'),
		agendaWording.notesLine('x'),
		agendaWording.previousTime('10:00'),
		agendaWording.canceledBy('x'),
		clientWording.ownTimezone('Asia/Tokyo'),
		clientWording.workshopTime('10:00', 'Asia/Tokyo'),
		clientWording.clientCalendarSummary(null),
		moreAppointments(1),
		moreAppointments(2),
		...[0, 1, 2].map(agendaWording.appointmentCount),
	].flatMap(stringsIn);

	test('is found', () => {
		expect(STRINGS.length).toBeGreaterThan(60);
		expect(STRINGS).toContain('1 autre rendez-vous est à lire sur Calendly.');
	});

	test.each(STRINGS.map((text) => [text]))('%j keeps to the rules of typography', (text) => {
		expect(faultsIn(text)).toEqual([]);
	});

	test.each(['clientFacts.ts', 'clientMail.ts', 'agendaMail.ts', 'lines.ts', 'placeholders.ts'])(
		'is not in %s',
		(name) => {
			const code = sourceOf(name).replace(/\/\*\*[\s\S]*?\*\//g, '');
			expect(code).not.toMatch(/[«»éèàçêî]/);
		},
	);
});
