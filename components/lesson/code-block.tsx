// A block of code coloured at build time, with a button that copies it.
import type { ComponentProps } from 'react';
import { CopyButton } from '../ui/copy-button.tsx';

export function CodeBlock({ children, ...rest }: ComponentProps<'pre'>) {
  return (
    <div data-copy className="relative my-4">
      <pre
        {...rest}
        className="overflow-x-auto rounded-lg bg-sunk p-4 pr-20 font-mono text-ink text-sm leading-relaxed projection:pr-4 print:break-inside-avoid print:whitespace-pre-wrap print:border print:border-line print:p-3"
      >
        {children}
      </pre>
      <CopyButton className="absolute top-2 right-2 print:hidden" />
    </div>
  );
}
