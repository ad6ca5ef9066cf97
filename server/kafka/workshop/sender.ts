// The producer of the workshop: one kafkajs producer with the settings one asked for, the right ones or the wrong ones.
import { type ICustomPartitioner, Partitioners } from 'kafkajs';
import type { AtelierEvent, Incidents, Order, WorkshopSettings } from '#contract/atelier.ts';
import { firstPartition, machines, sendOrder } from '#labs/atelier/plan.ts';
import type { Broker, Fault } from '#server/broker/index.ts';
import { type Clock, pause } from '../clock.ts';
import { newKafka } from '../kafka-client.ts';
import type { Log } from '../log.ts';
import { wordsOf } from './words.ts';

export type SenderOptions = {
  brokers: string[];
  clientId: string;
  log: Log;
  clock: Clock;
  faults: Broker['faults'] | null;
  topic: string;
  settings: WorkshopSettings;
  incidents: Incidents;
  lots: readonly string[];
  signal: AbortSignal;
  tell(event: AtelierEvent): void;
};

/** Without an answer for this long, kafkajs sends again. ms */
const requestTimeoutMs = 1_500;
/** No chance in it: the same run retries at the same moments. */
const retry = { retries: 6, initialRetryTime: 300, maxRetryTime: 2_000, factor: 0 } as const;
/** Between a confirmation and the next command, ms: lots begin one after the other. */
const paceMs = 120;
/** Kafka's NOT_ENOUGH_REPLICAS: nothing is written, and a client may try again. */
const refusal = 19;

/** Sends every command. False when the client gave up: what it had not sent stays unsent. */
export async function sendAll(options: SenderOptions): Promise<boolean> {
  const { settings, topic, clock, signal, tell, faults } = options;
  const orders = sendOrder(settings.seed, options.lots);
  const underWay = new Set<number>();
  const given: string[] = [];
  const retried = (reason: string) => {
    if (signal.aborted) return;
    tell({ type: 'send.retried', send: underWay.size === 1 ? ([...underWay][0] ?? null) : null, reason });
  };
  const kafka = newKafka({ ...options, log: hearing(options.log, retried), requestTimeoutMs });
  const producer = kafka.producer({
    idempotent: settings.idempotent,
    createPartitioner: partitionerFrom(firstPartition(settings.seed)),
    allowAutoTopicCreation: false,
    retry,
  });

  async function sendOne(order: Order, send: number): Promise<boolean> {
    underWay.add(send);
    tell({ type: 'sending', send, ...order });
    const message = { key: settings.keyed ? order.lot : null, value: textOf(order) };
    try {
      const [reply] = await producer.send({
        topic,
        messages: [message],
        acks: settings.acks,
        timeout: requestTimeoutMs,
      });
      underWay.delete(send);
      if (signal.aborted) return false;
      const offset = Number(reply?.baseOffset ?? reply?.offset ?? -1);
      const isKnown = reply !== undefined && offset >= 0;
      tell({
        type: 'confirmed',
        send,
        ...order,
        partition: isKnown ? reply.partition : null,
        offset: isKnown ? offset : null,
      });
      return true;
    } catch (error) {
      underWay.delete(send);
      if (!signal.aborted) tell({ type: 'send.failed', send, ...order, reason: wordsOf(error) });
      return false;
    }
  }

  /** The requests of a producer come in order; `nth` counts those that come while nothing else is asked to fail. */
  async function strike(order: Order, nth: number | null): Promise<void> {
    for (const fault of faultsFor(options, order)) {
      if (nth === null) given.push((await faults?.add({ ...fault, times: 1 })) ?? '');
      else given.push((await faults?.add({ ...fault, match: { ...fault.match, nth } })) ?? '');
    }
  }

  try {
    await producer.connect();
    if (!settings.awaited) {
      let answered = 0;
      for (const [index, order] of orders.entries()) {
        const isRefused = strikes(options.incidents.refused, options.lots, order);
        // A refused request never comes to its answer: the answers are counted without it.
        await strike(order, isRefused ? index + 1 : answered + 1);
        if (!isRefused) answered += 1;
      }
      const all = await Promise.all(orders.map((order, index) => sendOne(order, index + 1)));
      return all.every(Boolean);
    }
    for (const [index, order] of orders.entries()) {
      if (signal.aborted) return false;
      await strike(order, null);
      if (!(await sendOne(order, index + 1))) return false;
      await pause(clock, paceMs, signal);
    }
    return true;
  } finally {
    for (const id of given) await faults?.remove(id);
    await producer.disconnect().catch(() => undefined);
  }
}

const strikes = (place: { lot: number; step: number } | null, lots: readonly string[], { lot, step }: Order): boolean =>
  place !== null && lots[place.lot] === lot && place.step === step;

function faultsFor({ topic, incidents, lots, settings }: SenderOptions, order: Order): Fault[] {
  const match = { api: 'Produce', topic };
  const faults: Fault[] = [];
  // Nobody can answer who asks for no answer: the connection is cut instead.
  const refuse = settings.acks === 0 ? ({ kind: 'close' } as const) : ({ kind: 'error', code: refusal } as const);
  if (strikes(incidents.refused, lots, order)) faults.push({ match, action: refuse, when: 'request' });
  if (strikes(incidents.lostAck, lots, order)) faults.push({ match, action: { kind: 'drop-reply' } });
  return faults;
}

function textOf({ lot, step }: Order): string {
  const machine = machines[step - 1];
  return JSON.stringify({ lot, etape: step, machine: machine?.code, instruction: machine?.instruction });
}

/** What a record's value says; null when another program wrote it. */
export function orderIn(value: Buffer | null): Order | null {
  try {
    const { lot, etape } = JSON.parse(value?.toString() ?? '') as { lot?: unknown; etape?: unknown };
    return typeof lot === 'string' && typeof etape === 'number' ? { lot, step: etape } : null;
  } catch {
    return null;
  }
}

/** As kafkajs does by itself, murmur2 with a key and round-robin without; it draws where it begins, here the seed does. */
function partitionerFrom(first: number): ICustomPartitioner {
  return () => {
    const standard = Partitioners.DefaultPartitioner();
    let next = first;
    return (args) => {
      if (args.message.key !== null && args.message.key !== undefined) return standard(args);
      next += 1;
      return (next - 1) % args.partitionMetadata.length;
    };
  };
}

/** Kafkajs tells of its retries in its log alone. */
function hearing(log: Log, retried: (reason: string) => void): Log {
  return {
    ...log,
    info: (fields, message) => log.info(fields, message),
    warn: (fields, message) => log.warn(fields, message),
    error: (fields, message) => log.error(fields, message),
    debug(fields, message) {
      if ('retryCount' in fields && 'kafkajs' in fields && String(fields.kafkajs).includes('Producer'))
        retried(message.replace(/^Failed to send messages: /, ''));
      log.debug(fields, message);
    },
  };
}
