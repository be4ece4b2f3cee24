/**
 * The look of the mails. Inline, because several mail programs drop style sheets; quotes are not
 * needed anywhere, so the values survive escaping unchanged. Contrasts are WCAG AA (≥ 4.5:1).
 */
import type { MailKind } from '../appointment/announcement';
import type { AnyMailKind } from './mail';
import type { LineTone } from './model';

const INK = '#2f2a26';
const PAPER = '#f6f1eb';
const CARD = '#ffffff';
const MUTED = '#6b6158';
const RULE = '#ece4da';
const LINK = '#7a4a1e';
/** Ground, edge and ink of what is set apart. */
const NOTICE = { ground: '#fbf0d9', edge: '#b07a1e', ink: '#5c3d0a' };

const FONT =
	'font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const BREAK_LONG_WORDS = 'overflow-wrap:anywhere;word-break:break-word';

/** What a mail is about, as far as its colour goes. */
type Accent = MailKind | 'reminder' | 'agenda';

const ACCENT_OF: Record<AnyMailKind, Accent> = {
	created: 'created',
	confirmation: 'created',
	rescheduled: 'rescheduled',
	client_rescheduled: 'rescheduled',
	canceled: 'canceled',
	client_canceled: 'canceled',
	reminder: 'reminder',
	agenda: 'agenda',
};

/** The same fact has the same colour, whoever is told of it. */
export function accentOf(kind: AnyMailKind): Accent {
	return ACCENT_OF[kind];
}

/** Stripe over the card and small heading in it, by what happened. */
export const ACCENTS: Record<Accent, string> = {
	created: '#4f6b3a',
	rescheduled: '#8a5a12',
	canceled: '#a03325',
	reminder: '#3f5876',
	agenda: '#7a4a1e',
};

/** What is said a second time as an attribute, for mail programs without styles. */
export const COLOURS = { paper: PAPER, card: CARD, ink: INK, notice: NOTICE.ground };

/** Inline styles, by what they are for. */
export const STYLE = {
	body: `margin:0;padding:0;background-color:${PAPER}`,
	hidden:
		'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px;mso-hide:all',
	frame: `width:100%;background-color:${PAPER}`,
	gutter: 'padding:28px 12px 40px',
	column: 'width:100%;max-width:600px;margin:0 auto',
	house: `padding:0 0 14px;${FONT};font-size:13px;line-height:20px;letter-spacing:3px;text-transform:uppercase;color:${MUTED};text-align:center`,
	card: `background-color:${CARD};border-radius:14px;border-top:5px solid;padding:30px 36px 34px`,
	heading: `margin:0 0 8px;${FONT};font-size:23px;line-height:30px;font-weight:600`,
	summary: `margin:0 0 20px;${FONT};${BREAK_LONG_WORDS}`,
	moment: `font-size:20px;line-height:28px;font-weight:600;color:${INK}`,
	beside: `font-size:17px;line-height:28px;color:${INK}`,
	noticeTable: 'width:100%;margin:0 0 18px;border-collapse:separate',
	notice: `padding:12px 16px;background-color:${NOTICE.ground};border-left:4px solid ${NOTICE.edge};border-radius:6px;${FONT};font-size:15px;line-height:23px;color:${NOTICE.ink};${BREAK_LONG_WORDS}`,
	paragraph: `margin:0 0 14px;${FONT};font-size:16px;line-height:25px;color:${INK};${BREAK_LONG_WORDS}`,
	facts: `width:100%;margin:8px 0 26px;border-collapse:collapse;border-bottom:1px solid ${RULE}`,
	label: `width:168px;padding:12px 16px 12px 0;border-top:1px solid ${RULE};${FONT};font-size:14px;line-height:24px;color:${MUTED};text-align:left;vertical-align:top;${BREAK_LONG_WORDS}`,
	value: `padding:12px 0;border-top:1px solid ${RULE};${FONT};font-size:16px;line-height:24px;color:${INK};text-align:left;vertical-align:top;${BREAK_LONG_WORDS}`,
	strongLabel: `width:156px;padding:12px 16px 12px 0;border-top:1px solid ${RULE};${FONT};font-size:16px;line-height:24px;font-weight:600;color:${INK};text-align:left;vertical-align:top;${BREAK_LONG_WORDS}`,
	section: `margin:0 0 12px;${FONT};font-size:17px;line-height:26px;font-weight:600;color:${INK};${BREAK_LONG_WORDS}`,
	link: `display:inline-block;padding:2px 0;color:${LINK};text-decoration:underline`,
	call: `display:inline-block;padding:2px 0;font-size:19px;line-height:28px;font-weight:600;color:${LINK};text-decoration:underline`,
	pillTable: 'border-collapse:separate;margin:2px 0 6px',
	pillCell: `border-radius:999px;background-color:${INK}`,
	pill: `display:inline-block;background-color:${INK};border:solid ${INK};border-width:12px 24px;border-radius:999px;${FONT};font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none`,
	outlineCell: `border:1px solid ${INK};border-radius:999px;background-color:${CARD}`,
	outline: `display:inline-block;background-color:${CARD};border:solid ${CARD};border-width:12px 22px;border-radius:999px;${FONT};font-size:15px;line-height:20px;font-weight:600;color:${INK};text-decoration:none`,
	/** A hyphen with non-breaking spaces around is a place to break, all the same (UAX #14, LB12a). */
	together: 'white-space:nowrap',
	/** Ends the row of buttons; an empty one has no height. */
	belowButtons: `clear:both;font-size:13px;line-height:20px;color:${MUTED}`,
};

