import { createHash } from 'node:crypto';
import {
	DAY_MS,
	DEFAULT_TIMEZONE,
	frenchDateTimeRange,
	logTimestamp,
} from '../nodes/shared/french/dates.ts';
import { frenchSpacing, label, unbreakable } from '../nodes/shared/french/typography.ts';
import { Markup, markup } from '../nodes/shared/text/html.ts';
import type { Delivery, DeliveryState } from './deliveries.mts';
import type { EventResource, InviteeResource } from './resources.mts';
import type { SubscriptionResource } from './subscriptions.mts';
import type { EventType } from './world.mts';

export interface DemoState {
	now: Date;
	eventTypes: EventType[];
	bookings: Array<{ invitee: InviteeResource; event: EventResource }>;
	subscriptions: SubscriptionResource[];
	deliveries: Delivery[];
}

export const TIMEZONE = DEFAULT_TIMEZONE;

/** Rows of a table; older ones are left out. */
const MAX_ROWS = 100;

const STYLE = `
body { margin: 2rem auto; max-width: 70rem; padding: 0 1rem; background: #f6f1eb; color: #2f2a26; font: 1rem/1.5 system-ui, sans-serif; }
section { background: #fff; border-radius: .75rem; padding: 1rem 1.5rem; margin: 1rem 0; overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-top: 1px solid #e4dbd0; }
form { display: flex; flex-wrap: wrap; gap: .5rem; align-items: end; margin: .2rem 0; }
label { display: grid; font-size: .85rem; }
input, select, button { font: inherit; padding: .3rem .5rem; }
button { background: #2f2a26; color: #fff; border: 0; border-radius: 999px; padding: .3rem .9rem; cursor: pointer; }
[role=alert] { background: #7a1f1f; color: #fff; padding: .6rem 1rem; border-radius: .5rem; }
`;

const STYLE_HASH = createHash('sha256').update(STYLE).digest('base64');

/** Nothing is loaded, nothing runs, forms go nowhere else. */
export const CONTENT_SECURITY_POLICY = [
	"default-src 'none'",
	`style-src 'sha256-${STYLE_HASH}'`,
	"form-action 'self'",
	"base-uri 'none'",
	"frame-ancestors 'none'",
].join('; ');

/** The page of the demonstration. */
export function demoPage(state: DemoState, problem: string | null): string {
	const page = markup`<!DOCTYPE html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Calendly de démonstration</title>
<style>${new Markup(STYLE)}</style>
</head>
<body>
<main>
<h1>Calendly de démonstration</h1>
${problem === null ? [] : markup`<p role="alert">${frenchSpacing(problem)}</p>`}
${clockSection(state)}
${bookingForm(state)}
${bookingsSection(state)}
${subscriptionsSection(state)}
${deliveriesSection(state)}
</main>
</body>
</html>
`;
	return page.source;
}

function clockSection({ now }: DemoState): Markup {
	return markup`<section>
<h2>Horloge</h2>
<p>${label('Il est ici')} ${timeOf(now)} (${TIMEZONE}). Les envois refusés sont répétés pendant ${unbreakable('24 heures')}.</p>
<form method="post" action="/_demo/advance">
${field('Avancer de (heures)', 'hours', 'number', '1')}
<button type="submit">Avancer</button>
</form>
</section>`;
}

function bookingForm({ eventTypes, now }: DemoState): Markup {
	const options = eventTypes.map(
		({ uri, name }) => markup`<option value="${uri}">${name}</option>`,
	);
	return markup`<section>
<h2>Prendre rendez-vous</h2>
<form method="post" action="/_demo/book">
<label>Type<select name="eventType">${options}</select></label>
${field('Date et heure', 'start', 'datetime-local', tomorrow(now))}
${field('Nom', 'name', 'text', 'Camille Durand')}
${field('Adresse e-mail', 'email', 'email', 'camille.durand@example.com')}
${field('Téléphone', 'phone', 'tel', '+33 6 39 98 45 67')}
${field('Adresse du rendez-vous', 'place', 'text', '')}
${field('Lien de configuration', 'configuration', 'url', '')}
${field('Notes', 'notes', 'text', '')}
<button type="submit">Réserver</button>
</form>
</section>`;
}

function bookingsSection({ bookings }: DemoState): Markup {
	const rows = bookings.slice(-MAX_ROWS).reverse().map(bookingRow);
	return table('Rendez-vous', ['Quand', 'Type', 'Client', 'État', 'Actions'], rows);
}

