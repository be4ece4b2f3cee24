import {
	ICredentialsHelper,
	isExpression,
	type ICredentialDataDecryptedObject,
	type ICredentials,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeProperties,
	type IRequestOptionsSimplified,
	type IWorkflowExecuteAdditionalData,
	type Workflow,
} from 'n8n-workflow';
import { credentialType } from './nodeTypes.mts';

/** What is typed into the credentials, by type (`smtp`, `calendlySigningSecretApi` …). */
export type CredentialValues = Record<string, ICredentialDataDecryptedObject>;

type Request = IHttpRequestOptions | IRequestOptionsSimplified;

/** One credential of each type, as n8n gives it to a node: fields left empty hold their default. */
export class CredentialsInMemory extends ICredentialsHelper {
	/** Changed by a test that sets other values, or takes a credential away. */
	readonly values: CredentialValues;

	constructor(values: CredentialValues) {
		super();
		this.values = { ...values };
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		{ id }: INodeCredentialsDetails,
		type: string,
	): Promise<ICredentialDataDecryptedObject> {
		const values = this.values[type];
		if (values === undefined) {
			throw new Error(`Credential with ID "${id}" does not exist for type "${type}".`);
		}
		const defaults = this.getCredentialsProperties(type).map(({ name, default: value }) => [
			name,
			value,
		]);
		return { ...Object.fromEntries(defaults), ...values };
	}

	/** Adds what the credential type says to a request: its function, or its generic properties. */
	async authenticate(
		credentials: ICredentialDataDecryptedObject,
		typeName: string,
		request: Request,
		workflow: Workflow,
		node: INode,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = credentialType(typeName);
		const signed = request as IHttpRequestOptions;
		if (typeof authenticate === 'function') return await authenticate(credentials, signed);
		const resolve = (value: unknown) => resolved(value, credentials, workflow, node);
		const additions = Object.entries(authenticate?.properties ?? {}).map(([part, values]) => {
			const pairs = Object.entries(values as object).map(([key, value]) => [
				resolve(key),
				resolve(value),
			]);
			const before = signed[part as keyof IHttpRequestOptions] as object | undefined;
			return [part, { ...before, ...Object.fromEntries(pairs) }];
		});
		return Object.assign(signed, Object.fromEntries(additions));
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return credentialType(type).properties;
	}

	getParentTypes(type: string): string[] {
		return credentialType(type).extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(): Promise<undefined> {
		return undefined;
	}

	async getCredentials(): Promise<ICredentials> {
		throw new Error('Nodes get their credentials decrypted');
	}

	async updateCredentials(): Promise<void> {
		throw new Error('No node of ours writes a credential');
	}

	async updateCredentialsOauthTokenData(): Promise<void> {
		throw new Error('No node of ours writes a credential');
	}
}

function resolved(
	value: unknown,
	$credentials: ICredentialDataDecryptedObject,
	workflow: Workflow,
	node: INode,
): string {
	if (!isExpression(value)) return String(value);
	const keys = { $credentials } as never;
	const result = workflow.expression.getSimpleParameterValue(
		node,
		value as string,
		'internal',
		keys,
		undefined,
		'',
	);
	return String(result ?? '');
}
