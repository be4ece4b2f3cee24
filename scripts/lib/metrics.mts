import { createHash, timingSafeEqual } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { DASHBOARD_PATH, WEBHOOK_PATH } from './project.mts';

/**
 * n8n's own figures for Prometheus (docs/observability.md): which are collected, who may read them, and
 * what keeps strangers from filling n8n's memory with them.
 */

/** What the rules and the dashboard in scripts/observability/ stand on. */
export const METRICS_ENVIRONMENT = {
	N8N_METRICS: 'true',
	N8N_METRICS_INCLUDE_WEBHOOK_METRICS: 'true',
	N8N_METRICS_INCLUDE_MESSAGE_EVENT_BUS_METRICS: 'true',
	N8N_METRICS_INCLUDE_WORKFLOW_ID_LABEL: 'true',
	N8N_METRICS_INCLUDE_NODE_TYPE_LABEL: 'true',
	N8N_METRICS_INCLUDE_WORKFLOW_INFO: 'true',
	N8N_METRICS_INCLUDE_DB_POOL_METRICS: 'true',
	// There is none outside of queue mode.
	N8N_METRICS_INCLUDE_QUEUE_METRICS: 'true',
};

/** n8n is given the digest, so that whoever reads its environment cannot read the figures. */
export function digestOf(token: string): string {
	return createHash('sha256').update(token).digest('hex');
}

/**
 * Whether a request shows the token (RFC 6750 §2.1). Without a digest nobody does.
 * @param digest hex, of SHA-256
 */
export function showsToken(
	authorization = '',
	digest = process.env.ARCHIMEUBLE_METRICS_TOKEN_SHA256 ?? '',
): boolean {
	const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
	if (token === undefined || digest.length !== 64) return false;
	return timingSafeEqual(Buffer.from(digestOf(token)), Buffer.from(digest));
}

type Labels = Record<string, string | number>;

/** prom-client's, as far as n8n uses it for webhooks. */
export interface Histogram {
	observe(labels: Labels, seconds: number): void;
}

/** As n8n labels them: without the prefix and the slash behind it. */
const KNOWN_PATHS = [WEBHOOK_PATH, DASHBOARD_PATH].map((path) => path.replace(/^\/webhook\//, ''));

/**
 * n8n makes a series for every address under /webhook/ that anybody asks for, also those that lead
 * nowhere, and keeps it until it ends: a stranger could fill its memory. Ours keep their names, all
 * others share one.
 */
export function boundPaths(histogram: Histogram): void {
	const observe = histogram.observe.bind(histogram);
	histogram.observe = (labels, seconds) => {
		const path = String(labels.webhook_path).replace(/\/+$/, '');
		observe({ ...labels, webhook_path: KNOWN_PATHS.includes(path) ? path : 'other' }, seconds);
	};
}

/** The one in n8n's own process; null when it collects none. */
export function webhookHistogram(): Histogram | null {
	const require = createRequire(realpathSync(process.argv[1]));
	const { register } = require('prom-client') as {
		register: { getSingleMetric(name: string): Histogram | undefined };
	};
	const prefix = process.env.N8N_METRICS_PREFIX ?? 'n8n_';
	return register.getSingleMetric(`${prefix}webhook_request_duration_seconds`) ?? null;
}
