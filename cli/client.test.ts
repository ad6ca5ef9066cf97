// The terminal client on a wire and a clock moved by hand: order, what was missed, the back-off, what was typed meanwhile.
import { describe, expect, it } from 'vitest';
import { manualClock } from '#server/realtime/clock.ts';
import { createClient, type Shown } from './client.ts';
import { readTyped } from './commands.ts';
import { harmless, lineOf } from './lines.ts';

type Sent = { type: string } & Record<string, unknown>;

function terminal() {
  const clock = manualClock();
  const shown: Shown[] = [];
  const dials: {
    sent: Sent[];
    closed: boolean;
    open(): void;
    hear(message: object): void;
    raw(text: string): void;
    lose(code?: number): void;
  }[] = [];
  const state = { ended: null as boolean | null };
  let ids = 0;
  const client = createClient({
    dial(on) {
      const sent: Sent[] = [];
      const line = {
        sent,
        closed: false,
        open: on.open,
        hear: (message: object) => on.text(JSON.stringify(message)),
        raw: on.text,
        lose: (code = 1_006) => on.closed(code),
      };
      dials.push(line);
      return {
        send: (text) => void sent.push(JSON.parse(text)),
        close() {
          line.closed = true;
          on.closed(1_005);
        },
      };
    },
    name: 'ada',
    clock,
    newId: () => {
      ids += 1;
      return `c${ids}`;
    },
    show: (one) => void shown.push(one),
    onEnd: (clean) => {
      state.ended = clean;
    },
  });
  const last = () => dials[dials.length - 1] as (typeof dials)[number];
  const texts = () => shown.flatMap((one) => (one.kind === 'message' ? [one.message.content] : []));
  const of = <Kind extends Shown['kind']>(kind: Kind) => shown.filter((one) => one.kind === kind);
  return { client, clock, shown, dials, last, state, texts, of };
}
const message = (sequence: number, room = 'r') => ({
  type: 'message',
  id: `i${sequence}`,
  room,
  sender: 'bob',
  content: `m${sequence}`,
  sequence,
  timestamp: sequence,
});

function inRoom(sequence = 0) {
  const t = terminal();
  t.client.join('r');
  t.last().open();
  t.last().hear({ type: 'subscribed', room: 'r', sequence, epoch: 'e', oldest: 1, members: [{ userId: 'ada' }] });
  return t;
}

describe('order', () => {
  it('is that of the numbers, whatever comes, and each comes once', () => {
    const t = inRoom(3);
    for (const sequence of [5, 4, 4, 3, 7, 6, 5]) t.last().hear(message(sequence));
    expect(t.texts()).toEqual(['m4', 'm5', 'm6', 'm7']);
  });

  it('asks again for what does not come, and says what is gone', () => {
    const t = inRoom();
    t.last().hear(message(4));
    expect(t.last().sent.filter(({ type }) => type === 'get_history')).toEqual([]);
    t.clock.advance(1_000);
    expect(t.last().sent.at(-1)).toEqual({ type: 'get_history', room: 'r', from: 1 });
    t.last().hear({ type: 'history', room: 'r', messages: [message(3), message(4)], oldest: 3 });
    expect(t.texts()).toEqual(['m3', 'm4']);
    expect(t.of('gone')).toEqual([{ kind: 'gone', room: 'r', from: 1, to: 2 }]);
  });

  it('works with a server that knows only the course’s contract', () => {
    const t = terminal();
    t.client.join('r');
    t.last().open();
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 2 });
    t.last().hear(message(3));
    t.last().lose();
    t.clock.advance(2_000);
    t.last().open();
    expect(t.last().sent).toEqual([{ type: 'subscribe', room: 'r', userId: 'ada', from: 4 }]);
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 5 });
    expect(t.last().sent.at(-1)).toMatchObject({ type: 'get_history', room: 'r' });
    t.last().hear({ type: 'history', room: 'r', messages: [1, 2, 3, 4, 5].map((n) => message(n)) });
    expect(t.texts()).toEqual(['m3', 'm4', 'm5']);
    for (let n = 0; n < 200; n += 1) t.client.say('r', `bavard ${n}`);
    expect([t.client.unsent(), t.of('too-many-unsent')]).toEqual([0, []]);
    t.last().lose();
    t.client.say('r', 'pendant');
    t.clock.advance(2_000);
    t.last().open();
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 5 });
    expect(t.last().sent.filter(({ type }) => type === 'publish')).toMatchObject([{ content: 'pendant' }]);
    expect(t.client.unsent()).toBe(0);
  });
});

