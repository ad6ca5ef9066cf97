// The lab `people` as the edge runs it: everybody reads it, nobody commands it (a name is changed over HTTP, where the cookie
// that keeps it can be given).
import { z } from 'zod';
import type { DoorDirectory } from './directory.ts';
import { refuse } from './refusal.ts';
import type { LabDoor } from './types.ts';

/** At most four pushes a second: a class that arrives within one second is told in a handful of frames. */
const paceMs = 250;

export const peopleRunner = ({ journal }: Pick<DoorDirectory, 'journal'>): LabDoor => ({
  name: journal.name,
  journal,
  paceMs,
  command: z.unknown(),
  rules: {},
  run: async () => refuse('unsupported', 'L’annuaire ne reçoit pas de commande.'),
  personGone: () => {},
});
