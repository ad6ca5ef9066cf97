// The library of TD programs, run as real processes: each right one passes and is accused of nothing, each wrong one is told
// by its name. Works last 0,25 s here. The slow ones (auto-commit at its usual five seconds, sessions that time out) run with
// RELAIS_TD=tout npx vitest run server/labs/correction.programs.test.ts
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { has, idempotentPython, openCourse, type Settings, type Student } from './correction-kit.ts';

const slow = process.env.RELAIS_TD === 'tout';
let course: Awaited<ReturnType<typeof openCourse>>;
let made = 0;
beforeAll(async () => {
  course = await openCourse();
}, 60_000);
afterAll(() => course.close());

const someone = (): Promise<Student> => {
  made += 1;
  return course.student(`eleve-${made}`);
};
const idempotent = { IDEMPOTENCE: 'oui' };

/** What is missing on this machine for a file; said in the test's name. */
function absent(file: string, settings: Settings = {}): string | null {
  if (file.includes('confluent')) return has.confluent ? null : 'no confluent_kafka on this machine';
  if (!file.endsWith('.py')) return null;
  if (!has.kafkaPython) return 'no kafka-python on this machine';
  return settings.IDEMPOTENCE && idempotentPython === null
    ? 'PyPI cannot be reached: no idempotent kafka-python'
    : null;
}
type Case = [name: string, file: string, settings: Settings];
const runnable = (cases: Case[]) => {
  const missing = cases.filter(([, file, settings]) => absent(file, settings));
  for (const [name, file, settings] of missing) it.skip(`${name}: ${absent(file, settings)}`, () => {});
  return cases.filter((one) => !missing.includes(one));
};

const python = 'producteur_kafka_python.py';
const confluent = 'producteur_confluent.py';
const kafkajs = 'td-kafkajs.mjs';
const pythonReader = 'consommateur_kafka_python.py';
const confluentReader = 'consommateur_confluent.py';
const many = { LOTS: 'LOT_42,LOT_43,LOT_44,LOT_45' };

describe.concurrent('right producers pass', () => {
  const right: Case[] = [
    ['kafka-python', python, idempotent],
    ['kafka-python, pauses', python, { ...idempotent, PAUSE: '0.2' }],
    ['kafka-python, several lots', python, { ...idempotent, ...many }],
    ['kafka-python, one thread a lot', python, { ...idempotent, ...many, STYLE: 'fils' }],
    ['kafka-python, step by step over all lots', python, { ...idempotent, ...many, STYLE: 'par-etape' }],
    ['kafka-python, flush() then get()', python, { ...idempotent, STYLE: 'flush' }],
    ['kafka-python, serializers', python, { ...idempotent, STYLE: 'serialiseur' }],
    ['kafka-python, step as text', python, { ...idempotent, STYLE: 'texte' }],
    ['kafka-python, English names', python, { ...idempotent, STYLE: 'anglais' }],
    ['kafka-python, escaped accents', python, { ...idempotent, STYLE: 'ascii', NOM: 'mon-producteur' }],
    ['confluent-kafka', confluent, {}],
    ['confluent-kafka, several lots', confluent, many],
    ['kafkajs', kafkajs, { ROLE: 'producteur' }],
    ['kafkajs, several lots', kafkajs, { ROLE: 'producteur', ...many }],
  ];
  it.each(runnable(right))('%s', async (_name, file, settings) => {
    const student = await someone();
    const program = student.run(file, settings);
    expect(await program.ended, program.output()).toBe(0);
    await student.until('a passed producer', () => student.checklist().producer.verdict === 'reussi');
    expect(student.mistakes()).toEqual([]);
  });

  it('run twice, the second run is judged alone', async () => {
    const student = await someone();
    await student.run(kafkajs, { ROLE: 'producteur', FAUTE: 'sans-cle' }).ended;
    await student.until('its mistake', () => student.mistakes().includes('sans-cle'));
    await student.run(kafkajs, { ROLE: 'producteur' }).ended;
    await student.until('a passed producer', () => student.checklist().producer.verdict === 'reussi');
  });

  it.runIf(has.kcat)('kcat, idempotent and one message after the other', async () => {
    const student = await someone();
    for (const etape of [1, 2, 3]) {
      const value = JSON.stringify({ etape, machine: `M${etape}`, instruction: 'x' });
      expect(await student.kcat(['-P', '-K', ':', '-X', 'enable.idempotence=true'], `LOT_42:${value}\n`)).toBe(0);
    }
    // Three processes that go on from each other: one producer.
    await student.until('a passed producer', () => student.checklist().producer.verdict === 'reussi');
    expect(student.mistakes()).toEqual([]);
  });
});

