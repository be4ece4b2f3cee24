import { HtmlValidate } from 'html-validate';
import { createHash } from 'node:crypto';
import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import type { ReadingPlan } from '../../../../nodes/shared/dashboard/bookings/reading';
import { renderPage, type PageRequest } from '../../../../nodes/shared/dashboard/page/page';
import { readQuery } from '../../../../nodes/shared/dashboard/request/query';
import { DARK, LIGHT } from '../../../../nodes/shared/dashboard/page/style';
import { season } from '../../../../scripts/lib/season.mts';
import {
	aPage,
	aRow,
	attribute,
	elementsOf,
	listed,
	nb,
	NO_HEALTH,
	NOW,
	PARIS,
	readable,
	textOf,
	withClass,
	within,
	type Element,
} from '../fixtures.mts';
import { refusalRow } from '../../../support/refusals.mts';

const tags = (html: string, ...names: string[]) =>
	elementsOf(html).filter(({ tagName }) => names.includes(tagName));
const texts = (html: string, ...names: string[]) => tags(html, ...names).map(textOf);
const flat = (html: string) => textOf(elementsOf(html)[0]).replace(/[ \n\t]+/g, ' ');
const bodyOf = (html: string) => flat(html.replace(/<(style|script)>[^]*?<\/\1>/g, ''));

const SEASON = season({ bookings: 200, now: NOW });

const FULL = {
	rows: SEASON,
	health: {
		deliveries: [
			{
				evenement: 'invitee.created',
				etat: 'termine' as const,
				recu_le: '2026-11-22T09:00:00.000Z',
			},
			{
				evenement: 'invitee.created',
				etat: 'a_reprendre' as const,
				recu_le: '2026-11-21T09:00:00.000Z',
			},
			refusalRow('signature_mismatch', 3, '2026-11-22T08:00:00.000Z'),
		],
		subscription: { state: 'active', needsRepair: false, message: 'Actif.' } as const,
	},
	csvPath: 'csv',
};

describe('the document', () => {
	const validator = new HtmlValidate({
		root: true,
		extends: ['html-validate:recommended', 'html-validate:document', 'html-validate:a11y'],
		rules: {
			// U+00A0 stands in the numbers already.
			'tel-non-breaking': 'off',
			// <search> is of 2023; validators and browsers without it see a block.
			'element-permitted-content': 'off',
			'long-title': 'off',
			// A group of check boxes has one name; only PHP wants brackets in it.
			'form-dup-name': 'off',
		},
	});

	test.each<[string, Record<string, unknown>, readonly AppointmentRow[]]>([
		['the list', {}, SEASON],
		['another page, filtered', { onglet: 'tous', page: '3', q: 'e', mode: 'Visio' }, SEASON],
		['nothing found', { q: 'introuvable' }, SEASON],
		['nothing stored', {}, []],
		['a week', { onglet: 'semaine', q: 'e' }, SEASON],
		['one appointment', { rdv: 's1' }, SEASON],
	])('is valid HTML: %s', async (_name, query, rows) => {
		const { results } = await validator.validateString(aPage(rows, query, { ...FULL, rows }));
		expect(results.flatMap(({ messages }) => messages.map(({ message }) => message))).toEqual([]);
	});

	test('is French, has one h1, one main, landmarks with names, and labels for its fields', () => {
		const html = aPage(SEASON, {}, FULL);
		const elements = elementsOf(html);
		const html5 = elements.find(({ tagName }) => tagName === 'html')!;
		expect(attribute(html5, 'lang')).toBe('fr');
		expect(texts(html, 'h1')).toEqual(['Rendez-vous']);
		expect(tags(html, 'main')).toHaveLength(1);
		for (const nav of tags(html, 'nav')) expect(attribute(nav, 'aria-label')).toBeTruthy();
		const labelled = tags(html, 'label').map((element) => attribute(element, 'for'));
		for (const field of tags(html, 'input', 'select')) {
			if (attribute(field, 'type') === 'hidden') continue;
			const isInside = (field.parentNode as typeof field).tagName === 'label';
			expect(isInside || labelled.includes(attribute(field, 'id'))).toBe(true);
		}
		const ids = elements.map((element) => attribute(element, 'id')).filter((id) => id !== null);
		expect(new Set(ids).size).toBe(ids.length);
	});

	test('runs its one script and has its one style, and the policy allows nothing else', () => {
		const { headers, body } = renderPage({
			...FULL,
			query: readQuery({}),
			timezone: PARIS,
			now: NOW,
		});
		const policy = headers['Content-Security-Policy'];
		for (const name of ['style', 'script']) {
			const [content, ...more] = texts(body, name);
			expect(more).toEqual([]);
			const hash = createHash('sha256').update(content).digest('base64');
			expect(policy).toContain(`${name}-src 'sha256-${hash}'`);
		}
		expect(policy).toContain("default-src 'none'");
		expect(policy).not.toMatch(/unsafe|https?:|\*/);
		const [meta] = tags(body, 'meta').filter((element) => attribute(element, 'http-equiv'));
		expect(`${attribute(meta, 'content')}; frame-ancestors 'none'`).toBe(policy);
		expect(headers).toMatchObject({
			'Content-Type': 'text/html; charset=utf-8',
			'X-Content-Type-Options': 'nosniff',
			'Referrer-Policy': 'no-referrer',
			'Cache-Control': 'no-store',
			'X-Frame-Options': 'DENY',
		});
	});

	test('asks nothing of anybody and handles nothing inline', () => {
		for (const { tagName, attrs } of elementsOf(aPage(SEASON, {}, FULL))) {
			expect(['img', 'link', 'iframe', 'object', 'embed', 'video', 'base']).not.toContain(tagName);
			for (const { name } of attrs) expect(name).not.toMatch(/^(on|style$|src$|srcset$|action$)/);
		}
	});

	test('has a script that can be parsed', () => {
		const [script] = texts(aPage([]), 'script');
		expect(() => new Function(script)).not.toThrow();
		expect(script).toContain('pushState');
	});
});

