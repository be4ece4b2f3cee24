import { refusalEntries } from '../../nodes/shared/journal/refusals';
import type { StoredDelivery } from '../../nodes/shared/journal/entry';
import type { RefusalReason } from '../../nodes/shared/calendly/signature';

/** A row of the journal that counts refused requests, as the trigger's report makes it. */
export function refusalRow(
	reason: string,
	count: number,
	last: string,
	changes: Partial<StoredDelivery> = {},
): Partial<StoredDelivery> {
	const [entry] = refusalEntries([{ reason: reason as RefusalReason, count, last }]);
	return { ...entry, ...changes };
}
