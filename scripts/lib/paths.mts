import { join } from 'node:path';

/** Where everything lies under the user folder; the same on one machine and in the container. */
export interface Paths {
	userFolder: string;
	/** n8n's own folder. Workflows may not read it, so our secrets are kept in it too. */
	n8nFolder: string;
	database: string;
	secrets: string;
	/** The hash of the owner's password that n8n was started with last (n8n.mts). */
	ownerHash: string;
	state: string;
	/** Held by the one process that sets up this folder (folderLock.mts). */
	lock: string;
	/** The one folder workflows may write files to. */
	filesFolder: string;
	/** Lines the workflow appends for every event. */
	eventLog: string;
	n8nLog: string;
	mailboxFolder: string;
	runFile: string;
	/** What runs in this folder now (leftBehind.mts). */
	processesFile: string;
}

export function pathsIn(userFolder: string): Paths {
	const n8nFolder = join(userFolder, '.n8n');
	const filesFolder = join(userFolder, '.n8n-files');
	const ours = join(n8nFolder, 'archimeuble');
	return {
		userFolder,
		n8nFolder,
		database: join(n8nFolder, 'database.sqlite'),
		secrets: join(ours, 'secrets.json'),
		ownerHash: join(ours, 'owner-hash.json'),
		state: join(ours, 'state.json'),
		lock: join(ours, 'lock'),
		filesFolder,
		eventLog: join(filesFolder, 'calendly.log'),
		n8nLog: join(userFolder, 'n8n.log'),
		mailboxFolder: join(userFolder, 'mailbox'),
		runFile: join(userFolder, 'run.json'),
		processesFile: join(userFolder, 'processes.json'),
	};
}
