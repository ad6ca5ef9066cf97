'use client';
// « ? »: every key that does something here, as the page's parts declare them. What moves stands still meanwhile.
import { useMemo } from 'react';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { closeHelp, openHelp, useHelp } from '../ui/help-state.ts';
import { useShortcutList, useShortcuts } from '../ui/shortcuts.ts';

export function Help() {
  const { open, note } = useHelp();
  const list = useShortcutList();
  useShortcuts(useMemo(() => [{ keys: ['?'], shown: '?', label: 'cette liste', run: openHelp }], []));
  return (
    <>
      <Button className="projector-hidden" aria-label="Raccourcis clavier" onClick={openHelp}>
        <span aria-hidden="true">?</span>
      </Button>
      <Dialog open={open} title="Raccourcis clavier" onClose={closeHelp}>
        {note === null ? null : <p className="mb-4 rounded-lg bg-warn-soft px-3 py-2 text-warn">{note}</p>}
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
