import fc from 'fast-check';
import { type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import {
	firstNumberIn,
	formatPhone,
	holdsNumber,
	toE164,
} from '../../../nodes/shared/french/phone';

/**
 * Countries whose numbers are read without their code: zones of people there, and how fixed and mobile
 * numbers begin (`x` stands for any digit).
 */
const COUNTRIES: Array<[CountryCode, string[], string[]]> = [
	[
		'FR',
		['Europe/Paris', 'Indian/Reunion'],
		['01xxxxxxxx', '055xxxxxxx', '06xxxxxxxx', '07xxxxxxxx'],
	],
	['BE', ['Europe/Brussels'], ['02xxxxxxx', '04xxxxxxxx', '065xxxxxx']],
	['LU', ['Europe/Luxembourg'], ['6xxxxxxxx', '26xxxxxx', '4xxxxx']],
	['CH', ['Europe/Zurich'], ['02xxxxxxxx', '061xxxxxxx', '07xxxxxxxx']],
	['DE', ['Europe/Berlin', 'Europe/Busingen'], ['030xxxxxxx', '0711xxxxxx', '015xxxxxxxxx']],
	['IT', ['Europe/Rome'], ['06xxxxxxxx', '02xxxxxxx', '3xxxxxxxxx']],
	['ES', ['Europe/Madrid', 'Atlantic/Canary'], ['6xxxxxxxx', '9xxxxxxxx']],
	['AD', ['Europe/Andorra'], ['3xxxxx', '8xxxxx', '690xxxxxx']],
	['MC', ['Europe/Monaco'], ['9xxxxxxx', '4xxxxxxx', '6xxxxxxxx']],
	['GB', ['Europe/London', 'Europe/Jersey'], ['020xxxxxxxx', '07xxxxxxxxx']],
	['NL', ['Europe/Amsterdam'], ['020xxxxxxx', '06xxxxxxxx']],
	['US', ['America/New_York', 'Pacific/Honolulu'], ['2xxxxxxxxx', '1404xxxxxxx']],
	['CA', ['America/Montreal'], ['514xxxxxxx']],
	['PM', ['America/Miquelon'], ['4xxxxx', '55xxxx']],
	['NC', ['Pacific/Noumea'], ['2xxxxx', '7xxxxx']],
	['PF', ['Pacific/Tahiti'], ['40xxxxxx', '87xxxxxx']],
	['WF', ['Pacific/Wallis'], ['72xxxx', '82xxxx']],
];

/** What the French plan gives to overseas territories. */
const OVERSEAS: Array<[CountryCode, string[]]> = [
	['GP', ['0590xxxxxx', '05987xxxxx', '0690xxxxxx', '0691xxxxxx', '07090xxxxx']],
	['MQ', ['0596xxxxxx', '05989xxxxx', '0696xxxxxx', '0697xxxxxx', '07091xxxxx']],
	['GF', ['0594xxxxxx', '05988xxxxx', '0694xxxxxx', '07093xxxxx']],
	['RE', ['0262xxxxxx', '0263xxxxxx', '02688xxxxx', '0692xxxxxx', '0693xxxxxx', '07092xxxxx']],
	['YT', ['0269xxxxxx', '02689xxxxx', '0639xxxxxx', '07093xxxxx']],
	['PM', ['070840xxxx', '070850xxxx']],
];

/** Numbers that begin so and exist in a country, as typed there and in E.164. */
function samplesOf(country: CountryCode, forms: readonly string[]): Array<[string, string]> {
	const typed = fc
		.tuple(fc.constantFrom(...forms), digits(12))
		.map(([form, fill]) => form.replace(/x/g, (_x, index: number) => fill[index % 12]));
	return fc
		.sample(typed, { numRuns: 400, seed: 7 })
		.map((national): [string, string | null] => [national, existing(national, country)])
		.filter((pair): pair is [string, string] => pair[1] !== null);
}

const digits = (length: number) =>
	fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: length, maxLength: length });

/** The number libphonenumber makes of it, where it says that one exists. */
function existing(typed: string, country: CountryCode): string | null {
	const number = parsePhoneNumberFromString(typed, country);
	return number?.isValid() ? number.number : null;
}

