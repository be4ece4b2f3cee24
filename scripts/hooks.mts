/** Loaded by n8n itself (`EXTERNAL_HOOK_FILES`): https://docs.n8n.io/embed/configuration/#backend-hooks */
import type { RequestListener, Server } from 'node:http';
import { boundPaths, webhookHistogram } from './lib/metrics.mts';
import { shielded } from './lib/shield.mts';

/** n8n gives its server when all its routes and figures are there. */
export const n8n = {
	ready: [
		({ server }: { server: Server }): void => {
			const listeners = server.listeners('request') as RequestListener[];
			server.removeAllListeners('request');
			for (const listener of listeners) server.on('request', shielded(listener));
		},
		(): void => {
			const histogram = webhookHistogram();
			if (histogram !== null) boundPaths(histogram);
		},
	],
};