describe('the list', () => {
	const at = (start: string) => ({ debut: `${start}:00.000Z`, fin: null });
	const rows = [
		aRow({ identifiant: 'a', ...at('2026-11-22T15:00') }),
		aRow({ identifiant: 'b', ...at('2026-11-23T08:00') }),
		aRow({ identifiant: 'c', ...at('2026-11-23T09:00') }),
		aRow({ identifiant: 'd', ...at('2026-12-01T08:00') }),
		aRow({ identifiant: 'e', ...at('2026-11-21T08:00') }),
		aRow({ identifiant: 'f', debut: null, fin: null }),
	];
	const days = (query: Record<string, unknown>) =>
		withClass(elementsOf(aPage(rows, query)), 'day').map(textOf);

	test('separates the days', () => {
		expect(days({})).toEqual([
			'Aujourd’hui, dimanche 22 novembre 2026',
			'Demain, lundi 23 novembre 2026',
			'Mardi 1er décembre 2026',
			'Date non communiquée',
		]);
		expect(days({ onglet: 'passes' })).toEqual(['Hier, samedi 21 novembre 2026']);
	});

	test('has no separators in another order, but every date', () => {
		expect(days({ tri: 'client' })).toEqual([]);
		expect(listed(aPage(rows, { tri: 'client' }))[0]).toBe(
			'22/11/2026 à 16:00 Zoé Müller Visite · Visio Confirmé',
		);
	});

	test('says when, who, what and how it stands', () => {
		const told = listed(
			aPage(
				[
					aRow({ identifiant: 'a' }),
					aRow({
						identifiant: 'b',
						debut: '2026-11-24T22:30:00.000Z',
						fin: '2026-11-24T23:30:00.000Z',
					}),
					aRow({ identifiant: 'c', etat: 'annule', debut: '2026-11-25T09:00:00.000Z' }),
					aRow({
						identifiant: 'd',
						...{ debut: '2026-11-20T09:00:00.000Z', fin: '2026-11-20T10:00:00.000Z' },
						...{ client: null, type: null, mode: null },
					}),
					aRow({
						identifiant: 'e',
						etat: 'deplace',
						client: '',
						email: null,
						debut: null,
						fin: null,
					}),
					aRow({ identifiant: 'f', etat: 'absent', ...at('2026-10-25T01:30') }),
				],
				{ onglet: 'tous' },
			),
		);
		expect(told).toEqual([
			'10:00 Zoé Müller Visite · Visio Annulé',
			'23:30 - 25/11/2026 à 00:30 Zoé Müller Visite · Visio Confirmé',
			'10:00 - 10:30 Zoé Müller Visite · Visio Confirmé',
			'10:00 - 11:00 zoe@example.com Type non communiqué Honoré',
			'02:30 (UTC+1) Zoé Müller Visite · Visio Client absent',
			'Horaire non communiqué Client non communiqué Visite · Visio Déplacé',
		]);
	});

	test('shows fifty a page and leads to the others', () => {
		const many = Array.from({ length: 120 }, (_value, number) =>
			aRow({ identifiant: `n${number}`, client: `Client ${String(number).padStart(3, '0')}` }),
		);
		const pageOf = (page: string) => aPage(many, { page, tri: 'client' });
		expect(listed(pageOf('1'))).toHaveLength(50);
		expect(listed(pageOf('3'))).toHaveLength(20);
		expect(listed(pageOf('99'))).toEqual(listed(pageOf('3')));
		expect(listed(pageOf('2'))[0]).toContain('Client 050');
		const [pages] = withClass(elementsOf(pageOf('2')), 'pages');
		expect(textOf(pages).replace(/\s+/g, ' ')).toBe(' Page précédente Page 2 sur 3 Page suivante ');
		const links = pageOf('2').match(/href="[^"]*page=3[^"]*"/g);
		expect(links).toEqual(['href="?tri=client&amp;page=3"']);
	});

	test('counts in its tabs, and marks the one that is shown', () => {
		const html = aPage(rows, { onglet: 'passes', q: 'zoe' });
		const [nav] = withClass(elementsOf(html), 'tabs');
		expect(textOf(nav).trim().split('\n')).toEqual([
			'À venir (5)',
			'Semaine',
			'Passés (1)',
			'Annulés (0)',
			'Tous (6)',
		]);
		const current = elementsOf(html).filter((element) => attribute(element, 'aria-current'));
		expect(current.map(textOf)).toEqual(['Passés (1)']);
		expect(current.map((element) => attribute(element, 'href'))).toEqual(['?onglet=passes&q=zoe']);
	});

	test('offers the CSV of what is filtered only where there is one', () => {
		const link = (query: Record<string, unknown>, csvPath: string | null) =>
			tags(aPage(rows, query, { csvPath }), 'a')
				.filter((element) => attribute(element, 'download') !== null)
				.map((element) => attribute(element, 'href'));
		expect(link({ q: 'zoe', page: '2' }, 'csv')).toEqual(['csv?q=zoe']);
		expect(link({ q: 'introuvable' }, 'csv')).toEqual([]);
		expect(link({}, null)).toEqual([]);
	});

	test.each([
		['nothing fits', rows, { q: 'introuvable' }, NO_HEALTH, 'ne correspond aux filtres'],
		[
			'the tab is empty',
			rows,
			{ onglet: 'annules' },
			NO_HEALTH,
			'Aucun rendez-vous dans cet onglet',
		],
		[
			'nobody looked whether anything arrived',
			[],
			{},
			NO_HEALTH,
			'Aucun rendez-vous n’est enregistré.',
		],
		[
			'nothing arrived',
			[],
			{},
			{ ...NO_HEALTH, deliveries: [] },
			nb(
				'Aucun rendez-vous n’est enregistré, et rien n’est encore arrivé de Calendly~: vérifier la liaison avec Calendly.',
			),
		],
		[
			'nothing was booked',
			[],
			{},
			FULL.health,
			nb('Le dernier message de Calendly est arrivé le 22/11/2026~à~10:00.'),
		],
	])('says why it is empty: %s', (_name, stored, query, health, expected) => {
		const html = aPage(stored, query, { health });
		expect(withClass(elementsOf(html), 'card').map(textOf).join('\n')).toContain(expected);
	});
});

