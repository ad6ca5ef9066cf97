// Real programs on the real door, run as a student runs theirs: the right ones pass everything and are accused of nothing, each
// wrong one fails by the name of its mistake.
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExerciseName } from '#contract/exercices-salon.ts';
import { type Judgement, judge, type MistakeName } from '#labs/exercices-salon/judge/index.ts';
import { mistakeNames } from '#labs/exercices-salon/judge/types.ts';
import { until } from '#server/realtime/fixtures.ts';
import { type HouseUnderTest, startHouse } from './kit.ts';

const python = process.env.RELAIS_PYTHON || '/usr/bin/python3';
/** Without it these programs cannot run here: Debian's package is python3-websockets. */
const missing = spawnSync(python, ['-c', 'import websockets']).status !== 0;
const folder = join(import.meta.dirname, 'programs');
const people = Object.fromEntries(Array.from({ length: 60 }, (_, n) => [`p${n}`, `Élève${n}`]));

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
  const id = `p${mine % 60}`;
  for (let n = 1; n < seed; n += 1) {
    await house.command(id, { type: 'open', exercise });
    await house.command(id, { type: 'redraw', exercise });
  }
  const opened = await house.command(id, { type: 'open', exercise });
  const { room } = (opened.ok ? opened.result : {}) as { room: string };
  const proof = exercise === 'prive' ? [people[id] ?? '', `token-of-${id}`] : [`programme-${mine}`];
  const command = file.endsWith('.py') ? [python, '-u'] : [process.execPath];
  const args = isAbsolute(file) ? [file, room, ...proof] : [join(folder, file), house.url, room, ...proof, fault];
  const [first = '', ...rest] = [...command, ...args];
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
  prive: {
    right: ['prive.py', 'prive.mjs'],
    wrong: 'prive.py',
    faults: [
      'poses',
      'believes-text',
      'wrong-reader',
      'leaks',
      'misses-private',
      'twice',
      'no-resubscribe',
      'invented',
      'flood',
    ],
  },
  histoire: {
    right: ['histoire.py', 'histoire.mjs'],
    wrong: 'histoire.py',
    faults: [
      'numbers-unused',
      'out-of-order',
      'twice',
      'endless-buffer',
      'no-resubscribe',
      'asks-all',
      'silent-loss',
      'lost-too-soon',
      'invented',
      'flood',
    ],
  },
};

it('has a program for each mistake that a judge can name', () => {
  const made = new Set(Object.values(library).flatMap(({ faults }) => faults));
  expect([...made].sort()).toEqual([...mistakeNames].sort());
});

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

/** The program to download, on the port of this test, with some of its lines completed. */
function download(
  house: HouseUnderTest,
  name: string,
  changes: readonly (readonly [before: string, after: string])[],
): string {
  const lessons = join(import.meta.dirname, '..', '..', '..', 'lessons', '02-ordre', 'programmes');
  const address: [string, string] = ['ws://localhost:3000/chat', house.url];
  const text = [address, ...changes].reduce(
    (source, [before, after]) => {
      if (!source.includes(before)) throw new Error(`${name} has no ${before}`);
      return source.replace(before, after);
    },
    readFileSync(join(lessons, name), 'utf8'),
  );
  const copy = join(mkdtempSync(join(tmpdir(), 'relais-py-')), name);
  writeFileSync(copy, text);
  return copy;
}

/** What the three programs lack alike: coming back. */
const comesBack = (call: string): readonly [string, string] => [
  `    try:
        await ${call}
    except websockets.exceptions.ConnectionClosed:
        print("La connexion est coupée.", flush=True)
`,
  `    while True:
        try:
            if await ${call}:
                return
        except websockets.exceptions.ConnectionClosed:
            print("La connexion est coupée.", flush=True)
        await asyncio.sleep(0.1)
`,
];
const starting: {
  exercise: ExerciseName;
  name: string;
  says: MistakeName;
  completed: (readonly [string, string])[];
}[] = [
  {
    exercise: 'accuses',
    name: 'exercice_accuses.py',
    says: 'no-acks',
    completed: [
      ['userId=nom)', 'userId=nom, acks=True)'],
      ['async def une_connexion', 'traites = set()\n\n\nasync def une_connexion'],
      [
        'await traiter(connexion, nom, recu)',
        `if recu["sequence"] not in traites:
                    traites.add(recu["sequence"])
                    await traiter(connexion, nom, recu)
                await dire(connexion, type="ack", room=salle, sequence=recu["sequence"])`,
      ],
      comesBack('une_connexion(salle, nom)'),
    ],
  },
  {
    exercise: 'prive',
    name: 'exercice_prive.py',
    says: 'no-resubscribe',
    completed: [
      ['"@relais-alma"', '"@" + message["sender"]'],
      ['async def une_connexion', 'attendu = 1\n\n\nasync def une_connexion'],
      ['    mon_sujet = f"@{nom}"', '    global attendu\n    mon_sujet = f"@{nom}"'],
      [
        "        # À FAIRE : s'abonner aussi",
        '        await dire(connexion, type="subscribe", room=mon_sujet, userId=nom, **{"from": attendu})\n        # Fait :',
      ],
      [
        'await repondre(connexion, nom, recu)',
        `if recu["sequence"] < attendu:
                    continue
                attendu = recu["sequence"] + 1
                await repondre(connexion, nom, recu)`,
      ],
      comesBack('une_connexion(salle, nom, jeton)'),
    ],
  },
  {
    exercise: 'histoire',
    name: 'exercice_histoire.py',
    says: 'numbers-unused',
    completed: [
      ['async def une_connexion', 'attendu, epoque, gardes = 1, None, {}\n\n\nasync def une_connexion'],
      [
        '    async with websockets.connect(SERVEUR) as connexion:',
        `    global attendu, epoque

    async def redemander():
        voulu = attendu
        await asyncio.sleep(0.2)
        if attendu == voulu:
            await dire(connexion, type="get_history", room=salle, **{"from": voulu})

    async with websockets.connect(SERVEUR) as connexion:`,
      ],
      ['userId=nom)', 'userId=nom, **{"from": attendu}, **({"epoch": epoque} if epoque else {}))'],
      [
        'elif recu["type"] == "message" and recu["room"] == salle:',
        `elif recu.get("room") == salle and recu["type"] in ("subscribed", "history", "message"):
                epoque = recu.get("epoch", epoque)
                vieux = recu.get("oldest", 1) if recu.get("recovered") is not True else 1
                if vieux > attendu:
                    await declarer_perdus(connexion, nom, attendu, vieux - 1)
                    attendu = vieux
                for m in recu.get("messages", [recu] if recu["type"] == "message" else []):
                    gardes[m["sequence"]] = m
                while attendu in gardes:
                    m = gardes.pop(attendu)
                    attendu += 1
                    await livrer(connexion, nom, salle, m)
                    if m["content"] == "fin":
                        return True
                if any(n > attendu for n in gardes):
                    asyncio.ensure_future(redemander())
            elif False:`,
      ],
      comesBack('une_connexion(salle, nom)'),
    ],
  },
];

describe.skipIf(missing).concurrent('the programs to download', () => {
  for (const { exercise, name, says, completed } of starting) {
    it(`${name} runs as it is, and is told what it lacks`, async () => {
      const judgement = await run(hurried, exercise, download(hurried, name, []));
      expect(namesOf(judgement)).toContain(says);
    });
    it(`${name} passes everything once it is completed`, async () => {
      const judgement = await run(patient, exercise, download(patient, name, completed));
      expect([namesOf(judgement), undone(judgement)]).toEqual([[], []]);
    });
  }
});
