'use client';
// The workshop one sees at work: three machines over a conveyor, lots where they stand, in words too.
import { machines, workTime } from '#labs/atelier/plan.ts';
import type { RunState } from '#labs/atelier/state.ts';
import { type MachineState, machineState, type Token, tokensOf } from './places.ts';

/** Middle of each of the seven places, in percent of the conveyor. */
const middles = [6.5, 21, 35.5, 50, 64.5, 79, 93.5] as const;
const half = 8.5;
const tints = ['1', '3', '2'] as const;

export const lotStyle = (index: number) => ({
  background: `var(--key-${tints[index] ?? 'none'})`,
  color: `var(--key-${tints[index] ?? 'none'}-ink)`,
});

export function WorkshopDrawing({ run }: { run: RunState | null }) {
  const tokens = run ? tokensOf(run) : [];
  const states = machines.map((_, index) => machineState(run, tokens, index + 1));
  return (
    <section aria-label="Les machines" data-cible="machines" className="mx-auto max-w-[56rem] projection:max-w-none">
      <div className="relative h-[11rem] projection:h-[6.2rem]" aria-hidden="true">
        {machines.map(({ code }, index) => (
          <Machine key={code} index={index} state={states[index] ?? 'idle'} />
        ))}
        <Conveyor moves={states.includes('works')} />
        {tokens.map((token) => (
          <Lot key={token.key} token={token} level={levelOf(tokens, token)} />
        ))}
      </div>
      <ul className="relative h-[5.2rem] max-sm:h-[4.8rem] projection:h-[3.2rem]">
        {machines.map(({ code, name, task }, index) => (
          <li
            key={code}
            data-machine={code}
            data-etat={states[index]}
            data-cible={`machine-${index + 1}`}
            className="absolute top-0 w-[28.5%] -translate-x-1/2 text-center text-sm leading-snug max-sm:text-xs"
            style={{ left: `${middles[index * 2 + 1]}%` }}
          >
            <p className="font-bold text-base max-sm:text-xs">
              {code} {name}
            </p>
            <p className="text-muted max-sm:hidden projection:hidden">{task}</p>
            <p className={`font-semibold ${tones[states[index] ?? 'idle']}`}>
              {stateText(run, tokens, index + 1, states[index] ?? 'idle')}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

const tones: Record<MachineState, string> = {
  idle: 'text-muted',
  works: 'text-accent',
  done: 'text-ink',
  passed: 'text-good',
  dead: 'text-warn',
};

function stateText(run: RunState | null, tokens: readonly Token[], step: number, state: MachineState): string {
  const here = tokens.filter(({ slot }) => slot === step * 2 - 1);
  const lots = here.map(({ lot }) => lot).join(', ');
  if (state === 'idle') return 'attend';
  if (state === 'passed') return 'terminé et validé ✓';
  if (state === 'dead') return `${lots}\u00a0: panne ✗`;
  if (state === 'done') return `${lots}\u00a0: terminé, pas validé`;
  const atWork = here.filter((token) => token.state === 'works');
  const [one] = atWork;
  if (!run || !one || atWork.length > 1) return `au travail\u00a0: ${atWork.length} lots`;
  const seconds = workTime(run.settings, one.index, step) / 1_000;
  return `au travail, ${seconds.toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0s`;
}

/** Lots in one place stand on one another. */
const levelOf = (tokens: readonly Token[], token: Token): number =>
  tokens.filter(({ slot, index }) => slot === token.slot && index < token.index).length;

function Machine({ index, state }: { index: number; state: MachineState }) {
  const works = state === 'works';
  return (
    <div
      className={`absolute top-0 bottom-[1.1rem] rounded-t-lg border-2 border-b-0 projection:border-4 projection:border-b-0 ${state === 'dead' ? 'border-warn border-dashed' : 'border-ink'}`}
      style={{ left: `${(middles[index * 2 + 1] ?? 0) - half}%`, width: `${half * 2}%` }}
    >
      <Tool
        index={index}
        className={`mx-auto mt-1.5 h-[3.6rem] projection:h-[2.2rem] ${works ? 'text-accent' : 'text-muted'}`}
      />
    </div>
  );
}

/** A milling head, a laser, a polishing disc. */
function Tool({ index, className }: { index: number; className: string }) {
  return (
    <svg
      viewBox="0 0 48 56"
      fill="none"
      stroke="currentColor"
      strokeWidth={3.5}
      strokeLinejoin="round"
      className={className}
      aria-hidden="true"
    >
      {index === 0 ? <path d="M24 3v36M14 39h20l-10 14z" /> : null}
      {index === 1 ? <path d="M8 4h32v16H8zM24 20v28M24 50.5v3" strokeLinecap="round" /> : null}
      {index === 2 ? <path d="M24 6a21 21 0 1 0 0 42 21 21 0 1 0 0-42zM24 6v42M3 27h42" /> : null}
    </svg>
  );
}

const rollers = Array.from({ length: 24 }, (_, index) => index);

function Conveyor({ moves }: { moves: boolean }) {
  return (
    <div
      className="absolute inset-x-0 bottom-0 h-[1.1rem] border-ink border-t-2 projection:border-t-4"
      data-avance={moves}
    >
      <div className="flex justify-between px-1 pt-0.5">
        {rollers.map((roller) => (
          <span
            key={roller}
            className="size-[0.7rem] rounded-full border-2 border-line-strong max-sm:nth-[2n]:hidden"
          />
        ))}
      </div>
    </div>
  );
}

const looks: Record<Token['state'], string> = {
  waits: '',
  works: 'outline-3 outline-accent outline-offset-2',
  done: '',
  out: '',
  dead: 'outline-3 outline-dashed outline-warn outline-offset-2',
};
const signs: Record<Token['state'], string> = { waits: '', works: '', done: ' ✓', out: ' ✓', dead: ' ✗' };

function Lot({ token, level }: { token: Token; level: number }) {
  return (
    <span
      data-lot={token.lot}
      data-place={token.slot}
      className={`absolute bottom-[calc(1.3rem+var(--level)*2.2rem)] -translate-x-1/2 whitespace-nowrap rounded-md px-2 py-1 font-bold text-sm transition-[left,bottom] duration-400 max-sm:px-1 max-sm:text-xs projection:bottom-[calc(1.25rem+var(--level)*1.5rem)] projection:px-1.5 projection:py-0 projection:text-base projection:leading-tight ${looks[token.state]}`}
      style={{ ...lotStyle(token.index), left: `${middles[token.slot] ?? 0}%`, ['--level' as string]: level }}
    >
      <LotName lot={token.lot} />
      {signs[token.state]}
    </span>
  );
}

/** `LOT_42`; on a phone its number is what one needs to tell it from the others. */
export function LotName({ lot }: { lot: string }) {
  const number = lot.replace(/^LOT_/, '');
  return (
    <>
      {number === lot ? null : <span className="max-sm:hidden">LOT_</span>}
      {number}
    </>
  );
}
