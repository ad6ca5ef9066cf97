'use client';
// How to begin: the room of this person, and the command that sends a program there. A token is never drawn: it is only copied.
import { useState } from 'react';
import { askChatToken } from '../realtime/chat-token.ts';
import { Button } from '../ui/button.tsx';
import { CopyButton } from '../ui/copy-button.tsx';
import type { ExerciseWords } from './exercise-words.ts';

export function Launch({ words, room, name }: { words: ExerciseWords; room: string; name: string | null }) {
  const withToken = words.command.includes('JETON');
  const program = withToken ? (name ?? 'VOTRE-PSEUDONYME') : `${name ?? 'eleve'}-py`;
  const command = words.command.replace('SALLE', room).replace('NOM', program);
  return (
    <div className="space-y-2 text-sm">
      <p>
        Votre salle, à vous seul&nbsp;: <code data-salle-exercice>{room}</code>
      </p>
      <div className="flex flex-wrap items-center gap-2" data-copy>
        <code className="min-w-0 break-words rounded bg-sunk px-2 py-1">{command}</code>
        <CopyButton text={command} />
      </div>
      {withToken ? <Token named={name !== null} /> : null}
    </div>
  );
}

function Token({ named }: { named: boolean }) {
  const [token, setToken] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  async function ask() {
    const reply = await askChatToken();
    setToken(reply?.ok ? reply.result.token : null);
    if (reply === null) setProblem('Le serveur n’a pas répondu. Réessayez.');
    else setProblem(reply.ok ? null : reply.error.message);
  }
  if (!named)
    return <p>Choisissez d’abord un pseudonyme, en haut de la page&nbsp;: votre jeton prouvera qu’il est à vous.</p>;
  return (
    <p className="flex flex-wrap items-center gap-2" aria-live="polite">
      {token === null ? (
        <>
          <span>À la place de JETON, votre jeton. Il vaut un jour&nbsp;; ne le donnez à personne.</span>
          <Button small onClick={() => void ask()}>
            Demander mon jeton
          </Button>
        </>
      ) : (
        <>
          <span>
            Votre jeton est prêt, il ne s’affiche pas&nbsp;: <span data-jeton={token.length}>••••••••</span>
          </span>
          <CopyButton text={token} />
        </>
      )}
      {problem ? <span className="text-warn">{problem}</span> : null}
    </p>
  );
}
