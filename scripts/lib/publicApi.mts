import { randomUUID } from 'node:crypto';
import type { N8nTransport } from '../../nodes/shared/setup/n8nApi.ts';
import type { EditorApi } from './editorApi.mts';

/** What its keys are called; n8n shows them to the owner while they last. */
const LABEL = 'npm start';
/** Should deleting fail: no installation takes longer. */
const KEY_SECONDS = 600;
/** n8n subscribes at Calendly before it answers a publication. */
const TIMEOUT_MS = 60_000;

interface ApiKey {
	id: string;
	label: string;
	rawApiKey: string;
}

/**
 * Works with the public API of the running n8n by a key of the owner's that is gone afterwards.
 *
 * @param editor the owner is logged in
 * @param base address of this n8n
 */
export async function withPublicApi<Result>(
	editor: EditorApi,
	base: string,
	work: (transport: N8nTransport) => Promise<Result>,
): Promise<Result> {
	await deleteKeys(editor);
	const key = await editor.ask<ApiKey>('POST', '/rest/api-keys', {
		label: `${LABEL} ${randomUUID()}`,
		expiresAt: Math.floor(Date.now() / 1000) + KEY_SECONDS,
		scopes: await editor.ask<string[]>('GET', '/rest/api-keys/scopes'),
	});
	try {
		return await work(transportWith(base, key.rawApiKey));
	} finally {
		await editor.ask('DELETE', `/rest/api-keys/${key.id}`);
	}
}

/** Those of a start that was killed. */
async function deleteKeys(editor: EditorApi): Promise<void> {
	const { items } = await editor.ask<{ items: ApiKey[] }>('GET', '/rest/api-keys');
	for (const { id } of items.filter(({ label }) => label.startsWith(`${LABEL} `))) {
		await editor.ask('DELETE', `/rest/api-keys/${id}`);
	}
}

function transportWith(base: string, apiKey: string): N8nTransport {
	return async ({ method, path, query, body }) => {
		const response = await fetch(`${base}/api/v1${path}?${new URLSearchParams(query)}`, {
			method,
			headers: { 'X-N8N-API-KEY': apiKey, 'Content-Type': 'application/json' },
			body: body === undefined ? undefined : JSON.stringify(body),
			signal: AbortSignal.timeout(TIMEOUT_MS),
		});
		const text = await response.text();
		return { status: response.status, body: parsed(text) };
	};
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}
