// `npm run test:kafka`: the contract suite of the embedded broker, with every client found here, against the embedded broker
// (writes CLIENTS.md) and against a real Apache Kafka; then the same bare questions to both (writes LIMITS.md's table).
//   KAFKA_BROKERS=host:port   a broker that leads every partition, with topic creation allowed
// Without it, one is started here, where Java and Maven are at hand.
import { join } from 'node:path';
import { findClients } from './clients.mjs';
import { childEnv, ensureInstalled, requireNode, root, run, say } from './lib.mjs';
import { referenceVersion, startReferenceKafka } from './reference-kafka.mjs';

requireNode();
process.chdir(root);
await ensureInstalled();
const clients = await findClients();
const env = { ...childEnv, RELAIS_KCAT: clients.kcat ?? '', RELAIS_PYTHON: clients.python ?? '' };
const testing = join('server', 'broker', 'testing');
const tool = (file, ...args) => run(process.execPath, ['--import', 'tsx', join(testing, file), ...args], { env });

async function realKafka() {
  const named = process.env.KAFKA_BROKERS?.trim();
  if (named) return { brokers: named, version: null, stop: async () => {} };
  say(`démarrage d’un Apache Kafka ${referenceVersion} de référence…`);
  const started = await startReferenceKafka();
  return { version: referenceVersion, stop: async () => {}, ...started };
}

const results = [];
async function step(name, work) {
  say(`${name}…`);
  const code = await work();
  say(`${name} : ${code === 0 ? 'réussi' : 'ÉCHEC'}`);
  results.push(code);
}

await step('les clients face au broker embarqué', () => tool('contract-cli.ts', '--write'));
const kafka = await realKafka();
if (!kafka.brokers) {
  say(`ATTENTION : pas de vrai Kafka à comparer. ${kafka.reason} Donnez-en un par KAFKA_BROKERS.`);
} else {
  try {
    await step(`les mêmes clients face à ${kafka.brokers}`, () => tool('contract-cli.ts', '--brokers', kafka.brokers));
    const keep = kafka.version ? ['--apache', kafka.version] : [];
    await step('les mêmes questions aux deux', () => tool('differential-cli.ts', '--brokers', kafka.brokers, ...keep));
  } finally {
    await kafka.stop();
  }
}
const failed = results.filter((code) => code !== 0).length;
console.log(`${results.length - failed} passed, ${failed} failed${kafka.brokers ? '' : ', 2 skipped'}`);
process.exit(failed === 0 ? 0 : 1);
