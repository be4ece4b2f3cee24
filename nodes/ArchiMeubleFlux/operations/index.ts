import type { Operation } from '../../adapters/operation';
import { applyEvents } from './appointment/applyEvents';
import { compare } from './appointment/compare';
import { markSent } from './appointment/markSent';
import { planReading } from './dashboard/planReading';
import { render } from './dashboard/render';
import { beginRound } from './journal/beginRound';
import { checkAlert } from './journal/checkAlert';
import { checkReplay } from './journal/checkReplay';
import { claim } from './journal/claim';
import { closeRound } from './journal/closeRound';
import { describeFailure } from './journal/describeFailure';
import { endRound } from './journal/endRound';
import { listRelated } from './journal/listRelated';
import { listUndelivered } from './journal/listUndelivered';
import { listUnrecorded } from './journal/listUnrecorded';
import { prepareEntry } from './journal/prepareEntry';
import { raiseAlert } from './journal/raiseAlert';
import { reportUndelivered } from './journal/reportUndelivered';
import { selectUnfinished } from './journal/selectUnfinished';
import { writeBulletin } from './journal/writeBulletin';
import { writeLogLines } from './journal/writeLogLines';
import { cleanLog } from './privacy/cleanLog';
import { findPerson } from './privacy/findPerson';
import { getRetentionDates } from './privacy/getRetentionDates';
import { listErasure } from './privacy/listErasure';
import { planSearch } from './privacy/planSearch';
import { getAgenda } from './reminder/getAgenda';
import { getDue } from './reminder/getDue';
import { listDuplicates } from './setting/listDuplicates';
import { listMissing } from './setting/listMissing';
import { read } from './setting/read';
import { checkTables } from './setup/checkTables';
import { deliver } from './trial/deliver';
import { report } from './trial/report';
import { reportRefusals } from './webhook/reportRefusals';
import { respond } from './webhook/respond';

/** The steps of the bundled workflows, of no use outside them. */
export const OPERATIONS: readonly Operation[] = [
	applyEvents,
	compare,
	markSent,
	planReading,
	render,
	beginRound,
	checkAlert,
	checkReplay,
	claim,
	closeRound,
	describeFailure,
	endRound,
	listRelated,
	listUndelivered,
	listUnrecorded,
	prepareEntry,
	raiseAlert,
	reportUndelivered,
	selectUnfinished,
	writeBulletin,
	writeLogLines,
	cleanLog,
	findPerson,
	getRetentionDates,
	listErasure,
	planSearch,
	getAgenda,
	getDue,
	listDuplicates,
	listMissing,
	read,
	checkTables,
	deliver,
	report,
	reportRefusals,
	respond,
];
