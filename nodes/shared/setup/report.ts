import { NBSP, NARROW_NBSP, quoted } from '../french/typography';
import { SIGNING_CREDENTIAL, TOKEN_CREDENTIAL } from './credentials';
import type { Inventory, Plan, Shipped } from './plan';
import type { ShippedWorkflow } from './workflow';

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

/** Why nothing was done. */
export function refusal(sentence: string): ReportLine {
	return { objet: 'Flux', nom: '', etat: 'à faire', detail: sentence };
}

const SECRET_INVENTED = `Une clé de signature a été inventée. Avec un jeton, elle part d’elle-même chez Calendly${NARROW_NBSP}; sans jeton, y écrire celle avec laquelle la liaison avec Calendly a été créée.`;

/** What a person fills in; n8n shows nobody what a credential holds. */
const TO_FILL: Record<string, string> = {
	calendlyAccessTokenApi: `Facultatif${NBSP}: le jeton d’accès de Calendly, puis relancer l’installation. Elle publiera alors le rattrapage.`,
	smtp: 'Y mettre le serveur, le compte et le mot de passe de la messagerie.',
	httpBasicAuth: `Y choisir un nom et un mot de passe${NARROW_NBSP}; ils ouvrent le tableau de bord.`,
};

export function credentialLines(shipped: Shipped, plan: Plan, before: Inventory): ReportLine[] {
	return shipped.credentials.map(({ name, type }) => {
		const isNew = plan.credentials.some((credential) => credential.name === name);
		if (type === SIGNING_CREDENTIAL.type && isNew) {
			return { objet: 'Identifiants', nom: name, etat: 'créé', detail: SECRET_INVENTED };
		}
		const isOpen = type === TOKEN_CREDENTIAL.type ? !before.hasToken : isNew;
		return {
			objet: 'Identifiants',
			nom: name,
			etat: isOpen ? 'à faire' : 'déjà à jour',
			detail: isOpen ? TO_FILL[type] : '',
		};
	});
}

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
	const names = before.tables.map(({ name }) => name);
	const standing = names.filter((name) => name.startsWith('archimeuble_') && !made.has(name));
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
