import type { AppointmentRow } from '../../../../nodes/shared/appointment/row';
import { bookingsOf } from '../../../../nodes/shared/dashboard/bookings/booking';
import { Moments } from '../../../../nodes/shared/dashboard/moments';
import { bookingList, type ListContext } from '../../../../nodes/shared/dashboard/page/list';
import {
	aRow,
	attribute,
	nb,
	NOW,
	PARIS,
	partsOf,
	readable,
	textOf,
	withClass,
	within,
	type Element,
} from '../fixtures.mts';

type Row = Partial<AppointmentRow>;

const moments = () => new Moments(NOW.toISOString(), PARIS);

function list(rows: Row[], changes: Partial<ListContext> = {}): Element[] {
	const context: ListContext = {
		...{ moments: moments(), byDay: true, isOpen: false },
		historyOf: () => ({ deliveries: [], starts: new Map(), moments: moments() }),
		linkTo: (id) => `?rdv=${id}`,
		...changes,
	};
	const bookings = bookingsOf(
		rows.map((row, index) => aRow({ identifiant: String(index), ...row })),
	);
	return partsOf(bookingList(bookings, context));
}

const of = (elements: Element[], name: string) =>
	elements.filter(({ tagName }) => tagName === name);
const texts = (elements: Element[], className: string) =>
	withClass(elements, className).map(readable);
const at = (debut: string | null) => ({ debut, fin: null });

describe('bookings in order of date', () => {
	const elements = () =>
		list([
			at('2026-11-22T15:00:00.000Z'),
			at('2026-11-22T22:59:00.000Z'),
			at('2026-11-22T23:00:00.000Z'),
			at('2026-12-01T09:00:00.000Z'),
			at(null),
			at(null),
		]);

	test('stand under the heading of their day, those of today under one that stands out', () => {
		const headings = of(elements(), 'h3').map((each) => [readable(each), attribute(each, 'class')]);
		expect(headings).toEqual([
			['Aujourd’hui, dimanche 22 novembre 2026', 'day today'],
			['Demain, lundi 23 novembre 2026', 'day'],
			['Mardi 1er décembre 2026', 'day'],
			['Date non communiquée', 'day'],
		]);
	});

	test('are told with their hours only', () => {
		const lists = withClass(elements(), 'bookings');
		expect(lists.map((each) => texts(within(each), 'when'))).toEqual([
			...[
				['16:00', '23:59'],
				['00:00'],
				['10:00'],
				['Horaire non communiqué', 'Horaire non communiqué'],
			],
		]);
		expect(withClass(elements(), 'dated')).toEqual([]);
	});
});

test('bookings in another order stand in one list, each with its date', () => {
	const elements = list([at('2026-11-24T09:00:00.000Z'), at(null)], { byDay: false });
	expect(of(elements, 'h3')).toEqual([]);
	expect(withClass(elements, 'dated')).toHaveLength(1);
	expect(texts(elements, 'when')).toEqual(['24/11/2026~à~10:00', 'Horaire non communiqué']);
});

describe('a booking says', () => {
	const summary = (row: Row) => {
		const elements = list([row]);
		return ['when', 'who', 'what', 'state'].map((name) => texts(elements, name)[0]);
	};

	test.each<[string, Row, string[]]>([
		[
			'when, who, what and how it stands',
			{},
			['10:00~-~10:30', 'Zoé Müller', 'Visite~· Visio', 'Confirmé'],
		],
		[
			'the address of who has no name, and no mode that is not known',
			{ client: ' ', mode: null },
			['10:00~-~10:30', 'zoe@example.com', 'Visite', 'Confirmé'],
		],
		[
			'that something is not known',
			{ client: null, email: null, type: null, ...at(null) },
			[
				'Horaire non communiqué',
				'Client non communiqué',
				'Type non communiqué~· Visio',
				'Confirmé',
			],
		],
		[
			'that it took place',
			at('2026-11-20T09:00:00.000Z'),
			['10:00', 'Zoé Müller', 'Visite~· Visio', 'Honoré'],
		],
		[
			'that nobody came',
			{ ...at('2026-11-20T09:00:00.000Z'), etat: 'absent' },
			['10:00', 'Zoé Müller', 'Visite~· Visio', 'Client absent'],
		],
		[
			'that it was cancelled',
			{ etat: 'annule' },
			['10:00~-~10:30', 'Zoé Müller', 'Visite~· Visio', 'Annulé'],
		],
		[
			'that it was moved',
			{ etat: 'deplace' },
			['10:00~-~10:30', 'Zoé Müller', 'Visite~· Visio', 'Déplacé'],
		],
	])('%s', (_name, row, expected) => {
		expect(summary(row)).toEqual(expected);
	});

	test('its state to the style sheet, and its time to programs', () => {
		const elements = list([{ etat: 'absent' }]);
		expect(attribute(withClass(elements, 'state')[0], 'class')).toBe('state absent');
		expect(attribute(of(elements, 'time')[0], 'datetime')).toBe('2026-11-24T09:00:00.000Z');
	});

	test('the rest unfolded where it is the only one', () => {
		const isOpen = (open: boolean) =>
			attribute(of(list([{}], { isOpen: open }), 'details')[0], 'open') !== null;
		expect([isOpen(true), isOpen(false)]).toEqual([true, false]);
	});
});

