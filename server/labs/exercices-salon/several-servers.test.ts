// A class over two servers and a Redis, each in a process of its own: what a program does at the one that does not lead is played,
// judged and told like any other's, and a run whose server is killed is over without leaving its program hanging.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chatPath } from '#contract/chat-plain.ts';
import type { Ack } from '#contract/errors.ts';
import type { ExercicesCommand, ExercicesEvent, ExerciseName } from '#contract/exercices-salon.ts';
import type { Frame, JoinReply } from '#contract/journal.ts';
import { judge } from '#labs/exercices-salon/judge/index.ts';
import { type ExercicesState, exercicesLab } from '#labs/exercices-salon/lab.ts';
import { foldRecord } from '#labs/lab.ts';
import { createLink } from '#server/cluster/link.ts';
import { type ServerProcess, startServer } from '#server/cluster/testing/processes.ts';
import { createIdentity } from '#server/http/index.ts';
import { systemClock } from '#server/realtime/clock.ts';
import { until } from '#server/realtime/fixtures.ts';
import { openProgram } from '#server/realtime/plain/fixtures.ts';
import { hasRedis, type Redis, startRedis } from '#server/testing/brokers.ts';

const lab = exercicesLab.name;
const exerciseNames: readonly ExerciseName[] = ['accuses', 'prive', 'histoire'];

/** A page of this cookie's person: their journal of the lab, folded, and its commands. */
async function openPage(url: string, cookie: string) {
  const socket = io(url, { transports: ['websocket'], forceNew: true, extraHeaders: { cookie } });
  const page = {
    state: exercicesLab.initial() as ExercicesState,
    async command(command: ExercicesCommand): Promise<unknown> {
      const id = randomBytes(9).toString('hex');
      const ack: Ack<unknown> = await socket.emitWithAck('lab:command', { lab, id, command });
      if (!ack.ok) throw new Error(ack.error.message);
      return ack.result;
    },
    /** The room of this exercise. */
    open: async (exercise: ExerciseName): Promise<string> =>
      ((await page.command({ type: 'open', exercise })) as { room: string }).room,
    async enter(room: string): Promise<void> {
      const ack: Ack<unknown> = await socket.emitWithAck('chat:subscribe', { room });
      if (!ack.ok) throw new Error(ack.error.message);
    },
    close: () => void socket.disconnect(),
  };
  socket.on('f', (frames: Frame[]) => {
    for (const frame of frames)
      if (frame.kind === 'events' && frame.lab === lab)
        for (const record of frame.records)
          page.state = foldRecord(exercicesLab, page.state, record as typeof record & { event: ExercicesEvent });
  });
  const joined: Ack<JoinReply> = await socket.emitWithAck('lab:join', { lab });
  if (!joined.ok || joined.result.recovered) throw new Error('no snapshot');
  page.state = joined.result.snapshot as ExercicesState;
  return page;
}
type Page = Awaited<ReturnType<typeof openPage>>;

