import { asWebUrl, parseUrl } from '../text/url';

/** A link to calendly.com itself, the only host its cancel and reschedule links live on. */
export function asCalendlyLink(value: unknown): string | null {
	const link = asWebUrl(value);
	const url = link === null ? null : parseUrl(link);
	if (url === null || url.protocol !== 'https:') return null;
	return /(^|\.)calendly\.com$/.test(url.hostname) ? link : null;
}
