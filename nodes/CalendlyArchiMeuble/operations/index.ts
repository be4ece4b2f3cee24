import type { Operation } from '../../adapters/operation';
import { cancel } from './appointment/cancel';
import { get } from './appointment/get';
import { getMany } from './appointment/getMany';
import { markNoShow } from './appointment/markNoShow';
import { unmarkNoShow } from './appointment/unmarkNoShow';
import { compose } from './email/compose';
import { check } from './setup/check';
import { install } from './setup/install';
import { remove } from './setup/remove';
import { getSample } from './webhook/getSample';
import { getStatus } from './webhook/getStatus';
import { repair } from './webhook/repair';

/** What a person or an agent does with Calendly: the node as it is looked for. */
export const OPERATIONS: readonly Operation[] = [
	getMany,
	get,
	cancel,
	markNoShow,
	unmarkNoShow,
	compose,
	getStatus,
	repair,
	getSample,
	check,
	install,
	remove,
];
