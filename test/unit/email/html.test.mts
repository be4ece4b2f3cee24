import { composeMail, mailView } from '../../../nodes/shared/email/workshopMail';
import { MAIL_FIELDS } from '../../../nodes/shared/email/mail';
import { renderHtml } from '../../../nodes/shared/email/html';
import type { FactLine, LineTone, MailView } from '../../../nodes/shared/email/model';
import {
	accentOf,
	ACCENTS,
	COLOURS,
	STYLE,
	STYLE_SHEET,
	styleSheetFor,
} from '../../../nodes/shared/email/style';
import { factLabel } from '../../../nodes/shared/email/text';
import {
	aBareEvent,
	aFact,
	aLine,
	anEvent,
	aRequest,
	aView,
	type DomElement,
	elementsOf,
	factsSeen,
	fullMail,
	KINDS,
	nb,
	shownIn,
} from './fixtures.mts';
import { faultsOf } from './htmlRules.mts';

const bytes = (text: string): number => Buffer.byteLength(text, 'utf8');

describe('the HTML part', () => {
	test.each(KINDS)('of a %s mail is valid with everything and with nothing known', async (kind) => {
		expect(await faultsOf(fullMail(kind).html)).toEqual([]);
		expect(await faultsOf(fullMail(kind, aBareEvent()).html)).toEqual([]);
		expect(await faultsOf(composeMail(aRequest(kind, { fields: [] })).html)).toEqual([]);
	});

	test('the validator used here does find faults', async () => {
		const { html } = fullMail('created');
		expect(await faultsOf(html.replace('</h1>', ''))).not.toEqual([]);
		expect(await faultsOf(html.replace('<title>', '<title ¤">'))).not.toEqual([]);
	});

	test.each(KINDS)('of a %s mail names its language, direction, subject and heading', (kind) => {
		const { html, subject } = fullMail(kind);
		const elements = elementsOf(html);
		const first = (tag: string) => elements.find((element) => element.tag === tag);
		expect(first('html')?.attributes).toEqual({ lang: 'fr', dir: 'ltr' });
		expect(first('title')?.text).toBe(subject);
		const article = elements.find(({ attributes }) => attributes.role === 'article');
		expect(article?.attributes).toMatchObject({ lang: 'fr', dir: 'ltr' });
		expect(article?.attributes['aria-label']).toBe(first('h1')?.text);
		expect(first('meta')?.attributes).toEqual({ charset: 'utf-8' });
		const metas = elements.filter(({ tag }) => tag === 'meta').map((meta) => meta.attributes);
		expect(metas).toContainEqual({ name: 'color-scheme', content: 'light dark' });
		expect(metas).toContainEqual({ name: 'supported-color-schemes', content: 'light dark' });
	});

	test.each(KINDS)('of a %s mail shows every fact as it is meant to look and to open', (kind) => {
		const request = aRequest(kind, { fields: MAIL_FIELDS });
		const meant = factsSeen(mailView(request).facts);
		expect(meant.length).toBeGreaterThan(10);
		expect(shownIn(composeMail(request).html)).toEqual(
			meant.map(([label, ...lines]) => [factLabel(label), ...lines]),
		);
	});

	test.each(KINDS)('of a %s mail loads nothing and runs nothing', (kind) => {
		const { html } = fullMail(kind);
		const tags = new Set(elementsOf(html).map(({ tag }) => tag));
		for (const tag of [
			'img',
			'script',
			'link',
			'iframe',
			'object',
			'form',
			'svg',
			'video',
			'base',
		]) {
			expect(tags).not.toContain(tag);
		}
		expect(html).not.toMatch(/url\(|@import|@font-face|\ssrc=|\sbackground=|<!--(?!\[if mso\]>)/i);
	});

	test.each(KINDS)('of a %s mail says to Outlook what only its Word engine reads', (kind) => {
		const { html } = fullMail(kind);
		const comments = html.match(/<!--[\s\S]*?-->/g) ?? [];
		expect(comments).toHaveLength(3);
		expect(comments[0]).toContain('<o:PixelsPerInch>96</o:PixelsPerInch>');
		expect(comments[0]).toContain('mso-line-height-rule: exactly');
		expect(comments[1]).toMatch(
			/^<!--\[if mso\]><table [^>]*width="600"[^>]*><tr><td><!\[endif\]-->$/,
		);
		expect(comments[2]).toBe('<!--[if mso]></td></tr></table><![endif]-->');
		expect(html).toMatch(/<div style="display:none[^"]*mso-hide:all">/);
	});

	test('lays out with presentation tables, the column 600 px wide', () => {
		const tables = elementsOf(fullMail('created').html).filter(({ tag }) => tag === 'table');
		expect(tables.map(({ attributes }) => attributes.role)).toEqual(
			tables.map(() => 'presentation'),
		);
		expect(tables[1].attributes).toMatchObject({ width: '100%' });
		expect(tables[1].attributes.style).toContain('max-width:600px');
	});

	test('hides a padded preheader with the long date, the time and the client', () => {
		const preheader = elementsOf(fullMail('created').html).find(({ tag }) => tag === 'div');
		expect(preheader?.attributes.style).toContain('display:none');
		expect(preheader?.text.replace(/\u034f\u00a0/g, '¤')).toBe(
			`samedi\u00a015\u00a0novembre\u00a02025\u00a0à\u00a015:00 – Zoé Müller${'¤'.repeat(80)}`,
		);
	});

	test('has a style sheet for narrow screens and dark mode only', () => {
		const rules = STYLE_SHEET.replace(/@media [^{]+\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, '').trim();
		expect(rules).toBe(':root { color-scheme: light dark; supported-color-schemes: light dark; }');
		expect(STYLE_SHEET.match(/@media [^{]+/g)?.map((query) => query.trim())).toEqual([
			'@media (max-width: 560px)',
			'@media (prefers-color-scheme: dark)',
		]);
	});

	test.each(KINDS)('of a %s mail is small, and stays below 60 kB whatever guests write', (kind) => {
		expect(bytes(fullMail(kind).html)).toBeLessThan(25_000);
		for (const character of ['a', '"', '&', '😀', '\n', 'é']) {
			const long = `x${character.repeat(10_000)}y`;
			const answers = Array.from({ length: 30 }, (_, position) => {
				return { question: long, answer: `${long}${position}`, position };
			});
			const event = anEvent({
				answers,
				notes: long,
				configurationUrl: `https://x.example/?${'&'.repeat(1_900)}`,
				cancellation: { by: long, byType: 'host', reason: long, at: null },
				appointment: {
					type: long,
					location: long,
					joinUrl: `https://x.example/?${'&'.repeat(1_900)}`,
					guests: Array.from({ length: 30 }, () => long),
				},
				client: { name: long, email: long, phone: long, timezone: long },
			});
			const mail = composeMail(aRequest(kind, { event, fields: MAIL_FIELDS }));
			expect(bytes(mail.html)).toBeLessThan(60_000);
			expect(mail.text).toContain('à lire dans le rendez-vous, sur Calendly.');
		}
	});

	test('shows the first 5 000 characters of a long answer, says so, and shows what follows', () => {
		const answers = [
			{ question: 'Projet', answer: 'é'.repeat(6_000), position: 0 },
			{ question: 'Étage', answer: 'Deuxième', position: 1 },
		];
		const { text } = fullMail('created', anEvent({ answers }));
		expect(text).toContain(
			`Projet\u00a0: ${'é'.repeat(5_000)}\n  […] La suite est à lire dans le rendez-vous, sur Calendly.\n`,
		);
		expect(text).toContain('Étage\u00a0: Deuxième\n');
	});

	test('answers without end leave room for all other facts', () => {
		const answers = Array.from({ length: 300 }, (_, position) => {
			return { question: `Question ${position}`, answer: 'é'.repeat(10_000), position };
		});
		const { text } = fullMail('canceled', anEvent({ answers }));
		expect(text).toContain('Motif\u00a0: Travaux repoussés');
		expect(text).toContain('anne@example.com');
		expect(text).toMatch(/Suite\u00a0: 29\d autres informations sont à lire/);
	});
});

describe('a mail as HTML', () => {
	const shown = (parts: Partial<MailView>) => elementsOf(renderHtml(aView(parts)));
	/** What stands in the first card below the title: tags, classes and own words. */
	const inCard = (parts: Partial<MailView>) => {
		const elements = shown(parts);
		return elements.slice(elements.findIndex(({ tag }) => tag === 'h1'));
	};
	const texts = (elements: DomElement[], tag: string) =>
		elements.filter((element) => element.tag === tag).map(({ text }) => text.trim());

	test('says in its card title, summary, notice, words, facts, sections and farewell', () => {
		const card = inCard({});
		const said = card
			.filter(({ tag, attributes }) => {
				const [name] = (attributes.class ?? '').split(' ');
				return /^(h1|h2|p)$/.test(tag) || /^(notice|label|value)$/.test(name);
			})
			.map(({ text }) => text.trim());
		expect(said).toEqual(
			[
				...['Titre', 'Rattrapé', 'Bonjour,', 'Voici', 'Lieu~:', 'Lille'],
				...['Depuis', 'Rien', 'Nouveau~:', 'demain', 'À bientôt', 'Atelier'],
			].map(nb),
		);
		expect(texts(card, 'div')[0]).toBe('samedi · 15:00\nZoé');
		expect(shown({})).toContainEqual(expect.objectContaining({ tag: 'title', text: 'Sujet' }));
	});

	test('has neither frame nor gap for what is not said', () => {
		const wording = { subject: 'x', greeting: '', introduction: '', closing: '', signature: '' };
		const bare = inCard({ wording, summary: [], notice: '', facts: [], sections: [] });
		expect(bare.map(({ tag }) => tag)).toEqual(['h1']);
		const silent = inCard({ wording, sections: [{ heading: 'Depuis', note: '', facts: [] }] });
		expect(texts(silent, 'p')).toEqual([]);
	});

	test('keeps the lines of what is written on several', () => {
		const breaks = (parts: Partial<MailView>) =>
			shown({ notice: '', facts: [], sections: [], ...parts }).filter(({ tag }) => tag === 'br');
		const link = { ...aLine('e\nf'), href: 'https://maps.example/' };
		expect(breaks({})).toHaveLength(0);
		expect(breaks({ notice: 'a\nb' })).toHaveLength(1);
		expect(breaks({ facts: [aFact('L', aLine('c\nd'), link)] })).toHaveLength(2);
		const wording = { ...aView().wording, greeting: 'a\nb\nc' };
		expect(breaks({ wording })).toHaveLength(2);
	});

	test('has in its summary what was, struck out, and what opens, to be tapped', () => {
		const struck = { ...aLine('samedi'), tone: 'struck' as const };
		const phone = { ...aLine('06'), href: 'tel:+336' };
		const card = inCard({ summary: [[struck], [aLine('Zoé'), phone]], facts: [] });
		const [was, call] = ['span', 'a'].map((tag) => card.find((element) => element.tag === tag)!);
		expect(was).toMatchObject({ text: 'samedi', attributes: { class: 'muted' } });
		expect(was.attributes.style).toContain('line-through');
		expect(call).toMatchObject({ text: '06', attributes: { class: 'link tap', href: 'tel:+336' } });
		expect(texts(card, 'div')[0]).toBe('samedi\nZoé · 06');
	});

	test('makes a number to call larger, and a link that stands out bold', () => {
		const linked = (href: string, tone: LineTone) => {
			const line = { ...aLine('x'), href, tone };
			const [{ attributes }] = inCard({ facts: [aFact('L', line)] }).filter(
				({ tag }) => tag === 'a',
			);
			return attributes.style;
		};
		const size = (style: string) => Number(/font-size:(\d+)px/.exec(style)?.[1] ?? 16);
		expect(size(linked('tel:+336', 'plain'))).toBeGreaterThan(
			size(linked('mailto:a@b.fr', 'plain')),
		);
		expect(linked('https://a.example/', 'strong')).toMatch(/;font-weight:600$/);
		expect(linked('https://a.example/', 'plain')).toBe(STYLE.link);
	});

	describe('has buttons', () => {
		const button = aLine('https://a.example/', 'Ouvrir');
		/** Tags and texts in the cell of a fact with these lines. */
		const cell = (...lines: FactLine[]) => {
			const card = inCard({ facts: [aFact('L', ...lines)], sections: [] });
			const start = card.findIndex(({ attributes }) => /^value /.test(attributes.class ?? ''));
			const end = card.findIndex(({ text }, at) => at > start && text === 'À bientôt');
			return card
				.slice(start + 1, end)
				.filter(({ tag }) => /^(td|a|div)$/.test(tag))
				.map(({ tag, attributes, text }) => (tag === 'td' ? (attributes.class ?? 'gap') : text));
		};

		test('side by side where they follow one another, and the row ends behind the last', () => {
			expect(cell(button)).toEqual(['pill', 'Ouvrir', '']);
			expect(cell(button, button)).toEqual(['pill', 'Ouvrir', 'gap', 'pill', 'Ouvrir', '']);
			expect(cell(button, aLine('x'), button)).toEqual([
				...['pill', 'Ouvrir', ''],
				'x',
				...['pill', 'Ouvrir', ''],
			]);
		});

		test('with the site a guest chose below, also where another follows', () => {
			const guest = { ...button, site: 'a.example' };
			expect(cell(guest)).toEqual(['pill', 'Ouvrir', 'a.example']);
			expect(cell(guest, button)).toEqual([
				...['pill', 'Ouvrir', 'gap', 'a.example'],
				...['pill', 'Ouvrir', ''],
			]);
		});

		test('only outlined where something else matters more', () => {
			const card = inCard({ facts: [aFact('L', { ...button, tone: 'muted' })] });
			const [link] = card.filter(({ tag }) => tag === 'a');
			expect(link.attributes.class).toBe('outline outline-text');
			const ground = card.find(({ attributes }) => attributes.class === 'outline')?.attributes;
			expect(ground).toMatchObject({ bgcolor: COLOURS.card });
			const filled = inCard({ facts: [aFact('L', button)] });
			const pill = filled.find(({ attributes }) => attributes.class === 'pill')?.attributes;
			expect(pill).toMatchObject({ bgcolor: COLOURS.ink });
		});
	});

	test('is of the colour of what happened: stripe, title and their classes', () => {
		for (const kind of ['created', 'client_canceled', 'agenda'] as const) {
			const accent = accentOf(kind);
			const elements = shown({ kind });
			const card = elements.find(({ attributes }) => attributes.class === `card ${accent}`);
			expect(card?.attributes.style).toContain(`border-top-color:${ACCENTS[accent]}`);
			const title = elements.find(({ tag }) => tag === 'h1')?.attributes;
			expect(title?.class).toBe(accent);
			expect(title?.style).toContain(`color:${ACCENTS[accent]}`);
			expect(elements.find(({ tag }) => tag === 'style')?.text).toBe(styleSheetFor(kind));
		}
	});

	test('stands on paper, in a column, below the name of the house', () => {
		const elements = shown({});
		const classes = elements.map(({ attributes }) => attributes.class).filter(Boolean);
		expect(classes.slice(0, 5)).toEqual(['paper', 'paper', 'gutter', 'muted', 'card created']);
		expect(elements.find(({ attributes }) => attributes.class === 'muted')?.text).toBe(
			'ArchiMeuble',
		);
		const viewport = elements.map(({ attributes }) => attributes.content);
		expect(viewport).toContain('width=device-width, initial-scale=1');
	});
});

describe('the colours', () => {
	const luminance = (hex: string): number => {
		const channels = [1, 3, 5].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255);
		const [red, green, blue] = channels.map((value) =>
			value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4,
		);
		return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
	};
	const contrast = (one: string, other: string): number => {
		const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
		return (light + 0.05) / (dark + 0.05);
	};
	const colourIn = (style: string) => /(?:^|[;\s])color:\s*(#[0-9a-f]{6})/.exec(style)?.[1];

	test.each(KINDS)('of a %s mail contrast by 4.5:1 at least, in daylight', (kind) => {
		const coloured = elementsOf(fullMail(kind).html).filter(
			({ attributes, text }) => text !== '' && colourIn(attributes.style ?? '') !== undefined,
		);
		expect(coloured.length).toBeGreaterThan(20);
		for (const { attributes } of coloured) {
			const isPill = attributes.class.includes('pill');
			const ground = isPill
				? '#2f2a26'
				: attributes.style.includes('uppercase')
					? '#f6f1eb'
					: '#ffffff';
			expect(contrast(colourIn(attributes.style) ?? '', ground)).toBeGreaterThanOrEqual(4.5);
		}
	});

	test.each(['ink', 'muted', 'link', 'created', 'rescheduled', 'canceled'])(
		'« %s » contrasts by 4.5:1 at least in dark mode',
		(name) => {
			const dark = STYLE_SHEET.slice(STYLE_SHEET.indexOf('prefers-color-scheme'));
			const colour = colourIn(new RegExp(`\\.${name} \\{([^}]*)\\}`).exec(dark)?.[1] ?? '') ?? '';
			expect(contrast(colour, '#26211d')).toBeGreaterThanOrEqual(4.5);
			expect(contrast(colour, '#191614')).toBeGreaterThanOrEqual(4.5);
		},
	);

	test('every coloured element has a class that dark mode recolours', () => {
		const dark = STYLE_SHEET.slice(STYLE_SHEET.indexOf('prefers-color-scheme'));
		for (const kind of KINDS) {
			for (const { attributes } of elementsOf(fullMail(kind).html)) {
				if (colourIn(attributes.style ?? '') === undefined) continue;
				const names = attributes.class.split(' ');
				expect(names.some((name) => dark.includes(`.${name} { color:`))).toBe(true);
			}
		}
	});
});

test('a range of times stays on one line, and nothing else is held together', () => {
	const event = anEvent({ notes: 'de 09:00 - 09:30, 15:00\u00a0-\u00a015:30' });
	const { html } = composeMail(aRequest('created', { event }));
	const held = elementsOf(html).filter(({ tag }) => tag === 'span');
	expect(held.map(({ text }) => text)).toEqual([
		nb('15/11/2025~à~15:00~-~15:30'),
		nb('15/11/2025~à~09:00~-~09:30'),
		nb('15:00~-~15:30'),
	]);
	expect(held.map(({ attributes }) => attributes)).toEqual(
		held.map(() => ({ style: 'white-space:nowrap' })),
	);
});
