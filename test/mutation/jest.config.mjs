import { dirname } from 'node:path';
import base from '../jest.config.mjs';

/**
 * The unit tests of the mutated folders alone, as one project: Stryker knows no others.
 * `rootDir` is that of the sandbox Stryker copies the sources to.
 */
const rootDir = dirname(dirname(import.meta.dirname));
const [unit] = base.projects;

export default {
	...unit,
	rootDir,
	testMatch: ['calendly', 'appointment', 'text'].map(
		(folder) => `<rootDir>/test/unit/${folder}/**/*.test.mts`,
	),
	moduleNameMapper: { '^fast-check$': '<rootDir>/test/mutation/fastCheck.mts' },
};
