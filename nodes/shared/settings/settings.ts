import { asInstant, asMailAddress } from '../calendly/fields';
import { DEFAULT_TIMEZONE, isKnownTimezone } from '../french/dates';
import { foldAccents, NARROW_NBSP, NBSP, quoted } from '../french/typography';

/** Data table the workshop changes settings in: one line per setting. */
export const SETTINGS_TABLE = 'archimeuble_reglages';

/** A line of the settings table. */
export interface SettingRow {
	reglage: string;
	valeur: string;
	aide: string;
}

/** The settings as the workflows read them; names as the workshop sees them. */
export interface Settings {
	/** Who receives the mails; several addresses are separated by commas. */
	destinataire: string;
	/** Who receives the alerts; the recipient of the mails when the line is left empty. */
	destinataire_alertes: string;
	/** From address of every mail. */
	expediteur: string;
	/** From name of every mail. */
	nom_expediteur: string;
	/** Zone the workshop reads times in. */
	fuseau: string;
	/** Whether a calendar file is attached to the workshop's mails. */
	agenda_joint: boolean;
	/**
	 * Facts the reconciliation finds are announced when they happened after this, UTC. Set to the first
	 * run, so that an account with a past is not announced from its beginning.
	 */
	annonces_depuis: string;
	/** Log file; must lie in the folder n8n may write to. */
	fichier_log: string;
}

type SettingName = keyof Settings;

interface Setting<Name extends SettingName> {
	help: string;
	read: (value: string) => Settings[Name] | null;
	write: (value: Settings[Name]) => string;
	/** What to write instead, for the sentence that refuses a value. */
	expected: string;
}

const text = (value: string): string | null => (value === '' ? null : value);
const same = (value: string): string => value;

const SETTINGS: { [Name in SettingName]: Setting<Name> } = {
	destinataire: {
		help: 'Adresse qui reçoit les courriels (plusieurs adresses : les séparer par une virgule).',
		read: readAddresses,
		write: same,
		expected: 'une adresse comme atelier@exemple.fr',
	},
	destinataire_alertes: {
		help: 'Adresse de secours qui reçoit les alertes, de préférence chez un autre fournisseur (vide : le destinataire).',
		read: (value) => (value === '' ? '' : readAddresses(value)),
		write: same,
		expected: 'une adresse comme secours@exemple.fr, ou rien',
	},
	expediteur: {
		help: 'Adresse d’expédition des courriels ; elle doit être autorisée par le serveur SMTP.',
		read: asMailAddress,
		write: same,
		expected: 'une adresse comme atelier@exemple.fr',
	},
	nom_expediteur: {
		help: 'Nom affiché comme expéditeur.',
		read: (value) => text(value.replace(/["<>,;:\\\p{Cc}]/gu, ' ').trim()),
		write: same,
		expected: 'un nom comme ArchiMeuble',
	},
	fuseau: {
		help: 'Fuseau horaire des heures affichées.',
		read: (value) => (isKnownTimezone(value) ? value : null),
		write: same,
		expected: 'un fuseau comme Europe/Paris',
	},
	agenda_joint: {
		help: 'Joindre le rendez-vous au format agenda (.ics) : oui ou non.',
		read: readYesNo,
		write: (value) => (value ? 'oui' : 'non'),
		expected: 'oui ou non',
	},
	annonces_depuis: {
		help: `Le rattrapage n’annonce que ce qui s’est passé sur Calendly depuis cette date (UTC)${NARROW_NBSP}; ce qui est plus ancien est enregistré sans courriel.`,
		read: asInstant,
		write: same,
		expected: 'une date comme 2026-11-22T08:00:00Z',
	},
	fichier_log: {
		help: 'Fichier journal (log), dans le dossier où n8n a le droit d’écrire.',
		read: text,
		write: same,
		expected: 'un chemin de fichier',
	},
};

export const DEFAULT_SETTINGS: Settings = {
	destinataire: 'pro.archimeuble@gmail.com',
	destinataire_alertes: '',
	expediteur: 'pro.archimeuble@gmail.com',
	nom_expediteur: 'ArchiMeuble',
	fuseau: DEFAULT_TIMEZONE,
	agenda_joint: false,
	annonces_depuis: '1970-01-01T00:00:00.000Z',
	fichier_log: '/home/node/.n8n-files/calendly.log',
};

export interface ResolvedSettings {
	settings: Settings;
	/** Settings the table does not have yet, to be added to it with their defaults. */
	missing: SettingRow[];
	/** A French sentence for each line whose value cannot be used; its default is used meanwhile. */
	refused: string[];
}

/** Reads the settings table; what is missing or unusable falls back to the default and is said. */
export function resolveSettings(
	rows: ReadonlyArray<Partial<SettingRow>>,
	defaults: Settings = DEFAULT_SETTINGS,
): ResolvedSettings {
	const resolved: ResolvedSettings = { settings: { ...defaults }, missing: [], refused: [] };
	for (const name of Object.keys(SETTINGS) as SettingName[]) {
		const row = rows.find(({ reglage }) => reglage?.trim() === name);
		if (row === undefined) resolved.missing.push(settingRow(name, defaults));
		else readSetting(name, row, resolved);
	}
	const { settings } = resolved;
	settings.destinataire_alertes ||= settings.destinataire;
	return resolved;
}

function settingRow<Name extends SettingName>(name: Name, defaults: Settings): SettingRow {
	const { help, write } = SETTINGS[name];
	return { reglage: name, valeur: write(defaults[name]), aide: help };
}

function readSetting<Name extends SettingName>(
	name: Name,
	row: Partial<SettingRow>,
	{ settings, refused }: ResolvedSettings,
): void {
	const { read, expected } = SETTINGS[name];
	const value = read(String(row.valeur ?? '').trim());
	if (value !== null) settings[name] = value;
	else refused.push(`Réglage ${quoted(name)}${NBSP}: valeur inutilisable, écrire ${expected}.`);
}

function readAddresses(value: string): string | null {
	const addresses = value.split(/[,;]/).map((address) => address.trim());
	return addresses.every((address) => asMailAddress(address) !== null)
		? addresses.join(', ')
		: null;
}

function readYesNo(value: string): boolean | null {
	const word = foldAccents(value);
	if (['oui', 'o', 'true', 'vrai', '1'].includes(word)) return true;
	return ['non', 'n', 'false', 'faux', '0'].includes(word) ? false : null;
}
