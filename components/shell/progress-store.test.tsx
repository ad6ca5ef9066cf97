// A card's ticks outlive the journal: kept at the first evidence, shown with their date, forgotten when one begins again.
import { act, cleanup, render, screen } from '@testing-library/react';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forgetEverything, forgetExperiment, takeFile, useKeptSteps, useProgress } from './progress-store.ts';

type Step = { id: string; done: boolean; observed: string | null };
function Card({ steps }: { steps: Step[] }) {
  const shown = useKeptSteps('exp', steps);
  const count = Object.keys(useProgress().steps).length;
  return (
    <p>
      {count}: {shown.map((step) => `${step.id} ${step.done ? (step.observed ?? '') : 'à faire'}`).join(' | ')}
    </p>
  );
}
const text = () => screen.getByText(/^\d+: /).textContent;
const steps = (done: boolean): Step[] => [
  { id: 'un', done, observed: done ? 'génération 2' : null },
  { id: 'deux', done: false, observed: null },
];

beforeEach(() => act(forgetEverything));
afterEach(cleanup);

describe('the steps of an experiment', () => {
  it('stay done when the journal has forgotten them, and say since when', () => {
    const { rerender } = render(<Card steps={steps(true)} />);
    expect(text()).toBe('1: un génération 2 | deux à faire');
    rerender(<Card steps={steps(false)} />);
    expect(text()).toMatch(/^1: un le \d+ \S+ à \d\d:\d\d, génération 2 \| deux à faire$/);
  });

  it('are all to do again after a reset, even while the journal still shows the old ones', () => {
    const { rerender } = render(<Card steps={steps(true)} />);
    act(() => forgetExperiment('exp', true));
    rerender(<Card steps={steps(true)} />);
    expect(text()).toMatch(/^0: /);
    rerender(<Card steps={steps(false)} />);
    expect(text()).toBe('0: un à faire | deux à faire');
    rerender(<Card steps={steps(true)} />);
    expect(text()).toBe('1: un génération 2 | deux à faire');
  });

  it('are kept again after a reset of which the journal had nothing to say', () => {
    const { rerender } = render(<Card steps={steps(false)} />);
    act(() => forgetExperiment('exp', false));
    rerender(<Card steps={steps(true)} />);
    expect(text()).toBe('1: un génération 2 | deux à faire');
  });

  it('come back with a file, and not with any file', () => {
    render(<Card steps={steps(false)} />);
    const file = {
      kind: 'relais.progression',
      version: 1,
      pages: {},
      steps: { 'exp/deux': { at: 1_790_000_000_000, observed: 'vu' } },
    };
    let said: string | null = '';
    act(() => {
      said = takeFile('{}');
    });
    expect(said).toContain('pas une progression');
    act(() => {
      said = takeFile(JSON.stringify(file));
    });
    expect(said).toBeNull();
    expect(text()).toMatch(/^1: un à faire \| deux le .*, vu$/);
  });
});
