import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Delivery } from '../../../scripts/lib/delivery.mts';
import { pathsIn } from '../../../scripts/lib/paths.mts';
import { bookingOf, created, emailOf, newPrefix } from '../lib/bookings.mts';
import { all, none, told, type Check, type Context, type ReliabilityCase } from '../lib/case.mts';
import { extraMails, type JournalRow } from '../lib/facts.mts';
import { inParallel, Sender, type Attempt } from '../lib/sender.mts';
import { SmallDisk } from '../lib/tmpfs.mts';
import { World } from '../lib/world.mts';

const FAULT_SECONDS = 10;
const QUICK_FAULT_SECONDS = 5;
const DISK_MIB = 60;
/** Time n8n has to serve again after the fault. */
const RECOVERY_SECONDS = 90;

/** What was seen of deliveries that came while nothing could be stored. */
export interface StorageFacts {
	fault: string;
	invitees: readonly string[];
	/** The single attempts made meanwhile. */
	meanwhile: ReadonlyArray<Pick<Attempt, 'status'> & { invitee: string }>;
	/** Journal rows right after the fault, before anything was delivered again. */
	storedThen: readonly Pick<JournalRow, 'identifiant'>[];
	/** Whether everything was handled in the end, without hands. */
	journal: readonly Pick<JournalRow, 'identifiant' | 'etat'>[];
	appointments: readonly {
		identifiant?: string | null;
		etat?: string | null;
		debut?: string | null;
	}[];
	mails: ReadonlyMap<string, number>;
	/** Whether n8n, and the program that watches over it, are those of before. */
	sameProcess: boolean;
}

/** The sender is told, nothing is half stored, and all is well again by itself. */
export function verdict(facts: StorageFacts): Check[] {
	const { fault, invitees, meanwhile, mails } = facts;
	const stored = (invitee: string) =>
		facts.storedThen.some(({ identifiant }) => identifiant === invitee);
	const okayed = meanwhile.filter(({ status }) => status.startsWith('2'));
	const refused = meanwhile.filter(({ status }) => !status.startsWith('2'));
	const whole = ({ etat, debut }: { etat?: string | null; debut?: string | null }) =>
		etat === 'confirme' && !!debut;
	const rowsOf = (invitee: string) =>
		facts.appointments.filter(({ identifiant }) => identifiant === invitee);
	const recovered = invitees.filter(
		(invitee) =>
			rowsOf(invitee).length === 1 &&
			rowsOf(invitee).every(whole) &&
			mails.has(`created ${emailOf(invitee)}`),
	);
	return [
		told(`${fault}: answers meanwhile`, countOf(meanwhile.map(({ status }) => status))),
		none(
			`${fault}: answered 200 without being stored`,
			okayed.filter(({ invitee }) => !stored(invitee)).map(({ invitee }) => invitee),
		),
		none(
			`${fault}: answers that are neither 2xx nor 5xx`,
			refused.filter(({ status }) => !status.startsWith('5')).map(({ status }) => status),
		),
		all(`${fault}: with one whole row and a mail, in the end`, recovered.length, invitees.length),
		none(
			`${fault}: left unfinished in the journal`,
			facts.journal
				.filter(({ etat }) => !['termine', 'doublon'].includes(etat))
				.map(({ identifiant, etat }) => `${identifiant} ${etat}`),
		),
		none(`${fault}: mails sent twice`, extraMails(mails)),
		{
			promise: `${fault}: n8n and what started it go on`,
			figure: facts.sameProcess ? 'yes' : 'no',
			holds: facts.sameProcess,
		},
	];
}

function countOf(texts: readonly string[]): string {
	const counts = new Map<string, number>();
	for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
	return [...counts].map(([text, count]) => `${text} × ${count}`).join(', ');
}

interface Planned {
	invitee: string;
	delivery: Delivery;
}

function plan(prefix: string, count: number): Planned[] {
	return Array.from({ length: count }, (_, number) => {
		const booking = bookingOf(prefix, number);
		return { invitee: booking.invitee, delivery: created(booking) };
	});
}

