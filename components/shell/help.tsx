'use client';
// « ? »: every key that does something here, as the page's parts declare them.
import { useMemo, useState } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useShortcutList, useShortcuts } from '../ui/shortcuts.ts';

export function Help() {
  const [open, setOpen] = useState(false);
  const list = useShortcutList();
  useShortcuts(useMemo(() => [{ keys: ['?'], shown: '?', label: 'cette liste', run: () => setOpen(true) }], []));
  return (
    <>
      <Button className="projector-hidden" aria-label="Raccourcis clavier" onClick={() => setOpen(true)}>
        <span aria-hidden="true">?</span>
      </Button>
      <Dialog open={open} title="Raccourcis clavier" onClose={() => setOpen(false)}>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-2">
          {list.map(({ shown, label }) => (
            <div key={shown} className="contents">
              <dt>
                <kbd className="rounded border border-line bg-sunk px-2 py-0.5">{shown}</kbd>
              </dt>
              <dd>{label}</dd>
            </div>
          ))}
        </dl>
        <p className="mt-4 text-muted text-sm">Les touches ne font rien pendant que vous écrivez dans un champ.</p>
      </Dialog>
    </>
  );
}
