// Quizzes are tested like code: shape, reasons, pages, and the numbers of every draw.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { drawFrom } from '#components/quiz/random.ts';
import { brokersQuiz } from './01-brokers/quiz.ts';
import { orderQuiz } from './02-ordre/quiz.ts';
import { kafkaQuiz } from './03-kafka/quiz.ts';
import { tdQuiz } from './04-td/quiz.ts';
import { allLessons } from './load.ts';
import { numberItem, type Question, type Show, quiz as schema } from './quiz-schema.ts';

const quizzes = [brokersQuiz, orderQuiz, kafkaQuiz, tdQuiz];
const seeds = Array.from({ length: 300 }, (_, index) => index * 7_919);
const showsOf = (question: Question): Show[] =>
  [question.show, ...(question.kind === 'choice' ? question.options.map(({ show }) => show) : [])].filter(
    (show) => show !== undefined,
  );

/** Every sentence a reader may see. */
const sentencesOf = (question: Question): string[] => {
  const shows = showsOf(question).map(({ does }) => does);
  if (question.kind === 'choice') {
    return [question.given ?? '', question.ask, ...question.options.flatMap(({ text, why }) => [text, why]), ...shows];
  }
  if (question.kind === 'order') {
    const { given, ask, why, otherwise, events, slips } = question;
    return [
      given ?? '',
      ask,
      why,
      otherwise,
      ...[...events.map(({ text }) => text), ...slips.map((slip) => slip.why)],
      ...shows,
    ];
  }
  const { given, ask, why, otherwise, traps } = question.make(drawFrom(1));
  return [given, ask, why, otherwise, ...traps.map((trap) => trap.why), ...shows];
};

describe('the schema of quizzes', () => {
  const first = kafkaQuiz.questions[0];
  if (first?.kind !== 'choice') throw new Error('the first question is a choice');
  const changed = (change: object) => schema.safeParse({ ...kafkaQuiz, questions: [{ ...first, ...change }] });

  it.each<[string, object]>([
    ['a misspelt key', { aks: 'x' }],
    ['an id without version', { id: 'kafka-sans-version' }],
    ['an option without its reason', { options: first.options.map(({ why: _, ...rest }) => rest) }],
    ['a reason that says nothing', { options: first.options.map((option) => ({ ...option, why: 'Non.' })) }],
    ['two right options', { options: first.options.map((option) => ({ ...option, right: true })) }],
    ['a command that no lab has', { show: { does: 'casse tout', target: 'groupes', commands: [{ type: 'rm' }] } }],
  ])('refuses %s', (_, change) => {
    expect(changed({}).success).toBe(true);
    expect(changed(change).success).toBe(false);
  });
});

describe.each(quizzes.map((content) => [content.name, content] as const))('quiz %s', (name, content) => {
  it('has its shape', () => {
    const parsed = schema.safeParse(content);
    expect(parsed.success ? '' : z.prettifyError(parsed.error)).toBe('');
  });

  it('asks at least ten questions, of three kinds', () => {
    expect(content.questions.length).toBeGreaterThanOrEqual(10);
    expect(new Set(content.questions.map(({ kind }) => kind))).toEqual(new Set(['choice', 'order', 'number']));
  });

  it('asks each page of its module at least two questions, in the order of the pages', () => {
    const pages = allLessons().filter(({ module, meta }) => module.slug === name && !meta.ownQuiz);
    const asked = content.questions.map(({ page }) => page);
    const slugs = pages.map(({ slug }) => slug);
    for (const slug of slugs) expect(asked.filter((page) => page === slug).length, slug).toBeGreaterThanOrEqual(2);
    expect([...new Set(asked)]).toEqual(slugs);
    expect(asked).toEqual(slugs.flatMap((slug) => asked.filter((page) => page === slug)));
  });

  it('is asked by a page', () => {
    expect(
      allLessons().some(({ file }) =>
        readFileSync(join(import.meta.dirname, `${file}.mdx`), 'utf8').includes(`<Quiz nom="${name}" />`),
      ),
    ).toBe(true);
  });

  it('points at parts that the panel has', () => {
    const drawnBy = (panel: string): string => {
      const components = join(import.meta.dirname, '..', 'components');
      const folder = join(components, 'panels', panel);
      const own = readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.tsx'))
        .map((file) => readFileSync(join(folder, file), 'utf8'))
        .join('\n');
      // And what it shares with other panels.
      const shared = [...own.matchAll(/from '[./]+\/(lab\/[a-z-]+\.tsx)'/g)].map(([, file = '']) => file);
      return [own, ...shared.map((file) => readFileSync(join(components, file), 'utf8'))].join('\n');
    };
    for (const { target, panel = name } of content.questions.flatMap(showsOf)) {
      const marked = drawnBy(panel);
      const stem = target.replace(/-[^-]+$/, '-$');
      const there =
        marked.includes(`data-cible="${target}"`) ||
        marked.includes(` target="${target}"`) ||
        marked.includes(`data-cible={\`${stem}`) ||
        (panel === name && (marked.includes(target) || marked.includes(stem)));
      expect(there, `${panel}: ${target}`).toBe(true);
    }
  });

  it('never asks what is not, and has no « aucune de ces réponses »', () => {
    for (const question of content.questions) {
      const text = sentencesOf(question).join(' ');
      expect(text).not.toMatch(
        /laquelle n’est pas|lequel n’est pas|n’est-il pas|aucune de ces réponses|toutes ces réponses/i,
      );
    }
  });

  it('does not give the answer away by its length', () => {
    const choices = content.questions.filter((question) => question.kind === 'choice');
    const longest = choices.filter(({ options }) => {
      const right = options.find((option) => option.right)?.text.length ?? 0;
      return options.every((option) => option.right || option.text.length < right * 0.8);
    });
    expect(longest.map(({ id }) => id)).toEqual([]);
  });

  it('is set as French is', () => {
    for (const sentence of content.questions.flatMap(sentencesOf)) {
      expect(sentence).not.toMatch(/ [:;!?»]|« | '|[a-zà-ÿ]'[a-zà-ÿ]/i);
    }
  });

  const numbers = content.questions.filter((question) => question.kind === 'number');
  it.each(numbers.map((question) => [question.id, question] as const))('%s holds for every draw', (_, question) => {
    const answers = new Set<number>();
    for (const seed of seeds) {
      const parsed = numberItem.safeParse(question.make(drawFrom(seed)));
      expect(parsed.success ? '' : `${seed}: ${z.prettifyError(parsed.error)}`).toBe('');
      if (parsed.success) answers.add(parsed.data.answer);
      expect(question.make(drawFrom(seed))).toEqual(question.make(drawFrom(seed)));
    }
    expect(answers.size, 'new numbers give new answers').toBeGreaterThan(3);
  });
});
