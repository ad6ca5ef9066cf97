// The client against a fake wire: joins, gaps, lost links, hidden tabs, commands sent once.
import { describe, expect, it } from 'vitest';
import type { Ack } from '#contract/errors.ts';
import type { Frame, JoinReply } from '#contract/journal.ts';
import type { CommandRequest, JoinRequest } from '#contract/socket.ts';
import { handEnv, records, sumLab, totalAt } from './fixtures.ts';
import { createLabClient } from './lab-client.ts';
import type { Wire, WireEvents } from './wire.ts';

type Pending<Q, R> = { request: Q; answer(reply: R): Promise<void>; fail(): Promise<void> };
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

function pendingList<Q, R>() {
  const list: Pending<Q, R>[] = [];
  const call = (request: Q): Promise<R> => {
    let settle: { resolve(reply: R): void; reject(error: Error): void } | null = null;
    const promise = new Promise<R>((resolve, reject) => {
      settle = { resolve, reject };
    });
    list.push({
      request,
      answer(reply) {
        settle?.resolve(reply);
        return settled();
      },
      fail() {
        settle?.reject(new Error('no answer'));
        return settled();
      },
    });
    return promise;
  };
  return { list, call };
}

function bench() {
  const joins = pendingList<JoinRequest, Ack<JoinReply>>();
  const commands = pendingList<CommandRequest, Ack<unknown>>();
  const left: string[] = [];
  const timers = new Set<() => void>();
  let up = false;
  let events: WireEvents | null = null;
  const wire: Wire = {
    open(given) {
      events = given;
    },
    connected: () => up,
    join: joins.call,
    async leave({ lab }) {
      left.push(lab);
      return { ok: true, result: null };
    },
    command: commands.call,
  };
  const env = handEnv();
  let ids = 0;
  const client = createLabClient(wire, {
    ...env,
    newId: () => `id-${++ids}`,
    after(_ms, run) {
      timers.add(run);
      return () => timers.delete(run);
    },
  });
  return {
    client,
    joins: joins.list,
    commands: commands.list,
    left,
    store: client.store(sumLab),
    connect() {
      up = true;
      events?.opened();
    },
    cut() {
      up = false;
      events?.lost();
    },
    frames: (...frames: Frame[]) => events?.frames(frames),
    /** Lets every waiting delay pass. */
    elapse() {
      const due = [...timers];
      timers.clear();
      for (const run of due) run();
    },
    snapshot() {
      env.paint();
      return client.store(sumLab).snapshot();
    },
  };
}

const fresh = (head: number): Ack<JoinReply> => ({
  ok: true,
  result: { recovered: false, epoch: 'e', head, at: 0, snapshot: { total: totalAt(head), seen: head }, volatile: [] },
});
const eventsFrame = (from: number, to: number): Frame => ({
  kind: 'events',
  lab: 'sum',
  epoch: 'e',
  records: records(from, to),
});

async function joined(head = 10) {
  const b = bench();
  const release = b.client.use('sum');
  b.connect();
  await b.joins[0]?.answer(fresh(head));
  return { ...b, release };
}

