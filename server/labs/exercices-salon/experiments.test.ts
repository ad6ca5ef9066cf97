// The four experiments, done with pages and programs on the real doors: ticked by what was witnessed, and by nothing else.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { until } from '#server/realtime/fixtures.ts';
import { openProgram, type Program } from '#server/realtime/plain/fixtures.ts';
import { type HouseUnderTest, startHouse } from './kit.ts';

let house: HouseUnderTest;
const programs: Program[] = [];
const open = async (): Promise<Program> => {
  const program = await openProgram(house.url);
  programs.push(program);
  return program;
};
const marksOf = (id: string) => house.stateOf(id).seen.marks;

beforeEach(async () => {
  house = await startHouse();
  await house.command('p1', { type: 'watch' });
});
afterEach(async () => {
  for (const program of programs.splice(0)) program.cut();
  await house.close();
});

it('three clients hear what one of them says, and whoever comes later finds it', async () => {
  house.openPage('p1', 'general');
  const two = await open();
  await two.subscribe('general', 'ada-2');
  expect(marksOf('p1').three).toBeUndefined();
  const three = await open();
  await three.subscribe('general', 'carole');
  await until(() => marksOf('p1').three);
  expect(marksOf('p1').three).toEqual({ kind: 'three', room: 'general', names: ['Ada', 'ada-2', 'carole'] });
  // What somebody else says proves nothing of Ada's.
  three.publish('general', 'carole', 'bonjour');
  await until(() => two.all('message').length === 1);
  two.publish('general', 'ada-2', 'salut');
  await until(() => marksOf('p1').reached);
  expect(marksOf('p1').reached).toMatchObject({ sequence: 2, names: ['Ada', 'ada-2', 'carole'] });
  const late = await open();
  await late.subscribe('general', 'tardif');
  expect(marksOf('p1').past).toBeUndefined();
  late.send({ type: 'get_history', room: 'general' });
  await until(() => marksOf('p1').past);
  expect(marksOf('p1').past).toEqual({ kind: 'past', room: 'general', name: 'tardif', from: 1, to: 2, sequence: 2 });
});

it('two rooms are kept apart, and the client that is in both hears each with its own numbers', async () => {
  const { session } = house.openPage('p1', 'general', 'td-2');
  const [one, other] = [await open(), await open()];
  await one.subscribe('general', 'carole');
  await other.subscribe('td-2', 'denis');
  expect(marksOf('p1').both).toEqual({ kind: 'both', name: 'Ada', rooms: ['general', 'td-2'] });
  one.publish('general', 'carole', 'pour general');
  await until(() => marksOf('p1').apart);
  expect(marksOf('p1').apart).toMatchObject({ room: 'general', sequence: 1, absent: 'denis', elsewhere: 'td-2' });
  expect(marksOf('p1').each).toBeUndefined();
  await session.publish('td-2', 'pour td-2');
  await until(() => marksOf('p1').each);
  expect(marksOf('p1').each).toMatchObject({ name: 'Ada' });
});

it('three messages in a burst have consecutive numbers, unless somebody spoke between them', async () => {
  house.openPage('p1', 'general');
  const [mine, theirs] = [await open(), await open()];
  await mine.subscribe('general', 'ada-2');
  await theirs.subscribe('general', 'carole');
  for (const n of [1, 2]) mine.publish('general', 'ada-2', `msg${n}`);
  await until(() => theirs.all('message').length === 2);
  theirs.publish('general', 'carole', 'au milieu');
  await until(() => theirs.all('message').length === 3);
  mine.publish('general', 'ada-2', 'msg3');
  await until(() => marksOf('p1').burst);
  expect(marksOf('p1').burst).toMatchObject({ texts: ['msg1', 'msg2', 'msg3'] });
  expect(marksOf('p1').consecutive).toBeUndefined();
  for (const n of [1, 2, 3]) mine.publish('general', 'ada-2', `msg${n}`);
  await until(() => marksOf('p1').consecutive);
  expect(marksOf('p1').consecutive).toMatchObject({ numbers: [5, 6, 7] });
  expect(marksOf('p1').order).toBeDefined();
});

it('arriving, leaving and disappearing are told apart', async () => {
  house.openPage('p1', 'general');
  const [polite, farewell, lost] = [await open(), await open(), await open()];
  await polite.subscribe('general', 'poli');
  await until(() => marksOf('p1').join);
  expect(marksOf('p1').join).toMatchObject({ name: 'poli' });
  await lost.subscribe('general', 'perdu');
  lost.cut();
  await until(() => marksOf('p1').lost);
  expect(marksOf('p1').lost).toMatchObject({ name: 'perdu' });
  expect(marksOf('p1').leave).toBeUndefined();
  polite.send({ type: 'unsubscribe', room: 'general' });
  await until(() => marksOf('p1').leave);
  expect(marksOf('p1').leave).toMatchObject({ name: 'poli', how: 'left' });
  await house.command('p1', { type: 'reset', experiment: 'presence' });
  expect(marksOf('p1').leave).toBeUndefined();
  await farewell.subscribe('general', 'adieu');
  farewell.close();
  await until(() => marksOf('p1').leave);
  expect(marksOf('p1').leave).toMatchObject({ name: 'adieu', how: 'closed' });
});

it('nobody is told of rooms in which they are not, nor of private messages', async () => {
  await house.command('p2', { type: 'watch' });
  const { session } = house.openPage('p1', 'general');
  house.openPage('p2', 'ailleurs');
  await session.publish('general', 'pour general');
  await session.publish('@bob', 'le secret');
  const told = JSON.stringify(house.lab.journal.all().map((journal) => journal.read(journal.epoch, 0, 1e6)));
  expect(told).not.toContain('secret');
  await until(() => house.stateOf('p1').seen.spoken.length === 1);
  expect(house.stateOf('p2').seen.spoken).toEqual([]);
  expect(house.stateOf('p2').seen.clients.map(({ name }) => name)).toEqual(['Bob']);
  session.unsubscribe('general');
  await until(() => house.stateOf('p1').seen.clients.length === 0);
});

it('a program whose name begins with somebody else’s is theirs when they are here', async () => {
  await house.close();
  house = await startHouse({ p1: 'Ada', p2: 'Ada-Marie' });
  for (const id of ['p1', 'p2']) await house.command(id, { type: 'watch' });
  const program = await open();
  await program.subscribe('td', 'ada-marie-2');
  expect(house.stateOf('p1').seen.clients).toEqual([]);
  expect(house.stateOf('p2').seen.clients).toMatchObject([{ name: 'ada-marie-2', mine: true, page: false }]);
});