describe('the form', () => {
	test('holds what is asked, and keeps what is chosen on offer', () => {
		const html = aPage(
			[aRow({ identifiant: 'a', type: 'Visite' }), aRow({ identifiant: 'b', mode: null })],
			{ onglet: 'tous', q: 'zoé', type: ['Disparu', 'Visite'], etat: 'annule', periode: 'mois' },
		);
		const inputs = tags(html, 'input');
		const chosen = inputs.filter((input) => attribute(input, 'checked') !== null);
		expect(chosen.map((input) => attribute(input, 'value'))).toEqual([
			'Visite',
			'Disparu',
			'annule',
		]);
		const selects = tags(html, 'option').filter((option) => attribute(option, 'selected') !== null);
		expect(selects.map(textOf)).toEqual(['Ce mois-ci']);
		const field = (name: string) => inputs.find((input) => attribute(input, 'name') === name)!;
		expect(attribute(field('q'), 'value')).toBe('zoé');
		expect(attribute(field('onglet'), 'value')).toBe('tous');
		expect(html).toContain('<a href="?onglet=tous" data-live>Effacer les filtres</a>');
	});

	test('is folded until something of it is chosen', () => {
		const isOpen = (query: Record<string, unknown>) =>
			elementsOf(aPage([], query)).some(
				(element) => attribute(element, 'id') === 'filtres' && attribute(element, 'open') !== null,
			);
		expect([{}, { q: 'zoe' }, { onglet: 'tous' }].map(isOpen)).toEqual([false, false, false]);
		expect([{ mode: 'Visio' }, { tri: 'client' }].map(isOpen)).toEqual([true, true]);
	});
});

