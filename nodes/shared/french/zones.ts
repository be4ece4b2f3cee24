import { unbreakable } from './typography';

/** Cities of IANA zones that French names otherwise; Intl has no such names of cities. */
const FRENCH_CITIES: Record<string, string> = {
	Algiers: 'Alger',
	Athens: 'Athènes',
	Beirut: 'Beyrouth',
	Brussels: 'Bruxelles',
	Bucharest: 'Bucarest',
	Copenhagen: 'Copenhague',
	Dubai: 'Dubaï',
	Jerusalem: 'Jérusalem',
	Lisbon: 'Lisbonne',
	London: 'Londres',
	Mexico_City: 'Mexico',
	Montreal: 'Montréal',
	Moscow: 'Moscou',
	Noumea: 'Nouméa',
	Reunion: 'La Réunion',
	Sao_Paulo: 'São Paulo',
	Seoul: 'Séoul',
	Singapore: 'Singapour',
	Vienna: 'Vienne',
	Warsaw: 'Varsovie',
};

const ARTICLES: Record<string, string> = { Cairo: 'du Caire', Canary: 'des Canaries' };

/** Zones that are named after no city: `Etc/GMT+5`, `US/Eastern`. */
const NO_CITIES = ['Etc', 'US', 'Canada', 'Brazil', 'Mexico', 'Chile', 'SystemV'];

/** `heure de New York` for `America/New_York`, on one line; a zone that names no city is named as it is. */
export function zoneName(timezone: string): string {
	const [area, ...names] = timezone.split('/');
	const name = names.at(-1);
	if (name === undefined || NO_CITIES.includes(area)) return unbreakable(`heure ${timezone}`);
	const ofIt = ARTICLES[name] ?? ofCity(FRENCH_CITIES[name] ?? name.replace(/_/g, ' '));
	return unbreakable(`heure ${ofIt}`);
}

/** `d’Athènes`, `de Paris` */
function ofCity(city: string): string {
	return /^[AEIOUYÀÉÈÊÎÔ]/.test(city) ? `d’${city}` : `de ${city}`;
}