describe.concurrent('wrong producers are told by name', () => {
  const wrong: [name: string, file: string, settings: Settings, also?: string[]][] = [
    ['sans-idempotence', python, {}],
    ['sans-idempotence', python, { ...idempotent, FAUTE: 'sans-idempotence' }],
    ['sans-cle', python, { ...idempotent, FAUTE: 'sans-cle' }],
    ['cle-change', python, { ...idempotent, FAUTE: 'cle-change' }],
    ['cle-json', python, { ...idempotent, FAUTE: 'cle-json' }],
    ['cle-autre', python, { ...idempotent, FAUTE: 'cle-autre' }],
    ['etape-double', python, { ...idempotent, FAUTE: 'double' }],
    ['valeur-pas-json', python, { ...idempotent, FAUTE: 'pas-json' }],
    ['champs-manquants', python, { ...idempotent, FAUTE: 'champs' }],
    ['mauvais-topic', python, { ...idempotent, FAUTE: 'mauvais-topic' }],
    ['acks-1', python, { FAUTE: 'acks-1' }, ['sans-idempotence']],
    ['acks-0', python, { FAUTE: 'acks-0' }, ['sans-idempotence']],
    ['n-attend-pas', python, { ...idempotent, FAUTE: 'sans-attendre' }],
    ['etapes-desordre', python, { ...idempotent, FAUTE: 'desordre' }],
    ['jamais-vide', python, { FAUTE: 'jamais-vide' }],
    ['jamais-vide', python, { ...idempotent, FAUTE: 'jamais-vide' }],
    ['jamais-vide', confluent, { FAUTE: 'jamais-vide' }],
    ['sans-cle', confluent, { FAUTE: 'sans-cle' }],
    ['acks-1', confluent, { FAUTE: 'acks-1' }, ['sans-idempotence']],
    ['sans-idempotence', confluent, { FAUTE: 'sans-idempotence' }],
    ['n-attend-pas', confluent, { FAUTE: 'sans-attendre' }],
    ['sans-cle', kafkajs, { ROLE: 'producteur', FAUTE: 'sans-cle' }],
    ['acks-1', kafkajs, { ROLE: 'producteur', FAUTE: 'acks-1' }, ['sans-idempotence']],
    ['sans-idempotence', kafkajs, { ROLE: 'producteur', FAUTE: 'sans-idempotence' }],
  ];
  it.each(wrong.filter(([, file, settings]) => !absent(file, settings)))(
    '%s: %s %o',
    async (name, file, settings, also = []) => {
      const student = await someone();
      await student.run(file, settings).ended;
      await student.until(name, () => student.mistakes().includes(name));
      expect(student.mistakes().filter((one) => one !== name && !also.includes(one))).toEqual([]);
    },
  );
});

describe.concurrent('right consumers pass', () => {
  const right: Case[] = [
    ['kafka-python', pythonReader, {}],
    ['kafka-python 2.2', pythonReader, idempotent],
    ['kafka-python, next()', pythonReader, { STYLE: 'boucle' }],
    ['kafka-python, commits the offset by hand', pythonReader, { STYLE: 'offset' }],
    ['kafka-python, a longer work', pythonReader, { TRAVAIL: '0.8' }],
    ['kafka-python, several lots', pythonReader, { LOTS: 'LOT_42,LOT_43,LOT_44', NOMBRE: '9' }],
    ['kafka-python, another group', pythonReader, { GROUPE: 'equipe-3', NOM: 'machines' }],
    ['confluent-kafka', confluentReader, {}],
    ['confluent-kafka, several lots', confluentReader, { LOTS: 'LOT_42,LOT_43', NOMBRE: '6' }],
    ['kafkajs', kafkajs, {}],
    ['kafkajs, several lots', kafkajs, { LOTS: 'LOT_42,LOT_43', NOMBRE: '6' }],
  ];
  it.each(runnable(right))('%s', async (_name, file, settings) => {
    const student = await someone();
    await student.given(...(settings.LOTS ?? 'LOT_42').split(','));
    const program = student.run(file, { TRAVAIL: '0.25', ...settings });
    expect(await program.ended, program.output()).toBe(0);
    const others = () => student.checklist().consumer.lines.filter(({ id }) => id !== 'reprise');
    await student.until('a passed consumer', () => others().every(({ verdict }) => verdict === 'reussi'));
    expect(student.mistakes()).toEqual([]);
    // What a page wrote was the demonstration: nobody is judged for it.
    expect(student.state().deeds.filter(({ kind }) => kind === 'produced')).toEqual([]);
  });

  it.runIf(has.kafkaPython)('killed between work and commit, it starts again with that step', async () => {
    const student = await someone();
    await student.given('LOT_42');
    await student.run(pythonReader, { TOMBE: '1' }).ended;
    await student.until('what is not committed', () =>
      student.lines().some(({ evidence }) => evidence.includes('non validé')),
    );
    expect(student.mistakes()).toEqual([]);
    const program = student.run(pythonReader, { NOMBRE: '2' });
    expect(await program.ended, program.output()).toBe(0);
    await student.until('a passed consumer', () => student.checklist().consumer.verdict === 'reussi');
    expect(student.mistakes()).toEqual([]);
  });
});