describe('the details', () => {
	const old = aRow({
		identifiant: 'old',
		etat: 'deplace',
		debut: '2026-11-21T09:00:00.000Z',
		fin: null,
		deplace_vers: 'new',
	});
	const next = aRow({
		identifiant: 'new',
		recu_le: '2026-11-21T08:00:00.000Z',
		deplace_depuis: 'old',
		ancien_debut: '2026-11-21T09:00:00.000Z',
		envoye_deplace_le: '2026-11-21T08:00:05.000Z',
		envoye_rappel_le: '2026-11-23T09:00:00.000Z',
		lien_visio: 'https://meet.google.com/abc',
		lien_configuration: 'https://archimeuble.example/save/1',
		lien_annulation: 'https://calendly.com/cancellations/x',
		lien_deplacement: 'https://evil.example/reschedulings/x',
		notes: 'Chêne\nclair',
		fuseau_client: 'America/New_York',
		reponses: JSON.stringify([{ question: 'Budget ?', answer: '2 000 €', position: 0 }]),
	});
	const facts = (html: string) =>
		tags(html, 'dt').map((dt) => {
			const dd = (dt.parentNode as typeof dt).childNodes.at(-1) as typeof dt;
			return [textOf(dt), textOf(dd)];
		});

	test('tell everything that is known', () => {
		const html = aPage([old, next], { rdv: 'new' });
		expect(facts(html)).toEqual([
			['Date', nb('Mardi 24 novembre 2026, 10:00~-~10:30')],
			['Heure du client', nb('24/11/2026~à~04:00 (America/New_York)')],
			['Client', 'Zoé Müller'],
			['Email', 'zoe@example.com'],
			['Téléphone', nb('06~39~98~45~67')],
			['Lien visio', 'https://meet.google.com/abc'],
			['Lien de configuration', 'https://archimeuble.example/save/1'],
			['Notes', 'Chêneclair'],
			['Budget ?', '2 000 €'],
			['Dans Calendly', 'Annuler'],
		]);
		const hrefs = tags(html, 'a').map((element) => attribute(element, 'href'));
		expect(hrefs).toEqual(
			expect.arrayContaining([
				'tel:+33639984567',
				'mailto:zoe@example.com',
				'https://meet.google.com/abc',
				'https://archimeuble.example/save/1',
				'https://calendly.com/cancellations/x',
				'?rdv=old',
			]),
		);
		expect(html).not.toContain('evil.example');
	});

	const history = (rows: AppointmentRow[], rdv: string, more = {}) =>
		withClass(elementsOf(aPage(rows, { rdv }, more)), 'history')
			.flatMap((list) => textOf(list).trim().split('\n'))
			.map((line) => line.replace(/\u00a0/g, '~'));

	test('tell the history, with the way to the other half of a move', () => {
		expect(history([old, next], 'new')).toEqual([
			'21/11/2026~à~09:00~: Déplacement reçu de Calendly',
			'21/11/2026~à~09:00~: Déplacé depuis le 21/11/2026~à~10:00 Voir ce rendez-vous',
			'21/11/2026~à~09:00~: Courriel «~déplacé~» envoyé à l’atelier',
			'23/11/2026~à~10:00~: Rappel envoyé au client',
		]);
		expect(history([old, next], 'old').at(-1)).toBe(
			'Déplacé vers le 24/11/2026~à~10:00 Voir ce rendez-vous',
		);
		expect(history([next], 'new')[1]).not.toContain('Voir');
	});

	test('tell who cancelled and why, and which mail did not leave', () => {
		const off = aRow({
			identifiant: 'off',
			etat: 'annule',
			annule_le: '2026-11-21T08:00:00.000Z',
			annule_par: 'Zoé Müller',
			motif_annulation: 'Travaux\nrepoussés',
		});
		const deliveries = [
			{ identifiant: 'off', etat: 'echec', recu_le: '2026-11-21T08:00:01.000Z' } as const,
			{ identifiant: 'other', etat: 'echec', recu_le: '2026-11-21T08:00:01.000Z' } as const,
		];
		expect(history([off], 'off', { health: { ...NO_HEALTH, deliveries } })).toEqual([
			'20/11/2026~à~09:00~: Réservation reçue de Calendly',
			'21/11/2026~à~09:00~: Annulé par Zoé Müller~: Travauxrepoussés',
			'21/11/2026~à~09:00~: Courriel en échec, abandonné',
		]);
	});

	test('of one appointment are unfolded; of one that is gone nothing is said but that', () => {
		expect(aPage([old], { rdv: 'old' })).toContain('<details open>');
		expect(bodyOf(aPage([old], { rdv: 'new' }))).toContain('n’est pas (ou plus) enregistré');
	});
});

describe('figures', () => {
	test('stand on cards with the period before', () => {
		const rows = [
			aRow({ identifiant: 'a' }),
			aRow({ identifiant: 'b', recu_le: '2026-11-21T08:00:00.000Z' }),
			aRow({
				identifiant: 'c',
				recu_le: '2026-08-01T08:00:00.000Z',
				debut: '2026-08-05T08:00:00.000Z',
				fin: null,
			}),
		];
		const [kpis] = withClass(elementsOf(aPage(rows)), 'kpis');
		const said = textOf(kpis).replace(/\u00a0/g, '~');
		expect(said).toContain('Du 31/08/2026 au 22/11/2026');
		expect(said).toContain('Créés2 +~1 (1 avant)');
		expect(said).toContain('Honorés0 −~1 (1 avant)');
		expect(said).toContain('Déplacés0 = (0 avant)');
		expect(said).toContain('Taux d’annulation– pas de comparaison');
		expect(said).toContain('Délai médian avant le rendez-vous3,5~j −~11~h (4~j avant)');
	});

	test('are drawn with a title, a description and the numbers in a table', () => {
		const html = aPage(SEASON);
		const drawings = tags(html, 'svg');
		expect(drawings).toHaveLength(4);
		const ids = new Map(elementsOf(html).map((element) => [attribute(element, 'id'), element]));
		for (const drawing of drawings) {
			const names = attribute(drawing, 'aria-labelledby')!.split(' ');
			for (const name of names) expect(textOf(ids.get(name)!)).not.toBe('');
		}
		expect(tags(html, 'table')).toHaveLength(4);
		for (const chart of withClass(elementsOf(html), 'chart')) {
			expect(textOf(chart)).not.toMatch(/NaN|undefined|Infinity/);
		}
		expect(html).not.toMatch(/="[^"]*(NaN|undefined|Infinity)[^"]*"/);
	});

	test('of nothing are drawn too', () => {
		expect(aPage([])).not.toMatch(/NaN|undefined|Infinity/);
	});
});

test('says that the package was updated and its workflows were not', () => {
	const html = aPage(
		SEASON,
		{},
		{ health: { ...NO_HEALTH, misfit: 'Le paquet est en version 0.2.0' } },
	);
	const [strip] = withClass(elementsOf(html), 'health');
	expect(textOf(strip)).toContain('Le paquet est en version 0.2.0');
});

