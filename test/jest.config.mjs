import { dirname } from 'node:path';

/**
 * unit: the domain, no n8n. node: the nodes with a fake n8n context, the workflows, the package.
 * workflow: the bundled workflows, run in this process by n8n-core. browser: dashboard and mails in
 * Chromium. integration: a real n8n, started as `npm start` does.
 * Sources are TypeScript without type checks (`npm run lint` does those).
 */
const rootDir = dirname(import.meta.dirname);

const transform = {
	'^.+\\.m?ts$': [
		'@swc/jest',
		{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
	],
};

/**
 * Files of n8n that Jest's sandbox cannot run as they are, compiled to CommonJS: n8n-workflow starts
 * its expression engine by `import()`, and what Send Email needs to clean HTML are ES modules.
 */
const ES_MODULES = '/(n8n-workflow/dist/cjs/expression|sanitize-html/node_modules/.+)\\.js$';

const workflow = {
	testEnvironment: '<rootDir>/test/support/inProcess/oneRealm.mjs',
	transform: {
		...transform,
		[ES_MODULES]: ['@swc/jest', { jsc: { target: 'es2022' }, module: { type: 'commonjs' } }],
	},
	transformIgnorePatterns: [`^(?!.*${ES_MODULES}).*/node_modules/`],
};

const project = (displayName, more = {}) => ({
	displayName,
	rootDir,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.mts`],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform,
	...more,
});

export default {
	rootDir,
	projects: [
		...['unit', 'node', 'browser', 'integration'].map((name) => project(name)),
		project('workflow', workflow),
	],
};
