/**
 * `node standin/main.mts --port 4010`: a Calendly of one's own, with the workshop's event types,
 * following the real time. Prints its address, its page and a token.
 */
import { parseArgs } from 'node:util';
import { CalendlyStandIn, seedWorkshop, StandInClock } from './index.mts';

const { values } = parseArgs({
	options: { port: { type: 'string', default: '4010' }, token: { type: 'string' } },
});

const standIn = new CalendlyStandIn({
	clock: new StandInClock({ realtime: true }),
	log: (line) => console.log(`  ${line}`),
});
const { token, organization, owner } = seedWorkshop(standIn, values.token);
await standIn.start(Number(values.port));

console.log(`
  API            ${standIn.url}
  Page           ${standIn.url}/_demo
  Token          ${token}
  Organization   ${organization.uri}
  User           ${owner.uri}

  Stop with Ctrl+C.
`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
	process.once(signal, () => void standIn.stop());
}
