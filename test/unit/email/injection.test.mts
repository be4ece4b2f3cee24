import fc from 'fast-check';
import type { AppointmentEvent, Party } from '../../../nodes/shared/appointment/event';
import { composeMail } from '../../../nodes/shared/email/workshopMail';
import { MAIL_FIELDS } from '../../../nodes/shared/email/mail';
import { escapeHtml, markup, withLineBreaks } from '../../../nodes/shared/text/html';
import { anEvent, aRequest, elementsOf, KINDS, linksOf, visibleText } from './fixtures.mts';
import { faultsOf } from './htmlRules.mts';

type Change = (event: AppointmentEvent, hostile: string) => void;

/** Every place of an event that a guest, or a forged payload, can write to. */
const GUEST_FIELDS: Record<string, Change> = {
	'appointment.id': (event, hostile) => (event.appointment.id = hostile),
	'appointment.type': (event, hostile) => (event.appointment.type = hostile),
	'appointment.location': (event, hostile) => (event.appointment.location = hostile),
	'appointment.joinUrl': (event, hostile) => (event.appointment.joinUrl = hostile),
	'appointment.guests': (event, hostile) => (event.appointment.guests = [hostile, hostile]),
	'appointment.hosts.name': (event, hostile) => (event.appointment.hosts[0].name = hostile),
	'appointment.hosts.email': (event, hostile) => (event.appointment.hosts[0].email = hostile),
	'appointment.start': (event, hostile) => (event.appointment.start = hostile),
	'client.name': (event, hostile) => (event.client.name = hostile),
	'client.email': (event, hostile) => (event.client.email = hostile),
	'client.phone': (event, hostile) => (event.client.phone = hostile),
	'client.timezone': (event, hostile) => (event.client.timezone = hostile),
	'answers.question': (event, hostile) => (event.answers[1].question = hostile),
	'answers.answer': (event, hostile) => (event.answers[1].answer = hostile),
	configurationUrl: (event, hostile) => (event.configurationUrl = hostile),
	notes: (event, hostile) => (event.notes = hostile),
	'cancellation.by': (event, hostile) => (event.cancellation!.by = hostile),
	'cancellation.byType': (event, hostile) => (event.cancellation!.byType = hostile as Party),
	'cancellation.reason': (event, hostile) => (event.cancellation!.reason = hostile),
	'cancellation.at': (event, hostile) => (event.cancellation!.at = hostile),
	'display.mode': (event, hostile) => (event.display.mode = hostile),
};

const HOSTILE: Record<string, string> = {
	'a script element': '<script>alert(1)</script>',
	'an image with a handler': '<img src=x onerror=alert(1)>',
	'a way out of an attribute': '"><a href=javascript:alert(1)>clic</a>',
	'an attribute in single quotes': "' onmouseover='alert(1)",
	'the end of the title and style': '</title></style></td></table><form action=//evil>',
	'a comment': '<!-- --><![CDATA[ x ]]>',
	'an entity': '&lt;script&gt;&#60;b&#62;',
	'a javascript link': 'javascript:alert(1)',
	'a data link': 'data:text/html,<script>alert(1)</script>',
	'a link with credentials': 'https://calendly.com@evil.example/',
	'a link that breaks out': 'https://evil.example/"onclick="alert(1)',
	'a header': 'Zoé\r\nBcc: evil@example.com\r\n\r\nbody',
	'two addresses': 'Eve <eve@example.com>, Bob <bob@example.com>',
	'a placeholder': '{client} {type} {date} {heure}',
	'an expression': '{{ $json.client.email }} ={{ 1 + 1 }}',
	'a template literal': '${process.env} $& $1 $`',
	'a bidi override': 'Zoé \u202e\u2066gnp.exe\u2069',
	'control characters': 'a\u0000b\u0007c\u001bd\u0085e\u007f',
	'line separators': 'a\u2028b\u2029c',
	'half a character': 'a\ud800b',
	'ten kilobytes': '<b>&"\''.repeat(1_300),
	'a name of the prototype': '__proto__',
	'a method name': 'constructor',
	'calendar lines': 'x\r\nEND:VEVENT\r\nBEGIN:VEVENT;,\\',
};

const CASES = Object.keys(GUEST_FIELDS).flatMap((field) =>
	Object.keys(HOSTILE).map((name) => [name, field] as const),
);

/** All elements a template may make, with the attributes each may carry. */
const ALLOWED: Record<string, string[]> = {
	html: ['lang', 'dir'],
	head: [],
	meta: ['charset', 'name', 'content'],
	title: [],
	style: [],
	body: ['class', 'style'],
	div: ['class', 'style', 'role', 'aria-label', 'lang', 'dir'],
	h1: ['class', 'style'],
	p: ['class', 'style'],
	table: [
		'class',
		'style',
		'role',
		'align',
		'cellpadding',
		'cellspacing',
		'border',
		'width',
		'bgcolor',
	],
	tbody: [],
	tr: [],
	td: ['class', 'style', 'align', 'valign', 'bgcolor'],
	a: ['class', 'style', 'href'],
	br: [],
	span: ['class', 'style'],
};

/** Elements, attributes and links that the template does not make. */
function intrudersIn(html: string): string[] {
	const elements = elementsOf(html);
	const foreign = elements.flatMap(({ tag, attributes }) =>
		['', ...Object.keys(attributes)]
			.filter((name) => !Object.hasOwn(ALLOWED, tag) || (name && !ALLOWED[tag].includes(name)))
			.map((name) => `${tag} ${name}`),
	);
	const links = elements.flatMap(({ attributes }) => attributes.href ?? []);
	return [...foreign, ...links.filter((href) => !/^(https?:\/\/|mailto:|tel:\+)/.test(href))];
}

