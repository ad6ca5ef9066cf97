// One run of an exercise: the house plays the other side of the contract for one program, along a plan (labs/exercices-salon/
// plan.ts), and tells everything that either side did. What it judges by is nothing else.
import type { ChatMessage, Published, Subscribed } from '#contract/chat.ts';
import { checkUserId, privateName } from '#contract/chat-names.ts';
import { type EndReason, type ExerciseName, type RunEvent, reportTo, type Told } from '#contract/exercices-salon.ts';
import { keptEvents } from '#labs/exercices-salon/lab.ts';
import { type Plan, played, type Step, type Until } from '#labs/exercices-salon/plan.ts';
import { accounted } from '#labs/exercices-salon/reports.ts';
import type { Played, PlayedWire } from '#server/chat-watch/index.ts';
import { type Clock, refuse } from '#server/realtime/index.ts';
import { acknowledge, append, historyOf, openTopic, resume, type Topic } from './topic.ts';

export const stageDefaults = {
  /** How long one waits for what a program should do, ms; less once it has not done it. */
  patienceMs: 6_000,
  lessPatienceMs: 1_500,
  /** Cut, a program has this long to come back: the contract's first two tries are after 2 and 4 s. */
  backMs: 20_000,
  lastsMs: 180_000,
  /** Requests within a second above which a program floods. */
  requestsASecond: 120,
} as const;
/** Requests that asking for a history counts for: its answer is long. */
const historyCost = 4;
export type StageLimits = { [Key in keyof typeof stageDefaults]: number };

export type Stage = {
  readonly wire: PlayedWire | null;
  /** Cut, and waiting for its program. */
  readonly away: boolean;
  readonly over: boolean;
  readonly program: string;
  /** Lets this connection in: the first one, or the one that comes back. */
  enter(wire: PlayedWire): Played;
  stop(): void;
};

const keyOf = (name: string): string => {
  const check = checkUserId(name);
  return check.ok ? check.key : name.toLowerCase();
};
const isHouse = (room: string): boolean => room.toLowerCase() === reportTo.toLowerCase();
const isPlayed = (room: string): boolean => Object.values(played).some((name) => room.toLowerCase() === `@${name}`);

