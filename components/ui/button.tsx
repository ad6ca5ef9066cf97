// A button in one of three weights. Says nothing of what it does.
import type { ComponentProps } from 'react';

export type ButtonProps = ComponentProps<'button'> & { tone?: 'plain' | 'primary' | 'quiet'; small?: boolean };

const tones = {
  plain: 'border border-line bg-sheet text-ink hover:border-line-strong disabled:text-muted disabled:hover:border-line',
  primary: 'border border-transparent bg-accent text-accent-ink hover:brightness-110 disabled:opacity-60',
  quiet: 'border border-transparent text-ink hover:bg-sunk disabled:text-muted',
} as const;

const sizes = {
  small: 'px-2.5 py-1 text-sm',
  normal: 'px-3.5 py-1.5 text-sm',
  large: 'px-5 py-2.5 text-base',
} as const;

/** For what looks like a button and is a link. */
export const buttonClass = (tone: keyof typeof tones = 'plain', size: keyof typeof sizes = 'normal'): string =>
  `inline-flex items-center justify-center gap-2 rounded-lg font-semibold ${tones[tone]} ${sizes[size]}`;

export function Button({ tone = 'plain', small = false, className = '', type = 'button', ...rest }: ButtonProps) {
  return <button type={type} className={`${buttonClass(tone, small ? 'small' : 'normal')} ${className}`} {...rest} />;
}
