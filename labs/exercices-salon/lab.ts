// The lab `exercices-salon`, as one person has it: what was seen of the chat's experiments, and the last run of each exercise as
// the list of what happened in it (judge/ reads it). Pure, bounded.
import type { ExercicesEvent, ExerciseName, RunEvent } from '#contract/exercices-salon.ts';
import type { Lab } from '../lab.ts';
import { begunAgain, foldSeen, nothingSeen, type SeenState } from './seen.ts';

export type KeptRun = {
  readonly run: number;
  readonly seed: number;
  /** The name that the program gave. */
  readonly program: string;
  readonly startedAt: number;
  readonly events: readonly RunEvent[];
};
export type ExercicesState = {
  /** Their page shows experiments. */
  readonly looks: boolean;
  readonly seen: SeenState;
  readonly rooms: { readonly [Name in ExerciseName]?: { readonly room: string; readonly seed: number } };
  readonly runs: { readonly [Name in ExerciseName]?: KeptRun };
};

/** Events of one run: the server ends it before. */
export const keptEvents = 600;

export const exercicesLab: Lab<ExercicesState, ExercicesEvent> = {
  name: 'exercices-salon',
  initial: () => ({ looks: false, seen: nothingSeen, rooms: {}, runs: {} }),
  fold(state, event, at) {
    switch (event.type) {
      case 'looks':
        return state.looks ? state : { ...state, looks: true };
      case 'seen': {
        const seen = foldSeen(state.seen, event.event, at);
        return seen === state.seen ? state : { ...state, seen };
      }
      case 'begun-again':
        return { ...state, seen: begunAgain(state.seen, event.experiment) };
      case 'room.opened': {
        const { exercise, room, seed } = event;
        return { ...state, rooms: { ...state.rooms, [exercise]: { room, seed } } };
      }
      case 'run.started': {
        const { exercise, run, seed, program } = event;
        return { ...state, runs: { ...state.runs, [exercise]: { run, seed, program, startedAt: at, events: [] } } };
      }
      case 'run.told': {
        const run = state.runs[event.exercise];
        if (!run || run.events.length >= keptEvents) return state;
        const events = [...run.events, event.event];
        return { ...state, runs: { ...state.runs, [event.exercise]: { ...run, events } } };
      }
      default:
        event satisfies never;
        return state;
    }
  },
  left: ({ looks, seen: { marks }, rooms, runs }) => ({
    looks,
    // Connections have other numbers at another server, and messages are seen anew.
    seen: { ...nothingSeen, marks },
    rooms,
    runs: Object.fromEntries(Object.entries(runs).map(([exercise, run]) => [exercise, ended(run)])),
  }),
};

/** A run lasts as long as the server that plays it. */
function ended(run: KeptRun): KeptRun {
  const last = run.events.at(-1);
  if (last?.type === 'ended') return run;
  return { ...run, events: [...run.events, { type: 'ended', t: last?.t ?? 0, reason: 'server' }] };
}
