'use client';
// Who holds the teacher's code may have the past of a room forgotten. The code goes to the server, and is kept nowhere.
import { type FormEvent, useId, useState } from 'react';
import type { Ack } from '#contract/errors.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';

type ClearProps = {
  room: string;
  onClear(code: string): Promise<Ack<unknown>>;
};

export function ClearHistory({ room, onClear }: ClearProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button small tone="quiet" className="projector-hidden text-muted" onClick={() => setOpen(true)}>
        Effacer l’histoire…
      </Button>
      <Dialog open={open} title="Effacer l’histoire" onClose={() => setOpen(false)}>
        <CodeForm room={room} onClear={onClear} onDone={() => setOpen(false)} />
      </Dialog>
    </>
  );
}

function CodeForm({ room, onClear, onDone }: ClearProps & { onDone(): void }) {
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  async function clear(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    const reply = await onClear(code);
    setBusy(false);
    if (reply.ok) onDone();
    else setProblem(reply.error.message);
  }

  return (
    <form className="space-y-3" onSubmit={(event) => void clear(event)}>
      <p>
        Le serveur oubliera tous les messages de <strong className="[overflow-wrap:anywhere]">{room}</strong>, et le
        dira dans la salle. Les numéros continuent. Ce que les pages ouvertes montrent déjà y reste jusqu’à leur
        rechargement.
      </p>
      <label htmlFor={id} className="block font-semibold text-sm">
        Code de l’enseignant
      </label>
      <input
        id={id}
        type="password"
        value={code}
        maxLength={200}
        autoComplete="off"
        aria-describedby={`${id}-ou`}
        aria-invalid={problem !== null}
        className="block w-full max-w-72 rounded-lg border border-line-strong bg-sheet px-3 py-1.5 font-mono"
        onChange={(event) => {
          setCode(event.target.value);
          setProblem(null);
        }}
      />
      <p id={`${id}-ou`} className="text-muted text-sm">
        Il est affiché là où le serveur a démarré, ou choisi avec TEACHER_CODE.
      </p>
      <p role="alert" className={problem ? 'rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn' : ''}>
        {problem}
      </p>
      <Button type="submit" tone="primary" disabled={busy || code === ''} className="max-w-full">
        <span className="truncate">Effacer l’histoire de {room}</span>
      </Button>
    </form>
  );
}
