import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { untilAnswering } from './answering.mts';
import type { Config } from './config.mts';
import { localUrlOf } from './n8n.mts';
import { portLike } from './ports.mts';
import { PROJECT_FOLDER } from './project.mts';
import { StandInControl } from './standinControl.mts';

/** The same at every start where it can be, so that an open page goes on working. */
const USUAL_PORT = 4010;

const SUBSCRIBED_SECONDS = 30;

/** The same at every start: n8n keeps it. It opens nothing but the stand-in. */
const TOKEN = 'token-of-the-demonstration';

/** The demonstration's settings: the stand-in as Calendly. */
export async function withStandIn(config: Config): Promise<Config> {
	const { port, mailboxPort, mailboxSmtpPort } = config;
	const standInPort = await portLike(USUAL_PORT, [port, mailboxPort, mailboxSmtpPort]);
	return {
		...config,
		webhookUrl: localUrlOf(config),
		accessToken: TOKEN,
		calendlyUrl: `http://127.0.0.1:${standInPort}`,
	};
}

/** Page where one books, moves and cancels as clients do in Calendly. */
export function standInPage({ calendlyUrl }: Config): string {
	return `${calendlyUrl}/_demo`;
}

/**
 * Runs the stand-in for Calendly. What it knows ends with it: n8n subscribes anew whenever it
 * starts, with its own signing key.
 */
export function spawnStandIn({ calendlyUrl, accessToken }: Config): ChildProcess {
	const program = join(PROJECT_FOLDER, 'standin/main.mts');
	const args = [program, '--port', new URL(calendlyUrl).port, '--token', accessToken ?? ''];
	return spawn(process.execPath, args, { stdio: 'ignore', detached: true });
}

/** Comes back when the stand-in answers. */
export async function standInReady(child: ChildProcess, config: Config): Promise<void> {
	await untilAnswering(child, standInPage(config), 'The stand-in for Calendly did not start.');
}

/** Whether n8n has subscribed; it does so a moment after it is ready. */
export async function subscribed(config: Config): Promise<boolean> {
	const standIn = new StandInControl(standInPage(config));
	const deadline = Date.now() + SUBSCRIBED_SECONDS * 1000;
	while (Date.now() < deadline) {
		if ((await standIn.state()).subscriptions.length > 0) return true;
		await sleep(250);
	}
	return false;
}
