// The contract suite: every client through the front door of a broker, whichever it is. Clients work side by side; each
// fills its column of the matrix, and reads what every other one wrote.

import { type Client, type ClientId, clients } from './clients.ts';
import { type Driver, startDriver } from './driver.ts';
import { type Ground, openGround, recordsOf, type Work } from './ground.ts';
import { type Cell, type CellName, cellNames } from './operations.ts';
import { adminScenario } from './scenario-admin.ts';
import { groupScenario } from './scenario-groups.ts';
import { produceScenario, type Written } from './scenario-produce.ts';
import { closeReading, readAll, seekScenario } from './scenario-read.ts';

export type Outcome = {
  /** Name and version of each client that ran. */
  versions: Map<ClientId, string>;
  /** Why the others did not. */
  absent: Map<ClientId, string>;
  cells: Map<ClientId, Map<CellName, Cell>>;
  /** Written by the first, read by the second. */
  cross: Map<ClientId, Map<ClientId, Cell>>;
};

export type ContractOptions = {
  /** `host:port` of a broker that leads every partition. */
  brokers: string;
  only?: readonly ClientId[];
  say?: (line: string) => void;
};

/** Runs everything; failures are cells, not exceptions. Leaves no process behind; topics stay in the broker. */
export async function runContract({ brokers, only, say = () => {} }: ContractOptions): Promise<Outcome> {
  const ground = await openGround(brokers);
  const absent = new Map<ClientId, string>();
  const works: Work[] = [];
  try {
    await Promise.all(
      clients.map(async (client) => {
        if (only && !only.includes(client.id)) return;
        const found = await workOf(client, brokers, ground, say);
        if (typeof found === 'string') absent.set(client.id, found);
        else works.push(found);
      }),
    );
    const { written, cross } = await produceAndRead(works, ground, say);
    say(`${written} topics written and read by everybody`);
    await Promise.all(works.map((work) => alone(work, say)));
    return {
      versions: new Map(works.map(({ client, driver }) => [client.id, `${driver.hello.name} ${driver.hello.version}`])),
      absent,
      cells: new Map(works.map(({ client, cells }) => [client.id, cells])),
      cross,
    };
  } finally {
    await Promise.all(works.map(({ driver }) => driver.close()));
    ground.close();
  }
}

async function workOf(
  client: Client,
  brokers: string,
  ground: Ground,
  say: (line: string) => void,
): Promise<Work | string> {
  const command = await client.find(brokers);
  if ('absent' in command) return command.absent;
  let driver: Driver;
  try {
    driver = await startDriver(command);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  const cells = new Map<CellName, Cell>();
  return {
    client,
    driver,
    another: () => startDriver(command),
    ground,
    name: (what) => `${ground.prefix}-${client.id}-${what}`,
    cells,
    async cell(name, run) {
      const reason = client.cannot[name];
      if (reason !== undefined) {
        cells.set(name, { kind: 'cannot', reason });
        return;
      }
      try {
        await run();
        cells.set(name, { kind: 'pass' });
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error);
        cells.set(name, { kind: 'fail', reason: why });
        say(`${client.title}: ${name}: ${why}`);
      }
    },
  };
}

async function produceAndRead(works: readonly Work[], ground: Ground, say: (line: string) => void) {
  const written = new Map<ClientId, Written[]>();
  const cross = new Map<ClientId, Map<ClientId, Cell>>();
  await Promise.all(
    works.map(async (work) => {
      written.set(work.client.id, await produceScenario(work));
      cross.set(work.client.id, new Map());
    }),
  );
  const timed = await timedTopic(works, ground);
  await Promise.all(
    works.map(async (work) => {
      for (const [writer, topics] of written) {
        const outcome = await readAll(work, writer, topics);
        cross.get(writer)?.set(work.client.id, outcome);
        if (outcome.kind === 'fail') say(`${work.client.title} reads ${writer}: ${outcome.reason}`);
      }
      closeReading(work);
      await seekScenario(work, timed);
    }),
  );
  return { written: [...written.values()].flat().length, cross };
}

/** Twelve records whose times are a minute apart, written by the first client that can set times. */
async function timedTopic(works: readonly Work[], ground: Ground): Promise<Written> {
  const topic = `${ground.prefix}-timed`;
  await ground.createTopic(topic, 1);
  const writer = works.find(({ client }) => client.id !== 'kcat');
  const start = Date.now() - 3_600_000;
  for (let index = 0; index < 12; index += 1) {
    const message = { key: `${index}`, value: `minute ${index}`, timestamp: start + index * 60_000 };
    await writer?.driver.ask('produce', {
      topic,
      partition: 0,
      messages: [message],
      acks: -1,
      idempotent: false,
      compression: 'none',
    });
  }
  return { topic, codec: 'none', records: recordsOf(await ground.batches(topic)) };
}

async function alone(work: Work, say: (line: string) => void): Promise<void> {
  try {
    await Promise.all([groupScenario(work), adminScenario(work)]);
  } catch (error) {
    say(`${work.client.title}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const reason = 'An earlier step failed.';
  for (const name of cellNames) {
    if (work.cells.has(name)) continue;
    const why = work.client.cannot[name];
    work.cells.set(name, why === undefined ? { kind: 'fail', reason } : { kind: 'cannot', reason: why });
  }
}