const FRENCH_ZONES = [
	...['Europe/Paris', 'America/Cayenne', 'America/Guadeloupe', 'America/Marigot'],
	...['America/Martinique', 'America/St_Barthelemy', 'Indian/Mayotte', 'Indian/Reunion'],
];

/** The United States, and Canada. */
const AMERICAN_ZONES = [
	...['America/New_York', 'America/Detroit', 'America/Indiana/Indianapolis', 'America/Chicago'],
	...['America/Indianapolis', 'America/Denver', 'America/Boise', 'America/Phoenix'],
	...['America/Los_Angeles', 'America/Anchorage', 'Pacific/Honolulu'],
	...['America/St_Johns', 'America/Halifax', 'America/Moncton', 'America/Montreal'],
	...['America/Toronto', 'America/Winnipeg', 'America/Regina', 'America/Edmonton'],
	'America/Vancouver',
];

describe('a number as people write it', () => {
	test.each([
		['in pairs', '06 39 98 45 67', '+33639984567'],
		['with dots', '06.39.98.45.67', '+33639984567'],
		['with hyphens', '06-39-98-45-67', '+33639984567'],
		['with spaced slashes', '06 / 39 / 98 / 45 / 67', '+33639984567'],
		['with hyphens that do not break', '06‑39‑98‑45‑67', '+33639984567'],
		['with en dashes', '06–39–98–45–67', '+33639984567'],
		['with a mark of direction', '\u200e06 39 98 45 67\u200f', '+33639984567'],
		['between isolates', '\u206606 39 98 45 67\u2069', '+33639984567'],
		['with a byte order mark', '\ufeff0639984567', '+33639984567'],
		['with the code between spaces', ' +33 6 39 98 45 67\n', '+33639984567'],
		[
			'in 100 characters, most of them not seen',
			`0639984567${'\u200e'.repeat(90)}`,
			'+33639984567',
		],
		['with spaces of all widths', '06\u00a039\u202f98\u200945\u300067', '+33639984567'],
		['in full width', '＋３３ ６ ３９ ９８ ４５ ６７', '+33639984567'],
		['with the code of the country', '+33 6 39 98 45 67', '+33639984567'],
		['with the code and an optional zero', '+33 (0)6 39 98 45 67', '+33639984567'],
		['with the code in parentheses', '(+33) 6 39 98 45 67', '+33639984567'],
		['with the code and the zero of home', '+33 06 39 98 45 67', '+33639984567'],
		['with two zeros', '0033639984567', '+33639984567'],
		['with two zeros and the zero of home', '0033 06 39 98 45 67', '+33639984567'],
		['with a space behind the plus', '+ 33 6 39 98 45 67', '+33639984567'],
		['with the code and no plus', '33639984567', '+33639984567'],
		['with the code, the zero and no plus', '33 06 39 98 45 67', '+33639984567'],
		['of Belgium with the zero of home', '+32 0478 12 34 56', '+32478123456'],
		['of Switzerland with two zeros and the zero of home', '0041 079 123 45 67', '+41791234567'],
		['of Germany with the zero of home', '+49 0151 23456789', '+4915123456789'],
		['of Morocco with the zero of home', '+212 06 12 34 56 78', '+212612345678'],
		['of Algeria with the zero of home', '+213 0550 12 34 56', '+213550123456'],
		['of Ireland with the zero of home', '+353 087 123 4567', '+353871234567'],
		['of Austria with the zero of home', '+43 0664 1234567', '+436641234567'],
		['of Sweden with the zero of home', '+46 070 123 45 67', '+46701234567'],
		['of Australia with the zero of home', '+61 0412 345 678', '+61412345678'],
		['of New Zealand with the zero of home', '+64 021 123 456', '+6421123456'],
		['of Vietnam with the zero of home', '+84 091 234 56 78', '+84912345678'],
		['of China with the zero of home', '+86 010 1234 5678', '+861012345678'],
		['of Turkey with the zero of home', '+90 0532 123 45 67', '+905321234567'],
		['of Guadeloupe with the zero of home', '+590 0690 12 34 56', '+590690123456'],
		['of Guyane with the zero of home', '+594 0694 21 34 56', '+594694213456'],
		['of Martinique with the zero of home', '+596 0696 12 34 56', '+596696123456'],
		['of Réunion with the zero of home', '+262 0692 12 34 56', '+262692123456'],
		['of Saint-Pierre-et-Miquelon with the zero of home', '+508 041 23 45', '+508412345'],
		['of Italy, where the zero stays', '+39 06 6982 1234', '+390669821234'],
		['of Côte d’Ivoire, where the zero stays', '+225 07 12 34 56 78', '+2250712345678'],
		['of Guadeloupe', '0690 12 34 56', '+590690123456'],
		['of Martinique', '0696 12 34 56', '+596696123456'],
		['of Guyane', '0694 21 34 56', '+594694213456'],
		['of Réunion', '0692 12 34 56', '+262692123456'],
		['of Mayotte', '0639 09 12 34', '+262639091234'],
		['of Saint-Pierre-et-Miquelon', '05 08 41 23 45', '+508412345'],
		['of Guadeloupe under the code of France', '+33 690 12 34 56', '+590690123456'],
		['of 15 digits', '+49 151 234 567 890 1', '+491512345678901'],
		['of France with digits of Miquelon behind its first', '06 70 84 12 34', '+33670841234'],
		['of France with digits of Réunion behind its first', '06 26 92 12 34', '+33626921234'],
	])('%s', (_name, typed, expected) => {
		expect(toE164(typed)).toBe(expected);
	});

	test.each([
		'4 70 12 34 56',
		'123',
		'+0 39 98 45 67',
		'+33 6 39 98 45 67 89 01 23',
		'+33 6 39 98 45',
		'06 39 98',
		'01/02/2026 10:00',
		'01/02/2026 10',
		'732 829 320 00074',
		'mon portable',
		'tel 06 39 98 45 67',
		'06 39 98 45 67 le soir',
		`0639984567${'\u200e'.repeat(91)}`,
		'+49 151 234 567 890 12',
		'€ 1500',
		'',
	])('%j is none', (typed) => {
		expect(toE164(typed)).toBeNull();
	});
});

