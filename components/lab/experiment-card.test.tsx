// The card of an experiment: ticks are only shown, predictions are chosen once open.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ExperimentCard, type ExperimentStep } from './experiment-card.tsx';

afterEach(cleanup);

const choices = [
  { id: 'partage', label: 'partage P0' },
  { id: 'attend', label: 'attend' },
];
const steps: ExperimentStep[] = [
  { id: 'a', text: 'Ajoutez un consommateur', done: true, observed: 'génération 4' },
  { id: 'b', text: 'Prédisez', done: false, observed: null, choices, chosen: 'attend' },
];

describe('the card of an experiment', () => {
  it('counts what was observed and offers no way to tick by hand', () => {
    render(<ExperimentCard title="Répartition" steps={steps} />);
    expect(screen.getByText('1 / 2')).toBeTruthy();
    expect(screen.getByText(/génération 4/)).toBeTruthy();
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByRole('button')).toBeNull();
  });

  it('sends a prediction, and closes the choice once it has happened', () => {
    const onPredict = vi.fn();
    const { rerender } = render(<ExperimentCard title="Répartition" steps={steps} onPredict={onPredict} />);
    expect(screen.getByRole('radio', { name: 'attend' })).toHaveProperty('checked', true);
    fireEvent.click(screen.getByRole('radio', { name: 'partage P0' }));
    expect(onPredict).toHaveBeenCalledWith('b', 'partage');
    const closed = steps.map((step) => ({ ...step, closed: true }));
    rerender(<ExperimentCard title="Répartition" steps={closed} onPredict={onPredict} />);
    expect(screen.getByRole('group', { name: 'Votre prédiction' })).toHaveProperty('disabled', true);
  });
});
