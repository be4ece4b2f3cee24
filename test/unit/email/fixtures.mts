import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'parse5';
import type { MailKind } from '../../../nodes/shared/appointment/announcement';
import type { PreviousAppointment } from '../../../nodes/shared/appointment/change';
import type { AppointmentEvent } from '../../../nodes/shared/appointment/event';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { MAIL_FIELDS, type ComposedMail, type MailRequest } from '../../../nodes/shared/email/mail';
import type { Fact, FactLine, MailView } from '../../../nodes/shared/email/model';
import { defaultFields, defaultWording } from '../../../nodes/shared/email/wording';

export const KINDS: MailKind[] = ['created', 'rescheduled', 'canceled'];

/** U+00A0 for the space mark `~`, so that expected French stays readable in tests. */
export const nb = (text: string): string => text.replace(/~/g, '\u00a0');

type Parts<T> = { [Key in keyof T]?: T[Key] extends object | null ? unknown : T[Key] };

interface EventParts extends Omit<Parts<AppointmentEvent>, 'appointment' | 'client'> {
	appointment?: Partial<AppointmentEvent['appointment']>;
	client?: Partial<AppointmentEvent['client']>;
}

/** An appointment of which everything is known, with the given parts instead. */
export function anEvent({ appointment, client, ...rest }: EventParts = {}): AppointmentEvent {
	return {
		schemaVersion: 1,
		event: 'invitee.created',
		action: 'created',
		idempotencyKey: 'key',
		occurredAt: '2025-10-31T22:51:00.000Z',
		receivedAt: '2025-10-31T22:51:01.000Z',
		appointment: {
			id: 'a0000000-0000-4000-8000-000000000001',
			uri: 'https://api.calendly.com/scheduled_events/e1',
			inviteeUri: 'https://api.calendly.com/scheduled_events/e1/invitees/a1',
			status: 'active',
			type: 'Visite en visio - 30 min',
			mode: 'video',
			start: '2025-11-15T14:00:00.000Z',
			end: '2025-11-15T14:30:00.000Z',
			durationMinutes: 30,
			location: '12 rue de la Liberté, 59000 Lille',
			joinUrl: 'https://meet.google.com/abc-defg-hij',
			cancelUrl: 'https://calendly.com/cancellations/secret-cancel',
			rescheduleUrl: 'https://calendly.com/reschedulings/secret-move',
			place: { kind: 'google_meet', setBy: 'host', status: 'ready' },
			call: null,
			hosts: [{ name: 'Atelier ArchiMeuble', email: 'menuisier@example.com', uri: null }],
			guests: ['luc@example.com', 'anne@example.com'],
			invitees: { active: 1, limit: 1 },
			...appointment,
		},
		client: {
			name: 'Zoé Müller',
			firstName: 'Zoé',
			lastName: 'Müller',
			email: 'zoe.muller@example.com',
			phone: '+33639984567',
			timezone: 'America/New_York',
			...client,
		},
		answers: [
			{ question: 'Lien de configuration', answer: CONFIGURATION_URL, position: 0 },
			{ question: 'Largeur du mur ?', answer: '3,20 m\nsous pente', position: 1 },
			{ question: 'Informations utiles', answer: 'Chêne clair de préférence.', position: 3 },
		],
		configurationUrl: CONFIGURATION_URL,
		notes: 'Chêne clair de préférence.',
		cancellation: {
			by: 'Paul Petit',
			byType: 'client',
			reason: 'Travaux repoussés',
			at: '2025-11-14T09:00:00.000Z',
		},
		reschedule: null,
		tracking: {
			utmCampaign: null,
			utmSource: null,
			utmMedium: null,
			utmContent: null,
			utmTerm: null,
			salesforceUuid: null,
		},
		payment: null,
		display: {
			date: '15/11/2025',
			time: '15:00 - 15:30',
			dateTime: '15/11/2025 à 15:00 - 15:30',
			longDate: 'samedi 15 novembre 2025',
			mode: 'Visio',
			timezone: 'Europe/Paris',
			clientDateTime: '15/11/2025 à 09:00 - 09:30 (America/New_York)',
		},
		...(rest as Partial<AppointmentEvent>),
	};
}

