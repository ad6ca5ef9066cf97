// `node --import tsx server/broker/testing/differential-mock-cli.ts [--python /usr/bin/python3]`: asks every probe that
// librdkafka's mock cluster has the APIs for of an embedded broker and of the mock. Where they differ, what Apache Kafka
// answered (reference.jsonl) says whose difference it is.

import { parseArgs } from 'node:util';
import { startBroker } from '../index.ts';
import { answersOf, differences, probes, readReference, verdictOf } from './differential.ts';
import { mockCluster, servedBy } from './mock-cluster.ts';

const { values } = parseArgs({ options: { python: { type: 'string', default: '/usr/bin/python3' } } });
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const short = (answer: unknown): string => JSON.stringify(answer ?? null).slice(0, 300);

const mock = mockCluster(values.python);
try {
  const served = await servedBy(await mock.whereabouts());
  const broker = await startBroker({ port: 0, advertisedHost: '127.0.0.1' });
  const ours = await answersOf(`127.0.0.1:${broker.address.port}`, served);
  await broker.close();
  const theirs = await answersOf(mock.whereabouts, served);
  const { apache, answers } = readReference();
  const found = differences(ours, theirs).map((one) => ({ ...one, verdict: verdictOf(one, answers) }));
  const count = (verdict: string): number => found.filter((one) => one.verdict === verdict).length;
  for (const one of found.filter(({ verdict }) => verdict !== 'gap')) {
    print(`${one.verdict === 'new' ? 'NEW' : 'judged'}: ${one.probe}`);
    print(`  here   ${short(one.ours)}\n  mock   ${short(one.theirs)}\n  Apache ${short(answers[one.probe])}`);
  }
  const asked = Object.keys(ours).length;
  print(
    `${asked} of ${probes.length} probes asked, ${asked - found.length} answered alike, ${found.length} differ: ` +
      `${count('gap')} where Apache Kafka ${apache} answers as here, ${count('judged')} judged beside Apache, ` +
      `${count('new')} not judged; the mock ended ${mock.deaths()} times`,
  );
  process.exitCode = count('new') === 0 ? 0 : 1;
} finally {
  mock.stop();
}