describe.skipIf(!hasRedis)('exercises on several servers', () => {
  let redis: Redis;
  let leader: ServerProcess;
  let other: ServerProcess;
  let token: string;
  let page: Page;
  const programs: ChildProcess[] = [];
  const doorOf = ({ url }: ServerProcess): string => `${url.replace('http', 'ws')}${chatPath}`;
  /** Runs the library's right program there, as a student runs theirs. */
  const runProgram = (exercise: ExerciseName, server: ServerProcess, room: string, ...proof: string[]): void => {
    const file = join(import.meta.dirname, 'programs', `${exercise}.mjs`);
    programs.push(spawn(process.execPath, [file, doorOf(server), room, ...proof], { stdio: 'ignore' }));
  };
  const run = (exercise: ExerciseName) => page.state.runs[exercise];
  const hasEnded = (exercise: ExerciseName): boolean => run(exercise)?.events.at(-1)?.type === 'ended';
  function expectPassed(exercise: ExerciseName, program: string): void {
    const { checks, mistakes, ended } = judge(exercise, run(exercise)?.events ?? []);
    expect(run(exercise)?.program).toBe(program);
    expect(mistakes).toEqual([]);
    expect(checks.filter(({ verdict }) => verdict !== 'passed')).toEqual([]);
    expect(ended).toBe('played');
  }
  /** One leads, the other follows. */
  async function rolesOf(servers: readonly ServerProcess[]): Promise<string[]> {
    for (const end = performance.now() + 15_000; performance.now() < end; ) {
      const told = await Promise.all(servers.map((server) => server.readyz()));
      const roles = told.flatMap((text) => /role (leader|follower)/.exec(text)?.[1] ?? []);
      if (new Set(roles).size === 2) return roles;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error('never one that leads and one that follows');
  }

  beforeAll(async () => {
    redis = await startRedis();
    const secret = randomBytes(32);
    const link = createLink({ url: redis.url, name: 'test', clock: systemClock });
    await link.open();
    await link.set('relais:0:secret', secret.toString('hex'));
    link.close();
    const identity = createIdentity(secret);
    const [anonymous = ''] = (identity.identify({ headers: {} }).setCookie ?? '').split(';');
    const named = identity.named({ headers: { cookie: anonymous } }, 'Ada');
    token = identity.tokenOf(named?.person ?? { id: '' }, 'Ada', systemClock.now());
    const started = await Promise.all([1, 2].map(() => startServer({ REDIS_URL: redis.url })));
    if ((await rolesOf(started))[0] === 'follower') started.reverse();
    [leader, other] = started as [ServerProcess, ServerProcess];
    page = await openPage(other.url, named?.setCookie.split(';')[0] ?? '');
  });
  afterAll(async () => {
    page.close();
    for (const program of programs) program.kill('SIGKILL');
    await Promise.all([leader, other].map((server) => server.end('SIGKILL')));
    await redis.close();
  });

  it('judge programs that came by the server that does not lead: they are cut, come back, pass', async () => {
    const programOf = { accuses: ['accuses-mjs'], prive: ['Ada', token], histoire: ['histoire-mjs'] };
    for (const exercise of exerciseNames)
      runProgram(exercise, other, await page.open(exercise), ...programOf[exercise]);
    await until(() => exerciseNames.every(hasEnded));
    for (const exercise of exerciseNames) expectPassed(exercise, programOf[exercise][0] ?? '');
  });

  it('see the clients of an experiment at both servers, and tell pages from programs', async () => {
    await page.command({ type: 'watch' });
    await page.enter('general');
    const [mine, theirs] = [await openProgram(doorOf(other)), await openProgram(doorOf(leader))];
    await mine.subscribe('general', 'ada-2');
    await theirs.subscribe('general', 'carole');
    mine.publish('general', 'ada-2', 'bonjour');
    await until(() => page.state.seen.marks.reached);
    expect(page.state.seen.marks.three).toMatchObject({ names: ['Ada', 'ada-2', 'carole'] });
    expect(page.state.seen.marks.reached).toMatchObject({ names: expect.arrayContaining(['Ada', 'ada-2', 'carole']) });
    expect(page.state.seen.clients.map(({ name, mine, page }) => [name, mine, page])).toEqual([
      ['Ada', true, true],
      ['ada-2', true, false],
      ['carole', false, false],
    ]);
    mine.cut();
    theirs.cut();
    await until(() => page.state.seen.clients.length === 1);
  });

  it('end when the servers lose each other, by no fault of the program', async () => {
    const room = await page.open('accuses');
    const program = await openProgram(doorOf(other));
    program.send({ type: 'subscribe', room, userId: 'ada-py', acks: true });
    await until(() => program.all('message').length === 1);
    await redis.kill();
    await redis.start();
    expect((await program.closed).code).toBe(1_012);
    await until(() => hasEnded('accuses'));
    expect(run('accuses')?.events.at(-1)).toMatchObject({ reason: 'server' });
  });

  it('end with the server that plays them: the program is told to come back, and its next run passes', async () => {
    const room = await page.open('accuses');
    const program = await openProgram(doorOf(other));
    program.send({ type: 'subscribe', room, userId: 'ada-py', acks: true });
    await until(() => program.all('message').length === 1);
    await leader.end('SIGKILL');
    expect((await program.closed).code).toBe(1_012);
    // Its page stays where it is, and asks for nothing.
    runProgram('accuses', other, room, 'ada-py');
    await until(() => run('accuses')?.run === 4 && hasEnded('accuses'));
    expectPassed('accuses', 'ada-py');
    expect(page.state.seen.marks.reached).toBeDefined();
  });
});

it.runIf(!hasRedis)('SKIPPED: exercises on several servers, redis-server is not installed', () => {});
