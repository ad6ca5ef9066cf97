'use client';
// Hints, opened one by one, from the vaguest to the plainest.
import { useState } from 'react';
import { Button } from '../ui/button.tsx';

export function Hints({ hints }: { hints: readonly string[] }) {
  const [open, setOpen] = useState(0);
  return (
    <div className="mt-4">
      {open > 0 ? (
        <ol className="mb-2 list-decimal space-y-1 pl-5 text-sm" aria-live="polite">
          {hints.slice(0, open).map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ol>
      ) : null}
      {open < hints.length ? (
        <Button small className="projector-hidden" onClick={() => setOpen(open + 1)}>
          {open === 0 ? 'Un indice' : `Un indice de plus (${open} sur ${hints.length})`}
        </Button>
      ) : null}
    </div>
  );
}
