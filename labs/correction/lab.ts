// The lab `correction`: what the broker saw of one student's programs since they began. The verdicts are judged from it
// (judge.ts), never stored: the same deeds always give the same verdicts. Bounded: the oldest deeds are forgotten.
import type { CorrectionEvent, TdDeed } from '#contract/correction.ts';
import type { Lab } from '../lab.ts';

export type Watched = Extract<CorrectionEvent, { type: 'watch.began' }>;
export type CorrectionState = {
  watched: (Watched & { at: number }) | null;
  /** In the order in which they were told. */
  deeds: readonly TdDeed[];
  /** Deeds that are not here any more, or never were. */
  missing: number;
};

export const keptDeeds = 600;

export const correctionLab: Lab<CorrectionState, CorrectionEvent> = {
  name: 'correction',
  initial: () => ({ watched: null, deeds: [], missing: 0 }),
  fold(state, event, at) {
    switch (event.type) {
      case 'watch.began':
        return { watched: { ...event, at }, deeds: [], missing: 0 };
      case 'work.changed':
        return { ...state, watched: state.watched && { ...state.watched, workMs: event.workMs } };
      case 'unseen':
        return { ...state, missing: state.missing + event.count };
      case 'seen': {
        const over = Math.max(0, state.deeds.length + 1 - keptDeeds);
        return { ...state, deeds: [...state.deeds.slice(over), event.deed], missing: state.missing + over };
      }
      default:
        event satisfies never;
        return state;
    }
  },
  // What the lost server's broker saw says nothing of what programs do from here on; the place to watch is the same.
  left: (state) => (state.deeds.length + state.missing === 0 ? state : { ...state, deeds: [], missing: 0 }),
};
