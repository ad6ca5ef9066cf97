'use client';
// Where the panels of this page are: with the class, or in one's own sandbox. The second shows as a band under the header,
// with the name that programs must use, so that nobody mistakes one for the other.
import { useCallback, useEffect, useMemo } from 'react';
import { useMe, useWorkspace } from '../realtime/use-people.ts';
import { type Choice, chooseWorkspace, useChoice } from '../realtime/workspace.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import { useShortcuts } from '../ui/shortcuts.ts';
import { askName } from './me.tsx';

/** The topic of the course's programs. */
const topic = 'demo-topic';

export function WorkspaceSwitch() {
  const choice = useChoice();
  const { name } = useMe();
  const change = useCallback(
    (next: Choice) => {
      chooseWorkspace(next);
      if (next === 'own' && name === null) askName();
    },
    [name],
  );
  useShortcuts(
    useMemo(
      () => [
        {
          keys: ['f'],
          shown: 'F',
          label: choice === 'own' ? 'revenir à la classe' : 'aller dans mon bac à sable',
          run: () => change(choice === 'own' ? 'class' : 'own'),
        },
      ],
      [choice, change],
    ),
  );
  return (
    <select
      aria-label="Espace de travail"
      value={choice}
      aria-keyshortcuts="f"
      onChange={(event) => change(event.target.value === 'own' ? 'own' : 'class')}
      className="projector-hidden field-sizing-content max-w-44 rounded-lg border border-line bg-sheet px-2 py-1.5 text-ink text-sm max-split:max-w-24"
    >
      <option value="class">Classe</option>
      <option value="own">Mon bac à sable</option>
    </select>
  );
}

export function SandboxBand() {
  const choice = useChoice();
  const { name } = useMe();
  const { prefix } = useWorkspace();
  useEffect(() => {
    // The header is one line taller (app/globals.css); the first paint knew it already (boot.ts).
    if (choice === 'own') document.documentElement.dataset.espace = '';
    else delete document.documentElement.dataset.espace;
  }, [choice]);
  if (choice === 'class') return null;
  return (
    <section
      aria-label="Bac à sable"
      className="flex h-9 items-center gap-x-3 overflow-hidden whitespace-nowrap border-accent border-t-3 bg-accent-soft px-3 text-sm split:px-5"
    >
      <strong>Bac à sable</strong>
      {name === null ? (
        <Button small tone="quiet" className="underline" onClick={() => askName()}>
          Dites d’abord comment vous vous appelez
        </Button>
      ) : (
        <span data-copy className="flex min-w-0 items-center gap-2">
          <span className="max-lg:hidden">dans vos programmes, le topic s’appelle</span>
          <code className="truncate font-mono">
            {prefix}
            {topic}
          </code>
          <CopyButton className="py-0.5" />
        </span>
      )}
      <Button small tone="quiet" className="ml-auto py-0.5 underline" onClick={() => chooseWorkspace('class')}>
        <span className="max-split:sr-only">Revenir à la classe</span>
        <span aria-hidden="true" className="split:hidden">
          Quitter
        </span>
      </Button>
    </section>
  );
}
