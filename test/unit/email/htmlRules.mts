import { HtmlValidate } from 'html-validate';

/** html-validate's recommended rules, but for what mail programs ask for instead. */
const validator = new HtmlValidate({
	root: true,
	extends: ['html-validate:recommended', 'html-validate:document'],
	rules: {
		// Several mail programs drop style sheets: https://www.caniemail.com/features/html-style/
		'no-inline-style': 'off',
		// Outlook's Word engine reads bgcolor, align, valign, width and cellpadding, not their CSS.
		'no-deprecated-attr': 'off',
		// The title is the subject, of which mail allows more than the 70 characters of a search page.
		'long-title': 'off',
		// « none » is the newer word for the same role; screen readers in mail know « presentation ».
		'presentation-role-style': ['error', { prefer: 'presentation' }],
		// Outlook on Windows reads them, and nothing else tells it apart.
		'no-conditional-comment': 'off',
		// Mail programs replace <article> by <div>; the role survives.
		'prefer-native-element': ['error', { exclude: ['article'] }],
		// Letters of a number keep together with U+00A0 already; guests may type one anywhere.
		'tel-non-breaking': 'off',
	},
});

/** What html-validate finds wrong, `rule: message` each. */
export async function faultsOf(html: string): Promise<string[]> {
	const { results } = await validator.validateString(html);
	return results.flatMap(({ messages }) =>
		messages.map(({ ruleId, message, line }) => `${ruleId}: ${message} (line ${line})`),
	);
}
