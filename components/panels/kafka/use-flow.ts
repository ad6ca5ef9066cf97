'use client';
// Is this lane flowing? From the first event that cannot be followed until nothing has come for a second.
import { useEffect, useState } from 'react';
import type { PartitionState } from '#labs/kafka/state.ts';
import { isCalm } from './cells.ts';

const restMs = 1_000;

/** `live` is false when one looks at the past: nothing flows there, every record in sight is drawn. */
export function useFlow(partition: PartitionState, live: boolean): boolean {
  const [rested, setRested] = useState(partition);
  useEffect(() => {
    if (rested === partition) return;
    const timer = setTimeout(() => setRested(partition), restMs);
    return () => clearTimeout(timer);
  }, [rested, partition]);
  return live && rested !== partition && !isCalm(partition);
}
