// Faults on demand as kafkajs meets them: delayed, refused, cut, unanswered, held; chosen by API, client, topic and turn.

import { Kafka, logLevel, Partitioners, type Producer } from 'kafkajs';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Fault } from './index.ts';
import { type TestBroker, testBroker, until } from './testing.ts';

async function producerOf(broker: TestBroker, clientId = 'test', retries = 5): Promise<Producer> {
  const kafka = new Kafka({
    clientId,
    brokers: [broker.bootstrap],
    logLevel: logLevel.NOTHING,
    requestTimeout: 500,
    retry: { retries, initialRetryTime: 10, maxRetryTime: 50 },
  });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  onTestFinished(() => producer.disconnect());
  return producer;
}

const send = (producer: Producer, topic = 't') => producer.send({ topic, messages: [{ partition: 0, value: 'v' }] });

async function endOf(broker: TestBroker, topic = 't'): Promise<number> {
  const { topics } = await broker.snapshot();
  return topics.find((one) => one.topic === topic)?.partitions[0]?.end ?? 0;
}

const hits = (broker: TestBroker, id: string): number =>
  broker.events.filter((event) => event.type === 'fault-hit' && event.fault === id).length;

describe('a fault', () => {
  it('delays a request, and nothing else of the same broker', async () => {
    const broker = await testBroker();
    const [slow, quick] = [await producerOf(broker, 'slow'), await producerOf(broker, 'quick')];
    await send(quick);
    const id = await broker.faults.add({
      match: { api: 'Produce', clientId: 'slow' },
      action: { kind: 'delay', ms: 300 },
    });
    const order: string[] = [];
    const late = send(slow).then(() => order.push('slow'));
    await until('the hit', () => hits(broker, id) === 1);
    await send(quick).then(() => order.push('quick'));
    await late;
    expect(order).toEqual(['quick', 'slow']);
  });

  it('answers with an error that the client retries, without doing anything', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker);
    await send(producer);
    const id = await broker.faults.add({ match: { api: 'Produce' }, action: { kind: 'error', code: 6 }, times: 2 });
    await send(producer);
    await until('two hits', () => hits(broker, id) === 2);
    expect(await endOf(broker)).toBe(2);
    expect(await broker.faults.list()).toEqual([]);
  });

  it('closes the connection; the client comes back', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker);
    await send(producer);
    await broker.faults.add({ match: { api: 'Produce' }, action: { kind: 'close' }, times: 1 });
    await send(producer);
    expect(await endOf(broker)).toBe(2);
    const closed = broker.events.find((event) => event.type === 'connection-closed');
    expect(closed).toMatchObject({ reason: 'fault' });
  });

  it('drops a reply after the work is done: the client sends again, and the record is there twice', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker);
    await send(producer);
    await broker.faults.add({ match: { api: 'Produce' }, action: { kind: 'drop-reply' }, times: 1 });
    await send(producer);
    expect(await endOf(broker)).toBe(3);
  });

  it('closes after the work is done when it is about the reply', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker);
    await send(producer);
    const fault: Fault = { match: { api: 'Produce' }, action: { kind: 'close' }, when: 'reply', times: 1 };
    await broker.faults.add(fault);
    await send(producer);
    expect(await endOf(broker)).toBe(3);
  });

  it('holds requests until it is removed', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker);
    await send(producer);
    const id = await broker.faults.add({ match: { topic: 't' }, action: { kind: 'hold' } });
    let done = false;
    const held = send(producer).then(() => {
      done = true;
    });
    await until('the hold', () => hits(broker, id) > 0);
    expect([done, await endOf(broker)]).toEqual([false, 1]);
    expect(await broker.faults.remove(id)).toBe(true);
    await held;
    expect(await endOf(broker)).toBe(2);
  });

  it('meets only the nth request, of one topic', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker, 'test', 0);
    for (const topic of ['t', 'u']) await send(producer, topic);
    await broker.faults.add({ match: { api: 'Produce', topic: 't', nth: 2 }, action: { kind: 'error', code: 87 } });
    await send(producer, 't');
    await send(producer, 'u');
    await expect(send(producer, 't')).rejects.toMatchObject({ code: 87 });
    await send(producer, 't');
    expect([await endOf(broker, 't'), await endOf(broker, 'u')]).toEqual([3, 2]);
  });
});

describe('frames', () => {
  it('are kept for whoever watches, told as they pass, and explained field by field', async () => {
    const broker = await testBroker();
    const [seen, other] = [await producerOf(broker, 'seen'), await producerOf(broker, 'other')];
    await send(seen);
    expect(await broker.frames.list()).toEqual([]);
    const watch = await broker.frames.watch({ clientId: 'seen', perConnection: 4 });
    for (let count = 0; count < 5; count += 1) await send(seen);
    await send(other);
    const frames = await broker.frames.list();
    expect(frames.map(({ direction, api }) => `${direction} ${api}`)).toEqual([
      'request Produce',
      'reply Produce',
      'request Produce',
      'reply Produce',
    ]);
    const [request, reply] = frames;
    expect(reply?.correlationId).toBe(request?.correlationId);
    const inspected = await broker.frames.inspect(request?.id ?? 0);
    expect(inspected?.tree.problem).toBeNull();
    expect(inspected?.bytes.length).toBe(inspected?.size);
    const names = inspected?.tree.nodes.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['apiKey', 'clientId', 'acks', 'topicData']));
    expect(inspected?.tree.nodes.find(({ name }) => name === 'clientId')?.value).toBe('seen');
    const explained = await broker.frames.inspect(reply?.id ?? 0);
    expect(explained?.tree).toMatchObject({ problem: null, cut: false });
    await until('the event', () => broker.events.some((event) => event.type === 'frames' && event.frames.length > 0));
    expect(await broker.frames.unwatch(watch)).toBe(true);
    expect(await broker.frames.list()).toEqual([]);
    expect(await broker.frames.inspect(request?.id ?? 0)).toBeNull();
  });

  it('show the request as it came, not as it is stored, and say when they are cut', async () => {
    const broker = await testBroker();
    const producer = await producerOf(broker);
    await send(producer);
    await broker.frames.watch();
    await producer.send({ topic: 't', messages: [{ partition: 0, value: 'x'.repeat(40_000) }] });
    const [request] = await broker.frames.list();
    expect(request).toMatchObject({ direction: 'request', cut: true });
    expect(request?.size).toBeGreaterThan(40_000);
    const inspected = await broker.frames.inspect(request?.id ?? 0);
    expect(inspected?.bytes.length).toBe(16 * 1024);
    expect(inspected?.tree.problem).toContain('needs');
  });

  it('are bounded in number of watches', async () => {
    const broker = await testBroker();
    for (let count = 0; count < 20; count += 1) await broker.frames.watch();
    await expect(broker.frames.watch()).rejects.toThrow(RangeError);
  });
});