export const CONFIGURATION_URL = 'https://archimeuble.example/configurator/save/def456?a=1&b=2';

export const DASHBOARD_URL = 'https://n8n.example/webhook/archimeuble/tableau-de-bord';

/** The original guide's cancellation: name, mail and event type, nothing else. */
export function aBareEvent(): AppointmentEvent {
	const known = anEvent();
	return anEvent({
		appointment: {
			...known.appointment,
			uri: null,
			inviteeUri: null,
			type: 'Consultation téléphonique',
			mode: 'other',
			start: null,
			end: null,
			durationMinutes: null,
			location: null,
			joinUrl: null,
			cancelUrl: null,
			rescheduleUrl: null,
			place: { kind: null, setBy: null, status: null },
			hosts: [],
			guests: [],
		},
		client: { phone: null, timezone: null, firstName: null, lastName: null },
		answers: [],
		configurationUrl: null,
		notes: null,
		cancellation: null,
		display: {
			date: null,
			time: null,
			dateTime: null,
			longDate: null,
			mode: null,
			timezone: 'Europe/Paris',
			clientDateTime: null,
		},
	});
}

/** What the appointment was before: another time, the same place. */
export function aPrevious(parts: Partial<PreviousAppointment> = {}): PreviousAppointment {
	const { location, place } = anEvent().appointment;
	return {
		id: 'a0000000-0000-4000-8000-000000000000',
		start: '2025-11-12T08:00:00.000Z',
		end: '2025-11-12T08:30:00.000Z',
		location,
		place,
		by: null,
		byType: null,
		reason: null,
		...parts,
	};
}

/** A request with the defaults of its kind, the old slot known, the calendar attached. */
export function aRequest(kind: MailKind, parts: Partial<MailRequest> = {}): MailRequest {
	return {
		kind,
		event: anEvent(),
		previous: aPrevious(),
		wording: defaultWording(kind),
		fields: defaultFields(kind),
		timezone: 'Europe/Paris',
		dashboardUrl: DASHBOARD_URL,
		attachCalendar: true,
		now: new Date('2025-11-01T10:00:00.000Z'),
		...parts,
	};
}

/** The mail of a kind with every field turned on. */
export function fullMail(kind: MailKind, event: AppointmentEvent = anEvent()): ComposedMail {
	return composeMail(aRequest(kind, { event, fields: MAIL_FIELDS }));
}

/**
 * A line of a fact, how it looks and what it opens: `muted: non communiqué`, `strong: 06 39… → tel:+33…`,
 * `[Voir la configuration] → https://… (its site)`.
 */
export function seen({ text, tone, href, button, site }: FactLine): string {
	const look = tone === 'plain' ? '' : `${tone}: `;
	const opened = href === null ? '' : ` → ${href}`;
	const below = site === undefined ? '' : ` (${site})`;
	return look + (button === null ? text : `[${button}]`) + opened + below;
}

/** Label and lines of each fact, as they are seen. */
export const factsSeen = (facts: readonly Fact[]): string[][] =>
	facts.map(({ label, lines }) => [label, ...lines.map(seen)]);

/** A line of text, or a button that opens the address it is. */
export const aLine = (text: string, button: string | null = null): FactLine => ({
	...{ text, button },
	tone: 'plain',
	href: button === null ? null : text,
});

export const aFact = (label: string, ...lines: FactLine[]): Fact => ({
	...{ label, lines },
	field: 'type',
});

/** A mail that says one thing everywhere it can say something. */
export const aView = (parts: Partial<MailView> = {}): MailView => ({
	kind: 'created',
	heading: 'Titre',
	preheader: 'à côté du sujet',
	summary: [[aLine('samedi'), aLine('15:00')], [aLine('Zoé')]],
	notice: 'Rattrapé',
	wording: {
		subject: 'Sujet',
		greeting: 'Bonjour,',
		introduction: 'Voici',
		closing: 'À bientôt',
		signature: 'Atelier',
	},
	facts: [aFact('Lieu', aLine('Lille'))],
	sections: [{ heading: 'Depuis', note: 'Rien', facts: [aFact('Nouveau', aLine('demain'))] }],
	...parts,
});

