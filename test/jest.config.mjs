import { dirname } from 'node:path';

/**
 * unit: the domain, no n8n. node: the nodes with a fake n8n context, the workflows, the package.
 * browser: dashboard and mails in Chromium. integration: a real n8n, started as `npm start` does.
 * Sources are TypeScript without type checks (`npm run lint` does those).
 */
const rootDir = dirname(import.meta.dirname);

const transform = {
	'^.+\\.m?ts$': [
		'@swc/jest',
		{ jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' } },
	],
};

const project = (displayName) => ({
	displayName,
	rootDir,
	testEnvironment: 'node',
	testMatch: [`<rootDir>/test/${displayName}/**/*.test.mts`],
	moduleFileExtensions: ['ts', 'mts', 'js', 'mjs', 'json', 'node'],
	modulePathIgnorePatterns: ['<rootDir>/dist/'],
	transform,
});

export default {
	rootDir,
	projects: ['unit', 'node', 'browser', 'integration'].map(project),
};