test('the state of the system stands above everything', () => {
	const [strip] = withClass(elementsOf(aPage(SEASON, {}, FULL)), 'health');
	const lines = textOf(strip).replace(/\u00a0/g, '~');
	expect(lines).toContain('Dernier message de Calendly22/11/2026~à~10:00');
	expect(lines).toContain('Courriels1 en attente');
	expect(lines).toContain('Messages refusés depuis hier3 (signature fausse~: 3)');
	expect(lines).toContain('Liaison avec Calendlyactive');
	expect(withClass(elementsOf(aPage(SEASON)), 'health')).toEqual([]);
});

test('texts are French typography', () => {
	const words = bodyOf(aPage(SEASON, { onglet: 'tous' }, FULL));
	expect(words).not.toMatch(/ [:;!?](\s|$)|« | »|\w'\w/);
});

describe('colours', () => {
	/** WCAG 2.2, relative luminance and contrast ratio. */
	const luminance = (colour: string) => {
		const [r, g, b] = [1, 3, 5]
			.map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
			.map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
		return 0.2126 * r + 0.7152 * g + 0.0722 * b;
	};
	const contrast = (a: string, b: string) => {
		const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
		return (light + 0.05) / (dark + 0.05);
	};

	test.each([
		['light', LIGHT],
		['dark', DARK],
	])('%s: text 4.5 to 1, edges and bars 3 to 1', (_name, palette) => {
		const { paper, card } = palette;
		for (const ground of [paper, card]) {
			for (const name of ['ink', 'muted', 'link', 'good', 'warning', 'bad'] as const) {
				expect([name, contrast(palette[name], ground) >= 4.5]).toEqual([name, true]);
			}
			expect(contrast(palette.edge, ground)).toBeGreaterThanOrEqual(3);
		}
		const steps = [
			[palette.onLight, palette.level1],
			[palette.onLight, palette.level2],
			[palette.onDark, palette.level3],
			[palette.onDark, palette.level4],
		];
		for (const [text, ground] of steps) expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5);
	});

	test('are those of the house', () => {
		expect([LIGHT.ink, LIGHT.paper, LIGHT.card]).toEqual(['#2f2a26', '#f6f1eb', '#ffffff']);
	});
});

test('of ten thousand bookings one page is shown, and no more sent', () => {
	const rows = season({ bookings: 10_000, now: NOW });
	const html = aPage(rows, { onglet: 'tous', q: 'e' });
	expect(listed(html)).toHaveLength(50);
	expect(html.length).toBeLessThan(250_000);
});

const named = (elements: Element[], name: string) =>
	elements.filter(({ tagName }) => tagName === name);
const links = (elements: Element[]) =>
	named(elements, 'a').map((link) => [readable(link), attribute(link, 'href')]);
const first = (elements: Element[], className: string) => withClass(elements, className)[0];

/** So many appointments to come, from tomorrow on, an hour apart. */
const toCome = (count: number) =>
	Array.from({ length: count }, (_value, index) =>
		aRow({
			identifiant: `n${index}`,
			debut: new Date(NOW.getTime() + (index + 30) * 3_600_000).toISOString(),
			fin: null,
		}),
	);

/** A reading that found more to come than it had room for. */
const cut = (rows: readonly AppointmentRow[], pastLimit = 1_000): ReadingPlan => ({
	...{ today: '2026-11-21T23:00:00.000Z', pastFrom: '0000', pastOrder: 'DESC' },
	...{ pastLimit, upcomingLimit: rows.length },
});

