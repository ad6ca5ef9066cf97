// A sheet of paper with a title: `as` keeps heading levels right wherever it stands.
import type { ReactNode } from 'react';

export function Card({
  title,
  aside,
  as: Heading = 'h2',
  children,
  className = '',
}: {
  title?: ReactNode;
  aside?: ReactNode;
  as?: 'h2' | 'h3' | 'h4';
  children?: ReactNode;
  className?: string;
}) {
  return (
    <section className={`rounded-xl border border-line bg-sheet p-4 ${className}`}>
      {title || aside ? (
        <div className="mb-2 flex items-baseline justify-between gap-3">
          {title ? <Heading className="font-bold text-base">{title}</Heading> : null}
          {aside ? <div className="text-muted text-sm">{aside}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}
