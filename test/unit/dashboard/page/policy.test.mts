import { createHash } from 'node:crypto';
import { PAGE_POLICY } from '../../../../nodes/shared/dashboard/page/policy';
import { SCRIPT } from '../../../../nodes/shared/dashboard/page/script';
import { STYLE_SHEET } from '../../../../nodes/shared/dashboard/page/style';

const hash = (source: string) =>
	`'sha256-${createHash('sha256').update(Buffer.from(source, 'utf8')).digest('base64')}'`;

/** CSP Level 3 §2.2: directives between semicolons, a name and its values between spaces. */
test('the page may use its one style and script, send its form and ask its own server; no more', () => {
	const directives = PAGE_POLICY.split(';').map((directive) => directive.trim().split(' '));
	expect(directives).toEqual([
		['default-src', "'none'"],
		['style-src', hash(STYLE_SHEET)],
		['script-src', hash(SCRIPT)],
		['connect-src', "'self'"],
		['form-action', "'self'"],
		['base-uri', "'none'"],
	]);
});
