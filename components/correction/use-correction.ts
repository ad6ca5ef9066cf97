'use client';
// The correction of the person at this page: watched in the workspace of the page, judged here from what the broker told.
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { type CorrectionCommand, workBounds } from '#contract/correction.ts';
import { sharedWorkspace } from '#contract/person.ts';
import { judge } from '#labs/correction/judge.ts';
import { type CorrectionState, correctionLab } from '#labs/correction/lab.ts';
import type { Checklist } from '#labs/correction/line.ts';
import { serverLife } from '../realtime/server-life.ts';
import { useHello } from '../realtime/use-lab.ts';
import { useWorkspace } from '../realtime/use-people.ts';
import { useWholeLab } from '../realtime/use-whole-lab.ts';

export type Correction = {
  state: CorrectionState;
  /** Null until the topic of this workspace is watched. */
  checklist: Checklist | null;
  workspace: string;
  prefix: string;
  /** False while the server cannot be reached: what is shown is what was last seen. */
  connected: boolean;
  problem: string | null;
  restart(): void;
  setWork(ms: number): void;
};

export function useCorrection(): Correction {
  const { workspace, prefix } = useWorkspace();
  const hello = useHello();
  const lab = useWholeLab(correctionLab, undefined, workspace === sharedWorkspace ? undefined : workspace);
  const { live, ready, link, send } = lab;
  const [problem, setProblem] = useState<string | null>(null);
  const { watched } = live;

  const ask = useCallback(
    async (command: CorrectionCommand) => {
      const reply = await send(command);
      setProblem(reply.ok ? null : reply.error.message);
    },
    [send],
  );

  // Once for each place and each life of the server: a refusal is shown, not asked again.
  const asked = useRef('');
  const connected = ready && link.status === 'live';
  const life = serverLife(lab);
  useEffect(() => {
    if (!connected || hello === null) return;
    const place = `${workspace} ${life}`;
    if (watched?.workspace === workspace || asked.current === place) return;
    asked.current = place;
    void ask({ type: 'watch', workMs: watched?.workMs ?? workBounds.usual });
  }, [connected, hello, workspace, life, watched, ask]);

  const here = watched?.workspace === workspace;
  const checklist = useMemo(() => (here ? judge(live) : null), [here, live]);
  return {
    state: live,
    checklist,
    workspace,
    prefix,
    connected,
    problem,
    restart: () => void ask({ type: 'restart' }),
    setWork: (workMs) => void ask({ type: 'watch', workMs }),
  };
}
