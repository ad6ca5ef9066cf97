// Real programs on the real door, run as a student runs theirs: the right ones pass everything and are accused of nothing, each
// wrong one fails by the name of its mistake.
import { spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExerciseName } from '#contract/exercices-salon.ts';
import { type Judgement, judge, type MistakeName } from '#labs/exercices-salon/judge/index.ts';
import { until } from '#server/realtime/fixtures.ts';
import { type HouseUnderTest, startHouse } from './kit.ts';

const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
/** Without it these programs cannot run here: Debian's package is python3-websockets. */
const missing = spawnSync(python, ['-c', 'import websockets']).status !== 0;
const folder = join(import.meta.dirname, 'programs');
const people = Object.fromEntries(Array.from({ length: 40 }, (_, n) => [`p${n}`, `Élève${n}`]));

let patient: HouseUnderTest;
let hurried: HouseUnderTest;
let used = 0;
beforeAll(async () => {
  patient = await startHouse(people);
  hurried = await startHouse(people, { patienceMs: 1_200, lessPatienceMs: 150, backMs: 1_500 });
});
afterAll(async () => {
  await patient.close();
  await hurried.close();
});

/** Runs a program to the end of its run. */
async function run(
  house: HouseUnderTest,
  exercise: ExerciseName,
  file: string,
  fault = '',
  seed = 1,
): Promise<Judgement> {
  used += 1;
  const mine = used;
  const id = `p${mine % 40}`;
  for (let n = 1; n < seed; n += 1) {
    await house.command(id, { type: 'open', exercise });
    await house.command(id, { type: 'redraw', exercise });
  }
  const opened = await house.command(id, { type: 'open', exercise });
  const { room } = (opened.ok ? opened.result : {}) as { room: string };
  const proof = exercise === 'prive' ? [people[id] ?? '', `token-of-${id}`] : [`programme-${mine}`];
  const command = file.endsWith('.py') ? [python, '-u'] : [process.execPath];
  const [first = '', ...rest] = [...command, join(folder, file), house.url, room, ...proof, fault];
  const child = spawn(first, rest, { env: { ...process.env, PYTHONDONTWRITEBYTECODE: '1' } });
  let printed = '';
  child.stderr.on('data', (chunk) => {
    printed += chunk;
  });
  try {
    const events = () => house.stateOf(id).runs[exercise]?.events ?? [];
    await until(() => events().at(-1)?.type === 'ended', 25_000).catch(() => {
      throw new Error(`${file} ${fault} never ended its run: ${printed}\n${JSON.stringify(events())}`);
    });
    return judge(exercise, events());
  } finally {
    child.kill('SIGKILL');
    house.lab.personGone({ id });
  }
}

const namesOf = ({ mistakes }: Judgement): MistakeName[] => mistakes.map(({ name }) => name);
const undone = ({ checks }: Judgement) => checks.filter(({ verdict }) => verdict !== 'passed');

const library: Record<string, { right: string[]; wrong: string; faults: MistakeName[] }> = {
  accuses: {
    right: ['accuses.py', 'accuses.mjs'],
    wrong: 'accuses.py',
    faults: ['no-acks', 'ack-before', 'never-acks', 'forgets-ack', 'twice', 'no-resubscribe', 'invented', 'flood'],
  },
};

describe.skipIf(missing)('programs', () => {
  for (const [name, { right, wrong, faults }] of Object.entries(library)) {
    const exercise = name as ExerciseName;
    describe.concurrent(exercise, () => {
      for (const file of right)
        it(`${file} passes everything, whatever the seed, and is accused of nothing`, async () => {
          const judgements = await Promise.all([1, 2, 3].map((seed) => run(patient, exercise, file, '', seed)));
          for (const judgement of judgements) expect([namesOf(judgement), undone(judgement)]).toEqual([[], []]);
        });
      for (const fault of faults)
        it(`${wrong} fails by its name: ${fault}`, async () => {
          const judgement = await run(hurried, exercise, wrong, fault);
          expect(namesOf(judgement)).toContain(fault);
          expect(undone(judgement)).not.toEqual([]);
        });
    });
  }
});