function bookingRow({ invitee, event }: DemoState['bookings'][number]): Markup {
	const start = new Date(event.start_time);
	const when = frenchDateTimeRange(start, new Date(event.end_time), TIMEZONE);
	return markup`<tr>
<td>${when}</td><td>${event.name}</td>
<td>${invitee.name}<br>${invitee.email}</td>
<td>${stateOf(invitee)}</td>
<td>${invitee.status === 'active' ? actionsFor(invitee, start) : []}</td>
</tr>`;
}

function actionsFor({ uri, no_show: noShow }: InviteeResource, start: Date): Markup[] {
	const invitee = markup`<input type="hidden" name="invitee" value="${uri}">`;
	return [
		markup`<form method="post" action="/_demo/reschedule">${invitee}
${field('Nouvelle date', 'start', 'datetime-local', formTime(start))}
<button type="submit">Déplacer</button></form>`,
		markup`<form method="post" action="/_demo/cancel">${invitee}
<label>Par<select name="by"><option value="invitee">le client</option><option value="host">l’atelier</option></select></label>
${field('Motif', 'reason', 'text', '')}
<button type="submit">Annuler</button></form>`,
		noShow === null
			? markup`<form method="post" action="/_demo/no-show">${invitee}<button type="submit">Marquer absent</button></form>`
			: markup`<form method="post" action="/_demo/no-show">${invitee}<input type="hidden" name="remove" value="1"><button type="submit">Retirer l’absence</button></form>`,
	];
}

function stateOf({
	status,
	rescheduled,
	old_invitee: old,
	no_show: noShow,
}: InviteeResource): string {
	if (status === 'canceled') return rescheduled ? 'déplacé (ancien horaire)' : 'annulé';
	if (noShow !== null) return 'absent';
	return old === null ? 'confirmé' : 'confirmé (déplacé)';
}

function subscriptionsSection({ subscriptions }: DemoState): Markup {
	const rows = subscriptions.map(
		({ callback_url: url, events, scope, state, retry_started_at: retrying }) => markup`<tr>
<td>${url}</td><td>${events.join(', ')}</td><td>${scope}</td>
<td>${state === 'active' ? 'actif' : 'désactivé'}</td>
<td>${retrying === null ? '–' : timeOf(new Date(retrying))}</td>
</tr>`,
	);
	return table('Liaisons', ['Adresse', 'Événements', 'Portée', 'État', 'Réessaie depuis'], rows);
}

const STATES: Record<DeliveryState, string> = {
	waiting: 'en attente',
	sending: 'en cours',
	delivered: 'remis',
	failed: `abandonné après ${unbreakable('24 heures')}`,
	abandoned: 'abandonné (liaison coupée)',
};

function deliveriesSection({ deliveries }: DemoState): Markup {
	const rows = deliveries
		.slice(-MAX_ROWS)
		.reverse()
		.map(
			({ createdAt, event, attempts, state }) => markup`<tr>
<td>${timeOf(new Date(createdAt))}</td><td>${event}</td><td>${STATES[state]}</td>
<td>${attempts.map(({ status, error }) => String(status ?? error)).join(', ')}</td>
</tr>`,
		);
	return table('Envois', ['Quand', 'Événement', 'État', 'Réponses'], rows);
}

function table(title: string, headings: string[], rows: Markup[]): Markup {
	const head = headings.map((heading) => markup`<th scope="col">${heading}</th>`);
	const body =
		rows.length === 0
			? markup`<tr><td colspan="${String(headings.length)}">Aucun.</td></tr>`
			: rows;
	return markup`<section>
<h2>${title}</h2>
<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>
</section>`;
}

function field(text: string, name: string, type: string, value: string): Markup {
	return markup`<label>${text}<input name="${name}" type="${type}" value="${value}"></label>`;
}

/** `15/11/2026 à 15:00` */
function timeOf(instant: Date): string {
	return frenchDateTimeRange(instant, null, TIMEZONE);
}

/** As a field of type `datetime-local` wants it. */
function formTime(instant: Date): string {
	return logTimestamp(instant, TIMEZONE).slice(0, 16).replace(' ', 'T');
}

function tomorrow(now: Date): string {
	return `${formTime(new Date(now.getTime() + DAY_MS)).slice(0, 11)}10:00`;
}
