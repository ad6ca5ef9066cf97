'use client';
// The browser's own printing, where one looks for it: at the head of the text.
import { Button } from '../ui/button.tsx';
import { Printer } from '../ui/icons.tsx';

export function PrintButton() {
  return (
    <Button small tone="quiet" className="projector-hidden print:hidden" onClick={() => window.print()}>
      <Printer /> Imprimer
    </Button>
  );
}
