// A whole run: the same exchange, on the same seeded network, under one order. Each message takes its own time to each
// place, drawn from the seed whatever the order, so that two orders can be compared on one network. Pure.
import { chance } from '../chance.ts';
import type { OrderEvent } from './events.ts';
import type { Exchange, Line } from './exchange.ts';
import { accept, type Envelope, emptyInbox, type Inbox, type Order } from './inbox.ts';
import { ticked } from './vector-clock.ts';

const slowest = 9;

type Arrival = { at: number; n: number; place: number; message: Envelope };

export function simulate(exchange: Exchange, order: Order, seed: number): OrderEvent[] {
  const people = exchange.participants.map((_, index) => index);
  const sequencer = people.length;
  const delays = delaysOf(exchange, seed);
  const events: OrderEvent[] = [];
  const pasts = new Map<string, readonly string[]>();
  const inboxes: Inbox[] = people.map(() => emptyInbox(order, people.length));
  const read: string[][] = people.map(() => []);
  const sent: string[][] = people.map(() => []);
  const toSend = people.map((person) => exchange.lines.filter(({ sender }) => sender === person));
  // A sequencer takes each sender's messages in their order, or it could give a number to an answer before its question.
  let desk = emptyInbox('fifo', people.length);
  let stamps = 0;
  let wire: Arrival[] = [];
  let n = 0;
  let now = 0;

  const post = (message: Envelope, place: number, leg: 'direct' | 'stamped') => {
    n += 1;
    wire.push({ at: now + delays(message.id, place, leg), n, place, message });
  };

  const arriveAt = (place: number, message: Envelope) => {
    const step = accept(inboxes[place] as Inbox, message);
    inboxes[place] = step.inbox;
    if (!step.delivered.includes(message))
      events.push({ type: 'message.held', id: message.id, place, waits: step.waits });
    for (const each of step.delivered) {
      const seen = read[place] as string[];
      const early = (pasts.get(each.id) ?? []).filter((id) => !seen.includes(id));
      seen.push(each.id);
      events.push({ type: 'message.delivered', id: each.id, place, hadWaited: each !== message, early });
    }
  };

  const arriveAtDesk = (message: Envelope) => {
    const step = accept(desk, message);
    desk = step.inbox;
    if (!step.delivered.includes(message))
      events.push({ type: 'message.held', id: message.id, place: sequencer, waits: step.waits });
    for (const each of step.delivered) {
      stamps += 1;
      events.push({ type: 'message.stamped', id: each.id, total: stamps, hadWaited: each !== message });
      for (const place of people) post({ ...each, total: stamps }, place, 'stamped');
    }
  };

  const send = (line: Line) => {
    const { id, sender, text } = line;
    const inbox = inboxes[sender] as Inbox;
    const mine = sent[sender] as string[];
    const number = mine.length + 1;
    const past = [...new Set([...(read[sender] ?? []), ...mine])];
    // Its own messages count as known, even those that have not come back from the sequencer.
    const clock = ticked(inbox.clock.with(sender, mine.length), sender);
    const message: Envelope = { id, sender, number, clock, total: null };
    mine.push(id);
    pasts.set(id, past);
    const own = order === 'total' ? 'returns' : 'read';
    events.push({ type: 'message.sent', message: { id, sender, text, number, clock, past }, own });
    if (own === 'returns') return post(message, sequencer, 'direct');
    inboxes[sender] = accept(inbox, message).inbox;
    read[sender]?.push(id);
    for (const place of people) if (place !== sender) post(message, place, 'direct');
  };

  const sendWhatCan = () => {
    for (const person of people) {
      for (;;) {
        const line = toSend[person]?.[0];
        if (!line?.after.every((id) => read[person]?.includes(id))) break;
        toSend[person]?.shift();
        send(line);
        now += 1;
      }
    }
  };

  sendWhatCan();
  while (wire.length > 0) {
    const next = wire.reduce((first, each) =>
      each.at < first.at || (each.at === first.at && each.n < first.n) ? each : first,
    );
    wire = wire.filter((each) => each !== next);
    now = Math.max(now, next.at);
    if (next.place === sequencer) arriveAtDesk(next.message);
    else arriveAt(next.place, next.message);
    sendWhatCan();
  }
  return events;
}

/** How long each message takes to each place, drawn once for all from the seed. */
function delaysOf(exchange: Exchange, seed: number): (id: string, place: number, leg: 'direct' | 'stamped') => number {
  const draw = chance(seed);
  const places = exchange.participants.length + 1;
  const table = new Map<string, number>();
  for (const { id } of exchange.lines)
    for (const leg of ['direct', 'stamped'])
      for (let place = 0; place < places; place += 1)
        table.set(`${id} ${leg} ${place}`, 1 + Math.floor(draw() * slowest));
  return (id, place, leg) => table.get(`${id} ${leg} ${place}`) ?? 1;
}
