import vm from 'node:vm';
import { TestEnvironment } from 'jest-environment-node';

/**
 * Jest runs a test file in a realm of its own, with its own `Error`, `Date` and `Object`. What Node's
 * modules throw and what n8n's expressions give comes from the main realm, so that n8n would take an
 * error for none and a date for some object. This environment runs the file in the main realm, like
 * n8n itself, and puts globals, settings and listeners of the process back when it is done.
 */
export default class OneRealm extends TestEnvironment {
	#globals = Object.getOwnPropertyDescriptors(globalThis);

	#settings = { ...process.env };

	#exitListeners = process.listeners('exit');

	#mainRealm = { realm: 'main' };

	constructor(config, context) {
		super(config, context);
		this.global = globalThis;
		mainRealms.add(this.#mainRealm);
	}

	getVmContext() {
		return this.#mainRealm;
	}

	async teardown() {
		await super.teardown();
		for (const key of Reflect.ownKeys(globalThis)) {
			if (!(key in this.#globals)) Reflect.deleteProperty(globalThis, key);
		}
		for (const key of Reflect.ownKeys(this.#globals)) {
			const { configurable } = Object.getOwnPropertyDescriptor(globalThis, key) ?? {
				configurable: true,
			};
			if (configurable) Object.defineProperty(globalThis, key, this.#globals[key]);
		}
		for (const listener of process.listeners('exit')) {
			if (!this.#exitListeners.includes(listener)) process.off('exit', listener);
		}
		for (const name of Object.keys(process.env)) delete process.env[name];
		Object.assign(process.env, this.#settings);
	}
}

const mainRealms = new WeakSet();
const { compileFunction } = vm;

/** Jest compiles a module into the context of its environment; without a context it is the main one. */
vm.compileFunction = (code, params, { parsingContext, ...options } = {}) =>
	compileFunction(
		code,
		params,
		mainRealms.has(parsingContext) ? options : { ...options, parsingContext },
	);
