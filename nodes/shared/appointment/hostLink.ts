import { linksIn } from '../text/links';
import { parseUrl } from '../text/url';

/** Services whose links open a video call. */
const VIDEO_HOSTS =
	/(?:^|\.)(?:zoom\.us|zoom\.com|zoomgov\.com|whereby\.com|jit\.si|8x8\.vc|meet\.google\.com|teams\.microsoft\.com|teams\.live\.com|webex\.com|gotomeeting\.com|gotomeet\.me|meet\.goto\.com|skype\.com|bluejeans\.com|livestorm\.co|framatalk\.org|kmeet\.infomaniak\.com|visio\.numerique\.gouv\.fr|discord\.gg)$/;
/** How people call the host of a video room of their own. */
const VIDEO_LABELS = /(?:^|[.-])(?:visios?|video|meet|meeting|jitsi|bbb|webconf)\d*(?:[.-]|$)/;
/** Maps, which show where to go. */
const MAPS =
	/^(?:(?:www\.)?google\.[a-z.]+\/maps|maps|goo\.gl\/maps|g\.page|(?:www\.)?(?:openstreetmap\.org|osm\.org|waze\.com|ul\.waze\.com|mappy\.com|fr\.mappy\.com|what3words\.com|w3w\.co|plus\.codes|bing\.com\/maps))(?:[./?#]|$)/;

/** A link in words of the host's own, and what it opens. */
export interface HostLink {
	href: string;
	/** `video` by the address itself, `map`, or `unknown`. */
	opens: 'video' | 'map' | 'unknown';
	/** What is said besides; null where that is nothing. */
	rest: string | null;
}

/** The first link in the words of a place (Calendly's `custom`); null where there is none. */
export function hostLinkIn(text: string): HostLink | null {
	const [link] = linksIn(text);
	const url = link === undefined ? null : parseUrl(link.href);
	if (link === undefined || url === null) return null;
	const { start, end, href } = link;
	return { href, opens: opensWhat(url), rest: restOf(text.slice(0, start), text.slice(end), text) };
}

function opensWhat({ hostname, pathname }: URL): HostLink['opens'] {
	if (MAPS.test(hostname + pathname)) return 'map';
	return VIDEO_HOSTS.test(hostname) || VIDEO_LABELS.test(hostname) ? 'video' : 'unknown';
}

/** `Zoom : https://…` is « Zoom ». A link in the middle stays, or the sentence makes no sense. */
function restOf(before: string, after: string, whole: string): string | null {
	const [first, last] = [before.replace(/[\s:(–-]+$/u, ''), after.replace(/^[\s).,;:–-]+/u, '')];
	if (first !== '' && last !== '') return whole;
	return first + last || null;
}
