// A participant's name in the colour of their messages.
import type { OrderState } from '#labs/order/lab.ts';
import { senderStyle } from './places.ts';
import { placeName } from './words.ts';

export function Name({ state, place }: { state: OrderState; place: number }) {
  return (
    <span className="rounded px-1.5 font-bold text-sm" style={senderStyle(place)}>
      {placeName(state, place)}
    </span>
  );
}
