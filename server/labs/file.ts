// The lab `file` at work: a queue a person, on the broker of their choice, and workers that are real consumers of it. What they do is
// told when they do it. Bounded, and gone with its person.
import { randomBytes } from 'node:crypto';
import type { Ack } from '#contract/errors.ts';
import { type FileCommand, type FileEvent, type FileTask, fileBounds, fileCommand } from '#contract/file.ts';
import type { QueueBrokerName } from '#contract/queue-capabilities.ts';
import { isAsTold, lastWorker, unfinished } from '#labs/file/again.ts';
import { type FileState, fileLab } from '#labs/file/lab.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import type { QueueBroker, WorkQueue } from '#server/queue/types.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { type Crew, createCrew } from './file-crew.ts';
import { createInTurn } from './in-turn.ts';

const paceMs = 30;
const people = 100;
/** A queue on somebody else's broker goes by itself, should this server never come back. */
const forgetAfterMs = 30 * 60_000;

type Shop = {
  broker: QueueBroker;
  queue: WorkQueue;
  crew: Crew;
  /** Before the number, in the name of a task: a queue that survived a restart holds others. */
  run: string;
  sent: number;
  stopWatching: () => Promise<void>;
};

export type FileLab = LabRunner<FileCommand> & { close(): Promise<void> };

type Options = {
  brokers: readonly QueueBroker[];
  clock: Clock;
  epoch: string;
  onError: (error: unknown, message: string) => void;
};