export interface DomElement {
	tag: string;
	attributes: Record<string, string>;
	/** Text of the element and all below it. */
	text: string;
}

interface Node {
	tagName?: string;
	attrs?: Array<{ name: string; value: string }>;
	childNodes?: Node[];
	value?: string;
	nodeName: string;
}

/** Every element of a document, in order, as a browser's parser (parse5) understands it. */
export function elementsOf(html: string): DomElement[] {
	const found: DomElement[] = [];
	const visit = (node: Node): string => {
		const element = { tag: node.tagName ?? '', attributes: attributesOf(node), text: '' };
		if (element.tag !== '') found.push(element);
		const lineBreak = element.tag === 'br' ? '\n' : '';
		element.text = node.value ?? (lineBreak || (node.childNodes ?? []).map(visit).join(''));
		return node.nodeName === '#comment' ? '' : element.text;
	};
	visit(parse(html) as unknown as Node);
	return found;
}

function attributesOf({ attrs = [] }: Node): Record<string, string> {
	return Object.fromEntries(attrs.map(({ name, value }) => [name, value]));
}

/** What a reader of the HTML part sees, without style sheet, title and preheader. */
export function visibleText(html: string): string {
	return elementsOf(html).find(({ attributes }) => attributes.role === 'article')?.text ?? '';
}

/** The facts of the HTML part: label and the lines of its value. */
export function factsOf(html: string): Array<[label: string, value: string]> {
	const cells = elementsOf(html).filter(({ attributes }) =>
		/^(label|value) /.test(attributes.class),
	);
	const pairs = cells.filter(({ attributes }) => attributes.class.startsWith('label'));
	return pairs.map((label) => [label.text, cells[cells.indexOf(label) + 1].text.trim()]);
}

/** Label and lines of each fact as the HTML shows them, in the words of `seen`. */
export function shownIn(html: string): string[][] {
	const facts: string[][] = [];
	for (const { tag, attributes, text } of elementsOf(html)) {
		const { class: name = '', style = '', href } = attributes;
		const fact = facts.at(-1) ?? [];
		if (name.startsWith('label ')) facts.push([text]);
		else if (facts.length === 0) continue;
		else if (style.startsWith('clear:both')) fact.push(`${fact.pop()}${text && ` (${text})`}`);
		else if (tag === 'a') fact.push(`${lookOf(name, style)}${inButton(name, text)} → ${href}`);
		else if (tag === 'div' && name !== '') fact.push(lookOf(name, style) + text);
		else if (tag === 'h2' || tag === 'p') facts.push([]);
	}
	return facts.filter(({ length }) => length > 0);
}

function lookOf(name: string, style: string): string {
	if (name.startsWith('pill')) return '';
	if (style.includes('line-through')) return 'struck: ';
	if (name === 'muted' || name.startsWith('outline')) return 'muted: ';
	return style.includes('font-weight:600') ? 'strong: ' : '';
}

const inButton = (name: string, text: string): string => (name === 'link tap' ? text : `[${text}]`);

export function linksOf(html: string): Array<{ href: string; text: string }> {
	return elementsOf(html)
		.filter(({ tag }) => tag === 'a')
		.map(({ attributes, text }) => ({ href: attributes.href, text }));
}

/** What a mail shows struck out. */
export function struckIn(html: string): string[] {
	return elementsOf(html)
		.filter(({ attributes }) => attributes.style?.includes('line-through'))
		.map(({ text }) => text);
}

/** Source of a module of the mails, for rules that hold for its text. */
export function sourceOf(name: string): string {
	return readFileSync(join(__dirname, '../../../nodes/shared/email', name), 'utf8');
}
