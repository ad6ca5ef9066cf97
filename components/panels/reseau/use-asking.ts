'use client';
// The receivers of this page ask again for what they miss: when a gap has lasted long enough, a command goes to the server.
// The run's time is found from its events: none can have come here before it happened.
import { useEffect, useRef } from 'react';
import type { ReseauCommand } from '#contract/reseau.ts';
import { missing } from '#labs/order/reorder.ts';
import type { RunState } from '#labs/reseau/run.ts';

export function useAsking(live: RunState, send: (command: ReseauCommand) => unknown): void {
  const began = useRef<{ run: string; at: number } | null>(null);
  const asked = useRef(new Set<string>());
  useEffect(() => {
    if (live.last === null || live.ended !== null) return;
    const zero = Date.now() - live.t;
    if (began.current?.run !== live.run) {
      began.current = { run: live.run, at: zero };
      asked.current = new Set();
    }
    began.current.at = Math.min(began.current.at, zero);
    const start = began.current.at;
    const timers = live.receivers.flatMap(({ stream }, receiver) => {
      const key = `${receiver} ${stream.gap?.askAt}`;
      if (!stream.gap || asked.current.has(key)) return [];
      const ask = () => {
        asked.current.add(key);
        send({ type: 'ask', run: live.run, receiver, ranges: missing(stream) });
      };
      return [setTimeout(ask, Math.max(0, start + stream.gap.askAt - Date.now()))];
    });
    return () => {
      for (const timer of timers) clearTimeout(timer);
    };
  }, [live, send]);
}
