// A button in one of three weights. Says nothing of what it does.
import type { ComponentProps } from 'react';

export type ButtonProps = ComponentProps<'button'> & { tone?: 'plain' | 'primary' | 'quiet'; small?: boolean };

const tones = {
  plain: 'border border-line bg-sheet text-ink hover:border-line-strong disabled:text-muted disabled:hover:border-line',
  primary: 'border border-transparent bg-accent text-accent-ink hover:brightness-110 disabled:opacity-60',
  quiet: 'border border-transparent text-ink hover:bg-sunk disabled:text-muted',
} as const;

export const buttonClass = (tone: keyof typeof tones = 'plain', small = false): string =>
  `inline-flex items-center justify-center gap-2 rounded-lg font-semibold ${tones[tone]} ${small ? 'px-2.5 py-1 text-sm' : 'px-3.5 py-1.5 text-sm'}`;

export function Button({ tone = 'plain', small = false, className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${buttonClass(tone, small)} ${className}`} {...rest} />;
}