describe.concurrent('wrong consumers are told by name', () => {
  const wrong: [name: string, file: string, settings: Settings, also?: string[]][] = [
    ['sans-groupe', pythonReader, { FAUTE: 'sans-groupe' }],
    ['lance-apres', pythonReader, { FAUTE: 'trop-tard', ATTENTE: '2' }],
    ['commit-avant-travail', pythonReader, { FAUTE: 'avant-le-travail' }],
    ['commit-mauvais-offset', pythonReader, { FAUTE: 'mauvais-offset' }],
    ['commit-par-lot', pythonReader, { FAUTE: 'par-lot' }],
    ['plusieurs-etapes', pythonReader, { FAUTE: 'd-un-coup' }],
    ['jamais-valide', pythonReader, { FAUTE: 'jamais-commit' }],
    ['part-sans-prevenir', pythonReader, { FAUTE: 'part-sans-prevenir' }],
    ['mauvais-topic', pythonReader, { FAUTE: 'mauvais-topic', ATTENTE: '2' }],
    ['auto-commit', pythonReader, { FAUTE: 'auto-commit', INTERVALLE: '700', ATTENTE: '6' }],
    ['lance-apres', confluentReader, { FAUTE: 'trop-tard', ATTENTE: '3' }],
    ['commit-avant-travail', confluentReader, { FAUTE: 'avant-le-travail' }],
    ['part-sans-prevenir', confluentReader, { FAUTE: 'part-sans-prevenir' }],
    ['lance-apres', kafkajs, { FAUTE: 'latest', ATTENTE: '2' }],
    ['commit-avant-travail', kafkajs, { FAUTE: 'avant-le-travail' }],
    ['commit-par-lot', kafkajs, { FAUTE: 'auto-commit' }],
    ...(slow
      ? ([
          ['auto-commit', pythonReader, { FAUTE: 'auto-commit', ATTENTE: '12' }],
          ['auto-commit', confluentReader, { FAUTE: 'auto-commit', ATTENTE: '8' }],
        ] as [string, string, Settings][])
      : []),
  ];
  it.each(wrong.filter(([, file, settings]) => !absent(file, settings)))(
    '%s: %s %o',
    async (name, file, settings, also = []) => {
      const student = await someone();
      await student.given('LOT_42');
      await student.run(file, { TRAVAIL: '0.25', ...settings }).ended;
      await student.until(name, () => student.mistakes().includes(name));
      expect(student.mistakes().filter((one) => one !== name && !also.includes(one))).toEqual([]);
    },
  );

  it.runIf(has.kafkaPython)('etape-perdue: killed in the middle of a step, it goes on from the next one', async () => {
    const student = await someone();
    await student.given('LOT_42');
    await student.run(pythonReader, { TOMBE: '1' }).ended;
    await student.run(pythonReader, { FAUTE: 'saute', NOMBRE: '1' }).ended;
    await student.until('etape-perdue', () => student.mistakes().includes('etape-perdue'));
  });

  it.runIf(has.kafkaPython)('latest: started before anything is written, it works by luck', async () => {
    const student = await someone();
    await course.house.broker.createTopic(student.topic, 3);
    await student.run(pythonReader, { FAUTE: 'latest', ATTENTE: '2' }).ended;
    await student.until('latest', () => student.mistakes().includes('latest'));
  });
});

describe('what the course gives', () => {
  const td = join(import.meta.dirname, '..', '..', 'lessons', '04-td');
  const skeletons = [
    'producteur_td.py',
    'consommateur_td.py',
    'typescript/producteur-td.ts',
    'typescript/consommateur-td.ts',
  ];
  it.each(skeletons)('the skeleton %s runs as it is, and says what is left to write', async (file) => {
    const program = (await someone()).run(join(td, 'programmes', file));
    expect(await program.ended, program.output()).toBe(0);
    expect(program.output()).toContain('À faire');
  });

  const solutions: Case[] = [
    ['in Python', 'td.py', { ...idempotent, PAUSE: '0', TRAVAIL: '0.25' }],
    ['in TypeScript', '-td.ts', { TRAVAIL: '0.25' }],
  ];
  it.each(solutions)('the solution %s passes, from the first record to its goodbye', async (_name, end, settings) => {
    const file = (role: string): string => join(td, 'solution', end === 'td.py' ? `${role}_td.py` : `${role}${end}`);
    if (absent(file('producteur'), settings)) return;
    const student = await someone();
    const producer = student.run(file('producteur'), settings);
    expect(await producer.ended, producer.output()).toBe(0);
    const consumer = student.run(file('consommateur'), settings);
    await student.until('three commits', () =>
      student.state().deeds.some((deed) => deed.kind === 'committed' && deed.offset === 3),
    );
    consumer.interrupt();
    await consumer.ended;
    const others = () => student.lines().filter(({ id }) => id !== 'reprise');
    await student.until('all but a breakdown', () => others().every(({ verdict }) => verdict === 'reussi'));
  });
});
