// `npm run test:kafka`: the contract suite of the embedded broker, with every client found here, against the embedded broker
// (writes CLIENTS.md) and against a real Apache Kafka; then the same bare questions to both (writes LIMITS.md's table), and to
// librdkafka's mock cluster.
//   npm run test:kafka -- --e2e   the journeys of the experiments instead, in a real browser, on a real Apache Kafka
//   KAFKA_BROKERS=host:port       a broker that leads every partition, with topic creation allowed, three partitions each
// Without it, one is started here, where Java and Maven are at hand.
import { join } from 'node:path';
import { findClients } from './clients.mjs';
import { runEndToEnd } from './end-to-end.mjs';
import { capture, childEnv, ensureBuilt, ensureInstalled, fail, requireNode, root, run, say } from './lib.mjs';
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

function end(passed, failed, skipped) {
  console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  process.exit(failed === 0 ? 0 : 1);
}

async function contract() {
  await step('les clients face au broker embarqué', () => tool('contract-cli.ts', '--write'));
  const kafka = await realKafka();
  if (!kafka.brokers) {
    say(`ATTENTION : pas de vrai Kafka à comparer. ${kafka.reason} Donnez-en un par KAFKA_BROKERS.`);
  } else {
    try {
      await step(`les mêmes clients face à ${kafka.brokers}`, () =>
        tool('contract-cli.ts', '--brokers', kafka.brokers),
      );
      const keep = kafka.version ? ['--apache', kafka.version] : [];
      await step('les mêmes questions aux deux', () =>
        tool('differential-cli.ts', '--brokers', kafka.brokers, ...keep),
      );
    } finally {
      await kafka.stop();
    }
  }
  await mockCluster();
  const failed = results.filter((code) => code !== 0).length;
  end(results.length - failed, failed, 4 - results.length);
}

async function mockCluster() {
  const { python } = clients;
  if (!python || (await capture(python, ['-c', 'import confluent_kafka'])).code !== 0) {
    say('ATTENTION : pas de grappe simulée à comparer (il faut python3-confluent-kafka).');
    return;
  }
  const ask = () => tool('differential-mock-cli.ts', '--python', python);
  await step('les mêmes questions à la grappe simulée de librdkafka', ask);
}

async function journeys() {
  await ensureBuilt();
  const kafka = await realKafka();
  if (!kafka.brokers) fail(`Pas de vrai Kafka. ${kafka.reason} Donnez-en un par KAFKA_BROKERS.`);
  say(`les parcours des expériences face à ${kafka.brokers}…`);
  try {
    const files = ['experiment.test.ts', 'another-cluster.test.ts'];
    return await runEndToEnd({ files, env: { ...env, KAFKA_BROKERS: kafka.brokers } });
  } finally {
    await kafka.stop();
  }
}

if (process.argv.includes('--e2e')) {
  const { passed, failed, skipped } = await journeys();
  end(passed, failed, skipped);
} else await contract();