export function createFileLab({ brokers, clock, epoch, onError }: Options): FileLab {
  const journals = createPersonalJournals(fileLab, { epoch, now: clock.now });
  const shops = new Map<string, Shop>();
  const tell = (owner: string, event: FileEvent): void => void journals.of(owner).append(event, clock.now());
  const inTurn = createInTurn();

  /** `before`: what their journal says, when another server had it open. */
  async function open(owner: string, name: QueueBrokerName, before?: FileState): Promise<Shop> {
    const broker = brokers.find((each) => each.name === name);
    if (!broker) throw new Error(`no broker ${name}`);
    const queue = await broker.open(`relais-file-${owner}`, {
      maxDeliveries: fileBounds.deliveries,
      maxLength: fileBounds.tasks,
      forgetAfterMs,
    });
    const waiting = await queue.ready();
    // The embedded queue of this server is another than that of the server that was lost.
    const isSame = name !== 'embarque' && before?.broker?.name === name;
    const held = isSame ? ((await queue.held?.()) ?? null) : null;
    const kept = isSame && isAsTold(before, waiting, held) ? before : null;
    const last = kept ? lastWorker(kept) : 0;
    const shop: Shop = {
      broker,
      queue,
      crew: createCrew(queue, { clock, tell: (event) => tell(owner, event), read: taskOf, last }),
      run: randomBytes(4).toString('hex'),
      sent: kept?.sent ?? 0,
      stopWatching: async () => {},
    };
    const others = brokers.map((each) => each.name).filter((each) => each !== name);
    const opened = { type: 'opened', broker: { name, capabilities: broker.capabilities }, others, waiting } as const;
    // A hand of before may still hold the others: only Kafka counts those too.
    const missing = before && (!isSame || name === 'kafka') ? Math.max(0, unfinished(before) - waiting) : 0;
    if (kept) tell(owner, { ...opened, kept: true });
    else tell(owner, before ? { ...opened, gone: before.gone + missing } : opened);
    const watcher = queue.watchDead?.(({ body, why, id }) => tell(owner, { type: 'dead', ...taskOf(id, body), why }));
    shop.stopWatching = async () => watcher?.stop();
    shops.set(owner, shop);
    return shop;
  }

  const stateOf = (owner: string) => journals.of(owner).snapshot().state as FileState;

  /** The queue that their journal says they have, where none is open: another server had it. Null when there is none. */
  async function takeUp(owner: string): Promise<Shop | null> {
    const before = stateOf(owner);
    if (before.broker === null || shops.size >= people) return null;
    const { name } = before.broker;
    return open(owner, brokers.some((each) => each.name === name) ? name : 'embarque', before);
  }

  /** `keep`: the queue stays as it is. */
  async function leave(owner: string, shop: Shop, keep: boolean): Promise<void> {
    if (shops.get(owner) === shop) shops.delete(owner);
    try {
      await shop.crew.dismiss();
      await shop.stopWatching();
      await shop.queue.close();
      if (!keep) await shop.queue.delete();
    } catch (error) {
      onError(error, `the queue of ${owner} on ${shop.broker.name} was not left cleanly`);
    }
  }

  function depart(owner: string, keep: boolean): void {
    void inTurn(owner, async () => {
      const shop = shops.get(owner);
      if (shop) await leave(owner, shop, keep);
      journals.drop(owner);
    });
  }

  async function send(owner: string, shop: Shop, count: number, poison: boolean): Promise<Ack<unknown>> {
    if (poison && shop.broker.capabilities.nack === 'no')
      return refuse(
        'unsupported',
        'Kafka n’a pas de nack\u00a0: une tâche empoisonnée bloquerait sa partition.',
        'poison',
      );
    for (let each = 0; each < count; each += 1) {
      if (atWork(owner) >= fileBounds.tasks)
        return refuse('limit-reached', `Il y avait déjà ${fileBounds.tasks} tâches\u00a0: rien de plus n’est parti.`);
      const number = shop.sent + 1;
      const task = `${shop.run}-${number}`;
      tell(owner, { type: 'sent', task, number, poison });
      const sent = await shop.queue.send({ id: task, body: JSON.stringify({ number, poison }) });
      if (sent === 'kept') {
        shop.sent = number;
        continue;
      }
      tell(owner, { type: 'unsent', task });
      return sent === 'full'
        ? refuse('limit-reached', 'La file est pleine\u00a0: elle refuse cette tâche.')
        : silent(shop.broker.name);
    }
    return { ok: true, result: { sent: count } };
  }

  const atWork = (owner: string): number => stateOf(owner).tasks.filter(({ place }) => place !== 'done').length;

  async function obey(owner: string, command: FileCommand): Promise<Ack<unknown>> {
    const isOther = command.type === 'open' && stateOf(owner).broker?.name !== command.broker;
    const now = shops.get(owner) ?? (isOther ? null : await takeUp(owner));
    if (command.type === 'open') {
      if (now?.broker.name === command.broker) return { ok: true, result: {} };
      if (!brokers.some(({ name }) => name === command.broker))
        return refuse('unsupported', `Ce serveur ne connaît pas de ${brokerNames[command.broker]}.`, 'broker');
      if (!now && shops.size >= people) return tooMany();
      await open(owner, command.broker);
      if (now) await leave(owner, now, false);
      return { ok: true, result: {} };
    }
    if (!now) return shops.size >= people ? tooMany() : refuse('not-found', 'Choisissez d’abord un broker.');
    const { crew, queue } = now;
    switch (command.type) {
      case 'reset':
        await leave(owner, now, false);
        await open(owner, now.broker.name);
        return { ok: true, result: {} };
      case 'send':
        return send(owner, now, command.count, command.poison);
      case 'hire':
        return crew.hire(command.takesMs, command.prefetch)
          ? { ok: true, result: {} }
          : refuse('limit-reached', `Il y a déjà ${fileBounds.workers} ouvriers\u00a0: retirez-en un d’abord.`);
      case 'nack':
        if (now.broker.capabilities.nack === 'no')
          return refuse('unsupported', 'Ce broker n’a pas de nack\u00a0: il faut faire la tâche, ou mourir avec.');
        return (await crew.nack(command.worker, command.task, command.requeue)) ? { ok: true, result: {} } : noTask();
      case 'again':
        if (!(await queue.requeueDead(command.task))) return noTask();
        tell(owner, { type: 'again', task: command.task });
        return { ok: true, result: {} };
      default:
        return (await crew.order(command))
          ? { ok: true, result: {} }
          : refuse('not-found', 'Cet ouvrier n’est plus là.');
    }
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: fileCommand,
    rules: {
      count: `Un envoi a de 1 à ${fileBounds.send} tâches.`,
      prefetch: `Un ouvrier prend de 1 à ${fileBounds.prefetch} tâches d’avance.`,
      takesMs: 'Une tâche dure de 0,2 à 10 secondes.',
      broker: 'Ce broker n’existe pas.',
    },
    run: ({ id: owner }, command) =>
      inTurn(owner, () =>
        obey(owner, command).catch((error: unknown) => {
          onError(error, `the queue of ${owner} could not be worked on`);
          return silent(command.type === 'open' ? command.broker : (stateOf(owner).broker?.name ?? 'embarque'));
        }),
      ),
    resumed({ id: owner }) {
      const failed = (error: unknown): void => onError(error, `the queue of ${owner} could not be taken over`);
      // Where the broker does not answer, their next command tries again.
      void inTurn(owner, async () => {
        if (!shops.has(owner)) await takeUp(owner);
      }).catch(failed);
    },
    personGone: ({ id: owner }) => depart(owner, false),
    personMoved: ({ id: owner }) => depart(owner, true),
    async close() {
      await Promise.all([...shops].map(([owner, shop]) => inTurn(owner, () => leave(owner, shop, true))));
    },
  };
}

const brokerNames: Record<QueueBrokerName, string> = {
  embarque: 'broker embarqué',
  rabbitmq: 'RabbitMQ',
  redis: 'Redis',
  kafka: 'Kafka',
};
const tooMany = () => refuse('limit-reached', 'Trop de files à la fois sur ce serveur. Réessayez dans un instant.');
const noTask = () => refuse('not-found', 'Cette tâche n’est plus là.', 'task');
const silent = (name: QueueBrokerName) =>
  refuse('broker-error', `Le ${brokerNames[name]} ne répond pas. Réessayez dans un instant.`);

/** What is in a queue; whatever else somebody put there is shown as a task without a number. */
function taskOf(id: string, body: string): FileTask {
  try {
    const { number, poison } = JSON.parse(body) as { number?: unknown; poison?: unknown };
    return { task: id, number: Number.isInteger(number) ? Number(number) : 0, poison: poison === true };
  } catch {
    return { task: id, number: 0, poison: false };
  }
}
