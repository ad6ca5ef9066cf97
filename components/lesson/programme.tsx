// A program of the course, to save and run.
import { Download } from '../ui/icons.tsx';

export function Programme({ fichier }: { fichier: string }) {
  return (
    <a
      href={`/programmes/${fichier}`}
      download={fichier}
      className="whitespace-nowrap font-mono font-semibold text-[0.92em] text-accent underline underline-offset-4"
    >
      <Download size="1em" className="mr-1 inline align-[-0.12em]" />
      {fichier}
    </a>
  );
}
