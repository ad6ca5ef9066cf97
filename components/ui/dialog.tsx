'use client';
// A modal dialog on the native element: focus kept inside, Escape closes, focus given back.
import { type ReactNode, useEffect, useRef } from 'react';
import { Button } from './button.tsx';

export function Dialog({
  open,
  title,
  onClose,
  children,
}: {
  open: boolean;
  title: string;
  onClose(): void;
  children: ReactNode;
}) {
  const ref = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const dialog = ref.current;
    if (!dialog) return;
    if (open && !dialog.open) dialog.showModal();
    if (!open && dialog.open) dialog.close();
  }, [open]);
  return (
    <dialog
      ref={ref}
      aria-label={title}
      onClose={onClose}
      className="m-auto max-h-[85dvh] w-[min(36rem,92vw)] overflow-auto rounded-xl border border-line bg-sheet p-6 text-ink shadow-xl backdrop:bg-black/40"
    >
      <div className="mb-4 flex items-center justify-between gap-4">
        <h2 className="font-bold text-xl">{title}</h2>
        <Button small onClick={onClose}>
          Fermer
        </Button>
      </div>
      {open ? children : null}
    </dialog>
  );
}
