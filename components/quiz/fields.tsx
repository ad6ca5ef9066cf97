'use client';
// How one answers: choose, put in order, write a number. All of it by keyboard; native controls wherever there is one.
import { useId } from 'react';
import type { NumberItem } from '#lessons/quiz-schema.ts';
import { ArrowDown, ArrowUp, Check, Cross } from '../ui/icons.tsx';
import type { Choice } from './grade.ts';

const box =
  'flex gap-3 rounded-lg border border-line bg-paper px-3 py-2 has-focus-visible:outline-3 has-focus-visible:outline-accent';

export function ChoiceField({
  options,
  chosen,
  right,
  onChoose,
}: {
  options: readonly Choice[];
  chosen: string | null;
  /** Whether what was chosen is right; null while it can still be changed. */
  right: boolean | null;
  onChoose(id: string): void;
}) {
  const name = useId();
  const judged = right ? 'has-checked:border-good' : 'has-checked:border-warn';
  return (
    <fieldset disabled={right !== null} className="space-y-2">
      <legend className="sr-only">Votre réponse</legend>
      {options.map(({ id, text }) => (
        <label
          key={id}
          className={`${box} ${right === null ? 'cursor-pointer hover:border-line-strong has-checked:border-accent has-checked:bg-accent-soft' : judged}`}
        >
          <input
            type="radio"
            name={name}
            value={id}
            className="mt-1 size-4 shrink-0 accent-accent"
            checked={chosen === id}
            onChange={() => onChoose(id)}
          />
          <span className="min-w-0 flex-1">{text}</span>
          {right !== null && chosen === id ? <Judged right={right} /> : null}
        </label>
      ))}
    </fieldset>
  );
}

/** A shape as well as a colour. */
function Judged({ right }: { right: boolean }) {
  const Icon = right ? Check : Cross;
  return <Icon size={20} strokeWidth={3} className={`shrink-0 ${right ? 'text-good' : 'text-warn'}`} />;
}

export function NumberField({
  item,
  value,
  locked,
  onChange,
}: {
  item: NumberItem;
  value: string;
  locked: boolean;
  onChange(value: string): void;
}) {
  return (
    <label className="flex items-center gap-3">
      <span>Votre réponse</span>
      <input
        key={item.given}
        className="w-28 rounded-lg border border-line-strong bg-paper px-3 py-1.5 font-mono disabled:text-muted"
        inputMode="numeric"
        autoComplete="off"
        pattern="\s*-?[0-9]{1,9}\s*"
        title="Un nombre entier, en chiffres"
        required
        disabled={locked}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </label>
  );
}

export function OrderField({
  events,
  order,
  locked,
  onOrder,
}: {
  events: readonly { id: string; text: string }[];
  order: readonly string[];
  locked: boolean;
  onOrder(order: string[], said: string): void;
}) {
  const textOf = (id: string) => events.find((event) => event.id === id)?.text ?? '';
  const move = (index: number, by: 1 | -1) => {
    const next = [...order];
    const [a, b] = [next[index], next[index + by]];
    if (a === undefined || b === undefined) return;
    next[index] = b;
    next[index + by] = a;
    onOrder(next, `${textOf(a)}\u00a0: place ${index + by + 1} sur ${next.length}`);
  };
  return (
    <ol className="space-y-2">
      {order.map((id, index) => (
        <li key={id} className="flex items-center gap-2 rounded-lg border border-line bg-paper py-1.5 pr-1.5 pl-3">
          <span className="font-mono text-muted">{index + 1}</span>
          <span className="min-w-0 flex-1">{textOf(id)}</span>
          {(
            [
              [-1, 'Monter', ArrowUp],
              [1, 'Descendre', ArrowDown],
            ] as const
          ).map(([by, word, Icon]) => (
            // Never `disabled` at an end: the button that has the focus would lose it.
            <button
              key={word}
              type="button"
              aria-label={`${word}\u00a0: ${textOf(id)}`}
              aria-disabled={locked || order[index + by] === undefined}
              className="rounded-md border border-line bg-sheet p-1.5 aria-disabled:cursor-not-allowed aria-disabled:text-line-strong"
              onClick={() => {
                if (!locked) move(index, by);
              }}
            >
              <Icon size={16} />
            </button>
          ))}
        </li>
      ))}
    </ol>
  );
}
