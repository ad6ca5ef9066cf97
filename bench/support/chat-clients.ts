// The product's own clients, outside their terminal and their page, each behind the fault proxy and each keeping a record of
// what it was told: what a person would have seen, line by line.
import { WebSocket } from 'ws';
import { createChatClient } from '#components/realtime/chat-client.ts';
import { createSocketWire } from '#components/realtime/socket-wire.ts';
import type { ChatWire } from '#components/realtime/wire.ts';
import { roomOf, salonBounds } from '#labs/chat/salon.ts';
import { createClient } from '../../cli/client.ts';
import { type ChatRecord, createRecord, type Publication } from './chat-record.ts';

/** A page shows its last lines; the recorder reads each before it is gone, even when a whole past comes at once. */
const shownLines: number = salonBounds.lines;
const showing = (lines: number): unknown => Object.assign(salonBounds, { lines });
/** The terminal's patience is divided by this. */
const hurry = 10;
export const stormRoom = 'general';

export type StormClient = {
  readonly name: string;
  readonly door: 'plain' | 'pages';
  readonly record: ChatRecord;
  /** Publication `index`; false when too many wait. */
  say(index: number): boolean;
  unsent(): number;
  /** Subscriptions answered: the first, and one for each return. */
  entered(): number;
  /** What must not have happened, in a word each. */
  readonly faults: string[];
  /** Where it is, for whoever wonders why it is late. */
  describe(): string;
  close(): void;
};

export type StormTools = {
  port: number;
  publications: Publication[];
  /** Told when somebody learned that a number is given. */
  onNumber: (sequence: number) => void;
};

const contentOf = (index: number): string => `p${index}|${'x'.repeat(60 + (index % 50))}`;
const indexOf = (content: string): number => Number(/^p(\d+)\|/.exec(content)?.[1] ?? -1);

