/** What other nodes of a workflow gave, as an operation asks n8n for it: items by the name of the node. */
export function otherNodes(given: Record<string, readonly object[]>) {
	return () => ({
		$: (name: string) => ({
			isExecuted: name in given,
			all: () => (given[name] ?? []).map((json) => ({ json })),
		}),
	});
}
