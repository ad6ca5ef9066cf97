// A quiz used as a student uses it: by names, with the keyboard's own controls, leaving and coming back.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { kafkaQuiz } from '#lessons/03-kafka/quiz.ts';
import type { QuizContent } from '#lessons/quiz-schema.ts';
import { judge } from './grade.ts';
import { isPageQuiz, ofPage } from './page-questions.ts';
import { restore } from './progress.ts';
import { QuizView } from './quiz-view.tsx';

const pick = (kind: string) => kafkaQuiz.questions.filter((question) => question.kind === kind).slice(0, 1);
const small: QuizContent = { ...kafkaQuiz, questions: [...pick('choice'), ...pick('number'), ...pick('order')] };
const ids = small.questions.map(({ id }) => id);
const [choice, number, order] = small.questions;
if (choice?.kind !== 'choice' || number?.kind !== 'number' || order?.kind !== 'order') throw new Error('three kinds');

const wrong = choice.options.find(({ right }) => !right);
const right = choice.options.find((option) => option.right);
/** As the testing library reads it: every space is a space. */
const plain = (text = '') => text.replaceAll('\u00a0', ' ');
const kept = () => restore(localStorage.getItem('relais.quiz.kafka'), ids, 0);
const draw = (onShow = vi.fn(async () => 'Fait.')) => {
  render(<QuizView quiz={small} at="/lecons/kafka" onShow={onShow} />);
  return onShow;
};
const press = (name: string | RegExp) => fireEvent.click(screen.getByRole('button', { name }));
const choose = (text = '') => fireEvent.click(screen.getByRole('radio', { name: text }));
const verify = () => press('Vérifier');

beforeEach(() => localStorage.clear());
afterEach(cleanup);

describe('a choice', () => {
  it('cannot be checked before something is chosen', () => {
    draw();
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Vérifier' }).disabled).toBe(true);
  });

  it('says why a wrong answer fails, without giving the right one away', () => {
    draw();
    choose(wrong?.text);
    verify();
    expect(screen.getByText('Pas encore.')).toBeTruthy();
    expect(screen.getByText(plain(wrong?.why), { exact: false })).toBeTruthy();
    expect(screen.queryByText(plain(right?.why), { exact: false })).toBeNull();
    expect(screen.getByRole('link', { name: 'Revoir la page' }).getAttribute('href')).toBe(
      `/lecons/kafka/${choice.page}`,
    );
  });

  it('shows the whole explanation to who asks for it, and remembers that it helped', () => {
    draw();
    choose(wrong?.text);
    verify();
    press('Montrer l’explication');
    expect(screen.getAllByText(plain(right?.why), { exact: false }).length).toBeGreaterThan(0);
    press('Réessayer');
    choose(right?.text);
    verify();
    expect(kept()[choice.id]).toMatchObject({ right: true, helped: true, tries: 2 });
    expect(screen.getByRole('button', { name: 'Question 1, réussie avec aide' })).toBeTruthy();
    expect(screen.getByText('0 du premier coup')).toBeTruthy();
  });

  it('explains the other options once it is right', () => {
    draw();
    choose(right?.text);
    verify();
    const others = screen.getByText('Et les autres réponses ?');
    const list = within(others.parentElement as HTMLElement);
    for (const option of choice.options)
      if (!option.right) expect(list.getByText(plain(option.why), { exact: false })).toBeTruthy();
  });

  it('shows it in the panel', async () => {
    const onShow = draw();
    choose(right?.text);
    verify();
    press('Voir dans le panneau');
    expect(onShow).toHaveBeenCalledWith(choice.show);
    expect(await screen.findByText('Fait.')).toBeTruthy();
  });
});

