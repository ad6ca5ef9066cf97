// The lab `portes`, everybody's: the brokers at hand, and the MQTT programs of this machine by the names they gave. Pure, bounded.
import type { BrokerAtHand, Leaving, PortesEvent } from '#contract/pubsub.ts';
import type { Lab } from '../lab.ts';

export type Program = {
  readonly program: number;
  readonly name: string;
  readonly address: string;
  readonly persistent: boolean;
  readonly resumed: boolean;
  readonly will: string | null;
  readonly filters: readonly { readonly filter: string; readonly qos: number }[];
  /** ms since 1970. */
  readonly cameAt: number;
  readonly left: { readonly at: number; readonly how: Leaving } | null;
};
export type PortesState = { readonly brokers: readonly BrokerAtHand[]; readonly programs: readonly Program[] };

/** The last ones to come; those who have gone make room first. */
export const shownPrograms = 30;
const shownFilters = 20;

export const portesLab: Lab<PortesState, PortesEvent> = {
  name: 'portes',
  initial: () => ({ brokers: [], programs: [] }),
  fold(state, event, at) {
    switch (event.type) {
      case 'brokers.described':
        return { ...state, brokers: event.brokers };
      case 'program.came': {
        const { type: _, ...program } = event;
        // One name is one card: who comes back takes the place of who had gone.
        const others = state.programs.filter(({ name, left }) => name !== event.name || left === null);
        return { ...state, programs: fitting([...others, { ...program, filters: [], cameAt: at, left: null }]) };
      }
      case 'program.subscribed':
        return changed(state, event.program, (one) => {
          const others = one.filters.filter(({ filter }) => filter !== event.filter);
          return { ...one, filters: [...others, { filter: event.filter, qos: event.qos }].slice(-shownFilters) };
        });
      case 'program.unsubscribed':
        return changed(state, event.program, (one) => ({
          ...one,
          filters: one.filters.filter(({ filter }) => filter !== event.filter),
        }));
      case 'program.left':
        return changed(state, event.program, (one) => ({ ...one, left: { at, how: event.how } }));
      default:
        event satisfies never;
        return state;
    }
  },
};

function fitting(programs: readonly Program[]): readonly Program[] {
  if (programs.length <= shownPrograms) return programs;
  const gone = programs.findIndex(({ left }) => left !== null);
  return programs.toSpliced(Math.max(0, gone), 1);
}

function changed(state: PortesState, program: number, change: (one: Program) => Program): PortesState {
  const index = state.programs.findIndex((one) => one.program === program);
  const one = state.programs[index];
  return one ? { ...state, programs: state.programs.with(index, change(one)) } : state;
}
