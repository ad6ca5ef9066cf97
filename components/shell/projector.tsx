'use client';
// « Projeter »: the button and its key. On the projector itself it is the only tool left in the header.
import { useMemo } from 'react';
import { Button } from '../ui/button.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { toggleProjection, useProjection } from './theme.ts';

export function Projector() {
  const on = useProjection();
  useShortcuts(useMemo(() => [{ keys: ['p'], shown: 'P', label: 'mode projecteur', run: toggleProjection }], []));
  return (
    <Button aria-pressed={on} onClick={toggleProjection}>
      {on ? 'Quitter' : 'Projeter'}{' '}
      <span aria-hidden="true" className="font-mono">
        P
      </span>
    </Button>
  );
}
