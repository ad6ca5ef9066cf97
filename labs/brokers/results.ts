// The table of brokers: for each role and each broker, what became of the ten messages. Measured from the scenes. Pure.
import type { BrokerName } from '#contract/pubsub.ts';
import { type Fates, fatesOf } from '../pubsub/fates.ts';
import type { BrokersState, Played } from './lab.ts';
import { roles } from './scenario.ts';

/** What one subscriber got on one broker; `refused`: this broker cannot have such a subscriber; `none`: not yet. */
export type Result =
  | { readonly kind: 'fates'; readonly fates: Fates }
  | { readonly kind: 'refused'; readonly message: string }
  | { readonly kind: 'none' };

export type Row = {
  readonly name: string;
  readonly role: string;
  readonly results: readonly { readonly broker: BrokerName; readonly result: Result }[];
};

export const resultsOf = ({ played }: BrokersState): Row[] =>
  roles.map(({ name, role }) => ({
    name,
    role,
    results: played.map((one) => ({ broker: one.at.broker, result: resultOf(one, name) })),
  }));

function resultOf({ scene, refusals }: Played, name: string): Result {
  const fates = fatesOf(scene).find(({ subscriber }) => subscriber.name === name);
  if (fates) return { kind: 'fates', fates };
  const refusal = refusals.find((each) => each.name === name || each.name === null);
  return refusal ? { kind: 'refused', message: refusal.message } : { kind: 'none' };
}
