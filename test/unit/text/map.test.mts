import fc from 'fast-check';
import { mapLink } from '../../../nodes/shared/text/links';

const queryOf = (link: string | null) =>
	link === null ? null : new URL(link).searchParams.get('query');

describe('the map of a place', () => {
	test.each([
		'12 rue de la Liberté, 59000 Lille',
		'12 bis, avenue Foch, Lille',
		'3B place du Marché',
		'7 allées Jean-Jaurès',
		'7 allée des Tilleuls',
		'3 cité Falguière',
		'12 bd. Foch, Lille',
		'12 bd Foch, Lille',
		'Chez Léa, 3 rue Neuve',
		'12,  rue Neuve',
		'ZA des Ormes, 59000  Lille',
		'ZA des Ormes, 59000 Lille',
		'Rue Neuve 12, 1000 Bruxelles',
		'Hauptstraße 5, 10115 Berlin',
	])('finds %j', (place) => {
		expect(queryOf(mapLink(place, false))).toBe(place);
	});

	test('finds an address of several lines', () => {
		expect(queryOf(mapLink('ArchiMeuble\n12 rue Neuve \n59000 Lille', false))).toBe(
			'ArchiMeuble, 12 rue Neuve, 59000 Lille',
		);
	});

	test('finds an address between spaces', () => {
		expect(queryOf(mapLink(' 12 rue Neuve\n', false))).toBe('12 rue Neuve');
	});

	test('finds an address of up to 300 characters', () => {
		const place = `12 rue ${'x'.repeat(293)}`;
		expect(queryOf(mapLink(place, false))).toBe(place);
		expect(mapLink(`${place}x`, false)).toBeNull();
	});

	test('finds what Calendly calls an address, whatever it looks like', () => {
		expect(mapLink('Showroom ArchiMeuble', true)).not.toBeNull();
		expect(mapLink('Showroom ArchiMeuble', false)).toBeNull();
	});

	test.each([
		'',
		'Google Meet',
		'Chez moi',
		'06 39 98 45 67',
		'+33639984567',
		'ID de réunion 12345',
		'Code 4821',
		'Rendez-vous 5 minutes avant',
		'https://maps.example/12 rue Neuve, 59000 Lille',
		'12 rue Neuve, 59000 Lille, www.evil.example',
		'zoe@example.com, 12 rue Neuve',
		`12 rue ${'x'.repeat(300)}, 59000 Lille`,
	])('is none of %j', (place) => {
		expect(mapLink(place, false)).toBeNull();
		if (place !== 'Google Meet' && !/^(Chez|ID|Code|Rendez)/.test(place))
			expect(mapLink(place, true)).toBeNull();
	});

	test('is on Google’s site and nowhere else, whatever the text', () => {
		const text = fc.string({ unit: fc.constantFrom(...'aé 12,\n&?#="<>/@:\u202e') });
		fc.assert(
			fc.property(text, (words) => {
				const link = mapLink(`12 rue ${words}, 59000 Lille`, true);
				if (link === null) return;
				const url = new URL(link);
				expect([url.origin, url.pathname, url.hash]).toEqual([
					'https://www.google.com',
					'/maps/search/',
					'',
				]);
				expect([...url.searchParams.keys()]).toEqual(['api', 'query']);
			}),
		);
	});
});