export function createStage(options: {
  exercise: ExerciseName;
  room: string;
  plan: Plan;
  /** Whose page it is told to. */
  owner: string;
  program: string;
  epoch: string;
  clock: Clock;
  tell: (event: RunEvent) => void;
  limits?: Partial<StageLimits>;
}): Stage {
  const { exercise, plan, clock, epoch, program } = options;
  const limits: StageLimits = { ...stageDefaults, ...options.limits };
  const began = clock.elapsed();
  const topics: Record<'room' | 'own', Topic> = {
    room: openTopic('room', options.room),
    own: openTopic('own', `@${program}`),
  };
  const clearRefused = { seen: false };
  const reports = { room: new Set<number>(), own: new Set<number>() };
  const acked = new Set<number>();
  /** Client message ids: what a program sends again after a cut is said once. */
  const cids = new Set<string>();
  let wire: PlayedWire | null = null;
  /** Topics that the present connection is subscribed to. */
  let inside = new Set<Topic>();
  let at = 0;
  let waitingFor: Until | 'back' | null = null;
  let cancel = (): void => {};
  let patient = true;
  let away = false;
  let over = false;
  let told = 0;
  let second = { began: 0, requests: 0 };
  const cancelLast = clock.after(limits.lastsMs, () => end('time'));

  const now = (): number => Math.max(0, Math.round(clock.elapsed() - began));
  function tell(event: RunEvent): void {
    if (told >= keptEvents) return;
    told += 1;
    options.tell(event);
    if (told === keptEvents - 2 && event.type !== 'ended') end('flood');
  }

  function end(reason: EndReason): void {
    if (over) return;
    over = true;
    cancel();
    cancelLast();
    tell({ type: 'ended', t: now(), reason });
  }

  // --- what the house does -----------------------------------------------------------------------------------------------

  function send(topic: Topic, message: ChatMessage, why: Told): void {
    if (wire === null) return;
    if (topic.kind === 'own' && !inside.has(topic)) {
      // As the broker does: a first private message finds its reader.
      inside.add(topic);
      wire.tell([{ ...subscribedOf(topic, topic.head - 1), members: [] }]);
    }
    if (!inside.has(topic)) return;
    const again = why === 'again' ? { redelivered: true as const } : {};
    tell({ type: 'told', t: now(), topic: topic.kind, sequence: message.sequence, sender: message.sender, why });
    wire.tell([{ type: 'message', ...message, ...again }]);
  }

  function number(step: Extract<Step, { do: 'say' | 'keep' }>): ChatMessage | undefined {
    const topic = topics[step.topic];
    const { sender, content } = step;
    const id = `${epoch}-${step.topic}-${topic.head + 1}`;
    const forgot = append(topic, { id, sender, content, timestamp: clock.now() }, plan.kept);
    if (step.do === 'keep')
      tell({ type: 'kept', t: now(), topic: step.topic, sequence: topic.head, sender, why: step.why });
    if (forgot) tell({ type: 'forgot', t: now(), topic: step.topic, upTo: topic.oldest - 1, why: 'size' });
    return topic.messages.get(topic.head);
  }

  /** Goes on with the plan until something is to be waited for. */
  function advance(): void {
    cancel();
    waitingFor = null;
    for (; !over; at += 1) {
      const step = plan.steps[at];
      if (!step) {
        end('played');
        return;
      }
      if (step.do === 'say') {
        const message = number(step);
        if (message) send(topics[step.topic], message, 'first');
      } else if (step.do === 'keep') number(step);
      else if (step.do === 'tell') {
        const message = topics[step.topic].messages.get(step.sequence);
        if (message) send(topics[step.topic], message, step.why);
      } else if (step.do === 'expire') {
        const topic = topics[step.topic];
        topic.oldest = topic.head + 1;
        tell({ type: 'forgot', t: now(), topic: step.topic, upTo: topic.head, why: 'age' });
      } else if (step.do === 'cut') cutWire();
      else if (waits(step)) return;
    }
  }

  function waits(step: Extract<Step, { do: 'back' | 'pause' | 'until' }>): boolean {
    if (step.do === 'pause') {
      at += 1;
      cancel = clock.after(step.ms, advance);
      return true;
    }
    if (step.do === 'back') {
      if (!away) return false;
      waitingFor = 'back';
      cancel = clock.after(limits.backMs, () => end('gone'));
      return true;
    }
    if (met(step.what)) return false;
    waitingFor = step.what;
    const ms = patient ? limits.patienceMs : limits.lessPatienceMs;
    cancel = clock.after(ms, () => {
      patient = false;
      tell({ type: 'waited', t: now(), ms });
      at += 1;
      advance();
    });
    return true;
  }

  function met(what: Until): boolean {
    if (what.kind === 'clear-refused') return clearRefused.seen;
    if (what.kind === 'reported') return reports[what.topic].has(what.sequence);
    return acked.has(what.sequence) || (what.kind === 'sign' && reports.room.has(what.sequence));
  }

  function cutWire(): void {
    if (wire === null) return;
    tell({ type: 'cut', t: now() });
    const gone = wire;
    wire = null;
    inside = new Set();
    away = true;
    gone.cut();
  }

  /** The program did something: what was waited for may have come. A cut comes at once, before what it sent after. */
  function heard(): void {
    if (over || waitingFor === null || waitingFor === 'back' || !met(waitingFor)) return;
    cancel();
    waitingFor = null;
    at += 1;
    if (plan.steps[at]?.do === 'cut') advance();
    // What is sent next comes after the answer to this.
    else cancel = clock.after(0, advance);
  }

  // --- what the program does ---------------------------------------------------------------------------------------------

  const subscribedOf = (topic: Topic, sequence = topic.head): Subscribed => ({
    type: 'subscribed',
    room: topic.name,
    sequence,
    epoch,
    oldest: Math.min(topic.oldest, sequence + 1),
    userId: program,
    members: [{ userId: program, state: 'online' }],
  });

  function topicOf(room: string): Topic | null {
    if (room === topics.room.name) return topics.room;
    const to = privateName(room);
    return exercise === 'prive' && to !== null && keyOf(to) === keyOf(program) ? topics.own : null;
  }

  /** Counts what it asks; a program that floods ends its run. */
  function mayGoOn(mine: PlayedWire, cost = 1): boolean {
    if (over || wire !== mine) return false;
    const t = clock.elapsed();
    if (t - second.began > 1_000) second = { began: t, requests: 0 };
    second.requests += cost;
    if (second.requests <= limits.requestsASecond) return true;
    tell({ type: 'flooded', t: now(), requests: second.requests });
    end('flood');
    return false;
  }

  const finished = () =>
    refuse(
      'unavailable',
      'Cette partie est finie. Reconnectez-vous pour en commencer une autre\u00a0: tout est sur la page.',
    );

  function subscribe(
    mine: PlayedWire,
    room: string,
    how: Parameters<Played['subscribe']>[1],
  ): ReturnType<Played['subscribe']> {
    const topic = topicOf(room);
    if (!topic) return refuse('not-yours', 'Un sujet privé n’est lu que par son propriétaire.');
    if (!mayGoOn(mine)) return finished();
    const first = how.from ?? null;
    const proven = mine.who.signed && mine.who.id === options.owner;
    const acks = how.acks === true;
    const { recovered, owed, events } = resume(topic, how, epoch);
    tell({
      type: 'subscribed',
      t: now(),
      topic: topic.kind,
      connection: mine.id,
      from: first,
      acks,
      proven,
      recovered,
    });
    inside.add(topic);
    const history = recovered === false ? historyOf(topic, 0, epoch) : null;
    for (const message of history?.messages ?? []) toldOf(topic, message, 'asked');
    for (const event of events)
      if (event.type === 'message') toldOf(topic, event, event.redelivered ? 'again' : 'missed');
    const subscribed: Subscribed = {
      ...subscribedOf(topic),
      ...(recovered === null ? {} : { recovered }),
      ...(owed === null ? {} : { pending: owed, givenUp: 0 }),
    };
    clock.after(0, () => {
      if (wire !== mine) return;
      const presence = {
        type: 'presence',
        room: topic.name,
        userId: program,
        action: 'join',
        timestamp: clock.now(),
      } as const;
      if (topic.kind === 'room') mine.tell([presence]);
      begin();
    });
    return { ok: true, result: { subscribed, missed: events, history } };
  }

  /** It is in: the plan begins, or goes on. */
  function begin(): void {
    away = false;
    if (at === 0 && waitingFor === null) cancel = clock.after(100, advance);
    else if (waitingFor === 'back') {
      at += 1;
      advance();
    }
  }

  const toldOf = (topic: Topic, { sequence, sender }: ChatMessage, why: Told): void =>
    tell({ type: 'told', t: now(), topic: topic.kind, sequence, sender, why });

  function publish(mine: PlayedWire, room: string, content: string, seen: boolean): ReturnType<Played['publish']> {
    if (!mayGoOn(mine)) return finished();
    const answer: Published = {
      room,
      id: `${epoch}-said-${told}`,
      sequence: 1,
      timestamp: clock.now(),
      duplicate: seen,
    };
    if (seen) return { ok: true, result: answer };
    tell({ type: 'said', t: now(), to: room, content: content.slice(0, 80) });
    const topic = exercise === 'prive' ? 'own' : 'room';
    for (const n of accounted(content, topics[topic].head)) reports[topic].add(n);
    heard();
    if (room !== topics.room.name) return { ok: true, result: answer };
    return refuse(
      'forbidden',
      `Dans cette salle, seul Relais parle. Adressez-vous à ${reportTo}, ou à qui vous a écrit.`,
    );
  }

  return {
    get wire() {
      return wire;
    },
    get away() {
      return away && !over;
    },
    get over() {
      return over;
    },
    program,
    enter(mine) {
      wire = mine;
      return {
        owns: (room) => topicOf(room) !== null || isHouse(room) || isPlayed(room),
        subscribe: (room, how) => subscribe(mine, room, how),
        unsubscribe(room) {
          const topic = topicOf(room);
          if (wire === mine && topic) inside.delete(topic);
          return { ok: true, result: null };
        },
        publish(room, content, cid) {
          const seen = cid !== undefined && cids.has(cid);
          if (cid !== undefined && cids.size < keptEvents) cids.add(cid);
          return publish(mine, room, content, seen);
        },
        history(room, first) {
          const topic = topicOf(room);
          if (!topic) return refuse('not-yours', 'Un sujet privé n’est lu que par son propriétaire.');
          if (!mayGoOn(mine, historyCost)) return finished();
          tell({ type: 'asked', t: now(), topic: topic.kind, from: first ?? null, oldest: topic.oldest });
          const history = historyOf(topic, first ?? 0, epoch);
          for (const message of history.messages) toldOf(topic, message, 'asked');
          return { ok: true, result: history };
        },
        ack(room, sequence, upTo) {
          const topic = topicOf(room);
          if (!topic || !mayGoOn(mine)) return { ok: true, result: null };
          tell({ type: 'acked', t: now(), sequence, upTo });
          acknowledge(topic, sequence, upTo);
          for (let n = upTo ? 1 : sequence; n <= Math.min(sequence, topic.head); n += 1) acked.add(n);
          heard();
          return { ok: true, result: null };
        },
        clearHistory() {
          if (mayGoOn(mine)) {
            tell({ type: 'clear-refused', t: now() });
            clearRefused.seen = true;
            heard();
          }
          return refuse('forbidden', 'Seul l’enseignant peut effacer l’historique, et aucun code n’ouvre cette salle.');
        },
        posed(name) {
          if (mayGoOn(mine)) tell({ type: 'posed', t: now(), as: name.slice(0, 40) });
        },
        close(how) {
          if (wire !== mine) return;
          wire = null;
          // Nothing more was to come.
          if (plan.steps.slice(at).every((step) => step.do === 'pause')) end('played');
          else end(how === 'server' ? 'server' : 'left');
        },
      };
    },
    stop() {
      wire = null;
      end('stopped');
    },
  };
}
