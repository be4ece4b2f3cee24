import { NodeHelpers, type INodeParameters, type INodeType } from 'n8n-workflow';

/** What the fields of a node hold where a person filled in only some: n8n adds the defaults of the rest. */
export function withDefaults(
	{ description }: INodeType,
	given: Record<string, unknown>,
): Record<string, unknown> {
	const { properties } = description;
	return (
		NodeHelpers.getNodeParameters(
			properties,
			given as INodeParameters,
			true,
			false,
			null,
			description,
		) ?? {}
	);
}
