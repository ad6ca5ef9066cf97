'use client';
// Who is in the room, and in which of the four states: a shape and a word, never a colour alone.
import type { ChatMember, PresenceState } from '#contract/chat.ts';
import { Button } from '../../ui/button.tsx';
import { stateWords } from './words.ts';

/** A full disc, a crescent, a broken ring, an empty ring. */
const shapes: Record<PresenceState, React.ReactNode> = {
  online: <circle cx="8" cy="8" r="6" fill="currentColor" />,
  away: <path d="M10 2a6 6 0 1 0 4 9A5 5 0 0 1 10 2Z" fill="currentColor" />,
  connecting: (
    <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2.5" strokeDasharray="4 3" />
  ),
  offline: <circle cx="8" cy="8" r="5.5" fill="none" stroke="currentColor" strokeWidth="2" />,
};
const tones: Record<PresenceState, string> = {
  online: 'text-good',
  away: 'text-warn',
  connecting: 'text-accent',
  offline: 'text-muted',
};

export function StateMark({ state }: { state: PresenceState }) {
  return (
    <span
      className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted text-sm projection:text-[36px] projection:text-ink projection:leading-tight"
      data-etat={state}
    >
      <svg viewBox="0 0 16 16" aria-hidden="true" className={`size-[0.85em] shrink-0 ${tones[state]}`}>
        {shapes[state]}
      </svg>
      {stateWords[state]}
    </span>
  );
}

export function Presence({
  members,
  me,
  onWrite,
}: {
  members: readonly ChatMember[];
  me: string | null;
  /** To this person alone. */
  onWrite(name: string): void;
}) {
  return (
    <section aria-label="Présence" data-cible="presence" className="min-w-0">
      <h3 className="mb-1 font-bold text-sm">Présence</h3>
      <ul className="max-h-72 overflow-y-auto projection:max-h-none projection:overflow-visible">
        {members.map(({ userId, state }) => (
          <li key={userId} data-membre={userId} className="flex flex-wrap items-center gap-x-2 py-0.5">
            <bdi className="min-w-0 truncate font-semibold">{userId}</bdi>
            {userId === me ? <span className="text-muted text-sm">(vous)</span> : null}
            <StateMark state={state} />
            {userId === me ? null : (
              <Button
                small
                tone="quiet"
                className="projector-hidden ml-auto px-1.5! py-0!"
                aria-label={`Écrire à ${userId} en privé`}
                onClick={() => onWrite(userId)}
              >
                @
              </Button>
            )}
          </li>
        ))}
      </ul>
    </section>
  );
}