describe('the telephone stands ready', () => {
	const reach = (row: Row) =>
		withClass(list([row]), 'reach').map((each) => {
			const [link] = within(each, 'a');
			return [readable(link), attribute(link, 'href')];
		});

	test('of who is to come', () => {
		expect(reach({})).toEqual([['06~39~98~45~67', 'tel:+33639984567']]);
	});

	test.each<[string, Row]>([
		['of who cancelled', { etat: 'annule' }],
		['of who did not come', { etat: 'absent' }],
		['where there is none', { telephone: null }],
		['where nobody could dial it', { telephone: 'le soir' }],
	])('but not %s', (_name, row) => {
		expect(reach(row)).toEqual([]);
	});
});

/** The facts of one booking: name, text with ` / ` between its lines, links. */
function facts(row: Row): Array<[string, string, ...string[]]> {
	const shown = (node: Element): string =>
		node.childNodes
			.map((child) => {
				if (child.nodeName === 'br') return ' / ';
				return 'attrs' in child ? shown(child) : textOf(child);
			})
			.join('');
	return of(list([row]), 'dt').map((dt) => {
		const [dd] = within(dt.parentNode as Element, 'dd');
		const links = within(dd, 'a').map((link) => attribute(link, 'href')!);
		return [
			readable(dt),
			shown(dd)
				.replace(/\u00a0/g, '~')
				.replace(/\u202f/g, '_'),
			...links,
		];
	});
}
const fact = (name: string, row: Row) =>
	facts(row)
		.find(([each]) => each === name)
		?.slice(1);

