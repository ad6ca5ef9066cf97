// A message as a small label of its sender's colour: full when read, dashed while it waits.
import { senderStyle } from './places.ts';

export function Token({ id, sender, waits = false }: { id: string; sender: number; waits?: boolean }) {
  return (
    <span
      className={`inline-grid h-[1.5rem] min-w-[1.9rem] place-items-center rounded px-[0.15rem] font-bold font-mono text-xs leading-none ${waits ? 'border-2 border-warn border-dashed bg-sheet' : ''}`}
      style={waits ? undefined : senderStyle(sender)}
    >
      {id}
    </span>
  );
}
