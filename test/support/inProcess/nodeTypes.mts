import { readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import {
	NodeHelpers,
	type ICredentialType,
	type INodeType,
	type INodeTypes,
	type IVersionedNodeType,
	type LoadingDetails,
} from 'n8n-workflow';

const ROOT = join(__dirname, '../../..');
const STOCK = 'n8n-nodes-base';
const STOCK_FOLDER = dirname(require.resolve(`${STOCK}/package.json`));

interface Package {
	name: string;
	n8n: { nodes: string[]; credentials: string[] };
}

type Known = Record<string, LoadingDetails>;

const ours = readJson(join(ROOT, 'package.json')) as Package;
const stockNodes = readJson(join(STOCK_FOLDER, 'dist/known/nodes.json')) as Known;
const stockCredentials = readJson(join(STOCK_FOLDER, 'dist/known/credentials.json')) as Known;

/**
 * The node types workflows name: those of n8n-nodes-base as published, ours from their source. Each
 * file is loaded when the first node of its type is met: n8n-nodes-base has some 500 of them.
 */
export const nodeTypes: INodeTypes = {
	getByName: (type) => typeNamed(type),
	getByNameAndVersion: (type, version) =>
		NodeHelpers.getVersionedNodeType(typeNamed(type), version),
	getKnownTypes: () => ({}),
};

const loaded = new Map<string, INodeType | IVersionedNodeType>();
const loadedCredentials = new Map<string, ICredentialType>();

/** @throws for a credential type no package has */
export function credentialType(name: string): ICredentialType {
	for (const type of ourCredentials()) loadedCredentials.set(type.name, type);
	const known = loadedCredentials.get(name) ?? stockCredential(name);
	if (known === undefined) throw new Error(`Unrecognized credential type: ${name}`);
	loadedCredentials.set(name, known);
	return known;
}

function typeNamed(type: string): INodeType | IVersionedNodeType {
	if (type.startsWith(`${ours.name}.`)) loadOurs();
	const known = loaded.get(type) ?? stockType(type);
	if (known === undefined) throw new Error(`Unrecognized node type: ${type}`);
	loaded.set(type, known);
	return known;
}

function stockType(type: string): INodeType | IVersionedNodeType | undefined {
	if (!type.startsWith(`${STOCK}.`)) return undefined;
	const details = stockNodes[type.slice(STOCK.length + 1)];
	return details && instanceOf(join(STOCK_FOLDER, details.sourcePath), details.className);
}

function stockCredential(name: string): ICredentialType | undefined {
	const details = stockCredentials[name];
	return details && instanceOf(join(STOCK_FOLDER, details.sourcePath), details.className);
}

function loadOurs(): void {
	if ([...loaded.keys()].some((type) => type.startsWith(`${ours.name}.`))) return;
	for (const built of ours.n8n.nodes) {
		const type = fromSource<INodeType>(built, '.node.js');
		loaded.set(`${ours.name}.${type.description.name}`, type);
	}
}

function ourCredentials(): ICredentialType[] {
	if (loadedCredentials.size > 0) return [];
	return ours.n8n.credentials.map((built) => fromSource(built, '.credentials.js'));
}

/** `dist/nodes/X/X.node.js` of the manifest is made from `nodes/X/X.node.ts`. */
function fromSource<T>(built: string, ending: string): T {
	const source = join(ROOT, built.replace(/^dist\//, '').replace(/\.js$/, '.ts'));
	return instanceOf(source, basename(built, ending));
}

function instanceOf<T>(file: string, className: string): T {
	const module = require(file) as Record<string, new () => T>;
	return new module[className]();
}

function readJson(file: string): unknown {
	return JSON.parse(readFileSync(file, 'utf8'));
}