describe('the frame', () => {
	test('tells browsers and robots what they may do', () => {
		const metas = (pageToken: string | null) =>
			Object.fromEntries(
				named(elementsOf(aPage([], {}, { pageToken })), 'meta').flatMap((meta) => {
					const name = attribute(meta, 'name');
					return name === null ? [] : [[name, attribute(meta, 'content')]];
				}),
			) as object;
		const usual = {
			viewport: 'width=device-width, initial-scale=1',
			robots: 'noindex, nofollow',
			referrer: 'no-referrer',
			'color-scheme': 'light dark',
		};
		expect(metas(null)).toEqual(usual);
		expect(metas('1.a.b')).toEqual({ ...usual, jeton: '1.a.b' });
	});

	test('is called by the tab it shows', () => {
		expect(texts(aPage([], { onglet: 'passes' }), 'title')[0]).toBe(
			'Rendez-vous – Passés – ArchiMeuble',
		);
	});

	test.each([
		['the list', {}],
		['a week', { onglet: 'semaine' }],
		['one appointment', { rdv: 'a' }],
	])('leads past itself, to %s', (_name, query) => {
		const elements = elementsOf(aPage([aRow({ identifiant: 'a' })], query));
		expect(links(elements)[0]).toEqual(['Aller à la liste', '#liste']);
		const [list] = elements.filter((element) => attribute(element, 'id') === 'liste');
		const [heading] = elements.filter((element) => attribute(element, 'id') === 'titre-liste');
		expect(attribute(list, 'aria-labelledby')).toBe('titre-liste');
		expect(readable(heading)).not.toBe('');
	});

	test.each<[string, Record<string, unknown>, Partial<PageRequest>, string[]]>([
		['to list and figures', {}, {}, ['#liste', '#chiffres', '#graphiques']],
		[
			'not to charts that are not drawn',
			{},
			{ plan: cut([aRow({ identifiant: 'a' })]) },
			['#liste', '#chiffres'],
		],
		['nowhere in a week, which has nothing else', { onglet: 'semaine' }, {}, []],
		['nowhere from one appointment', { rdv: 'a' }, {}, []],
	])('leads to its parts: %s', (_name, query, more, expected) => {
		const elements = elementsOf(aPage([aRow({ identifiant: 'a' })], query, more));
		const targets = withClass(elements, 'jump').flatMap((nav) => links(within(nav)));
		expect(targets.map(([, href]) => href)).toEqual(expected);
		const names = ['Liste', 'Chiffres', 'Graphiques'].slice(0, expected.length).join(' ');
		expect(withClass(elements, 'jump').map(readable).join()).toBe(names);
		const ids = elements.map((element) => attribute(element, 'id'));
		for (const href of expected) expect(ids).toContain(href.slice(1));
	});

	test.each([
		[PARIS, 'État du dimanche 22 novembre 2026 à 11:00'],
		['America/Martinique', 'État du dimanche 22 novembre 2026 à 06:00 (America/Martinique)'],
	])('says of when it is, in %s', (timezone, expected) => {
		const [header] = named(elementsOf(aPage([], {}, { timezone })), 'header');
		expect(readable(first(within(header), 'muted'))).toBe(expected);
	});

	test('tells the address of the feed where there is one, and what whoever knows it sees', () => {
		const notes = (feedAddress: string | null) =>
			named(elementsOf(aPage([], {}, { feedAddress })), 'footer');
		const [note] = notes('agenda?jeton=abc');
		expect(links(within(note))).toEqual([['Agenda en ligne (.ics)', 'agenda?jeton=abc']]);
		expect(readable(note)).toBe(
			'Agenda en ligne (.ics)~: copier l’adresse de ce lien dans Google Agenda, Thunderbird ou le téléphone («~ajouter à partir d’une URL~»). Qui la connaît voit les rendez-vous_; pour la changer~: réglage «~jeton_agenda~».',
		);
		expect(notes(null)).toEqual([]);
		const [body] = named(elementsOf(aPage([])), 'body');
		const loose = body.childNodes.filter(({ nodeName }) => nodeName === '#text').map(textOf);
		expect(loose.join('').trim()).toBe('');
	});
});

describe('the tabs', () => {
	const tabs = (query: Record<string, unknown>, more: Partial<PageRequest> = {}) =>
		links(within(first(elementsOf(aPage(toCome(2), query, more)), 'tabs')));

	test('lead to the same filters, from the first page on', () => {
		expect(tabs({ q: 'zoe', page: '2', tri: 'client' })).toEqual([
			['À venir (2)', '?q=zoe&tri=client'],
			['Semaine', '?onglet=semaine&q=zoe&tri=client'],
			['Passés (0)', '?onglet=passes&q=zoe&tri=client'],
			['Annulés (0)', '?onglet=annules&q=zoe&tri=client'],
			['Tous (2)', '?onglet=tous&q=zoe&tri=client'],
		]);
	});

	test('keep the days that are asked for, but not those of a week, nor count then', () => {
		expect(tabs({ onglet: 'passes', du: '2026-11-25' })[3]).toEqual([
			...['Annulés (0)', '?onglet=annules&du=2026-11-25'],
		]);
		expect(tabs({ onglet: 'semaine', du: '2026-11-25' }).slice(2)).toEqual([
			['Passés', '?onglet=passes'],
			['Annulés', '?onglet=annules'],
			['Tous', '?onglet=tous'],
		]);
	});

	test('say where there are more than were read', () => {
		expect(tabs({}, { plan: cut(toCome(2)) }).map(([name]) => name)).toEqual([
			...[
				'À venir (plus de~2)',
				'Semaine',
				'Passés (0)',
				'Annulés (plus de~0)',
				'Tous (plus de~2)',
			],
		]);
	});
});

describe('above the list stands', () => {
	const count = (query: Record<string, unknown>, more: Partial<PageRequest> = {}) => {
		const elements = elementsOf(aPage(toCome(2), query, more));
		return readable(elements.find((element) => attribute(element, 'id') === 'compte')!);
	};

	test.each<[string, Record<string, unknown>, string]>([
		['how many there are', {}, '2 rendez-vous'],
		[
			'by which filters',
			{ q: 'zoé', mode: 'Visio' },
			'2 rendez-vous – recherche~: zoé · mode~: Visio',
		],
		['that there are none', { onglet: 'passes' }, '0 rendez-vous'],
	])('%s', (_name, query, expected) => {
		expect(count(query)).toBe(expected);
	});

	test('that there are more', () => {
		expect(count({}, { plan: cut(toCome(2)) })).toBe('Plus de~2 rendez-vous');
	});

	test('its file, of all pages', () => {
		const elements = elementsOf(aPage(toCome(2), { tri: 'client', page: '2' }, { csvPath: 'csv' }));
		expect(links(within(first(elements, 'actions')))).toEqual([
			['Télécharger en CSV', 'csv?tri=client'],
		]);
	});

	const note = (
		rows: readonly AppointmentRow[],
		query: Record<string, unknown>,
		plan: ReadingPlan,
	) =>
		withClass(elementsOf(aPage(rows, query, { plan })), 'card')
			.map(readable)
			.filter((text) => text.startsWith('Seuls'));

	test.each(['a-venir', 'semaine'])(
		'what to do where all was read there is room for: %s',
		(onglet) => {
			const rows = toCome(2);
			expect(note(rows, { onglet, du: '2026-11-23' }, cut(rows, 10_000))).toEqual([
				'Seuls 10_000 rendez-vous passés et autant à venir sont lus à la fois, les plus proches d’aujourd’hui ou du début de la période~: choisir une autre période pour voir les autres.',
			]);
		},
	);

	test('nothing of it where more will be read, or all was', () => {
		const rows = toCome(2);
		expect(note(rows, {}, cut(rows))).toEqual([]);
		expect(note(rows, { onglet: 'passes' }, cut(rows, 10_000))).toEqual([]);
	});
});

