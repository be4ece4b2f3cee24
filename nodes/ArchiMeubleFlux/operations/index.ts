import type { Operation } from '../../adapters/operation';
import { applyEvent } from './appointment/applyEvent';
import { compare } from './appointment/compare';
import { checkFeedToken } from './dashboard/checkFeedToken';
import { checkPageToken } from './dashboard/checkPageToken';
import { planReading } from './dashboard/planReading';
import { renderCalendarFeed } from './dashboard/renderCalendarFeed';
import { renderCsv } from './dashboard/renderCsv';
import { renderPage } from './dashboard/renderPage';
import { checkAlert } from './journal/checkAlert';
import { checkClaim } from './journal/checkClaim';
import { describeFailure } from './journal/describeFailure';
import { prepareEntry } from './journal/prepareEntry';
import { selectUnfinished } from './journal/selectUnfinished';
import { writeBulletin } from './journal/writeBulletin';
import { writeLogLines } from './journal/writeLogLines';
import { cleanLog } from './privacy/cleanLog';
import { findPerson } from './privacy/findPerson';
import { getRetentionDates } from './privacy/getRetentionDates';
import { getAgenda } from './reminder/getAgenda';
import { getDue } from './reminder/getDue';
import { read } from './setting/read';
import { readRefusals } from './webhook/readRefusals';
import { respond } from './webhook/respond';

/** The steps of the bundled workflows, of no use outside them. */
export const OPERATIONS: readonly Operation[] = [
	applyEvent,
	compare,
	checkFeedToken,
	checkPageToken,
	planReading,
	renderCalendarFeed,
	renderCsv,
	renderPage,
	checkAlert,
	checkClaim,
	describeFailure,
	prepareEntry,
	selectUnfinished,
	writeBulletin,
	writeLogLines,
	cleanLog,
	findPerson,
	getRetentionDates,
	getAgenda,
	getDue,
	read,
	readRefusals,
	respond,
];
