// Carries out what a question shows, in the lab that the panel follows, then lights it there.
import { useCallback } from 'react';
import type { Lab } from '#labs/lab.ts';
import { useLab } from '../realtime/use-lab.ts';
import type { OnShow } from './feedback.tsx';
import { lit, patience, said } from './lit.ts';

export function useShow<S, E>(lab: Lab<S, E>): OnShow {
  const { send, goLive } = useLab(lab);
  return useCallback(
    async ({ target, commands = [] }) => {
      goLive();
      for (const command of commands) {
        const reply = await send(command);
        if (!reply.ok) return reply.error.message;
      }
      if (!(await lit(target, commands.length > 0 ? patience : 1))) return said.nothing;
      return commands.length > 0 ? said.done : said.shown;
    },
    [send, goLive],
  );
}
