// The correction as a class uses it: thirty students at once, each judged alone; who may watch what; and a real Kafka, which
// shows little and says so.
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { tdTopic } from '#contract/correction.ts';
import { judge } from '#labs/correction/judge.ts';
import type { CorrectionState } from '#labs/correction/lab.ts';
import type { Deed } from '#server/broker/index.ts';
import type { ClusterView } from '#server/kafka/types.ts';
import { manualClock } from '#server/realtime/clock.ts';
import { createCorrectionLab } from './correction.ts';
import { openCorrection, openCourse, type Student } from './correction-kit.ts';
import { readerOf, takeOver } from './test-kit.ts';

type Fault = 'none' | 'no-key' | 'one-at-a-time' | 'order';
const faults: Fault[] = ['none', 'no-key', 'order'];
const names = {
  none: [],
  'no-key': ['sans-cle'],
  order: ['etapes-desordre'],
  'one-at-a-time': ['n-attend-pas'],
} as const;

async function open() {
  const course = await openCourse();
  onTestFinished(() => course.close());
  return course;
}

/** A student's producer, every one with the same client id, as programs copied from a skeleton are. */
async function write(address: string, topic: string, fault: Fault): Promise<void> {
  const kafka = new Kafka({ clientId: 'producteur_td', brokers: [address], logLevel: logLevel.NOTHING });
  const producer = kafka.producer({
    idempotent: true,
    maxInFlightRequests: 1,
    createPartitioner: Partitioners.DefaultPartitioner,
  });
  await producer.connect();
  const message = (etape: number) => ({
    key: fault === 'no-key' ? null : 'LOT_42',
    value: JSON.stringify({ lot: 'LOT_42', etape, machine: `M${etape}`, instruction: 'travailler' }),
  });
  const steps = fault === 'order' ? [1, 3, 2] : [1, 2, 3];
  if (fault === 'one-at-a-time') await producer.send({ topic, acks: -1, messages: steps.map(message) });
  else for (const etape of steps) await producer.send({ topic, acks: -1, messages: [message(etape)] });
  await producer.disconnect();
}