describe('a lost connection', () => {
  it('is tried again five times, after 2, 4, 8, 16 and 30 s, then it says so', () => {
    const t = inRoom();
    t.last().lose();
    for (const inMs of [2_000, 4_000, 8_000, 16_000, 30_000]) {
      expect(t.of('lost').at(-1)).toMatchObject({ inMs, again: true });
      const before = t.dials.length;
      t.clock.advance(inMs - 1);
      expect(t.dials.length).toBe(before);
      t.clock.advance(1);
      expect(t.dials.length).toBe(before + 1);
      t.last().lose();
    }
    expect(t.shown.at(-1)).toEqual({ kind: 'gave-up' });
    expect(t.state.ended).toBe(false);
    t.clock.advance(1_000_000);
    expect(t.dials.length).toBe(6);
  });

  it('comes back where it was: same rooms, from the next number, and what was typed meanwhile goes once', () => {
    const t = inRoom();
    t.last().hear(message(1));
    t.client.say('r', 'avant');
    t.last().lose();
    t.client.say('r', 'pendant');
    t.clock.advance(2_000);
    t.last().open();
    expect(t.last().sent).toEqual([
      { type: 'subscribe', room: 'r', userId: 'ada', from: 2, epoch: 'e' },
      { type: 'publish', room: 'r', sender: 'ada', content: 'avant', clientMessageId: 'c1' },
      { type: 'publish', room: 'r', sender: 'ada', content: 'pendant', clientMessageId: 'c2' },
    ]);
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 3, epoch: 'e', oldest: 1, recovered: true });
    for (const n of [2, 3]) t.last().hear(message(n));
    for (const id of ['c1', 'c2']) t.last().hear({ type: 'published', room: 'r', clientMessageId: id, sequence: 9 });
    expect([t.texts(), t.client.unsent()]).toEqual([['m1', 'm2', 'm3'], 0]);
    expect(t.of('back')).toHaveLength(1);
    t.last().lose();
    expect(t.of('lost').at(-1)).toMatchObject({ attempt: 1 });
  });

  it('does not speak of a lost past in a room where nothing had been said', () => {
    const t = inRoom();
    t.last().lose();
    t.clock.advance(2_000);
    t.last().open();
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 2, epoch: 'new', oldest: 1, recovered: true });
    for (const n of [1, 2]) t.last().hear(message(n));
    expect([t.texts(), t.of('reset'), t.of('gone')]).toEqual([['m1', 'm2'], [], []]);
  });

  it('says that the past is gone when it is', () => {
    const t = inRoom();
    t.last().hear(message(1));
    t.last().lose();
    t.clock.advance(2_000);
    t.last().open();
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 40, epoch: 'new', oldest: 40, recovered: false });
    t.last().hear({ type: 'history', room: 'r', messages: [message(40)], epoch: 'new', oldest: 40 });
    expect(t.of('reset')).toHaveLength(1);
    expect(t.texts()).toEqual(['m1', 'm40']);
    t.last().hear(message(41));
    expect(t.texts().at(-1)).toBe('m41');
  });

  it('ends one numbering before the next begins: what was held, what never came, then that the past is lost', () => {
    const t = inRoom();
    t.last().hear(message(1));
    t.last().hear(message(3));
    t.last().lose();
    t.clock.advance(2_000);
    t.last().open();
    t.last().hear({ type: 'subscribed', room: 'r', sequence: 5, epoch: 'new', oldest: 5, recovered: false });
    t.last().hear({ type: 'history', room: 'r', messages: [message(5)], epoch: 'new', oldest: 5 });
    const told = t.shown.flatMap((one): (number | string)[] => {
      if (one.kind === 'message') return [one.message.sequence];
      if (one.kind === 'gone') return [`gone ${one.from}-${one.to}`];
      return one.kind === 'reset' ? ['reset'] : [];
    });
    expect(told).toEqual([1, 'gone 2-2', 3, 'reset', 'gone 1-4', 5]);
  });

  it('waits when its own dead link still holds its name, and ends when somebody proved it theirs', () => {
    const t = inRoom();
    t.last().lose();
    t.clock.advance(2_000);
    t.last().open();
    t.last().hear({ error: 'pris', code: 'limit-reached', request: 'subscribe', room: 'r' });
    expect(t.of('lost').at(-1)).toMatchObject({ attempt: 2 });
    expect(t.of('refused')).toEqual([]);
    t.clock.advance(4_000);
    t.last().lose(4_003);
    expect(t.shown.at(-1)).toEqual({ kind: 'name-taken', name: 'ada' });
    expect(t.state.ended).toBe(false);
  });

  it('ends at once when the name is somebody’s from the start', () => {
    const t = terminal();
    t.client.join('r');
    t.last().open();
    t.last().hear({ error: 'pris', code: 'limit-reached', request: 'subscribe', room: 'r' });
    expect(t.of('refused')).toEqual([{ kind: 'refused', reason: 'pris' }]);
    expect(t.state.ended).toBe(false);
  });
});

