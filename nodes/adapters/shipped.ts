import erreurs from '../../workflows/erreurs.json';
import essai from '../../workflows/essai.json';
import installation from '../../workflows/installation.json';
import moteur from '../../workflows/moteur.json';
import rappels from '../../workflows/rappels.json';
import rattrapage from '../../workflows/rattrapage.json';
import rejouer from '../../workflows/rejouer.json';
import relance from '../../workflows/relance.json';
import rendezVous from '../../workflows/rendez-vous.json';
import rgpd from '../../workflows/rgpd.json';
import tableauDeBord from '../../workflows/tableau-de-bord.json';
import { CREDENTIALS } from '../shared/setup/credentials';
import type { Shipped } from '../shared/setup/plan';
import type { ShippedWorkflow } from '../shared/setup/workflow';
import { PACKAGE_VERSION } from './version';

const WORKFLOWS = [
	...[erreurs, essai, installation, moteur, rappels, rattrapage, rejouer, relance],
	...[rendezVous, rgpd, tableauDeBord],
] as unknown as ShippedWorkflow[];

/** What this package brings. Read only where something is installed: the files are 200 kB of text. */
export const SHIPPED: Shipped = {
	version: PACKAGE_VERSION,
	credentials: CREDENTIALS,
	workflows: WORKFLOWS,
};
