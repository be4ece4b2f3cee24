import { DEFAULT_SETTINGS, resolveSettings } from '../../../nodes/shared/settings/settings';

const row = (reglage: string, valeur: string) => ({ reglage, valeur });

/** What the empty line of the alerts is read as. */
const DEFAULTS_AS_READ = {
	...DEFAULT_SETTINGS,
	destinataire_alertes: DEFAULT_SETTINGS.destinataire,
};

describe('the settings table', () => {
	test('that is empty gives the defaults and says what to add, with a help for each', () => {
		const { settings, missing, refused } = resolveSettings([{}]);
		expect(settings).toEqual(DEFAULTS_AS_READ);
		expect(missing.map(({ reglage }) => reglage)).toEqual(Object.keys(DEFAULT_SETTINGS));
		expect(missing.every(({ aide }) => aide.endsWith('.'))).toBe(true);
		expect(refused).toEqual([]);
	});

	test('that was filled with the defaults misses nothing and reads as the defaults', () => {
		const { missing } = resolveSettings([]);
		expect(resolveSettings(missing)).toEqual({
			settings: DEFAULTS_AS_READ,
			missing: [],
			refused: [],
		});
	});

	test.each([
		['destinataire', 'a@b.fr', 'a@b.fr'],
		['destinataire', ' a@b.fr ; c@d.fr,e@f.fr ', 'a@b.fr, c@d.fr, e@f.fr'],
		['destinataire_alertes', 'secours@c.fr', 'secours@c.fr'],
		['expediteur', 'rdv@archimeuble.fr', 'rdv@archimeuble.fr'],
		['nom_expediteur', 'Atelier "ArchiMeuble" <x>', 'Atelier  ArchiMeuble   x'],
		['fuseau', 'Indian/Reunion', 'Indian/Reunion'],
		['agenda_joint', 'Oui', true],
		['agenda_joint', 'NON', false],
		['fichier_log', '/srv/log/rdv.log', '/srv/log/rdv.log'],
	])('%s = %s is read as %s', (reglage, valeur, expected) => {
		const { settings, refused } = resolveSettings([row(reglage, valeur)]);
		expect(settings[reglage as keyof typeof settings]).toBe(expected);
		expect(refused).toEqual([]);
	});

	test('whose line of the alerts is empty sends them to the recipient of the mails', () => {
		const rows = [row('destinataire', 'a@b.fr'), row('destinataire_alertes', '')];
		expect(resolveSettings(rows).settings.destinataire_alertes).toBe('a@b.fr');
		expect(resolveSettings(rows).refused).toEqual([]);
	});

	test.each([
		['destinataire', ''],
		['destinataire', 'a@b.fr, personne'],
		['destinataire', 'a@b.fr\nBcc: x@y.fr'],
		['destinataire_alertes', 'personne'],
		['expediteur', 'ArchiMeuble'],
		['nom_expediteur', '<>'],
		['fuseau', 'Paris'],
		['agenda_joint', 'peut-être'],
		['fichier_log', ' '],
	])('%s = %j is refused with a sentence, and the default is used', (reglage, valeur) => {
		const { settings, refused } = resolveSettings([row(reglage, valeur)]);
		expect(settings).toEqual(DEFAULTS_AS_READ);
		expect(refused).toEqual([expect.stringContaining(`«\u00a0${reglage}\u00a0»`)]);
	});
});
