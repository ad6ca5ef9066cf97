// Producing: every acks, idempotence, every codec, headers and nulls; what was stored is read from the bytes themselves.

import { type Ground, must, mustEqual, recordsOf, until, type Work, writes } from './ground.ts';
import { codecs, type ProduceArgs, type Received, type Sent } from './types.ts';

/** Topics that others will read: who wrote them, in which codec, and what is in them. */
export type Written = { topic: string; codec: ProduceArgs['compression']; records: Received[] };

const long = 'compressible '.repeat(40);
const several = (count: number, what: string): Sent[] =>
  Array.from({ length: count }, (_, index) => ({ key: `k${index}`, value: `${what} ${index} ${long}` }));

const plain = { partition: 0, acks: 1, idempotent: false, compression: 'none' } as const;

async function stored(ground: Ground, topic: string, count: number): Promise<Received[]> {
  return until(`${count} records in ${topic}`, async () => {
    const records = recordsOf(await ground.batches(topic));
    return records.length >= count ? records : null;
  });
}

/** Fills the cells of producing; gives the topics for everybody to read. */
export async function produceScenario(work: Work): Promise<Written[]> {
  const written = await plainTopic(work);
  await work.cell('idempotent', () => idempotent(work));
  const all = [written];
  for (const codec of codecs) {
    if (codec === 'none') continue;
    if (!writes(work, codec)) {
      if (!work.client.cannot[`write ${codec}`]) work.cells.set(`write ${codec}`, noCodec(work));
      continue;
    }
    await work.cell(`write ${codec}`, async () => {
      all.push(await compressed(work, codec));
    });
  }
  return all;
}

export const noCodec = ({ client }: Work) =>
  ({ kind: 'absent', reason: client.codecsNeed ?? 'This codec is not on this machine.' }) as const;

/** Everything that fits into one topic; acks=0 last, because nobody says when it has arrived. */
async function plainTopic(work: Work): Promise<Written> {
  const { driver, ground } = work;
  const topic = work.name('none');
  await ground.createTopic(topic, 1);
  const wanted: Sent[] = [];
  const send = async (message: Sent, acks: ProduceArgs['acks'] = 1): Promise<void> => {
    await driver.ask('produce', { ...plain, topic, acks, messages: [message] });
    wanted.push(message);
    const records = await stored(ground, topic, wanted.length);
    mustEqual(
      topic,
      records,
      wanted.map(({ key, value, headers = {} }) => ({ key, value, headers })),
    );
  };
  const client = work.client.id;
  await work.cell('produce acks=1', () => send({ key: 'one', value: `acks=1 of ${client}` }));
  await work.cell('produce acks=all', () => send({ key: 'all', value: `acks=all of ${client}` }, -1));
  await work.cell('headers', () => send({ key: 'h', value: 'with headers', headers: { first: 'un', second: 'été' } }));
  await work.cell('null key', () => send({ key: null, value: 'without a key' }));
  await work.cell('null value', () => send({ key: 'gone', value: null }));
  await work.cell('produce acks=0', () => send({ key: 'zero', value: `acks=0 of ${client}` }, 0));
  return { topic, codec: 'none', records: recordsOf(await ground.batches(topic)) };
}

async function idempotent(work: Work): Promise<void> {
  const { driver, ground } = work;
  const topic = work.name('idempotent');
  await ground.createTopic(topic, 1);
  const turns = [several(10, 'a'), several(10, 'b'), several(10, 'c')];
  for (const messages of turns) {
    await driver.ask('produce', { ...plain, topic, acks: -1, idempotent: true, messages });
  }
  const records = await stored(ground, topic, 30);
  mustEqual(
    topic,
    records,
    turns.flat().map(({ key, value }) => ({ key, value })),
  );
  const batches = await ground.batches(topic);
  must(
    batches.every(({ producerId }) => producerId >= 0),
    'its batches carry no producer id',
  );
}

async function compressed(work: Work, codec: ProduceArgs['compression']): Promise<Written> {
  const { driver, ground } = work;
  const topic = work.name(codec);
  await ground.createTopic(topic, 1);
  const messages = several(20, codec);
  await driver.ask('produce', { ...plain, topic, compression: codec, messages });
  const records = await stored(ground, topic, messages.length);
  mustEqual(
    topic,
    records,
    messages.map(({ key, value }) => ({ key, value })),
  );
  for (const batch of await ground.batches(topic)) {
    must(batch.compression === codec, `its batches are in ${batch.compression}, not in ${codec}`);
  }
  return { topic, codec, records };
}
