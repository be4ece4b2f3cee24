import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

export interface Done {
	code: number;
	output: string;
}

/** Programs it takes; the packages of Debian have the same names but for the last. */
const PROGRAMS = ['podman', 'runc', 'debootstrap', 'catatonit', 'logrotate'];

/** Those that are missing. */
export function missingPrograms(): string[] {
	const path = `${process.env.PATH}:/usr/sbin:/usr/libexec/podman`;
	return PROGRAMS.filter(
		(name) => spawnSync('which', [name], { env: { PATH: path } }).status !== 0,
	);
}

/** Podman with a folder of its own, so that it touches no container of this machine. */
export class Engine {
	readonly folder: string;
	readonly #global: string[];

	constructor(folder: string) {
		this.folder = folder;
		this.#global = [
			...['--root', join(folder, 'root'), '--runroot', '/run/archimeuble-containers'],
			...['--cgroup-manager', 'cgroupfs', '--runtime', 'runc', '--storage-driver', 'overlay'],
			...['--log-level', 'error'],
		];
		mkdirSync(folder, { recursive: true });
	}

	/** Runs podman to its end, whatever that is. */
	async try(args: readonly string[], input?: string): Promise<Done> {
		return await new Promise((resolve) => {
			// Its monitor leaves a file « oom » where it was started.
			const options = {
				...{ cwd: this.folder, maxBuffer: 64 * 1024 * 1024, encoding: 'utf8' as const },
			};
			const child = execFile('podman', [...this.#global, ...args], options, (error, out, err) => {
				const code = error === null ? 0 : typeof error.code === 'number' ? error.code : 1;
				resolve({ code, output: out + err });
			});
			child.stdin?.end(input);
		});
	}

	/** @throws Error with what podman said */
	async run(args: readonly string[], input?: string): Promise<string> {
		const { code, output } = await this.try(args, input);
		if (code === 0) return output.trim();
		throw new Error(`podman ${args[0]} ended with ${code}:\n${output.slice(-2000)}`);
	}

	async hasImage(name: string): Promise<boolean> {
		return (await this.try(['image', 'exists', name])).code === 0;
	}

	/** All containers, networks and volumes; the images are kept. */
	async clear(): Promise<void> {
		await this.try(['rm', '--all', '--force', '--time', '5']);
		await this.try(['network', 'prune', '--force']);
		await this.try(['volume', 'rm', '--all', '--force']);
	}

	/** The images, too. */
	async remove(): Promise<void> {
		await this.try(['system', 'reset', '--force']);
		// Podman mounts this one on itself.
		spawnSync('umount', [join(this.folder, 'root/overlay')]);
		rmSync(this.folder, { recursive: true, force: true });
	}
}
