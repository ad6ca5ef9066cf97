'use client';
// Pings of this page to the demonstration server, one after the other without waiting for the answers: their round trips, as this
// page measures them.
import { useEffect, useRef, useState } from 'react';
import type { Ack } from '#contract/errors.ts';
import type { TravailCommand } from '#contract/travail.ts';

/** `ms` is null while no answer came. Times are those of `performance.now()`. */
export type Ping = { readonly at: number; readonly ms: number | null };
export type Pings = { readonly now: number; readonly list: readonly Ping[] };

export const everyMs = 250;
/** How far back one looks. */
export const spanMs = 30_000;

const none: Pings = { now: 0, list: [] };

export function usePings(running: boolean, send: (command: TravailCommand) => Promise<Ack<unknown>>): Pings {
  const [pings, setPings] = useState(none);
  const list = useRef<Ping[]>([]);
  useEffect(() => {
    if (!running) return;
    let isOver = false;
    const change = (next: (list: Ping[], now: number) => Ping[]): void => {
      const now = performance.now();
      list.current = next(list.current, now);
      setPings({ now, list: list.current });
    };
    const beat = (): void => {
      if (document.hidden) return;
      const ping: Ping = { at: performance.now(), ms: null };
      change((known, now) => [...known.filter(({ at }) => at > now - spanMs), ping]);
      void send({ type: 'ping' }).then((reply) => {
        if (isOver) return;
        change((known, now) =>
          reply.ok
            ? known.map((each) => (each === ping ? { at: ping.at, ms: now - ping.at } : each))
            : // Nobody answered it: no round trip to show.
              known.filter((each) => each !== ping),
        );
      });
    };
    const timer = setInterval(beat, everyMs);
    return () => {
      isOver = true;
      clearInterval(timer);
      // What is under way will not be heard any more.
      list.current = list.current.filter(({ ms }) => ms !== null);
    };
  }, [running, send]);
  return pings;
}
