// The cards of the queue and its drawing, fed with what a queue tells: ticked by it, and by nothing else.
import { act, cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FileEvent } from '#contract/file.ts';
import { type FileState, fileLab } from '#labs/file/lab.ts';
import { forgetEverything } from '../../shell/progress-store.ts';
import { KillOneCard, ShareTenCard } from './experiments.tsx';
import { QueueDrawing } from './queue-drawing.tsx';
import { TableView } from './table-view.tsx';
import { standing } from './words.ts';

let live: FileState = fileLab.initial();
vi.mock('../../realtime/use-lab.ts', () => ({ useLab: () => ({ live }) }));

const embedded = {
  name: 'embarque',
  capabilities: {
    nack: 'yes',
    redelivered: true,
    counted: true,
    deadLetters: 'broker',
    prefetch: 'worker',
    bounded: true,
    death: 'connection',
    parallel: null,
  },
} as const;
const opened: FileEvent = { type: 'opened', broker: embedded, others: ['kafka'], waiting: 0 };
const hired = (worker: number, takesMs = 500): FileEvent => ({ type: 'hired', worker, takesMs, prefetch: 1 });
const sent = (number: number): FileEvent => ({ type: 'sent', task: `t${number}`, number, poison: false });
const given = (number: number, worker: number, attempt = 1): FileEvent => ({
  type: 'given',
  task: `t${number}`,
  number,
  poison: false,
  worker,
  redelivered: attempt > 1,
  attempt,
});
const acked = (number: number, worker: number): FileEvent => ({ type: 'acked', task: `t${number}`, worker });
const morning = 1_790_000_000_000;
const on = (state: FileState, ...events: FileEvent[]): FileState =>
  events.reduce((now, event) => fileLab.fold(now, event, (now.told.at(-1)?.at ?? morning) + 40), state);
const folded = (...events: FileEvent[]): FileState => on(fileLab.initial(), ...events);
const actions = { ofWorker: () => null, ofHand: () => null, ofDead: () => null };
const ticked = () => [...document.querySelectorAll('[data-fait]')].map((each) => each.getAttribute('data-fait'));

afterEach(() => {
  cleanup();
  act(forgetEverything);
});

describe('the panel of the queue', () => {
  it('ticks the sharing of ten tasks once three workers have done them all', () => {
    const tasks = Array.from({ length: 10 }, (_, index) => index + 1);
    const by = (number: number): number => (number === 10 ? 3 : (number % 2) + 1);
    const before = [opened, hired(1), hired(2), hired(3, 2_000), ...tasks.map(sent)];
    live = folded(...before, ...tasks.slice(1).flatMap((each) => [given(each, by(each)), acked(each, by(each))]));
    const { unmount } = render(<ShareTenCard />);
    expect(ticked()).toEqual(['true', 'false', 'false']);
    unmount();
    act(forgetEverything);
    live = folded(...before, ...tasks.flatMap((each) => [given(each, by(each)), acked(each, by(each))]));
    render(<ShareTenCard />);
    expect(ticked()).toEqual(['true', 'true', 'true']);
    expect(document.body.textContent).toContain('l’ouvrier 3 en a fait 1');
  });

  it('ticks a killed worker only when another one got its task and all were done', () => {
    const killed: FileEvent = { type: 'left', worker: 1, how: 'killed' };
    const story = [opened, hired(1), hired(2), sent(1), sent(2), given(1, 1), killed, given(1, 2, 2), acked(1, 2)];
    live = folded(...story);
    const { unmount } = render(<KillOneCard />);
    expect(ticked()).toEqual(['true', 'true', 'false']);
    unmount();
    act(forgetEverything);
    live = folded(...story, given(2, 2), acked(2, 2));
    render(<KillOneCard />);
    expect(ticked()).toEqual(['true', 'true', 'true']);
  });

  const killing = [hired(1), hired(2), sent(1), given(1, 1), { type: 'left', worker: 1, how: 'killed' } as const];
  const cured = [given(1, 2, 2), acked(1, 2)];
  const again = () => fireEvent.click(screen.getByRole('button', { name: 'Recommencer l’expérience' }));
  const none = ['false', 'false', 'false'];
  const all = ['true', 'true', 'true'];
  function open(state: FileState): (next: FileState) => void {
    cleanup();
    live = state;
    const { rerender } = render(<KillOneCard />);
    return (next) => {
      live = next;
      rerender(<KillOneCard />);
    };
  }

  it('ticks every step again after the experiment, the queue or both were begun again, in any order', () => {
    const whole = folded(opened, ...killing, ...cured);
    const kafka: FileEvent = { ...opened, broker: { ...embedded, name: 'kafka' } };
    // The experiment, then the queue: every step is ticked at its own moment, as the story gets longer than the one of before.
    for (const reopened of [opened, kafka]) {
      const show = open(whole);
      expect(ticked()).toEqual(all);
      again();
      expect(ticked()).toEqual(none);
      let state = on(whole, reopened, ...Array.from({ length: 5 }, () => hired(3)));
      for (const event of killing) {
        state = on(state, event);
        show(state);
      }
      expect(ticked()).toEqual(['true', 'false', 'false']);
      show(on(state, ...cured));
      expect(ticked()).toEqual(all);
    }
    // The queue, then the experiment.
    const state = on(whole, opened, hired(1), hired(2));
    const show = open(state);
    again();
    expect(ticked()).toEqual(none);
    show(on(state, ...killing.slice(2), ...cured));
    expect(ticked()).toEqual(all);
  });

  it('takes up nothing of before when the page is loaded again', () => {
    const whole = folded(opened, ...killing, ...cured);
    open(whole);
    again();
    const show = open(whole);
    expect(ticked()).toEqual(none);
    show(on(whole, hired(3), sent(2), given(2, 2), { type: 'left', worker: 2, how: 'killed' }));
    expect(ticked()).toEqual(['true', 'false', 'false']);
  });

  it('draws two stacks, hands and what is put aside; the table says the same', () => {
    const dead: FileEvent = { type: 'dead', task: 't3', number: 3, poison: true, why: 'tries' };
    const state = folded(opened, hired(1), sent(1), sent(2), given(1, 1, 2), dead);
    const { unmount } = render(<QueueDrawing state={state} actions={actions} />);
    const numbers = [...document.querySelectorAll('[data-nombre]')].map((each) => each.textContent);
    expect(numbers).toEqual(['1', '1', '0', '1']);
    expect(document.querySelectorAll('[data-redistribuee]').length).toBe(2);
    expect(standing(state)).toBe('1\u00a0prête, 1\u00a0non acquittée, 0\u00a0faite et 1\u00a0mise de côté.');
    unmount();
    render(<TableView state={state} actions={actions} />);
    expect(screen.getByRole('row', { name: /^tâche 1/ }).textContent).toContain('non acquittée, chez l’ouvrier 1');
    expect(screen.getByRole('row', { name: /^tâche 3, empoisonnée/ }).textContent).toContain('trop d’essais');
  });
});
