import {
	escapeHtml,
	Markup,
	markup,
	repeated,
	withLineBreaks,
} from '../../../nodes/shared/text/html';

test('what means something in HTML is escaped, wherever it stands', () => {
	expect(escapeHtml(`<a href="x" title='y'>&amp;</a>`)).toBe(
		'&lt;a href=&quot;x&quot; title=&#39;y&#39;&gt;&amp;amp;&lt;/a&gt;',
	);
	expect(escapeHtml('Zoé\n12 m² – 100 %')).toBe('Zoé\n12 m² – 100 %');
});

describe('markup', () => {
	test('has its own signs, and every text put into it escaped', () => {
		expect(markup`<p title="${'"'}">${'<b>'}</p>`.source).toBe('<p title="&quot;">&lt;b&gt;</p>');
	});

	test('takes other markup as it is', () => {
		expect(markup`<p>${new Markup('<b>a</b>')}</p>`.source).toBe('<p><b>a</b></p>');
	});

	test('puts each of several on a line of its own', () => {
		const rows = ['<', '>'].map((sign) => markup`<li>${sign}</li>`);
		expect(markup`<ul>${rows}</ul>`.source).toBe('<ul><li>&lt;</li>\n<li>&gt;</li></ul>');
		expect(markup`<ul>${[]}</ul>`.source).toBe('<ul></ul>');
	});

	test('of a text keeps its lines, and is escaped', () => {
		expect(withLineBreaks('a <b>\n\nc').source).toBe('a &lt;b&gt;<br><br>c');
	});

	test.each([
		[3, '&nbsp;&nbsp;&nbsp;'],
		[1, '&nbsp;'],
		[0, ''],
	])('stands %i times where it is repeated so', (times, expected) => {
		expect(repeated(new Markup('&nbsp;'), times).source).toBe(expected);
	});
});
