// The lab `exercices-salon` at work: tells each person, in a journal of their own, what the chat's experiments have shown, and what
// happened between the house and their program in each exercise.
import {
  type ExercicesCommand,
  type ExercicesEvent,
  type ExerciseName,
  exercicesCommand,
} from '#contract/exercices-salon.ts';
import { type ExercicesState, exercicesLab } from '#labs/exercices-salon/lab.ts';
import type { ChatWatch } from '#server/chat-watch/index.ts';
import { createPersonalJournals, type PersonalReaders } from '#server/journal/index.ts';
import { type Clock, type LabRunner, refuse } from '#server/realtime/index.ts';
import { createLooking } from './looking.ts';
import type { StageLimits } from './stage.ts';
import { createTheatre } from './theatre.ts';

/** Several facts a turn travel together; a program appears on its page well within a second. */
const paceMs = 60;

export type ExercicesLab = LabRunner<ExercicesCommand> & { readonly journal: PersonalReaders; close(): void };

export function createExercicesLab(options: {
  watch: ChatWatch;
  clock: Clock;
  epoch: string;
  /** Of the pseudonym that this person bears. */
  slugOf: (personId: string) => string | null;
  isTaken: (slug: string) => boolean;
  /** Names of exercise rooms come from it. */
  secret: Buffer;
  limits?: Partial<StageLimits>;
}): ExercicesLab {
  const { clock, watch } = options;
  const journals = createPersonalJournals(exercicesLab, { epoch: options.epoch, now: clock.now });
  const append = (personId: string, event: ExercicesEvent): void =>
    void journals.of(personId).append(event, clock.now());
  const looking = createLooking({
    ...options,
    tell: (personId, event) => append(personId, { type: 'seen', event }),
  });
  const theatre = createTheatre({ ...options, tell: append });
  watch.house(theatre);
  function look(id: string): ReturnType<typeof looking.begin> {
    const begun = looking.begin(id);
    if (begun === 'begun') append(id, { type: 'looks' });
    return begun;
  }
  const done = { ok: true, result: null } as const;

  return {
    name: journals.name,
    journal: journals,
    paceMs,
    command: exercicesCommand,
    rules: {},
    async run({ id }, command) {
      switch (command.type) {
        case 'watch':
          if (look(id) !== 'too many') return done;
          return refuse('limit-reached', 'Trop de monde suit ces expériences en même temps. Réessayez plus tard.');
        case 'reset':
          append(id, { type: 'begun-again', experiment: command.experiment });
          return done;
        case 'open': {
          const opened = theatre.open(id, command.exercise);
          if (opened) return { ok: true, result: opened };
          return refuse('limit-reached', 'Trop d’exercices sont ouverts en même temps. Réessayez plus tard.');
        }
        case 'redraw':
          theatre.redraw(id, command.exercise);
          return done;
        default:
          command satisfies never;
          return refuse('unsupported', 'Cette commande n’existe pas.');
      }
    },
    resumed({ id }, state) {
      journals.seed(id, state);
      const { looks, rooms, runs } = state as ExercicesState;
      for (const [exercise, { seed }] of Object.entries(rooms) as [ExerciseName, { seed: number }][])
        theatre.resume(id, exercise, { seed, runs: runs[exercise]?.run ?? 0 });
      if (looks) look(id);
    },
    personGone({ id }) {
      looking.end(id);
      theatre.forget(id);
      journals.drop(id);
    },
    close() {
      looking.close();
      theatre.close();
    },
  };
}
