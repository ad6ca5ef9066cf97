// What a student has done, kept in this browser and nowhere else: pages seen, steps of experiments with what proved them, and
// the quizzes beside (components/quiz keeps its own). Goes elsewhere as a file. What is stored or imported may be old, foreign
// or broken: only what can be understood is taken.

/** `at`: ms since 1970, first time. `observed`: the evidence as it was told, French. */
export type KeptStep = { at: number; observed: string };
export type Progress = {
  readonly pages: Readonly<Record<string, number>>;
  /** By `experiment/step`. */
  readonly steps: Readonly<Record<string, KeptStep>>;
  /** When an experiment was begun again, by its journal's clock: what happened until then is of before. */
  readonly begun: Readonly<Record<string, number>>;
};
/** As components/quiz stores them, by name of the quiz. */
export type Quizzes = Readonly<Record<string, { version: number; questions: Record<string, unknown> }>>;

export const progressKey = 'relais.progres';
export const quizPrefix = 'relais.quiz.';
const fileKind = 'relais.progression';
const version = 1;
const limits = { entries: 500, text: 1_000, quizzes: 50, file: 1_000_000 } as const;

export const nothing: Progress = { pages: {}, steps: {}, begun: {} };

type Fields = Record<string, unknown>;
const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
/** 2020 to 2100: what no clock of a school says is no time. */
const isTime = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value > 1_577_836_800_000 && value < 4_102_444_800_000;
const isPath = (key: string): boolean => /^\/[a-z0-9/-]{1,200}$/.test(key);
const isStepKey = (key: string): boolean => /^[a-z0-9-]{1,60}\/[a-z0-9-]{1,60}$/.test(key);
const isName = (key: string): boolean => /^[a-z0-9-]{1,60}$/.test(key);

/** The entries that are what they should be, bounded; without a prototype to be fooled. */
function entries<T>(
  given: unknown,
  isKey: (key: string) => boolean,
  read: (value: unknown) => T | null,
): Record<string, T> {
  if (!isObject(given)) return {};
  const kept = Object.entries(given)
    .filter(([key]) => isKey(key))
    .flatMap(([key, value]): [string, T][] => {
      const one = read(value);
      return one === null ? [] : [[key, one]];
    });
  return Object.fromEntries(kept.slice(0, limits.entries));
}

function stepOf(value: unknown): KeptStep | null {
  if (!isObject(value) || !isTime(value.at) || typeof value.observed !== 'string') return null;
  return { at: value.at, observed: value.observed.slice(0, limits.text) };
}

const timeOf = (value: unknown): number | null => (isTime(value) ? value : null);

const progressIn = (given: Fields): Progress => ({
  pages: entries(given.pages, isPath, timeOf),
  steps: entries(given.steps, isStepKey, stepOf),
  begun: entries(given.begun, isName, timeOf),
});

function parsed(text: string | null): Fields | null {
  try {
    const given: unknown = JSON.parse(text ?? 'null');
    return isObject(given) ? given : null;
  } catch {
    return null;
  }
}

/** From what the browser stored; nothing when it cannot be understood. */
export function readProgress(text: string | null): Progress {
  const given = parsed(text);
  return given?.version === version ? progressIn(given) : nothing;
}

export const written = (progress: Progress): string => JSON.stringify({ version, ...progress });

export function withPage(progress: Progress, path: string, at: number): Progress {
  if (progress.pages[path] !== undefined || !isPath(path)) return progress;
  return { ...progress, pages: { ...progress.pages, [path]: at } };
}

export function withStep(progress: Progress, experiment: string, step: string, kept: KeptStep): Progress {
  const key = `${experiment}/${step}`;
  if (progress.steps[key] !== undefined || !isStepKey(key)) return progress;
  return { ...progress, steps: { ...progress.steps, [key]: kept } };
}

export function withoutExperiment(progress: Progress, experiment: string): Progress {
  const steps = Object.entries(progress.steps).filter(([key]) => !key.startsWith(`${experiment}/`));
  return { ...progress, steps: Object.fromEntries(steps) };
}

/** Its steps are forgotten in the same change: another tab never sees the one without the other. */
export function withBegun(progress: Progress, experiment: string, at: number): Progress {
  const without = withoutExperiment(progress, experiment);
  return isName(experiment) && isTime(at) ? { ...without, begun: { ...progress.begun, [experiment]: at } } : without;
}

/** The file that a student takes home. `at`: ms since 1970. What was begun again is about the journals of this server. */
export function fileOf({ pages, steps }: Progress, quizzes: Quizzes, at: number): string {
  return `${JSON.stringify({ kind: fileKind, version, savedAt: at, pages, steps, quizzes }, null, 2)}\n`;
}

export type Imported = { ok: true; progress: Progress; quizzes: Quizzes } | { ok: false; message: string };

function quizOf(value: unknown): Quizzes[string] | null {
  if (!isObject(value) || !isObject(value.questions) || typeof value.version !== 'number') return null;
  return JSON.stringify(value).length > limits.file / 10
    ? null
    : { version: value.version, questions: value.questions };
}

/** What a file holds, added to what is here: the first time something was done stays; a quiz already begun here stays too. */
export function imported(text: string, here: Progress, begun: Quizzes): Imported {
  if (text.length > limits.file) return { ok: false, message: 'Ce fichier est trop gros pour être une progression.' };
  const given = parsed(text);
  if (given?.kind !== fileKind) return { ok: false, message: 'Ce fichier n’est pas une progression de Relais.' };
  if (given.version !== version)
    return {
      ok: false,
      message: 'Cette progression vient d’une autre version de Relais\u00a0: je ne sais pas la lire.',
    };
  const there = progressIn(given);
  let progress = here;
  for (const [path, at] of Object.entries(there.pages)) progress = withPage(progress, path, at);
  for (const [key, step] of Object.entries(there.steps)) {
    const [experiment = '', id = ''] = key.split('/');
    progress = withStep(progress, experiment, id, step);
  }
  return { ok: true, progress, quizzes: { ...entries(given.quizzes, isName, quizOf), ...begun } };
}

/** Answers right so far, out of the questions of these quizzes. */
export function scoreOf(quizzes: readonly Quizzes[string][]): { right: number; all: number } {
  const marks = quizzes.flatMap(({ questions }) => Object.values(questions));
  return { right: marks.filter((mark) => isObject(mark) && mark.right === true).length, all: marks.length };
}
