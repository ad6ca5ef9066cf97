'use client';
// One calm sentence for screen readers, once things have come to rest, never one per event.
import { useEffect, useState } from 'react';
import type { AccusesState } from '#labs/accuses/lab.ts';
import { lastText, stateText } from './words.ts';

const restMs = 1_500;

/** `live`: what happens is told as it stands; in the past, the event one looks at. */
export function useAnnouncement(state: AccusesState, live: boolean): string {
  const [sentence, setSentence] = useState('');
  useEffect(() => {
    const timer = setTimeout(() => setSentence(live ? stateText(state) : lastText(state)), live ? restMs : 0);
    return () => clearTimeout(timer);
  }, [state, live]);
  return sentence;
}
