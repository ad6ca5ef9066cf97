'use client';
// The line under a room: to all who are in it, or with `@name` first to one person alone. The button says which before one sends.
import { type FormEvent, type RefObject, useId, useState } from 'react';
import { chatLengths } from '#contract/chat-names.ts';
import type { Ack } from '#contract/errors.ts';
import { readMessage } from '#labs/chat/typed.ts';
import { Button } from '../../ui/button.tsx';
import { quoted } from './words.ts';

export function Composer({
  room,
  names,
  draft,
  field,
  onDraft,
  onSay,
}: {
  room: string;
  /** Who is here. */
  names: readonly string[];
  draft: string;
  field: RefObject<HTMLInputElement | null>;
  onDraft(text: string): void;
  /** To a room, or to `@name`. */
  onSay(to: string, content: string): Promise<Ack<unknown>>;
}) {
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();
  const typed = readMessage(draft, names);
  const to = typed.kind === 'private' || typed.kind === 'unfinished' ? typed.to : null;

  async function send(event: FormEvent) {
    event.preventDefault();
    if (typed.kind === 'nothing') return;
    if (typed.kind === 'unfinished') return setProblem('À qui, et quoi\u00a0? Écrivez\u00a0: @pseudo texte.');
    onDraft('');
    setProblem(null);
    const reply = await onSay(typed.kind === 'private' ? `@${typed.to}` : room, typed.content);
    if (!reply.ok) setProblem(`${quoted(typed.content.slice(0, 60))} n’est pas parti. ${reply.error.message}`);
  }

  return (
    <form onSubmit={(event) => void send(event)} className="projector-hidden mt-2" noValidate data-cible="message">
      <label htmlFor={id} className="sr-only">
        Message
      </label>
      <div className="flex gap-2">
        <input
          id={id}
          ref={field}
          value={draft}
          maxLength={chatLengths.content}
          autoComplete="off"
          placeholder={`Dire à ${room}, ou @pseudo texte`}
          aria-describedby={`${id}-a ${id}-erreur`}
          className="min-w-0 flex-1 rounded-lg border border-line-strong bg-sheet px-3 py-1.5"
          onChange={(event) => {
            onDraft(event.target.value);
            setProblem(null);
          }}
        />
        <Button type="submit" tone="primary" className="max-w-48">
          <span className="truncate">{to === null ? 'Envoyer' : `À ${to || '…'} seulement`}</span>
        </Button>
      </div>
      <p id={`${id}-a`} className="sr-only">
        {to === null ? `À tous ceux de ${room}.` : `Message privé à ${to}.`}
      </p>
      <p
        id={`${id}-erreur`}
        role="alert"
        className={problem ? 'mt-2 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn' : ''}
      >
        {problem}
      </p>
    </form>
  );
}
