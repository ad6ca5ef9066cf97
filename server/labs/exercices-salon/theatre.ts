// Which exercise rooms there are, whose, and what is played in each: one run at a time, for one program. A room's name holds a code
// that its person alone is told, so that verdicts are theirs alone.
import { createHmac } from 'node:crypto';
import { checkUserId, privateName } from '#contract/chat-names.ts';
import { type ExercicesEvent, type ExerciseName, exercisePrefix, exerciseRoom } from '#contract/exercices-salon.ts';
import { planOf } from '#labs/exercices-salon/plan.ts';
import type { House, PlayedWire } from '#server/chat-watch/index.ts';
import { type Clock, createBucket, refuse } from '#server/realtime/index.ts';
import { createStage, type Stage, type StageLimits } from './stage.ts';

const limits = {
  rooms: 1_000,
  /** Runs of one room, a second and at once: a program that fails at once and tries again for ever. */
  runs: { rate: 1, burst: 6 },
  seeds: 9_999,
  /** How long a room whose run was lost with a server may wait for its page, ms: a page comes back within seconds. */
  lostMs: 30_000,
} as const;

type Hall = {
  readonly room: string;
  readonly owner: string;
  readonly exercise: ExerciseName;
  readonly mayBegin: ReturnType<typeof createBucket>;
  seed: number;
  runs: number;
  stage: Stage | null;
};

export type Theatre = House & {
  /** The room of this person's exercise, made if need be; null when there are too many. */
  open(personId: string, exercise: ExerciseName): { room: string; seed: number } | null;
  /** Open again, after what another server played there. */
  resume(personId: string, exercise: ExerciseName, from: { seed: number; runs: number }): void;
  /** Another seed from the next run on. */
  redraw(personId: string, exercise: ExerciseName): void;
  forget(personId: string): void;
  close(): void;
};

/** Easy to read and to type: no 0, o, 1, l, i. 40 bits. */
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

export function createTheatre(options: {
  clock: Clock;
  /** Codes come from it: the same person has the same rooms after a restart. */
  secret: Buffer;
  epoch: string;
  tell: (personId: string, event: ExercicesEvent) => void;
  limits?: Partial<StageLimits>;
}): Theatre {
  const { clock, tell } = options;
  const halls = new Map<string, Hall>();
  /** Rooms that another server played, and until when their pages are waited for. */
  const lost = new Map<string, number>();
  let made = 0;

  function roomOf(personId: string, exercise: ExerciseName): string {
    const mac = createHmac('sha256', options.secret).update(`exercise:${exercise}:${personId}`).digest();
    const code = Array.from(mac.subarray(0, 8), (byte) => letters[byte % letters.length]).join('');
    return exerciseRoom(exercise, code);
  }

  const announce = ({ owner, exercise, room, seed }: Hall): void =>
    tell(owner, { type: 'room.opened', exercise, room, seed });

  function make(owner: string, exercise: ExerciseName, from: { seed: number; runs: number }): Hall | null {
    const room = roomOf(owner, exercise);
    if (halls.size >= limits.rooms && !halls.has(room)) return null;
    const hall: Hall = { room, owner, exercise, mayBegin: createBucket(clock, limits.runs), ...from, stage: null };
    halls.set(room, hall);
    lost.delete(room);
    announce(hall);
    return hall;
  }

  function play(hall: Hall, wire: PlayedWire): Stage {
    const { exercise, owner, room, seed } = hall;
    hall.stage?.stop();
    hall.runs += 1;
    made += 1;
    tell(owner, { type: 'run.started', exercise, run: hall.runs, seed, program: wire.who.name });
    hall.stage = createStage({
      exercise,
      room,
      owner,
      plan: planOf(exercise, seed),
      program: wire.who.name,
      epoch: `${options.epoch}-${made}`,
      clock,
      tell: (event) => tell(owner, { type: 'run.told', exercise, event }),
      ...(options.limits ? { limits: options.limits } : {}),
    });
    return hall.stage;
  }

  const sameName = (one: string, other: string): boolean => {
    const [a, b] = [checkUserId(one), checkUserId(other)];
    return a.ok && b.ok && a.key === b.key;
  };

  /** A program that comes back and asks for its own private topic first. */
  function awaited(room: string, { who }: PlayedWire): Stage | null {
    const to = privateName(room);
    if (to === null || !sameName(to, who.name)) return null;
    for (const { exercise, stage } of halls.values())
      if (exercise === 'prive' && stage?.away && sameName(stage.program, who.name)) return stage;
    return null;
  }

  const plays = (room: string): boolean => room.startsWith(exercisePrefix);

  return {
    plays,
    lost(room) {
      if (!halls.has(room) && lost.size < limits.rooms) lost.set(room, clock.elapsed() + limits.lostMs);
    },
    enter(room, wire) {
      if (!plays(room)) {
        const stage = awaited(room, wire);
        return stage ? { ok: true, result: stage.enter(wire) } : null;
      }
      const hall = halls.get(room);
      if (!hall) {
        if ((lost.get(room) ?? 0) > clock.elapsed()) {
          // As after any cut: it tries again, and finds it open. Who is refused by a sentence waits for ever.
          wire.cut();
          return refuse('unavailable', 'Votre page n’a pas encore rouvert cette salle. Revenez dans un instant.');
        }
        lost.delete(room);
        return refuse(
          'not-found',
          'Cette salle d’exercice n’est pas ouverte. Ouvrez la page de l’exercice, et copiez son nom.',
        );
      }
      const { stage } = hall;
      if (stage?.away && sameName(stage.program, wire.who.name)) return { ok: true, result: stage.enter(wire) };
      if (!hall.mayBegin.take(1))
        return refuse('rate-limited', 'Votre programme recommence sans arrêt. Attendez une seconde avant de revenir.');
      return { ok: true, result: play(hall, wire).enter(wire) };
    },
    open(personId, exercise) {
      const hall = halls.get(roomOf(personId, exercise)) ?? make(personId, exercise, { seed: 1, runs: 0 });
      return hall && { room: hall.room, seed: hall.seed };
    },
    resume(personId, exercise, from) {
      // What this server played there before another one led.
      halls.get(roomOf(personId, exercise))?.stage?.stop();
      make(personId, exercise, from);
    },
    redraw(personId, exercise) {
      const hall = halls.get(roomOf(personId, exercise));
      if (!hall) return;
      hall.seed = (hall.seed % limits.seeds) + 1;
      announce(hall);
    },
    forget(personId) {
      for (const [room, hall] of halls) {
        if (hall.owner !== personId) continue;
        halls.delete(room);
        hall.stage?.stop();
      }
    },
    close() {
      for (const { stage } of halls.values()) stage?.stop();
      halls.clear();
    },
  };
}
