import { frenchMoney } from '../../../nodes/shared/french/money';

test.each<[string, number, string | null, string]>([
	['without cents where there are none', 60, 'EUR', '60\u00a0€'],
	['with both digits of its cents', 1250.5, 'EUR', '1\u202f250,50\u00a0€'],
	['in the currency it was paid in', 80, 'CHF', '80\u00a0CHF'],
	['in a currency without cents', 9000, 'XPF', '9\u202f000\u00a0FCFP'],
	['as a number alone where no currency is told', 1250.5, null, '1\u202f250,5'],
	['as a number alone where the currency is no code', 60, 'euros', '60'],
])('an amount is written %s', (_name, amount, currency, expected) => {
	expect(frenchMoney(amount, currency)).toBe(expected);
});