it('hears private messages without asking, and leaves cleanly', () => {
  const t = inRoom();
  t.last().hear({ type: 'subscribed', room: '@ada', sequence: 7, epoch: 'p' });
  t.last().hear(message(8, '@ada'));
  expect(t.texts()).toEqual(['m8']);
  t.client.say('@bob', 'coucou');
  expect(t.of('sent-privately')).toEqual([{ kind: 'sent-privately', to: 'bob', content: 'coucou' }]);
  t.client.quit();
  expect([t.state.ended, t.last().closed]).toEqual([true, true]);
});

it.each([
  'null',
  '42',
  '{',
  '[]',
  '{"type":"message"}',
  '{"type":"history"}',
  '{"type":"subscribed"}',
  '{"type":"message","room":"r","sequence":"x"}',
])('is not harmed by a server that says %s', (text) => {
  const t = inRoom();
  t.last().raw(text);
  t.last().hear(message(1));
  expect(t.texts()).toEqual(['m1']);
});

it.each([
  ['', { kind: 'nothing' }],
  ['bonjour', { kind: 'text', text: 'bonjour' }],
  ['//join', { kind: 'text', text: '/join' }],
  ['/join ma salle', { kind: 'join', room: 'ma salle' }],
  ['/leave', { kind: 'leave', room: null }],
  ['/history général', { kind: 'history', room: 'général' }],
  ['/msg @bob salut à toi', { kind: 'msg', to: 'bob', text: 'salut à toi' }],
  ['/QUIT', { kind: 'quit' }],
])('reads %j', (line, typed) => expect(readTyped(line)).toEqual(typed));

it.each(['/join', '/msg', '/msg bob salut', '/msg @bob', '/exploser'])('says what to type instead of %s', (line) => {
  expect(readTyped(line)).toMatchObject({ kind: 'wrong', message: expect.stringMatching(/Tapez/) });
});

it('shows what others wrote without letting it drive the terminal', () => {
  expect(harmless('a\u001b[2Jb\r\u0007\u202ec')).not.toMatch(/[\p{Cc}\u202e]/u);
  expect(lineOf({ kind: 'message', message: { ...message(1), sender: '\u001b]0;x', content: 'é 👩‍💻' } })).toContain(
    'é 👩‍💻',
  );
});
