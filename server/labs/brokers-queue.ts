// The work queue scenario on one broker: real workers, and one that is killed with a task in hand.

import { messages, type QueueStep, queueScenario } from '#labs/brokers/scenario.ts';
import { sharesOf } from '#labs/file/shares.ts';
import type { Play } from './brokers-play.ts';
import { openSharedQueue, type SharedQueue } from './shared-queue.ts';

const workMs = 80;
/** Longer than anything here: it ends by being killed. */
const heldMs = 10 * 60_000;
/** A dead worker is noticed after some seconds of silence on Redis and Kafka; longer than that is not waited for. */
const settleMs = 30_000;

const silent = 'La file de ce broker ne répond plus.';

export async function playQueue(play: Play): Promise<void> {
  const { source, series, refused, isOver } = play;
  if (!source.queue) {
    refused(null, noQueue(source.broker));
    return;
  }
  const reply = await openSharedQueue({
    broker: source.queue,
    series,
    maxLength: messages,
    clock: play.clock,
    tell: (event) => play.tell({ type: 'queue', event }),
    onError: play.onError,
  });
  if (!reply.ok) {
    refused(null, reply.error.message);
    return;
  }
  try {
    for (const step of queueScenario) {
      if (isOver()) return;
      if (await carryOut(step, play, reply.result)) continue;
      if (!isOver()) refused(null, silent);
      return;
    }
  } finally {
    await reply.result.close();
  }
}

const noQueue = (broker: string): string =>
  broker === 'mqtt'
    ? 'MQTT\u00a03.1.1 n’a pas de file d’attente\u00a0: les abonnements partagés sont venus avec MQTT\u00a05.'
    : 'Ce broker n’a pas de file d’attente.';

/** False when the broker did not do it in time. */
async function carryOut(step: QueueStep, play: Play, queue: SharedQueue): Promise<boolean> {
  const { crew } = queue;
  const workers = () => play.scene().file?.workers ?? [];
  const tasks = () => play.scene().file?.tasks ?? [];
  switch (step.do) {
    case 'hire':
      for (let each = 0; each < step.count; each += 1) crew.hire(step.holds ? heldMs : workMs, 1);
      return play.until(() => workers().every(({ link }) => link === 'ready'), settleMs);
    case 'send':
      for (let each = 0; each < step.count && !play.isOver(); each += 1) {
        await play.wait(play.betweenMs);
        if (!(await queue.send(tasks().length + 1)).ok) return false;
      }
      return true;
    case 'finish':
      // What is not done by then is in the table.
      await play.until(() => tasks().every(({ place }) => place === 'done'), settleMs);
      return true;
    case 'stop':
      for (const worker of [...crew.workers]) await crew.order({ type: 'stop', worker });
      return true;
    case 'kill': {
      // Not « a task in a hand »: it may be one that a worker before it did and could not say.
      const isGiven = (): boolean => {
        const { file } = play.scene();
        return file !== null && sharesOf(file).workers.some(({ there, given }) => there && given.length > 0);
      };
      if (!(await play.until(isGiven, settleMs))) return false;
      for (const worker of [...crew.workers]) await crew.order({ type: 'kill', worker });
      return true;
    }
    default:
      step satisfies never;
      return false;
  }
}
