// A server, a hostile network and a reader, hundreds of seeded schedules: loss, duplication, disorder, cut links, servers
// that forget their past. RELAIS_SCHEDULES=10000 npx vitest run labs/order/reorder-schedules.test.ts for a long look.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Reorder, receive, reorderFrom, type Step, skipTo, subscribed, type Told, tick } from './reorder.ts';

const numRuns = Number(process.env.RELAIS_SCHEDULES ?? 300);
const kept = 12;
const options = { bound: 8, askAfterMs: 20, askAtMostMs: 160 };

type Message = { epoch: string; sequence: number };

/** Numbers what is published, and keeps the last few. */
function numberingServer() {
  let epoch = 0;
  let sequence = 0;
  return {
    publish(): Message {
      sequence += 1;
      return { epoch: `e${epoch}`, sequence };
    },
    restart() {
      epoch += 1;
      sequence = 0;
    },
    head: () => ({ epoch: `e${epoch}`, sequence, oldest: Math.max(1, sequence - kept + 1) }),
  };
}

const action = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({ do: fc.constant('publish' as const), copies: fc.constantFrom(0, 1, 1, 1, 2, 3) }),
  },
  { weight: 16, arbitrary: fc.record({ do: fc.constant('arrive' as const), pick: fc.nat(1_000) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.integer({ min: 1, max: 90 }) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('reconnect' as const), lost: fc.boolean() }) },
  { weight: 1, arbitrary: fc.constant({ do: 'restart' as const }) },
);

describe('whatever the network does', () => {
  it('each number is delivered once and in order, or said to be gone', () => {
    fc.assert(fc.property(fc.array(action, { maxLength: 160 }), play), { seed: 20_261_126, numRuns });
  });
});

function play(actions: readonly (typeof action extends fc.Arbitrary<infer A> ? A : never)[]): void {
  const server = numberingServer();
  const heads = new Map<string, number>();
  const received = new Map<string, number>();
  const told: Told<Message>[] = [];
  let wire: Message[] = [];
  let now = 0;
  let reader: Reorder<Message> = reorderFrom(server.head().epoch, 1, options);

  const move = (step: Step<Message>, reliable = false): void => {
    reader = step.state;
    expect(reader.held.length).toBeLessThan(options.bound);
    told.push(...step.told);
    for (const each of step.told) if (each.kind === 'ask') answer(each.ranges, reliable);
  };
  /** The server sends again what it still has, and says what it no longer has; a question from another epoch is not answered. */
  const answer = (ranges: readonly { from: number; to: number }[], reliable: boolean): void => {
    const { epoch, sequence, oldest } = server.head();
    if (epoch !== reader.epoch) return;
    const again = ranges.flatMap(({ from, to }) =>
      Array.from({ length: to - from + 1 }, (_, index) => ({ epoch, sequence: from + index })),
    );
    expect(again.length).toBeLessThanOrEqual(options.bound);
    expect(again.every((each) => each.sequence <= sequence)).toBe(true);
    // Every third answer is lost, unless the network has calmed down.
    if (!reliable && told.length % 3 === 0) return;
    wire.push(...again.filter((each) => each.sequence >= oldest));
    if (reader.expected < oldest) move(skipTo(reader, oldest, now), reliable);
  };
  const arrive = (pick: number, reliable = false): void => {
    const [message] = wire.splice(pick % wire.length, 1);
    if (!message) return;
    const before = told.length;
    if (message.epoch === reader.epoch)
      received.set(message.epoch, Math.max(received.get(message.epoch) ?? 0, message.sequence));
    move(receive(reader, message.sequence, message, now, message.epoch), reliable);
    expect(told.length).toBeGreaterThan(before);
  };
  const subscribe = (reliable = false): void => move(subscribed(reader, server.head(), now), reliable);

  for (const each of actions) {
    if (each.do === 'publish') {
      const message = server.publish();
      heads.set(message.epoch, message.sequence);
      wire.push(...Array.from({ length: each.copies }, () => message));
    } else if (each.do === 'arrive') arrive(each.pick);
    else if (each.do === 'wait') {
      now += each.ms;
      move(tick(reader, now));
    } else {
      if (each.do === 'restart') server.restart();
      if (each.do === 'reconnect' && each.lost) wire = [];
      subscribe();
    }
  }
  // The network calms down: everything arrives, and every question is answered.
  subscribe(true);
  for (let turn = 0; wire.length > 0 || reader.gap; turn += 1) {
    expect(turn).toBeLessThan(2_000);
    if (wire.length > 0) arrive(turn, true);
    else {
      now = reader.gap?.askAt ?? now;
      move(tick(reader, now), true);
    }
  }
  judge(told, heads, received, server.head());
}

/** Reads all that was told: within each epoch the numbers follow one another from 1, none left out, none twice. */
function judge(
  told: readonly Told<Message>[],
  heads: ReadonlyMap<string, number>,
  received: ReadonlyMap<string, number>,
  head: Message & { oldest: number },
): void {
  let epoch: string | null = 'e0';
  let next = 1;
  for (const each of told) {
    if (each.kind === 'reset') {
      // Whatever had arrived before the reset has been accounted for.
      expect(next - 1).toBeGreaterThanOrEqual(received.get(epoch ?? '') ?? 0);
      epoch = each.epoch;
      next = 1;
    } else if (each.kind === 'delivered') {
      expect(each.message).toEqual({ epoch, sequence: next });
      expect(each.sequence).toBe(next);
      next += 1;
    } else if (each.kind === 'gone') {
      expect(each.from).toBe(next);
      expect(each.to).toBeGreaterThanOrEqual(each.from);
      next = each.to + 1;
      // In the numbering that goes on, only what the server no longer keeps may be given up.
      if (epoch === head.epoch) expect(each.to).toBeLessThan(head.oldest);
    }
    expect(next - 1).toBeLessThanOrEqual(heads.get(epoch ?? '') ?? 0);
  }
  expect({ epoch, sequence: next - 1 }).toEqual({ epoch: head.epoch, sequence: head.sequence });
}