describe('the pages of the list', () => {
	const pages = (
		count: number,
		page: string,
		more: (rows: AppointmentRow[]) => object = () => ({}),
	) => {
		const rows = toCome(count);
		const elements = elementsOf(aPage(rows, { page }, more(rows)));
		return withClass(elements, 'pages').map((nav) => [readable(nav), ...links(within(nav))]);
	};

	test.each<[string, number, string, unknown[]]>([
		['are none where one is enough', 50, '1', []],
		[
			'begin with the first',
			51,
			'1',
			[['Page 1 sur 2 Page suivante', ['Page suivante', '?page=2']]],
		],
		[
			'go both ways',
			101,
			'2',
			[
				[
					'Page précédente Page 2 sur 3 Page suivante',
					['Page précédente', '?'],
					['Page suivante', '?page=3'],
				],
			],
		],
		[
			'end with the last',
			101,
			'3',
			[['Page précédente Page 3 sur 3', ['Page précédente', '?page=2']]],
		],
	])('%s', (_name, count, page, expected) => {
		expect(pages(count, page)).toEqual(expected);
	});

	test('go on where there are more than were read', () => {
		expect(pages(60, '2', (rows) => ({ plan: cut(rows) }))).toEqual([
			[
				'Page précédente Page 2 Page suivante',
				['Page précédente', '?'],
				['Page suivante', '?page=3'],
			],
		]);
	});

	test('show each appointment once', () => {
		const rows = toCome(120);
		const ids = ['1', '2', '3'].flatMap((page) =>
			named(elementsOf(aPage(rows, { page })), 'time').map((time) => attribute(time, 'datetime')),
		);
		const starts = ids.filter((at) => at !== rows[0].recu_le);
		expect([...new Set(starts)]).toEqual(rows.map(({ debut }) => debut));
	});
});

test.each([
	['date', true],
	['date-inverse', true],
	['reception', false],
	['client', false],
	['type', false],
])('in the order « %s » the list is parted by days: %s', (tri, isParted) => {
	expect(withClass(elementsOf(aPage(toCome(2), { tri })), 'day').length > 0).toBe(isParted);
});

test('the details of a list are folded, those of one appointment are not', () => {
	const isOpen = (query: Record<string, unknown>) => {
		const [item] = withClass(elementsOf(aPage([aRow({ identifiant: 'a' })], query)), 'booking');
		return attribute(named(within(item), 'details')[0], 'open') !== null;
	};
	expect([isOpen({}), isOpen({ rdv: 'a' })]).toEqual([false, true]);
});

describe('one appointment', () => {
	const rows = [
		aRow({ identifiant: 'new', deplace_depuis: 'old' }),
		aRow({
			identifiant: 'old',
			etat: 'deplace',
			deplace_vers: 'new',
			debut: '2026-10-01T09:00:00Z',
		}),
		aRow({ identifiant: 'new', client: 'Twice' }),
	];
	const page = (query: Record<string, unknown>, more: Partial<PageRequest> = {}) =>
		elementsOf(aPage(rows, query, more));

	test('is shown once, with the way back to where it was found', () => {
		const elements = page({ rdv: 'new', onglet: 'passes', page: '2' });
		expect(withClass(elements, 'who').map(readable)).toEqual(['Zoé Müller']);
		expect(links(within(first(elements, 'back')))).toEqual([
			['Retour à la liste', '?onglet=passes&page=2'],
		]);
		expect(withClass(elements, 'tabs')).toEqual([]);
	});

	test('leads to its other half, wherever that is found', () => {
		const history = within(first(page({ rdv: 'new', onglet: 'passes', page: '2' }), 'history'));
		expect(links(history)).toEqual([['Voir ce rendez-vous', '?onglet=passes&rdv=old']]);
		expect(readable(named(history, 'li')[1])).toContain('Déplacé depuis le 01/10/2026~à~11:00');
	});

	test('has its own lines of the journal, of messages and of recipients only', () => {
		const at = { recu_le: '2026-11-21T08:00:00.000Z', etat: 'echec' } as const;
		const deliveries = [
			{ ...at, identifiant: 'new', evenement: 'invitee.created' },
			{ ...at, identifiant: 'new', evenement: 'non_remis', resultat: 'Non remis à a' },
			{ ...at, identifiant: 'new', evenement: 'erreur' },
			{ ...at, identifiant: 'old', evenement: 'invitee.canceled' },
			{ ...at, evenement: 'invitee.created' },
		];
		const elements = page({ rdv: 'new' }, { health: { ...NO_HEALTH, deliveries } });
		const entries = named(within(first(elements, 'history')), 'li').map(readable);
		expect(entries.slice(2)).toEqual([
			'21/11/2026~à~09:00~: Courriel en échec, abandonné',
			'21/11/2026~à~09:00~: Non remis à a',
		]);
	});
});

