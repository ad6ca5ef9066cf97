// What an exercise asks for, with a verdict in words for each.
import type { Check as Checked } from '#labs/exercices-salon/judge/index.ts';
import { Check, Hourglass, Question } from '../ui/icons.tsx';
import { verdictTexts } from './exercise-words.ts';

const icons = { passed: Check, 'not-yet': Hourglass, unknown: Question } as const;
const tones = {
  passed: 'border-good bg-good text-sheet',
  'not-yet': 'border-line-strong text-muted',
  unknown: 'border-line-strong border-dashed text-muted',
} as const;

export function Checklist({
  checks,
  texts,
  began,
}: {
  checks: readonly Checked[];
  texts: Readonly<Record<string, string>>;
  began: boolean;
}) {
  return (
    <ol className="space-y-2">
      {checks.map(({ id, verdict }) => {
        const Icon = icons[verdict];
        return (
          <li key={id} className="flex gap-3" data-point={id} data-verdict={verdict}>
            <span
              className={`mt-0.5 grid size-5.5 shrink-0 place-items-center rounded-full border-2 ${tones[verdict]}`}
            >
              <Icon size={13} strokeWidth={3} />
            </span>
            <span className="min-w-0 flex-1">
              {texts[id]} {began ? <em className="text-muted text-sm">— {verdictTexts[verdict]}</em> : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