describe('a number', () => {
  it('is graded on its own draw, and comes again with other numbers', () => {
    draw();
    press('Suivante');
    expect(document.activeElement?.tagName).toBe('H3');
    const seed = kept()[number.id]?.seed ?? 0;
    const field = screen.getByLabelText('Votre réponse');
    fireEvent.change(field, { target: { value: '-5' } });
    verify();
    expect(screen.getByText('Pas encore.')).toBeTruthy();
    press('Réessayer');
    expect(kept()[number.id]?.seed).not.toBe(seed);
    const item = judgeable();
    fireEvent.change(screen.getByLabelText('Votre réponse'), { target: { value: ` ${item} ` } });
    verify();
    expect(screen.getByText('Réussi.')).toBeTruthy();
  });

  it('refuses what is no whole number', () => {
    draw();
    press('Suivante');
    fireEvent.change(screen.getByLabelText('Votre réponse'), { target: { value: '1,5' } });
    expect(screen.getByRole<HTMLButtonElement>('button', { name: 'Vérifier' }).disabled).toBe(true);
  });

  /** The right answer of the question as drawn now. */
  function judgeable(): number {
    const seed = kept()[number?.id ?? '']?.seed ?? 0;
    for (let value = 0; value < 500; value += 1) if (number && judge(number, seed, value).right) return value;
    throw new Error('no answer');
  }
});

describe('an order', () => {
  it('is made with buttons alone, which keep the focus and say the new place', () => {
    draw();
    press('Question 3, à faire');
    const texts = () => screen.getAllByRole('listitem').map((item) => item.textContent ?? '');
    for (const { text } of order.events) {
      for (let turn = 0; turn < order.events.length; turn += 1) press(new RegExp(`^Descendre.*${text.slice(0, 25)}`));
    }
    expect(texts().at(-1)).toContain(order.events.at(-1)?.text);
    verify();
    expect(screen.getByText('Réussi.')).toBeTruthy();
  });
});

describe('the questions of one page', () => {
  const page = choice.page;
  const own = ofPage(kafkaQuiz, page);

  it('are those of the page alone, and send nobody back to where they are', () => {
    render(<QuizView quiz={own} at="/lecons/kafka" page={page} onShow={vi.fn(async () => 'Fait.')} />);
    expect(screen.getByText(`Question 1 sur ${own.questions.length}`)).toBeTruthy();
    expect(own.questions.length).toBeLessThan(kafkaQuiz.questions.length);
    choose(wrong?.text);
    verify();
    expect(screen.getByText('Pas encore.')).toBeTruthy();
    expect(screen.queryByRole('link', { name: 'Revoir la page' })).toBeNull();
  });

  it('are asked anew by the quiz of the module', () => {
    render(<QuizView quiz={own} at="/lecons/kafka" page={page} onShow={vi.fn(async () => 'Fait.')} />);
    choose(right?.text);
    verify();
    expect(localStorage.getItem('relais.quiz.kafka')).toBeNull();
    expect(isPageQuiz(own.name) && !isPageQuiz(kafkaQuiz.name)).toBe(true);
    cleanup();
    draw();
    expect(screen.getByRole('button', { name: 'Question 1, à faire' })).toBeTruthy();
  });
});

describe('the whole quiz', () => {
  it('is found again as it was left, and asks only the missed ones again', () => {
    draw();
    choose(wrong?.text);
    verify();
    cleanup();
    draw();
    // Opens at the first question that has no answer yet.
    expect(screen.getByText('Question 2 sur 3')).toBeTruthy();
    fireEvent.change(screen.getByLabelText('Votre réponse'), { target: { value: '-5' } });
    verify();
    press('Suivante');
    verify();
    expect(screen.getByText(/3 \/ 3 répondues/)).toBeTruthy();
    press('Reprendre les 3 manquées');
    expect(Object.values(kept()).map(({ answer, tries }) => [answer, tries])).toEqual([
      [null, 1],
      [null, 1],
      [null, 1],
    ]);
    expect(screen.getByText('Question 1 sur 3')).toBeTruthy();
  });

  it('starts again from nothing', () => {
    draw();
    choose(right?.text);
    verify();
    press('Tout recommencer');
    expect(Object.values(kept()).every(({ answer, tries }) => answer === null && tries === 0)).toBe(true);
  });

  it('works where storage is refused', () => {
    const refused = vi.spyOn(Storage.prototype, 'setItem').mockImplementation(() => {
      throw new Error('refused');
    });
    draw();
    choose(right?.text);
    verify();
    expect(screen.getByText('Réussi.')).toBeTruthy();
    refused.mockRestore();
  });

  it('gives a question’s name and draw to who has a problem with it', () => {
    draw();
    expect(screen.getByText(`${choice.id}, tirage ${kept()[choice.id]?.seed}`)).toBeTruthy();
  });
});