describe('the correction', () => {
  it('judges thirty students at once, and no verdict crosses to a neighbour', async () => {
    const { house, student } = await open();
    const people = await Promise.all(Array.from({ length: 30 }, (_, at) => student(`eleve-${at}`)));
    // Names of which one begins the other: `eleve-1` and `eleve-10`.
    const faultOf = (one: Student): Fault => faults[people.indexOf(one) % faults.length] ?? 'none';
    await Promise.all(people.map((one) => write(house.address, one.topic, faultOf(one))));
    for (const one of people) {
      const expected = names[faultOf(one)];
      await one.until('three records and the end', () => one.state().deeds.some(({ kind }) => kind === 'closed'));
      expect(one.mistakes(), one.id).toEqual(expected);
      expect(one.checklist().producer.verdict, one.id).toBe(expected.length === 0 ? 'reussi' : 'pas-encore');
      const topics = one.state().deeds.flatMap((deed) => ('topic' in deed ? deed.topic : []));
      expect(new Set(topics)).toEqual(new Set([one.topic]));
    }
  });

  it('begins again on demand, and keeps what was seen when only the work’s time changes', async () => {
    const { house, lab, student } = await open();
    const lea = await student('lea');
    await write(house.address, lea.topic, 'one-at-a-time');
    await lea.until('its mistake', () => lea.mistakes().includes('n-attend-pas'));
    await lab.run({ id: 'lea' }, { type: 'watch', workMs: 2_000 }, 'lea');
    expect([lea.state().watched?.workMs, lea.mistakes()]).toEqual([2_000, ['n-attend-pas']]);
    await lab.run({ id: 'lea' }, { type: 'restart' });
    expect([lea.state().watched?.workMs, lea.state().deeds]).toEqual([2_000, []]);
  });

  it('watches the class or one’s own sandbox, and stops with its person', async () => {
    const house = await openCorrection();
    onTestFinished(() => house.close());
    const { lab, address, stateOf } = house;
    const watch = { type: 'watch', workMs: 1_000 } as const;
    expect(await lab.run({ id: 'lea' }, { type: 'restart' })).toMatchObject({ error: { code: 'not-found' } });
    expect(await lab.run({ id: 'lea' }, watch, 'bob')).toMatchObject({ error: { code: 'forbidden' } });
    expect(await lab.run({ id: 'sans-nom' }, watch, 'lea')).toMatchObject({ error: { code: 'forbidden' } });
    expect(await lab.run({ id: 'lea' }, watch)).toMatchObject({ ok: true });
    await lab.run({ id: 'bob' }, watch);
    expect(stateOf('lea').watched).toMatchObject({ topic: tdTopic, workspace: 'classe', source: 'embedded' });
    await write(address, tdTopic, 'none');
    await vi.waitFor(() => expect(stateOf('lea').deeds.at(-1)?.kind).toBe('closed'));
    lab.personGone({ id: 'lea' });
    await write(address, tdTopic, 'none');
    await vi.waitFor(() => expect(stateOf('bob').deeds.filter(({ kind }) => kind === 'closed')).toHaveLength(2));
    expect(stateOf('lea').deeds).toEqual([]);
  });

  it('watches again where another server watched until it was lost, and tries until there is room', async () => {
    const lost = await openCorrection();
    onTestFinished(() => lost.close());
    await lost.lab.run({ id: 'lea' }, { type: 'watch', workMs: 2_000 }, 'lea');
    await write(lost.address, `lea.${tdTopic}`, 'none');
    await vi.waitFor(() => expect(lost.stateOf('lea').deeds.at(-1)?.kind).toBe('closed'));
    const clock = manualClock();
    const heard: ((deeds: Deed[], dropped: number) => void)[] = [];
    let full = true;
    const view: Pick<ClusterView, 'open' | 'watch'> = {
      open: async () => [],
      async watch(_topics, hear) {
        if (full) throw new Error('no room');
        heard.push(hear);
        return () => void heard.splice(heard.indexOf(hear), 1);
      },
    };
    const owners = { slugOf: () => null, isSandbox: () => true };
    const lab = createCorrectionLab({ view: view as ClusterView, clock, epoch: 'f', address: 'b:9092', owners });
    const state = (id: string) => readerOf(lab, id).snapshot().state as CorrectionState;
    for (const id of ['lea', 'ada']) takeOver(lab, id, lost.stateOf('lea'));
    expect(state('lea')).toMatchObject({ watched: { server: 'e', workMs: 2_000 }, deeds: [] });
    // Who asks does not wait for it.
    const restart = () => lab.run({ id: 'ada' }, { type: 'restart' });
    expect(await restart()).toMatchObject({ error: { code: 'limit-reached' } });
    full = false;
    expect(await restart()).toEqual({ ok: true, result: {} });
    const here = { server: 'f', workspace: 'lea', workMs: 2_000, address: 'b:9092' };
    expect(state('ada').watched).toMatchObject(here);
    lab.personGone({ id: 'ada' });
    expect(heard).toEqual([]);
    await vi.waitFor(() => {
      clock.advance(5_000);
      expect(state('lea').watched).toMatchObject(here);
    });
    const [hear] = heard;
    hear?.(lost.stateOf('lea').deeds.slice(-1) as Deed[], 0);
    expect(state('lea').deeds.map(({ kind }) => kind)).toEqual(['closed']);
  });

  it('says on a real Kafka what it can still tell: keys, order and commits; and of the rest that it cannot', async () => {
    const house = await openCorrection('cluster');
    onTestFinished(() => house.close());
    const topic = `lea.${tdTopic}`;
    await house.broker.createTopic(topic, 3);
    await house.lab.run({ id: 'lea' }, { type: 'watch', workMs: 1_000 }, 'lea');
    const linesOf = (role: 'producer' | 'consumer') =>
      Object.fromEntries(judge(house.stateOf('lea'))?.[role].lines.map(({ id, verdict }) => [id, verdict]) ?? []);
    await vi.waitFor(
      async () => {
        // The tail reader begins at the end that it finds: what is written before it looks is not told.
        if (linesOf('producer').topic !== 'reussi') await write(house.address, topic, 'none');
        expect(linesOf('producer')).toEqual({
          topic: 'reussi',
          cle: 'reussi',
          valeur: 'reussi',
          ordre: 'reussi',
          acks: 'inconnu',
          idempotence: 'inconnu',
          attente: 'inconnu',
        });
      },
      { timeout: 20_000, interval: 1_500 },
    );
    expect(house.stateOf('lea').watched?.source).toBe('cluster');
    expect(linesOf('consumer')).toMatchObject({ debut: 'inconnu', travail: 'inconnu', groupe: 'pas-encore' });
  });
});
