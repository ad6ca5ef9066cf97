// Records decoded for showing: the last ones of an append, the recent ones of a snapshot, one asked for.

import type { ShownRecord } from '../events.ts';
import type { ShowLimits } from './options.ts';
import type { Partition } from './partition.ts';

/** Records of [from, end), oldest first; [] when they are gone or cannot be read. Never rejects. */
export async function readShown(
  _partition: Partition,
  _from: number,
  _end: number,
  _show: ShowLimits,
): Promise<ShownRecord[]> {
  return [];
}

/** One record, whole up to 256 kB; null when it is not there. */
export async function readWhole(
  _core: import('./core.ts').Core,
  _topic: string,
  _partition: number,
  _offset: number,
): Promise<ShownRecord | null> {
  return null;
}
