import { parseJson } from '../../../nodes/shared/text/json';

test('a text of JSON becomes its value', () => {
	expect(parseJson('{"a":[1,null]}')).toEqual({ a: [1, null] });
});

test.each<[string, unknown]>([
	['broken JSON', '{"a":'],
	['an empty text', ''],
	['an object', { a: 1 }],
	['a number', 12],
	['a list of one text', ['12']],
	['nothing', undefined],
])('%s has none', (_name, text) => {
	expect(parseJson(text)).toBeNull();
});
