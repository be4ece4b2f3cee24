import type { Config } from './config.mts';
import { readJson } from './files.mts';
import { pathsIn } from './paths.mts';

/** `run.json`: where what runs now can be reached. It is there while it runs. */
export interface RunFile {
	editor: string;
	webhook: string;
	/** Page of the stand-in for Calendly; null where the real one is meant. */
	calendly: string | null;
	/** Null where mails leave through a configured SMTP server. */
	mailbox: string | null;
	mailboxApi: string | null;
	smtp: string;
	/** Process that ends everything with it. */
	pid: number;
	owner: { email: string; password: string };
	/** Page of the appointments; it asks for the login below. */
	dashboard: string;
	/** Form that exports or erases what is stored of one person; the same login. */
	privacyForm: string;
	dashboardLogin: { user: string; password: string };
}

/** What it takes to act in the editor as the owner. */
export type OwnerLogin = Pick<RunFile, 'editor' | 'owner'>;

/** Null where nothing runs; what a crash left behind counts as nothing. */
export function readRunFile({ userFolder }: Config): RunFile | null {
	const run = readJson<RunFile>(pathsIn(userFolder).runFile);
	return run !== null && isRunning(run.pid) ? run : null;
}

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}
