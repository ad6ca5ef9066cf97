// From a question and a seed to what is shown, and from an answer to what is said of it. Pure: tested without a page.
import type { NumberItem, OrderQuestion, Question, Show } from '#lessons/quiz-schema.ts';
import { drawFrom, shuffled } from './random.ts';

export type Answer = string | number | readonly string[];
export type Choice = { id: string; text: string; right: boolean; why: string; show?: Show | undefined };
type Step = { id: string; text: string };

/** A question as one seed shows it. */
export type Drawn = { given?: string | undefined; ask: string } & (
  | { kind: 'choice'; options: readonly Choice[] }
  | { kind: 'order'; events: readonly Step[] }
  | { kind: 'number'; item: NumberItem }
);

export function drawn(question: Question, seed: number): Drawn {
  switch (question.kind) {
    case 'choice':
      return {
        kind: 'choice',
        given: question.given,
        ask: question.ask,
        options: shuffled(question.options, seed),
      };
    case 'order':
      return { kind: 'order', given: question.given, ask: question.ask, events: shuffled(question.events, seed) };
    case 'number': {
      const item = question.make(drawFrom(seed));
      return { kind: 'number', given: item.given, ask: item.ask, item };
    }
  }
}

/** `idea`: why this answer is right, or what it mistakes. `full`: the whole explanation. */
export type Verdict = { right: boolean; idea: string; full: string; show?: Show | undefined };

/** An answer of the wrong kind, or to an option that is gone, is wrong; it never throws. */
export function judge(question: Question, seed: number, answer: Answer): Verdict {
  switch (question.kind) {
    case 'choice': {
      const chosen = question.options.find(({ id }) => id === answer);
      const best = question.options.find(({ right }) => right);
      return {
        right: chosen?.right ?? false,
        idea: chosen?.why ?? '',
        full: best ? `${best.text} ${best.why}` : '',
        show: chosen?.show ?? question.show,
      };
    }
    case 'order':
      return judgeOrder(question, Array.isArray(answer) ? answer : []);
    case 'number': {
      const item = question.make(drawFrom(seed));
      const right = answer === item.answer;
      const trap = item.traps.find(({ value }) => value === answer);
      return { right, idea: right ? item.why : (trap?.why ?? item.otherwise), full: item.why, show: question.show };
    }
  }
}

function judgeOrder(question: OrderQuestion, answer: readonly string[]): Verdict {
  const right =
    answer.length === question.events.length && question.events.every(({ id }, index) => id === answer[index]);
  const slip = question.slips.find(
    ({ first, second }) =>
      answer.includes(first) && answer.includes(second) && answer.indexOf(first) < answer.indexOf(second),
  );
  const idea = right ? question.why : (slip?.why ?? question.otherwise);
  return { right, idea, full: question.why, show: question.show };
}
