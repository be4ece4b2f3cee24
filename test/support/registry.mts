import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

interface Published {
	manifest: { name: string; version: string } & Record<string, unknown>;
	tarball: Buffer;
}

/**
 * An npm registry for one package: what `npm view`, `npm pack` and `npm outdated` ask of one, which is
 * all n8n calls (it takes the peer dependencies out before `npm install`, so that this asks for nothing).
 * Verdaccio would do the same with two hundred packages more for everybody's `npm ci`.
 * https://github.com/npm/registry/blob/main/docs/responses/package-metadata.md
 */
export class Registry {
	readonly #versions = new Map<string, Published>();
	#server: Server | null = null;
	#base = '';

	async start(): Promise<void> {
		this.#server = createServer((request, response) => {
			const { pathname } = new URL(request.url ?? '/', this.#base);
			const given = this.#answer(decodeURIComponent(pathname));
			const headers = { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' };
			response.writeHead(given === null ? 404 : 200, headers);
			response.end(given ?? '{"error":"Not found"}');
		});
		await new Promise<void>((resolve) => this.#server?.listen(0, '127.0.0.1', resolve));
		this.#base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
	}

	stop(): void {
		this.#server?.close();
		this.#server?.closeAllConnections();
	}

	/** What `npm publish` does with what `npm pack` made. */
	publish(file: string): void {
		const json = execFileSync('tar', ['-xzOf', file, 'package/package.json'], { encoding: 'utf8' });
		const manifest = JSON.parse(json) as Published['manifest'];
		this.#versions.set(manifest.version, { manifest, tarball: readFileSync(file) });
	}

	/**
	 * Writes an `npm` that asks this registry whatever it is told. n8n takes another registry than
	 * npmjs.org only with a licence (`getNpmRegistry` of its community packages).
	 *
	 * @param folder to be the first on the path
	 */
	writeNpm(folder: string): void {
		const npm = execFileSync('which', ['npm'], { encoding: 'utf8' }).trim();
		const file = join(folder, 'npm');
		writeFileSync(file, `#!/bin/sh\nexec "${npm}" "$@" --registry=${this.#base}\n`);
		chmodSync(file, 0o755);
	}

	#answer(path: string): string | Buffer | null {
		const [, name, , file] = path.split('/');
		const versions = [...this.#versions.values()].filter((one) => one.manifest.name === name);
		if (file === undefined) return versions.length === 0 ? null : this.#packument(name, versions);
		return versions.find(({ manifest }) => file === fileOf(manifest))?.tarball ?? null;
	}

	#packument(name: string, published: Published[]): string {
		const versions = published.map(({ manifest, tarball }) => {
			const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`;
			const dist = { integrity, tarball: `${this.#base}/${name}/-/${fileOf(manifest)}` };
			return [manifest.version, { ...manifest, dist }] as const;
		});
		const latest = versions.at(-1)?.[0];
		return JSON.stringify({
			name,
			'dist-tags': { latest },
			versions: Object.fromEntries(versions),
		});
	}
}

function fileOf({ name, version }: Published['manifest']): string {
	return `${name}-${version}.tgz`;
}
