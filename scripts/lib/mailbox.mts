import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { untilAnswering } from './answering.mts';
import type { Config } from './config.mts';
import { Failure } from './failure.mts';
import type { Paths } from './paths.mts';
import { PROJECT_FOLDER } from './project.mts';

/** Addresses of the local mailbox: page for people, JSON for programs. */
export function mailboxUrls({ mailboxPort }: Config): { mailbox: string; mailboxApi: string } {
	const mailbox = `http://localhost:${mailboxPort}`;
	return { mailbox, mailboxApi: `${mailbox}/api/email` };
}

/** Runs MailDev, which takes every mail and delivers none; mails are kept over restarts. */
export function spawnMailbox(config: Config, paths: Paths): ChildProcess {
	const program = join(PROJECT_FOLDER, 'node_modules/maildev/dist/bin/maildev.js');
	if (!existsSync(program)) throw new Failure('MailDev is not installed. Run « npm ci » first.');
	mkdirSync(paths.mailboxFolder, { recursive: true, mode: 0o700 });
	return spawn(
		process.execPath,
		[
			...[program, '--silent', '--mail-directory', paths.mailboxFolder],
			...['--ip', '127.0.0.1', '--smtp', String(config.mailboxSmtpPort)],
			...['--web-ip', '127.0.0.1', '--web', String(config.mailboxPort)],
		],
		{ stdio: 'ignore', detached: true },
	);
}

/** Comes back when the mailbox takes mails. */
export async function mailboxReady(child: ChildProcess, { mailboxPort }: Config): Promise<void> {
	const health = `http://127.0.0.1:${mailboxPort}/api/healthz`;
	await untilAnswering(child, health, 'The local mailbox (MailDev) did not start.');
}
