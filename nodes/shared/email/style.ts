/**
 * The look of the mails. Inline, because several mail programs drop style sheets; quotes are not
 * needed anywhere, so the values survive escaping unchanged. Contrasts are WCAG AA (≥ 4.5:1).
 */
import type { LineTone } from './view';
import type { MailKind } from './types';

const INK = '#2f2a26';
const PAPER = '#f6f1eb';
const CARD = '#ffffff';
const MUTED = '#6b6158';
const RULE = '#ece4da';
const LINK = '#7a4a1e';

const FONT =
	'font-family:-apple-system,BlinkMacSystemFont,Segoe UI,Roboto,Helvetica,Arial,sans-serif';
const BREAK_LONG_WORDS = 'overflow-wrap:anywhere;word-break:break-word';

/** Stripe over the card and small heading in it, by what happened. */
export const ACCENTS: Record<MailKind, string> = {
	created: '#4f6b3a',
	rescheduled: '#8a5a12',
	canceled: '#a03325',
};

export const COLOURS = { paper: PAPER, card: CARD, ink: INK };

export const STYLE = {
	body: `margin:0;padding:0;background-color:${PAPER}`,
	hidden:
		'display:none;max-height:0;max-width:0;overflow:hidden;opacity:0;font-size:1px;line-height:1px',
	frame: `width:100%;background-color:${PAPER}`,
	gutter: 'padding:28px 12px 40px',
	column: 'width:100%;max-width:600px;margin:0 auto',
	house: `padding:0 0 14px;${FONT};font-size:13px;line-height:20px;letter-spacing:3px;text-transform:uppercase;color:${MUTED};text-align:center`,
	card: `background-color:${CARD};border-radius:14px;border-top:5px solid;padding:30px 36px 34px`,
	heading: `margin:0 0 20px;${FONT};font-size:23px;line-height:30px;font-weight:600`,
	paragraph: `margin:0 0 14px;${FONT};font-size:16px;line-height:25px;color:${INK};${BREAK_LONG_WORDS}`,
	facts: `width:100%;margin:8px 0 26px;border-collapse:collapse;border-bottom:1px solid ${RULE}`,
	label: `width:168px;padding:12px 16px 12px 0;border-top:1px solid ${RULE};${FONT};font-size:14px;line-height:24px;color:${MUTED};text-align:left;vertical-align:top;${BREAK_LONG_WORDS}`,
	value: `padding:12px 0;border-top:1px solid ${RULE};${FONT};font-size:16px;line-height:24px;color:${INK};text-align:left;vertical-align:top;${BREAK_LONG_WORDS}`,
	link: `color:${LINK};text-decoration:underline`,
	call: `display:inline-block;padding:2px 0;font-size:19px;line-height:28px;font-weight:600;color:${LINK};text-decoration:underline`,
	pillTable: 'border-collapse:separate;margin:2px 0 8px',
	pillCell: `border-radius:999px;background-color:${INK}`,
	pill: `display:inline-block;background-color:${INK};border:solid ${INK};border-width:11px 24px;border-radius:999px;${FONT};font-size:15px;line-height:20px;font-weight:600;color:#ffffff;text-decoration:none`,
	address: `font-size:13px;line-height:20px;color:${MUTED}`,
};

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
}
@media (prefers-color-scheme: dark) {
	.paper { background-color: #191614 !important; }
	.card { background-color: #26211d !important; }
	.ink { color: #f3ebe1 !important; }
	.muted { color: #b8aa9b !important; }
	.link { color: #e9bf8f !important; }
	.rule { border-color: #3d352e !important; }
	.pill { background-color: #f3ebe1 !important; border-color: #f3ebe1 !important; }
	.pill-text { color: #26211d !important; }
	.created { color: #a9c98d !important; border-color: #7f9f64 !important; }
	.rescheduled { color: #e5b96b !important; border-color: #bd8f3f !important; }
	.canceled { color: #f0a090 !important; border-color: #c8604f !important; }
}
`.replace(/\t/g, '');
