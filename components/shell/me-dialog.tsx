'use client';
// « Comment vous appelez-vous ? »: one field, the same rule as the server's while one types, and the way out.
import { type FormEvent, useId, useState } from 'react';
import { checkName, nameLength } from '#contract/person.ts';
import { rename } from '../realtime/rename.ts';
import { useMe } from '../realtime/use-people.ts';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

export function MeDialog({ onClose }: { onClose(): void }) {
  const { name, wanted } = useMe();
  const [typed, setTyped] = useState(name ?? wanted ?? '');
  const [problem, setProblem] = useState<string | null>(
    wanted ? `Quelqu’un ici s’appelle déjà «\u00a0${wanted}\u00a0». Choisissez un autre pseudonyme.` : null,
  );
  const [busy, setBusy] = useState(false);
  const id = useId();

  async function choose(event: FormEvent) {
    event.preventDefault();
    const check = checkName(typed);
    if (!check.ok) return setProblem(check.message);
    setBusy(true);
    const reply = await rename(check.name);
    setBusy(false);
    if (reply.ok) onClose();
    else setProblem(reply.error.message);
  }

  return (
    <Dialog open title="Comment vous appelez-vous&nbsp;?" onClose={onClose}>
      <form onSubmit={(event) => void choose(event)} noValidate>
        <label htmlFor={id} className="mb-1 block font-semibold">
          Votre pseudonyme
        </label>
        <input
          id={id}
          // React keeps the attribute for itself; the dialog looks for it when it opens.
          ref={(field) => field?.setAttribute('autofocus', '')}
          autoComplete="nickname"
          spellCheck={false}
          maxLength={nameLength.max * 4}
          value={typed}
          aria-invalid={problem !== null}
          aria-describedby={`${id}-aide ${id}-erreur`}
          onChange={(event) => {
            setTyped(event.target.value);
            setProblem(null);
          }}
          className="w-full rounded-lg border border-line-strong bg-sheet px-3 py-2 text-lg"
        />
        <p id={`${id}-aide`} className="mt-2 text-muted text-sm">
          De {nameLength.min} à {nameLength.max} lettres ou chiffres, sans espace. La classe le voit à côté de ce que
          vous publiez. Il reste sur ce navigateur, sans compte ni mot de passe.
        </p>
        <p
          id={`${id}-erreur`}
          role="alert"
          className={problem ? 'mt-3 rounded-lg bg-warn-soft p-2 text-sm text-warn' : ''}
        >
          {problem}
        </p>
        <div className="mt-4 flex flex-wrap gap-3">
          <Button type="submit" tone="primary" disabled={busy}>
            {name === null ? 'Entrer' : 'Changer de nom'}
          </Button>
          <Button onClick={onClose}>{name === null ? 'Plus tard' : 'Annuler'}</Button>
        </div>
      </form>
    </Dialog>
  );
}
