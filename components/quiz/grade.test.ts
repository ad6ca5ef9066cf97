// Grading and progress, without a page: every option judged, every slip explained, what was stored taken back with care.
import { describe, expect, it } from 'vitest';
import { kafkaQuiz } from '#lessons/03-kafka/quiz.ts';
import { drawn, judge } from './grade.ts';
import { again, fresh, missed, restore } from './progress.ts';
import { drawFrom, shuffled } from './random.ts';

const { questions } = kafkaQuiz;
const ids = questions.map(({ id }) => id);

describe('chance', () => {
  it('gives the same numbers for the same seed, and stays in bounds', () => {
    const [one, two] = [drawFrom(42), drawFrom(42)];
    const numbers = Array.from({ length: 200 }, () => one(3, 8));
    expect(Array.from({ length: 200 }, () => two(3, 8))).toEqual(numbers);
    expect(new Set(numbers)).toEqual(new Set([3, 4, 5, 6, 7, 8]));
  });

  it('never leaves the order as it was', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const mixed = shuffled(['a', 'b', 'c'], seed);
      expect(mixed).not.toEqual(['a', 'b', 'c']);
      expect([...mixed].sort()).toEqual(['a', 'b', 'c']);
    }
  });
});

describe('judging', () => {
  it.each(questions.map((question) => [question.id, question] as const))('%s explains every answer', (_, question) => {
    if (question.kind === 'choice') {
      for (const option of question.options) {
        expect(judge(question, 1, option.id)).toMatchObject({ right: option.right, idea: option.why });
      }
    } else if (question.kind === 'order') {
      const right = question.events.map(({ id }) => id);
      expect(judge(question, 1, right)).toMatchObject({ right: true, idea: question.why });
      for (const slip of question.slips) {
        const wrong = right.filter((id) => id !== slip.first);
        wrong.splice(wrong.indexOf(slip.second), 0, slip.first);
        expect(judge(question, 1, wrong)).toMatchObject({ right: false, idea: slip.why });
      }
    } else {
      const item = question.make(drawFrom(9));
      expect(judge(question, 9, item.answer)).toMatchObject({ right: true, idea: item.why });
      for (const trap of item.traps)
        expect(judge(question, 9, trap.value)).toMatchObject({ right: false, idea: trap.why });
      expect(judge(question, 9, -99)).toMatchObject({ right: false, idea: item.otherwise });
    }
  });

  it('draws other numbers and another order for another try', () => {
    const number = questions.find(({ kind }) => kind === 'number');
    if (!number) throw new Error('no number question');
    const asked = new Set([1, 2, 3, 4, 5].map((seed) => drawn(number, seed).given));
    expect(asked.size).toBeGreaterThan(1);
  });

  it('takes an answer of the wrong kind as wrong', () => {
    for (const question of questions)
      for (const answer of [[], '', 0.5] as const) expect(judge(question, 1, answer).right).toBe(false);
  });
});

describe('progress', () => {
  it('comes back as it was kept', () => {
    const kept = { ...fresh(ids, 1), [ids[0] ?? '']: { seed: 5, tries: 2, answer: 'lu', right: false, helped: true } };
    expect(restore(JSON.stringify({ version: 1, questions: kept }), ids, 9)).toEqual(kept);
    expect(missed(kept)).toEqual([ids[0]]);
  });

  it.each<[string, string | null]>([
    ['nothing', null],
    ['no JSON', '{{'],
    ['another version', JSON.stringify({ version: 7, questions: {} })],
    ['another shape', JSON.stringify({ version: 1, questions: { [ids[0] ?? '']: { seed: 'x' } } })],
    ['null', 'null'],
    ['a list', '[]'],
  ])('is fresh when what was kept is %s', (_, stored) => {
    expect(restore(stored, ids, 3)).toEqual(fresh(ids, 3));
  });

  it('opens a question again with other numbers', () => {
    const mark = { seed: 5, tries: 1, answer: 12, right: false, helped: false };
    expect(again(mark)).toMatchObject({ answer: null, tries: 1 });
    expect(again(mark).seed).not.toBe(5);
  });
});
