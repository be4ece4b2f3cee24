import { isStrongFeedToken } from '../dashboard/request/feedToken';
import { PREPARATION } from '../email/clientWording';
import { DEFAULT_TIMEZONE, isKnownTimezone } from '../french/dates';
import { toE164 } from '../french/phone';
import { capitalised, NARROW_NBSP, NBSP, quoted } from '../french/typography';
import { DEFAULT_APPOINTMENT_MONTHS, DEFAULT_JOURNAL_DAYS } from '../privacy/retention';
import { readClosedDays, writtenClosedDays } from '../reminders/closedDays';
import { DEFAULT_REMINDER_POLICY } from '../reminders/reminders';
import { capLine } from '../text/clean';
import { asInstant } from '../text/fields';
import { asWebUrl } from '../text/url';
import {
	DAYS,
	HOURS,
	MONTHS,
	readAddresses,
	readClockTime,
	readQuantity,
	readYesNo,
} from './typed';

/** Where n8n serves the page of « Tableau de bord »; N8N_ENDPOINT_WEBHOOK is as n8n comes. */
const DASHBOARD_PATH = 'webhook/archimeuble/tableau-de-bord';

/** Data table the workshop changes settings in: one line per setting. */
export const SETTINGS_TABLE = 'archimeuble_reglages';

/** Columns of the table, all text, in the order the workshop sees them. */
export const SETTINGS_COLUMNS = ['reglage', 'valeur', 'aide'] as const;

/** A line of the settings table. */
export interface SettingRow {
	reglage: string;
	valeur: string;
	aide: string;
}

/** The settings as the workflows read them; names as the workshop sees them. */
export interface Settings {
	/** Who receives the mails, separated by commas; empty where nobody can, and then none may leave. */
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
	/** Whether clients get mails of ours, besides Calendly's. */
	courriels_client: boolean;
	/** Hours before an appointment from which on the client is reminded. */
	rappel_heures: number;
	/** Time of the morning agenda, `07:30` in the workshop's zone; empty for none, and for nobody. */
	agenda_heure: string;
	/** Whether the agenda also leaves on days without appointments. */
	agenda_jours_vides: boolean;
	/** Days without agenda, `samedi, dimanche, 25/12`; empty for none. */
	jours_fermes: string;
	/** What clients are asked to have at hand; empty for nothing. */
	a_preparer: string;
	/** Where answers of clients go; the first recipient of the mails when the line is left empty. */
	reponse_clients: string;
	/** The workshop's number in mails to clients, E.164; empty for none. */
	telephone_atelier: string;
	/** Public address of the dashboard; the one n8n knows when the line is left empty. */
	adresse_tableau_de_bord: string;
	/** Token of the calendar feed; empty closes the feed. */
	jeton_agenda: string;
	/** Months an appointment is kept after it took place. */
	conservation_rendez_vous_mois: number;
	/** Days a delivery is kept in the journal. */
	conservation_journal_jours: number;
	/** Log file; must lie in the folder n8n may write to. */
	fichier_log: string;
	/** Version of the package the workflows came with; written by « Installation », not by a person. */
	version_flux: string;
}

type SettingName = keyof Settings;

interface Setting<Name extends SettingName> {
	help: string;
	/** Null when the value cannot be used. */
	read: (value: string) => Settings[Name] | null;
	write: (value: Settings[Name]) => string;
	/** What to write instead, for the sentence that refuses a value. */
	expected: string;
	/** What a value that cannot be used counts as; the default unless told. */
	otherwise?: Settings[Name];
	/** What that means, a sentence; that the default is used unless told. */
	meanwhile?: string;
	/** What of a value that can be used cannot. */
	unread?: (value: string) => string[];
}

/** What was typed instead of an address is shown this far. */
const MAX_PIECE = 60;

const DEFAULT_MEANWHILE = 'La valeur de départ sert d’ici là.';

const text = (value: string): string | null => (value === '' ? null : value);
const same = (value: string): string => value;

