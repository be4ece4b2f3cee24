/** A stand-in for Calendly: `new CalendlyStandIn()`, `start()`, `seedWorkshop()`, then book away. */
export { CalendlyStandIn, type StandInOptions } from './standin.mts';
export { StandInClock, type ClockOptions } from './clock.mts';
export { seedWorkshop, TOKEN_SCOPES, type Workshop } from './seed.mts';
export { description, DESCRIPTION_FILE, type Description } from './description.mts';
export type { CancelOptions, NewBooking, RescheduleOptions, RescheduleOrder } from './bookings.mts';
export {
	retryAt,
	RETRY_FOR_MS,
	type Attempt,
	type Delivery,
	type DeliveryState,
} from './deliveries.mts';
export type { Fault, FaultRequest } from './server.mts';
export type { EventResource, InviteeResource } from './resources.mts';
export type { SubscriptionResource } from './subscriptions.mts';
export type { EventType, Group, Organization, Place, Role, User } from './world.mts';
