// librdkafka's mock cluster as a broker to compare with: it speaks fewer APIs, in lower versions, and makes topics when it
// is asked for their metadata. Whoever is compared with it is asked in the same words.

import { type ChildProcess, spawn } from 'node:child_process';
import { metadata } from '../apis/03-metadata/messages.ts';
import { apiVersions } from '../apis/18-api-versions/messages.ts';
import { createTopics } from '../apis/19-create-topics/messages.ts';
import type { RequestDraft } from '../protocol/api.ts';
import { openWire, type Wire } from './wire.ts';

/** Through the Python binding of Debian: its kcat lacks the option for it. Says `ready <port>`, ends with its stdin. */
const program = `
import sys
from confluent_kafka.admin import AdminClient
cluster = AdminClient({'test.mock.num.brokers': 1, 'log_level': 0})
for broker in cluster.list_topics(timeout=10).brokers.values():
    print('ready', broker.port, flush=True)
sys.stdin.read()
`;
export const mockCommand = (python: string): [string, string[]] => [python, ['-c', program]];
export const mockPort = (output: string): number => Number(/ready (\d+)/.exec(output)?.[1] ?? 0);

/** A mock cluster that is started again, elsewhere, when a question killed it. */
export function mockCluster(python: string) {
  let child: ChildProcess | null = null;
  let address = '';
  let deaths = -1;
  async function start(): Promise<string> {
    deaths += 1;
    const mine = spawn(...mockCommand(python), { stdio: ['pipe', 'pipe', 'ignore'] });
    child = mine;
    let output = '';
    const port = await new Promise<number>((resolve, reject) => {
      mine.stdout.on('data', (chunk: Buffer) => {
        output += chunk.toString();
        if (mockPort(output) > 0) resolve(mockPort(output));
      });
      mine.once('exit', () => reject(new Error('the mock cluster ended before it was ready')));
    });
    address = `127.0.0.1:${port}`;
    return address;
  }
  return {
    whereabouts: async (): Promise<string> => {
      if (address === '') return start();
      return openWire(address).then(
        (wire) => {
          wire.close();
          return address;
        },
        () => start(),
      );
    },
    deaths: () => deaths,
    stop: () => void child?.kill('SIGKILL'),
  };
}

/** Highest version by API key. */
export type Served = ReadonlyMap<number, number>;
export class NotServed extends Error {}

export async function servedBy(brokers: string): Promise<Served> {
  const wire = await openWire(brokers);
  const { apiKeys } = await wire.ask(apiVersions, 0, {});
  wire.close();
  return new Map(apiKeys.map(({ apiKey, maxVersion }) => [apiKey, maxVersion]));
}

/**
 * Asks within `served`, and for metadata where it cannot make topics. Throws NotServed beyond; also for metadata that must
 * not make a topic, which low versions cannot say.
 */
export function within(served: Served, wire: Wire): Wire {
  const made = new Set<string | null>();
  const ask: Wire['ask'] = async (api, version, message) => {
    const highest = served.get(api.key);
    if (api.key === createTopics.key && highest === undefined) {
      const { topics } = message as RequestDraft<typeof createTopics>;
      for (const { name } of topics) made.add(name);
      const reply = await wire.ask(metadata, 1, { topics: topics.map(({ name }) => ({ name })) });
      return { topics: reply.topics.map(({ name, errorCode }) => ({ name, errorCode })) } as never;
    }
    if (highest === undefined) throw new NotServed(`${api.name} is not served`);
    if (api.key === metadata.key && highest < 4) {
      const { topics } = message as RequestDraft<typeof metadata>;
      if (topics?.some(({ name }) => !made.has(name ?? null))) throw new NotServed('it would make the topic');
    }
    return wire.ask(api, Math.min(version, highest), message);
  };
  return { ...wire, ask };
}
