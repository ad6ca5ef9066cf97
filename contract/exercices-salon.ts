// The lab `exercices-salon`: what the chat's experiments and exercises witnessed, told to one person. A fact is what was said on
// the wire, never what somebody claims to have done. `t` is in ms since the run began, `at` in ms since 1970.
import { z } from 'zod';

const exerciseNames = ['accuses', 'prive', 'histoire'] as const;
export type ExerciseName = (typeof exerciseNames)[number];
const exercise = z.enum(exerciseNames);

/** Rooms that begin so are played by the house for one program (docs/chat.md). */
export const exercisePrefix = 'exercice-';
export const exerciseRoom = (exercise: ExerciseName, code: string): string => `${exercisePrefix}${exercise}-${code}`;

/** To whom a program reports what it delivered: nobody else can bear this name. */
export const reportTo = '@Relais';

export const exercicesCommand = z.discriminatedUnion('type', [
  /** A card of the experiments is on the screen: tell what happens in this person's rooms. */
  z.strictObject({ type: z.literal('watch') }),
  /** Forgets what was seen. */
  z.strictObject({ type: z.literal('reset'), experiment: z.string().max(40) }),
  /** A card of this exercise is on the screen: answered with its room. */
  z.strictObject({ type: z.literal('open'), exercise }),
  /** The next run is drawn from another seed. */
  z.strictObject({ type: z.literal('redraw'), exercise }),
]);
export type ExercicesCommand = z.infer<typeof exercicesCommand>;

/** A connection in a room. `mine`: the person's own, a page of theirs or a program that bears their name. */
export type SeenClient = { client: number; name: string; mine: boolean; page: boolean };

/** What happened in a room in which the person is. */
export type SeenEvent =
  | ({ type: 'came'; room: string } & SeenClient)
  /** `lost`: its connection ended without a word. */
  | { type: 'went'; room: string; client: number; how: 'left' | 'closed' | 'lost' }
  | { type: 'spoke'; room: string; client: number; sequence: number; text: string }
  | { type: 'reached'; room: string; sequences: number[]; clients: number[] }
  /** An answer with the past: what was kept, or missed. */
  | { type: 'past'; room: string; client: number; from: number; to: number }
  | { type: 'presence'; room: string; client: number; userId: string; action: 'join' | 'leave' }
  /** More happened than is told. */
  | { type: 'crowded' };

export type Topic = 'room' | 'own';
/** Why a frame was sent when it was. */
export type Told = 'first' | 'late' | 'twice' | 'missed' | 'again' | 'asked';

/** What happened between one program and the house. */
export type RunEvent =
  | {
      type: 'subscribed';
      t: number;
      topic: Topic;
      connection: number;
      from: number | null;
      acks: boolean;
      /** It proved to be the person of the page. */
      proven: boolean;
      recovered: boolean | null;
    }
  | { type: 'told'; t: number; topic: Topic; sequence: number; sender: string; why: Told }
  /** Numbered and not sent: held back, lost on purpose, or said while the program was away. */
  | { type: 'kept'; t: number; topic: Topic; sequence: number; sender: string; why: 'held' | 'lost' | 'away' }
  | { type: 'forgot'; t: number; topic: Topic; upTo: number; why: 'size' | 'age' }
  | { type: 'asked'; t: number; topic: Topic; from: number | null; oldest: number }
  /** The program published: to the room, or to somebody. */
  | { type: 'said'; t: number; to: string; content: string }
  | { type: 'acked'; t: number; sequence: number; upTo: boolean }
  /** It asked for what nobody but the teacher may. */
  | { type: 'clear-refused'; t: number }
  /** It spoke in another name, and was refused. */
  | { type: 'posed'; t: number; as: string }
  /** We cut its connection. */
  | { type: 'cut'; t: number }
  /** What was waited for did not come. */
  | { type: 'waited'; t: number; ms: number }
  | { type: 'flooded'; t: number; requests: number }
  | { type: 'ended'; t: number; reason: EndReason };
/** `gone`: cut, it did not come back; `left`: it left by itself; `server`: the server that played, or carried it, was lost. */
export type EndReason = 'played' | 'gone' | 'left' | 'time' | 'flood' | 'stopped' | 'server';

export type ExercicesEvent =
  /** Their page shows experiments: what happens in their rooms is told from now on. */
  | { type: 'looks' }
  | { type: 'seen'; event: SeenEvent }
  | { type: 'begun-again'; experiment: string }
  | { type: 'room.opened'; exercise: ExerciseName; room: string; seed: number }
  | { type: 'run.started'; exercise: ExerciseName; run: number; seed: number; program: string }
  | { type: 'run.told'; exercise: ExerciseName; event: RunEvent };
