import { hostLinkIn } from '../../../nodes/shared/appointment/hostLink';

describe('a link in the words of a place', () => {
	test.each([
		'https://us02web.zoom.us/j/1',
		'https://zoom.us/j/1',
		'https://app.zoom.com/j/1',
		'https://whereby.com/atelier',
		'https://meet.jit.si/atelier',
		'https://8x8.vc/atelier',
		'https://meet.google.com/abc',
		'https://teams.microsoft.com/l/1',
		'https://teams.live.com/meet/1',
		'https://atelier.webex.com/meet/1',
		'https://global.gotomeeting.com/join/1',
		'https://meet.goto.com/1',
		'https://join.skype.com/1',
		'https://framatalk.org/atelier',
		'https://kmeet.infomaniak.com/1',
		'https://visio.numerique.gouv.fr/abc',
		'https://discord.gg/abc',
		'https://visio.atelier.fr/a',
		'https://visios.atelier.fr/a',
		'https://salle-visio.atelier.fr/a',
		'https://bbb.atelier.fr/a',
		'https://bbb12.atelier.fr/a',
		'https://jitsi-2.atelier.fr/a',
		'https://atelier.video',
		// A room that is called like a map is a room.
		'https://meet.jit.si/maps',
	])('opens a video call: %s', (href) => {
		expect(hostLinkIn(href)).toEqual({ href, opens: 'video', rest: null });
	});

	test.each([
		'https://maps.google.com/?q=a',
		'https://maps.app.goo.gl/abc',
		'https://maps.apple.com/?q=a',
		'https://goo.gl/maps/abc',
		'https://g.page/atelier',
		'https://www.google.fr/maps/place/a',
		'https://google.fr/maps/place/a',
		'https://www.google.co.uk/maps',
		'https://www.openstreetmap.org/#map=1',
		'https://osm.org/go/1',
		'https://waze.com/ul',
		'https://ul.waze.com/ul',
		'https://www.waze.com/ul',
		'https://fr.mappy.com/plan',
		'https://what3words.com/a.b.c',
		'https://www.bing.com/maps?q=a',
		'https://plus.codes/8FVC',
	])('opens a map: %s', (href) => {
		expect(hostLinkIn(href)).toEqual({ href, opens: 'map', rest: null });
	});

	test.each([
		'https://atelier.fr/acces',
		'https://provisio.fr/a',
		'https://videotheque.fr/a',
		'https://visio2b.fr/a',
		'https://notzoom.us/j/1',
		'https://zoom.us.atelier.fr/j/1',
		'https://atelier.fr/zoom.us',
		'https://mapshop.fr/a',
		'https://atelier.fr/maps',
		'https://www.google.fr/mapshop',
		'https://wwwaosm.org/a',
	])('opens nobody knows what: %s', (href) => {
		expect(hostLinkIn(href)).toEqual({ href, opens: 'unknown', rest: null });
	});

	test.each([
		['Zoom : https://zoom.us/j/1', 'Zoom'],
		['Salle A (Zoom) : https://zoom.us/j/1', 'Salle A (Zoom)'],
		['Zoom (https://zoom.us/j/1)', 'Zoom'],
		['Zoom – https://zoom.us/j/1 .', 'Zoom'],
		['https://zoom.us/j/1 (code 2)', '(code 2)'],
		['https://zoom.us/j/1 - code 2, salle A', 'code 2, salle A'],
		['https://zoom.us/j/1«code 2, salle A»', '«code 2, salle A»'],
		['(https://zoom.us/j/1).', null],
		['Salle https://zoom.us/j/1 code 2', 'Salle https://zoom.us/j/1 code 2'],
	])('beside it « %s » says « %s »', (text, rest) => {
		expect(hostLinkIn(text)).toEqual({ href: 'https://zoom.us/j/1', opens: 'video', rest });
	});

	test('is the first of several', () => {
		expect(hostLinkIn('https://zoom.us/j/1 ou https://atelier.fr/acces')).toEqual({
			href: 'https://zoom.us/j/1',
			opens: 'video',
			rest: 'ou https://atelier.fr/acces',
		});
	});

	test.each(['12 rue A', '', 'zoom.us', 'http://localhost/maps'])('is none in « %s »', (text) => {
		expect(hostLinkIn(text)).toBeNull();
	});
});
