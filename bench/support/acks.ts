// R4, the reader's half: subscribers that acknowledge, and die before they do one time in five; some stay away for longer than
// the server keeps. Each message is acknowledged in the end, or counted as given up; none is forgotten.
import { type ChatProcess, startChat } from './chat-process.ts';
import { startFaultProxy } from './fault-proxy.ts';
import { temporary } from './peers.ts';
import { type Door, type RawChat, rawChat } from './raw-chat.ts';
import { random } from './storm.ts';

export type Acks = {
  seed: number;
  /** By one writer; each subscriber is owed them all. */
  messages: number;
  subscribers: number;
  /** Of a hundred messages read, so many are not acknowledged because their reader dies first. */
  deaths: number;
  restarts: number;
  /** Messages a second. */
  rate: number;
  /** What the server keeps for one subscriber. */
  pendingEach: number;
  bytes: number;
  tell?: (line: string) => void;
};
export type AckFigures = {
  owed: number;
  /** An acknowledgement left; of so many the server said that it has it. */
  acknowledged: number;
  confirmed: number;
  givenUp: number;
  /** No acknowledgement ever left for it, and it was not counted as given up. */
  forgotten: number;
  /** Counted as given up, though the server had confirmed the acknowledgement. */
  overcounted: number;
  /** Sent again though the server had confirmed the acknowledgement. */
  notTaken: number;
  /** Still owed at the very end. */
  pending: number;
  /** Read before without an acknowledgement, and not said to come again. */
  unmarked: number;
  deaths: number;
  redeliveries: number;
  restarts: number;
};

const room = 'general';

type Subscriber = {
  readonly seen: Set<number>;
  /** An acknowledgement left; whether it arrived is known once the server answered. */
  readonly acknowledged: Set<number>;
  readonly confirmed: Set<number>;
  notTaken: number;
  givenUp: number;
  pending: number;
  deaths: number;
  redeliveries: number;
  unmarked: number;
  away: boolean;
  mortal: boolean;
  readonly entered: number;
  /** Acknowledgements of this connection that are not answered yet. */
  waiting(): number;
  dial(): void;
  close(): void;
};

