// Keys act while their part of the page is there, and never while one types.
import { cleanup, fireEvent, render, screen } from '@testing-library/react';
import { useMemo } from 'react';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { useShortcuts } from './shortcuts.ts';

afterEach(cleanup);

function Page({ keys, run }: { keys: readonly string[]; run(): void }) {
  useShortcuts(useMemo(() => [{ keys, shown: 'x', label: 'essai', run }], [keys, run]));
  return (
    <>
      <p>texte</p>
      <input aria-label="champ" />
      <input aria-label="curseur" type="range" />
      <button type="button">bouton</button>
    </>
  );
}

function bench(keys: readonly string[]) {
  const run = vi.fn();
  const { unmount } = render(<Page keys={keys} run={run} />);
  return { run, unmount };
}

describe('shortcuts', () => {
  it('act anywhere but in a field, upper or lower case', () => {
    const { run } = bench(['p']);
    fireEvent.keyDown(screen.getByText('texte'), { key: 'P' });
    fireEvent.keyDown(screen.getByLabelText('curseur'), { key: 'p' });
    expect(run).toHaveBeenCalledTimes(2);
    fireEvent.keyDown(screen.getByLabelText('champ'), { key: 'p' });
    fireEvent.keyDown(screen.getByText('texte'), { key: 'p', ctrlKey: true });
    expect(run).toHaveBeenCalledTimes(2);
  });

  it('leave Space to the button that has the focus, and arrows to the slider', () => {
    const { run } = bench([' ', 'ArrowLeft']);
    fireEvent.keyDown(screen.getByText('bouton'), { key: ' ' });
    fireEvent.keyDown(screen.getByLabelText('curseur'), { key: 'ArrowLeft' });
    expect(run).not.toHaveBeenCalled();
    fireEvent.keyDown(screen.getByText('texte'), { key: ' ' });
    expect(run).toHaveBeenCalledOnce();
  });

  it('are gone with their part of the page', () => {
    const { run, unmount } = bench(['p']);
    unmount();
    fireEvent.keyDown(document.body, { key: 'p' });
    expect(run).not.toHaveBeenCalled();
  });
});
