import { MIN_SECRET_LENGTH } from '../calendly/signingSecret';
import { NBSP, NARROW_NBSP, quoted } from '../french/typography';
import {
	isFilled,
	SIGNING_CREDENTIAL,
	TOKEN_CREDENTIAL,
	type FirstValues,
	type ShippedCredential,
} from './credentials';
import type { Inventory, Plan, Shipped } from './plan';
import { TABLES } from './tables';
import { isStartedByHand, needsToken, type ShippedWorkflow } from './workflow';

/** One line of the report, in words for the workshop. */
export interface ReportLine {
	objet: 'Identifiants' | 'Table' | 'Flux';
	nom: string;
	etat:
		| 'créé'
		| 'déjà à jour'
		| 'mis à jour'
		| 'modifié par vous et gardé'
		| 'à faire'
		| 'à créer'
		| 'à mettre à jour'
		| 'modifié par vous'
		| 'arrêté'
		| 'supprimé'
		| 'gardé';
	detail: string;
}

/** About a workflow. */
export function line(
	{ name }: ShippedWorkflow,
	etat: ReportLine['etat'],
	detail: string,
): ReportLine {
	return { objet: 'Flux', nom: name, etat, detail };
}

/** What a person changed, in the names of the steps on the canvas. */
export function differenceText(differing: readonly string[]): string {
	const steps = differing.length === 0 ? 'les réglages du flux' : differing.map(quoted).join(', ');
	return `Ce qui diffère${NBSP}: ${steps}.`;
}

/** Why a workflow runs, or what it waits for. */
export function publicationText(
	shipped: ShippedWorkflow,
	isPublished: boolean,
	hasToken: boolean,
): string {
	if (isPublished) return 'Publié.';
	if (isStartedByHand(shipped)) return 'À lancer à la main.';
	return needsToken(shipped) && !hasToken ? NEEDS_TOKEN : 'Non publié.';
}

/** What n8n did not take of one workflow. @param said its words */
export function refusedText(said: string): string {
	return /not published/.test(said)
		? `Ce flux appelle un flux qui n’est pas publié, et n8n ne le publie pas sans lui. Publier d’abord les flux ${quoted('ArchiMeuble')} qui ne le sont plus, puis relancer l’installation.`
		: `${said}. Corriger ce que n8n dit, puis relancer l’installation.`;
}

const FIRST: ReadonlyArray<ReportLine['etat']> = ['à faire', 'modifié par vous et gardé'];

/** What concerns the reader before all else; n8n shows an empty text in red, as if it were a fault. */
export function inReadingOrder(lines: readonly ReportLine[]): ReportLine[] {
	const first = FIRST.flatMap((etat) => lines.filter((one) => one.etat === etat));
	const others = lines.filter(({ etat }) => !FIRST.includes(etat));
	return [...first, ...others].map((one) => ({ ...one, detail: one.detail || 'Rien à faire.' }));
}

/** Why nothing was done. */
export function refusal(sentence: string): ReportLine {
	return { objet: 'Flux', nom: '', etat: 'à faire', detail: sentence };
}

const SECRET_INVENTED = `Une clé de signature a été inventée. Avec un jeton, elle part d’elle-même chez Calendly${NARROW_NBSP}; sans jeton, y écrire celle avec laquelle la liaison avec Calendly a été créée.`;

/** Shorter than what signs safely, or with a space that nobody sees. */
export const UNUSABLE_SECRET = `La clé de signature (${quoted('Signing Secret')}) n’est pas utilisable${NBSP}: il y faut au moins ${MIN_SECRET_LENGTH} caractères, sans espace au début ni à la fin. La corriger dans l’identifiant ${quoted('ArchiMeuble Installation API')}, puis relancer l’installation. Rien n’a été changé.`;

const TOKEN_REFUSED = `Calendly n’accepte pas ce jeton d’accès, ou n’a pas répondu${NBSP}: le corriger dans cet identifiant, puis relancer l’installation.`;

/** Of a workflow that does nothing without one. */
const NEEDS_TOKEN =
	'Non publié tant que le jeton d’accès de Calendly manque. Une fois le jeton rempli, relancer l’installation.';

/** What a person fills in; n8n shows nobody what a credential holds. */
const TO_FILL: Record<string, string> = {
	calendlyAccessTokenApi: `Facultatif${NBSP}: le jeton d’accès de Calendly, puis relancer l’installation. Elle publiera alors ${quoted('Rattrapage')}.`,
	smtp: 'Y mettre le serveur, le compte et le mot de passe de la messagerie.',
	httpBasicAuth: `Y choisir un nom et un mot de passe${NARROW_NBSP}; ils ouvrent le tableau de bord.`,
};

/** One for each credential: what was done, and what is left to fill in. */
export function credentialLines(
	shipped: Shipped,
	plan: Plan,
	before: Inventory,
	values: FirstValues,
): ReportLine[] {
	return shipped.credentials.map((credential) => {
		const isNew = plan.credentials.includes(credential);
		const open = openPoint(credential, { isNew, hasToken: before.hasToken }, values);
		const etat = open !== null ? 'à faire' : isNew ? 'créé' : 'déjà à jour';
		const isInvented = etat === 'créé' && !isFilled(credential, values);
		const detail = open ?? (isInvented ? SECRET_INVENTED : '');
		return { objet: 'Identifiants', nom: credential.name, etat, detail };
	});
}

/** What is left to a person; null where nothing is. */
function openPoint(
	credential: ShippedCredential,
	{ isNew, hasToken }: { isNew: boolean; hasToken: boolean },
	values: FirstValues,
): string | null {
	const isGiven = isNew && isFilled(credential, values);
	switch (credential.type) {
		case SIGNING_CREDENTIAL.type:
			return null;
		case TOKEN_CREDENTIAL.type:
			if (hasToken) return null;
			return isGiven ? TOKEN_REFUSED : TO_FILL[credential.type];
		default:
			return isGiven || !isNew ? null : TO_FILL[credential.type];
	}
}

/** One for each table, and for what a person has to do about one. */
export function tableLines(plan: Plan, before: Inventory): ReportLine[] {
	const made = new Map<string, ReportLine>();
	for (const gap of plan.tables) {
		const isNew = gap.kind === 'table';
		const columns = plan.tables.flatMap((one) =>
			one.kind === 'column' && one.table === gap.table ? [one.column] : [],
		);
		made.set(gap.table, {
			objet: 'Table',
			nom: gap.table,
			etat: isNew ? 'créé' : 'mis à jour',
			detail: isNew ? '' : `Colonnes ajoutées${NBSP}: ${columns.join(', ')}.`,
		});
	}
	const there = new Set(before.tables.map(({ name }) => name));
	const ours = TABLES.map(({ name }) => name);
	const standing = ours.filter((name) => there.has(name) && !made.has(name));
	return [
		...made.values(),
		...standing.map(
			(nom): ReportLine => ({ objet: 'Table', nom, etat: 'déjà à jour', detail: '' }),
		),
		...plan.tableSentences.map(
			(detail): ReportLine => ({
				...{ objet: 'Table', nom: '', etat: 'à faire', detail },
			}),
		),
	];
}
