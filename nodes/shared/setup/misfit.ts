import { NARROW_NBSP, NBSP, quoted } from '../french/typography';

/** Versions of what has to fit together. */
export interface Versions {
	package: string;
	/** As « Installation » noted it; empty where it did not. */
	workflows: string;
}

/**
 * A French sentence where the workflows came with another version of the package than the one that runs,
 * with its remedy; null where they fit, and where nothing is known. A package is updated by two clicks, its
 * workflows only by an installation, and n8n tells nobody.
 */
export function misfitSentence({ package: runs, workflows }: Versions): string | null {
	if (workflows === '' || workflows === runs) return null;
	return `Le paquet est en version ${runs}, les flux en version ${workflows}${NBSP}: dans n8n, lancer de nouveau le nœud d’installation (${quoted('Setup → Install')})${NARROW_NBSP}; rien de ce que vous avez modifié n’est perdu.`;
}
