// A line between two servers, over a wire that can lose: in order, or ended at both ends.
import { describe, expect, it } from 'vitest';
import { manualClock } from '#server/realtime/clock.ts';
import { broken, type Handler, openLine } from './line.ts';
import { type Packet, packetOf } from './packet.ts';

function pair() {
  const clock = manualClock();
  const heard: unknown[] = [];
  const state = { lose: 0 };
  const log: string[] = [];
  const ends = new Map<string, ReturnType<typeof openLine>>();
  const handlersOf = (at: string) =>
    new Map<string, Handler>([
      ['say', (payload) => void heard.push([at, payload])],
      ['double', (payload) => ({ ok: true, result: Number(payload) * 2 })],
      [
        'answer, then tell',
        (_, line) => {
          queueMicrotask(() => void line.tell('say', 'told'));
          return { ok: true, result: null };
        },
      ],
      [
        'bug',
        () => {
          throw new Error('bug');
        },
      ],
    ]);
  const open = (at: string, to: string) => {
    const end = openLine({
      id: 'l',
      clock,
      handlers: handlersOf(at),
      post(n, items) {
        if (state.lose > 0) {
          state.lose -= 1;
          return;
        }
        const text = JSON.stringify({ from: at, line: 'l', term: 1, n, items });
        ends.get(to)?.receive(packetOf(text) as Packet);
      },
      onError: (error) => log.push(String(error)),
    });
    ends.set(at, end);
    return end;
  };
  const [a, b] = [open('a', 'b'), open('b', 'a')];
  /** Lets turns end, as often as answers need. */
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn += 1) {
      clock.advance(0);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return { a, b, clock, heard, state, log, settle };
}

describe('a line', () => {
  it('carries what is told, in order, and answers what is asked', async () => {
    const { a, heard, settle, log } = pair();
    for (let n = 0; n < 5; n += 1) a.tell('say', n);
    const asked = [a.call('double', 21), a.call('nothing', 1), a.call('bug', 1)];
    await settle();
    expect(heard).toEqual([0, 1, 2, 3, 4].map((n) => ['b', n]));
    const codes = (await Promise.all(asked)).map((ack) => (ack.ok ? ack.result : ack.error.code));
    expect(codes).toEqual([42, 'unsupported', 'internal']);
    expect(log).toEqual(['Error: bug']);
  });

  it('lets who waited for an answer act on it before what was told after it', async () => {
    const { a, heard, settle } = pair();
    const asked = a.call('answer, then tell', 1).then(async () => {
      for (let step = 0; step < 5; step += 1) await Promise.resolve();
      heard.push('answered');
    });
    await settle();
    await asked;
    await settle();
    expect(heard).toEqual(['answered', ['a', 'told']]);
  });

  it('does so too when two packets come at once, as Redis gives them on a busy machine', async () => {
    const { a, heard, state, settle } = pair();
    // The other end is this test.
    state.lose = 1;
    const asked = a.call('double', 1).then(() => heard.push('answered'));
    const packet = (n: number, item: Packet['items'][number]): Packet => ({
      from: 'b',
      line: 'l',
      term: 1,
      n,
      items: [item],
    });
    a.receive(packet(0, ['a', 1, { ok: true, result: 2 }]));
    a.receive(packet(1, ['t', 'say', 'told']));
    await settle();
    await asked;
    expect(heard).toEqual(['answered', ['a', 'told']]);
  });

  it('ends when a packet is missing, and says to who waits that nobody knows', async () => {
    const { a, b, heard, state, settle } = pair();
    a.tell('say', 1);
    await settle();
    state.lose = 1;
    const asked = a.call('double', 2);
    await settle();
    a.tell('say', 3);
    await settle();
    expect([heard, b.ended, a.ended]).toEqual([[['b', 1]], true, false]);
    a.end();
    expect(await asked).toBe(broken);
    expect(await a.call('double', 2)).toBe(broken);
  });

  it('ends when the other end is silent, which it is not as long as it lives', async () => {
    const { a, b, clock, settle } = pair();
    for (let beat = 0; beat < 10; beat += 1) {
      clock.advance(500);
      for (const end of [a, b]) end.tick();
      await settle();
    }
    expect([a.ended, b.ended]).toEqual([false, false]);
    for (let beat = 0; beat < 10; beat += 1) {
      clock.advance(500);
      a.tick();
      await settle();
    }
    expect(a.ended).toBe(true);
  });

  it('reads nothing that is not ours', () => {
    for (const text of ['', '{}', 'null', '[1]', '{"from":"a","line":"l","term":1,"n":0,"items":[["x",1]]}'])
      expect(packetOf(text)).toBeNull();
  });
});
