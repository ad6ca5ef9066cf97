'use client';
// The solution of the TD: asked of the server with the teacher's code, shown to nobody else.
import { type FormEvent, useId, useState } from 'react';
import type { Ack } from '#contract/errors.ts';
import { type Solution as Given, solutionPath } from '#contract/solution.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';

const unreachable: Ack<never> = {
  ok: false,
  error: { code: 'unavailable', message: 'Le serveur n’a pas répondu. Réessayez.' },
};

const ask = (code: string): Promise<Ack<Given>> =>
  fetch(solutionPath, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ code }),
  })
    .then((response) => response.json() as Promise<Ack<Given>>)
    .catch(() => unreachable);

export function Solution() {
  const id = useId();
  const [code, setCode] = useState('');
  const [busy, setBusy] = useState(false);
  const [reply, setReply] = useState<Ack<Given> | null>(null);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setReply(await ask(code));
    setBusy(false);
  }

  if (reply?.ok) {
    return (
      <section aria-label="Solution du TD" className="projector-hidden my-5 space-y-4 print:hidden">
        {reply.result.files.map(({ name, text }) => (
          <details key={name} className="rounded-xl border border-line bg-sheet p-4" data-copy>
            <summary className="cursor-pointer font-mono font-semibold">{name}</summary>
            {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long program scrolls, with the keyboard too */}
            <pre className="mt-2 max-h-96 overflow-auto rounded-lg bg-sunk p-3 text-sm" tabIndex={0}>
              <code>{text}</code>
            </pre>
            <CopyButton text={text} className="mt-2" />
          </details>
        ))}
      </section>
    );
  }
  return (
    <form
      onSubmit={submit}
      className="projector-hidden my-5 rounded-xl border border-line bg-sheet p-4 print:hidden"
      aria-label="Solution du TD"
    >
      <label htmlFor={id} className="font-semibold">
        Code de l’enseignant
      </label>
      <p className="text-muted text-sm">
        La solution est réservée à l’enseignant. Le serveur affiche son code au démarrage.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <input
          id={id}
          className="rounded-lg border border-line bg-paper px-2 py-1 font-mono"
          value={code}
          maxLength={100}
          autoComplete="off"
          aria-describedby={reply ? `${id}-refus` : undefined}
          onChange={(event) => setCode(event.target.value)}
        />
        <Button type="submit" small disabled={busy || code.trim() === ''}>
          Voir la solution
        </Button>
      </div>
      {reply ? (
        <p id={`${id}-refus`} role="alert" className="mt-2 text-sm text-warn">
          {reply.error.message}
        </p>
      ) : null}
    </form>
  );
}
