import type { Operation } from '../../adapters/operation';
import { applyEvents } from './appointment/applyEvents';
import { compare } from './appointment/compare';
import { markSent } from './appointment/markSent';
import { checkFeedToken } from './dashboard/checkFeedToken';
import { checkPageToken } from './dashboard/checkPageToken';
import { planReading } from './dashboard/planReading';
import { renderCalendarFeed } from './dashboard/renderCalendarFeed';
import { renderCsv } from './dashboard/renderCsv';
import { renderPage } from './dashboard/renderPage';
import { beginRound } from './journal/beginRound';
import { checkAlert } from './journal/checkAlert';
import { claim } from './journal/claim';
import { closeRound } from './journal/closeRound';
import { describeFailure } from './journal/describeFailure';
import { endRound } from './journal/endRound';
import { listRelated } from './journal/listRelated';
import { listUndelivered } from './journal/listUndelivered';
import { listUnrecorded } from './journal/listUnrecorded';
import { prepareEntry } from './journal/prepareEntry';
import { reportUndelivered } from './journal/reportUndelivered';
import { selectUnfinished } from './journal/selectUnfinished';
import { writeAlert } from './journal/writeAlert';
import { writeBulletin } from './journal/writeBulletin';
import { writeLogLines } from './journal/writeLogLines';
import { cleanLog } from './privacy/cleanLog';
import { findPerson } from './privacy/findPerson';
import { getRetentionDates } from './privacy/getRetentionDates';
import { planSearch } from './privacy/planSearch';
import { getAgenda } from './reminder/getAgenda';
import { getDue } from './reminder/getDue';
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
	checkFeedToken,
	checkPageToken,
	planReading,
	renderCalendarFeed,
	renderCsv,
	renderPage,
	beginRound,
	checkAlert,
	claim,
	closeRound,
	describeFailure,
	endRound,
	listRelated,
	listUndelivered,
	listUnrecorded,
	prepareEntry,
	reportUndelivered,
	selectUnfinished,
	writeAlert,
	writeBulletin,
	writeLogLines,
	cleanLog,
	findPerson,
	getRetentionDates,
	planSearch,
	getAgenda,
	getDue,
	read,
	checkTables,
	deliver,
	report,
	reportRefusals,
	respond,
];