/** The look of a line, by its tone. */
export const TONES: Record<LineTone, string> = {
	plain: `color:${INK}`,
	strong: `font-weight:600;color:${INK}`,
	muted: `font-size:14px;color:${MUTED}`,
	struck: `text-decoration:line-through;color:${MUTED}`,
};

/** Only what inline styles cannot say: narrow screens and dark mode. */
export const STYLE_SHEET = `
:root { color-scheme: light dark; supported-color-schemes: light dark; }
@media (max-width: 560px) {
	.gutter { padding: 16px 8px 28px !important; }
	.card { padding: 24px 20px 26px !important; }
	.label { display: block !important; width: auto !important; padding: 12px 0 0 !important; }
	.value { display: block !important; border-top: 0 !important; padding: 0 0 12px !important; }
	.tap { padding: 10px 0 !important; }
}
@media (prefers-color-scheme: dark) {
	.paper { background-color: #191614 !important; }
	.card { background-color: #26211d !important; }
	.ink { color: #f3ebe1 !important; }
	.muted { color: #b8aa9b !important; }
	.link { color: #e9bf8f !important; }
	.rule { border-color: #3d352e !important; }
	.notice { color: #f0dcb4 !important; background-color: #3b2f1a !important; border-color: #bd8f3f !important; }
	.pill { background-color: #f3ebe1 !important; border-color: #f3ebe1 !important; }
	.pill-text { color: #26211d !important; }
	.outline { background-color: #26211d !important; border-color: #f3ebe1 !important; }
	.outline-text { color: #f3ebe1 !important; border-color: #26211d !important; }
	.created { color: #a9c98d !important; border-color: #7f9f64 !important; }
	.rescheduled { color: #e5b96b !important; border-color: #bd8f3f !important; }
	.canceled { color: #f0a090 !important; border-color: #c8604f !important; }
}
`.replace(/\t/g, '');

/** For what only mails to clients and the agenda show. */
const MORE_STYLES = `
@media (prefers-color-scheme: dark) {
	.reminder { color: #a9bcdc !important; border-color: #7187ad !important; }
	.agenda { color: #e9bf8f !important; border-color: #b98a55 !important; }
}
`.replace(/\t/g, '');

const WORKSHOP_KINDS: readonly AnyMailKind[] = ['created', 'rescheduled', 'canceled'];

/** The style sheet of a mail, without what it has no use for. */
export function styleSheetFor(kind: AnyMailKind): string {
	return WORKSHOP_KINDS.includes(kind) ? STYLE_SHEET : STYLE_SHEET + MORE_STYLES;
}
