// Exercise rooms are the house's, for one program of one person; every other room stays the broker's.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { judge } from '#labs/exercices-salon/judge/index.ts';
import { type ExercicesState, exercicesLab } from '#labs/exercices-salon/lab.ts';
import { until } from '#server/realtime/fixtures.ts';
import { openProgram, type Program } from '#server/realtime/plain/fixtures.ts';
import { type HouseUnderTest, startHouse } from './kit.ts';

let house: HouseUnderTest;
const programs: Program[] = [];
async function enter(room: string, userId: string, more: object = {}): Promise<Program> {
  const program = await openProgram(house.url);
  programs.push(program);
  program.send({ type: 'subscribe', room, userId, ...more });
  await until(() => program.said.length > 0);
  return program;
}
async function roomOf(id: string): Promise<string> {
  const opened = await house.command(id, { type: 'open', exercise: 'accuses' });
  return opened.ok ? (opened.result as { room: string }).room : '';
}

beforeEach(async () => {
  house = await startHouse();
});
afterEach(async () => {
  for (const program of programs.splice(0)) program.cut();
  await house.close();
});

it('are refused, in words, when their page is not open, and to pages', async () => {
  const room = await roomOf('p1');
  const stray = await enter('exercice-accuses-zzzzzzzz', 'robot');
  expect(stray.said[0]).toMatchObject({ error: expect.stringContaining('Ouvrez la page'), code: 'not-found' });
  const { session } = house.openPage('p2');
  expect(session.subscribe(room, {})).toMatchObject({ ok: false, error: { code: 'forbidden' } });
  house.lab.personGone({ id: 'p1' });
  const late = await enter(room, 'tardif');
  expect(late.said[0]).toMatchObject({ code: 'not-found' });
});

it('are told to their person alone; the program goes on living in ordinary rooms', async () => {
  const room = await roomOf('p1');
  expect(await roomOf('p2')).not.toBe(room);
  const program = await enter(room, 'ada-py', { acks: true });
  await until(() => program.all('message').length > 0);
  expect(program.all('subscribed')[0]).toMatchObject({ room, sequence: 0, oldest: 1, userId: 'ada-py', pending: 0 });
  expect(program.all('message')[0]).toMatchObject({ room, sender: 'Relais', sequence: 1 });
  expect(house.stateOf('p1').runs.accuses?.program).toBe('ada-py');
  expect(house.stateOf('p2').runs).toEqual({});
  const { heard } = house.openPage('p2', 'general');
  program.send({ type: 'subscribe', room: 'general', userId: 'ada-py' });
  program.publish('general', 'ada-py', 'bonjour');
  await until(() => heard.some((event) => event.type === 'message' && event.content === 'bonjour'));
  // Nobody but the house speaks in the exercise room, and what is said to it reaches nobody.
  program.publish(room, 'ada-py', 'coucou');
  program.publish('@Relais', 'ada-py', 'traité 1', { clientMessageId: 'c1' });
  await until(() => program.all('published').length === 1);
  expect(program.said.filter(({ error }) => error !== undefined)).toMatchObject([{ code: 'forbidden', room }]);
  program.send({ type: 'clear_history', room, code: 'tournesol-42' });
  await until(() => program.said.filter(({ error }) => error !== undefined).length === 2);
});

it('begin another run with the next program, on the same seed until another is asked for', async () => {
  const room = await roomOf('p1');
  const first = await enter(room, 'un', { acks: true });
  first.close();
  const ended = () => house.stateOf('p1').runs.accuses?.events.at(-1);
  await until(() => ended()?.type === 'ended');
  expect(ended()).toMatchObject({ reason: 'left' });
  await enter(room, 'deux');
  expect(house.stateOf('p1').runs.accuses).toMatchObject({ run: 2, seed: 1, program: 'deux' });
  await house.command('p1', { type: 'redraw', exercise: 'accuses' });
  await enter(room, 'trois');
  expect(house.stateOf('p1').runs.accuses).toMatchObject({ run: 3, seed: 2, program: 'trois' });
});

it('do not begin again without end for a program that comes back at once', async () => {
  const room = await roomOf('p1');
  for (let n = 0; n < 6; n += 1) (await enter(room, `fou-${n}`)).cut();
  const seventh = await enter(room, 'fou-7');
  expect(seventh.said[0]).toMatchObject({ code: 'rate-limited' });
});

it('go on at another server with their seeds and numbers; a run that was under way is over', async () => {
  const room = await roomOf('p1');
  await house.command('p1', { type: 'watch' });
  await house.command('p1', { type: 'redraw', exercise: 'accuses' });
  const program = await enter(room, 'un', { acks: true });
  await until(() => program.all('message').length > 0);
  const left = exercicesLab.left?.(house.stateOf('p1')) as ExercicesState;
  expect(left.runs.accuses?.events.at(-1)).toMatchObject({ type: 'ended', reason: 'server' });
  expect(judge('accuses', left.runs.accuses?.events ?? []).mistakes).toEqual([]);
  await house.close();

  house = await startHouse();
  house.lab.resumed?.({ id: 'p1' }, left);
  await enter(room, 'deux');
  expect(house.stateOf('p1').runs.accuses).toMatchObject({ run: 2, seed: 2, program: 'deux' });
  // Who was looking looks again.
  house.openPage('p1', 'general');
  expect(house.stateOf('p1').seen.clients).toMatchObject([{ name: 'Ada', mine: true }]);
});

it('cut a program whose run was lost with a server, until its page has opened them again', async () => {
  const room = await roomOf('p1');
  house.lab.personGone({ id: 'p1' });
  const before = house.doors.connect({ deliver: () => {}, evicted: () => {}, cut: () => {}, graceMs: 0, more: false });
  await before.identify({ id: '~ada-py', name: 'ada-py', signed: false });
  expect(await before.subscribe(room, { epoch: 'of the other', from: 4, goesOn: true })).toMatchObject({ ok: false });
  before.close(false);
  const early = await openProgram(house.url);
  early.send({ type: 'subscribe', room, userId: 'ada-py' });
  expect((await early.closed).code).toBe(1_006);
  await roomOf('p1');
  expect((await enter(room, 'ada-py')).said[0]).toMatchObject({ type: 'subscribed', room });
});
