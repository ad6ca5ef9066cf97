'use client';
// How parts of the panel send a command: one type-checked function, and why it cannot be used right now.
import { createContext, useCallback, useContext, useState } from 'react';
import type { Ack } from '#contract/errors.ts';
import type { KafkaCommandInput, KafkaReplies } from '#contract/kafka-commands.ts';
import type { Who } from './who.ts';

export type Send = <C extends KafkaCommandInput>(command: C) => Promise<Ack<KafkaReplies[C['type']]>>;

export type PanelActions = {
  send: Send;
  /** French reason why nothing can be asked now (past view, lost link); null when all is well. */
  blocked: string | null;
  /** How people are called here, oneself among them. */
  who: Who;
  /** The name a program outside the page must use for this topic: in a sandbox it has a prefix. */
  onWire(topic: string): string;
  /** Fills the form with a record, to be sent again. */
  replay(draft: Draft): void;
};

/** What the form holds: null is no key, and a tombstone. */
export type Draft = {
  key: string | null;
  value: string | null;
  headers: readonly (readonly [name: string, value: string])[];
};

export const PanelContext = createContext<PanelActions | null>(null);

export function useActions(): PanelActions {
  const actions = useContext(PanelContext);
  if (actions === null) throw new Error('A part of the Kafka panel stands outside the panel.');
  return actions;
}

/** One place for commands: `busy` while one is under way, `problem` after a refusal (French), cleared by the next try. */
export function useCommand() {
  const { send, blocked } = useActions();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const run = useCallback(
    async <C extends KafkaCommandInput>(command: C): Promise<KafkaReplies[C['type']] | undefined> => {
      setBusy(true);
      setProblem(null);
      const reply = await send(command);
      setBusy(false);
      if (reply.ok) return reply.result;
      setProblem(reply.error.message);
      return undefined;
    },
    [send],
  );
  return { run, busy, problem, blocked };
}
