import packageJson from '../../package.json';
import { misfitSentence } from '../shared/setup/misfit';
import { text, type Parameters } from './parameters';

/** Version of this package. */
export const PACKAGE_VERSION: string = packageJson.version;

/** What is to be said where the installed workflows came with another version; null where they fit. */
export function misfitOf(functions: Parameters): string | null {
	const workflows = text(functions, 'workflowsVersion').trim();
	return misfitSentence({ package: PACKAGE_VERSION, workflows });
}
