import { compareVersions, OLDEST_N8N } from '../../nodes/shared/setup/version.ts';
import { Failure } from './failure.mts';

/**
 * Before anything is written: an n8n that is too old would fail later, in words that name no version.
 * @throws Failure with the remedy
 */
export function assertN8nUsable(version: string): void {
	if (compareVersions(version, OLDEST_N8N) >= 0) return;
	throw new Failure(
		`This n8n is ${version}; this package needs ${OLDEST_N8N} or newer (docs/n8n-versions.md). Nothing was changed. On this machine « npm ci » installs the right one; in a container, name a newer image in docker-compose.yml.`,
	);
}