describe('the country of a number without a code', () => {
	test.each([
		['a Belgian', 'Europe/Brussels', '0478/12.34.56', '+32478123456'],
		['a Swiss', 'Europe/Zurich', '079 123 45 67', '+41791234567'],
		['a Luxembourg', 'Europe/Luxembourg', '621 123 456', '+352621123456'],
		['a German', 'Europe/Berlin', '0151 23456789', '+4915123456789'],
		['an Italian', 'Europe/Rome', '06 6982 1234', '+390669821234'],
		['a Spanish', 'Europe/Madrid', '612 34 56 78', '+34612345678'],
		['a Monegasque', 'Europe/Monaco', '93 15 12 34', '+37793151234'],
		['a Belgian with its code and no plus', 'Europe/Brussels', '32478123456', '+32478123456'],
		['a New Caledonian', 'Pacific/Noumea', '75 12 34', '+687751234'],
		['a Polynesian', 'Pacific/Tahiti', '87 12 34 56', '+68987123456'],
		['an American', 'America/New_York', '(404) 555-1234', '+14045551234'],
		['a French, of a person in Réunion', 'Indian/Reunion', '06 39 98 45 67', '+33639984567'],
		['a French, of a person in Brussels', 'Europe/Brussels', '06 39 98 45 67', '+33639984567'],
		['a French, of a person in Zurich', 'Europe/Zurich', '06 39 98 45 67', '+33639984567'],
		['a French, of a person in New York', 'America/New_York', '06 39 98 45 67', '+33639984567'],
		['a French, of a person nobody knows where', null, '06 39 98 45 67', '+33639984567'],
		['a French, of a zone that does not exist', 'Mars/Olympus', '06 39 98 45 67', '+33639984567'],
	])('is that of %s number', (_name, zone, typed, expected) => {
		expect(toE164(typed, zone)).toBe(expected);
	});

	test.each([
		['is a Dutch mobile in the Netherlands', 'Europe/Amsterdam', '+31639984567'],
		['is nobody’s in Japan, where it may be one of Osaka', 'Asia/Tokyo', null],
		['is nobody’s in Morocco, where it may be a mobile', 'Africa/Casablanca', null],
	])('06 39 98 45 67 %s', (_name, zone, expected) => {
		expect(toE164('06 39 98 45 67', zone)).toBe(expected);
	});

	test.each([
		['a French', '06 39 98 45 67', '+33639984567', FRENCH_ZONES],
		['a Spanish', '612 34 56 78', '+34612345678', ['Africa/Ceuta']],
		[
			'a British',
			'07911 123456',
			'+447911123456',
			['Europe/London', 'Europe/Guernsey', 'Europe/Jersey', 'Europe/Isle_of_Man'],
		],
		['an American', '(404) 555-1234', '+14045551234', AMERICAN_ZONES],
		[
			'a Polynesian',
			'87 12 34 56',
			'+68987123456',
			['Pacific/Tahiti', 'Pacific/Marquesas', 'Pacific/Gambier'],
		],
		['a mobile of Andorra', '690 123 456', '+376690123456', ['Europe/Andorra']],
		['a mobile of Miquelon', '708 401 234', '+508708401234', ['America/Miquelon']],
	])('is that of %s number in every zone of it', (_name, typed, expected, zones) => {
		const read = zones.map((zone) => [zone, toE164(typed, zone)]);
		expect(read).toEqual(zones.map((zone) => [zone, expected]));
	});

	test.each([
		['France', 'Europe/Paris', '06 63 99 84 56 7'],
		['Belgium', 'Europe/Brussels', '0474 78 12 34 56'],
		['Luxembourg', 'Europe/Luxembourg', '6 621 123 456'],
		['Switzerland', 'Europe/Zurich', '0779 123 45 67'],
		['Germany', 'Europe/Berlin', '030 1234567890'],
		['Italy', 'Europe/Rome', '066 391 234 5678'],
		['Spain', 'Europe/Madrid', '661 234 56 78'],
		['Andorra', 'Europe/Andorra', '371 23 45'],
		['Monaco', 'Europe/Monaco', '993 15 12 34'],
		['Britain', 'Europe/London', '077911 123456'],
		['the Netherlands', 'Europe/Amsterdam', '06 61 23 45 678'],
		['America', 'America/New_York', '440 455 51234'],
		['Miquelon', 'America/Miquelon', '441 23 45'],
		['New Caledonia', 'Pacific/Noumea', '775 12 34'],
		['Polynesia', 'Pacific/Tahiti', '887 12 34 56'],
		['Wallis', 'Pacific/Wallis', '772 12 34'],
	])('is none for %s with a digit too many, and not cut down to one', (_name, zone, typed) => {
		expect(toE164(typed, zone)).toBeNull();
	});

	test.each(['Asia/Tokyo', 'Europe/Brussels', null])('with a code it is its own in %s', (zone) => {
		expect(toE164('+33 6 39 98 45 67', zone)).toBe('+33639984567');
	});
});

