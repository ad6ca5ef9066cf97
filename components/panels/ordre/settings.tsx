'use client';
// What one chooses: the order, and the network (a seed). Changing either begins a run again.
import { type Order, orders } from '#labs/order/inbox.ts';
import { Button } from '../../ui/button.tsx';
import { orderNames } from './words.ts';

export const seedMost = 9_999;

export function Settings({
  order,
  seed,
  onOrder,
  onSeed,
}: {
  order: Order;
  seed: number;
  onOrder(order: Order): void;
  onSeed(seed: number): void;
}) {
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <fieldset className="flex flex-wrap gap-1" data-cible="ordre">
        <legend className="sr-only">Ordre de lecture</legend>
        {orders.map((each) => (
          <label
            key={each}
            className="cursor-pointer rounded-lg border border-line bg-sheet px-2.5 py-1 font-semibold text-sm has-checked:border-accent has-checked:bg-accent-soft has-checked:text-accent has-focus-visible:outline-3 has-focus-visible:outline-accent"
          >
            <input
              type="radio"
              name="ordre"
              className="sr-only"
              checked={each === order}
              onChange={() => onOrder(each)}
            />
            {orderNames[each]}
          </label>
        ))}
      </fieldset>
      <label className="flex items-center gap-2 text-sm" data-cible="graine">
        réseau, graine
        <input
          type="number"
          min={1}
          max={seedMost}
          value={seed}
          className="w-20 rounded-lg border border-line bg-sheet px-2 py-1 font-mono"
          onChange={(event) => onSeed(Math.min(seedMost, Math.max(1, Math.trunc(Number(event.target.value)) || 1)))}
        />
      </label>
      <Button small onClick={() => onSeed((seed % seedMost) + 1)}>
        Autre réseau
      </Button>
    </div>
  );
}
