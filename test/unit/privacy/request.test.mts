import {
	COPY_REQUEST,
	ERASURE_REQUEST,
	nextStep,
	type NextStep,
} from '../../../nodes/shared/privacy/request';

test.each<[boolean, string, NextStep]>([
	[true, COPY_REQUEST, 'copy'],
	[true, ERASURE_REQUEST, 'erasure'],
	[true, '', 'nothing'],
	[true, 'effacer ses données', 'nothing'],
	[false, COPY_REQUEST, 'nothing'],
	[false, ERASURE_REQUEST, 'nothing'],
])('found: %s, asked for « %s »: %s', (found, request, next) => {
	expect(nextStep(found, request)).toBe(next);
});
