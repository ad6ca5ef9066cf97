// Round trips as bars, each at the moment when its ping left: as high as it lasted, empty while it still waits.
import { lasting } from './words.ts';

export type Bar = { readonly at: number; readonly ms: number; readonly waits: boolean };

/** A bar is never so low that one does not see that there is one. */
const least = 1.5;
/** What somebody notices (Nielsen, 1993). */
const slowMs = 100;
const lineMs = [100, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** `from`, `to`: what the width shows, in the time of `at`. */
export function PingCurve(props: {
  bars: readonly Bar[];
  from: number;
  to: number;
  everyMs: number;
  label: string;
  low?: boolean;
}) {
  const { bars, from, to, everyMs, label, low = false } = props;
  const height = low ? 40 : 100;
  const longest = Math.max(0, ...bars.map(({ ms }) => ms));
  const top = lineMs.find((each) => each >= longest) ?? longest;
  const wide = (everyMs / (to - from)) * 1_000;
  const path = (some: readonly Bar[]): string =>
    some
      .map(({ at, ms }) => {
        const x = ((at - from) / (to - from)) * 1_000;
        const tall = Math.max(least, (Math.min(ms, top) / top) * height);
        return `M${x.toFixed(1)} ${height}v${(-tall).toFixed(1)}h${(wide * 0.7).toFixed(1)}V${height}z`;
      })
      .join('');
  return (
    <div>
      <p className="flex justify-between gap-3 font-mono text-muted text-xs" aria-hidden="true">
        <span>{lasting(top)}</span>
        {low ? null : (
          <span className="max-sm:hidden">
            vert&nbsp;: moins de 100&nbsp;ms · bleu&nbsp;: plus · pointillé&nbsp;: en attente
          </span>
        )}
      </p>
      <svg
        viewBox={`0 0 1000 ${height}`}
        preserveAspectRatio="none"
        className={`w-full border-line-strong border-t border-b border-dashed ${low ? 'h-10' : 'h-28'}`}
        role="img"
        aria-label={label}
      >
        <path d={path(bars.filter(({ waits, ms }) => !waits && ms < slowMs))} className="fill-good" />
        <path d={path(bars.filter(({ waits, ms }) => !waits && ms >= slowMs))} className="fill-accent" />
        <path
          d={path(bars.filter(({ waits }) => waits))}
          className="fill-warn-soft stroke-warn"
          strokeDasharray="4 3"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}
