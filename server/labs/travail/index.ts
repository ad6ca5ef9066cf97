// The lab `travail` at work: a demonstration server a person, in a thread of its own, so that it may freeze and harm nobody. Its queue is
// the embedded one, its workers are threads. Bounded, and gone with its person.
import { availableParallelism } from 'node:os';
import type { Ack } from '#contract/errors.ts';
import {
  reportSizes,
  type TravailCommand,
  type TravailEvent,
  travailBounds,
  travailCommand,
} from '#contract/travail.ts';
import { type TravailState, travailLab } from '#labs/travail/lab.ts';
import { createPersonalJournals } from '#server/journal/index.ts';
import type { QueueBroker } from '#server/queue/types.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { createInTurn } from '../in-turn.ts';
import { createReports, type Reports } from './reports.ts';
import { openShop, type Shop } from './shop.ts';
import { createSlots } from './slots.ts';

const paceMs = 30;
/** Demonstration servers at a time: 8 MB each (Node 20.20, resident). */
const people = 40;
/** Nobody pings it any more: a page in view does. One of these gives way to who comes. */
const forsakenMs = 10_000;
const idleMs = 60_000;
const maxTasks = 20;
/** The main thread and the broker's need a processor too. */
const atOnce = Math.min(4, Math.max(2, availableParallelism() - 1));

export type TravailLab = LabRunner<TravailCommand> & {
  /** The report that this person may read under this name. */
  find: Reports['find'];
  close(): Promise<void>;
};

type Options = {
  broker: QueueBroker;
  clock: Clock;
  epoch: string;
  onError: (error: unknown, message: string) => void;
};

type Kept = { shop: Shop; heardAt: number };

export function createTravailLab({ broker, clock, epoch, onError }: Options): TravailLab {
  const journals = createPersonalJournals(travailLab, { epoch, now: clock.now });
  const slots = createSlots(atOnce);
  const shops = new Map<string, Kept>();
  const tell = (owner: string, event: TravailEvent): void => void journals.of(owner).append(event, clock.now());
  const reports = createReports(clock, (owner, report) => {
    if (journals.has(owner)) tell(owner, { type: 'forgotten', report });
  });
  const inTurn = createInTurn();
  let isOver = false;

  async function leave(owner: string, why: Parameters<Shop['close']>[0]): Promise<void> {
    const kept = shops.get(owner);
    shops.delete(owner);
    await kept?.shop
      .close(why)
      .catch((error: unknown) => onError(error, `the demonstration server of ${owner} did not close cleanly`));
  }

  const isIdle = ({ shop, heardAt }: Kept, ms: number): boolean => !shop.isBusy() && clock.elapsed() - heardAt >= ms;

  /** False when all of them are in use. */
  async function makeRoom(): Promise<boolean> {
    if (shops.size < people) return true;
    const byAge = [...shops].toSorted(([, a], [, b]) => a.heardAt - b.heardAt);
    const forsaken = byAge.find(([, kept]) => isIdle(kept, forsakenMs));
    if (!forsaken) return false;
    await leave(forsaken[0], 'idle');
    return true;
  }

  async function open(owner: string): Promise<Ack<unknown>> {
    if (shops.has(owner)) return { ok: true, result: {} };
    if (isOver || !(await makeRoom()))
      return refuse(
        'limit-reached',
        `Il y a déjà ${people} serveurs de démonstration sur cette machine. Réessayez dans une minute.`,
      );
    const queue = await broker.open(`relais-travail-${owner}`, {
      maxDeliveries: travailBounds.deliveries,
      maxLength: maxTasks,
      forgetAfterMs: travailBounds.keptMs,
    });
    const known = journals.of(owner).snapshot().state as TravailState;
    const shop = await openShop({
      owner,
      last: Math.max(0, ...known.reports.map(({ report }) => report)),
      queue,
      clock,
      slots,
      reports,
      tell: (event) => tell(owner, event),
      onError,
      onEnd: () => void inTurn(owner, () => leave(owner, 'died')),
    });
    shops.set(owner, { shop, heardAt: clock.elapsed() });
    return { ok: true, result: {} };
  }

  async function obey(owner: string, command: TravailCommand): Promise<Ack<unknown>> {
    const kept = shops.get(owner);
    if (command.type === 'open') return open(owner);
    if (!kept) return noServer();
    kept.heardAt = clock.elapsed();
    if (command.type === 'make') return kept.shop.make(command.way, command.size);
    if (command.type === 'cancel') return kept.shop.cancel();
    return kept.shop.kill();
  }

  /** Not in turn: a ping waits for the demonstration server alone. */
  async function ping(owner: string): Promise<Ack<unknown>> {
    const kept = shops.get(owner);
    if (!kept) return noServer();
    kept.heardAt = clock.elapsed();
    const ms = await kept.shop.ping();
    return ms === null
      ? refuse('unavailable', 'Le serveur de démonstration n’a pas répondu.')
      : { ok: true, result: { ms } };
  }

  let cancelSweep = clock.after(idleMs, sweep);
  function sweep(): void {
    for (const [owner, kept] of shops) if (isIdle(kept, idleMs)) void inTurn(owner, () => leave(owner, 'idle'));
    cancelSweep = clock.after(idleMs / 4, sweep);
  }

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: travailCommand,
    rules: {
      size: `Un rapport porte sur ${reportSizes.join(', ')} élèves.`,
      way: 'Un rapport se fait « inline » ou par « queue ».',
    },
    find: reports.find,
    run({ id: owner }, command) {
      if (command.type === 'ping') return ping(owner);
      return inTurn(owner, () =>
        obey(owner, command).catch((error: unknown) => {
          onError(error, `the demonstration server of ${owner} could not be spoken to`);
          return refuse('broker-error', 'La file de travail ne répond pas. Réessayez dans un instant.');
        }),
      );
    },
    personGone({ id: owner }) {
      void inTurn(owner, async () => {
        await leave(owner, 'gone');
        reports.dropOf(owner);
        journals.drop(owner);
      });
    },
    async close() {
      isOver = true;
      cancelSweep();
      await Promise.all([...shops.keys()].map((owner) => inTurn(owner, () => leave(owner, 'stop'))));
      reports.close();
    },
  };
}

const noServer = () =>
  refuse('not-found', 'Le serveur de démonstration n’est pas là\u00a0: il s’ouvre avec le panneau.');