describe('the figures', () => {
	const page = (rows: readonly AppointmentRow[], query = {}, more: Partial<PageRequest> = {}) =>
		elementsOf(aPage(rows, query, more));
	const few = (rows: readonly AppointmentRow[]) =>
		page(rows).filter((element) => attribute(element, 'id') === 'peu');

	test('are folded away until there are ten bookings', () => {
		const [details] = few(toCome(9));
		expect(readable(named(within(details), 'summary')[0])).toBe(
			'Chiffres et graphiques (ils seront parlants à partir de 10 rendez-vous)',
		);
		expect([attribute(details, 'open'), withClass(within(details), 'kpis').length]).toEqual([
			null,
			1,
		]);
		expect(few(toCome(10))).toEqual([]);
		expect(withClass(page(toCome(10)), 'kpis')).toHaveLength(1);
	});

	const offer = (pastLimit: number) => {
		const rows = toCome(10);
		const elements = page(rows, { tri: 'client' }, { plan: cut(rows, pastLimit) });
		expect(withClass(elements, 'kpis')).toEqual([]);
		const heading = elements.find((element) => attribute(element, 'id') === 'chiffres')!;
		const section = heading.parentNode as Element;
		expect([readable(heading), attribute(section, 'aria-labelledby')]).toEqual([
			'Chiffres',
			'chiffres',
		]);
		return [readable(first(within(section), 'card')), links(within(section))];
	};

	test('are offered where not all was read for them', () => {
		expect(offer(1_000)).toEqual([
			'Calculer les chiffres et les graphiques (quelques secondes)',
			[['Calculer les chiffres et les graphiques', '?tri=client&chiffres=oui']],
		]);
	});

	test('are not offered where no more can be read', () => {
		expect(offer(10_000)).toEqual([
			'Trop de rendez-vous pour des chiffres justes~: choisir une période plus courte.',
			[],
		]);
	});

	test.each([
		[
			'several days',
			{ du: '2026-10-01', au: '2026-10-31' },
			'Du 01/10/2026 au 31/10/2026',
			'du 31/08/2026 au 30/09/2026',
		],
		['one day', { du: '2026-10-02', au: '2026-10-02' }, 'Le 02/10/2026', 'le 01/10/2026'],
	])('name their days and those they compare with: %s', (_name, query, days, before) => {
		const elements = page(toCome(10), query);
		expect(readable(first(within(first(elements, 'kpis')), 'muted'))).toBe(
			`${days}, par rapport à la période précédente (${before}). La recherche et les filtres de type et de mode s’appliquent aussi aux chiffres.`,
		);
		expect(readable(first(within(first(elements, 'charts')), 'muted'))).toBe(days);
	});

	test('are not compared with nothing', () => {
		const row = {
			recu_le: '2026-10-05T08:00:00.000Z',
			debut: '2026-10-08T08:00:00.000Z',
			fin: null,
		};
		const [kpis] = withClass(
			page([aRow({ identifiant: 'a', ...row })], { du: '2026-10-01', au: '2026-10-31' }),
			'kpis',
		);
		expect(named(within(kpis), 'dd').map(readable).slice(4)).toEqual([
			'0~% pas de comparaison',
			'3~j pas de comparaison',
		]);
	});

	test('stand on six cards, each with its change', () => {
		const october = (identifiant: string, more: Partial<AppointmentRow>) =>
			aRow({ identifiant, recu_le: '2026-10-05T08:00:00.000Z', fin: null, ...more });
		const september = (identifiant: string, more: Partial<AppointmentRow>) =>
			october(identifiant, { recu_le: '2026-09-05T08:00:00.000Z', ...more });
		const off = (day: string) => ({ etat: 'annule', annule_le: `2026-${day}T08:00:00.000Z` });
		const on = (day: string) => ({ debut: `2026-${day}T08:00:00.000Z` });
		const rows = [
			october('a', on('10-08')),
			october('b', on('10-10')),
			october('c', { ...on('10-12'), ...off('10-11') }),
			october('d', { ...on('10-13'), deplace_depuis: 'x' }),
			september('e', on('09-06')),
			september('f', on('09-10')),
			september('g', { ...on('09-10'), deplace_depuis: 'x' }),
			september('h', { ...on('12-10'), ...off('09-11') }),
		];
		const cards = named(
			within(first(page(rows, { du: '2026-10-01', au: '2026-10-31' }), 'kpis')),
			'dt',
		).map((dt) => [readable(dt), readable(named(within(dt.parentNode as Element), 'dd')[0])]);
		expect(cards).toEqual([
			['Créés', '3 = (3 avant)'],
			['Honorés', '3 = (3 avant)'],
			['Déplacés', '1 = (1 avant)'],
			['Annulés', '1 = (1 avant)'],
			['Taux d’annulation', '25~% +~25~points (0~% avant)'],
			['Délai médian avant le rendez-vous', '5~j = (5~j avant)'],
		]);
	});
});
