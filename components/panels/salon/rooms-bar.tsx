'use client';
// The rooms this page is in, the one that is shown, and the way into another and out.
import { type FormEvent, useId, useState } from 'react';
import { chatLengths, checkRoom } from '#contract/chat-names.ts';
import type { Ack } from '#contract/errors.ts';
import type { SalonRoom } from '#labs/chat/salon.ts';
import { Button } from '../../ui/button.tsx';
import { ClearHistory } from './clear-dialog.tsx';

export function RoomsBar({
  rooms,
  shown,
  unread,
  refusal,
  onShow,
  onJoin,
  onLeave,
  onClear,
}: {
  rooms: readonly SalonRoom[];
  shown: string;
  /** Messages that came in this room while another was looked at. */
  unread(room: SalonRoom): number;
  refusal: string | null;
  onShow(room: string): void;
  onJoin(room: string): void;
  onLeave(room: string): void;
  /** By the teacher, with their code. */
  onClear(room: string, code: string): Promise<Ack<unknown>>;
}) {
  const [typed, setTyped] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const id = useId();

  function join(event: FormEvent) {
    event.preventDefault();
    const check = checkRoom(typed.trim());
    if (!check.ok) return setProblem(check.message);
    setProblem(null);
    setTyped('');
    onJoin(check.name);
  }

  const told = problem ?? refusal;
  return (
    <div className="mb-2" data-cible="salles">
      <div className="flex flex-wrap items-center gap-2">
        <fieldset className="flex min-w-0 flex-wrap gap-1.5">
          <legend className="sr-only">Salles</legend>
          {rooms.map((room) => (
            <Button
              key={room.name}
              small
              aria-pressed={room.name === shown}
              className="max-w-56 aria-pressed:border-accent aria-pressed:text-accent"
              onClick={() => onShow(room.name)}
              data-salle={room.name}
            >
              <bdi className="truncate">{room.name}</bdi>
              {room.name === shown || unread(room) === 0 ? null : (
                <span className="rounded-full bg-accent px-1.5 text-accent-ink text-xs">
                  {unread(room)}
                  <span className="sr-only"> non lus</span>
                </span>
              )}
            </Button>
          ))}
        </fieldset>
        {rooms.some(({ name }) => name === shown) ? (
          <>
            <Button small tone="quiet" className="projector-hidden max-w-56" onClick={() => onLeave(shown)}>
              <span className="truncate">Quitter {shown}</span>
            </Button>
            <ClearHistory room={shown} onClear={(code) => onClear(shown, code)} />
          </>
        ) : null}
        <form onSubmit={join} className="projector-hidden ml-auto flex gap-2" noValidate>
          <label htmlFor={id} className="sr-only">
            Salle à rejoindre
          </label>
          <input
            id={id}
            value={typed}
            maxLength={chatLengths.room}
            autoComplete="off"
            placeholder="autre salle"
            className="w-32 rounded-lg border border-line bg-sheet px-2 py-1 text-sm"
            onChange={(event) => {
              setTyped(event.target.value);
              setProblem(null);
            }}
          />
          <Button small type="submit">
            Rejoindre
          </Button>
        </form>
      </div>
      <p role="alert" className={told ? 'mt-2 rounded-lg bg-warn-soft px-3 py-1.5 text-sm text-warn' : ''}>
        {told}
      </p>
    </div>
  );
}