describe('what libphonenumber says exists', () => {
	test.each(COUNTRIES)('in %s, typed at home in %j', (country, zones, forms) => {
		const samples = samplesOf(country, forms);
		expect(samples.length).toBeGreaterThan(40);
		for (const zone of zones) {
			const read = samples.map(([typed]) => [typed, toE164(typed, zone)]);
			expect(read).toEqual(samples);
		}
	});

	test.each([...COUNTRIES.map(([country, , forms]) => [country, forms] as const), ...OVERSEAS])(
		'in %s, typed with its code anywhere',
		(country, forms) => {
			for (const [, number] of samplesOf(country, forms)) {
				const shown = parsePhoneNumberFromString(number)?.formatInternational() ?? '';
				for (const typed of [number, shown, number.replace('+', '00')]) {
					expect([typed, toE164(typed, 'Asia/Tokyo')]).toEqual([typed, number]);
				}
			}
		},
	);

	test.each(OVERSEAS)('in %s, typed in France', (country, forms) => {
		const samples = samplesOf(country, forms);
		expect(samples.length).toBeGreaterThan(20);
		expect(samples.map(([typed]) => [typed, toE164(typed)])).toEqual(samples);
	});
});

describe('the first number of a text', () => {
	test.each([
		['hours behind it', '06 39 98 45 67 (après 18h)', '+33639984567'],
		['hours behind it, without words', '06 39 98 45 67 18h-20h', '+33639984567'],
		['hours before it', 'de 9h à 18h au 06 39 98 45 67', '+33639984567'],
		['a day before it', 'à partir du 01/02/2026 10h : 06 39 98 45 67', '+33639984567'],
		['a word before it', 'Mobile : 06 39 98 45 67', '+33639984567'],
		['a second one behind it', '06 39 98 45 67 ou 03 20 00 12 34', '+33639984567'],
		['a second one behind a slash', '06 39 98 45 67 / 03 20 00 12 34', '+33639984567'],
		['a second one behind a slash alone', '0639984567/0320001234', '+33639984567'],
		['a second one behind a space', '06 39 98 45 67 03 20 00 12 34', '+33639984567'],
		['a second one on its line', '06 39 98 45 67\n03 20 00 12 34', '+33639984567'],
		['a second one with a code', '+32 478 12 34 56 / +33 6 39 98 45 67', '+32478123456'],
		['a number of a house before it', '12, 06 39 98 45 67', '+33639984567'],
		['a digit before it', '1 : 06 39 98 45 67', '+33639984567'],
		['an extension', '03 20 00 12 34 poste 12', '+33320001234'],
		['a scheme', 'tel:+33639984567', '+33639984567'],
		['slashes in it', '06 / 39 / 98 / 45 / 67', '+33639984567'],
		['a day before it that ends in its digits', 'le 3/12/2026 0639984567', '+33639984567'],
		['a space behind its plus', 'GSM + 32 478 12 34 56', '+32478123456'],
		['hidden marks', 'ici\u200e : \u206606‑39‑98‑45‑67\u2069.', '+33639984567'],
	])('is found with %s', (_name, text, expected) => {
		expect(firstNumberIn(text)).toBe(expected);
	});

	test('is read in the country of who wrote it', () => {
		expect(firstNumberIn('GSM 0478/12.34.56 (soir)', 'Europe/Brussels')).toBe('+32478123456');
		expect(firstNumberIn('06 12 34 56 78 (soir)', 'Africa/Casablanca')).toBeNull();
	});

	test('is what its country takes for one, and ends at a slash between spaces', () => {
		expect(firstNumberIn('030 12345 / 543 21', 'Europe/Berlin')).toBe('+493012345');
	});

	test('has at least eight digits, because shorter ones may be anything', () => {
		expect(firstNumberIn('Mobile : 87 12 34 56', 'Pacific/Tahiti')).toBe('+68987123456');
		expect(firstNumberIn('Mobile : 75 12 34', 'Pacific/Noumea')).toBeNull();
		expect(firstNumberIn('75 12 34', 'Pacific/Noumea')).toBe('+687751234');
	});

	test.each([
		...['12 rue des Copeaux, 59000 Lille', 'le 01/02/2026 10h', '3,20 m sur 2 400', ''],
		...['réf. 120639984567', '06 39 01/02/2026 98 45 67'],
	])('is not found in %j', (text) => {
		expect(firstNumberIn(text)).toBeNull();
	});

	test.each([
		...[
			'25/12/2026',
			'31/12/2026',
			'31.10.2026',
			'29-1-2026',
			'30/6/2026',
			'2/3/2026',
			'22/09/1999',
		],
		...['le 25/12/2026', 'le 2/3/2026 ou le 2/4/2026', 'du 30/11/2026 au 31/12/2026'],
	])('is no day (%j), even where such numbers exist', (text) => {
		expect(firstNumberIn(text, 'Europe/Luxembourg')).toBeNull();
		expect(holdsNumber(text)).toBe(false);
	});

	test.each([
		['40/12/2026', '+35240122026'],
		['25/13/2026', '+35225132026'],
		['25/12/2126', '+35225122126'],
		['25/12-2026', '+35225122026'],
	])('may have the look of a day that is none: %j', (text, expected) => {
		expect(firstNumberIn(text, 'Europe/Luxembourg')).toBe(expected);
	});

	test('is found, or not, in any text of any length, at once', () => {
		for (const piece of ['1 ', '0', '+', '( ', '06 39 98 45 6 ', '01/02/2026']) {
			const began = performance.now();
			firstNumberIn(piece.repeat(20_000));
			expect([piece, performance.now() - began < 2_000]).toEqual([piece, true]);
		}
	});
});

