// The drawing, the lanes, the verdict and the switches, from a real fold, by the names a reader finds them by.
import { cleanup, fireEvent, render, screen, within } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AtelierEvent } from '#contract/atelier.ts';
import { atelierLab } from '#labs/atelier/lab.ts';
import { rightSettings } from '#labs/atelier/plan.ts';
import { hand, pass, startedWith, timed } from '#labs/atelier/testing.ts';
import { WorkshopDrawing } from './drawing.tsx';
import { Lanes } from './lanes.tsx';
import { Settings } from './settings.tsx';
import { Passes, VerdictBanner } from './story.tsx';
import { TableView } from './table-view.tsx';
import { Tools } from './tools.tsx';

afterEach(cleanup);

function runOf(...events: AtelierEvent[]) {
  const state = timed([startedWith(), ...events]).reduce(
    (one, { at, event }) => atelierLab.fold(one, event, at),
    atelierLab.initial(),
  );
  if (!state.run) throw new Error('no run');
  return state.run;
}
const crash: AtelierEvent = { type: 'crashed', point: 'between', ...hand(0, 1) };
const done: AtelierEvent = { type: 'ended', reason: 'done' };

describe('the panel « L’atelier »', () => {
  it('shows three machines that wait before anything happens', () => {
    render(<WorkshopDrawing run={null} />);
    const machines = within(screen.getByRole('region', { name: 'Les machines' })).getAllByRole('listitem');
    expect(machines.map((one) => one.textContent)).toEqual([
      'M1 Découpe CNCforme de baseattend',
      'M2 Perçage lasertrous de fixationattend',
      'M3 Finitionpolissageattend',
    ]);
  });

  it('says which machine works and for how long, and which has died', () => {
    const [read, began, finished] = pass(0, 1) as [AtelierEvent, AtelierEvent, AtelierEvent];
    const { rerender } = render(<WorkshopDrawing run={runOf(read, began)} />);
    expect(screen.getByText(/^au travail, 1,\d s$/)).toBeTruthy();
    rerender(<WorkshopDrawing run={runOf(read, began, finished, crash)} />);
    expect(screen.getByText('LOT_42 : panne ✗')).toBeTruthy();
  });

  it('shows what a partition holds, and what was committed', () => {
    render(<Lanes run={runOf(...pass(0, 1), ...pass(0, 2).slice(0, 2))} />);
    const lane = screen.getByRole('list', { name: 'Partition 0' });
    expect(within(lane).getAllByRole('listitem')).toHaveLength(3);
    expect(screen.getByText(/validé : prochain 1/)).toBeTruthy();
    expect(screen.getByText(/C1 travaille sur 1/)).toBeTruthy();
    expect(screen.getAllByText('vide')).toHaveLength(2);
  });

  it('names the two events that crossed, and says when nothing did', () => {
    const [read, , , committed] = pass(0, 1) as [AtelierEvent, AtelierEvent, AtelierEvent, AtelierEvent];
    const { container, rerender } = render(<VerdictBanner run={runOf(read, committed, crash, ...pass(0, 2), done)} />);
    expect(screen.getByText(/Étape perdue/)).toBeTruthy();
    expect([...container.querySelectorAll('[data-temoin]')].map((one) => one.textContent)).toEqual([
      expect.stringMatching(/^① .* commit de P0\u00a0: prochain offset 1$/),
      expect.stringMatching(/^② .* M2 commence \(P0, offset 1\)$/),
    ]);
    rerender(<VerdictBanner run={runOf(...pass(0, 1), ...pass(0, 2), ...pass(0, 3), done)} />);
    expect(screen.getByText(/Invariant tenu/)).toBeTruthy();
  });

  it('tells the same in tables, and step by step', () => {
    const run = runOf(...pass(0, 1).slice(0, 3), crash, ...pass(0, 1));
    render(<TableView run={run} />);
    const rows = within(screen.getByRole('table', { name: 'Passages' })).getAllByRole('row');
    expect(rows.slice(1).map((row) => row.lastElementChild?.textContent)).toEqual(['panne', 'rejoué']);
    render(<Passes passes={run.passes} />);
    expect(within(screen.getByRole('list', { name: 'Passages' })).getAllByText(/rejoué/)).toHaveLength(1);
  });

  it('has a switch for each setting, each incident, and says when there is no such order to give', () => {
    const onChange = vi.fn();
    const onAsk = vi.fn();
    render(<Settings settings={rightSettings} asked={[]} onChange={onChange} onAsk={onAsk} />);
    const on = screen
      .getAllByRole('switch')
      .map((one) => [one.getAttribute('aria-labelledby') !== null, (one as HTMLInputElement).checked]);
    expect(on).toHaveLength(9);
    fireEvent.click(screen.getByRole('switch', { name: 'Clé du lot' }));
    expect(onChange).toHaveBeenCalledWith({ keyed: false });
    fireEvent.click(screen.getByRole('switch', { name: 'Perdre un accusé' }));
    expect(onAsk).toHaveBeenCalledWith(['lostAck']);
    fireEvent.click(screen.getByRole('radio', { name: '0' }));
    expect(onChange).toHaveBeenLastCalledWith({ acks: 0 });
  });

  it('offers to start the dead again instead of killing', () => {
    const idle = () => undefined;
    const props = { blocked: null, busy: false, running: true, armed: false, replay: false, seed: 42 };
    const acts = { onLaunch: idle, onReplay: idle, onCrash: idle, onRestart: idle, onSeed: idle };
    const { rerender } = render(<Tools {...props} {...acts} dead={0} />);
    expect(screen.getByRole('button', { name: 'Panne entre (a) et (b)' })).toHaveProperty('disabled', false);
    rerender(<Tools {...props} {...acts} dead={1} />);
    expect(screen.getByRole('button', { name: 'Redémarrer le consommateur' })).toBeTruthy();
  });
});