function expectOnlyTemplate(html: string): void {
	expect(intrudersIn(html)).toEqual([]);
}

/** Shape of a document: its elements and attribute names, without `<br>` and the values. */
function shapeOf(html: string): string[] {
	return elementsOf(html)
		.filter(({ tag }) => tag !== 'br')
		.map(({ tag, attributes }) => `${tag} ${Object.keys(attributes).join(' ')}`);
}

function mailWith(kind: (typeof KINDS)[number], field: string, value: string) {
	const event = anEvent();
	GUEST_FIELDS[field](event, value);
	return composeMail(aRequest(kind, { event, fields: MAIL_FIELDS }));
}

describe('hostile text', () => {
	test.each(CASES)('%s in %s makes no element, attribute, link, header or line', (name, field) => {
		const mail = mailWith('canceled', field, HOSTILE[name]);
		expectOnlyTemplate(mail.html);
		expect(mail.html + mail.text + mail.subject).not.toMatch(
			/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u,
		);
		expect(mail.html + mail.text).not.toMatch(/\b(undefined|null|NaN|Invalid Date)\b/);
		expect(mail.subject).not.toMatch(/[\r\n]/);
		expect([...mail.subject].length).toBeLessThanOrEqual(150);
		expect(mail.replyTo ?? 'a@b.example').toMatch(/^[^\s<>,;"@]+@[^\s<>,;"@]+$/);
		expect(mail.text).not.toMatch(/^(Bcc:|END:VEVENT)/m);
		expect(mail.calendar?.content ?? '').not.toMatch(/^END:VEVENT\r\nBEGIN/m);
		expect(Buffer.byteLength(mail.html)).toBeLessThan(60_000);
	});

	test.each(['client.name', 'notes', 'appointment.type', 'answers.answer', 'cancellation.reason'])(
		'in %s leaves the document the shape it has with harmless text',
		(field) => {
			const harmless = shapeOf(mailWith('canceled', field, 'Zoé').html);
			for (const [name, text] of Object.entries(HOSTILE)) {
				expect([name, shapeOf(mailWith('canceled', field, text).html)]).toEqual([name, harmless]);
			}
		},
	);

	test.each(Object.keys(HOSTILE))('%s in every field at once is valid HTML', async (name) => {
		const event = anEvent();
		for (const change of Object.values(GUEST_FIELDS)) change(event, HOSTILE[name]);
		for (const kind of KINDS) {
			const { html } = composeMail(aRequest(kind, { event, fields: MAIL_FIELDS }));
			expectOnlyTemplate(html);
			expect(await faultsOf(html)).toEqual([]);
		}
	});

	test.each(['client.name', 'notes', 'answers.answer', 'appointment.location', 'appointment.type'])(
		'in %s is still there to read, as text',
		(field) => {
			for (const name of [
				'a script element',
				'an image with a handler',
				'an entity',
				'an expression',
			]) {
				const mail = mailWith('created', field, HOSTILE[name]);
				expect(visibleText(mail.html)).toContain(HOSTILE[name]);
				expect(mail.text).toContain(HOSTILE[name]);
			}
		},
	);

	test('is escaped in what the workshop’s wording repeats', () => {
		const wording = {
			subject: '{client}',
			greeting: 'Bonjour {client}',
			introduction: '<b>{type}</b>',
			closing: '{client}\n{client}',
			signature: '{client}',
		};
		const event = anEvent({ client: { name: HOSTILE['an image with a handler'] } });
		const { html } = composeMail(aRequest('created', { event, wording }));
		expectOnlyTemplate(html);
		expect(visibleText(html)).toContain('<b>Visite en visio - 30 min</b>');
	});

	test('never becomes a link: only the fields that hold links do', () => {
		const url = 'https://evil.example/';
		for (const field of ['client.name', 'notes', 'answers.answer', 'appointment.location']) {
			const { html } = mailWith('created', field, url);
			expect(linksOf(html).map(({ href }) => href)).not.toContain(url);
		}
	});

	test('whatever it is, makes nothing but text', () => {
		const anyText = fc.string({
			unit: fc.constantFrom(...'<>&"\'/= abScript!-\n\r\u0000\u202e{}'),
		});
		fc.assert(
			fc.property(fc.constantFrom(...Object.keys(GUEST_FIELDS)), anyText, (field, text) => {
				expectOnlyTemplate(mailWith('canceled', field, text).html);
			}),
			{ numRuns: 300 },
		);
	});
});

describe('escapeHtml', () => {
	test('escapes the five characters', () => {
		expect(escapeHtml(`<a href="x">l'été & co</a>`)).toBe(
			'&lt;a href=&quot;x&quot;&gt;l&#39;été &amp; co&lt;/a&gt;',
		);
	});

	test('gives text that a parser reads back unchanged, in content and attributes', () => {
		const text = fc.string({ unit: 'grapheme' }).filter((value) => !/[\r\0\n]/.test(value));
		fc.assert(
			fc.property(text, (value) => {
				const { source } = markup`<p title="${value}">x${value}</p>`;
				const element = elementsOf(source).find(({ tag }) => tag === 'p');
				expect(element?.text).toBe(`x${value}`);
				expect(element?.attributes).toEqual({ title: value });
			}),
		);
	});

	test('comes before the line breaks', () => {
		expect(withLineBreaks('<br>\na').source).toBe('&lt;br&gt;<br>a');
	});
});
