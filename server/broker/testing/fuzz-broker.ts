// A whole broker without its port: real connections, dispatch, handlers, groups and log, on a clock that moves when told.

import { registry } from '../apis/index.ts';
import { manualClock } from '../clock.ts';
import { Dispatcher, servesAfterEnd } from '../core/dispatch.ts';
import { openCore } from '../core/open-core.ts';
import { settingsOf } from '../core/options.ts';
import { Connection, type Outcome } from '../net/connection.ts';
import { TestSocket } from './fuzz-socket.ts';

export type Counts = { replies: number; silent: number; closed: number };
/** `ended`: the broker hung up. `unanswered`: whole frames it took and has not finished with. */
export type Talk = { socket: TestSocket; ended: boolean; unanswered: number; hangUp(): void };
export type FuzzBroker = Awaited<ReturnType<typeof openFuzzBroker>>;

/** Small bounds, so that a short run reaches them: what grows beyond is a leak. */
const limits = {
  maxTopics: 40,
  maxPartitions: 400,
  maxStoredBytes: 4 << 20,
  maxFetchBytes: 1 << 20,
  maxRequestBytes: 1 << 20,
};

export async function openFuzzBroker() {
  const clock = manualClock();
  const { core, close } = await openCore(
    settingsOf({ port: 0, advertisedHost: '127.0.0.1', limits, flushMs: 1 }),
    clock,
  );
  const dispatcher = new Dispatcher(core, registry);
  const counts: Counts = { replies: 0, silent: 0, closed: 0 };
  /** Notices that say the broker, not the frame, was at fault. */
  const errors: string[] = [];
  /** Frames at work, by when they came. */
  const working = new Set<object>();
  core.hub.subscribe((events) => {
    for (const event of events) if (event.type === 'notice' && event.level === 'error') errors.push(event.message);
  });
  const anySeat = { pace: () => 0, leave() {} };
  let buffered = 0;
  let last = 1_000_000_000;

  function talk(): Talk {
    const socket = new TestSocket();
    const mine: Talk = { socket, ended: false, unanswered: 0, hangUp: () => connection.close('peer') };
    const done = (outcome: Outcome): Outcome => {
      mine.unanswered -= 1;
      if (outcome.kind === 'reply') counts.replies += 1;
      else if (outcome.kind === 'none') counts.silent += 1;
      else counts.closed += 1;
      return outcome;
    };
    last += 1;
    const connection: Connection = new Connection(
      socket.asSocket,
      { id: last, nodeId: 1, seat: anySeat },
      {
        clock,
        limits: { maxRequestBytes: limits.maxRequestBytes, maxWaitingBytes: 1 << 20 },
        serve(frame, from) {
          mine.unanswered += 1;
          const outcome = dispatcher.serve(frame, from);
          if (!(outcome instanceof Promise)) return done(outcome);
          const token = {};
          working.add(token);
          return outcome.then((late) => {
            working.delete(token);
            return done(late);
          });
        },
        servesAfterEnd,
        account(change) {
          buffered += change;
          return true;
        },
        stuck() {},
        freed() {},
        closed(one, reason, detail) {
          mine.ended = true;
          core.groups.connectionClosed(one.id);
          core.connections.closed(one.id, reason, detail);
        },
      },
    );
    core.connections.opened(connection);
    return mine;
  }

  return { core, clock, counts, errors, working, talk, close, bufferedBytes: () => buffered };
}

/** Lets everything run that is ready to; time stands still. */
export const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
