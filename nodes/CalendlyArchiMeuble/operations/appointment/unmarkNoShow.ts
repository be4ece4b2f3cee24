import { perItem } from '../../../adapters/bookings';
import type { Operation } from '../../../adapters/operation';
import { text } from '../../../adapters/parameters';
import { deleteInviteeNoShow, getInvitee } from '../../../shared/calendly/api/resources';
import { asFields, asText } from '../../../shared/text/fields';
import { inviteeField } from './inviteeField';

export const unmarkNoShow: Operation = {
	resource: 'appointment',
	value: 'unmarkNoShow',
	name: 'Unmark No-Show',
	action: 'Unmark an invitee as no show',
	description: 'Take back that an invitee did not come',
	needs: ['token'],
	isDestructive: true,
	properties: [inviteeField],
	execute: perItem(async (functions, context, item) => {
		const { raw, uri } = await getInvitee(context, text(functions, 'invitee', item));
		const noShow = asText(asFields(raw.no_show).uri);
		if (noShow !== null) await deleteInviteeNoShow(context, noShow);
		return [{ success: true, invitee: uri, wasMarked: noShow !== null }];
	}),
};