describe('the details', () => {
	test('are those that are known, in the order a carpenter needs them', () => {
		const answers = [
			{ question: 'Étage ?', answer: '2' },
			{ question: '', answer: 'sans question' },
			{ question: 'sans réponse', answer: '' },
		];
		const row: Row = {
			...{ lieu: '1 rue A', lieu_nature: 'Adresse', lien_visio: 'https://meet.google.com/abc' },
			...{
				lien_configuration: 'https://a.example/1',
				notes: 'Chêne\nclair',
				invites: 'a@x.fr, b@x.fr',
			},
			...{
				hote: 'Paul',
				places_prises: '2',
				places_max: '8',
				campagne: 'noel',
				campagne_source: 'lettre',
			},
			...{
				paiement_etat: 'payé',
				paiement_montant: '60',
				paiement_devise: 'EUR',
				paiement_conditions: 'Acompte',
			},
			...{ fuseau_client: 'America/New_York', reponses: JSON.stringify(answers) },
			lien_annulation: 'https://calendly.com/cancellations/x',
			lien_deplacement: 'https://calendly.com/reschedulings/x',
		};
		expect(facts(row)).toEqual([
			['Date', 'Mardi 24 novembre 2026, 10:00~-~10:30'],
			['Heure du client', '24/11/2026~à~04:00 (America/New_York)'],
			['Client', 'Zoé Müller'],
			['Email', 'zoe@example.com', 'mailto:zoe@example.com'],
			['Téléphone', '06~39~98~45~67', 'tel:+33639984567'],
			['Lieu', '1 rue A'],
			['Lien visio', 'https://meet.google.com/abc', 'https://meet.google.com/abc'],
			['Lien de configuration', 'https://a.example/1', 'https://a.example/1'],
			['Notes', 'Chêne / clair'],
			['Étage ?', '2'],
			['Invités', 'a@x.fr, b@x.fr'],
			['Avec', 'Paul'],
			['Places', '2 prises sur 8'],
			['Paiement', '60~€ payé / Acompte'],
			['Campagne', 'noel · lettre'],
			[
				...(['Dans Calendly', 'Déplacer\nAnnuler'] as const),
				...['https://calendly.com/reschedulings/x', 'https://calendly.com/cancellations/x'],
			],
		]);
	});

	test('of which nothing is known are few', () => {
		const row = { client: null, email: null, telephone: null, ...at(null) };
		expect(facts(row)).toEqual([]);
		expect(facts({ ...row, client: 'Zoé' })).toEqual([['Client', 'Zoé']]);
	});

	test.each<[string, string, Row, string[] | undefined]>([
		[
			'Heure du client',
			'is not told in the zone of the workshop',
			{ fuseau_client: PARIS },
			undefined,
		],
		[
			'Heure du client',
			'nor where the clocks show the same',
			{ fuseau_client: 'Europe/Brussels' },
			undefined,
		],
		['Heure du client', 'nor in a zone nobody knows', { fuseau_client: 'Europe/Lille' }, undefined],
		[
			'Heure du client',
			'nor without a time',
			{ fuseau_client: 'America/New_York', ...at(null) },
			undefined,
		],
		[
			'Email',
			'is text where nobody could write to it',
			{ email: 'zoé at example' },
			['zoé at example'],
		],
		['Téléphone', 'is text where nobody could dial it', { telephone: 'le soir' }, ['le soir']],
		[
			'Lien de configuration',
			'is text where it is no link',
			{ lien_configuration: 'javascript:alert(1)' },
			['javascript:alert(1)'],
		],
		[
			'Appel',
			'says who calls whom, and how',
			{
				lieu_nature: 'Téléphone',
				appel_par: 'client',
				appel_numero: '+33320001234',
				appel_consignes: 'Après 18 h',
			},
			['Le client vous appelle au 03~20~00~12~34. / Après 18 h'],
		],
		[
			'Appel',
			'says so without a number, too',
			{ lieu_nature: 'Téléphone', appel_par: 'client' },
			['Le client vous appelle.'],
		],
		['Appel', 'is told of calls only', { lieu_nature: 'Adresse', appel_par: 'client' }, undefined],
		[
			'Lieu',
			'is a link where it is one',
			{ lieu: 'https://x.example/a' },
			['https://x.example/a', 'https://x.example/a'],
		],
		[
			'Lieu',
			'is not told of a call, which says it',
			{ lieu: '+33320001234', lieu_nature: 'Téléphone', appel_par: 'client' },
			undefined,
		],
		[
			'Lieu',
			'is not told where it is the number of the client',
			{ lieu: '06 39 98 45 67' },
			undefined,
		],
		[
			'Lieu',
			'nor where it is that, as written at home',
			{ lieu: '02 555 01 23', telephone: '+3225550123', fuseau_client: 'Europe/Brussels' },
			undefined,
		],
		['Lieu', 'is told where it is another number', { lieu: '03 20 00 12 34' }, ['03 20 00 12 34']],
		['Lieu', 'is told where no number is known', { lieu: 'Lille', telephone: null }, ['Lille']],
		[
			'Lien visio',
			'says where it could not be made',
			{ lien_visio_etat: 'échec', lieu_nature: 'Zoom' },
			['Le lien n’a pas pu être créé par Zoom_; pensez à en envoyer un au client.'],
		],
		[
			'Lien visio',
			'is the link where one is there all the same',
			{ lien_visio_etat: 'échec', lien_visio: 'https://zoom.us/j/1' },
			['https://zoom.us/j/1', 'https://zoom.us/j/1'],
		],
		[
			'Lien visio',
			'is not there while it is being made',
			{ lien_visio_etat: 'en attente' },
			undefined,
		],
		[
			'Places',
			'are not told of an appointment for one',
			{ places_prises: '1', places_max: '1' },
			undefined,
		],
		[
			'Places',
			'are told of one for two',
			{ places_prises: '1', places_max: '2' },
			['1 prise sur 2'],
		],
		['Places', 'are not told where it is not known how many', { places_prises: '1' }, undefined],
		['Places', 'nor how many are taken', { places_max: '3' }, undefined],
		['Paiement', 'is told without conditions', { paiement_etat: 'échoué' }, ['échoué']],
		['Paiement', 'is told with conditions alone', { paiement_conditions: 'Acompte' }, ['Acompte']],
		['Paiement', 'is not told by its service alone', { paiement_prestataire: 'stripe' }, undefined],
		['Campagne', 'is told by what is known', { campagne_terme: 'chêne' }, ['chêne']],
		[
			'Dans Calendly',
			'has the one link that is Calendly’s',
			{
				lien_annulation: 'https://calendly.com/cancellations/x',
				lien_deplacement: 'https://evil.example/x',
			},
			['Annuler', 'https://calendly.com/cancellations/x'],
		],
		['Dans Calendly', 'is not there without links', {}, undefined],
		...(['etat', 'over', 'undated'] as const).map((why): [string, string, Row, undefined] => [
			'Dans Calendly',
			`is not there where it would do nothing: ${why}`,
			{
				lien_annulation: 'https://calendly.com/cancellations/x',
				...{ etat: { etat: 'annule' }, over: at('2026-11-20T09:00:00.000Z'), undated: at(null) }[
					why
				],
			},
			undefined,
		]),
	])('« %s » %s', (name, _what, row, expected) => {
		expect(fact(name, row)).toEqual(expected);
	});

	test('are of no use on paper where they are links into Calendly', () => {
		const row = { lien_annulation: 'https://calendly.com/cancellations/x' };
		const media = of(list([row]), 'dt').map((dt) => [
			...[readable(dt), attribute(dt.parentNode as Element, 'class')],
		]);
		expect(media).toEqual([
			...[
				['Date', 'all'],
				['Client', 'all'],
				['Email', 'all'],
				['Téléphone', 'all'],
			],
			['Dans Calendly', 'screen'],
		]);
	});

	test('have links that tell no other site where they were followed', () => {
		const row = {
			lien_visio: 'https://meet.google.com/abc',
			lien_annulation: 'https://calendly.com/cancellations/x',
		};
		const [details] = of(list([row]), 'details');
		for (const link of within(details, 'a'))
			expect(attribute(link, 'rel')).toBe('noopener noreferrer');
	});
});

