import fc from 'fast-check';
import {
	DEFAULT_SETTINGS,
	duplicateSettings,
	resolveSettings,
	SETTINGS_TABLE,
} from '../../../nodes/shared/settings/settings';
import { DASHBOARD_PATH } from '../../../scripts/lib/project.mts';

const TOKEN = 'Zx81kQ_vw72LmN-a0cBtYhRd4EfGsUiP';

const row = (reglage: string, valeur: string) => ({ reglage, valeur });

/** What the empty lines of the alerts and of the clients' answers are read as. */
const DEFAULTS_AS_READ = {
	...DEFAULT_SETTINGS,
	destinataire_alertes: DEFAULT_SETTINGS.destinataire,
	reponse_clients: DEFAULT_SETTINGS.destinataire,
};

describe('the settings table', () => {
	test('that is empty gives the defaults and says what to add, with a help for each', () => {
		const { settings, missing, refused } = resolveSettings([{}]);
		expect(settings).toEqual(DEFAULTS_AS_READ);
		expect(missing.map(({ reglage }) => reglage)).toEqual(Object.keys(DEFAULT_SETTINGS));
		expect(missing.every(({ aide }) => aide.endsWith('.'))).toBe(true);
		expect(refused).toEqual([]);
	});

	test('that holds a line twice counts the first, wherever it stands in the list', () => {
		const line = (id: number, reglage: string, valeur: string) => ({
			id,
			reglage,
			valeur,
			aide: '',
		});
		const rows = [
			line(9, ' nom_expediteur', 'Neuf'),
			line(4, 'nom_expediteur', 'Quatre'),
			line(5, 'rappel_heures', '12'),
			{},
		];
		for (const order of [rows, rows.toReversed()]) {
			expect(resolveSettings(order).settings.nom_expediteur).toBe('Quatre');
			expect(duplicateSettings(order)).toEqual([{ id: 9 }]);
		}
		expect(duplicateSettings([])).toEqual([]);
	});

	test('that holds lines without a name repeats nothing', () => {
		expect(duplicateSettings([{ id: 1, reglage: ' ' }, { id: 2, reglage: ' ' }, {}])).toEqual([]);
	});

	test('that holds a line without a value counts it as empty', () => {
		const { settings, refused } = resolveSettings([{ reglage: 'agenda_heure' }]);
		expect([settings.agenda_heure, refused]).toEqual(['', []]);
	});

	test('has the name every workflow knows', () => {
		expect(SETTINGS_TABLE).toBe('archimeuble_reglages');
	});

	test('as it comes writes to no client, attaches no calendar and sends an agenda of days with appointments', () => {
		expect(resolveSettings([]).settings).toMatchObject({
			courriels_client: false,
			agenda_joint: false,
			agenda_heure: '07:30',
			agenda_jours_vides: false,
			jours_fermes: '',
			jeton_agenda: '',
			rappel_heures: 24,
		});
	});

	test('is filled with what a caller wants instead of the defaults, in words', () => {
		const wanted = { ...DEFAULT_SETTINGS, agenda_joint: true, rappel_heures: 48 };
		const values = resolveSettings([], wanted).missing.map(({ reglage, valeur }) => [
			reglage,
			valeur,
		]);
		expect(Object.fromEntries(values)).toMatchObject({
			agenda_joint: 'oui',
			courriels_client: 'non',
			rappel_heures: '48',
		});
	});

	test('names in its helps only settings and workflows there are', () => {
		const WORKFLOWS = ['ArchiMeuble – Installation', 'Installation'];
		const named = resolveSettings([]).missing.flatMap(({ aide }) =>
			[...aide.matchAll(/«\u00a0(.*?)\u00a0»/g)].map(([, name]) => name),
		);
		expect(named.length).toBeGreaterThan(3);
		for (const name of named)
			expect([...Object.keys(DEFAULT_SETTINGS), ...WORKFLOWS]).toContain(name);
	});

	test('that was filled with the defaults misses nothing and reads as the defaults', () => {
		const { missing } = resolveSettings([]);
		expect(resolveSettings(missing)).toEqual({
			settings: DEFAULTS_AS_READ,
			missing: [],
			refused: [],
			helps: [],
		});
	});

	test.each([
		['destinataire', 'a@b.fr', 'a@b.fr'],
		['destinataire', ' a@b.fr ; c@d.fr,e@f.fr ', 'a@b.fr, c@d.fr, e@f.fr'],
		['destinataire', 'a@b.fr; c@d.fr;', 'a@b.fr, c@d.fr'],
		['destinataire', 'a@b.fr,', 'a@b.fr'],
		['destinataire', 'a@b.fr\nc@d.fr\r\n', 'a@b.fr, c@d.fr'],
		['destinataire', 'a@b.fr c@d.fr', 'a@b.fr, c@d.fr'],
		['destinataire', 'a@b.fr\u00a0et\u00a0c@d.fr', 'a@b.fr, c@d.fr'],
		['destinataire', 'a@b.fr & c@d.fr', 'a@b.fr, c@d.fr'],
		['destinataire', 'Paul Petit <a@b.fr>; M. Léa d’Orsay <c@d.fr>', 'a@b.fr, c@d.fr'],
		['destinataire', '"Petit, Paul" <a@b.fr>', 'a@b.fr'],
		['destinataire', '<a@b.fr>', 'a@b.fr'],
		['destinataire', 'mailto:a@b.fr.', 'a@b.fr'],
		['destinataire', 'a@b.fr, A@B.fr', 'a@b.fr'],
		['destinataire_alertes', 'Secours <secours@c.fr>;', 'secours@c.fr'],
		['expediteur', 'ArchiMeuble <rdv@archimeuble.fr>', 'rdv@archimeuble.fr'],
		['reponse_clients', 'Atelier <a@b.fr>', 'a@b.fr'],
		['nom_expediteur', 'Atelier (Lyon)', 'Atelier  Lyon'],
		['destinataire_alertes', 'secours@c.fr', 'secours@c.fr'],
		['expediteur', 'rdv@archimeuble.fr', 'rdv@archimeuble.fr'],
		['nom_expediteur', 'Atelier "ArchiMeuble" <x>', 'Atelier  ArchiMeuble   x'],
		['fuseau', 'Indian/Reunion', 'Indian/Reunion'],
		['agenda_joint', 'Oui', true],
		['agenda_joint', 'NON', false],
		['fichier_log', '/srv/log/rdv.log', '/srv/log/rdv.log'],
		['courriels_client', 'oui', true],
		['rappel_heures', '48', 48],
		['rappel_heures', '48 h', 48],
		['rappel_heures', '48h', 48],
		['rappel_heures', '48 heures', 48],
		['rappel_heures', '2 jours', 48],
		['conservation_rendez_vous_mois', '24 mois', 24],
		['conservation_rendez_vous_mois', '2 ans', 24],
		['conservation_journal_jours', '90 jours', 90],
		['agenda_heure', '7', '07:00'],
		['agenda_heure', '7.30', '07:30'],
		['agenda_heure', '0730', '07:30'],
		['agenda_heure', '07:30:00', '07:30'],
		['courriels_client', 'Oui.', true],
		['courriels_client', 'yes', true],
		['agenda_heure', '7:30', '07:30'],
		['agenda_heure', '7h30', '07:30'],
		['agenda_heure', '6 h', '06:00'],
		['agenda_heure', '18 h 05', '18:05'],
		['agenda_heure', '', ''],
		['a_preparer', '', ''],
		['a_preparer', 'Vos photos.', 'Vos photos.'],
		['reponse_clients', 'contact@archimeuble.fr', 'contact@archimeuble.fr'],
		['agenda_jours_vides', 'oui', true],
		['jours_fermes', '', ''],
		['jours_fermes', 'Samedi et dimanche ; 1er mai', 'samedi, dimanche, 01/05'],
		['telephone_atelier', '', ''],
		['telephone_atelier', '03 20 11 22 33', '+33320112233'],
		['telephone_atelier', '+32 470 12 34 56', '+32470123456'],
		['adresse_tableau_de_bord', 'https://n8n.example/x', 'https://n8n.example/x'],
		['jeton_agenda', TOKEN, TOKEN],
		['jeton_agenda', '', ''],
		['conservation_rendez_vous_mois', '36', 36],
		['conservation_journal_jours', '30', 30],
		['version_flux', '0.1.0', '0.1.0'],
	])('%s = %s is read as %s', (reglage, valeur, expected) => {
		const { settings, refused } = resolveSettings([row(reglage, valeur)]);
		expect(settings[reglage as keyof typeof settings]).toBe(expected);
		expect(refused).toEqual([]);
	});

	test.each([
		['', '', ''],
		['', 'https://n8n.example/', `https://n8n.example${DASHBOARD_PATH}`],
		['', 'https://n8n.example/n8n', `https://n8n.example/n8n${DASHBOARD_PATH}`],
		['', 'n8n', ''],
		['https://tableau.example/', 'https://n8n.example/', 'https://tableau.example/'],
	])('whose dashboard is at %j, with n8n at %j, links to %j', (valeur, n8nUrl, expected) => {
		const rows = [row('adresse_tableau_de_bord', valeur)];
		const { settings, missing } = resolveSettings(rows, DEFAULT_SETTINGS, { n8nUrl });
		expect(settings.adresse_tableau_de_bord).toBe(expected);
		const toAdd = resolveSettings([], DEFAULT_SETTINGS, { n8nUrl }).missing;
		expect(missing).not.toHaveLength(toAdd.length);
		expect(toAdd).toContainEqual({
			reglage: 'adresse_tableau_de_bord',
			valeur: '',
			aide: expect.any(String),
		});
	});

	test.each([
		['is noted', [], '0.2.0', ['0.2.0']],
		['takes the place of an older one', [row('version_flux', '0.1.0')], '0.2.0', ['0.2.0']],
		['that is the same is left', [row('version_flux', '0.2.0')], '0.2.0', []],
		['is left where none is to be noted', [row('version_flux', '0.1.0')], '', []],
	])('the version of the workflows %s', (_name, rows, version, written) => {
		const { missing } = resolveSettings(rows, DEFAULT_SETTINGS, { workflowsVersion: version });
		const lines = missing.filter(({ reglage }) => reglage === 'version_flux');
		expect(lines.map(({ valeur }) => valeur)).toEqual(written);
	});

	test('whose line of the clients’ answers is empty sends them to the first recipient', () => {
		const rows = [row('destinataire', 'a@b.fr, c@d.fr'), row('reponse_clients', '')];
		expect(resolveSettings(rows).settings.reponse_clients).toBe('a@b.fr');
	});

	test('whose line of the alerts is empty sends them to the recipient of the mails', () => {
		const rows = [row('destinataire', 'a@b.fr'), row('destinataire_alertes', '')];
		expect(resolveSettings(rows).settings.destinataire_alertes).toBe('a@b.fr');
		expect(resolveSettings(rows).refused).toEqual([]);
	});

	test.each([
		['expediteur', 'ArchiMeuble'],
		['nom_expediteur', '<>'],
		['fuseau', 'Paris'],
		['agenda_joint', 'peut-être'],
		['fichier_log', ' '],
		['courriels_client', 'parfois'],
		['rappel_heures', '2'],
		['rappel_heures', '24 minutes'],
		['rappel_heures', 'h'],
		['rappel_heures', '24 h 30'],
		['rappel_heures', '1e2'],
		['agenda_heure', '25:00'],
		['agenda_heure', 'matin'],
		['agenda_heure', '07:3'],
		['reponse_clients', 'atelier'],
		['agenda_jours_vides', 'parfois'],
		['jours_fermes', 'fériés'],
		['telephone_atelier', 'sur rendez-vous'],
		['adresse_tableau_de_bord', 'n8n.example'],
		['adresse_tableau_de_bord', 'javascript:alert(1)'],
		['jeton_agenda', 'secret'],
		['jeton_agenda', 'a'.repeat(40)],
		['conservation_rendez_vous_mois', '0'],
		['conservation_rendez_vous_mois', '-1'],
		['conservation_journal_jours', '7'],
		['conservation_journal_jours', '2 mois'],
	])('%s = %j is refused with a sentence, and the default is used', (reglage, valeur) => {
		const { settings, refused } = resolveSettings([row(reglage, valeur)]);
		expect(settings).toEqual(DEFAULTS_AS_READ);
		expect(refused).toEqual([expect.stringContaining(`«\u00a0${reglage}\u00a0»`)]);
	});

	test.each<[string, string, string[]]>([
		['destinataire', 'personne', ['atelier@exemple.fr']],
		['destinataire_alertes', 'personne', ['secours@exemple.fr', '']],
		['expediteur', 'ArchiMeuble', ['atelier@exemple.fr']],
		['nom_expediteur', '<>', ['ArchiMeuble']],
		['fuseau', 'Paris', ['Europe/Paris']],
		['agenda_joint', 'peut-être', ['oui', 'non']],
		['annonces_depuis', 'hier', ['2026-11-22T08:00:00Z']],
		['courriels_client', 'parfois', ['oui', 'non']],
		['rappel_heures', '169', ['3', '168']],
		['agenda_heure', 'matin', ['07:30', '']],
		['agenda_jours_vides', 'parfois', ['oui', 'non']],
		['jours_fermes', 'fériés', ['dimanche, 25/12, 14/07/2027', '']],
		['reponse_clients', 'atelier', ['atelier@exemple.fr', '']],
		['telephone_atelier', 'fixe', ['03 20 00 00 00', '']],
		[
			'adresse_tableau_de_bord',
			'n8n.example',
			['https://n8n.exemple.fr/webhook/archimeuble/tableau-de-bord', ''],
		],
		['conservation_rendez_vous_mois', '121', ['1', '120']],
		['conservation_journal_jours', '3651', ['30', '3650']],
	])('says what to write instead of %s = %j, and that can be used', (reglage, valeur, advised) => {
		const [sentence] = resolveSettings([row(reglage, valeur)]).refused;
		for (const instead of advised) {
			expect(sentence).toMatch(/inutilisable, écrire .+\. .+\.$/);
			expect(sentence).toContain(instead || ', ou rien.');
			expect(resolveSettings([row(reglage, instead)]).refused).toEqual([]);
		}
	});

	test.each([
		['jeton_agenda', 'secret', '32 lettres'],
		['fichier_log', '', 'chemin'],
	])('says what to write instead of %s = %j', (reglage, valeur, advised) => {
		expect(resolveSettings([row(reglage, valeur)]).refused).toEqual([
			expect.stringMatching(new RegExp(`inutilisable, écrire .*${advised}.*\\. .+`)),
		]);
	});

	test('says that the value it came with is used until then', () => {
		expect(resolveSettings([row('fuseau', 'Paris')]).refused).toEqual([
			expect.stringMatching(/Europe\/Paris\. La valeur de départ /),
		]);
	});

	test.each(['', 'personne', 'atelier@', 'paul at b.fr', ';', 'atelier@-société.fr'])(
		'without an address to write to (%j) writes to nobody, least of all to somebody else',
		(valeur) => {
			const { settings, refused } = resolveSettings([row('destinataire', valeur)]);
			expect(settings).toMatchObject({
				destinataire: '',
				destinataire_alertes: '',
				reponse_clients: '',
				agenda_heure: '',
			});
			expect(refused).toEqual([expect.stringMatching(/destinataire.*aucun courriel ne part/iu)]);
		},
	);

	test.each([
		['a@b.fr, personne', 'a@b.fr', 'personne'],
		['a@b.fr; lea@atelier', 'a@b.fr', 'lea@atelier'],
		['a@b.fr et lea.atelier.fr', 'a@b.fr', 'lea.atelier.fr'],
		['a@b.fr\nBcc: x@y.fr', 'a@b.fr, x@y.fr', 'Bcc:'],
		['a@b.fr; lea@x; paul@y', 'a@b.fr', 'lea@x\u00a0», «\u00a0paul@y'],
	])(
		'of which a part is no address (%j) keeps the others, and says which',
		(valeur, kept, said) => {
			const { settings, refused } = resolveSettings([row('destinataire', valeur)]);
			expect(settings.destinataire).toBe(kept);
			expect(refused).toEqual([expect.stringContaining(`«\u00a0${said}\u00a0»`)]);
		},
	);

	test('without a usable address for alerts sends them to the recipient, and says so', () => {
		const rows = [row('destinataire', 'a@b.fr'), row('destinataire_alertes', 'personne')];
		const { settings, refused } = resolveSettings(rows);
		expect(settings.destinataire_alertes).toBe('a@b.fr');
		expect(refused).toHaveLength(1);
	});

	test('says in the help of a line that it cannot be used, and takes it back', () => {
		const [help] = resolveSettings([]).missing.filter(({ reglage }) => reglage === 'rappel_heures');
		const wrong = { ...help, reglage: ' rappel_heures', valeur: 'bientôt' };
		const [marked, ...others] = resolveSettings([wrong]).helps;
		expect(others).toEqual([]);
		expect(marked).toEqual({
			reglage: ' rappel_heures',
			aide: expect.stringMatching(
				/^⚠ Valeur inutilisable, écrire .*3 et 168\. .* Rappel au client/u,
			),
		});
		expect(resolveSettings([{ ...wrong, ...marked }]).helps).toEqual([]);
		expect(resolveSettings([{ ...wrong, ...marked, valeur: '48' }]).helps).toEqual([
			{ reglage: ' rappel_heures', aide: help.aide },
		]);
		expect(resolveSettings([{ ...help, aide: 'Ma note' }]).helps).toEqual([]);
	});

	test('never reads what was typed as an address that is not there', () => {
		const typed = fc.array(
			fc.constantFrom(
				'a@b.fr',
				'c@d.fr',
				' ',
				',',
				';',
				'\n',
				'<',
				'>',
				'"',
				'et',
				'x@',
				'@y.fr',
				'Bcc:',
			),
		);
		fc.assert(
			fc.property(typed, (pieces) => {
				const { settings } = resolveSettings([row('destinataire', pieces.join(''))]);
				for (const address of settings.destinataire.split(', ').filter(Boolean)) {
					expect(pieces.join('')).toContain(address);
					expect(address).toMatch(/^[^\s<>",;]+@[^\s<>",;@]+$/);
				}
			}),
		);
	});
});
