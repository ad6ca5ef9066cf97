'use client';
// Copies text, and says so: to the eyes on the button, to screen readers by its changed name.
import { useState } from 'react';
import { Button } from './button.tsx';

/** Plain http outside localhost has no clipboard API: there, a hidden field and the old command. */
async function copy(text: string): Promise<boolean> {
  if (navigator.clipboard) {
    return navigator.clipboard.writeText(text).then(
      () => true,
      () => false,
    );
  }
  const field = document.createElement('textarea');
  field.value = text;
  field.setAttribute('aria-hidden', 'true');
  field.className = 'sr-only';
  document.body.append(field);
  field.select();
  const done = document.execCommand('copy');
  field.remove();
  return done;
}

/** Without `text`, copies the code that stands in the nearest `[data-copy]`. */
export function CopyButton({ text, className = '' }: { text?: string; className?: string }) {
  const [said, setSaid] = useState('Copier');
  return (
    <Button
      small
      className={`projector-hidden ${className}`}
      onClick={async (event) => {
        const code = event.currentTarget.closest('[data-copy]')?.querySelector('code');
        const done = await copy(text ?? code?.textContent ?? '');
        setSaid(done ? 'Copié' : 'Copie refusée');
        setTimeout(() => setSaid('Copier'), 2_000);
      }}
    >
      <span aria-live="polite">{said}</span>
    </Button>
  );
}
