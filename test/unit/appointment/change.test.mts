import {
	changeOf,
	previousFromJson,
	type PreviousAppointment,
} from '../../../nodes/shared/appointment/change';
import type { Appointment, PlaceKind } from '../../../nodes/shared/appointment/event';

type Whereabouts = Pick<Appointment, 'start' | 'end' | 'location' | 'place'>;

const UNKNOWN = { by: null, byType: null, reason: null };

/** An hour at the workshop, with the given parts instead. */
const at = ({
	kind = 'address',
	...parts
}: Partial<Whereabouts> & { kind?: PlaceKind | null } = {}): Whereabouts => ({
	start: '2026-11-26T13:00:00.000Z',
	end: '2026-11-26T14:00:00.000Z',
	location: '12 rue de la Liberté, 59000 Lille',
	place: { kind, setBy: 'host', status: null },
	...parts,
});
const before = (parts: Parameters<typeof at>[0] = {}): PreviousAppointment => ({
	id: 'a0',
	...UNKNOWN,
	...at(parts),
});

describe('a move', () => {
	test.each<[string, PreviousAppointment | null]>([
		['nothing', null],
		['no time', before({ start: null })],
		['no time that can be read', before({ start: 'jeudi' })],
	])('of an appointment of which %s is known before has changed nobody knows what', (_n, was) => {
		expect(changeOf(at(), was)).toBeNull();
	});

	test('may change neither time nor place', () => {
		expect(changeOf(at(), before())).toEqual({ time: false, place: false });
	});

	test.each<[string, Partial<Whereabouts>, Partial<Whereabouts>, boolean]>([
		['begins later', { start: '2026-11-26T13:00:01.000Z' }, {}, true],
		['ends later', { end: '2026-11-26T14:30:00.000Z' }, {}, true],
		['has no time any more', { start: null }, {}, true],
		['writes the same instant otherwise', { start: '2026-11-26T14:00:00+01:00' }, {}, false],
		['does not tell its end', { end: null }, {}, false],
		['tells an end that was not known', {}, { end: null }, false],
		['tells an end nobody can read', { end: 'tard' }, {}, false],
		[
			'begins later and does not tell its end',
			{ start: '2026-11-26T13:30:00.000Z', end: null },
			{},
			true,
		],
	])('of the time, where it %s', (_name, is, was, time) => {
		expect(changeOf(at(is), before(was))).toEqual({ time, place: false });
	});

	test.each<[string, Parameters<typeof at>[0], Parameters<typeof at>[0], boolean]>([
		['another kind of place', { kind: 'phone' }, { kind: 'zoom' }, true],
		[
			'another kind without a word of where',
			{ kind: 'zoom', location: null },
			{ location: null },
			true,
		],
		['another address', { location: '3 quai du Port, Calais' }, {}, true],
		[
			'another text where a kind is not known',
			{ kind: null, location: 'Chez vous' },
			{ kind: null },
			true,
		],
		['a kind that was not known before', { kind: 'custom' }, { kind: null }, false],
		['a kind that is not known any more', { kind: null }, { kind: 'custom' }, false],
		['no place any more', { location: null }, {}, false],
		['a place that was not known before', {}, { location: null }, false],
		[
			'the same address in capitals, without accents and commas, on two lines',
			{ location: ' 12  RUE DE LA LIBERTE\n59000 LILLE ' },
			{},
			false,
		],
		['the same letters run together', { location: '12ruedelaLiberté59000Lille' }, {}, true],
		[
			'the same number, written otherwise',
			{ kind: 'phone', location: '+33639984567' },
			{ kind: 'phone', location: '06 39 98 45 67' },
			false,
		],
		[
			'another number',
			{ kind: 'phone', location: '+33639984568' },
			{ kind: 'phone', location: '06 39 98 45 67' },
			true,
		],
	])('of the place, where it has %s', (_name, is, was, place) => {
		expect(changeOf(at(is), before(was))).toEqual({ time: false, place });
	});

	test.each<PlaceKind>(['google_meet', 'zoom', 'goto_meeting', 'microsoft_teams', 'webex'])(
		'from one call by %s to the next is no change of place: only the link differs',
		(kind) => {
			const is = at({ kind, location: 'salle 1' });
			expect(changeOf(is, before({ kind, location: 'salle 2' }))?.place).toBe(false);
			expect(changeOf(is, before({ kind: null, location: 'salle 2' }))?.place).toBe(false);
		},
	);
});

describe('what an appointment was before, as a node is given it', () => {
	test('is read field by field', () => {
		expect(
			previousFromJson({
				id: ' a0 ',
				start: '2026-11-26T14:00:00+01:00',
				end: '2026-11-26T14:00:00Z',
				location: ' 12 rue A\r\n59000 Lille ',
				place: { kind: 'microsoft_teams', setBy: 'client', status: 'ready' },
				by: 'Inès Moreau',
				byType: 'host',
				reason: 'Bois\nen retard',
			}),
		).toEqual({
			id: 'a0',
			start: '2026-11-26T13:00:00.000Z',
			end: '2026-11-26T14:00:00.000Z',
			location: '12 rue A\n59000 Lille',
			// What became of the link of an appointment that is no more interests nobody.
			place: { kind: 'microsoft_teams', setBy: 'client', status: null },
			by: 'Inès Moreau',
			byType: 'host',
			reason: 'Bois\nen retard',
		});
	});

	test('knows nothing of what is missing or of the wrong type', () => {
		const nothing = {
			id: null,
			start: null,
			end: null,
			location: null,
			place: { kind: null, setBy: null, status: null },
			...UNKNOWN,
		};
		expect(previousFromJson({})).toEqual(nothing);
		expect(
			previousFromJson({
				id: 3,
				start: 'jeudi',
				end: 14,
				location: {},
				place: { kind: 'toString', setBy: 'robot' },
				by: [],
				byType: 'valueOf',
				reason: true,
			}),
		).toEqual(nothing);
	});

	test.each([null, undefined, '', 'jeudi', 3, true, [{ id: 'a0' }]])(
		'is unknown by %j',
		(given) => {
			expect(previousFromJson(given)).toBeNull();
		},
	);

	test.each(['client', 'host'])('can have been moved by the %s', (party) => {
		const read = previousFromJson({ byType: party, place: { setBy: party } });
		expect([read?.byType, read?.place.setBy]).toEqual([party, party]);
	});
});
