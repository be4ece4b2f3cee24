import { perItem } from '../../../adapters/bookings';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { createInviteeNoShow } from '../../../shared/calendly/api/resources';
import { inviteeField } from './inviteeField';

export const markNoShow: Operation = {
	resource: 'appointment',
	value: 'markNoShow',
	name: 'Mark No-Show',
	action: 'Mark an invitee as no show',
	description: 'Note in Calendly that an invitee did not come',
	needs: ['token'],
	isDestructive: true,
	properties: [inviteeField],
	execute: perItem(async (functions, context, item) => {
		const noShow = await createInviteeNoShow(context, text(functions, 'invitee', item));
		return [{ success: true, ...noShow }];
	}),
};
