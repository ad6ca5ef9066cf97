// The house against programs without a process, on a clock moved by hand: whatever the seed and however they go about it, right
// programs are accused of nothing.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ChatEvent } from '#contract/chat.ts';
import type { ExerciseName, RunEvent } from '#contract/exercices-salon.ts';
import { judge } from '#labs/exercices-salon/judge/index.ts';
import { lastWord, planOf } from '#labs/exercices-salon/plan.ts';
import type { Played } from '#server/chat-watch/index.ts';
import { manualClock } from '#server/realtime/clock.ts';
import { createStage } from './stage.ts';

const room = 'exercice-x-test';
type Message = Extract<ChatEvent, { type: 'message' }>;
/** One connection of a program: what it does when it enters, and with each message. */
type Habits = { begins(played: Played): void; hears(message: Message, played: Played): void };

function play(exercise: ExerciseName, seed: number, backAfterMs: number, habits: Habits): RunEvent[] {
  const clock = manualClock();
  const events: RunEvent[] = [];
  const tell = (event: RunEvent): void => void events.push(event);
  const options = {
    exercise,
    room,
    plan: planOf(exercise, seed),
    owner: 'p1',
    program: 'ada',
    epoch: 'e',
    clock,
    tell,
  };
  const stage = createStage(options);
  let connections = 0;
  function connect(): void {
    connections += 1;
    let played: Played | null = null;
    const take = (items: readonly ChatEvent[]): void => {
      for (const item of items) if (item.type === 'message' && played) habits.hears(item, played);
    };
    played = stage.enter({
      id: connections,
      who: { id: 'p1', name: 'ada', signed: true },
      // What is told arrives a turn later.
      tell: (items) => void clock.after(1, () => take(items)),
      cut() {
        played = null;
        clock.after(backAfterMs, connect);
      },
    });
    habits.begins(played);
  }
  connect();
  for (let ms = 0; ms < 200_000 && events.at(-1)?.type !== 'ended'; ms += 25) clock.advance(25);
  return events;
}

const spotless = (exercise: ExerciseName, events: RunEvent[]): void => {
  const { checks, mistakes, ended } = judge(exercise, events);
  const left = checks.filter(({ verdict }) => verdict !== 'passed');
  expect([mistakes, left, ended]).toEqual([[], [], 'played']);
};
const seeds = fc.integer({ min: 1, max: 9_999 });
const delays = fc.integer({ min: 1, max: 15_000 });

it('acknowledgements: right programs, at once or by the batch, by number or up to it', () => {
  const run = (seed: number, backAfterMs: number, upTo: boolean, resumes: boolean): void => {
    const done = new Set<number>();
    const hear = ({ sequence }: Message, played: Played): void => {
      if (!done.has(sequence)) played.publish('@Relais', `traité ${sequence}`);
      done.add(sequence);
      played.ack(room, sequence, upTo);
    };
    const events = play('accuses', seed, backAfterMs, {
      begins(played) {
        const from = Math.max(0, ...done) + 1;
        const answer = played.subscribe(room, { acks: true, ...(resumes ? { from } : {}) });
        if (answer.ok) for (const event of answer.result.missed) if (event.type === 'message') hear(event, played);
      },
      hears: hear,
    });
    spotless('accuses', events);
  };
  fc.assert(fc.property(seeds, delays, fc.boolean(), fc.boolean(), run), { seed: 7, numRuns: 60 });
});

it('private messages: right programs, that ask for their topic or let it find them', () => {
  const run = (seed: number, backAfterMs: number, asks: boolean): void => {
    let expected = 1;
    const early = new Map<number, Message>();
    const take = (message: Message, played: Played): void => {
      if (message.sequence >= expected) early.set(message.sequence, message);
      for (let next = early.get(expected); next; next = early.get(expected)) {
        played.publish(`@${next.sender}`, `reçu ${expected}`);
        expected += 1;
      }
    };
    const events = play('prive', seed, backAfterMs, {
      begins(played) {
        played.subscribe(room, {});
        const answer = asks ? played.subscribe('@ada', { from: expected }) : null;
        if (answer?.ok) for (const event of answer.result.missed) if (event.type === 'message') take(event, played);
      },
      hears(message, played) {
        if (message.room !== '@ada') return;
        take(message, played);
        if (message.sequence < expected) return;
        const past = played.history('@ada', expected);
        if (past.ok) for (const each of past.result.messages) take({ type: 'message', ...each }, played);
      },
    });
    spotless('prive', events);
  };
  fc.assert(fc.property(seeds, delays, fc.boolean(), run), { seed: 7, numRuns: 60 });
});

it('history: right programs, that resume by number or ask once they are back', () => {
  const run = (seed: number, backAfterMs: number, resumes: boolean): void => {
    let expected = 1;
    const early = new Map<number, Message>();
    const report = (played: Played, content: string) => played.publish('@Relais', content);
    const take = (message: Message, played: Played): void => {
      if (message.sequence >= expected) early.set(message.sequence, message);
      for (let next = early.get(expected); next; next = early.get(expected)) {
        report(played, `reçu ${expected}`);
        if (next.content.startsWith('consigne')) played.clearHistory(room);
        expected += 1;
      }
    };
    const gone = (oldest: number, played: Played): void => {
      if (oldest <= expected) return;
      report(played, `perdu ${expected}-${oldest - 1}`);
      expected = oldest;
    };
    const ask = (played: Played): void => {
      const past = played.history(room, expected);
      if (!past.ok) return;
      gone(past.result.oldest, played);
      for (const each of past.result.messages) take({ type: 'message', ...each }, played);
    };
    let entered = false;
    const events = play('histoire', seed, backAfterMs, {
      begins(played) {
        const answer = played.subscribe(room, resumes ? { epoch: 'e', from: expected } : {});
        if (!answer.ok) return;
        const { subscribed, missed } = answer.result;
        if (subscribed.recovered) for (const event of missed) if (event.type === 'message') take(event, played);
        if (entered && !subscribed.recovered) ask(played);
        entered = true;
      },
      hears(message, played) {
        take(message, played);
        // What is only late has this turn to come; the double behind it is what tells that it did not.
        if (early.size >= 2) ask(played);
      },
    });
    spotless('histoire', events);
  };
  fc.assert(fc.property(seeds, delays, fc.boolean(), run), { seed: 7, numRuns: 60 });
});

it('every plan ends with the last word', () => {
  for (const exercise of ['accuses', 'prive', 'histoire'] as const)
    for (let seed = 1; seed < 50; seed += 1) {
      const said = planOf(exercise, seed).steps.flatMap((step) => (step.do === 'say' ? step.content : []));
      expect(said.at(-1)).toBe(lastWord);
      expect(said.filter((content) => content === lastWord)).toHaveLength(1);
    }
});