const SETTINGS: { [Name in SettingName]: Setting<Name> } = {
	destinataire: {
		help: `Adresse qui reçoit les courriels (plusieurs adresses${NBSP}: les séparer par une virgule).`,
		read: readRecipients,
		write: same,
		expected: 'une adresse comme atelier@exemple.fr',
		// Never somebody else's mailbox: without an address the mails wait.
		otherwise: '',
		meanwhile: `Aucun courriel ne part d’ici là${NARROW_NBSP}; tous attendent.`,
		unread: (value) => readAddresses(value).unread,
	},
	destinataire_alertes: {
		help: `Adresse de secours qui reçoit les alertes, de préférence chez un autre fournisseur (vide${NBSP}: le destinataire).`,
		read: (value) => (value === '' ? '' : readRecipients(value)),
		write: same,
		expected: 'une adresse comme secours@exemple.fr, ou rien',
		otherwise: '',
		unread: (value) => readAddresses(value).unread,
	},
	expediteur: {
		help: `Adresse d’expédition des courriels${NARROW_NBSP}; elle doit être autorisée par le serveur d’envoi (SMTP).`,
		read: readAddress,
		write: same,
		expected: 'une adresse comme atelier@exemple.fr',
	},
	nom_expediteur: {
		help: 'Nom affiché comme expéditeur.',
		read: (value) => text(value.replace(/["<>(),;:\\\p{Cc}]/gu, ' ').trim()),
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
		help: `Joindre le rendez-vous au format agenda (.ics)${NBSP}: oui ou non.`,
		read: readYesNo,
		write: writeYesNo,
		expected: 'oui ou non',
	},
	annonces_depuis: {
		help: `Le rattrapage n’annonce que ce qui s’est passé sur Calendly depuis cette date (UTC)${NARROW_NBSP}; ce qui est plus ancien est enregistré sans courriel.`,
		read: asInstant,
		write: same,
		expected: 'une date comme 2026-11-22T08:00:00Z',
	},
	courriels_client: {
		help: `Écrire aux clients (confirmation, déplacement, annulation, rappel)${NBSP}: oui ou non. Calendly leur écrit peut-être déjà${NBSP}: vérifier d’abord ses notifications, sinon ils reçoivent tout en double.`,
		read: readYesNo,
		write: writeYesNo,
		expected: 'oui ou non',
	},
	rappel_heures: {
		help: `Rappel au client, combien d’heures avant le rendez-vous (de 3 à 168)${NARROW_NBSP}; seulement si ${quoted('courriels_client')} vaut oui.`,
		read: (value) => readQuantity(value, HOURS, { least: 3, most: 168 }),
		write: String,
		expected: 'un nombre d’heures entre 3 et 168',
	},
	agenda_heure: {
		help: `Heure de l’agenda du matin (vide${NBSP}: pas d’agenda).`,
		read: (value) => (value === '' ? '' : readClockTime(value)),
		write: same,
		expected: 'une heure comme 07:30, ou rien',
	},
	agenda_jours_vides: {
		help: `Envoyer l’agenda du matin même les jours sans rendez-vous${NBSP}: oui ou non.`,
		read: readYesNo,
		write: writeYesNo,
		expected: 'oui ou non',
	},
	jours_fermes: {
		help: `Jours sans agenda du matin, par exemple${NBSP}: samedi, dimanche, 25/12, 14/07/2027 (vide${NBSP}: aucun).`,
		read: (value) => {
			const days = readClosedDays(value);
			return days === null ? null : writtenClosedDays(days);
		},
		write: same,
		expected: 'des jours comme dimanche, 25/12, 14/07/2027, ou rien',
	},
	a_preparer: {
		help: `Ce que le client est prié de préparer, dit dans ses courriels (vide${NBSP}: rien).`,
		read: same,
		write: same,
		expected: 'un texte',
	},
	reponse_clients: {
		help: `Adresse à laquelle les clients répondent (vide${NBSP}: la première adresse de ${quoted('destinataire')}).`,
		read: (value) => (value === '' ? '' : readAddress(value)),
		write: same,
		expected: 'une adresse comme atelier@exemple.fr, ou rien',
	},
	telephone_atelier: {
		help: `Téléphone de l’atelier, donné aux clients dans leurs courriels (vide${NBSP}: aucun).`,
		read: (value) => (value === '' ? '' : toE164(value)),
		write: same,
		expected: 'un numéro comme 03 20 00 00 00, ou rien',
	},
	adresse_tableau_de_bord: {
		help: `Adresse du tableau de bord, pour le lien dans les courriels de l’atelier (vide${NBSP}: celle que n8n se connaît).`,
		read: (value) => (value === '' ? '' : asWebUrl(value)),
		write: same,
		expected:
			'une adresse comme https://n8n.exemple.fr/webhook/archimeuble/tableau-de-bord, ou rien',
	},
	jeton_agenda: {
		help: `Mot de passe de l’agenda en ligne (.ics). Effacer la ligne entière, puis lancer le flux ${quoted('ArchiMeuble – Installation')}, pour en recevoir un nouveau${NBSP}: l’ancien ne vaut alors plus rien. Valeur vide${NBSP}: agenda fermé.`,
		read: (value) => (value === '' || isStrongFeedToken(value) ? value : null),
		write: same,
		expected: 'au moins 32 lettres et chiffres tirés au hasard, ou rien',
	},
	conservation_rendez_vous_mois: {
		help: `Durée de conservation des rendez-vous après leur date, en mois (de 1 à 120)${NARROW_NBSP}; effacés ensuite, chaque nuit.`,
		read: (value) => readQuantity(value, MONTHS, { least: 1, most: 120 }),
		write: String,
		expected: 'un nombre de mois entre 1 et 120',
	},
	conservation_journal_jours: {
		help: `Durée de conservation du journal, du log et des refus, en jours (de 30 à 3650)${NARROW_NBSP}; effacés ensuite, chaque nuit.`,
		read: (value) => readQuantity(value, DAYS, { least: 30, most: 3650 }),
		write: String,
		expected: 'un nombre de jours entre 30 et 3650',
	},
	fichier_log: {
		help: 'Fichier journal (log), dans le dossier où n8n a le droit d’écrire.',
		read: text,
		write: same,
		expected: 'un chemin de fichier',
	},
	version_flux: {
		help: `Version des flux installés, tenue par le flux ${quoted('Installation')}${NBSP}: ne pas modifier.`,
		read: same,
		write: same,
		expected: 'une version comme 0.1.0',
	},
};

/** What counts where the table has no line. */
export const DEFAULT_SETTINGS: Settings = {
	destinataire: 'pro.archimeuble@gmail.com',
	destinataire_alertes: '',
	expediteur: 'pro.archimeuble@gmail.com',
	nom_expediteur: 'ArchiMeuble',
	fuseau: DEFAULT_TIMEZONE,
	agenda_joint: false,
	annonces_depuis: '1970-01-01T00:00:00.000Z',
	courriels_client: false,
	rappel_heures: DEFAULT_REMINDER_POLICY.hoursBefore,
	agenda_heure: '07:30',
	agenda_jours_vides: false,
	jours_fermes: '',
	a_preparer: PREPARATION,
	reponse_clients: '',
	telephone_atelier: '',
	adresse_tableau_de_bord: '',
	jeton_agenda: '',
	conservation_rendez_vous_mois: DEFAULT_APPOINTMENT_MONTHS,
	conservation_journal_jours: DEFAULT_JOURNAL_DAYS,
	fichier_log: '/home/node/.n8n-files/calendly.log',
	version_flux: '',
};

/** The settings, and what is to be written or said about their lines. */
export interface ResolvedSettings {
	settings: Settings;
	/** Lines to be written: those the table does not have yet, with their defaults, and an old version. */
	missing: SettingRow[];
	/** A French sentence for each line of which the value, or a part of it, cannot be used. */
	refused: string[];
	/** Lines whose help is to say that, or to say it no longer. */
	helps: Array<Pick<SettingRow, 'reglage' | 'aide'>>;
}

/** Stands before the help of a line whose value cannot be used. */
const MARK = '⚠ ';

/** What stands in no line of the table. */
export interface SettingsSurroundings {
	/** Version of the workflows, where that is to be noted. */
	workflowsVersion?: string;
	/** Public address of n8n, where the dashboard is when no line says otherwise. */
	n8nUrl?: string;
}

/**
 * Reads the settings table; what is missing falls back to the default, what is unusable to what does
 * no harm, and is said.
 */
export function resolveSettings(
	rows: ReadonlyArray<Partial<SettingRow>>,
	defaults: Settings = DEFAULT_SETTINGS,
	{ workflowsVersion = '', n8nUrl = '' }: SettingsSurroundings = {},
): ResolvedSettings {
	const settings = { ...defaults };
	const resolved: ResolvedSettings = { settings, missing: [], refused: [], helps: [] };
	const wanted = { ...defaults, version_flux: workflowsVersion };
	const lines = firstLines(rows);
	for (const name of Object.keys(SETTINGS) as SettingName[]) {
		const row = lines.get(name);
		if (row === undefined) resolved.missing.push(settingRow(name, wanted));
		else readSetting(name, row, resolved);
	}
	const { missing } = resolved;
	const isNoted = missing.some(({ reglage }) => reglage === 'version_flux');
	const isOld = workflowsVersion !== '' && settings.version_flux !== workflowsVersion;
	if (isOld && !isNoted) missing.push(settingRow('version_flux', wanted));
	settings.destinataire_alertes ||= settings.destinataire;
	settings.reponse_clients ||= settings.destinataire.split(', ')[0];
	settings.adresse_tableau_de_bord ||= dashboardUrl(n8nUrl);
	// An agenda nobody can receive would fail, and end the reminders behind it.
	if (settings.destinataire === '') settings.agenda_heure = '';
	return resolved;
}

/** A line of the settings table as n8n stores it. */
export interface StoredSetting extends SettingRow {
	id: number;
}

/** The lines that repeat an earlier one; what counts is the one with the lowest number. */
export function duplicateSettings(
	rows: ReadonlyArray<Partial<StoredSetting>>,
): Array<{ id: number | undefined }> {
	const kept = new Set(firstLines(rows).values());
	return rows
		.filter((row) => Boolean(row.reglage?.trim()) && !kept.has(row))
		.map(({ id }) => ({ id }));
}

/** Of each setting the line with the lowest number, by its name. */
function firstLines<Row extends Partial<SettingRow> & { id?: number }>(
	rows: readonly Row[],
): Map<string, Row> {
	const lastFirst = [...rows].sort((a, b) => (b.id ?? 0) - (a.id ?? 0));
	return new Map(lastFirst.map((row) => [row.reglage?.trim() ?? '', row]));
}

function dashboardUrl(n8nUrl: string): string {
	const base = n8nUrl.replace(/\/*$/, '/');
	return asWebUrl(base) === null ? '' : `${base}${DASHBOARD_PATH}`;
}

function settingRow<Name extends SettingName>(name: Name, defaults: Settings): SettingRow {
	const { help, write } = SETTINGS[name];
	return { reglage: name, valeur: write(defaults[name]), aide: help };
}

function readSetting<Name extends SettingName>(
	name: Name,
	row: Partial<SettingRow>,
	{ settings, refused, helps }: ResolvedSettings,
): void {
	const { read, otherwise } = SETTINGS[name];
	const typed = String(row.valeur ?? '').trim();
	const value = read(typed);
	settings[name] = value ?? otherwise ?? settings[name];
	const problem = problemOf(name, typed, value === null);
	if (problem !== null) refused.push(`Réglage ${quoted(name)}${NBSP}: ${problem}`);
	const aide = helpOf(name, problem);
	const isStale = problem !== null || row.aide?.startsWith(MARK) === true;
	if (isStale && row.aide !== aide) helps.push({ reglage: row.reglage ?? name, aide });
}

/** Why a line cannot be used as it is, from after its name on; null where it can. */
function problemOf(name: SettingName, typed: string, isUnusable: boolean): string | null {
	const { expected, meanwhile, unread = () => [] } = SETTINGS[name];
	if (isUnusable) {
		return `valeur inutilisable, écrire ${expected}. ${meanwhile ?? DEFAULT_MEANWHILE}`;
	}
	const pieces = unread(typed).map((piece) => quoted(capLine(piece, MAX_PIECE)));
	if (pieces.length === 0) return null;
	return `${pieces.join(', ')} inutilisable, écrire ${expected}. Le reste sert.`;
}

function helpOf(name: SettingName, problem: string | null): string {
	const { help } = SETTINGS[name];
	return problem === null ? help : `${MARK}${capitalised(problem)} ${help}`;
}

function readRecipients(value: string): string | null {
	const { addresses } = readAddresses(value);
	return addresses.length === 0 ? null : addresses.join(', ');
}

/** Of several addresses the first one, where only one has a place. */
function readAddress(value: string): string | null {
	return readAddresses(value).addresses.at(0) ?? null;
}

function writeYesNo(value: boolean): string {
	return value ? 'oui' : 'non';
}
