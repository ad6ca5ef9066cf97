// What a lesson shows where it is made to be printed: words instead of what moves, nothing that asks the server.
import type { MDXComponents } from 'mdx/types';
import type { ReactNode } from 'react';

export function PaperLine({ about, children }: { about: string; children: ReactNode }) {
  return (
    <p className="my-4 border border-line p-2" data-papier={about}>
      {children}
    </p>
  );
}

export const ExperimentOnPaper = () => (
  <PaperLine about="experience">
    Ici, une expérience à faire sur le site&nbsp;: ses étapes se cochent quand le broker les a vues.
  </PaperLine>
);

export const PanelOnPaper = ({ title, lab }: { title: string; lab: string }) => (
  <PaperLine about="panneau">
    Le panneau «&nbsp;{title}&nbsp;» de cette page ne s’imprime pas&nbsp;: il est sur le site du cours, à l’adresse{' '}
    <code>/labo/{lab}</code>.
  </PaperLine>
);

const Nothing = () => null;
const Word = ({ children }: { children: ReactNode }) => <strong>{children}</strong>;
const Whole = ({ children }: { children: ReactNode }) => <>{children}</>;

/** In place of those of mdx-components.tsx. */
export const onPaper = {
  Correction: Nothing,
  Experience: ExperimentOnPaper,
  Quand: Whole,
  Quiz: Nothing,
  Solution: Nothing,
  Voir: Word,
} satisfies MDXComponents;
