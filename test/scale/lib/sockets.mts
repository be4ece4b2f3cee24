import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** Whether a process holds the connection that comes from this port of the machine (proc(5), net/tcp). */
export function ownsPort(pid: number, port: number): boolean {
	const local = `:${port.toString(16).toUpperCase().padStart(4, '0')}`;
	const inodes = readFileSync('/proc/net/tcp', 'utf8')
		.split('\n')
		.map((line) => line.trim().split(/\s+/))
		.filter((columns) => columns[1]?.endsWith(local))
		.map((columns) => `socket:[${columns[9]}]`);
	const files = `/proc/${pid}/fd`;
	return readdirSync(files).some((file) => inodes.includes(linkOf(`${files}/${file}`)));
}

/** Files are closed while one looks. */
function linkOf(path: string): string {
	try {
		return readlinkSync(path);
	} catch {
		return '';
	}
}
