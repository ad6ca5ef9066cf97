'use client';
// One calm sentence for screen readers every few seconds, never one per message, and nothing of what is private.
import { useEffect, useRef, useState } from 'react';
import type { SalonRoom } from '#labs/chat/salon.ts';
import { counted } from '../../lab/format.ts';

const every = 5_000;

export function useAnnouncement(room: SalonRoom | null): string {
  const latest = useRef(room);
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    latest.current = room;
  });
  useEffect(() => {
    let told = latest.current;
    const timer = setInterval(() => {
      const now = latest.current;
      const text = now && told?.name === now.name ? summary(told, now) : '';
      told = now;
      if (text !== '') setSentence(text);
    }, every);
    return () => clearInterval(timer);
  }, []);
  return sentence;
}

/** What came between two states of a room; empty when nothing did. */
export function summary(before: SalonRoom, now: SalonRoom): string {
  const last = before.lines.at(-1)?.n ?? 0;
  const fresh = now.lines.filter(({ n }) => n > last);
  const said = fresh.flatMap((line) => (line.kind === 'message' ? [line.message] : []));
  const parts: string[] = [];
  const [only] = said;
  if (said.length === 1 && only) parts.push(`${only.sender}\u00a0: ${only.content.slice(0, 120)}`);
  else if (said.length > 1) parts.push(`${counted(said.length, 'nouveau message', 'nouveaux messages')}`);
  const moves = fresh.filter(({ kind }) => kind === 'presence').length;
  if (moves > 0) parts.push(counted(moves, 'arrivée ou départ', 'arrivées ou départs'));
  return parts.length === 0 ? '' : `${now.name}, ${parts.join(', ')}`;
}
