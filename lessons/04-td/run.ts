// A run of the workshop that a question shows: what differs from the right settings, how many lots, what goes wrong.
import type { AtelierCommand, Incidents, WorkshopSettings } from '#contract/atelier.ts';
import { noIncident, rightSettings } from '#labs/atelier/plan.ts';

export function run(
  settings: Partial<WorkshopSettings> = {},
  { lots = 1, ...incidents }: Partial<Incidents> & { lots?: number } = {},
): { panel: 'atelier'; commands: AtelierCommand[] } {
  const start = { type: 'start', settings: { ...rightSettings, ...settings }, lots } as const;
  return { panel: 'atelier', commands: [{ ...start, incidents: { ...noIncident, ...incidents } }] };
}
