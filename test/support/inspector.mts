/**
 * Looks into a running Node process by the Chrome DevTools protocol: Node opens its inspector when it
 * gets SIGUSR1. https://nodejs.org/api/process.html#signal-events
 */
import { until } from './until.mts';

const SAMPLING_MICROSECONDS = 500;

interface Target {
	webSocketDebuggerUrl: string;
}

/** What a `.cpuprofile` file holds. https://chromedevtools.github.io/devtools-protocol/v8/Profiler/ */
export interface CpuProfile {
	nodes: Array<{
		id: number;
		callFrame: { functionName: string; url: string; lineNumber: number };
	}>;
	/** Node that was running at each sample. */
	samples: number[];
	/** Microseconds since the sample before. */
	timeDeltas: number[];
}

interface Answer {
	id?: number;
	result?: { result?: { value?: unknown }; profile?: CpuProfile };
	error?: { message: string };
}

export class Inspector {
	readonly #socket: WebSocket;
	#sent = 0;

	private constructor(socket: WebSocket) {
		this.#socket = socket;
	}

	/** @param port the process’s `--inspect-port` */
	static async attach(pid: number, port: number): Promise<Inspector> {
		process.kill(pid, 'SIGUSR1');
		const list = async () => {
			const response = await fetch(`http://127.0.0.1:${port}/json/list`).catch(() => null);
			return (await response?.json()) as Target[] | undefined;
		};
		const [{ webSocketDebuggerUrl }] = await until('the inspector', list);
		const socket = new WebSocket(webSocketDebuggerUrl);
		await new Promise((resolve, reject) => {
			socket.addEventListener('open', resolve, { once: true });
			socket.addEventListener('error', reject, { once: true });
		});
		return new Inspector(socket);
	}

	/** Bytes that are still referred to after a full collection: what a leak would make grow. */
	async liveBytes(): Promise<number> {
		await this.#ask('HeapProfiler.collectGarbage');
		const expression = '(({ heapUsed, external }) => heapUsed + external)(process.memoryUsage())';
		const { result } = await this.#ask('Runtime.evaluate', { expression, returnByValue: true });
		return Number(result?.value);
	}

	/** Where the process's main thread spends its time while the work is done. */
	async profile(work: () => Promise<void>): Promise<CpuProfile> {
		await this.#ask('Profiler.enable');
		await this.#ask('Profiler.setSamplingInterval', { interval: SAMPLING_MICROSECONDS });
		await this.#ask('Profiler.start');
		await work();
		const { profile } = await this.#ask('Profiler.stop');
		if (profile === undefined) throw new Error('Profiler.stop gave no profile');
		return profile;
	}

	close(): void {
		this.#socket.close();
	}

	async #ask(method: string, params: object = {}): Promise<NonNullable<Answer['result']>> {
		const id = (this.#sent += 1);
		const answer = new Promise<Answer>((resolve) => {
			const listen = ({ data }: MessageEvent) => {
				const message = JSON.parse(String(data)) as Answer;
				if (message.id !== id) return;
				this.#socket.removeEventListener('message', listen);
				resolve(message);
			};
			this.#socket.addEventListener('message', listen);
		});
		this.#socket.send(JSON.stringify({ id, method, params }));
		const { result, error } = await answer;
		if (result === undefined) throw new Error(`${method}: ${error?.message}`);
		return result;
	}
}