export async function acknowledged(file: string, given: Acks): Promise<AckFigures> {
  const below = random(given.seed);
  const folder = await temporary();
  const options = { dataDir: folder.path, chat: { historySize: 50, pendingEach: given.pendingEach } };
  const plain = { probeMs: 200 };
  let server: ChatProcess = await startChat(file, 'relais', { ...options, plain });
  const { port } = server;
  // Only for its `?c=`: here it is the readers who die.
  const proxy = await startFaultProxy(() => port, below);
  let over = false;

  function subscriber(client: number): Subscriber {
    const door: Door = client % 3 === 2 ? 'pages' : 'plain';
    const name = `a${client}n`;
    const seen = new Set<number>();
    const acks = new Set<number>();
    const confirmed = new Set<number>();
    /** Acknowledges, and learns whether the server has it. */
    let acknowledge: (sequence: number) => void = () => {};
    let unanswered = 0;
    let chat: RawChat | null = null;
    /** Its only connection, from the first dial to the close: two would hold its name against each other. */
    let line: RawChat | null = null;
    const one = {
      givenUp: 0,
      pending: 0,
      deaths: 0,
      redeliveries: 0,
      unmarked: 0,
      notTaken: 0,
      away: false,
      mortal: true,
      entered: 0,
    };

    function read(sequence: number, redelivered: boolean): void {
      if (chat === null || one.away) return;
      if (redelivered) one.redeliveries += 1;
      // It was read, and not acknowledged: so it must say that it comes again.
      else if (seen.has(sequence)) one.unmarked += 1;
      if (confirmed.has(sequence)) one.notTaken += 1;
      seen.add(sequence);
      if (one.mortal && below(100) < given.deaths) {
        one.deaths += 1;
        die();
        return;
      }
      acks.add(sequence);
      unanswered += 1;
      acknowledge(sequence);
    }
    function die(): void {
      const dead = chat;
      chat = null;
      // The acknowledgements that it sent before arrive, or most of them.
      if (dead) setTimeout(() => dead.cut(), 4);
    }
    function entered(subscribed: Record<string, unknown>): void {
      one.givenUp = Number(subscribed.givenUp);
      one.pending = Number(subscribed.pending);
      one.entered += 1;
    }
    function dial(): void {
      if (over || one.away || line !== null) return;
      /** What the answers to come confirm: a page's by their request, a program's (to a heartbeat) in order. */
      const asked = new Map<number, number>();
      function ack(sequence: number): void {
        const request = mine.ask('ack', { room, sequence });
        asked.set(door === 'plain' ? mine.ask('heartbeat', {}) : request, sequence);
      }
      function answered(request: number, taken: boolean): void {
        const sequence = asked.get(request);
        if (sequence === undefined) return;
        asked.delete(request);
        if (taken) confirmed.add(sequence);
        if (taken && chat === mine) unanswered -= 1;
        if (taken) return;
        // A page may ask twenty times a second.
        setTimeout(() => chat === mine && ack(sequence), 200 + below(800));
      }
      let subscription = 0;
      const mine = rawChat({
        port: proxy.port,
        door,
        name,
        client,
        onOpen() {
          if (one.away || over) return mine.cut();
          chat = mine;
          acknowledge = ack;
          unanswered = 0;
          subscription = mine.ask('subscribe', { room, acks: true, ...(door === 'plain' ? { userId: name } : {}) });
        },
        onHeard(heard, request) {
          // Also of a reader that died: the server has it all the same.
          if (request !== null) answered(request, heard.ok === true);
          // Too fast: it comes back a moment later.
          if (request === subscription && heard.ok === false) setTimeout(() => chat === mine && die(), 500);
          const [first] = asked.keys();
          if (heard.type === 'heartbeat' && first !== undefined) answered(first, true);
          if (chat !== mine) return;
          if (heard.type === 'subscribed') entered(heard);
          else if (heard.type === 'message') read(Number(heard.sequence), heard.redelivered === true);
          else if (heard.error !== undefined && door === 'plain') die();
          const { result } = heard as { result?: { subscribed?: Record<string, unknown>; missed?: Heard[] } };
          if (!result?.subscribed) return;
          entered(result.subscribed);
          for (const each of result.missed ?? []) if (chat === mine) read(each.sequence, each.redelivered === true);
        },
        onClosed() {
          chat = null;
          line = null;
          setTimeout(dial, 10 + below(30));
        },
      });
      line = mine;
    }
    return Object.assign(one, { seen, acknowledged: acks, confirmed, waiting: () => unanswered, dial, close: die });
  }

  const subscribers = Array.from({ length: given.subscribers }, (_, client) => subscriber(client));
  const until = async (what: string, ready: () => boolean): Promise<void> => {
    const end = performance.now() + 120_000;
    while (!ready()) {
      if (performance.now() > end) throw new Error(`after two minutes still not: ${what}`);
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  };
  let published = 0;
  let restarts = 0;
  let writer: RawChat | null = null;
  let asked = 0;
  function write(): void {
    const mine = rawChat({
      port,
      door: 'plain',
      name: 'writer',
      client: 0,
      onOpen() {
        writer = mine;
        // What may not have arrived: the same id again is stored once.
        for (let id = published; id < asked; id += 1) say(id);
      },
      onHeard: (heard) => {
        if (heard.type === 'published') published = Math.max(published, Number(heard.sequence));
      },
      onClosed() {
        writer = null;
        if (!over) setTimeout(write, 50);
      },
    });
  }
  const content = 'x'.repeat(given.bytes);
  const say = (id: number): unknown =>
    writer?.ask('publish', { room, sender: 'writer', content, clientMessageId: `w${id}` });

  try {
    for (const each of subscribers) each.dial();
    write();
    await until('everybody subscribed', () => writer !== null && subscribers.every(({ entered }) => entered > 0));
    const sleepers = subscribers.filter((_, index) => index % 5 >= 3);
    const from = performance.now();
    let told = from;
    while (published < given.messages) {
      const due = Math.min(given.messages, published + 40, ((performance.now() - from) * given.rate) / 1_000);
      for (; writer !== null && asked < due; asked += 1) say(asked);
      // In the middle, two in five are away for longer than the server keeps.
      const share = published / given.messages;
      for (const each of sleepers) {
        const away = share > 0.4 && share < 0.6;
        if (away === each.away) continue;
        each.away = away;
        if (away) each.close();
        else each.dial();
      }
      if (restarts < given.restarts && share > (restarts + 0.5) / given.restarts) {
        await server.kill();
        restarts += 1;
        server = await startChat(file, 'relais', { ...options, port, plain });
      }
      await new Promise((resolve) => setTimeout(resolve, 2));
      if (performance.now() - told < 10_000) continue;
      told = performance.now();
      given.tell?.(
        `  ${published} of ${given.messages}, ${subscribers.reduce((sum, { deaths }) => sum + deaths, 0)} deaths`,
      );
    }
    // Everybody lives from now on, and reads what is left; then asks once more.
    for (const each of subscribers) Object.assign(each, { mortal: false, away: false });
    for (const each of subscribers) each.dial();
    await until('all read', () =>
      subscribers.every(({ acknowledged: acks, givenUp }) => acks.size + givenUp >= given.messages),
    );
    await until('all answered', () => subscribers.every((one) => one.waiting() === 0));
    const before = subscribers.map(({ entered }) => entered);
    for (const each of subscribers) each.close();
    await until('all back', () => subscribers.every(({ entered }, index) => entered > (before[index] ?? 0)));
    const sum = (of: (one: Subscriber) => number): number => subscribers.reduce((all, one) => all + of(one), 0);
    return {
      owed: given.messages * given.subscribers,
      acknowledged: sum((one) => one.acknowledged.size),
      confirmed: sum((one) => one.confirmed.size),
      givenUp: sum(({ givenUp }) => givenUp),
      forgotten: sum((one) => Math.max(0, given.messages - one.acknowledged.size - one.givenUp)),
      overcounted: sum((one) => Math.max(0, one.givenUp - (given.messages - one.confirmed.size))),
      notTaken: sum(({ notTaken }) => notTaken),
      pending: sum(({ pending }) => pending),
      unmarked: sum(({ unmarked }) => unmarked),
      deaths: sum(({ deaths }) => deaths),
      redeliveries: sum(({ redeliveries }) => redeliveries),
      restarts,
    };
  } finally {
    over = true;
    for (const each of subscribers) each.close();
    (writer as RawChat | null)?.cut();
    await proxy.close();
    await server.stop();
    await folder.remove();
  }
}
type Heard = { sequence: number; redelivered?: boolean };
