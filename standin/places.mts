import type { Location } from './resources.mts';
import { SITE, uuidOf, type Place } from './world.mts';

/** `status` of a video link before and after the service has made it. */
export const LINK_BEING_MADE = 'processing';
export const LINK_READY = 'pushed';

/**
 * The location of a scheduled event (docs/design.md §5.3). Deliveries call it by `type`, and Zoom
 * without `_conference`.
 *
 * @param given what the client typed, where the place is theirs to tell: an address or a number
 */
export function locationOf({ kind, location, additionalInfo }: Place, given?: string): Location {
	switch (kind) {
		case 'physical':
		case 'inbound_call':
			return { additional_info: additionalInfo ?? '', location: location ?? '', type: kind };
		case 'custom':
			return { location: location ?? null, type: kind };
		case 'zoom_conference':
			return { data: null, join_url: null, status: LINK_BEING_MADE, type: 'zoom' };
		case 'google_conference':
		case 'gotomeeting_conference':
		case 'microsoft_teams_conference':
		case 'webex_conference':
			return { join_url: null, status: LINK_BEING_MADE, type: kind.replace(/^(goto.*)_.*/, '$1') };
		default:
			return { location: given ?? null, type: kind };
	}
}

/** Calendly's own redirect is there at once, the meeting's data only when the service answered. */
export function withRedirect(location: Location, event: string): Location {
	if (location?.type !== 'google_conference') return location;
	return { ...location, join_url: `${SITE}/events/${uuidOf(event)}/google_meet` };
}

/** The same location once the video service has answered. */
export function withLink(location: Location, event: string): Location {
	if (location === null || location.status !== LINK_BEING_MADE) return location;
	const ready = { ...location, status: LINK_READY };
	if (location.type === 'google_conference') return ready;
	const joinUrl = `https://video.example/j/${uuidOf(event)}`;
	return { ...ready, join_url: joinUrl, ...(location.type === 'zoom' ? { data: ZOOM_DATA } : {}) };
}

const ZOOM_DATA = { id: 84_800_000_001, settings: {}, extra: null, password: '000000' };