describe('the lab client', () => {
  it('joins when somebody looks and the link is there, and is live after the answer', async () => {
    const b = bench();
    expect(b.snapshot().link.status).toBe('connecting');
    b.client.use('sum');
    expect(b.joins).toHaveLength(0);
    b.connect();
    expect(b.joins[0]?.request).toEqual({ lab: 'sum' });
    await b.joins[0]?.answer(fresh(10));
    expect(b.snapshot()).toMatchObject({ link: { status: 'live' }, head: 10 });
  });

  it('drops frames that arrive between a join and its answer', async () => {
    const b = bench();
    b.client.use('sum');
    b.connect();
    b.frames(eventsFrame(0, 3));
    await b.joins[0]?.answer(fresh(10));
    b.frames(eventsFrame(10, 12));
    expect(b.snapshot().state).toEqual({ total: totalAt(12), seen: 12 });
  });

  it('joins again from its own offset after a gap, and when told it is behind', async () => {
    const b = await joined();
    b.frames(eventsFrame(15, 16));
    expect(b.joins[1]?.request).toEqual({ lab: 'sum', epoch: 'e', offset: 10 });
    await b.joins[1]?.answer({
      ok: true,
      result: { recovered: true, epoch: 'e', head: 16, records: records(10, 16), volatile: [] },
    });
    b.frames({ kind: 'behind', lab: 'sum', epoch: 'e', head: 900 });
    expect(b.joins[2]?.request.offset).toBe(16);
    expect(b.snapshot().state.total).toBe(totalAt(16));
  });

  it('keeps the last state while the link is lost, dates the loss, then resumes', async () => {
    const b = await joined();
    b.cut();
    expect(b.snapshot()).toMatchObject({ link: { status: 'lost', since: 5_000 }, state: { total: totalAt(10) } });
    b.connect();
    expect(b.snapshot().link.status).toBe('lost');
    await b.joins[1]?.answer({
      ok: true,
      result: { recovered: true, epoch: 'e', head: 11, records: records(10, 11), volatile: [] },
    });
    expect(b.snapshot()).toMatchObject({ link: { status: 'live' }, state: { total: totalAt(11) } });
  });

  it('ignores the answer to a join that a newer one replaced', async () => {
    const b = bench();
    b.client.use('sum');
    b.connect();
    b.cut();
    b.connect();
    await b.joins[0]?.answer(fresh(3));
    expect(b.snapshot().ready).toBe(false);
    await b.joins[1]?.answer(fresh(10));
    expect(b.snapshot().head).toBe(10);
  });

  it('tries a refused or unanswered join again', async () => {
    const b = bench();
    b.client.use('sum');
    b.connect();
    await b.joins[0]?.answer({ ok: false, error: { code: 'unavailable', message: 'plus tard' } });
    b.elapse();
    await b.joins[1]?.fail();
    b.elapse();
    await b.joins[2]?.answer(fresh(1));
    expect(b.snapshot().link.status).toBe('live');
  });

  it('leaves when the last reader has gone, not when a page merely changes', async () => {
    const b = await joined();
    b.release();
    const again = b.client.use('sum');
    b.elapse();
    expect(b.left).toEqual([]);
    expect(b.joins).toHaveLength(1);
    again();
    b.elapse();
    expect(b.left).toEqual(['sum']);
  });

  it('leaves in a tab long hidden, and resumes when it is seen again', async () => {
    const b = await joined();
    b.client.setHidden(true);
    b.client.setHidden(false);
    b.elapse();
    expect(b.left).toEqual([]);
    b.client.setHidden(true);
    b.elapse();
    expect(b.left).toEqual(['sum']);
    b.client.setHidden(false);
    expect(b.joins[1]?.request.offset).toBe(10);
  });

  it('asks for the past from offset 0, and resumes normally when that is not answered', async () => {
    const b = await joined();
    b.client.wantPast('sum');
    b.client.wantPast('sum');
    expect(b.joins).toHaveLength(2);
    expect(b.joins[1]?.request).toEqual({ lab: 'sum', epoch: 'e', offset: 0 });
    await b.joins[1]?.fail();
    b.elapse();
    expect(b.joins[2]?.request).toEqual({ lab: 'sum', epoch: 'e', offset: 10 });
  });

  it('sends a command again once, after the link is back, under the same id', async () => {
    const b = await joined();
    const sent = b.client.send('sum', { add: 1 });
    await settled();
    b.cut();
    await b.commands[0]?.fail();
    expect(b.commands).toHaveLength(1);
    b.connect();
    await settled();
    expect(b.commands[1]?.request).toEqual(b.commands[0]?.request);
    await b.commands[1]?.answer({ ok: true, result: 42 });
    expect(await sent).toEqual({ ok: true, result: 42 });
  });

  it('answers with a whole French sentence when the server stays silent, and passes refusals on', async () => {
    const b = await joined();
    const silent = b.client.send('sum', {});
    await settled();
    await b.commands[0]?.fail();
    await b.commands[1]?.fail();
    expect(await silent).toMatchObject({
      ok: false,
      error: { code: 'unavailable', message: expect.stringContaining('serveur') },
    });
    const refused = b.client.send('sum', {});
    await settled();
    await b.commands[2]?.answer({ ok: false, error: { code: 'invalid', message: 'non' } });
    expect(await refused).toEqual({ ok: false, error: { code: 'invalid', message: 'non' } });
    b.cut();
    const offline = b.client.send('sum', {});
    b.elapse();
    expect(await offline).toMatchObject({ ok: false });
    expect(b.commands).toHaveLength(3);
  });
});
