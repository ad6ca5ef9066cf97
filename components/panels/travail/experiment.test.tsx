// The card of the freeze and the panel's own drawings, fed with what a server tells: ticked by it, and by nothing else.
import { cleanup, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PingsMeasured, TravailEvent } from '#contract/travail.ts';
import { type TravailState, travailLab } from '#labs/travail/lab.ts';
import { FreezeCard } from './experiment.tsx';
import { LivePings } from './live-pings.tsx';
import { Places } from './places.tsx';
import { ReportCard } from './report-card.tsx';
import { TableView } from './table-view.tsx';
import { standing } from './words.ts';

let live: TravailState = travailLab.initial();
vi.mock('../../realtime/use-lab.ts', () => ({ useLab: () => ({ live }) }));

const frozen: PingsMeasured = { answered: 0, waited: 9, longestMs: 2_400, usualMs: 2, list: [[10, 2_400]] };
const fluid: PingsMeasured = { answered: 9, waited: 0, longestMs: 12, usualMs: 2, list: [[10, 12]] };
const made = (report: number, pings: PingsMeasured): TravailEvent => ({
  type: 'made',
  report,
  ms: 2_400,
  bytes: 122_945,
  sum: 'abc',
  file: 'f',
  pings,
});
const opened: TravailEvent = { type: 'opened', thread: 3 };
const inline: TravailEvent[] = [
  { type: 'asked', report: 1, way: 'inline', size: 40 },
  { type: 'began', report: 1, thread: 3 },
];
const queue: TravailEvent[] = [
  { type: 'asked', report: 2, way: 'queue', size: 40 },
  { type: 'queued', report: 2 },
  { type: 'given', report: 2, thread: 5, attempt: 1, redelivered: false },
  { type: 'began', report: 2, thread: 5 },
  { type: 'progress', report: 2, done: 10 },
];
const again: TravailEvent[] = [
  { type: 'killed', report: 2, thread: 5, done: 10 },
  { type: 'given', report: 2, thread: 6, attempt: 2, redelivered: true },
];
const folded = (...events: TravailEvent[]): TravailState =>
  events.reduce((state, event) => travailLab.fold(state, event, 0), travailLab.initial());
const ticked = () => [...document.querySelectorAll('[data-fait]')].map((each) => each.getAttribute('data-fait'));

afterEach(() => {
  cleanup();
  localStorage.clear();
});

describe('the panel of the long report', () => {
  it('ticks the freeze, the cure and the worker that was killed, each once it was measured', () => {
    live = folded(opened, ...inline, made(1, frozen));
    const { unmount } = render(<FreezeCard />);
    expect(ticked()).toEqual(['true', 'false', 'false']);
    expect(document.body.textContent).toContain('un aller-retour de 2,4\u00a0s au lieu de 2\u00a0ms');
    unmount();
    live = folded(opened, ...inline, made(1, frozen), ...queue, ...again, made(2, fluid));
    render(<FreezeCard />);
    expect(ticked()).toEqual(['true', 'true', 'true']);
  });

  it('says who is frozen, who holds the task, and how far it is', () => {
    const { rerender } = render(<Places state={folded(opened, ...inline)} />);
    expect(document.body.textContent).toContain('gelé');
    const state = folded(opened, ...queue);
    rerender(<Places state={state} />);
    expect(document.body.textContent).toContain('0 prête · 1 non acquittée');
    expect(document.body.textContent).toContain('10 élèves sur 40');
    expect(standing(state)).toBe('Rapport 2, par la file\u00a0: 10 élèves sur 40, par l’ouvrier (thread 5).');
  });

  it('shows progress in words, that a task came again, and where the report is read; the table says the same', () => {
    const state = folded(opened, ...queue, ...again);
    const report = () => folded(opened, ...queue, ...again, made(2, fluid)).reports[0] ?? expect.fail();
    const { rerender } = render(<ReportCard report={state.reports[0] ?? report()} />);
    expect(screen.getByRole('progressbar').getAttribute('aria-valuetext')).toBe('0 élèves sur 40');
    expect(document.querySelectorAll('[data-redistribuee]')).toHaveLength(1);
    rerender(<ReportCard report={report()} />);
    expect(screen.getByRole('link', { name: 'Ouvrir le rapport 2' }).getAttribute('href')).toBe('/travail/rapport/f');
    cleanup();
    render(
      <TableView
        state={folded(opened, ...inline, made(1, frozen))}
        pings={{ now: 900, list: [{ at: 100, ms: null }] }}
      />,
    );
    expect(screen.getByRole('table', { name: /^Pings/ }).textContent).toContain('800\u00a0ms1');
    expect(screen.getByRole('row', { name: /^1 40/ }).textContent).toContain('2,4\u00a0s');
    expect(screen.getByRole('table', { name: 'Déroulé' }).textContent).toContain('empreinte abc');
  });

  it('counts the pings that wait, but not one that has just left', () => {
    const list = [
      { at: 1_000, ms: 3 },
      { at: 1_250, ms: null },
      { at: 1_500, ms: null },
      { at: 1_990, ms: null },
    ];
    render(<LivePings pings={{ now: 2_000, list }} />);
    expect(document.querySelector('[data-cible="attente"] dd')?.textContent).toBe('2');
    expect(screen.getByRole('img').getAttribute('aria-label')).toContain('Réponses en attente : 2.');
  });
});
