import type { INodeProperties } from 'n8n-workflow';
import type { AnyMailKind, MailWording } from '../../../shared/email/mail';

/** Names and heights in lines of the wording fields, in the order they stand in the mail. */
const WORDING_FIELDS: Array<{ displayName: string; name: keyof MailWording; rows: number }> = [
	{ displayName: 'Subject', name: 'subject', rows: 1 },
	{ displayName: 'Greeting', name: 'greeting', rows: 1 },
	{ displayName: 'Introduction', name: 'introduction', rows: 3 },
	{ displayName: 'Closing', name: 'closing', rows: 3 },
	{ displayName: 'Signature', name: 'signature', rows: 2 },
];

/** Shows a field for these kinds of mail. */
export function shownFor(kinds: readonly AnyMailKind[]) {
	return { displayOptions: { show: { kind: [...kinds] } } };
}

/** A property for each kind; kinds that have it alike share one. */
export function forEachKind<Kind extends AnyMailKind>(
	kinds: readonly Kind[],
	propertyOf: (kind: Kind) => INodeProperties,
): INodeProperties[] {
	const alike = new Map<string, Kind[]>();
	for (const kind of kinds) {
		const key = JSON.stringify(propertyOf(kind));
		alike.set(key, [...(alike.get(key) ?? []), kind]);
	}
	return [...alike.values()].map((group) => ({ ...propertyOf(group[0]), ...shownFor(group) }));
}

/** The texts of a mail, in the order they stand in it. */
export function wordingProperties<Kind extends AnyMailKind>(
	kinds: readonly Kind[],
	wordingOf: (kind: Kind) => MailWording,
	description: string,
): INodeProperties[] {
	return WORDING_FIELDS.flatMap(({ displayName, name, rows }) =>
		forEachKind(kinds, (kind) => {
			const wording = wordingOf(kind)[name];
			return {
				displayName,
				name,
				type: 'string',
				typeOptions: { rows },
				default: wording,
				description,
			};
		}),
	);
}

/** The facts a mail shows. */
export function factsProperty<Field extends string>(
	fields: Field[],
	options: Array<{ name: string; value: Field }>,
): INodeProperties {
	return {
		displayName: 'Fields',
		name: 'fields',
		type: 'multiOptions',
		default: [...fields],
		description: 'Facts the mail shows, as far as they are known',
		options,
	};
}
