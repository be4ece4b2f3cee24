import type { CalendlyStandIn } from './standin.mts';
import type { EventType, Organization, User } from './world.mts';

/** Everything the project's token needs (docs/design.md §5.4), appointments and event types included. */
export const TOKEN_SCOPES = [
	'users:read',
	'organizations:read',
	'webhooks:write',
	'scheduled_events:write',
	'event_types:read',
];

export interface Workshop {
	organization: Organization;
	owner: User;
	token: string;
	eventTypes: { phone: EventType; callUs: EventType; video: EventType; measuring: EventType };
}

const QUESTIONS = ['Lien de configuration ArchiMeuble', 'Notes supplémentaires', 'Budget estimé'];

/** The workshop as Calendly would know it: one owner, four event types, a token. */
export function seedWorkshop(standIn: CalendlyStandIn, token?: string): Workshop {
	const organization = standIn.addOrganization({ name: 'ArchiMeuble' });
	const owner = standIn.addUser({
		organization,
		role: 'owner',
		name: 'Atelier ArchiMeuble',
		email: 'menuisier@example.com',
	});
	return {
		organization,
		owner,
		token: standIn.addToken({ user: owner, scopes: TOKEN_SCOPES, ...(token ? { token } : {}) }),
		eventTypes: seedEventTypes(standIn, owner),
	};
}

function seedEventTypes(standIn: CalendlyStandIn, host: User): Workshop['eventTypes'] {
	const common = { host, questions: QUESTIONS };
	return {
		phone: standIn.addEventType({
			...common,
			name: 'Consultation téléphonique',
			durationMinutes: 30,
			place: { kind: 'outbound_call' },
		}),
		callUs: standIn.addEventType({
			...common,
			name: 'Conseil à l’heure convenue',
			durationMinutes: 15,
			place: {
				kind: 'inbound_call',
				location: '+33320001234',
				additionalInfo: 'Demandez l’atelier.',
			},
		}),
		video: standIn.addEventType({
			...common,
			name: 'Visioconférence de conception',
			durationMinutes: 45,
			place: { kind: 'google_conference' },
		}),
		measuring: standIn.addEventType({
			...common,
			name: 'Prise de mesures à domicile',
			durationMinutes: 60,
			place: { kind: 'ask_invitee' },
		}),
	};
}