describe('the history', () => {
	const starts = new Map([['old', '2026-11-21T09:00:00.000Z']]);
	const history = (row: Row) =>
		withClass(
			list([row], { historyOf: () => ({ deliveries: [], starts, moments: moments() }) }),
			'history',
		).flatMap((each) => within(each, 'li'));

	test('tells when and what, and leads to the other half of a move', () => {
		const [received, moved] = history({ deplace_depuis: 'old' });
		expect(readable(received)).toBe('20/11/2026~à~09:00~: Déplacement reçu de Calendly');
		expect(attribute(within(received, 'time')[0], 'datetime')).toBe('2026-11-20T08:00:00.000Z');
		expect(within(received, 'a')).toEqual([]);
		expect(readable(moved)).toContain('Déplacé depuis le 21/11/2026~à~10:00 Voir ce rendez-vous');
		const [link] = within(moved, 'a');
		expect([readable(link), attribute(link, 'href')]).toEqual(['Voir ce rendez-vous', '?rdv=old']);
	});

	test('tells what has no time without one', () => {
		const [entry, ...more] = history({ recu_le: null, etat: 'deplace' });
		expect([readable(entry), within(entry, 'time'), more]).toEqual([
			...['Déplacé, nouvelle date non communiquée', [], []],
		]);
	});

	test('is not there where nothing is known', () => {
		expect(history({ recu_le: null })).toEqual([]);
		expect(withClass(list([{ recu_le: null }]), 'subtitle')).toEqual([]);
		expect(texts(list([{}]), 'subtitle')).toEqual(['Historique']);
	});
});

test('guest texts stay texts', () => {
	const elements = list([{ client: '<b>Zoé</b>', notes: '<i>\n&amp;' }], { isOpen: true });
	expect(of(elements, 'b')).toEqual([]);
	expect(texts(elements, 'who')).toEqual([nb('<b>Zoé</b>')]);
});