async function run(context: Context): Promise<{ done: string; checks: Check[] }> {
	const { quick, say } = context;
	const lockSeconds = quick ? QUICK_FAULT_SECONDS : FAULT_SECONDS;
	const locked = await whileLocked(context, quick ? 6 : 20, lockSeconds);
	const done = `database locked for ${lockSeconds} s`;
	if (quick) return { done, checks: verdict(locked) };
	const disk = SmallDisk.mount(DISK_MIB);
	if (disk === null) {
		say('mounting is not permitted here: disk full is left out');
		const checks = [...verdict(locked), told('disk full', 'not tried: mounting is not permitted')];
		return { done, checks };
	}
	try {
		await context.world.down();
		const full = await whileFull(context, disk, 20);
		const both = `${done}; disk of ${DISK_MIB} MiB filled up for ${FAULT_SECONDS} s`;
		return { done: both, checks: [...verdict(locked), ...verdict(full)] };
	} finally {
		disk.unmount();
	}
}

/** Another process, which we are to n8n, holds the database. */
async function whileLocked(
	context: Context,
	count: number,
	seconds: number,
): Promise<StorageFacts> {
	const { world, say } = context;
	const database = new DatabaseSync(pathsIn(world.instance.userFolder).database, { timeout: 5000 });
	database.exec('BEGIN EXCLUSIVE');
	say(`the database is locked for ${seconds} s`);
	const until = sleep(seconds * 1000).then(() => {
		database.exec('ROLLBACK');
		database.close();
	});
	return await observe(context, world, 'locked', plan(newPrefix('verrou'), count), until);
}

/** n8n on a disk of its own, which is then filled to the last byte. */
async function whileFull(context: Context, disk: SmallDisk, count: number): Promise<StorageFacts> {
	const folder = join(disk.folder, 'n8n');
	mkdirSync(folder);
	const world = new World(folder);
	try {
		context.say('n8n is started on a small disk');
		await world.up();
		await world.down();
		world.hasten();
		await world.up();
		const first = plan(newPrefix('avant'), 1)[0];
		await new Sender(world.instance, context.random).send(first.delivery);
		await world.facts.settled(first.invitee, 30);
		disk.fill();
		context.say('the disk is full');
		const until = sleep(FAULT_SECONDS * 1000).then(() => disk.free());
		return await observe(context, world, 'disk full', plan(newPrefix('plein'), count), until);
	} finally {
		disk.free();
		await world.end();
	}
}

async function observe(
	{ random, say }: Context,
	world: World,
	fault: string,
	planned: Planned[],
	over: Promise<void>,
): Promise<StorageFacts> {
	const sender = new Sender(world.instance, random);
	const pid = world.instance.n8nPid();
	const prefix = planned[0].invitee.slice(0, -4);
	const meanwhile = await inParallel(planned, 4, async ({ invitee, delivery }) => ({
		invitee,
		...(await sender.once(delivery)),
	}));
	await over;
	const storedThen = world.facts.journal(prefix);
	const again = planned.filter((_, index) => !meanwhile[index].status.startsWith('2'));
	say(`${fault}: over; ${again.length} are delivered again`);
	const patience = AbortSignal.timeout(RECOVERY_SECONDS * 1000);
	await inParallel(again, 4, ({ delivery }) => sender.send(delivery, patience).catch(() => null));
	await world.facts.settled(prefix, 2 * RECOVERY_SECONDS, planned.length);
	return {
		fault,
		invitees: planned.map(({ invitee }) => invitee),
		meanwhile,
		storedThen,
		journal: world.facts.journal(prefix),
		appointments: world.facts.appointments(prefix),
		mails: world.facts.mails(prefix),
		sameProcess: world.runs(pid),
	};
}

export default {
	name: 'storage',
	mustShow: '5xx to Calendly, nothing half-stored, recovery without hands',
	deadlineSeconds: (quick) => (quick ? 240 : 560),
	run,
} satisfies ReliabilityCase;
