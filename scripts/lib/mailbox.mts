import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.mts';
import { Failure } from './failure.mts';
import type { Paths } from './paths.mts';
import { PROJECT_FOLDER } from './project.mts';

/** Addresses of the local mailbox: page for people, JSON for programs. */
export function mailboxUrls({ mailboxPort }: Config): { mailbox: string; mailboxApi: string } {
	const mailbox = `http://localhost:${mailboxPort}`;
	return { mailbox, mailboxApi: `${mailbox}/api/email` };
}

/** Starts MailDev, which takes every mail and delivers none; mails are kept over restarts. */
export async function startMailbox(config: Config, paths: Paths): Promise<ChildProcess> {
	const program = join(PROJECT_FOLDER, 'node_modules/maildev/dist/bin/maildev.js');
	if (!existsSync(program)) throw new Failure('MailDev is not installed. Run « npm ci » first.');
	mkdirSync(paths.mailboxFolder, { recursive: true, mode: 0o700 });
	const child = spawn(
		process.execPath,
		[
			...[program, '--silent', '--mail-directory', paths.mailboxFolder],
			...['--ip', '127.0.0.1', '--smtp', String(config.mailboxSmtpPort)],
			...['--web-ip', '127.0.0.1', '--web', String(config.mailboxPort)],
		],
		{ stdio: 'ignore', detached: true },
	);
	await untilAnswering(child, `http://127.0.0.1:${config.mailboxPort}/api/healthz`);
	return child;
}

async function untilAnswering(child: ChildProcess, url: string): Promise<void> {
	for (let attempt = 0; attempt < 120; attempt += 1) {
		if (child.exitCode !== null) break;
		const answered = await fetch(url).then(
			(response) => response.ok,
			() => false,
		);
		if (answered) return;
		await sleep(250);
	}
	throw new Failure('The local mailbox (MailDev) did not start.');
}
