import type { INodeExecutionData } from 'n8n-workflow';
import type { AppointmentRow } from '../../shared/appointment/row';

/** Input items are the stored rows; n8n gives one empty item where there is none. */
export function storedRows(items: readonly INodeExecutionData[]): AppointmentRow[] {
	return items
		.map(({ json }) => json as unknown as AppointmentRow)
		.filter(({ identifiant }) => typeof identifiant === 'string' && identifiant !== '');
}