export function terminal(number: number, { port, publications, onNumber }: StormTools): StormClient {
  const name = `t${number}n`;
  const record = createRecord();
  const faults: string[] = [];
  let epoch = '';
  let entered = 0;
  /** After `recovered: false` the past that is left must follow at once. */
  let owed: 'nothing' | 'history' = 'nothing';
  let answering = false;
  let saying = -1;
  let last = '';

  function sniff(text: string): void {
    const heard = JSON.parse(text) as Record<string, unknown> & { type?: string };
    if (owed === 'history' && heard.type !== 'history') faults.push(`no snapshot: ${text.slice(0, 80)}`);
    owed = 'nothing';
    answering = heard.type === 'subscribed' || heard.type === 'history';
    if (heard.type === 'subscribed') {
      epoch = String(heard.epoch);
      entered += 1;
      record.renumbered(epoch);
      if (heard.recovered === false) owed = 'history';
    }
    if (heard.type === 'published') {
      const said = publications[Number(String(heard.clientMessageId).split('-')[1])];
      if (said) said.acked = { epoch, sequence: Number(heard.sequence) };
    }
  }
  const client = createClient({
    dial(on) {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/chat?c=${number}`, { perMessageDeflate: false });
      socket.on('open', on.open);
      socket.on('message', (data) => {
        const text = data.toString();
        last = text.slice(0, 200);
        sniff(text);
        on.text(text);
      });
      socket.on('error', () => {});
      socket.on('close', (code) => {
        owed = 'nothing';
        on.closed(code);
      });
      return { send: (text) => socket.send(text), close: () => socket.close() };
    },
    name,
    clock: {
      now: () => performance.now() * hurry,
      after(ms, run) {
        const timer = setTimeout(run, ms / hurry);
        return () => clearTimeout(timer);
      },
    },
    newId: () => `${name}-${saying}`,
    show(shown) {
      if (shown.kind === 'joined') record.begin(epoch, shown.sequence + 1);
      else if (shown.kind === 'message') {
        record.message(shown.message.sequence, indexOf(shown.message.content));
        onNumber(shown.message.sequence);
      } else if (shown.kind === 'gone') {
        record.gone(shown.from, shown.to);
        if (!answering) faults.push(`late: ${shown.from} to ${shown.to} were said to be gone after the answer`);
      } else if (shown.kind === 'reset') record.reset(epoch);
      else if (shown.kind === 'gave-up' || shown.kind === 'name-taken') faults.push(shown.kind);
    },
    onEnd: () => {},
  });
  client.join(stormRoom);
  return {
    name,
    door: 'plain',
    record,
    say(index) {
      if (client.unsent() >= 90) return false;
      saying = index;
      client.say(stormRoom, contentOf(index));
      return true;
    },
    unsent: client.unsent,
    entered: () => entered,
    faults,
    describe: () => `${name}: next ${record.next()}, ${client.unsent()} unsent, last heard ${last}, ${faults}`,
    close: client.quit,
  };
}

export function page(number: number, { port, publications, onNumber }: StormTools): StormClient {
  const name = `p${number}n`;
  const record = createRecord();
  const faults: string[] = [];
  let entered = 0;
  let waiting = 0;
  let lastLine = 0;
  let began = false;
  const wire = createSocketWire(`http://127.0.0.1:${port}`, {
    transports: ['websocket'],
    forceNew: true,
    query: { c: number },
    extraHeaders: { cookie: `who=${name}; name=${name}` },
    reconnectionDelay: 100,
    reconnectionDelayMax: 200,
  });
  const whole: ChatWire = {
    ...wire,
    ask: (name, request, answered) =>
      wire.ask(name, request, (reply) => {
        showing(1e9);
        answered(reply);
        showing(shownLines);
      }),
  };
  const env = {
    now: Date.now,
    frame: (commit: () => void) => commit(),
    after(ms: number, run: () => void) {
      const timer = setTimeout(run, ms / hurry);
      return () => clearTimeout(timer);
    },
    newId: () => crypto.randomUUID(),
  };
  const client = createChatClient(whole, env, { read: () => null, write: () => {} });
  let wasInside = false;
  client.store.subscribe(() => {
    const room = roomOf(client.store.snapshot().live, stormRoom);
    if (!room) return;
    if (room.inside && !wasInside) entered += 1;
    wasInside = room.inside;
    const { stream, lines } = room;
    if (!stream) return;
    const epoch = stream.epoch ?? '';
    if (!began) {
      began = true;
      record.begin(epoch, 1);
    }
    let from = lines.length;
    while (from > 0 && (lines[from - 1]?.n ?? 0) > lastLine) from -= 1;
    if (from === 0 && lines.length >= shownLines && lines[0]?.n !== lastLine + 1)
      faults.push('the recorder missed lines');
    for (const line of lines.slice(from)) {
      lastLine = line.n;
      if (line.kind === 'message') {
        record.message(line.message.sequence, indexOf(line.message.content));
        onNumber(line.message.sequence);
      } else if (line.kind === 'gone') record.gone(line.from, line.to);
      else if (line.kind === 'reset') record.reset(epoch);
    }
  });
  client.setName(name);
  client.use();
  // The chat's link is that of the page's labs.
  wire.open({ opened() {}, hello() {}, lost() {}, frames() {} });
  return {
    name,
    door: 'pages',
    record,
    say(index) {
      if (waiting >= salonBounds.unsent - 2) return false;
      waiting += 1;
      void client.say(stormRoom, contentOf(index)).then((reply) => {
        waiting -= 1;
        const said = publications[index];
        if (!said) return;
        const epoch = roomOf(client.store.snapshot().live, stormRoom)?.stream?.epoch ?? '';
        if (reply.ok) said.acked = { epoch, sequence: reply.result.sequence };
        else said.refused = true;
      });
      return true;
    },
    unsent: () => waiting,
    entered: () => entered,
    faults,
    describe: () =>
      `${name}: next ${record.next()}, ${waiting} unsent, connected ${wire.connected()}, inside ${wasInside}`,
    close: wire.close,
  };
}
