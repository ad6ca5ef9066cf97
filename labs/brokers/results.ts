// The tables of brokers: for each role and each broker, what became of the ten messages. Measured from the scenes. Pure.
import type { BrokerName } from '#contract/pubsub.ts';
import { type Shares, sharesOf } from '../file/shares.ts';
import { type Fates, fatesOf } from '../pubsub/fates.ts';
import { type BrokersState, type Played, stopped } from './lab.ts';
import { crews, roles } from './scenario.ts';

/** `refused`: this broker cannot have it; `none`: not yet. */
type Missing = { readonly kind: 'refused'; readonly message: string } | { readonly kind: 'none' };

/** What one subscriber got on one broker. */
export type Result = { readonly kind: 'fates'; readonly fates: Fates } | Missing;

/** What some workers did on one broker: numbers of messages, in their order; and what one had in hand when it was killed. */
export type CrewResult =
  | { readonly kind: 'did'; readonly done: readonly number[]; readonly died: readonly number[] }
  | Missing;

/** What became of all that was given to a queue. */
export type WholeResult =
  | {
      readonly kind: 'whole';
      readonly sent: number;
      readonly done: number;
      /** Not done, though nothing more will come; null when the server that played was lost before one could know. */
      readonly lost: readonly number[] | null;
      readonly doubled: readonly number[];
      readonly again: readonly number[];
      readonly inOrder: boolean | null;
    }
  | Missing;

export type Row<R> = {
  readonly name: string;
  readonly role: string;
  readonly results: readonly { readonly broker: BrokerName; readonly result: R }[];
};

export const resultsOf = ({ played }: BrokersState): Row<Result>[] =>
  roles.map(({ name, role }) => ({
    name,
    role,
    results: played.map((one) => ({ broker: one.at.broker, result: resultOf(one, name) })),
  }));

function resultOf({ scene, refusals }: Played, name: string): Result {
  const fates = fatesOf(scene).find(({ subscriber }) => subscriber.name === name);
  if (fates) return { kind: 'fates', fates };
  const refusal = refusals.find((each) => each.scenario === 'topic' && (each.name === name || each.name === null));
  return refusal ? { kind: 'refused', message: refusal.message } : { kind: 'none' };
}

/** By crew, then of the whole. */
export function queueResultsOf({ played }: BrokersState): { crews: Row<CrewResult>[]; whole: Row<WholeResult> } {
  const measured = played.map((one) => ({ one, shares: one.scene.file && sharesOf(one.scene.file) }));
  return {
    crews: crews.map(({ name, role, workers }) => ({
      name,
      role,
      results: measured.map(({ one, shares }) => ({
        broker: one.at.broker,
        result: crewResultOf(one, shares, workers),
      })),
    })),
    whole: {
      name: 'La file',
      role: 'en tout',
      results: measured.map(({ one, shares }) => ({ broker: one.at.broker, result: wholeOf(one, shares) })),
    },
  };
}

function missing(one: Played): Missing {
  const message = stopped(one, 'queue');
  return message === null ? { kind: 'none' } : { kind: 'refused', message };
}

function crewResultOf(one: Played, shares: Shares | null, workers: readonly number[]): CrewResult {
  const them = shares?.workers.filter(({ worker }) => workers.includes(worker)) ?? [];
  if (them.length === 0) return missing(one);
  return {
    kind: 'did',
    done: them.flatMap(({ done }) => done).toSorted((a, b) => a - b),
    died: them.flatMap(({ died }) => died),
  };
}

function wholeOf(one: Played, shares: Shares | null): WholeResult {
  if (!shares) return missing(one);
  const { sent, done, doubled, again, inOrder } = shares;
  return {
    kind: 'whole',
    sent: sent.length,
    done: done.length,
    lost: one.done.queue ? sent.filter((number) => !done.includes(number)) : one.cut ? null : [],
    doubled,
    again,
    inOrder,
  };
}