describe('a text holds what may be a number', () => {
	test.each([
		['of eight digits, of whatever country', 'au 12 34 56 78', true],
		['behind another number', '12 rue Neuve, 06 39 98 45 67', true],
		['not with seven digits', 'au 12 34 56 7', false],
		['not with a postcode', '12 rue Neuve, 59000 Lille', false],
		['not with digits that words part', '1234 et 5678', false],
		['not without any', 'sur place', false],
	])('%s', (_name, text, expected) => {
		expect(holdsNumber(text)).toBe(expected);
	});
});

describe('shown', () => {
	test.each([
		['a French number in pairs that stay together', '+33639984567', '06~39~98~45~67'],
		['one of Guadeloupe as it is dialled in France', '+590690123456', '06~90~12~34~56'],
		['others in threes', '+32470123456', '+32~470~123~456'],
		['others of six digits, too', '+687751234', '+687~751~234'],
		['what is no number as it is', 'poste 12', 'poste 12'],
		['a number behind something as it is', 'tel:+4915112345678', 'tel:+4915112345678'],
		['a number before something as it is', '+4915112345678;ext=1', '+4915112345678;ext=1'],
		['a number of too few digits as it is', '+4915112', '+4915112'],
	])('%s', (_name, number, expected) => {
		expect(formatPhone(number)).toBe(expected.replace(/~/g, '\u00a0'));
	});

	test('it reads as the same number again', () => {
		fc.assert(
			fc.property(digits(9), (rest) => {
				const number = toE164(`0${rest}`);
				if (number !== null) expect(toE164(formatPhone(number))).toBe(number);
			}),
		);
	});

	test.each([
		['+4915112345678', '+49 151 123 456 78'],
		['+32470123456', '+32 470 123 456'],
		['+12125550123', '+1 212 555 0123'],
		['+35226123456', '+352 261 234 56'],
		['+4479111234567', '+44 791 112 345 67'],
		['+6851234567', '+685 123 4567'],
		['+201001234567', '+20 100 123 4567'],
		['+27821234567', '+27 821 234 567'],
		['+212612345678', '+212 612 345 678'],
		['+390669821234', '+39 066 982 1234'],
		['+420601123456', '+420 601 123 456'],
		['+5511961234567', '+55 119 612 345 67'],
		['+50688123456', '+506 881 234 56'],
		['+61412345678', '+61 412 345 678'],
		['+74951234567', '+7 495 123 4567'],
		['+819012345678', '+81 901 234 5678'],
		['+8613812345678', '+86 138 123 456 78'],
		['+85251234567', '+852 512 345 67'],
		['+905321234567', '+90 532 123 4567'],
		['+989121234567', '+98 912 123 4567'],
		['+971501234567', '+971 501 234 567'],
		['+995555123456', '+995 555 123 456'],
	])('%s is shown as %s', (phone, expected) => {
		expect(formatPhone(phone)).toBe(expected.replace(/ /g, '\u00a0'));
	});

	test('keeps its digits, whatever the country', () => {
		fc.assert(
			fc.property(fc.stringMatching(/^\+[1-9]\d{7,14}$/), (phone) => {
				const shown = formatPhone(phone).replace(/\u00a0/g, '');
				if (shown !== phone) expect(phone.endsWith(shown.slice(1))).toBe(true);
			}),
		);
	});
});
