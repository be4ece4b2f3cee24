import { zoneName } from '../../../nodes/shared/french/zones';

test.each([
	['Europe/Paris', 'heure de Paris'],
	['America/New_York', 'heure de New York'],
	['Europe/London', 'heure de Londres'],
	['Europe/Athens', 'heure d’Athènes'],
	['America/Argentina/Buenos_Aires', 'heure de Buenos Aires'],
	['Indian/Reunion', 'heure de La Réunion'],
	['Africa/Cairo', 'heure du Caire'],
	['Atlantic/Canary', 'heure des Canaries'],
	['UTC', 'heure UTC'],
	['Etc/GMT+5', 'heure Etc/GMT+5'],
	['US/Eastern', 'heure US/Eastern'],
	['Canada/Atlantic', 'heure Canada/Atlantic'],
	['Brazil/East', 'heure Brazil/East'],
	['Mexico/General', 'heure Mexico/General'],
	['Chile/Continental', 'heure Chile/Continental'],
	['SystemV/EST5', 'heure SystemV/EST5'],
	['Africa/Algiers', 'heure d’Alger'],
	['Asia/Beirut', 'heure de Beyrouth'],
	['Europe/Brussels', 'heure de Bruxelles'],
	['Europe/Bucharest', 'heure de Bucarest'],
	['Europe/Copenhagen', 'heure de Copenhague'],
	['Asia/Dubai', 'heure de Dubaï'],
	['Asia/Jerusalem', 'heure de Jérusalem'],
	['Europe/Lisbon', 'heure de Lisbonne'],
	['America/Mexico_City', 'heure de Mexico'],
	['America/Montreal', 'heure de Montréal'],
	['Europe/Moscow', 'heure de Moscou'],
	['Pacific/Noumea', 'heure de Nouméa'],
	['America/Sao_Paulo', 'heure de São Paulo'],
	['Asia/Seoul', 'heure de Séoul'],
	['Asia/Singapore', 'heure de Singapour'],
	['Europe/Vienna', 'heure de Vienne'],
	['Europe/Warsaw', 'heure de Varsovie'],
])('the zone %s is the %s', (zone, expected) => {
	expect(zoneName(zone)).toBe(expected.replace(/ /g, '\u00a0'));
});

test('no zone of this runtime is named with a path or an underscore', () => {
	const cities = Intl.supportedValuesOf('timeZone').filter((zone) => zone.includes('/'));
	expect(cities.length).toBeGreaterThan(300);
	for (const zone of cities) expect(zoneName(zone)).toMatch(/^heure\u00a0d[^/_]+$/);
});
